//! Reduce on plateau: the rate drops when the loss has not become better for a while.
//!
//! Before update t → t + 1, t ≥ 1, the loss L(wᵗ) is looked at; L(w⁰) is not, as nothing has been done yet.
//!
//! - It is better if L < (1 − θ) L_best (relative) or L < L_best − θ (absolute): then it is the best, and the count of
//!   bad steps is 0; else one more is bad. L_best = ∞ at first.
//! - While cooling down, the count is held at 0, for a given number of steps.
//! - More bad steps than the patience: η ← max(γ η, ηₘᵢₙ), if this is less by more than ε; cooling down begins either
//!   way, and the count is 0 again.
//!
//! `torch.optim.lr_scheduler.ReduceLROnPlateau` with `mode="min"`, given the loss after each update.
//! A negative loss that is better by a relative threshold may be greater than the best: that is so in PyTorch too.

use super::{Entry, factor, is_whole, lowest};
use crate::call::{Call, written};
use crate::parameter::{Choice, Parameter, Range, Slider};
use crate::tempo::{Pace, Schedule};

struct Plateau {
    factor: f64,
    patience: f64,
    threshold: f64,
    relative: bool,
    cooldown: f64,
    lowest: f64,
    least_change: f64,
    /// The rate as a share of the base rate.
    share: f64,
    best: f64,
    bad: f64,
    /// Steps for which it still cools down.
    cooling: f64,
}

impl Plateau {
    fn is_better(&self, loss: f64) -> bool {
        loss < if self.relative { self.best * (1.0 - self.threshold) } else { self.best - self.threshold }
    }

    fn look_at(&mut self, loss: f64, base: f64) {
        if self.is_better(loss) {
            self.best = loss;
            self.bad = 0.0;
        } else {
            self.bad += 1.0;
        }
        if self.cooling > 0.0 {
            self.cooling -= 1.0;
            self.bad = 0.0;
        }
        if self.bad > self.patience {
            self.reduce(base);
            self.cooling = self.cooldown;
            self.bad = 0.0;
        }
    }

    fn reduce(&mut self, base: f64) {
        let rate = base * self.share;
        let reduced = (rate * self.factor).max(self.lowest);
        if rate - reduced > self.least_change {
            self.share = reduced / base;
        }
    }
}

impl Schedule for Plateau {
    fn pace(&mut self, base: f64, t: usize, loss: f64) -> Pace {
        if t > 0 {
            self.look_at(loss, base);
        }
        Pace::rate(base * self.share)
    }

    fn looks_at_loss(&self) -> bool {
        true
    }
}

const THRESHOLDS: &[Choice] = &[
    Choice { key: "rel", name: "relative to the best loss", rule: r"L < (1 - \theta) \, L_{\min}" },
    Choice { key: "abs", name: "absolute", rule: r"L < L_{\min} - \theta" },
];

/// A number of steps from 0 to 10⁶.
const fn wait(key: &'static str, symbol: &'static str, name: &'static str, default: f64) -> Parameter {
    Parameter::number(key, symbol, name, default, Range::closed(0.0, 1e6), Slider::Linear(0.0, 100.0))
}

/// The only schedule that sees the losses.
pub const ENTRY: Entry = Entry {
    key: "plateau",
    name: "Reduce on plateau",
    rule: r"\eta \leftarrow \max(\gamma \, \eta, \eta_{\min})",
    about: "Waits until the loss has stopped falling, then takes smaller steps: no plan is needed beforehand.",
    source: "torch.optim.lr_scheduler.ReduceLROnPlateau",
    parameters: &[
        factor("factor", "γ", "factor of a drop", 0.5),
        wait("patience", "n", "patience", 10.0),
        Parameter::number("threshold", "θ", "threshold", 1e-4, Range::NOT_NEGATIVE, Slider::Logarithmic(1e-8, 1.0)),
        Parameter::choice("threshold_mode", "threshold is", THRESHOLDS).advanced(),
        wait("cooldown", "c", "cooldown", 0.0),
        lowest("min_lr"),
        Parameter::number("eps", "ε", "least change", 1e-8, Range::NOT_NEGATIVE, Slider::Logarithmic(1e-12, 1e-2))
            .advanced(),
    ],
    code: written(|s| {
        let is_relative = s.choice("threshold_mode") == "rel";
        let better = if is_relative { "best*(1 - threshold)" } else { "best - threshold" };
        let lines = [
            "share, best, bad, cooling = 1, inf, 0, 0",
            "",
            "def rate(base, t, loss):",
            "    nonlocal share, best, bad, cooling",
            "    if t > 0:",
            &format!("        best, bad = (loss, 0) if loss < {better} else (best, bad + 1)"),
            "        if cooling > 0:",
            "            cooling, bad = cooling - 1, 0",
            "        if bad > patience:",
            "            reduced = max(base*share*factor, min_lr)",
            "            if base*share - reduced > eps:",
            "                share = reduced/base",
            "            cooling, bad = cooldown, 0",
            "    return base*share",
            "",
            "return rate",
        ];
        lines.join("\n")
    }),
    torch: written(|s, _| {
        let call = Call::new("ReduceLROnPlateau").number("factor", s.number("factor"));
        let call = call.number("patience", s.number("patience")).number("threshold", s.number("threshold"));
        let call = call.with("threshold_mode", format!("{:?}", s.choice("threshold_mode")));
        let call = call.unless(0.0, "cooldown", s.number("cooldown")).unless(0.0, "min_lr", s.number("min_lr"));
        // PyTorch refuses a factor that drops nothing.
        (is_whole(s, &["patience", "cooldown"]) && s.number("factor") < 1.0)
            .then(|| call.number("eps", s.number("eps")))
    }),
    build: |s| {
        Box::new(Plateau {
            factor: s.number("factor"),
            patience: s.number("patience"),
            threshold: s.number("threshold"),
            relative: s.choice("threshold_mode") == "rel",
            cooldown: s.number("cooldown"),
            lowest: s.number("min_lr"),
            least_change: s.number("eps"),
            share: 1.0,
            best: f64::INFINITY,
            bad: 0.0,
            cooling: 0.0,
        })
    },
};
