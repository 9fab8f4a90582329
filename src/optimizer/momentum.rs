//! Momentum: a velocity that remembers past gradients (the heavy ball).
//!
//! Three forms are in use; at a constant learning rate the first two give the same path.
//!
//! - notes: v ← μ v − η g; w ← w + v
//! - pytorch: v ← μ v + (1 − d) g; w ← w − η v (`torch.optim.SGD`), with dampening d, usually 0
//! - averaged: v ← μ v + (1 − μ) g; w ← w − η v, which is the notes' form with the learning rate (1 − μ) η
//!
//! v starts at zero.
//! As in PyTorch the first velocity is g itself, undamped, and without memory (μ = 0) there is no dampening: so d = μ
//! is not the averaged form, for the first gradient is remembered too well.
//! Weight decay adds λ w to g.
//! B. T. Polyak, Some methods of speeding up the convergence of iteration methods, 1964, equation (9);
//! the notes' form is that of I. Sutskever, J. Martens, G. Dahl, G. Hinton, On the importance of initialization and
//! momentum in deep learning, 2013, equations (1) and (2).

use super::{
    Defaults, Entry, Family, Here, Linear, Listing, MU, Optimizer, PENALTY, Recurrence, Rule, Tuning, Value, Width,
    abreast, both, lines, listed, penalized, sharpness,
};
use crate::call::{Call, written};
use crate::linear::Vec2;
use crate::parameter::{Choice, Parameter, Range, Settings, Slider};

#[derive(Clone, Copy)]
enum Form {
    Notes,
    PyTorch,
    Averaged,
}

#[derive(Clone)]
struct Momentum<N = f64> {
    mu: f64,
    form: Form,
    dampening: f64,
    /// The velocity v.
    v: Vec2<N>,
}

impl<N: Width> Rule<N> for Momentum<N> {
    #[inline(always)]
    fn step(&mut self, here: &Here<N>) -> Vec2<N> {
        let (w, g, rate) = (here.w, here.gradient, here.rate);
        let mu = here.momentum.unwrap_or(self.mu);
        match self.form {
            Form::Notes => {
                self.v = mu * self.v - rate * g;
                w + self.v
            }
            Form::PyTorch => {
                let damped = here.t > 0 && mu != 0.0;
                let taken = if damped { 1.0 - self.dampening } else { 1.0 };
                self.v = mu * self.v + taken * g;
                w - rate * self.v
            }
            Form::Averaged => {
                self.v = mu * self.v + (1.0 - mu) * g;
                w - rate * self.v
            }
        }
    }

    fn state(&self) -> Vec<(&'static str, Vec2<N>)> {
        vec![("v", self.v)]
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

/// What the velocity takes in of each gradient once it is under way, with momentum `mu`.
fn taken(s: &Settings, mu: f64) -> f64 {
    match s.choice("form") {
        "pytorch" if mu != 0.0 => 1.0 - s.number("dampening"),
        "averaged" => 1.0 - mu,
        _ => 1.0,
    }
}

fn build<N: Width>(s: &Settings) -> Box<dyn Optimizer<N>> {
    let form = match s.choice("form") {
        "pytorch" => Form::PyTorch,
        "averaged" => Form::Averaged,
        _ => Form::Notes,
    };
    penalized(Momentum { mu: s.number("mu"), form, dampening: s.number("dampening"), v: both(0.0) }, s)
}

/// Stable on a quadratic exactly for η < (2 + 2μ)/λmax where v takes in the whole of g; 1/(1 − μ) times that in the
/// averaged form and 1/(1 − d) times that with dampening.
pub const ENTRY: Entry = Entry {
    key: "momentum",
    name: "Momentum",
    rule: FORMS[0].rule,
    family: Family::Notes,
    source: "B. T. Polyak, Some methods of speeding up the convergence of iteration methods, 1964",
    defaults: &[
        Defaults::own("notes", 0.01),
        Defaults { name: "PyTorch", rate: 1e-3, settings: &[("form", Value::Choice("pytorch"))] },
    ],
    parameters: &[
        MU,
        Parameter::choice("form", "form", FORMS),
        Parameter::number(
            "dampening",
            "d",
            "dampening, in PyTorch's form only",
            0.0,
            Range::ANY,
            Slider::TowardsOne(0.99),
        )
        .advanced(),
        PENALTY,
    ],
    gain: |s| if s.choice("form") == "averaged" { 1.0 } else { taken(s, s.number("mu")) / (1.0 - s.number("mu")) },
    stability: |s| sharpness((2.0 + 2.0 * s.number("mu")) / taken(s, s.number("mu")), s),
    linear: Some(Linear {
        recurrence: |s, momentum| {
            let mu = momentum.unwrap_or(s.number("mu"));
            Some(Recurrence::heavy_ball(mu, taken(s, mu), s.number(PENALTY.key)))
        },
        tuning: Tuning::HeavyBall { momentum: MU.key, with: &[] },
    }),
    code: listed(|s| {
        let damped = s.number("dampening") != 0.0 && s.number("mu") != 0.0;
        let step: &str = match s.choice("form") {
            "pytorch" if damped => lines! {
                "v = mu*v + (1 - dampening)*dw if t > 1 else dw" => "v",
                "w = w - lr*v" => "w",
            },
            "pytorch" => lines! { "v = mu*v + dw" => "v", "w = w - lr*v" => "w" },
            "averaged" => lines! { "v = mu*v + (1 - mu)*dw" => "v", "w = w - lr*v" => "w" },
            _ => lines! { "v = mu*v - lr*dw" => "v", "w = w + v" => "w" },
        };
        Listing::new("v = 0").penalized(s).then(step)
    }),
    is_rule: |s| s.choice("form") != "pytorch" || s.number("mu") == 0.0 || s.number("dampening") == 0.0,
    torch: written(|s| {
        let (mu, dampening) = (s.number("mu"), s.number("dampening"));
        let call = Call::new("SGD").number("momentum", mu).unless(0.0, "weight_decay", s.number(PENALTY.key));
        match s.choice("form") {
            "pytorch" => Some(call.unless(0.0, "dampening", dampening)),
            "notes" => Some(call.steady()),
            _ => None,
        }
    }),
    optax: written(|s| {
        let call = Call { penalty: s.number(PENALTY.key), ..Call::new("sgd") }.number("momentum", s.number("mu"));
        match s.choice("form") {
            "pytorch" if s.number("dampening") == 0.0 => Some(call),
            "notes" => Some(call.steady()),
            _ => None,
        }
    }),
    build,
    abreast: abreast(build),
};
