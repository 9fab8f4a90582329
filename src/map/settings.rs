//! What a map shows: plain data, written as a part of a link.
//!
//! `basins,budget:500`, `robustness,budget:500`, `tuning,budget:500,of:2,target:0.001,x:rate:0.0001:1,y:mu:0:0.99`.

use crate::experiment::{Checked, Experiment, Fairness, NOISE, Unit};
use crate::linear::{Rect, Vec2};
use crate::optimizer;
use crate::parameter::{Given, Kind, Parameter, Setting, Slider, number_text};
use crate::problem::Problem;
use crate::words::{say, text};

/// The most updates of a run of a map.
pub const MOST_BUDGET: usize = 100_000;

/// What is computed besides the race.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// What it shows.
    pub shows: MapKind,
    /// How many updates each of its runs makes.
    pub budget: usize,
}

/// What a map shows.
#[derive(Debug, Clone, PartialEq)]
pub enum MapKind {
    /// Of every contender, where its runs end from all over the view.
    Basins,
    /// Of every contender, which share of the starts in view leads to a minimum with the least loss.
    Robustness,
    /// Of one contender, how its followed run fares with other settings.
    Tuning(Tuning),
}

/// Which settings a map varies, and what it measures.
#[derive(Debug, Clone, PartialEq)]
pub struct Tuning {
    /// The index of the contender, from 0.
    pub of: usize,
    /// The loss at which a run has arrived, and the map shows from how many updates on it stays there; without, it
    /// shows the last loss.
    pub target: Option<f64>,
    /// What changes from left to right.
    pub x: Axis,
    /// What changes upwards; without, the map is a curve.
    pub y: Option<Axis>,
}

/// A setting and the values that it takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Which setting: `rate`, a hyper-parameter's key, `surface.` and the key of one of the landscape's, or `noise`.
    pub setting: String,
    /// The value at the left or below.
    pub from: f64,
    /// The value at the right or above.
    pub to: f64,
}

/// A numeric setting that a map can vary.
#[derive(Debug, Clone, PartialEq)]
pub struct Dial {
    /// Its name in an [`Axis`].
    pub key: String,
    /// What it is.
    pub parameter: Parameter,
}

/// What stands before the key of one of the landscape's parameters.
const OF_SURFACE: &str = "surface.";

/// A short number may lie this share of an axis beside the place that it stands for.
const NEAR: f64 = 0.0025;

impl Dial {
    /// Whether it is one of the landscape's parameters.
    pub fn is_of_surface(&self) -> bool {
        self.key.starts_with(OF_SURFACE)
    }

    /// How its values are spread over an axis: evenly in themselves, in their logarithm, or in −log(1 − value).
    pub fn slider(&self) -> Slider {
        match self.parameter.kind {
            Kind::Number { slider, .. } => slider,
            _ => Slider::Linear(0.0, 1.0),
        }
    }

    /// The value at `fraction` ∈ [0, 1] of an axis.
    pub fn value(&self, axis: &Axis, fraction: f64) -> f64 {
        let (from, to) = (axis.from, axis.to);
        match self.slider() {
            Slider::Logarithmic(..) if from > 0.0 => from * libm::pow(to / from, fraction),
            Slider::TowardsOne(_) if to < 1.0 => 1.0 - (1.0 - from) * libm::pow((1.0 - to) / (1.0 - from), fraction),
            Slider::Whole(..) => libm::round(from + (to - from) * fraction),
            _ => from + (to - from) * fraction,
        }
    }

    /// The same in as few significant digits, three or more, as put it nearer than a quarter of a percent of the axis.
    pub fn short_value(&self, axis: &Axis, fraction: f64) -> f64 {
        let value = self.value(axis, fraction);
        let towards_one = matches!(self.slider(), Slider::TowardsOne(_));
        let short = |digits: usize| {
            // A number near 1 is told by what it lacks of it, without the noise of the last bits.
            let rounded = |value: f64| format!("{value:.digits$e}").parse().unwrap_or(value);
            let short = if towards_one { 1.0 - rounded(1.0 - value) } else { rounded(value) };
            format!("{short:.11e}").parse().unwrap_or(value)
        };
        let is_near = |short: &f64| (self.fraction(axis, *short) - fraction).abs() <= NEAR;
        let allowed = |short: &f64| self.parameter.check("", &Setting::Number(*short)).is_ok();
        (2..10).map(short).find(|short| is_near(short) && allowed(short)).unwrap_or(value)
    }

    /// Where on an axis a value lies: in [0, 1] if it is between the ends, NaN if it has no place.
    pub fn fraction(&self, axis: &Axis, value: f64) -> f64 {
        let (from, to) = (axis.from, axis.to);
        match self.slider() {
            Slider::Logarithmic(..) if from > 0.0 => libm::log(value / from) / libm::log(to / from),
            Slider::TowardsOne(_) if to < 1.0 => {
                libm::log((1.0 - value) / (1.0 - from)) / libm::log((1.0 - to) / (1.0 - from))
            }
            _ => (value - from) / (to - from),
        }
    }

    /// The settings of contender `index` that a map can vary, of an experiment that is `checked`.
    pub fn all(checked: &Checked, index: usize) -> Vec<Dial> {
        let (entry, settings) = &checked.contenders[index];
        let is_number = |parameter: &&Parameter| matches!(parameter.kind, Kind::Number { .. });
        let dial = |key: String, parameter: Parameter| Dial { key, parameter };
        let own = entry.parameters_with(settings);
        let own = own.iter().filter(is_number).map(|parameter| dial(parameter.key.into(), *parameter));
        let ground = &checked.ground;
        // Other data, for every cell of a map, would be another landscape with its own stationary points.
        let of_surface =
            ground.parameters.iter().filter(is_number).filter(|parameter| !ground.is_of_data(parameter.key));
        let of_surface = of_surface.map(|parameter| dial(format!("{OF_SURFACE}{}", parameter.key), *parameter));
        let noise = ground.sample().is_none().then(|| dial(NOISE.key.into(), NOISE));
        let rate = dial(optimizer::RATE.key.into(), optimizer::RATE);
        std::iter::once(rate).chain(own).chain(of_surface).chain(noise).collect()
    }

    /// The field of the experiment that it is, for contender `index`.
    pub fn field(&self, index: usize) -> String {
        if self.is_of_surface() || self.key == NOISE.key {
            self.key.clone()
        } else {
            format!("contenders.{}.{}", index + 1, self.key)
        }
    }

    /// The value at which it stands for contender `index`.
    pub fn of(&self, experiment: &Experiment, checked: &Checked, index: usize) -> f64 {
        if self.key == optimizer::RATE.key {
            experiment.contenders[index].rate
        } else if let Some(key) = self.key.strip_prefix(OF_SURFACE) {
            checked.ground.settings.number(key)
        } else if self.key == NOISE.key {
            experiment.noise
        } else {
            checked.contenders[index].1.number(self.parameter.key)
        }
    }

    /// Sets it for contender `index`.
    pub fn set(&self, experiment: &mut Experiment, index: usize, value: f64) {
        let put = |given: &mut Given| {
            if Setting::Number(value) == self.parameter.default() {
                given.remove(self.parameter.key);
            } else {
                given.insert(self.parameter.key.into(), Setting::Number(value));
            }
        };
        if self.key == optimizer::RATE.key {
            experiment.contenders[index].rate = value;
        } else if self.is_of_surface() {
            put(&mut experiment.landscape.parameters);
        } else if self.key == NOISE.key {
            experiment.noise = value;
        } else {
            put(&mut experiment.contenders[index].parameters);
        }
    }
}

/// A view that nothing depends on.
const NOWHERE: Rect = Rect { x: [0.0, 1.0], y: [0.0, 1.0] };

/// The experiment of the run that contender `of` makes from `start` for `budget` updates, and of nothing else.
pub fn alone(experiment: &Experiment, of: usize, start: Vec2, budget: usize) -> Experiment {
    Experiment {
        starts: vec![start],
        steps: budget,
        unit: Unit::Steps,
        runs: 1,
        contenders: vec![experiment.contenders[of].clone()],
        fairness: Fairness::AsSet,
        pins: Vec::new(),
        map: None,
        ..experiment.clone()
    }
}

impl Tuning {
    /// Its axes: one or two.
    pub fn axes(&self) -> impl Iterator<Item = &Axis> {
        std::iter::once(&self.x).chain(&self.y)
    }

    /// The same with the dials that they turn.
    pub fn dialed<'a>(&'a self, dials: &'a [Dial]) -> impl Iterator<Item = (&'a Dial, &'a Axis)> {
        self.axes().filter_map(|axis| Some((dials.iter().find(|dial| dial.key == axis.setting)?, axis)))
    }
}

impl Map {
    /// What it depends on: experiments that have the same map have the same of these.
    pub fn essence(&self, experiment: &Experiment, checked: &Checked) -> Experiment {
        let mut of = Experiment { pins: Vec::new(), ..experiment.clone() };
        match &self.shows {
            MapKind::Tuning(tuning) => {
                of = Experiment { view: NOWHERE, map: of.map, ..alone(experiment, tuning.of, of.starts[0], 1) };
                // What is varied may stand anywhere.
                for (dial, axis) in tuning.dialed(&Dial::all(checked, tuning.of)) {
                    dial.set(&mut of, 0, axis.from);
                }
            }
            // Rates that a search finds, it finds for the race: with its starts and its length.
            MapKind::Basins | MapKind::Robustness if experiment.fairness == Fairness::Best => {}
            MapKind::Basins | MapKind::Robustness => {
                of.starts.clear();
                (of.steps, of.unit) = (1, Unit::Steps);
            }
        }
        if self.shows == MapKind::Basins {
            of.runs = 1;
        }
        of
    }

    /// The map of an experiment that is `checked`; none if it has none.
    ///
    /// # Errors
    /// Names the first part that is missing, unknown or out of range.
    pub fn of(experiment: &Experiment, checked: &Checked) -> Result<Option<Map>, Problem> {
        let Some(text) = &experiment.map else { return Ok(None) };
        let map = Map::read(text)?;
        map.check(experiment, checked)?;
        Ok(Some(map))
    }

    /// Every part checked.
    pub(super) fn check(&self, experiment: &Experiment, checked: &Checked) -> Result<(), Problem> {
        if !(1..=MOST_BUDGET).contains(&self.budget) {
            let wanted = say!("a whole number from 1 to {most}", most = MOST_BUDGET);
            return Err(Problem::new("map.budget", wanted, self.budget));
        }
        let MapKind::Tuning(tuning) = &self.shows else { return Ok(()) };
        if tuning.of >= experiment.contenders.len() {
            let wanted = say!("the number of a contender, 1 to {n}", n = experiment.contenders.len());
            return Err(Problem::new("map.of", wanted, tuning.of.wrapping_add(1)));
        }
        if tuning.target.is_some_and(|target| !target.is_finite()) {
            return Err(Problem::new("map.target", text!("a finite loss"), tuning.target.unwrap_or_default()));
        }
        let dials = Dial::all(checked, tuning.of);
        for (name, axis) in [("map.x", Some(&tuning.x)), ("map.y", tuning.y.as_ref())] {
            let Some(axis) = axis else { continue };
            let Some(dial) = dials.iter().find(|dial| dial.key == axis.setting) else {
                let keys: Vec<_> = dials.iter().map(|dial| &*dial.key).collect();
                return Err(Problem::new(name, say!("one of {keys}", keys = keys.join(", ")), &axis.setting));
            };
            for value in [axis.from, axis.to] {
                dial.parameter.check(name, &Setting::Number(value))?;
            }
            if axis.from >= axis.to {
                let given = say!("{low} to {high}", low = axis.from, high = axis.to);
                return Err(Problem::new(name, text!("a first value below the second"), given));
            }
        }
        match &tuning.y {
            Some(y) if y.setting == tuning.x.setting => Err(Problem::new(
                "map.y",
                say!("another setting than {setting}, that of x", setting = y.setting),
                &y.setting,
            )),
            _ => Ok(()),
        }
    }

    /// The map as part of a link.
    pub fn written(&self) -> String {
        let kind = match &self.shows {
            MapKind::Basins => "basins",
            MapKind::Robustness => "robustness",
            MapKind::Tuning(_) => "tuning",
        };
        let mut text = format!("{kind},budget:{}", self.budget);
        if let MapKind::Tuning(Tuning { of, target, x, y }) = &self.shows {
            text += &format!(",of:{}", of + 1);
            if let Some(target) = target {
                text += &format!(",target:{}", number_text(*target));
            }
            for (name, axis) in [("x", Some(x)), ("y", y.as_ref())] {
                if let Some(Axis { setting, from, to }) = axis {
                    text += &format!(",{name}:{setting}:{}:{}", number_text(*from), number_text(*to));
                }
            }
        }
        text
    }

    /// The map that a link's part spells.
    fn read(text: &str) -> Result<Map, Problem> {
        let mut parts = text.split(',');
        let kind = parts.next().unwrap_or_default();
        let (mut budget, mut of, mut target, mut x, mut y) = (None, None, None, None, None);
        for part in parts {
            let (key, value) = part.split_once(':').unwrap_or((part, ""));
            let field = format!("map.{key}");
            let whole = || value.parse::<usize>().map_err(|_| Problem::new(&field, text!("a whole number"), value));
            let number = |text: &str| text.parse::<f64>().map_err(|_| Problem::new(&field, text!("a number"), text));
            let slot = match key {
                "budget" => budget.replace(whole()?).is_some(),
                "of" => of.replace(whole()?.wrapping_sub(1)).is_some(),
                "target" => target.replace(number(value)?).is_some(),
                "x" | "y" => {
                    let mut words = value.splitn(3, ':');
                    let [setting, from, to] = [(); 3].map(|()| words.next().unwrap_or_default());
                    let axis = Axis { setting: setting.into(), from: number(from)?, to: number(to)? };
                    if key == "x" { x.replace(axis).is_some() } else { y.replace(axis).is_some() }
                }
                _ => return Err(Problem::new("map", text!("only budget, of, target, x and y"), key)),
            };
            if slot {
                return Err(Problem::new(&field, text!("one value"), say!("several")));
            }
        }
        let missing = |name: &str| Problem::new("map", say!("a part “{name}:…”", name), say!("a map without it"));
        let shows = match kind {
            "basins" => MapKind::Basins,
            "robustness" => MapKind::Robustness,
            "tuning" => {
                let (of, x) = (of.take().ok_or_else(|| missing("of"))?, x.take().ok_or_else(|| missing("x"))?);
                MapKind::Tuning(Tuning { of, target: target.take(), x, y: y.take() })
            }
            _ => return Err(Problem::new("map", text!("basins, robustness or tuning"), kind)),
        };
        if of.is_some() || target.is_some() || x.is_some() || y.is_some() {
            return Err(Problem::new("map", say!("nothing but a budget beside {kind}", kind), say!("more")));
        }
        Ok(Map { shows, budget: budget.ok_or_else(|| missing("budget"))? })
    }
}
