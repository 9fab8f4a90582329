//! AdaBelief: Adam that divides by how far gradients are from what was expected, not by how large they are.
//!
//! s ← β₁ s + (1 − β₁) g; r ← β₂ r + (1 − β₂) (g − s)² + ε; ŝ = s/(1 − β₁ᵗ); r̂ = r/(1 − β₂ᵗ); w ← w − η ŝ / (√r̂ + δ),
//! per coordinate, with s = r = 0 at first; s in g − s is the new one.
//!
//! This is optax's `adabelief`, as in the paper: ε is added to r at every step, so it accumulates.
//! With β₁ = 0 every gradient is as expected, and ε alone is left.
//! J. Zhuang et al., AdaBelief optimizer: Adapting stepsizes by the belief in observed gradients, 2020, algorithm 2.

use super::{Beta, Defaults, Entry, Family, Here, Optimizer, Stability, beta1, beta2, delta};
use crate::linear::Vec2;
use crate::parameter::{Kind, Parameter, Range, Slider};

#[derive(Clone)]
struct AdaBelief {
    beta1: Beta,
    beta2: Beta,
    delta: f64,
    epsilon: f64,
    /// The first moment s.
    s: Vec2,
    /// The averaged squares of surprises r.
    r: Vec2,
}

impl AdaBelief {
    /// ŝ and r̂; before the first step both are zero.
    #[inline(always)]
    fn moments(&self) -> (Vec2, Vec2) {
        (self.s / self.beta1.correction(), self.r / self.beta2.correction())
    }
}

impl Optimizer for AdaBelief {
    #[inline]
    fn step(&mut self, here: &Here) -> Vec2 {
        let (w, g, rate) = (here.w, here.gradient, here.rate);
        let (beta1, beta2) = (self.beta1.next(here.t, here.momentum), self.beta2.next(here.t, None));
        self.s = beta1 * self.s + (1.0 - beta1) * g;
        self.r = beta2 * self.r + (1.0 - beta2) * (g - self.s).square() + self.epsilon;
        let (s_hat, r_hat) = self.moments();
        w - rate * s_hat / (r_hat.sqrt() + self.delta)
    }

    fn state(&self) -> Vec<(&'static str, Vec2)> {
        let (s_hat, r_hat) = self.moments();
        vec![("s", self.s), ("r", self.r), ("ŝ", s_hat), ("r̂", r_hat)]
    }

    fn checkpoint(&self) -> Box<dyn Optimizer> {
        Box::new(self.clone())
    }
}

/// Both constants are 1e-16 in optax: below other optimizers' sliders.
const WIDE: Kind = Kind::Number { default: 1e-16, range: Range::NOT_NEGATIVE, slider: Slider::Logarithmic(1e-18, 1.0) };

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
        },
    ],
    gain: |_| 1.0,
    stability: |s| {
        let beta1 = s.number("beta1");
        Stability::RescaledSharpness((2.0 + 2.0 * beta1) / (1.0 - beta1))
    },
    build: |s| {
        Box::new(AdaBelief {
            beta1: Beta::new(s.number("beta1")),
            beta2: Beta::new(s.number("beta2")),
            delta: s.number("delta"),
            epsilon: s.number("epsilon"),
            s: Vec2::ZERO,
            r: Vec2::ZERO,
        })
    },
};
