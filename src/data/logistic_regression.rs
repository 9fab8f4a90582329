//! Logistic regression with two weights and no bias: the probability of label 1 at x is p = 1/(1 + e^−z), z = w·x.
//!
//! L(w) = −(1/N) Σ (labelᵢ ln pᵢ + (1 − labelᵢ) ln(1 − pᵢ)), the binary cross-entropy
//! (`torch.nn.BCEWithLogitsLoss`), which is ln(1 + e^−z) for label 1 and ln(1 + eᶻ) for label 0.
//! Written so, no logarithm of a rounded 0 occurs.
//! L is convex with the Hessian (1/N) Σ pᵢ (1 − pᵢ) xᵢ xᵢᵀ; it has no minimum where a line through the origin separates
//! the labels.

use super::{PointLoss, check_finite, check_lengths};
use crate::number::Number;
use crate::problem::Problem;

/// Points of the plane, each with label 0 or 1.
#[derive(Debug, Clone, PartialEq)]
pub struct LogisticRegression {
    points: Vec<[f64; 2]>,
    labels: Vec<bool>,
}

impl LogisticRegression {
    /// The regression of the `labels`, true for 1, on the `points`.
    ///
    /// # Errors
    /// If there is no point, the lengths differ, or a coordinate is not finite.
    pub fn new(points: &[[f64; 2]], labels: &[bool]) -> Result<LogisticRegression, Problem> {
        check_lengths(("points", points.len()), ("labels", labels.len()))?;
        check_finite("points", points)?;
        Ok(LogisticRegression { points: points.to_vec(), labels: labels.to_vec() })
    }

    /// Each point with its label.
    pub fn points(&self) -> impl Iterator<Item = ([f64; 2], bool)> {
        self.points.iter().copied().zip(self.labels.iter().copied())
    }
}

impl PointLoss for LogisticRegression {
    fn count(&self) -> usize {
        self.points.len()
    }

    #[inline(always)]
    fn at<N: Number>(&self, i: usize, w0: N, w1: N) -> N {
        let [x0, x1] = self.points[i];
        let z = w0 * x0 + w1 * x1;
        let against = if self.labels[i] { -z } else { z };
        against.softplus()
    }
}
