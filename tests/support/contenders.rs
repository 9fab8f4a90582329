//! Optimizers of the registry with their settings, and experiments with them.

use steepest::experiment::{Contender, Experiment, Fairness, Landscape, Look, Unit, VERSION};
use steepest::landscape;
use steepest::linear::Vec2;
use steepest::objective::Objective;
use steepest::optimizer::{self, Optimizer};
use steepest::parameter::{Given, Kind, Parameter, Setting, Settings, Slider};
use steepest::run::{Trajectory, descend};

use super::surfaces::Quadratic;

/// The description of the optimizer `key`, with its defaults but for the numbers given.
#[track_caller]
pub fn entry(key: &str, numbers: &[(&str, f64)]) -> (&'static optimizer::Entry, Settings) {
    with(key, numbers.iter().map(|(name, value)| (name.to_string(), Setting::Number(*value))).collect())
}

/// The description of the optimizer `key`, with its defaults but for the settings given.
#[track_caller]
pub fn with(key: &str, given: Given) -> (&'static optimizer::Entry, Settings) {
    let entry = optimizer::find(key).unwrap_or_else(|| panic!("no optimizer is called {key}"));
    let settings = Settings::resolve(key, entry.parameters, &given).unwrap_or_else(|problem| panic!("{problem}"));
    (entry, settings)
}

/// Every optimizer in every form of its choices, for several values of each memory, with and without weight decay.
pub fn variants() -> Vec<(&'static optimizer::Entry, Settings)> {
    let mut all = Vec::new();
    for entry in optimizer::ALL {
        let mut givens = vec![Given::new()];
        for parameter in entry.parameters {
            givens = match parameter.kind {
                Kind::Choice { options } => givens
                    .iter()
                    .flat_map(|given| {
                        options.iter().map(|option| {
                            let mut given = given.clone();
                            given.insert(parameter.key.into(), Setting::Choice(option.key.into()));
                            given
                        })
                    })
                    .collect(),
                Kind::Number { slider: Slider::TowardsOne(_), .. } => givens
                    .iter()
                    .flat_map(|given| {
                        [0.0, 0.5, 0.9].into_iter().map(|value| {
                            let mut given = given.clone();
                            given.insert(parameter.key.into(), Setting::Number(value));
                            given
                        })
                    })
                    .collect(),
                Kind::Number { .. } | Kind::List { .. } => givens,
            };
        }
        if entry.parameters.iter().any(|p| p.key == "weight_decay") {
            let decayed = givens.clone().into_iter().map(|mut given| {
                given.insert("weight_decay".into(), Setting::Number(0.7));
                given
            });
            givens = givens.iter().cloned().chain(decayed).collect();
        }
        all.extend(givens.into_iter().map(|given| with(entry.key, given)));
    }
    all
}

/// The optimizer `key`, with its defaults but for the numbers given.
#[track_caller]
pub fn build(key: &str, numbers: &[(&str, f64)]) -> Box<dyn Optimizer> {
    let (entry, settings) = entry(key, numbers);
    (entry.build)(&settings)
}

/// The optimizer `key`, with its defaults but for the numbers and forms given.
#[track_caller]
pub fn form(key: &str, numbers: &[(&str, f64)], forms: &[(&str, &str)]) -> Box<dyn Optimizer> {
    let numbers = numbers.iter().map(|(name, value)| (name.to_string(), Setting::Number(*value)));
    let forms = forms.iter().map(|(name, option)| (name.to_string(), Setting::Choice((*option).into())));
    let (entry, settings) = with(key, numbers.chain(forms).collect());
    (entry.build)(&settings)
}

/// Momentum in the form `form`.
#[track_caller]
pub fn momentum(form: &str, mu: f64) -> Box<dyn Optimizer> {
    self::form("momentum", &[("mu", mu)], &[("form", form)])
}

/// Newton's method in the form `form`.
#[track_caller]
pub fn newton(form: &str) -> Box<dyn Optimizer> {
    self::form("newton", &[], &[("form", form)])
}

/// The four conjugate gradients and BFGS, with both first trials: name, limit c₂ of the slope that remains, optimizer.
pub fn searchers() -> Vec<(String, f64, Box<dyn Optimizer>)> {
    let mut all = Vec::new();
    for first in ["rate", "secant"] {
        for kind in ["fletcher_reeves", "polak_ribiere", "hestenes_stiefel", "dai_yuan"] {
            let optimizer = form("conjugate_gradient", &[], &[("form", kind), ("first_trial", first)]);
            all.push((format!("{kind}, {first}"), 0.1, optimizer));
        }
        all.push((format!("bfgs, {first}"), 0.9, form("bfgs", &[], &[("first_trial", first)])));
    }
    all
}

/// The trajectory of `optimizer` from `start`; a thousandth from a stationary point counts as there.
pub fn run(
    objective: &dyn Objective,
    optimizer: Box<dyn Optimizer>,
    rate: f64,
    start: (f64, f64),
    steps: usize,
) -> Trajectory {
    descend(objective, optimizer, rate, Vec2::new(start.0, start.1), steps, 1e-3)
}

/// The last iterate.
pub fn last(run: &Trajectory) -> Vec2 {
    run.points[run.steps()]
}

/// The entry `name` of the state at step t.
#[track_caller]
pub fn state(run: &Trajectory, objective: &dyn Objective, t: usize, name: &str) -> Vec2 {
    let state = run.step(objective, t).state;
    state.iter().find(|(symbol, _)| *symbol == name).unwrap_or_else(|| panic!("no {name}")).1
}

/// Whether `entry` with its defaults leaves the origin where the gradient is zero: then its averages start elsewhere.
pub fn starts_by_itself(entry: &optimizer::Entry) -> bool {
    let level = Quadratic::diagonal(0.0, 0.0);
    descend(&level, (entry.build)(&Settings::defaults(entry.parameters)), 0.1, Vec2::ZERO, 10, 1e-3).points[1..]
        .iter()
        .any(|w| *w != Vec2::ZERO)
}

/// A state as bits, so that NaN equals itself and −0 is not 0.
pub fn state_bits(state: &[(&'static str, Vec2)]) -> Vec<(&'static str, [u64; 2])> {
    state.iter().map(|(name, value)| (*name, [value.x.to_bits(), value.y.to_bits()])).collect()
}

/// The optimizers `keys` at one rate on a surface of the catalogue, from its first start in its home view.
#[track_caller]
pub fn experiment(surface: &str, keys: &[&str], rate: f64, steps: usize) -> Experiment {
    let entry = landscape::find(surface).unwrap_or_else(|| panic!("no surface is called {surface}"));
    Experiment {
        version: VERSION,
        landscape: Landscape::new(surface),
        view: entry.view,
        starts: vec![entry.starts[0]],
        seed: 0,
        steps,
        unit: Unit::Steps,
        runs: 1,
        noise: 0.0,
        fairness: Fairness::AsSet,
        pins: Vec::new(),
        map: None,
        look: Look::default(),
        contenders: keys.iter().map(|key| Contender::new(key, rate)).collect(),
    }
}

/// Values that are not the defaults.
pub fn far(parameters: &[Parameter]) -> Given {
    let value = |p: &Parameter| match p.kind {
        Kind::Number { slider, .. } => Setting::Number(slider.value(0.37)),
        Kind::List { .. } => Setting::List(vec![3.0, 14.0]),
        Kind::Choice { options } => Setting::Choice(options[options.len() - 1].key.into()),
    };
    let settings = parameters.iter().map(|p| (p, value(p))).filter(|(p, setting)| *setting != p.default());
    settings.map(|(p, setting)| (p.key.to_string(), setting)).collect()
}
