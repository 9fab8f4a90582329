//! One optimizer with all its settings.

use serde::{Deserialize, Serialize};

use super::{Batching, MOST_STAGES, MOST_STEPS};
use crate::data::{Batches, EachEpoch};
use crate::optimizer;
use crate::parameter::{Given, Setting, Settings};
use crate::problem::Problem;
use crate::schedule::{self, Joint, Plan};
use crate::tempo::{Schedule, Tempo};

/// An optimizer with all its settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contender {
    /// The optimizer's key.
    pub optimizer: String,
    /// The learning rate η.
    pub rate: f64,
    /// Its hyper-parameters, where they differ from the defaults.
    #[serde(default)]
    pub parameters: Given,
    /// Whether it climbs: every gradient is negated.
    #[serde(default)]
    pub maximize: bool,
    /// How its learning rate changes; constant without any.
    #[serde(default)]
    pub schedule: Vec<Stage>,
    /// Whether its schedules count epochs rather than updates.
    #[serde(default)]
    pub counts_epochs: bool,
    /// Which data points each update sees, of a loss over data.
    #[serde(default)]
    pub batching: Batching,
}

/// A schedule as part of a contender's plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// The schedule's key.
    pub schedule: String,
    /// Its parameters, where they differ from the defaults.
    #[serde(default)]
    pub parameters: Given,
    /// The step from which it takes over; without, and not the first, it multiplies what those before it give.
    #[serde(default)]
    pub after: Option<usize>,
}

impl Contender {
    /// The contender `optimizer` with its defaults and the given learning rate.
    pub fn new(optimizer: &str, rate: f64) -> Self {
        Contender {
            optimizer: optimizer.into(),
            rate,
            parameters: Given::new(),
            maximize: false,
            schedule: Vec::new(),
            counts_epochs: false,
            batching: Batching::default(),
        }
    }

    /// The schedules of the plan and their settings, checked; `index` names the contender in an error, from 0.
    pub fn resolve_schedule(&self, index: usize) -> Result<Vec<(&'static schedule::Entry, Settings)>, Problem> {
        let owner = format!("contenders.{}.schedule", index + 1);
        if self.schedule.len() > MOST_STAGES {
            return Err(Problem::new(&owner, format!("at most {MOST_STAGES} schedules in a row"), self.schedule.len()));
        }
        let mut from = 0;
        let stages = self.schedule.iter().enumerate().map(|(k, stage)| {
            let owner = format!("{owner}.{}", k + 1);
            let entry = schedule::find(&stage.schedule).ok_or_else(|| {
                let keys: Vec<_> = schedule::ALL.iter().map(|entry| entry.key).collect();
                Problem::new(&owner, format!("one of {}", keys.join(", ")), &stage.schedule)
            })?;
            if let Some(after) = stage.after {
                let field = format!("{owner}.after");
                if k == 0 {
                    return Err(Problem::new(&field, "no step for the first schedule", after));
                }
                if !(from < after && after <= MOST_STEPS) {
                    return Err(Problem::new(
                        &field,
                        format!("a whole number from {} to {MOST_STEPS}", from + 1),
                        after,
                    ));
                }
                from = after;
            }
            Ok((entry, Settings::resolve(&owner, entry.parameters, &stage.parameters)?))
        });
        stages.collect()
    }

    /// The pace of a run at the learning rate `rate`, with the settings that [`Contender::resolve_schedule`] gave; the
    /// `batches` are those of a loss over data, of which a schedule may count the epochs.
    pub fn tempo(
        &self,
        rate: f64,
        stages: &[(&'static schedule::Entry, Settings)],
        batches: Option<&Batches>,
    ) -> Tempo {
        let mut built = stages.iter().map(|(entry, settings)| (entry.build)(settings));
        let Some(first) = built.next() else { return Tempo::Constant(rate) };
        let joints = self.schedule.iter().skip(1).map(|stage| stage.after.map_or(Joint::Times, Joint::After));
        let plan = joints.zip(built).fold(Plan::new(first), |plan, (joint, schedule)| plan.and(joint, schedule));
        let plan: Box<dyn Schedule> = Box::new(plan);
        let schedule = match batches {
            Some(batches) if self.counts_epochs => Box::new(EachEpoch::new(batches, plan)),
            _ => plan,
        };
        Tempo::Scheduled { base: rate, schedule }
    }

    /// The optimizer's description and its settings, checked; `index` names the contender in an error, from 0.
    pub fn resolve(&self, index: usize) -> Result<(&'static optimizer::Entry, Settings), Problem> {
        let owner = format!("contenders.{}", index + 1);
        let entry = optimizer::find(&self.optimizer).ok_or_else(|| {
            let keys: Vec<_> = optimizer::ALL.iter().map(|entry| entry.key).collect();
            Problem::new(&format!("{owner}.optimizer"), format!("one of {}", keys.join(", ")), &self.optimizer)
        })?;
        optimizer::RATE.check(&format!("{owner}.rate"), &Setting::Number(self.rate))?;
        Ok((entry, Settings::resolve(&owner, entry.parameters, &self.parameters)?))
    }
}
