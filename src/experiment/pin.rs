//! A run that is kept.

use serde::{Deserialize, Serialize};

use super::{Contender, Experiment};
use crate::linear::Vec2;

/// A run that is kept beside those of a contender, whatever becomes of the contender's settings.
///
/// It is made anew on the landscape, with the steps and the seed of the experiment as they stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// The index of the contender with which it is shown, from 0.
    pub of: usize,
    /// Where it starts, in domain units.
    pub start: Vec2,
    /// Who runs, at its own learning rate whatever the race's fairness.
    pub contender: Contender,
}

/// What stands for the first pin among the numbers by which an error names a contender: no experiment has as many.
pub(super) const FIRST: usize = 1_000_000;

/// How an error names contender `number` (from 0), or from [`FIRST`] on a pin.
pub(super) fn name(number: usize) -> String {
    match number.checked_sub(FIRST) {
        Some(pin) => format!("pins.{}", pin + 1),
        None => format!("contenders.{}", number + 1),
    }
}

impl Experiment {
    /// How many run: the contenders, and then the pins.
    pub fn entrants(&self) -> usize {
        self.contenders.len() + self.pins.len()
    }

    /// Entrant `index` in this order.
    pub fn entrant(&self, index: usize) -> &Contender {
        let pins = || &self.pins[index - self.contenders.len()].contender;
        self.contenders.get(index).unwrap_or_else(pins)
    }

    /// Where entrant `index` starts: a pin from one place only.
    pub fn starts_of(&self, index: usize) -> &[Vec2] {
        let pin = index.checked_sub(self.contenders.len());
        pin.map_or(&self.starts, |pin| std::slice::from_ref(&self.pins[pin].start))
    }

    /// The number by which an error names entrant `index`.
    pub(super) fn number(&self, index: usize) -> usize {
        index.checked_sub(self.contenders.len()).map_or(index, |pin| FIRST + pin)
    }

    /// How many places there are from which any of them starts.
    pub(super) fn places(&self) -> usize {
        self.starts.len() + self.pins.len()
    }

    /// Place `k`.
    pub(super) fn place(&self, k: usize) -> Vec2 {
        self.starts.get(k).copied().unwrap_or_else(|| self.pins[k - self.starts.len()].start)
    }

    /// How an error names place `k`.
    pub(super) fn place_name(&self, k: usize) -> String {
        match k.checked_sub(self.starts.len()) {
            Some(pin) => name(FIRST + pin),
            None => format!("starts.{}", k + 1),
        }
    }
}
