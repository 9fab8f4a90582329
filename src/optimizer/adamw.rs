//! AdamW: Adam whose weight decay does not pass through the moments.
//!
//! With Adam's ŝ and r̂ of the bare gradient g, s = r = 0 at first, there are two forms:
//!
//! - pytorch: w ← (1 − ηλ) w − η ŝ / (√r̂ + δ) (`torch.optim.AdamW`, optax)
//! - paper: w ← w − (η ŝ / (√r̂ + δ) + (η/η₀) λ w), where η₀ is the learning rate before any schedule
//!
//! So the paper's decay does not depend on η₀, and its λ is PyTorch's η₀ λ.
//! At η = η₀ the factor η/η₀ is 1, also where both are 0.
//! AMSGrad (PyTorch's): the largest r so far takes the place of r before the correction.
//! I. Loshchilov, F. Hutter, Decoupled weight decay regularization, 2019, algorithm 2.

use super::{Beta, Defaults, Entry, Family, Here, Optimizer, Stability, beta1, beta2, delta, weight_decay};
use crate::linear::Vec2;
use crate::parameter::{Choice, Parameter};

#[derive(Clone)]
struct AdamW {
    beta1: Beta,
    beta2: Beta,
    delta: f64,
    weight_decay: f64,
    /// Whether the decay is the paper's, without the base rate.
    paper: bool,
    amsgrad: bool,
    /// The first moment s.
    s: Vec2,
    /// The second moment r.
    r: Vec2,
    /// The largest r so far.
    largest: Vec2,
}

impl AdamW {
    /// ŝ and r̂; before the first step both are zero.
    #[inline(always)]
    fn moments(&self) -> (Vec2, Vec2) {
        let r = if self.amsgrad { self.largest } else { self.r };
        (self.s / self.beta1.correction(), r / self.beta2.correction())
    }
}

impl Optimizer for AdamW {
    #[inline]
    fn step(&mut self, here: &Here) -> Vec2 {
        let (w, g, rate) = (here.w, here.gradient, here.rate);
        let (beta1, beta2) = (self.beta1.next(here.t, here.momentum), self.beta2.next(here.t, None));
        self.s = beta1 * self.s + (1.0 - beta1) * g;
        self.r = beta2 * self.r + (1.0 - beta2) * g.square();
        if self.amsgrad {
            self.largest = self.largest.max(self.r);
        }
        let (s_hat, r_hat) = self.moments();
        let step = rate * s_hat / (r_hat.sqrt() + self.delta);
        if self.paper {
            let multiplier = if rate == here.base_rate { 1.0 } else { rate / here.base_rate };
            w - (step + multiplier * self.weight_decay * w)
        } else {
            (1.0 - rate * self.weight_decay) * w - step
        }
    }

    fn state(&self) -> Vec<(&'static str, Vec2)> {
        let (s_hat, r_hat) = self.moments();
        let largest = self.amsgrad.then_some(("rₘₐₓ", self.largest));
        [("s", self.s), ("r", self.r)].into_iter().chain(largest).chain([("ŝ", s_hat), ("r̂", r_hat)]).collect()
    }

    fn checkpoint(&self) -> Box<dyn Optimizer> {
        Box::new(self.clone())
    }
}

const FORMS: &[Choice] = &[
    Choice {
        key: "pytorch",
        name: "PyTorch: (1 − ηλ) w",
        rule: r"\mathbf{s} \leftarrow \beta_1 \mathbf{s} + (1 - \beta_1) \, \mathbf{g} \\ \mathbf{r} \leftarrow \beta_2 \mathbf{r} + (1 - \beta_2) \, \mathbf{g}^2 \\ \hat{\mathbf{s}} = \frac{\mathbf{s}}{1 - \beta_1^t} \quad \hat{\mathbf{r}} = \frac{\mathbf{r}}{1 - \beta_2^t} \\ \mathbf{w} \leftarrow (1 - \eta \lambda) \, \mathbf{w} - \frac{\eta}{\sqrt{\hat{\mathbf{r}}} + \delta} \odot \hat{\mathbf{s}}",
    },
    Choice {
        key: "paper",
        name: "paper: (1 − λ η/η₀) w",
        rule: r"\mathbf{s} \leftarrow \beta_1 \mathbf{s} + (1 - \beta_1) \, \mathbf{g} \\ \mathbf{r} \leftarrow \beta_2 \mathbf{r} + (1 - \beta_2) \, \mathbf{g}^2 \\ \hat{\mathbf{s}} = \frac{\mathbf{s}}{1 - \beta_1^t} \quad \hat{\mathbf{r}} = \frac{\mathbf{r}}{1 - \beta_2^t} \\ \mathbf{w} \leftarrow \left(1 - \frac{\eta}{\eta_0} \lambda\right) \mathbf{w} - \frac{\eta}{\sqrt{\hat{\mathbf{r}}} + \delta} \odot \hat{\mathbf{s}}",
    },
];

/// Adam's limit; the decay, which pulls towards the origin, is left out of account.
pub const ENTRY: Entry = Entry {
    key: "adamw",
    name: "AdamW",
    rule: FORMS[0].rule,
    family: Family::Adaptive,
    source: "I. Loshchilov, F. Hutter, Decoupled weight decay regularization, 2019",
    defaults: &[Defaults::own("PyTorch", 1e-3)],
    parameters: &[
        beta1(0.9),
        beta2(0.999),
        delta(1e-8),
        Parameter { advanced: false, ..weight_decay("weight decay", 0.01) },
        Parameter::choice("form", "form", FORMS),
        Parameter::switch("amsgrad", "AMSGrad").advanced(),
    ],
    gain: |_| 1.0,
    stability: |s| {
        let beta1 = s.number("beta1");
        let limit = Stability::RescaledSharpness((2.0 + 2.0 * beta1) / (1.0 - beta1));
        if s.is_on("amsgrad") { Stability::SelfLimiting } else { limit }
    },
    build: |s| {
        Box::new(AdamW {
            beta1: Beta::new(s.number("beta1")),
            beta2: Beta::new(s.number("beta2")),
            delta: s.number("delta"),
            weight_decay: s.number("weight_decay"),
            paper: s.choice("form") == "paper",
            amsgrad: s.is_on("amsgrad"),
            s: Vec2::ZERO,
            r: Vec2::ZERO,
            largest: Vec2::ZERO,
        })
    },
};
