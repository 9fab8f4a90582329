//! The anatomy of an update: its parts as vectors, and its rule line by line with the numbers of the moment.

use super::paced;
use crate::formula::{self, Expression};
use crate::lab::Lab;
use crate::linear::Vec2;
use crate::number::Number;
use crate::objective::{Curvature, Objective, Slope};
use crate::optimizer::{Family, Line};
use crate::parameter::Setting;

/// The parts of update t → t + 1, in domain units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Anatomy {
    /// How many updates were made before.
    pub t: usize,
    /// wᵗ, from where it goes.
    pub w: Vec2,
    /// −η∇L as the update sees it: what gradient descent would do at this learning rate.
    pub downhill: Vec2,
    /// What the update would be if the gradient were zero now, with the same divisor: the momentum part, and decay.
    pub carried: Vec2,
    /// The rest, which the gradient of this update makes: −η∇L rescaled by the rule.
    pub driven: Vec2,
    /// wᵗ⁺¹ − wᵗ, the sum of the two.
    pub update: Vec2,
    /// Whether the two parts have a meaning: a search along a line or by values alone has none.
    pub has_parts: bool,
}

/// A loss that is as high, but level everywhere.
struct Level<'a>(&'a dyn Objective);

impl Objective for Level<'_> {
    fn value(&self, w: Vec2) -> f64 {
        self.0.value(w)
    }

    fn slope(&self, w: Vec2) -> Slope {
        Slope { gradient: Vec2::ZERO, ..self.0.slope(w) }
    }

    fn curvature(&self, w: Vec2) -> Curvature {
        Curvature { gradient: Vec2::ZERO, ..self.0.curvature(w) }
    }

    fn variables(&self) -> usize {
        self.0.variables()
    }

    fn slope_at(&self, t: usize, w: Vec2) -> Slope {
        Slope { gradient: Vec2::ZERO, ..self.0.slope_at(t, w) }
    }

    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        self.0.row(xs, y, out);
    }
}

/// The update that the followed run of `contender` makes next after `t` updates, or its last; none of a run without
/// any.
pub fn anatomy(lab: &Lab, contender: usize, t: usize) -> Option<Anatomy> {
    let run = lab.followed(contender);
    let t = t.min(run.steps().checked_sub(1)?);
    let objective = lab.seen(contender).objective();
    let (w, update) = (run.points[t], run.points[t + 1] - run.points[t]);
    let (entry, settings) = &lab.checked().contenders[contender];
    let sign = if lab.experiment().contenders[contender].maximize { -1.0 } else { 1.0 };
    let downhill = -sign * run.pace(t).rate * objective.slope_at(t, w).gradient;
    let has_parts = !matches!(entry.family, Family::Curvature | Family::DerivativeFree);
    let whole = Anatomy { t, w, downhill, carried: Vec2::ZERO, driven: update, update, has_parts };
    if !has_parts {
        return Some(whole);
    }
    let [level, real] = [run.updated(objective, t, &Level(objective)), run.updated(objective, t, objective)];
    let (Some((coasted, coasting)), Some((_, after))) = (level, real) else {
        return Some(Anatomy { has_parts: false, ..whole });
    };
    let mut carried = coasted - w;
    // An average is divided by what the gradient has just changed; decay apart from the gradient by nothing.
    let decays = matches!(settings.find("weight_decay"), Some(Setting::Number(decay)) if *decay != 0.0);
    if !decays {
        carried = carried * (coasting.divisor() / after.divisor());
    }
    // 0/0 where nothing is remembered yet.
    let carried = if carried.is_finite() { carried } else { Vec2::ZERO };
    Some(Anatomy { carried, driven: update - carried, ..whole })
}

/// A number, or one for each coordinate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// The same for both.
    Scalar(f64),
    /// One for each.
    Vector(Vec2),
}

impl Value {
    fn coordinate(self, axis: usize) -> f64 {
        match self {
            Value::Scalar(value) => value,
            Value::Vector(value) => [value.x, value.y][axis],
        }
    }
}

/// A line of a rule with the numbers of one update.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleLine {
    /// What the line is, as Python.
    pub code: String,
    /// What it assigns and by which formula, where it is one.
    pub assigned: Option<(String, Formula)>,
    /// What the names in the formula are worth before the line; nothing if one of them is not known.
    pub values: Vec<(String, Value)>,
    /// What it makes.
    pub result: Option<Value>,
}

/// What a line computes.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    /// The formula; each sign in it is a name, [`SIGN`] and its number.
    pub expression: Expression,
    /// Of what the signs are.
    pub signs: Vec<Expression>,
    /// Whether it is the place at which the line takes the gradient.
    pub is_place: bool,
}

/// With a number behind it, what a sign in a formula is called.
pub const SIGN: &str = "sgn_";

/// How a listing takes the gradient.
const GRADIENT: &str = "gradient(loss, mini_batch, ";

/// The rule of `contender` in the update that it makes next after `t` updates, or its last, line by line.
pub fn rule_lines(lab: &Lab, contender: usize, t: usize) -> Vec<RuleLine> {
    let run = lab.followed(contender);
    let Some(last) = run.steps().checked_sub(1) else { return Vec::new() };
    let t = t.min(last);
    let (entry, settings) = &lab.checked().contenders[contender];
    let settings = &paced(settings, run.pace(t).momentum);
    let listing = (entry.code)(settings);
    let sign = if lab.experiment().contenders[contender].maximize { -1.0 } else { 1.0 };
    let [before, after] = [t, t + 1].map(|t| lab.step(contender, t).state);
    let gradient = |w: Vec2| sign * lab.seen(contender).objective().slope_at(t, w).gradient;
    // By which symbol of its state a name is known.
    let symbol = |name: &str| {
        let shown = listing.update.iter().find_map(|line| match (&line.shows[..], line.text.split_once(" = ")) {
            ([symbol], Some((assigned, _))) if assigned.trim() == name => Some(*symbol),
            _ => None,
        });
        shown.unwrap_or_default().to_string()
    };
    let known = |state: &[(&'static str, Vec2)], name: &str| {
        let spelled = symbol(name);
        let found = state.iter().find(|(known, _)| *known == name || *known == spelled);
        found.filter(|(_, value)| value.is_finite()).map(|(_, value)| Value::Vector(*value))
    };
    let mut bound: Vec<(String, Value)> = vec![
        ("t".into(), Value::Scalar((t + 1) as f64)),
        ("lr".into(), Value::Scalar(run.pace(t).rate)),
        ("lr0".into(), Value::Scalar(run.rates()[0])),
        ("w".into(), Value::Vector(run.points[t])),
    ];
    for parameter in &*entry.parameters_with(settings) {
        if let Setting::Number(value) = settings.get(parameter.key) {
            bound.push((formula::spelled(parameter.key), Value::Scalar(*value)));
        }
    }
    for line in &listing.before {
        let Some((name, formula)) = assignment(line) else { continue };
        // What the state does not tell yet is as the rule begins.
        let begins = || {
            let value = |name: &String| bound.iter().find(|(known, _)| known == name).cloned();
            let values: Option<Vec<_>> = formula.names().map(value).collect();
            let is_constant = !listing.update.iter().any(|line| line.text.trim().starts_with(&format!("{name} = ")));
            values.filter(|_| t == 0 || is_constant).map(|values| formula.value(&values, &gradient))
        };
        if let Some(value) = known(&before, &name).or_else(begins) {
            bound.push((name, value));
        }
    }
    let mut lines = Vec::new();
    for Line { text, shows } in &listing.update {
        let assigned = assignment(text);
        let names = assigned.iter().flat_map(|(_, formula)| formula.names());
        let value = |name: &str| bound.iter().rev().find(|(known, _)| known == name).map(|(_, value)| *value);
        let values: Option<Vec<(String, Value)>> = names.map(|name| Some((name.clone(), value(name)?))).collect();
        let shown = match shows[..] {
            ["w"] => Some(Value::Vector(run.points[t + 1])),
            ["dw"] => None,
            [symbol] => after.iter().find(|(known, _)| *known == symbol).map(|(_, value)| Value::Vector(*value)),
            _ => None,
        };
        let computed =
            assigned.as_ref().zip(values.as_ref()).map(|((_, formula), values)| formula.value(values, &gradient));
        let result = shown.or(computed);
        // What a line assigns is no longer what it was, known or not.
        for name in text.split_once(" = ").iter().flat_map(|(names, _)| names.split(',')).map(str::trim) {
            bound.retain(|(known, _)| known != name);
            bound.extend(result.map(|result| (name.to_string(), result)));
        }
        lines.push(RuleLine { code: text.to_string(), assigned, values: values.unwrap_or_default(), result });
    }
    lines
}

/// The name and the formula of a line that is an assignment of one.
fn assignment(line: &str) -> Option<(String, Formula)> {
    let (name, value) = line.split_once(" = ")?;
    let is_name = name.chars().all(|c| c == '_' || c.is_ascii_alphanumeric());
    if !is_name || name.is_empty() {
        return None;
    }
    let place = value.strip_prefix(GRADIENT).and_then(|rest| rest.strip_suffix(')'));
    let (text, signs) = without_signs(place.unwrap_or(value))?;
    let read = |text: &String| formula::parse(&spelled(text)).ok();
    let signs = signs.iter().map(read).collect::<Option<Vec<_>>>()?;
    Some((name.into(), Formula { expression: read(&text)?, signs, is_place: place.is_some() }))
}

/// A text with a name in place of each `sign(…)`, and what stood in their parentheses.
fn without_signs(text: &str) -> Option<(String, Vec<String>)> {
    let (mut made, mut rest, mut signs) = (String::new(), text, Vec::new());
    while let Some((before, after)) = rest.split_once("sign(") {
        let mut depth = 1;
        let end = after.find(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0
        })?;
        signs.push(after[..end].to_string());
        made += before;
        made += &format!("{SIGN}{}", signs.len());
        rest = &after[end + 1..];
    }
    Some((made + rest, signs))
}

/// Python as the language of formulas writes it.
fn spelled(text: &str) -> String {
    text.replace("**", "^").replace("maximum(", "max(").replace("minimum(", "min(")
}

impl Formula {
    /// Every name that it reads, but for its signs.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        let own = self.expression.names().iter().filter(|name| !name.starts_with(SIGN));
        own.chain(self.signs.iter().flat_map(|sign| sign.names()))
    }

    /// What it is where its names have these values, and the gradient is `gradient`.
    pub fn value(&self, values: &[(String, Value)], gradient: &dyn Fn(Vec2) -> Vec2) -> Value {
        let at = |axis: usize| {
            let named = |name: &str| values.iter().find(|(known, _)| known == name).map(|(_, v)| v.coordinate(axis));
            let signs: Vec<f64> = self.signs.iter().map(|inner| inner.tape(&[], named).eval(&[])).collect();
            let sign = |name: &str| name.strip_prefix(SIGN)?.parse::<usize>().ok()?.checked_sub(1);
            let value = |name: &str| match sign(name) {
                Some(k) => signs.get(k).map(|value| value.sign()),
                None => named(name),
            };
            self.expression.tape(&[], value).eval::<f64>(&[])
        };
        let both = Vec2::new(at(0), at(1));
        let is_vector = values.iter().any(|(_, value)| matches!(value, Value::Vector(_)));
        match (self.is_place, is_vector) {
            (true, _) => Value::Vector(gradient(both)),
            (false, true) => Value::Vector(both),
            (false, false) => Value::Scalar(both.x),
        }
    }
}
