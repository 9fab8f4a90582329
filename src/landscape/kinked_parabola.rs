//! A parabola with a flatter middle piece: convex, smooth, and yet the heavy ball cycles on it for ever.

use super::{Entry, Formula, Levels};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// L′(x) = 25 x below 1, x + 24 up to 2, 25 x − 24 beyond; L(0) = 0.
struct KinkedParabola;

impl Formula for KinkedParabola {
    const VARIABLES: usize = 1;

    #[inline(always)]
    fn at<N: Number>(&self, x: N, _: N) -> N {
        if x.is_below(1.0) {
            x.square() * 12.5
        } else if x.is_below(2.0) {
            x.square() * 0.5 + x * 24.0 - 12.0
        } else {
            x.square() * 12.5 - x * 24.0 + 36.0
        }
    }
}

/// Its only stationary point is the minimum 0; the curvature is between 1 and 25 everywhere.
///
/// At the joints the second derivative jumps; there it is that of the piece to the right.
pub const ENTRY: Entry = Entry {
    key: "kinked_parabola",
    name: "Kinked parabola (one parameter)",
    formula: "12.5*x^2 for x < 1; 0.5*x^2 + 24*x - 12 for x < 2; 12.5*x^2 - 24*x + 36 beyond",
    about: "Convex with curvature from 1 to 25: momentum tuned for such quadratics cycles on it and never arrives.",
    source: "L. Lessard, B. Recht, A. Packard, Analysis and design of optimization algorithms via integral quadratic constraints, 2016, section 4.6",
    domain: Rect::new(-4.0, 4.0, 0.0, 0.0),
    view: Rect::new(-4.0, 4.0, -12.0, 150.0),
    starts: &[Vec2::new(3.3, 0.0), Vec2::new(-2.0, 0.0)],
    parameters: &[],
    levels: Levels::Linear,
    floor: |_| Some(0.0),
    build: |_| Box::new(KinkedParabola),
};
