//! Vectors and symmetric matrices of the plane: points, gradients, Hessians.

use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

use serde::{Deserialize, Serialize};

use crate::number::{LANES, Lanes, Real};
use crate::words::text;

/// A point or vector of the plane, in domain units; over [`Lanes`] several side by side.
///
/// Products and quotients of two vectors are per coordinate, as in the update rules of optimizers.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Vec2<N = f64> {
    /// First coordinate.
    pub x: N,
    /// Second coordinate.
    pub y: N,
}

/// As a pair `[x, y]` in JSON.
impl Serialize for Vec2 {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [self.x, self.y].serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Vec2 {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <[f64; 2]>::deserialize(deserializer).map(|[x, y]| Vec2 { x, y })
    }
}

impl Vec2 {
    /// The origin.
    pub const ZERO: Vec2 = Vec2 { x: 0.0, y: 0.0 };

    /// The Euclidean length, without overflow of the squares.
    pub fn norm(self) -> f64 {
        libm::hypot(self.x, self.y)
    }

    /// Whether both coordinates are finite.
    #[inline(always)]
    pub fn is_finite(self) -> bool {
        self.x.is_finite() && self.y.is_finite()
    }
}

impl<N> Vec2<N> {
    /// The point (x, y).
    #[inline(always)]
    pub const fn new(x: N, y: N) -> Self {
        Vec2 { x, y }
    }
}

impl<N: Real> Vec2<N> {
    /// `f` of each coordinate.
    #[inline(always)]
    pub fn map(self, f: impl Fn(f64) -> f64 + Copy) -> Self {
        Vec2 { x: self.x.each(f), y: self.y.each(f) }
    }

    /// `f` of each coordinate of this and of another vector.
    #[inline(always)]
    pub fn zip(self, other: Self, f: impl Fn(f64, f64) -> f64 + Copy) -> Self {
        Vec2 { x: self.x.zip(other.x, f), y: self.y.zip(other.y, f) }
    }

    /// The scalar product.
    #[inline(always)]
    pub fn dot(self, other: Self) -> N {
        self.x * other.x + self.y * other.y
    }

    /// The square of each coordinate.
    #[inline(always)]
    pub fn square(self) -> Self {
        self.map(|a| a * a)
    }

    /// The square root of each coordinate; NaN of a negative one.
    #[inline(always)]
    pub fn sqrt(self) -> Self {
        self.map(f64::sqrt)
    }

    /// The absolute value of each coordinate.
    #[inline(always)]
    pub fn abs(self) -> Self {
        self.map(f64::abs)
    }

    /// The sign of each coordinate: 1, −1, or 0 for a zero; NaN for NaN.
    #[inline(always)]
    pub fn sign(self) -> Self {
        self.map(|a| if a == 0.0 { 0.0 } else { a.signum() })
    }

    /// The larger of each coordinate of both; the other one where one is NaN.
    #[inline(always)]
    pub fn max(self, other: Self) -> Self {
        self.zip(other, f64::max)
    }
}

impl Vec2<Lanes> {
    /// These points side by side.
    pub fn abreast(points: &[Vec2; LANES]) -> Self {
        Vec2 { x: Lanes(points.map(|w| w.x)), y: Lanes(points.map(|w| w.y)) }
    }

    /// The one in lane `k`.
    #[inline(always)]
    pub fn lane(&self, k: usize) -> Vec2 {
        Vec2 { x: self.x.0[k], y: self.y.0[k] }
    }
}

macro_rules! per_coordinate {
    ($($trait:ident $method:ident $op:tt),*) => {$(
        impl<N: Real> $trait for Vec2<N> {
            type Output = Vec2<N>;
            #[inline(always)]
            fn $method(self, other: Vec2<N>) -> Vec2<N> {
                Vec2 { x: self.x $op other.x, y: self.y $op other.y }
            }
        }
    )*};
}
per_coordinate!(Add add +, Sub sub -, Mul mul *, Div div /);

impl<N: Real> Mul<Vec2<N>> for f64 {
    type Output = Vec2<N>;
    #[inline(always)]
    fn mul(self, v: Vec2<N>) -> Vec2<N> {
        v.map(|a| self * a)
    }
}

impl<N: Real> Div<f64> for Vec2<N> {
    type Output = Vec2<N>;
    #[inline(always)]
    fn div(self, c: f64) -> Vec2<N> {
        self.map(|a| a / c)
    }
}

/// The same constant added to each coordinate, as δ in √r + δ.
impl<N: Real> Add<f64> for Vec2<N> {
    type Output = Vec2<N>;
    #[inline(always)]
    fn add(self, c: f64) -> Vec2<N> {
        self.map(|a| a + c)
    }
}

impl<N: Real> Neg for Vec2<N> {
    type Output = Vec2<N>;
    #[inline(always)]
    fn neg(self) -> Vec2<N> {
        self.map(|a| -a)
    }
}

impl<N: Real> AddAssign for Vec2<N> {
    #[inline(always)]
    fn add_assign(&mut self, other: Vec2<N>) {
        *self = *self + other;
    }
}

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

/// An axis-parallel rectangle of the plane, in domain units.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rect {
    /// Least and greatest first coordinate.
    pub x: [f64; 2],
    /// Least and greatest second coordinate.
    pub y: [f64; 2],
}

impl Rect {
    /// The rectangle [x0, x1] × [y0, y1].
    pub const fn new(x0: f64, x1: f64, y0: f64, y1: f64) -> Self {
        Rect { x: [x0, x1], y: [y0, y1] }
    }

    /// The midpoint.
    pub fn center(self) -> Vec2 {
        Vec2::new((self.x[0] + self.x[1]) / 2.0, (self.y[0] + self.y[1]) / 2.0)
    }

    /// Width and height.
    pub fn size(self) -> Vec2 {
        Vec2::new(self.x[1] - self.x[0], self.y[1] - self.y[0])
    }

    /// The length of the diagonal.
    pub fn diagonal(self) -> f64 {
        self.size().norm()
    }

    /// The point of the rectangle nearest to `w`; a NaN coordinate stays.
    #[inline(always)]
    pub fn nearest<N: Real>(self, w: Vec2<N>) -> Vec2<N> {
        let clamp = |value: f64, [low, high]: [f64; 2]| {
            if value < low {
                low
            } else if value > high {
                high
            } else {
                value
            }
        };
        Vec2::new(w.x.each(|x| clamp(x, self.x)), w.y.each(|y| clamp(y, self.y)))
    }

    /// Whether `w` lies inside or on the edge.
    pub fn contains(self, w: Vec2) -> bool {
        self.x[0] <= w.x && w.x <= self.x[1] && self.y[0] <= w.y && w.y <= self.y[1]
    }

    /// What lies in both, their edges included; none if nothing does.
    pub fn meet(self, other: Rect) -> Option<Rect> {
        let both = |a: [f64; 2], b: [f64; 2]| [a[0].max(b[0]), a[1].min(b[1])];
        let (x, y) = (both(self.x, other.x), both(self.y, other.y));
        (x[0] <= x[1] && y[0] <= y[1]).then_some(Rect { x, y })
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
