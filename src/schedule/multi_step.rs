//! Multi-step decay: the rate drops by a factor at chosen steps.
//!
//! ηₜ = η₀ γᵏ, k = the number of milestones ≤ t, t = 0, 1, 2, …
//!
//! A milestone that is listed twice counts twice; one at step 0 is over before the first step.
//! `torch.optim.lr_scheduler.MultiStepLR`; it multiplies up where this takes a power, with the same result to rounding.

use super::{Entry, factor};
use crate::call::{Call, literal, written};
use crate::parameter::{Parameter, Range};
use crate::tempo::{Pace, Schedule};

struct MultiStep {
    /// The milestones, in any order.
    milestones: Vec<f64>,
    gamma: f64,
}

impl Schedule for MultiStep {
    fn pace(&mut self, base: f64, t: usize, _: f64) -> Pace {
        let passed = self.milestones.iter().filter(|milestone| **milestone <= t as f64).count();
        Pace::rate(base * libm::pow(self.gamma, passed as f64))
    }
}

/// The drops are where the user wants them: usually by hand, after a look at the loss.
pub const ENTRY: Entry = Entry {
    key: "multi_step",
    name: "Multi-step",
    rule: r"\eta_t = \eta_0 \, \gamma^k \quad k = | \{ i : m_i \le t \} |",
    about: "Drops at steps chosen by hand: place one where the loss has stopped falling.",
    source: "torch.optim.lr_scheduler.MultiStepLR",
    parameters: &[
        Parameter::list("milestones", "steps of the drops", &[100.0, 200.0], Range::closed(0.0, 1e6)),
        factor("gamma", "γ", "factor of a drop", 0.3),
    ],
    code: written(|_| "return base*gamma**sum(milestone <= t for milestone in milestones)".into()),
    torch: written(|s, _| {
        let milestones: Vec<String> = s.list("milestones").iter().map(|step| literal(*step)).collect();
        let call = Call::new("MultiStepLR").with("milestones", format!("[{}]", milestones.join(", ")));
        Some(call.number("gamma", s.number("gamma")))
    }),
    build: |s| Box::new(MultiStep { milestones: s.list("milestones").to_vec(), gamma: s.number("gamma") }),
};
