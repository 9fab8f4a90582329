//! A parabola with a flatter middle piece: convex, smooth, and yet the heavy ball cycles on it for ever.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// L′(x) = 25 x below 1, x + 24 up to 2, 25 x − 24 beyond; L(0) = 0.
struct KinkedParabola;

impl Formula for KinkedParabola {
    const VARIABLES: usize = 1;

    #[inline(always)]
    fn at<N: Number>(&self, x: N, _: N) -> N {
        let beyond = |joint: f64| Number::max(x - joint, N::constant(0.0)).square();
        x.square() * 12.5 - beyond(1.0) * 12.0 + beyond(2.0) * 12.0
    }
}

/// Its only stationary point is the minimum 0; the curvature is between 1 and 25 everywhere.
///
/// At the joints, where the second derivative jumps, it lies between those of the pieces.
pub const ENTRY: Entry = Entry {
    key: "kinked_parabola",
    name: "Kinked parabola (one parameter)",
    formula: "12.5*x^2 - 12*max(x - 1, 0)^2 + 12*max(x - 2, 0)^2",
    about: "Convex with curvature from 1 to 25: momentum tuned for such quadratics cycles on it and never arrives.",
    source: "L. Lessard, B. Recht, A. Packard, Analysis and design of optimization algorithms via integral quadratic constraints, 2016, section 4.6",
    domain: Rect::new(-4.0, 4.0, 0.0, 0.0),
    view: Rect::new(-4.0, 4.0, -12.0, 150.0),
    starts: &[Vec2::new(3.3, 0.0), Vec2::new(-2.0, 0.0)],
    parameters: &[],
    levels: Levels::Linear,
    floor: |_| Some(0.0),
    build: |_| surface(KinkedParabola),
};
