//! The principal axes of stationary points, at a scale that they share: pure geometry.
//!
//! Near a stationary point L(w* + a v) ≈ L(w*) + λ a²/2 along an eigenvector v of the Hessian with eigenvalue λ, so
//! that the loss has changed by Δ at a = √(2Δ/|λ|): half an axis of the level ellipse, or of the hyperbola.

use super::{PlaneMap, round_step};
use crate::linear::{Definiteness, Vec2};
use crate::stationary::StationaryPoint;

/// Half an axis of usual curvature has about this length, in CSS pixels, or in small panels this fraction of their
/// smaller side.
const USUAL: (f64, f64) = (26.0, 1.0 / 9.0);

/// The shortest and the longest half axis that is drawn, as multiples of that.
const LENGTHS: [f64; 2] = [0.5, 2.5];

/// More points than this have no axes, which would run into one another.
pub const MOST: usize = 40;

/// The axes of several points.
#[derive(Debug, Clone, PartialEq)]
pub struct PrincipalAxes {
    /// Δ, by which the quadratic changes up to the end of an axis that is not cut: 1, 2 or 5 times a power of ten.
    pub change: f64,
    /// The shortest and the longest half axis that is drawn, in CSS pixels.
    pub lengths: [f64; 2],
    /// Every axis, two a point.
    pub axes: Vec<PrincipalAxis>,
}

/// One axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrincipalAxis {
    /// The stationary point.
    pub at: Vec2,
    /// From there to the one end, in domain units.
    pub half: Vec2,
    /// The sign of the eigenvalue: 1, −1, or 0 to rounding.
    pub sign: i8,
}

/// The eigenvalues of a point, with 0 for what is rounding.
fn values(point: &StationaryPoint) -> [f64; 2] {
    let [low, high] = point.eigen.values;
    match point.definiteness {
        Definiteness::Zero => [0.0; 2],
        Definiteness::PositiveSemidefinite => [0.0, high],
        Definiteness::NegativeSemidefinite => [low, 0.0],
        _ => [low, high],
    }
}

impl PrincipalAxes {
    /// The axes of those of `points` that are in view; none if there are no such points, too many, or only flat ones.
    ///
    /// Δ is such that half the axis of the geometric mean of all |λ| in view is of about 26 CSS pixels,
    /// or a ninth of a small panel's smaller side.
    pub fn of(points: &[StationaryPoint], map: &PlaneMap) -> Option<PrincipalAxes> {
        let mut axes = Vec::new();
        let (mut logarithms, mut count) = (0.0, 0);
        for point in points.iter().filter(|point| map.visible.contains(point.at)) {
            for (value, along) in values(point).into_iter().zip(point.eigen.vectors) {
                axes.push((point.at, value, along));
                if value != 0.0 {
                    logarithms += libm::log(value.abs());
                    count += 1;
                }
            }
        }
        if axes.len() > 2 * MOST || count == 0 {
            return None;
        }
        let pixel = map.per_pixel();
        let usual = USUAL.0.min(USUAL.1 * map.size.x.min(map.size.y));
        let lengths = LENGTHS.map(|multiple| (multiple * usual).round());
        let mean = libm::exp(logarithms / f64::from(count));
        let change = round_step(0.5 * mean * (usual * pixel) * (usual * pixel));
        let axis = |(at, value, along): (Vec2, f64, Vec2)| {
            let length = ((2.0 * change / value.abs()).sqrt() / pixel).clamp(lengths[0], lengths[1]);
            PrincipalAxis { at, half: length * pixel * along, sign: (value > 0.0) as i8 - (value < 0.0) as i8 }
        };
        let drawable = change > 0.0 && change.is_finite();
        drawable.then(|| PrincipalAxes { change, lengths, axes: axes.into_iter().map(axis).collect() })
    }
}
