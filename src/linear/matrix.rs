//! Symmetric matrices of the plane, their eigenvalues and definiteness.

use serde::Serialize;

use super::Vec2;
use crate::words::text;

/// A symmetric 2 × 2 matrix, such as a Hessian.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Mat2 {
    /// Entry (1, 1).
    pub xx: f64,
    /// Entries (1, 2) and (2, 1).
    pub xy: f64,
    /// Entry (2, 2).
    pub yy: f64,
}

/// The eigenvalues of a symmetric matrix, ascending, with orthonormal eigenvectors in the same order.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Eigen {
    /// λ₁ ≤ λ₂.
    pub values: [f64; 2],
    /// Unit vectors; the second is the first turned by +90°.
    pub vectors: [Vec2; 2],
}

/// The sign of a quadratic form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Definiteness {
    /// Both eigenvalues positive.
    PositiveDefinite,
    /// One eigenvalue zero (to rounding), the other positive.
    PositiveSemidefinite,
    /// One eigenvalue of each sign.
    Indefinite,
    /// One eigenvalue zero (to rounding), the other negative.
    NegativeSemidefinite,
    /// Both eigenvalues negative.
    NegativeDefinite,
    /// Both eigenvalues zero (to rounding).
    Zero,
    /// An entry is not a finite number, so there is no answer.
    Undefined,
}

impl Definiteness {
    /// The name in words.
    pub fn words(self) -> &'static str {
        match self {
            Definiteness::PositiveDefinite => text!("positive definite"),
            Definiteness::PositiveSemidefinite => text!("positive semi-definite"),
            Definiteness::Indefinite => text!("indefinite"),
            Definiteness::NegativeSemidefinite => text!("negative semi-definite"),
            Definiteness::NegativeDefinite => text!("negative definite"),
            Definiteness::Zero => text!("zero"),
            Definiteness::Undefined => text!("undefined"),
        }
    }
}

/// An eigenvalue counts as zero below this fraction of the larger one: a Hessian computed in `f64` at a point that is
/// itself rounded cannot tell smaller ones from zero.
const SINGULAR: f64 = 1e-9;

impl Mat2 {
    /// The determinant.
    pub fn determinant(self) -> f64 {
        self.xx * self.yy - self.xy * self.xy
    }

    /// The product of the matrix with a vector.
    pub fn times(self, v: Vec2) -> Vec2 {
        Vec2::new(self.xx * v.x + self.xy * v.y, self.xy * v.x + self.yy * v.y)
    }

    /// The solution z of `self` z = v by Cramer's rule; not finite if the matrix is singular.
    pub fn solve(self, v: Vec2) -> Vec2 {
        Vec2::new(self.yy * v.x - self.xy * v.y, self.xx * v.y - self.xy * v.x) / self.determinant()
    }

    /// The shortest z for which `self` z is as near to v as it can be: the solution, wherever there is one.
    ///
    /// Directions whose eigenvalue is below 1e-14 of the other's size are left out: they are rounding.
    pub fn least_solution(self, v: Vec2) -> Vec2 {
        let Eigen { values, vectors } = self.eigen();
        let zero = 1e-14 * values[0].abs().max(values[1].abs());
        let parts = values.into_iter().zip(vectors).filter(|(value, _)| value.abs() > zero);
        parts.fold(Vec2::ZERO, |z, (value, vector)| z + v.dot(vector) / value * vector)
    }

    /// Eigenvalues and eigenvectors by one Jacobi rotation, accurate to a few units in the last place of the larger
    /// one.
    ///
    /// For a multiple of the identity the eigenvectors are the axes.
    #[inline]
    pub fn eigen(self) -> Eigen {
        let half_difference = (self.yy - self.xx) / 2.0;
        let (shift, first) = if self.xy == 0.0 {
            (0.0, Vec2::new(1.0, 0.0))
        } else {
            // The smaller root t = tan θ of t² + 2 t (half_difference / xy) − 1 = 0.
            let ratio = half_difference / self.xy;
            let t = ratio.signum() / (ratio.abs() + libm::hypot(ratio, 1.0));
            let c = 1.0 / libm::hypot(t, 1.0);
            (t * self.xy, Vec2::new(c, -t * c))
        };
        let (a, b) = (self.xx - shift, self.yy + shift);
        let turned = Vec2::new(-first.y, first.x);
        if a <= b {
            Eigen { values: [a, b], vectors: [first, turned] }
        } else {
            Eigen { values: [b, a], vectors: [turned, -first] }
        }
    }

    /// The definiteness; an eigenvalue below 1e-9 of the other's size counts as zero.
    pub fn definiteness(self) -> Definiteness {
        let [low, high] = self.eigen().values;
        if !(low.is_finite() && high.is_finite()) {
            return Definiteness::Undefined;
        }
        let zero = SINGULAR * low.abs().max(high.abs());
        let sign = |v: f64| if v.abs() <= zero { 0 } else { v.signum() as i8 };
        match (sign(low), sign(high)) {
            (1, 1) => Definiteness::PositiveDefinite,
            (0, 1) => Definiteness::PositiveSemidefinite,
            (-1, 1) => Definiteness::Indefinite,
            (-1, 0) => Definiteness::NegativeSemidefinite,
            (-1, -1) => Definiteness::NegativeDefinite,
            _ => Definiteness::Zero,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eigen_of_a_diagonal_is_the_diagonal() {
        let eigen = Mat2 { xx: 3.0, xy: 0.0, yy: -2.0 }.eigen();
        assert_eq!(eigen.values, [-2.0, 3.0]);
        assert_eq!(eigen.vectors[0].x, 0.0);
    }

    #[test]
    fn eigenvectors_are_mapped_to_their_multiples() {
        for (xx, xy, yy) in [(2.0, 1.0, 2.0), (1.0, -5.0, 3.0), (1e6, 1.0, 1e-3), (-4.0, 1e-9, -4.0), (0.0, 2.0, 0.0)] {
            let m = Mat2 { xx, xy, yy };
            let eigen = m.eigen();
            assert!(eigen.values[0] <= eigen.values[1]);
            let scale = eigen.values[0].abs().max(eigen.values[1].abs());
            for (value, vector) in eigen.values.into_iter().zip(eigen.vectors) {
                let error = (m.times(vector) - value * vector).norm();
                assert!(error <= 1e-15 * 4.0 * scale, "{m:?}: error {error}");
            }
        }
    }

    #[test]
    fn definiteness_names_every_sign_pattern() {
        let of = |xx, xy, yy| Mat2 { xx, xy, yy }.definiteness();
        assert_eq!(of(2.0, 0.0, 1.0), Definiteness::PositiveDefinite);
        assert_eq!(of(1.0, 1.0, 1.0), Definiteness::PositiveSemidefinite);
        assert_eq!(of(1.0, 2.0, 1.0), Definiteness::Indefinite);
        assert_eq!(of(-1.0, 1.0, -1.0), Definiteness::NegativeSemidefinite);
        assert_eq!(of(-2.0, 0.5, -1.0), Definiteness::NegativeDefinite);
        assert_eq!(of(0.0, 0.0, 0.0), Definiteness::Zero);
        assert_eq!(of(f64::NAN, 0.0, 0.0), Definiteness::Undefined);
    }

    #[test]
    fn solve_inverts_times() {
        let m = Mat2 { xx: 3.0, xy: -1.0, yy: 2.0 };
        let v = Vec2::new(0.5, -4.0);
        assert!((m.solve(m.times(v)) - v).norm() < 1e-15);
    }
}
