//! RAdam: Adam that does without its denominator until that has seen enough.
//!
//! s, r, ŝ as in Adam, zero at first; ρ∞ = 2/(1 − β₂) − 1 and ρₜ = ρ∞ − 2 t β₂ᵗ/(1 − β₂ᵗ), the length of the memory of
//! r;
//!
//! - ρₜ > 5: w ← w − η c ŝ √(1 − β₂ᵗ)/(√r + δ), c = √((ρₜ − 4)(ρₜ − 2) ρ∞/((ρ∞ − 4)(ρ∞ − 2) ρₜ))
//! - else: w ← w − η ŝ
//!
//! This is `torch.optim.RAdam`; the paper has ρₜ > 4 and no δ, optax ρₜ ≥ 5 and δ beside √r̂.
//! With β₂ from 0.9 to 0.999 the first five updates are of the second kind, as long as η times the averaged gradient: a
//! rate that suits Adam can throw it off a steep surface before it starts.
//! With β₂ ≤ 2/3 no update is of the first kind.
//! Weight decay adds λ w to g, or shrinks w by 1 − ηλ first.
//! L. Liu et al., On the variance of the adaptive learning rate and beyond, 2020, algorithm 2.

use super::{
    DECOUPLED, Defaults, Entry, Family, Here, Listing, Moments, Optimizer, PENALTY, Rule, Stability, Width, abreast,
    averaged_limit, beta1, beta2, both, delta, either_way, lines, listed, rescaled,
};
use crate::call::{Call, written};
use crate::linear::Vec2;
use crate::parameter::Settings;

/// The memory from which on the variance of the denominator is trusted: PyTorch's.
const ENOUGH: f64 = 5.0;

#[derive(Clone)]
struct RAdam<N = f64> {
    moments: Moments<N>,
    delta: f64,
    /// By what the last update has divided ŝ.
    divisor: Vec2<N>,
}

/// ρ∞.
fn longest_memory(beta2: f64) -> f64 {
    2.0 / (1.0 - beta2) - 1.0
}

impl<N: Width> Rule<N> for RAdam<N> {
    #[inline]
    fn step(&mut self, here: &Here<N>) -> Vec2<N> {
        let w = here.w;
        self.moments.take_in(here);
        let (s_hat, _) = self.moments.corrected();
        // At first ρₜ is a small difference of large numbers, which a running product would spoil: a power instead.
        let (beta2, t) = (self.moments.beta2.own, (here.t + 1) as f64);
        let power = libm::pow(beta2, t);
        let (c2, longest) = (1.0 - power, longest_memory(beta2));
        let memory = longest - 2.0 * t * power / c2;
        if memory > ENOUGH {
            let trusted = (memory - 4.0) * (memory - 2.0) * longest;
            let c = (trusted / ((longest - 4.0) * (longest - 2.0) * memory)).sqrt();
            let root = self.moments.r.sqrt() + self.delta;
            self.divisor = root / (c * c2.sqrt());
            w - here.rate * c * c2.sqrt() * s_hat / root
        } else {
            w - here.rate * s_hat
        }
    }

    fn state(&self) -> Vec<(&'static str, Vec2<N>)> {
        self.moments.state()
    }

    fn divisor(&self) -> Vec2<N> {
        self.divisor
    }
}

fn build<N: Width>(s: &Settings) -> Box<dyn Optimizer<N>> {
    either_way(RAdam { moments: Moments::new(s), delta: s.number("delta"), divisor: both(1.0) }, s)
}

/// Adam's limit once c is near 1; without the denominator (β₂ ≤ 2/3) that of averaged momentum.
pub const ENTRY: Entry = Entry {
    key: "radam",
    name: "RAdam",
    rule: r"\mathbf{s} \leftarrow \beta_1 \mathbf{s} + (1 - \beta_1) \, \mathbf{g} \\ \mathbf{r} \leftarrow \beta_2 \mathbf{r} + (1 - \beta_2) \, \mathbf{g}^2 \\ \rho_\infty = \frac{2}{1 - \beta_2} - 1 \quad \rho_t = \rho_\infty - \frac{2 t \beta_2^t}{1 - \beta_2^t} \\ \rho_t > 5: \quad \mathbf{w} \leftarrow \mathbf{w} - \eta \sqrt{\frac{(\rho_t - 4)(\rho_t - 2) \rho_\infty}{(\rho_\infty - 4)(\rho_\infty - 2) \rho_t}} \, \frac{\sqrt{1 - \beta_2^t}}{\sqrt{\mathbf{r}} + \delta} \odot \hat{\mathbf{s}} \\ \text{else:} \quad \mathbf{w} \leftarrow \mathbf{w} - \eta \, \hat{\mathbf{s}}",
    family: Family::Adaptive,
    source: "L. Liu et al., On the variance of the adaptive learning rate and beyond, 2020",
    defaults: &[Defaults::own("PyTorch", 1e-3)],
    parameters: &[beta1(0.9), beta2(0.999), delta(1e-8), PENALTY, DECOUPLED],
    gain: |_| 1.0,
    stability: |s| {
        if longest_memory(s.number("beta2")) > ENOUGH {
            rescaled(averaged_limit(s), s)
        } else if s.number("weight_decay") == 0.0 {
            Stability::Sharpness(averaged_limit(s))
        } else {
            Stability::Unknown
        }
    },
    linear: None,
    code: listed(|s| {
        Listing::new(Moments::START)
            .starting("rho_inf = 2/(1 - beta2) - 1")
            .either_way(s)
            .then(Moments::AVERAGE)
            .then(Moments::SQUARES)
            .then(Moments::S_HAT)
            .then(lines! {
                "rho = rho_inf - 2*t*beta2**t/(1 - beta2**t)",
                "if rho > 5:",
                "    c = (rho - 4)*(rho - 2)*rho_inf",
                "    c = sqrt(c/((rho_inf - 4)*(rho_inf - 2)*rho))",
                "    eta = lr*c*sqrt(1 - beta2**t)",
                "    w = w - eta*s_hat/(sqrt(r) + delta)" => "w",
                "else:",
                "    w = w - lr*s_hat" => "w",
            })
    }),
    is_rule: |_| false,
    torch: written(|s| {
        let betas = ["beta1", "beta2"].map(|key| s.number(key));
        let call = Call::new("RAdam").pair("betas", betas).number("eps", s.number("delta"));
        let call = call.unless(0.0, "weight_decay", s.number(PENALTY.key));
        Some(call.switch("decoupled_weight_decay", s.is_on(DECOUPLED.key)))
    }),
    optax: None,
    build,
    abreast: abreast(build),
};
