//! The bounded saddle: a saddle between two minima.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// x⁴/4 − x²/2 + y²/2.
struct BoundedSaddle;

impl Formula for BoundedSaddle {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        x.powi(4) / 4.0 - x.square() / 2.0 + y.square() / 2.0
    }
}

/// Stationary are the saddle (0, 0) with value 0 and the minima (−1, 0) and (1, 0) with value −1/4.
pub const ENTRY: Entry = Entry {
    key: "bounded_saddle",
    name: "Bounded saddle",
    formula: "x^4/4 - x^2/2 + y^2/2",
    about: "From the ridge x = 0 the gradient leads into the saddle; beside it the question is who escapes first, and to which side.",
    source: "Y. Nesterov, Introductory lectures on convex optimization, 2004, example 1.2.2 (with the axes exchanged)",
    domain: Rect::new(-2.0, 2.0, -2.0, 2.0),
    view: Rect::new(-2.0, 2.0, -2.0, 2.0),
    starts: &[Vec2::new(0.001, 1.5), Vec2::new(1e-6, 1.0), Vec2::new(-0.2, -1.6)],
    parameters: &[],
    levels: Levels::Linear,
    floor: |_| Some(-0.25),
    build: |_| surface(BoundedSaddle),
};
