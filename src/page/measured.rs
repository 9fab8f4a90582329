//! What charts of measured quantities say in words.

use std::borrow::Cow;

use serde::Serialize;

use super::{show, show_short};
use crate::explain::{Measured, NoTrace, Quantity, Role};
use crate::lab::Lab;
use crate::words::{say, text, word};

/// What there is to choose from.
#[derive(Serialize)]
pub struct Choice {
    /// The quantity's key.
    pub key: &'static str,
    /// Its name on the page.
    pub name: String,
}

/// Every quantity with its name, in the order of the list.
pub fn quantities(lab: &Lab) -> Vec<Choice> {
    Quantity::ALL.iter().map(|(quantity, key)| Choice { key, name: name(*quantity, lab) }).collect()
}

/// What a quantity is called.
fn name(quantity: Quantity, lab: &Lab) -> String {
    let two = |words: &'static str| match lab.is_curve() {
        true => word(words).into_owned(),
        false => say!("{quantity}: x bold, y thin", quantity = word(words)),
    };
    match quantity {
        Quantity::Loss => loss(lab),
        Quantity::GradientNorm => say!("gradient ‖∇L‖"),
        Quantity::Distance => say!("distance to the nearest minimum"),
        Quantity::Rate => say!("learning rate η"),
        Quantity::EffectiveRate => two(text!("effective rate")),
        Quantity::StepLength => say!("step length"),
        Quantity::Velocity => two(text!("velocity v")),
        Quantity::FirstMoment => two(text!("first moment s")),
        Quantity::SecondMoment => two(text!("second moment r")),
        Quantity::Angle => say!("angle between step and −∇L, in degrees"),
        Quantity::LossOverPath => say!("{loss} against path length", loss = loss(lab)),
        Quantity::Sharpness if lab.is_curve() => say!("sharpness L″, limit dotted"),
        Quantity::Sharpness => say!("sharpness: λmax bold, λmin thin, limit dotted"),
        Quantity::Stability => say!("sharpness ÷ limit of stability"),
    }
}

/// What the loss is called where a logarithmic axis begins at its infimum.
pub(super) fn loss(lab: &Lab) -> String {
    match lab.floor() {
        Some(0.0) | None => say!("loss"),
        Some(floor) if floor < 0.0 => say!("loss + {floor}", floor = show(-floor)),
        Some(floor) => say!("loss \u{2212} {floor}", floor = show(floor)),
    }
}

/// What is to be said of a chart besides its lines: whose there are none and why, and which steps are left out.
pub fn remarks(lab: &Lab, measured: &[Result<Measured, NoTrace>]) -> Vec<String> {
    // Contenders of whom the same is to be said are named together.
    let mut remarks: Vec<(&'static str, Vec<Cow<'static, str>>)> = Vec::new();
    for (contender, measured) in measured.iter().enumerate() {
        let reason = match measured {
            Err(reason) => Some(*reason),
            Ok(measured) => measured.remark,
        };
        let Some(reason) = reason else { continue };
        let name = word(lab.checked().contenders[contender].0.name);
        match remarks.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, names)) if names.contains(&name) => {}
            Some((_, names)) => names.push(name),
            None => remarks.push((reason, vec![name])),
        }
    }
    let mut words: Vec<String> = remarks
        .into_iter()
        .map(|(reason, names)| {
            if names.len() == measured.len() && names.len() > 1 {
                word(reason).into_owned()
            } else {
                format!("{}: {}", names.join(", "), word(reason))
            }
        })
        .collect();
    let stride = measured.iter().flatten().map(|measured| measured.stride).max().unwrap_or(1);
    if stride > 1 {
        words.push(say!("measured at every {stride}th step", stride));
    }
    words
}

/// The value of a contender's line at a measured step, as short as it can be read; empty where there is none.
pub fn value_words(measured: &Measured, place: usize) -> String {
    let value = |role: Role| {
        let line = measured.lines.iter().find(|line| line.role == role)?;
        Some(line.values[place.min(line.values.len() - 1)]).filter(|value| !value.is_nan())
    };
    let [main, second, limit] = [Role::Main, Role::Second, Role::Limit].map(value);
    let mut words = main.map(show_short).unwrap_or_default();
    if let Some(second) = second {
        words = format!("{words}, {}", show_short(second));
    }
    if let Some(limit) = limit {
        words = say!("{value} of {limit}", value = words, limit = show_short(limit));
    }
    words
}
