//! What it costs to find the stationary points of a loss over 100,000 data points, against one gradient over all of them.
//!
//! Prints a line a model: its key, milliseconds of the search, milliseconds of a gradient, and their ratio; the least of
//! all rounds.

use std::hint::black_box;
use std::time::Instant;

use steepest::data;
use steepest::experiment::Landscape;
use steepest::parameter::Setting;
use steepest::stationary;

/// Rounds, of which the quickest counts.
const ROUNDS: usize = 5;

fn main() {
    for entry in data::ALL {
        let mut landscape = Landscape::new(entry.key);
        landscape.parameters.insert("n".into(), Setting::Number(data::MOST_POINTS as f64));
        let ground = landscape.build().expect("a good landscape");
        let view = ground.view();
        let search = least(|| stationary::find(&*ground.objective, view));
        let gradient = least(|| ground.objective.slope(view.center()));
        println!("{} {search:.1} {gradient:.3} {:.0}", entry.key, search / gradient);
    }
}

/// The milliseconds of the quickest round.
fn least<T>(work: impl Fn() -> T) -> f64 {
    let times = (0..ROUNDS).map(|_| {
        let from = Instant::now();
        black_box(work());
        from.elapsed().as_secs_f64() * 1e3
    });
    times.fold(f64::INFINITY, f64::min)
}
