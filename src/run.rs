//! Runs: from an experiment to its trajectories.

use crate::descent::{Descent, Running};
use crate::experiment::{Checked, Experiment, Seen};
use crate::fairness;
use crate::linear::Vec2;
use crate::objective::Objective;
use crate::problem::Problem;
use crate::words::{say, text};

pub use crate::descent::{Step, Trajectory, climb, descend};

/// All trajectories of an experiment, and the learning rates that made them.
pub struct Race {
    /// Every run: contender by contender, start by start within each, and repetition by repetition within that; then
    /// the pins' runs.
    pub trajectories: Vec<Trajectory>,
    /// The learning rate of each contender: its own, or what the experiment's fairness makes of it; then those of the
    /// pins.
    pub rates: Vec<f64>,
    /// What is missing: nothing, or what would have taken too long.
    pub missing: Missing,
    /// Where the runs of each contender begin in `trajectories`, and at last their number.
    offsets: Vec<usize>,
}

/// What a race that was made promptly has left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Nothing.
    Nothing,
    /// Losses over all data, at some steps.
    Losses,
    /// Every update from this number on.
    Updates(usize),
}

/// The work that a race may take that answers an edit at once, in evaluations of the loss of one data point: in the
/// browser they take from 5 nanoseconds, where they are arithmetic, to 50, where they are exponentials.
const PROMPT: usize = 1_200_000;

/// The same for losses over all data that only the chart shows.
const PROMPT_LOSSES: usize = 300_000;

/// No fewer updates than this are made at once, however dear they are.
const FEWEST: usize = 4;

/// What an update costs besides its losses of data points, in the same unit.
const UPDATE: usize = 6;

impl Race {
    /// The race whose runs are made, in their order, by `make` from a contender in a repetition, its learning rate and
    /// a start.
    fn of_runs(
        experiment: &Experiment,
        checked: &Checked,
        rates: Vec<f64>,
        mut make: impl FnMut(Descent, f64, Vec2) -> Result<Trajectory, Problem>,
    ) -> Result<Race, Problem> {
        let (mut trajectories, mut offsets) = (Vec::new(), vec![0]);
        for (contender, &rate) in rates.iter().enumerate() {
            for &start in experiment.starts_of(contender) {
                for repeat in 0..checked.repeats[contender] {
                    trajectories.push(make(Descent { experiment, checked, contender, repeat }, rate, start)?);
                }
            }
            offsets.push(trajectories.len());
        }
        Ok(Race { trajectories, rates, missing: Missing::Nothing, offsets })
    }

    /// The runs of a contender: start by start, and repetition by repetition within each; beyond the contenders, a
    /// pin's.
    pub fn of(&self, contender: usize) -> &[Trajectory] {
        &self.trajectories[self.offsets[contender]..self.offsets[contender + 1]]
    }
}

/// Runs every contender from every start: contender by contender, start by start within each, and repetition by
/// repetition within that; then the pins.
///
/// A pure function of the experiment: the same bits at every call and on every target.
///
/// # Errors
/// If the experiment does not pass [`Experiment::check`], or its fairness has no learning rate for a contender.
pub fn run(experiment: &Experiment) -> Result<Vec<Trajectory>, Problem> {
    race(experiment).map(|race| race.trajectories)
}

/// The same with the learning rates used.
///
/// # Errors
/// As [`run`].
pub fn race(experiment: &Experiment) -> Result<Race, Problem> {
    let mut work = Work::new(experiment.clone())?;
    while work.advance(usize::MAX) < 1.0 {}
    Ok(work.finish())
}

/// As much of the race as can be made at once: every update and every loss if they are few, else every update and the
/// losses at the ends of some epochs, else as many updates as can be made, the same number for all.
///
/// What is there has the same bits as in the whole race.
///
/// # Errors
/// As [`run`].
pub fn prompt(experiment: &Experiment, checked: &Checked) -> Result<Race, Problem> {
    let rates = fairness::rates(experiment, checked)?;
    let repeated = |contender: usize| experiment.starts_of(contender).len() * checked.repeats[contender];
    // What one update of all runs costs, and a loss of all of them.
    let update: usize =
        checked.seen.iter().enumerate().map(|(k, seen)| repeated(k) * (UPDATE + cost_of_update(seen))).sum();
    let most = checked.most_updates();
    let share = (PROMPT / update.max(1)).max(FEWEST);
    let longest = |contender: usize| checked.updates[contender].min(share);
    let loss = |contender: usize| cost_of_loss(checked, checked.seen[contender].objective().is_sampled());
    let all = (0..rates.len()).map(|k| repeated(k) * longest(k) * loss(k)).sum::<usize>() <= PROMPT_LOSSES;
    let mut race = Race::of_runs(experiment, checked, rates, |descent, rate, start| {
        let contender = descent.contender;
        let mut trajectory = descent.run(rate, start, longest(contender))?;
        let last = trajectory.steps();
        // At the ends of epochs, or if even these are too many, of every so manieth.
        let epoch = checked.seen[contender].per_epoch();
        let runs = repeated(contender) * checked.seen.len();
        let affordable = (PROMPT_LOSSES / loss(contender).max(1) / runs).max(1);
        let stride = if all { 1 } else { epoch * (last / epoch).div_ceil(affordable).max(1) };
        fill(&mut trajectory, checked, (0..=last).step_by(stride).chain([last]));
        Ok(trajectory)
    })?;
    race.missing = if share < most {
        Missing::Updates(share)
    } else if all {
        Missing::Nothing
    } else {
        Missing::Losses
    };
    Ok(race)
}

/// How many losses of data points an update asks for.
fn cost_of_update(seen: &Seen) -> usize {
    match seen {
        Seen::InBatches(batched) if batched.is_sampled() => batched.batches().size(),
        Seen::InBatches(_) | Seen::Exactly(_) | Seen::WithNoise(_) => seen.objective().cost(),
    }
}

/// How many losses of data points have to be evaluated for the loss of a step, that over the data held out included;
/// a run that is not `sampled` has seen the loss over the others.
fn cost_of_loss(checked: &Checked, sampled: bool) -> usize {
    let held = checked.ground.sample().and_then(|sample| sample.held_loss.as_ref()).map_or(0, |held| held.cost());
    held + if sampled { checked.ground.objective.cost() } else { 0 }
}

/// Computes the losses of a run over data at `steps`.
fn fill(trajectory: &mut Trajectory, checked: &Checked, steps: impl Iterator<Item = usize> + Clone) {
    let ground = &checked.ground;
    trajectory.fill(|w| ground.objective.value(w), steps.clone());
    if let Some(sample) = ground.sample()
        && let Some(held) = &sample.held_loss
    {
        let factor = sample.held_factor(&ground.settings);
        trajectory.fill_held(|w| factor * held.value(w), steps);
    }
}

/// A whole race on its way, in slices as small as is wished.
pub struct Work {
    experiment: Experiment,
    checked: Checked,
    race: Race,
    /// The run that is being made, and what its updates see.
    current: Option<(Seen, Running)>,
    /// The number of losses known of the latest run.
    filled: usize,
    /// Work done and to be done, in evaluations.
    done: usize,
    total: usize,
}

/// Which run is the next: contender, start, repetition.
type Place = (usize, Vec2, usize);

impl Work {
    /// The race of `experiment`, of which nothing is done yet but the choice of learning rates.
    ///
    /// # Errors
    /// As [`run`].
    pub fn new(experiment: Experiment) -> Result<Work, Problem> {
        let checked = experiment.check()?;
        let rates = fairness::rates(&experiment, &checked)?;
        let mut total = 0;
        for (contender, seen) in checked.seen.iter().enumerate() {
            let updates =
                checked.updates[contender] * experiment.starts_of(contender).len() * checked.repeats[contender];
            let loss = cost_of_loss(&checked, seen.objective().is_sampled());
            total += updates * (UPDATE + cost_of_update(seen) + loss);
        }
        let race = Race { trajectories: Vec::new(), rates, missing: Missing::Nothing, offsets: vec![0] };
        Ok(Work { experiment, checked, race, current: None, filled: 0, done: 0, total })
    }

    /// Which run is the next; none after the last.
    fn next(&self) -> Option<Place> {
        let contender = self.race.offsets.len() - 1;
        let repeats = *self.checked.repeats.get(contender)?;
        let made = self.race.trajectories.len() - self.race.offsets[contender];
        Some((contender, self.experiment.starts_of(contender)[made / repeats], made % repeats))
    }

    /// Works on for about `effort` evaluations, and returns the share that is done, 1 only at the end.
    pub fn advance(&mut self, effort: usize) -> f64 {
        let goal = self.done.saturating_add(effort);
        loop {
            if self.fill_latest(goal) && !self.run_next(goal) {
                return 1.0;
            }
            if self.done >= goal {
                return (self.done as f64 / self.total.max(1) as f64).min(0.999);
            }
        }
    }

    /// Computes losses of the latest run up to the goal; whether all are known.
    fn fill_latest(&mut self, goal: usize) -> bool {
        let Some(latest) = self.race.trajectories.last_mut() else { return true };
        let points = latest.points.len();
        if self.filled >= points {
            return true;
        }
        let loss = cost_of_loss(&self.checked, !latest.seen.is_empty());
        let affordable = match loss {
            0 => points,
            _ => (goal.saturating_sub(self.done) / loss).max(1),
        };
        let end = points.min(self.filled.saturating_add(affordable));
        fill(latest, &self.checked, self.filled..end);
        self.done = self.done.saturating_add((end - self.filled) * loss);
        self.filled = end;
        self.filled == points
    }

    /// Makes updates of the next run up to the goal; whether there was one.
    fn run_next(&mut self, goal: usize) -> bool {
        let Some((contender, start, repeat)) = self.next() else { return false };
        let descent = Descent { experiment: &self.experiment, checked: &self.checked, contender, repeat };
        let rate = self.race.rates[contender];
        let (seen, mut running) = match self.current.take() {
            Some(current) => current,
            None => {
                // An experiment that has passed its check sees its data.
                let Ok(seen) = descent.seen() else { return false };
                let running = descent.begin(&seen, rate, start, self.checked.updates[contender]);
                (seen, running)
            }
        };
        let (before, cost) = (running.done(), UPDATE + cost_of_update(&seen));
        running.advance(seen.objective(), (goal.saturating_sub(self.done) / cost).max(1));
        self.done = self.done.saturating_add((running.done() - before) * cost);
        if !running.is_over() {
            self.current = Some((seen, running));
            return true;
        }
        let trajectory = running.finish(seen.objective(), descent.radius());
        self.race.trajectories.push(trajectory);
        self.filled = 0;
        let made = self.race.trajectories.len() - self.race.offsets[contender];
        if made == self.experiment.starts_of(contender).len() * self.checked.repeats[contender] {
            self.race.offsets.push(self.race.trajectories.len());
        }
        true
    }

    /// The race, once [`Work::advance`] has returned 1.
    pub fn finish(self) -> Race {
        self.race
    }
}

/// The race of runs that were made elsewhere, in the order of [`Race::trajectories`], by [`Trajectory::flatten`].
///
/// # Errors
/// If one of the experiment's runs is missing or cannot be read.
pub fn revive(
    experiment: &Experiment,
    checked: &Checked,
    rates: &[f64],
    mut flat: impl Iterator<Item = Vec<f64>>,
) -> Result<Race, Problem> {
    Race::of_runs(experiment, checked, rates.into(), |descent, rate, start| {
        let begun = descent.begin(&checked.seen[descent.contender], rate, start, 0);
        let made = flat.next().and_then(|flat| begun.revived(&flat));
        made.ok_or_else(|| Problem::new("runs", text!("every run of the experiment"), say!("fewer")))
    })
}
