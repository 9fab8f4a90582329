//! Rosenbrock's valley: a curved, flat-bottomed ravine.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;
use crate::parameter::{Parameter, Range, Slider};

/// (a − x)² + b (y − x²)².
struct Rosenbrock {
    a: f64,
    b: f64,
}

impl Formula for Rosenbrock {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (-x + self.a).square() + (y - x.square()).square() * self.b
    }
}

/// For b > 0 the one stationary point is the minimum (a, a²) with value 0; for b = 0 every point of the line x = a is
/// one.
pub const ENTRY: Entry = Entry {
    key: "rosenbrock",
    name: "Rosenbrock",
    formula: "(a - x)^2 + b*(y - x^2)^2",
    about: "A curved valley whose floor is nearly flat: finding it is easy, following it is not.",
    source: "H. H. Rosenbrock, An automatic method for finding the greatest or least value of a function, 1960",
    domain: Rect::new(-2.0, 2.0, -1.0, 3.0),
    view: Rect::new(-2.0, 2.0, -1.0, 3.0),
    starts: &[Vec2::new(-1.5, 2.0), Vec2::new(-1.0, -0.5), Vec2::new(1.5, 2.5)],
    parameters: &[
        Parameter::number("a", "a", "where the minimum lies", 1.0, Range::ANY, Slider::Linear(-1.0, 1.5)),
        Parameter::number(
            "b",
            "b",
            "steepness of the walls",
            100.0,
            Range::NOT_NEGATIVE,
            Slider::Logarithmic(1.0, 1000.0),
        ),
    ],
    levels: Levels::Logarithmic,
    floor: |_| Some(0.0),
    build: |s| surface(Rosenbrock { a: s.number("a"), b: s.number("b") }),
};
