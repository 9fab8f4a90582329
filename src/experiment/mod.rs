//! The one value: everything that a run, a link, a figure or the page's state depends on.

mod link;
mod scene;

use serde::{Deserialize, Serialize};

use crate::landscape;
use crate::linear::{Rect, Vec2};
use crate::objective::{self, Objective};
use crate::optimizer;
use crate::parameter::{Given, Range, Setting, Settings};
use crate::problem::Problem;
use crate::schedule::{self, Joint, Plan};
use crate::tempo::Tempo;

pub use scene::{SCENES, Scene};

/// The version of the format written by this code; every version up to it is read.
pub const VERSION: u32 = 1;

/// The most contenders of one experiment.
pub const MOST_CONTENDERS: usize = 12;

/// The most schedules in a row.
pub const MOST_STAGES: usize = 6;

/// The most starts of one experiment.
pub const MOST_STARTS: usize = 12;

/// The most steps of one run.
pub const MOST_STEPS: usize = 100_000;

/// The most steps of all runs of an experiment together: about 100 MB of iterates and a tenth of a second.
pub const MOST_STEPS_IN_ALL: usize = 4_000_000;

/// A whole experiment, as plain data.
///
/// Equal experiments give equal runs, bit for bit, on every machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Experiment {
    /// The version of the format.
    pub version: u32,
    /// What is descended.
    pub landscape: Landscape,
    /// The part of the plane shown, in domain units; a panel of another shape shows more, never less.
    pub view: Rect,
    /// Where every contender starts, in domain units; the first is the one that is followed in numbers.
    pub starts: Vec<Vec2>,
    /// The seed of everything random.
    pub seed: u32,
    /// How many updates each run makes.
    pub steps: usize,
    /// Who runs.
    pub contenders: Vec<Contender>,
    /// Which learning rates they run at.
    #[serde(default)]
    pub fairness: Fairness,
}

/// Which learning rates the contenders of a race run at.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(tag = "mode", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fairness {
    /// Each at its own.
    #[default]
    AsSet,
    /// All at one.
    SameRate {
        /// The learning rate.
        rate: f64,
    },
    /// All at one effective learning rate, η times the gain under a constant gradient.
    SameEffective {
        /// The effective learning rate.
        rate: f64,
    },
    /// Each at the best that a search finds for it.
    Best,
}

impl Fairness {
    /// Every mode's key and name on the page, in its order.
    pub const MODES: [(&'static str, &'static str); 4] = [
        ("as_set", "as set"),
        ("same", "the same for all"),
        ("effective", "the same effective rate"),
        ("best", "each at its best"),
    ];

    /// The mode's key.
    pub fn key(self) -> &'static str {
        match self {
            Fairness::AsSet => "as_set",
            Fairness::SameRate { .. } => "same",
            Fairness::SameEffective { .. } => "effective",
            Fairness::Best => "best",
        }
    }

    /// The mode called `key`, with `rate` where it has one.
    pub fn of(key: &str, rate: f64) -> Option<Fairness> {
        match key {
            "as_set" => Some(Fairness::AsSet),
            "same" => Some(Fairness::SameRate { rate }),
            "effective" => Some(Fairness::SameEffective { rate }),
            "best" => Some(Fairness::Best),
            _ => None,
        }
    }

    /// The rate that all share, where there is one.
    pub fn rate(self) -> Option<f64> {
        match self {
            Fairness::SameRate { rate } | Fairness::SameEffective { rate } => Some(rate),
            Fairness::AsSet | Fairness::Best => None,
        }
    }
}

/// A surface with its parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Landscape {
    /// The surface's key.
    pub surface: String,
    /// Its parameters, where they differ from the defaults.
    #[serde(default)]
    pub parameters: Given,
}

/// An optimizer with all its settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contender {
    /// The optimizer's key.
    pub optimizer: String,
    /// The learning rate η.
    pub rate: f64,
    /// Its hyper-parameters, where they differ from the defaults.
    #[serde(default)]
    pub parameters: Given,
    /// Whether it climbs: every gradient is negated.
    #[serde(default)]
    pub maximize: bool,
    /// How its learning rate changes; constant without any.
    #[serde(default)]
    pub schedule: Vec<Stage>,
}

/// A schedule as part of a contender's plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// The schedule's key.
    pub schedule: String,
    /// Its parameters, where they differ from the defaults.
    #[serde(default)]
    pub parameters: Given,
    /// The step from which it takes over; without, and not the first, it multiplies what those before it give.
    #[serde(default)]
    pub after: Option<usize>,
}

impl Landscape {
    /// The surface's description and its settings, checked.
    pub fn resolve(&self) -> Result<(&'static landscape::Entry, Settings), Problem> {
        let entry = landscape::find(&self.surface).ok_or_else(|| {
            let keys: Vec<_> = landscape::ALL.iter().map(|entry| entry.key).collect();
            Problem::new("surface", format!("one of {}", keys.join(", ")), &self.surface)
        })?;
        Ok((entry, Settings::resolve("surface", entry.parameters, &self.parameters)?))
    }
}

impl Contender {
    /// The contender `optimizer` with its defaults and the given learning rate.
    pub fn new(optimizer: &str, rate: f64) -> Self {
        Contender { optimizer: optimizer.into(), rate, parameters: Given::new(), maximize: false, schedule: Vec::new() }
    }

    /// The schedules of the plan and their settings, checked; `index` names the contender in an error, from 0.
    pub fn resolve_schedule(&self, index: usize) -> Result<Vec<(&'static schedule::Entry, Settings)>, Problem> {
        let owner = format!("contenders.{}.schedule", index + 1);
        if self.schedule.len() > MOST_STAGES {
            return Err(Problem::new(&owner, format!("at most {MOST_STAGES} schedules in a row"), self.schedule.len()));
        }
        let mut from = 0;
        let stages = self.schedule.iter().enumerate().map(|(k, stage)| {
            let owner = format!("{owner}.{}", k + 1);
            let entry = schedule::find(&stage.schedule).ok_or_else(|| {
                let keys: Vec<_> = schedule::ALL.iter().map(|entry| entry.key).collect();
                Problem::new(&owner, format!("one of {}", keys.join(", ")), &stage.schedule)
            })?;
            if let Some(after) = stage.after {
                let field = format!("{owner}.after");
                if k == 0 {
                    return Err(Problem::new(&field, "no step for the first schedule", after));
                }
                if !(from < after && after <= MOST_STEPS) {
                    return Err(Problem::new(
                        &field,
                        format!("a whole number from {} to {MOST_STEPS}", from + 1),
                        after,
                    ));
                }
                from = after;
            }
            Ok((entry, Settings::resolve(&owner, entry.parameters, &stage.parameters)?))
        });
        stages.collect()
    }

    /// The pace of a run at the learning rate `rate`, with the settings that [`Contender::resolve_schedule`] gave.
    pub fn tempo(&self, rate: f64, stages: &[(&'static schedule::Entry, Settings)]) -> Tempo {
        let mut built = stages.iter().map(|(entry, settings)| (entry.build)(settings));
        let Some(first) = built.next() else { return Tempo::Constant(rate) };
        let joints = self.schedule.iter().skip(1).map(|stage| stage.after.map_or(Joint::Times, Joint::After));
        let plan = joints.zip(built).fold(Plan::new(first), |plan, (joint, schedule)| plan.and(joint, schedule));
        Tempo::Scheduled { base: rate, schedule: Box::new(plan) }
    }

    /// The optimizer's description and its settings, checked; `index` names the contender in an error, from 0.
    pub fn resolve(&self, index: usize) -> Result<(&'static optimizer::Entry, Settings), Problem> {
        let owner = format!("contenders.{}", index + 1);
        let entry = optimizer::find(&self.optimizer).ok_or_else(|| {
            let keys: Vec<_> = optimizer::ALL.iter().map(|entry| entry.key).collect();
            Problem::new(&format!("{owner}.optimizer"), format!("one of {}", keys.join(", ")), &self.optimizer)
        })?;
        optimizer::RATE.check(&format!("{owner}.rate"), &Setting::Number(self.rate))?;
        Ok((entry, Settings::resolve(&owner, entry.parameters, &self.parameters)?))
    }
}

/// An experiment that has been checked, with its registry entries at hand.
pub struct Checked {
    /// The surface's description.
    pub surface: &'static landscape::Entry,
    /// The surface's settings.
    pub settings: Settings,
    /// The landscape itself.
    pub objective: Box<dyn Objective>,
    /// Each contender's description and settings.
    pub contenders: Vec<(&'static optimizer::Entry, Settings)>,
    /// Each contender's schedules and their settings.
    pub schedules: Vec<Vec<(&'static schedule::Entry, Settings)>>,
}

impl Checked {
    /// The part of the plane that the surface's home view covers.
    pub fn home(&self) -> Rect {
        objective::extent(&*self.objective, self.surface.view)
    }
}

impl Experiment {
    /// Every field checked; the first that is out of range is the error.
    pub fn check(&self) -> Result<Checked, Problem> {
        if self.version != VERSION {
            return Err(Problem::new("version", format!("{VERSION}, the only one so far"), self.version));
        }
        let (surface, settings) = self.landscape.resolve()?;
        check_view(self.view)?;
        count("starts", self.starts.len(), MOST_STARTS)?;
        for (index, start) in self.starts.iter().enumerate() {
            for (axis, value) in [("x", start.x), ("y", start.y)] {
                if !START.contains(value) {
                    let field = format!("starts.{}.{axis}", index + 1);
                    return Err(Problem::new(&field, START.words(), value));
                }
            }
        }
        count("steps", self.steps, MOST_STEPS)?;
        count("contenders", self.contenders.len(), MOST_CONTENDERS)?;
        let contenders: Vec<_> =
            self.contenders.iter().enumerate().map(|(index, c)| c.resolve(index)).collect::<Result<_, _>>()?;
        let schedules: Vec<_> =
            self.contenders.iter().enumerate().map(|(index, c)| c.resolve_schedule(index)).collect::<Result<_, _>>()?;
        if let Some(rate) = self.fairness.rate() {
            optimizer::RATE.check("fairness.rate", &Setting::Number(rate))?;
        }
        let in_all = self.steps * self.starts.len() * self.contenders.len();
        if in_all > MOST_STEPS_IN_ALL {
            let wanted = format!("at most {MOST_STEPS_IN_ALL} steps of all contenders and starts together");
            return Err(Problem::new("steps", wanted, in_all));
        }
        let objective = (surface.build)(&settings);
        for (index, start) in self.starts.iter().enumerate() {
            let loss = objective.value(*start);
            if !loss.is_finite() {
                return Err(Problem::new(
                    &format!("starts.{}", index + 1),
                    "a point where the loss is a finite number",
                    format!("({}, {}), where it is {loss}", start.x, start.y),
                ));
            }
        }
        Ok(Checked { surface, settings, objective, contenders, schedules })
    }
}

/// Coordinates of starts and views: far beyond any landscape, far from overflow.
const START: Range = Range::closed(-1e9, 1e9);

fn count(field: &str, value: usize, most: usize) -> Result<(), Problem> {
    if (1..=most).contains(&value) {
        Ok(())
    } else {
        Err(Problem::new(field, format!("a whole number from 1 to {most}"), value))
    }
}

/// The narrowest view, relative to its distance from the origin: below it, neighbouring pixels are one number.
const NARROWEST: f64 = 1e-12;

/// `view` if it is a rectangle of positive, finite extent that `f64` can resolve.
pub fn check_view(view: Rect) -> Result<(), Problem> {
    for (axis, [low, high]) in [("view.x", view.x), ("view.y", view.y)] {
        if !(START.contains(low) && START.contains(high)) {
            let given = format!("{low} to {high}");
            return Err(Problem::new(axis, "two numbers in [-1000000000, 1000000000]", given));
        }
        if high - low <= NARROWEST * (1.0 + low.abs().max(high.abs())) {
            return Err(Problem::new(axis, "a least value clearly below the greatest", format!("{low} to {high}")));
        }
    }
    Ok(())
}
