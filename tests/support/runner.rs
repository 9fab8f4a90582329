//! An oracle's optimizer with its schedule, ready to run here.

use serde_json::Value;
use steepest::experiment::Contender;
use steepest::linear::Vec2;
use steepest::objective::Objective;
use steepest::optimizer::{self, Optimizer};
use steepest::parameter::{Setting, Settings};
use steepest::run::{Trajectory, climb, descend};
use steepest::schedule;
use steepest::tempo::Tempo;

use super::names::{self, Named, NotBuilt};
use super::oracle::Params;

/// What a case names, in terms of ours.
pub struct Runner {
    contender: Contender,
    entry: &'static optimizer::Entry,
    hyper: Settings,
    stages: Vec<(&'static schedule::Entry, Settings)>,
}

impl Runner {
    /// The oracle's optimizer `name` on its `schedule`, or all that we do not have of them.
    pub fn new(name: &str, params: &Params, schedule: &Value) -> Result<Runner, NotBuilt> {
        let (named, planned) = names::both(names::optimizer(name, params), names::schedule(schedule))?;
        let Named { optimizer, mut parameters, rate: own_rate, maximize } = named;
        let rate = planned.rate.unwrap_or(own_rate);
        if name == "textbook_adamw_paper"
            && let Some(Setting::Number(decay)) = parameters.remove("weight_decay")
        {
            // It decays by λ times η over the optimizer's own rate, which not every schedule counts from.
            parameters.insert("weight_decay".into(), Setting::Number(decay * rate / own_rate));
        }
        let contender = Contender { parameters, schedule: planned.stages, maximize, ..Contender::new(optimizer, rate) };
        let refused = |problem| NotBuilt(vec![format!("{name}: {problem}")]);
        let (entry, hyper) = contender.resolve(0).map_err(refused)?;
        let stages = contender.resolve_schedule(0).map_err(refused)?;
        Ok(Runner { contender, entry, hyper, stages })
    }

    /// Whether it climbs.
    pub fn maximizes(&self) -> bool {
        self.contender.maximize
    }

    /// The optimizer before its first step.
    pub fn build(&self) -> Box<dyn Optimizer> {
        (self.entry.build)(&self.hyper)
    }

    /// The pace, before the first step, whose schedules count updates.
    pub fn tempo(&self) -> Tempo {
        self.contender.tempo(self.contender.rate, &self.stages, None)
    }

    /// A run at `tempo`; closer than `radius` to a stationary point counts as settled.
    pub fn run(&self, objective: &dyn Objective, tempo: Tempo, start: Vec2, steps: usize, radius: f64) -> Trajectory {
        let go = if self.maximizes() { climb } else { descend };
        go(objective, self.build(), tempo, start, steps, radius)
    }
}
