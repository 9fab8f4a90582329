//! Formulas and update rules: what is accepted reads back from its own text, and is the same over every kind of number.

use steepest::formula::{Expression, G, LR, MOMENTUM, Op, Program, Rule, Step, T, Tape, VARIABLES, W, parse};
use steepest::number::{Interval, Jet};
use steepest::random::Stream;

use super::{chance, is_same};

pub fn take(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let chance = chance(bytes);
    let is_formula = match parse(&text) {
        Ok(expression) => {
            reads_back(&expression);
            is_typeset(&expression.mathml());
            agrees(&expression.tape(&["x", "y"], |_| None), chance);
            true
        }
        Err(mistake) => {
            assert!((1..=text.chars().count() + 1).contains(&mistake.column), "{mistake}");
            assert!(!mistake.wanted.is_empty() && !mistake.given.is_empty(), "{mistake}");
            false
        }
    };
    let is_rule = match Rule::parse(&text) {
        Ok(rule) => {
            rule.steps.iter().for_each(|step| reads_back(step.expression()));
            rule.starts.iter().for_each(|(_, value)| reads_back(value));
            does_what_it_says(&rule, chance);
            true
        }
        Err(mistake) => {
            assert!((1..=text.lines().count().max(1)).contains(&mistake.line), "{mistake}");
            false
        }
    };
    is_formula || is_rule
}

/// The formula's text is a formula that compiles to the same operations.
fn reads_back(expression: &Expression) {
    let text = expression.to_string();
    match parse(&text) {
        Ok(again) => {
            assert_eq!(again.to_string(), text);
            let [a, b] = [expression, &again].map(|expression| expression.tape(&["x", "y"], |_| None));
            let is_same_op = |a: &Op, b: &Op| a == b || format!("{a:?}") == format!("{b:?}");
            let is_same = a.ops().len() == b.ops().len() && a.ops().iter().zip(b.ops()).all(|(a, b)| is_same_op(a, b));
            assert!(is_same, "{text}: {a:?}, {b:?}");
        }
        // Written out, with spaces and signs, it may be longer than what may be typed, or a power deeper.
        Err(mistake) => {
            let wanted = mistake.wanted;
            assert!(wanted.contains("characters") || wanted.contains("deep"), "{text}: {wanted}");
        }
    }
}

/// Every element is closed, and letters stand for themselves.
fn is_typeset(text: &str) {
    let mut open: Vec<&str> = Vec::new();
    for piece in text.split('<').skip(1) {
        let (tag, letters) = piece.split_once('>').unwrap_or_else(|| panic!("a tag is not closed: {text}"));
        assert!(!letters.contains(['&', '>']), "{text}");
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{text}"),
            None if tag.ends_with('/') => {}
            None => open.push(tag.split(' ').next().unwrap_or_default()),
        }
    }
    assert!(open.is_empty() && !text.is_empty(), "{text}");
}

/// Value, gradient and Hessian.
fn parts<T: Copy>(jet: &Jet<T>) -> [T; 6] {
    let ([gx, gy], [xx, xy, yy]) = (jet.gradient, jet.hessian);
    [jet.value, gx, gy, xx, xy, yy]
}

/// A value is the same with derivatives, in a row, and lies within what intervals say.
fn agrees(tape: &Tape, chance: Stream) {
    for k in 0..2 {
        let [x, y] = [0, 1].map(|axis| {
            let near = 8.0 * chance.fraction(8 * k + axis) - 4.0;
            // Whole numbers are where formulas have their corners and poles; a negative zero is none of the real
            // numbers.
            if chance.below(3, 8 * k + 2 + axis) == 0 { near.round() + 0.0 } else { near }
        });
        let value = tape.eval(&[x, y]);
        let jet: Jet = tape.eval(&[Jet::x(x), Jet::y(y)]);
        assert!(is_same(value, jet.value), "{value} and {} at {x}, {y}: {tape:?}", jet.value);
        let mut row = [0.0; 2];
        tape.row(&[y, x], y, &mut row);
        assert!(is_same(row[1], value), "{value} and {} at {x}, {y}: {tape:?}", row[1]);
        let half = libm::exp2(-1.0 - 20.0 * chance.fraction(8 * k + 5));
        let over = |half: f64| -> Jet<Interval> {
            let around = |middle: f64| Interval::new(middle - half, middle + half);
            tape.eval(&[Jet::x(around(x)), Jet::y(around(y))])
        };
        // What the point's own rounding may be off by.
        let (whole, point) = (parts(&over(half)), parts(&over(0.0)));
        // Where a part of the formula is infinite and the whole is not, as min(1/0, 2) is, intervals of real numbers
        // hold nothing.
        if point[0].is_empty() || parts(&jet).iter().any(|part| !part.is_finite()) {
            continue;
        }
        for (k, ((outer, inner), value)) in whole.into_iter().zip(point).zip(parts(&jet)).enumerate() {
            if inner.is_empty() || !inner.is_bounded() {
                continue;
            }
            let slack = inner.width();
            let holds = outer.low - slack <= value && value <= outer.high + slack;
            assert!(holds, "part {k} at {x}, {y} is {value}, outside {outer:?} for ±{half}: {tape:?}");
        }
    }
}

/// What a name stands for.
#[derive(Clone, Copy)]
enum Meaning {
    /// A value that another update may change.
    Input(f64),
    /// A number that the text says.
    Constant(f64),
}

/// The momentum that a schedule may prescribe is the first of these that a rule has.
const MOMENTA: [&str; 3] = ["mu", "beta1", "beta"];

/// What every parameter is.
const PARAMETER: f64 = 0.5;

/// The names of a rule, each with what it stands for.
struct Names<'a>(Vec<(&'a str, Meaning)>);

impl<'a> Names<'a> {
    fn set(&mut self, name: &'a str, meaning: Meaning) {
        self.0.retain(|(known, _)| *known != name);
        self.0.push((name, meaning));
    }

    fn value(&self, name: &str) -> Option<f64> {
        let (_, meaning) = self.0.iter().find(|(known, _)| *known == name)?;
        Some(match meaning {
            Meaning::Input(value) | Meaning::Constant(value) => *value,
        })
    }

    /// What a line makes of them.
    fn made(&self, expression: &Expression) -> Meaning {
        let is_input = |(_, meaning): &&(&str, Meaning)| matches!(meaning, Meaning::Input(_));
        let inputs: Vec<&str> = self.0.iter().filter(is_input).map(|(name, _)| *name).collect();
        let values: Vec<f64> = inputs.iter().filter_map(|name| self.value(name)).collect();
        let tape = expression.tape(&inputs, |name| self.value(name));
        let value = tape.eval(&values);
        if let [Op::Constant(_)] = tape.ops() { Meaning::Constant(value) } else { Meaning::Input(value) }
    }

    /// A gradient is asked for: what was made before it is a value like any.
    fn forget_constants(&mut self, rule: &Rule) {
        for (name, meaning) in &mut self.0 {
            if let Meaning::Constant(value) = meaning
                && (*name == "w" || rule.variables.iter().any(|known| known == name))
            {
                *meaning = Meaning::Input(*value);
            }
        }
    }
}

/// A rule does what its lines do one by one.
fn does_what_it_says(rule: &Rule, chance: Stream) {
    let program = Program::new(rule, |_| Some(PARAMETER));
    // A number raised to the power t is a running product, whose bits are not those of the power.
    if !program.bases.is_empty() {
        return;
    }
    let gradient = |w: f64| w - 0.75;
    let mut memory = program.memory();
    memory.values[W] = [4.0 * chance.fraction(40) - 2.0; 2];
    memory.values[LR] = [0.25; 2];
    memory.values[MOMENTUM] = [PARAMETER; 2];
    let mut names = Names(vec![("w", Meaning::Input(memory.values[W][0])), ("lr", Meaning::Input(0.25))]);
    for (k, name) in rule.variables.iter().enumerate() {
        names.set(name, Meaning::Input(memory.values[VARIABLES + k][0]));
    }
    let prescribed = MOMENTA.into_iter().find(|name| rule.parameters.iter().any(|known| known == name));
    for name in &rule.parameters {
        let is_input = prescribed == Some(name);
        names.set(name, if is_input { Meaning::Input(PARAMETER) } else { Meaning::Constant(PARAMETER) });
    }
    for t in [1.0, 2.0] {
        let slope = gradient(memory.values[W][0]);
        for (name, value) in [("g", slope), ("dw", slope), ("t", t)] {
            names.set(name, Meaning::Input(value));
        }
        memory.values[G] = [slope; 2];
        memory.values[T] = [t; 2];
        program.run(&mut memory, |at| at.map(gradient));
        for step in &rule.steps {
            let made = names.made(step.expression());
            match (step, made) {
                (Step::Assign(name, _), made) => names.set(name, made),
                (Step::At(_), Meaning::Input(at) | Meaning::Constant(at)) => {
                    names.forget_constants(rule);
                    names.set("g", Meaning::Input(gradient(at)));
                    names.set("dw", Meaning::Input(gradient(at)));
                }
            }
        }
        names.forget_constants(rule);
        let variables = rule.variables.iter().enumerate().map(|(k, name)| (VARIABLES + k, name.as_str()));
        for (place, name) in variables.chain([(W, "w")]) {
            let (got, wanted) = (memory.values[place], names.value(name).unwrap_or(f64::NAN));
            assert!(got.iter().all(|got| is_same(*got, wanted)), "{name} is {got:?}, by its lines {wanted}");
        }
    }
}
