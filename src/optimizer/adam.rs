//! Adam: averaged gradient over the root of the averaged squares, both corrected for their start at zero.
//!
//! s ← β₁ s + (1 − β₁) g; r ← β₂ r + (1 − β₂) g²; ŝ = s/(1 − β₁ᵗ); r̂ = r/(1 − β₂ᵗ); w ← w − η ŝ / (√r̂ + δ),
//! per coordinate, with s = r = 0 at first and t counted from 1.
//!
//! `torch.optim.Adam` is the same recurrence; its weight decay adds λ w to g.
//! Without bias correction ŝ = s and r̂ = r: for teaching, since the first steps then come out too large.
//! Keras has the form that the paper names as faster at the end of its section 2, with another constant, "epsilon hat":
//! w ← w − η (√(1 − β₂ᵗ)/(1 − β₁ᵗ)) s / (√r + δ).
//! AMSGrad never forgets the largest r, so that a coordinate's rate never grows: in PyTorch it takes the place of r before
//! the correction; in its own paper nothing is corrected.
//! D. P. Kingma, J. Ba, Adam: A method for stochastic optimization, 2015, algorithm 1 (m, v, ε there are s, r, δ here);
//! S. J. Reddi, S. Kale, S. Kumar, On the convergence of Adam and beyond, 2018, algorithm 2.

use super::{
    Beta, Defaults, Entry, Family, Here, Optimizer, PENALTY, Stability, Value, beta1, beta2, delta, penalized,
};
use crate::linear::Vec2;
use crate::parameter::{Choice, Parameter};

#[derive(Clone)]
struct Adam {
    beta1: Beta,
    beta2: Beta,
    delta: f64,
    /// Whether δ stands beside √r, not √r̂.
    hat: bool,
    bias_correction: bool,
    amsgrad: bool,
    /// The first moment s.
    s: Vec2,
    /// The second moment r.
    r: Vec2,
    /// The largest r so far.
    largest: Vec2,
}

impl Adam {
    /// 1 − β₁ᵗ and 1 − β₂ᵗ, or ones without bias correction.
    #[inline(always)]
    fn corrections(&self) -> (f64, f64) {
        if self.bias_correction { (self.beta1.correction(), self.beta2.correction()) } else { (1.0, 1.0) }
    }

    /// r, or the largest so far.
    #[inline(always)]
    fn squares(&self) -> Vec2 {
        if self.amsgrad { self.largest } else { self.r }
    }

    /// ŝ and r̂; before the first step both are zero.
    #[inline(always)]
    fn moments(&self) -> (Vec2, Vec2) {
        let (c1, c2) = self.corrections();
        (self.s / c1, self.squares() / c2)
    }
}

impl Optimizer for Adam {
    #[inline(always)]
    fn step(&mut self, here: &Here) -> Vec2 {
        let (w, g, rate) = (here.w, here.gradient, here.rate);
        let (beta1, beta2) = (self.beta1.next(here.t, here.momentum), self.beta2.next(here.t, None));
        self.s = beta1 * self.s + (1.0 - beta1) * g;
        self.r = beta2 * self.r + (1.0 - beta2) * g.square();
        if self.amsgrad {
            self.largest = self.largest.max(self.r);
        }
        if self.hat {
            let (c1, c2) = self.corrections();
            return w - rate * c2.sqrt() / c1 * self.s / (self.squares().sqrt() + self.delta);
        }
        let (s_hat, r_hat) = self.moments();
        w - rate * s_hat / (r_hat.sqrt() + self.delta)
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
        "off" => {
            let beta1 = s.number("beta1");
            Stability::RescaledSharpness((2.0 + 2.0 * beta1) / (1.0 - beta1))
        }
        _ => Stability::SelfLimiting,
    },
    build: |s| {
        let rule = Adam {
            beta1: Beta::new(s.number("beta1")),
            beta2: Beta::new(s.number("beta2")),
            delta: s.number("delta"),
            hat: s.choice("place") == "hat",
            bias_correction: s.is_on("bias_correction") && s.choice("amsgrad") != "paper",
            amsgrad: s.choice("amsgrad") != "off",
            s: Vec2::ZERO,
            r: Vec2::ZERO,
            largest: Vec2::ZERO,
        };
        penalized(rule, s)
    },
};
