//! One optimizer on one landscape from one start: its trajectory.

mod abreast;

use crate::experiment::{Checked, Experiment, Seen};
use crate::linear::Vec2;
use crate::objective::{Negated, Objective, Slope};
use crate::optimizer::{Here, Optimizer, Trace};
use crate::outcome::{self, Outcome};
use crate::problem::Problem;
use crate::stationary::Kind;
use crate::tempo::{Pace, Tempo};

pub use abreast::Abreast;

/// No more work than this is done again to know an optimizer's state, in steps times losses of data points: a tenth of a
/// second.
const MOST_REPLAYED: usize = 300_000;

/// Every how many steps the optimizer's state is kept.
const CHECKPOINT: usize = 128;

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
        Running { negated: self.is_negated(), ..Running::new(optimizer, self.tempo(seen, rate), start, steps) }
    }

    /// The same from several starts at once; none if the optimizer branches, or the schedule looks at losses, so that each
    /// run has to be made by itself.
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

    /// The trajectory of `steps` updates from `start` at the base learning rate `rate`; the losses of a run over batches
    /// are still to be computed.
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

/// A run on its way.
pub struct Running {
    optimizer: Box<dyn Optimizer>,
    tempo: Tempo,
    trace: Trace,
    checkpoints: Vec<Box<dyn Optimizer>>,
    w: Vec2,
    steps: usize,
    /// Whether it has met a point that is not finite.
    lost: bool,
    negated: bool,
}

impl Running {
    /// Before the first of `steps` updates of `optimizer` from `start`.
    pub fn new(optimizer: Box<dyn Optimizer>, tempo: impl Into<Tempo>, start: Vec2, steps: usize) -> Running {
        let tempo = tempo.into();
        let trace = Trace {
            points: Vec::with_capacity(steps + 1),
            losses: Vec::with_capacity(steps + 1),
            paces: Vec::with_capacity(if let Tempo::Scheduled { .. } = tempo { steps } else { 0 }),
            ..Trace::default()
        };
        let checkpoints = Vec::with_capacity(steps / CHECKPOINT + 1);
        Running { optimizer, tempo, trace, checkpoints, w: start, steps, lost: false, negated: false }
    }

    /// The number of updates made.
    pub fn done(&self) -> usize {
        self.trace.points.len()
    }

    /// Whether there is nothing left to do.
    pub fn is_over(&self) -> bool {
        self.lost || self.done() == self.steps
    }

    /// Makes at least `updates` more updates, in whole checkpoints, or all that are left.
    pub fn advance(&mut self, objective: &dyn Objective, updates: usize) {
        let negated = Negated(objective);
        let objective: &dyn Objective = if self.negated { &negated } else { objective };
        let wanted = self.done().saturating_add(updates);
        while self.done() < wanted && !self.is_over() {
            let done = self.done();
            self.checkpoints.push(self.optimizer.checkpoint());
            let updates = CHECKPOINT.min(self.steps - done);
            self.w = self.optimizer.advance(objective, &mut self.tempo, done, self.w, updates, &mut self.trace);
            self.lost = self.done() < done + updates;
        }
    }

    /// The trajectory of the updates made so far; `radius` is how close to a stationary point counts as settled.
    pub fn finish(self, objective: &dyn Objective, radius: f64) -> Trajectory {
        // The last iterate, after which there is no step: the steps have run out, or it is one that has none.
        let Trace { mut points, mut losses, paces, .. } = self.trace;
        let (t, w) = (points.len(), self.w);
        let slope = if self.negated { Negated(objective).slope_at(t, w) } else { objective.slope_at(t, w) };
        let end = End { w, slope, negated: self.negated };
        let mut seen = Vec::new();
        if end.is_kept(t) {
            points.push(w);
            losses.push(slope.loss);
        }
        if objective.is_sampled() {
            // The last iterate's batch is that of no update.
            losses.truncate(t);
            seen = std::mem::take(&mut losses);
            losses = vec![f64::NAN; points.len()];
        }
        let outcome = end.outcome(objective, &points, radius, &[]);
        if self.negated {
            losses.iter_mut().chain(&mut seen).for_each(|loss| *loss = -*loss);
        }
        Trajectory {
            points,
            losses,
            seen,
            held: Vec::new(),
            outcome,
            checkpoints: self.checkpoints,
            negated: self.negated,
            base_rate: self.tempo.base(),
            paces,
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
    let running = Running { negated: true, ..Running::new(optimizer, tempo, start, steps) };
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
    running.advance(objective, running.steps);
    let mut trajectory = running.finish(objective, radius);
    trajectory.fill(|w| objective.value(w), 0..trajectory.points.len());
    trajectory
}

/// Where a run stands after its last update, and what the next one would see there: by it and the iterates it is judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct End {
    /// The iterate after the last update, finite or not.
    pub w: Vec2,
    /// The loss and the gradient there.
    pub slope: Slope,
    /// Whether the optimizer saw −L, of which the slope is then.
    negated: bool,
}

impl End {
    /// Whether all of it is finite: the run has not left the finite numbers.
    pub fn is_finite(self) -> bool {
        self.w.is_finite() && self.slope.is_finite()
    }

    /// Whether it is an iterate of the run, after the `t` before it.
    fn is_kept(self, t: usize) -> bool {
        // L is finite at the start, but perhaps not the first batch's loss.
        t == 0 || self.w.is_finite() && self.slope.loss.is_finite()
    }

    /// How the run through `points` ended on `objective`, the loss L; `radius` is how close to a stationary point counts as
    /// settled.
    ///
    /// Of stationary points that are `known` it is not asked again what they are, unless the optimizer saw −L.
    pub fn outcome(self, objective: &dyn Objective, points: &[Vec2], radius: f64, known: &[(Vec2, Kind)]) -> Outcome {
        let upside_down = Negated(objective);
        let objective: &dyn Objective = if self.negated { &upside_down } else { objective };
        let ended = (!self.is_finite()).then(|| leaving(points.len(), points.last(), self.w, self.slope));
        let mut outcome = outcome::judge(objective, points, ended, radius, if self.negated { &[] } else { known });
        if self.negated
            && let Outcome::Settled { kind, .. } = &mut outcome
        {
            *kind = kind.upside_down();
        }
        outcome
    }
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

    /// Computes the losses at `steps` that are not known yet, by `loss`.
    pub fn fill(&mut self, loss: impl Fn(Vec2) -> f64, steps: impl IntoIterator<Item = usize>) {
        fill(&self.points, &mut self.losses, loss, steps);
    }

    /// The same for the losses over data held out.
    pub fn fill_held(&mut self, loss: impl Fn(Vec2) -> f64, steps: impl IntoIterator<Item = usize>) {
        self.held.resize(self.points.len(), f64::NAN);
        fill(&self.points, &mut self.held, loss, steps);
    }

    /// The run as numbers, for [`Trajectory::revived`]: its outcome; how many points, losses seen, losses over data held
    /// out and paces there are; and then these, one kind after the other.
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

    /// The run of `begun`, which has made no update yet, as it was made elsewhere and came here by
    /// [`Trajectory::flatten`]; none if it is none.
    pub fn revived(begun: &Running, flat: &[f64]) -> Option<Trajectory> {
        let (outcome, rest) = flat.split_first_chunk()?;
        let ([points, seen, held, paces], mut rest) = rest.split_first_chunk()?;
        let mut take = |count: &f64, width: usize| {
            let (taken, left) = rest.split_at_checked((*count as usize).checked_mul(width)?)?;
            rest = left;
            Some(taken)
        };
        let places = take(points, 2).filter(|places| !places.is_empty())?;
        let [losses, seen, held] = [take(points, 1)?, take(seen, 1)?, take(held, 1)?].map(<[f64]>::to_vec);
        let paces = take(paces, 2)?;
        let pace =
            |[rate, momentum]: &[f64; 2]| Pace { rate: *rate, momentum: (!momentum.is_nan()).then_some(*momentum) };
        Some(Trajectory {
            points: places.as_chunks().0.iter().map(|[x, y]| Vec2::new(*x, *y)).collect(),
            losses,
            seen,
            held,
            outcome: Outcome::from_numbers(*outcome)?,
            checkpoints: vec![begun.optimizer.checkpoint()],
            negated: begun.negated,
            base_rate: begun.tempo.base(),
            paces: paces.as_chunks().0.iter().map(pace).collect(),
        })
    }

    /// Whether the optimizer's state is kept at every 128th step: not of a run that was made elsewhere.
    pub fn is_kept_throughout(&self) -> bool {
        self.checkpoints.len() > self.steps().saturating_sub(1) / CHECKPOINT
    }

    /// Shows the optimizer as it is after `from`, `from` + 1, … `to` updates, made again from the nearest checkpoint on the
    /// `objective` of the run; `to` is at most the number of updates.
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

    /// The iterate and the optimizer after update `t` → `t` + 1 of the run on `objective`, with that update made on another
    /// loss, `on`; none where the state before it would take long to know.
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

    /// Step `t`, or the last one if there are fewer, recomputed from the nearest checkpoint on the `objective` of the run.
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
