//! Schedules: how the learning rate changes from step to step, one file each.
//!
//! A schedule file holds its [`Schedule`] and an [`Entry`] that describes it.
//! The line of `registry!` below is the only place besides a schedule's own file that names it: page, tests and docs
//! read [`ALL`].
//! Several schedules in a row make a [`Plan`].

mod curve;
mod momenta;
mod plan;

use crate::call::Call;
use crate::parameter::{Parameter, Range, Settings, Slider};
use crate::registry::registry;
use crate::tempo::Schedule;

pub use plan::{Joint, Plan};

use curve::Curve;
use momenta::{CYCLE_MOMENTUM, Momenta, momentum};

/// The description of a schedule of the catalogue.
#[derive(Debug)]
pub struct Entry {
    /// The name in links and test data, as "cosine".
    pub key: &'static str,
    /// The name on the page.
    pub name: &'static str,
    /// The learning rate ηₜ of update t → t + 1 in LaTeX, with η₀ for the base rate.
    pub rule: &'static str,
    /// What it is good for, in one sentence.
    pub about: &'static str,
    /// Authors, title, year, or the PyTorch class whose numbers it gives.
    pub source: &'static str,
    /// Its parameters.
    pub parameters: &'static [Parameter],
    /// The learning rate as Python.
    pub code: Option<Write>,
    /// What `torch.optim.lr_scheduler` has with these settings that gives exactly this, at a base rate.
    pub torch: Option<Spell>,
    /// The schedule with these settings, which hold every parameter above, before its first step.
    pub build: fn(&Settings) -> Box<dyn Schedule>,
}

/// A schedule as Python: the body of a function of `base`, η₀, `t` and its parameters that returns ηₜ, or ηₜ and a
/// momentum.
///
/// Of one that looks at losses it is that of a function of the parameters that returns a function of `base`, `t` and
/// `loss`, to be called once for each t in order.
/// `cos`, `sqrt`, `pi` and `inf` are those of Python's `math`.
pub type Write = fn(&Settings) -> String;

/// How PyTorch spells a schedule with some settings at a base rate, if it has it.
pub type Spell = fn(&Settings, f64) -> Option<Call>;

registry! {
    step
    multi_step
    exponential
    inverse_time
    inverse_square_root
    linear_decay
    polynomial
    cosine
    cosine_restarts
    linear
    constant_factor
    noam
    one_cycle
    cyclic
    plateau
}

/// A number of steps from 1 to 10⁶; a fraction of a step is allowed.
const fn steps(key: &'static str, symbol: &'static str, name: &'static str, default: f64) -> Parameter {
    Parameter::number(key, symbol, name, default, Range::closed(1.0, 1e6), Slider::Logarithmic(1.0, 2000.0))
}

/// A factor in [0, 1]; after a factor of 0 nothing moves.
const fn factor(key: &'static str, symbol: &'static str, name: &'static str, default: f64) -> Parameter {
    Parameter::number(key, symbol, name, default, Range::closed(0.0, 1.0), Slider::TowardsOne(0.9999))
}

/// The speed k ≥ 0 of a decay with the step number.
const fn decay(default: f64) -> Parameter {
    Parameter::number("k", "k", "decay per step", default, Range::NOT_NEGATIVE, Slider::Logarithmic(1e-4, 1.0))
}

/// A share of the base rate in [0, 1].
const fn share(key: &'static str, symbol: &'static str, name: &'static str, default: f64) -> Parameter {
    Parameter::number(key, symbol, name, default, Range::closed(0.0, 1.0), Slider::Linear(0.0, 1.0))
}

/// A learning rate ≥ 0 below which the schedule does not go, 0 unless it is set.
const fn lowest(key: &'static str) -> Parameter {
    Parameter::number(key, "ηₘᵢₙ", "lowest rate", 0.0, Range::NOT_NEGATIVE, Slider::Logarithmic(1e-6, 1.0))
}

/// Whether all of these settings are whole numbers, as PyTorch wants those that count steps.
fn is_whole(s: &Settings, keys: &[&str]) -> bool {
    keys.iter().all(|key| s.number(key).fract() == 0.0)
}
