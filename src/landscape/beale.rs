//! Beale's function: flat in the middle, very steep at the corners.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// (1.5 − x + x y)² + (2.25 − x + x y²)² + (2.625 − x + x y³)².
struct Beale;

impl Formula for Beale {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (-x + 1.5 + x * y).square() + (-x + 2.25 + x * y.powi(2)).square() + (-x + 2.625 + x * y.powi(3)).square()
    }
}

/// Stationary in its domain are the minimum (3, 1/2) with value 0, the saddle (0, 1) with value 14.203125, and a saddle
/// at (0.100537937324158, −2.644513585023125) with value 9.864512284755560.
pub const ENTRY: Entry = Entry {
    key: "beale",
    name: "Beale",
    formula: "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
    about: "A start on the cliff throws momentum far out, while rules that divide by the gradient hardly notice.",
    source: "E. M. L. Beale, On an iterative method for finding a local minimum of a function of more than one variable, 1958",
    domain: Rect::new(-4.5, 4.5, -4.5, 4.5),
    view: Rect::new(-4.5, 4.5, -4.5, 4.5),
    starts: &[Vec2::new(1.0, 1.5), Vec2::new(-1.0, -1.0), Vec2::new(-3.0, 0.5)],
    parameters: &[],
    levels: Levels::Logarithmic,
    floor: |_| Some(0.0),
    build: |_| surface(Beale),
};
