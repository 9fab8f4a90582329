//! Losses that are sums over data: models with their data, batches, and what each update sees of them.
//!
//! The *finite-sum loss* L(w) = (1/N) Σᵢ Lᵢ(w) is the mean over N *data points*, or on request their sum.
//! A *batch* is a list of indices of data points; update t → t + 1 takes the gradient of batch t alone.
//! An *epoch* is as many updates as use N indices: one with all of them at once, N with one each, ⌈N/B⌉ with
//! *mini-batches* of B.
//!
//! A model's file holds the loss of one point, a [`PointLoss`], how its data are made, and an [`Entry`] that describes
//! it; the line of `registry!` below is the only other place that names it: page, tests and docs read [`ALL`].
//! Sums are taken in the order of the indices, so that the same batch has the same bits everywhere.

mod batched;
mod batches;
mod csv;
mod entry;
mod epochs;
mod made;
mod rows;
mod sample;
mod sum;
mod table;

use std::sync::Arc;

use crate::parameter::{Choice, Parameter, Range, Settings, Slider};
use crate::problem::Problem;
use crate::registry::registry;
use crate::words::{say, text};

pub use batched::Batched;
pub use batches::{Batches, Order};
pub use csv::{Cells, Header};
pub use entry::{Entry, Home, Picture, Row};
pub use epochs::EachEpoch;
pub use linear_regression::{LinearRegression, Residual};
pub use logistic_regression::{LogisticRegression, is_separable};
pub use made::MOST_POINTS;
pub use rows::MOST_COLUMNS;
pub use sample::{Remark, Sample};
pub use sum::{DataLoss, FiniteSum, PointLoss, Reduction};
pub use table::{Standard, Table};

use csv::plain_name;
use made::{CORRELATION, NOISE, OUTLIERS, POINTS, SCALE, ends, noise, root_mean_square, rows_made};
use rows::{Rows, finite, number, separator};

registry! {
    linear_regression
    logistic_regression
    neuron
    exponential_decay
    gaussian_trenches
}

/// Whether losses of points are averaged or added up.
const REDUCTION: Parameter = Parameter::choice(
    "reduction",
    text!("over the data"),
    &[
        Choice { key: "mean", name: text!("mean, as in PyTorch"), rule: "" },
        Choice { key: "sum", name: text!("sum, as in the notes"), rule: "" },
    ],
);

/// The share of data points that no update sees.
const HOLDOUT: Parameter =
    Parameter::number("holdout", "h", text!("held out"), 0.0, Range::closed(0.0, 0.9), Slider::Linear(0.0, 0.9));

/// The seed of made data, and of which points are held out.
const SEED: Parameter = Parameter::whole("seed", "", text!("seed of the data"), 1.0, [0.0, 99.0, u32::MAX as f64]);

/// The loss of `points`, reduced as the settings say.
fn summed(points: impl PointLoss + 'static, settings: &Settings) -> Arc<dyn FiniteSum> {
    let reduction = if settings.choice(REDUCTION.key) == "sum" { Reduction::Sum } else { Reduction::Mean };
    Arc::new(DataLoss::new(points, reduction))
}

/// Every number of the column `name` of the data is finite; the error counts rows of `WIDTH` numbers from 1.
fn check_finite<const WIDTH: usize>(name: &str, rows: &[[f64; WIDTH]]) -> Result<(), Problem> {
    let mut values = rows.iter().enumerate().flat_map(|(row, values)| values.map(|value| (row, value)));
    match values.find(|(_, value)| !value.is_finite()) {
        Some((row, value)) => Err(Problem::new(&format!("data.{name}.{}", row + 1), text!("a finite number"), value)),
        None => Ok(()),
    }
}

/// Two columns of the data, by their names, have the same length, at least 1.
fn check_lengths(first: (&str, usize), second: (&str, usize)) -> Result<(), Problem> {
    if first.1 == 0 {
        return Err(Problem::new(&format!("data.{}", first.0), text!("at least one data point"), say!("none")));
    }
    if first.1 != second.1 {
        let wanted = say!("{count} values, one for each of {name}", count = first.1, name = first.0);
        return Err(Problem::new(&format!("data.{}", second.0), wanted, second.1));
    }
    Ok(())
}
