//! QHAdam: Adam whose moments are weighted means of the newest value and the average.
//!
//! s, r, ŝ, r̂ as in Adam, zero at first;
//! w ← w − η ((1 − ν₁) g + ν₁ ŝ) / (√((1 − ν₂) g² + ν₂ r̂) + δ).
//!
//! ν₁ = ν₂ = 1 is Adam, ν₁ = 0 and ν₂ = 1 RMSProp with a corrected average, and ν₂ = 0 without δ divides by |g| itself.
//! Weight decay adds λ w to g, or shrinks w by 1 − ηλ first, as in the authors' `qhoptim`.
//! J. Ma, D. Yarats, Quasi-hyperbolic momentum and Adam for deep learning, 2019, the section on QHAdam.

use super::{
    DECOUPLED, Defaults, Entry, Family, Here, Listing, Moments, Optimizer, PENALTY, Rule, Width, abreast, beta1, beta2,
    both, delta, either_way, lines, listed, rescaled,
};
use crate::linear::Vec2;
use crate::parameter::{Parameter, Range, Settings, Slider};

#[derive(Clone)]
struct QhAdam<N = f64> {
    nu1: f64,
    nu2: f64,
    moments: Moments<N>,
    delta: f64,
    /// By what the last update has divided.
    root: Vec2<N>,
}

/// (1 − ν) new + ν average; the average alone for ν = 1, even if the new value has overflowed.
#[inline(always)]
fn mean<N: Width>(nu: f64, new: Vec2<N>, average: Vec2<N>) -> Vec2<N> {
    if nu == 1.0 { average } else { (1.0 - nu) * new + nu * average }
}

impl<N: Width> Rule<N> for QhAdam<N> {
    #[inline]
    fn step(&mut self, here: &Here<N>) -> Vec2<N> {
        let (w, g) = (here.w, here.gradient);
        self.moments.take_in(here);
        let (s_hat, r_hat) = self.moments.corrected();
        let direction = mean(self.nu1, g, s_hat);
        self.root = mean(self.nu2, g.square(), r_hat).sqrt() + self.delta;
        w - here.rate * direction / self.root
    }

    fn state(&self) -> Vec<(&'static str, Vec2<N>)> {
        self.moments.state()
    }

    fn divisor(&self) -> Vec2<N> {
        self.root
    }
}

fn build<N: Width>(s: &Settings) -> Box<dyn Optimizer<N>> {
    let rule = QhAdam {
        nu1: s.number("nu1"),
        nu2: s.number("nu2"),
        moments: Moments::new(s),
        delta: s.number("delta"),
        root: both(1.0),
    };
    either_way(rule, s)
}

/// With the denominator at rest, QHM's limit with P = diag(√((1 − ν₂) g² + ν₂ r̂) + δ).
pub const ENTRY: Entry = Entry {
    key: "qhadam",
    name: "QHAdam",
    rule: r"\mathbf{s} \leftarrow \beta_1 \mathbf{s} + (1 - \beta_1) \, \mathbf{g} \\ \mathbf{r} \leftarrow \beta_2 \mathbf{r} + (1 - \beta_2) \, \mathbf{g}^2 \\ \hat{\mathbf{s}} = \frac{\mathbf{s}}{1 - \beta_1^t} \quad \hat{\mathbf{r}} = \frac{\mathbf{r}}{1 - \beta_2^t} \\ \mathbf{w} \leftarrow \mathbf{w} - \eta \, \frac{(1 - \nu_1) \, \mathbf{g} + \nu_1 \hat{\mathbf{s}}}{\sqrt{(1 - \nu_2) \, \mathbf{g}^2 + \nu_2 \hat{\mathbf{r}}} + \delta}",
    family: Family::Adaptive,
    source: "J. Ma, D. Yarats, Quasi-hyperbolic momentum and Adam for deep learning, 2019",
    defaults: &[Defaults::own("paper", 1e-3)],
    parameters: &[
        Parameter::number("nu1", "ν₁", "share of s", 0.7, Range::closed(0.0, 1.0), Slider::TowardsOne(0.999)),
        Parameter::number("nu2", "ν₂", "share of r", 1.0, Range::closed(0.0, 1.0), Slider::Linear(0.0, 1.0)),
        beta1(0.995),
        beta2(0.999),
        delta(1e-8),
        PENALTY,
        DECOUPLED,
    ],
    gain: |_| 1.0,
    stability: |s| {
        let (nu, beta) = (s.number("nu1"), s.number("beta1"));
        rescaled(2.0 * (1.0 + beta) / (1.0 + beta - 2.0 * nu * beta), s)
    },
    linear: None,
    code: listed(|s| {
        let [only_s, only_r] = ["nu1", "nu2"].map(|key| s.number(key) == 1.0);
        let listing = Listing::new(Moments::START)
            .either_way(s)
            .then(Moments::AVERAGE)
            .then(Moments::SQUARES)
            .then(Moments::S_HAT)
            .then(Moments::R_HAT)
            .then_if(!only_s, lines! { "s_mean = (1 - nu1)*dw + nu1*s_hat" })
            .then_if(!only_r, lines! { "r_mean = (1 - nu2)*dw**2 + nu2*r_hat" });
        listing.then(match (only_s, only_r) {
            (true, true) => Moments::STEP,
            (true, false) => lines! { "w = w - lr*s_hat/(sqrt(r_mean) + delta)" => "w" },
            (false, true) => lines! { "w = w - lr*s_mean/(sqrt(r_hat) + delta)" => "w" },
            (false, false) => lines! { "w = w - lr*s_mean/(sqrt(r_mean) + delta)" => "w" },
        })
    }),
    is_rule: |_| true,
    torch: None,
    optax: None,
    build,
    abreast: abreast(build),
};
