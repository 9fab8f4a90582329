//! Runs: from an experiment to its trajectories.

use crate::descent::Descent;
use crate::experiment::Experiment;
use crate::fairness;
use crate::problem::Problem;

pub use crate::descent::{Step, Trajectory, climb, descend};

/// All trajectories of an experiment, and the learning rates that made them.
pub struct Race {
    /// Every run: contender by contender, and start by start within each.
    pub trajectories: Vec<Trajectory>,
    /// The learning rate of each contender: its own, or what the experiment's fairness makes of it.
    pub rates: Vec<f64>,
}

/// Runs every contender from every start: contender by contender, and start by start within each.
///
/// A pure function of the experiment: the same bits at every call and on every target.
///
/// # Errors
/// If the experiment does not pass [`Experiment::check`], or its fairness has no learning rate for a contender.
pub fn run(experiment: &Experiment) -> Result<Vec<Trajectory>, Problem> {
    race(experiment).map(|race| race.trajectories)
}

/// The same with the learning rates used.
pub fn race(experiment: &Experiment) -> Result<Race, Problem> {
    let checked = experiment.check()?;
    let rates = fairness::rates(experiment, &checked)?;
    let mut trajectories = Vec::with_capacity(experiment.contenders.len() * experiment.starts.len());
    for (index, &rate) in rates.iter().enumerate() {
        let descent = Descent { experiment, checked: &checked, contender: index };
        for &start in &experiment.starts {
            trajectories.push(descent.run(rate, start, experiment.steps));
        }
    }
    Ok(Race { trajectories, rates })
}
