//! A rule with fixed coefficients as a linear recurrence: what can be said of it on a quadratic.

use crate::parameter::Settings;

/// One step along an eigenvector of a quadratic's Hessian, at a constant learning rate η.
///
/// With z the distance from the stationary point along it, u the velocity in units of w, and x = η (λ + decay) for the
/// eigenvalue λ:
///
/// u⁺ = m u − k x (z + a u); z⁺ = z + p u⁺ − q x z
///
/// Where a rule's own v is a sum of gradients, as in PyTorch's forms, u = −η v.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recurrence {
    /// m: the share of the velocity that is kept.
    pub memory: f64,
    /// k: the share of the gradient that goes into the velocity.
    pub taken: f64,
    /// a: how far along the velocity that gradient is taken.
    pub ahead: f64,
    /// p: the share of the new velocity by which w moves.
    pub carried: f64,
    /// q: the share of the gradient by which w moves besides.
    pub direct: f64,
    /// What weight decay adds to every eigenvalue.
    pub decay: f64,
}

impl Recurrence {
    /// w ← w − η (g + `decay` w): no velocity.
    pub const fn descent(decay: f64) -> Self {
        Recurrence { memory: 0.0, taken: 1.0, ahead: 0.0, carried: 1.0, direct: 0.0, decay }
    }

    /// v ← μ v − η k g; w ← w + v, with `memory` μ and k `taken`.
    pub const fn heavy_ball(memory: f64, taken: f64, decay: f64) -> Self {
        Recurrence { memory, taken, ..Recurrence::descent(decay) }
    }

    /// The matrix that takes (z, u) to (z⁺, u⁺), row by row, at x = η (λ + decay).
    pub fn matrix(&self, x: f64) -> [[f64; 2]; 2] {
        let kept = self.memory - self.taken * self.ahead * x;
        let pulled = -self.taken * x;
        [[1.0 - self.direct * x + self.carried * pulled, self.carried * kept], [pulled, kept]]
    }

    /// Trace and determinant of that matrix, without the rounding of its products.
    pub fn invariants(&self, x: f64) -> [f64; 2] {
        let taken = self.direct + self.taken * (self.carried + self.ahead);
        [1.0 + self.memory - taken * x, (self.memory - self.taken * self.ahead * x) * (1.0 - self.direct * x)]
    }
}

/// What sets a rule to its best on quadratics with eigenvalues between two positive numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Tuning {
    /// The learning rate alone.
    Rate,
    /// The learning rate and the momentum of the heavy ball.
    HeavyBall {
        /// The key of the momentum.
        momentum: &'static str,
        /// Other numbers that make it the heavy ball.
        with: &'static [(&'static str, f64)],
    },
    /// The learning rate and the momentum of Nesterov's method.
    Nesterov {
        /// The key of the momentum.
        momentum: &'static str,
    },
}

/// What theory knows of a rule that is a linear recurrence on quadratics.
#[derive(Debug, Clone, Copy)]
pub struct Linear {
    /// The recurrence with these settings, whose momentum is another where that is given; none if with them the
    /// coefficients do not stay as they are.
    pub recurrence: fn(&Settings, Option<f64>) -> Option<Recurrence>,
    /// What sets it to its best.
    pub tuning: Tuning,
}
