//! QHM: a weighted mean of the gradient and its average (quasi-hyperbolic momentum).
//!
//! v ← β v + (1 − β) g; w ← w − η ((1 − ν) g + ν v), with v = 0 at first.
//!
//! ν = 0 is gradient descent, ν = 1 momentum in the averaged form, and ν = β, at a constant rate, Nesterov's momentum
//! in PyTorch's form at the rate (1 − β) η.
//! Weight decay adds λ w to g.
//! J. Ma, D. Yarats, Quasi-hyperbolic momentum and Adam for deep learning, 2019, equations (3) and (4).

use super::{
    Defaults, Entry, Family, Here, Linear, Listing, Optimizer, PENALTY, Recurrence, Rule, Tuning, Width, abreast, both,
    lines, listed, penalized, sharpness,
};
use crate::linear::Vec2;
use crate::parameter::{Parameter, Range, Settings, Slider};

#[derive(Clone)]
struct Qhm<N = f64> {
    beta: f64,
    nu: f64,
    /// The averaged gradient v.
    v: Vec2<N>,
}

impl<N: Width> Rule<N> for Qhm<N> {
    #[inline]
    fn step(&mut self, here: &Here<N>) -> Vec2<N> {
        let (w, g, rate) = (here.w, here.gradient, here.rate);
        let beta = here.momentum.unwrap_or(self.beta);
        self.v = beta * self.v + (1.0 - beta) * g;
        w - rate * ((1.0 - self.nu) * g + self.nu * self.v)
    }

    fn state(&self) -> Vec<(&'static str, Vec2<N>)> {
        vec![("v", self.v)]
    }
}

fn build<N: Width>(s: &Settings) -> Box<dyn Optimizer<N>> {
    let (beta, nu) = (s.number("beta"), s.number("nu"));
    penalized(Qhm { beta, nu, v: both(0.0) }, s)
}

/// Stable on a quadratic exactly for η < 2 (1 + β)/((1 + β − 2νβ) λmax), by the criterion of Jury on its 2 × 2 matrix:
/// trace 1 + β − ηλ (1 − νβ), determinant β (1 − ηλ (1 − ν)).
pub const ENTRY: Entry = Entry {
    key: "qhm",
    name: "QHM",
    rule: r"\mathbf{v} \leftarrow \beta \mathbf{v} + (1 - \beta) \, \mathbf{g} \\ \mathbf{w} \leftarrow \mathbf{w} - \eta \, ((1 - \nu) \, \mathbf{g} + \nu \mathbf{v})",
    family: Family::Momentum,
    source: "J. Ma, D. Yarats, Quasi-hyperbolic momentum and Adam for deep learning, 2019",
    defaults: &[Defaults::own("paper", 1.0)],
    parameters: &[
        Parameter::number("nu", "ν", "share of the average", 0.7, Range::closed(0.0, 1.0), Slider::TowardsOne(0.999)),
        Parameter::number("beta", "β", "decay of the average", 0.999, Range::FRACTION, Slider::TowardsOne(0.9999)),
        PENALTY,
    ],
    gain: |_| 1.0,
    stability: |s| {
        let (nu, beta) = (s.number("nu"), s.number("beta"));
        sharpness(2.0 * (1.0 + beta) / (1.0 + beta - 2.0 * nu * beta), s)
    },
    linear: Some(Linear {
        recurrence: |s, momentum| {
            let (nu, beta) = (s.number("nu"), momentum.unwrap_or(s.number("beta")));
            let averaged = Recurrence::heavy_ball(beta, 1.0 - beta, s.number(PENALTY.key));
            Some(Recurrence { carried: nu, direct: 1.0 - nu, ..averaged })
        },
        // With ν = 1 it is the heavy ball, than which no recurrence of this order is faster.
        tuning: Tuning::HeavyBall { momentum: "beta", with: &[("nu", 1.0)] },
    }),
    code: listed(|s| {
        Listing::new("v = 0").penalized(s).then(lines! {
            "v = beta*v + (1 - beta)*dw" => "v",
            "w = w - lr*((1 - nu)*dw + nu*v)" => "w",
        })
    }),
    is_rule: |_| true,
    torch: None,
    optax: None,
    build,
    abreast: abreast(build),
};
