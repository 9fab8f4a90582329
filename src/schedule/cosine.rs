//! Cosine annealing: half a wave of the cosine from the base rate down to the lowest.
//!
//! - t < T: ηₜ = ηₘᵢₙ + (η₀ − ηₘᵢₙ) (1 + cos(π t/T))/2
//! - t = T: ηₜ = ηₘᵢₙ
//! - t > T: by the same formula it climbs back, with period 2T (PyTorch), or it stays at ηₘᵢₙ
//!
//! I. Loshchilov, F. Hutter, SGDR: Stochastic gradient descent with warm restarts, 2017, equation (5), without
//! restarts.
//! `torch.optim.lr_scheduler.CosineAnnealingLR`; it climbs back, and is recursive, with the same result to rounding.
//! optax's `cosine_decay_schedule` stays.

use super::{Curve, Entry, is_whole, lowest, steps};
use crate::call::{Call, written};
use crate::parameter::{Choice, Parameter};
use crate::tempo::{Pace, Schedule};

struct Cosine {
    length: f64,
    lowest: f64,
    climbs_back: bool,
}

impl Schedule for Cosine {
    fn pace(&mut self, base: f64, t: usize, _: f64) -> Pace {
        let t = t as f64;
        let t = if self.climbs_back { t } else { t.min(self.length) };
        Pace::rate(Curve::Cosine.at(base, self.lowest, t / self.length))
    }
}

const BEYOND: &[Choice] = &[
    Choice { key: "back", name: "climb back, as PyTorch", rule: "" },
    Choice {
        key: "stay",
        name: "stay at the lowest rate",
        rule: r"\eta_t = \eta_{\min} + \frac{\eta_0 - \eta_{\min}}{2} \left( 1 + \cos \frac{\pi \min(t, T)}{T} \right)",
    },
];

/// Level at both ends: long at the full rate, and long at the lowest.
pub const ENTRY: Entry = Entry {
    key: "cosine",
    name: "Cosine annealing",
    rule: r"\eta_t = \eta_{\min} + \frac{\eta_0 - \eta_{\min}}{2} \left( 1 + \cos \frac{\pi t}{T} \right)",
    about: "Long at the full rate, then smoothly down; in PyTorch it climbs back if the run is longer.",
    source: "I. Loshchilov, F. Hutter, SGDR: Stochastic gradient descent with warm restarts, 2017",
    parameters: &[
        steps("T_max", "T", "steps to the lowest rate", 300.0),
        lowest("eta_min"),
        Parameter::choice("beyond", "after that", BEYOND),
    ],
    code: written(|s| {
        let t = if s.choice("beyond") == "back" { "t" } else { "min(t, T_max)" };
        format!("return eta_min + (base - eta_min)*(1 + cos(pi*{t}/T_max))/2")
    }),
    torch: written(|s, _| {
        let call = Call::new("CosineAnnealingLR").number("T_max", s.number("T_max"));
        let call = call.unless(0.0, "eta_min", s.number("eta_min"));
        (is_whole(s, &["T_max"]) && s.choice("beyond") == "back").then_some(call)
    }),
    build: |s| {
        Box::new(Cosine {
            length: s.number("T_max"),
            lowest: s.number("eta_min"),
            climbs_back: s.choice("beyond") == "back",
        })
    },
};
