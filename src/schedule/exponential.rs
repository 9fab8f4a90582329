//! Exponential decay: the same factor at every step.
//!
//! ηₜ = η₀ γᵗ, t = 0, 1, 2, …
//!
//! `torch.optim.lr_scheduler.ExponentialLR`; it multiplies up where this takes a power, with the same result to
//! rounding.

use super::{Entry, factor};
use crate::call::{Call, written};
use crate::tempo::{Pace, Schedule};

struct Exponential {
    gamma: f64,
}

impl Schedule for Exponential {
    fn pace(&mut self, base: f64, t: usize, _: f64) -> Pace {
        Pace::rate(base * libm::pow(self.gamma, t as f64))
    }
}

/// With γ < 1 all steps together are at most η₀/(1 − γ) gradients long: too fast a decay never arrives.
pub const ENTRY: Entry = Entry {
    key: "exponential",
    name: "Exponential",
    rule: r"\eta_t = \eta_0 \, \gamma^t",
    about: "The same factor at every step: quick at first, and never arriving if it is too quick.",
    source: "torch.optim.lr_scheduler.ExponentialLR",
    parameters: &[factor("gamma", "γ", "factor per step", 0.99)],
    code: written(|_| "return base*gamma**t".into()),
    torch: written(|s, _| Some(Call::new("ExponentialLR").number("gamma", s.number("gamma")))),
    build: |s| Box::new(Exponential { gamma: s.number("gamma") }),
};
