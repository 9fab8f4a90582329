//! AdaMax: Adam with the largest recent gradient in place of the root of the averaged squares.
//!
//! s ← β₁ s + (1 − β₁) g; u ← max(β₂ u, |g| + δ); w ← w − (η/(1 − β₁ᵗ)) s / u, per coordinate, with s = u = 0 at first.
//!
//! This is `torch.optim.Adamax`, whose weight decay adds λ w to g.
//! The paper has no δ: that is δ = 0 here, and a gradient that has been exactly zero from the start is then 0/0,
//! undefined.
//! (Keras divides by u + δ instead.)
//! D. P. Kingma, J. Ba, Adam: A method for stochastic optimization, 2015, algorithm 2.

use super::{
    Beta, Defaults, Entry, Family, Here, Listing, Moments, Optimizer, PENALTY, Rule, Value, Width, abreast,
    averaged_limit, beta1, beta2, both, delta, lines, listed, penalized, rescaled,
};
use crate::call::{Call, written};
use crate::linear::Vec2;
use crate::parameter::Settings;

#[derive(Clone)]
struct AdaMax<N = f64> {
    beta1: Beta,
    beta2: f64,
    delta: f64,
    /// The first moment s.
    s: Vec2<N>,
    /// The largest recent gradient u.
    u: Vec2<N>,
}

impl<N: Width> Rule<N> for AdaMax<N> {
    #[inline]
    fn step(&mut self, here: &Here<N>) -> Vec2<N> {
        let (w, g, rate) = (here.w, here.gradient, here.rate);
        let beta1 = self.beta1.next(here.t, here.momentum);
        self.s = beta1 * self.s + (1.0 - beta1) * g;
        self.u = (self.beta2 * self.u).max(g.abs() + self.delta);
        w - rate / self.beta1.correction() * self.s / self.u
    }

    fn state(&self) -> Vec<(&'static str, Vec2<N>)> {
        vec![("s", self.s), ("u", self.u), ("ŝ", self.s / self.beta1.correction())]
    }

    fn divisor(&self) -> Vec2<N> {
        self.u
    }
}

fn build<N: Width>(s: &Settings) -> Box<dyn Optimizer<N>> {
    let rule = AdaMax {
        beta1: Beta::new(s.number("beta1")),
        beta2: s.number("beta2"),
        delta: s.number("delta"),
        s: both(0.0),
        u: both(0.0),
    };
    penalized(rule, s)
}

/// With u at rest, Adam's limit with P = diag(u).
pub const ENTRY: Entry = Entry {
    key: "adamax",
    name: "AdaMax",
    rule: r"\mathbf{s} \leftarrow \beta_1 \mathbf{s} + (1 - \beta_1) \, \mathbf{g} \\ \mathbf{u} \leftarrow \max(\beta_2 \mathbf{u}, |\mathbf{g}| + \delta) \\ \mathbf{w} \leftarrow \mathbf{w} - \frac{\eta}{1 - \beta_1^t} \, \frac{\mathbf{s}}{\mathbf{u}}",
    family: Family::Adaptive,
    source: "D. P. Kingma, J. Ba, Adam: A method for stochastic optimization, 2015",
    defaults: &[
        Defaults::own("PyTorch", 2e-3),
        Defaults { name: "paper", rate: 2e-3, settings: &[("delta", Value::Number(0.0))] },
    ],
    parameters: &[beta1(0.9), beta2(0.999), delta(1e-8), PENALTY],
    gain: |_| 1.0,
    stability: |s| rescaled(averaged_limit(s), s),
    linear: None,
    code: listed(|s| {
        Listing::new(lines! { "s = 0", "u = 0" })
            .penalized(s)
            .then(Moments::AVERAGE)
            .then(lines! { "u = maximum(beta2*u, abs(dw) + delta)" => "u" })
            .then(Moments::S_HAT)
            .then(lines! { "w = w - lr*s_hat/u" => "w" })
    }),
    is_rule: |_| true,
    torch: written(|s| {
        let betas = ["beta1", "beta2"].map(|key| s.number(key));
        let call = Call::new("Adamax").pair("betas", betas).number("eps", s.number("delta"));
        Some(call.unless(0.0, "weight_decay", s.number(PENALTY.key)))
    }),
    optax: written(|s| {
        let call = Call { penalty: s.number(PENALTY.key), ..Call::new("adamax") };
        Some(call.number("b1", s.number("beta1")).number("b2", s.number("beta2")).number("eps", s.number("delta")))
    }),
    build,
    abreast: abreast(build),
};
