//! Edits of the list of contenders.

use super::{Lab, unused_stream};
use crate::experiment::Contender;
use crate::optimizer;
use crate::parameter::Settings;
use crate::problem::Problem;
use crate::rate::{Preset, Task};
use crate::stationary;
use crate::words::{say, word};

impl Lab {
    /// What a learning rate of this session is chosen for.
    pub(super) fn task(&self) -> Task<'_> {
        Task {
            objective: self.objective(),
            home: self.checked.home(),
            found: self.at_home.get_or_init(|| stationary::find(self.objective(), self.checked.home())),
            start: self.experiment.starts[0],
            steps: self.steps(),
        }
    }

    /// The contender `key` with its defaults and a good rate; `index` names it in an error.
    pub(super) fn fresh(&self, index: usize, key: &str) -> Result<Contender, Problem> {
        let (entry, settings) = Contender::new(key, 0.0).resolve(index)?;
        let rate = self.task().rate(entry, &settings, Preset::Good).unwrap_or(entry.default_rate());
        Ok(Contender::new(key, rate))
    }

    /// Adds the optimizer called `key` as the last contender.
    pub fn add_contender(&mut self, key: &str) -> Result<(), Problem> {
        let contender = self.fresh(self.experiment.contenders.len(), key)?;
        self.change(|e| e.contenders.push(contender))
    }

    /// Adds a copy of contender `index` after it.
    pub fn duplicate_contender(&mut self, index: usize) -> Result<(), Problem> {
        self.change(|e| {
            if let Some(mut contender) = e.contenders.get(index).cloned() {
                // A sequence of its own is its own.
                if contender.batching.stream != 0 {
                    contender.batching.stream = unused_stream(e);
                }
                e.contenders.insert(index + 1, contender);
                e.pins.iter_mut().for_each(|pin| pin.of += usize::from(pin.of > index));
            }
        })
    }

    /// Removes contender `index` with its pins; the last one stays.
    pub fn remove_contender(&mut self, index: usize) -> Result<(), Problem> {
        self.change(|e| {
            if index < e.contenders.len() {
                e.contenders.remove(index);
                e.pins.retain(|pin| pin.of != index);
                e.pins.iter_mut().for_each(|pin| pin.of -= usize::from(pin.of > index));
            }
        })
    }

    /// Sets contender `index` to the learning rate and hyper-parameters of one of its optimizer's sets of defaults, the
    /// one at `place` among them.
    pub fn use_defaults(&mut self, index: usize, place: usize) -> Result<(), Problem> {
        let Some((entry, _)) = self.of_contender(index) else { return Ok(()) };
        let wanted = || Problem::new("defaults", say!("a number below {n}", n = entry.defaults.len()), place);
        let defaults = entry.defaults.get(place).ok_or_else(wanted)?;
        self.change(|e| {
            e.contenders[index].rate = defaults.rate;
            e.contenders[index].parameters = defaults.given();
        })
    }

    /// Sets the learning rate of contender `index` to a preset; says why if there is none.
    pub fn use_preset(&mut self, index: usize, preset: Preset) -> Result<(), Problem> {
        let Some((entry, settings)) = self.of_contender(index) else { return Ok(()) };
        let field = format!("contenders.{}.rate", index + 1);
        let name = Preset::ALL.iter().find(|(known, _)| *known == preset).map_or("", |(_, name)| name);
        let rate = self.task().rate(entry, settings, preset).map_err(|why| {
            let wanted = say!("a rate that is {preset} for {name}", preset = word(name), name = word(entry.name));
            Problem::new(&field, wanted, word(why))
        })?;
        self.change(|e| e.contenders[index].rate = rate)
    }

    /// The optimizer of contender `index` with its settings; none of a run that is pinned, which nothing changes.
    fn of_contender(&self, index: usize) -> Option<&(&'static optimizer::Entry, Settings)> {
        self.checked.contenders[..self.experiment.contenders.len()].get(index)
    }
}
