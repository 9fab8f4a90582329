//! The update rules as Python: each listing against its own execution, by Python.
//!
//! `tests/data/listings.py` has run every listing inside a training loop; its text and its path are stored together.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use steepest::linear::Vec2;
use steepest::objective::Objective;
use steepest::optimizer::{self, Entry, Family, Here, Listing, Stability};
use steepest::parameter::{Choice, Given, Kind, Parameter, Setting, Settings};
use steepest::tempo::Pace;
use support::oracle;
use support::paths::ROUNDING;
use support::surfaces::{Rosenbrock, TURNED, Waves};

/// How to make the stored listings anew.
const COMMAND: &str = "python3 tests/data/listings.py";

/// A listing with its settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Case {
    /// The optimizer, with what differs from its defaults.
    id: String,
    settings: BTreeMap<String, Setting>,
    rate: f64,
    functions: Vec<String>,
    before: Vec<String>,
    update: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Line {
    text: String,
    shows: Vec<String>,
}

/// What the script has stored.
#[derive(Deserialize)]
struct Stored {
    /// The updates after which there are values.
    records: Vec<usize>,
    /// The learning rate of each update as a share of the case's, over and over.
    shares: Vec<f64>,
    cases: Vec<Run>,
}

#[derive(Deserialize)]
struct Run {
    #[serde(flatten)]
    case: Case,
    /// By surface, and by symbol.
    runs: BTreeMap<String, BTreeMap<String, Shown>>,
}

/// What a listing shows.
#[derive(Deserialize)]
struct Shown {
    /// After each recorded update.
    values: Vec<Vec2>,
    /// How far runs with other roundings are from them, at most, relative to a value, absolute below 1; empty for next
    /// to nothing.
    spread: Vec<f64>,
}

/// Settings of an optimizer, with what tells them from its defaults.
type Variant = (String, Given);

/// Every combination of an optimizer's forms.
fn forms(entry: &Entry) -> Vec<Variant> {
    let mut all = vec![(entry.key.to_string(), Given::new())];
    for Parameter { key, kind, .. } in entry.parameters {
        let Kind::Choice { options } = kind else { continue };
        let with = |(id, given): &Variant, Choice { key: option, .. }: &Choice| {
            let mut given = given.clone();
            given.insert((*key).into(), Setting::Choice((*option).into()));
            (format!("{id} {key}={option}"), given)
        };
        all = all
            .iter()
            .flat_map(|variant| {
                let others = options[1..].iter().map(|option| with(variant, option));
                std::iter::once(variant.clone()).chain(others).collect::<Vec<_>>()
            })
            .collect();
    }
    all
}

/// A value of a number that is not its default: a quarter of the way along its slider.
fn elsewhere(parameter: &Parameter) -> Option<f64> {
    let Kind::Number { default, slider, .. } = parameter.kind else { return None };
    [0.25, 0.5].into_iter().map(|fraction| slider.value(fraction)).find(|value| *value != default)
}

/// Settings that between them take every line of an optimizer's listings and try every name in them: every combination
/// of its forms, also with all numbers elsewhere; with its usual forms each number at which the lines change; and every
/// set of defaults.
fn variants(entry: &Entry) -> Vec<Variant> {
    let with = |(id, given): &Variant, key: &str, value: f64| {
        let mut given = given.clone();
        given.insert(key.into(), Setting::Number(value));
        (format!("{id} {key}={value}"), given)
    };
    let forms = forms(entry);
    let usual = (entry.code)(&settings(entry, &forms[0].1));
    let mut all = forms.clone();
    for parameter in entry.parameters {
        let values = elsewhere(parameter).into_iter().chain([0.0, 1.0]);
        let fitting = values.map(Setting::Number).filter(|value| parameter.check("", value).is_ok());
        let single = fitting.map(|value| {
            let given = [(parameter.key.to_string(), value.clone())].into();
            (format!("{} {}={value}", entry.key, parameter.key), given)
        });
        all.extend(single.filter(|(_, given)| (entry.code)(&settings(entry, given)) != usual));
    }
    for form in forms {
        let moved = entry.parameters.iter().filter_map(|p| Some((p.key, elsewhere(p)?)));
        all.push(moved.fold(form, |variant, (key, value)| with(&variant, key, value)));
    }
    let sets = entry.defaults.iter().map(|set| (format!("{} by {}", entry.key, set.name), set.given()));
    all.extend(sets.filter(|(_, given)| !given.is_empty()));
    let mut once: Vec<Variant> = Vec::new();
    for variant in all {
        if once.iter().all(|(_, given)| *given != variant.1) {
            once.push(variant);
        }
    }
    once
}

#[track_caller]
fn settings(entry: &Entry, given: &Given) -> Settings {
    Settings::resolve(entry.key, entry.parameters, given).unwrap_or_else(|problem| panic!("{problem}"))
}

/// A rate at which no run leaves: small enough for the curvature of all surfaces where steps grow with the gradient,
/// otherwise the default one.
fn rate(entry: &Entry, settings: &Settings) -> f64 {
    let fixed = matches!((entry.stability)(settings), Stability::Sharpness(_) | Stability::DecayedSharpness { .. });
    if fixed || entry.family == Family::Momentum { 5e-4 } else { entry.default_rate() }
}

fn texts(lines: &[impl ToString]) -> Vec<String> {
    lines.iter().map(|line| line.to_string()).collect()
}

/// Every case of an optimizer, as its listings are now.
fn cases(entry: &Entry) -> Vec<Case> {
    let case = |(id, given): Variant| {
        let settings = settings(entry, &given);
        let Listing { functions, before, update } = (entry.code)(&settings);
        let line = |line: &optimizer::Line| Line { text: line.text.to_string(), shows: texts(&line.shows) };
        Case {
            id,
            settings: entry.parameters.iter().map(|p| (p.key.to_string(), settings.get(p.key).clone())).collect(),
            rate: rate(entry, &settings),
            functions: texts(&functions),
            before: texts(&before),
            update: update.iter().map(line).collect(),
        }
    };
    variants(entry).into_iter().map(case).collect()
}

fn all_cases() -> Vec<(&'static Entry, Case)> {
    optimizer::ALL.iter().flat_map(|entry| cases(entry).into_iter().map(move |case| (*entry, case))).collect()
}

/// What is stored; none while the script is asking for the listings.
fn stored() -> Option<Stored> {
    if std::env::var_os("STEEPEST_LISTINGS").is_some() {
        return None;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/listings.json.gz");
    let value = oracle::parse(&path).unwrap_or_else(|problem| panic!("{problem}; run {COMMAND}"));
    Some(serde_json::from_value(value).expect("the file is as the script writes it"))
}

#[test]
fn listings_are_those_that_were_run() {
    let now = all_cases();
    if let Some(path) = std::env::var_os("STEEPEST_LISTINGS") {
        let cases: Vec<&Case> = now.iter().map(|(_, case)| case).collect();
        std::fs::write(path, serde_json::to_string(&cases).expect("plain data")).expect("the file can be written");
        return;
    }
    let Some(Stored { cases: stored, .. }) = stored() else { return };
    for (_, case) in &now {
        let found = stored.iter().find(|run| run.case.id == case.id);
        let found = found.unwrap_or_else(|| panic!("{} has not been run: run {COMMAND}", case.id));
        assert_eq!(found.case, *case, "{} has changed: run {COMMAND}", case.id);
    }
    assert_eq!(stored.len(), now.len(), "something stored is no longer there: run {COMMAND}");
}

/// How far apart a listing and its rule may be after so many updates, where runs with other roundings are `spread`
/// apart: relative to a value, absolute below 1.
///
/// The order of a few roundings and the accuracy of powers are all that differs, and most rules do not enlarge it.
/// One that searches or learns the curvature divides by small differences of gradients and decides by small differences
/// of losses, up to twenty times an update; once the gradient is zero to rounding all that it finds is rounding.
fn tolerance(entry: &Entry, updates: usize, spread: f64) -> f64 {
    match spread {
        _ if entry.family != Family::Curvature || updates == 1 => ROUNDING,
        // They have parted.
        _ if spread > 1e-3 => f64::INFINITY,
        _ => ROUNDING + 10.0 * spread,
    }
}

/// The first difference between a rule and the run of its listing on one surface.
fn difference(entry: &Entry, run: &Run, surface: &str, stored: &Stored) -> Option<String> {
    let (objective, start): (&dyn Objective, _) = match surface {
        "turned" => (&TURNED, Vec2::new(-1.0, 2.0)),
        "rosenbrock" => (&Rosenbrock, Vec2::new(-1.5, 2.0)),
        "waves" => (&Waves, Vec2::new(-2.2, -0.4)),
        _ => panic!("no surface is called {surface}"),
    };
    let Case { id, settings: given, rate, .. } = &run.case;
    let mut rule = (entry.build)(&settings(entry, &given.clone().into_iter().collect()));
    let mut w = start;
    for updates in 1..=stored.records[stored.records.len() - 1] {
        let t = updates - 1;
        let pace = Pace::rate(stored.shares[t % stored.shares.len()] * rate);
        w = rule.step(&Here::new(objective, t, w, objective.slope(w), pace, *rate));
        let Some(record) = stored.records.iter().position(|recorded| *recorded == updates) else { continue };
        let mut state = rule.state();
        state.push(("w", w));
        for (symbol, Shown { values, spread }) in &run.runs[surface] {
            let got = state.iter().find(|(name, _)| name == symbol);
            let (_, got) = got.unwrap_or_else(|| panic!("{id}: the rule has no {symbol}"));
            let wanted = values[record];
            let allowed = tolerance(entry, updates, spread.get(record).copied().unwrap_or(0.0));
            let close = (*got - wanted).norm() <= allowed * (1.0 + wanted.norm());
            if !close {
                let what = format!("{id} on {surface}: {symbol} after {updates} updates");
                return Some(format!("{what}: got {got:?}, wanted {wanted:?} ± {allowed:e}"));
            }
        }
    }
    None
}

#[test]
fn a_listing_computes_what_its_rule_does() {
    let Some(stored) = stored() else { return };
    let mut wrong = Vec::new();
    for entry in optimizer::ALL {
        for Case { id, .. } in cases(entry) {
            let run = stored.cases.iter().find(|run| run.case.id == id);
            let run = run.unwrap_or_else(|| panic!("{id} has not been run: run {COMMAND}"));
            assert_eq!(run.runs.len(), 3, "{id}");
            wrong.extend(run.runs.keys().filter_map(|surface| difference(entry, run, surface, &stored)));
        }
    }
    assert!(wrong.is_empty(), "{} runs differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn one_altered_number_is_noticed() {
    let Some(mut stored) = stored() else { return };
    for entry in optimizer::ALL {
        let k = stored.cases.iter().position(|run| run.case.id == entry.key).expect("its defaults have been run");
        let shown = stored.cases[k].runs.get_mut("rosenbrock").expect("a surface");
        shown.get_mut("w").expect("it shows w").values[1].x += 1e-6;
        let problem = difference(entry, &stored.cases[k], "rosenbrock", &stored).unwrap_or_default();
        assert!(problem.contains("w after 2 updates"), "{}: {problem:?}", entry.key);
    }
}

#[test]
fn listings_are_short_and_show_what_there_is() {
    for (entry, case) in all_cases() {
        let Case { id, settings: given, functions, before, update, .. } = case;
        let texts = functions.iter().chain(&before).chain(update.iter().map(|line| &line.text));
        for text in texts {
            let plain = text.is_ascii() && text.trim_end() == text && text.len() <= 64;
            assert!(plain, "{id}: {text:?}");
        }
        assert!(update.len() <= 25, "{id} has {} lines", update.len());
        let state = (entry.build)(&settings(entry, &given.into_iter().collect())).state();
        let known = |symbol: &str| ["w", "dw"].contains(&symbol) || state.iter().any(|(name, _)| *name == symbol);
        let mut shown = update.iter().flat_map(|line| &line.shows);
        assert!(shown.clone().all(|symbol| known(symbol)), "{id}: {update:?}");
        assert!(shown.any(|symbol| symbol == "w"), "{id} does not show w");
    }
}
