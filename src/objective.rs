//! What an optimizer sees of a landscape: values and exact derivatives at a point.

use crate::linear::{Mat2, Vec2};

/// Loss and gradient at a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slope {
    /// L(w).
    pub loss: f64,
    /// ∇L(w).
    pub gradient: Vec2,
}

impl Slope {
    /// Whether loss and gradient are finite numbers.
    #[inline(always)]
    pub fn is_finite(self) -> bool {
        self.loss.is_finite() && self.gradient.is_finite()
    }
}

/// Loss, gradient and Hessian at a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curvature {
    /// L(w).
    pub loss: f64,
    /// ∇L(w).
    pub gradient: Vec2,
    /// ∇²L(w).
    pub hessian: Mat2,
}

/// A loss L(w) of two parameters with exact first and second derivatives.
///
/// Values may be infinite or NaN outside the loss's domain; nothing panics.
/// Loss and gradient have the same bits whichever method gives them.
pub trait Objective: Send + Sync {
    /// L(w).
    fn value(&self, w: Vec2) -> f64;

    /// L and ∇L at w.
    fn slope(&self, w: Vec2) -> Slope;

    /// L, ∇L and ∇²L at w.
    fn curvature(&self, w: Vec2) -> Curvature;

    /// L(x, y) for each x of a row of a grid, into `out`, which has the length of `xs`.
    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]);
}
