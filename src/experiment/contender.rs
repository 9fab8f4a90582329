//! One optimizer with all its settings.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Batching, MOST_STAGES, MOST_STEPS, pin};
use crate::data::{Batches, EachEpoch};
use crate::formula::RuleMistake;
use crate::optimizer::{self, OWN};
use crate::parameter::{Given, Parameter, Setting, Settings};
use crate::problem::Problem;
use crate::schedule::{self, Joint, Plan};
use crate::tempo::{Schedule, Tempo};
use crate::words::{say, text};

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
    /// The rule that the user has typed, where `optimizer` says so and it is not the one to begin with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
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
            rule: None,
            maximize: false,
            schedule: Vec::new(),
            counts_epochs: false,
            batching: Batching::default(),
        }
    }

    /// The schedules of the plan and their settings, checked; `index` names the contender in an error, from 0.
    pub fn resolve_schedule(&self, index: usize) -> Result<Vec<(&'static schedule::Entry, Settings)>, Problem> {
        let owner = format!("{}.schedule", pin::name(index));
        if self.schedule.len() > MOST_STAGES {
            return Err(Problem::new(
                &owner,
                say!("at most {most} schedules in a row", most = MOST_STAGES),
                self.schedule.len(),
            ));
        }
        let mut from = 0;
        let stages = self.schedule.iter().enumerate().map(|(k, stage)| {
            let owner = format!("{owner}.{}", k + 1);
            let entry = schedule::find(&stage.schedule).ok_or_else(|| {
                let keys: Vec<_> = schedule::ALL.iter().map(|entry| entry.key).collect();
                Problem::new(&owner, say!("one of {keys}", keys = keys.join(", ")), &stage.schedule)
            })?;
            if let Some(after) = stage.after {
                let field = format!("{owner}.after");
                if k == 0 {
                    return Err(Problem::new(&field, text!("no step for the first schedule"), after));
                }
                if !(from < after && after <= MOST_STEPS) {
                    return Err(Problem::new(
                        &field,
                        say!("a whole number from {least} to {most}", least = from + 1, most = MOST_STEPS),
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
        let owner = pin::name(index);
        let (entry, parameters) = self.parameters(index)?;
        optimizer::RATE.check(&format!("{owner}.rate"), &Setting::Number(self.rate))?;
        let settings = Settings::resolve(&owner, &parameters, &self.parameters)?;
        if entry.key == OWN.key {
            return Ok((entry, settings.with(optimizer::TEXT, Setting::Choice(self.spelled().into()))));
        }
        Ok((entry, settings))
    }

    /// The optimizer's description and the hyper-parameters that it has; `index` names the contender in an error, from
    /// 0.
    pub fn parameters(&self, index: usize) -> Result<(&'static optimizer::Entry, Cow<'static, [Parameter]>), Problem> {
        let owner = pin::name(index);
        let field = format!("{owner}.rule");
        if self.optimizer == OWN.key {
            return Ok((&OWN, Cow::Owned(typed_parameters(&field, self.spelled())?)));
        }
        let entry = optimizer::find(&self.optimizer).ok_or_else(|| {
            let keys: Vec<_> = optimizer::ALL.iter().map(|entry| entry.key).chain([OWN.key]).collect();
            Problem::new(&format!("{owner}.optimizer"), say!("one of {keys}", keys = keys.join(", ")), &self.optimizer)
        })?;
        if self.rule.is_some() {
            return Err(Problem::new(&field, say!("none, since the optimizer is {key}", key = entry.key), say!("one")));
        }
        Ok((entry, Cow::Borrowed(entry.parameters)))
    }

    /// The same contender with another rule, of which nothing is kept where it is the one to begin with.
    pub fn with_rule(self, text: &str) -> Self {
        Contender { rule: (text != optimizer::FIRST).then(|| text.into()), ..self }
    }

    /// The typed rule, or the one to begin with.
    fn spelled(&self) -> &str {
        self.rule.as_deref().unwrap_or(optimizer::FIRST)
    }
}

/// What a contender's own fields and the parts of a link are called: a parameter of this name could not be told from
/// them.
const TAKEN: [&str; 11] =
    ["rate", "maximize", "after", "batch", "order", "stream", "counts", "optimizer", "way", "schedule", "rule"];

/// The parameters of the rule that `text` spells, checked.
fn typed_parameters(field: &str, text: &str) -> Result<Vec<Parameter>, Problem> {
    let parameters = optimizer::parameters(text).map_err(|RuleMistake { line, mistake }| {
        let field = say!("{field}, line {line}", field, line);
        Problem::new(
            &field,
            say!("{wanted} at column {column}", wanted = mistake.wanted, column = mistake.column),
            &mistake.given,
        )
    })?;
    if let Some(parameter) = parameters.iter().find(|parameter| TAKEN.contains(&parameter.key)) {
        let wanted = text!("parameters with other names than a contender's settings, as η is lr");
        return Err(Problem::new(field, wanted, parameter.key));
    }
    if parameters.len() > optimizer::MOST_PARAMETERS {
        let wanted = say!("a rule with at most {most} parameters", most = optimizer::MOST_PARAMETERS);
        return Err(Problem::new(field, wanted, parameters.len()));
    }
    Ok(parameters)
}
