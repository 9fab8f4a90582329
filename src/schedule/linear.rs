//! Linear: a straight line from one share of the base rate to another, then level; a warm-up or a decay.
//!
//! - t < T: ηₜ = η₀ (a + (b − a) t/T)
//! - t ≥ T: ηₜ = b η₀
//!
//! `torch.optim.lr_scheduler.LinearLR`; it multiplies up, with the same result to rounding, and so cannot start at a =
//! 0.
//! As a warm-up: P. Goyal et al., Accurate, large minibatch SGD: Training ImageNet in 1 hour, 2017, section 2.2.

use super::{Curve, Entry, is_whole, share, steps};
use crate::call::{Call, written};
use crate::tempo::{Pace, Schedule};

struct Linear {
    start: f64,
    end: f64,
    total: f64,
}

impl Schedule for Linear {
    fn pace(&mut self, base: f64, t: usize, _: f64) -> Pace {
        let done = (t as f64).min(self.total) / self.total;
        Pace::rate(base * Curve::Linear.at(self.start, self.end, done))
    }
}

/// A warm-up unless it is told otherwise; another schedule may follow it.
pub const ENTRY: Entry = Entry {
    key: "linear",
    name: "Linear warm-up or decay",
    rule: r"\eta_t = \eta_0 \left( a + (b - a) \frac{\min(t, T)}{T} \right)",
    about: "Begins with small steps, while gradients are largest, and so survives a rate that is too large for the start.",
    source: "torch.optim.lr_scheduler.LinearLR",
    parameters: &[
        share("start_factor", "a", "share at the start", 0.1),
        share("end_factor", "b", "share at the end", 1.0),
        steps("total_iters", "T", "steps between", 20.0),
    ],
    code: written(|_| {
        "done = min(t, total_iters)/total_iters\nreturn base*((1 - done)*start_factor + done*end_factor)".into()
    }),
    torch: written(|s, _| {
        let [start, end] = ["start_factor", "end_factor"].map(|key| s.number(key));
        let call = Call::new("LinearLR").number("start_factor", start).number("end_factor", end);
        let call = call.number("total_iters", s.number("total_iters"));
        (is_whole(s, &["total_iters"]) && start > 0.0).then_some(call)
    }),
    build: |s| {
        Box::new(Linear {
            start: s.number("start_factor"),
            end: s.number("end_factor"),
            total: s.number("total_iters"),
        })
    },
};
