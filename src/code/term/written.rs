//! Terms as Python.

use super::super::Dialect;
use super::{Kind, Term};
use crate::call::{fraction, literal};
use crate::formula::{Function, Operator};

/// How tightly a text holds together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Sum,
    Product,
    Signed,
    Power,
    Primary,
}

impl Term {
    /// As an expression of the dialect; what a formula of PyTorch has no `tensors` in is plain numbers.
    pub fn written(&self, dialect: Dialect, tensors: &[&str]) -> String {
        Writer { dialect, tensors }.write(self).0
    }

    /// The same where a number is no whole number.
    pub fn written_fraction(&self, dialect: Dialect, tensors: &[&str]) -> String {
        self.value().map_or_else(|| self.written(dialect, tensors), fraction)
    }
}

/// Writes terms as Python.
struct Writer<'a> {
    dialect: Dialect,
    /// The names that are arrays.
    tensors: &'a [&'a str],
}

impl Writer<'_> {
    /// The text, and how tightly it holds together.
    fn write(&self, term: &Term) -> (String, Rank) {
        match &term.0.kind {
            Kind::Number(value) if *value < 0.0 => (literal(*value), Rank::Signed),
            Kind::Number(value) => (literal(*value), Rank::Primary),
            Kind::Pi => ("math.pi".into(), Rank::Primary),
            Kind::Euler => ("math.e".into(), Rank::Primary),
            Kind::Name(name) => (name.clone(), Rank::Primary),
            Kind::Negate(a) => match self.write(a) {
                // −(a b) is (−a) b.
                (text, rank @ (Rank::Product | Rank::Power | Rank::Primary)) => {
                    (format!("-{text}"), if rank == Rank::Product { Rank::Product } else { Rank::Signed })
                }
                (text, _) => (format!("-({text})"), Rank::Signed),
            },
            Kind::Binary(operator, a, b) => self.binary(*operator, a, b),
            Kind::Apply(function, a) => (self.function(*function, a), Rank::Primary),
            Kind::Sign(a) => (format!("{}sign({})", self.home(a), self.write(a).0), Rank::Primary),
            Kind::Step(a) => (format!("heaviside({}, 0.5)", self.write(a).0), Rank::Primary),
        }
    }

    fn binary(&self, operator: Operator, a: &Term, b: &Term) -> (String, Rank) {
        let at_least = |term: &Term, least: Rank| {
            let (text, rank) = self.write(term);
            if rank < least { format!("({text})") } else { text }
        };
        match operator {
            Operator::Add => (format!("{} + {}", self.write(a).0, self.write(b).0), Rank::Sum),
            Operator::Subtract => (format!("{} - {}", self.write(a).0, at_least(b, Rank::Product)), Rank::Sum),
            // Of products it does not matter where they begin, but for a rounding.
            Operator::Multiply => {
                (format!("{}*{}", at_least(a, Rank::Product), at_least(b, Rank::Product)), Rank::Product)
            }
            Operator::Divide => (format!("{}/{}", at_least(a, Rank::Product), at_least(b, Rank::Power)), Rank::Product),
            Operator::Power => (format!("{}**{}", at_least(a, Rank::Primary), at_least(b, Rank::Signed)), Rank::Power),
            Operator::Min | Operator::Max => {
                let is_min = operator == Operator::Min;
                let are_numbers = self.dialect == Dialect::PyTorch && !self.is_tensor(a) && !self.is_tensor(b);
                let name = match (are_numbers, is_min, self.dialect) {
                    (true, true, _) => "min",
                    (true, false, _) => "max",
                    (_, true, Dialect::PyTorch) => "torch.minimum",
                    (_, false, Dialect::PyTorch) => "torch.maximum",
                    (_, true, _) => "minimum",
                    (_, false, _) => "maximum",
                };
                let operand = |term: &Term| {
                    let text = self.write(term).0;
                    // PyTorch's has no plain numbers.
                    let is_plain = self.dialect == Dialect::PyTorch && !are_numbers && !self.is_tensor(term);
                    if is_plain { format!("torch.tensor(float({text}))") } else { text }
                };
                (format!("{name}({}, {})", operand(a), operand(b)), Rank::Primary)
            }
        }
    }

    fn is_tensor(&self, term: &Term) -> bool {
        self.tensors.iter().any(|name| term.names(name))
    }

    /// The module that a function of `a` is in, with a point after it.
    fn home(&self, a: &Term) -> &'static str {
        match (self.dialect, self.is_tensor(a)) {
            (Dialect::PyTorch, true) => "torch.",
            (Dialect::PyTorch, false) => "math.",
            _ => "",
        }
    }

    fn function(&self, function: Function, a: &Term) -> String {
        let (home, text) = (self.home(a), self.write(a).0);
        let arc = if home.is_empty() { "arc" } else { "a" };
        match function {
            Function::Abs => format!("abs({text})"),
            Function::Ln => format!("{home}log({text})"),
            // ln(e⁰ + eᶻ)
            Function::Softplus => match home {
                "" => format!("logaddexp(0, {text})"),
                "torch." => format!("torch.logaddexp(torch.tensor(0.0), {text})"),
                _ => format!("math.log1p(math.exp({text}))"),
            },
            Function::Asin | Function::Acos | Function::Atan | Function::Asinh | Function::Acosh | Function::Atanh => {
                format!("{home}{arc}{}({text})", &function.name()[1..])
            }
            _ => format!("{home}{}({text})", function.name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::parse;

    fn term(text: &str) -> Term {
        Term::of(&parse(text).expect("a formula"), |name| name.into())
    }

    #[test]
    fn each_dialect_has_its_own_words() {
        let text = |formula: &str, dialect| term(formula).written(dialect, &["x", "y"]);
        assert_eq!(text("ln(x) + asin(a)", Dialect::NumPy), "log(x) + arcsin(a)");
        assert_eq!(text("ln(x) + asin(a)", Dialect::PyTorch), "torch.log(x) + math.asin(a)");
        assert_eq!(text("max(x - 1, 0)", Dialect::PyTorch), "torch.maximum(x - 1, torch.tensor(float(0)))");
        assert_eq!(text("e^x*pi", Dialect::Jax), "exp(x)*math.pi");
        assert_eq!(
            text("softplus(x) - min(a, 2)", Dialect::PyTorch),
            "torch.logaddexp(torch.tensor(0.0), x) - min(a, 2)"
        );
    }
}
