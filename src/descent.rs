//! One optimizer on one landscape from one start: its trajectory.

use crate::experiment::{Checked, Experiment};
use crate::linear::Vec2;
use crate::objective::{Negated, Objective, Slope};
use crate::optimizer::{Here, Optimizer, Trace};
use crate::outcome::{self, Outcome};
use crate::tempo::{Pace, Tempo};

/// Every how many steps the optimizer's state is kept.
const CHECKPOINT: usize = 128;

/// The sequence of steps of one contender from one start.
///
/// `points[t]` is w after t updates and `losses[t]` the loss there; every point is finite.
/// A run that leaves the finite numbers ends with its last finite iterate.
pub struct Trajectory {
    /// w after 0, 1, 2, … updates, in domain units.
    pub points: Vec<Vec2>,
    /// L(w) after 0, 1, 2, … updates; all finite.
    pub losses: Vec<f64>,
    /// How it ended.
    pub outcome: Outcome,
    /// The optimizer before update 0, 128, 256, …
    checkpoints: Vec<Box<dyn Optimizer>>,
    /// Whether the optimizer saw −L.
    negated: bool,
    /// The learning rate before any schedule.
    base_rate: f64,
    /// The pace of update 0, 1, 2, …; nothing at a constant learning rate.
    paces: Vec<Pace>,
}

/// All that happens at step t of a trajectory.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The number of updates made so far.
    pub t: usize,
    /// The iterate.
    pub w: Vec2,
    /// L(w).
    pub loss: f64,
    /// ∇L(w).
    pub gradient: Vec2,
    /// The learning rate of the next update.
    pub rate: f64,
    /// The next update, wᵗ⁺¹ − wᵗ; none after the last step.
    pub update: Option<Vec2>,
    /// The optimizer's state after t updates, by symbol.
    pub state: Vec<(&'static str, Vec2)>,
}

/// A contender of a checked experiment, ready to run.
#[derive(Clone, Copy)]
pub struct Descent<'a> {
    /// The experiment.
    pub experiment: &'a Experiment,
    /// What its check found.
    pub checked: &'a Checked,
    /// The index of the contender.
    pub contender: usize,
}

impl Descent<'_> {
    /// The trajectory of `steps` updates from `start` at the base learning rate `rate`.
    pub fn run(&self, rate: f64, start: Vec2, steps: usize) -> Trajectory {
        let (checked, contender) = (self.checked, &self.experiment.contenders[self.contender]);
        let (entry, settings) = &checked.contenders[self.contender];
        let tempo = contender.tempo(rate, &checked.schedules[self.contender]);
        let radius = outcome::settled_radius(checked.home().diagonal());
        let (objective, optimizer) = (&*checked.objective, (entry.build)(settings));
        if contender.maximize {
            climb(objective, optimizer, tempo, start, steps, radius)
        } else {
            descend(objective, optimizer, tempo, start, steps, radius)
        }
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
    let mut trajectory = descend(&Negated(objective), optimizer, tempo, start, steps, radius);
    trajectory.losses.iter_mut().for_each(|loss| *loss = -*loss);
    if let Outcome::Settled { kind, .. } = &mut trajectory.outcome {
        *kind = kind.upside_down();
    }
    trajectory.negated = true;
    trajectory
}

/// Makes `steps` updates of `optimizer` from `start`, which is finite, at a constant learning rate or on a schedule.
///
/// `radius` is how close to a stationary point counts as settled.
pub fn descend(
    objective: &dyn Objective,
    mut optimizer: Box<dyn Optimizer>,
    tempo: impl Into<Tempo>,
    start: Vec2,
    steps: usize,
    radius: f64,
) -> Trajectory {
    let mut tempo = tempo.into();
    let mut trace = Trace {
        points: Vec::with_capacity(steps + 1),
        losses: Vec::with_capacity(steps + 1),
        paces: Vec::with_capacity(if let Tempo::Scheduled { .. } = tempo { steps } else { 0 }),
    };
    let mut checkpoints = Vec::with_capacity(steps / CHECKPOINT + 1);
    let mut w = start;
    for done in (0..steps).step_by(CHECKPOINT) {
        checkpoints.push(optimizer.checkpoint());
        let updates = CHECKPOINT.min(steps - done);
        w = optimizer.advance(objective, &mut tempo, done, w, updates, &mut trace);
        if trace.points.len() < done + updates {
            break;
        }
    }
    // The last iterate, after which there is no step: the steps have run out, or it is one that has none.
    let Trace { mut points, mut losses, paces } = trace;
    let slope = objective.slope_at(points.len(), w);
    if w.is_finite() && slope.loss.is_finite() {
        points.push(w);
        losses.push(slope.loss);
    }
    let regular = w.is_finite() && slope.is_finite();
    let ended = (!regular).then(|| leaving(points.len(), points.last(), w, slope));
    let outcome = outcome::judge(objective, &points, ended, radius);
    Trajectory { points, losses, outcome, checkpoints, negated: false, base_rate: tempo.base(), paces }
}

/// What to call a run that has no finite step t: its last finite iterate, and what came after.
///
/// Overflow is divergence, even where it makes a NaN (∞ − ∞); a NaN in the midst of the landscape is an undefined value.
fn leaving(t: usize, last: Option<&Vec2>, w: Vec2, slope: Slope) -> Outcome {
    let near = |w: Vec2| w.norm() <= outcome::ESCAPE_RADIUS || w.norm().is_nan();
    let nan = [w.x, w.y, slope.loss, slope.gradient.x, slope.gradient.y].iter().any(|value| value.is_nan());
    if nan && near(w) && last.copied().is_none_or(near) {
        Outcome::Undefined { step: t.saturating_sub(1) }
    } else {
        Outcome::Diverged { step: t }
    }
}

impl Trajectory {
    /// The number of updates made.
    pub fn steps(&self) -> usize {
        self.points.len() - 1
    }

    /// The learning rate of every update; of a run without any, the one that it would have begun with.
    pub fn rates(&self) -> Vec<f64> {
        (0..self.steps().max(1)).map(|t| self.pace(t).rate).collect()
    }

    /// The pace of update `t` → `t` + 1; after the last update that of the last.
    pub fn pace(&self, t: usize) -> Pace {
        let last = self.paces.len().saturating_sub(1);
        self.paces.get(t.min(last)).copied().unwrap_or(Pace::rate(self.base_rate))
    }

    /// Step `t`, or the last one if there are fewer, recomputed from the nearest checkpoint on the `objective` of the run.
    pub fn step(&self, objective: &dyn Objective, t: usize) -> Step {
        let t = t.min(self.steps());
        let (w, loss) = (self.points[t], self.losses[t]);
        let gradient = objective.slope_at(t, w).gradient;
        let update = self.points.get(t + 1).map(|next| *next - w);
        let kept = (t / CHECKPOINT).min(self.checkpoints.len().saturating_sub(1));
        let state = self.checkpoints.get(kept).map_or_else(Vec::new, |checkpoint| {
            let mut optimizer = checkpoint.checkpoint();
            let negated = Negated(objective);
            let objective: &dyn Objective = if self.negated { &negated } else { objective };
            for (t, &w) in self.points[..t].iter().enumerate().skip(kept * CHECKPOINT) {
                let slope = objective.slope_at(t, w);
                optimizer.step(&Here::new(objective, t, w, slope, self.pace(t), self.base_rate));
            }
            optimizer.state()
        });
        Step { t, w, loss, gradient, rate: self.pace(t).rate, update, state }
    }
}
