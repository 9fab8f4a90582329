//! Gradient descent: a small step along the negative gradient.
//!
//! w ← w − η g, with g = ∇L(w).
//!
//! Batch, stochastic or mini-batch by the data that the landscape sums over.
//! On a quadratic each eigen-coordinate shrinks by the factor 1 − ηλ.
//! `torch.optim.SGD` without momentum is the same recurrence.

use super::{Entry, Optimizer, Stability};
use crate::linear::Vec2;
use crate::objective::Objective;

#[derive(Clone)]
struct GradientDescent;

impl Optimizer for GradientDescent {
    fn step(&mut self, w: Vec2, g: Vec2, rate: f64, _: &dyn Objective) -> Vec2 {
        w - rate * g
    }

    fn state(&self) -> Vec<(&'static str, Vec2)> {
        Vec::new()
    }

    fn checkpoint(&self) -> Box<dyn Optimizer> {
        Box::new(self.clone())
    }
}

/// Stable on a quadratic exactly for η < 2/λmax.
pub const ENTRY: Entry = Entry {
    key: "gradient_descent",
    name: "Gradient descent",
    rule: r"\mathbf{w} \leftarrow \mathbf{w} - \eta \, \mathbf{g}",
    source: "A. Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, 1847",
    default_rate: 1e-3,
    parameters: &[],
    stability: |_| Stability::Sharpness(2.0),
    build: |_| Box::new(GradientDescent),
};
