//! Lion: the sign of an averaged gradient.
//!
//! w ← w − η (sign(β₁ s + (1 − β₁) g) + λ w); then s ← β₂ s + (1 − β₂) g, per coordinate, with s = 0 at first.
//!
//! Every coordinate moves by η at every step, weight decay aside; the sign of 0 is 0.
//! This is optax's `lion`.
//! X. Chen et al., Symbolic discovery of optimization algorithms, 2023, algorithm 2.

use super::{
    Defaults, Entry, Family, Here, Listing, Optimizer, Rule, Stability, Value, Width, abreast, beta1, beta2, both,
    lines, listed, weight_decay,
};
use crate::call::{Call, written};
use crate::linear::Vec2;
use crate::parameter::{Parameter, Settings};

#[derive(Clone)]
struct Lion<N = f64> {
    beta1: f64,
    beta2: f64,
    weight_decay: f64,
    /// The averaged gradient s.
    s: Vec2<N>,
}

impl<N: Width> Rule<N> for Lion<N> {
    #[inline]
    fn step(&mut self, here: &Here<N>) -> Vec2<N> {
        let (w, g, rate) = (here.w, here.gradient, here.rate);
        let beta1 = here.momentum.unwrap_or(self.beta1);
        let direction = (beta1 * self.s + (1.0 - beta1) * g).sign();
        self.s = self.beta2 * self.s + (1.0 - self.beta2) * g;
        w - rate * (direction + self.weight_decay * w)
    }

    fn state(&self) -> Vec<(&'static str, Vec2<N>)> {
        vec![("s", self.s)]
    }
}

fn build<N: Width>(s: &Settings) -> Box<dyn Optimizer<N>> {
    Box::new(Lion {
        beta1: s.number("beta1"),
        beta2: s.number("beta2"),
        weight_decay: s.number("weight_decay"),
        s: both(0.0),
    })
}

/// Steps as long as the rate never come to rest, and never leave faster than step by step.
pub const ENTRY: Entry = Entry {
    key: "lion",
    name: "Lion",
    rule: r"\mathbf{w} \leftarrow \mathbf{w} - \eta \left(\operatorname{sign}(\beta_1 \mathbf{s} + (1 - \beta_1) \, \mathbf{g}) + \lambda \, \mathbf{w}\right) \\ \mathbf{s} \leftarrow \beta_2 \mathbf{s} + (1 - \beta_2) \, \mathbf{g}",
    family: Family::Sign,
    source: "X. Chen et al., Symbolic discovery of optimization algorithms, 2023",
    defaults: &[
        Defaults::own("optax", 1e-4),
        Defaults { name: "paper", rate: 1e-4, settings: &[("weight_decay", Value::Number(0.01))] },
    ],
    parameters: &[
        beta1(0.9),
        Parameter { name: "decay of the memory", ..beta2(0.99) },
        weight_decay("weight decay, apart from the gradient", 1e-3),
    ],
    gain: |_| 1.0,
    stability: |_| Stability::FixedStep,
    linear: None,
    code: listed(|s| {
        Listing::new("s = 0")
            .then(lines! {
                "u = sign(beta1*s + (1 - beta1)*dw)",
                "s = beta2*s + (1 - beta2)*dw" => "s",
            })
            .then(if s.number("weight_decay") == 0.0 {
                lines! { "w = w - lr*u" => "w" }
            } else {
                lines! { "w = w - lr*(u + weight_decay*w)" => "w" }
            })
    }),
    is_rule: |_| false,
    torch: None,
    optax: written(|s| {
        let call = Call::new("lion").number("b1", s.number("beta1")).number("b2", s.number("beta2"));
        Some(call.number("weight_decay", s.number("weight_decay")))
    }),
    build,
    abreast: abreast(build),
};
