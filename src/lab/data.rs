//! Edits of the data, and of how contenders go through them.

use std::sync::Arc;

use super::Lab;
use crate::data::Table;
use crate::experiment::{BATCH, Batching, COUNTS, Experiment, Kind, Landscape, ORDER, Order, Seen, Unit};
use crate::parameter::{Parameter, Setting};
use crate::problem::Problem;
use crate::words::text;

/// The size of a mini-batch where none is set yet.
const USUAL_SIZE: usize = 8;

impl Lab {
    /// Descends the loss over the user's own data, or over made ones again, with its own view, start and good rates.
    ///
    /// # Errors
    /// If the landscape is a surface, or the data do not fit the model.
    pub fn bring(&mut self, table: Option<Table>) -> Result<(), Problem> {
        let table = table.map(Arc::new);
        let mut chosen = Landscape { table: table.clone(), ..self.experiment.landscape.clone() };
        let known = chosen.parameters()?;
        chosen.parameters.retain(|key, _| known.iter().any(|parameter| parameter.key == key));
        self.descend(chosen)?;
        self.brought = table;
        Ok(())
    }

    /// The data that the user has brought last and not sent away, though something else may be descended now.
    pub fn brought(&self) -> Option<&Arc<Table>> {
        self.brought.as_ref()
    }

    /// The number of training points; none on a surface.
    pub fn count(&self) -> Option<usize> {
        self.checked.ground.sample().map(|sample| sample.loss.count())
    }

    /// The batch size of a contender as a parameter, up to the number of training points.
    pub fn batch_parameter(&self) -> Parameter {
        let most = self.count().unwrap_or(1) as f64;
        Parameter { advanced: false, ..Parameter::whole(BATCH.key, BATCH.symbol, BATCH.name, 1.0, [1.0, most, most]) }
    }

    /// Sets how contender `index` goes through the data; `key` is that of one of its fields.
    pub(super) fn edit_batching(&mut self, index: usize, field: &str, key: &str, text: &str) -> Result<(), Problem> {
        let batching = self.experiment.contenders[index].batching;
        let usual = USUAL_SIZE.min(self.count().unwrap_or(1));
        let edited = match key {
            "way" => {
                let size = match text {
                    "full" => None,
                    "single" => Some(1),
                    "mini" => Some(batching.size.filter(|size| *size > 1).unwrap_or(usual)),
                    _ => return Err(Problem::new(field, text!("one of full, single, mini"), text)),
                };
                Batching { size, ..batching }
            }
            "batch" => match self.batch_parameter().parse(field, text)? {
                Setting::Number(size) => Batching { size: Some(size as usize), ..batching },
                _ => batching,
            },
            "order" => {
                let order = match ORDER.parse(field, text)? {
                    Setting::Choice(key) => Order::of(&key).unwrap_or_default(),
                    _ => Order::default(),
                };
                Batching { order, ..batching }
            }
            _ => match text {
                "shared" => Batching { stream: 0, ..batching },
                "own" => Batching { stream: unused_stream(&self.experiment), ..batching },
                _ => return Err(Problem::new(field, text!("one of shared, own"), text)),
            },
        };
        self.change(|e| e.contenders[index].batching = edited)
    }

    /// Sets whether the schedules of contender `index` count epochs.
    pub(super) fn edit_counts(&mut self, index: usize, field: &str, text: &str) -> Result<(), Problem> {
        let counts = COUNTS.parse(field, text)? != COUNTS.default();
        self.change(|e| e.contenders[index].counts_epochs = counts)
    }

    /// Lets the race be counted in steps or epochs; whoever makes the most updates makes as many as before, or as few
    /// more as fill the epoch.
    pub(super) fn edit_unit(&mut self, field: &str, text: &str) -> Result<(), Problem> {
        let unit = match text {
            "steps" => Unit::Steps,
            "epochs" => Unit::Epochs,
            _ => return Err(Problem::new(field, text!("one of steps, epochs"), text)),
        };
        if unit == self.experiment.unit {
            return Ok(());
        }
        let updates = self.steps();
        let per_epoch = self.checked.seen.iter().map(Seen::per_epoch).max().unwrap_or(1);
        self.change(|e| {
            e.unit = unit;
            e.steps = if unit == Unit::Epochs { updates.div_ceil(per_epoch) } else { updates };
        })
    }
}

/// The least number of a random sequence that no contender and no pin has.
pub(super) fn unused_stream(experiment: &Experiment) -> u32 {
    let used = |number: u32| (0..experiment.entrants()).any(|k| experiment.entrant(k).batching.stream == number);
    (1..).find(|number| !used(*number)).unwrap_or(0)
}

/// Leaves only what fits the landscape: on a surface no batches and no epochs, over data no noise and no batch that is
/// larger than they are.
pub(super) fn fit_to_landscape(experiment: &mut Experiment, kind: &Kind, updates: usize) {
    match kind {
        Kind::Surface(_) | Kind::Typed(..) => {
            if experiment.unit == Unit::Epochs {
                experiment.unit = Unit::Steps;
                experiment.steps = updates;
            }
        }
        Kind::Sum(_) => experiment.noise = 0.0,
    }
    let pinned = experiment.pins.iter_mut().map(|pin| &mut pin.contender);
    for contender in experiment.contenders.iter_mut().chain(pinned) {
        let size = &mut contender.batching.size;
        match kind {
            Kind::Surface(_) | Kind::Typed(..) => {
                *size = None;
                contender.counts_epochs = false;
            }
            Kind::Sum(sample) => *size = size.map(|size| size.min(sample.loss.count())),
        }
    }
}
