//! A parabola: one parameter, one curvature.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;
use crate::parameter::{Parameter, Range, Slider};

/// ½ λ x².
struct Parabola {
    lambda: f64,
}

impl Formula for Parabola {
    const VARIABLES: usize = 1;

    #[inline(always)]
    fn at<N: Number>(&self, x: N, _: N) -> N {
        x.square() * (0.5 * self.lambda)
    }
}

/// Its minimum is 0 with λ as its second derivative: gradient descent multiplies x by 1 − ηλ at each step.
pub const ENTRY: Entry = Entry {
    key: "parabola",
    name: "Parabola (one parameter)",
    formula: "0.5*lambda*x^2",
    about: "One parameter, one curvature: with a rate below 1/λ it slides down, up to 2/λ it bounces, beyond it leaves.",
    source: "A. Zhang, Z. C. Lipton, M. Li, A. J. Smola, Dive into deep learning, 2023, section 12.3 (there with λ = 2)",
    domain: Rect::new(-12.0, 12.0, 0.0, 0.0),
    view: Rect::new(-12.0, 12.0, -10.0, 130.0),
    starts: &[Vec2::new(10.0, 0.0), Vec2::new(-6.0, 0.0)],
    parameters: &[Parameter::number(
        "lambda",
        "λ",
        "curvature",
        2.0,
        Range::NOT_NEGATIVE,
        Slider::Logarithmic(0.01, 100.0),
    )],
    levels: Levels::Linear,
    floor: |_| Some(0.0),
    build: |s| surface(Parabola { lambda: s.number("lambda") }),
};
