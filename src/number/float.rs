//! Plain floating point: a formula over `f64` gives its value.

use super::Number;

impl Number for f64 {
    #[inline(always)]
    fn constant(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn powi(self, n: u32) -> Self {
        // `f64::powi` leaves its rounding to the platform; this order of multiplications is fixed.
        match n {
            0 => 1.0,
            1 => self,
            _ => {
                let half = Number::powi(self, n / 2);
                if n.is_multiple_of(2) { half * half } else { half * half * self }
            }
        }
    }

    #[inline(always)]
    fn is_below(self, bound: f64) -> bool {
        self < bound
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
        // ln(1 + eᶻ) = z + ln(1 + e⁻ᶻ): no exponential of what is positive. `max` drops a NaN, the logarithm does not.
        self.max(0.0) + libm::log1p(libm::exp(-self.abs()))
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
    fn softplus_is_exact_at_both_ends() {
        let softplus = |z: f64| Number::softplus(z);
        assert_eq!(softplus(0.0), std::f64::consts::LN_2);
        // Far up it is z, far down it is eᶻ.
        assert_eq!([softplus(1e300), softplus(800.0), softplus(f64::INFINITY)], [1e300, 800.0, f64::INFINITY]);
        assert_eq!([softplus(-40.0), softplus(-800.0), softplus(f64::NEG_INFINITY)], [libm::exp(-40.0), 0.0, 0.0]);
        assert!(softplus(f64::NAN).is_nan());
    }
}
