//! Plain floating point: a formula over `f64` gives its value.

use std::cmp::Ordering;

use super::{Number, Real};

impl Number for f64 {
    #[inline(always)]
    fn constant(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn ln(self) -> Self {
        libm::log(self)
    }

    #[inline(always)]
    fn log10(self) -> Self {
        libm::log10(self)
    }

    #[inline(always)]
    fn tan(self) -> Self {
        libm::tan(self)
    }

    #[inline(always)]
    fn asin(self) -> Self {
        libm::asin(self)
    }

    #[inline(always)]
    fn acos(self) -> Self {
        libm::acos(self)
    }

    #[inline(always)]
    fn atan(self) -> Self {
        libm::atan(self)
    }

    #[inline(always)]
    fn sinh(self) -> Self {
        libm::sinh(self)
    }

    #[inline(always)]
    fn cosh(self) -> Self {
        libm::cosh(self)
    }

    #[inline(always)]
    fn asinh(self) -> Self {
        libm::asinh(self)
    }

    #[inline(always)]
    fn acosh(self) -> Self {
        // Below 1 it is not defined, which `libm` does not say of large negative numbers.
        if self < 1.0 { f64::NAN } else { libm::acosh(self) }
    }

    #[inline(always)]
    fn atanh(self) -> Self {
        libm::atanh(self)
    }

    #[inline(always)]
    fn logistic(self) -> Self {
        self.softplus_series()[1]
    }

    #[inline(always)]
    fn softplus_series(self) -> [Self; 3] {
        // ln(1 + eᶻ) = z + ln(1 + e⁻ᶻ): no exponential of what is positive, which could overflow.
        let e = libm::exp(-f64::abs(self));
        let whole = 1.0 + e;
        // `max` drops a NaN, the logarithm does not.
        let value = f64::max(self, 0.0) + libm::log1p(e);
        [value, if self < 0.0 { e / whole } else { 1.0 / whole }, e / whole / whole]
    }

    #[inline(always)]
    fn abs(self) -> Self {
        f64::abs(self)
    }

    #[inline(always)]
    fn sign(self) -> Self {
        if self == 0.0 || self.is_nan() { self } else { self.signum() }
    }

    #[inline(always)]
    fn min(self, other: Self) -> Self {
        // `f64::min` drops a NaN.
        if self < other || self.is_nan() { self } else { other }
    }

    #[inline(always)]
    fn max(self, other: Self) -> Self {
        if self > other || self.is_nan() { self } else { other }
    }

    #[inline(always)]
    fn powf(self, exponent: f64) -> Self {
        libm::pow(self, exponent)
    }

    #[inline(always)]
    fn pow(self, exponent: Self) -> Self {
        libm::pow(self, exponent)
    }

    #[inline(always)]
    fn compare(self, other: Self) -> Option<Ordering> {
        self.partial_cmp(&other).filter(|order| order.is_ne())
    }

    #[inline(always)]
    fn blend(self, other: Self) -> Self {
        0.5 * self + 0.5 * other
    }

    #[inline(always)]
    fn kink(self) -> Self {
        0.0
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        // Correctly rounded by IEEE 754 on every target, and one instruction.
        f64::sqrt(self)
    }

    #[inline(always)]
    fn exp(self) -> Self {
        libm::exp(self)
    }

    #[inline(always)]
    fn sin(self) -> Self {
        libm::sin(self)
    }

    #[inline(always)]
    fn cos(self) -> Self {
        libm::cos(self)
    }

    #[inline(always)]
    fn tanh(self) -> Self {
        libm::tanh(self)
    }

    #[inline(always)]
    fn softplus(self) -> Self {
        self.softplus_series()[0]
    }
}

impl Real for f64 {
    #[inline(always)]
    fn each(self, f: impl Fn(f64) -> f64 + Copy) -> Self {
        f(self)
    }

    #[inline(always)]
    fn zip(self, other: Self, f: impl Fn(f64, f64) -> f64 + Copy) -> Self {
        f(self, other)
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn powi_multiplies_out() {
        for n in 0..12 {
            let product: f64 = (0..n).map(|_| 3.0).product();
            assert_eq!(Number::powi(3.0, n), product);
        }
    }

    #[test]
    fn a_nan_is_never_dropped() {
        for (a, b) in [(f64::NAN, 1.0), (1.0, f64::NAN), (f64::NAN, f64::NAN)] {
            assert!(Number::min(a, b).is_nan() && Number::max(a, b).is_nan() && Number::blend(a, b).is_nan());
            assert_eq!(Number::compare(a, b), None);
        }
        assert!(Number::sign(f64::NAN).is_nan() && Number::logistic(f64::NAN).is_nan());
    }

    #[test]
    fn the_logistic_function_keeps_what_is_small() {
        let at = |z: f64| Number::logistic(z);
        assert_eq!([at(0.0), at(800.0), at(-800.0), at(f64::INFINITY)], [0.5, 1.0, 0.0, 1.0]);
        assert_eq!(at(-40.0), libm::exp(-40.0));
    }

    #[test]
    fn acosh_is_defined_from_1_on() {
        let acosh = |z: f64| Number::acosh(z);
        assert_eq!([acosh(1.0), acosh(f64::INFINITY)], [0.0, f64::INFINITY]);
        for below in [0.999, 0.0, -1.0, -3.0, -1785814.0, -1e30, f64::NEG_INFINITY, f64::NAN] {
            assert!(acosh(below).is_nan(), "acosh of {below} is {}", acosh(below));
        }
    }

    #[test]
    fn softplus_is_exact_at_both_ends() {
        let softplus = |z: f64| Number::softplus(z);
        assert_eq!(softplus(0.0), std::f64::consts::LN_2);
        // Far up it is z, far down it is eᶻ.
        assert_eq!([softplus(1e300), softplus(800.0), softplus(f64::INFINITY)], [1e300, 800.0, f64::INFINITY]);
        assert_eq!([softplus(-40.0), softplus(-800.0), softplus(f64::NEG_INFINITY)], [libm::exp(-40.0), 0.0, 0.0]);
        assert!(softplus(f64::NAN).is_nan());
    }
}
