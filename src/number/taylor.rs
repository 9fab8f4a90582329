//! The second-order Taylor coefficients of elementary functions: h, h′ and h″ at a number.
//!
//! In forms that lose nothing to cancellation, and without branches on the number, so that they hold over sets of
//! numbers too.

use super::Number;

/// The square root; its derivatives at 0 are infinite.
#[inline(always)]
pub fn sqrt<T: Number>(u: T) -> [T; 3] {
    let root = u.sqrt();
    let first = T::constant(0.5) / root;
    [root, first, -(first / (u * 2.0))]
}

/// The exponential function.
#[inline(always)]
pub fn exp<T: Number>(u: T) -> [T; 3] {
    let e = u.exp();
    [e, e, e]
}

/// The sine.
#[inline(always)]
pub fn sin<T: Number>(u: T) -> [T; 3] {
    let (s, c) = (u.sin(), u.cos());
    [s, c, -s]
}

/// The cosine.
#[inline(always)]
pub fn cos<T: Number>(u: T) -> [T; 3] {
    let (s, c) = (u.sin(), u.cos());
    [c, -s, -c]
}

/// The hyperbolic tangent.
#[inline(always)]
pub fn tanh<T: Number>(u: T) -> [T; 3] {
    // The first derivative is 4e/(1 + e)² with e = e^−2|z|: 1 − tanh² would lose it on the plateaus.
    let e = (u.abs() * -2.0).exp();
    let whole = e + 1.0;
    let (t, first) = (u.tanh(), e * 4.0 / whole / whole);
    [t, first, t * first * -2.0]
}

/// ln(1 + eᶻ).
#[inline(always)]
pub fn softplus<T: Number>(u: T) -> [T; 3] {
    u.softplus_series()
}

/// 1/(1 + e⁻ᶻ).
#[inline(always)]
pub fn logistic<T: Number>(u: T) -> [T; 3] {
    let e = (-u.abs()).exp();
    let whole = e + 1.0;
    let first = e / whole / whole;
    [u.logistic(), first, -(first * (u * 0.5).tanh())]
}

/// The natural logarithm.
#[inline(always)]
pub fn ln<T: Number>(u: T) -> [T; 3] {
    let first = T::constant(1.0) / u;
    [u.ln(), first, -first.square()]
}

/// The logarithm to base 10.
#[inline(always)]
pub fn log10<T: Number>(u: T) -> [T; 3] {
    let first = T::constant(std::f64::consts::LOG10_E) / u;
    [u.log10(), first, -(first / u)]
}

/// The tangent.
#[inline(always)]
pub fn tan<T: Number>(u: T) -> [T; 3] {
    let t = u.tan();
    let first = t.square() + 1.0;
    [t, first, t * first * 2.0]
}

/// The inverse sine.
#[inline(always)]
pub fn asin<T: Number>(u: T) -> [T; 3] {
    let (first, second) = inverse_sine(u);
    [u.asin(), first, second]
}

/// The inverse cosine.
#[inline(always)]
pub fn acos<T: Number>(u: T) -> [T; 3] {
    let (first, second) = inverse_sine(u);
    [u.acos(), -first, -second]
}

/// The inverse tangent.
#[inline(always)]
pub fn atan<T: Number>(u: T) -> [T; 3] {
    let first = T::constant(1.0) / (u.square() + 1.0);
    [u.atan(), first, u * first.square() * -2.0]
}

/// The hyperbolic sine.
#[inline(always)]
pub fn sinh<T: Number>(u: T) -> [T; 3] {
    let (s, c) = (u.sinh(), u.cosh());
    [s, c, s]
}

/// The hyperbolic cosine.
#[inline(always)]
pub fn cosh<T: Number>(u: T) -> [T; 3] {
    let (s, c) = (u.sinh(), u.cosh());
    [c, s, c]
}

/// The inverse hyperbolic sine.
#[inline(always)]
pub fn asinh<T: Number>(u: T) -> [T; 3] {
    let whole = u.square() + 1.0;
    let first = T::constant(1.0) / whole.sqrt();
    [u.asinh(), first, -(u * first / whole)]
}

/// The inverse hyperbolic cosine.
#[inline(always)]
pub fn acosh<T: Number>(u: T) -> [T; 3] {
    // (u − 1)(u + 1), since u² − 1 loses what is small beside 1.
    let whole = (u - 1.0) * (u + 1.0);
    let first = T::constant(1.0) / whole.sqrt();
    [u.acosh(), first, -(u * first / whole)]
}

/// The inverse hyperbolic tangent.
#[inline(always)]
pub fn atanh<T: Number>(u: T) -> [T; 3] {
    let first = T::constant(1.0) / ((-u + 1.0) * (u + 1.0));
    [u.atanh(), first, u * first.square() * 2.0]
}

/// The absolute value.
#[inline(always)]
pub fn abs<T: Number>(u: T) -> [T; 3] {
    [u.abs(), u.sign(), u.kink()]
}

/// The sign.
#[inline(always)]
pub fn sign<T: Number>(u: T) -> [T; 3] {
    [u.sign(), u.kink(), u.kink()]
}

/// The first and second derivative of the inverse sine: 1/√(1 − u²) and u/√(1 − u²)³, of 1 − u² in factors.
#[inline(always)]
fn inverse_sine<T: Number>(u: T) -> (T, T) {
    let whole = (-u + 1.0) * (u + 1.0);
    let first = T::constant(1.0) / whole.sqrt();
    (first, u * first / whole)
}

/// uⁿ, n ≥ 2.
#[inline(always)]
pub fn powi<T: Number>(u: T, n: u32) -> [T; 3] {
    if n == 2 {
        return [u.powi(2), u * 2.0, T::constant(2.0)];
    }
    let degree = f64::from(n);
    [u.powi(n), u.powi(n - 1) * degree, u.powi(n - 2) * (degree * (degree - 1.0))]
}

/// uᶜ.
#[inline(always)]
pub fn powf<T: Number>(u: T, c: f64) -> [T; 3] {
    [u.powf(c), u.powf(c - 1.0) * c, u.powf(c - 2.0) * (c * (c - 1.0))]
}
