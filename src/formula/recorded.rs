//! A number that writes down what is done with it: how a formula in code becomes a tape.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::ops::{Add, Div, Mul, Neg, Sub};

use super::{Builder, Function, Operator, Tape};
use crate::number::Number;

/// A constant, or a result that a tape in the making has written down.
///
/// A tape has no operation for the sign and the logistic function of z: they are written down as z/|z|, which is NaN at
/// 0, and 1/(1 + e⁻ᶻ).
#[derive(Debug, Clone, Copy)]
pub enum Recorded<'a> {
    /// A constant, which nobody has asked to be written down yet.
    Constant(f64),
    /// The result at this place.
    Result(&'a RefCell<Recorder>, u32),
}

/// A tape in the making, and whether the formula asked what no tape can tell.
#[derive(Debug, Default)]
pub struct Recorder {
    builder: Builder,
    branched: bool,
}

/// The tape of a formula in code, `f` of x and y; none if it branches on a value, for then it is several formulas.
pub fn record(f: impl for<'a> Fn(Recorded<'a>, Recorded<'a>) -> Recorded<'a>) -> Option<Tape> {
    let recorder = RefCell::new(Recorder::default());
    let [x, y] = [0, 1].map(|k| recorder.borrow_mut().builder.input(k));
    let last = match f(Recorded::Result(&recorder, x), Recorded::Result(&recorder, y)) {
        Recorded::Constant(value) => recorder.borrow_mut().builder.constant(value),
        Recorded::Result(_, place) => place,
    };
    let Recorder { builder, branched } = recorder.into_inner();
    (!branched).then(|| builder.tape(Some(last)))
}

impl<'a> Recorded<'a> {
    /// A function of one number, which is computed at once for a constant.
    fn one(self, value: impl Fn(f64) -> f64, write: impl Fn(&mut Builder, u32) -> u32) -> Self {
        match self {
            Recorded::Constant(c) => Recorded::Constant(value(c)),
            Recorded::Result(recorder, a) => {
                let place = write(&mut recorder.borrow_mut().builder, a);
                Recorded::Result(recorder, place)
            }
        }
    }

    fn apply(self, function: Function) -> Self {
        self.one(|c| function.of(c), |builder, a| builder.apply(function, a))
    }

    fn two(self, other: Self, operator: Operator, value: impl Fn(f64, f64) -> f64) -> Self {
        let recorder = match (self, other) {
            (Recorded::Constant(a), Recorded::Constant(b)) => return Recorded::Constant(value(a, b)),
            (Recorded::Result(recorder, _), _) | (_, Recorded::Result(recorder, _)) => recorder,
        };
        let builder = &mut recorder.borrow_mut().builder;
        let [a, b] = [self, other].map(|operand| match operand {
            Recorded::Constant(c) => builder.constant(c),
            Recorded::Result(_, place) => place,
        });
        Recorded::Result(recorder, builder.binary(operator, a, b))
    }
}

impl Add for Recorded<'_> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.two(other, Operator::Add, |a, b| a + b)
    }
}

impl Sub for Recorded<'_> {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.two(other, Operator::Subtract, |a, b| a - b)
    }
}

impl Mul for Recorded<'_> {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        self.two(other, Operator::Multiply, |a, b| a * b)
    }
}

impl Div for Recorded<'_> {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        self.two(other, Operator::Divide, |a, b| a / b)
    }
}

impl Neg for Recorded<'_> {
    type Output = Self;
    fn neg(self) -> Self {
        self.one(|c| -c, |builder, a| builder.negate(a))
    }
}

impl Add<f64> for Recorded<'_> {
    type Output = Self;
    fn add(self, c: f64) -> Self {
        self.one(|a| a + c, |builder, a| builder.shift(a, c))
    }
}

impl Sub<f64> for Recorded<'_> {
    type Output = Self;
    fn sub(self, c: f64) -> Self {
        self.one(|a| a - c, |builder, a| builder.shift(a, -c))
    }
}

impl Mul<f64> for Recorded<'_> {
    type Output = Self;
    fn mul(self, c: f64) -> Self {
        self.one(|a| a * c, |builder, a| builder.scale(a, c))
    }
}

impl Div<f64> for Recorded<'_> {
    type Output = Self;
    fn div(self, c: f64) -> Self {
        self.one(|a| a / c, |builder, a| builder.over(a, c))
    }
}

impl Number for Recorded<'_> {
    fn constant(value: f64) -> Self {
        Recorded::Constant(value)
    }

    fn powi(self, n: u32) -> Self {
        self.one(|c| Number::powi(c, n), |builder, a| builder.powi(a, n))
    }

    fn powf(self, exponent: f64) -> Self {
        self.one(|c| Number::powf(c, exponent), |builder, a| builder.powf(a, exponent))
    }

    fn pow(self, exponent: Self) -> Self {
        self.two(exponent, Operator::Power, Number::pow)
    }

    fn min(self, other: Self) -> Self {
        self.two(other, Operator::Min, Number::min)
    }

    fn max(self, other: Self) -> Self {
        self.two(other, Operator::Max, Number::max)
    }

    fn logistic(self) -> Self {
        Self::constant(1.0) / ((-self).exp() + 1.0)
    }

    fn sign(self) -> Self {
        self / self.abs()
    }

    fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Recorded::Constant(a), Recorded::Constant(b)) => a.compare(b),
            (Recorded::Result(recorder, _), _) | (_, Recorded::Result(recorder, _)) => {
                recorder.borrow_mut().branched = true;
                None
            }
        }
    }

    fn blend(self, other: Self) -> Self {
        self * 0.5 + other * 0.5
    }

    fn kink(self) -> Self {
        Self::constant(0.0)
    }

    fn sqrt(self) -> Self {
        self.apply(Function::Sqrt)
    }

    fn exp(self) -> Self {
        self.apply(Function::Exp)
    }

    fn ln(self) -> Self {
        self.apply(Function::Ln)
    }

    fn log10(self) -> Self {
        self.apply(Function::Log10)
    }

    fn sin(self) -> Self {
        self.apply(Function::Sin)
    }

    fn cos(self) -> Self {
        self.apply(Function::Cos)
    }

    fn tan(self) -> Self {
        self.apply(Function::Tan)
    }

    fn asin(self) -> Self {
        self.apply(Function::Asin)
    }

    fn acos(self) -> Self {
        self.apply(Function::Acos)
    }

    fn atan(self) -> Self {
        self.apply(Function::Atan)
    }

    fn sinh(self) -> Self {
        self.apply(Function::Sinh)
    }

    fn cosh(self) -> Self {
        self.apply(Function::Cosh)
    }

    fn tanh(self) -> Self {
        self.apply(Function::Tanh)
    }

    fn asinh(self) -> Self {
        self.apply(Function::Asinh)
    }

    fn acosh(self) -> Self {
        self.apply(Function::Acosh)
    }

    fn atanh(self) -> Self {
        self.apply(Function::Atanh)
    }

    fn abs(self) -> Self {
        self.apply(Function::Abs)
    }

    fn softplus(self) -> Self {
        self.apply(Function::Softplus)
    }
}
