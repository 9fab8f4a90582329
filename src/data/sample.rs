//! A model with its data: the loss that is descended, and what there is to see of it.

use std::sync::Arc;

use super::{Entry, FiniteSum, HOLDOUT, Home, REDUCTION, Row, SEED, Standard, Table, is_separable};
use crate::parameter::{Parameter, Settings};
use crate::problem::Problem;
use crate::random::Stream;

/// A model with its data, made or brought.
pub struct Sample {
    /// The model.
    pub entry: &'static Entry,
    /// All data points, as the model sees them, in the order in which they were made or brought.
    pub rows: Vec<Row>,
    /// Which of them an update may see, by index in `rows`: data point i of the loss is row `training[i]`.
    pub training: Vec<usize>,
    /// Which are held out.
    pub held: Vec<usize>,
    /// The loss over the training points.
    pub loss: Arc<dyn FiniteSum>,
    /// The loss over the points held out, if there are any.
    pub held_loss: Option<Arc<dyn FiniteSum>>,
    /// Where to look at first.
    pub home: Home,
    /// What there is to say of the data.
    pub remarks: Vec<Remark>,
    /// How the inputs were standardized; none if they are as given.
    pub standards: Vec<Standard>,
}

/// What there is to say of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remark {
    /// A line through the origin separates the labels, so that the loss falls for ever and has no minimum.
    Separable,
    /// All inputs are the same, so that a whole line of parameters is equally good.
    ConstantInput,
}

impl Sample {
    /// The parameters that the user may set: those of the loss, and of made data how they are made.
    pub fn parameters(entry: &'static Entry, is_made: bool) -> Vec<Parameter> {
        let maker = if is_made { entry.maker } else { &[] };
        maker.iter().chain(entry.parameters).copied().collect()
    }

    /// The model `entry` with these settings, on data of its own making or on the user's.
    ///
    /// # Errors
    /// If the user's data do not fit the model.
    pub fn new(entry: &'static Entry, settings: &Settings, table: Option<&Table>) -> Result<Sample, Problem> {
        let (rows, standards) = match table {
            Some(table) => table.rows_for(entry)?,
            None => ((entry.make)(settings), Vec::new()),
        };
        let (training, held) = split(rows.len(), settings);
        let pick = |indices: &[usize]| indices.iter().map(|i| rows[*i]).collect::<Vec<Row>>();
        let loss = (entry.build)(pick(&training), settings)?;
        let held_loss = if held.is_empty() { None } else { Some((entry.build)(pick(&held), settings)?) };
        let home = (entry.home)(&rows, settings);
        let remarks = remarks(entry, &pick(&training));
        Ok(Sample { entry, rows, training, held, loss, held_loss, home, remarks, standards })
    }

    /// Whether losses are added up over the data, not averaged.
    pub fn is_summed(&self, settings: &Settings) -> bool {
        settings.choice(REDUCTION.key) == "sum"
    }

    /// What a loss over the points held out is multiplied with, to be comparable with that over the training points:
    /// 1 for means, the ratio of their numbers for sums.
    pub fn held_factor(&self, settings: &Settings) -> f64 {
        if self.is_summed(settings) { self.training.len() as f64 / self.held.len() as f64 } else { 1.0 }
    }
}

/// The indices below `count` for training and those held out, each ascending: a random share, but never all.
fn split(count: usize, settings: &Settings) -> (Vec<usize>, Vec<usize>) {
    let share = settings.number(HOLDOUT.key);
    let wanted = (libm::round(share * count as f64) as usize).min(count - 1);
    let stream = Stream::new(settings.number(SEED.key) as u64).fork(u64::MAX);
    // Selection sampling (C. T. Fan, M. E. Muller, I. Rezucha, 1962): each index with the chance that is left for it.
    let (mut training, mut held) = (Vec::with_capacity(count - wanted), Vec::with_capacity(wanted));
    for i in 0..count {
        let is_held = stream.below(count - i, i as u64) < wanted - held.len();
        if is_held { held.push(i) } else { training.push(i) }
    }
    (training, held)
}

fn remarks(entry: &Entry, rows: &[Row]) -> Vec<Remark> {
    let mut remarks = Vec::new();
    if entry.is_labelled {
        let points = rows.iter().map(|[p, q, label]| ([*p, *q], *label == 1.0));
        remarks.extend(is_separable(points).then_some(Remark::Separable));
    } else if entry.inputs() == 1 {
        let constant = rows.iter().all(|row| row[0] == rows[0][0]);
        remarks.extend(constant.then_some(Remark::ConstantInput));
    }
    remarks
}
