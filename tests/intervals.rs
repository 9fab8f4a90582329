//! Operations of intervals contain what they do to their members.

use steepest::number::{Interval, Jet, Number};
use steepest::random::Stream;

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
            assert!(!value.is_finite() || result.contains(value), "{name} of {member} in {x:?}: {value} {result:?}");
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
    // What has no value is not the larger one of two: else a maximum would forget that it has none either.
    let (some, nothing) = (Jet::x(Interval::point(1.0)), Jet::x(Interval::point(1.0) / Interval::ZERO));
    for missing in [some.min(nothing), nothing.min(some), some.max(nothing), nothing.max(some)] {
        assert!(missing.value.is_empty(), "{missing:?}");
    }
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

#[test]
fn a_whole_exponent_that_is_known_is_that_power_of_a_negative_number() {
    let base = Interval::new(-3.5, -3.0);
    let cube = base.pow(Interval::point(3.0));
    assert_eq!(cube, base.powf(3.0));
    assert!(cube.contains(-27.0) && cube.contains(-42.875) && cube.high < -26.9 && cube.low > -42.9, "{cube:?}");
    // So is a power of zero to it, which is none: 0^(−27) was said to lie between 0 and 1.
    assert!(Interval::point(0.0).pow(cube).is_empty());
    // Where it is not known, it may be any of several.
    assert_eq!(base.pow(Interval::new(2.5, 3.5)), Interval::ENTIRE);
    // To one that may be negative, plain numbers have infinity for it, of which the least with 2 is 2.
    let power = Interval::point(0.0).pow(Interval::ENTIRE);
    assert!(power.low <= 0.0 && power.high == f64::INFINITY, "{power:?}");
    assert!(Interval::point(0.0).pow(Interval::new(0.0, 3.0)).high <= 1.0 + 1e-12);
}

#[test]
fn whole_powers_beyond_the_whole_numbers_of_the_machine_end() {
    // A negative power was asked for by its inverse, which, being too large for a whole number, was asked for by its
    // own.
    let wide = Interval::new(-3.0, -2.0);
    for (c, contained) in
        [(1e20, f64::INFINITY), (-1e20, 0.0), (4_294_967_297.0, f64::NEG_INFINITY), (-0.0, 1.0), (0.0, 1.0)]
    {
        let power = wide.powf(c);
        assert!(power.low <= contained && contained <= power.high, "{wide:?} to the power {c}: {power:?}");
    }
    let small = Interval::new(-0.5, 0.25).powf(1e20);
    assert!(small.low <= 0.0 && small.high >= 0.0 && small.high < 1e-300, "{small:?}");
    let odd = Interval::new(-1.0, -1.0).powf(4_294_967_297.0);
    assert!(odd.contains(-1.0) && !odd.contains(1.0), "{odd:?}");
    assert_eq!(Interval::new(-1.0, 1.0).powf(-1e20), Interval::ENTIRE);
    // Of nothing there is no power, however the nothing came to be.
    let nothing = Interval::new(-3.0, -2.0).meet(Interval::new(-1.0, 0.0));
    assert!([1e20, -1e20, 4_294_967_297.0, 0.5, -3.0].iter().all(|c| nothing.powf(*c).is_empty()));
}
