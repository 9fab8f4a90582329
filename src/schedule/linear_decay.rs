//! Linear decay to a constant: a straight line down, then level.
//!
//! - t < τ: ηₜ = (1 − α) η₀ + α η_τ, α = t/τ
//! - t ≥ τ: ηₜ = η_τ = r η₀
//!
//! I. Goodfellow, Y. Bengio, A. Courville, Deep learning, 2016, equation (8.14), where r is roughly 1 percent.
//! In PyTorch a `torch.optim.lr_scheduler.LinearLR` from 1 to r.

use super::{Curve, Entry, is_whole, share, steps};
use crate::call::{Call, written};
use crate::tempo::{Pace, Schedule};

struct LinearDecay {
    tau: f64,
    end_ratio: f64,
}

impl Schedule for LinearDecay {
    fn pace(&mut self, base: f64, t: usize, _: f64) -> Pace {
        let alpha = (t as f64 / self.tau).min(1.0);
        Pace::rate(base * Curve::Linear.at(1.0, self.end_ratio, alpha))
    }
}

/// The textbook's own schedule for stochastic gradient descent.
pub const ENTRY: Entry = Entry {
    key: "linear_decay",
    name: "Linear decay to a constant",
    rule: r"\eta_t = (1 - \alpha) \, \eta_0 + \alpha \, r \, \eta_0 \quad \alpha = \min(t / \tau, 1)",
    about: "A straight line down to a small rate that stays: the run never quite stops.",
    source: "I. Goodfellow, Y. Bengio, A. Courville, Deep learning, 2016",
    parameters: &[steps("tau", "τ", "steps of the decay", 200.0), share("end_ratio", "r", "share at the end", 0.01)],
    code: written(|_| "alpha = min(t/tau, 1)\nreturn (1 - alpha)*base + alpha*end_ratio*base".into()),
    torch: written(|s, _| {
        let call = Call::new("LinearLR").number("start_factor", 1.0).number("end_factor", s.number("end_ratio"));
        is_whole(s, &["tau"]).then(|| call.number("total_iters", s.number("tau")))
    }),
    build: |s| Box::new(LinearDecay { tau: s.number("tau"), end_ratio: s.number("end_ratio") }),
};
