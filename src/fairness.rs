//! Fair races: which learning rate each contender runs at.

use crate::descent::Descent;
use crate::experiment::{Checked, Experiment, Fairness};
use crate::parameter::{number_text, significant};
use crate::problem::Problem;
use crate::words::text;

/// The least and the greatest learning rate that the search tries.
const TRIED: [f64; 2] = [1e-6, 1e2];

/// How many rates per decade the grid has.
const PER_DECADE: usize = 4;

/// Golden sections of the interval around the best rate of the grid: its width shrinks to less than a thousandth of a
/// decade.
const SECTIONS: usize = 14;

/// No more steps than this are made by each run of the search, however many the experiment has.
const SEARCH_STEPS: usize = 2_000;

/// No fewer steps than this are made by each run of the search, however dear they are, if the experiment has them.
const FEWEST_STEPS: usize = 20;

/// How many losses of data points a search may evaluate in all.
const SEARCH_WORK: usize = 6_000_000;

/// The base learning rate of every contender of a checked experiment, and then of every pin, which keeps its own.
///
/// *As set*: its own.
/// *The same*: one rate for all.
/// *The same effective*: the rate at which η times the optimizer's gain under a constant gradient, 1/(1 − μ) for
/// momentum, is the one given.
/// *Its best*: of [`search`].
///
/// # Errors
/// If a contender's gain is infinite (μ = 1) or not above 0 (a dampening from 1 on), there is no rate with a given
/// effective one.
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
                // By 1 − dampening of 0 or less is multiplied, by 1 − μ of 0 divided.
                Err(if gain.is_finite() {
                    let wanted = text!("a dampening below 1, to have an effective learning rate");
                    Problem::new(&field, wanted, number_text(settings.number("dampening")))
                } else {
                    Problem::new(&field, text!("a momentum below 1, to have an effective learning rate"), "1")
                })
            }
        }
        Fairness::Best => {
            search(&Descent { experiment, checked, contender: index, repeat: 0 }, search_steps(experiment, checked))
        }
    });
    rates.chain(experiment.pins.iter().map(|pin| Ok(pin.contender.rate))).collect()
}

/// The number of steps on which the search judges: fewer where the loss over the data is dear.
pub fn search_steps(experiment: &Experiment, checked: &Checked) -> usize {
    let runs = ((libm::log10(TRIED[1] / TRIED[0])) as usize * PER_DECADE) + 1 + SECTIONS + 3;
    let dear = experiment.contenders.iter().map(|contender| {
        let whole = checked.ground.objective.cost();
        contender.batching.size.map_or(whole, |size| size.min(whole))
    });
    let affordable = SEARCH_WORK / runs / dear.max().unwrap_or(1);
    let least = checked.updates[..experiment.contenders.len()].iter().copied().min().unwrap_or(0);
    least.min(SEARCH_STEPS.min(affordable).max(FEWEST_STEPS))
}

/// The learning rate at which a contender has the least loss over all data after `steps` steps from the first start.
///
/// A grid of 4 rates per decade from 1e-6 to 100, then golden sections in log η around the best of them (J. Kiefer,
/// Sequential minimax search for a maximum, 1953); the result has three significant digits.
/// A run that diverges counts as infinitely high; one that climbs is judged by the greatest loss.
///
/// # Errors
/// None in an experiment that has passed its check.
pub fn search(descent: &Descent, steps: usize) -> Result<f64, Problem> {
    let start = descent.experiment.starts[0];
    let sign = if descent.experiment.contenders[descent.contender].maximize { -1.0 } else { 1.0 };
    let seen = &descent.checked.seen[descent.contender];
    let loss = |log: f64| {
        let mut running = descent.begin(seen, significant(libm::pow(10.0, log)), start, steps);
        running.advance(seen.objective(), steps);
        let run = running.finish(seen.objective(), descent.radius());
        let end = || sign * descent.checked.ground.objective.value(run.points[steps]);
        if run.steps() < steps || run.outcome.is_lost() { f64::INFINITY } else { end() }
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
    Ok(significant(libm::pow(10.0, found.1)))
}
