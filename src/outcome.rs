//! How a run ended, by stated criteria.

use serde::Serialize;

use crate::linear::{Rect, Vec2};
use crate::objective::Objective;
use crate::stationary::{self, Kind};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum Outcome {
    /// At rest at a stationary point: a minimum, or one at which it is stuck.
    Settled {
        /// What the point is.
        kind: Kind,
        /// The point itself, to rounding.
        at: Vec2,
        /// The first step from which the run stayed within [`settled_radius`] of it.
        since: usize,
    },
    /// At rest on the edge of the box that iterates may not leave.
    Held {
        /// The point of the edge.
        at: Vec2,
        /// The first step from which the run stayed there.
        since: usize,
        /// Whether the loss does not rise outwards there, so that the point is a minimum of the loss in the box; of a
        /// run that climbs that is said of −L.
        minimum: bool,
    },
    /// Moving to and fro without getting on.
    Oscillating,
    /// Still on its way when the steps ran out.
    Moving,
    /// At rest where the gradient is not zero: the learning rate is zero, or the updates are below rounding.
    Unmoved,
    /// Out of bounds for good, or no longer finite.
    Diverged {
        /// The first step at which it was so.
        step: usize,
    },
    /// The gradient at, or the update from, a finite point is not a number (0/0).
    Undefined {
        /// The last step that is defined.
        step: usize,
    },
}

impl Outcome {
    /// The outcome as numbers, for [`Outcome::from_numbers`].
    pub fn to_numbers(self) -> [f64; 5] {
        let (tag, at, step, detail) = match self {
            Outcome::Settled { kind, at, since } => (0.0, at, since, kind as u8),
            Outcome::Held { at, since, minimum } => (1.0, at, since, u8::from(minimum)),
            Outcome::Oscillating => (2.0, Vec2::ZERO, 0, 0),
            Outcome::Moving => (3.0, Vec2::ZERO, 0, 0),
            Outcome::Unmoved => (4.0, Vec2::ZERO, 0, 0),
            Outcome::Diverged { step } => (5.0, Vec2::ZERO, step, 0),
            Outcome::Undefined { step } => (6.0, Vec2::ZERO, step, 0),
        };
        [tag, at.x, at.y, step as f64, f64::from(detail)]
    }

    /// The outcome that [`Outcome::to_numbers`] wrote as `numbers`; none if it wrote none such.
    pub fn from_numbers([tag, x, y, step, detail]: [f64; 5]) -> Option<Outcome> {
        let (at, since, step) = (Vec2::new(x, y), step as usize, step as usize);
        match tag as u8 {
            0 => Kind::ALL.get(detail as usize).map(|kind| Outcome::Settled { kind: *kind, at, since }),
            1 => Some(Outcome::Held { at, since, minimum: detail == 1.0 }),
            2 => Some(Outcome::Oscillating),
            3 => Some(Outcome::Moving),
            4 => Some(Outcome::Unmoved),
            5 => Some(Outcome::Diverged { step }),
            6 => Some(Outcome::Undefined { step }),
            _ => None,
        }
    }

    /// Whether the run left the landscape, or met a place where the loss or the update is not defined.
    pub fn is_lost(self) -> bool {
        matches!(self, Outcome::Diverged { .. } | Outcome::Undefined { .. })
    }
}

/// Outside this distance from the origin, and never back inside, a run counts as diverged, even if it is still finite.
///
/// Every landscape of the catalogue is studied within 20 of the origin.
pub const ESCAPE_RADIUS: f64 = 1e6;

/// The last part of a run on which it is judged: one twentieth, and at least 20 steps.
const WINDOW: (usize, usize) = (20, 20);

/// A path at least this many times as long as what it gains is an oscillation.
const TO_AND_FRO: f64 = 8.0;

/// How close to a stationary point counts as there: 1/2000 of the home view's diagonal, about a quarter of a pixel on a
/// panel of 400 pixels.
pub fn settled_radius(home_diagonal: f64) -> f64 {
    home_diagonal / 2000.0
}

/// Judges a run from its iterates `points`, all finite, the first of them the start.
///
/// `ended` says why it stopped early, if it did.
/// The window is the last twentieth of the iterates, but at least the last 20, or all if there are fewer.
/// In this order: *undefined* or *diverged* as `ended` says; *diverged* if the run left [`ESCAPE_RADIUS`] and did not
/// come back; *settled* if the window lies within `radius` of a stationary point, to which Newton's method leads from
/// the last iterate; *held* if it lies within `radius` of a point on the edge of the box, where there is one; *unmoved*
/// if the path in it has no length; *oscillating* if that is at least 8 times as long as the distance between its ends;
/// else *moving*.
/// A small gradient or loss alone decides nothing: a fast run through a saddle, or a slow one along a valley, is
/// moving.
///
/// What a stationary point is takes longer to say than where it is: of those that are `known` it is not asked again.
pub fn judge(
    objective: &dyn Objective,
    points: &[Vec2],
    ended: Option<Outcome>,
    radius: f64,
    known: &[(Vec2, Kind)],
) -> Outcome {
    if let Some(outcome) = ended {
        return outcome;
    }
    let last = points[points.len() - 1];
    if last.norm() > ESCAPE_RADIUS {
        let step = points.iter().rposition(|w| w.norm() <= ESCAPE_RADIUS).map_or(0, |inside| inside + 1);
        return Outcome::Diverged { step };
    }
    let length = WINDOW.1.max(points.len() / WINDOW.0).min(points.len());
    let window = &points[points.len() - length..];
    // Newton's method may be dear, and has nothing to say where the window is wider than the settled ones.
    let at_rest = window.iter().all(|w| near(*w, last, 2.001 * radius));
    if at_rest
        && let Some(at) = stationary::arrival(objective, last, radius)
        && window.iter().all(|w| near(*w, at, radius))
        && let Some(kind) = kind_of(objective, at, known)
    {
        let outside = points.iter().rposition(|w| !near(*w, at, radius));
        return Outcome::Settled { kind, at, since: outside.map_or(0, |step| step + 1) };
    }
    if let Some(bounds) = objective.bounds()
        && let Some(held) = held(objective, points, window, bounds, radius)
    {
        return held;
    }
    let path: f64 = window.windows(2).map(|pair| (pair[1] - pair[0]).norm()).sum();
    let gained = (last - window[0]).norm();
    if path == 0.0 {
        Outcome::Unmoved
    } else if path >= TO_AND_FRO * gained {
        Outcome::Oscillating
    } else {
        Outcome::Moving
    }
}

/// What the stationary point `at` is: one of the `known` ones to the accuracy to which they are found, or asked.
fn kind_of(objective: &dyn Objective, at: Vec2, known: &[(Vec2, Kind)]) -> Option<Kind> {
    let same = 2.0 * stationary::ARRIVED * (1.0 + at.norm());
    let found = known.iter().find(|(place, _)| (*place - at).norm() <= same);
    found.map(|(_, kind)| *kind).or_else(|| stationary::kind_at(objective, at))
}

/// The outcome of a run that ends on the edge of `bounds`, within `radius` of it during the last `window`.
fn held(objective: &dyn Objective, points: &[Vec2], window: &[Vec2], bounds: Rect, radius: f64) -> Option<Outcome> {
    let last = window[window.len() - 1];
    // The edge nearest to the last iterate, coordinate by coordinate; a coordinate in the midst stays as it is.
    let snap = |value: f64, [low, high]: [f64; 2]| {
        if value - low <= radius {
            low
        } else if high - value <= radius {
            high
        } else {
            value
        }
    };
    let at = Vec2::new(snap(last.x, bounds.x), snap(last.y, bounds.y));
    let on_edge = bounds.x.contains(&at.x) || bounds.y.contains(&at.y);
    if !(on_edge && window.iter().all(|w| near(*w, at, radius))) {
        return None;
    }
    let g = objective.slope(at).gradient;
    // Outwards the loss falls, or the coordinate is free and at rest.
    let rests = |g: f64, value: f64, [low, high]: [f64; 2]| value == low && g >= 0.0 || value == high && g <= 0.0;
    let minimum = [(g.x, at.x, bounds.x), (g.y, at.y, bounds.y)]
        .into_iter()
        .all(|(g, value, edges)| rests(g, value, edges) || !edges.contains(&value));
    let outside = points.iter().rposition(|w| !near(*w, at, radius));
    Some(Outcome::Held { at, since: outside.map_or(0, |step| step + 1), minimum })
}

/// Whether `w` is within `radius` of `point`, by squares: a settled run asks this of most of its iterates.
fn near(w: Vec2, point: Vec2, radius: f64) -> bool {
    let apart = w - point;
    apart.dot(apart) <= radius * radius
}
