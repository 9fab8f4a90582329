//! Intervals contain what they say they contain: random formulas over random boxes, against points of those boxes.
//!
//! `STEEPEST_CHECKS` is how many formulas are tried; each is compared at several points, in value, gradient and
//! Hessian.

use steepest::formula::{Function, Tape, parse};
use steepest::number::{Interval, Jet};
use steepest::random::Stream;

/// Formulas of an ordinary run; long runs are asked for.
const FORMULAS: u64 = 30_000;

/// Points of each box.
const POINTS: u64 = 4;

/// Random numbers in turn.
struct Chance {
    stream: Stream,
    next: u64,
}

impl Chance {
    fn below(&mut self, count: usize) -> usize {
        self.next += 1;
        self.stream.below(count, self.next)
    }

    fn fraction(&mut self) -> f64 {
        self.next += 1;
        self.stream.fraction(self.next)
    }

    /// A random formula, at most `depth` deep.
    fn formula(&mut self, depth: usize) -> String {
        if depth == 0 || self.below(6) == 0 {
            return ["x", "y", "x", "y", "0.1", "2", "pi", "3.7"][self.below(8)].into();
        }
        let inner = |chance: &mut Chance| chance.formula(depth - 1);
        match self.below(12) {
            0 => format!("-({})", inner(self)),
            1 | 2 => {
                let (name, _) = Function::ALL[self.below(Function::ALL.len())];
                format!("{name}({})", inner(self))
            }
            3 => format!("({})^{}", inner(self), ["2", "3", "4", "7", "-1", "-2", "0.5", "1.5", "-0.3"][self.below(9)]),
            4 => format!("min({}, {})", inner(self), inner(self)),
            5 => format!("max({}, {})", inner(self), inner(self)),
            6 => format!("({})/({})", inner(self), inner(self)),
            7 => format!("(1 + abs({}))^({})", inner(self), inner(self)),
            8 | 9 => format!("({})*({})", inner(self), inner(self)),
            10 => format!("({}) - ({})", inner(self), inner(self)),
            _ => format!("({}) + ({})", inner(self), inner(self)),
        }
    }

    /// A random interval around a random place, from very narrow to wide.
    fn interval(&mut self) -> Interval {
        let (middle, half) = (8.0 * self.fraction() - 4.0, libm::pow(10.0, 1.0 - 9.0 * self.fraction()));
        let middle = if self.below(5) == 0 { 0.0 } else { middle };
        Interval::new(middle - half, middle + half * self.fraction())
    }
}

/// Value, gradient and Hessian.
fn parts<T: Copy>(jet: &Jet<T>) -> [T; 6] {
    let ([gx, gy], [xx, xy, yy]) = (jet.gradient, jet.hessian);
    [jet.value, gx, gy, xx, xy, yy]
}

fn over(tape: &Tape, x: Interval, y: Interval) -> Jet<Interval> {
    tape.eval(&[Jet::x(x), Jet::y(y)])
}

#[test]
fn a_box_contains_its_points() {
    let formulas = std::env::var("STEEPEST_CHECKS").ok().and_then(|text| text.parse().ok()).unwrap_or(FORMULAS);
    let mut chance = Chance { stream: Stream::new(17), next: 0 };
    let (mut compared, mut bounded) = (0u64, 0u64);
    for _ in 0..formulas {
        let text = chance.formula(4);
        let tape = parse(&text).unwrap_or_else(|mistake| panic!("{text}: {mistake}")).tape(&["x", "y"], |_| None);
        let (x, y) = (chance.interval(), chance.interval());
        let whole = over(&tape, x, y);
        for _ in 0..POINTS {
            let at = [x, y].map(|side| {
                let share = [0.0, 1.0, chance.fraction()][chance.below(3)];
                (side.low + share * side.width()).clamp(side.low, side.high)
            });
            let exact: Jet = tape.eval(&[Jet::x(at[0]), Jet::y(at[1])]);
            if parts(&exact).iter().any(|part| !part.is_finite()) {
                continue;
            }
            // What the point's own rounding may be off by.
            let point = over(&tape, Interval::point(at[0]), Interval::point(at[1]));
            for (k, ((outer, inner), value)) in parts(&whole).iter().zip(parts(&point)).zip(parts(&exact)).enumerate() {
                if inner.is_empty() || !inner.is_bounded() {
                    continue;
                }
                let slack = inner.width();
                let holds = outer.low - slack <= value && value <= outer.high + slack;
                assert!(holds, "part {k} of {text} at {at:?} is {value}, outside {outer:?} over {x:?}, {y:?}");
                compared += 1;
                bounded += u64::from(outer.is_bounded());
            }
        }
    }
    assert!(
        compared > 5 * formulas && 2 * bounded > compared,
        "{compared} comparisons, {bounded} with bounds, are no test"
    );
}
