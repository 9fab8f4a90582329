//! A landscape that a user types: any formula in x and y.
//!
//! Names in the formula other than x, y, pi and e are its parameters.

use super::{Entry, Levels};
use crate::formula::{Expression, Mistake, Tape, parse};
use crate::linear::{Mat2, Rect, Vec2};
use crate::number::{Jet, LANES, Lanes};
use crate::objective::{Curvature, Objective, Slope};
use crate::order;
use crate::parameter::{Parameter, Range, Setting, Settings, Slider, kept};
use crate::words::say;

/// What the inputs of a loss are called in its formula.
pub const INPUTS: [&str; 2] = ["x", "y"];

/// A formula has no more parameters than this.
pub const MOST_PARAMETERS: usize = 12;

/// The formula that a user begins with where there is no other: two minima and the saddle between them.
const FIRST: &str = "(x^2 - a)^2 + y^2";

/// What is shown at first, and where its levels are judged.
const HOME: Rect = Rect::new(-5.0, 5.0, -5.0, 5.0);

/// The description of typed formulas: all but the formula itself and its parameters.
pub const TYPED: Entry = Entry {
    key: "formula",
    name: "Your formula",
    formula: FIRST,
    about: "Any formula of x and y, with + − * / ^, pi, e, sqrt, exp, ln, sin … atanh, abs, min, max; another name is a parameter.",
    source: "typed",
    domain: HOME,
    view: HOME,
    starts: &[Vec2::new(-2.0, 3.0)],
    parameters: &[],
    levels: Levels::Linear,
    floor: |_| None,
    build: |_| Box::new(Typed { tape: parse(FIRST).unwrap_or_default().tape(&INPUTS, |_| None) }),
};

/// The formula that `text` spells and its parameters: every name that is no input; any finite number, 1 at first.
///
/// # Errors
/// If the text is no formula, or has too many parameters.
pub fn parameters(text: &str) -> Result<(Expression, Vec<Parameter>), Mistake> {
    let expression = parse(text)?;
    let names: Vec<&String> = expression.names().iter().filter(|name| !INPUTS.contains(&name.as_str())).collect();
    if names.len() > MOST_PARAMETERS {
        let wanted = say!("a formula with at most {most} parameters besides x and y", most = MOST_PARAMETERS);
        return Err(Mistake::new(1, wanted, say!("one with {n}: {names}", n = names.len(), names = listed(&names))));
    }
    let parameter = |name: &&String| {
        let name = kept(name);
        Parameter::number(name, name, "parameter", 1.0, Range::ANY, Slider::Linear(-5.0, 5.0))
    };
    let parameters = names.iter().map(parameter).collect();
    Ok((expression, parameters))
}

fn listed(names: &[&String]) -> String {
    names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ")
}

/// A typed formula with the values of its parameters.
#[derive(Debug, Clone)]
pub struct Typed {
    tape: Tape,
}

fn value(settings: &Settings, name: &str) -> Option<f64> {
    match settings.find(name) {
        Some(Setting::Number(value)) => Some(*value),
        _ => None,
    }
}

impl Typed {
    /// The loss that `expression` is with these settings.
    pub fn new(expression: &Expression, settings: &Settings) -> Typed {
        Typed { tape: expression.tape(&INPUTS, |name| value(settings, name)) }
    }

    /// Whether it shows by how it is made that it is never negative.
    pub fn is_never_negative(&self) -> bool {
        self.tape.is_never_negative()
    }

    /// How its contours are best spaced: by the logarithm where half of the home view lies in the lowest part of the
    /// values there, as of a valley between walls.
    pub fn levels(&self) -> Levels {
        const SIDE: usize = 33;
        let across = |[low, high]: [f64; 2], k: usize| low + (high - low) * k as f64 / (SIDE - 1) as f64;
        let xs: Vec<f64> = (0..SIDE).map(|k| across(HOME.x, k)).collect();
        let mut values = vec![0.0; SIDE * SIDE];
        for (k, row) in values.chunks_mut(SIDE).enumerate() {
            self.tape.row(&xs, across(HOME.y, k), row);
        }
        values.retain(|value| value.is_finite());
        order::sort(&mut values);
        match values[..] {
            [low, .., high] if values[values.len() / 2] - low < LOW * (high - low) => Levels::Logarithmic,
            _ => Levels::Linear,
        }
    }
}

/// The lowest part of the values, as a fraction of their range, by which [`Typed::levels`] judges; empirical.
const LOW: f64 = 0.15;

impl Objective for Typed {
    fn value(&self, w: Vec2) -> f64 {
        self.tape.eval(&[w.x, w.y])
    }

    fn slope(&self, w: Vec2) -> Slope {
        let Curvature { loss, gradient, .. } = self.curvature(w);
        Slope { loss, gradient }
    }

    fn slopes_at(&self, _t: usize, w: &Vec2<Lanes>) -> Slope<Lanes> {
        // Where there are no lanes there is no reason to have a tape over them either.
        if LANES == 0 {
            return Slope::abreast(&std::array::from_fn(|k| self.slope(w.lane(k))));
        }
        let Jet { value, gradient, .. } = self.tape.eval(&[Jet::x(w.x), Jet::y(w.y)]);
        Slope { loss: value, gradient: Vec2::new(gradient[0], gradient[1]) }
    }

    fn curvature(&self, w: Vec2) -> Curvature {
        let Jet { value, gradient, hessian: [xx, xy, yy] } = self.tape.eval(&[Jet::x(w.x), Jet::y(w.y)]);
        Curvature { loss: value, gradient: Vec2::new(gradient[0], gradient[1]), hessian: Mat2 { xx, xy, yy } }
    }

    fn tape(&self) -> Option<Tape> {
        Some(self.tape.clone())
    }

    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        self.tape.row(xs, y, out);
    }
}
