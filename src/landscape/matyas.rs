//! Matyas's function: a flat quadratic at 45°.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// 0.26 (x² + y²) − 0.48 x y.
struct Matyas;

impl Formula for Matyas {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (x.square() + y.square()) * 0.26 - x * y * 0.48
    }
}

/// The one stationary point is the minimum (0, 0) with value 0; the eigenvalues of the Hessian are 0.04 and 1.
pub const ENTRY: Entry = Entry {
    key: "matyas",
    name: "Matyas",
    formula: "0.26*(x^2 + y^2) - 0.48*x*y",
    about: "A ravine along the diagonal, with condition number 25: both coordinates are steep, their sum is not.",
    source: "M. Jamil, X.-S. Yang, A literature survey of benchmark functions for global optimisation problems, 2013",
    domain: Rect::new(-10.0, 10.0, -10.0, 10.0),
    view: Rect::new(-10.0, 10.0, -10.0, 10.0),
    starts: &[Vec2::new(8.0, -6.0), Vec2::new(5.0, 5.0), Vec2::new(-9.0, -4.0)],
    parameters: &[],
    levels: Levels::Logarithmic,
    floor: |_| Some(0.0),
    build: |_| surface(Matyas),
};
