//! Nesterov's momentum: the gradient is taken where the velocity is about to lead.
//!
//! - notes: v ← μ v − η ∇L(w + μ v); w ← w + v
//! - pytorch: v ← μ v + g; w ← w − η (g + μ v) (`torch.optim.SGD` with `nesterov=True`)
//! - keras: v ← μ v − η g; w ← w + μ v − η g (`keras.optimizers.SGD` with `nesterov=True`)
//!
//! v starts at zero.
//! The path shown is that of w.
//! The w of PyTorch and Keras is the notes' look-ahead point w + μ v: at a constant learning rate all three are one run
//! seen at two places; when the rate changes, Keras keeps to this and PyTorch does not.
//! Weight decay adds λ w to the gradient, with w where the gradient is taken.
//! Y. Nesterov, A method of solving a convex programming problem with convergence rate O(1/k²), 1983; in the notes'
//! form I. Sutskever, J. Martens, G. Dahl, G. Hinton, On the importance of initialization and momentum in deep
//! learning, 2013, equations (3) and (4).

use super::{
    Defaults, Entry, Family, Here, Linear, Listing, MU, Optimizer, PENALTY, Recurrence, Rule, Tuning, Value, Width,
    abreast, both, lines, listed, penalized, sharpness,
};
use crate::call::{Call, written};
use crate::linear::Vec2;
use crate::parameter::{Choice, Parameter, Settings};

#[derive(Clone, Copy)]
enum Form {
    Notes,
    PyTorch,
    Keras,
}

#[derive(Clone)]
struct Nesterov<N = f64> {
    mu: f64,
    form: Form,
    /// The velocity v.
    v: Vec2<N>,
}

impl<N: Width> Rule<N> for Nesterov<N> {
    #[inline(always)]
    fn step(&mut self, here: &Here<N>) -> Vec2<N> {
        let (w, g, rate) = (here.w, here.gradient, here.rate);
        let mu = here.momentum.unwrap_or(self.mu);
        match self.form {
            Form::Notes => {
                let carried = mu * self.v;
                let g = here.slope(w + carried).gradient;
                self.v = carried - rate * g;
                w + self.v
            }
            Form::PyTorch => {
                self.v = mu * self.v + g;
                w - rate * (g + mu * self.v)
            }
            Form::Keras => {
                self.v = mu * self.v - rate * g;
                w + (mu * self.v - rate * g)
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
        name: "notes: gradient at w + μ v",
        rule: r"\mathbf{v} \leftarrow \mu \mathbf{v} - \eta \, \nabla L(\mathbf{w} + \mu \mathbf{v}) \\ \mathbf{w} \leftarrow \mathbf{w} + \mathbf{v}",
    },
    Choice {
        key: "pytorch",
        name: "PyTorch: w ← w − η (g + μ v)",
        rule: r"\mathbf{v} \leftarrow \mu \mathbf{v} + \mathbf{g} \\ \mathbf{w} \leftarrow \mathbf{w} - \eta \, (\mathbf{g} + \mu \mathbf{v})",
    },
    Choice {
        key: "keras",
        name: "Keras: w ← w + μ v − η g",
        rule: r"\mathbf{v} \leftarrow \mu \mathbf{v} - \eta \, \mathbf{g} \\ \mathbf{w} \leftarrow \mathbf{w} + \mu \mathbf{v} - \eta \, \mathbf{g}",
    },
];

fn build<N: Width>(s: &Settings) -> Box<dyn Optimizer<N>> {
    let form = match s.choice("form") {
        "pytorch" => Form::PyTorch,
        "keras" => Form::Keras,
        _ => Form::Notes,
    };
    penalized(Nesterov { mu: s.number("mu"), form, v: both(0.0) }, s)
}

/// Stable on a quadratic exactly for η < (2 + 2μ)/((1 + 2μ) λmax), in every form.
pub const ENTRY: Entry = Entry {
    key: "nesterov",
    name: "Nesterov",
    rule: FORMS[0].rule,
    family: Family::Notes,
    source: "Y. Nesterov, A method of solving a convex programming problem with convergence rate O(1/k²), 1983",
    defaults: &[
        Defaults::own("notes", 0.01),
        Defaults { name: "PyTorch", rate: 1e-3, settings: &[("form", Value::Choice("pytorch"))] },
    ],
    parameters: &[MU, Parameter::choice("form", "form", FORMS), PENALTY],
    gain: |s| 1.0 / (1.0 - s.number("mu")),
    stability: |s| {
        let mu = s.number("mu");
        sharpness((2.0 + 2.0 * mu) / (1.0 + 2.0 * mu), s)
    },
    linear: Some(Linear {
        recurrence: |s, momentum| {
            let mu = momentum.unwrap_or(s.number("mu"));
            let ball = Recurrence::heavy_ball(mu, 1.0, s.number(PENALTY.key));
            Some(match s.choice("form") {
                "notes" => Recurrence { ahead: mu, ..ball },
                _ => Recurrence { carried: mu, direct: 1.0, ..ball },
            })
        },
        tuning: Tuning::Nesterov { momentum: MU.key },
    }),
    code: listed(|s| {
        let before = "v = 0";
        match s.choice("form") {
            "pytorch" => Listing::new(before)
                .penalized(s)
                .then(lines! { "v = mu*v + dw" => "v", "w = w - lr*(dw + mu*v)" => "w" }),
            "keras" => Listing::new(before)
                .penalized(s)
                .then(lines! { "v = mu*v - lr*dw" => "v", "w = w + mu*v - lr*dw" => "w" }),
            _ => Listing::bare(before).looking_ahead(s).then(lines! { "v = mu*v - lr*dw" => "v", "w = w + v" => "w" }),
        }
    }),
    is_rule: |_| true,
    torch: written(|s| {
        let call = Call::new("SGD").number("momentum", s.number("mu")).switch("nesterov", true);
        let call = call.unless(0.0, "weight_decay", s.number(PENALTY.key));
        match s.choice("form") {
            // PyTorch refuses Nesterov's form without momentum.
            _ if s.number("mu") == 0.0 => None,
            "pytorch" => Some(call),
            "keras" => Some(call.steady()),
            _ => None,
        }
    }),
    optax: written(|s| {
        let call = Call { penalty: s.number(PENALTY.key), ..Call::new("sgd") };
        let call = call.number("momentum", s.number("mu")).switch("nesterov", true);
        match s.choice("form") {
            "pytorch" => Some(call),
            "keras" => Some(call.steady()),
            _ => None,
        }
    }),
    build,
    abreast: abreast(build),
};
