//! Adam: averaged gradient over the root of the averaged squares, both corrected for their start at zero.
//!
//! s ← β₁ s + (1 − β₁) g; r ← β₂ r + (1 − β₂) g²; ŝ = s/(1 − β₁ᵗ); r̂ = r/(1 − β₂ᵗ); w ← w − η ŝ / (√r̂ + δ),
//! per coordinate, with s = r = 0 at first and t counted from 1.
//!
//! The powers β₁ᵗ and β₂ᵗ are kept as running products, within t units in the last place of the power itself.
//! `torch.optim.Adam` without weight decay is the same recurrence.
//! Without bias correction ŝ = s and r̂ = r: for teaching, since the first steps then come out too large.
//! D. P. Kingma, J. Ba, Adam: A method for stochastic optimization, 2015, algorithm 1 (m, v, ε there are s, r, δ here).

use super::{Defaults, Entry, Family, Here, Optimizer, Stability, delta};
use crate::linear::Vec2;
use crate::parameter::{Choice, Parameter, Range, Slider};

#[derive(Clone)]
struct Adam {
    beta1: f64,
    beta2: f64,
    delta: f64,
    bias_correction: bool,
    /// The first moment s.
    s: Vec2,
    /// The second moment r.
    r: Vec2,
    /// β₁ᵗ.
    power1: f64,
    /// β₂ᵗ.
    power2: f64,
}

impl Adam {
    /// ŝ and r̂; before the first step both are zero.
    fn moments(&self) -> (Vec2, Vec2) {
        if self.bias_correction && self.power2 < 1.0 {
            (self.s / (1.0 - self.power1), self.r / (1.0 - self.power2))
        } else {
            (self.s, self.r)
        }
    }
}

impl Optimizer for Adam {
    fn step(&mut self, here: &Here) -> Vec2 {
        let (w, g, rate) = (here.w, here.gradient, here.rate);
        self.s = self.beta1 * self.s + (1.0 - self.beta1) * g;
        self.r = self.beta2 * self.r + (1.0 - self.beta2) * g.square();
        self.power1 *= self.beta1;
        self.power2 *= self.beta2;
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

const CORRECTION: &[Choice] = &[
    Choice { key: "on", name: "bias correction on", rule: "" },
    Choice {
        key: "off",
        name: "bias correction off",
        rule: r"\mathbf{s} \leftarrow \beta_1 \mathbf{s} + (1 - \beta_1) \, \mathbf{g} \\ \mathbf{r} \leftarrow \beta_2 \mathbf{r} + (1 - \beta_2) \, \mathbf{g}^2 \\ \mathbf{w} \leftarrow \mathbf{w} - \frac{\eta}{\sqrt{\mathbf{r}} + \delta} \odot \mathbf{s}",
    },
];

/// With r̂ at rest, stable on a quadratic exactly for η < (2 + 2β₁)/((1 − β₁) λmax(P⁻¹H)), P = diag(√r̂ + δ):
/// J. Cohen et al., Adaptive gradient methods at the edge of stability, 2022.
pub const ENTRY: Entry = Entry {
    key: "adam",
    name: "Adam",
    rule: r"\mathbf{s} \leftarrow \beta_1 \mathbf{s} + (1 - \beta_1) \, \mathbf{g} \\ \mathbf{r} \leftarrow \beta_2 \mathbf{r} + (1 - \beta_2) \, \mathbf{g}^2 \\ \hat{\mathbf{s}} = \frac{\mathbf{s}}{1 - \beta_1^t} \quad \hat{\mathbf{r}} = \frac{\mathbf{r}}{1 - \beta_2^t} \\ \mathbf{w} \leftarrow \mathbf{w} - \frac{\eta}{\sqrt{\hat{\mathbf{r}}} + \delta} \odot \hat{\mathbf{s}}",
    family: Family::Notes,
    source: "D. P. Kingma, J. Ba, Adam: A method for stochastic optimization, 2015",
    defaults: &[Defaults::own("notes", 1e-3)],
    parameters: &[
        Parameter::number("beta1", "β₁", "decay of the gradient", 0.9, Range::FRACTION, Slider::TowardsOne(0.999)),
        Parameter::number("beta2", "β₂", "decay of the squares", 0.99, Range::FRACTION, Slider::TowardsOne(0.9999)),
        delta(1e-8),
        Parameter::choice("bias_correction", "bias correction", CORRECTION),
    ],
    gain: |_| 1.0,
    stability: |s| {
        let beta1 = s.number("beta1");
        Stability::RescaledSharpness((2.0 + 2.0 * beta1) / (1.0 - beta1))
    },
    build: |s| {
        Box::new(Adam {
            beta1: s.number("beta1"),
            beta2: s.number("beta2"),
            delta: s.number("delta"),
            bias_correction: s.choice("bias_correction") == "on",
            s: Vec2::ZERO,
            r: Vec2::ZERO,
            power1: 1.0,
            power2: 1.0,
        })
    },
};
