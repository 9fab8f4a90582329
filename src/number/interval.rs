//! Intervals: a formula over [`Interval`] gives a guaranteed enclosure of its values.

use std::cmp::Ordering;
use std::ops::{Add, Div, Mul, Neg, Sub};

use super::Number;

/// All real numbers from `low` to `high`; none if `low` > `high`.
///
/// Every operation contains all results of its operands' members: bounds are rounded outwards by arithmetic, since
/// WebAssembly has no rounding modes (S. M. Rump, P. Zimmermann, S. Boldo, G. Melquiond, Computing predecessor and successor
/// in rounding to nearest, 2009).
/// For elementary functions the `libm` crate is taken to be right to two units in the last place, and the bounds lie four
/// times as far out.
/// A function is computed over those members for which it is defined: the result is empty if there are none, so that a
/// formula which is undefined all over a box is known to be.
/// A quotient by an interval that holds zero is unbounded.
///
/// ```
/// use steepest::number::{Interval, Number};
/// let x = Interval::new(-1.0, 2.0);
/// let square = x.powi(2);
/// assert!(square.low <= 0.0 && square.low > -1e-300 && square.contains(4.0));
/// assert!(Interval::new(-2.0, -1.0).ln().is_empty());
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The least member, or −∞.
    pub low: f64,
    /// The greatest member, or ∞.
    pub high: f64,
}

/// 2⁻⁵³ (1 + 2⁻⁵²): what a rounded result is off by, relatively, and a little more.
const ROUNDING: f64 = (f64::EPSILON / 2.0) * (1.0 + f64::EPSILON);

/// The least number above 0: what a result that underflows is off by.
const LEAST: f64 = 5e-324;

/// How far the bounds of elementary functions lie out, relatively: eight times 2⁻⁵³.
const FUNCTION: f64 = 4.0 * f64::EPSILON;

/// Beyond this, angles are not reduced: their sine is anything from −1 to 1.
const LARGEST_ANGLE: f64 = 1e6;

/// How near an extremum of the sine counts as in the interval, in quarter turns.
const SLOP: f64 = 1e-9;

impl Interval {
    /// Every number.
    pub const ENTIRE: Interval = Interval { low: f64::NEG_INFINITY, high: f64::INFINITY };

    /// No number.
    pub const EMPTY: Interval = Interval { low: f64::INFINITY, high: f64::NEG_INFINITY };

    /// Zero.
    pub const ZERO: Interval = Interval { low: 0.0, high: 0.0 };

    /// The numbers from `low` to `high`, exactly.
    #[inline(always)]
    pub const fn new(low: f64, high: f64) -> Interval {
        Interval { low, high }
    }

    /// One number, exactly.
    #[inline(always)]
    pub const fn point(value: f64) -> Interval {
        Interval { low: value, high: value }
    }

    /// The bounds, each moved out as far as rounding may have moved it in; what is no number may be anything.
    #[inline(always)]
    fn rounded(low: f64, high: f64) -> Interval {
        Interval::moved(low, high, ROUNDING)
    }

    /// The bounds of a function, moved out as far as its error may be.
    #[inline(always)]
    fn padded(low: f64, high: f64) -> Interval {
        Interval::moved(low, high, FUNCTION)
    }

    #[inline(always)]
    fn moved(low: f64, high: f64, share: f64) -> Interval {
        let (below, above) = (low - (share * low.abs() + LEAST), high + (share * high.abs() + LEAST));
        if below.is_nan() || above.is_nan() {
            Interval::unclear(low, high, below, above)
        } else {
            Interval::new(below, above)
        }
    }

    /// An infinite bound less its rounding is no number: beyond the largest number there is everything above it.
    #[cold]
    fn unclear(low: f64, high: f64, below: f64, above: f64) -> Interval {
        Interval {
            low: match (low == f64::INFINITY, below.is_nan()) {
                (true, _) => f64::MAX,
                (_, true) => f64::NEG_INFINITY,
                _ => below,
            },
            high: match (high == f64::NEG_INFINITY, above.is_nan()) {
                (true, _) => f64::MIN,
                (_, true) => f64::INFINITY,
                _ => above,
            },
        }
    }

    /// Whether it has no member.
    #[inline(always)]
    pub fn is_empty(self) -> bool {
        self.low > self.high
    }

    /// Whether `value` is a member.
    #[inline(always)]
    pub fn contains(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// Whether zero is a member.
    #[inline(always)]
    pub fn has_zero(self) -> bool {
        self.contains(0.0)
    }

    /// Whether both bounds are finite numbers.
    #[inline(always)]
    pub fn is_bounded(self) -> bool {
        self.low.is_finite() && self.high.is_finite()
    }

    /// high − low.
    #[inline(always)]
    pub fn width(self) -> f64 {
        self.high - self.low
    }

    /// The greatest absolute value of a member.
    #[inline(always)]
    pub fn magnitude(self) -> f64 {
        f64::max(self.low.abs(), self.high.abs())
    }

    /// The number in the middle, rounded.
    #[inline(always)]
    pub fn middle(self) -> f64 {
        0.5 * self.low + 0.5 * self.high
    }

    /// The members of both.
    #[inline(always)]
    pub fn meet(self, other: Interval) -> Interval {
        Interval { low: f64::max(self.low, other.low), high: f64::min(self.high, other.high) }
    }

    /// The least interval with the members of both.
    #[inline(always)]
    pub fn hull(self, other: Interval) -> Interval {
        Interval { low: f64::min(self.low, other.low), high: f64::max(self.high, other.high) }
    }

    /// Whether every member is a member of `other` and none is a bound of it.
    #[inline(always)]
    pub fn is_inside(self, other: Interval) -> bool {
        other.low < self.low && self.high < other.high
    }

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

/// The largest number of which every multiple of 2⁻¹⁰ is taken to be meant exactly.
const EXACT: f64 = 1e12;

impl Number for Interval {
    /// The number itself if it is a multiple of 2⁻¹⁰; else all that its decimal may have meant: a unit in the last place more
    /// on either side, for 0.1 in a formula is a tenth and not the `f64` nearest to it.
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
        // A whole exponent is defined for negative numbers too.
        if self.low < 0.0 && c == libm::trunc(c) {
            if !(c > 0.0 && c <= f64::from(u32::MAX)) {
                return if self.has_zero() { Interval::ENTIRE } else { Interval::point(1.0) / self.powf(-c) };
            }
            return self.powi(c as u32);
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
        // A negative number has powers, but only whole ones.
        if self.low < 0.0 && libm::floor(exponent.high) >= exponent.low {
            return Interval::ENTIRE;
        }
        // Zero to a power: 0 at least, and 1 at most to a power that is not negative.
        let power = (exponent * self.ln()).exp();
        let has_zero = self.has_zero() && exponent.high >= 0.0;
        if has_zero { power.hull(Interval::new(0.0, 1.0)) } else { power }
    }

    #[inline(always)]
    fn compare(self, other: Interval) -> Option<Ordering> {
        if self.high < other.low {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;

    /// A number of any size and sign, or one of those at which something happens.
    fn some(stream: Stream, k: u64) -> f64 {
        const SPECIAL: [f64; 12] = [0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 5e-324, -5e-324, 1e308, -1e308, 1e-200, 709.0];
        match stream.below(4, 2 * k) {
            0 => SPECIAL[stream.below(SPECIAL.len(), 2 * k + 1)],
            1 => stream.normal(2 * k) * libm::exp(8.0 * stream.normal(2 * k + 1)),
            2 => std::f64::consts::FRAC_PI_2 * (stream.below(21, 2 * k + 1) as f64 - 10.0),
            _ => 2.0 * stream.normal(2 * k + 1),
        }
    }

    /// An interval with a few of its members.
    fn with_members(stream: Stream) -> (Interval, [f64; 4]) {
        let (a, b) = (some(stream, 0), some(stream, 1));
        // Narrow ones too, and those of one number.
        let b = [a, b, a + 1e-9 * b, a + b][stream.below(4, 10)];
        // Members are finite.
        let [a, b] = [a, b].map(|bound| bound.clamp(f64::MIN, f64::MAX));
        let interval = Interval::new(f64::min(a, b), f64::max(a, b));
        let inner = interval.low + stream.fraction(11) * (interval.high - interval.low);
        let inner = if interval.contains(inner) { inner } else { interval.low };
        (interval, [interval.low, interval.high, inner, interval.middle().clamp(interval.low, interval.high)])
    }

    type One = (&'static str, fn(Interval) -> Interval, fn(f64) -> f64);

    const ONE: &[One] = &[
        ("sqrt", Number::sqrt, Number::sqrt),
        ("exp", Number::exp, Number::exp),
        ("ln", Number::ln, Number::ln),
        ("log10", Number::log10, Number::log10),
        ("sin", Number::sin, Number::sin),
        ("cos", Number::cos, Number::cos),
        ("tan", Number::tan, Number::tan),
        ("asin", Number::asin, Number::asin),
        ("acos", Number::acos, Number::acos),
        ("atan", Number::atan, Number::atan),
        ("sinh", Number::sinh, Number::sinh),
        ("cosh", Number::cosh, Number::cosh),
        ("tanh", Number::tanh, Number::tanh),
        ("asinh", Number::asinh, Number::asinh),
        ("acosh", Number::acosh, Number::acosh),
        ("atanh", Number::atanh, Number::atanh),
        ("abs", Number::abs, Number::abs),
        ("softplus", Number::softplus, Number::softplus),
        ("logistic", Number::logistic, Number::logistic),
        ("x^2", |x| x.powi(2), |x| Number::powi(x, 2)),
        ("x^3", |x| x.powi(3), |x| Number::powi(x, 3)),
        ("x^7", |x| x.powi(7), |x| Number::powi(x, 7)),
        ("x^2.5", |x| x.powf(2.5), |x| Number::powf(x, 2.5)),
        ("x^-0.5", |x| x.powf(-0.5), |x| Number::powf(x, -0.5)),
        ("x^-3", |x| x.powf(-3.0), |x| Number::powf(x, -3.0)),
        ("x^71", |x| x.powf(71.0), |x| Number::powf(x, 71.0)),
    ];

    type Two = (&'static str, fn(Interval, Interval) -> Interval, fn(f64, f64) -> f64);

    const TWO: &[Two] = &[
        ("+", |x, y| x + y, |x, y| x + y),
        ("-", |x, y| x - y, |x, y| x - y),
        ("*", |x, y| x * y, |x, y| x * y),
        ("/", |x, y| x / y, |x, y| x / y),
        ("min", Number::min, Number::min),
        ("max", Number::max, Number::max),
        ("pow", Number::pow, Number::pow),
    ];

    #[test]
    fn every_result_of_members_is_a_member_of_the_result() {
        let whole = Stream::new(11);
        for k in 0..60_000 {
            let stream = whole.fork(k);
            let (x, members) = with_members(stream.fork(0));
            let (name, over, of) = ONE[stream.below(ONE.len(), 0)];
            let result = over(x);
            assert!(!result.low.is_nan() && !result.high.is_nan(), "{name} of {x:?}: {result:?}");
            for member in members {
                // Where the function is not defined, or beyond the largest number, there is nothing to hold.
                let value = of(member);
                assert!(
                    !value.is_finite() || result.contains(value),
                    "{name} of {member} in {x:?}: {value} {result:?}"
                );
            }
            let (y, others) = with_members(stream.fork(1));
            let (name, over, of) = TWO[stream.below(TWO.len(), 1)];
            let result = over(x, y);
            assert!(!result.low.is_nan() && !result.high.is_nan(), "{name} of {x:?}, {y:?}: {result:?}");
            for (a, b) in members.into_iter().flat_map(|a| others.map(|b| (a, b))) {
                let value = of(a, b);
                let holds = !value.is_finite() || result.contains(value);
                assert!(holds, "{a} {name} {b} in {x:?}, {y:?}: {value} {result:?}");
            }
        }
    }

    #[test]
    fn sums_and_products_hold_what_rounding_takes_away() {
        // The error of a sum is itself a number (D. E. Knuth, The Art of Computer Programming 2, 4.2.2, theorem C), which a
        // bound has to be at least as far out as.
        let stream = Stream::new(12);
        for k in 0..100_000 {
            let (a, b) = (stream.normal(2 * k), stream.normal(2 * k + 1) * 1e-3);
            let sum = a + b;
            let part = sum - a;
            let error = (a - (sum - part)) + (b - part);
            let held = Interval::point(a) + Interval::point(b);
            assert!(held.low - sum <= -error.abs() && held.high - sum >= error.abs(), "{a} + {b}");
        }
    }

    #[test]
    fn ends_of_the_numbers_and_poles_are_held() {
        let entire = Interval::ENTIRE;
        assert_eq!(Interval::new(1.0, 2.0).tan(), entire);
        let nothing = entire * Interval::ZERO;
        assert!(nothing.contains(0.0) && nothing.width() < 1e-300, "{nothing:?}");
        assert!((Interval::point(1e308) * Interval::point(1e308)).high == f64::INFINITY);
        assert!((Interval::point(5e-324) * Interval::point(0.5)).contains(2e-324));
        assert!(Interval::new(1.0, 2.0).sin().contains(1.0) && Interval::new(4.0, 5.0).sin().contains(-1.0));
        let far = Interval::new(1e7, 1e7 + 1.0).sin();
        assert_eq!((far.low, far.high), (-1.0, 1.0));
        for undefined in [Interval::new(-2.0, -1.0).sqrt(), Interval::new(2.0, 3.0).asin(), Interval::point(0.0).ln()] {
            assert!(undefined.is_empty(), "{undefined:?}");
        }
        assert!(Interval::constant(f64::NAN).is_empty());
        // A quotient by what goes from 0 up is as large as it may be, and no smaller than it has to be.
        let quotient = Interval::new(2.0, 3.0) / Interval::new(0.0, 4.0);
        assert!(quotient.contains(0.5) && quotient.low > 0.49 && quotient.high == f64::INFINITY, "{quotient:?}");
        let quotient = Interval::new(2.0, 3.0) / Interval::new(-4.0, 0.0);
        assert!(quotient.contains(-0.5) && quotient.high < -0.49 && quotient.low == -f64::INFINITY, "{quotient:?}");
        assert_eq!(Interval::new(-2.0, 3.0) / Interval::new(0.0, 4.0), entire);
        let power = Interval::new(-0.0, 0.5).powf(-3.0);
        assert!(power.contains(8.0) && power.high == f64::INFINITY, "{power:?}");
    }

    #[test]
    fn decimals_are_meant_exactly() {
        let tenth = Interval::constant(0.1);
        assert!(tenth.low < 0.1 && tenth.high > 0.1);
        for exact in [0.0, 0.5, -3.0, 1024.0, 0.125] {
            assert_eq!(Interval::constant(exact), Interval::point(exact));
        }
    }
}
