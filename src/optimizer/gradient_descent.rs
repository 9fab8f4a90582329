//! Gradient descent: a small step along the negative gradient.
//!
//! w ← w − η g, with g = ∇L(w).
//!
//! Batch, stochastic or mini-batch by the data that the landscape sums over.
//! On a quadratic each eigen-coordinate shrinks by the factor 1 − ηλ.
//! `torch.optim.SGD` without momentum is the same recurrence; its weight decay adds λ w to g.
//! A. Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, 1847.

use super::{
    Defaults, Entry, Family, Here, Linear, Listing, Optimizer, PENALTY, Recurrence, Rule, Tuning, Width, abreast,
    lines, listed, penalized, sharpness,
};
use crate::call::{Call, written};
use crate::linear::Vec2;
use crate::parameter::Settings;

#[derive(Clone)]
struct GradientDescent;

impl<N: Width> Rule<N> for GradientDescent {
    #[inline]
    fn step(&mut self, here: &Here<N>) -> Vec2<N> {
        let (w, g, rate) = (here.w, here.gradient, here.rate);
        w - rate * g
    }

    fn state(&self) -> Vec<(&'static str, Vec2<N>)> {
        Vec::new()
    }
}

fn build<N: Width>(s: &Settings) -> Box<dyn Optimizer<N>> {
    penalized(GradientDescent, s)
}

/// Stable on a quadratic exactly for η < 2/λmax.
pub const ENTRY: Entry = Entry {
    key: "gradient_descent",
    name: "Gradient descent",
    rule: r"\mathbf{w} \leftarrow \mathbf{w} - \eta \, \mathbf{g}",
    family: Family::Notes,
    source: "A. Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, 1847",
    defaults: &[Defaults::own("notes", 1e-3), Defaults::own("PyTorch", 1e-3)],
    parameters: &[PENALTY],
    gain: |_| 1.0,
    stability: |s| sharpness(2.0, s),
    linear: Some(Linear { recurrence: |s, _| Some(Recurrence::descent(s.number(PENALTY.key))), tuning: Tuning::Rate }),
    code: listed(|s| Listing::new("").penalized(s).then(lines! { "w = w - lr*dw" => "w" })),
    is_rule: |_| true,
    torch: written(|s| Some(Call::new("SGD").unless(0.0, "weight_decay", s.number(PENALTY.key)))),
    optax: written(|s| Some(Call { penalty: s.number(PENALTY.key), ..Call::new("sgd") })),
    build,
    abreast: abreast(build),
};
