//! Formulas with their derivatives, to be written as Python.
//!
//! Derivatives are formed by the rules of calculus; constants are folded, and what is multiplied by 0 is left out.
//! Where a formula has a kink the derivative is the mean of both sides, as everywhere here and in PyTorch.

mod written;

use std::rc::Rc;

use crate::formula::{Expression, Function, Node, Operator};

/// A formula, or a part of one.
#[derive(Debug, Clone)]
pub struct Term(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    /// How many parts it has, written out.
    size: usize,
}

#[derive(Debug)]
enum Kind {
    Number(f64),
    Pi,
    Euler,
    Name(String),
    Negate(Term),
    Binary(Operator, Term, Term),
    Apply(Function, Term),
    /// −1, 0 or 1.
    Sign(Term),
    /// 0, ½ or 1.
    Step(Term),
}

impl Term {
    fn new(kind: Kind) -> Term {
        let size = match &kind {
            Kind::Number(_) | Kind::Pi | Kind::Euler | Kind::Name(_) => 1,
            Kind::Negate(a) | Kind::Apply(_, a) | Kind::Sign(a) | Kind::Step(a) => a.size().saturating_add(1),
            Kind::Binary(_, a, b) => a.size().saturating_add(b.size()).saturating_add(1),
        };
        Term(Rc::new(Inner { kind, size }))
    }

    /// The formula `expression`, with other `names`.
    pub fn of(expression: &Expression, names: impl Fn(&str) -> String) -> Term {
        let mut terms: Vec<Term> = Vec::with_capacity(expression.nodes().len());
        for node in expression.nodes() {
            let at = |k: usize| terms[k].clone();
            let term = match *node {
                Node::Number(value) => Term::number(value),
                Node::Pi => Term::new(Kind::Pi),
                Node::Euler => Term::new(Kind::Euler),
                Node::Name(k) => Term::new(Kind::Name(names(&expression.names()[k]))),
                Node::Negate(a) => Term::new(Kind::Negate(at(a))),
                Node::Apply(function, a) => at(a).apply(function),
                // e^z is the exponential function itself.
                Node::Binary(Operator::Power, a, b) if matches!(at(a).0.kind, Kind::Euler) => {
                    at(b).apply(Function::Exp)
                }
                Node::Binary(operator, a, b) => Term::new(Kind::Binary(operator, at(a), at(b))),
            };
            terms.push(term);
        }
        terms.pop().unwrap_or_else(|| Term::number(0.0))
    }

    /// How many parts it has, written out.
    pub fn size(&self) -> usize {
        self.0.size
    }

    fn number(value: f64) -> Term {
        Term::new(Kind::Number(value))
    }

    fn value(&self) -> Option<f64> {
        match self.0.kind {
            Kind::Number(value) => Some(value),
            _ => None,
        }
    }

    fn apply(self, function: Function) -> Term {
        Term::new(Kind::Apply(function, self))
    }

    fn negated(self) -> Term {
        match &self.0.kind {
            Kind::Number(value) => Term::number(-value),
            Kind::Negate(a) => a.clone(),
            Kind::Binary(Operator::Multiply, a, rest) if a.value().is_some() => a.clone().negated().times(rest.clone()),
            _ => Term::new(Kind::Negate(self)),
        }
    }

    fn plus(self, other: Term) -> Term {
        match (self.value(), other.value(), &other.0.kind) {
            (Some(a), Some(b), _) => Term::number(a + b),
            (Some(0.0), ..) => other,
            (_, Some(0.0), _) => self,
            (_, _, Kind::Negate(b)) => Term::new(Kind::Binary(Operator::Subtract, self, b.clone())),
            (_, _, Kind::Binary(Operator::Multiply, a, _)) if a.value().is_some_and(|a| a < 0.0) => {
                Term::new(Kind::Binary(Operator::Subtract, self, other.negated()))
            }
            (_, Some(b), _) if b < 0.0 => Term::new(Kind::Binary(Operator::Subtract, self, Term::number(-b))),
            _ => Term::new(Kind::Binary(Operator::Add, self, other)),
        }
    }

    fn minus(self, other: Term) -> Term {
        self.plus(other.negated())
    }

    /// The product, with a number in front of all else.
    fn times(self, other: Term) -> Term {
        if let Kind::Negate(a) = &self.0.kind {
            return a.clone().times(other).negated();
        }
        if let Kind::Negate(b) = &other.0.kind {
            let b = b.clone();
            return self.times(b).negated();
        }
        for (inverse, factor) in [(&self, &other), (&other, &self)] {
            if let Kind::Binary(Operator::Divide, one, below) = &inverse.0.kind
                && one.value() == Some(1.0)
                && factor.value() != Some(0.0)
            {
                return factor.clone().over(below.clone());
            }
        }
        match (self.value(), other.value()) {
            (Some(a), Some(b)) => return Term::number(a * b),
            (Some(0.0), _) | (_, Some(0.0)) => return Term::number(0.0),
            (Some(1.0), _) => return other,
            (_, Some(1.0)) => return self,
            (None, Some(_)) => return other.times(self),
            (Some(a), None) => {
                if let Kind::Binary(Operator::Multiply, b, rest) = &other.0.kind
                    && let Some(b) = b.value()
                {
                    return Term::number(a * b).times(rest.clone());
                }
            }
            (None, None) => {
                if let Kind::Binary(Operator::Multiply, b, rest) = &other.0.kind
                    && b.value().is_some()
                {
                    return b.clone().times(self.times(rest.clone()));
                }
                if let Kind::Binary(Operator::Multiply, a, rest) = &self.0.kind
                    && a.value().is_some()
                {
                    return a.clone().times(rest.clone().times(other));
                }
            }
        }
        Term::new(Kind::Binary(Operator::Multiply, self, other))
    }

    /// A number in front of it, if there is one, and the rest.
    fn split(&self) -> (f64, Option<Term>) {
        match &self.0.kind {
            Kind::Number(value) => (*value, None),
            Kind::Binary(Operator::Multiply, a, rest) => match a.value() {
                Some(value) => (value, Some(rest.clone())),
                None => (1.0, Some(self.clone())),
            },
            _ => (1.0, Some(self.clone())),
        }
    }

    fn over(self, other: Term) -> Term {
        let ((above, rest), (below, divisor)) = (self.split(), other.split());
        let ratio = above / below;
        // Numbers are cancelled where nothing is rounded by it.
        if below != 1.0 && ratio * below == above && ratio.fract() == 0.0 && ratio != 0.0 {
            let rest = rest.map_or(Term::number(ratio), |rest| Term::number(ratio).times(rest));
            return divisor.map_or(rest.clone(), |divisor| rest.over(divisor));
        }
        match (self.value(), other.value()) {
            (Some(0.0), _) => Term::number(0.0),
            (_, Some(1.0)) => self,
            _ => match &self.0.kind {
                Kind::Negate(a) => a.clone().over(other).negated(),
                _ => Term::new(Kind::Binary(Operator::Divide, self, other)),
            },
        }
    }

    fn raised(self, exponent: Term) -> Term {
        match exponent.value() {
            Some(0.0) => Term::number(1.0),
            Some(1.0) => self,
            _ => Term::new(Kind::Binary(Operator::Power, self, exponent)),
        }
    }

    fn squared(self) -> Term {
        self.raised(Term::number(2.0))
    }

    /// Whether the name `name` is in it.
    pub fn names(&self, name: &str) -> bool {
        match &self.0.kind {
            Kind::Number(_) | Kind::Pi | Kind::Euler => false,
            Kind::Name(known) => known == name,
            Kind::Negate(a) | Kind::Apply(_, a) | Kind::Sign(a) | Kind::Step(a) => a.names(name),
            Kind::Binary(_, a, b) => a.names(name) || b.names(name),
        }
    }

    /// The derivative by `name`; that of a sign or a step is 0, at its jump as well.
    pub fn derivative(&self, name: &str) -> Term {
        if !self.names(name) {
            return Term::number(0.0);
        }
        match &self.0.kind {
            Kind::Number(_) | Kind::Pi | Kind::Euler | Kind::Sign(_) | Kind::Step(_) => Term::number(0.0),
            Kind::Name(_) => Term::number(1.0),
            Kind::Negate(a) => a.derivative(name).negated(),
            Kind::Apply(function, a) => outer(*function, a).times(a.derivative(name)),
            Kind::Binary(operator, a, b) => {
                let (da, db) = (a.derivative(name), b.derivative(name));
                let (a, b) = (a.clone(), b.clone());
                match operator {
                    Operator::Add => da.plus(db),
                    Operator::Subtract => da.minus(db),
                    Operator::Multiply => da.times(b).plus(a.times(db)),
                    Operator::Divide if !b.names(name) => da.over(b),
                    Operator::Divide => da.times(b.clone()).minus(a.times(db)).over(b.squared()),
                    Operator::Power if !b.names(name) => {
                        let less = b.clone().minus(Term::number(1.0));
                        b.times(a.raised(less)).times(da)
                    }
                    // aᵇ is e^(b ln a).
                    Operator::Power => {
                        let inner = db.times(a.clone().apply(Function::Ln)).plus(b.clone().times(da).over(a.clone()));
                        a.raised(b).times(inner)
                    }
                    Operator::Min => b.clone().step_above(a.clone()).times(da).plus(a.step_above(b).times(db)),
                    Operator::Max => a.clone().step_above(b.clone()).times(da).plus(b.step_above(a).times(db)),
                }
            }
        }
    }

    /// 1 where it is above `other`, 0 below, ½ where both are equal.
    fn step_above(self, other: Term) -> Term {
        Term::new(Kind::Step(self.minus(other)))
    }
}

/// The derivative of a function at `a`.
fn outer(function: Function, a: &Term) -> Term {
    let (one, two) = (Term::number(1.0), Term::number(2.0));
    let of = |function: Function| a.clone().apply(function);
    let square = a.clone().squared();
    match function {
        Function::Sqrt => one.over(two.times(of(Function::Sqrt))),
        Function::Exp => of(Function::Exp),
        Function::Ln => one.over(a.clone()),
        Function::Log10 => one.over(a.clone().times(Term::number(10.0).apply(Function::Ln))),
        Function::Sin => of(Function::Cos),
        Function::Cos => of(Function::Sin).negated(),
        Function::Tan => one.over(of(Function::Cos).squared()),
        Function::Asin => one.clone().over(one.minus(square).apply(Function::Sqrt)),
        Function::Acos => one.clone().over(one.minus(square).apply(Function::Sqrt)).negated(),
        Function::Atan => one.clone().over(one.plus(square)),
        Function::Sinh => of(Function::Cosh),
        Function::Cosh => of(Function::Sinh),
        // Not 1 − tanh², which on the plateaus is lost.
        Function::Tanh => one.over(of(Function::Cosh).squared()),
        Function::Asinh => one.clone().over(square.plus(one).apply(Function::Sqrt)),
        Function::Acosh => {
            let (below, above) = (a.clone().minus(one.clone()), a.clone().plus(one.clone()));
            one.over(below.times(above).apply(Function::Sqrt))
        }
        Function::Atanh => one.clone().over(one.clone().minus(a.clone()).times(one.plus(a.clone()))),
        Function::Abs => Term::new(Kind::Sign(a.clone())),
        Function::Softplus => one.clone().over(one.plus(a.clone().negated().apply(Function::Exp))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Dialect;
    use super::*;
    use crate::formula::parse;

    fn term(text: &str) -> Term {
        Term::of(&parse(text).expect("a formula"), |name| name.into())
    }

    #[test]
    fn derivatives_read_as_one_would_write_them() {
        for (formula, by_x) in [
            ("3", "0"),
            ("x", "1"),
            ("a*x^2/2 + y", "a*x"),
            ("sqrt(1 + x^2)", "x/sqrt(1 + x**2)"),
            ("(a - x)^2 + b*(y - x^2)^2", "-2*(a - x) - 4*b*(y - x**2)*x"),
            ("x^2 - y^2", "2*x"),
            ("sin(2x)", "2*cos(2*x)"),
            ("exp(-x^2)", "-2*exp(-x**2)*x"),
            ("y/x", "-y/x**2"),
            ("|x|", "sign(x)"),
            ("max(x, y)", "heaviside(x - y, 0.5)"),
            ("x^y", "y*x**(y - 1)"),
        ] {
            assert_eq!(term(formula).derivative("x").written(Dialect::NumPy, &[]), by_x, "{formula}");
        }
        assert_eq!(term("x^3").derivative("x").derivative("x").written(Dialect::NumPy, &[]), "6*x");
    }
}
