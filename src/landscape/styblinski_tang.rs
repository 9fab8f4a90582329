//! Styblinski and Tang: a double well along each axis.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// ½ (x⁴ − 16x² + 5x + y⁴ − 16y² + 5y).
struct StyblinskiTang;

impl Formula for StyblinskiTang {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        let along = |t: N| t.powi(4) - t.square() * 16.0 + t * 5.0;
        (along(x) + along(y)) * 0.5
    }
}

/// Stationary are the nine points whose coordinates are roots of 4t³ − 32t + 5: −2.903534027771177, 0.156731256780340
/// and 2.746802770990837.
/// Four are minima, the lowest (−2.903534027771177, −2.903534027771177) with value −78.33233140754283; the maximum has
/// both coordinates 0.156731256780340; four are saddles.
pub const ENTRY: Entry = Entry {
    key: "styblinski_tang",
    name: "Styblinski–Tang",
    formula: "(x^4 - 16*x^2 + 5*x + y^4 - 16*y^2 + 5*y)/2",
    about: "Four wells of different depth that do not couple: each coordinate descends by itself.",
    source: "M. A. Styblinski, T.-S. Tang, Experiments in nonconvex optimization: stochastic approximation with function smoothing and simulated annealing, 1990",
    domain: Rect::new(-5.0, 5.0, -5.0, 5.0),
    view: Rect::new(-5.0, 5.0, -5.0, 5.0),
    starts: &[Vec2::new(0.5, -0.2), Vec2::new(4.0, -4.0), Vec2::new(-0.5, 4.5)],
    parameters: &[],
    levels: Levels::Linear,
    floor: |_| Some(-78.33233140754283),
    build: |_| surface(StyblinskiTang),
};
