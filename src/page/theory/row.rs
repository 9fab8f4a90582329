//! What theory says of one eigenvalue, beside what was measured along it.

use std::borrow::Cow;

use serde::Serialize;

use super::super::{show, show_digits, show_short};
use super::NAMES;
use crate::explain::{Mode, Motion};
use crate::words::{say, text, word};

/// Factors nearer to 1 than this are 1: rounding.
pub(super) const LIMIT: f64 = 1e-9;

/// One eigenvalue.
#[derive(Serialize)]
pub struct ModeRow {
    name: &'static str,
    eigenvalue: String,
    /// The factor of a step by theory, or empty.
    factor: String,
    /// How many steps a decade takes.
    decade: String,
    /// The factor that was measured, or empty.
    measured: String,
    /// Over which steps.
    window: String,
    verdict: Cow<'static, str>,
    /// `stable`, `limit`, `unstable` or empty, for its colour and sign.
    tone: &'static str,
    /// In which manner it moves.
    manner: String,
}

/// The row of coordinate `k`; of a landscape of one parameter if it is `one`, `symbol` that of the momentum.
pub(super) fn row(k: usize, mode: &Mode, one: bool, symbol: &str) -> ModeRow {
    let [z, name] = NAMES[k];
    let measured = mode.measured.map_or_else(
        || ("\u{2013}".into(), String::new()),
        |measured| {
            let [from, to] = measured.steps;
            (show(measured.factor), say!("steps {from} to {to}", from, to))
        },
    );
    let (verdict, tone) = match mode.spectrum {
        None => (Cow::Borrowed(""), ""),
        Some(_) if mode.is_flat => (word(text!("stays")), "limit"),
        Some(spectrum) if (spectrum.factor - 1.0).abs() <= LIMIT => (word(text!("at the limit")), "limit"),
        Some(spectrum) if spectrum.factor < 1.0 => (word(text!("stable")), "stable"),
        Some(_) => (word(text!("unstable")), "unstable"),
    };
    let name = if one { "L\u{2033}" } else { name };
    ModeRow {
        name: z,
        eigenvalue: format!("{name} = {}", if mode.is_flat { "0".into() } else { show_short(mode.value) }),
        factor: mode.spectrum.map_or_else(|| "\u{2013}".into(), |spectrum| show(spectrum.factor)),
        decade: mode.spectrum.map_or_else(|| "\u{2013}".into(), |spectrum| decade(spectrum.factor)),
        measured: measured.0,
        window: measured.1,
        verdict,
        tone,
        manner: manner(mode, symbol),
    }
}

/// How many steps a decade takes where nothing changes.
pub(super) const NEVER: &str = text!("never");

/// How many steps a power of ten takes, down or up.
pub(super) fn decade(factor: f64) -> String {
    if factor == 0.0 {
        return say!("at once");
    }
    if (factor - 1.0).abs() <= LIMIT {
        return word(NEVER).into_owned();
    }
    let steps = show_digits(std::f64::consts::LN_10 / libm::log(factor).abs(), 3);
    if factor < 1.0 { steps } else { say!("\u{d7}10 in {steps}", steps) }
}

/// In which manner a coordinate moves, in words; `symbol` is that of the momentum.
fn manner(mode: &Mode, symbol: &str) -> String {
    let Some(spectrum) = mode.spectrum else { return String::new() };
    if mode.is_flat {
        return say!("no curvature: nothing pulls along it, whatever \u{3b7} is");
    }
    if mode.value < 0.0 {
        return say!("negative curvature: any \u{3b7} > 0 leaves along it");
    }
    let manner = match (spectrum.motion, spectrum.factor > 1.0 + LIMIT) {
        (Motion::AtOnce, _) => return say!("there at once"),
        (Motion::Straight, false) => return say!("straight in, from one side"),
        (Motion::Straight, true) => return say!("straight in, from one side, and grows"),
        (Motion::Jumping, false) => return say!("to the other side at every step"),
        (Motion::Jumping, true) => return say!("to the other side at every step, and grows"),
        (Motion::Ringing { period }, false) => {
            say!("underdamped: rings, a swing in {steps} steps", steps = show_digits(period, 3))
        }
        (Motion::Ringing { period }, true) => {
            say!("underdamped: rings, a swing in {steps} steps, and grows", steps = show_digits(period, 3))
        }
        (Motion::Critical, false) => say!("critically damped: the fastest without ringing"),
        (Motion::Critical, true) => say!("critically damped, and grows: the fastest without ringing"),
        (Motion::Creeping, false) => say!("overdamped: creeps in"),
        (Motion::Creeping, true) => say!("overdamped: creeps in, and grows"),
        (Motion::Alternating, false) => say!("to the other side at every step, in spite of the velocity"),
        (Motion::Alternating, true) => say!("to the other side at every step, in spite of the velocity, and grows"),
    };
    match mode.critical {
        Some([low, high]) if high < 1.0 - LIMIT => {
            let (low, high) = (show_short(low), show_short(high));
            say!("{manner}; {symbol} between {low} and {high} rings", manner, symbol, low, high)
        }
        Some([low, _]) if low < 1.0 => {
            say!("{manner}; critical at {symbol} = {value}", manner, symbol, value = show_short(low))
        }
        _ => manner,
    }
}
