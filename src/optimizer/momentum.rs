//! Momentum: a velocity that remembers past gradients (the heavy ball).
//!
//! Three forms are in use; at a constant learning rate the first two give the same path.
//!
//! - notes: v ← μ v − η g; w ← w + v
//! - pytorch: v ← μ v + g; w ← w − η v (`torch.optim.SGD`)
//! - averaged: v ← μ v + (1 − μ) g; w ← w − η v, which is the notes' form with the learning rate (1 − μ) η
//!
//! v starts at zero.
//! B. T. Polyak, Some methods of speeding up the convergence of iteration methods, 1964, equation (9);
//! the notes' form is that of I. Sutskever, J. Martens, G. Dahl, G. Hinton, On the importance of initialization and
//! momentum in deep learning, 2013, equations (1) and (2).

use super::{Defaults, Entry, Family, Here, MU, Optimizer, Stability};
use crate::linear::Vec2;
use crate::parameter::{Choice, Parameter};

#[derive(Clone, Copy)]
enum Form {
    Notes,
    PyTorch,
    Averaged,
}

#[derive(Clone)]
struct Momentum {
    mu: f64,
    form: Form,
    /// The velocity v.
    v: Vec2,
}

impl Optimizer for Momentum {
    fn step(&mut self, here: &Here) -> Vec2 {
        let (w, g, rate) = (here.w, here.gradient, here.rate);
        let mu = here.momentum.unwrap_or(self.mu);
        match self.form {
            Form::Notes => {
                self.v = mu * self.v - rate * g;
                w + self.v
            }
            Form::PyTorch => {
                self.v = mu * self.v + g;
                w - rate * self.v
            }
            Form::Averaged => {
                self.v = mu * self.v + (1.0 - mu) * g;
                w - rate * self.v
            }
        }
    }

    fn state(&self) -> Vec<(&'static str, Vec2)> {
        vec![("v", self.v)]
    }

    fn checkpoint(&self) -> Box<dyn Optimizer> {
        Box::new(self.clone())
    }
}

const FORMS: &[Choice] = &[
    Choice {
        key: "notes",
        name: "notes: v ← μ v − η g",
        rule: r"\mathbf{v} \leftarrow \mu \mathbf{v} - \eta \, \mathbf{g} \\ \mathbf{w} \leftarrow \mathbf{w} + \mathbf{v}",
    },
    Choice {
        key: "pytorch",
        name: "PyTorch: v ← μ v + g",
        rule: r"\mathbf{v} \leftarrow \mu \mathbf{v} + \mathbf{g} \\ \mathbf{w} \leftarrow \mathbf{w} - \eta \, \mathbf{v}",
    },
    Choice {
        key: "averaged",
        name: "averaged: v ← μ v + (1 − μ) g",
        rule: r"\mathbf{v} \leftarrow \mu \mathbf{v} + (1 - \mu) \, \mathbf{g} \\ \mathbf{w} \leftarrow \mathbf{w} - \eta \, \mathbf{v}",
    },
];

/// Stable on a quadratic exactly for η < (2 + 2μ)/λmax, and 1/(1 − μ) times that in the averaged form.
pub const ENTRY: Entry = Entry {
    key: "momentum",
    name: "Momentum",
    rule: FORMS[0].rule,
    family: Family::Notes,
    source: "B. T. Polyak, Some methods of speeding up the convergence of iteration methods, 1964",
    defaults: &[Defaults::own("notes", 0.01)],
    parameters: &[MU, Parameter::choice("form", "form", FORMS)],
    gain: |s| if s.choice("form") == "averaged" { 1.0 } else { 1.0 / (1.0 - s.number("mu")) },
    stability: |s| {
        let mu = s.number("mu");
        let heavy_ball = 2.0 + 2.0 * mu;
        Stability::Sharpness(if s.choice("form") == "averaged" { heavy_ball / (1.0 - mu) } else { heavy_ball })
    },
    build: |s| {
        let form = match s.choice("form") {
            "pytorch" => Form::PyTorch,
            "averaged" => Form::Averaged,
            _ => Form::Notes,
        };
        Box::new(Momentum { mu: s.number("mu"), form, v: Vec2::ZERO })
    },
};
