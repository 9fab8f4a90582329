//! Whole experiments, by links or with every field set to anything: what is accepted runs, the same twice.

use steepest::experiment::Experiment;
use steepest::run::{Missing, Trajectory, Work, prompt, race};

use super::{chance, is_same, refused};

/// No run makes more updates than this here, and none is made again more often.
const STEPS: usize = 24;
const RUNS: usize = 2;

/// What the runs of one input may cost in losses of data points; those that are dearer are only checked.
const WORK: usize = 400_000;

/// A text that begins with a brace has all fields as JSON, another is a link.
pub fn take(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let made = if text.starts_with('{') {
        let Ok(made) = serde_json::from_str::<Experiment>(&text) else { return false };
        let json = serde_json::to_string(&made).expect("plain data");
        assert_eq!(serde_json::from_str::<Experiment>(&json).expect("plain data"), made, "{json}");
        made
    } else {
        match Experiment::from_link(&text) {
            Ok(made) => made,
            Err(problem) => {
                refused(&problem);
                return false;
            }
        }
    };
    match made.check() {
        Ok(_) => runs(Experiment { steps: made.steps.min(STEPS), runs: made.runs.min(RUNS), ..made }, bytes),
        Err(problem) => {
            refused(&problem);
            return false;
        }
    }
    true
}

/// Every number of a run.
fn is_same_run(a: &Trajectory, b: &Trajectory) -> bool {
    let (a, b) = (a.flatten(), b.flatten());
    a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| is_same(*a, *b))
}

/// An experiment that was accepted, shortened, which it may always be.
fn runs(experiment: Experiment, bytes: &[u8]) {
    let checked = experiment.check().unwrap_or_else(|problem| panic!("shortened it is refused: {problem}"));
    let runs = |k: usize| {
        let starts = if k < experiment.contenders.len() { experiment.starts.len() } else { 1 };
        starts * checked.repeats[k]
    };
    let updates = (0..checked.updates.len()).map(|k| checked.updates[k].saturating_mul(runs(k))).sum::<usize>();
    if updates.saturating_mul(checked.ground.objective.cost() + 1) > WORK {
        return;
    }
    let whole = match race(&experiment) {
        Ok(whole) => whole,
        // A race at one effective rate has none for a contender whose gain is infinite.
        Err(problem) => return refused(&problem),
    };
    assert_eq!(whole.trajectories.len(), (0..checked.updates.len()).map(runs).sum::<usize>());
    for k in 0..checked.updates.len() {
        for run in whole.of(k) {
            assert!(run.steps() <= checked.updates[k] && run.points.len() == run.losses.len());
            assert!(run.points.iter().all(|w| w.x.is_finite() && w.y.is_finite()));
            assert!(run.losses.iter().chain(&run.held).all(|loss| !loss.is_nan()));
        }
    }
    let mut work = Work::new(experiment.clone()).expect("it has run");
    let slice = 1 + chance(bytes).below(5_000, 0);
    while work.advance(slice) < 1.0 {}
    let sliced = work.finish();
    assert_eq!(sliced.rates, whole.rates);
    let pairs = || whole.trajectories.iter().zip(&sliced.trajectories);
    assert!(pairs().all(|(a, b)| is_same_run(a, b)), "in slices of {slice} the run is another");
    let at_once = prompt(&experiment, &checked).expect("it has run");
    for (a, b) in at_once.trajectories.iter().zip(&whole.trajectories) {
        let is_whole = at_once.missing == Missing::Nothing;
        assert!(
            if is_whole { is_same_run(a, b) } else { b.points.starts_with(&a.points) },
            "at once the run is another"
        );
    }
}
