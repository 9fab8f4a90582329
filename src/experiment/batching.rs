//! Which data points each update of a contender sees.

use serde::{Deserialize, Serialize};

use crate::data;
use crate::parameter::{Choice, Parameter};
use crate::problem::Problem;
use crate::random::Stream;
use crate::words::text;

/// How a contender goes through the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Batching {
    /// The number B of data points in an update: 1 for one at a time; none for all of them.
    #[serde(default)]
    pub size: Option<usize>,
    /// In which order.
    #[serde(default)]
    pub order: Order,
    /// 0 for the sequence that contenders share, another number for a sequence of its own.
    ///
    /// A number and not the contender's place, so that whoever comes or goes, the others see the same batches.
    #[serde(default)]
    pub stream: u32,
}

/// In which order an epoch goes through the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// A new random order in each epoch.
    #[default]
    Shuffled,
    /// As the data stand.
    Sequential,
    /// Each point drawn from all of them, whatever came before.
    Replaced,
}

/// The batch size of a contender; left out, every update sees all data.
pub const BATCH: Parameter =
    Parameter::whole("batch", "B", text!("batch size"), 1.0, [1.0, 1_000.0, data::MOST_POINTS as f64]);

/// The order of a contender's batches.
pub const ORDER: Parameter = Parameter::choice(
    "order",
    text!("order"),
    &[
        Choice { key: Order::Shuffled.key(), name: text!("shuffled each epoch"), rule: "" },
        Choice { key: Order::Sequential.key(), name: text!("in order"), rule: "" },
        Choice { key: Order::Replaced.key(), name: text!("drawn with replacement"), rule: "" },
    ],
);

/// The number of a contender's random sequence.
pub const STREAM: Parameter = Parameter::whole("stream", "", text!("sequence"), 0.0, [0.0, 12.0, u32::MAX as f64]);

/// What a contender's schedules count.
pub const COUNTS: Parameter = Parameter::choice(
    "counts",
    text!("schedule counts"),
    &[
        Choice { key: "steps", name: text!("steps"), rule: "" },
        Choice { key: "epochs", name: text!("epochs"), rule: "" },
    ],
);

impl Order {
    /// The order's key.
    pub const fn key(self) -> &'static str {
        match self {
            Order::Shuffled => "shuffled",
            Order::Sequential => "sequential",
            Order::Replaced => "replaced",
        }
    }

    /// The order called `key`.
    pub fn of(key: &str) -> Option<Order> {
        [Order::Shuffled, Order::Sequential, Order::Replaced].into_iter().find(|order| order.key() == key)
    }
}

impl Batching {
    /// Whether the batches are random.
    pub fn is_random(self) -> bool {
        self.size.is_some() && self.order != Order::Sequential
    }

    /// The batches of `count` data points in the repetition `chance` of a race; `owner` names the contender in an
    /// error.
    ///
    /// # Errors
    /// If the batch size is not between 1 and `count`.
    pub fn batches(self, owner: &str, count: usize, chance: Stream) -> Result<data::Batches, Problem> {
        let Some(size) = self.size else { return data::Batches::full(count) };
        let seed = chance.fork(u64::from(self.stream)).bits(0);
        let order = match self.order {
            Order::Shuffled => data::Order::Shuffled { seed },
            Order::Sequential => data::Order::Sequential,
            Order::Replaced => data::Order::Replaced { seed },
        };
        let named =
            |problem: Problem| Problem::new(&format!("{owner}.{}", problem.field), problem.wanted, problem.given);
        data::Batches::new(count, size, order).map_err(named)
    }
}
