//! A formula as a tree, and the tree as text.

use std::fmt;

use super::{Builder, Function, Tape};
use crate::parameter::number_text;

/// A formula: its nodes, each after those that it is made of; the last is the whole.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Expression {
    nodes: Vec<Node>,
    /// Every name in it that is no constant, in the order of its first occurrence.
    names: Vec<String>,
}

/// A part of a formula; operands are places of earlier nodes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Node {
    /// A number ≥ 0.
    Number(f64),
    /// π.
    Pi,
    /// Euler's number e.
    Euler,
    /// An input or a parameter, by its place among the names.
    Name(usize),
    /// −a.
    Negate(usize),
    /// Two operands.
    Binary(Operator, usize, usize),
    /// A function of one operand.
    Apply(Function, usize),
}

/// What joins two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// a + b.
    Add,
    /// a − b.
    Subtract,
    /// a b.
    Multiply,
    /// a / b.
    Divide,
    /// aᵇ.
    Power,
    /// The smaller.
    Min,
    /// The larger.
    Max,
}

/// How tightly a node holds together, from a sum to a number; as text, an operand of lower rank has parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// a + b, a − b.
    Sum,
    /// a b, a / b.
    Product,
    /// −a.
    Signed,
    /// aᵇ.
    Power,
    /// Numbers, names, functions.
    Primary,
}

impl Expression {
    /// Whether `name` is one that every formula knows as no function: an input of a loss, or a constant.
    pub fn is_known(name: &str) -> bool {
        matches!(name, "x" | "y" | "pi" | "π" | "e")
    }

    /// Its nodes, each after those that it is made of.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Its inputs and parameters, in the order of their first occurrence.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The same with other names.
    pub(super) fn renamed(&self, name: fn(&str) -> String) -> Expression {
        Expression { nodes: self.nodes.clone(), names: self.names.iter().map(|known| name(known)).collect() }
    }

    /// Appends a node; its place.
    pub(super) fn push(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// Appends a constant or a name.
    pub(super) fn name(&mut self, name: &str) -> usize {
        let node = match name {
            "pi" | "π" => Node::Pi,
            "e" => Node::Euler,
            _ => Node::Name(self.names.iter().position(|known| known == name).unwrap_or_else(|| {
                self.names.push(name.into());
                self.names.len() - 1
            })),
        };
        self.push(node)
    }

    /// The formula compiled, with the names in `inputs` as inputs and the others at their `values`.
    ///
    /// A name that has no value is 1.
    pub fn tape(&self, inputs: &[&str], values: impl Fn(&str) -> Option<f64>) -> Tape {
        let mut builder = Builder::default();
        let named = |builder: &mut Builder, name: &str| match inputs.iter().position(|input| *input == name) {
            Some(input) => builder.input(input as u32),
            None => builder.constant(values(name).unwrap_or(1.0)),
        };
        let last = self.compile(&mut builder, &named, &mut |builder, a, b| builder.binary(Operator::Power, a, b));
        builder.tape(last)
    }

    /// The place of the formula's result, after what it takes has been appended; none of an empty formula.
    ///
    /// `named` is the place of a name, `raised` that of a power of the results at two places.
    pub(super) fn compile(
        &self,
        builder: &mut Builder,
        named: &dyn Fn(&mut Builder, &str) -> u32,
        raised: &mut dyn FnMut(&mut Builder, u32, u32) -> u32,
    ) -> Option<u32> {
        let mut places: Vec<u32> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let place = match *node {
                Node::Number(value) => builder.constant(value),
                Node::Pi => builder.constant(std::f64::consts::PI),
                Node::Euler => builder.constant(std::f64::consts::E),
                Node::Name(name) => named(builder, &self.names[name]),
                Node::Negate(a) => builder.negate(places[a]),
                Node::Apply(function, a) => builder.apply(function, places[a]),
                // e^z is the exponential function itself.
                Node::Binary(Operator::Power, a, b) if self.nodes[a] == Node::Euler => {
                    builder.apply(Function::Exp, places[b])
                }
                Node::Binary(Operator::Power, a, b) => raised(builder, places[a], places[b]),
                Node::Binary(operator, a, b) => builder.binary(operator, places[a], places[b]),
            };
            places.push(place);
        }
        places.last().copied()
    }

    pub(super) fn rank(node: Node) -> Rank {
        match node {
            Node::Negate(_) => Rank::Signed,
            Node::Binary(Operator::Add | Operator::Subtract, ..) => Rank::Sum,
            Node::Binary(Operator::Multiply | Operator::Divide, ..) => Rank::Product,
            Node::Binary(Operator::Power, ..) => Rank::Power,
            _ => Rank::Primary,
        }
    }
}

/// The text that reads back as the same formula, with no more parentheses than that takes.
impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let function = |function: Function| format!("{}(", function.name());
        f.write_str(&self.written(&Spelling { function, raised: "^", least_most: ["min", "max"] }))
    }
}

/// How functions and signs are written that not every language spells alike.
pub(super) struct Spelling {
    /// A function of one number, with what stands before that.
    pub function: fn(Function) -> String,
    /// The sign of a power.
    pub raised: &'static str,
    /// The smaller and the larger of two.
    pub least_most: [&'static str; 2],
}

impl Expression {
    /// The formula as text, with no more parentheses than it takes.
    pub(super) fn written(&self, spelling: &Spelling) -> String {
        let [least, most] = spelling.least_most;
        let mut texts: Vec<String> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            // Operand `a`, in parentheses if it holds together less than `least`.
            let operand = |a: usize, least: Rank| {
                if Expression::rank(self.nodes[a]) < least { format!("({})", texts[a]) } else { texts[a].clone() }
            };
            let text = match *node {
                Node::Number(value) => number_text(value),
                Node::Pi => "pi".into(),
                Node::Euler => "e".into(),
                Node::Name(name) => self.names[name].clone(),
                Node::Negate(a) => format!("-{}", operand(a, Rank::Signed)),
                Node::Apply(function, a) => format!("{}{})", (spelling.function)(function), texts[a]),
                Node::Binary(Operator::Add, a, b) => format!("{} + {}", texts[a], operand(b, Rank::Product)),
                Node::Binary(Operator::Subtract, a, b) => format!("{} - {}", texts[a], operand(b, Rank::Product)),
                Node::Binary(Operator::Multiply, a, b) => {
                    format!("{}*{}", operand(a, Rank::Product), operand(b, Rank::Signed))
                }
                Node::Binary(Operator::Divide, a, b) => {
                    format!("{}/{}", operand(a, Rank::Product), operand(b, Rank::Signed))
                }
                Node::Binary(Operator::Power, a, b) => {
                    format!("{}{}{}", operand(a, Rank::Primary), spelling.raised, operand(b, Rank::Signed))
                }
                Node::Binary(Operator::Min, a, b) => format!("{least}({}, {})", texts[a], texts[b]),
                Node::Binary(Operator::Max, a, b) => format!("{most}({}, {})", texts[a], texts[b]),
            };
            texts.push(text);
        }
        texts.pop().unwrap_or_default()
    }
}
