//! One cycle: up from a small rate to the base rate, and down to a far smaller one.
//!
//! With the step p T − 1 of the peak, the lowest rates a = η₀/d at the start and z = a/f at the end, and ⌒ for a curve:
//!
//! - two phases: a ⌒ η₀ for t ≤ p T − 1; η₀ ⌒ z for p T − 1 < t ≤ T − 1
//! - three: a ⌒ η₀ for t ≤ p T − 1; η₀ ⌒ a for p T − 1 < t ≤ 2 p T − 2; a ⌒ z for 2 p T − 2 < t ≤ T − 1
//! - t > T − 1: ηₜ as at T − 1
//!
//! The momentum, if it moves, is greatest at a and z, least at η₀, and between by the same curve at the same steps.
//! The base rate is the peak, PyTorch's `max_lr`.
//!
//! `torch.optim.lr_scheduler.OneCycleLR`, with its phases, which end a step earlier than p T and T (optax's do not),
//! and with the first phase counted from t = 0.
//! It moves the momentum unless told not to, here it is the other way round; it refuses steps after t = T; and with
//! p T = 1 it divides by zero at t = 0, where this is at the peak.
//! L. N. Smith, N. Topin, Super-convergence: Very fast training of neural networks using large learning rates, 2018.

use super::{CYCLE_MOMENTUM, Curve, Entry, Momenta, is_whole, momentum, share, steps};
use crate::call::{Call, written};
use crate::parameter::{Choice, Parameter, Range, Slider};
use crate::tempo::{Pace, Schedule};

struct OneCycle {
    /// Where each phase ends.
    ends: Vec<Point>,
    curve: Curve,
    momenta: Option<Momenta>,
}

/// A step with the rate there, as a share of the base rate.
#[derive(Clone, Copy)]
struct Point {
    step: f64,
    share: f64,
    at_peak: bool,
}

impl Schedule for OneCycle {
    fn pace(&mut self, base: f64, t: usize, _: f64) -> Pace {
        let last = self.ends.len() - 1;
        let t = (t as f64).min(self.ends[last].step);
        let phase = (1..last).find(|k| t <= self.ends[*k].step).unwrap_or(last);
        let (from, to) = (self.ends[phase - 1], self.ends[phase]);
        // A phase without length is over.
        let done = if to.step > from.step { (t - from.step) / (to.step - from.step) } else { 1.0 };
        let rate = base * self.curve.at(from.share, to.share, done);
        let momentum = self.momenta.map(|momenta| {
            let at = |point: Point| if point.at_peak { momenta.at_peak } else { momenta.at_lowest };
            self.curve.at(at(from), at(to), done)
        });
        Pace { rate, momentum }
    }
}

const CURVES: &[Choice] =
    &[Choice { key: "cos", name: "cosine", rule: "" }, Choice { key: "linear", name: "straight", rule: "" }];

/// A divisor of the rate, from 1 to 10¹².
const fn divisor(key: &'static str, symbol: &'static str, name: &'static str, default: f64) -> Parameter {
    Parameter::number(key, symbol, name, default, Range::closed(1.0, 1e12), Slider::Logarithmic(1.0, 1e5))
}

/// The base rate may be larger than a constant one could be: it is used for a short while.
pub const ENTRY: Entry = Entry {
    key: "one_cycle",
    name: "One cycle",
    rule: r"\eta_0 / d \to \eta_0 \to \eta_0 / (d f) \quad t = 0, \, p T - 1, \, T - 1",
    about: "Up to a rate that could not be held for long, and down again: a flight over bumps, then a landing.",
    source: "L. N. Smith, N. Topin, Super-convergence: Very fast training of neural networks using large learning rates, 2018",
    parameters: &[
        steps("total_steps", "T", "steps in all", 300.0),
        share("pct_start", "p", "share of the way up", 0.3),
        Parameter::choice("anneal_strategy", "curve", CURVES),
        divisor("div_factor", "d", "peak over start", 25.0),
        divisor("final_div_factor", "f", "start over end", 1e4),
        Parameter::switch("three_phase", "three phases"),
        CYCLE_MOMENTUM,
        momentum("base_momentum", "μ₋", "momentum at the peak", 0.85),
        momentum("max_momentum", "μ₊", "momentum at the ends", 0.95),
    ],
    code: written(|s| {
        let moves = Momenta::of(s).is_some();
        let low =
            |step: &str, share: &str| format!("    ({step}, {share}{}),", if moves { ", max_momentum" } else { "" });
        let mut lines = vec!["ends = [".into(), low("0", "1/div_factor")];
        lines.push(format!("    (pct_start*total_steps - 1, 1{}),", if moves { ", base_momentum" } else { "" }));
        if s.is_on("three_phase") {
            lines.push(low("2*pct_start*total_steps - 2", "1/div_factor"));
        }
        lines.push(low("total_steps - 1", "1/div_factor/final_div_factor"));
        let more = ["]", "t = min(t, total_steps - 1)", "k = next(k for k in range(1, len(ends)) if t <= ends[k][0])"];
        lines.extend(more.map(String::from));
        lines.push("first, last = ends[k - 1], ends[k]".into());
        lines.push("way = (t - first[0])/(last[0] - first[0]) if last[0] > first[0] else 1".into());
        if s.choice("anneal_strategy") != "linear" {
            lines.push("way = (1 - cos(pi*way))/2".into());
        }
        let rate = "base*((1 - way)*first[1] + way*last[1])";
        let momentum = if moves { ", (1 - way)*first[2] + way*last[2]" } else { "" };
        lines.push(format!("return {rate}{momentum}"));
        lines.join("\n")
    }),
    torch: written(|s, rate| {
        let [total, share] = ["total_steps", "pct_start"].map(|key| s.number(key));
        let call = Call::new("OneCycleLR").number("max_lr", rate).number("total_steps", total);
        let call =
            call.number("pct_start", share).with("anneal_strategy", format!("{:?}", s.choice("anneal_strategy")));
        let call = Momenta::spelled(s, call).number("div_factor", s.number("div_factor"));
        let call = call.number("final_div_factor", s.number("final_div_factor"));
        let call = call.switch("three_phase", s.is_on("three_phase"));
        // Where the peak is at the first step or the last, PyTorch divides by zero.
        let has_phases = share * total > 1.0 && share < 1.0;
        (is_whole(s, &["total_steps"]) && has_phases).then_some(Call { lasts: total, ..call })
    }),
    build: |s| {
        let (total, peak) = (s.number("total_steps"), s.number("pct_start") * s.number("total_steps"));
        let start = 1.0 / s.number("div_factor");
        let low = |step, share| Point { step, share, at_peak: false };
        let mut ends = vec![low(0.0, start), Point { step: peak - 1.0, share: 1.0, at_peak: true }];
        if s.is_on("three_phase") {
            ends.push(low(2.0 * peak - 2.0, start));
        }
        ends.push(low(total - 1.0, start / s.number("final_div_factor")));
        let curve = if s.choice("anneal_strategy") == "linear" { Curve::Linear } else { Curve::Cosine };
        Box::new(OneCycle { ends, curve, momenta: Momenta::of(s) })
    },
};
