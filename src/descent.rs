//! One optimizer on one landscape from one start: its trajectory.

mod abreast;
mod end;
mod running;
mod trajectory;

use crate::experiment::{Checked, Experiment, Seen};
use crate::linear::Vec2;
use crate::objective::Objective;
use crate::optimizer::Optimizer;
use crate::outcome;
use crate::problem::Problem;
use crate::tempo::Tempo;

pub use abreast::Abreast;
pub use end::End;
pub use running::Running;
pub use trajectory::{Step, Trajectory};

/// Every how many steps the optimizer's state is kept.
const CHECKPOINT: usize = 128;

/// A contender of a checked experiment, ready to run.
#[derive(Clone, Copy)]
pub struct Descent<'a> {
    /// The experiment.
    pub experiment: &'a Experiment,
    /// What its check found.
    pub checked: &'a Checked,
    /// The index of the contender, or beyond them of the pin.
    pub contender: usize,
    /// Which repetition of the race it is, from 0.
    pub repeat: usize,
}

impl Descent<'_> {
    /// What each of its updates sees.
    ///
    /// # Errors
    /// None in an experiment that has passed its check.
    pub fn seen(&self) -> Result<Seen, Problem> {
        self.experiment.seen(&self.checked.ground, self.contender, self.repeat)
    }

    /// Where it stands before the first of `steps` updates from `start` at the base learning rate `rate`.
    pub fn begin(&self, seen: &Seen, rate: f64, start: Vec2, steps: usize) -> Running {
        let (entry, settings) = &self.checked.contenders[self.contender];
        let optimizer = (entry.build)(settings);
        Running::new(optimizer, self.tempo(seen, rate), start, steps).on_negated(self.is_negated())
    }

    /// The same from several starts at once; none as [`Abreast::new`] says, where each run has to be made by itself.
    pub fn abreast(&self, seen: &Seen, rate: f64) -> Option<Abreast> {
        let (entry, settings) = &self.checked.contenders[self.contender];
        Abreast::new(entry, settings, self.tempo(seen, rate), self.is_negated())
    }

    fn tempo(&self, seen: &Seen, rate: f64) -> Tempo {
        let contender = self.experiment.entrant(self.contender);
        contender.tempo(rate, &self.checked.schedules[self.contender], seen.batches())
    }

    fn is_negated(&self) -> bool {
        self.experiment.entrant(self.contender).maximize
    }

    /// How close to a stationary point counts as settled.
    pub fn radius(&self) -> f64 {
        outcome::settled_radius(self.checked.home().diagonal())
    }

    /// The trajectory of `steps` updates from `start` at the base learning rate `rate`; the losses of a run over
    /// batches are still to be computed.
    ///
    /// # Errors
    /// None in an experiment that has passed its check.
    pub fn run(&self, rate: f64, start: Vec2, steps: usize) -> Result<Trajectory, Problem> {
        let seen = self.seen()?;
        let mut running = self.begin(&seen, rate, start, steps);
        running.advance(seen.objective(), steps);
        Ok(running.finish(seen.objective(), self.radius()))
    }
}

/// The same as [`descend`] on −L: every gradient is negated, as with PyTorch's `maximize`.
///
/// Losses and outcome of the result are those of L.
pub fn climb(
    objective: &dyn Objective,
    optimizer: Box<dyn Optimizer>,
    tempo: impl Into<Tempo>,
    start: Vec2,
    steps: usize,
    radius: f64,
) -> Trajectory {
    let running = Running::new(optimizer, tempo, start, steps).on_negated(true);
    complete(running, objective, radius)
}

/// Makes `steps` updates of `optimizer` from `start`, which is finite, at a constant learning rate or on a schedule.
///
/// `radius` is how close to a stationary point counts as settled.
pub fn descend(
    objective: &dyn Objective,
    optimizer: Box<dyn Optimizer>,
    tempo: impl Into<Tempo>,
    start: Vec2,
    steps: usize,
    radius: f64,
) -> Trajectory {
    complete(Running::new(optimizer, tempo, start, steps), objective, radius)
}

/// All updates of a run, and every loss.
fn complete(mut running: Running, objective: &dyn Objective, radius: f64) -> Trajectory {
    running.advance(objective, usize::MAX);
    let mut trajectory = running.finish(objective, radius);
    trajectory.fill(|w| objective.value(w), 0..trajectory.points.len());
    trajectory
}
