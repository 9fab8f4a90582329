//! Races that are made promptly, in slices, or elsewhere: the same bits as the whole race.

use steepest::experiment::Experiment;
use steepest::lab::Lab;
use steepest::outcome::Outcome;
use steepest::run::{Missing, Race, Trajectory, Work, prompt, race, revive};

/// Small, with everything that a run can have: batches, noise-free and scheduled, climbing, held-out data, several
/// runs.
const SMALL: &str = "v=1&on=logistic_regression,holdout:0.2&view=-6,6,-6,6&start=-4,-3&start=1,1&seed=3&epochs=5&runs=3\
    &c=adam,rate:0.1,batch:7;cosine,T_max:20&c=momentum,rate:0.05,batch:1,stream:2&c=gradient_descent,rate:0.2\
    &c=momentum,rate:0.01,maximize:on,batch:5,order:sequential;one_cycle,total_steps:60,cycle_momentum:on";

/// Cheap batches of dear data: the losses over all of them are what takes time.
const DEAR_LOSSES: &str = "v=1&on=logistic_regression,n:5000&view=-6,6,-6,6&start=-4,-3&seed=3&epochs=2\
    &c=adam,rate:0.02,batch:16&c=gradient_descent,rate:0.1,batch:50";

/// All of dear data in every update.
const DEAR_UPDATES: &str =
    "v=1&on=neuron,n:2000&view=-6,6,-6,6&start=-4,3&seed=3&steps=900&c=adam,rate:0.05&c=momentum,rate:0.1";

/// A run that leaves the finite numbers, and one beside it that does not.
const DIVERGING: &str = "v=1&on=linear_regression&view=-6,6,-6,6&start=-4,3&seed=3&steps=3000\
    &c=gradient_descent,rate:5,batch:4&c=gradient_descent,rate:0.05,batch:4";

fn experiment(link: &str) -> Experiment {
    Experiment::from_link(link).expect("a good link")
}

fn promptly(experiment: &Experiment) -> Race {
    prompt(experiment, &experiment.check().expect("a good experiment")).expect("a race")
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

fn is_filled(run: &Trajectory) -> bool {
    !run.losses.iter().chain(&run.held).any(|loss| loss.is_nan())
}

/// Every number of a run.
fn numbers(run: &Trajectory) -> Vec<u64> {
    bits(&run.flatten())
}

#[test]
fn a_small_race_is_whole_at_once() {
    for link in [SMALL, DIVERGING] {
        let experiment = experiment(link);
        let (at_once, whole) = (promptly(&experiment), race(&experiment).expect("a race"));
        assert_eq!(at_once.missing, Missing::Nothing);
        assert_eq!(at_once.trajectories.len(), whole.trajectories.len());
        for (a, b) in at_once.trajectories.iter().zip(&whole.trajectories) {
            assert!(is_filled(a) && is_filled(b));
            assert!(numbers(a) == numbers(b));
        }
    }
}

#[test]
fn what_is_there_promptly_has_the_bits_of_the_whole_race() {
    for (link, missing_losses) in [(DEAR_LOSSES, true), (DEAR_UPDATES, false)] {
        let experiment = experiment(link);
        let (at_once, whole) = (promptly(&experiment), race(&experiment).expect("a race"));
        match at_once.missing {
            Missing::Losses => assert!(missing_losses, "{link}"),
            Missing::Updates(steps) => {
                assert!(!missing_losses && steps < 900, "{link}");
                assert!(at_once.trajectories.iter().all(|run| run.steps() == steps), "the same number for all");
            }
            Missing::Nothing => panic!("{link}: that is too much to be made at once"),
        }
        for (a, b) in at_once.trajectories.iter().zip(&whole.trajectories) {
            assert!(is_filled(b));
            assert_eq!(a.points[..], b.points[..a.points.len()]);
            let known: Vec<usize> = (0..a.losses.len()).filter(|t| !a.losses[*t].is_nan()).collect();
            assert!(known.len() > 2 && known.contains(&0) && known.contains(&a.steps()), "{known:?}");
            assert!(known.iter().all(|t| a.losses[*t].to_bits() == b.losses[*t].to_bits()));
        }
    }
}

#[test]
fn slices_of_any_size_make_the_same_race() {
    for link in [SMALL, DIVERGING, DEAR_UPDATES] {
        let experiment = experiment(link);
        let whole = race(&experiment).expect("a race");
        for slice in [1, 5_000, 777_777] {
            let mut work = Work::new(experiment.clone()).expect("a race");
            let mut share = 0.0;
            while share < 1.0 {
                let next = work.advance(slice);
                assert!((share..=1.0).contains(&next), "progress goes from {share} to {next}");
                share = next;
            }
            let sliced = work.finish();
            assert_eq!(sliced.rates, whole.rates);
            for (a, b) in sliced.trajectories.iter().zip(&whole.trajectories) {
                assert!(numbers(a) == numbers(b), "slices of {slice}");
            }
        }
    }
}

#[test]
fn a_race_that_was_made_elsewhere_is_the_same() {
    for link in [SMALL, DIVERGING] {
        let experiment = experiment(link);
        let checked = experiment.check().expect("a good experiment");
        let whole = race(&experiment).expect("a race");
        let flat: Vec<Vec<f64>> = whole.trajectories.iter().map(Trajectory::flatten).collect();
        let revived = revive(&experiment, &checked, &whole.rates, flat.iter().cloned()).expect("all runs");
        for contender in 0..experiment.contenders.len() {
            let seen = &checked.seen[contender];
            let (a, b) = (&revived.of(contender)[0], &whole.of(contender)[0]);
            assert!(numbers(a) == numbers(b));
            assert_eq!(a.outcome, b.outcome);
            // The state as well is computed again, from the first step.
            for t in [0, 1, 17, a.steps()] {
                assert_eq!(a.step(seen.objective(), t), b.step(seen.objective(), t), "step {t}");
            }
        }
        let is_refused = |flat: &[Vec<f64>]| revive(&experiment, &checked, &whole.rates, flat.iter().cloned()).is_err();
        assert!(is_refused(&flat[1..]), "a run is missing");
        // Cut off anywhere it is no run: numbers are counted before they come.
        for length in [0, 7, 20, flat[0].len() - 1] {
            let mut broken = flat.clone();
            broken[0].truncate(length);
            assert!(is_refused(&broken), "a run of {length} numbers");
        }
    }
}

#[test]
fn a_laboratory_takes_over_only_what_is_of_its_race() {
    for link in [DEAR_LOSSES, DEAR_UPDATES] {
        let mut lab = Lab::new(experiment(link)).expect("a good experiment");
        let whole = race(lab.experiment()).expect("a race");
        let flat: Vec<Vec<f64>> = whole.trajectories.iter().map(Trajectory::flatten).collect();
        let generation = lab.generation();
        lab.edit("contenders.1.rate", "0.03").expect("a good rate");
        assert_ne!(lab.missing(), Missing::Nothing);
        assert_eq!(lab.complete(generation, flat.into_iter()), Ok(false), "the race has changed");
        assert_ne!(lab.missing(), Missing::Nothing);
        let whole = race(lab.experiment()).expect("a race");
        let flat: Vec<Vec<f64>> = whole.trajectories.iter().map(Trajectory::flatten).collect();
        assert_eq!(lab.complete(lab.generation(), flat.into_iter()), Ok(true));
        assert_eq!(lab.missing(), Missing::Nothing);
        for (a, b) in lab.trajectories().iter().zip(&whole.trajectories) {
            assert!(numbers(a) == numbers(b));
        }
        // Another view is the same race.
        let generation = lab.generation();
        lab.fit().expect("a view");
        assert_eq!(lab.generation(), generation);
    }
}

#[test]
fn a_million_steps_are_a_race_and_more_are_refused() {
    let link =
        |steps: usize| format!("v=1&on=bowl&view=-5,5,-5,5&start=1,1&seed=0&steps={steps}&noise=0.1&c=adam,rate:0.001");
    let runs = race(&experiment(&link(1_000_000))).expect("a race").trajectories;
    assert_eq!(runs[0].steps(), 1_000_000);
    let refused = Experiment::from_link(&link(1_000_001)).expect_err("a refusal").to_string();
    assert_eq!(refused, "steps: wanted a whole number from 1 to 1000000, given 1000001");
}

#[test]
fn a_run_whose_first_batch_overflows_has_its_start_and_no_more() {
    // One squared residual is 2 · 10³⁰⁸, beyond all numbers, and the mean over the three points a third of that.
    let experiment = experiment(
        "v=1&on=linear_regression&data=given,x,y;1e150,0;0,0;0,0&view=-1,1,-1,1&start=14000,0&seed=0&steps=5\
         &c=gradient_descent,rate:0.1,batch:1,order:sequential",
    );
    let whole = race(&experiment).expect("a race");
    let run = &whole.trajectories[0];
    assert_eq!((run.points.clone(), run.outcome), (experiment.starts.clone(), Outcome::Diverged { step: 1 }));
    assert!(run.losses[0].is_finite());
    assert!(numbers(run) == numbers(&promptly(&experiment).trajectories[0]));
}
