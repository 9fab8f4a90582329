//! Links of former versions of this code open still, and their runs are what they were.
//!
//! `tests/data/links_v1.txt` has one link a line, after a number that stands for the bits of its runs.
//! `STEEPEST_BLESS=1 cargo test --test kept_links` adds lines for what has none; it changes none that is there.

mod support;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use steepest::experiment::{Contender, Experiment, Landscape, SCENES, Stage};
use steepest::lab::{Lab, Series};
use steepest::parameter::{Given, Parameter};
use steepest::run::run;
use steepest::{data, landscape, optimizer, schedule};
use support::contenders::{experiment, far};
use support::digest::fnv1a;
use support::random;

const KEPT: &str = "tests/data/links_v1.txt";

/// Experiments made by chance among the kept ones.
const RANDOM: u64 = 100;

/// A number that stands for the bits of all runs' lengths, first and last iterates and last losses (FNV-1a, 64 bits).
fn digest(experiment: &Experiment) -> u64 {
    let runs = run(experiment).unwrap_or_else(|problem| panic!("{problem}"));
    let words = runs.iter().flat_map(|run| {
        let (first, last) = (run.points[0], run.points[run.steps()]);
        let numbers = [first.x, first.y, last.x, last.y, run.losses[run.steps()]];
        std::iter::once(run.steps() as u64).chain(numbers.map(f64::to_bits))
    });
    fnv1a(words.flat_map(u64::to_le_bytes).map(u64::from))
}

/// What a person would open first, of every entry of every registry, with its defaults and with others; scenes; and
/// experiments made by chance. The first few words of each say what it is.
fn wanted() -> Vec<(String, Experiment)> {
    let mut all = Vec::new();
    for scene in SCENES {
        let whole = (scene.experiment)();
        all.push((format!("scene {}", scene.name), Experiment { steps: whole.steps.min(300), ..whole }));
    }
    for entry in landscape::ALL {
        let usual = experiment(entry.key, &["gradient_descent", "adam"], 0.001, 30);
        let landscape = Landscape { parameters: far(entry.parameters), ..Landscape::new(entry.key) };
        let other = Experiment { landscape, ..usual.clone() };
        all.push((format!("surface {}", entry.key), usual));
        all.push((format!("surface {} otherwise", entry.key), other));
    }
    for entry in optimizer::ALL {
        let usual = experiment("himmelblau", &[entry.key], 0.005, 30);
        let contender = Contender { parameters: far(entry.parameters), ..Contender::new(entry.key, 0.005) };
        let other = Experiment { contenders: vec![contender], ..usual.clone() };
        all.push((format!("optimizer {}", entry.key), usual));
        all.push((format!("optimizer {} otherwise", entry.key), other));
    }
    for entry in schedule::ALL {
        for (word, parameters) in [("", Given::new()), (" otherwise", far(entry.parameters))] {
            let stage = Stage { schedule: entry.key.into(), parameters, after: None };
            let mut made = experiment("rosenbrock", &["momentum"], 0.0005, 60);
            made.contenders[0].schedule = vec![stage];
            all.push((format!("schedule {}{word}", entry.key), made));
        }
    }
    for entry in data::ALL {
        let mut lab =
            Lab::new(experiment("bowl", &["gradient_descent", "adam"], 0.05, 20)).expect("a valid experiment");
        lab.edit("surface", entry.key).unwrap_or_else(|problem| panic!("{problem}"));
        lab.edit("contenders.2.way", "mini").unwrap_or_else(|problem| panic!("{problem}"));
        let usual = lab.experiment().clone();
        let parameters: Vec<Parameter> = entry.maker.iter().chain(entry.parameters).cloned().collect();
        let mut given = far(&parameters);
        given.remove("n");
        let mut other = usual.clone();
        other.landscape.parameters = given;
        all.push((format!("model {}", entry.key), usual));
        all.push((format!("model {} otherwise", entry.key), other));
    }
    all.extend((0..RANDOM).map(|number| (format!("chance {number}"), random::experiment(number))));
    // What another setting of a surface or a model does not allow is left out.
    all.retain(|(_, made)| made.check().is_ok());
    all
}

/// The kept lines: what each is, its number, its link.
fn kept() -> Vec<(String, String, String)> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(KEPT)).unwrap_or_default();
    let part = |line: &str| {
        let mut parts = line.split('\t').map(str::to_string);
        Some((parts.next()?, parts.next()?, parts.next()?))
    };
    text.lines().map(|line| part(line).unwrap_or_else(|| panic!("{KEPT}: {line}"))).collect()
}

#[test]
fn every_kept_link_opens_and_its_runs_are_what_they_were() {
    let kept = kept();
    assert!(kept.len() > 250, "{} links are kept", kept.len());
    for (name, number, link) in &kept {
        let opened = Experiment::from_link(link).unwrap_or_else(|problem| panic!("{name}: {problem}\n{link}"));
        assert_eq!(format!("{:016x}", digest(&opened)), *number, "{name}: other runs than they were\n{link}");
        let again = Experiment::from_link(&opened.to_link());
        assert_eq!(again, Ok(opened), "{name}");
    }
}

#[test]
fn every_entry_of_every_registry_is_among_the_kept_links() {
    let known: Vec<String> = kept().into_iter().map(|(name, ..)| name).collect();
    let (mut lines, mut names) = (String::new(), Vec::new());
    let wanted = wanted();
    for (name, made) in &wanted {
        if !known.contains(name) {
            let line = writeln!(lines, "{name}\t{:016x}\t{}", digest(made), made.to_link());
            line.expect("a text can be written to");
            names.push(name);
        }
    }
    if std::env::var_os("STEEPEST_BLESS").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(KEPT);
        let former = fs::read_to_string(&path).unwrap_or_default();
        fs::write(&path, former + &lines).expect("the kept links can be written");
    } else {
        assert!(names.is_empty(), "not kept yet; STEEPEST_BLESS=1 adds them: {names:?}");
    }
    let named = |kind: &str, key: &str| wanted.iter().any(|(name, _)| *name == format!("{kind} {key}"));
    assert!(landscape::ALL.iter().all(|entry| named("surface", entry.key)));
    assert!(optimizer::ALL.iter().all(|entry| named("optimizer", entry.key)));
    assert!(schedule::ALL.iter().all(|entry| named("schedule", entry.key)));
    assert!(data::ALL.iter().all(|entry| named("model", entry.key)));
}

#[test]
fn links_are_short() {
    let mut lengths: Vec<usize> =
        kept().iter().filter(|(name, ..)| !name.starts_with("chance")).map(|(.., link)| link.len()).collect();
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    let scene = (SCENES[0].experiment)().to_link().len();
    println!("links: median {median} bytes, longest {}; the opening scene's {scene}", lengths[lengths.len() - 1]);
    assert!(median < 200 && scene < 260, "median {median}, opening scene {scene}");
}

#[test]
fn experiments_made_by_chance_come_back_bit_for_bit() {
    let mut fields = [false; 12];
    for number in 0..2_000 {
        let made = random::experiment(number);
        assert_eq!(Experiment::from_link(&made.to_link()).as_ref(), Ok(&made), "{number}");
        assert_eq!(Experiment::from_text(&made.to_text()).as_ref(), Ok(&made), "{number}");
        let json = serde_json::to_string(&made).expect("plain data");
        assert_eq!(serde_json::from_str::<Experiment>(&json).expect("plain data"), made, "{number}");
        let e = &made;
        let here = [
            e.landscape.formula.is_some(),
            e.landscape.table.is_some(),
            e.noise > 0.0,
            e.runs > 1,
            e.fairness.rate().is_some(),
            !e.pins.is_empty(),
            e.map.is_some(),
            e.look.at.is_some(),
            !e.look.see.is_empty(),
            e.contenders.iter().any(|c| c.rule.is_some()),
            e.contenders.iter().any(|c| c.counts_epochs && c.batching.size.is_some()),
            e.contenders.iter().any(|c| c.schedule.len() > 1),
        ];
        fields.iter_mut().zip(here).for_each(|(field, here)| *field |= here);
    }
    assert_eq!(fields, [true; 12], "every field was once other than usual");
}

#[test]
fn the_playhead_and_what_is_switched_on_are_part_of_a_link() {
    let head = "v=1&on=bowl&view=-5,5,-5,5&start=1,1&seed=0&steps=40&c=adam,rate:0.1";
    let link = format!("{head}&at=17&see=overlay,definiteness,inside,rate");
    let opened = Experiment::from_link(&link).expect("a good link");
    assert_eq!(opened.look.at, Some(17));
    assert_eq!(opened.look.see, ["overlay", "definiteness", "inside", "rate"]);
    assert_eq!(opened.to_link(), link);
    // A session edits the experiment and leaves its look to the page.
    let lab = Lab::new(opened.clone()).expect("a valid experiment");
    assert_eq!((lab.look(), lab.experiment().to_link().as_str()), (&opened.look, head));
    assert_eq!(lab.looked_at(17, "rate,overlay,inside,definiteness").to_link(), link);
    assert_eq!(lab.looked_at(0, "").to_link(), head);
    assert_eq!(lab.looked_at(40, "nothing,known").to_link(), head);
    let message = |rest: &str| Experiment::from_link(&format!("{head}&{rest}")).expect_err("a refusal").to_string();
    assert_eq!(message("at=41"), "at: wanted a whole number from 0 to 40, the end of the race, given 41");
    assert_eq!(message("at=1&at=2"), "link: wanted one part “at=…”, given several");
    assert!(
        message("see=overlay,through_walls")
            .ends_with(", relief, epoch_loss, batch_loss, held_loss, rate, given through_walls")
    );
    // What the chart can show is among what can be switched on.
    for (_, key) in Series::ALL.iter().filter(|(series, _)| *series != Series::Loss) {
        assert!(steepest::experiment::SIGHTS.contains(key), "{key}");
    }
}
