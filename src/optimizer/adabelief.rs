//! AdaBelief: Adam that divides by how far gradients are from what was expected, not by how large they are.
//!
//! s ← β₁ s + (1 − β₁) g; r ← β₂ r + (1 − β₂) (g − s)² + ε; ŝ = s/(1 − β₁ᵗ); r̂ = r/(1 − β₂ᵗ); w ← w − η ŝ / (√r̂ + δ),
//! per coordinate, with s = r = 0 at first; s in g − s is the new one.
//!
//! This is optax's `adabelief`, as in the paper: ε is added to r at every step, so it accumulates.
//! With β₁ = 0 every gradient is as expected, and ε alone is left.
//! J. Zhuang et al., AdaBelief optimizer: Adapting stepsizes by the belief in observed gradients, 2020, algorithm 2.

use super::{
    Defaults, Entry, Family, Here, Listing, Moments, Optimizer, Rule, Width, abreast, averaged_limit, beta1, beta2,
    delta, lines, listed, rescaled,
};
use crate::call::{Call, written};
use crate::linear::Vec2;
use crate::parameter::{Kind, Parameter, Range, Settings, Slider};

#[derive(Clone)]
struct AdaBelief<N = f64> {
    /// Its r averages the squares of surprises.
    moments: Moments<N>,
    delta: f64,
    epsilon: f64,
}

impl<N: Width> Rule<N> for AdaBelief<N> {
    #[inline]
    fn step(&mut self, here: &Here<N>) -> Vec2<N> {
        let (w, g, rate) = (here.w, here.gradient, here.rate);
        self.moments.average(here);
        self.moments.average_squares(here.t, (g - self.moments.s).square());
        self.moments.r = self.moments.r + self.epsilon;
        let (s_hat, r_hat) = self.moments.corrected();
        w - rate * s_hat / (r_hat.sqrt() + self.delta)
    }

    fn state(&self) -> Vec<(&'static str, Vec2<N>)> {
        self.moments.state()
    }

    fn divisor(&self) -> Vec2<N> {
        self.moments.root(self.delta)
    }
}

/// Both constants are 1e-16 in optax: below other optimizers' sliders.
const WIDE: Kind = Kind::Number { default: 1e-16, range: Range::NOT_NEGATIVE, slider: Slider::Logarithmic(1e-18, 1.0) };

fn build<N: Width>(s: &Settings) -> Box<dyn Optimizer<N>> {
    Box::new(AdaBelief { moments: Moments::new(s), delta: s.number("delta"), epsilon: s.number("epsilon") })
}

/// Adam's limit, with this r̂ in P.
pub const ENTRY: Entry = Entry {
    key: "adabelief",
    name: "AdaBelief",
    rule: r"\mathbf{s} \leftarrow \beta_1 \mathbf{s} + (1 - \beta_1) \, \mathbf{g} \\ \mathbf{r} \leftarrow \beta_2 \mathbf{r} + (1 - \beta_2) \, (\mathbf{g} - \mathbf{s})^2 + \varepsilon \\ \hat{\mathbf{s}} = \frac{\mathbf{s}}{1 - \beta_1^t} \quad \hat{\mathbf{r}} = \frac{\mathbf{r}}{1 - \beta_2^t} \\ \mathbf{w} \leftarrow \mathbf{w} - \frac{\eta}{\sqrt{\hat{\mathbf{r}}} + \delta} \odot \hat{\mathbf{s}}",
    family: Family::Adaptive,
    source: "J. Zhuang et al., AdaBelief optimizer: Adapting stepsizes by the belief in observed gradients, 2020",
    defaults: &[Defaults::own("optax", 1e-3)],
    parameters: &[
        beta1(0.9),
        beta2(0.999),
        Parameter { kind: WIDE, ..delta(1e-16) },
        Parameter {
            kind: WIDE,
            key: "epsilon",
            symbol: "ε",
            name: "added to the squares at each step",
            advanced: true,
            only_with: None,
        },
    ],
    gain: |_| 1.0,
    stability: |s| rescaled(averaged_limit(s), s),
    linear: None,
    code: listed(|_| {
        Listing::new(Moments::START)
            .then(Moments::AVERAGE)
            .then(lines! { "r = beta2*r + (1 - beta2)*(dw - s)**2 + epsilon" => "r" })
            .then(Moments::S_HAT)
            .then(Moments::R_HAT)
            .then(Moments::STEP)
    }),
    is_rule: |_| true,
    torch: None,
    optax: written(|s| {
        let call = Call::new("adabelief").number("b1", s.number("beta1")).number("b2", s.number("beta2"));
        Some(call.number("eps", s.number("delta")).number("eps_root", s.number("epsilon")))
    }),
    build,
    abreast: abreast(build),
};
