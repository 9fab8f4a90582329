//! The monkey saddle: three ways down, three up, and no curvature in between.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// x³ − 3 x y².
struct MonkeySaddle;

impl Formula for MonkeySaddle {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        x.powi(3) - x * y.square() * 3.0
    }
}

/// The one stationary point is the degenerate saddle (0, 0) with value 0, where the Hessian is zero; the loss has no
/// lower bound.
pub const ENTRY: Entry = Entry {
    key: "monkey_saddle",
    name: "Monkey saddle",
    formula: "x^3 - 3*x*y^2",
    about: "At the saddle even the Hessian is zero: gradients near it are tiny, and second derivatives tell nothing.",
    source: "D. Hilbert, S. Cohn-Vossen, Anschauliche Geometrie, 1932",
    domain: Rect::new(-2.0, 2.0, -2.0, 2.0),
    view: Rect::new(-2.0, 2.0, -2.0, 2.0),
    starts: &[Vec2::new(0.5, 0.1), Vec2::new(0.3, 0.001), Vec2::new(1.2, -1.0)],
    parameters: &[],
    levels: Levels::Linear,
    floor: |_| None,
    build: |_| surface(MonkeySaddle),
};
