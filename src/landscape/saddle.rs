//! The saddle: up along one axis, down along the other.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// x² − y².
struct Saddle;

impl Formula for Saddle {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        x.square() - y.square()
    }
}

/// The one stationary point is the saddle (0, 0) with value 0; the loss has no lower bound.
pub const ENTRY: Entry = Entry {
    key: "saddle",
    name: "Saddle",
    formula: "x^2 - y^2",
    about: "On the ridge the gradient leads into the saddle; the least deviation from it grows, and escapes.",
    source: "Y. N. Dauphin et al., Identifying and attacking the saddle point problem in high-dimensional non-convex optimization, 2014",
    domain: Rect::new(-3.0, 3.0, -3.0, 3.0),
    view: Rect::new(-3.0, 3.0, -3.0, 3.0),
    starts: &[Vec2::new(1.0, 0.001), Vec2::new(-1.5, 1e-6), Vec2::new(2.0, 0.5)],
    parameters: &[],
    levels: Levels::Linear,
    floor: |_| None,
    build: |_| surface(Saddle),
};
