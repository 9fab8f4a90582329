//! How an experiment is looked at: what a link restores beside the runs.

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::words::say;

/// What can be switched on, as links say it: the last four are what the chart shows instead of the loss.
pub const SIGHTS: [&str; 10] = [
    "overlay",
    "arrows",
    "definiteness",
    "linear",
    "inside",
    "relief",
    "epoch_loss",
    "batch_loss",
    "held_loss",
    "rate",
];

/// Where the playhead stands and what is switched on; no run depends on it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// Where the playhead stands, in updates of who makes the most; without, the race plays from its start.
    #[serde(default)]
    pub at: Option<usize>,
    /// What is switched on, of [`SIGHTS`] and in that order.
    #[serde(default)]
    pub see: Vec<String>,
}

impl Look {
    /// With the playhead at `at`, and switched on what of `words` there is.
    pub fn new<'a>(at: Option<usize>, words: impl Iterator<Item = &'a str> + Clone) -> Self {
        let see = SIGHTS.iter().filter(|sight| words.clone().any(|word| word == **sight));
        Look { at, see: see.map(|sight| (*sight).into()).collect() }
    }

    /// Whether nothing is to be said of it.
    pub fn is_plain(&self) -> bool {
        self.at.is_none() && self.see.is_empty()
    }

    /// What the words of a link's part switch on.
    pub(super) fn sights(text: &str) -> Result<Vec<String>, Problem> {
        match text.split(',').find(|word| !SIGHTS.contains(word)) {
            None => Ok(Look::new(None, text.split(',')).see),
            Some(word) => Err(Problem::new("see", say!("words of {sights}", sights = SIGHTS.join(", ")), word)),
        }
    }
}
