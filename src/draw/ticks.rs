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
        // Where an axis is shorter, or longer, than what numbers tell apart.
        if !step.is_normal() {
            return step;
        }
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

/// No axis has more ticks.
const MOST: f64 = 1e4;

/// The multiples of `step` in [`low`, `high`], ascending; none where numbers do not tell them apart.
pub fn ticks([low, high]: [f64; 2], step: f64) -> Vec<f64> {
    if !(step.is_normal() && (high - low) / step <= MOST) {
        return Vec::new();
    }
    // A bound that is a multiple but for its rounding counts.
    let (first, last) = (libm::ceil(low / step - 1e-6) as i64, libm::floor(high / step + 1e-6) as i64);
    (first..=last).map(|k| (k as f64 * step).clamp(low, high)).collect()
}

/// Numbers of ticks with as many digits as tell them apart, and a true minus.
///
/// Where these would be very many, the tick nearest to the middle has the value to a few digits, with ≈ if there are
/// more, and the others what they have more or less than it, as "+2e−10".
pub fn tick_text(step: f64, [low, high]: [f64; 2]) -> impl Fn(f64) -> String {
    let size = low.abs().max(high.abs());
    let middle = libm::round((low + high) / 2.0 / step) * step;
    let is_plain = size < PLAIN.0 && decimals(step) <= PLAIN.1;
    let is_crowded = size > step * MOST_TOLD_APART[usize::from(is_plain)];
    move |value: f64| {
        let more = libm::round((value - middle) / step) * step;
        let (text, sign) = if !is_crowded {
            (spelled(value, step, size), "")
        } else if more != 0.0 {
            (spelled(more, step, high - low).replace(".0e", "e"), if more > 0.0 { "+" } else { "" })
        } else {
            let text = spelled(middle, size / 1e3, size);
            let is_exact = text.parse().is_ok_and(|shown: f64| (shown - middle).abs() < 1e-6 * step);
            (text, if is_exact { "" } else { "\u{2248}" })
        };
        format!("{sign}{text}").replace("-", "\u{2212}")
    }
}

/// The number 10ᵏ: plain where that is short.
pub fn decade_text(decade: i32) -> String {
    match decade {
        -2..=3 => format!("{}", libm::pow(10.0, f64::from(decade))),
        _ => format!("1e{decade}").replace("-", "\u{2212}"),
    }
}

/// Numbers that are more steps than this away from 0 are not told apart by the digits that there is room for: those of
/// numbers with an exponent, and of others.
const MOST_TOLD_APART: [f64; 2] = [1e3, 1e5];

/// The decimals that tell neighbouring multiples of `step` apart.
fn decimals(step: f64) -> usize {
    libm::ceil(-libm::log10(step) - 1e-9).max(0.0) as usize
}

/// `value` with the digits that tell it from its neighbours on an axis of numbers up to `size`.
fn spelled(value: f64, step: f64, size: f64) -> String {
    let decimals = decimals(step);
    // A tick that should be zero is rounding noise of its neighbours.
    let value = if value.abs() < step * 1e-6 { 0.0 } else { value };
    if value != 0.0 && (size >= PLAIN.0 || decimals > PLAIN.1) {
        let digits = libm::ceil(libm::log10(size / step)).clamp(0.0, 3.0) as usize;
        return format!("{value:.digits$e}");
    }
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').into() } else { text }
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

    #[test]
    fn numbers_that_are_nearly_the_same_are_told_apart_by_what_they_have_more_than_the_middle_one() {
        assert_eq!(texts([-3.0 - 2.2e-10, -3.0 + 2.2e-10], 1e-10), ["−2e−10", "−1e−10", "−3", "+1e−10", "+2e−10"]);
        assert_eq!(texts([1e6, 1e6 + 400.0], 100.0), ["−200", "−100", "≈1.000e6", "+100", "+200"]);
        let nearly_pi = std::f64::consts::PI;
        assert_eq!(texts([nearly_pi - 6e-8, nearly_pi + 6e-8], 5e-8), ["−5e−8", "≈3.142", "+5e−8"]);
        assert_eq!(texts([0.5, 0.5 + 1e-8], 5e-9), ["−5e−9", "≈0.5", "+5e−9"]);
    }

    #[test]
    fn no_two_ticks_have_one_number() {
        for middle in [0.0, 1.0, -3.0, 1e-9, 0.1, 12_345.678, 999_999.5, -2.5e6, 7e12] {
            for width in [1e-9, 1e-7, 1e-4, 0.03, 1.0, 250.0, 4e5] {
                let width = width * (1.0 + f64::abs(middle));
                for count in [3.0, 4.0, 7.0] {
                    let bounds = [middle - width / 2.0, middle + width / 2.0];
                    let texts = texts(bounds, round_step(width / count));
                    let different: std::collections::BTreeSet<_> = texts.iter().collect();
                    assert_eq!(different.len(), texts.len(), "{bounds:?}: {texts:?}");
                }
            }
        }
    }
}
