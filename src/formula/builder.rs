//! Builds a tape: constants are joined at once, and what is there already is not computed again.

use super::{Function, Op, Operator, Tape};
/// A power with a whole exponent up to this is multiplied out.
const MOST_MULTIPLIED: f64 = 64.0;

/// No place.
const NONE: u32 = u32::MAX;

/// A tape in the making.
#[derive(Debug, Default)]
pub struct Builder {
    ops: Vec<Op>,
    /// Where each operation stands: an open hash table of places, at most half full.
    table: Vec<u32>,
}

impl Builder {
    /// What is computed at `place`.
    pub fn op(&self, place: u32) -> Op {
        self.ops[place as usize]
    }

    /// The place of `op`, which is appended unless it is there.
    fn push(&mut self, op: Op) -> u32 {
        if 2 * self.ops.len() >= self.table.len() {
            self.table = vec![NONE; (2 * self.table.len()).max(64)];
            for k in 0..self.ops.len() {
                let slot = self.slot(self.ops[k]);
                self.table[slot] = k as u32;
            }
        }
        let slot = self.slot(op);
        if self.table[slot] == NONE {
            self.table[slot] = self.ops.len() as u32;
            self.ops.push(op);
        }
        self.table[slot]
    }

    /// Where the place of `op` stands in the table, or would.
    fn slot(&self, op: Op) -> usize {
        let wanted = signature(op);
        // The hash of G. Fowler, L. C. Noll and K.-P. Vo, 1991, by words in place of bytes.
        let mix = |hash: u64, word: &u64| (hash ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(29);
        let hash = wanted.iter().fold(0xcbf2_9ce4_8422_2325, mix);
        let mask = self.table.len() - 1;
        let mut slot = (hash ^ hash >> 32) as usize & mask;
        while self.table[slot] != NONE && signature(self.ops[self.table[slot] as usize]) != wanted {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// The constant at `place`, if it is one.
    pub fn value(&self, place: u32) -> Option<f64> {
        match self.ops[place as usize] {
            Op::Constant(value) => Some(value),
            _ => None,
        }
    }

    /// `op`, or its value if all its operands are constants.
    fn joined(&mut self, op: Op) -> u32 {
        if op.operands().any(|a| self.value(a).is_none()) {
            return self.push(op);
        }
        let value = op.of(|a| self.value(a).unwrap_or(f64::NAN), |_| f64::NAN);
        self.constant(value)
    }

    /// Input `k`.
    pub fn input(&mut self, k: u32) -> u32 {
        self.push(Op::Input(k))
    }

    /// A constant.
    pub fn constant(&mut self, value: f64) -> u32 {
        self.push(Op::Constant(value))
    }

    /// −a.
    pub fn negate(&mut self, a: u32) -> u32 {
        self.joined(Op::Neg(a))
    }

    /// A function of a.
    pub fn apply(&mut self, function: Function, a: u32) -> u32 {
        self.joined(Op::Apply(function, a))
    }

    /// a + c.
    pub fn shift(&mut self, a: u32, c: f64) -> u32 {
        self.joined(Op::Shift(a, c))
    }

    /// a c.
    pub fn scale(&mut self, a: u32, c: f64) -> u32 {
        self.joined(Op::Scale(a, c))
    }

    /// a / c.
    pub fn over(&mut self, a: u32, c: f64) -> u32 {
        self.joined(Op::Over(a, c))
    }

    /// aⁿ.
    pub fn powi(&mut self, a: u32, n: u32) -> u32 {
        self.joined(Op::Powi(a, n))
    }

    /// aᶜ.
    pub fn powf(&mut self, a: u32, c: f64) -> u32 {
        self.joined(Op::Powf(a, c))
    }

    /// Two operands joined; with a constant among them in the form that has fewer derivatives to carry.
    pub fn binary(&mut self, operator: Operator, a: u32, b: u32) -> u32 {
        let (left, right) = (self.value(a), self.value(b));
        if left.is_some() && right.is_some() {
            return self.joined(plain(operator, a, b));
        }
        match (operator, left, right) {
            (Operator::Add, Some(c), None) => self.shift(b, c),
            (Operator::Add, None, Some(c)) => self.shift(a, c),
            (Operator::Subtract, None, Some(c)) => self.shift(a, -c),
            (Operator::Subtract, Some(c), None) => {
                let negated = self.negate(b);
                self.shift(negated, c)
            }
            (Operator::Multiply, Some(c), None) => self.scale(b, c),
            (Operator::Multiply, None, Some(c)) => self.scale(a, c),
            (Operator::Divide, None, Some(c)) => self.over(a, c),
            (Operator::Power, None, Some(c)) => self.raised(a, c),
            _ => self.push(plain(operator, a, b)),
        }
    }

    /// aᶜ, multiplied out for a small whole c.
    fn raised(&mut self, a: u32, c: f64) -> u32 {
        match c {
            0.5 => self.apply(Function::Sqrt, a),
            _ if c.fract() != 0.0 || c.abs() > MOST_MULTIPLIED => self.powf(a, c),
            _ if c >= 0.0 => self.powi(a, c as u32),
            _ => {
                let (one, power) = (self.constant(1.0), self.powi(a, -c as u32));
                self.push(Op::Div(one, power))
            }
        }
    }

    /// The tape whose result is `last`, without what that does not need; 0 if there is none.
    pub fn tape(self, last: Option<u32>) -> Tape {
        let Some(last) = last else { return Tape::new(vec![Op::Constant(0.0)]) };
        Tape::new(self.needed_for(&[last]).0)
    }

    /// The operations that these results need, and where the results are among them.
    pub fn needed_for(self, results: &[u32]) -> (Vec<Op>, Vec<u32>) {
        let mut needed = vec![false; self.ops.len()];
        results.iter().for_each(|place| needed[*place as usize] = true);
        for k in (0..needed.len()).rev() {
            if needed[k] {
                self.ops[k].operands().for_each(|a| needed[a as usize] = true);
            }
        }
        let mut places = vec![0; needed.len()];
        let mut ops = Vec::new();
        for (k, op) in self.ops.iter().enumerate().filter(|(k, _)| needed[*k]) {
            places[k] = ops.len() as u32;
            ops.push(moved(*op, |a| places[a as usize]));
        }
        (ops, results.iter().map(|place| places[*place as usize]).collect())
    }
}

fn plain(operator: Operator, a: u32, b: u32) -> Op {
    // Sums and products have the same bits either way round, in every number type.
    let (low, high) = (a.min(b), a.max(b));
    match operator {
        Operator::Add => Op::Add(low, high),
        Operator::Subtract => Op::Sub(a, b),
        Operator::Multiply => Op::Mul(low, high),
        Operator::Divide => Op::Div(a, b),
        Operator::Power => Op::Pow(a, b),
        Operator::Min => Op::Min(a, b),
        Operator::Max => Op::Max(a, b),
    }
}

/// `op` with its operands at other places.
fn moved(op: Op, to: impl Fn(u32) -> u32) -> Op {
    match op {
        Op::Input(_) | Op::Constant(_) => op,
        Op::Neg(a) => Op::Neg(to(a)),
        Op::Add(a, b) => Op::Add(to(a), to(b)),
        Op::Sub(a, b) => Op::Sub(to(a), to(b)),
        Op::Mul(a, b) => Op::Mul(to(a), to(b)),
        Op::Div(a, b) => Op::Div(to(a), to(b)),
        Op::Shift(a, c) => Op::Shift(to(a), c),
        Op::Scale(a, c) => Op::Scale(to(a), c),
        Op::Over(a, c) => Op::Over(to(a), c),
        Op::Powi(a, n) => Op::Powi(to(a), n),
        Op::Powf(a, c) => Op::Powf(to(a), c),
        Op::Pow(a, b) => Op::Pow(to(a), to(b)),
        Op::Min(a, b) => Op::Min(to(a), to(b)),
        Op::Max(a, b) => Op::Max(to(a), to(b)),
        Op::Apply(function, a) => Op::Apply(function, to(a)),
    }
}

/// Numbers by which equal operations are known: constants by their bits.
fn signature(op: Op) -> [u64; 3] {
    let [a, b] = {
        let mut operands = op.operands().map(u64::from);
        [operands.next().unwrap_or(0), operands.next().unwrap_or(0)]
    };
    match op {
        Op::Input(k) => [0, k.into(), 0],
        Op::Constant(value) => [1, value.to_bits(), 0],
        Op::Neg(_) => [2, a, 0],
        Op::Add(..) => [3, a, b],
        Op::Sub(..) => [4, a, b],
        Op::Mul(..) => [5, a, b],
        Op::Div(..) => [6, a, b],
        Op::Shift(_, c) => [7, a, c.to_bits()],
        Op::Scale(_, c) => [8, a, c.to_bits()],
        Op::Over(_, c) => [9, a, c.to_bits()],
        Op::Powi(_, n) => [10, a, n.into()],
        Op::Powf(_, c) => [11, a, c.to_bits()],
        Op::Pow(..) => [12, a, b],
        Op::Min(..) => [13, a, b],
        Op::Max(..) => [14, a, b],
        Op::Apply(function, _) => [15, a, function as u64],
    }
}
