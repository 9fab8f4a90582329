//! Easom's function: one narrow hole in a plain.

use std::f64::consts::PI;

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// −cos x cos y exp(−(x − π)² − (y − π)²).
struct Easom;

impl Formula for Easom {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        -x.cos() * y.cos() * (-((x - PI).square() + (y - PI).square())).exp()
    }
}

/// The lowest minimum is (π, π) with value −1; the other stationary points around it have values below 0.01 in size.
/// Farther away loss and gradient vanish.
pub const ENTRY: Entry = Entry {
    key: "easom",
    name: "Easom",
    formula: "-cos(x)*cos(y)*exp(-((x - pi)^2 + (y - pi)^2))",
    about: "The gradient tells nothing until the hole is close: from most starts nobody gets anywhere.",
    source: "E. E. Easom, A survey of global optimization techniques, 1990",
    domain: Rect::new(0.0, 6.0, 0.0, 6.0),
    view: Rect::new(0.0, 6.0, 0.0, 6.0),
    starts: &[Vec2::new(2.5, 4.0), Vec2::new(4.0, 2.2), Vec2::new(1.2, 4.6)],
    parameters: &[],
    levels: Levels::Linear,
    floor: |_| Some(-1.0),
    build: |_| surface(Easom),
};
