//! The laboratory session: one experiment, its trajectories, and every edit a person can make.
//!
//! An edit that fails leaves everything as it was.

mod contenders;
mod curves;
mod data;
mod fields;
mod formula;
mod history;
mod points;
mod proof;
mod rule;
mod shadows;
mod view;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::mem::{replace, take};
use std::sync::Arc;

use crate::data::Table;
use crate::experiment::{Checked, Experiment, Ground, Kind, Look, SCENES, Seen, Unit};
use crate::linear::{Rect, Vec2};
use crate::objective::{self, Objective};
use crate::outcome::Outcome;
use crate::problem::Problem;
use crate::run::{self, Missing, Race, Step, Trajectory};
use crate::stationary::{self, Found};

pub use curves::{Learning, Series};
use data::{fit_to_landscape, unused_stream};
use history::History;
use proof::Proof;
use shadows::Former;
pub use shadows::Shadow;

/// A laboratory session.
pub struct Lab {
    experiment: Experiment,
    checked: Checked,
    race: Race,
    /// Stationary points in `searched`, once they are asked for.
    found: OnceCell<Found>,
    searched: Rect,
    /// What is proved of the stationary points, if anything is.
    proof: Option<Proof>,
    /// How many times the landscape has been another.
    landscape_number: u32,
    /// Stationary points in the landscape's home view, once they are asked for: the scale of learning rates.
    at_home: OnceCell<Found>,
    /// What the loss does not fall below, once it is asked for.
    floor: OnceCell<Option<f64>>,
    /// The data that the user has brought last, though something else may be descended now.
    brought: Option<Arc<Table>>,
    /// How many times the race has been made anew.
    generation: u32,
    /// What the latest edit has replaced.
    former: Option<Former>,
    /// Whether the next change begins another edit.
    begins: bool,
    /// What can be undone.
    history: History,
    /// How the experiment that was opened last is to be looked at: what a session edits has no look.
    look: Look,
}

impl Default for Lab {
    /// A session on the first scene.
    fn default() -> Self {
        Lab::new((SCENES[0].experiment)()).expect("the first scene is a valid experiment")
    }
}

impl Lab {
    /// A session on `experiment`.
    ///
    /// # Errors
    /// If the experiment does not pass [`Experiment::check`].
    pub fn new(mut experiment: Experiment) -> Result<Self, Problem> {
        let look = take(&mut experiment.look);
        let checked = experiment.check()?;
        let race = run::prompt(&experiment, &checked)?;
        let searched = objective::extent(&*checked.ground.objective, wider(experiment.view));
        let (found, at_home, floor) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        let brought = experiment.landscape.table.clone();
        let (proof, landscape_number, generation, former, begins, history) =
            (None, 0, 0, None, false, History::default());
        Ok(Lab {
            experiment,
            checked,
            race,
            found,
            searched,
            proof,
            landscape_number,
            at_home,
            floor,
            brought,
            generation,
            former,
            begins,
            history,
            look,
        })
    }

    /// The experiment as it stands.
    pub fn experiment(&self) -> &Experiment {
        &self.experiment
    }

    /// How the experiment that was opened last is to be looked at.
    pub fn look(&self) -> &Look {
        &self.look
    }

    /// The experiment with the playhead at `at`, and switched on what `words` say, with commas between them.
    ///
    /// At its start and its end a playhead is as in any race.
    pub fn looked_at(&self, at: usize, words: &str) -> Experiment {
        let at = Some(at).filter(|at| (1..self.steps()).contains(at));
        Experiment { look: Look::new(at, words.split(',')), ..self.experiment.clone() }
    }

    /// The experiment's registry entries and settings.
    pub fn checked(&self) -> &Checked {
        &self.checked
    }

    /// The landscape.
    pub fn objective(&self) -> &dyn Objective {
        &*self.checked.ground.objective
    }

    /// Every run, contender by contender, start by start, and then the pins'.
    pub fn trajectories(&self) -> &[Trajectory] {
        &self.race.trajectories
    }

    /// The learning rate at which a contender runs: its own, or what the race's fairness makes of it.
    pub fn rate(&self, contender: usize) -> f64 {
        self.race.rates[contender]
    }

    /// The followed run of a contender: the first from the first start.
    pub fn followed(&self, contender: usize) -> &Trajectory {
        &self.race.of(contender)[0]
    }

    /// The runs of a contender: start by start, and repetition by repetition within each.
    pub fn runs(&self, contender: usize) -> &[Trajectory] {
        self.race.of(contender)
    }

    /// The length of the race's clock: the greatest number of updates of a contender.
    pub fn steps(&self) -> usize {
        self.checked.most_updates()
    }

    /// The number of updates that a contender has made when the clock stands at `clock`.
    ///
    /// Where the race counts epochs, contenders with small batches make more of them in the same time.
    pub fn step_of(&self, contender: usize, clock: usize) -> usize {
        let (own, most) = (self.checked.updates[contender], self.steps());
        if own == most { clock } else { (clock as u64 * own as u64 / most.max(1) as u64) as usize }
    }

    /// How many steps, or epochs, of the race one update of a contender takes: the unit of charts' horizontal axes.
    pub fn pace_of_clock(&self, contender: usize) -> f64 {
        self.length_of_update(self.seen(contender).per_epoch())
    }

    /// The same of updates of which `per_epoch` make an epoch.
    fn length_of_update(&self, per_epoch: usize) -> f64 {
        match self.experiment.unit {
            Unit::Steps => 1.0,
            Unit::Epochs => 1.0 / per_epoch as f64,
        }
    }

    /// Where the clock stands when a contender has just made `step` updates, or at its end.
    pub fn clock_of(&self, contender: usize, step: usize) -> usize {
        let (own, most) = (self.checked.updates[contender], self.steps());
        (step as u64 * most as u64).div_ceil(own.max(1) as u64).min(most as u64) as usize
    }

    /// What each update of a contender's followed run sees.
    pub fn seen(&self, contender: usize) -> &Seen {
        &self.checked.seen[contender]
    }

    /// All that happens at step `t` of a contender's followed run.
    pub fn step(&self, contender: usize, t: usize) -> Step {
        self.followed(contender).step(self.seen(contender).objective(), t)
    }

    /// ∇L at step `t` of a contender's followed run, and the gradient that its next update sees instead; none where it
    /// sees ∇L.
    pub fn gradients(&self, contender: usize, t: usize) -> Option<[Vec2; 2]> {
        let seen = self.seen(contender);
        if seen.is_exact() {
            return None;
        }
        let w = self.followed(contender).points[t];
        let sign = if self.experiment.contenders[contender].maximize { -1.0 } else { 1.0 };
        Some([self.objective().slope(w).gradient, seen.objective().slope_at(t, w).gradient].map(|g| sign * g))
    }

    /// What would have taken too long to compute at once.
    pub fn missing(&self) -> Missing {
        self.race.missing
    }

    /// How many times the race has been made anew: the number by which what is computed elsewhere says what it is of.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// Takes over the whole race `generation`, computed elsewhere; whether it is still the one that is shown.
    ///
    /// # Errors
    /// If the runs are not those of the experiment.
    pub fn complete(&mut self, generation: u32, flat: impl Iterator<Item = Vec<f64>>) -> Result<bool, Problem> {
        if generation != self.generation {
            return Ok(false);
        }
        let whole = run::revive(&self.experiment, &self.checked, &self.race.rates, flat)?;
        if self.race.missing == Missing::Losses {
            // The runs that are here know more of their states.
            for (run, other) in self.race.trajectories.iter_mut().zip(whole.trajectories) {
                (run.losses, run.held) = (other.losses, other.held);
            }
            self.race.missing = Missing::Nothing;
        } else {
            self.race = whole;
        }
        Ok(true)
    }

    /// Whether the landscape depends on one parameter: it is then shown as a curve of the loss over x.
    pub fn is_curve(&self) -> bool {
        self.objective().variables() == 1
    }

    /// Where the iterates of `run` are shown: in the plane, or on the curve at (x, L(x)).
    pub fn shown<'a>(&self, run: &'a Trajectory, steps: std::ops::RangeInclusive<usize>) -> Cow<'a, [Vec2]> {
        let points = &run.points[steps.clone()];
        if !self.is_curve() {
            return Cow::Borrowed(points);
        }
        points.iter().zip(&run.losses[steps]).map(|(w, loss)| Vec2::new(w.x, *loss)).collect()
    }

    /// Where contender `index` is shown when the clock stands at `clock`.
    pub fn head(&self, index: usize, clock: usize) -> Vec2 {
        let run = self.followed(index);
        let t = self.step_of(index, clock).min(run.steps());
        self.shown(run, t..=t)[0]
    }

    /// Where a point of the plane is shown: there, or on the curve.
    pub fn shown_point(&self, w: Vec2) -> Vec2 {
        if self.is_curve() { Vec2::new(w.x, self.objective().value(w)) } else { w }
    }

    /// The point of the plane that is shown at `place`: the inverse of [`Lab::shown_point`].
    pub fn point_at(&self, place: Vec2) -> Vec2 {
        if self.is_curve() { Vec2::new(place.x, 0.0) } else { place }
    }

    /// What the loss is known not to fall below, if it is bounded: the infimum of a surface or of a convex loss over
    /// data that has a minimum; of another loss over data, and of a formula that is a sum of squares or the like, 0.
    pub fn floor(&self) -> Option<f64> {
        *self.floor.get_or_init(|| {
            let ground = &self.checked.ground;
            let minimum = || stationary::polish(self.objective(), ground.view().center(), f64::INFINITY);
            let convex = if ground.is_convex() { minimum() } else { None };
            convex.map_or(ground.floor(), |point| Some(point.loss))
        })
    }

    /// The floor above which contours and colours are spaced; none to space them above the least loss in view, where
    /// only a lower bound is known.
    pub fn infimum(&self) -> Option<f64> {
        let is_bound = !matches!(self.checked.ground.kind, Kind::Surface(_)) && self.floor() == Some(0.0);
        self.floor().filter(|_| !is_bound)
    }

    /// Replaces the whole experiment.
    pub fn load(&mut self, experiment: Experiment) -> Result<(), Problem> {
        let lab = Lab::new(experiment)?;
        let brought = lab.brought.clone().or(self.brought.take());
        let landscape_number = self.landscape_number + 1;
        let mut history = take(&mut self.history);
        history.record(&self.experiment, &lab.experiment);
        *self = Lab { generation: self.generation + 1, landscape_number, brought, history, ..lab };
        Ok(())
    }

    /// Becomes a session on `experiment`; what is known of the landscape stays known if it is the same.
    pub fn follow(&mut self, mut experiment: Experiment) -> Result<(), Problem> {
        if experiment.landscape != self.experiment.landscape {
            return self.load(experiment);
        }
        self.look = take(&mut experiment.look);
        self.adopt(experiment, self.checked.ground.clone())
    }

    /// Applies `edit`, which leaves the landscape alone, to a copy of the experiment, checks and runs it, and only then
    /// takes it over.
    fn change(&mut self, edit: impl FnOnce(&mut Experiment)) -> Result<(), Problem> {
        let mut experiment = self.experiment.clone();
        edit(&mut experiment);
        self.adopt(experiment, self.checked.ground.clone())
    }

    /// Checks and runs an edited copy of the experiment, whose landscape is `ground`, and only then takes it over.
    ///
    /// Apart from [`Lab::change`], which is compiled once for each edit, so that this is compiled once in all.
    fn adopt(&mut self, experiment: Experiment, ground: Ground) -> Result<(), Problem> {
        let same_landscape = Arc::ptr_eq(&ground.objective, &self.checked.ground.objective);
        let checked = experiment.check_on(ground)?;
        let mut alike = Experiment { view: self.experiment.view, ..experiment.clone() };
        alike.map.clone_from(&self.experiment.map);
        let runs_stay = alike == self.experiment;
        if runs_stay {
            self.checked = checked;
        } else {
            let race = run::prompt(&experiment, &checked)?;
            self.generation += 1;
            let former = Former { race: replace(&mut self.race, race), checked: replace(&mut self.checked, checked) };
            // A path on another landscape, or of somebody who is gone, would be a lie; a pin moves nobody's path.
            if !same_landscape || experiment.contenders.len() != self.experiment.contenders.len() {
                self.former = None;
            } else if experiment.pins == self.experiment.pins {
                self.leave(former);
            }
        }
        self.history.record(&self.experiment, &experiment);
        self.experiment = experiment;
        if !same_landscape {
            self.proof = None;
            self.landscape_number += 1;
            self.at_home = OnceCell::new();
            self.floor = OnceCell::new();
        }
        let view = objective::extent(self.objective(), self.experiment.view);
        let covered = self.searched.contains(Vec2::new(view.x[0], view.y[0]))
            && self.searched.contains(Vec2::new(view.x[1], view.y[1]))
            && view.diagonal() * FINER >= self.searched.diagonal();
        if !(same_landscape && covered) {
            self.searched = wider(view);
            self.found = OnceCell::new();
        }
        Ok(())
    }

    /// How contender `index`'s followed run stands at its own `step`: its outcome once that is decided, none before.
    pub fn outcome_at(&self, index: usize, step: usize) -> Option<Outcome> {
        let run = self.followed(index);
        let decided = match run.outcome {
            Outcome::Settled { since, .. } => since.min(run.steps()),
            _ => run.steps(),
        };
        (step >= decided).then_some(run.outcome)
    }
}

/// The searched rectangle is searched anew once the view is this many times smaller.
const FINER: f64 = 8.0;

/// `view` and half of it more on each side.
fn wider(view: Rect) -> Rect {
    let Rect { x, y } = view;
    let more = 0.5 * view.size();
    Rect::new(x[0] - more.x, x[1] + more.x, y[0] - more.y, y[1] + more.y)
}

/// `w` rounded to the power of ten just below `grain`, so that a dragged point has short numbers.
pub fn rounded(w: Vec2, grain: f64) -> Vec2 {
    let decimals = libm::ceil(-libm::log10(grain)).clamp(0.0, 15.0) as usize;
    w.map(|value| format!("{value:.decimals$}").parse().expect("a formatted float parses"))
}
