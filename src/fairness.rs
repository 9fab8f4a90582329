//! Fair races: which learning rate each contender runs at.

use crate::descent::Descent;
use crate::experiment::{Checked, Experiment, Fairness};
use crate::parameter::significant;
use crate::problem::Problem;

/// The least and the greatest learning rate that the search tries.
const TRIED: [f64; 2] = [1e-6, 1e2];

/// How many rates per decade the grid has.
const PER_DECADE: usize = 4;

/// Golden sections of the interval around the best rate of the grid: its width shrinks to a thousandth of a decade.
const SECTIONS: usize = 14;

/// No more steps than this are made by each run of the search, however many the experiment has.
const SEARCH_STEPS: usize = 2_000;

/// The base learning rate of every contender of a checked experiment.
///
/// *As set*: its own.
/// *The same*: one rate for all.
/// *The same effective*: the rate at which η times the optimizer's gain under a constant gradient, 1/(1 − μ) for
/// momentum, is the one given.
/// *Its best*: of [`search`].
///
/// # Errors
/// If a contender's gain is infinite (μ = 1), there is no rate with a given effective one.
pub fn rates(experiment: &Experiment, checked: &Checked) -> Result<Vec<f64>, Problem> {
    let contenders = experiment.contenders.iter().enumerate();
    let rates = contenders.map(|(index, contender)| match experiment.fairness {
        Fairness::AsSet => Ok(contender.rate),
        Fairness::SameRate { rate } => Ok(rate),
        Fairness::SameEffective { rate } => {
            let (entry, settings) = &checked.contenders[index];
            let gain = (entry.gain)(settings);
            if gain.is_finite() && gain > 0.0 {
                Ok(rate / gain)
            } else {
                let field = format!("contenders.{}", index + 1);
                Err(Problem::new(&field, "a momentum below 1, to have an effective learning rate", "1"))
            }
        }
        Fairness::Best => Ok(search(&Descent { experiment, checked, contender: index })),
    });
    rates.collect()
}

/// The number of steps on which the search judges.
pub fn search_steps(experiment: &Experiment) -> usize {
    experiment.steps.min(SEARCH_STEPS)
}

/// The learning rate at which a contender has the least loss after [`search_steps`] from the first start.
///
/// A grid of 4 rates per decade from 1e-6 to 100, then golden sections in log η around the best of them (J. Kiefer,
/// Sequential minimax search for a maximum, 1953); the result has three significant digits.
/// A run that diverges counts as infinitely high; one that climbs is judged by the greatest loss.
pub fn search(descent: &Descent) -> f64 {
    let start = descent.experiment.starts[0];
    let steps = search_steps(descent.experiment);
    let sign = if descent.experiment.contenders[descent.contender].maximize { -1.0 } else { 1.0 };
    let loss = |log: f64| {
        let run = descent.run(significant(libm::pow(10.0, log)), start, steps);
        if run.steps() < steps || run.outcome.is_lost() { f64::INFINITY } else { sign * run.losses[steps] }
    };
    let [low, high] = TRIED.map(libm::log10);
    let count = ((high - low) * PER_DECADE as f64) as usize;
    let grid = (0..=count).map(|k| low + k as f64 / PER_DECADE as f64);
    let best = grid.map(|log| (loss(log), log)).min_by(|a, b| a.0.total_cmp(&b.0)).map_or(low, |(_, log)| log);
    let ratio = (libm::sqrt(5.0) - 1.0) / 2.0;
    let (mut a, mut b) = (best - 1.0 / PER_DECADE as f64, best + 1.0 / PER_DECADE as f64);
    let mut inner = [b - ratio * (b - a), a + ratio * (b - a)].map(|log| (loss(log), log));
    let mut found = (loss(best), best);
    for _ in 0..SECTIONS {
        found = inner.into_iter().chain([found]).min_by(|p, q| p.0.total_cmp(&q.0)).unwrap_or(found);
        if inner[0].0 <= inner[1].0 {
            b = inner[1].1;
            let log = b - ratio * (b - a);
            inner = [(loss(log), log), inner[0]];
        } else {
            a = inner[0].1;
            let log = a + ratio * (b - a);
            inner = [inner[1], (loss(log), log)];
        }
    }
    significant(libm::pow(10.0, found.1))
}
