//! Polynomial decay: down to zero as a power of the steps that are left.
//!
//! - t < T: ηₜ = η₀ (1 − t/T)ᵖ
//! - t ≥ T: ηₜ = 0, or η₀ if p = 0
//!
//! `torch.optim.lr_scheduler.PolynomialLR`; it multiplies up where this takes a power, with the same result to
//! rounding.

use super::{Entry, is_whole, steps};
use crate::call::{Call, written};
use crate::parameter::{Parameter, Range, Slider};
use crate::tempo::{Pace, Schedule};

struct Polynomial {
    total: f64,
    power: f64,
}

impl Schedule for Polynomial {
    fn pace(&mut self, base: f64, t: usize, _: f64) -> Pace {
        let left = 1.0 - (t as f64).min(self.total) / self.total;
        Pace::rate(base * libm::pow(left, self.power))
    }
}

/// p = 1 is a straight line; p > 1 drops early, p < 1 late.
pub const ENTRY: Entry = Entry {
    key: "polynomial",
    name: "Polynomial",
    rule: r"\eta_t = \eta_0 \left( 1 - \frac{\min(t, T)}{T} \right)^p",
    about: "Down to zero at a chosen step, where everything stops, wherever it is.",
    source: "torch.optim.lr_scheduler.PolynomialLR",
    parameters: &[
        steps("total_iters", "T", "steps to zero", 300.0),
        Parameter::number("power", "p", "power", 1.0, Range::closed(0.0, 100.0), Slider::Linear(0.0, 4.0)),
    ],
    code: written(|_| "return base*(1 - min(t, total_iters)/total_iters)**power".into()),
    torch: written(|s, _| {
        let call = Call::new("PolynomialLR").number("total_iters", s.number("total_iters"));
        is_whole(s, &["total_iters"]).then(|| call.number("power", s.number("power")))
    }),
    build: |s| Box::new(Polynomial { total: s.number("total_iters"), power: s.number("power") }),
};
