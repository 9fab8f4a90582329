//! A formula as Python, in the words of numpy.

use super::expression::Spelling;
use super::{Expression, Function};

/// Words of Python that are no names in it, as far as a formula may have them for names.
const KEYWORDS: &str = "and as assert async await break class continue def del elif else except finally for from global if \
                        import in is lambda nonlocal not or pass raise return try while with yield None True False";

/// What the training loop calls its own, and numpy its functions: a name of the user's would take its place.
const TAKEN: &str = "loss gradient noisy_gradient negated schedule range epoch mini_batch get_batches data shuffled drawn \
                     minimum maximum logaddexp arcsin arccos arctan arcsinh arccosh arctanh";

impl Expression {
    /// The formula as Python; a rule's gradient is `dw`.
    pub fn python(&self) -> String {
        let least_most = ["minimum", "maximum"];
        self.renamed(spelled).written(&Spelling { function: called, raised: "**", least_most })
    }
}

/// A name in Python.
pub fn spelled(name: &str) -> String {
    match name {
        "g" => "dw".into(),
        _ if KEYWORDS.split_whitespace().chain(TAKEN.split_whitespace()).any(|word| word == name) => format!("{name}_"),
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
    use crate::formula::parse;

    #[test]
    fn a_formula_reads_as_python() {
        for (typed, python) in [
            ("w - (lr/r)v", "w - lr/r*v"),
            ("min(v, ln(2^t)g)", "minimum(v, log(2**t)*dw)"),
            ("lambda softplus(g)atanh(t)", "lambda_*logaddexp(0, dw)*arctanh(t)"),
            ("max(loss, maximum)", "maximum(loss_, maximum_)"),
        ] {
            assert_eq!(parse(typed).expect("a formula").python(), python);
        }
    }
}
