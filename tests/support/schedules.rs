//! Which of our schedules an oracle's schedule means.

use serde_json::{Map, Value};
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
    /// What each of the oracle's parameters means.
    items: &'static [Item],
}

/// What a parameter of an oracle's schedule means; its name comes first, ours second.
enum Item {
    /// A number, with PyTorch's default if it has one.
    Number(&'static str, &'static str, Option<f64>),
    /// A number; null or nothing is the same as another parameter of the oracle's.
    As(&'static str, &'static str, &'static str),
    /// Whole numbers.
    List(&'static str, &'static str),
    /// A form: the oracle's values and ours; the first is meant where there is none.
    Form(&'static str, &'static str, &'static [(&'static str, &'static str)]),
    /// Must have this value or be absent.
    Only(&'static str, &'static str),
    /// Must have this value.
    Is(&'static str, &'static str),
    /// The learning rate that the plan starts from.
    Rate(&'static str),
    /// A rate, as a multiple of that.
    Multiple(&'static str, &'static str, &'static str),
}

use Item::{As, Form, Is, List, Multiple, Number, Only, Rate};

/// Off if it is absent: the oracles' momentum does not move unless they say so.
const SWITCH: &[(&str, &str)] = &[("false", "off"), ("true", "on")];

/// The momentum's part in two schedules.
const fn momentum(key: &'static str, default: f64) -> Item {
    Number(key, key, Some(default))
}

/// Every reading; of several for one name, the first that fits counts.
const READINGS: &[Reading] = &[
    Reading {
        oracle: "StepLR",
        ours: "step",
        items: &[Number("step_size", "step_size", None), Number("gamma", "gamma", Some(0.1))],
    },
    Reading {
        oracle: "MultiStepLR",
        ours: "multi_step",
        items: &[List("milestones", "milestones"), Number("gamma", "gamma", Some(0.1))],
    },
    Reading { oracle: "ExponentialLR", ours: "exponential", items: &[Number("gamma", "gamma", None)] },
    Reading {
        oracle: "ConstantLR",
        ours: "constant_factor",
        items: &[Number("factor", "factor", Some(1.0 / 3.0)), Number("total_iters", "total_iters", Some(5.0))],
    },
    Reading {
        oracle: "LinearLR",
        ours: "linear",
        items: &[
            Number("start_factor", "start_factor", Some(1.0 / 3.0)),
            Number("end_factor", "end_factor", Some(1.0)),
            Number("total_iters", "total_iters", Some(5.0)),
        ],
    },
    Reading {
        oracle: "PolynomialLR",
        ours: "polynomial",
        items: &[Number("total_iters", "total_iters", Some(5.0)), Number("power", "power", Some(1.0))],
    },
    Reading {
        oracle: "CosineAnnealingLR",
        ours: "cosine",
        items: &[Number("T_max", "T_max", None), Number("eta_min", "eta_min", Some(0.0))],
    },
    Reading {
        oracle: "CosineAnnealingWarmRestarts",
        ours: "cosine_restarts",
        items: &[
            Number("T_0", "T_0", None),
            Number("T_mult", "T_mult", Some(1.0)),
            Number("eta_min", "eta_min", Some(0.0)),
        ],
    },
    Reading {
        oracle: "OneCycleLR",
        ours: "one_cycle",
        items: &[
            Rate("max_lr"),
            Number("total_steps", "total_steps", None),
            Number("pct_start", "pct_start", Some(0.3)),
            Form("anneal_strategy", "anneal_strategy", &[("cos", "cos"), ("linear", "linear")]),
            Number("div_factor", "div_factor", Some(25.0)),
            Number("final_div_factor", "final_div_factor", Some(1e4)),
            Form("three_phase", "three_phase", SWITCH),
            Form("cycle_momentum", "cycle_momentum", SWITCH),
            momentum("base_momentum", 0.85),
            momentum("max_momentum", 0.95),
        ],
    },
    Reading {
        oracle: "CyclicLR",
        ours: "cyclic",
        items: &[
            Rate("base_lr"),
            Multiple("max_lr", "max_factor", "base_lr"),
            Number("step_size_up", "step_size_up", Some(2000.0)),
            As("step_size_down", "step_size_down", "step_size_up"),
            Form(
                "mode",
                "mode",
                &[("triangular", "triangular"), ("triangular2", "triangular2"), ("exp_range", "exp_range")],
            ),
            Number("gamma", "gamma", Some(1.0)),
            Form("cycle_momentum", "cycle_momentum", SWITCH),
            momentum("base_momentum", 0.8),
            momentum("max_momentum", 0.9),
        ],
    },
    Reading { oracle: "LambdaLR", ours: "inverse_time", items: &[Is("form", "1/(1+k*t)"), Number("k", "k", None)] },
    Reading {
        oracle: "LambdaLR",
        ours: "inverse_square_root",
        items: &[Is("form", "1/sqrt(1+k*t)"), Number("k", "k", None)],
    },
    Reading {
        oracle: "LambdaLR",
        ours: "linear_decay",
        items: &[Is("form", "goodfellow_linear"), Number("tau", "tau", None), Number("end_ratio", "end_ratio", None)],
    },
    Reading { oracle: "LambdaLR", ours: "noam", items: &[Is("form", "noam"), Number("warmup", "warmup", None)] },
    Reading {
        oracle: "ReduceLROnPlateau",
        ours: "plateau",
        items: &[
            Only("mode", "min"),
            Number("factor", "factor", Some(0.1)),
            Number("patience", "patience", Some(10.0)),
            Number("threshold", "threshold", Some(1e-4)),
            Form("threshold_mode", "threshold_mode", &[("rel", "rel"), ("abs", "abs")]),
            Number("cooldown", "cooldown", Some(0.0)),
            Number("min_lr", "min_lr", Some(0.0)),
            Number("eps", "eps", Some(1e-8)),
        ],
    },
];

/// Members of a chain that multiply the rate they find; the others would overwrite it in PyTorch.
const FACTORS: &[&str] =
    &["StepLR", "MultiStepLR", "ExponentialLR", "ConstantLR", "LinearLR", "PolynomialLR", "CosineAnnealingLR"];

/// The plan that the oracle's schedule `name` with `params` means.
pub fn plan(name: &str, params: &Value) -> Result<Planned, NotBuilt> {
    match name {
        "SequentialLR" => sequential(params),
        "ChainedScheduler" => chained(params),
        _ => single(name, params),
    }
}

fn refused(what: &str) -> NotBuilt {
    NotBuilt(vec![format!("schedule:{what}")])
}

fn single(name: &str, params: &Value) -> Result<Planned, NotBuilt> {
    let params = params.as_object().ok_or_else(|| refused(name))?;
    let readings = READINGS.iter().filter(|reading| reading.oracle == name);
    let mut problem = refused(name);
    for reading in readings {
        match reading.read(params) {
            Ok(planned) => return Ok(planned),
            Err(parameter) => problem = refused(&format!("{name}.{parameter}")),
        }
    }
    Err(problem)
}

/// The members of a schedule of schedules; none of them may name its own learning rate.
fn members(owner: &str, params: &Value) -> Result<Vec<(String, Stage)>, NotBuilt> {
    let members = params["schedulers"].as_array().ok_or_else(|| refused(owner))?;
    let read = |member: &Value| {
        let name = member["name"].as_str().unwrap_or("?");
        let Planned { mut stages, rate } = single(name, &member["params"])?;
        match (stages.pop(), rate) {
            (Some(stage), None) => Ok((name.to_string(), stage)),
            _ => Err(refused(&format!("{owner} of {name}"))),
        }
    };
    members.iter().map(read).collect()
}

fn sequential(params: &Value) -> Result<Planned, NotBuilt> {
    let mut members = members("SequentialLR", params)?;
    let milestones = params["milestones"].as_array().ok_or_else(|| refused("SequentialLR"))?;
    if milestones.len() + 1 != members.len() {
        return Err(refused("SequentialLR.milestones"));
    }
    for ((_, stage), milestone) in members.iter_mut().skip(1).zip(milestones) {
        let after = milestone.as_u64().ok_or_else(|| refused("SequentialLR.milestones"))?;
        stage.after = Some(after as usize);
    }
    Ok(Planned { stages: members.into_iter().map(|(_, stage)| stage).collect(), rate: None })
}

fn chained(params: &Value) -> Result<Planned, NotBuilt> {
    let members = members("ChainedScheduler", params)?;
    if let Some((name, _)) = members.iter().find(|(name, _)| !FACTORS.contains(&name.as_str())) {
        return Err(refused(&format!("ChainedScheduler of {name}")));
    }
    Ok(Planned { stages: members.into_iter().map(|(_, stage)| stage).collect(), rate: None })
}

impl Reading {
    /// The plan, or the parameter that this reading has no place for.
    fn read(&self, params: &Map<String, Value>) -> Result<Planned, String> {
        if let Some(key) = params.keys().find(|key| self.items.iter().all(|item| item.theirs() != key.as_str())) {
            return Err(key.clone());
        }
        let (mut parameters, mut rate) = (Given::new(), None);
        for item in self.items {
            let theirs = item.theirs();
            let value = params.get(theirs).filter(|value| !value.is_null());
            let missing = || theirs.to_string();
            let number = |value: Option<&Value>| value.and_then(Value::as_f64).ok_or_else(missing);
            match item {
                Number(_, ours, Some(default)) if value.is_none() => {
                    parameters.insert(ours.to_string(), Setting::Number(*default));
                }
                Number(_, ours, _) => drop(parameters.insert(ours.to_string(), Setting::Number(number(value)?))),
                As(_, ours, other) => {
                    let value = number(value.or_else(|| params.get(*other)))?;
                    parameters.insert(ours.to_string(), Setting::Number(value));
                }
                List(_, ours) => {
                    let items = value.and_then(Value::as_array).ok_or_else(missing)?;
                    let items = items.iter().map(|item| number(Some(item))).collect::<Result<_, _>>()?;
                    parameters.insert(ours.to_string(), Setting::List(items));
                }
                Form(_, ours, forms) => {
                    let text = value.map_or_else(|| forms[0].0.to_string(), text);
                    let (_, form) = forms.iter().find(|(theirs, _)| *theirs == text).ok_or_else(missing)?;
                    parameters.insert(ours.to_string(), Setting::Choice((*form).into()));
                }
                Only(..) if value.is_none() => {}
                Is(_, wanted) | Only(_, wanted) => {
                    if value.map(text).as_deref() != Some(wanted) {
                        return Err(missing());
                    }
                }
                Rate(_) => rate = Some(number(value)?),
                Multiple(_, ours, unit) => {
                    let multiple = number(value)? / number(params.get(*unit))?;
                    parameters.insert(ours.to_string(), Setting::Number(multiple));
                }
            }
        }
        Ok(Planned { stages: vec![Stage { schedule: self.ours.into(), parameters, after: None }], rate })
    }
}

impl Item {
    fn theirs(&self) -> &'static str {
        match self {
            Number(theirs, ..) | As(theirs, ..) | List(theirs, _) | Form(theirs, ..) => theirs,
            Is(theirs, _) | Only(theirs, _) | Rate(theirs) | Multiple(theirs, ..) => theirs,
        }
    }
}

/// A text, or another value as in JSON.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_string)
}
