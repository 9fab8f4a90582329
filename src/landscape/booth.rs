//! Booth's function: a quadratic at 45°.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// (x + 2y − 7)² + (2x + y − 5)².
struct Booth;

impl Formula for Booth {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (x + y * 2.0 - 7.0).square() + (x * 2.0 + y - 5.0).square()
    }
}

/// The one stationary point is the minimum (1, 3) with value 0; the eigenvalues of the Hessian are 2 and 18.
pub const ENTRY: Entry = Entry {
    key: "booth",
    name: "Booth",
    formula: "(x + 2*y - 7)^2 + (2*x + y - 5)^2",
    about: "A linear system of two equations as least squares: a mild ravine at 45°.",
    source: "M. Jamil, X.-S. Yang, A literature survey of benchmark functions for global optimisation problems, 2013",
    domain: Rect::new(-10.0, 10.0, -10.0, 10.0),
    view: Rect::new(-10.0, 10.0, -10.0, 10.0),
    starts: &[Vec2::new(-5.0, 5.0), Vec2::new(8.0, -3.0), Vec2::new(-6.0, -8.0)],
    parameters: &[],
    levels: Levels::Logarithmic,
    floor: |_| Some(0.0),
    build: |_| surface(Booth),
};
