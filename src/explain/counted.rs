//! How many evaluations of the landscape a run has taken, update by update.
//!
//! Counted is what the rule has evaluated ([`Asks`]), not what the laboratory computes besides to judge and to draw.
//! Most rules ask for the same in every update; a run of one that searches is made again, on a landscape that counts.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::data::Batches;
use crate::linear::Vec2;
use crate::objective::{Negated, Objective, Slope, passed_on};
use crate::optimizer::{Asks, Evaluations, Here, Optimizer};
use crate::run::Trajectory;

/// A landscape that counts what it is asked.
pub struct Counted<'a> {
    inner: &'a dyn Objective,
    slopes: AtomicUsize,
}

impl<'a> Counted<'a> {
    /// The landscape `inner`, of which nothing is asked yet.
    pub fn new(inner: &'a dyn Objective) -> Self {
        Counted { inner, slopes: AtomicUsize::new(0) }
    }

    /// How many times it was asked for a slope since this was asked last.
    pub fn slopes(&self) -> usize {
        self.slopes.swap(0, Ordering::Relaxed)
    }
}

impl Objective for Counted<'_> {
    passed_on!(inner: value, curvature, variables, bounds, curvature_at, is_sampled, cost, row);

    fn slope(&self, w: Vec2) -> Slope {
        self.slopes.fetch_add(1, Ordering::Relaxed);
        self.inner.slope(w)
    }

    fn slope_at(&self, t: usize, w: Vec2) -> Slope {
        self.slopes.fetch_add(1, Ordering::Relaxed);
        self.inner.slope_at(t, w)
    }
}

/// A run as it was made, to be made again.
pub struct Replay<'a> {
    /// The run.
    pub run: &'a Trajectory,
    /// Its optimizer, before the first update.
    pub optimizer: Box<dyn Optimizer>,
    /// What its updates saw.
    pub objective: &'a dyn Objective,
    /// Which data points each update saw, of a loss over data.
    pub batches: Option<&'a Batches>,
    /// The learning rate before any schedule.
    pub rate: f64,
    /// Whether it climbs.
    pub maximizes: bool,
}

/// What a run has evaluated so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Total {
    /// The evaluations, each over a whole batch where the loss is one over data.
    pub evaluations: Evaluations,
    /// The gradients as those of single data points; of a surface, the gradients.
    pub points: u64,
}

/// What a run has evaluated after each of its updates.
pub struct Count {
    steps: usize,
    batches: Option<Batches>,
    each: Each,
}

enum Each {
    /// The same in each update.
    Always(Evaluations),
    /// In all after 0, 1, 2, … updates.
    Searched(Vec<Total>),
}

impl Replay<'_> {
    /// Whether it has to be made again to be counted.
    pub fn searches(&self) -> bool {
        matches!(self.optimizer.asks(self.run.points[0]), Asks::Searching { .. })
    }

    /// Whether the rule uses gradients at all.
    pub fn uses_gradients(&self) -> bool {
        match self.optimizer.asks(self.run.points[0]) {
            Asks::Always(evaluations) => evaluations.gradients > 0,
            Asks::Searching { here, there } => here.gradients + there.gradients > 0,
        }
    }

    /// What the run has evaluated; none if that takes more than `effort`, in losses of single data points, to count.
    ///
    /// What it does take is taken from `effort`.
    pub fn count(self, effort: &mut usize) -> Option<Count> {
        let (steps, batches) = (self.run.steps(), self.batches.cloned());
        let each = match self.optimizer.asks(self.run.points[0]) {
            Asks::Always(evaluations) => Each::Always(evaluations),
            Asks::Searching { .. } => Each::Searched(self.search(effort)?),
        };
        Some(Count { steps, batches, each })
    }

    fn search(mut self, effort: &mut usize) -> Option<Vec<Total>> {
        let negated = Negated(self.objective);
        let inner: &dyn Objective = if self.maximizes { &negated } else { self.objective };
        let counted = Counted::new(inner);
        let mut total = Total::default();
        let mut totals = vec![total];
        for (t, &w) in self.run.points[..self.run.steps()].iter().enumerate() {
            let size = self.batches.map(|batches| batches.places(t).len());
            let asks = self.optimizer.asks(w);
            let slope = inner.slope_at(t, w);
            self.optimizer.step(&Here::new(&counted, t, w, slope, self.run.pace(t), self.rate));
            let slopes = counted.slopes();
            let spent = match asks {
                Asks::Always(evaluations) => evaluations,
                Asks::Searching { here, there } => here.and(there.times(slopes)),
            };
            total.evaluations = total.evaluations.and(spent);
            total.points += (spent.gradients * size.unwrap_or(1)) as u64;
            totals.push(total);
            let work = (1 + slopes) * size.unwrap_or(inner.cost());
            let left = effort.checked_sub(work);
            *effort = left.unwrap_or(0);
            left?;
        }
        Some(totals)
    }
}

impl Count {
    /// The number of updates made.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// What the first `t` updates have evaluated, or all of them if they are fewer.
    pub fn after(&self, t: usize) -> Total {
        let t = t.min(self.steps);
        match &self.each {
            Each::Always(evaluations) => {
                let seen = self.batches.as_ref().map_or(t as u64, |batches| points_seen(batches, t));
                Total { evaluations: evaluations.times(t), points: evaluations.gradients as u64 * seen }
            }
            Each::Searched(totals) => totals[t],
        }
    }

    /// The greatest number of updates that evaluate the gradients of at most `most` data points, or on a surface at
    /// most so many gradients.
    pub fn last_within(&self, most: u64) -> usize {
        let (mut low, mut high) = (0, self.steps);
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if self.after(middle).points <= most {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        low
    }
}

/// How many data points the first `t` updates see in all, those counted again that they see again.
fn points_seen(batches: &Batches, t: usize) -> u64 {
    let (epochs, rest) = (t / batches.per_epoch(), t % batches.per_epoch());
    // Only the last batch of an epoch is shorter.
    epochs as u64 * batches.count() as u64 + (rest * batches.size()) as u64
}
