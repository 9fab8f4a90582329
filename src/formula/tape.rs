//! A compiled formula: a list of operations, each on results of earlier ones.

use super::Function;
use crate::number::Number;

/// One operation; operands are places of earlier ones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Op {
    /// An input: 0 is x, 1 is y.
    Input(u32),
    /// A constant.
    Constant(f64),
    /// −a.
    Neg(u32),
    /// a + b.
    Add(u32, u32),
    /// a − b.
    Sub(u32, u32),
    /// a b.
    Mul(u32, u32),
    /// a / b.
    Div(u32, u32),
    /// a + c.
    Shift(u32, f64),
    /// a c.
    Scale(u32, f64),
    /// a / c.
    Over(u32, f64),
    /// aⁿ.
    Powi(u32, u32),
    /// aᶜ.
    Powf(u32, f64),
    /// aᵇ.
    Pow(u32, u32),
    /// The smaller of a and b.
    Min(u32, u32),
    /// The larger of a and b.
    Max(u32, u32),
    /// A function of a.
    Apply(Function, u32),
}

impl Op {
    /// The result, where `at` gives those of earlier operations and `input` the inputs.
    #[inline]
    pub(super) fn of<N: Number>(self, at: impl Fn(u32) -> N, input: impl Fn(u32) -> N) -> N {
        match self {
            Op::Input(k) => input(k),
            Op::Constant(value) => N::constant(value),
            Op::Neg(a) => -at(a),
            Op::Add(a, b) => at(a) + at(b),
            Op::Sub(a, b) => at(a) - at(b),
            Op::Mul(a, b) => at(a) * at(b),
            Op::Div(a, b) => at(a) / at(b),
            Op::Shift(a, c) => at(a) + c,
            Op::Scale(a, c) => at(a) * c,
            Op::Over(a, c) => at(a) / c,
            Op::Powi(a, n) => at(a).powi(n),
            Op::Powf(a, c) => at(a).powf(c),
            Op::Pow(a, b) => at(a).pow(at(b)),
            Op::Min(a, b) => Number::min(at(a), at(b)),
            Op::Max(a, b) => Number::max(at(a), at(b)),
            Op::Apply(function, a) => function.of(at(a)),
        }
    }

    /// The places of its operands.
    pub fn operands(self) -> impl Iterator<Item = u32> {
        let [a, b] = match self {
            Op::Input(_) | Op::Constant(_) => [None, None],
            Op::Neg(a) | Op::Shift(a, _) | Op::Scale(a, _) | Op::Over(a, _) => [Some(a), None],
            Op::Powi(a, _) | Op::Powf(a, _) | Op::Apply(_, a) => [Some(a), None],
            Op::Add(a, b) | Op::Sub(a, b) | Op::Mul(a, b) | Op::Div(a, b) => [Some(a), Some(b)],
            Op::Pow(a, b) | Op::Min(a, b) | Op::Max(a, b) => [Some(a), Some(b)],
        };
        a.into_iter().chain(b)
    }
}

/// A formula as a list of operations in which what occurs twice is computed once; the last is the result.
///
/// It is evaluated over any [`Number`], and has the bits that the formula written out in code has.
#[derive(Debug, Clone, PartialEq)]
pub struct Tape {
    ops: Vec<Op>,
}

impl Tape {
    /// These operations; there is at least one, and each has only earlier ones as operands.
    pub(super) fn new(ops: Vec<Op>) -> Tape {
        Tape { ops }
    }

    /// The operations.
    pub fn ops(&self) -> &[Op] {
        &self.ops
    }

    /// Whether the result depends on input `k`.
    pub fn depends_on(&self, k: u32) -> bool {
        self.ops.contains(&Op::Input(k))
    }

    /// Whether the formula shows by how it is made that its value is never negative: as a sum of squares does.
    pub fn is_never_negative(&self) -> bool {
        let mut never: Vec<bool> = Vec::with_capacity(self.ops.len());
        for op in &self.ops {
            let at = |k: u32| never[k as usize];
            let here = match *op {
                Op::Constant(value) => value >= 0.0,
                Op::Powi(a, n) => n % 2 == 0 || at(a),
                Op::Mul(a, b) => a == b || at(a) && at(b),
                Op::Add(a, b) | Op::Div(a, b) | Op::Min(a, b) => at(a) && at(b),
                Op::Max(a, b) => at(a) || at(b),
                Op::Shift(a, c) | Op::Scale(a, c) => c >= 0.0 && at(a),
                Op::Over(a, c) => c > 0.0 && at(a),
                Op::Powf(a, _) | Op::Pow(a, _) => at(a),
                Op::Apply(function, a) => function.is_never_negative() || function.keeps_sign() && at(a),
                Op::Input(_) | Op::Neg(_) | Op::Sub(..) => false,
            };
            never.push(here);
        }
        never[self.ops.len() - 1]
    }

    /// Whether the formula shows by how it is made that it is a polynomial of the second degree at most.
    pub fn is_quadratic(&self) -> bool {
        // Of what is no polynomial, or one of a higher degree, it matters no more which.
        const HIGHER: u32 = 3;
        let mut degrees: Vec<u32> = Vec::with_capacity(self.ops.len());
        for op in &self.ops {
            let at = |k: u32| degrees[k as usize];
            let degree = match *op {
                Op::Constant(_) => 0,
                Op::Input(_) => 1,
                Op::Neg(a) | Op::Shift(a, _) | Op::Scale(a, _) | Op::Over(a, _) => at(a),
                Op::Add(a, b) | Op::Sub(a, b) => at(a).max(at(b)),
                Op::Mul(a, b) => at(a) + at(b),
                Op::Div(a, b) if at(b) == 0 => at(a),
                Op::Powi(a, n) => at(a).saturating_mul(n),
                _ if op.operands().all(|k| at(k) == 0) => 0,
                _ => HIGHER,
            };
            degrees.push(degree.min(HIGHER));
        }
        degrees[self.ops.len() - 1] < HIGHER
    }

    /// The value at these inputs.
    ///
    /// # Panics
    /// If there are fewer inputs than the formula has.
    pub fn eval<N: Number>(&self, inputs: &[N]) -> N {
        self.eval_with(inputs, &mut Vec::with_capacity(self.ops.len()))
    }

    /// The same; `scratch` holds afterwards the results of all operations.
    pub fn eval_with<N: Number>(&self, inputs: &[N], scratch: &mut Vec<N>) -> N {
        scratch.clear();
        for op in &self.ops {
            let result = op.of(|k| scratch[k as usize], |k| inputs[k as usize]);
            scratch.push(result);
        }
        scratch[self.ops.len() - 1]
    }

    /// f(x, y) for each x of a row of a grid, into `out`, which has the length of `xs`.
    ///
    /// Operation by operation over the row, which is several times as fast as point by point, and has the same bits.
    pub fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        let width = xs.len();
        let mut results: Vec<f64> = Vec::with_capacity(width * self.ops.len());
        for op in &self.ops {
            for column in 0..width {
                let input = |k| if k == 0 { xs[column] } else { y };
                let result = op.of(|k| results[k as usize * width + column], input);
                results.push(result);
            }
        }
        out.copy_from_slice(&results[results.len() - width..]);
    }
}
