//! Branin's function: three equal minima.

use std::f64::consts::PI;

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// (y − 5.1/(4π²) x² + 5/π x − 6)² + 10 (1 − 1/(8π)) cos x + 10.
struct Branin;

impl Formula for Branin {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (y - x.square() * (5.1 / (4.0 * PI * PI)) + x * (5.0 / PI) - 6.0).square()
            + x.cos() * (10.0 * (1.0 - 1.0 / (8.0 * PI)))
            + 10.0
    }
}

/// Its minima in the domain are (−π, 12.275), (π, 2.275) and (3π, 2.475), its saddles (0, 6) and (2π, 1.1); in the
/// plane there is a minimum on the parabola for every odd multiple of π, and a saddle for every even one.
/// All minima have the value 5/(4π), where the square is zero and the cosine −1.
pub const ENTRY: Entry = Entry {
    key: "branin",
    name: "Branin",
    formula: "(y - 5.1/(4*pi^2)*x^2 + 5/pi*x - 6)^2 + 10*(1 - 1/(8*pi))*cos(x) + 10",
    about: "Three equal minima along a curved valley, with saddles between them.",
    source: "F. H. Branin, Widely convergent method for finding multiple solutions of simultaneous nonlinear equations, 1972",
    domain: Rect::new(-5.0, 10.0, 0.0, 15.0),
    view: Rect::new(-5.0, 10.0, 0.0, 15.0),
    starts: &[Vec2::new(-2.0, 4.0), Vec2::new(5.0, 12.0), Vec2::new(7.5, 8.0)],
    parameters: &[],
    levels: Levels::Logarithmic,
    floor: |_| Some(5.0 / (4.0 * PI)),
    build: |_| surface(Branin),
};
