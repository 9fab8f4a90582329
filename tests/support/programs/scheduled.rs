//! Every schedule, alone and in a row.

use steepest::code::Dialect;
use steepest::experiment::{Contender, Experiment, Landscape, Stage};
use steepest::linear::Vec2;
use steepest::parameter::{Given, Kind, Setting};
use steepest::schedule;

use super::{choice, experiment, number, of_torch, written};

/// Every schedule, short enough for 40 steps.
pub fn stages(entry: &'static schedule::Entry) -> Vec<Stage> {
    let length = |key: &str| match key {
        "step_size" | "warmup" => Some(7.0),
        "T_max" | "T_0" | "tau" | "total_iters" => Some(15.0),
        "total_steps" => Some(40.0),
        "step_size_up" => Some(5.0),
        "step_size_down" => Some(8.0),
        "patience" => Some(2.0),
        _ => None,
    };
    let lengths = || -> Given {
        let mut all: Given =
            entry.parameters.iter().filter_map(|p| Some((p.key.to_string(), number(length(p.key)?)))).collect();
        if entry.parameters.iter().any(|p| p.key == "milestones") {
            all.insert("milestones".into(), Setting::List(vec![5.0, 12.0, 30.0]));
        }
        all
    };
    let mut all = vec![lengths()];
    for parameter in entry.parameters {
        if let Kind::Choice { options } = parameter.kind {
            for option in &options[1..] {
                let mut given = lengths();
                given.insert(parameter.key.into(), choice(option.key));
                all.push(given);
            }
        }
        if ["eta_min", "min_lr"].contains(&parameter.key) {
            let mut given = lengths();
            given.insert(parameter.key.into(), number(0.003));
            all.push(given);
        }
    }
    all.into_iter().map(|parameters| Stage { schedule: entry.key.into(), parameters, after: None }).collect()
}

fn scheduled(contenders: &[Contender], schedule: &[Stage]) -> Vec<Contender> {
    contenders.iter().map(|c| Contender { schedule: schedule.to_vec(), ..c.clone() }).collect()
}

/// Every optimizer of PyTorch on every schedule, and schedules in a row.
pub fn schedules(add: &mut dyn FnMut(Experiment, &[Dialect])) {
    let landscape = || Landscape::new("long_valley");
    let start = Vec2::new(-1.5, 1.2);
    let mut race = |contenders: &[Contender], stages: &[Stage], dialects: &[Dialect]| {
        for contenders in contenders.chunks(12) {
            add(experiment(landscape(), start, 40, scheduled(contenders, stages)), dialects);
        }
    };
    for entry in schedule::ALL {
        for stage in stages(entry) {
            race(&of_torch(), std::slice::from_ref(&stage), &[Dialect::PyTorch]);
            race(&written(), std::slice::from_ref(&stage), &Dialect::ALL);
        }
    }
    let stage = |key: &str, after: Option<usize>| {
        let entry = schedule::find(key).expect("a schedule");
        Stage { after, ..stages(entry)[0].clone() }
    };
    let mut cycle = stage("one_cycle", Some(10));
    cycle.parameters.insert("cycle_momentum".into(), choice("on"));
    for rows in [
        vec![stage("linear", None), stage("cosine", Some(10))],
        vec![stage("linear", None), stage("exponential", None)],
        vec![stage("constant_factor", None), cycle, stage("step", None), stage("plateau", Some(30))],
    ] {
        race(&of_torch()[..8], &rows, &Dialect::ALL);
    }
}
