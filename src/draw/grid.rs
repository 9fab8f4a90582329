//! The loss on a regular grid: what contours and the colour field are made of.

use crate::linear::{Rect, Vec2};
use crate::objective::Objective;

/// Values of a loss on a regular grid, row by row from the least y.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The rectangle whose corners are grid points.
    pub extent: Rect,
    /// Points per row.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
    /// `values[row * columns + column]`; infinite or NaN where the loss is.
    pub values: Vec<f64>,
}

impl Grid {
    /// The values of `objective` on `columns` × `rows` points, at least 2 × 2, over `extent`.
    pub fn sample(objective: &dyn Objective, extent: Rect, columns: usize, rows: usize) -> Self {
        let (columns, rows) = (columns.max(2), rows.max(2));
        let mut grid = Grid { extent, columns, rows, values: vec![0.0; columns * rows] };
        let xs: Vec<f64> = (0..columns).map(|i| grid.point(i, 0).x).collect();
        for row in 0..rows {
            let y = grid.point(0, row).y;
            objective.row(&xs, y, &mut grid.values[row * columns..(row + 1) * columns]);
        }
        grid
    }

    /// The grid point in `column` of `row`, in domain units.
    pub fn point(&self, column: usize, row: usize) -> Vec2 {
        let at = |[low, high]: [f64; 2], k: usize, count: usize| low + (high - low) * k as f64 / (count - 1) as f64;
        Vec2::new(at(self.extent.x, column, self.columns), at(self.extent.y, row, self.rows))
    }

    /// The least and the greatest finite value; none if no value is finite.
    pub fn range(&self) -> Option<(f64, f64)> {
        let finite = self.values.iter().copied().filter(|value| value.is_finite());
        finite.fold(None, |range, value| match range {
            None => Some((value, value)),
            Some((low, high)) => Some((f64::min(low, value), f64::max(high, value))),
        })
    }
}
