//! The curve of a loss of one parameter: pure geometry.

use crate::linear::Vec2;
use crate::objective::Objective;

/// Points (x, L(x)) at `count` evenly spaced places of the axis from `low` to `high`, in pieces: one ends where the
/// loss is not finite.
pub fn curve(objective: &dyn Objective, [low, high]: [f64; 2], count: usize) -> Vec<Vec<Vec2>> {
    let count = count.max(2);
    let mut pieces = vec![Vec::new()];
    for k in 0..count {
        let x = low + (high - low) * k as f64 / (count - 1) as f64;
        let loss = objective.value(Vec2::new(x, 0.0));
        if loss.is_finite() {
            let last = pieces.len() - 1;
            pieces[last].push(Vec2::new(x, loss));
        } else if pieces.last().is_some_and(|piece| !piece.is_empty()) {
            pieces.push(Vec::new());
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}
