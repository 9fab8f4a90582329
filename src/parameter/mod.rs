//! Named parameters of surfaces, models of data, optimizers and schedules: their ranges, defaults, and the values that
//! a user chose.

mod values;

use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use crate::problem::Problem;
use crate::words::say;

pub use values::{Given, Setting, Settings, number_text};

/// The values that a parameter may take: an interval of the number line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// Least value, or `-inf`.
    pub low: f64,
    /// Greatest value, or `inf`.
    pub high: f64,
    /// Whether `low` itself is refused.
    pub low_open: bool,
    /// Whether `high` itself is refused.
    pub high_open: bool,
}

impl Range {
    /// Every finite number.
    pub const ANY: Range = Range { low: f64::NEG_INFINITY, high: f64::INFINITY, low_open: true, high_open: true };
    /// Finite numbers ≥ 0.
    pub const NOT_NEGATIVE: Range = Range { low: 0.0, high: f64::INFINITY, low_open: false, high_open: true };
    /// Finite numbers > 0.
    pub const POSITIVE: Range = Range { low: 0.0, high: f64::INFINITY, low_open: true, high_open: true };
    /// Fractions: 0 ≤ value < 1.
    pub const FRACTION: Range = Range { low: 0.0, high: 1.0, low_open: false, high_open: true };

    /// The closed interval [low, high].
    pub const fn closed(low: f64, high: f64) -> Self {
        Range { low, high, low_open: false, high_open: false }
    }

    /// Whether `value` is a finite number of the interval; NaN is in none.
    pub fn contains(self, value: f64) -> bool {
        let above = if self.low_open { self.low < value } else { self.low <= value };
        let below = if self.high_open { value < self.high } else { value <= self.high };
        above && below && value.is_finite()
    }

    /// The interval in words: "a number in [0, 1)".
    pub fn words(self) -> String {
        match (self.low.is_finite(), self.high.is_finite()) {
            (false, false) => say!("a finite number"),
            (true, false) => {
                say!("a finite number {sign} {bound}", sign = if self.low_open { ">" } else { "≥" }, bound = self.low)
            }
            (false, true) => {
                say!("a finite number {sign} {bound}", sign = if self.high_open { "<" } else { "≤" }, bound = self.high)
            }
            (true, true) => {
                let (open, close) = (if self.low_open { '(' } else { '[' }, if self.high_open { ')' } else { ']' });
                say!("a number in {open}{low}, {high}{close}", open, low = self.low, high = self.high, close)
            }
        }
    }
}

/// How a slider's travel maps to values; numbers beyond its ends may still be typed, as far as the [`Range`] goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Slider {
    /// Evenly from the first to the second value.
    Linear(f64, f64),
    /// Evenly in the logarithm, from the first to the second value, both positive.
    Logarithmic(f64, f64),
    /// From 0 towards 1, evenly in −log(1 − value), up to the given value below 1: as decay rates are chosen.
    TowardsOne(f64),
    /// Whole numbers only, from the first to the second: evenly in log(1 + value − first).
    Whole(f64, f64),
}

/// Values of most sliders are rounded to this many significant digits, so that what is shown is what is used.
const SLIDER_DIGITS: i32 = 3;

impl Slider {
    /// The value at `fraction` of the travel, clamped to [0, 1].
    ///
    /// It is rounded to three significant digits, for [`Slider::TowardsOne`] of 1 − value; for [`Slider::Linear`] to a
    /// hundredth of the power of ten in the travel, but for its ends; and for [`Slider::Whole`] to a whole number.
    pub fn value(self, fraction: f64) -> f64 {
        let t = fraction.clamp(0.0, 1.0);
        match self {
            Slider::Linear(low, high) => {
                // Whole hundredths (or thousandths …) of the travel's magnitude, and the ends exactly.
                let grain = libm::pow(10.0, libm::floor(libm::log10((high - low).abs())) - 2.0);
                let value = low + (high - low) * t;
                if t == 0.0 || t == 1.0 { value } else { shortest(libm::round(value / grain) * grain) }
            }
            Slider::Logarithmic(low, high) => significant(low * libm::pow(high / low, t)),
            Slider::TowardsOne(high) => shortest(1.0 - significant(libm::pow(1.0 - high, t))),
            Slider::Whole(low, high) => libm::round(low + libm::pow(1.0 + high - low, t) - 1.0),
        }
    }

    /// Where on the travel `value` lies, clamped to [0, 1]; 0 where that is no number.
    pub fn fraction(self, value: f64) -> f64 {
        let t = match self {
            Slider::Linear(low, high) => (value - low) / (high - low),
            Slider::Logarithmic(low, high) => libm::log(value / low) / libm::log(high / low),
            Slider::TowardsOne(high) => libm::log(1.0 - value) / libm::log(1.0 - high),
            Slider::Whole(low, high) => libm::log(1.0 + value - low) / libm::log(1.0 + high - low),
        };
        if t.is_nan() { 0.0 } else { t.clamp(0.0, 1.0) }
    }
}

/// `value` rounded to three significant digits; what is not finite stays.
pub fn significant(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    format!("{value:.*e}", SLIDER_DIGITS as usize - 1).parse().expect("a formatted float parses")
}

/// `value` without the noise of the last few bits: rounded to twelve significant digits.
fn shortest(value: f64) -> f64 {
    format!("{value:.11e}").parse().expect("a formatted float parses")
}

/// A list has no more items than this.
const LONGEST_LIST: usize = 20;

/// What kind of value a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A number.
    Number {
        /// The value where none is given.
        default: f64,
        /// The values allowed.
        range: Range,
        /// The slider's travel.
        slider: Slider,
    },
    /// Whole numbers, at most 20 of them, as steps at which something happens.
    List {
        /// The numbers where none are given.
        default: &'static [f64],
        /// What each of them may be; they are whole besides.
        range: Range,
    },
    /// One of several named forms.
    Choice {
        /// The forms; the first is the default.
        options: &'static [Choice],
    },
}

/// One form of a [`Kind::Choice`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Choice {
    /// The name in links.
    pub key: &'static str,
    /// The name on the page.
    pub name: &'static str,
    /// What the form computes, in LaTeX, or empty.
    pub rule: &'static str,
}

/// A parameter of a surface, a model of data, an optimizer or a schedule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// The name in links and in `Settings`.
    pub key: &'static str,
    /// The symbol in formulas, as "β₁".
    pub symbol: &'static str,
    /// The name on the page.
    pub name: &'static str,
    /// Its values.
    pub kind: Kind,
    /// Whether it is one for the curious, shown on request.
    pub advanced: bool,
    /// The choice, by key, and its form with which alone it has an effect.
    pub only_with: Option<(&'static str, &'static str)>,
}

impl Parameter {
    /// A numeric parameter.
    pub const fn number(
        key: &'static str,
        symbol: &'static str,
        name: &'static str,
        default: f64,
        range: Range,
        slider: Slider,
    ) -> Self {
        Parameter { key, symbol, name, kind: Kind::Number { default, range, slider }, advanced: false, only_with: None }
    }

    /// A whole number from `least` to `most`, with a slider that ends at `far`.
    pub const fn whole(
        key: &'static str,
        symbol: &'static str,
        name: &'static str,
        default: f64,
        [least, far, most]: [f64; 3],
    ) -> Self {
        Parameter::number(key, symbol, name, default, Range::closed(least, most), Slider::Whole(least, far))
    }

    /// A parameter that names a form.
    pub const fn choice(key: &'static str, name: &'static str, options: &'static [Choice]) -> Self {
        Parameter { key, symbol: "", name, kind: Kind::Choice { options }, advanced: false, only_with: None }
    }

    /// A parameter that is off unless it is set.
    pub const fn switch(key: &'static str, name: &'static str) -> Self {
        const OFF_ON: &[Choice] =
            &[Choice { key: "off", name: "off", rule: "" }, Choice { key: "on", name: "on", rule: "" }];
        Parameter::choice(key, name, OFF_ON)
    }

    /// A parameter that is a list of whole numbers.
    pub const fn list(key: &'static str, name: &'static str, default: &'static [f64], range: Range) -> Self {
        Parameter { key, symbol: "", name, kind: Kind::List { default, range }, advanced: false, only_with: None }
    }

    /// The same, without effect unless the choice `key` has this `form`.
    pub const fn only_with(self, key: &'static str, form: &'static str) -> Self {
        Parameter { only_with: Some((key, form)), ..self }
    }

    /// The same, shown on request only.
    pub const fn advanced(self) -> Self {
        Parameter { advanced: true, ..self }
    }

    /// The value where none is given.
    pub fn default(&self) -> Setting {
        match self.kind {
            Kind::Number { default, .. } => Setting::Number(default),
            Kind::List { default, .. } => Setting::List(default.into()),
            Kind::Choice { options } => Setting::Choice(options[0].key.into()),
        }
    }

    /// What is accepted, in words.
    pub fn wanted(&self) -> String {
        match self.kind {
            Kind::Number { range, slider: Slider::Whole(..), .. } => {
                say!("a whole number from {low} to {high}", low = range.low, high = range.high)
            }
            Kind::Number { range, .. } => range.words(),
            Kind::List { range, .. } => {
                say!(
                    "up to {most} whole numbers from {low} to {high}, with spaces between them",
                    most = LONGEST_LIST,
                    low = range.low,
                    high = range.high
                )
            }
            Kind::Choice { options } => {
                let keys: Vec<_> = options.iter().map(|option| option.key).collect();
                say!("one of {keys}", keys = keys.join(", "))
            }
        }
    }

    /// Whether `setting` is allowed; `field` names it in the error.
    ///
    /// # Errors
    /// If it is of another kind, out of range, no whole number where one is wanted, or no form of the choice.
    pub fn check(&self, field: &str, setting: &Setting) -> Result<(), Problem> {
        let allowed = match (&self.kind, setting) {
            (Kind::Number { range, slider, .. }, Setting::Number(value)) => {
                range.contains(*value) && (value.fract() == 0.0 || !matches!(slider, Slider::Whole(..)))
            }
            (Kind::List { range, .. }, Setting::List(values)) => {
                values.len() <= LONGEST_LIST
                    && values.iter().all(|value| range.contains(*value) && value.fract() == 0.0)
            }
            (Kind::Choice { options }, Setting::Choice(key)) => options.iter().any(|option| option.key == key),
            _ => false,
        };
        if allowed { Ok(()) } else { Err(Problem::new(field, self.wanted(), setting)) }
    }

    /// The setting that `text` spells, if it is allowed; `field` names it in the error.
    ///
    /// # Errors
    /// If it spells none, or one that [`Parameter::check`] refuses.
    pub fn parse(&self, field: &str, text: &str) -> Result<Setting, Problem> {
        let text = text.trim();
        let setting = match self.kind {
            Kind::Number { .. } => {
                Setting::Number(typed_number(text).ok_or_else(|| Problem::new(field, self.wanted(), text))?)
            }
            Kind::List { .. } => {
                let values: Result<_, _> = text.split_whitespace().map(str::parse).collect();
                Setting::List(values.map_err(|_| Problem::new(field, self.wanted(), text))?)
            }
            Kind::Choice { .. } => Setting::Choice(text.into()),
        };
        // What was typed, not what became of it: 1e400 is no number that was given as "inf".
        self.check(field, &setting).map(|()| setting).map_err(|problem| Problem::new(field, problem.wanted, text))
    }
}

/// `name` for as long as the program runs: a parameter of a typed formula has a name that no code knows.
///
/// Each name is kept once, and none is given up: what all that are typed in a session take is a few kilobytes.
/// They stand in their order, so that a file with ten thousand of them is read as fast as one with ten.
pub fn kept(name: &str) -> &'static str {
    static NAMES: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    match names.binary_search(&name) {
        Ok(place) => names[place],
        Err(place) => {
            let name: &'static str = Box::leak(name.into());
            names.insert(place, name);
            name
        }
    }
}

/// The number that `text` spells, with a decimal point or, as many people write it, a decimal comma; NaN and infinities
/// as well.
pub fn typed_number(text: &str) -> Option<f64> {
    let text = text.trim();
    let with_comma = text.matches(',').count() == 1 && !text.contains('.');
    if with_comma { text.replace(",", ".").parse().ok() } else { text.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_refuse_nan_and_their_open_ends() {
        assert!(Range::FRACTION.contains(0.0) && !Range::FRACTION.contains(1.0));
        assert!(!Range::ANY.contains(f64::NAN) && !Range::ANY.contains(f64::INFINITY));
        assert!(!Range::POSITIVE.contains(0.0) && Range::NOT_NEGATIVE.contains(0.0));
    }

    #[test]
    fn a_name_is_kept_once() {
        let (first, again) = (kept("steepness"), kept(&String::from("steepness")));
        assert!(std::ptr::eq(first, again) && first == "steepness");
    }

    #[test]
    fn whole_numbers_have_no_fraction() {
        let count = Parameter::whole("n", "N", "points", 60.0, [1.0, 1_000.0, 5_000.0]);
        let wanted = "n: wanted a whole number from 1 to 5000, given";
        assert_eq!(count.parse("n", "5000"), Ok(Setting::Number(5000.0)));
        for refused in ["0", "2.5", "5001", "many"] {
            assert_eq!(count.parse("n", refused).map_err(|p| p.to_string()), Err(format!("{wanted} {refused}")));
        }
    }

    #[test]
    fn sliders_return_to_where_they_were() {
        for slider in [Slider::Linear(-3.0, 5.0), Slider::Logarithmic(1e-6, 10.0), Slider::TowardsOne(0.9999)] {
            for k in 0..=50 {
                let value = slider.value(f64::from(k) / 50.0);
                let again = slider.value(slider.fraction(value));
                assert_eq!(value, again, "{slider:?} at {k}");
            }
        }
    }

    #[test]
    fn slider_values_are_short() {
        assert_eq!(Slider::Logarithmic(1e-4, 1.0).value(0.3), 0.00158);
        assert_eq!(Slider::TowardsOne(0.9999).value(0.5), 0.99);
        assert_eq!(Slider::Linear(0.0, 90.0).value(1.0 / 3.0), 30.0);
        assert_eq!([0.0, 0.5, 1.0].map(|t| Slider::Whole(1.0, 10_000.0).value(t)), [1.0, 100.0, 10_000.0]);
    }
}
