//! What a run has made: its iterates, their losses, and every step again.

use super::CHECKPOINT;
use crate::linear::Vec2;
use crate::objective::{Negated, Objective, Slope};
use crate::optimizer::{Here, Optimizer};
use crate::outcome::Outcome;
use crate::tempo::Pace;

/// No more work than this is done again to know an optimizer's state, in steps times losses of data points: a tenth of
/// a second.
const MOST_REPLAYED: usize = 300_000;

/// The sequence of steps of one contender from one start.
///
/// `points[t]` is w after t updates and `losses[t]` the loss there; every point is finite.
/// A run that leaves the finite numbers ends with its last finite iterate.
pub struct Trajectory {
    /// w after 0, 1, 2, … updates, in domain units.
    pub points: Vec<Vec2>,
    /// L(w) after 0, 1, 2, … updates.
    ///
    /// All finite, but of a run over batches of data: NaN where L is not computed yet, and ∞ where it overflows at a w
    /// at which the batch's loss does not.
    pub losses: Vec<f64>,
    /// The loss that update 0, 1, 2, … sees, of a run over batches of data; nothing where that is L(w).
    pub seen: Vec<f64>,
    /// The loss over the data held out, as `losses`; nothing where none are.
    pub held: Vec<f64>,
    /// How it ended.
    pub outcome: Outcome,
    /// The optimizer before update 0, 128, 256, …; of a run that was made elsewhere, only the first.
    pub(super) checkpoints: Vec<Box<dyn Optimizer>>,
    /// Whether the optimizer saw −L.
    pub(super) negated: bool,
    /// The learning rate before any schedule.
    pub(super) base_rate: f64,
    /// The pace of update 0, 1, 2, …; nothing at a constant learning rate.
    pub(super) paces: Vec<Pace>,
}

/// All that happens at step t of a trajectory.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The number of updates made so far.
    pub t: usize,
    /// The iterate.
    pub w: Vec2,
    /// L(w), or of a run over batches the loss that the next update sees.
    pub loss: f64,
    /// The gradient that the next update sees.
    pub gradient: Vec2,
    /// The learning rate of the next update.
    pub rate: f64,
    /// The next update, wᵗ⁺¹ − wᵗ; none after the last step.
    pub update: Option<Vec2>,
    /// The optimizer's state after t updates, by symbol; nothing where it would take long to know.
    pub state: Vec<(&'static str, Vec2)>,
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

    /// Computes the losses at `steps` that are not known yet, by `loss`.
    pub fn fill(&mut self, loss: impl Fn(Vec2) -> f64, steps: impl IntoIterator<Item = usize>) {
        fill(&self.points, &mut self.losses, loss, steps);
    }

    /// The same for the losses over data held out.
    pub fn fill_held(&mut self, loss: impl Fn(Vec2) -> f64, steps: impl IntoIterator<Item = usize>) {
        self.held.resize(self.points.len(), f64::NAN);
        fill(&self.points, &mut self.held, loss, steps);
    }

    /// The run as numbers, for [`Running::revived`](super::Running::revived): its outcome; how many points, losses
    /// seen, losses over data held out and paces there are; and then the points, their losses and the rest, one kind
    /// after the other.
    pub fn flatten(&self) -> Vec<f64> {
        let Trajectory { points, losses, seen, held, paces, .. } = self;
        let outcome = self.outcome.to_numbers();
        let counts = [points.len(), seen.len(), held.len(), paces.len()];
        // Two numbers a point and a pace, and one a loss of each kind.
        let size = outcome.len() + counts.len() + 3 * points.len() + seen.len() + held.len() + 2 * paces.len();
        let mut flat = Vec::with_capacity(size);
        flat.extend(outcome);
        flat.extend(counts.map(|count| count as f64));
        flat.extend(points.iter().flat_map(|w| [w.x, w.y]));
        flat.extend([losses, seen, held].into_iter().flatten());
        flat.extend(paces.iter().flat_map(|pace| [pace.rate, pace.momentum.unwrap_or(f64::NAN)]));
        flat
    }

    /// Whether the optimizer's state is kept at every 128th step: not of a run that was made elsewhere.
    pub fn is_kept_throughout(&self) -> bool {
        self.checkpoints.len() > self.steps().saturating_sub(1) / CHECKPOINT
    }

    /// Shows the optimizer as it is after `from`, `from` + 1, … `to` updates, made again from the nearest checkpoint on
    /// the `objective` of the run; `to` is at most the number of updates.
    pub fn replay(
        &self,
        objective: &dyn Objective,
        from: usize,
        to: usize,
        show: &mut dyn FnMut(usize, &dyn Optimizer),
    ) {
        let kept = (from / CHECKPOINT).min(self.checkpoints.len().saturating_sub(1));
        let Some(checkpoint) = self.checkpoints.get(kept) else { return };
        let mut optimizer = checkpoint.checkpoint();
        let negated = Negated(objective);
        let objective: &dyn Objective = if self.negated { &negated } else { objective };
        for t in kept * CHECKPOINT..=to {
            if t >= from {
                show(t, &*optimizer);
            }
            if t < to {
                let w = self.points[t];
                let slope = objective.slope_at(t, w);
                optimizer.step(&Here::new(objective, t, w, slope, self.pace(t), self.base_rate));
            }
        }
    }

    /// The iterate and the optimizer after update `t` → `t` + 1 of the run on `objective`, with that update made on
    /// another loss, `on`; none where the state before it would take long to know.
    pub fn updated(
        &self,
        objective: &dyn Objective,
        t: usize,
        on: &dyn Objective,
    ) -> Option<(Vec2, Box<dyn Optimizer>)> {
        let kept = (t / CHECKPOINT).min(self.checkpoints.len().saturating_sub(1));
        if (t - kept * CHECKPOINT) * objective.cost() > MOST_REPLAYED {
            return None;
        }
        let mut made = None;
        let negated = Negated(on);
        let on: &dyn Objective = if self.negated { &negated } else { on };
        self.replay(objective, t, t, &mut |_, optimizer| {
            let mut optimizer = optimizer.checkpoint();
            let w = self.points[t];
            let here = Here::new(on, t, w, on.slope_at(t, w), self.pace(t), self.base_rate);
            let next = optimizer.step(&here);
            made = Some((on.bounds().map_or(next, |bounds| bounds.nearest(next)), optimizer));
        });
        made
    }

    /// Step `t`, or the last one if there are fewer, recomputed from the nearest checkpoint on the `objective` of the
    /// run.
    pub fn step(&self, objective: &dyn Objective, t: usize) -> Step {
        let t = t.min(self.steps());
        let w = self.points[t];
        let Slope { loss, gradient } = objective.slope_at(t, w);
        let update = self.points.get(t + 1).map(|next| *next - w);
        let kept = (t / CHECKPOINT).min(self.checkpoints.len().saturating_sub(1));
        let mut state = Vec::new();
        if (t - kept * CHECKPOINT) * objective.cost() <= MOST_REPLAYED {
            self.replay(objective, t, t, &mut |_, optimizer| state = optimizer.state());
        }
        Step { t, w, loss, gradient, rate: self.pace(t).rate, update, state }
    }
}

fn fill(points: &[Vec2], losses: &mut [f64], loss: impl Fn(Vec2) -> f64, steps: impl IntoIterator<Item = usize>) {
    for t in steps {
        if losses[t].is_nan() {
            // A loss that is not a number would be asked for again and again: where a run can be, it is an overflow.
            let value = loss(points[t]);
            losses[t] = if value.is_nan() { f64::INFINITY } else { value };
        }
    }
}
