//! The same bits everywhere: every optimizer with every schedule, on landscapes of every kind.
//!
//! `tests/data/bits.txt` has one experiment a line: what it is, three digests, and its link.
//! The digests stand for every number of its runs, for the iterates and losses alone, and for a map of it, whose runs
//! are made in lanes where that is possible.
//! They are compared natively here, and by `tests/browser/bits.rs` in the page.
//! `STEEPEST_BLESS=1 cargo test --test bits` adds what the registries have and the file has not, drops what they have
//! no more, and changes no digest.

mod support;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use steepest::experiment::{Contender, Experiment, Landscape, Stage};
use steepest::linear::Rect;
use steepest::map::{Grid, Map, Survey, Task};
use steepest::optimizer::{self, OWN};
use steepest::parameter::Given;
use steepest::run::{Trajectory, run};
use steepest::{data, landscape, schedule};
use support::contenders::{experiment, far};
use support::digest::fnv1a;

const KEPT: &str = "tests/data/bits.txt";

/// Updates of a run, but for where a race counts epochs.
const STEPS: usize = 60;

/// Landscapes of every kind, each as a link without contenders, with what its contenders have besides, and a learning
/// rate at which most of them stay finite.
const GROUNDS: [(&str, &str, f64); 7] = [
    ("polynomial", "on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&steps=60", 0.0005),
    ("elementary functions", "on=ackley&view=-4,4,-4,4&start=-2.5,1.5&steps=60", 0.01),
    ("in a box", "on=bounded_saddle&view=-2,2,-2,2&start=0.5,0.3&steps=60", 0.05),
    (
        "typed formula",
        "on=formula,a:0.7&f=a*x^2+%2B+tanh(x*y)^2+%2B+ln(1+%2B+y^2)*|x-0.3|+%2B+exp(-x^2)cos(2y)^2+%2B+max(x,y^2)^1.5/9\
         &view=-3,3,-3,3&start=2,-1.5&steps=60",
        0.05,
    ),
    ("noise", "on=himmelblau&view=-5,5,-5,5&start=-1,-1.5&seed=9&steps=60&noise=0.5", 0.005),
    ("data in batches", "on=linear_regression&view=-6,6,-6,6&start=-4,3&seed=5&steps=60", 0.1),
    ("data in epochs", "on=neuron,holdout:0.2&view=-6,6,-6,6&start=-3,2&seed=7&epochs=8", 0.3),
];

/// A number that stands for these: FNV-1a over words of 64 bits; all that are no numbers are one.
fn digest(numbers: impl Iterator<Item = f64>) -> u64 {
    let word = |number: f64| if number.is_nan() { 0x7ff8_0000_0000_0000 } else { number.to_bits() };
    fnv1a(numbers.map(word))
}

/// The three digests of an experiment, as the file has them.
fn digests(experiment: &Experiment) -> String {
    let runs = run(experiment).unwrap_or_else(|problem| panic!("{problem}"));
    let whole = digest(runs.iter().flat_map(Trajectory::flatten));
    let numbers = |run: &Trajectory| -> Vec<f64> {
        let points = run.points.iter().flat_map(|w| [w.x, w.y]);
        points.chain(run.losses.iter().copied()).collect()
    };
    let shown = digest(runs.iter().flat_map(numbers));
    let mapped = digest(mapped(experiment).into_iter());
    format!("{whole:016x}\t{shown:016x}\t{mapped:016x}")
}

/// A small map, as numbers: the cells of each contender and the places where their runs end.
///
/// `tests/browser/bits.rs` asks for the same.
fn mapped(experiment: &Experiment) -> Vec<f64> {
    let experiment = Experiment { map: Some("basins,budget:60".into()), ..experiment.clone() };
    let contenders = experiment.contenders.len();
    let Rect { x, y } = experiment.view;
    let survey = Survey::new(experiment, Grid { columns: 6, rows: 4 }, Rect { x, y });
    let survey = survey.unwrap_or_else(|problem| panic!("{problem}"));
    let make = |part: usize| survey.make(Task::from_numbers([part as f64, 1.0, 0.0, 4.0, 0.0]));
    (0..contenders).flat_map(|part| make(part).unwrap_or_else(|problem| panic!("{problem}")).flatten()).collect()
}

/// An optimizer at a constant rate and on every other schedule, with its defaults and with other settings in turn.
fn contenders(entry: &optimizer::Entry, ground: usize, rate: f64) -> Vec<Contender> {
    let every_other =
        schedule::ALL.iter().enumerate().filter(|(k, _)| (k + ground).is_multiple_of(2)).map(|(_, entry)| Some(*entry));
    let made = [None].into_iter().chain(every_other).enumerate().map(|(k, scheduled)| {
        let mut contender = Contender::new(entry.key, rate);
        if k % 2 == 1 {
            contender.parameters = far(entry.parameters);
        }
        let given = |entry: &schedule::Entry| if k % 4 > 1 { far(entry.parameters) } else { Given::new() };
        contender.schedule.extend(scheduled.map(|entry| Stage {
            schedule: entry.key.into(),
            parameters: given(entry),
            after: None,
        }));
        contender
    });
    made.collect()
}

/// Every experiment that is to be kept, with what it is.
fn wanted() -> Vec<(String, Experiment)> {
    let mut all = Vec::new();
    for (ground, (name, head, rate)) in GROUNDS.iter().enumerate() {
        let bare = Experiment::from_link(&format!("v=1&{head}&c=gradient_descent,rate:0.1"));
        let bare = bare.unwrap_or_else(|problem| panic!("{name}: {problem}"));
        for entry in optimizer::ALL.iter().copied().chain([&OWN]) {
            let mut made = bare.clone();
            made.contenders = contenders(entry, ground, *rate);
            if data::find(&made.landscape.surface).is_some() {
                for (k, contender) in made.contenders.iter_mut().enumerate() {
                    contender.batching.size = Some(8 + k);
                    contender.batching.stream = k as u32 % 3;
                    contender.counts_epochs = k % 3 == 1 && !contender.schedule.is_empty();
                }
            }
            all.push((format!("{}: {name}", entry.key), made));
        }
    }
    // Every surface and every model, with some optimizers each.
    let surfaces = landscape::ALL.iter().map(|entry| (entry.key, entry.parameters.to_vec()));
    for (place, (key, parameters)) in surfaces.enumerate() {
        let keys: Vec<&str> = (0..4).map(|k| optimizer::ALL[(7 * place + 5 * k) % optimizer::ALL.len()].key).collect();
        let usual = experiment(key, &keys, 0.002, STEPS);
        let landscape = Landscape { parameters: far(&parameters), ..Landscape::new(key) };
        let other = Experiment { landscape, ..usual.clone() };
        all.push((format!("surface {key}"), if place % 2 == 1 && other.check().is_ok() { other } else { usual }));
    }
    for entry in data::ALL {
        let ground = Landscape::new(entry.key).build().unwrap_or_else(|problem| panic!("{problem}"));
        let mut made = experiment("bowl", &["gradient_descent", "adam", "lbfgs"], 0.05, 20);
        made.landscape = Landscape::new(entry.key);
        (made.view, made.starts) = (ground.view(), vec![ground.start()]);
        made.contenders[1].batching.size = Some(5);
        all.push((format!("model {}", entry.key), made));
    }
    all
}

/// The kept lines: what each is, its digests, its link.
fn kept() -> Vec<(String, String, String)> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(KEPT)).unwrap_or_default();
    let part = |line: &str| {
        let (name, rest) = line.split_once('\t')?;
        let (digests, link) = rest.rsplit_once('\t')?;
        Some((name.to_string(), digests.to_string(), link.to_string()))
    };
    text.lines().map(|line| part(line).unwrap_or_else(|| panic!("{KEPT}: {line}"))).collect()
}

#[test]
fn every_kept_experiment_has_the_bits_that_it_had() {
    let kept = kept();
    assert!(kept.len() > 150, "{} experiments are kept", kept.len());
    let mut other = Vec::new();
    for (name, wanted, link) in &kept {
        let experiment = Experiment::from_link(link).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        let got = digests(&experiment);
        if got != *wanted {
            other.push(format!("{name}: {got}, kept {wanted}\n{link}"));
        }
    }
    assert!(other.is_empty(), "{} of {} have other bits:\n{}", other.len(), kept.len(), other.join("\n"));
}

#[test]
fn every_optimizer_schedule_and_landscape_is_kept() {
    let (kept, wanted) = (kept(), wanted());
    let mut text = String::new();
    let mut new = Vec::new();
    for (name, made) in &wanted {
        let link = made.to_link();
        let known = kept.iter().find(|(known, _, kept)| known == name && *kept == link);
        let digests = known.map_or_else(|| digests(made), |(_, digests, _)| digests.clone());
        if known.is_none() {
            new.push(name);
        }
        writeln!(text, "{name}\t{digests}\t{link}").expect("a text can be written to");
    }
    if std::env::var_os("STEEPEST_BLESS").is_some() {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(KEPT), text).expect("the kept bits can be written");
    } else {
        let gone: Vec<_> = kept.iter().filter(|(name, ..)| !wanted.iter().any(|(known, _)| known == name)).collect();
        assert!(
            new.is_empty() && gone.is_empty(),
            "`STEEPEST_BLESS=1 cargo test --test bits` keeps what is new, {new:?}, and drops what is gone, {gone:?}"
        );
    }
    // What is asked for is what there is: no list here has to be kept up.
    let runs = || wanted.iter().flat_map(|(_, made)| made.contenders.iter().map(move |contender| (made, contender)));
    for entry in optimizer::ALL.iter().copied().chain([&OWN]) {
        let mut scheduled: Vec<&str> = Vec::new();
        for (_, contender) in runs().filter(|(_, contender)| contender.optimizer == entry.key) {
            scheduled.extend(contender.schedule.iter().map(|stage| stage.schedule.as_str()));
        }
        assert!(schedule::ALL.iter().all(|entry| scheduled.contains(&entry.key)), "{}: {scheduled:?}", entry.key);
    }
    let has = |key: &str| runs().any(|(made, _)| made.landscape.surface == key);
    assert!(landscape::ALL.iter().all(|entry| has(entry.key)) && data::ALL.iter().all(|entry| has(entry.key)));
    // The map of each is one of basins, as `mapped` wants.
    let (_, first) = &wanted[0];
    let checked = first.check().unwrap_or_else(|problem| panic!("{problem}"));
    let with_map = Experiment { map: Some("basins,budget:60".into()), ..first.clone() };
    assert!(Map::of(&with_map, &checked).is_ok_and(|map| map.is_some()));
}
