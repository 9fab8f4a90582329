//! A run on its way.

use super::{CHECKPOINT, End, Trajectory};
use crate::linear::Vec2;
use crate::objective::{Negated, Objective};
use crate::optimizer::{Optimizer, Trace};
use crate::outcome::Outcome;
use crate::tempo::{Pace, Tempo};

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

    /// The same on −L if `negated`.
    pub(super) fn on_negated(self, negated: bool) -> Running {
        Running { negated, ..self }
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

    /// The whole run, of which no update has been made here yet, as it was made elsewhere and came here by
    /// [`Trajectory::flatten`]; none if it is none.
    pub fn revived(&self, flat: &[f64]) -> Option<Trajectory> {
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
            checkpoints: vec![self.optimizer.checkpoint()],
            negated: self.negated,
            base_rate: self.tempo.base(),
            paces: paces.as_chunks().0.iter().map(pace).collect(),
        })
    }
}
