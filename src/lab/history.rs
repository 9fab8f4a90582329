//! What a person has done in a session: the experiments as they were before each edit, to go back to and forth again.

use std::mem::take;
use std::sync::Arc;

use super::Lab;
use crate::experiment::Experiment;
use crate::problem::Problem;

/// The most edits that can be undone.
const MOST: usize = 200;

/// Experiments that take more than about this many bytes in all are too many: the oldest are forgotten.
const MOST_BYTES: usize = 64_000_000;

/// An experiment takes no more bytes than this for each letter of its link, besides its data.
const BYTES_A_LETTER: usize = 16;

/// A former experiment, and about how many bytes it takes without its data.
type Step = (Experiment, usize);

/// Experiments before and after the one at hand, each before an edit.
#[derive(Default)]
pub(super) struct History {
    /// Those before, the latest last.
    past: Vec<Step>,
    /// Those that have been undone, the latest last.
    future: Vec<Step>,
    /// Whether the next change begins another edit.
    begins: bool,
    /// Whether the latest edit has moved the view only.
    looks: bool,
}

impl History {
    /// The next change begins another edit.
    pub(super) fn begin(&mut self) {
        self.begins = true;
    }

    /// `former` becomes `next`.
    ///
    /// Edits that move the view only, one after another, are one.
    pub(super) fn record(&mut self, former: &Experiment, next: &Experiment) {
        if former == next {
            return;
        }
        self.future.clear();
        let looks = Experiment { view: former.view, ..next.clone() } == *former;
        let goes_on = looks && self.looks;
        self.looks = looks;
        if take(&mut self.begins) && !goes_on {
            self.past.push(step(former));
            let too_many = self.past.len().saturating_sub(MOST).max(self.past.len() - self.fitting());
            self.past.drain(..too_many);
        }
    }

    /// How many of the latest fit into memory; a table of data that one shares with the next is there once.
    fn fitting(&self) -> usize {
        let (mut bytes, mut next) = (0, None);
        for (k, (experiment, own_bytes)) in self.past.iter().rev().enumerate() {
            let table = experiment.landscape.table.as_ref();
            let own = table.filter(|table| next.is_none_or(|next| !Arc::ptr_eq(table, next)));
            bytes += own.map_or(0, |table| 8 * table.values.len());
            bytes += own_bytes;
            if bytes > MOST_BYTES {
                return k;
            }
            next = table;
        }
        self.past.len()
    }
}

fn step(experiment: &Experiment) -> Step {
    (experiment.clone(), BYTES_A_LETTER * experiment.to_link().len())
}

impl Lab {
    /// Whether there is an edit that can be undone, and one that can be done again.
    pub fn can_undo(&self) -> [bool; 2] {
        [!self.history.past.is_empty(), !self.history.future.is_empty()]
    }

    /// Goes back to the experiment before the latest edit, if there is one.
    pub fn undo(&mut self) -> Result<(), Problem> {
        let there = self.history.past.pop();
        self.travel(there, |history, here| history.future.push(here), |history, there| history.past.push(there))
    }

    /// Does again what has been undone last, if anything has.
    pub fn redo(&mut self) -> Result<(), Problem> {
        let there = self.history.future.pop();
        self.travel(there, |history, here| history.past.push(here), |history, there| history.future.push(there))
    }

    /// Becomes a session on `there`, leaving what is here behind; where that is refused, `there` is given back.
    fn travel(
        &mut self,
        there: Option<Step>,
        leave: fn(&mut History, Step),
        give_back: fn(&mut History, Step),
    ) -> Result<(), Problem> {
        let Some(there) = there else { return Ok(()) };
        let here = step(&self.experiment);
        let mut history = take(&mut self.history);
        let went = self.follow(there.0.clone());
        match went {
            Ok(()) => leave(&mut history, here),
            Err(_) => give_back(&mut history, there),
        }
        self.history = History { begins: true, looks: false, ..history };
        went
    }
}
