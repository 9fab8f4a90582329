//! A map as it grows.

use super::{Fate, Grid, Patch, Place, Plan, Task};
use crate::stationary::{Kind, StationaryPoint};

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// How its run ended; of a tuning map nothing.
    pub fate: Fate,
    /// After how many steps, or the value of a tuning map.
    pub value: f64,
}

/// A map put together from pieces that come in any order.
pub struct Atlas {
    grid: Grid,
    plan: Plan,
    /// The cells of every part, row by row; none where they are not made yet.
    parts: Vec<Vec<Option<Cell>>>,
    places: Vec<Place>,
    /// How many of them were known from the beginning.
    known: usize,
    /// How near two places are that are one, in domain units.
    same: f64,
    /// How many pieces were handed out.
    handed: usize,
    /// Pieces that were handed out and are to be made by somebody else.
    returned: Vec<Task>,
    made: usize,
    /// How many times it has changed.
    generation: usize,
}

/// No more places than this are told apart.
pub const MOST_PLACES: usize = 4096;

impl Atlas {
    /// A map of which nothing is made yet, and on which runs end at some of these places; `same` is how near two are that
    /// are one.
    pub fn new(grid: Grid, parts: usize, plan: Plan, places: Vec<Place>, same: f64) -> Atlas {
        let parts = vec![vec![None; grid.len()]; parts];
        let known = places.len();
        Atlas { grid, plan, parts, places, known, same, handed: 0, returned: Vec::new(), made: 0, generation: 0 }
    }

    /// The next piece that is to be made; none if all are handed out.
    pub fn hand_out(&mut self) -> Option<Task> {
        self.returned.pop().or_else(|| {
            let task = self.plan.tasks().get(self.handed).copied();
            self.handed += usize::from(task.is_some());
            task
        })
    }

    /// A piece that was handed out comes back unmade.
    pub fn give_back(&mut self, task: Task) {
        self.returned.push(task);
    }

    /// Takes over a piece; whether it fits.
    pub fn take(&mut self, patch: &Patch) -> bool {
        let (task, grid) = (patch.task, self.grid);
        let places: Vec<Option<usize>> = patch.places.iter().map(|place| self.place(place)).collect();
        let is_tuning = patch.places.is_empty() && patch.cells.len() == task.cells(grid).count();
        let width = if is_tuning { 1 } else { 2 };
        let Some(part) = self.parts.get_mut(task.part) else { return false };
        let mut cells = patch.cells.chunks_exact(width);
        for (column, row) in task.cells(grid) {
            let Some(numbers) = cells.next() else { return false };
            let Some(cell) = part.get_mut(row * grid.columns + column) else { return false };
            let fate = match Fate::of(numbers[0] as usize) {
                Fate::At(place) if !is_tuning => places.get(place).copied().flatten().map_or(Fate::Crowded, Fate::At),
                fate => fate,
            };
            self.made += usize::from(cell.is_none());
            let fate = if is_tuning { Fate::Moving } else { fate };
            *cell = Some(Cell { fate, value: numbers[width - 1] });
        }
        self.generation += 1;
        true
    }

    /// The number of a place, which is new or known; none if there are too many to take in a new one.
    fn place(&mut self, place: &Place) -> Option<usize> {
        let near = |known: &Place| known.kind == place.kind && (known.at - place.at).norm() <= self.same;
        self.places.iter().position(near).or_else(|| {
            (self.places.len() < MOST_PLACES).then(|| {
                self.places.push(*place);
                self.places.len() - 1
            })
        })
    }

    /// The cell at a place of the grid, or while that is not made yet the nearest coarser one above and left of it.
    pub fn cell(&self, part: usize, column: usize, row: usize) -> Option<Cell> {
        let cells = self.parts.get(part)?;
        [1, 2, 4, 8, 16].into_iter().find_map(|stride| {
            cells.get(row / stride * stride * self.grid.columns + column / stride * stride).copied().flatten()
        })
    }

    /// The cells of a part that are made, with their places on the grid.
    pub fn cells(&self, part: usize) -> impl Iterator<Item = ((usize, usize), Cell)> {
        let columns = self.grid.columns;
        let cells = self.parts.get(part).into_iter().flatten().enumerate();
        cells.filter_map(move |(k, cell)| cell.map(|cell| ((k % columns, k / columns), cell)))
    }

    /// Of a tuning map, the place of the cell with the least value, and that; none where no run arrives.
    pub fn best(&self) -> Option<((usize, usize), Cell)> {
        let finite = self.cells(0).filter(|(_, cell)| cell.value.is_finite());
        finite.reduce(|best, other| if other.1.value < best.1.value { other } else { best })
    }

    /// The number of parts.
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    /// The grid.
    pub fn grid(&self) -> Grid {
        self.grid
    }

    /// The places at which runs end.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// How many of them, the first ones, were known from the beginning.
    pub fn known(&self) -> usize {
        self.known
    }

    /// Which share of the cells is made.
    pub fn share(&self) -> f64 {
        self.made as f64 / self.plan.cells().max(1) as f64
    }

    /// Whether all cells are made.
    pub fn is_done(&self) -> bool {
        self.made == self.plan.cells()
    }

    /// How many times it has changed.
    pub fn generation(&self) -> usize {
        self.generation
    }
}

/// The places at which runs may end, of stationary points that are known: minima first, each kind in its order.
pub fn known_places(points: &[StationaryPoint]) -> Vec<Place> {
    let is_minimum = |kind: Kind| matches!(kind, Kind::Minimum | Kind::DegenerateMinimum);
    let place = |point: &StationaryPoint| Place {
        at: point.at,
        loss: point.loss,
        kind: Some(point.kind),
        is_minimum: is_minimum(point.kind),
    };
    let (minima, others): (Vec<_>, Vec<_>) = points.iter().map(place).partition(|place| place.is_minimum);
    minima.into_iter().chain(others).take(MOST_PLACES / 2).collect()
}
