//! The system of two equations whose solutions are the stationary points of a formula, over intervals.
//!
//! What does not move stationary points is taken off the formula first: a + c, a c, −a, an increasing function of a; of
//! v eᵘ, whose gradient is eᵘ (v ∇u + ∇v), the exponential; and in the plane of uⁿ, n ≥ 3, all but the square, for its
//! gradient n uⁿ⁻¹ ∇u is zero where u ∇u is.

mod jet;

use self::jet::{Jet, domain, step};
use crate::formula::{Function, Op, Tape};
use crate::number::Interval;

/// The left sides where the formula is not defined.
const NOWHERE: [Interval; 2] = [Interval::EMPTY; 2];

/// Two equations and their Jacobian matrix over a box.
#[derive(Debug, Clone, Copy)]
pub struct Equations {
    /// The left sides.
    pub f: [Interval; 2],
    /// Their derivatives: of the first by x and y, of the second by x and y.
    pub j: [[Interval; 2]; 2],
    /// Whether the formula is defined all over the box.
    ///
    /// Where it is not, the left sides are those of the part in which it is; from one point of that to another there
    /// may be no way inside, so that neither a mean value form nor a certificate holds.
    pub is_whole: bool,
}

impl Equations {
    /// Whether the left sides are defined and have bounded derivatives all over the box.
    pub fn is_regular(&self) -> bool {
        self.is_whole && self.j.iter().flatten().all(|entry| entry.is_bounded())
    }
}

/// What of the peeled formula has to hold for the whole to be smooth there.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Guard {
    /// The operation whose value is in question.
    place: usize,
    /// The open interval in which it has to lie.
    domain: Interval,
}

/// How the peeled formula gives the equations.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    /// ∇a = 0.
    Plain(usize),
    /// v ∇u + ∇v = 0, of v eᵘ.
    Weighted { v: usize, u: usize },
}

/// The stationary points of a formula as solutions of two equations.
#[derive(Debug, Clone)]
pub struct System {
    ops: Vec<Op>,
    form: Form,
    guards: Vec<Guard>,
    /// 1 if the peeled formula rises with the whole, −1 if it falls.
    orientation: f64,
    /// What the orientation has the sign of besides: u, of an odd power of u.
    odd: Option<usize>,
}

/// Room for the results of all operations.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    jets: Vec<Jet>,
    /// Whether the formula was defined all over the box of the last evaluation.
    pub is_whole: bool,
}

impl System {
    /// The equations of `tape`, in the plane or on a line.
    ///
    /// On a line powers are left as they are: u u′ has a regular zero where u has, but uⁿ has a degenerate point.
    pub fn new(tape: &Tape, is_plane: bool) -> System {
        let mut ops = tape.ops().to_vec();
        let (mut root, mut orientation, mut guards) = (ops.len() - 1, 1.0, Vec::new());
        // A function, and whether it rises, of what lies in an open interval.
        let positive = Interval::new(0.0, f64::INFINITY);
        loop {
            let (inner, rises, domain) = match ops[root] {
                Op::Neg(a) => (a, false, Interval::ENTIRE),
                Op::Shift(a, c) if c.is_finite() => (a, true, Interval::ENTIRE),
                Op::Scale(a, c) | Op::Over(a, c) if c != 0.0 && c.is_finite() => (a, c > 0.0, Interval::ENTIRE),
                Op::Apply(Function::Sqrt | Function::Ln | Function::Log10, a) => (a, true, positive),
                Op::Apply(
                    Function::Exp
                    | Function::Sinh
                    | Function::Tanh
                    | Function::Atan
                    | Function::Asinh
                    | Function::Softplus,
                    a,
                ) => (a, true, Interval::ENTIRE),
                _ => break,
            };
            if domain != Interval::ENTIRE {
                guards.push(Guard { place: inner as usize, domain });
            }
            orientation *= if rises { 1.0 } else { -1.0 };
            root = inner as usize;
        }
        let form = match ops[root] {
            Op::Mul(a, b) => {
                let exponent = |k: u32| match ops[k as usize] {
                    Op::Apply(Function::Exp, u) => Some(u as usize),
                    _ => None,
                };
                match (exponent(a), exponent(b)) {
                    (_, Some(u)) => Form::Weighted { v: a as usize, u },
                    (Some(u), None) => Form::Weighted { v: b as usize, u },
                    (None, None) => Form::Plain(root),
                }
            }
            _ => Form::Plain(root),
        };
        let last = match form {
            Form::Plain(a) => a,
            Form::Weighted { v, u } => v.max(u),
        };
        // What a guard is on may stand after what is left of the formula: sqrt(1 + a) is peeled down to a.
        ops.truncate(guards.iter().map(|guard| guard.place).fold(last, usize::max) + 1);
        let mut system = System { ops, form, guards, orientation, odd: None };
        if let (Form::Plain(root), true) = (form, is_plane && system.depends() == [true, true])
            && let Op::Powi(u, n @ 3..) = system.ops[root]
        {
            system.form = Form::Plain(system.ops.len());
            system.ops.push(Op::Powi(u, 2));
            system.odd = (n % 2 == 1).then_some(u as usize);
        }
        system
    }

    /// 1 where the peeled formula rises with the whole, −1 where it falls, at the place of the last evaluation.
    pub fn orientation(&self, scratch: &Scratch) -> f64 {
        self.odd.map_or(1.0, |u| scratch.jets[u].v.middle().signum()) * self.orientation
    }

    /// How many operations an evaluation is.
    pub fn len(&self) -> usize {
        self.ops.len()
    }

    /// Whether the equations depend on x, and on y.
    pub fn depends(&self) -> [bool; 2] {
        let mut needed = vec![false; self.ops.len()];
        match self.form {
            Form::Plain(a) => needed[a] = true,
            Form::Weighted { v, u } => (needed[v], needed[u]) = (true, true),
        }
        let mut depends = [false; 2];
        for k in (0..self.ops.len()).rev() {
            if !needed[k] {
                continue;
            }
            self.ops[k].operands().for_each(|a| needed[a as usize] = true);
            if let Op::Input(input) = self.ops[k] {
                depends[(input as usize).min(1)] = true;
            }
        }
        depends
    }

    /// The equations over a box.
    pub fn over(&self, [x, y]: [Interval; 2], scratch: &mut Scratch) -> Equations {
        self.run::<true>(x, y, scratch);
        let is_whole = scratch.is_whole;
        match self.form {
            Form::Plain(a) => {
                let Jet { v, x, y, xx, xy, yy } = scratch.jets[a];
                Equations { f: if v.is_empty() { NOWHERE } else { [x, y] }, j: [[xx, xy], [xy, yy]], is_whole }
            }
            Form::Weighted { v, u } => {
                let (v, u) = (scratch.jets[v], scratch.jets[u]);
                let is_nowhere = v.v.is_empty() || u.v.is_empty();
                Equations {
                    f: if is_nowhere { NOWHERE } else { [v.v * u.x + v.x, v.v * u.y + v.y] },
                    j: [
                        [v.x * u.x + v.v * u.xx + v.xx, v.y * u.x + v.v * u.xy + v.xy],
                        [v.x * u.y + v.v * u.xy + v.xy, v.y * u.y + v.v * u.yy + v.yy],
                    ],
                    is_whole,
                }
            }
        }
    }

    /// The left sides alone over a box.
    pub fn sides(&self, [x, y]: [Interval; 2], scratch: &mut Scratch) -> [Interval; 2] {
        self.run::<false>(x, y, scratch);
        match self.form {
            Form::Plain(a) => [scratch.jets[a].x, scratch.jets[a].y],
            Form::Weighted { v, u } => {
                let (v, u) = (scratch.jets[v], scratch.jets[u]);
                [v.v * u.x + v.x, v.v * u.y + v.y]
            }
        }
    }

    /// Whether the whole formula is smooth over the box of the last evaluation, as far as what was taken off it goes:
    /// yes, no (it is undefined there), or not decided.
    pub fn is_smooth(&self, scratch: &Scratch) -> Option<bool> {
        let mut smooth = Some(true);
        for Guard { place, domain } in &self.guards {
            let value = scratch.jets[*place].v;
            if value.meet(*domain).is_empty() || value.high < 0.0 {
                return Some(false);
            }
            if !value.is_inside(*domain) {
                smooth = None;
            }
        }
        smooth
    }

    fn run<const SECOND: bool>(&self, x: Interval, y: Interval, scratch: &mut Scratch) {
        let jets = &mut scratch.jets;
        jets.clear();
        let mut is_whole = true;
        for op in &self.ops {
            if let Some((a, domain)) = domain(*op) {
                let operand = jets[a as usize].v;
                is_whole &= domain.low <= operand.low && operand.high <= domain.high;
            }
            let jet = step::<SECOND>(*op, jets, x, y);
            // An infinite bound may stand for a pole.
            is_whole &= jet.v.is_bounded();
            jets.push(jet);
        }
        scratch.is_whole = is_whole;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::parse;
    use crate::number;
    use crate::random::Stream;

    /// Every operation, with operands of both variables; of none is anything taken off, so that the equations are its
    /// gradient.
    const FORMULAS: &[&str] = &[
        "x*y*(1 + x*y)",
        "x/y + y*(x - y)^2",
        "(x*y)^3*y + x^5 - y^7",
        "x/(1 + y^2) + 3*y/(x - 0.3)",
        "x*sqrt(x + y)",
        "x*exp(x*y)*y + exp(-x^2)",
        "x*ln(x + 2*y) + y*log10(x*y)",
        "y*sin(3x*y) + cos(x - y)*x",
        "x*tan(x*y)",
        "x*asin(x*y) + y*acos(x - y)",
        "x*atan(x*y) + y*sinh(x) - x*cosh(x*y)",
        "x*tanh(5x*y) + y*asinh(x*y)",
        "x*acosh(x + y) + y*atanh(x*y)",
        "y*abs(x - y) + abs(x*y)",
        "x*softplus(x*y)",
        "x*min(x*y, x - y) + y*max(x, y^2)",
        "x*(x + y)^2.5 + y*(x*y)^-1.5",
        "x*x^y + (x + 1)^(y*x)*y",
        "-x*y/3 + (x - 0.1)*0.7*y",
    ];

    #[test]
    fn a_box_holds_the_derivatives_at_each_of_its_points() {
        let whole = Stream::new(5);
        let mut scratch = Scratch::default();
        let (mut checked, rounds) = (0, 4_000);
        for (n, text) in FORMULAS.iter().enumerate() {
            let tape = parse(text).expect(text).tape(&["x", "y"], |_| None);
            let system = System::new(&tape, true);
            assert!(matches!(system.form, Form::Plain(root) if root + 1 == tape.ops().len()), "{text}");
            for k in 0..rounds {
                let stream = whole.fork((n * rounds + k) as u64);
                let size = 10.0_f64.powi(-(stream.below(12, 0) as i32));
                let side = |i: u64| {
                    let low = 3.0 * stream.fraction(i) - 1.5;
                    Interval::new(low, low + 2.0 * size * stream.fraction(i + 1))
                };
                let place = [side(1), side(3)];
                let inner = |s: Interval, i: u64| f64::clamp(s.low + stream.fraction(i) * s.width(), s.low, s.high);
                let (x, y) = (inner(place[0], 5), inner(place[1], 6));
                let jet = tape.eval(&[number::Jet::x(x), number::Jet::y(y)]);
                let [xx, xy, yy] = jet.hessian;
                let Equations { f, j, is_whole } = system.over(place, &mut scratch);
                let exact = [jet.gradient[0], jet.gradient[1], xx, xy, yy];
                // Rounding of plain numbers is no part of the enclosure: a few hundred units of the larger terms.
                let slack = 1e-12 * (1.0 + exact.iter().map(|e| e.abs()).fold(0.0, f64::max));
                if !jet.value.is_finite() || exact.iter().any(|e| !e.is_finite()) {
                    assert!(
                        jet.value.is_finite() || !is_whole || f.iter().all(|side| side.is_empty()),
                        "{text} at {x}, {y}"
                    );
                    continue;
                }
                for (held, value) in [f[0], f[1], j[0][0], j[0][1], j[1][1]].into_iter().zip(exact) {
                    let holds = held.low <= value + slack && value <= held.high + slack;
                    assert!(holds, "{text} in {place:?} at {x}, {y}: {value} is not in {held:?}");
                    checked += 1;
                }
            }
        }
        assert!(checked > 100_000, "{checked}");
    }
}
