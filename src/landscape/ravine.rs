//! The ravine: a quadratic with two different curvatures, along the axes.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;
use crate::parameter::{Parameter, Range, Slider};

/// ½ (a x² + b y²).
struct Ravine {
    a: f64,
    b: f64,
}

impl Formula for Ravine {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (x.square() * self.a + y.square() * self.b) * 0.5
    }
}

/// For a, b > 0 the one stationary point is the minimum (0, 0) with value 0; a and b are the eigenvalues of the
/// Hessian.
/// For a or b = 0 every point of an axis is a minimum.
pub const ENTRY: Entry = Entry {
    key: "ravine",
    name: "Ravine",
    formula: "(a*x^2 + b*y^2)/2",
    about: "Steep across and flat along: one learning rate must serve two curvatures, and the ratio of the two sets the pace.",
    source: "S. Boyd, L. Vandenberghe, Convex optimization, 2004, section 9.3.2",
    domain: Rect::new(-5.0, 5.0, -5.0, 5.0),
    view: Rect::new(-5.0, 5.0, -5.0, 5.0),
    starts: &[Vec2::new(4.0, 1.0), Vec2::new(-3.0, -2.0), Vec2::new(-2.0, 0.5)],
    parameters: &[
        Parameter::number("a", "a", "curvature along x", 1.0, Range::NOT_NEGATIVE, Slider::Logarithmic(0.1, 10.0)),
        Parameter::number("b", "b", "curvature along y", 25.0, Range::NOT_NEGATIVE, Slider::Logarithmic(1.0, 1000.0)),
    ],
    levels: Levels::Logarithmic,
    floor: |_| Some(0.0),
    build: |s| surface(Ravine { a: s.number("a"), b: s.number("b") }),
};
