//! What a step costs in one of several runs side by side, against the same run by itself.
//!
//! Prints a line an optimizer and surface: their keys, nanoseconds a step alone and abreast, and how many of these fit
//! into one of those; each the least of all rounds.

#[path = "timing/mod.rs"]
mod timing;

use steepest::descent::{Abreast, Running};
use steepest::linear::Vec2;
use steepest::number::LANES;
use steepest::parameter::Settings;
use steepest::{landscape, optimizer};
use timing::least;

/// Updates of one run, as many as a map of basins makes.
const STEPS: usize = 500;

/// So small that every optimizer stays on every surface, and all make all steps.
const RATE: f64 = 1e-4;

/// Rounds, of which the quickest counts, and blocks of runs in each.
const ROUNDS: usize = 40;
const BLOCKS: usize = 20;

fn main() {
    for surface in ["himmelblau", "ackley"] {
        let surface = landscape::find(surface).expect("a surface of the catalogue");
        let objective = (surface.build)(&Settings::defaults(surface.parameters));
        let starts: [Vec2; LANES] =
            std::array::from_fn(|k| surface.starts[0] + Vec2::new(1e-2 * k as f64, -1e-2 * k as f64));
        for optimizer in ["gradient_descent", "momentum", "adam"] {
            let optimizer = optimizer::find(optimizer).expect("an optimizer of the catalogue");
            let settings = Settings::defaults(optimizer.parameters);
            let alone = least(ROUNDS, || {
                for _ in 0..BLOCKS {
                    for start in starts {
                        let mut running = Running::new((optimizer.build)(&settings), RATE, start, STEPS);
                        running.advance(&*objective, STEPS);
                        assert_eq!(running.done(), STEPS, "a run ends early");
                    }
                }
            });
            let abreast = least(ROUNDS, || {
                let mut paths = [const { Vec::new() }; LANES];
                for _ in 0..BLOCKS {
                    let runs = Abreast::new(optimizer, &settings, RATE, false).expect("it has lanes");
                    runs.run(&*objective, &starts, STEPS, &mut paths);
                    assert_eq!(paths[0].len(), STEPS + 1, "a run ends early");
                }
            });
            let [alone, abreast] = [alone, abreast].map(|time| time * 1e6 / (BLOCKS * LANES * STEPS) as f64);
            println!("{} {} {alone:.1} {abreast:.1} {:.2}", optimizer.key, surface.key, alone / abreast);
        }
    }
}
