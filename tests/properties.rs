//! What holds of every run: it is the same twice, in slices and at once; a longer one begins with it; and nobody else
//! in the race, nor their order, changes it.

mod support;

use steepest::experiment::{Contender, Experiment, Fairness, Stage};
use steepest::optimizer::{self, OWN};
use steepest::random::Stream;
use steepest::run::{Missing, Race, Trajectory, Work, prompt, race};
use steepest::schedule;
use support::{contenders, random};

/// Experiments made by chance.
const EXPERIMENTS: u64 = 300;

/// Every number of a run; all that are no numbers are one.
fn numbers(run: &Trajectory) -> Vec<u64> {
    run.flatten().iter().map(|number| if number.is_nan() { u64::MAX } else { number.to_bits() }).collect()
}

#[track_caller]
fn ran(experiment: &Experiment) -> Race {
    race(experiment).unwrap_or_else(|problem| panic!("{}: {problem}", experiment.to_link()))
}

/// Experiments made by chance that run: at one effective rate some do not.
fn experiments() -> impl Iterator<Item = (u64, Experiment, Race)> {
    let made = (0..EXPERIMENTS).map(|number| (number, random::experiment(number)));
    made.filter_map(|(number, made)| race(&made).ok().map(|race| (number, made, race)))
}

#[track_caller]
fn assert_same<'a>(
    what: &str,
    a: impl IntoIterator<Item = &'a Trajectory>,
    b: impl IntoIterator<Item = &'a Trajectory>,
) {
    let [a, b] = [a.into_iter().map(numbers).collect::<Vec<_>>(), b.into_iter().map(numbers).collect()];
    assert_eq!(a.len(), b.len(), "{what}");
    let other = a.iter().zip(&b).position(|(a, b)| a != b);
    assert!(other.is_none(), "{what}: run {other:?} is another");
}

#[test]
fn a_race_is_the_same_twice_in_slices_and_at_once() {
    let mut tried = 0;
    for (number, made, whole) in experiments() {
        tried += 1;
        let what = made.to_link();
        assert_same(&what, &whole.trajectories, &ran(&made.clone()).trajectories);
        let slice = 1 + Stream::new(3).below(3_000, number);
        let mut work = Work::new(made.clone()).unwrap_or_else(|problem| panic!("{what}: {problem}"));
        while work.advance(slice) < 1.0 {}
        assert_same(&format!("in slices of {slice}: {what}"), &whole.trajectories, &work.finish().trajectories);
        let checked = made.check().unwrap_or_else(|problem| panic!("{what}: {problem}"));
        let at_once = prompt(&made, &checked).unwrap_or_else(|problem| panic!("{what}: {problem}"));
        if at_once.missing == Missing::Nothing {
            assert_same(&format!("at once: {what}"), &whole.trajectories, &at_once.trajectories);
        }
        for (some, all) in at_once.trajectories.iter().zip(&whole.trajectories) {
            assert!(all.points.starts_with(&some.points), "at once: {what}");
        }
    }
    assert!(2 * tried > EXPERIMENTS, "{tried} experiments ran");
}

/// A race of one contender as long as `steps`.
fn long(bare: &Experiment, contender: &Contender, steps: usize) -> Experiment {
    Experiment { contenders: vec![contender.clone()], steps, ..bare.clone() }
}

#[test]
fn a_longer_run_begins_with_the_shorter_one() {
    // No schedule stretches over the length of the run: those that end say themselves when.
    let surface = contenders::experiment("himmelblau", &["adam"], 0.005, 1);
    let data = "v=1&on=logistic_regression&view=-6,6,-6,6&start=-4,3&seed=5&steps=1&c=adam,rate:0.1,batch:7";
    let data = Experiment::from_link(data).unwrap_or_else(|problem| panic!("{problem}"));
    let noise = Experiment { noise: 0.3, seed: 8, ..surface.clone() };
    for entry in optimizer::ALL.iter().copied().chain([&OWN]) {
        let scheduled = schedule::ALL.iter().map(|entry| Some(entry.key));
        for (k, key) in [None].into_iter().chain(scheduled).enumerate() {
            let bare = [&surface, &data, &noise][k % 3];
            let mut contender = Contender { optimizer: entry.key.into(), ..bare.contenders[0].clone() };
            contender.schedule.extend(key.map(|key| Stage {
                schedule: key.into(),
                parameters: Default::default(),
                after: None,
            }));
            let [short, whole] = [13, 37].map(|steps| ran(&long(bare, &contender, steps)).trajectories.remove(0));
            let what = format!("{} with {key:?}", entry.key);
            assert!(whole.points.starts_with(&short.points), "{what}");
            // A run that ends early ends at the same step.
            assert_eq!(whole.points.len().min(14), short.points.len(), "{what}");
            let bits = |losses: &[f64]| losses.iter().map(|loss| loss.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&whole.losses[..short.losses.len()]), bits(&short.losses), "{what}");
            let paces = |run: &Trajectory| (0..short.steps()).map(|t| run.pace(t)).collect::<Vec<_>>();
            assert_eq!(paces(&whole), paces(&short), "{what}");
        }
    }
}

#[test]
fn races_made_by_chance_begin_with_shorter_ones() {
    let mut tried = 0;
    for (_, made, whole) in experiments() {
        // The best rate is that of the race's own length, and an epoch is not parted.
        if made.fairness == Fairness::Best || made.steps < 2 {
            continue;
        }
        tried += 1;
        let short = ran(&Experiment { steps: made.steps / 2, ..made.clone() });
        for (some, all) in short.trajectories.iter().zip(&whole.trajectories) {
            assert!(all.points.starts_with(&some.points), "{}", made.to_link());
        }
    }
    assert!(4 * tried > EXPERIMENTS, "{tried} experiments ran");
}

#[test]
fn nobody_else_in_the_race_changes_a_run() {
    let mut tried = 0;
    for (_, made, whole) in experiments() {
        let what = made.to_link();
        let bare = Experiment { pins: Vec::new(), ..made.clone() };
        for (k, contender) in made.contenders.iter().enumerate() {
            tried += usize::from(made.contenders.len() > 1);
            let alone = Experiment { contenders: vec![contender.clone()], ..bare.clone() };
            assert_same(&format!("contender {k} alone: {what}"), whole.of(k), ran(&alone).of(0));
            // A start more or less is another run more or less.
            let one = Experiment { starts: vec![*made.starts.last().expect("a start")], ..alone };
            let (one, from_all) = (ran(&one), whole.of(k));
            assert_same(&what, one.of(0), &from_all[from_all.len() - one.of(0).len()..]);
        }
        // As many others as there may be.
        let mut crowded = bare.clone();
        crowded.steps = made.steps.min(10);
        let quiet = ran(&crowded);
        let others = ["gradient_descent", "lion", "nelder_mead"].map(|key| Contender::new(key, 0.01));
        crowded.contenders.splice(0..0, others);
        let crowded = ran(&crowded);
        for k in 0..made.contenders.len() {
            assert_same(&format!("contender {k} among others: {what}"), quiet.of(k), crowded.of(k + 3));
        }
    }
    assert!(tried > 100, "{tried} contenders had company");
}

#[test]
fn the_order_of_contenders_and_starts_changes_no_run() {
    let mut tried = 0;
    for (_, made, whole) in experiments() {
        let (count, what) = (made.contenders.len(), made.to_link());
        tried += usize::from(count > 1);
        let mut turned = made.clone();
        turned.contenders.reverse();
        turned.pins.iter_mut().for_each(|pin| pin.of = count - 1 - pin.of);
        let turned = ran(&turned);
        for k in 0..count {
            assert_same(&what, whole.of(k), turned.of(count - 1 - k));
            assert_eq!(whole.rates[k].to_bits(), turned.rates[count - 1 - k].to_bits(), "{what}");
        }
        for k in count..count + made.pins.len() {
            assert_same(&format!("pin {k}: {what}"), whole.of(k), turned.of(k));
        }
        // The best rate is that from the first start.
        if made.fairness == Fairness::Best {
            continue;
        }
        let mut elsewhere = made.clone();
        elsewhere.starts.reverse();
        let elsewhere = ran(&elsewhere);
        for k in 0..count {
            let repeats = whole.of(k).len() / made.starts.len();
            let from_last = elsewhere.of(k).chunks(repeats).rev().flatten();
            assert_same(&format!("from the last start first: {what}"), whole.of(k), from_last);
        }
    }
    assert!(tried > 50, "{tried} races had more than one contender");
}
