//! Losses that are sums over data: regressions, their batches, and runs that see one batch at a time.
//!
//! The *finite-sum loss* L(w) = (1/N) Σᵢ Lᵢ(w) is the mean over N *data points*.
//! A *batch* is a list of indices of data points, and its loss the mean over them; update t → t + 1 takes the gradient
//! of batch t alone.
//! An *epoch* is as many updates as use N indices: one with all of them at once, N with one each, ⌈N/B⌉ with
//! *mini-batches* of B.
//!
//! A regression file holds its data and the loss of one point, a [`PointLoss`]; all else follows here.
//! Sums are taken in the order of the indices, so that the same batch has the same bits everywhere.

mod batches;
mod csv;
mod epochs;
mod linear_regression;
mod logistic_regression;

use std::sync::Arc;

use crate::linear::{Mat2, Rect, Vec2};
use crate::number::{Jet, Number};
use crate::objective::{Curvature, Objective, Slope};
use crate::problem::Problem;

pub use batches::{Batches, Order};
pub use csv::{Cells, Header, MOST_COLUMNS, MOST_ROWS};
pub use epochs::EachEpoch;
pub use linear_regression::{LinearRegression, Residual};
pub use logistic_regression::LogisticRegression;

/// Data with the loss of one point of them, written once for every number type.
pub trait PointLoss: Send + Sync {
    /// The number N of data points, at least 1.
    fn count(&self) -> usize;

    /// Lᵢ(w) at w = (`x`, `y`) of data point `i`.
    ///
    /// # Panics
    /// If `i` ≥ N.
    fn at<N: Number>(&self, i: usize, x: N, y: N) -> N;
}

/// The mean of a [`PointLoss`] over all data, with derivatives by [`Jet`].
pub struct MeanLoss<P>(pub P);

impl<P: PointLoss> MeanLoss<P> {
    /// (1/|S|) Σ Lᵢ(w) over the `indices` S in their order.
    #[inline(always)]
    fn over<N: Number>(&self, indices: impl ExactSizeIterator<Item = usize>, x: N, y: N) -> N {
        let size = indices.len() as f64;
        indices.fold(N::constant(0.0), |sum, i| sum + self.0.at(i, x, y)) / size
    }

    #[inline(always)]
    fn all<N: Number>(&self, x: N, y: N) -> N {
        self.over(0..self.0.count(), x, y)
    }
}

/// Loss and gradient; the Hessian's arithmetic is not used, and so the compiler leaves it out.
#[inline(always)]
fn slope(jet: Jet) -> Slope {
    Slope { loss: jet.value, gradient: Vec2::new(jet.gradient[0], jet.gradient[1]) }
}

impl<P: PointLoss> Objective for MeanLoss<P> {
    fn value(&self, w: Vec2) -> f64 {
        self.all(w.x, w.y)
    }

    fn slope(&self, w: Vec2) -> Slope {
        slope(self.all(Jet::x(w.x), Jet::y(w.y)))
    }

    fn curvature(&self, w: Vec2) -> Curvature {
        let Jet { value, gradient, hessian: [xx, xy, yy] } = self.all(Jet::x(w.x), Jet::y(w.y));
        Curvature { loss: value, gradient: Vec2::new(gradient[0], gradient[1]), hessian: Mat2 { xx, xy, yy } }
    }

    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        for (out, &x) in out.iter_mut().zip(xs) {
            *out = self.all(x, y);
        }
    }
}

/// A loss that is a mean over data, whatever the data are.
pub trait FiniteSum: Objective {
    /// The number N of data points, at least 1.
    fn count(&self) -> usize;

    /// Loss and gradient at w of the mean over the data points `indices`, summed in their order.
    ///
    /// An index that occurs twice counts twice, and the mean over no index is NaN.
    /// Over 0, 1, …, N − 1 it has the bits of [`Objective::slope`].
    ///
    /// # Panics
    /// If an index is ≥ N.
    fn slope_over(&self, indices: &[usize], w: Vec2) -> Slope;
}

impl<P: PointLoss> FiniteSum for MeanLoss<P> {
    fn count(&self) -> usize {
        self.0.count()
    }

    fn slope_over(&self, indices: &[usize], w: Vec2) -> Slope {
        slope(self.over(indices.iter().copied(), Jet::x(w.x), Jet::y(w.y)))
    }
}

/// A finite-sum loss of which each update sees one batch.
///
/// What it shows is the loss over all data: value, slope, curvature.
/// Update t → t + 1 takes the gradient of batch t, with the loss over all data beside it, so that the losses of a run
/// are those of one and the same function.
/// That loss is one more pass over the data for each update.
///
/// Whoever asks for more than the gradient gets a mixture: a line search compares losses over all data along a batch's
/// direction, and Newton's method divides a batch's gradient by the Hessian over all data.
#[derive(Clone)]
pub struct Batched {
    sum: Arc<dyn FiniteSum>,
    batches: Batches,
    /// Whether each batch's loss is that over all data to the bit.
    is_whole: bool,
}

impl Batched {
    /// The loss `sum`, a batch of `batches` at a time.
    ///
    /// # Errors
    /// If the batches are those of another number of data points.
    pub fn new(sum: Arc<dyn FiniteSum>, batches: Batches) -> Result<Batched, Problem> {
        if batches.count() == sum.count() {
            let is_whole = batches.are_all_data();
            Ok(Batched { sum, batches, is_whole })
        } else {
            Err(Problem::new("batches", format!("batches of {} data points", sum.count()), batches.count()))
        }
    }

    /// Which data points each update sees.
    pub fn batches(&self) -> &Batches {
        &self.batches
    }

    /// Loss and gradient at w of the batch of update `t` → `t` + 1.
    pub fn batch_slope(&self, t: usize, w: Vec2) -> Slope {
        self.sum.slope_over(&self.batches.batch(t), w)
    }
}

impl Objective for Batched {
    fn value(&self, w: Vec2) -> f64 {
        self.sum.value(w)
    }

    fn slope(&self, w: Vec2) -> Slope {
        self.sum.slope(w)
    }

    fn curvature(&self, w: Vec2) -> Curvature {
        self.sum.curvature(w)
    }

    fn variables(&self) -> usize {
        self.sum.variables()
    }

    fn bounds(&self) -> Option<Rect> {
        self.sum.bounds()
    }

    fn slope_at(&self, t: usize, w: Vec2) -> Slope {
        if self.is_whole {
            return self.sum.slope(w);
        }
        Slope { loss: self.sum.value(w), gradient: self.batch_slope(t, w).gradient }
    }

    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        self.sum.row(xs, y, out);
    }
}

/// Every number of the column `name` of the data is finite; the error counts rows of `WIDTH` numbers from 1.
fn check_finite<const WIDTH: usize>(name: &str, rows: &[[f64; WIDTH]]) -> Result<(), Problem> {
    let mut values = rows.iter().enumerate().flat_map(|(row, values)| values.map(|value| (row, value)));
    match values.find(|(_, value)| !value.is_finite()) {
        Some((row, value)) => Err(Problem::new(&format!("data.{name}.{}", row + 1), "a finite number", value)),
        None => Ok(()),
    }
}

/// Two columns of the data, by their names, have the same length, at least 1.
fn check_lengths(first: (&str, usize), second: (&str, usize)) -> Result<(), Problem> {
    if first.1 == 0 {
        return Err(Problem::new(&format!("data.{}", first.0), "at least one data point", "none"));
    }
    if first.1 != second.1 {
        let wanted = format!("{} values, one for each of {}", first.1, first.0);
        return Err(Problem::new(&format!("data.{}", second.0), wanted, second.1));
    }
    Ok(())
}
