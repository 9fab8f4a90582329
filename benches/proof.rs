//! What the proof of all stationary points costs, function by function, against the quick search that proves nothing.
//!
//! Prints a line a function: its name, microseconds of the proof from the formula's text, boxes, microseconds of the
//! search by Newton's method, and how it ended; the least of all rounds.

#[path = "../tests/support/known.rs"]
#[allow(dead_code, reason = "the points themselves are for the tests")]
mod known;
mod timing;

use steepest::experiment::Landscape;
use steepest::stationary::{Census, Prover, Status, find};
use timing::least;

/// Rounds, of which the quickest counts.
const ROUNDS: usize = 7;

fn main() {
    for function in known::functions() {
        let (region, formula) = (function.region(), &function.expr);
        let prove = || -> Census { Prover::new(&known::tape(formula), region).finish() };
        let landscape = Landscape::typed(formula).build().expect("a landscape");
        let (proof, search) = (1e3 * least(ROUNDS, prove), 1e3 * least(ROUNDS, || find(&*landscape.objective, region)));
        let census = prove();
        let status = match census.status {
            Status::Proved => "proved".into(),
            Status::ProvedExcept(count) => format!("except_{count}"),
            Status::NotProved { .. } => "open".into(),
        };
        println!("{} {proof:.1} {} {search:.1} {status}", function.id, census.boxes);
    }
}
