//! A finite-sum loss of which each update sees one batch.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Batches, FiniteSum};
use crate::linear::Vec2;
use crate::objective::{Curvature, Objective, Slope, passed_on};
use crate::problem::Problem;
use crate::words::say;

/// A finite-sum loss of which each update sees one batch.
///
/// What it shows is the loss over all data: value, slope, curvature.
/// Update t → t + 1 sees the loss of batch t alone, and whoever asks that update for more, a line search for losses or
/// Newton's method for a Hessian, is given those of the same batch.
pub struct Batched {
    sum: Arc<dyn FiniteSum>,
    batches: Batches,
    /// Whether each batch's loss is that over all data to the bit.
    is_whole: bool,
    /// The epoch that was asked for last, and its order: updates come one after the other.
    latest: Mutex<Option<(usize, Vec<usize>)>>,
}

impl Batched {
    /// The loss `sum`, a batch of `batches` at a time.
    ///
    /// # Errors
    /// If the batches are those of another number of data points.
    pub fn new(sum: Arc<dyn FiniteSum>, batches: Batches) -> Result<Batched, Problem> {
        if batches.count() == sum.count() {
            let is_whole = batches.are_all_data();
            Ok(Batched { sum, batches, is_whole, latest: Mutex::new(None) })
        } else {
            Err(Problem::new("batches", say!("batches of {n} data points", n = sum.count()), batches.count()))
        }
    }

    /// Which data points each update sees.
    pub fn batches(&self) -> &Batches {
        &self.batches
    }

    /// Loss and gradient at w of the batch of update `t` → `t` + 1.
    pub fn batch_slope(&self, t: usize, w: Vec2) -> Slope {
        self.with_batch(t, |batch| self.sum.slope_over(batch, w))
    }

    /// The data points that update `t` → `t` + 1 sees, from 1 to B indices in the order in which they are summed.
    pub fn batch(&self, t: usize) -> Vec<usize> {
        self.with_batch(t, <[usize]>::to_vec)
    }

    /// What `look` makes of the batch of update `t` → `t` + 1.
    fn with_batch<T>(&self, t: usize, look: impl FnOnce(&[usize]) -> T) -> T {
        let (epoch, places) = (self.batches.epoch(t), self.batches.places(t));
        // Whatever another thread's panic has left here is either an epoch's order or none.
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        match &*latest {
            Some((known, order)) if *known == epoch => look(&order[places]),
            _ => {
                let (_, order) = latest.insert((epoch, self.batches.order(epoch).into_owned()));
                look(&order[places])
            }
        }
    }
}

impl Objective for Batched {
    passed_on!(sum: value, slope, curvature, variables, bounds, cost, row);

    fn slope_at(&self, t: usize, w: Vec2) -> Slope {
        if self.is_whole { self.sum.slope(w) } else { self.batch_slope(t, w) }
    }

    fn curvature_at(&self, t: usize, w: Vec2) -> Curvature {
        if self.is_whole {
            self.sum.curvature(w)
        } else {
            self.with_batch(t, |batch| self.sum.curvature_over(batch, w))
        }
    }

    fn is_sampled(&self) -> bool {
        !self.is_whole
    }
}
