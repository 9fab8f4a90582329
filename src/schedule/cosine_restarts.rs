//! Cosine annealing with warm restarts: down by a cosine, up at once, and again, each time for longer.
//!
//! Round i = 0, 1, 2, … has Tᵢ = T₀ mⁱ steps and begins at the step sᵢ = T₀ + … + Tᵢ₋₁; sᵢ ≤ t < sᵢ₊₁:
//!
//! ηₜ = ηₘᵢₙ + (η₀ − ηₘᵢₙ) (1 + cos(π (t − sᵢ)/Tᵢ))/2
//!
//! A round begins at η₀ and ends a step before ηₘᵢₙ, which is never reached.
//! I. Loshchilov, F. Hutter, SGDR: Stochastic gradient descent with warm restarts, 2017, equation (5).
//! `torch.optim.lr_scheduler.CosineAnnealingWarmRestarts`.

use super::{Curve, Entry, is_whole, lowest, steps};
use crate::call::{Call, written};
use crate::parameter::{Parameter, Range, Slider};
use crate::tempo::{Pace, Schedule};

struct CosineRestarts {
    growth: f64,
    lowest: f64,
    /// The step at which this round has begun.
    start: f64,
    /// The steps of this round.
    length: f64,
}

impl Schedule for CosineRestarts {
    fn pace(&mut self, base: f64, t: usize, _: f64) -> Pace {
        let t = t as f64;
        while t - self.start >= self.length {
            self.start += self.length;
            self.length *= self.growth;
        }
        Pace::rate(Curve::Cosine.at(base, self.lowest, (t - self.start) / self.length))
    }
}

/// With m = 2 the restarts come at T₀, 3T₀, 7T₀, …
pub const ENTRY: Entry = Entry {
    key: "cosine_restarts",
    name: "Cosine with warm restarts",
    rule: r"\eta_t = \eta_{\min} + \frac{\eta_0 - \eta_{\min}}{2} \left( 1 + \cos \frac{\pi (t - s_i)}{T_i} \right) \\ T_i = T_0 \, m^i \quad s_i = T_0 + \dots + T_{i-1} \le t",
    about: "Settles, then jumps back to the full rate: a restart may leave a poor minimum for a better one.",
    source: "I. Loshchilov, F. Hutter, SGDR: Stochastic gradient descent with warm restarts, 2017",
    parameters: &[
        steps("T_0", "T₀", "steps of the first round", 50.0),
        Parameter::number(
            "T_mult",
            "m",
            "growth of the rounds",
            2.0,
            Range::closed(1.0, 100.0),
            Slider::Linear(1.0, 4.0),
        ),
        lowest("eta_min"),
    ],
    code: written(|_| {
        let lines = [
            "start, length = 0, T_0",
            "while t - start >= length:",
            "    start, length = start + length, length*T_mult",
            "return eta_min + (base - eta_min)*(1 + cos(pi*(t - start)/length))/2",
        ];
        lines.join("\n")
    }),
    torch: written(|s, _| {
        let call = Call::new("CosineAnnealingWarmRestarts").number("T_0", s.number("T_0"));
        let call = call.number("T_mult", s.number("T_mult")).unless(0.0, "eta_min", s.number("eta_min"));
        is_whole(s, &["T_0", "T_mult"]).then_some(call)
    }),
    build: |s| {
        Box::new(CosineRestarts {
            growth: s.number("T_mult"),
            lowest: s.number("eta_min"),
            start: 0.0,
            length: s.number("T_0"),
        })
    },
};
