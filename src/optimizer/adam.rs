//! Adam: averaged gradient over the root of the averaged squares, both corrected for their start at zero.
//!
//! s ← β₁ s + (1 − β₁) g; r ← β₂ r + (1 − β₂) g²; ŝ = s/(1 − β₁ᵗ); r̂ = r/(1 − β₂ᵗ); w ← w − η ŝ / (√r̂ + δ),
//! per coordinate, with s = r = 0 at first and t counted from 1.
//!
//! `torch.optim.Adam` is the same recurrence; its weight decay adds λ w to g.
//! Without bias correction ŝ = s and r̂ = r: for teaching, since the first steps then come out too large.
//! Keras has the form that the paper names as faster at the end of its section 2, with another constant, "epsilon hat":
//! w ← w − η (√(1 − β₂ᵗ)/(1 − β₁ᵗ)) s / (√r + δ).
//! AMSGrad never forgets the largest r, so that a coordinate's rate never grows: in PyTorch it takes the place of r
//! before the correction; in its own paper nothing is corrected.
//! D. P. Kingma, J. Ba, Adam: A method for stochastic optimization, 2015, algorithm 1 (m, v, ε there are s, r, δ here);
//! S. J. Reddi, S. Kale, S. Kumar, On the convergence of Adam and beyond, 2018, algorithm 2.

use super::{
    Defaults, Entry, Family, Here, Listing, Moments, Optimizer, PENALTY, Rule, Stability, Value, Width, abreast,
    averaged_limit, beta1, beta2, both, delta, lines, listed, penalized, rescaled,
};
use crate::call::{Call, written};
use crate::linear::Vec2;
use crate::parameter::{Choice, Parameter, Settings};

/// Adam in all its forms, without weight decay.
#[derive(Clone)]
pub struct Adam<N = f64> {
    moments: Moments<N>,
    delta: f64,
    /// Whether δ stands beside √r, not √r̂.
    hat: bool,
    bias_correction: bool,
    amsgrad: bool,
    /// The largest r so far.
    largest: Vec2<N>,
}

impl<N: Width> Adam<N> {
    /// At rest, with the settings' β₁, β₂ and δ, and with bias correction.
    pub fn new(s: &Settings) -> Self {
        let (moments, delta) = (Moments::new(s), s.number("delta"));
        Adam { moments, delta, hat: false, bias_correction: true, amsgrad: false, largest: both(0.0) }
    }

    /// The same, with or without AMSGrad.
    pub fn with_amsgrad(self, amsgrad: bool) -> Self {
        Adam { amsgrad, ..self }
    }

    /// The update as Python, with weight decay as `decaying` adds it.
    pub fn code(&self, decaying: impl FnOnce(Listing) -> Listing) -> Listing {
        let amsgrad = self.amsgrad;
        let listing = decaying(Listing::new(Moments::START).starting_if(amsgrad, "r_max = 0"))
            .then(Moments::AVERAGE)
            .then(Moments::SQUARES)
            .then_if(amsgrad, lines! { "r_max = maximum(r_max, r)" => "rₘₐₓ" });
        match (self.bias_correction, self.hat, amsgrad) {
            (false, _, false) => listing.then(Moments::UNCORRECTED_STEP),
            (false, _, true) => listing.then(lines! { "w = w - lr*s/(sqrt(r_max) + delta)" => "w" }),
            (true, true, _) => listing.then(lines! { "eta = lr*sqrt(1 - beta2**t)/(1 - beta1**t)" }).then(if amsgrad {
                lines! { "w = w - eta*s/(sqrt(r_max) + delta)" => "w" }
            } else {
                lines! { "w = w - eta*s/(sqrt(r) + delta)" => "w" }
            }),
            (true, false, _) => {
                let r_hat = if amsgrad {
                    lines! { "r_hat = r_max/(1 - beta2**t)" => "r̂" }
                } else {
                    Moments::R_HAT
                };
                listing.then(Moments::S_HAT).then(r_hat).then(Moments::STEP)
            }
        }
    }

    /// 1 − β₁ᵗ and 1 − β₂ᵗ, or ones without bias correction.
    #[inline(always)]
    fn corrections(&self) -> (f64, f64) {
        if self.bias_correction { self.moments.corrections() } else { (1.0, 1.0) }
    }

    /// r, or the largest so far.
    #[inline(always)]
    fn squares(&self) -> Vec2<N> {
        if self.amsgrad { self.largest } else { self.moments.r }
    }

    /// ŝ and r̂; before the first step both are zero.
    #[inline(always)]
    fn corrected(&self) -> (Vec2<N>, Vec2<N>) {
        let (c1, c2) = self.corrections();
        (self.moments.s / c1, self.squares() / c2)
    }
}

impl<N: Width> Rule<N> for Adam<N> {
    #[inline(always)]
    fn step(&mut self, here: &Here<N>) -> Vec2<N> {
        let (w, rate) = (here.w, here.rate);
        self.moments.take_in(here);
        if self.amsgrad {
            self.largest = self.largest.max(self.moments.r);
        }
        if self.hat {
            let (c1, c2) = self.corrections();
            return w - rate * c2.sqrt() / c1 * self.moments.s / (self.squares().sqrt() + self.delta);
        }
        let (s_hat, r_hat) = self.corrected();
        w - rate * s_hat / (r_hat.sqrt() + self.delta)
    }

    fn state(&self) -> Vec<(&'static str, Vec2<N>)> {
        let (s_hat, r_hat) = self.corrected();
        let largest = self.amsgrad.then_some(("rₘₐₓ", self.largest));
        [("s", self.moments.s), ("r", self.moments.r)]
            .into_iter()
            .chain(largest)
            .chain([("ŝ", s_hat), ("r̂", r_hat)])
            .collect()
    }

    /// By what ŝ is divided.
    fn divisor(&self) -> Vec2<N> {
        let (_, c2) = self.corrections();
        if self.hat {
            (self.squares().sqrt() + self.delta) / c2.sqrt()
        } else {
            (self.squares() / c2).sqrt() + self.delta
        }
    }
}

const CORRECTION: &[Choice] = &[
    Choice { key: "on", name: "bias correction on", rule: "" },
    Choice {
        key: "off",
        name: "bias correction off",
        rule: r"\mathbf{s} \leftarrow \beta_1 \mathbf{s} + (1 - \beta_1) \, \mathbf{g} \\ \mathbf{r} \leftarrow \beta_2 \mathbf{r} + (1 - \beta_2) \, \mathbf{g}^2 \\ \mathbf{w} \leftarrow \mathbf{w} - \frac{\eta}{\sqrt{\mathbf{r}} + \delta} \odot \mathbf{s}",
    },
];

const AMSGRAD: &[Choice] = &[
    Choice { key: "off", name: "AMSGrad off", rule: "" },
    Choice {
        key: "pytorch",
        name: "AMSGrad as in PyTorch",
        rule: r"\mathbf{r}_{\max} \leftarrow \max(\mathbf{r}_{\max}, \mathbf{r}) \quad \hat{\mathbf{r}} = \frac{\mathbf{r}_{\max}}{1 - \beta_2^t} \\ \mathbf{w} \leftarrow \mathbf{w} - \frac{\eta}{\sqrt{\hat{\mathbf{r}}} + \delta} \odot \hat{\mathbf{s}}",
    },
    Choice {
        key: "paper",
        name: "AMSGrad as in its paper, without bias correction",
        rule: r"\mathbf{r}_{\max} \leftarrow \max(\mathbf{r}_{\max}, \mathbf{r}) \\ \mathbf{w} \leftarrow \mathbf{w} - \frac{\eta}{\sqrt{\mathbf{r}_{\max}} + \delta} \odot \mathbf{s}",
    },
];

const PLACES: &[Choice] = &[
    Choice { key: "outside", name: "δ beside √r̂", rule: "" },
    Choice {
        key: "hat",
        name: "δ beside √r, as in Keras",
        rule: r"\mathbf{w} \leftarrow \mathbf{w} - \eta \, \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t} \, \frac{\mathbf{s}}{\sqrt{\mathbf{r}} + \delta}",
    },
];

/// Adam in the forms that the settings name.
fn with_forms<N: Width>(s: &Settings) -> Adam<N> {
    Adam {
        hat: s.choice("place") == "hat",
        bias_correction: s.is_on("bias_correction") && s.choice("amsgrad") != "paper",
        amsgrad: s.choice("amsgrad") != "off",
        ..Adam::new(s)
    }
}

fn build<N: Width>(s: &Settings) -> Box<dyn Optimizer<N>> {
    penalized(with_forms(s), s)
}

/// With r̂ at rest, stable on a quadratic exactly for η < (2 + 2β₁)/((1 − β₁) λmax(P⁻¹H)), P = diag(√r̂ + δ):
/// J. Cohen et al., Adaptive gradient methods at the edge of stability, 2022.
/// With AMSGrad P never shrinks, so that it comes to rest.
pub const ENTRY: Entry = Entry {
    key: "adam",
    name: "Adam",
    rule: r"\mathbf{s} \leftarrow \beta_1 \mathbf{s} + (1 - \beta_1) \, \mathbf{g} \\ \mathbf{r} \leftarrow \beta_2 \mathbf{r} + (1 - \beta_2) \, \mathbf{g}^2 \\ \hat{\mathbf{s}} = \frac{\mathbf{s}}{1 - \beta_1^t} \quad \hat{\mathbf{r}} = \frac{\mathbf{r}}{1 - \beta_2^t} \\ \mathbf{w} \leftarrow \mathbf{w} - \frac{\eta}{\sqrt{\hat{\mathbf{r}}} + \delta} \odot \hat{\mathbf{s}}",
    family: Family::Notes,
    source: "D. P. Kingma, J. Ba, Adam: A method for stochastic optimization, 2015",
    defaults: &[
        Defaults::own("notes", 1e-3),
        Defaults { name: "PyTorch", rate: 1e-3, settings: &[("beta2", Value::Number(0.999))] },
        Defaults {
            name: "Keras",
            rate: 1e-3,
            settings: &[
                ("beta2", Value::Number(0.999)),
                ("delta", Value::Number(1e-7)),
                ("place", Value::Choice("hat")),
            ],
        },
    ],
    parameters: &[
        beta1(0.9),
        beta2(0.99),
        delta(1e-8),
        Parameter::choice("bias_correction", "bias correction", CORRECTION),
        Parameter::choice("amsgrad", "AMSGrad", AMSGRAD).advanced(),
        Parameter::choice("place", "place of δ", PLACES).advanced(),
        PENALTY,
    ],
    gain: |_| 1.0,
    stability: |s| match s.choice("amsgrad") {
        "off" => rescaled(averaged_limit(s), s),
        _ => Stability::SelfLimiting,
    },
    linear: None,
    code: listed(|s| with_forms::<f64>(s).code(|listing| listing.penalized(s))),
    is_rule: |_| true,
    torch: written(|s| {
        let betas = ["beta1", "beta2"].map(|key| s.number(key));
        let call = Call::new("Adam").pair("betas", betas).number("eps", s.number("delta"));
        let call = call.unless(0.0, "weight_decay", s.number(PENALTY.key));
        let is_usual = s.is_on("bias_correction") && s.choice("place") == "outside";
        (is_usual && s.choice("amsgrad") != "paper").then(|| call.switch("amsgrad", s.choice("amsgrad") == "pytorch"))
    }),
    optax: written(|s| {
        let call = Call { penalty: s.number(PENALTY.key), ..Call::new("adam") };
        let call =
            call.number("b1", s.number("beta1")).number("b2", s.number("beta2")).number("eps", s.number("delta"));
        let is_usual = s.is_on("bias_correction") && s.choice("place") == "outside";
        (is_usual && s.choice("amsgrad") == "off").then_some(call)
    }),
    build,
    abreast: abreast(build),
};
