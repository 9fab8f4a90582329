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

/// No fewer samples than the square of this in all, however dear they are.
const FEWEST: usize = 16;

/// Of place `k` of `count` on `cells` cells: the first of the four samples around it, and their weights.
fn weights(k: usize, count: usize, cells: usize) -> (usize, [f64; 4]) {
    let place = k as f64 * cells as f64 / (count - 1) as f64;
    let cell = (place as usize).min(cells - 1);
    let t = place - cell as f64;
    let (t2, t3) = (t * t, t * t * t);
    let cubic = [-t3 + 2.0 * t2 - t, 3.0 * t3 - 5.0 * t2 + 2.0, -3.0 * t3 + 4.0 * t2 + t, t3 - t2];
    (cell, cubic.map(|weight| 0.5 * weight))
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

    /// The same where the loss is dear, of which no more than about `work` losses of data points are to be evaluated:
    /// it is sampled on fewer points and interpolated between them.
    ///
    /// Cubic convolution (R. G. Keys, Cubic convolution interpolation for digital image processing, 1981): it
    /// reproduces quadratics, and its error goes with the third power of the distance between samples.
    pub fn sample_within(objective: &dyn Objective, extent: Rect, columns: usize, rows: usize, work: usize) -> Self {
        let affordable = work / objective.cost();
        let sample = |extent, columns, rows| vec![Grid::sample(objective, extent, columns, rows)];
        Grid::within(extent, columns, rows, affordable, &sample).swap_remove(0)
    }

    /// The grids that `sample` makes of an extent, columns and rows, or where that is more than about `affordable`
    /// points, the grids that are interpolated between fewer points by cubic convolution, as in
    /// [`Grid::sample_within`].
    pub(super) fn within(
        extent: Rect,
        columns: usize,
        rows: usize,
        affordable: usize,
        sample: &dyn Fn(Rect, usize, usize) -> Vec<Grid>,
    ) -> Vec<Grid> {
        let share = libm::sqrt(affordable.max(FEWEST * FEWEST) as f64 / (columns * rows) as f64);
        if share >= 1.0 {
            return sample(extent, columns, rows);
        }
        let fewer = |count: usize| ((count as f64 * share) as usize).clamp(4, count.max(4));
        let (cells_x, cells_y) = (fewer(columns) - 1, fewer(rows) - 1);
        // A ring of samples beyond the edge, from which the cells along it are interpolated.
        let step = Vec2::new(extent.size().x / cells_x as f64, extent.size().y / cells_y as f64);
        let Rect { x, y } = extent;
        let wider = Rect { x: [x[0] - step.x, x[1] + step.x], y: [y[0] - step.y, y[1] + step.y] };
        let coarse = sample(wider, cells_x + 3, cells_y + 3);
        coarse.iter().map(|coarse| coarse.refined(extent, columns, rows)).collect()
    }

    /// `columns` × `rows` points over `extent`, interpolated between the points of this grid, which has one more around
    /// it.
    fn refined(&self, extent: Rect, columns: usize, rows: usize) -> Self {
        let (cells_x, cells_y) = (self.columns - 3, self.rows - 3);
        let mut grid = Grid { extent, columns, rows, values: Vec::with_capacity(columns * rows) };
        let across: Vec<_> = (0..columns).map(|k| weights(k, columns, cells_x)).collect();
        for row in 0..rows {
            let (below, up) = weights(row, rows, cells_y);
            for (left, along) in &across {
                let line = |k: usize| {
                    let start = (below + k) * self.columns + left;
                    along.iter().zip(&self.values[start..start + 4]).map(|(weight, value)| weight * value).sum::<f64>()
                };
                grid.values.push((0..4).map(|k| up[k] * line(k)).sum());
            }
        }
        grid
    }

    /// The grid point in `column` of `row`, in domain units.
    pub fn point(&self, column: usize, row: usize) -> Vec2 {
        let at = |[low, high]: [f64; 2], k: usize, count: usize| low + (high - low) * k as f64 / (count - 1) as f64;
        Vec2::new(at(self.extent.x, column, self.columns), at(self.extent.y, row, self.rows))
    }

    /// What `values` at the grid's points are at `w`, by bilinear interpolation; none outside.
    pub(super) fn between(&self, values: &[f64], w: Vec2) -> Option<f64> {
        let place = |at: f64, [low, high]: [f64; 2], count: usize| {
            let place = (at - low) / (high - low) * (count - 1) as f64;
            // NaN fails both comparisons.
            let inside = place >= -1e-9 && place <= (count - 1) as f64 + 1e-9;
            let cell = (place.max(0.0) as usize).min(count - 2);
            inside.then_some((cell, (place - cell as f64).clamp(0.0, 1.0)))
        };
        let ((column, u), (row, v)) = (place(w.x, self.extent.x, self.columns)?, place(w.y, self.extent.y, self.rows)?);
        let corner = row * self.columns + column;
        let along = |k: usize| (1.0 - u) * values[k] + u * values[k + 1];
        Some((1.0 - v) * along(corner) + v * along(corner + self.columns))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objective::{Curvature, Slope};

    /// Of the loss `at` only the values are asked for, each as dear as `cost` losses of data points.
    struct Dear(fn(f64, f64) -> f64, usize);

    impl Objective for Dear {
        fn value(&self, w: Vec2) -> f64 {
            (self.0)(w.x, w.y)
        }

        fn slope(&self, _: Vec2) -> Slope {
            unreachable!("a grid has no gradients")
        }

        fn curvature(&self, _: Vec2) -> Curvature {
            unreachable!("a grid has no Hessians")
        }

        fn cost(&self) -> usize {
            self.1
        }

        fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
            out.iter_mut().zip(xs).for_each(|(out, x)| *out = self.value(Vec2::new(*x, y)));
        }
    }

    /// The greatest difference between a grid of samples and one within a budget, relative to the range of the former.
    fn error(at: fn(f64, f64) -> f64, cost: usize) -> f64 {
        let extent = Rect::new(-2.0, 3.0, -1.0, 2.0);
        let exact = Grid::sample(&Dear(at, cost), extent, 150, 90);
        let within = Grid::sample_within(&Dear(at, cost), extent, 150, 90, 100_000);
        assert_eq!((within.columns, within.rows, within.extent), (150, 90, extent));
        let (low, high) = exact.range().expect("finite values");
        let apart = exact.values.iter().zip(&within.values).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        apart / (high - low)
    }

    #[test]
    fn what_is_affordable_is_sampled() {
        assert_eq!(error(|x, y| libm::sin(3.0 * x) * y, 7), 0.0);
    }

    #[test]
    fn a_quadratic_is_interpolated_to_rounding() {
        assert!(error(|x, y| 3.0 * x * x - x * y + 0.5 * y * y - x + 2.0, 100) <= 1e-13);
    }

    #[test]
    fn a_smooth_loss_is_interpolated_to_less_than_a_contours_width() {
        // 16 cells across and 4 at least up, 0.3 units wide: with third derivatives of a few hundredths of the range
        // the cube of that is a thousandth.
        assert!(error(|x, y| libm::log1p(libm::exp(x - 0.5 * y)) + 0.1 * y * y, 1_000) <= 2e-3);
    }
}
