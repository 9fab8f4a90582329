//! Numbers that a formula can be evaluated over.
//!
//! A loss is written once, generic over [`Number`].
//! Over `f64` it gives its value, over [`Jet`] its value, gradient and Hessian.
//! No derivative is written by hand anywhere.

mod float;
mod jet;

use std::fmt::Debug;
use std::ops::{Add, Div, Mul, Neg, Sub};

pub use jet::Jet;

/// A number type for formulas: field operations with itself and with plain constants, and elementary functions.
///
/// The value part of every implementation has the bits that `f64` gives, because all of them call the same functions:
/// those of the `libm` crate, which are the same natively and in WebAssembly, and no fused multiply-add.
/// Outside a function's domain the result is NaN, as for `f64`; nothing panics.
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
    fn powi(self, n: u32) -> Self;

    /// The square root; its derivative at zero is infinite.
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

    /// Whether the value is less than `bound`: for formulas in pieces. NaN is not.
    fn is_below(self, bound: f64) -> bool;

    /// The square, `self * self`.
    #[inline(always)]
    fn square(self) -> Self {
        self.powi(2)
    }
}
