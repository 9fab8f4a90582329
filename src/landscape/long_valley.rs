//! The long valley: a straight, narrow trough whose floor falls evenly and gently.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;
use crate::parameter::{Parameter, Range, Slider};

/// ½ b y² + s (√(1 + x²) − 1).
struct LongValley {
    b: f64,
    s: f64,
}

impl Formula for LongValley {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        y.square() * (0.5 * self.b) + ((x.square() + 1.0).sqrt() - 1.0) * self.s
    }
}

/// For b, s > 0 the one stationary point is the minimum (0, 0) with value 0 and the Hessian diag(s, b).
/// A few units away from it the slope along the floor is close to s, however far one still has to go: unlike in a
/// ravine it does not grow with the distance.
/// For b = 0 or s = 0 every point of an axis is a minimum.
pub const ENTRY: Entry = Entry {
    key: "long_valley",
    name: "Long valley",
    formula: "b*y^2/2 + s*(sqrt(1 + x^2) - 1)",
    about: "A gentle, even slope between steep walls: the walls limit the learning rate, and so the floor is walked in equal tiny steps.",
    source: "after the animation “long valley” by A. Radford, about 2014, whose formula was not published; this formula is our own",
    domain: Rect::new(-8.0, 4.0, -6.0, 6.0),
    view: Rect::new(-8.0, 4.0, -6.0, 6.0),
    starts: &[Vec2::new(-7.0, 1.5), Vec2::new(-5.0, -4.0), Vec2::new(3.5, 3.0)],
    parameters: &[
        Parameter::number(
            "b",
            "b",
            "curvature of the walls",
            20.0,
            Range::NOT_NEGATIVE,
            Slider::Logarithmic(1.0, 1000.0),
        ),
        Parameter::number("s", "s", "slope of the floor", 0.2, Range::NOT_NEGATIVE, Slider::Logarithmic(0.01, 10.0)),
    ],
    levels: Levels::Logarithmic,
    floor: |_| Some(0.0),
    build: |s| surface(LongValley { b: s.number("b"), s: s.number("s") }),
};
