//! Which data points belong to which update.

use std::borrow::Cow;
use std::ops::Range;

use crate::problem::Problem;
use crate::random::Stream;
use crate::words::{say, text};

/// In which order an epoch goes through the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// 0, 1, …, N − 1 in each epoch.
    Sequential,
    /// A list of N indices for each epoch; after the last list the first follows again.
    Given(Vec<Vec<usize>>),
    /// A new permutation in each epoch, as `torch.utils.data.DataLoader` with `shuffle=True` has, though not its own.
    Shuffled {
        /// The permutations are those of this seed.
        seed: u64,
    },
    /// N indices drawn independently: some occur twice in an epoch, about a share of 1/e not at all.
    ///
    /// Only so is each batch's gradient an unbiased estimate whatever came before, as proofs about stochastic gradient
    /// descent assume.
    Replaced {
        /// The indices are those of this seed.
        seed: u64,
    },
}

/// The batches of a run: a pure function of the number of the update.
///
/// Epoch e cuts its order of the N data points into consecutive slices of B; the last one, shorter if B does not divide
/// N, is used as well.
/// There is a batch for every update, however long the run, and none before it is needed for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batches {
    count: usize,
    size: usize,
    source: Source,
}

/// Where the indices come from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    /// The epochs' lists, in turn.
    Listed(Vec<Vec<usize>>),
    Shuffled(Stream),
    Replaced(Stream),
}

impl Batches {
    /// All of `count` data points in each update: an epoch is one update.
    ///
    /// # Errors
    /// If there are no data points.
    pub fn full(count: usize) -> Result<Batches, Problem> {
        Batches::new(count, count, Order::Sequential)
    }

    /// Batches of `size` of `count` data points: 1 for one point at a time, `count` for all of them.
    ///
    /// # Errors
    /// If there are no data points, `size` is not between 1 and `count`, or a given order is not made of lists of
    /// `count` indices below `count`.
    pub fn new(count: usize, size: usize, order: Order) -> Result<Batches, Problem> {
        if count == 0 {
            return Err(Problem::new("data", text!("at least one data point"), say!("none")));
        }
        if !(1..=count).contains(&size) {
            return Err(Problem::new("batch", say!("a whole number from 1 to {count}", count), size));
        }
        let source = match order {
            Order::Sequential => Source::Listed(vec![(0..count).collect()]),
            Order::Given(lists) => {
                check_order(count, &lists)?;
                Source::Listed(lists)
            }
            Order::Shuffled { seed } => Source::Shuffled(Stream::new(seed)),
            Order::Replaced { seed } => Source::Replaced(Stream::new(seed)),
        };
        Ok(Batches { count, size, source })
    }

    /// The number N of data points.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The number B of indices in each batch but perhaps the last of an epoch.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The number ⌈N/B⌉ of updates of an epoch.
    pub fn per_epoch(&self) -> usize {
        self.count.div_ceil(self.size)
    }

    /// The epoch, counted from 0, that update `t` → `t` + 1 belongs to.
    pub fn epoch(&self, t: usize) -> usize {
        t / self.per_epoch()
    }

    /// The places in its epoch's order of the data points that update `t` → `t` + 1 sees.
    pub fn places(&self, t: usize) -> Range<usize> {
        let start = t % self.per_epoch() * self.size;
        start..self.count.min(start + self.size)
    }

    /// The N indices of an epoch, counted from 0, in the order in which they are used.
    pub fn order(&self, epoch: usize) -> Cow<'_, [usize]> {
        match &self.source {
            Source::Listed(lists) => Cow::Borrowed(&lists[epoch % lists.len()]),
            Source::Shuffled(stream) => Cow::Owned(shuffled(stream.fork(epoch as u64), self.count)),
            Source::Replaced(stream) => {
                let draws = stream.fork(epoch as u64);
                Cow::Owned((0..self.count).map(|k| draws.below(self.count, k as u64)).collect())
            }
        }
    }

    /// The data points that update `t` → `t` + 1 sees, from 1 to B indices in the order in which they are summed.
    pub fn batch(&self, t: usize) -> Cow<'_, [usize]> {
        let places = self.places(t);
        match self.order(self.epoch(t)) {
            Cow::Borrowed(order) => Cow::Borrowed(&order[places]),
            Cow::Owned(order) => Cow::Owned(order[places].to_vec()),
        }
    }

    /// Whether each batch is 0, 1, …, N − 1, so that its loss is that over all data to the bit.
    pub(super) fn are_all_data(&self) -> bool {
        let in_order = |list: &Vec<usize>| list.iter().enumerate().all(|(k, i)| k == *i);
        self.size == self.count && matches!(&self.source, Source::Listed(lists) if lists.iter().all(in_order))
    }
}

/// The indices below `count` in a random order.
///
/// Fisher and Yates's shuffle from the front (R. Durstenfeld, Algorithm 235, 1964, from the back): each place in turn
/// is taken by one of those that are left, any of them equally likely.
fn shuffled(stream: Stream, count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    for k in 0..count {
        order.swap(k, k + stream.below(count - k, k as u64));
    }
    order
}

fn check_order(count: usize, lists: &[Vec<usize>]) -> Result<(), Problem> {
    if lists.is_empty() {
        return Err(Problem::new("order", text!("a list for at least one epoch"), say!("none")));
    }
    for (epoch, list) in lists.iter().enumerate() {
        let field = format!("order.{}", epoch + 1);
        if list.len() != count {
            return Err(Problem::new(&field, say!("{count} indices", count), list.len()));
        }
        if let Some(k) = list.iter().position(|i| *i >= count) {
            let wanted = say!("an index from 0 to {last}", last = count - 1);
            return Err(Problem::new(&format!("{field}.{}", k + 1), wanted, list[k]));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_follow_one_another_and_the_last_is_shorter() {
        let batches = Batches::new(5, 2, Order::Sequential).expect("good batches");
        let all: Vec<_> = (0..4).map(|t| batches.batch(t).into_owned()).collect();
        assert_eq!(all, [vec![0, 1], vec![2, 3], vec![4], vec![0, 1]]);
        assert_eq!([0, 2, 3, 8, 9].map(|t| batches.epoch(t)), [0, 0, 1, 2, 3]);
    }

    #[test]
    fn given_lists_are_used_in_turn() {
        let lists = vec![vec![2, 0, 0], vec![1, 2, 0]];
        let batches = Batches::new(3, 2, Order::Given(lists)).expect("good batches");
        let all: Vec<_> = (0..6).map(|t| batches.batch(t).into_owned()).collect();
        assert_eq!(all, [vec![2, 0], vec![0], vec![1, 2], vec![0], vec![2, 0], vec![0]]);
    }

    #[test]
    fn only_all_data_in_order_are_all_data() {
        let are_all = |size, order| Batches::new(3, size, order).expect("good batches").are_all_data();
        assert!(Batches::full(3).expect("good batches").are_all_data());
        assert!(are_all(3, Order::Given(vec![vec![0, 1, 2]; 2])));
        assert!(!are_all(2, Order::Sequential));
        assert!(!are_all(3, Order::Given(vec![vec![0, 1, 2], vec![0, 2, 1]])));
        assert!(!are_all(3, Order::Shuffled { seed: 0 }));
        assert!(!are_all(3, Order::Replaced { seed: 0 }));
    }
}
