//! The rotated ravine: a quadratic with two different curvatures, at an angle to the axes.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;
use crate::parameter::{Parameter, Range, Slider};

/// ½ (u² + κ v²) in the axes u = x cos θ + y sin θ and v = y cos θ − x sin θ.
struct RavineRotated {
    kappa: f64,
    /// cos θ.
    cos: f64,
    /// sin θ.
    sin: f64,
}

impl Formula for RavineRotated {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        let u = x * self.cos + y * self.sin;
        let v = -x * self.sin + y * self.cos;
        (u.square() + v.square() * self.kappa) * 0.5
    }
}

/// For κ > 0 the one stationary point is the minimum (0, 0) with value 0; 1 and κ are the eigenvalues of the Hessian,
/// and θ is the angle of the floor to the x-axis.
/// For κ = 0 every point of the line u = 0 is a minimum.
pub const ENTRY: Entry = Entry {
    key: "ravine_rotated",
    name: "Rotated ravine",
    formula: "((cos(theta_deg*pi/180)*x + sin(theta_deg*pi/180)*y)^2 + kappa*(-sin(theta_deg*pi/180)*x + cos(theta_deg*pi/180)*y)^2)/2",
    about: "The ravine at an angle: gradient descent and momentum do not notice, rules that scale each coordinate by itself do.",
    source: "S. Boyd, L. Vandenberghe, Convex optimization, 2004, section 9.3.2 (the quadratic there, rotated)",
    domain: Rect::new(-5.0, 5.0, -5.0, 5.0),
    view: Rect::new(-5.0, 5.0, -5.0, 5.0),
    starts: &[Vec2::new(-4.0, 2.0), Vec2::new(4.0, 1.0), Vec2::new(-1.0, 3.0)],
    parameters: &[
        Parameter::number(
            "kappa",
            "κ",
            "condition number",
            25.0,
            Range::NOT_NEGATIVE,
            Slider::Logarithmic(1.0, 1000.0),
        ),
        Parameter::number(
            "theta_deg",
            "θ",
            "angle of the floor in degrees",
            30.0,
            Range::ANY,
            Slider::Linear(-90.0, 90.0),
        ),
    ],
    levels: Levels::Logarithmic,
    floor: |_| Some(0.0),
    build: |s| {
        let theta = s.number("theta_deg").to_radians();
        surface(RavineRotated { kappa: s.number("kappa"), cos: libm::cos(theta), sin: libm::sin(theta) })
    },
};
