//! The walled saddle: a saddle between two minima, steeper than the bounded one.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// x² − y² + y⁴/4.
struct WalledSaddle;

impl Formula for WalledSaddle {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        x.square() - y.square() + y.powi(4) * 0.25
    }
}

/// Stationary are the saddle (0, 0) with value 0 and the minima (0, −√2) and (0, √2) with value −1.
pub const ENTRY: Entry = Entry {
    key: "walled_saddle",
    name: "Walled saddle",
    formula: "x^2 - y^2 + 0.25*y^4",
    about: "The saddle with walls: what leaves it downwards is caught in one of two minima.",
    source: "Y. Nesterov, Introductory lectures on convex optimization, 2004, example 1.2.2 (with other factors)",
    domain: Rect::new(-3.0, 3.0, -3.0, 3.0),
    view: Rect::new(-3.0, 3.0, -3.0, 3.0),
    starts: &[Vec2::new(1.5, 0.001), Vec2::new(-2.0, 0.5), Vec2::new(2.5, 2.5)],
    parameters: &[],
    levels: Levels::Linear,
    floor: |_| Some(-1.0),
    build: |_| surface(WalledSaddle),
};
