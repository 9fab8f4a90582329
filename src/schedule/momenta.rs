//! The momentum of schedules that move it against the rate.

use crate::call::Call;
use crate::parameter::{Parameter, Range, Settings, Slider};

/// Whether a schedule moves the momentum against the rate.
pub const CYCLE_MOMENTUM: Parameter = Parameter::switch("cycle_momentum", "move momentum against the rate");

/// A momentum that a schedule moves to.
pub const fn momentum(key: &'static str, symbol: &'static str, name: &'static str, default: f64) -> Parameter {
    Parameter::number(key, symbol, name, default, Range::closed(0.0, 1.0), Slider::TowardsOne(0.999))
}

/// The momentum where the rate is least and where it is greatest, if the schedule moves it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Momenta {
    /// Where the rate is least.
    pub at_lowest: f64,
    /// Where the rate is greatest.
    pub at_peak: f64,
}

impl Momenta {
    /// What the settings say; none if the schedule leaves the momentum alone.
    pub fn of(s: &Settings) -> Option<Momenta> {
        let momenta = Momenta { at_lowest: s.number("max_momentum"), at_peak: s.number("base_momentum") };
        s.is_on(CYCLE_MOMENTUM.key).then_some(momenta)
    }

    /// PyTorch's `call` of a schedule with what the settings say of the momentum.
    pub fn spelled(s: &Settings, call: Call) -> Call {
        match Momenta::of(s) {
            None => call.with("cycle_momentum", "False"),
            Some(momenta) => call.number("base_momentum", momenta.at_peak).number("max_momentum", momenta.at_lowest),
        }
    }
}
