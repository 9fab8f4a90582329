//! Points and vectors of the plane, one or several side by side.

use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

use serde::{Deserialize, Serialize};

use crate::number::{LANES, Lanes, Real};

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
