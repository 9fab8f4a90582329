//! Claims: numbers that a lesson states, and what they are numbers of.

use super::number::Written;
use crate::linear::Vec2;
use crate::problem::Problem;

/// A number that a lesson states.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The line of the file.
    pub line: usize,
    /// The scene of which it is a number.
    pub scene: usize,
    /// What it is a number of, as the file has it.
    pub source: String,
    /// The number, as the text has it.
    pub written: String,
    /// What it is a number of.
    pub(super) form: Form,
    /// The contender whose number it is, from 0.
    pub(super) contender: usize,
    /// The start from which it runs, from 0.
    pub(super) start: usize,
}

/// What a claim is a number of.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Form {
    /// The first step at which a quantity is beyond a bound.
    First { quantity: Quantity, above: bool, bound: f64 },
    /// A quantity at a moment.
    At { quantity: Quantity, moment: Moment },
    /// The least or greatest value of a quantity, or the step of it.
    Extreme { quantity: Quantity, greatest: bool, when: bool },
    /// At how many steps the loss was higher than before.
    Rises,
    /// How the run ended.
    Outcome,
    /// From which step on the run is where it ended.
    Settled,
    /// At which step the run was lost.
    Diverged,
    /// Mean or variance of a quantity over all steps from one on, and over repetitions.
    Moment { quantity: Quantity, from: usize, variance: bool },
    /// How many pairs of neighbouring starts end differently, of so many on a side.
    Ragged { size: usize },
    /// The loss at a point.
    Value { at: Vec2 },
    /// The largest or least eigenvalue of the Hessian at a point.
    Eigenvalue { at: Vec2, least: bool },
    /// 2/λmax at a point.
    Limit { at: Vec2 },
}

/// When a quantity is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Moment {
    Step(usize),
    Epoch(usize),
    End,
}

/// What there is a number of at every step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Quantity {
    Loss,
    Held,
    Norm,
    X,
    Y,
    AbsX,
    AbsY,
    Distance,
    Gradient,
    Sharpness,
    Rate,
    Length,
}

impl Quantity {
    const ALL: [(&'static str, Quantity); 12] = [
        ("loss", Quantity::Loss),
        ("held", Quantity::Held),
        ("norm", Quantity::Norm),
        ("x", Quantity::X),
        ("y", Quantity::Y),
        ("|x|", Quantity::AbsX),
        ("|y|", Quantity::AbsY),
        ("distance", Quantity::Distance),
        ("gradient", Quantity::Gradient),
        ("sharpness", Quantity::Sharpness),
        ("rate", Quantity::Rate),
        ("length", Quantity::Length),
    ];

    fn read(text: &str) -> Result<Quantity, Problem> {
        let found = Quantity::ALL.iter().find(|(key, _)| *key == text);
        let keys = || format!("one of {}", Quantity::ALL.map(|(key, _)| key).join(", "));
        found.map(|(_, quantity)| *quantity).ok_or_else(|| Problem::new("quantity", keys(), text))
    }
}

/// Every form's name.
const FORMS: &str = "first, at, least, most, when-least, when-most, rises, outcome, settled, diverged, mean, variance, ragged, value, lambda or limit";

/// The parts of a claim after its form, each to be used once.
struct Parts<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Parts<'a> {
    fn take(&mut self, key: &str) -> Option<&'a str> {
        let k = self.0.iter().position(|(known, _)| *known == key)?;
        Some(self.0.remove(k).1)
    }

    fn need(&mut self, key: &str) -> Result<&'a str, Problem> {
        self.take(key).ok_or_else(|| Problem::new("claim", format!("a part “{key}=…”"), "none"))
    }

    fn number(&mut self, key: &str) -> Result<f64, Problem> {
        let text = self.need(key)?;
        number(key, text)
    }

    fn whole(&mut self, key: &str, default: usize) -> Result<usize, Problem> {
        self.take(key).map_or(Ok(default), |text| whole(key, text))
    }

    /// A number that counts from 1, as an index.
    fn index(&mut self, key: &str) -> Result<usize, Problem> {
        let count = self.whole(key, 1)?;
        count.checked_sub(1).ok_or_else(|| Problem::new(key, "a number from 1", count))
    }

    fn point(&mut self) -> Result<Vec2, Problem> {
        Ok(Vec2::new(self.number("x")?, self.number("y")?))
    }

    fn quantity(&mut self) -> Result<Quantity, Problem> {
        self.need("quantity").and_then(Quantity::read)
    }
}

fn number(field: &str, text: &str) -> Result<f64, Problem> {
    text.parse().ok().filter(|value: &f64| value.is_finite()).ok_or_else(|| Problem::new(field, "a number", text))
}

fn whole(field: &str, text: &str) -> Result<usize, Problem> {
    text.parse().map_err(|_| Problem::new(field, "a whole number", text))
}

impl Claim {
    /// The claim behind a link to `target`, which begins after `claim:`, with the text `written`, in English.
    ///
    /// # Errors
    /// Says what is no claim.
    pub(super) fn read(target: &str, written: &str, scene: usize, line: usize) -> Result<Claim, Problem> {
        let (name, rest) = target.split_once('?').unwrap_or((target, ""));
        let mut condition = "";
        let mut parts = Parts(Vec::new());
        for (k, part) in rest.split('&').filter(|part| !part.is_empty()).enumerate() {
            match part.split_once('=') {
                _ if name == "first" && k == 0 => condition = part,
                Some(pair) => parts.0.push(pair),
                None => return Err(Problem::new("claim", "parts “name=value” with & between them", part)),
            }
        }
        let extreme = |parts: &mut Parts, greatest, when| {
            parts.quantity().map(|quantity| Form::Extreme { quantity, greatest, when })
        };
        let over = |parts: &mut Parts, variance| {
            Ok(Form::Moment { quantity: parts.quantity()?, from: parts.whole("from", 0)?, variance })
        };
        let form = match name {
            "first" => first(condition)?,
            "at" => Form::At { quantity: parts.quantity()?, moment: moment(&mut parts)? },
            "least" => extreme(&mut parts, false, false)?,
            "most" => extreme(&mut parts, true, false)?,
            "when-least" => extreme(&mut parts, false, true)?,
            "when-most" => extreme(&mut parts, true, true)?,
            "rises" => Form::Rises,
            "outcome" => Form::Outcome,
            "settled" => Form::Settled,
            "diverged" => Form::Diverged,
            "mean" => over(&mut parts, false)?,
            "variance" => over(&mut parts, true)?,
            "ragged" => Form::Ragged { size: parts.whole("size", 120)? },
            "value" => Form::Value { at: parts.point()? },
            "lambda" => Form::Eigenvalue { least: least(parts.take("which"))?, at: parts.point()? },
            "limit" => Form::Limit { at: parts.point()? },
            _ => return Err(Problem::new("claim", FORMS, name)),
        };
        let (contender, start) = (parts.index("c")?, parts.index("s")?);
        if let Some((key, _)) = parts.0.first() {
            return Err(Problem::new("claim", format!("no other parts of “{name}”"), key));
        }
        let is_words = matches!(form, Form::Outcome) || written.trim() == "never";
        if !is_words && Written::read(written).is_none() {
            return Err(Problem::new("claim", "a number as its text", written));
        }
        Ok(Claim { line, scene, source: target.into(), written: written.into(), form, contender, start })
    }
}

/// `loss=1e-3` (below), `x<-1`, `|x|>0.5`.
fn first(condition: &str) -> Result<Form, Problem> {
    let at = condition.find(['<', '>', '=']).ok_or_else(|| {
        Problem::new("claim", "a condition such as loss=1e-3, x<-1 or |x|>0.5 after “first?”", condition)
    })?;
    let (name, bound) = (&condition[..at], &condition[at + 1..]);
    let (quantity, bound) = (Quantity::read(name)?, number(name, bound)?);
    Ok(Form::First { quantity, above: condition[at..].starts_with('>'), bound })
}

/// `step=20`, `step=end` or `epoch=3`.
fn moment(parts: &mut Parts) -> Result<Moment, Problem> {
    if let Some(epoch) = parts.take("epoch") {
        return whole("epoch", epoch).map(Moment::Epoch);
    }
    match parts.need("step")? {
        "end" => Ok(Moment::End),
        step => whole("step", step).map(Moment::Step),
    }
}

fn least(which: Option<&str>) -> Result<bool, Problem> {
    match which {
        None | Some("most") => Ok(false),
        Some("least") => Ok(true),
        Some(other) => Err(Problem::new("which", "most or least", other)),
    }
}
