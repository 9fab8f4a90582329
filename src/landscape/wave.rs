//! A wave that grows: one parameter, many minima, negative curvature between them.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;
use crate::parameter::{Parameter, Range, Slider};

/// x cos(c π x).
struct Wave {
    c: f64,
}

impl Formula for Wave {
    const VARIABLES: usize = 1;

    #[inline(always)]
    fn at<N: Number>(&self, x: N, _: N) -> N {
        x * (x * (self.c * std::f64::consts::PI)).cos()
    }
}

/// Unbounded on both sides: its waves grow with |x|.
pub const ENTRY: Entry = Entry {
    key: "wave",
    name: "Growing wave (one parameter)",
    formula: "x*cos(c*pi*x)",
    about: "Where the curvature is negative, Newton's step goes uphill: the sign of the second derivative matters.",
    source: "A. Zhang, Z. C. Lipton, M. Li, A. J. Smola, Dive into deep learning, 2023, section 12.3",
    domain: Rect::new(-15.0, 15.0, 0.0, 0.0),
    view: Rect::new(-16.0, 16.0, -17.0, 17.0),
    starts: &[Vec2::new(10.0, 0.0), Vec2::new(3.0, 0.0)],
    parameters: &[Parameter::number("c", "c", "waves per unit", 0.15, Range::ANY, Slider::Linear(0.05, 0.5))],
    levels: Levels::Linear,
    floor: |_| None,
    build: |s| surface(Wave { c: s.number("c") }),
};
