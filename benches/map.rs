//! A map of basins: Adam on Himmelblau's function, 500 updates from each start.
//!
//! Prints nanoseconds a step with the runs one by one and side by side, the ratio, and how many times as fast it is on
//! all cores; each by the least of all rounds.

#[path = "timing/mod.rs"]
mod timing;

use std::thread;

use steepest::experiment::Experiment;
use steepest::linear::Rect;
use steepest::map::{Grid, Map, Survey};
use timing::least;

const STEPS: usize = 500;

/// Rounds, of which the quickest counts.
const ROUNDS: usize = 3;

fn main() {
    let grid = Grid { columns: 512, rows: 512 };
    let link =
        format!("v=1&on=himmelblau&view=-5,5,-5,5&start=0,0&steps=10&c=adam,rate:0.05&map=basins,budget:{STEPS}");
    let experiment = Experiment::from_link(&link).expect("a link");
    let survey = || Survey::new(experiment.clone(), grid, Rect::new(-5.0, 5.0, -5.0, 5.0)).expect("a map");
    let checked = experiment.check().expect("an experiment");
    let map = Map::of(&experiment, &checked).expect("a map").expect("a map");
    let plan = Survey::plan(&map, &experiment, &checked, grid);
    let make = |survey: &Survey, from: usize, stride: usize| {
        plan.tasks().iter().skip(from).step_by(stride).for_each(|task| drop(survey.make(*task)));
    };
    let (alone, abreast) = (survey().one_by_one(), survey());
    let one_by_one = least(ROUNDS, || make(&alone, 0, 1));
    let side_by_side = least(ROUNDS, || make(&abreast, 0, 1));
    let cores = thread::available_parallelism().map_or(1, |count| count.get());
    let (make, abreast) = (&make, &abreast);
    let on_all = least(ROUNDS, || {
        thread::scope(|scope| {
            for core in 0..cores {
                scope.spawn(move || make(abreast, core, cores));
            }
        });
    });
    let each = |time: f64| time * 1e6 / (grid.len() * STEPS) as f64;
    println!(
        "{:.1} {:.1} {:.2}; {cores} cores: {:.2}",
        each(one_by_one),
        each(side_by_side),
        one_by_one / side_by_side,
        side_by_side / on_all
    );
}
