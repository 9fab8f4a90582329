//! Edits that go to a stationary point: look at it, start on it, start beside it.

use super::Lab;
use crate::linear::Vec2;
use crate::problem::Problem;
use crate::stationary::ARRIVED;

impl Lab {
    /// Shows the view, as large as it is, with what is at `w` in its middle.
    pub fn center(&mut self, w: Vec2) -> Result<(), Problem> {
        let shift = self.shown_point(w) - self.experiment.view.center();
        self.pan(shift)
    }

    /// Moves the first start onto the stationary point that was found at `at`, or beside it by [`Lab::beside`] of
    /// `offset`.
    pub fn start_at(&mut self, at: Vec2, offset: f64) -> Result<(), Problem> {
        let shift = if offset == 0.0 { Vec2::ZERO } else { self.beside(at, offset) };
        let w = self.exactly(at) + shift;
        self.move_start(0, w)
    }

    /// From a stationary point `offset` domain units along the eigenvector of the least eigenvalue, that of the most
    /// negative curvature, pointing to the right, or upwards where it is vertical; along x where there is one
    /// parameter.
    pub fn beside(&self, at: Vec2, offset: f64) -> Vec2 {
        if self.is_curve() {
            return Vec2::new(offset, 0.0);
        }
        let along = self.objective().curvature(at).hessian.eigen().vectors[0];
        let backwards = along.x < 0.0 || along.x == 0.0 && along.y < 0.0;
        let Vec2 { x, y } = offset * if backwards { -along } else { along };
        // A component that is rounding would only be noise in what is said of it.
        let clean = |part: f64| if part.abs() <= 1e-12 * offset.abs() { 0.0 } else { part };
        Vec2::new(clean(x), clean(y))
    }

    /// The stationary point that was found at `at`, as nearly as `f64` has it.
    ///
    /// The search arrives to about 1e-10; of the point found and of those with rounder coordinates within that distance
    /// it is the one with the least ‖∇L‖, and of equal ones the roundest: at (0, 0) and the like the gradient is
    /// exactly 0.
    pub fn exactly(&self, at: Vec2) -> Vec2 {
        let accuracy = ARRIVED * (1.0 + at.norm());
        let steepness = |w: Vec2| self.objective().slope(w).gradient.norm();
        let (mut best, mut least) = (at, steepness(at));
        for decimals in (0..=12).rev() {
            let short = |value: f64| format!("{value:.decimals$}").parse().unwrap_or(value);
            // Not −0, which would be another text in the link.
            let near = Vec2::new(short(at.x), short(at.y)) + 0.0;
            let steep = steepness(near);
            if (near - at).norm() <= accuracy && steep <= least {
                (best, least) = (near, steep);
            }
        }
        best
    }
}
