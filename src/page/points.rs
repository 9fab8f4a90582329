//! Stationary points, one by one and in sum.

use std::borrow::Cow;

use serde::Serialize;

use super::{show, show_found, show_short};
use crate::lab::Lab;
use crate::linear::Definiteness;
use crate::stationary::{Kind, StationaryPoint};
use crate::words::{say, text, word};

/// A row of the table of stationary points.
#[derive(Serialize)]
pub struct PointRow {
    kind: Kind,
    name: Cow<'static, str>,
    at: String,
    loss: String,
    eigenvalues: String,
    definiteness: Cow<'static, str>,
    /// Where exactly it was found, to go there.
    place: [String; 2],
    /// At a minimum, 2/λmax: the largest learning rate at which gradient descent can stay there; else empty.
    limit: String,
    /// From the point to a start beside it.
    beside: String,
}

/// The stationary points in view.
pub(super) fn in_view(lab: &Lab) -> impl Iterator<Item = &StationaryPoint> {
    let view = lab.experiment().view;
    lab.stationary().points.iter().filter(move |point| view.contains(lab.shown_point(point.at)))
}

/// The row of one stationary point, beside which a race starts `offset` domain units away.
pub(super) fn point_row(lab: &Lab, point: &StationaryPoint, offset: f64) -> PointRow {
    let [low, high] = point.eigen.values;
    let one = lab.is_curve();
    let beside = lab.beside(point.at, offset);
    let is_minimum = matches!(point.kind, Kind::Minimum | Kind::DegenerateMinimum);
    PointRow {
        kind: point.kind,
        name: word(point.kind.words()),
        at: show_found(point.at, one),
        loss: show(point.loss),
        eigenvalues: if one { show_short(low) } else { format!("{}, {}", show_short(low), show_short(high)) },
        definiteness: word(if one { second_derivative_words(point.definiteness) } else { point.definiteness.words() }),
        place: [point.at.x, point.at.y].map(|value| value.to_string()),
        limit: if is_minimum && high > 0.0 { show_short(2.0 / high) } else { String::new() },
        beside: if one {
            show_short(beside.x)
        } else {
            format!("({}, {})", show_short(beside.x), show_short(beside.y))
        },
    }
}

/// Of one parameter: the sign of the second derivative.
fn second_derivative_words(definiteness: Definiteness) -> &'static str {
    match definiteness {
        Definiteness::PositiveDefinite => text!("second derivative positive"),
        Definiteness::NegativeDefinite => text!("second derivative negative"),
        _ => text!("second derivative zero"),
    }
}

/// How many stationary points of which kind are in view.
pub fn summary(lab: &Lab) -> String {
    let (found, view) = (lab.stationary(), lab.experiment().view);
    let inside: Vec<_> = in_view(lab).map(|point| point.kind).collect();
    let count = |wanted: fn(&Kind) -> bool, said: fn(usize) -> String| {
        let n = inside.iter().filter(|kind| wanted(kind)).count();
        (n > 0).then(|| said(n))
    };
    let mut parts: Vec<String> = [
        count(|k| *k == Kind::Minimum, |n| if n == 1 { say!("1 minimum") } else { say!("{n} minima", n) }),
        count(|k| *k == Kind::Saddle, |n| if n == 1 { say!("1 saddle") } else { say!("{n} saddles", n) }),
        count(|k| *k == Kind::Maximum, |n| if n == 1 { say!("1 maximum") } else { say!("{n} maxima", n) }),
        count(
            |k| k.is_degenerate(),
            |n| match n {
                1 => say!("1 degenerate point"),
                n => say!("{n} degenerate points", n),
            },
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    if found.curve.iter().chain(found.lines.iter().flatten()).any(|w| view.contains(*w)) {
        parts.push(say!("whole curves of stationary points"));
    }
    let what = if parts.is_empty() { say!("no stationary point") } else { parts.join(", ") };
    say!("In view: {what}.", what)
}
