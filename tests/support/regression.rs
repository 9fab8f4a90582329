//! An oracle's run over data as our code runs it.

use std::sync::Arc;

use steepest::data::{Batched, Batches, DataLoss, EachEpoch, FiniteSum, LinearRegression, LogisticRegression, Order};
use steepest::data::{PointLoss, Residual};
use steepest::objective::Objective;
use steepest::problem::Problem;
use steepest::tempo::Tempo;

use super::names::{self, NotBuilt};
use super::oracle::{self, Data, In, Num, Oracles, point};
use super::runner::Runner;

/// Agreement to rounding: relative to a number, absolute below 1.
const ROUNDING: f64 = 1e-12;

/// How many times the effect of rounding on the oracle's own run is allowed on top.
const SPREAD: f64 = 100.0;

/// A case as our code runs it.
pub struct Regression<'a> {
    golden: &'a oracle::FiniteSum,
    objective: Batched,
    runner: Runner,
    counts_epochs: bool,
}

impl<'a> Regression<'a> {
    /// Everything that the case names in terms of ours; all that we do not have, if there is anything.
    ///
    /// Data and orders are those of its own file.
    pub fn new(oracles: &'a Oracles, case: &'a In<oracle::FiniteSum>) -> Result<Regression<'a>, NotBuilt> {
        let golden = &case.entry;
        let runner = Runner::new(&golden.optimizer, &golden.params, &golden.schedule);
        let counts_epochs = match golden.schedule_unit.as_deref() {
            None | Some("step") => Ok(false),
            Some("epoch") => Ok(true),
            Some(unit) => Err(NotBuilt(vec![format!("schedule unit:{unit}")])),
        };
        let runner = names::both(runner, counts_epochs);
        let ((runner, counts_epochs), objective) = names::both(runner, batched(oracles, case))?;
        Ok(Regression { golden, objective, runner, counts_epochs })
    }

    /// The number of numbers compared, or the first disagreement.
    ///
    /// Losses are compared at the oracle's own points; only the points are ours.
    pub fn check(&self) -> Result<usize, String> {
        let Regression { golden, objective, .. } = self;
        let (per_epoch, epochs) = (objective.batches().per_epoch(), golden.epochs);
        let steps = per_epoch * epochs;
        let lengths = [golden.steps_per_epoch, golden.w.len(), golden.batch_loss.len(), golden.full_loss.len()];
        if lengths != [per_epoch, steps + 1, steps, epochs + 1] {
            return Err(format!("wanted {lengths:?} updates per epoch, points, losses; {per_epoch} are an epoch here"));
        }
        let run = self.runner.run(objective, self.tempo(), point(golden.start), steps, 0.0);
        let mut compared = 0;
        for (j, w) in golden.w.iter().map(|w| point(*w)).enumerate() {
            if !(w.is_finite() && objective.slope_at(j, w).is_finite()) {
                break;
            }
            let got = run.points.get(j).ok_or_else(|| format!("{:?} after {} updates", run.outcome, run.steps()))?;
            let spread = golden.spread.get(j).map_or(0.0, |spread| spread.0);
            agree(&format!("x after {j} updates"), got.x, golden.w[j][0], spread)?;
            agree(&format!("y after {j} updates"), got.y, golden.w[j][1], spread)?;
            compared += 2;
            if j < steps {
                let loss = objective.batch_slope(j, w).loss;
                agree(&format!("batch loss before update {j}"), loss, golden.batch_loss[j], 0.0)?;
                compared += 1;
            }
            if let (true, Some(wanted)) = (j < steps, golden.lr.get(j)) {
                agree(&format!("learning rate of update {j}"), run.pace(j).rate, *wanted, 0.0)?;
                compared += 1;
            }
            if j % per_epoch == 0 {
                let epoch = j / per_epoch;
                agree(&format!("loss after {epoch} epochs"), objective.value(w), golden.full_loss[epoch], 0.0)?;
                compared += 1;
            }
        }
        if compared == 0 { Err("no number could be compared".into()) } else { Ok(compared) }
    }

    /// The pace, whose schedule counts updates or epochs.
    fn tempo(&self) -> Tempo {
        match self.runner.tempo() {
            Tempo::Scheduled { base, schedule } if self.counts_epochs => {
                Tempo::Scheduled { base, schedule: Box::new(EachEpoch::new(self.objective.batches(), schedule)) }
            }
            tempo => tempo,
        }
    }
}

fn agree(what: &str, got: f64, Num(wanted): Num, spread: f64) -> Result<(), String> {
    let tolerance = ROUNDING * (1.0 + wanted.abs()) + SPREAD * spread;
    let fine = (got - wanted).abs() <= tolerance;
    if fine { Ok(()) } else { Err(format!("{what}: got {got}, wanted {wanted} ± {tolerance}")) }
}

/// The case's data in its batches.
fn batched(oracles: &Oracles, case: &In<oracle::FiniteSum>) -> Result<Batched, NotBuilt> {
    let golden = &case.entry;
    let mut data = oracles.data.iter().filter(|data| data.file == case.file);
    let data = data.find(|data| data.entry.task == golden.task).map(|data| &data.entry);
    let data = data.ok_or_else(|| NotBuilt(vec![format!("data:{}", golden.task)]))?;
    let (sum, order) = names::both(sum(data, &golden.loss), order(oracles, case))?;
    let batches = match golden.batch {
        None => Batches::full(sum.count()),
        Some(size) => Batches::new(sum.count(), size, order),
    };
    batches.and_then(|batches| Batched::new(sum, batches)).map_err(|problem| refused(&golden.id, &problem))
}

fn sum(data: &Data, loss: &str) -> Result<Arc<dyn FiniteSum>, NotBuilt> {
    let residual = match (data.task.as_str(), loss) {
        ("linear", "mse") => Some(Residual::Squared),
        ("linear", "half_mse") => Some(Residual::HalfSquared),
        ("logistic", "bce") => None,
        _ => return Err(NotBuilt(vec![format!("loss:{}.{loss}", data.task)])),
    };
    let labels: Vec<bool> = data.label.iter().map(|label| *label == 1).collect();
    let built = match residual {
        Some(residual) => LinearRegression::new(&data.x, &data.y, residual).map(mean),
        None => LogisticRegression::new(&data.points, &labels).map(mean),
    };
    built.map_err(|problem| refused(&data.task, &problem))
}

fn mean(points: impl PointLoss + 'static) -> Arc<dyn FiniteSum> {
    Arc::new(DataLoss::mean(points))
}

fn order(oracles: &Oracles, case: &In<oracle::FiniteSum>) -> Result<Order, NotBuilt> {
    let id = match (&case.entry.order, case.entry.batch) {
        (Some(id), _) => id,
        (None, None) => return Ok(Order::Sequential),
        (None, Some(_)) => return Err(NotBuilt(vec!["order:none".into()])),
    };
    let mut orders = oracles.orders.iter().filter(|order| order.file == case.file);
    let order = orders.find(|order| order.entry.id == *id);
    let order = order.ok_or_else(|| NotBuilt(vec![format!("order:{id}")]))?;
    Ok(Order::Given(order.entry.epochs.clone()))
}

fn refused(what: &str, problem: &Problem) -> NotBuilt {
    NotBuilt(vec![format!("{what}: {problem}")])
}
