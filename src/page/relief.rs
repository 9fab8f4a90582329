//! What a relief shows, in words.

use serde::Serialize;

use super::{show, show_point};
use crate::lab::Lab;
use crate::linear::{Rect, Vec2};
use crate::words::say;

/// How a relief is seen.
pub struct Seen {
    /// How far the viewer has gone around it, in radians, anticlockwise from the side of the least y.
    pub yaw: f64,
    /// How far up the viewer is, in radians above the horizon.
    pub pitch: f64,
    /// The least and the greatest loss on its grid; none of a constant loss.
    pub range: Option<[f64; 2]>,
    /// What is subtracted from the loss before its logarithm is taken; none on a linear axis.
    pub floor: Option<f64>,
}

/// A relief in words, for who does not see it.
pub fn relief_words(lab: &Lab, seen: &Seen) -> String {
    let name = lab.checked().ground.words().name;
    if lab.is_curve() {
        return say!(
            "{name} has one parameter: its landscape is a curve, as the panels show it, and has no 3D view.",
            name
        );
    }
    let Rect { x, y } = lab.experiment().view;
    let bounds = |[low, high]: [f64; 2]| say!("from {low} to {high}", low = show(low), high = show(high));
    let losses = match (seen.range, seen.floor) {
        (None, _) => say!("L is the same everywhere"),
        (Some(range), None) => say!("L {bounds}", bounds = bounds(range)),
        (Some(range), Some(_)) => say!("L {bounds} on a logarithmic axis", bounds = bounds(range)),
    };
    let paths = match lab.experiment().contenders.len() {
        1 => say!("1 path"),
        n => say!("{n} paths", n),
    };
    say!(
        "{name} in 3D with {paths} on it: x {across}, y {along}, {losses}; seen from {side}, {angle}\u{b0} above the horizon",
        name,
        paths,
        across = bounds(x),
        along = bounds(y),
        losses,
        side = side(seen.yaw),
        angle = libm::round(seen.pitch.to_degrees())
    )
}

/// The side from which it is seen.
fn side(yaw: f64) -> String {
    let (sin, cos) = libm::sincos(yaw);
    // Of an axis that is looked along there is a near end.
    let near = |part: f64, axis: &str| match part {
        part if part > 0.38 => Some(say!("large {axis}", axis)),
        part if part < -0.38 => Some(say!("small {axis}", axis)),
        _ => None,
    };
    match (near(sin, "x"), near(-cos, "y")) {
        (Some(first), Some(second)) => say!("{first} and {second}", first, second),
        (first, second) => first.or(second).unwrap_or_default(),
    }
}

/// What stands at the axis of the losses, with what is subtracted from them, if something is.
pub fn loss_axis(floor: Option<f64>) -> String {
    match floor {
        Some(floor) if floor > 0.0 => format!("L \u{2212} {}", show(floor)),
        Some(floor) if floor < 0.0 => format!("L + {}", show(-floor)),
        _ => "L".into(),
    }
}

/// A point of a relief under the pointer.
#[derive(Serialize)]
pub struct ReliefPoint {
    x: f64,
    y: f64,
    text: String,
}

/// The landscape at `w`, as it stands beside the pointer.
pub fn relief_point(lab: &Lab, w: Vec2) -> ReliefPoint {
    let loss = lab.objective().value(w);
    ReliefPoint { x: w.x, y: w.y, text: say!("L = {loss} at {place}", loss = show(loss), place = show_point(w)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_viewer_stands_at_a_side_or_a_corner() {
        assert_eq!([0.0, 1.6, 3.1, -1.6].map(side), ["small y", "large x", "large y", "small x"]);
        assert_eq!([-0.6, 0.8].map(side), ["small x and small y", "large x and small y"]);
    }

    #[test]
    fn the_axis_says_what_is_subtracted() {
        assert_eq!(
            [None, Some(0.0), Some(0.397887), Some(-1.0316)].map(loss_axis),
            ["L", "L", "L \u{2212} 0.39789", "L + 1.0316"]
        );
    }

    #[test]
    fn a_relief_is_told_in_words() {
        let seen = Seen { yaw: -0.6, pitch: 0.62, range: Some([0.0, 2509.0]), floor: Some(0.0) };
        let words = relief_words(&Lab::default(), &seen);
        assert!(words.contains("6 paths") && words.contains("L from 0 to 2509 on a logarithmic axis"), "{words}");
        assert!(words.ends_with("seen from small x and small y, 36\u{b0} above the horizon"), "{words}");
    }
}
