//! Lévy's function number 13: steep waves of growing height.

use std::f64::consts::PI;

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// sin²(3πx) + (x − 1)² (1 + sin²(3πy)) + (y − 1)² (1 + sin²(2πy)).
struct Levy13;

impl Formula for Levy13 {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (x * (3.0 * PI)).sin().square()
            + (x - 1.0).square() * ((y * (3.0 * PI)).sin().square() + 1.0)
            + (y - 1.0).square() * ((y * (2.0 * PI)).sin().square() + 1.0)
    }
}

/// The lowest minimum is (1, 1) with value 0, where every term is zero.
pub const ENTRY: Entry = Entry {
    key: "levy13",
    name: "Lévy 13",
    formula: "sin(3*pi*x)^2 + (x - 1)^2*(1 + sin(3*pi*y)^2) + (y - 1)^2*(1 + sin(2*pi*y)^2)",
    about: "Waves that steepen away from the minimum: curvature and gradient change over a fraction of a unit.",
    source: "A. V. Lévy, A. Montalvo, S. Gómez, A. Calderón, Topics in global optimization, 1982; in this form S. Surjanovic, D. Bingham, Virtual library of simulation experiments, 2013",
    domain: Rect::new(-3.0, 4.0, -3.0, 4.0),
    view: Rect::new(-3.0, 4.0, -3.0, 4.0),
    starts: &[Vec2::new(-1.2, 1.7), Vec2::new(2.4, -0.6), Vec2::new(3.3, 3.1)],
    parameters: &[],
    levels: Levels::Linear,
    floor: |_| Some(0.0),
    build: |_| surface(Levy13),
};
