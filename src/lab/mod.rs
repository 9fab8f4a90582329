//! The laboratory session: one experiment, its trajectories, and every edit a person can make.
//!
//! An edit that fails leaves everything as it was.

mod contenders;
mod fields;
mod view;

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::experiment::{Checked, Experiment, SCENES};
use crate::linear::{Rect, Vec2};
use crate::objective::{self, Objective};
use crate::outcome::Outcome;
use crate::problem::Problem;
use crate::run::{self, Race, Trajectory};
use crate::stationary::{self, Found};

/// A laboratory session.
pub struct Lab {
    experiment: Experiment,
    checked: Checked,
    race: Race,
    /// Stationary points in `searched`, once they are asked for.
    found: OnceCell<Found>,
    searched: Rect,
    /// Stationary points in the surface's home view, once they are asked for: the scale of learning rates.
    at_home: OnceCell<Found>,
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
    pub fn new(experiment: Experiment) -> Result<Self, Problem> {
        let checked = experiment.check()?;
        let race = run::race(&experiment)?;
        let searched = objective::extent(&*checked.objective, wider(experiment.view));
        let (found, at_home) = (OnceCell::new(), OnceCell::new());
        Ok(Lab { experiment, checked, race, found, searched, at_home })
    }

    /// The experiment as it stands.
    pub fn experiment(&self) -> &Experiment {
        &self.experiment
    }

    /// The experiment's registry entries and settings.
    pub fn checked(&self) -> &Checked {
        &self.checked
    }

    /// The landscape.
    pub fn objective(&self) -> &dyn Objective {
        &*self.checked.objective
    }

    /// Every run, contender by contender, start by start.
    pub fn trajectories(&self) -> &[Trajectory] {
        &self.race.trajectories
    }

    /// The learning rate at which a contender runs: its own, or what the race's fairness makes of it.
    pub fn rate(&self, contender: usize) -> f64 {
        self.race.rates[contender]
    }

    /// The followed run of a contender: the one from the first start.
    pub fn followed(&self, contender: usize) -> &Trajectory {
        &self.race.trajectories[contender * self.experiment.starts.len()]
    }

    /// The runs of a contender, start by start.
    pub fn runs(&self, contender: usize) -> &[Trajectory] {
        let starts = self.experiment.starts.len();
        &self.race.trajectories[contender * starts..(contender + 1) * starts]
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

    /// Where a point of the plane is shown: there, or on the curve.
    pub fn shown_point(&self, w: Vec2) -> Vec2 {
        if self.is_curve() { Vec2::new(w.x, self.objective().value(w)) } else { w }
    }

    /// The point of the plane that is shown at `place`: the inverse of [`Lab::shown_point`].
    pub fn point_at(&self, place: Vec2) -> Vec2 {
        if self.is_curve() { Vec2::new(place.x, 0.0) } else { place }
    }

    /// The stationary points found in and around the view.
    pub fn stationary(&self) -> &Found {
        self.found.get_or_init(|| stationary::find(self.objective(), self.searched))
    }

    /// The landscape's infimum, if it is known and finite.
    pub fn floor(&self) -> Option<f64> {
        (self.checked.surface.floor)(&self.checked.settings)
    }

    /// Replaces the whole experiment.
    pub fn load(&mut self, experiment: Experiment) -> Result<(), Problem> {
        *self = Lab::new(experiment)?;
        Ok(())
    }

    /// Applies `edit` to a copy of the experiment, checks and runs it, and only then takes it over.
    fn change(&mut self, edit: impl FnOnce(&mut Experiment)) -> Result<(), Problem> {
        let mut experiment = self.experiment.clone();
        edit(&mut experiment);
        self.adopt(experiment)
    }

    /// Checks and runs an edited copy of the experiment, and only then takes it over.
    ///
    /// Apart from [`Lab::change`], which is compiled once for each edit, so that this is compiled once in all.
    fn adopt(&mut self, experiment: Experiment) -> Result<(), Problem> {
        let checked = experiment.check()?;
        let same_landscape = experiment.landscape == self.experiment.landscape;
        let runs_stay = Experiment { view: self.experiment.view, ..experiment.clone() } == self.experiment;
        if !runs_stay {
            self.race = run::race(&experiment)?;
        }
        self.experiment = experiment;
        self.checked = checked;
        if !same_landscape {
            self.at_home = OnceCell::new();
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

    /// How contender `index`'s followed run stands at `step`: its outcome once that is decided, none before.
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
