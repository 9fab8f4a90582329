//! A typed update rule as Python, in the words of numpy.

use super::expression::Spelling;
use super::{Expression, Function, Rule, Step};

/// How the gradient is taken.
const GRADIENT: &str = "dw = gradient(loss, mini_batch, ";

/// Words of Python that are no names in it, as far as a formula may have them for names.
const KEYWORDS: &str = "and as assert async await break class continue def del elif else except finally for from global if \
                        import in is lambda nonlocal not or pass raise return try while with yield None True False";

/// A typed rule as lines of Python.
#[derive(Debug, Clone, PartialEq)]
pub struct Python {
    /// Where the variables start.
    pub before: Vec<String>,
    /// The lines of an update, each with the variable that has its value after the update: `w`, `dw`, one of the rule's
    /// own, or none.
    pub update: Vec<(String, String)>,
}

impl Rule {
    /// The rule as lines of Python, in which the gradient is `dw`.
    pub fn python(&self) -> Python {
        let started = self.starts.iter().map(|(name, value)| format!("{} = {}", spelled(name), value.python()));
        let is_started = |name: &String| self.starts.iter().any(|(known, _)| known == name);
        let zero = self.variables.iter().filter(|name| !is_started(name)).map(|name| format!("{} = 0", spelled(name)));
        // Where the first line takes the gradient elsewhere, nothing needs that at w.
        let here = match self.steps.first() {
            Some(Step::At(_)) => None,
            _ => Some((format!("{GRADIENT}w)"), "dw".to_string())),
        };
        let lines = self.steps.iter().map(|step| match step {
            Step::Assign(name, value) => (format!("{} = {}", spelled(name), value.python()), name.clone()),
            Step::At(place) => (format!("{GRADIENT}{})", place.python()), "dw".into()),
        });
        let mut update: Vec<(String, String)> = here.into_iter().chain(lines).collect();
        // What a line computes is shown after the update: the last value that a variable gets in it.
        for k in 0..update.len() {
            if update[k + 1..].iter().any(|(_, name)| *name == update[k].1) {
                update[k].1.clear();
            }
        }
        Python { before: started.chain(zero).collect(), update }
    }
}

impl Expression {
    /// The formula as Python.
    fn python(&self) -> String {
        let least_most = ["minimum", "maximum"];
        self.renamed(spelled).written(&Spelling { function: called, raised: "**", least_most })
    }
}

/// A name in Python.
pub fn spelled(name: &str) -> String {
    match name {
        "g" => "dw".into(),
        _ if KEYWORDS.split_whitespace().any(|word| word == name) => format!("{name}_"),
        _ => name.into(),
    }
}

/// A function in numpy, with what stands before its argument.
fn called(function: Function) -> String {
    match function {
        Function::Ln => "log(".into(),
        Function::Asin | Function::Acos | Function::Atan => format!("arc{}(", &function.name()[1..]),
        Function::Asinh | Function::Acosh | Function::Atanh => format!("arc{}(", &function.name()[1..]),
        // ln(e⁰ + eᶻ)
        Function::Softplus => "logaddexp(0, ".into(),
        _ => format!("{}(", function.name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_reads_as_python() {
        let text = "start r = 1/10 # not at 0\nat w + lambda v\nv = min(v, ln(2^t)softplus(g)atanh(t))\nw = w - (lr/r)v";
        let python = Rule::parse(text).expect("a rule").python();
        assert_eq!(python.before, ["r = 1/10", "v = 0"]);
        let lines: Vec<&str> = python.update.iter().map(|(text, _)| text.as_str()).collect();
        let gradient = "dw = gradient(loss, mini_batch, w + lambda_*v)";
        assert_eq!(lines, [gradient, "v = minimum(v, log(2**t)*logaddexp(0, dw)*arctanh(t))", "w = w - lr/r*v"]);
    }
}
