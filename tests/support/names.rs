//! Which optimizer, form and surface of ours an oracle's name means.
//!
//! A name that is neither in the table below nor on the list of what is not built yet fails the tests.

use serde_json::Value;
use steepest::landscape;
use steepest::parameter::{Given, Setting, Settings};

use super::oracle::Params;
use super::schedules::{self, Planned};

/// What the oracles have and this code has not, yet: names of optimizers, `optimizer.parameter` for a parameter that is
/// built only at its neutral value, `schedule:name`, and whole kinds of cases.
///
/// Each entry must be needed by the repository's own data, so that the list shrinks as things are built.
pub const NOT_BUILT: &[&str] = &[];

/// What a case asks for and the code does not have, by the names of [`NOT_BUILT`]; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotBuilt(pub Vec<String>);

/// Both of two things, or all that either of them lacks.
pub fn both<A, B>(a: Result<A, NotBuilt>, b: Result<B, NotBuilt>) -> Result<(A, B), NotBuilt> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(NotBuilt(a)), Err(NotBuilt(b))) => Err(NotBuilt([a, b].concat())),
        (Err(missing), Ok(_)) | (Ok(_), Err(missing)) => Err(missing),
    }
}

/// One reading of an oracle's optimizer.
struct Reading {
    /// The oracle's name.
    oracle: &'static str,
    /// Our key.
    ours: &'static str,
    /// Our forms that the name itself means, as (parameter, option).
    forms: &'static [(&'static str, &'static str)],
    /// Our numbers that the name itself means.
    constants: &'static [(&'static str, f64)],
    /// The oracle's numbers and ours; an item of a list is `name.index`.
    numbers: &'static [(&'static str, &'static str)],
    /// The oracle's numbers and switches, and ours, which have the same effect where they are absent or null.
    optional: &'static [(&'static str, &'static str)],
    /// Switches that must be true.
    on: &'static [&'static str],
    /// Parameters that must be absent, 0, false or null.
    neutral: &'static [&'static str],
    /// Parameters that have no effect beside the others.
    idle: &'static [&'static str],
    /// Parameters that must be the given word.
    words: &'static [(&'static str, &'static str)],
}

const fn reading(
    oracle: &'static str,
    ours: &'static str,
    numbers: &'static [(&'static str, &'static str)],
) -> Reading {
    Reading {
        oracle,
        ours,
        numbers,
        forms: &[],
        constants: &[],
        optional: &[],
        on: &[],
        neutral: &[],
        idle: &[],
        words: &[],
    }
}

impl Reading {
    const fn forms(self, forms: &'static [(&'static str, &'static str)]) -> Reading {
        Reading { forms, ..self }
    }

    const fn constants(self, constants: &'static [(&'static str, f64)]) -> Reading {
        Reading { constants, ..self }
    }

    const fn optional(self, optional: &'static [(&'static str, &'static str)]) -> Reading {
        Reading { optional, ..self }
    }

    const fn on(self, on: &'static [&'static str]) -> Reading {
        Reading { on, ..self }
    }

    const fn neutral(self, neutral: &'static [&'static str]) -> Reading {
        Reading { neutral, ..self }
    }

    const fn idle(self, idle: &'static [&'static str]) -> Reading {
        Reading { idle, ..self }
    }

    const fn words(self, words: &'static [(&'static str, &'static str)]) -> Reading {
        Reading { words, ..self }
    }
}

const BETAS: &[(&str, &str)] = &[("betas.0", "beta1"), ("betas.1", "beta2"), ("eps", "delta")];
const RHOS: &[(&str, &str)] = &[("rho1", "beta1"), ("rho2", "beta2"), ("delta", "delta")];
const KERAS_BETAS: &[(&str, &str)] = &[("beta_1", "beta1"), ("beta_2", "beta2"), ("epsilon", "delta")];
const DECAY: (&str, &str) = ("weight_decay", "weight_decay");
const EITHER_DECAY: &[(&str, &str)] = &[DECAY, ("decoupled_weight_decay", "decoupled")];
const LBFGS: &[(&str, &str)] = &[
    ("max_iter", "max_iter"),
    ("tolerance_grad", "tolerance_grad"),
    ("tolerance_change", "tolerance_change"),
    ("history_size", "history_size"),
];

/// Every reading; of several for one name, the first that fits a case counts.
const READINGS: &[Reading] = &[
    reading("textbook_sgd", "gradient_descent", &[]),
    reading("textbook_momentum", "momentum", &[("mu", "mu")]).forms(&[("form", "notes")]),
    reading("textbook_momentum_ema", "momentum", &[("beta", "mu")]).forms(&[("form", "averaged")]),
    reading("textbook_nesterov", "nesterov", &[("mu", "mu")]).forms(&[("form", "notes")]),
    reading("textbook_adagrad", "adagrad", &[("delta", "delta")]).forms(&[("place", "outside")]),
    reading("textbook_rmsprop_out", "rmsprop", &[("rho", "alpha"), ("delta", "delta")]).forms(&[("place", "outside")]),
    reading("textbook_rmsprop", "rmsprop", &[("rho", "alpha"), ("delta", "delta")]).forms(&[("place", "inside")]),
    reading("textbook_rmsprop_nesterov", "rmsprop", &[("rho", "alpha"), ("delta", "delta"), ("mu", "mu")])
        .forms(&[("place", "inside"), ("momentum_form", "nesterov")]),
    reading("textbook_adam", "adam", RHOS),
    reading("textbook_adam_nobias", "adam", RHOS).forms(&[("bias_correction", "off")]),
    reading("textbook_amsgrad", "adam", RHOS).forms(&[("amsgrad", "paper")]),
    reading("textbook_adamw_paper", "adamw", &[("rho1", "beta1"), ("rho2", "beta2"), ("delta", "delta"), DECAY])
        .forms(&[("form", "paper")]),
    reading("textbook_adamax", "adamax", &[("rho1", "beta1"), ("rho2", "beta2")]).constants(&[("delta", 0.0)]),
    reading("textbook_nadam", "nadam", RHOS).forms(&[("form", "constant")]),
    reading("textbook_adadelta", "adadelta", &[("rho", "rho"), ("delta", "delta")]),
    reading(
        "textbook_yogi_paper",
        "yogi",
        &[("rho1", "beta1"), ("rho2", "beta2"), ("delta", "delta"), ("v0", "initial")],
    )
    .forms(&[("form", "paper")]),
    reading("SGD", "gradient_descent", &[]).optional(&[DECAY]).neutral(&["momentum", "nesterov"]).idle(&["dampening"]),
    reading("SGD", "momentum", &[("momentum", "mu")])
        .forms(&[("form", "pytorch")])
        .optional(&[("dampening", "dampening"), DECAY])
        .neutral(&["nesterov"]),
    reading("SGD", "nesterov", &[("momentum", "mu")])
        .forms(&[("form", "pytorch")])
        .optional(&[DECAY])
        .on(&["nesterov"])
        .neutral(&["dampening"]),
    reading("Adagrad", "adagrad", &[("eps", "delta")]).optional(&[
        ("lr_decay", "rate_decay"),
        ("initial_accumulator_value", "initial"),
        DECAY,
    ]),
    reading("RMSprop", "rmsprop", &[("alpha", "alpha"), ("eps", "delta")])
        .forms(&[("momentum_form", "pytorch")])
        .optional(&[("momentum", "mu"), ("centered", "centered"), DECAY]),
    reading("Adam", "adam", BETAS).optional(&[DECAY]).neutral(&["amsgrad", "decoupled_weight_decay"]),
    reading("Adam", "adam", BETAS)
        .forms(&[("amsgrad", "pytorch")])
        .optional(&[DECAY])
        .on(&["amsgrad"])
        .neutral(&["decoupled_weight_decay"]),
    reading("AdamW", "adamw", &[("betas.0", "beta1"), ("betas.1", "beta2"), ("eps", "delta"), DECAY])
        .forms(&[("form", "pytorch")])
        .optional(&[("amsgrad", "amsgrad")]),
    reading("Adamax", "adamax", BETAS).optional(&[DECAY]),
    reading(
        "NAdam",
        "nadam",
        &[("betas.0", "beta1"), ("betas.1", "beta2"), ("eps", "delta"), ("momentum_decay", "momentum_decay")],
    )
    .forms(&[("form", "pytorch")])
    .optional(EITHER_DECAY),
    reading("RAdam", "radam", BETAS).optional(EITHER_DECAY),
    reading("Adadelta", "adadelta", &[("rho", "rho"), ("eps", "delta")]).optional(&[DECAY]),
    reading(
        "Rprop",
        "rprop",
        &[("etas.0", "eta_minus"), ("etas.1", "eta_plus"), ("step_sizes.0", "least"), ("step_sizes.1", "most")],
    ),
    reading("ASGD", "asgd", &[("lambd", "lambd"), ("alpha", "alpha"), ("t0", "t0")]).optional(&[DECAY]),
    reading("Lion", "lion", &[("b1", "beta1"), ("b2", "beta2"), DECAY]),
    reading("AdaBelief", "adabelief", &[("b1", "beta1"), ("b2", "beta2"), ("eps", "delta"), ("eps_root", "epsilon")]),
    reading(
        "Yogi",
        "yogi",
        &[("b1", "beta1"), ("b2", "beta2"), ("eps", "delta"), ("initial_accumulator_value", "initial")],
    )
    .forms(&[("form", "optax")]),
    reading("keras_SGD", "momentum", &[("momentum", "mu")]).forms(&[("form", "notes")]).neutral(&["nesterov"]),
    reading("keras_SGD", "nesterov", &[("momentum", "mu")]).forms(&[("form", "keras")]).on(&["nesterov"]),
    reading("keras_RMSprop", "rmsprop", &[("rho", "alpha"), ("epsilon", "delta")])
        .forms(&[("place", "inside"), ("momentum_form", "notes")])
        .optional(&[("momentum", "mu"), ("centered", "centered")]),
    reading("keras_Adagrad", "adagrad", &[("epsilon", "delta"), ("initial_accumulator_value", "initial")])
        .forms(&[("place", "inside")]),
    reading("keras_Adam", "adam", KERAS_BETAS).forms(&[("place", "hat")]).neutral(&["amsgrad"]),
    reading("keras_Adam", "adam", KERAS_BETAS).forms(&[("place", "hat"), ("amsgrad", "pytorch")]).on(&["amsgrad"]),
    reading("keras_Nadam", "nadam", KERAS_BETAS).forms(&[("form", "pytorch")]).constants(&[("momentum_decay", 1.0)]),
    reading("keras_Ftrl", "ftrl", &[("initial_accumulator_value", "initial"), ("learning_rate_power", "power")])
        .optional(&[
            ("beta", "beta"),
            ("l1_regularization_strength", "l1"),
            ("l2_regularization_strength", "l2"),
            ("l2_shrinkage_regularization_strength", "shrinkage"),
        ]),
    reading("LBFGS", "lbfgs", LBFGS)
        .forms(&[("line_search", "none")])
        .optional(&[("max_eval", "max_eval")])
        .neutral(&["line_search_fn"]),
    reading("LBFGS", "lbfgs", LBFGS)
        .forms(&[("line_search", "strong_wolfe")])
        .optional(&[("max_eval", "max_eval")])
        .words(&[("line_search_fn", "strong_wolfe")]),
];

/// An optimizer of ours as an oracle's case has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// Our key.
    pub optimizer: &'static str,
    /// Its settings.
    pub parameters: Given,
    /// The learning rate.
    pub rate: f64,
    /// Whether it climbs.
    pub maximize: bool,
}

/// What the oracle's optimizer `name` with `params` is called here.
pub fn optimizer(name: &str, params: &Params) -> Result<Named, NotBuilt> {
    let mut params: Vec<(String, Value)> = params.iter().flat_map(|(key, value)| flattened(key, value)).collect();
    let mut take = |wanted: &str| {
        let index = params.iter().position(|(key, _)| key == wanted)?;
        Some(params.swap_remove(index).1)
    };
    let Some(rate) = take("lr").as_ref().and_then(Value::as_f64) else {
        return Err(NotBuilt(vec![format!("{name} without lr")]));
    };
    let Some(maximize) = take("maximize").unwrap_or(Value::Bool(false)).as_bool() else {
        return Err(NotBuilt(vec![format!("{name}.maximize")]));
    };
    let readings = READINGS.iter().filter(|reading| reading.oracle == name);
    let best = readings.map(|reading| (reading, reading.misfits(&params))).min_by_key(|(_, misfits)| misfits.len());
    match best {
        None => Err(NotBuilt(vec![name.into()])),
        Some((reading, misfits)) if misfits.is_empty() => {
            Ok(Named { optimizer: reading.ours, parameters: reading.given(&params), rate, maximize })
        }
        Some((_, misfits)) => Err(NotBuilt(misfits.iter().map(|key| format!("{name}.{key}")).collect())),
    }
}

impl Reading {
    /// The parameters that this reading has no place for: unknown ones, neutral ones with a value, missing ones.
    fn misfits(&self, params: &[(String, Value)]) -> Vec<String> {
        let has = |list: &[(&str, &str)], key: &str| list.iter().any(|(theirs, _)| *theirs == key);
        let misfit = |(key, value): &(String, Value)| {
            let fits = has(self.numbers, key) && value.is_number()
                || has(self.optional, key) && (value.is_number() || value.is_boolean() || value.is_null())
                || self.on.contains(&key.as_str()) && *value == Value::Bool(true)
                || self.neutral.contains(&key.as_str()) && is_neutral(value)
                || self.idle.contains(&key.as_str())
                || self.words.iter().any(|(theirs, word)| theirs == key && value == word);
            (!fits).then(|| key.clone())
        };
        let named = self.numbers.iter().chain(self.words).map(|(theirs, _)| *theirs);
        let needed = named.chain(self.on.iter().copied());
        let missing = needed.filter(|theirs| params.iter().all(|(key, _)| key != theirs));
        params.iter().filter_map(misfit).chain(missing.map(String::from)).collect()
    }

    fn given(&self, params: &[(String, Value)]) -> Given {
        let setting = |theirs: &str| match &params.iter().find(|(key, _)| key == theirs)?.1 {
            Value::Bool(on) => Some(Setting::Choice(if *on { "on" } else { "off" }.into())),
            value => value.as_f64().map(Setting::Number),
        };
        let named = self.numbers.iter().chain(self.optional);
        let given = named.filter_map(|(theirs, ours)| Some((ours.to_string(), setting(theirs)?)));
        let constants = self.constants.iter().map(|(ours, value)| (ours.to_string(), Setting::Number(*value)));
        let forms = self.forms.iter().map(|(ours, option)| (ours.to_string(), Setting::Choice((*option).into())));
        given.chain(constants).chain(forms).collect()
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
    let Some(entry) = landscape::find(name) else {
        return Err(NotBuilt(vec![format!("surface:{name}")]));
    };
    let setting = |value: &Value| value.as_f64().map(Setting::Number);
    let unreadable = |key: &str| NotBuilt(vec![format!("surface:{name}.{key}")]);
    let given = params.iter().map(|(key, value)| Ok((key.clone(), setting(value).ok_or_else(|| unreadable(key))?)));
    let parameters = given.collect::<Result<Given, NotBuilt>>()?;
    let settings = Settings::resolve(name, entry.parameters, &parameters);
    settings.map(|settings| (entry, settings)).map_err(|problem| NotBuilt(vec![format!("surface:{name}: {problem}")]))
}
