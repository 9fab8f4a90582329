//! Zakharov's function: a bowl with a steep fold.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// x² + y² + t² + t⁴ with t = x/2 + y.
struct Zakharov;

impl Formula for Zakharov {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        let t = x * 0.5 + y;
        x.square() + y.square() + t.square() + t.powi(4)
    }
}

/// The one stationary point is the minimum (0, 0) with value 0: the loss is convex.
pub const ENTRY: Entry = Entry {
    key: "zakharov",
    name: "Zakharov",
    formula: "x^2 + y^2 + (0.5*x + y)^2 + (0.5*x + y)^4",
    about: "Convex, but the sharpness grows with the distance: a rate that is good near the minimum explodes farther out.",
    source: "M. Jamil, X.-S. Yang, A literature survey of benchmark functions for global optimisation problems, 2013",
    domain: Rect::new(-5.0, 5.0, -5.0, 5.0),
    view: Rect::new(-5.0, 5.0, -5.0, 5.0),
    starts: &[Vec2::new(-4.0, 3.5), Vec2::new(3.0, 2.0), Vec2::new(4.0, -4.0)],
    parameters: &[],
    levels: Levels::Logarithmic,
    floor: |_| Some(0.0),
    build: |_| surface(Zakharov),
};
