//! Numbers that a formula can be evaluated over.
//!
//! A loss is written once, generic over [`Number`].
//! Over `f64` it gives its value, over [`Jet`] its value, gradient and Hessian, over [`Lanes`] either at several
//! points, and over [`Interval`] what holds all its values over a box.
//! No derivative is written by hand anywhere.

mod elementary;
mod float;
mod interval;
mod jet;
mod lanes;
pub mod taylor;

use std::cmp::Ordering;
use std::fmt::Debug;
use std::ops::{Add, Div, Mul, Neg, Sub};

pub use interval::Interval;
pub use jet::Jet;
pub use lanes::{LANES, Lanes};

/// A number type for formulas: field operations with itself and with plain constants, and elementary functions.
///
/// The value part of every implementation that computes values has the bits that `f64` gives, because all of them call
/// the same functions: those of the `libm` crate, which are the same natively and in WebAssembly, and no fused
/// multiply-add; an [`Interval`] holds the exact value instead.
/// Outside a function's domain the result is NaN, as for `f64`, or an empty interval; nothing panics.
pub trait Number:
    Copy
    + Debug
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + Add<f64, Output = Self>
    + Sub<f64, Output = Self>
    + Mul<f64, Output = Self>
    + Div<f64, Output = Self>
{
    /// The number `value`, with zero derivatives where there are any.
    fn constant(value: f64) -> Self;

    /// The integer power `self`ⁿ for n ≥ 0, by repeated squaring; `self`⁰ is 1.
    #[inline(always)]
    fn powi(self, n: u32) -> Self {
        match n {
            0 => Self::constant(1.0),
            1 => self,
            2 => self * self,
            _ => raised(self, n),
        }
    }

    /// The square root, of numbers ≥ 0; its derivative at zero is infinite.
    fn sqrt(self) -> Self;

    /// The exponential function.
    fn exp(self) -> Self;

    /// The sine; the argument is in radians.
    fn sin(self) -> Self;

    /// The cosine; the argument is in radians.
    fn cos(self) -> Self;

    /// The hyperbolic tangent.
    fn tanh(self) -> Self;

    /// ln(1 + e^`self`), the loss of a point in a logistic regression: no overflow, and what is small is not lost.
    ///
    /// Its derivative is the logistic function 1/(1 + e^−`self`).
    fn softplus(self) -> Self;

    /// The natural logarithm, of numbers ≥ 0; −∞ at zero.
    fn ln(self) -> Self;

    /// The logarithm to base 10, of numbers ≥ 0; −∞ at zero.
    fn log10(self) -> Self;

    /// The tangent; the argument is in radians.
    fn tan(self) -> Self;

    /// The inverse sine in [−π/2, π/2], of numbers in [−1, 1].
    fn asin(self) -> Self;

    /// The inverse cosine in [0, π], of numbers in [−1, 1].
    fn acos(self) -> Self;

    /// The inverse tangent in (−π/2, π/2).
    fn atan(self) -> Self;

    /// The hyperbolic sine.
    fn sinh(self) -> Self;

    /// The hyperbolic cosine.
    fn cosh(self) -> Self;

    /// The inverse hyperbolic sine.
    fn asinh(self) -> Self;

    /// The inverse hyperbolic cosine, of numbers ≥ 1.
    fn acosh(self) -> Self;

    /// The inverse hyperbolic tangent, of numbers in [−1, 1]; infinite at the ends.
    fn atanh(self) -> Self;

    /// The logistic function 1/(1 + e^−`self`), which is the derivative of [`Number::softplus`].
    fn logistic(self) -> Self;

    /// [`Number::softplus`] with its first two derivatives, the logistic function and e/(1 + e)² for e = e^−|`self`|,
    /// which cannot overflow: for a number that computes them together in less time than one by one.
    #[inline(always)]
    fn softplus_series(self) -> [Self; 3] {
        let e = (-self.abs()).exp();
        let whole = e + 1.0;
        [self.softplus(), self.logistic(), e / whole / whole]
    }

    /// |`self`|; its derivative at 0 is 0, as PyTorch has it.
    fn abs(self) -> Self;

    /// −1, 0 or 1 as `self` is negative, zero or positive: the derivative of |`self`|.
    fn sign(self) -> Self;

    /// The smaller of two; NaN if either is. Where they are equal its derivative is the mean of both, as in PyTorch.
    fn min(self, other: Self) -> Self;

    /// The larger of two; NaN if either is. Where they are equal its derivative is the mean of both, as in PyTorch.
    fn max(self, other: Self) -> Self;

    /// The power `self`ᶜ with a constant exponent: negative numbers only have one for whole c.
    fn powf(self, exponent: f64) -> Self;

    /// The power `self`ᵛ = e^(v ln `self`).
    ///
    /// Its derivatives are those of that: they exist for `self` > 0.
    fn pow(self, exponent: Self) -> Self;

    /// Which of two is the smaller one; none where they are equal, or where that is not decided.
    fn compare(self, other: Self) -> Option<Ordering>;

    /// Of three numbers the first where `self` is less than `other`, the last where it is greater, and the one between
    /// where [`Number::compare`] does not decide: for numbers side by side, of which each has an answer of its own.
    #[inline(always)]
    fn decide(self, _other: Self, [_less, neither, _greater]: [Self; 3]) -> Self {
        neither
    }

    /// What lies between two derivatives where a formula changes from one to the other: of numbers their mean.
    fn blend(self, other: Self) -> Self;

    /// The second derivative of |`self`|: zero, but for a set of numbers that holds 0, where it is anything.
    fn kink(self) -> Self;

    /// The square, `self * self`.
    #[inline(always)]
    fn square(self) -> Self {
        self.powi(2)
    }
}

/// `base`ⁿ for n ≥ 1, from the highest bit of n down; a loop, since what calls itself is never inlined.
///
/// `f64::powi` leaves its rounding to the platform; this order of multiplications is fixed.
#[inline]
fn raised<N: Number>(base: N, n: u32) -> N {
    let mut power = base;
    for bit in (0..u32::BITS - 1 - n.leading_zeros()).rev() {
        power = power * power;
        if n >> bit & 1 == 1 {
            power = power * base;
        }
    }
    power
}

/// A number that is one `f64`, or several side by side, of which each goes its own way.
pub trait Real: Number + Send + Sync + 'static {
    /// `f` of the number, of several of each.
    fn each(self, f: impl Fn(f64) -> f64 + Copy) -> Self;

    /// `f` of this number and `other`, of several of each pair.
    fn zip(self, other: Self, f: impl Fn(f64, f64) -> f64 + Copy) -> Self;
}
