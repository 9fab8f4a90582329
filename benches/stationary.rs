//! What it costs to find the stationary points of a loss over 100,000 data points, against one gradient over all of
//! them.
//!
//! Prints a line a model: its key, milliseconds of the search, milliseconds of a gradient, and their ratio; the least
//! of all rounds.

mod timing;

use steepest::data;
use steepest::experiment::Landscape;
use steepest::parameter::Setting;
use steepest::stationary;
use timing::least;

/// Rounds, of which the quickest counts.
const ROUNDS: usize = 5;

fn main() {
    for entry in data::ALL {
        let mut landscape = Landscape::new(entry.key);
        landscape.parameters.insert("n".into(), Setting::Number(data::MOST_POINTS as f64));
        let ground = landscape.build().expect("a good landscape");
        let view = ground.view();
        let search = least(ROUNDS, || stationary::find(&*ground.objective, view));
        let gradient = least(ROUNDS, || ground.objective.slope(view.center()));
        println!("{} {search:.1} {gradient:.3} {:.0}", entry.key, search / gradient);
    }
}
