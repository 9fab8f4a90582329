//! Schedules: how the learning rate changes from step to step, one file each.
//!
//! A schedule file holds its [`Schedule`] and an [`Entry`] that describes it.
//! The line of [`catalogue!`] below is the only place besides a schedule's own file that names it: page, tests and docs
//! read [`ALL`].
//! Several schedules in a row make a [`Plan`].

use crate::parameter::{Parameter, Range, Settings, Slider};
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

/// Declares the schedules' modules and their registry: one line adds one schedule.
macro_rules! catalogue {
    ($($module:ident)*) => {
        $(mod $module;)*

        /// Every schedule, in the order of the page's list.
        pub static ALL: &[&Entry] = &[$(&$module::ENTRY),*];
    };
}

catalogue! {
    step
    exponential
}

/// The schedule called `key`.
pub fn find(key: &str) -> Option<&'static Entry> {
    ALL.iter().copied().find(|entry| entry.key == key)
}

/// How a schedule joins those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// From this step on it takes over, with its own steps counted from there and from the base rate
    /// (`torch.optim.lr_scheduler.SequentialLR`).
    After(usize),
    /// It takes what those before it give for its own base rate (`ChainedScheduler`).
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

/// A number of steps ≥ 1.
const fn steps(key: &'static str, name: &'static str, default: f64) -> Parameter {
    Parameter::number(key, "n", name, default, Range::closed(1.0, 1e6), Slider::Logarithmic(1.0, 2000.0))
}

/// A factor in [0, 1]; after a factor of 0 nothing moves.
const fn factor(key: &'static str, symbol: &'static str, name: &'static str, default: f64) -> Parameter {
    Parameter::number(key, symbol, name, default, Range::closed(0.0, 1.0), Slider::TowardsOne(0.9999))
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
