//! Linear regression: a line through points (xᵢ, yᵢ), ŷ = w₀ x + w₁.
//!
//! L(w) = (1/N) Σ ℓ(ŷᵢ − yᵢ), where ℓ is a [`Residual`].
//! With the squared error L is a quadratic, with the Hessian (2/N) XᵀX for the rows (xᵢ, 1) of X, wherever w is.

use super::{PointLoss, check_finite, check_lengths};
use crate::number::Number;
use crate::problem::Problem;

/// The loss ℓ(r) of a residual r = ŷ − y.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Residual {
    /// r²; the mean squared error (`torch.nn.MSELoss`).
    Squared,
    /// r²/2, with half the gradient: the same path at twice the learning rate.
    HalfSquared,
    /// r²/2 for |r| ≤ δ, δ (|r| − δ/2) beyond, where δ > 0: an outlier pulls no harder than δ.
    ///
    /// P. J. Huber, Robust estimation of a location parameter, 1964; `torch.nn.HuberLoss`.
    /// At the joints, where the second derivative jumps, it is that of the piece in the middle.
    Huber(f64),
}

impl Residual {
    #[inline(always)]
    fn of<N: Number>(self, r: N) -> N {
        match self {
            Residual::Squared => r.square(),
            Residual::HalfSquared => r.square() * 0.5,
            Residual::Huber(delta) if r.is_below(-delta) => (-r - delta / 2.0) * delta,
            Residual::Huber(delta) if (-r).is_below(-delta) => (r - delta / 2.0) * delta,
            Residual::Huber(_) => r.square() * 0.5,
        }
    }
}

/// Points (xᵢ, yᵢ) and how far a line may miss them; w = (slope, intercept).
#[derive(Debug, Clone, PartialEq)]
pub struct LinearRegression {
    /// Each xᵢ with its yᵢ.
    points: Vec<[f64; 2]>,
    residual: Residual,
}

impl LinearRegression {
    /// The regression of `y` on `x`.
    ///
    /// # Errors
    /// If there is no point, the lengths differ, a number is not finite, or Huber's δ is not a finite number > 0.
    pub fn new(x: &[f64], y: &[f64], residual: Residual) -> Result<LinearRegression, Problem> {
        check_lengths(("x", x.len()), ("y", y.len()))?;
        check_finite("x", x.as_chunks::<1>().0)?;
        check_finite("y", y.as_chunks::<1>().0)?;
        match residual {
            Residual::Huber(delta) if !(delta > 0.0 && delta.is_finite()) => {
                Err(Problem::new("data.delta", "a finite number > 0", delta))
            }
            _ => Ok(LinearRegression { points: x.iter().zip(y).map(|(&x, &y)| [x, y]).collect(), residual }),
        }
    }

    /// The points (xᵢ, yᵢ).
    pub fn points(&self) -> &[[f64; 2]] {
        &self.points
    }
}

impl PointLoss for LinearRegression {
    fn count(&self) -> usize {
        self.points.len()
    }

    #[inline(always)]
    fn at<N: Number>(&self, i: usize, slope: N, intercept: N) -> N {
        let [x, y] = self.points[i];
        self.residual.of(slope * x + intercept - y)
    }
}
