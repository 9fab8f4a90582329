//! The bowl: the simplest minimum.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// ½ (x² + y²).
struct Bowl;

impl Formula for Bowl {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (x.square() + y.square()) * 0.5
    }
}

/// The one stationary point is the minimum (0, 0) with value 0; the Hessian is the identity everywhere.
pub const ENTRY: Entry = Entry {
    key: "bowl",
    name: "Bowl",
    formula: "(x^2 + y^2)/2",
    about: "Every direction is equally curved, so the negative gradient points straight at the minimum.",
    source: "K. A. De Jong, An analysis of the behavior of a class of genetic adaptive systems, 1975 (his sphere, halved)",
    domain: Rect::new(-5.0, 5.0, -5.0, 5.0),
    view: Rect::new(-5.0, 5.0, -5.0, 5.0),
    starts: &[Vec2::new(3.0, -2.0), Vec2::new(-0.7, 4.0), Vec2::new(-4.0, -3.0)],
    parameters: &[],
    levels: Levels::Logarithmic,
    floor: |_| Some(0.0),
    build: |_| surface(Bowl),
};
