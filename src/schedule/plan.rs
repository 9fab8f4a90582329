//! Schedules in a row.

use crate::tempo::{Pace, Schedule};

/// How a schedule joins those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joint {
    /// From this step on it takes over from all those before it, with its own steps counted from there and from the
    /// base rate (`torch.optim.lr_scheduler.SequentialLR`).
    After(usize),
    /// It takes what those before it give for its own base rate, with its steps counted from the first: their factors
    /// multiply, until a later one takes over.
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

    fn looks_at_loss(&self) -> bool {
        self.first.looks_at_loss() || self.rest.iter().any(|(_, schedule)| schedule.looks_at_loss())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameter::{Setting, Settings};
    use crate::schedule::find;

    fn rates(mut schedule: impl Schedule, count: usize) -> Vec<f64> {
        (0..count).map(|t| schedule.pace(1.0, t, 0.0).rate).collect()
    }

    fn halving() -> Box<dyn Schedule> {
        let entry = find("exponential").expect("a registered schedule");
        let given = [("gamma".to_string(), Setting::Number(0.5))].into();
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
