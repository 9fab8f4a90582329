//! AdamW: Adam whose weight decay does not pass through the moments.
//!
//! With Adam's ŝ and r̂ of the bare gradient g, s = r = 0 at first, there are two forms:
//!
//! - pytorch: w ← (1 − ηλ) w − η ŝ / (√r̂ + δ) (`torch.optim.AdamW`, optax)
//! - paper: w ← (1 − λ η/η₀) w − η ŝ / (√r̂ + δ), where η₀ is the learning rate before any schedule
//!
//! So the paper's decay does not depend on η₀, and its λ is PyTorch's η₀ λ.
//! AMSGrad (PyTorch's): the largest r so far takes the place of r before the correction.
//! I. Loshchilov, F. Hutter, Decoupled weight decay regularization, 2019, algorithm 2.

use super::adam::Adam;
use super::{
    Decay, Defaults, Entry, Family, Optimizer, Stability, Width, abreast, averaged_limit, beta1, beta2, decaying,
    delta, listed, weight_decay,
};
use crate::call::{Call, written};
use crate::parameter::{Choice, Parameter, Settings};

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

/// The rule without its weight decay.
fn bare<N: Width>(s: &Settings) -> Adam<N> {
    Adam::new(s).with_amsgrad(s.is_on("amsgrad"))
}

fn form(s: &Settings) -> Decay {
    if s.choice("form") == "paper" { Decay::ApartFromRate } else { Decay::Apart }
}

fn build<N: Width>(s: &Settings) -> Box<dyn Optimizer<N>> {
    decaying(bare(s), s, form(s))
}

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
    stability: |s| match s.is_on("amsgrad") {
        true => Stability::SelfLimiting,
        // Decay apart from the gradient bends no loss.
        false => Stability::RescaledSharpness { limit: averaged_limit(s), decay: 0.0 },
    },
    linear: None,
    code: listed(|s| bare::<f64>(s).code(|listing| listing.decaying(s, form(s)))),
    is_rule: |s| s.choice("form") != "paper",
    torch: written(|s| {
        let betas = ["beta1", "beta2"].map(|key| s.number(key));
        let call = Call::new("AdamW").pair("betas", betas).number("eps", s.number("delta"));
        let call = call.number("weight_decay", s.number("weight_decay")).switch("amsgrad", s.is_on("amsgrad"));
        (s.choice("form") == "pytorch").then_some(call)
    }),
    optax: written(|s| {
        let call = Call::new("adamw").number("b1", s.number("beta1")).number("b2", s.number("beta2"));
        let call = call.number("eps", s.number("delta")).number("weight_decay", s.number("weight_decay"));
        (s.choice("form") == "pytorch" && !s.is_on("amsgrad")).then_some(call)
    }),
    build,
    abreast: abreast(build),
};
