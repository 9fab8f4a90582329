//! Elementary functions of intervals.

use std::cmp::Ordering;

use super::Interval;
use crate::number::Number;

/// Beyond this, angles are not reduced: their sine is anything from −1 to 1.
const LARGEST_ANGLE: f64 = 1e6;

/// How near an extremum of the sine counts as in the interval, in quarter turns.
const SLOP: f64 = 1e-9;

impl Interval {
    /// An increasing function, over the members in `domain`.
    #[inline(always)]
    fn increasing(self, domain: Interval, f: impl Fn(f64) -> f64) -> Interval {
        let within = self.meet(domain);
        if within.is_empty() {
            return Interval::EMPTY;
        }
        let low = f(within.low);
        Interval::padded(low, if within.low == within.high { low } else { f(within.high) })
    }

    /// Powers of absolute values: [low, high]ⁿ for 0 ≤ low, by products that are each rounded outwards.
    fn magnitude_power(low: f64, high: f64, n: u32) -> Interval {
        let base = Interval { low, high };
        let mut power = base;
        // From the highest binary digit of n downwards.
        for digit in (0..31 - n.leading_zeros()).rev() {
            power = Interval::rounded(power.low * power.low, power.high * power.high);
            if n >> digit & 1 == 1 {
                power = Interval::rounded(power.low * base.low, power.high * base.high);
            }
            power.low = f64::max(power.low, 0.0);
        }
        power
    }

    /// Sine (`quarters` 0) or cosine (1), of which the extrema are found by counting quarter turns.
    fn wave(self, quarters: f64, f: impl Fn(f64) -> f64) -> Interval {
        if self.is_empty() {
            return self;
        }
        if self.magnitude() > LARGEST_ANGLE {
            return Interval::new(-1.0, 1.0);
        }
        if self.low == self.high {
            let value = f(self.low);
            return Interval::padded(value, value);
        }
        let [low, high] = [self.low, self.high].map(|angle| angle / std::f64::consts::FRAC_PI_2 + quarters);
        // The top is at one quarter of a turn, the bottom at three; is there one in between?
        let has = |place: f64| libm::ceil((low - place - SLOP) / 4.0) * 4.0 + place <= high + SLOP;
        let (a, b) = (f(self.low), f(self.high));
        let ends = Interval::padded(f64::min(a, b), f64::max(a, b));
        Interval {
            low: if has(3.0) { -1.0 } else { f64::max(ends.low, -1.0) },
            high: if has(1.0) { 1.0 } else { f64::min(ends.high, 1.0) },
        }
    }
}

/// The largest number of which every multiple of 2⁻¹⁰ is taken to be meant exactly.
const EXACT: f64 = 1e12;

impl Number for Interval {
    /// The number itself if it is a multiple of 2⁻¹⁰; else all that its decimal may have meant: a unit in the last
    /// place more on either side, for 0.1 in a formula is a tenth and not the `f64` nearest to it.
    #[inline(always)]
    fn constant(value: f64) -> Interval {
        let scaled = value * 1024.0;
        if value.is_nan() {
            Interval::EMPTY
        } else if value.abs() < EXACT && scaled == libm::trunc(scaled) {
            Interval::point(value)
        } else {
            Interval::rounded(value, value)
        }
    }

    #[inline(always)]
    fn powi(self, n: u32) -> Interval {
        if self.is_empty() || n == 1 {
            return self;
        }
        if n == 0 {
            return Interval::point(1.0);
        }
        let (low, high) = (self.low.abs(), self.high.abs());
        if n.is_multiple_of(2) {
            let least = if self.has_zero() { 0.0 } else { f64::min(low, high) };
            return Interval::magnitude_power(least, f64::max(low, high), n);
        }
        match (self.low >= 0.0, self.high <= 0.0) {
            (true, _) => Interval::magnitude_power(low, high, n),
            (_, true) => -Interval::magnitude_power(high, low, n),
            _ => {
                let (below, above) = (Interval::magnitude_power(0.0, low, n), Interval::magnitude_power(0.0, high, n));
                Interval { low: -below.high, high: above.high }
            }
        }
    }

    #[inline(always)]
    fn sqrt(self) -> Interval {
        let within = self.meet(Interval::new(0.0, f64::INFINITY));
        if within.is_empty() {
            return Interval::EMPTY;
        }
        let root = Interval::rounded(f64::sqrt(within.low), f64::sqrt(within.high));
        Interval { low: f64::max(root.low, 0.0), ..root }
    }

    #[inline(always)]
    fn exp(self) -> Interval {
        let grown = self.increasing(Interval::ENTIRE, libm::exp);
        if grown.is_empty() { grown } else { Interval { low: f64::max(grown.low, 0.0), ..grown } }
    }

    #[inline(always)]
    fn ln(self) -> Interval {
        if self.high <= 0.0 {
            return Interval::EMPTY;
        }
        self.increasing(Interval::new(0.0, f64::INFINITY), libm::log)
    }

    #[inline(always)]
    fn log10(self) -> Interval {
        if self.high <= 0.0 {
            return Interval::EMPTY;
        }
        self.increasing(Interval::new(0.0, f64::INFINITY), libm::log10)
    }

    #[inline(always)]
    fn sin(self) -> Interval {
        self.wave(0.0, libm::sin)
    }

    #[inline(always)]
    fn cos(self) -> Interval {
        self.wave(1.0, libm::cos)
    }

    #[inline(always)]
    fn tan(self) -> Interval {
        if self.is_empty() {
            return self;
        }
        // Poles lie at odd quarter turns.
        let [low, high] = [self.low, self.high].map(|angle| angle / std::f64::consts::FRAC_PI_2);
        let has_pole = libm::ceil((low - 1.0 - SLOP) / 2.0) * 2.0 + 1.0 <= high + SLOP;
        if has_pole || self.magnitude() > LARGEST_ANGLE {
            return Interval::ENTIRE;
        }
        Interval::padded(libm::tan(self.low), libm::tan(self.high))
    }

    #[inline(always)]
    fn asin(self) -> Interval {
        self.increasing(Interval::new(-1.0, 1.0), libm::asin)
    }

    #[inline(always)]
    fn acos(self) -> Interval {
        let within = self.meet(Interval::new(-1.0, 1.0));
        if within.is_empty() { within } else { Interval::padded(libm::acos(within.high), libm::acos(within.low)) }
    }

    #[inline(always)]
    fn atan(self) -> Interval {
        self.increasing(Interval::ENTIRE, libm::atan)
    }

    #[inline(always)]
    fn sinh(self) -> Interval {
        self.increasing(Interval::ENTIRE, libm::sinh)
    }

    #[inline(always)]
    fn cosh(self) -> Interval {
        let size = Number::abs(self);
        size.increasing(Interval::ENTIRE, libm::cosh)
    }

    #[inline(always)]
    fn tanh(self) -> Interval {
        self.increasing(Interval::ENTIRE, libm::tanh)
    }

    #[inline(always)]
    fn asinh(self) -> Interval {
        self.increasing(Interval::ENTIRE, libm::asinh)
    }

    #[inline(always)]
    fn acosh(self) -> Interval {
        self.increasing(Interval::new(1.0, f64::INFINITY), libm::acosh)
    }

    #[inline(always)]
    fn atanh(self) -> Interval {
        self.increasing(Interval::new(-1.0, 1.0), libm::atanh)
    }

    #[inline(always)]
    fn softplus(self) -> Interval {
        // A sum of two functions: twice the error.
        let once = self.increasing(Interval::ENTIRE, Number::softplus);
        if once.is_empty() { once } else { Interval::padded(once.low, once.high) }
    }

    #[inline(always)]
    fn logistic(self) -> Interval {
        let once = self.increasing(Interval::ENTIRE, Number::logistic);
        if once.is_empty() { once } else { Interval::padded(once.low, once.high) }
    }

    #[inline(always)]
    fn abs(self) -> Interval {
        if self.is_empty() || self.low >= 0.0 {
            self
        } else if self.high <= 0.0 {
            -self
        } else {
            Interval { low: 0.0, high: self.magnitude() }
        }
    }

    #[inline(always)]
    fn sign(self) -> Interval {
        if self.is_empty() {
            return self;
        }
        Interval { low: Number::sign(self.low), high: Number::sign(self.high) }
    }

    #[inline(always)]
    fn min(self, other: Interval) -> Interval {
        if self.is_empty() || other.is_empty() {
            return Interval::EMPTY;
        }
        Interval { low: f64::min(self.low, other.low), high: f64::min(self.high, other.high) }
    }

    #[inline(always)]
    fn max(self, other: Interval) -> Interval {
        if self.is_empty() || other.is_empty() {
            return Interval::EMPTY;
        }
        Interval { low: f64::max(self.low, other.low), high: f64::max(self.high, other.high) }
    }

    fn powf(self, c: f64) -> Interval {
        if self.is_empty() {
            return Interval::EMPTY;
        }
        // A whole exponent is defined for negative numbers too.
        if self.low < 0.0 && c == libm::trunc(c) {
            if c < 0.0 {
                return if self.has_zero() { Interval::ENTIRE } else { Interval::point(1.0) / self.powf(-c) };
            }
            if c <= f64::from(u32::MAX) {
                return self.powi(c as u32);
            }
            return match (libm::fmod(c, 2.0) == 1.0, self.high <= 0.0) {
                (false, _) => self.abs().powf(c),
                (true, true) => -(-self).powf(c),
                (true, false) => Interval::ENTIRE,
            };
        }
        let domain = Interval::new(0.0, f64::INFINITY);
        if c >= 0.0 {
            let power = self.increasing(domain, |u| libm::pow(u, c));
            return if power.is_empty() { power } else { Interval { low: f64::max(power.low, 0.0), ..power } };
        }
        let within = self.meet(domain);
        if within.is_empty() || within.high == 0.0 {
            return Interval::EMPTY;
        }
        // Without the sign of a negative zero, of which a whole power is −∞.
        let power = Interval::padded(libm::pow(within.high, c), libm::pow(within.low.abs(), c));
        Interval { low: f64::max(power.low, 0.0), ..power }
    }

    fn pow(self, exponent: Interval) -> Interval {
        if exponent.low == exponent.high {
            return self.powf(exponent.low);
        }
        // A negative number has powers, but only whole ones.
        if self.low < 0.0 && libm::floor(exponent.high) >= exponent.low {
            return Interval::ENTIRE;
        }
        // Zero to a power: 0 at least, and 1 at most to a power that is not negative; plain numbers have ∞ for a
        // negative one.
        let power = (exponent * self.ln()).exp();
        let has_zero = self.has_zero() && exponent.high >= 0.0;
        let most = if exponent.low < 0.0 { f64::INFINITY } else { 1.0 };
        if has_zero { power.hull(Interval::new(0.0, most)) } else { power }
    }

    #[inline(always)]
    fn compare(self, other: Interval) -> Option<Ordering> {
        if self.is_empty() || other.is_empty() {
            None
        } else if self.high < other.low {
            Some(Ordering::Less)
        } else if self.low > other.high {
            Some(Ordering::Greater)
        } else {
            None
        }
    }

    #[inline(always)]
    fn blend(self, other: Interval) -> Interval {
        self.hull(other)
    }

    #[inline(always)]
    fn kink(self) -> Interval {
        if self.is_empty() || !self.has_zero() { Interval::ZERO } else { Interval::ENTIRE }
    }
}
