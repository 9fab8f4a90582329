//! AdaDelta: the size of past updates in place of a learning rate.
//!
//! r ← ρ r + (1 − ρ) g²; u = (√(d + δ) / √(r + δ)) g; d ← ρ d + (1 − ρ) u²; w ← w − η u,
//! per coordinate, with r = d = 0 at first.
//!
//! The products (1 − ρ) g g are taken from the left, as in PyTorch: updates grow without bound where the loss falls
//! without bound, and g² alone overflows earlier.
//! The paper has no η (η = 1); `torch.optim.Adadelta` is the recurrence above and its weight decay adds λ w to g.
//! The first update is about √(δ/(1 − ρ)), so δ decides how long it takes to get going; with δ = 0 it never does.
//! M. D. Zeiler, ADADELTA: An adaptive learning rate method, 2012, algorithm 1.

use super::{
    Defaults, Entry, Family, Here, Listing, Optimizer, PENALTY, Rule, Stability, Width, abreast, both, delta, lines,
    listed, penalized,
};
use crate::call::{Call, written};
use crate::linear::Vec2;
use crate::parameter::{Parameter, Range, Settings, Slider};

#[derive(Clone)]
struct AdaDelta<N = f64> {
    rho: f64,
    delta: f64,
    /// The averaged squares of gradients r.
    r: Vec2<N>,
    /// The averaged squares of updates d.
    d: Vec2<N>,
    /// By what the last update has multiplied the gradient.
    scale: Vec2<N>,
}

impl<N: Width> Rule<N> for AdaDelta<N> {
    #[inline]
    fn step(&mut self, here: &Here<N>) -> Vec2<N> {
        let (w, g, rate) = (here.w, here.gradient, here.rate);
        self.r = self.rho * self.r + (1.0 - self.rho) * g * g;
        let scale = (self.d + self.delta).sqrt() / (self.r + self.delta).sqrt();
        let u = scale * g;
        self.scale = scale;
        self.d = self.rho * self.d + (1.0 - self.rho) * u * u;
        w - rate * u
    }

    fn state(&self) -> Vec<(&'static str, Vec2<N>)> {
        vec![("r", self.r), ("d", self.d)]
    }

    fn divisor(&self) -> Vec2<N> {
        both(1.0) / self.scale
    }
}

fn build<N: Width>(s: &Settings) -> Box<dyn Optimizer<N>> {
    let (rho, delta) = (s.number("rho"), s.number("delta"));
    penalized(AdaDelta { rho, delta, r: both(0.0), d: both(0.0), scale: both(1.0) }, s)
}

/// No limit is known: updates grow by themselves until they overshoot.
pub const ENTRY: Entry = Entry {
    key: "adadelta",
    name: "AdaDelta",
    rule: r"\mathbf{r} \leftarrow \rho \, \mathbf{r} + (1 - \rho) \, \mathbf{g}^2 \\ \mathbf{u} = \frac{\sqrt{\mathbf{d} + \delta}}{\sqrt{\mathbf{r} + \delta}} \odot \mathbf{g} \\ \mathbf{d} \leftarrow \rho \, \mathbf{d} + (1 - \rho) \, \mathbf{u}^2 \\ \mathbf{w} \leftarrow \mathbf{w} - \eta \, \mathbf{u}",
    family: Family::Adaptive,
    source: "M. D. Zeiler, ADADELTA: An adaptive learning rate method, 2012",
    defaults: &[Defaults::own("PyTorch", 1.0)],
    parameters: &[
        Parameter::number("rho", "ρ", "decay of the squares", 0.9, Range::closed(0.0, 1.0), Slider::TowardsOne(0.9999)),
        delta(1e-6),
        PENALTY,
    ],
    gain: |_| 1.0,
    stability: |_| Stability::Unknown,
    linear: None,
    code: listed(|s| {
        Listing::new(lines! { "r = 0", "d = 0" }).penalized(s).then(lines! {
            "r = rho*r + (1 - rho)*dw**2" => "r",
            "u = sqrt(d + delta)/sqrt(r + delta)*dw",
            "d = rho*d + (1 - rho)*u**2" => "d",
            "w = w - lr*u" => "w",
        })
    }),
    is_rule: |_| true,
    torch: written(|s| {
        let call = Call::new("Adadelta").number("rho", s.number("rho")).number("eps", s.number("delta"));
        Some(call.unless(0.0, "weight_decay", s.number(PENALTY.key)))
    }),
    optax: written(|s| {
        let call = Call { penalty: s.number(PENALTY.key), ..Call::new("adadelta") };
        Some(call.number("rho", s.number("rho")).number("eps", s.number("delta")))
    }),
    build,
    abreast: abreast(build),
};
