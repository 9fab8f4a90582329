//! What a person does to a map's settings.

use super::{Axis, Dial, MOST_BUDGET, Map, MapKind, Tuning};
use crate::experiment::{Checked, Experiment};
use crate::parameter::{Range, Setting, Slider, significant, typed_number};
use crate::problem::Problem;
use crate::words::{say, text};

/// A map begins with as many updates as the race has, but no more and no fewer than these.
const BUDGETS: [usize; 2] = [100, 1_000];

/// An axis on which a number spans decades begins so many times below where it stands, and ends so many above.
const DECADES: f64 = 100.0;

/// A run has arrived, until somebody says otherwise, when its loss above the least is this share of what it began with.
const ARRIVED: f64 = 1e-3;

impl Map {
    /// The map to begin with.
    pub fn first(checked: &Checked) -> Map {
        Map { shows: MapKind::Basins, budget: checked.most_updates().clamp(BUDGETS[0], BUDGETS[1]) }
    }

    /// This map with a field set to what `text` spells, on an experiment that is `checked`; `least` is what its loss
    /// does not fall below, as far as is known.
    ///
    /// Fields are `kind` (basins, robustness, tuning), `budget`, and of a tuning map `of` (the number of a contender,
    /// from 1), `target` (a loss, or nothing), `x` and `y` (a setting; of `y` also nothing), `x.from`, `x.to`, `y.from`
    /// and `y.to`.
    ///
    /// # Errors
    /// If there is no such field, or it cannot be that.
    pub fn edited(
        &self,
        experiment: &Experiment,
        checked: &Checked,
        least: Option<f64>,
        field: &str,
        text: &str,
    ) -> Result<Map, Problem> {
        let mut map = self.clone();
        let name = format!("map.{field}");
        let whole = |wanted: String, most: usize| {
            let value = text.trim().parse().ok().filter(|value| (1..=most).contains(value));
            value.ok_or_else(|| Problem::new(&name, wanted, text))
        };
        match (field, &mut map.shows) {
            ("kind", _) => {
                map.shows = match text {
                    "basins" => MapKind::Basins,
                    "robustness" => MapKind::Robustness,
                    "tuning" => MapKind::Tuning(Tuning::first(experiment, checked, least, 0)),
                    _ => return Err(Problem::new(&name, text!("basins, robustness or tuning"), text)),
                }
            }
            ("budget", _) => {
                map.budget = whole(say!("a whole number from 1 to {most}", most = MOST_BUDGET), MOST_BUDGET)?
            }
            ("of", MapKind::Tuning(tuning)) => {
                let count = experiment.contenders.len();
                let of = whole(say!("the number of a contender, 1 to {count}", count), count)? - 1;
                *tuning = Tuning { target: tuning.target, ..Tuning::first(experiment, checked, least, of) };
            }
            ("target", MapKind::Tuning(tuning)) => {
                tuning.target = if text.trim().is_empty() {
                    None
                } else {
                    let target = typed_number(text).filter(|target| target.is_finite());
                    Some(target.ok_or_else(|| Problem::new(&name, text!("a finite loss, or nothing"), text))?)
                };
            }
            ("y", MapKind::Tuning(tuning)) if text.is_empty() => tuning.y = None,
            ("x" | "y", MapKind::Tuning(tuning)) => {
                let dials = Dial::all(checked, tuning.of);
                let Some(dial) = dials.iter().find(|dial| dial.key == text) else {
                    let keys: Vec<_> = dials.iter().map(|dial| &*dial.key).collect();
                    return Err(Problem::new(&name, say!("one of {keys}", keys = keys.join(", ")), text));
                };
                let axis = dial.axis(dial.of(experiment, checked, tuning.of));
                // Who chooses what the other axis has changes places with it.
                if field == "x" {
                    let before = std::mem::replace(&mut tuning.x, axis);
                    if tuning.y.as_ref().is_some_and(|y| y.setting == tuning.x.setting) {
                        tuning.y = Some(before);
                    }
                } else {
                    let before = tuning.y.replace(axis);
                    if tuning.x.setting == text {
                        tuning.x = before
                            .or_else(|| other(&dials, text, experiment, checked, tuning.of))
                            .ok_or_else(|| Problem::new(&name, text!("another setting than that of x"), text))?;
                    }
                }
            }
            ("x.from" | "x.to" | "y.from" | "y.to", MapKind::Tuning(tuning)) => {
                let value = typed_number(text).ok_or_else(|| Problem::new(&name, text!("a number"), text))?;
                let axis = if field.starts_with('x') { Some(&mut tuning.x) } else { tuning.y.as_mut() };
                let axis = axis.ok_or_else(|| Problem::new(&name, text!("a map with two axes"), text))?;
                if field.ends_with("from") { axis.from = value } else { axis.to = value }
            }
            _ => return Err(Problem::new("map", text!("the name of a field of this map"), field)),
        }
        map.check(experiment, checked)?;
        Ok(map)
    }
}

/// The axis of the first setting but one.
fn other(dials: &[Dial], but: &str, experiment: &Experiment, checked: &Checked, of: usize) -> Option<Axis> {
    let dial = dials.iter().find(|dial| dial.key != but)?;
    Some(dial.axis(dial.of(experiment, checked, of)))
}

impl Tuning {
    /// The learning rate of contender `of` across, and its first hyper-parameter up, if it has one.
    fn first(experiment: &Experiment, checked: &Checked, least: Option<f64>, of: usize) -> Tuning {
        let dials = Dial::all(checked, of);
        let axis = |dial: &Dial| dial.axis(dial.of(experiment, checked, of));
        let own = dials.get(1).filter(|dial| !dial.is_of_surface() && !dial.parameter.advanced);
        let up = own.or_else(|| dials.iter().find(|dial| dial.is_of_surface()));
        let start = checked.ground.objective.value(experiment.starts[0]);
        let target = least.map(|least| rounded_up(least, ARRIVED * (start - least)));
        Tuning { of, target: target.filter(|target| target.is_finite()), x: axis(&dials[0]), y: up.map(axis) }
    }
}

/// `least` and about `more`, in as few digits as tell it from `least`.
fn rounded_up(least: f64, more: f64) -> f64 {
    if more <= 0.0 || !more.is_finite() {
        return least;
    }
    let grain = libm::pow(10.0, libm::floor(libm::log10(more)));
    let target = libm::ceil((least + more) / grain) * grain;
    // Without the noise of the last bits.
    format!("{target:.11e}").parse().unwrap_or(target)
}

impl Dial {
    /// An axis about the value at which it stands.
    fn axis(&self, value: f64) -> Axis {
        let [from, to] = match self.slider() {
            Slider::Logarithmic(..) if value > 0.0 => [significant(value / DECADES), significant(value * DECADES)],
            Slider::Logarithmic(low, high) => [low, high],
            Slider::TowardsOne(high) => [0.0, f64::max(high.min(0.99), value)],
            Slider::Linear(low, high) | Slider::Whole(low, high) => [low.min(value), high.max(value)],
        };
        let allowed = |value: f64| self.parameter.check("", &Setting::Number(value)).is_ok();
        let [low, high] = self.ends();
        Axis {
            setting: self.key.clone(),
            from: if allowed(from) { from } else { low },
            to: if allowed(to) { to } else { high },
        }
    }

    /// The ends of its slider.
    fn ends(&self) -> [f64; 2] {
        match self.slider() {
            Slider::Linear(low, high) | Slider::Logarithmic(low, high) | Slider::Whole(low, high) => [low, high],
            Slider::TowardsOne(high) => [Range::FRACTION.low, high],
        }
    }
}
