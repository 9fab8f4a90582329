//! Where axes have ticks, and the numbers beside them.
//!
//! plotters chooses ticks by itself, but of two axes with one scale it may give one every 2 and the other every 5.

use std::ops::Range;

use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::Ranged;

/// About the width of a digit of the ticks' text, in CSS pixels.
const DIGIT: f64 = 6.5;

/// The least gap between the numbers of neighbouring ticks, in CSS pixels.
const GAP: f64 = 10.0;

/// Sizes from here on, and more decimals than these, are written with an exponent.
const PLAIN: (f64, usize) = (1e6, 6);

/// The least of 1, 2, 5 times a power of ten that is at least `step`.
pub fn round_step(step: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(step)));
    let multiple = [1.0, 2.0, 5.0].into_iter().find(|m| m * power >= step * (1.0 - 1e-9));
    multiple.unwrap_or(10.0) * power
}

/// A round step between ticks that are at least `least` CSS pixels apart and, written side by side, do not touch, on an
/// axis from `low` to `high` with `per_pixel` domain units to a CSS pixel.
pub fn step_across([low, high]: [f64; 2], per_pixel: f64, least: f64) -> f64 {
    let mut step = round_step(least * per_pixel);
    loop {
        let text = tick_text(step, [low, high]);
        let widest = widest_text([low, high], step, text);
        if DIGIT * widest as f64 + GAP <= step / per_pixel {
            return step;
        }
        step = round_step(1.5 * step);
    }
}

/// How many characters the longest of the ticks' numbers has.
pub fn widest_text(bounds: [f64; 2], step: f64, text: impl Fn(f64) -> String) -> usize {
    ticks(bounds, step).into_iter().map(|value| text(value).chars().count()).max().unwrap_or(0)
}

/// The multiples of `step` in [`low`, `high`], ascending.
pub fn ticks([low, high]: [f64; 2], step: f64) -> Vec<f64> {
    // A bound that is a multiple but for its rounding counts.
    let (first, last) = (libm::ceil(low / step - 1e-6) as i64, libm::floor(high / step + 1e-6) as i64);
    (first..=last).map(|k| (k as f64 * step).clamp(low, high)).collect()
}

/// Numbers of ticks with as many decimals as tell them apart, and a true minus.
pub fn tick_text(step: f64, [low, high]: [f64; 2]) -> impl Fn(f64) -> String {
    let size = low.abs().max(high.abs());
    let decimals = libm::ceil(-libm::log10(step) - 1e-9).max(0.0) as usize;
    let digits = libm::ceil(libm::log10(size / step)).clamp(0.0, 3.0) as usize;
    move |value: f64| {
        // A tick that should be zero is rounding noise of its neighbours.
        let value = if value.abs() < step * 1e-6 { 0.0 } else { value };
        let text = if value != 0.0 && (size >= PLAIN.0 || decimals > PLAIN.1) {
            format!("{value:.digits$e}")
        } else {
            format!("{value:.decimals$}")
        };
        let trimmed = if text.contains(['e']) || !text.contains('.') {
            &text
        } else {
            text.trim_end_matches('0').trim_end_matches('.')
        };
        trimmed.replace('-', "\u{2212}")
    }
}

/// The number 10ᵏ: plain where that is short.
pub fn decade_text(decade: i32) -> String {
    match decade {
        -2..=3 => format!("{}", libm::pow(10.0, f64::from(decade))),
        _ => format!("1e{decade}").replace('-', "\u{2212}"),
    }
}

/// An axis from `low` to `high` with ticks at the multiples of a step, for plotters.
pub struct Axis {
    scale: RangedCoordf64,
    ticks: Vec<f64>,
}

impl Axis {
    /// The axis over `bounds` with ticks at the multiples of `step`.
    pub fn new(bounds: [f64; 2], step: f64) -> Self {
        Axis { scale: (bounds[0]..bounds[1]).into(), ticks: ticks(bounds, step) }
    }
}

impl Ranged for Axis {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        self.scale.map(value, limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        if hint.weight().allow_light_points() { Vec::new() } else { self.ticks.clone() }
    }

    fn range(&self) -> Range<f64> {
        self.scale.range()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(bounds: [f64; 2], step: f64) -> Vec<String> {
        ticks(bounds, step).into_iter().map(tick_text(step, bounds)).collect()
    }

    #[test]
    fn steps_are_round_and_leave_room() {
        assert_eq!(round_step(0.3), 0.5);
        assert_eq!(step_across([-5.0, 5.0], 0.05, 28.0), 2.0);
        // Longer numbers, wider steps.
        assert_eq!(step_across([1.0, 1.01], 0.01 / 200.0, 28.0), 0.005);
    }

    #[test]
    fn numbers_are_as_short_as_tells_them_apart() {
        assert_eq!(texts([-0.31, 0.5], 0.1), ["−0.3", "−0.2", "−0.1", "0", "0.1", "0.2", "0.3", "0.4", "0.5"]);
        assert_eq!(texts([-4.0, 4.0], 2.0), ["−4", "−2", "0", "2", "4"]);
        assert_eq!(texts([0.999, 1.001], 1e-3), ["0.999", "1", "1.001"]);
        assert_eq!(texts([0.0, 4e6], 2e6), ["0", "2.0e6", "4.0e6"]);
        assert_eq!(texts([0.0, 4e-9], 2e-9), ["0", "2.0e−9", "4.0e−9"]);
    }
}
