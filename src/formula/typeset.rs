//! A formula as MathML, as one would write it on a blackboard: fractions, raised exponents, roots.

use super::expression::Rank;
use super::{Expression, Function, Node, Operator, Rule, Step};
use crate::parameter::number_text;

impl Expression {
    /// The formula as the content of a MathML `math` element; every name in it is letters, digits and `_`.
    pub fn mathml(&self) -> String {
        self.typeset(&symbol, false)
    }

    /// The same with each name as `named` typesets it, and if they `stand_apart`, as numbers do, with a dot in every
    /// product.
    pub fn typeset(&self, named: &dyn Fn(&str) -> String, stand_apart: bool) -> String {
        let mut parts: Vec<String> = Vec::with_capacity(self.nodes().len());
        for place in 0..self.nodes().len() {
            parts.push(self.part(place, &parts, named, stand_apart));
        }
        parts.pop().unwrap_or_default()
    }

    fn part(&self, place: usize, parts: &[String], named: &dyn Fn(&str) -> String, stand_apart: bool) -> String {
        let nodes = self.nodes();
        let within = |a: usize, least: Rank| {
            if Expression::rank(nodes[a]) < least { bracketed(&parts[a]) } else { parts[a].clone() }
        };
        match nodes[place] {
            Node::Number(value) => number(value),
            Node::Pi => "<mi>π</mi>".into(),
            Node::Euler => "<mi>e</mi>".into(),
            Node::Name(name) => named(&self.names()[name]),
            Node::Negate(a) => format!("<mrow><mo>−</mo>{}</mrow>", within(a, Rank::Product)),
            Node::Apply(function, a) => applied(function, &parts[a]),
            Node::Binary(Operator::Add, a, b) => {
                format!("<mrow>{}<mo>+</mo>{}</mrow>", parts[a], within(b, Rank::Product))
            }
            Node::Binary(Operator::Subtract, a, b) => {
                format!("<mrow>{}<mo>−</mo>{}</mrow>", parts[a], within(b, Rank::Product))
            }
            Node::Binary(Operator::Multiply, a, b) => {
                let dotted = stand_apart || self.begins_with_digit(b) || matches!(nodes[b], Node::Negate(_));
                let sign = if dotted { "·" } else { "\u{2062}" };
                let right =
                    if matches!(nodes[b], Node::Negate(_)) { bracketed(&parts[b]) } else { within(b, Rank::Product) };
                format!("<mrow>{}<mo>{sign}</mo>{right}</mrow>", within(a, Rank::Product))
            }
            Node::Binary(Operator::Divide, a, b) => format!("<mfrac>{}{}</mfrac>", parts[a], parts[b]),
            Node::Binary(Operator::Power, a, b) => match (nodes[a], nodes[b]) {
                // sin² x, as it is written.
                (Node::Apply(function, z), Node::Number(n)) if n > 0.0 && n.fract() == 0.0 && is_word(function) => {
                    let name = format!("<msup>{}{}</msup>", word(function), parts[b]);
                    format!("<mrow>{name}<mo>\u{2061}</mo>{}</mrow>", bracketed(&parts[z]))
                }
                (Node::Apply(Function::Exp | Function::Softplus, _), _) => {
                    format!("<msup>{}{}</msup>", bracketed(&parts[a]), parts[b])
                }
                _ => format!("<msup>{}{}</msup>", within(a, Rank::Primary), parts[b]),
            },
            Node::Binary(operator @ (Operator::Min | Operator::Max), a, b) => {
                let name = if operator == Operator::Min { "min" } else { "max" };
                let both = format!("{}<mo>,</mo>{}", parts[a], parts[b]);
                format!("<mrow><mi>{name}</mi><mo>\u{2061}</mo>{}</mrow>", bracketed(&both))
            }
        }
    }

    /// Whether a part begins with a digit, before which a product needs its dot.
    fn begins_with_digit(&self, mut place: usize) -> bool {
        loop {
            place = match self.nodes()[place] {
                Node::Number(_) => return true,
                Node::Binary(Operator::Multiply | Operator::Power, a, _) => a,
                _ => return false,
            }
        }
    }
}

impl Rule {
    /// The rule as the content of a MathML `math` element: a table with a line in each row.
    pub fn mathml(&self) -> String {
        let row = |left: String, sign: &str, right: String| {
            format!("<mtr><mtd><mrow>{left}<mo>{sign}</mo>{right}</mrow></mtd></mtr>")
        };
        let typeset = |value: &Expression| value.renamed(as_set).mathml();
        let elsewhere = |place: &Expression| format!("<mrow><mo>∇</mo><mi>L</mi>{}</mrow>", bracketed(&typeset(place)));
        // Where a variable starts, it is written as at update 0.
        let first = |name: &str| format!("<msup>{}<mn>0</mn></msup>", symbol(name));
        let starts = self.starts.iter().map(|(name, value)| row(first(name), "=", typeset(value)));
        let lines = self.steps.iter().map(|step| match step {
            Step::Assign(name, value) => row(symbol(name), "←", typeset(value)),
            Step::At(place) => row(symbol("g"), "=", elsewhere(place)),
        });
        format!("<mtable>{}</mtable>", starts.chain(lines).collect::<String>())
    }
}

fn bracketed(inner: &str) -> String {
    format!("<mrow><mo>(</mo>{inner}<mo>)</mo></mrow>")
}

fn number(value: f64) -> String {
    let text = number_text(value);
    match text.split_once('e') {
        None => format!("<mn>{text}</mn>"),
        Some((digits, exponent)) => {
            let exponent = exponent.replace("-", "−");
            let power = format!("<msup><mn>10</mn><mn>{exponent}</mn></msup>");
            if digits == "1" { power } else { format!("<mrow><mn>{digits}</mn><mo>·</mo>{power}</mrow>") }
        }
    }
}

/// A name of a rule as it is typeset: the gradient g, the learning rate η.
fn as_set(name: &str) -> String {
    match name {
        "dw" => "g".into(),
        "lr" => "eta".into(),
        "lr0" => "eta0".into(),
        "weight_decay" => "lambda".into(),
        _ => name.into(),
    }
}

/// A name of a rule, typeset: a Greek letter where it spells one, with a hat or a bar where it ends in `_hat` or
/// `_bar`.
pub fn rule_symbol(name: &str) -> String {
    let accented =
        [("_hat", "^"), ("_bar", "¯")].into_iter().find_map(|(end, accent)| Some((name.strip_suffix(end)?, accent)));
    match accented {
        Some((stem, accent)) => format!("<mover accent=\"true\">{}<mo>{accent}</mo></mover>", symbol(stem)),
        None => symbol(&as_set(name)),
    }
}

/// Names of Greek letters, in the order of the letters from α; the one between ρ and σ is the final ς.
const GREEK: &str = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho _ sigma tau \
                     upsilon phi chi psi omega";

/// A name: a Greek letter where it spells one, and with what comes after its letters as an index.
fn symbol(name: &str) -> String {
    let end = name.find(|c: char| c == '_' || c.is_ascii_digit()).unwrap_or(name.len());
    let (stem, index) = name.split_at(end);
    let letter = GREEK.split_whitespace().position(|greek| greek == stem);
    let letter = letter.and_then(|place| char::from_u32('α' as u32 + place as u32));
    let stem = letter.map_or(stem.into(), String::from);
    let index = index.trim_matches('_');
    if index.is_empty() { format!("<mi>{stem}</mi>") } else { format!("<msub><mi>{stem}</mi><mi>{index}</mi></msub>") }
}

/// Whether a function is written as a word with its argument in parentheses.
fn is_word(function: Function) -> bool {
    !matches!(function, Function::Sqrt | Function::Exp | Function::Abs | Function::Softplus)
}

/// The name of a function, upright.
fn word(function: Function) -> String {
    match function {
        Function::Log10 => "<msub><mi>log</mi><mn>10</mn></msub>".into(),
        Function::Asin | Function::Acos | Function::Atan => format!("<mi>arc{}</mi>", &function.name()[1..]),
        Function::Asinh | Function::Acosh | Function::Atanh => format!("<mi>ar{}</mi>", &function.name()[1..]),
        _ => format!("<mi>{}</mi>", function.name()),
    }
}

fn applied(function: Function, inner: &str) -> String {
    match function {
        Function::Sqrt => format!("<msqrt>{inner}</msqrt>"),
        Function::Exp => format!("<msup><mi>e</mi>{inner}</msup>"),
        Function::Abs => format!("<mrow><mo>|</mo>{inner}<mo>|</mo></mrow>"),
        Function::Softplus => {
            let sum = format!("<mn>1</mn><mo>+</mo><msup><mi>e</mi>{inner}</msup>");
            format!("<mrow><mi>ln</mi><mo>\u{2061}</mo>{}</mrow>", bracketed(&sum))
        }
        _ => format!("<mrow>{}<mo>\u{2061}</mo>{}</mrow>", word(function), bracketed(inner)),
    }
}
