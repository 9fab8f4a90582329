//! Schedules: how the learning rate changes from step to step, one file each.
//!
//! A schedule file holds its [`Schedule`] and an [`Entry`] that describes it.
//! The line of `registry!` below is the only place besides a schedule's own file that names it: page, tests and docs
//! read [`ALL`].
//! Several schedules in a row make a [`Plan`].

use std::f64::consts::PI;

use crate::parameter::{Parameter, Range, Settings, Slider};
use crate::registry::registry;
use crate::tempo::{Pace, Schedule};

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
    /// The schedule with these settings, which hold every parameter above, before its first step.
    pub build: fn(&Settings) -> Box<dyn Schedule>,
}

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

/// How a schedule joins those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// From this step on it takes over, with its own steps counted from there and from the base rate
    /// (`torch.optim.lr_scheduler.SequentialLR`).
    After(usize),
    /// It takes what those before it give for its own base rate: their factors multiply.
    ///
    /// `ChainedScheduler` does so with members that multiply the rate they find (step, multi-step, exponential, linear,
    /// constant factor, polynomial).
    /// A cosine does, until it has been at zero: it climbs back without the other factors in PyTorch, with them here.
    /// The others overwrite in PyTorch what came before them.
    Times,
}

/// Schedules in a row: the first, and each further one with how it joins.
pub struct Plan {
    first: Box<dyn Schedule>,
    rest: Vec<(Joint, Box<dyn Schedule>)>,
}

impl Plan {
    /// A plan that begins with `first`.
    pub fn new(first: Box<dyn Schedule>) -> Self {
        Plan { first, rest: Vec::new() }
    }

    /// The plan with one more schedule.
    pub fn and(mut self, joint: Joint, schedule: Box<dyn Schedule>) -> Self {
        self.rest.push((joint, schedule));
        self
    }
}

impl Schedule for Plan {
    fn pace(&mut self, base: f64, t: usize, loss: f64) -> Pace {
        // The last schedule that has taken over; those before it are done, those after it change what it gives.
        let taken = self.rest.iter().rposition(|(joint, _)| matches!(joint, Joint::After(start) if *start <= t));
        let mut pace = match taken {
            None => self.first.pace(base, t, loss),
            Some(k) => {
                let (joint, schedule) = &mut self.rest[k];
                let start = if let Joint::After(start) = joint { *start } else { 0 };
                schedule.pace(base, t - start, loss)
            }
        };
        for (joint, schedule) in self.rest.iter_mut().skip(taken.map_or(0, |k| k + 1)) {
            if *joint == Joint::Times {
                let further = schedule.pace(pace.rate, t, loss);
                pace = Pace { rate: further.rate, momentum: further.momentum.or(pace.momentum) };
            }
        }
        pace
    }
}

/// A number of steps ≥ 1; a fraction of a step is allowed.
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

/// The curve of a quantity from one value to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Curve {
    Linear,
    /// Half a wave of the cosine, level at both ends.
    Cosine,
}

impl Curve {
    /// The value after a fraction `s` of the way `from` one value `to` another, at 0 and 1 these to the bit; beyond 1 a
    /// cosine swings back.
    fn at(self, from: f64, to: f64, s: f64) -> f64 {
        let way = match self {
            Curve::Linear => s,
            Curve::Cosine => (1.0 - libm::cos(PI * s)) / 2.0,
        };
        (1.0 - way) * from + way * to
    }
}

/// Whether a schedule moves the momentum against the rate.
const CYCLE_MOMENTUM: Parameter = Parameter::switch("cycle_momentum", "move momentum against the rate");

/// A momentum that a schedule moves to.
const fn momentum(key: &'static str, symbol: &'static str, name: &'static str, default: f64) -> Parameter {
    Parameter::number(key, symbol, name, default, Range::closed(0.0, 1.0), Slider::TowardsOne(0.999))
}

/// The momentum where the rate is least and where it is greatest, if the schedule moves it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Momenta {
    at_lowest: f64,
    at_peak: f64,
}

impl Momenta {
    fn of(s: &Settings) -> Option<Momenta> {
        let momenta = Momenta { at_lowest: s.number("max_momentum"), at_peak: s.number("base_momentum") };
        s.is_on(CYCLE_MOMENTUM.key).then_some(momenta)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameter::Settings;

    fn rates(mut schedule: impl Schedule, count: usize) -> Vec<f64> {
        (0..count).map(|t| schedule.pace(1.0, t, 0.0).rate).collect()
    }

    fn halving() -> Box<dyn Schedule> {
        let entry = find("exponential").expect("a registered schedule");
        let given = [("gamma".to_string(), crate::parameter::Setting::Number(0.5))].into();
        (entry.build)(&Settings::resolve("schedule", entry.parameters, &given).expect("a good setting"))
    }

    #[test]
    fn a_later_schedule_counts_from_where_it_takes_over() {
        let plan = Plan::new(halving()).and(Joint::After(3), halving());
        assert_eq!(rates(plan, 6), [1.0, 0.5, 0.25, 1.0, 0.5, 0.25]);
    }

    #[test]
    fn factors_multiply() {
        let plan = Plan::new(halving()).and(Joint::Times, halving());
        assert_eq!(rates(plan, 3), [1.0, 0.25, 0.0625]);
    }
}
