//! Cyclical rates: up and down in straight lines between the base rate and a multiple of it.
//!
//! Round c = ⌊t/(u + d)⌋ = 0, 1, 2, …, and within it s = t − c (u + d):
//!
//! - s ≤ u: h = s/u; s > u: h = (u + d − s)/d
//! - ηₜ = η₀ + (m − 1) η₀ h q, where q = 1 (triangular), 2⁻ᶜ (triangular2) or γᵗ (exp_range)
//!
//! The momentum, if it moves, is μ₊ − (μ₊ − μ₋) h q.
//! L. N. Smith, Cyclical learning rates for training neural networks, 2017, section 3.
//! `torch.optim.lr_scheduler.CyclicLR` with `base_lr` = η₀ and `max_lr` = m η₀; it moves the momentum unless told not
//! to, here it is the other way round.

use super::{CYCLE_MOMENTUM, Entry, Momenta, factor, is_whole, momentum, steps};
use crate::call::{Call, written};
use crate::parameter::{Choice, Parameter, Range, Slider};
use crate::tempo::{Pace, Schedule};

#[derive(Clone, Copy)]
enum Mode {
    Triangular,
    Halving,
    Exponential { gamma: f64 },
}

struct Cyclic {
    peak: f64,
    up: f64,
    down: f64,
    mode: Mode,
    momenta: Option<Momenta>,
}

impl Schedule for Cyclic {
    fn pace(&mut self, base: f64, t: usize, _: f64) -> Pace {
        let t = t as f64;
        let whole = self.up + self.down;
        let round = libm::floor(t / whole);
        let s = t - round * whole;
        let height = if s <= self.up { s / self.up } else { (whole - s) / self.down };
        let scale = match self.mode {
            Mode::Triangular => 1.0,
            Mode::Halving => libm::exp2(-round),
            Mode::Exponential { gamma } => libm::pow(gamma, t),
        };
        let way = height * scale;
        let momentum = self.momenta.map(|m| m.at_lowest - (m.at_lowest - m.at_peak) * way);
        Pace { rate: base + (self.peak * base - base) * way, momentum }
    }
}

const MODES: &[Choice] = &[
    Choice { key: "triangular", name: "always as high", rule: "q = 1" },
    Choice { key: "triangular2", name: "half as high each time", rule: "q = 2^{-c}" },
    Choice { key: "exp_range", name: "lower at every step", rule: r"q = \gamma^t" },
];

/// The contender's rate is the lower bound, or with m < 1 the upper one.
pub const ENTRY: Entry = Entry {
    key: "cyclic",
    name: "Cyclical",
    rule: r"\eta_t = \eta_0 + (m - 1) \, \eta_0 \, h_t \, q \quad h_t : 0 \to 1 \to 0",
    about: "Up and down again and again: each wave stirs the run up, each trough lets it settle.",
    source: "L. N. Smith, Cyclical learning rates for training neural networks, 2017",
    parameters: &[
        Parameter::number(
            "max_factor",
            "m",
            "peak over base",
            5.0,
            Range::closed(0.0, 1e9),
            Slider::Logarithmic(1.0, 100.0),
        ),
        steps("step_size_up", "u", "steps up", 25.0),
        steps("step_size_down", "d", "steps down", 25.0),
        Parameter::choice("mode", "height", MODES),
        factor("gamma", "γ", "factor per step", 0.99),
        CYCLE_MOMENTUM,
        momentum("base_momentum", "μ₋", "momentum at the peak", 0.8),
        momentum("max_momentum", "μ₊", "momentum at the base", 0.9),
    ],
    code: written(|s| {
        let way = match s.choice("mode") {
            "triangular2" => "height/2**wave",
            "exp_range" => "height*gamma**t",
            _ => "height",
        };
        let moves = Momenta::of(s).is_some();
        let momentum = if moves { ", max_momentum - (max_momentum - base_momentum)*way" } else { "" };
        let lines = [
            "whole = step_size_up + step_size_down".into(),
            "wave, s = divmod(t, whole)".into(),
            "height = s/step_size_up if s <= step_size_up else (whole - s)/step_size_down".into(),
            format!("way = {way}"),
            format!("return base + (max_factor - 1)*base*way{momentum}"),
        ];
        lines.join("\n")
    }),
    torch: written(|s, rate| {
        let call = Call::new("CyclicLR").number("base_lr", rate).number("max_lr", s.number("max_factor") * rate);
        let call = call.number("step_size_up", s.number("step_size_up"));
        let call = call.number("step_size_down", s.number("step_size_down"));
        let call = call.with("mode", format!("{:?}", s.choice("mode")));
        let is_fading = s.choice("mode") == "exp_range";
        let call = if is_fading { call.number("gamma", s.number("gamma")) } else { call };
        is_whole(s, &["step_size_up", "step_size_down"]).then(|| Momenta::spelled(s, call))
    }),
    build: |s| {
        let mode = match s.choice("mode") {
            "triangular2" => Mode::Halving,
            "exp_range" => Mode::Exponential { gamma: s.number("gamma") },
            _ => Mode::Triangular,
        };
        Box::new(Cyclic {
            peak: s.number("max_factor"),
            up: s.number("step_size_up"),
            down: s.number("step_size_down"),
            mode,
            momenta: Momenta::of(s),
        })
    },
};
