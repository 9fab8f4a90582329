//! What a step of a whole race costs, natively: the same experiments as `benches/rivals/steps.js` runs in the browser.
//!
//! Prints a line an optimizer: its key, and nanoseconds a step, the least of all rounds.

#[path = "timing/mod.rs"]
mod timing;

use steepest::experiment::Experiment;
use steepest::run::run;
use timing::least;

const STEPS: usize = 10_000;

/// Rounds, of which the quickest counts, and races in each.
const ROUNDS: usize = 40;
const RACES: usize = 10;

fn main() {
    for contender in ["gradient_descent,rate:0.001", "momentum,rate:0.0005", "adam,rate:0.02"] {
        let link = format!("v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&seed=0&steps={STEPS}&c={contender}");
        let experiment = Experiment::from_text(&link).expect("the link is valid");
        let time = least(ROUNDS, || {
            for _ in 0..RACES {
                let trajectories = run(&experiment).expect("the experiment is valid");
                assert_eq!(trajectories[0].steps(), STEPS, "the run ends early");
            }
        });
        let key = contender.split(',').next().expect("a contender has a key");
        println!("{key} {:.2}", time * 1e6 / (RACES * STEPS) as f64);
    }
}
