//! The anatomy of an update in words and typeset formulas.

use std::borrow::Cow;

use serde::Serialize;

use super::show_short;
use crate::explain::{self, Formula, SIGN, Value};
use crate::formula::rule_symbol;
use crate::lab::Lab;
use crate::linear::Vec2;
use crate::words::{say, text, word};

/// An update in words and formulas.
#[derive(Serialize)]
pub struct AnatomyCard {
    /// Which update of whom it is.
    heading: String,
    /// Its parts, where it has any: key, name, and what it is.
    parts: Vec<Part>,
    lines: Vec<CardLine>,
}

/// A part of an update.
#[derive(Serialize)]
struct Part {
    key: &'static str,
    name: Cow<'static, str>,
    vector: String,
    length: String,
}

/// A line of the rule.
#[derive(Serialize)]
struct CardLine {
    /// The line as MathML; empty where it is no formula, and `code` says what it is.
    rule: String,
    code: String,
    /// The same with numbers, and what it makes; empty where they are not known.
    numbers: String,
    result: String,
}

/// The update that contender `index` makes next when the clock stands at `clock`, or its last; none where it makes
/// none.
pub fn anatomy(lab: &Lab, index: usize, clock: usize) -> Option<AnatomyCard> {
    let t = lab.step_of(index, clock);
    let parts = explain::anatomy(lab, index, t)?;
    let one = lab.is_curve();
    let name = word(lab.checked().contenders[index].0.name);
    let (from, to) = (parts.t, parts.t + 1);
    let heading = if t < lab.followed(index).steps() {
        say!("{name}: the next update, {from} → {to}", name, from, to)
    } else {
        say!("{name}: the last update, {from} → {to}", name, from, to)
    };
    let part = |key, name, vector: Vec2| Part {
        key,
        name: word(name),
        vector: pair(vector, one),
        length: show_short(vector.norm()),
    };
    let mut shown = vec![part("downhill", text!("−η∇L, downhill"), parts.downhill)];
    if parts.has_parts {
        shown.push(part("carried", text!("carried on, were the gradient zero"), parts.carried));
        shown.push(part("driven", text!("driven, what the gradient adds"), parts.driven));
    }
    shown.push(part("update", text!("the update, their sum"), parts.update));
    let lines = explain::rule_lines(lab, index, t).into_iter().map(|line| {
        let result = line.result.map(|value| typeset_value(value, one)).unwrap_or_default();
        let Some((assigned, formula)) = &line.assigned else {
            return CardLine { rule: String::new(), code: line.code, numbers: String::new(), result };
        };
        let known = |name: &str| line.values.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
        let symbols = typeset(formula, &|name| rule_symbol(name), false);
        // A line whose names are not all known, or that has none, has no other numbers than its own.
        let has_numbers = !line.values.is_empty();
        let value = |name: &str| known(name).map_or_else(String::new, |value| typeset_value(value, one));
        let numbers = if has_numbers { typeset(formula, &value, true) } else { String::new() };
        let rule = format!("<mrow>{}<mo>←</mo>{symbols}</mrow>", rule_symbol(assigned));
        CardLine { rule, code: line.code, numbers, result }
    });
    Some(AnatomyCard { heading, parts: shown, lines: lines.collect() })
}

/// An iterate of a contender's followed run in words.
pub fn point_words(lab: &Lab, index: usize, t: usize) -> String {
    let run = lab.followed(index);
    let (name, w) = (word(lab.checked().contenders[index].0.name), run.points[t]);
    let slope = lab.objective().slope(w);
    let (loss, gradient) = (show_short(slope.loss), show_short(slope.gradient.norm()));
    say!("{name}, step {t}: w {at}, L {loss}, ‖∇L‖ {gradient}", name, t, at = pair(w, lab.is_curve()), loss, gradient)
}

/// A formula with its names as `named` typesets them.
fn typeset(formula: &Formula, named: &dyn Fn(&str) -> String, stand_apart: bool) -> String {
    let inner = formula.expression.typeset(
        &|name| {
            let place = name.strip_prefix(SIGN).and_then(|number| number.parse::<usize>().ok());
            match place.and_then(|k| formula.signs.get(k.checked_sub(1)?)) {
                Some(sign) => {
                    let of = sign.typeset(named, stand_apart);
                    format!("<mrow><mi>sgn</mi><mo>\u{2061}</mo><mrow><mo>(</mo>{of}<mo>)</mo></mrow></mrow>")
                }
                None => named(name),
            }
        },
        stand_apart,
    );
    if formula.is_place && inner.starts_with("<mrow><mo>(</mo><mtable>") {
        // A column has its own parentheses.
        format!("<mrow><mo>∇</mo><mi>L</mi>{inner}</mrow>")
    } else if formula.is_place {
        format!("<mrow><mo>∇</mo><mi>L</mi><mrow><mo>(</mo>{inner}<mo>)</mo></mrow></mrow>")
    } else {
        inner
    }
}

/// A number, or a column of two.
fn typeset_value(value: Value, one: bool) -> String {
    match value {
        Value::Scalar(value) => bracketed(value),
        Value::Vector(vector) if one => bracketed(vector.x),
        Value::Vector(Vec2 { x, y }) => {
            let row = |value: f64| format!("<mtr><mtd><mn>{}</mn></mtd></mtr>", show_short(value));
            format!("<mrow><mo>(</mo><mtable>{}{}</mtable><mo>)</mo></mrow>", row(x), row(y))
        }
    }
}

fn bracketed(value: f64) -> String {
    let number = format!("<mn>{}</mn>", show_short(value));
    if value < 0.0 { format!("<mrow><mo>(</mo>{number}<mo>)</mo></mrow>") } else { number }
}

fn pair(vector: Vec2, one: bool) -> String {
    let Vec2 { x, y } = vector;
    if one { show_short(x) } else { format!("({}, {})", show_short(x), show_short(y)) }
}
