//! How a contender fares with other settings.

use std::cmp::Ordering::{Equal, Less};

use super::{Axis, Dial, Grid, Tuning, alone};
use crate::descent::{Descent, Trajectory};
use crate::experiment::{Checked, Experiment, Ground};
use crate::problem::Problem;

/// A contender whose settings are varied.
pub(super) struct Bench {
    /// The contender's followed run, and nothing else.
    alone: Experiment,
    ground: Ground,
    axes: Vec<(Dial, Axis)>,
    /// Whether the landscape has to be built anew for each cell.
    rebuilds: bool,
    target: Option<f64>,
    budget: usize,
}

impl Bench {
    /// Of a checked experiment.
    pub fn new(experiment: &Experiment, checked: &Checked, tuning: &Tuning, budget: usize) -> Bench {
        let alone = alone(experiment, tuning.of, experiment.starts[0], budget);
        let dials = Dial::all(checked, tuning.of);
        let axes: Vec<_> = tuning.dialed(&dials).map(|(dial, axis)| (dial.clone(), axis.clone())).collect();
        let rebuilds = axes.iter().any(|(dial, _)| dial.is_of_surface());
        Bench { alone, ground: checked.ground.clone(), axes, rebuilds, target: tuning.target, budget }
    }

    /// The experiment of a cell.
    fn experiment(&self, grid: Grid, column: usize, row: usize) -> Experiment {
        let place = grid.fractions(column, row);
        let mut experiment = self.alone.clone();
        for ((dial, axis), fraction) in self.axes.iter().zip([place.x, place.y]) {
            dial.set(&mut experiment, 0, dial.value(axis, fraction));
        }
        experiment
    }

    /// From how many updates on the loss is at most the target, to the end; ∞ if it is not at the end, and NaN if the
    /// run is lost. Without a target the last loss, NaN if the run is lost.
    ///
    /// To pass by the target once is not to have arrived: a run that swings does so often.
    pub fn measure(&self, grid: Grid, column: usize, row: usize) -> Result<f64, Problem> {
        let experiment = self.experiment(grid, column, row);
        let ground = if self.rebuilds { experiment.landscape.build()? } else { self.ground.clone() };
        let checked = experiment.check_on(ground)?;
        let descent = Descent { experiment: &experiment, checked: &checked, contender: 0, repeat: 0 };
        let run = descent.run(experiment.contenders[0].rate, experiment.starts[0], self.budget)?;
        let loss = |t: usize| loss_at(&run, &checked, t);
        let (last, is_lost) = (run.steps(), run.outcome.is_lost());
        let Some(target) = self.target else {
            return Ok(if is_lost { f64::NAN } else { loss(last) });
        };
        // Not `>`: what is not a number is not at most anything.
        let above = (0..=last).rev().find(|t| !matches!(loss(*t).partial_cmp(&target), Some(Less | Equal)));
        Ok(match above {
            _ if is_lost => f64::NAN,
            None => 0.0,
            Some(t) if t == last => f64::INFINITY,
            Some(t) => (t + 1) as f64,
        })
    }
}

/// The loss over all data, or on a surface the one that was seen.
fn loss_at(run: &Trajectory, checked: &Checked, t: usize) -> f64 {
    let known = run.losses[t];
    if known.is_nan() { checked.ground.objective.value(run.points[t]) } else { known }
}
