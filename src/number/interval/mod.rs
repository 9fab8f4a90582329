//! Intervals: a formula over [`Interval`] gives a guaranteed enclosure of its values.

mod arithmetic;
mod functions;

/// All real numbers from `low` to `high`; none if `low` > `high`.
///
/// Every operation contains all results of its operands' members: bounds are rounded outwards by arithmetic, since
/// WebAssembly has no rounding modes (S. M. Rump, P. Zimmermann, S. Boldo, G. Melquiond, Computing predecessor and
/// successor in rounding to nearest, 2009).
/// For elementary functions the `libm` crate is taken to be right to two units in the last place, and the bounds lie at
/// least twice as far out.
/// A function is computed over those members for which it is defined: the result is empty if there are none, so that a
/// formula which is undefined all over a box is known to be.
/// A quotient by an interval that holds zero is unbounded, by zero alone it is empty.
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
}
