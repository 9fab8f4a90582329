//! ASGD: gradient descent at a slowly falling rate, with the average of its iterates beside it.
//!
//! w ← (1 − lₜ λ₀) w − lₜ g; w̄ ← w̄ + m (w − w̄), m = 1/max(1, t − 1 − t₀), the mean of those from t₀ + 2 on;
//! lₜ₊₁ = η/(1 + λ₀ η t)^α, with l₁ = η and t counted from 1.
//!
//! The path shown is that of w; w̄ equals w until averaging sets in, which with the default t₀ = 10⁶ it never does
//! here.
//! This is `torch.optim.ASGD`, whose weight decay adds λ w to g; λ₀ is its `lambd`.
//! Under a schedule each lₜ₊₁ comes from the rate of update t, one step late, as there.
//! B. T. Polyak, A. B. Juditsky, Acceleration of stochastic approximation by averaging, 1992; with this rate
//! W. Xu, Towards optimal one pass large scale learning with averaged stochastic gradient descent, 2011.

use super::{
    Defaults, Entry, Family, Here, Linear, Listing, Optimizer, PENALTY, Recurrence, Rule, Stability, Tuning, Width,
    abreast, both, lines, listed, penalized,
};
use crate::call::{Call, written};
use crate::linear::Vec2;
use crate::parameter::{Parameter, Range, Settings, Slider};

#[derive(Clone)]
struct Asgd<N = f64> {
    decay: f64,
    alpha: f64,
    averaged_from: f64,
    /// The rate lₜ of the next update; before the first it is not known yet.
    rate: Option<f64>,
    /// The average w̄.
    average: Vec2<N>,
}

impl<N: Width> Rule<N> for Asgd<N> {
    #[inline]
    fn step(&mut self, here: &Here<N>) -> Vec2<N> {
        let (w, g, t) = (here.w, here.gradient, here.t as f64);
        let rate = self.rate.unwrap_or(here.rate);
        let next = (1.0 - self.decay * rate) * w - rate * g;
        let since = t - self.averaged_from;
        self.average = if since > 1.0 { self.average + (1.0 / since) * (next - self.average) } else { next };
        self.rate = Some(here.rate / libm::pow(1.0 + self.decay * here.rate * (t + 1.0), self.alpha));
        next
    }

    fn state(&self) -> Vec<(&'static str, Vec2<N>)> {
        // Before the first update it is that of the schedule.
        vec![("w̄", self.average), ("η", both(self.rate.unwrap_or(f64::NAN)))]
    }
}

fn build<N: Width>(s: &Settings) -> Box<dyn Optimizer<N>> {
    let rule = Asgd {
        decay: s.number("lambd"),
        alpha: s.number("alpha"),
        averaged_from: s.number("t0"),
        rate: None,
        average: both(0.0),
    };
    penalized(rule, s)
}

/// Gradient descent's limit where the rate stays as it is; otherwise any rate falls below it in the end.
pub const ENTRY: Entry = Entry {
    key: "asgd",
    name: "ASGD",
    rule: r"l_t = \frac{\eta}{(1 + \lambda_0 \eta \, (t - 1))^\alpha} \\ \mathbf{w} \leftarrow (1 - \lambda_0 l_t) \, \mathbf{w} - l_t \, \mathbf{g} \\ \bar{\mathbf{w}} \leftarrow \bar{\mathbf{w}} + \frac{\mathbf{w} - \bar{\mathbf{w}}}{\max(1, t - 1 - t_0)}",
    family: Family::Momentum,
    source: "B. T. Polyak, A. B. Juditsky, Acceleration of stochastic approximation by averaging, 1992",
    defaults: &[Defaults::own("PyTorch", 0.01)],
    parameters: &[
        Parameter::number("lambd", "λ₀", "decay of rate and w", 1e-4, Range::NOT_NEGATIVE, Slider::Linear(0.0, 0.1)),
        Parameter::number(
            "alpha",
            "α",
            "power of the falling rate",
            0.75,
            Range::NOT_NEGATIVE,
            Slider::Linear(0.0, 1.0),
        ),
        Parameter::number(
            "t0",
            "t₀",
            "steps before averaging",
            1e6,
            Range::NOT_NEGATIVE,
            Slider::Logarithmic(1.0, 1e6),
        ),
        PENALTY,
    ],
    gain: |_| 1.0,
    stability: |s| {
        let (lambd, decay) = (s.number("lambd"), s.number("weight_decay"));
        match lambd + decay {
            0.0 => Stability::Sharpness(2.0),
            decay if lambd == 0.0 || s.number("alpha") == 0.0 => Stability::DecayedSharpness { limit: 2.0, decay },
            _ => Stability::SelfLimiting,
        }
    },
    linear: Some(Linear {
        recurrence: |s, _| {
            let (lambd, decay) = (s.number("lambd"), s.number(PENALTY.key));
            let stays = lambd == 0.0 || s.number("alpha") == 0.0;
            stays.then(|| Recurrence::descent(lambd + decay))
        },
        tuning: Tuning::Rate,
    }),
    code: listed(|s| {
        Listing::new(lines! { "w_bar = w", "eta = lr" }).penalized(s).then(lines! {
            "w = (1 - lambd*eta)*w - eta*dw" => "w",
            "w_bar = w_bar + (w - w_bar)/max(1, t - 1 - t0)" => "w̄",
            "eta = lr/(1 + lambd*lr*t)**alpha" => "η",
        })
    }),
    is_rule: |_| false,
    torch: written(|s| {
        let call = Call::new("ASGD").number("lambd", s.number("lambd")).number("alpha", s.number("alpha"));
        Some(call.number("t0", s.number("t0")).unless(0.0, "weight_decay", s.number(PENALTY.key)))
    }),
    optax: None,
    build,
    abreast: abreast(build),
};
