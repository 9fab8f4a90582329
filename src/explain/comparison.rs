//! The contenders of a race side by side, in numbers.
//!
//! Of each contender the followed run is judged, the first from the first start, after the same budget.

use super::counted::{Count, Replay, Total};
use crate::experiment::Unit;
use crate::lab::Lab;
use crate::linear::Vec2;
use crate::objective::Objective;
use crate::run::{Missing, Trajectory};
use crate::stationary::{Kind, StationaryPoint};

/// What is made again, and what is evaluated along the paths, is no more than this each, in losses of single data
/// points and for all contenders together: some tens of milliseconds.
const EFFORT: usize = 60_000;

/// So many distances to a point take as long as an evaluation.
const DISTANCES: usize = 16;

/// Every how many steps a path's length so far is kept.
const STRIDE: usize = 1024;

/// When a run counts as arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criterion {
    /// L(w) minus what the loss does not fall below is at most ε.
    Loss,
    /// ‖∇L(w)‖ is at most ε.
    Gradient,
    /// The distance of w to the nearest minimum known is at most ε, in domain units.
    Distance,
}

/// After what the contenders are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Budget {
    /// The whole race: the same number of steps, or of epochs.
    Race,
    /// The same number of gradient evaluations.
    Gradients,
    /// Where the playhead stands.
    Playhead,
}

/// The budget in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spent {
    /// So many steps of each.
    Steps(usize),
    /// So many epochs of each.
    Epochs(usize),
    /// As many steps of each as are computed yet.
    Computed(usize),
    /// Up to so many on the race's clock.
    Clock(usize),
    /// At most so many gradients of each.
    Gradients(u64),
    /// At most so many gradients of single data points of each.
    Points(u64),
}

/// Why a number is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// The loss is not known to be bounded below.
    NoFloor,
    /// No minimum is known in and around the view.
    NoMinimum,
    /// Whole curves are stationary in and around the view, and no single minimum is known.
    OnlyCurves,
    /// The losses that it takes are still to be computed.
    NotComputed,
    /// It would hold up the page.
    TooLong,
}

/// A contender in the comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The index of the contender.
    pub contender: usize,
    /// Its learning rate, before any schedule.
    pub rate: f64,
    /// Whether its rule uses gradients at all.
    pub uses_gradients: bool,
    /// Its numbers; none where it is not known after how many updates it has spent the budget.
    pub standing: Result<Standing, Unknown>,
}

/// How a run stands once it has spent the budget.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The number of updates made.
    pub step: usize,
    /// Whether this is its last finite iterate and the budget would have allowed more.
    pub is_lost: bool,
    /// L(w).
    pub loss: f64,
    /// The distance to the nearest minimum known, in domain units.
    pub distance: Result<f64, Unknown>,
    /// The first step at which the criterion holds; none if it does not within the budget.
    pub reached: Result<Option<usize>, Unknown>,
    /// What it has evaluated.
    pub total: Result<Total, Unknown>,
    /// The sum of the lengths of all steps, in domain units; ∞ where it overflows.
    pub length: f64,
    /// The number of steps t with L(wᵗ⁺¹) > L(wᵗ).
    pub increases: Result<usize, Unknown>,
}

/// What is measured of a race once, to judge it after any budget.
pub struct Measures {
    runs: Vec<Measured>,
    /// The first step of all at which the criterion holds, for each contender.
    reached: Vec<Result<Option<usize>, Unknown>>,
}

/// What is measured of one run.
struct Measured {
    count: Option<Count>,
    /// Length and rises of the path after 0, 1024, 2048, … updates.
    progress: Vec<Progress>,
    uses_gradients: bool,
}

/// A path so far.
#[derive(Clone, Copy, Default)]
struct Progress {
    length: f64,
    increases: usize,
    /// Whether the loss of some step is not computed yet.
    is_open: bool,
}

/// ‖v‖, by its square wherever that neither overflows nor vanishes: a race may have millions of steps.
fn length(v: Vec2) -> f64 {
    let square = v.dot(v);
    if square.is_normal() { square.sqrt() } else { v.norm() }
}

impl Progress {
    fn walk(mut self, run: &Trajectory, from: usize, to: usize) -> Progress {
        for t in from..to {
            let [before, after] = [run.losses[t], run.losses[t + 1]];
            self.length += length(run.points[t + 1] - run.points[t]);
            self.increases += usize::from(after > before);
            self.is_open |= before.is_nan() || after.is_nan();
        }
        self
    }
}

/// The run of contender `index` that is judged, to be made again.
fn replay(lab: &Lab, index: usize) -> Replay<'_> {
    let (entry, settings) = &lab.checked().contenders[index];
    let seen = lab.seen(index);
    Replay {
        run: lab.followed(index),
        optimizer: (entry.build)(settings),
        objective: seen.objective(),
        batches: seen.batches(),
        rate: lab.rate(index),
        maximizes: lab.experiment().contenders[index].maximize,
    }
}

/// The minima that are known in and around the view.
pub fn minima(lab: &Lab) -> impl Iterator<Item = &StationaryPoint> {
    let is_minimum = |point: &&StationaryPoint| matches!(point.kind, Kind::Minimum | Kind::DegenerateMinimum);
    lab.stationary().points.iter().filter(is_minimum)
}

/// The minima that are known, or why there are none.
fn known_minima(lab: &Lab) -> Result<Vec<Vec2>, Unknown> {
    let places: Vec<Vec2> = minima(lab).map(|point| point.at).collect();
    let found = lab.stationary();
    match places.is_empty() {
        false => Ok(places),
        true if found.curve.is_empty() && found.lines.is_empty() => Err(Unknown::NoMinimum),
        true => Err(Unknown::OnlyCurves),
    }
}

/// The distance from `w` to the nearest of `places`.
fn nearest(places: &[Vec2], w: Vec2) -> f64 {
    places.iter().map(|place| length(w - *place)).fold(f64::INFINITY, f64::min)
}

/// The first step of `run` at which `criterion` holds with `epsilon`, at the price of at most `effort` losses of data
/// points.
fn reached(
    lab: &Lab,
    run: &Trajectory,
    (criterion, epsilon): (Criterion, f64),
    effort: usize,
) -> Result<Option<usize>, Unknown> {
    let affordable = |cost: usize| run.points.len().min(effort / cost.max(1));
    let first = |most: usize, holds: &dyn Fn(Vec2) -> bool| match run.points[..most].iter().position(|w| holds(*w)) {
        None if most < run.points.len() => Err(Unknown::TooLong),
        found => Ok(found),
    };
    match criterion {
        Criterion::Loss => {
            let floor = lab.floor().ok_or(Unknown::NoFloor)?;
            let found = run.losses.iter().position(|loss| loss.is_nan() || loss - floor <= epsilon);
            match found {
                Some(t) if run.losses[t].is_nan() => Err(Unknown::NotComputed),
                found => Ok(found),
            }
        }
        Criterion::Gradient => {
            let objective: &dyn Objective = lab.objective();
            first(affordable(objective.cost()), &|w| objective.slope(w).gradient.norm() <= epsilon)
        }
        Criterion::Distance => {
            let places = known_minima(lab)?;
            let most = run.points.len().min(DISTANCES * effort / places.len());
            first(most, &|w| nearest(&places, w) <= epsilon)
        }
    }
}

impl Measures {
    /// The race as it stands, arrived where `criterion` holds with `epsilon`.
    pub fn new(lab: &Lab, criterion: Criterion, epsilon: f64) -> Measures {
        let contenders = lab.experiment().contenders.len();
        let mut searching = (0..contenders).filter(|index| replay(lab, *index).searches()).count();
        let mut effort = EFFORT;
        let mut measured = |index: usize| {
            let run = lab.followed(index);
            let mut so_far = Progress::default();
            let mut progress = vec![so_far];
            for from in (0..run.steps()).step_by(STRIDE) {
                so_far = so_far.walk(run, from, run.steps().min(from + STRIDE));
                progress.push(so_far);
            }
            let replay = replay(lab, index);
            let (uses_gradients, searches) = (replay.uses_gradients(), replay.searches());
            // What one of them leaves is for the others.
            let share = effort / searching.max(1);
            let mut left = share;
            let count = replay.count(&mut left);
            effort -= share - left;
            searching -= usize::from(searches);
            Measured { count, progress, uses_gradients }
        };
        let runs = (0..contenders).map(&mut measured).collect();
        let mut measures = Measures { runs, reached: Vec::new() };
        measures.arrive(lab, criterion, epsilon);
        measures
    }

    /// The same race, arrived where `criterion` holds with `epsilon`.
    pub fn arrive(&mut self, lab: &Lab, criterion: Criterion, epsilon: f64) {
        let effort = EFFORT / self.runs.len();
        let reached = |index: usize| reached(lab, lab.followed(index), (criterion, epsilon), effort);
        self.reached = (0..self.runs.len()).map(reached).collect();
    }

    /// The budget in numbers when the clock stands at `clock`, and every contender after it.
    pub fn judge(&self, lab: &Lab, budget: Budget, clock: usize) -> (Spent, Vec<Row>) {
        let spent = self.spent(lab, budget, clock);
        let minima = known_minima(lab);
        let row = |(contender, measured): (usize, &Measured)| Row {
            contender,
            rate: lab.rate(contender),
            uses_gradients: measured.uses_gradients,
            standing: measured.step(lab, contender, spent).map(|step| {
                let reached = self.reached[contender].map(|first| first.filter(|first| *first <= step));
                Standing { reached, ..measured.standing(lab, contender, step, minima.as_deref()) }
            }),
        };
        (spent, self.runs.iter().enumerate().map(row).collect())
    }

    fn spent(&self, lab: &Lab, budget: Budget, clock: usize) -> Spent {
        let race = match (lab.missing(), lab.experiment().unit) {
            (Missing::Updates(made), _) => Spent::Computed(made),
            (_, Unit::Epochs) => Spent::Epochs(lab.experiment().steps),
            (_, Unit::Steps) => Spent::Steps(lab.experiment().steps),
        };
        match budget {
            Budget::Race => race,
            Budget::Playhead => Spent::Clock(clock),
            Budget::Gradients => {
                let counted = |k: usize| {
                    let Measured { count, uses_gradients, .. } = &self.runs[k];
                    count.as_ref().filter(|_| *uses_gradients).map(|count| count.after(count.steps()).points)
                };
                // A run that was lost early would leave the others nothing.
                let kept = |k: &usize| !lab.followed(*k).outcome.is_lost();
                let all = 0..self.runs.len();
                let least = all.clone().filter(kept).filter_map(counted).min().or(all.filter_map(counted).min());
                match least {
                    Some(least) if lab.count().is_some() => Spent::Points(least),
                    Some(least) => Spent::Gradients(least),
                    None => race,
                }
            }
        }
    }
}

impl Measured {
    /// After how many updates the run has spent the budget.
    fn step(&self, lab: &Lab, contender: usize, spent: Spent) -> Result<usize, Unknown> {
        let run = lab.followed(contender);
        match spent {
            Spent::Gradients(most) | Spent::Points(most) if self.uses_gradients => {
                self.count.as_ref().map(|count| count.last_within(most)).ok_or(Unknown::TooLong)
            }
            Spent::Clock(clock) => Ok(lab.step_of(contender, clock).min(run.steps())),
            _ => Ok(run.steps()),
        }
    }

    /// How the run stands after `step` updates; whether it has arrived is still to be said.
    fn standing(&self, lab: &Lab, contender: usize, step: usize, minima: Result<&[Vec2], &Unknown>) -> Standing {
        let run = lab.followed(contender);
        let w = run.points[step];
        let start = step / STRIDE;
        let progress = self.progress[start].walk(run, start * STRIDE, step);
        let known = run.losses[step];
        Standing {
            step,
            is_lost: step == run.steps() && run.outcome.is_lost() && step < lab.checked().updates[contender],
            loss: if known.is_nan() { lab.objective().value(w) } else { known },
            distance: minima.map(|places| nearest(places, w)).map_err(|unknown| *unknown),
            reached: Ok(None),
            total: self.count.as_ref().map(|count| count.after(step)).ok_or(Unknown::TooLong),
            length: progress.length,
            increases: if progress.is_open { Err(Unknown::NotComputed) } else { Ok(progress.increases) },
        }
    }
}
