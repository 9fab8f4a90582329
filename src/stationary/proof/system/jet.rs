//! A formula's value with its derivatives over a box, operation by operation; second derivatives where they are asked
//! for.

use std::cmp::Ordering;

use crate::formula::{Function, Op};
use crate::number::{Interval, Number, taylor};

/// A formula's value with its first and second derivatives over a box.
#[derive(Debug, Clone, Copy)]
pub(super) struct Jet {
    pub(super) v: Interval,
    pub(super) x: Interval,
    pub(super) y: Interval,
    pub(super) xx: Interval,
    pub(super) xy: Interval,
    pub(super) yy: Interval,
}

const Z: Interval = Interval::ZERO;
const NO_JET: Jet = Jet { v: Z, x: Z, y: Z, xx: Z, xy: Z, yy: Z };

/// The operand of `op` that has to lie in an interval for `op` to be defined, and that interval.
#[inline(always)]
pub(super) fn domain(op: Op) -> Option<(u32, Interval)> {
    match op {
        Op::Apply(Function::Sqrt | Function::Ln | Function::Log10, a) | Op::Pow(a, _) => Some((a, NOT_NEGATIVE)),
        Op::Powf(a, c) if c != libm::trunc(c) => Some((a, NOT_NEGATIVE)),
        Op::Apply(Function::Asin | Function::Acos | Function::Atanh, a) => Some((a, Interval::new(-1.0, 1.0))),
        Op::Apply(Function::Acosh, a) => Some((a, Interval::new(1.0, f64::INFINITY))),
        _ => None,
    }
}

/// The numbers from 0 upwards.
const NOT_NEGATIVE: Interval = Interval::new(0.0, f64::INFINITY);

/// The sum of two terms; one that is zero, by structure or by chance, costs no rounding.
#[inline(always)]
fn plus(a: Interval, b: Interval) -> Interval {
    if a == Z {
        b
    } else if b == Z {
        a
    } else {
        a + b
    }
}

/// The product of two factors; zero, and without rounding, where one of them is.
#[inline(always)]
fn term(a: Interval, b: Interval) -> Interval {
    if a == Z || b == Z { Z } else { a * b }
}

/// h(u) by the chain rule, given h, h′ and h″.
#[inline(always)]
fn chain<const SECOND: bool>([h, h1, h2]: [Interval; 3], u: &Jet) -> Jet {
    let mut jet = Jet { v: h, x: term(h1, u.x), y: term(h1, u.y), ..NO_JET };
    if SECOND {
        let square = |entry: Interval| if entry == Z { Z } else { entry.powi(2) };
        jet.xx = plus(term(h2, square(u.x)), term(h1, u.xx));
        jet.xy = plus(term(h2, term(u.x, u.y)), term(h1, u.xy));
        jet.yy = plus(term(h2, square(u.y)), term(h1, u.yy));
    }
    jet
}

/// Both summed, entry by entry.
#[inline(always)]
fn sum<const SECOND: bool>(a: &Jet, b: &Jet) -> Jet {
    let mut jet = Jet { v: a.v + b.v, x: plus(a.x, b.x), y: plus(a.y, b.y), ..NO_JET };
    if SECOND {
        (jet.xx, jet.xy, jet.yy) = (plus(a.xx, b.xx), plus(a.xy, b.xy), plus(a.yy, b.yy));
    }
    jet
}

/// Every derivative through `f`, which keeps zero.
#[inline(always)]
fn each<const SECOND: bool>(a: &Jet, v: Interval, f: impl Fn(Interval) -> Interval) -> Jet {
    let entry = |value: Interval| if value == Z { Z } else { f(value) };
    let mut jet = Jet { v, x: entry(a.x), y: entry(a.y), ..NO_JET };
    if SECOND {
        (jet.xx, jet.xy, jet.yy) = (entry(a.xx), entry(a.xy), entry(a.yy));
    }
    jet
}

/// The product rule.
#[inline(always)]
fn times<const SECOND: bool>(a: &Jet, b: &Jet) -> Jet {
    let rule = |p: Interval, q: Interval| plus(term(a.v, q), term(b.v, p));
    let mut jet = Jet { v: a.v * b.v, x: rule(a.x, b.x), y: rule(a.y, b.y), ..NO_JET };
    if SECOND {
        let (xx, yy) = (term(a.x, b.x), term(a.y, b.y));
        jet.xx = plus(rule(a.xx, b.xx), plus(xx, xx));
        jet.yy = plus(rule(a.yy, b.yy), plus(yy, yy));
        jet.xy = plus(rule(a.xy, b.xy), plus(term(a.x, b.y), term(a.y, b.x)));
    }
    jet
}

/// The jet of an operation, given those of its operands.
#[inline(always)]
pub(super) fn step<const SECOND: bool>(op: Op, jets: &[Jet], x: Interval, y: Interval) -> Jet {
    let at = |k: u32| &jets[k as usize];
    let one = Interval::point(1.0);
    match op {
        Op::Input(0) => Jet { v: x, x: one, ..NO_JET },
        Op::Input(_) => Jet { v: y, y: one, ..NO_JET },
        Op::Constant(c) => Jet { v: Interval::constant(c), ..NO_JET },
        Op::Neg(a) => each::<SECOND>(at(a), -at(a).v, |entry| -entry),
        Op::Add(a, b) => sum::<SECOND>(at(a), at(b)),
        Op::Sub(a, b) => {
            let negated = each::<SECOND>(at(b), -at(b).v, |entry| -entry);
            sum::<SECOND>(at(a), &negated)
        }
        Op::Shift(a, c) => Jet { v: at(a).v + c, ..*at(a) },
        Op::Scale(a, c) => {
            let c = Interval::constant(c);
            each::<SECOND>(at(a), at(a).v * c, |entry| entry * c)
        }
        Op::Over(a, c) => {
            let c = Interval::constant(c);
            each::<SECOND>(at(a), at(a).v / c, |entry| entry / c)
        }
        Op::Mul(a, b) if a == b => chain::<SECOND>(taylor::powi(at(a).v, 2), at(a)),
        Op::Mul(a, b) => times::<SECOND>(at(a), at(b)),
        Op::Div(a, b) => {
            let v = at(b).v;
            let reciprocal = one / v;
            // Around a pole 1/v may be anything, but 1/v² is positive.
            let first = if v.has_zero() { -(one / v.powi(2)) } else { -reciprocal.powi(2) };
            let inverse = chain::<SECOND>([reciprocal, first, reciprocal.powi(3) * 2.0], at(b));
            let mut quotient = times::<SECOND>(at(a), &inverse);
            quotient.v = quotient.v.meet(at(a).v / v);
            quotient
        }
        Op::Powi(_, 0) => Jet { v: one, ..NO_JET },
        Op::Powi(a, 1) => *at(a),
        Op::Powi(a, n) => chain::<SECOND>(taylor::powi(at(a).v, n), at(a)),
        Op::Powf(a, c) => chain::<SECOND>(taylor::powf(at(a).v, c), at(a)),
        Op::Pow(a, b) => {
            let log = chain::<SECOND>(taylor::ln(at(a).v), at(a));
            let power = at(a).v.pow(at(b).v);
            chain::<SECOND>([power; 3], &times::<SECOND>(at(b), &log))
        }
        Op::Min(a, b) => choose::<SECOND>(at(a), at(b), at(a).v.min(at(b).v), at(a).v.compare(at(b).v)),
        Op::Max(a, b) => choose::<SECOND>(at(a), at(b), at(a).v.max(at(b).v), at(b).v.compare(at(a).v)),
        Op::Apply(function, a) => {
            // Only where it is defined, so that there are no derivatives of what lies beyond.
            let within = domain(op).map_or(at(a).v, |(_, domain)| at(a).v.meet(domain));
            chain::<SECOND>(function.taylor(within), at(a))
        }
    }
}

/// The jet of the one that is taken; where that is not decided everything between the two, and any second derivative.
fn choose<const SECOND: bool>(a: &Jet, b: &Jet, v: Interval, order: Option<Ordering>) -> Jet {
    match order {
        Some(Ordering::Less) => *a,
        Some(_) => *b,
        None => {
            let bend = if SECOND { Interval::ENTIRE } else { Z };
            Jet { v, x: a.x.hull(b.x), y: a.y.hull(b.y), xx: bend, xy: bend, yy: bend }
        }
    }
}
