//! Schedules that count epochs where others count updates.

use super::Batches;
use crate::tempo::{Pace, Schedule};

/// A schedule that is asked once per epoch, before its first update: "a tenth every 30 epochs".
///
/// Update t → t + 1 has the pace ηₑ of its epoch e = ⌊t/n⌋, of n updates.
/// Like PyTorch's `scheduler.step()` after each epoch; a schedule that watches the losses sees the mean of those that
/// the epoch before has seen, and at first the one of the first update.
pub struct EachEpoch {
    inner: Box<dyn Schedule>,
    updates: usize,
    held: Option<Pace>,
    /// The sum of the losses of this epoch's updates.
    sum: f64,
}

impl EachEpoch {
    /// The schedule `inner`, whose steps are the epochs of `batches`.
    pub fn new(batches: &Batches, inner: Box<dyn Schedule>) -> Self {
        EachEpoch { inner, updates: batches.per_epoch(), held: None, sum: 0.0 }
    }
}

impl Schedule for EachEpoch {
    fn pace(&mut self, base: f64, t: usize, loss: f64) -> Pace {
        if let Some(pace) = self.held
            && !t.is_multiple_of(self.updates)
        {
            self.sum += loss;
            return pace;
        }
        let seen = if self.held.is_some() { self.sum / self.updates as f64 } else { loss };
        self.sum = loss;
        *self.held.insert(self.inner.pace(base, t / self.updates, seen))
    }

    fn looks_at_loss(&self) -> bool {
        self.inner.looks_at_loss()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Order;

    /// Gives back what it was asked.
    struct Echo;

    impl Schedule for Echo {
        fn pace(&mut self, base: f64, t: usize, loss: f64) -> Pace {
            Pace { rate: base * t as f64, momentum: Some(loss) }
        }
    }

    #[test]
    fn the_inner_schedule_is_asked_once_per_epoch() {
        let batches = Batches::new(5, 2, Order::Sequential).expect("good batches");
        let mut schedule = EachEpoch::new(&batches, Box::new(Echo));
        let paces: Vec<_> = (0..8).map(|t| schedule.pace(0.5, t, t as f64)).collect();
        // The losses 0, 1, 2 of the first epoch have the mean 1.
        let wanted = [(0.0, 0.0), (0.0, 0.0), (0.0, 0.0), (0.5, 1.0), (0.5, 1.0), (0.5, 1.0), (1.0, 4.0), (1.0, 4.0)];
        assert_eq!(paces, wanted.map(|(rate, loss)| Pace { rate, momentum: Some(loss) }));
    }
}
