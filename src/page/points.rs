//! The table of stationary points.

use serde::Serialize;

use super::{show, show_found};
use crate::lab::Lab;
use crate::linear::Definiteness;
use crate::stationary::{Kind, StationaryPoint};

/// A row of the table of stationary points.
#[derive(Serialize)]
pub struct PointRow {
    kind: Kind,
    name: &'static str,
    at: String,
    loss: String,
    eigenvalues: String,
    definiteness: &'static str,
}

/// The stationary points in view.
fn in_view(lab: &Lab) -> impl Iterator<Item = &StationaryPoint> {
    let view = lab.experiment().view;
    lab.stationary().points.iter().filter(move |point| view.contains(lab.shown_point(point.at)))
}

/// A row for each stationary point in view.
pub fn rows(lab: &Lab) -> Vec<PointRow> {
    in_view(lab).map(|point| point_row(lab, point)).collect()
}

/// The row of one stationary point.
fn point_row(lab: &Lab, point: &StationaryPoint) -> PointRow {
    let [low, high] = point.eigen.values;
    let one = lab.is_curve();
    PointRow {
        kind: point.kind,
        name: point.kind.words(),
        at: show_found(point.at, one),
        loss: show(point.loss),
        eigenvalues: if one { show(low) } else { format!("{}, {}", show(low), show(high)) },
        definiteness: if one { second_derivative_words(point.definiteness) } else { point.definiteness.words() },
    }
}

/// Of one parameter: the sign of the second derivative.
fn second_derivative_words(definiteness: Definiteness) -> &'static str {
    match definiteness {
        Definiteness::PositiveDefinite => "second derivative positive",
        Definiteness::NegativeDefinite => "second derivative negative",
        _ => "second derivative zero",
    }
}

/// How many stationary points of which kind are in view.
pub fn summary(lab: &Lab) -> String {
    let (found, view) = (lab.stationary(), lab.experiment().view);
    let inside: Vec<_> = in_view(lab).map(|point| point.kind).collect();
    let count = |wanted: fn(&Kind) -> bool, one: &str, many: &str| match inside.iter().filter(|k| wanted(k)).count() {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    };
    let mut parts: Vec<String> = [
        count(|k| *k == Kind::Minimum, "minimum", "minima"),
        count(|k| *k == Kind::Saddle, "saddle", "saddles"),
        count(|k| *k == Kind::Maximum, "maximum", "maxima"),
        count(|k| k.is_degenerate(), "degenerate point", "degenerate points"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if found.curve.iter().any(|w| view.contains(*w)) {
        parts.push("whole curves of stationary points".into());
    }
    let what = if parts.is_empty() { "no stationary point".into() } else { parts.join(", ") };
    format!("In view: {what}.")
}
