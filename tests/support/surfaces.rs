//! Small losses written down for the tests, each with what it is for.

use steepest::landscape::Formula;
use steepest::number::Number;

/// (λ₁ x² + λ₂ y²)/2, turned by `angle` radians about the origin.
pub struct Quadratic {
    /// Eigenvalue along the first axis.
    pub first: f64,
    /// Eigenvalue along the second axis.
    pub second: f64,
    /// How far the axes are turned.
    pub angle: f64,
}

impl Quadratic {
    /// With its axes along the coordinates.
    pub fn diagonal(first: f64, second: f64) -> Self {
        Quadratic { first, second, angle: 0.0 }
    }
}

/// A quadratic whose axes are not the coordinates', with condition number 80.
pub const TURNED: Quadratic = Quadratic { first: 0.5, second: 40.0, angle: 0.7 };

impl Formula for Quadratic {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        let (c, s) = (self.angle.cos(), self.angle.sin());
        let (u, v) = (x * c + y * s, y * c - x * s);
        (u.square() * self.first + v.square() * self.second) * 0.5
    }
}

/// A loss from a closure-like formula: `surface!(Name, x y, formula)`.
macro_rules! surface {
    ($(#[$doc:meta])* $name:ident, $x:ident $y:ident, $formula:expr) => {
        $(#[$doc])*
        pub struct $name;

        impl Formula for $name {
            fn at<N: Number>(&self, $x: N, $y: N) -> N {
                $formula
            }
        }
    };
}

surface! {
    /// x² − y²: a saddle that is not bounded below.
    Saddle, x y, x.square() - y.square()
}
surface! {
    /// x⁴/4 − x²/2 + y²/2: a saddle at the origin between minima at (±1, 0).
    BoundedSaddle, x y, x.powi(4) / 4.0 - x.square() / 2.0 + y.square() / 2.0
}
surface! {
    /// x³ − 3 x y²: a degenerate saddle at the origin.
    MonkeySaddle, x y, x.powi(3) - x * y.square() * 3.0
}
surface! {
    /// x⁴ + y⁴: a minimum with a zero Hessian.
    Quartic, x y, x.powi(4) + y.powi(4)
}
surface! {
    /// cos x + cos y: a maximum at the origin, minima at (±π, ±π), saddles between them.
    Waves, x y, x.cos() + y.cos()
}
surface! {
    /// (1 − x)² + 100 (y − x²)².
    Rosenbrock, x y, (-x + 1.0).square() + (y - x.square()).square() * 100.0
}
surface! {
    /// (x² + y − 11)² + (x + y² − 7)²: four minima of value 0.
    Himmelblau, x y, (x.square() + y - 11.0).square() + (x + y.square() - 7.0).square()
}
surface! {
    /// √(x² + y²): a cone, whose gradient at the tip is 0/0.
    Cone, x y, (x.square() + y.square()).sqrt()
}
surface! {
    /// x/2 + y/4: a slope without end.
    Slope, x y, x * 0.5 + y * 0.25
}

/// x cos(0.15 π x), a curve.
pub struct Wave;

impl Formula for Wave {
    const VARIABLES: usize = 1;

    fn at<N: Number>(&self, x: N, _: N) -> N {
        x * (x * (0.15 * std::f64::consts::PI)).cos()
    }
}
