//! Which optimizer, form and surface of ours an oracle's name means.
//!
//! A name that is neither in the table below nor on the list of what is not built yet fails the tests.

use serde_json::Value;
use steepest::experiment::Landscape;
use steepest::landscape;
use steepest::parameter::{Given, Setting, Settings};

use super::oracle::Params;
use super::schedules::{self, Planned};

/// What the oracles have and this code has not, yet: names of optimizers, `optimizer.parameter` for a parameter that is
/// built only at its neutral value, `schedule:name`, and whole kinds of cases.
///
/// Each entry must be needed by the repository's own data, so that the list shrinks as things are built.
pub const NOT_BUILT: &[&str] = &[
    "ASGD",
    "AdaBelief",
    "Adadelta",
    "Adagrad.initial_accumulator_value",
    "Adagrad.lr_decay",
    "Adagrad.weight_decay",
    "Adam.amsgrad",
    "Adam.weight_decay",
    "AdamW",
    "Adamax",
    "LBFGS",
    "Lion",
    "NAdam",
    "RAdam",
    "RMSprop.centered",
    "RMSprop.momentum",
    "RMSprop.weight_decay",
    "Rprop",
    "SGD.dampening",
    "SGD.nesterov",
    "SGD.weight_decay",
    "Yogi",
    "keras_Adagrad",
    "keras_Adam",
    "keras_Ftrl",
    "keras_Nadam",
    "keras_RMSprop",
    "keras_SGD.nesterov",
    "kind:finite sum",
    "textbook_adadelta",
    "textbook_adamax",
    "textbook_adamw_paper",
    "textbook_amsgrad",
    "textbook_nadam",
    "textbook_rmsprop",
    "textbook_rmsprop_nesterov",
    "textbook_yogi_paper",
];

/// What a case asks for and the code does not have, by the names of [`NOT_BUILT`]; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotBuilt(pub Vec<String>);

/// One reading of an oracle's optimizer.
struct Reading {
    /// The oracle's name.
    oracle: &'static str,
    /// Our key.
    ours: &'static str,
    /// Our form, as (parameter, option).
    form: Option<(&'static str, &'static str)>,
    /// The oracle's numbers and ours; an item of a list is `name.index`.
    numbers: &'static [(&'static str, &'static str)],
    /// Parameters that must be absent, 0, false or null.
    neutral: &'static [&'static str],
}

const fn reading(
    oracle: &'static str,
    ours: &'static str,
    numbers: &'static [(&'static str, &'static str)],
) -> Reading {
    Reading { oracle, ours, form: None, numbers, neutral: &[] }
}

impl Reading {
    const fn form(self, parameter: &'static str, option: &'static str) -> Reading {
        Reading { form: Some((parameter, option)), ..self }
    }

    const fn neutral(self, neutral: &'static [&'static str]) -> Reading {
        Reading { neutral, ..self }
    }
}

/// Every reading; of several for one name, the first that fits a case counts.
const READINGS: &[Reading] = &[
    reading("textbook_sgd", "gradient_descent", &[]),
    reading("textbook_momentum", "momentum", &[("mu", "mu")]).form("form", "notes"),
    reading("textbook_momentum_ema", "momentum", &[("beta", "mu")]).form("form", "averaged"),
    reading("textbook_nesterov", "nesterov", &[("mu", "mu")]),
    reading("textbook_adagrad", "adagrad", &[("delta", "delta")]),
    reading("textbook_rmsprop_out", "rmsprop", &[("rho", "alpha"), ("delta", "delta")]),
    reading("textbook_adam", "adam", &[("rho1", "beta1"), ("rho2", "beta2"), ("delta", "delta")])
        .form("bias_correction", "on"),
    reading("textbook_adam_nobias", "adam", &[("rho1", "beta1"), ("rho2", "beta2"), ("delta", "delta")])
        .form("bias_correction", "off"),
    reading("SGD", "gradient_descent", &[]).neutral(&["momentum", "dampening", "weight_decay", "nesterov", "maximize"]),
    reading("SGD", "momentum", &[("momentum", "mu")]).form("form", "pytorch").neutral(&[
        "dampening",
        "weight_decay",
        "nesterov",
        "maximize",
    ]),
    reading("Adagrad", "adagrad", &[("eps", "delta")]).neutral(&[
        "lr_decay",
        "weight_decay",
        "initial_accumulator_value",
        "maximize",
    ]),
    reading("RMSprop", "rmsprop", &[("alpha", "alpha"), ("eps", "delta")]).neutral(&[
        "centered",
        "momentum",
        "weight_decay",
        "maximize",
    ]),
    reading("Adam", "adam", &[("betas.0", "beta1"), ("betas.1", "beta2"), ("eps", "delta")])
        .form("bias_correction", "on")
        .neutral(&["amsgrad", "weight_decay", "maximize"]),
    reading("keras_SGD", "momentum", &[("momentum", "mu")]).form("form", "notes").neutral(&["nesterov"]),
];

/// The key of our optimizer, its settings and the learning rate that the oracle's `name` with `params` means.
pub fn optimizer(name: &str, params: &Params) -> Result<(&'static str, Given, f64), NotBuilt> {
    let mut params: Vec<(String, Value)> = params.iter().flat_map(|(key, value)| flattened(key, value)).collect();
    let rate = params.iter().position(|(key, _)| key == "lr").map(|index| params.swap_remove(index).1);
    let Some(rate) = rate.as_ref().and_then(Value::as_f64) else {
        return Err(NotBuilt(vec![format!("{name} without lr")]));
    };
    let readings = READINGS.iter().filter(|reading| reading.oracle == name);
    let best = readings.map(|reading| (reading, reading.misfits(&params))).min_by_key(|(_, misfits)| misfits.len());
    match best {
        None => Err(NotBuilt(vec![name.into()])),
        Some((reading, misfits)) if misfits.is_empty() => Ok((reading.ours, reading.given(&params), rate)),
        Some((_, misfits)) => Err(NotBuilt(misfits.iter().map(|key| format!("{name}.{key}")).collect())),
    }
}

impl Reading {
    /// The parameters that this reading has no place for: unknown ones, neutral ones with a value, missing numbers.
    fn misfits(&self, params: &[(String, Value)]) -> Vec<String> {
        let misfit = |(key, value): &(String, Value)| {
            let number = self.numbers.iter().any(|(theirs, _)| theirs == key);
            let neutral = self.neutral.contains(&key.as_str());
            let fits = number && value.is_number() || neutral && is_neutral(value);
            (!fits).then(|| key.clone())
        };
        let missing = self.numbers.iter().filter(|(theirs, _)| params.iter().all(|(key, _)| key != theirs));
        params.iter().filter_map(misfit).chain(missing.map(|(theirs, _)| theirs.to_string())).collect()
    }

    fn given(&self, params: &[(String, Value)]) -> Given {
        let number = |theirs: &str| params.iter().find(|(key, _)| key == theirs).and_then(|(_, value)| value.as_f64());
        let numbers =
            self.numbers.iter().filter_map(|(theirs, ours)| Some((ours.to_string(), Setting::Number(number(theirs)?))));
        let form = self.form.map(|(parameter, option)| (parameter.into(), Setting::Choice(option.into())));
        numbers.chain(form).collect()
    }
}

fn flattened(key: &str, value: &Value) -> Vec<(String, Value)> {
    match value {
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, item)| (format!("{key}.{index}"), item.clone())).collect()
        }
        _ => vec![(key.into(), value.clone())],
    }
}

fn is_neutral(value: &Value) -> bool {
    matches!(value, Value::Null | Value::Bool(false)) || value.as_f64() == Some(0.0)
}

/// The schedule of a case.
pub fn schedule(schedule: &Value) -> Result<Planned, NotBuilt> {
    match schedule {
        Value::Null => Ok(Planned { stages: Vec::new(), rate: None }),
        _ => schedules::plan(schedule["name"].as_str().unwrap_or("?"), &schedule["params"]),
    }
}

/// Our surface with the oracle's parameters, whose spelling is ours.
pub fn surface(name: &str, params: &Params) -> Result<(&'static landscape::Entry, Settings), NotBuilt> {
    if landscape::find(name).is_none() {
        return Err(NotBuilt(vec![format!("surface:{name}")]));
    }
    let setting = |value: &Value| value.as_f64().map(Setting::Number);
    let unreadable = |key: &str| NotBuilt(vec![format!("surface:{name}.{key}")]);
    let given = params.iter().map(|(key, value)| Ok((key.clone(), setting(value).ok_or_else(|| unreadable(key))?)));
    let parameters = given.collect::<Result<Given, NotBuilt>>()?;
    let resolved = Landscape { surface: name.into(), parameters }.resolve();
    resolved.map_err(|problem| NotBuilt(vec![format!("surface:{name}: {problem}")]))
}
