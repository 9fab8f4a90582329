//! The one value: everything that a run, a link, a figure or the page's state depends on.

mod batching;
mod contender;
mod file;
mod ground;
mod link;
mod link_contender;
mod link_data;
mod link_parts;
mod link_settings;
mod look;
mod pin;
mod scene;
mod seen;

use serde::{Deserialize, Serialize};

use crate::linear::{Rect, Vec2};
use crate::objective;
use crate::optimizer;
use crate::parameter::{Parameter, Range, Setting, Settings, Slider};
use crate::problem::Problem;
use crate::schedule;
use crate::words::{say, text};

pub use batching::{BATCH, Batching, COUNTS, ORDER, Order, STREAM};
pub use contender::{Contender, Stage};
pub use file::{Filed, LONGEST_FILE, file_of, file_of_all, file_read, plain_title, title_of};
pub use ground::{Ground, Kind, Landscape, Words};
pub use link::LONGEST_TEXT;
pub use link_data::{table_of, table_text};
pub use look::{Look, SIGHTS};
pub use pin::Pin;
pub use scene::{SCENES, Scene};
pub use seen::Seen;

/// The version of the format written by this code; every version up to it is read.
pub const VERSION: u32 = 1;

/// The most contenders of one experiment.
pub const MOST_CONTENDERS: usize = 12;

/// The most pins of one experiment.
pub const MOST_PINS: usize = 6;

/// The most schedules in a row.
pub const MOST_STAGES: usize = 6;

/// The most starts of one experiment.
pub const MOST_STARTS: usize = 12;

/// The most updates of one run.
pub const MOST_STEPS: usize = 1_000_000;

/// The most updates of all runs of an experiment together: about 200 MB of iterates.
pub const MOST_STEPS_IN_ALL: usize = 6_000_000;

/// The most repetitions of a run that differ in what is random.
pub const MOST_RUNS: usize = 100;

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
    /// How many updates, or epochs, each run makes.
    pub steps: usize,
    /// What `steps` counts, and with it the clock of the race.
    #[serde(default)]
    pub unit: Unit,
    /// How many times each contender in whose runs something is random makes them: with this seed, the next, and so on.
    #[serde(default = "one")]
    pub runs: usize,
    /// The standard deviation σ of the noise in each coordinate of a surface's gradient.
    #[serde(default)]
    pub noise: f64,
    /// Who runs.
    pub contenders: Vec<Contender>,
    /// Which learning rates they run at.
    #[serde(default)]
    pub fairness: Fairness,
    /// Runs that are kept.
    #[serde(default)]
    pub pins: Vec<Pin>,
    /// What would have happened from elsewhere or with other settings, if that is asked for: as a [`crate::map::Map`]
    /// is written, which those read who make maps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map: Option<String>,
    /// How it is looked at.
    #[serde(default, skip_serializing_if = "Look::is_plain")]
    pub look: Look,
}

fn one() -> usize {
    1
}

/// What the length of a race is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Updates: all contenders make the same number of them.
    #[default]
    Steps,
    /// Passes through the data: contenders with small batches make more updates.
    Epochs,
}

/// The standard deviation of gradient noise.
pub const NOISE: Parameter =
    Parameter::number("noise", "σ", text!("gradient noise"), 0.0, Range::NOT_NEGATIVE, Slider::Linear(0.0, 2.0));

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
        ("as_set", text!("as set")),
        ("same", text!("the same for all")),
        ("effective", text!("the same effective rate")),
        ("best", text!("each at its best")),
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

/// An experiment that has been checked, with what it names at hand; of the contenders, and after them of the pins.
pub struct Checked {
    /// The landscape.
    pub ground: Ground,
    /// Each contender's description and settings.
    pub contenders: Vec<(&'static optimizer::Entry, Settings)>,
    /// Each contender's schedules and their settings.
    pub schedules: Vec<Vec<(&'static schedule::Entry, Settings)>>,
    /// What each update of each contender sees, in the first repetition of the race.
    pub seen: Vec<Seen>,
    /// Each contender's number of updates.
    pub updates: Vec<usize>,
    /// How many different runs each contender makes from each start: 1 if nothing in them is random.
    pub repeats: Vec<usize>,
}

impl Checked {
    /// The part of the plane that the landscape's home view covers.
    pub fn home(&self) -> Rect {
        objective::extent(&*self.ground.objective, self.ground.view())
    }

    /// The greatest number of updates of a contender or a pin: the length of the race's clock.
    pub fn most_updates(&self) -> usize {
        self.updates.iter().copied().max().unwrap_or(0)
    }
}

impl Experiment {
    /// Every field checked; the first that is out of range is the error.
    pub fn check(&self) -> Result<Checked, Problem> {
        self.check_on(self.landscape.build()?)
    }

    /// The same where the landscape has been built: `ground` is that of [`Experiment::landscape`].
    pub fn check_on(&self, ground: Ground) -> Result<Checked, Problem> {
        if self.version != VERSION {
            return Err(Problem::new(
                "version",
                say!("{version}, the only one so far", version = VERSION),
                self.version,
            ));
        }
        check_view(self.view)?;
        count("starts", self.starts.len(), MOST_STARTS)?;
        for k in 0..self.places() {
            let start = self.place(k);
            for (axis, value) in [("x", start.x), ("y", start.y)] {
                if !START.contains(value) {
                    return Err(Problem::new(&format!("{}.{axis}", self.place_name(k)), START.words(), value));
                }
            }
        }
        count(self.unit.field(), self.steps, MOST_STEPS)?;
        count("runs", self.runs, MOST_RUNS)?;
        count("contenders", self.contenders.len(), MOST_CONTENDERS)?;
        if self.pins.len() > MOST_PINS {
            return Err(Problem::new("pins", say!("at most {most}", most = MOST_PINS), self.pins.len()));
        }
        for (k, pin) in self.pins.iter().enumerate() {
            if pin.of >= self.contenders.len() {
                let wanted = say!("the number of a contender, 1 to {n}", n = self.contenders.len());
                let field = format!("{}.of", pin::name(pin::FIRST + k));
                return Err(Problem::new(&field, wanted, pin.of.wrapping_add(1)));
            }
        }
        NOISE.check(NOISE.key, &Setting::Number(self.noise))?;
        if self.noise != 0.0 && ground.sample().is_some() {
            return Err(Problem::new(
                NOISE.key,
                text!("0 on a loss over data, whose batches are its noise"),
                self.noise,
            ));
        }
        if let Some(rate) = self.fairness.rate() {
            optimizer::RATE.check("fairness.rate", &Setting::Number(rate))?;
        }
        if self.unit == Unit::Epochs && ground.sample().is_none() {
            return Err(Problem::new(
                "epochs",
                text!("steps on a surface, which has no data to pass through"),
                self.steps,
            ));
        }
        let (mut contenders, mut schedules, mut seen) = (Vec::new(), Vec::new(), Vec::new());
        let (mut updates, mut repeats, mut most, mut in_all) = (Vec::new(), Vec::new(), 0, 0);
        for index in 0..self.entrants() {
            let (number, entrant) = (self.number(index), self.entrant(index));
            contenders.push(entrant.resolve(number)?);
            schedules.push(entrant.resolve_schedule(number)?);
            let sees = self.seen(&ground, index, 0)?;
            let made = match self.unit {
                Unit::Steps => self.steps,
                // Where addresses have 32 bits a product may be too large for them.
                Unit::Epochs => sees.per_epoch().saturating_mul(self.steps),
            };
            // Of many runs it is the followed one that is kept.
            let is_random = number == index && (self.noise > 0.0 || entrant.batching.is_random());
            let runs = if is_random { self.runs } else { 1 };
            most = most.max(made);
            in_all = made.saturating_mul(runs * self.starts_of(index).len()).saturating_add(in_all);
            seen.push(sees);
            updates.push(made);
            repeats.push(runs);
        }
        if most > MOST_STEPS {
            let wanted = say!("at most {most} updates of a contender", most = MOST_STEPS);
            return Err(Problem::new(self.unit.field(), wanted, most));
        }
        if in_all > MOST_STEPS_IN_ALL {
            let wanted = say!("at most {most} steps of all contenders and starts together", most = MOST_STEPS_IN_ALL);
            return Err(Problem::new(self.unit.field(), wanted, in_all));
        }
        for k in 0..self.places() {
            let start = self.place(k);
            let loss = ground.objective.value(start);
            if !loss.is_finite() {
                return Err(Problem::new(
                    &self.place_name(k),
                    text!("a point where the loss is a finite number"),
                    say!("({x}, {y}), where it is {loss}", x = start.x, y = start.y, loss),
                ));
            }
        }
        Ok(Checked { ground, contenders, schedules, seen, updates, repeats })
    }
}

impl Unit {
    /// The field that says how long a race is.
    pub fn field(self) -> &'static str {
        match self {
            Unit::Steps => "steps",
            Unit::Epochs => "epochs",
        }
    }
}

/// Coordinates of starts and views: far beyond any landscape, far from overflow.
const START: Range = Range::closed(-1e9, 1e9);

fn count(field: &str, value: usize, most: usize) -> Result<(), Problem> {
    if (1..=most).contains(&value) {
        Ok(())
    } else {
        Err(Problem::new(field, say!("a whole number from 1 to {most}", most), value))
    }
}

/// The narrowest view, relative to its distance from the origin: below it, neighbouring pixels are one number.
const NARROWEST: f64 = 1e-12;

/// `view` if it is a rectangle of positive, finite extent that `f64` can resolve.
pub fn check_view(view: Rect) -> Result<(), Problem> {
    for (axis, [low, high]) in [("view.x", view.x), ("view.y", view.y)] {
        if !(START.contains(low) && START.contains(high)) {
            let given = say!("{low} to {high}", low, high);
            return Err(Problem::new(axis, text!("two numbers in [-1000000000, 1000000000]"), given));
        }
        if high - low <= NARROWEST * (1.0 + low.abs().max(high.abs())) {
            return Err(Problem::new(
                axis,
                text!("a least value clearly below the greatest"),
                say!("{low} to {high}", low, high),
            ));
        }
    }
    Ok(())
}
