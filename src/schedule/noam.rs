//! Noam: a linear warm-up, then decay with the inverse square root of the step.
//!
//! - t + 1 < n: ηₜ = η₀ (t + 1)/n
//! - t + 1 ≥ n: ηₜ = η₀ √(n/(t + 1))
//!
//! Both give η₀ at t + 1 = n, the peak.
//! A. Vaswani et al., Attention is all you need, 2017, equation (3): the factor d^(−1/2) there, with which the peak is
//! at (d n)^(−1/2), is replaced by one that makes the peak η₀.
//! In PyTorch a `torch.optim.lr_scheduler.LambdaLR`.

use super::{Entry, steps};
use crate::call::written;
use crate::tempo::{Pace, Schedule};

struct Noam {
    warmup: f64,
}

impl Schedule for Noam {
    fn pace(&mut self, base: f64, t: usize, _: f64) -> Pace {
        let share = (t as f64 + 1.0) / self.warmup;
        Pace::rate(base * share.min(1.0 / libm::sqrt(share)))
    }
}

/// Named after Noam Shazeer, one of the paper's authors.
pub const ENTRY: Entry = Entry {
    key: "noam",
    name: "Noam",
    rule: r"\eta_t = \eta_0 \, \min \left( \frac{t + 1}{n}, \sqrt{\frac{n}{t + 1}} \right)",
    about: "Warms up in a straight line, then falls slowly: how transformers were first trained.",
    source: "A. Vaswani et al., Attention is all you need, 2017",
    parameters: &[steps("warmup", "n", "steps of warm-up", 40.0)],
    code: written(|_| "share = (t + 1)/warmup\nreturn base*min(share, 1/sqrt(share))".into()),
    torch: None,
    build: |s| Box::new(Noam { warmup: s.number("warmup") }),
};
