//! Step decay: the rate drops by a factor every so many steps.
//!
//! ηₜ = η₀ γ^⌊t/n⌋, t = 0, 1, 2, …
//!
//! `torch.optim.lr_scheduler.StepLR`.

use super::{Entry, factor, is_whole, steps};
use crate::call::{Call, written};
use crate::tempo::{Pace, Schedule};

struct Step {
    size: f64,
    gamma: f64,
}

impl Schedule for Step {
    fn pace(&mut self, base: f64, t: usize, _: f64) -> Pace {
        Pace::rate(base * libm::pow(self.gamma, libm::floor(t as f64 / self.size)))
    }
}

/// A fraction of a step in n is allowed: drops then come at the first whole step after each multiple.
pub const ENTRY: Entry = Entry {
    key: "step",
    name: "Step",
    rule: r"\eta_t = \eta_0 \, \gamma^{\lfloor t / n \rfloor}",
    about: "Large steps for a while, then smaller ones: the loss falls in stairs.",
    source: "torch.optim.lr_scheduler.StepLR",
    parameters: &[steps("step_size", "n", "steps between drops", 200.0), factor("gamma", "γ", "factor of a drop", 0.5)],
    code: written(|_| "return base*gamma**(t//step_size)".into()),
    torch: written(|s, _| {
        let call = Call::new("StepLR").number("step_size", s.number("step_size")).number("gamma", s.number("gamma"));
        is_whole(s, &["step_size"]).then_some(call)
    }),
    build: |s| Box::new(Step { size: s.number("step_size"), gamma: s.number("gamma") }),
};
