//! Constant factor: a share of the base rate at first, then all of it.
//!
//! - t < T: ηₜ = f η₀
//! - t ≥ T: ηₜ = η₀
//!
//! `torch.optim.lr_scheduler.ConstantLR`; it divides by f at T, and so cannot have f = 0.
//! As a warm-up: K. He, X. Zhang, S. Ren, J. Sun, Deep residual learning for image recognition, 2016, section 4.2.

use super::{Entry, is_whole, share, steps};
use crate::call::{Call, written};
use crate::tempo::{Pace, Schedule};

struct ConstantFactor {
    factor: f64,
    total: f64,
}

impl Schedule for ConstantFactor {
    fn pace(&mut self, base: f64, t: usize, _: f64) -> Pace {
        Pace::rate(if (t as f64) < self.total { base * self.factor } else { base })
    }
}

/// The bluntest warm-up: one step up.
pub const ENTRY: Entry = Entry {
    key: "constant_factor",
    name: "Constant warm-up",
    rule: r"\eta_t = f \, \eta_0 \quad t < T \\ \eta_t = \eta_0 \quad t \ge T",
    about: "A smaller rate for the first steps, then at once the whole.",
    source: "torch.optim.lr_scheduler.ConstantLR",
    parameters: &[share("factor", "f", "share at first", 0.3), steps("total_iters", "T", "steps of that", 20.0)],
    code: written(|_| "return base*factor if t < total_iters else base".into()),
    torch: written(|s, _| {
        let call = Call::new("ConstantLR").number("factor", s.number("factor"));
        let call = call.number("total_iters", s.number("total_iters"));
        (is_whole(s, &["total_iters"]) && s.number("factor") > 0.0).then_some(call)
    }),
    build: |s| Box::new(ConstantFactor { factor: s.number("factor"), total: s.number("total_iters") }),
};
