//! What a person has done in a session: the experiments as they were before each edit, to go back to and forth again.

use std::collections::VecDeque;
use std::mem::{size_of, take};
use std::sync::Arc;

use super::Lab;
use crate::experiment::{Contender, Experiment};
use crate::problem::Problem;

/// The most edits that can be undone.
const MOST: usize = 200;

/// Experiments that take more than about this many bytes in all are too many: the oldest are forgotten.
const MOST_BYTES: usize = 64_000_000;

/// A setting of an optimizer or a schedule takes about as many bytes.
const SETTING: usize = 80;

/// Experiments before and after the one at hand, each before an edit.
#[derive(Default)]
pub(super) struct History {
    /// Those before, the latest last.
    past: VecDeque<Experiment>,
    /// Those that have been undone, the latest last.
    future: Vec<Experiment>,
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
            self.past.push_back(former.clone());
            while self.past.len() > MOST || self.bytes() > MOST_BYTES {
                self.past.pop_front();
            }
        }
    }

    /// About how many bytes the past takes; a table of data that several experiments share is there once.
    fn bytes(&self) -> usize {
        let mut tables: Vec<*const _> = Vec::new();
        let sizes = self.past.iter().map(|experiment| {
            let table = experiment.landscape.table.as_ref().filter(|table| {
                let place = Arc::as_ptr(table);
                let is_new = !tables.contains(&place);
                tables.extend(is_new.then_some(place));
                is_new
            });
            table.map_or(0, |table| size_of::<f64>() * table.values.len()) + own_bytes(experiment)
        });
        sizes.sum()
    }
}

/// About how many bytes an experiment takes without its data.
fn own_bytes(experiment: &Experiment) -> usize {
    let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let contender = |contender: &Contender| {
        let stages = contender.schedule.iter().map(|stage| SETTING * (1 + stage.parameters.iter().count()));
        size_of::<Contender>()
            + SETTING * contender.parameters.iter().count()
            + stages.sum::<usize>()
            + text(&contender.rule)
    };
    let entrants = (0..experiment.entrants()).map(|k| contender(experiment.entrant(k)));
    let landscape = SETTING * experiment.landscape.parameters.iter().count() + text(&experiment.landscape.formula);
    size_of::<Experiment>() + landscape + text(&experiment.map) + entrants.sum::<usize>()
}

impl Lab {
    /// Whether there is an edit that can be undone, and one that can be done again.
    pub fn can_undo(&self) -> [bool; 2] {
        [!self.history.past.is_empty(), !self.history.future.is_empty()]
    }

    /// Goes back to the experiment before the latest edit, if there is one.
    pub fn undo(&mut self) -> Result<(), Problem> {
        let there = self.history.past.pop_back();
        self.travel(there, |history, here| history.future.push(here), |history, there| history.past.push_back(there))
    }

    /// Does again what has been undone last, if anything has.
    pub fn redo(&mut self) -> Result<(), Problem> {
        let there = self.history.future.pop();
        self.travel(there, |history, here| history.past.push_back(here), |history, there| history.future.push(there))
    }

    /// Becomes a session on `there`, leaving what is here behind; where that is refused, `there` is given back.
    fn travel(
        &mut self,
        there: Option<Experiment>,
        leave: fn(&mut History, Experiment),
        give_back: fn(&mut History, Experiment),
    ) -> Result<(), Problem> {
        let Some(there) = there else { return Ok(()) };
        let here = self.experiment.clone();
        let mut history = take(&mut self.history);
        let went = self.follow(there.clone());
        match went {
            Ok(()) => leave(&mut history, here),
            Err(_) => give_back(&mut history, there),
        }
        self.history = History { begins: true, looks: false, ..history };
        went
    }
}
