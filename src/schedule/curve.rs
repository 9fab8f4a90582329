//! How a quantity goes from one value to another.

use std::f64::consts::PI;

/// The curve of a quantity from one value to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Curve {
    /// In a straight line.
    Linear,
    /// Half a wave of the cosine, level at both ends.
    Cosine,
}

impl Curve {
    /// The value after a fraction `s` of the way `from` one value `to` another, at 0 and 1 these to the bit; beyond 1 a
    /// cosine swings back.
    pub fn at(self, from: f64, to: f64, s: f64) -> f64 {
        let way = match self {
            Curve::Linear => s,
            Curve::Cosine => (1.0 - libm::cos(PI * s)) / 2.0,
        };
        (1.0 - way) * from + way * to
    }
}
