//! A typed update rule, compiled: its lines as one list of operations between two gradients.

use super::{Builder, Function, Op, Operator, Rule, Step};

/// Two numbers side by side: what is computed is computed for both coordinates.
pub type Pair = [f64; 2];

/// Where w stands among the values.
pub const W: usize = 0;
/// Where the gradient stands.
pub const G: usize = 1;
/// Where the number of the update stands.
pub const T: usize = 2;
/// Where the learning rate stands.
pub const LR: usize = 3;
/// Where the momentum stands that a schedule may prescribe.
pub const MOMENTUM: usize = 4;
/// Where the first variable stands; the powers come after the variables.
pub const VARIABLES: usize = 5;

/// The parameters that are the momentum: the first of them that a rule has.
const MOMENTA: [&str; 3] = ["mu", "beta1", "beta"];

/// A typed rule with the values of its parameters, compiled.
///
/// A number raised to the power t is not computed: whoever runs the program keeps it as a product, with a factor more
/// at every update, as the rules in code keep their βᵗ.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    parts: Vec<Part>,
    /// The values before the first update.
    initial: Vec<Pair>,
    /// What is raised to the power t; none is the momentum.
    pub bases: Vec<Option<f64>>,
    /// The value of the parameter that is the momentum.
    pub momentum: Option<f64>,
    /// How many variables there are.
    variables: usize,
}

/// What is computed between two gradients.
#[derive(Debug, Clone, PartialEq)]
struct Part {
    ops: Vec<Op>,
    /// Which values change, and where the results are that they change to.
    results: Vec<(usize, u32)>,
    /// Where the place is at which the gradient is taken then; none after the last part.
    at: Option<u32>,
}

impl Program {
    /// The rule with these values of its parameters; a parameter that has none is 1.
    pub fn new(rule: &Rule, values: impl Fn(&str) -> Option<f64>) -> Program {
        let variables = &rule.variables;
        let value = |name: &str| values(name).unwrap_or(1.0);
        let prescribed = MOMENTA.into_iter().find(|name| rule.parameters.iter().any(|known| known == name));
        let place = |name: &str| match name {
            "w" => Some(W),
            "g" | "dw" => Some(G),
            "t" => Some(T),
            "lr" => Some(LR),
            _ if prescribed == Some(name) => Some(MOMENTUM),
            _ => variables.iter().position(|known| known == name).map(|k| VARIABLES + k),
        };
        let first_power = VARIABLES + variables.len();
        let mut initial = vec![[0.0; 2]; first_power];
        for (name, start) in &rule.starts {
            if let Some(place) = place(name) {
                initial[place] = [start.tape(&[], |name| Some(value(name))).eval(&[]); 2];
            }
        }
        let (mut parts, mut bases) = (Vec::new(), Vec::new());
        for steps in rule.steps.split_inclusive(|step| matches!(step, Step::At(_))) {
            let mut builder = Builder::default();
            // What has been assigned in this part, and where that is.
            let mut now: Vec<(usize, u32)> = Vec::new();
            let mut at = None;
            for step in steps {
                let named = |builder: &mut Builder, name: &str| match place(name) {
                    Some(place) => match now.iter().find(|(known, _)| *known == place) {
                        Some((_, result)) => *result,
                        None => builder.input(place as u32),
                    },
                    None => builder.constant(value(name)),
                };
                let mut raised = |builder: &mut Builder, a: u32, b: u32| match base(builder, a, b) {
                    Some(base) => {
                        let k = bases.iter().position(|known| *known == base).unwrap_or_else(|| {
                            bases.push(base);
                            bases.len() - 1
                        });
                        builder.input((first_power + k) as u32)
                    }
                    None => builder.binary(Operator::Power, a, b),
                };
                let compiled = step.expression().compile(&mut builder, &named, &mut raised);
                match (step, compiled) {
                    (Step::Assign(name, _), Some(result)) => {
                        if let Some(place) = place(name) {
                            now.retain(|(known, _)| *known != place);
                            now.push((place, result));
                        }
                    }
                    (Step::At(_), place) => at = place,
                    (Step::Assign(..), None) => {}
                }
            }
            let wanted: Vec<u32> = now.iter().map(|(_, result)| *result).chain(at).collect();
            let (ops, found) = builder.needed_for(&wanted);
            let results = now.iter().zip(&found).map(|((place, _), result)| (*place, *result)).collect();
            parts.push(Part { ops, results, at: at.and(found.last().copied()) });
        }
        // β⁰ = 1.
        initial.resize(first_power + bases.len(), [1.0; 2]);
        Program { parts, initial, bases, momentum: prescribed.map(value), variables: variables.len() }
    }

    /// The values before the first update, and room for results.
    pub fn memory(&self) -> Memory {
        let most = self.parts.iter().map(|part| part.ops.len()).max().unwrap_or(0);
        Memory { values: self.initial.clone(), results: vec![[0.0; 2]; most] }
    }

    /// How many gradients an update takes: that at w if anything reads it, and one at each other place.
    pub fn gradients(&self) -> usize {
        let reads = |op: &Op| matches!(op, Op::Input(k) if *k as usize == G);
        let at_w = self.parts.first().is_some_and(|part| part.ops.iter().any(reads));
        usize::from(at_w) + self.parts.iter().filter(|part| part.at.is_some()).count()
    }

    /// Where the first power stands among the values.
    pub fn first_power(&self) -> usize {
        VARIABLES + self.variables
    }

    /// An update of the values, in which `gradient` gives that at another place; w, g, t, the learning rate, the
    /// momentum and the powers of this update have to stand among them.
    #[inline]
    pub fn run(&self, memory: &mut Memory, gradient: impl Fn(Pair) -> Pair) {
        let Memory { values, results } = memory;
        for part in &self.parts {
            for (k, op) in part.ops.iter().enumerate() {
                results[k] = both(*op, results, values);
            }
            for (place, result) in &part.results {
                values[*place] = results[*result as usize];
            }
            if let Some(at) = part.at {
                values[G] = gradient(results[at as usize]);
            }
        }
    }
}

/// What a program works on.
#[derive(Debug, Clone)]
pub struct Memory {
    /// w, g, t, the learning rate, the momentum, the variables, the powers.
    pub values: Vec<Pair>,
    results: Vec<Pair>,
}

/// The result of an operation for both coordinates.
///
/// What most rules consist of is chosen once for both: it saves two thirds of the rule's time.
#[inline(always)]
fn both(op: Op, results: &[Pair], values: &[Pair]) -> Pair {
    let at = |k: u32| results[k as usize];
    let two = |a: u32, b: u32, of: fn(f64, f64) -> f64| {
        let ([a, c], [b, d]) = (at(a), at(b));
        [of(a, b), of(c, d)]
    };
    match op {
        Op::Input(k) => values[k as usize],
        Op::Constant(value) => [value; 2],
        Op::Add(a, b) => two(a, b, |a, b| a + b),
        Op::Sub(a, b) => two(a, b, |a, b| a - b),
        Op::Mul(a, b) => two(a, b, |a, b| a * b),
        Op::Div(a, b) => two(a, b, |a, b| a / b),
        Op::Powi(a, 2) => two(a, a, |a, b| a * b),
        Op::Shift(a, c) => at(a).map(|a| a + c),
        Op::Scale(a, c) => at(a).map(|a| a * c),
        Op::Apply(Function::Sqrt, a) => at(a).map(f64::sqrt),
        _ => {
            let mut made = [0.0; 2];
            for (lane, result) in made.iter_mut().enumerate() {
                *result = op.of(|k| at(k)[lane], |k| values[k as usize][lane]);
            }
            made
        }
    }
}

/// What is raised to the power t, if that is what these two results make: a constant, or the momentum (none).
fn base(builder: &Builder, a: u32, b: u32) -> Option<Option<f64>> {
    match (builder.op(b), builder.op(a)) {
        (Op::Input(t), Op::Constant(value)) if t as usize == T => Some(Some(value)),
        (Op::Input(t), Op::Input(mu)) if t as usize == T && mu as usize == MOMENTUM => Some(None),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, updates: usize) -> Vec<Pair> {
        let program = Program::new(&Rule::parse(text).expect("a rule"), |_| Some(0.5));
        let mut memory = program.memory();
        memory.values[W] = [3.0, -1.0];
        for t in 1..=updates {
            memory.values[G] = memory.values[W];
            memory.values[T] = [t as f64; 2];
            memory.values[LR] = [0.25; 2];
            program.run(&mut memory, |w| w.map(|value| 10.0 * value));
        }
        memory.values
    }

    #[test]
    fn a_line_sees_what_the_lines_before_it_have_made() {
        let values = run("start m = 2\nm = m + g\nw = w - lr*m\nm = m + w", 1);
        // m = 2 + 3, w = 3 − 5/4, and then m + w.
        assert_eq!((values[W], values[VARIABLES]), ([1.75, -1.25], [6.75, -0.25]));
    }

    #[test]
    fn the_gradient_is_taken_anew_at_each_place() {
        let values = run("half = w - lr*g\nat half\nw = w - lr*g", 1);
        // half = (2.25, −0.75), where the gradient is ten times that.
        assert_eq!(values[W], [3.0 - 0.25 * 22.5, -1.0 + 0.25 * 7.5]);
    }

    #[test]
    fn powers_of_t_are_left_to_whoever_runs_it() {
        let rule = Rule::parse("w = 0.9^t + a**t + beta^t + t^2 + w^t + a^t").expect("a rule");
        let program = Program::new(&rule, |_| Some(0.5));
        assert_eq!(program.bases, [Some(0.9), Some(0.5), None]);
        assert_eq!(program.momentum, Some(0.5));
    }
}
