//! Himmelblau's function: four minima of equal depth.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// (x² + y − 11)² + (x + y² − 7)².
struct Himmelblau;

impl Formula for Himmelblau {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (x.square() + y - 11.0).square() + (x + y.square() - 7.0).square()
    }
}

/// Its minima, all with value 0: (3, 2), (−2.805118086952745, 3.131312518250573), (−3.779310253377747,
/// −3.283185991286169) and (3.584428340330492, −1.848126526964404).
/// Between them lie four saddles and the maximum (−0.270844590667348, −0.923038555879815).
pub const ENTRY: Entry = Entry {
    key: "himmelblau",
    name: "Himmelblau",
    formula: "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    about: "Four minima, all equally deep: which one a run finds shows the shape of its basin.",
    source: "D. M. Himmelblau, Applied nonlinear programming, 1972",
    domain: Rect::new(-5.0, 5.0, -5.0, 5.0),
    view: Rect::new(-5.0, 5.0, -5.0, 5.0),
    starts: &[Vec2::new(0.0, 0.0), Vec2::new(-1.0, -4.0), Vec2::new(4.5, 4.5)],
    parameters: &[],
    levels: Levels::Logarithmic,
    floor: |_| Some(0.0),
    build: |_| surface(Himmelblau),
};
