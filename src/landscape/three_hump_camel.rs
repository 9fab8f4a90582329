//! The three-hump camel: three minima in one valley.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// 2x² − 1.05x⁴ + x⁶/6 + x y + y².
struct ThreeHumpCamel;

impl Formula for ThreeHumpCamel {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        x.square() * 2.0 - x.powi(4) * 1.05 + x.powi(6) / 6.0 + x * y + y.square()
    }
}

/// All stationary points lie on y = −x/2: the minimum (0, 0) with value 0; minima at x = ±√(2.1 + √0.91) with value
/// 0.298638442236860; saddles at x = ±√(2.1 − √0.91) with value 0.877361557763140.
pub const ENTRY: Entry = Entry {
    key: "three_hump_camel",
    name: "Three-hump camel",
    formula: "2*x^2 - 1.05*x^4 + x^6/6 + x*y + y^2",
    about: "The nearest minimum is not the lowest one: only a run with some momentum left rolls on to the middle.",
    source: "F. H. Branin, Widely convergent method for finding multiple solutions of simultaneous nonlinear equations, 1972",
    domain: Rect::new(-5.0, 5.0, -5.0, 5.0),
    view: Rect::new(-2.5, 2.5, -2.5, 2.5),
    starts: &[Vec2::new(2.0, -1.5), Vec2::new(-1.2, 1.0), Vec2::new(-2.2, -1.0)],
    parameters: &[],
    levels: Levels::Logarithmic,
    floor: |_| Some(0.0),
    build: |_| surface(ThreeHumpCamel),
};
