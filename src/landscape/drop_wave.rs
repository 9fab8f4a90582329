//! The drop wave: rings around a drop.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// −(1 + cos(12 r)) / (½ r² + 2) with r = √(x² + y²).
///
/// At (0, 0) the root has no derivative, and so gradient and Hessian are NaN there, as the chain rule gives them.
struct DropWave;

impl Formula for DropWave {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        let rr = x.square() + y.square();
        -((rr.sqrt() * 12.0).cos() + 1.0) / (rr * 0.5 + 2.0)
    }
}

/// The lowest value is −1, at the minimum (0, 0); around it whole circles are stationary, minima and maxima in turn.
pub const ENTRY: Entry = Entry {
    key: "drop_wave",
    name: "Drop wave",
    formula: "-(1 + cos(12*sqrt(x^2 + y^2)))/(0.5*(x^2 + y^2) + 2)",
    about: "Each ring is a curve of minima: a run falls into the nearest one and has nowhere to go along it.",
    source: "M. Molga, C. Smutnicki, Test functions for optimization needs, 2005",
    domain: Rect::new(-2.0, 2.0, -2.0, 2.0),
    view: Rect::new(-2.0, 2.0, -2.0, 2.0),
    starts: &[Vec2::new(1.2, 0.9), Vec2::new(-0.5, 0.3), Vec2::new(0.2, -1.7)],
    parameters: &[],
    levels: Levels::Linear,
    floor: |_| Some(-1.0),
    build: |_| surface(DropWave),
};
