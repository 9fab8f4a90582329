//! Rastrigin's function: a bowl full of pits.

use std::f64::consts::TAU;

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;
use crate::parameter::{Parameter, Range, Slider};

/// 2A + x² − A cos(2πx) + y² − A cos(2πy).
struct Rastrigin {
    /// The parameter A.
    a: f64,
}

impl Formula for Rastrigin {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        let along = |t: N| t.square() - (t * TAU).cos() * self.a;
        along(x) + 2.0 * self.a + along(y)
    }
}

/// For A ≥ 0 the lowest minimum is (0, 0) with value 0; for the usual A = 10 there is one close to every pair of whole
/// numbers up to about πA in size.
pub const ENTRY: Entry = Entry {
    key: "rastrigin",
    name: "Rastrigin",
    formula: "2*A + x^2 - A*cos(2*pi*x) + y^2 - A*cos(2*pi*y)",
    about: "A minimum at every pair of small whole numbers: no local rule finds the lowest, except by chance.",
    source: "L. A. Rastrigin, Systems of extremal control, 1974 (in Russian)",
    domain: Rect::new(-5.12, 5.12, -5.12, 5.12),
    view: Rect::new(-5.12, 5.12, -5.12, 5.12),
    starts: &[Vec2::new(1.3, -0.8), Vec2::new(3.2, 2.6), Vec2::new(-2.4, 4.3)],
    parameters: &[Parameter::number(
        "A",
        "A",
        "depth of the pits",
        10.0,
        Range::NOT_NEGATIVE,
        Slider::Linear(0.0, 20.0),
    )],
    levels: Levels::Linear,
    floor: |_| Some(0.0),
    build: |s| surface(Rastrigin { a: s.number("A") }),
};
