//! Ackley's function: a funnel with a wavy wall.

use std::f64::consts::{E, TAU};

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;
use crate::parameter::{Parameter, Range, Slider};

/// −a exp(−b √((x² + y²)/2)) − exp((cos cx + cos cy)/2) + a + e.
///
/// At (0, 0) the root has no derivative, and so gradient and Hessian are NaN there, as the chain rule gives them.
struct Ackley {
    a: f64,
    b: f64,
    c: f64,
}

impl Formula for Ackley {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        let distance = ((x.square() + y.square()) * 0.5).sqrt();
        let waves = ((x * self.c).cos() + (y * self.c).cos()) * 0.5;
        (distance * -self.b).exp() * -self.a - waves.exp() + self.a + E
    }
}

/// For a, b ≥ 0 the lowest value is 0, at (0, 0): for a, b > 0 a kink and not a stationary point, for the loss rises
/// from it like ab/√2 times the distance.
pub const ENTRY: Entry = Entry {
    key: "ackley",
    name: "Ackley",
    formula: "-a*exp(-b*sqrt((x^2 + y^2)/2)) - exp((cos(c*x) + cos(c*y))/2) + a + exp(1)",
    about: "Nearly flat outside, with a steep funnel in the middle, and ripples on everything.",
    source: "D. H. Ackley, A connectionist machine for genetic hillclimbing, 1987",
    domain: Rect::new(-5.0, 5.0, -5.0, 5.0),
    view: Rect::new(-5.0, 5.0, -5.0, 5.0),
    starts: &[Vec2::new(2.5, -1.5), Vec2::new(0.6, 0.4), Vec2::new(-3.7, 2.3)],
    parameters: &[
        Parameter::number("a", "a", "depth of the funnel", 20.0, Range::NOT_NEGATIVE, Slider::Linear(0.0, 40.0)),
        Parameter::number("b", "b", "narrowness of the funnel", 0.2, Range::NOT_NEGATIVE, Slider::Linear(0.0, 1.0)),
        Parameter::number("c", "c", "frequency of the ripples", TAU, Range::ANY, Slider::Linear(0.0, 12.0)),
    ],
    levels: Levels::Linear,
    floor: |_| Some(0.0),
    build: |s| surface(Ackley { a: s.number("a"), b: s.number("b"), c: s.number("c") }),
};
