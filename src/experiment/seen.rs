//! What each update of a contender sees: the landscape itself, batches of its data, or a noisy gradient.

use std::sync::Arc;

use super::{Experiment, Ground, pin};
use crate::data::{Batched, Batches, Sample};
use crate::noise::Noisy;
use crate::objective::Objective;
use crate::problem::Problem;
use crate::random::Stream;
use crate::words::text;

/// What each update of a contender sees.
pub enum Seen {
    /// The landscape itself.
    Exactly(Arc<dyn Objective>),
    /// A batch of the data at a time.
    InBatches(Batched),
    /// A noisy gradient.
    WithNoise(Noisy),
}

impl Seen {
    /// As an optimizer sees it.
    pub fn objective(&self) -> &dyn Objective {
        match self {
            Seen::Exactly(objective) => &**objective,
            Seen::InBatches(batched) => batched,
            Seen::WithNoise(noisy) => noisy,
        }
    }

    /// The batches of a loss over data; none on a surface.
    pub fn batches(&self) -> Option<&Batches> {
        match self {
            Seen::InBatches(batched) => Some(batched.batches()),
            Seen::Exactly(_) | Seen::WithNoise(_) => None,
        }
    }

    /// The number of updates that use as many data points as there are; 1 on a surface.
    pub fn per_epoch(&self) -> usize {
        self.batches().map_or(1, Batches::per_epoch)
    }

    /// Whether every update sees L and ∇L themselves: no part of the data, no noise.
    pub fn is_exact(&self) -> bool {
        match self {
            Seen::Exactly(_) => true,
            Seen::InBatches(batched) => !batched.is_sampled(),
            Seen::WithNoise(_) => false,
        }
    }
}

impl Experiment {
    /// What each update of entrant `index` sees in repetition `run` of the race.
    ///
    /// # Errors
    /// If the batch size is not between 1 and the number of training points, or a surface is to be seen in batches.
    pub fn seen(&self, ground: &Ground, index: usize, run: usize) -> Result<Seen, Problem> {
        let batching = self.entrant(index).batching;
        let owner = pin::name(self.number(index));
        // All that is random in a repetition is that of the seed, of the next seed, and so on.
        let chance = Stream::new(u64::from(self.seed) + run as u64);
        match (ground.sample().map(|sample| &**sample), batching.size) {
            (Some(Sample { loss, .. }), _) => {
                let batches = batching.batches(&owner, loss.count(), chance)?;
                Batched::new(loss.clone(), batches).map(Seen::InBatches)
            }
            (None, Some(size)) => {
                Err(Problem::new(&format!("{owner}.batch"), text!("all data, as a surface has none"), size))
            }
            (None, None) if self.noise > 0.0 => {
                let stream = chance.fork(u64::from(batching.stream));
                Ok(Seen::WithNoise(Noisy::new(ground.objective.clone(), self.noise, stream)))
            }
            (None, None) => Ok(Seen::Exactly(ground.objective.clone())),
        }
    }
}
