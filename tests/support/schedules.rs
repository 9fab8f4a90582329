//! Which of our schedules an oracle's schedule means.

use serde_json::Value;
use steepest::experiment::Stage;
use steepest::parameter::{Given, Setting};

use super::names::NotBuilt;

/// A plan of ours, and the learning rate that it starts from where the oracle's schedule names its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The schedules in a row; none for a constant rate.
    pub stages: Vec<Stage>,
    /// The learning rate in place of the optimizer's.
    pub rate: Option<f64>,
}

/// One reading of an oracle's schedule.
struct Reading {
    /// The oracle's name.
    oracle: &'static str,
    /// Our key.
    ours: &'static str,
    /// The oracle's numbers and ours.
    numbers: &'static [(&'static str, &'static str)],
}

/// Every reading.
const READINGS: &[Reading] = &[
    Reading { oracle: "StepLR", ours: "step", numbers: &[("step_size", "step_size"), ("gamma", "gamma")] },
    Reading { oracle: "ExponentialLR", ours: "exponential", numbers: &[("gamma", "gamma")] },
];

/// The plan that the oracle's schedule `name` with `params` means.
pub fn plan(name: &str, params: &Value) -> Result<Planned, NotBuilt> {
    let missing = || NotBuilt(vec![format!("schedule:{name}")]);
    let reading = READINGS.iter().find(|reading| reading.oracle == name).ok_or_else(missing)?;
    let params = params.as_object().ok_or_else(missing)?;
    let known = |key: &String| reading.numbers.iter().any(|(theirs, _)| theirs == key);
    if let Some(key) = params.keys().find(|key| !known(key)) {
        return Err(NotBuilt(vec![format!("schedule:{name}.{key}")]));
    }
    let number = |(theirs, ours): &(&str, &str)| {
        let value = params.get(*theirs).and_then(Value::as_f64).ok_or_else(missing)?;
        Ok((ours.to_string(), Setting::Number(value)))
    };
    let parameters = reading.numbers.iter().map(number).collect::<Result<Given, NotBuilt>>()?;
    let stage = Stage { schedule: reading.ours.into(), parameters, after: None };
    Ok(Planned { stages: vec![stage], rate: None })
}
