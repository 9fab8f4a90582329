//! In which pieces a map is made.

use super::Grid;

/// Every how many cells the first pass makes one; each further pass halves that.
const COARSEST: usize = 16;

/// Updates of a piece of work, in losses of single data points: some tens of milliseconds.
const PIECE: usize = 1_000_000;

/// A piece of a map: some cells of some of its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Task {
    /// Of which of the map's parts.
    pub part: usize,
    /// Only every so manieth cell, of every so manieth row.
    pub stride: usize,
    /// From which of these rows.
    pub from: usize,
    /// Up to which, without it.
    pub to: usize,
    /// Whether the cells of the pass before, of twice the stride, are left out.
    pub finer: bool,
}

impl Task {
    /// Its cells, row by row.
    pub fn cells(self, grid: Grid) -> impl Iterator<Item = (usize, usize)> {
        let Task { stride, from, to, finer, .. } = self;
        (from..to).flat_map(move |band| {
            let row = band * stride;
            let known =
                move |column: &usize| finer && row.is_multiple_of(2 * stride) && column.is_multiple_of(2 * stride);
            (0..grid.columns).step_by(stride).filter(move |column| !known(column)).map(move |column| (column, row))
        })
    }

    /// As numbers, for [`Task::from_numbers`].
    pub fn to_numbers(self) -> [f64; 5] {
        [self.part as f64, self.stride as f64, self.from as f64, self.to as f64, f64::from(u8::from(self.finer))]
    }

    /// The task that [`Task::to_numbers`] wrote.
    pub fn from_numbers([part, stride, from, to, finer]: [f64; 5]) -> Task {
        let whole = |value: f64| value as usize;
        Task { part: whole(part), stride: whole(stride).max(1), from: whole(from), to: whole(to), finer: finer != 0.0 }
    }
}

/// All pieces of a map, in their order: coarse ones of all parts first.
#[derive(Debug, Clone)]
pub struct Plan {
    tasks: Vec<Task>,
    cells: usize,
}

impl Plan {
    /// The plan for maps of so many `parts` on `grid`, whose cells cost each so many losses of single data points.
    pub fn new(grid: Grid, parts: usize, cost: usize) -> Plan {
        let mut tasks = Vec::new();
        let mut stride = COARSEST;
        loop {
            let bands = grid.rows.div_ceil(stride);
            let per_band = grid.columns.div_ceil(stride);
            let height = (PIECE / (cost * per_band).max(1)).clamp(1, bands.max(1));
            for part in 0..parts {
                for from in (0..bands).step_by(height) {
                    let to = bands.min(from + height);
                    tasks.push(Task { part, stride, from, to, finer: stride < COARSEST });
                }
            }
            if stride == 1 {
                break;
            }
            stride /= 2;
        }
        Plan { tasks, cells: grid.len() * parts }
    }

    /// The pieces.
    pub fn tasks(&self) -> &[Task] {
        &self.tasks
    }

    /// How many cells all pieces have.
    pub fn cells(&self) -> usize {
        self.cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_is_made_once_and_coarse_ones_come_first() {
        for (columns, rows) in [(1, 1), (37, 1), (64, 48), (33, 50)] {
            let grid = Grid { columns, rows };
            let plan = Plan::new(grid, 2, 2_000);
            let mut made = vec![0; 2 * grid.len()];
            for task in plan.tasks() {
                task.cells(grid).for_each(|(column, row)| made[task.part * grid.len() + row * columns + column] += 1);
                assert_eq!(Task::from_numbers(task.to_numbers()), *task);
            }
            assert!(made.iter().all(|times| *times == 1), "{columns} × {rows}");
            assert_eq!(plan.cells(), made.len());
            assert!(plan.tasks().is_sorted_by_key(|task| std::cmp::Reverse(task.stride)));
        }
    }
}
