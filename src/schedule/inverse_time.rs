//! Inverse time decay: the rate falls like 1/t, as the classical proofs of convergence ask.
//!
//! ηₜ = η₀ / (1 + k t), t = 0, 1, 2, …
//!
//! The rates sum to infinity and their squares do not, as asked for by H. Robbins, S. Monro, A stochastic approximation
//! method, 1951, theorem 2.
//! In PyTorch a `torch.optim.lr_scheduler.LambdaLR` with `lambda t: 1 / (1 + k * t)`.

use super::{Entry, decay};
use crate::call::written;
use crate::tempo::{Pace, Schedule};

struct InverseTime {
    k: f64,
}

impl Schedule for InverseTime {
    fn pace(&mut self, base: f64, t: usize, _: f64) -> Pace {
        Pace::rate(base / (1.0 + self.k * t as f64))
    }
}

/// After 1/k steps the rate has halved.
pub const ENTRY: Entry = Entry {
    key: "inverse_time",
    name: "Inverse time",
    rule: r"\eta_t = \frac{\eta_0}{1 + k t}",
    about: "Falls fast, then ever more slowly: noise dies out, and yet no distance is too far.",
    source: "H. Robbins, S. Monro, A stochastic approximation method, 1951",
    parameters: &[decay(0.01)],
    code: written(|_| "return base/(1 + k*t)".into()),
    torch: None,
    build: |s| Box::new(InverseTime { k: s.number("k") }),
};
