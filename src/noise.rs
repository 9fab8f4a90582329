//! Gradient noise on analytic surfaces: what a mini-batch does to a gradient, without any data.

use std::sync::Arc;

use crate::linear::Vec2;
use crate::objective::{Curvature, Objective, Slope, passed_on};
use crate::random::Stream;

/// A landscape whose updates see g = ∇L(w) + σ ξ, where ξ is a pair of independent standard normal numbers.
///
/// Update t → t + 1 has one ξ, wherever it asks for a gradient; losses and Hessians are exact.
/// On L = x²/2 gradient descent at the rate η comes to the variance σ² η/(2 − η) of x: var ← (1 − η)² var + η² σ².
pub struct Noisy {
    inner: Arc<dyn Objective>,
    sigma: f64,
    stream: Stream,
}

impl Noisy {
    /// The landscape `inner` with noise of the standard deviation `sigma` in each coordinate of the gradient, drawn
    /// from `stream`.
    pub fn new(inner: Arc<dyn Objective>, sigma: f64, stream: Stream) -> Noisy {
        Noisy { inner, sigma, stream }
    }

    /// σ ξ of update `t` → `t` + 1; a coordinate on which the loss does not depend has none.
    fn noise(&self, t: usize) -> Vec2 {
        let [x, y] = [0, 1].map(|k| self.sigma * self.stream.normal(2 * t as u64 + k));
        if self.inner.variables() == 1 { Vec2::new(x, 0.0) } else { Vec2::new(x, y) }
    }
}

impl Objective for Noisy {
    passed_on!(inner: value, slope, curvature, variables, bounds, cost, row);

    fn slope_at(&self, t: usize, w: Vec2) -> Slope {
        let Slope { loss, gradient } = self.inner.slope_at(t, w);
        Slope { loss, gradient: gradient + self.noise(t) }
    }

    fn curvature_at(&self, t: usize, w: Vec2) -> Curvature {
        let here = self.inner.curvature_at(t, w);
        Curvature { gradient: here.gradient + self.noise(t), ..here }
    }
}
