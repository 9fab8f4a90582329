//! The cells of a map.

use crate::linear::{Rect, Vec2};

/// A grid of cells, counted from the upper left, as pixels are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    /// Cells from left to right.
    pub columns: usize,
    /// Cells from top to bottom.
    pub rows: usize,
}

impl Grid {
    /// The number of cells.
    pub fn len(&self) -> usize {
        self.columns * self.rows
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How far the middle of a cell lies from the left and from below, as fractions of the whole.
    pub fn fractions(&self, column: usize, row: usize) -> Vec2 {
        Vec2::new((column as f64 + 0.5) / self.columns as f64, (self.rows - 1 - row) as f64 / self.rows as f64)
            + Vec2::new(0.0, 0.5 / self.rows as f64)
    }

    /// The middle of a cell where the grid covers `area`; on an area without height, a point of it.
    pub fn middle(&self, area: Rect, column: usize, row: usize) -> Vec2 {
        let size = area.size();
        let at = |low: f64, place: f64, size: f64, count: usize| low + (place + 0.5) * size / count as f64;
        let from_below = (self.rows - 1 - row) as f64;
        Vec2::new(at(area.x[0], column as f64, size.x, self.columns), at(area.y[0], from_below, size.y, self.rows))
    }

    /// The cell in which a point of `area` lies; the nearest one of a point beyond it.
    pub fn cell(&self, area: Rect, w: Vec2) -> (usize, usize) {
        let t = (w - Vec2::new(area.x[0], area.y[0])) / area.size();
        let place = |t: f64, count: usize| (t * count as f64).clamp(0.0, count as f64 - 1.0) as usize;
        (place(t.x, self.columns), self.rows - 1 - place(t.y, self.rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_its_middle() {
        let (grid, area) = (Grid { columns: 7, rows: 5 }, Rect::new(-1.0, 6.0, 2.0, 4.0));
        for (column, row) in (0..7).flat_map(|column| (0..5).map(move |row| (column, row))) {
            assert_eq!(grid.cell(area, grid.middle(area, column, row)), (column, row));
        }
        assert_eq!(grid.middle(area, 0, 4), Vec2::new(-0.5, 2.2));
        assert_eq!(grid.cell(area, Vec2::new(-9.0, 9.0)), (0, 0));
    }
}
