//! Sums, products and quotients of intervals.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::Interval;
use crate::number::Number;

impl Interval {
    /// The quotient by an interval that holds zero: anything, unless both have but one sign.
    #[cold]
    fn over_zero(self, other: Interval) -> Interval {
        let [low, high] = if other.low >= 0.0 {
            [self.low / other.high, self.high / other.high]
        } else if other.high <= 0.0 {
            [self.high / other.low, self.low / other.low]
        } else {
            return Interval::ENTIRE;
        };
        let nearest = Interval::rounded(low, high);
        // Of one sign: from the least quotient on.
        if self.low >= 0.0 && other.low >= 0.0 || self.high <= 0.0 && other.high <= 0.0 {
            Interval { low: f64::max(nearest.low, 0.0), high: f64::INFINITY }
        } else if self.low >= 0.0 || self.high <= 0.0 {
            Interval { low: f64::NEG_INFINITY, high: f64::min(nearest.high, 0.0) }
        } else {
            Interval::ENTIRE
        }
    }
}

impl Add for Interval {
    type Output = Interval;
    #[inline(always)]
    fn add(self, other: Interval) -> Interval {
        if self.is_empty() || other.is_empty() {
            return Interval::EMPTY;
        }
        Interval::rounded(self.low + other.low, self.high + other.high)
    }
}

impl Sub for Interval {
    type Output = Interval;
    #[inline(always)]
    fn sub(self, other: Interval) -> Interval {
        self + -other
    }
}

impl Neg for Interval {
    type Output = Interval;
    #[inline(always)]
    fn neg(self) -> Interval {
        Interval { low: -self.high, high: -self.low }
    }
}

#[inline(always)]
fn least(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

#[inline(always)]
fn greatest(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// A product with an infinite bound or without members, where zero times infinity is zero: members are finite.
#[cold]
fn unusual(a: Interval, b: Interval) -> Interval {
    if a.is_empty() || b.is_empty() {
        return Interval::EMPTY;
    }
    let product = |p: f64, q: f64| if p == 0.0 || q == 0.0 { 0.0 } else { p * q };
    let all = [product(a.low, b.low), product(a.low, b.high), product(a.high, b.low), product(a.high, b.high)];
    Interval::rounded(all.into_iter().fold(f64::INFINITY, least), all.into_iter().fold(f64::NEG_INFINITY, greatest))
}

impl Mul for Interval {
    type Output = Interval;
    #[inline(always)]
    fn mul(self, other: Interval) -> Interval {
        let [a, b] = [self.low * other.low, self.low * other.high];
        let [c, d] = [self.high * other.low, self.high * other.high];
        // An infinite bound, and so too no member, may make a product of zero and infinity.
        if !((a + b) + (c + d)).is_finite() {
            return unusual(self, other);
        }
        Interval::rounded(least(least(a, b), least(c, d)), greatest(greatest(a, b), greatest(c, d)))
    }
}

impl Div for Interval {
    type Output = Interval;
    #[inline(always)]
    fn div(self, other: Interval) -> Interval {
        if self.is_empty() || other.is_empty() || other == Interval::ZERO {
            return Interval::EMPTY;
        }
        if other.has_zero() {
            return self.over_zero(other);
        }
        // The reciprocal is rounded outwards, and so is the product.
        let [low, high] = [1.0 / other.high, 1.0 / other.low];
        if self.low == self.high && self.low.abs() == 1.0 {
            let reciprocal = Interval::rounded(low, high);
            return if self.low > 0.0 { reciprocal } else { -reciprocal };
        }
        let quotient = |a: f64, b: f64| if a.is_infinite() && b.is_infinite() { 0.0 } else { a / b };
        let [a, b] = [quotient(self.low, other.low), quotient(self.low, other.high)];
        let [c, d] = [quotient(self.high, other.low), quotient(self.high, other.high)];
        Interval::rounded(least(least(a, b), least(c, d)), greatest(greatest(a, b), greatest(c, d)))
    }
}

impl Add<f64> for Interval {
    type Output = Interval;
    #[inline(always)]
    fn add(self, c: f64) -> Interval {
        self + Interval::constant(c)
    }
}

impl Sub<f64> for Interval {
    type Output = Interval;
    #[inline(always)]
    fn sub(self, c: f64) -> Interval {
        self - Interval::constant(c)
    }
}

impl Mul<f64> for Interval {
    type Output = Interval;
    #[inline(always)]
    fn mul(self, c: f64) -> Interval {
        self * Interval::constant(c)
    }
}

impl Div<f64> for Interval {
    type Output = Interval;
    #[inline(always)]
    fn div(self, c: f64) -> Interval {
        self / Interval::constant(c)
    }
}
