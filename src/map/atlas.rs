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

/// The cells of a part, row by row: of tens of millions each byte counts.
#[derive(Clone)]
struct Part {
    /// One more than the fate's number; 0 where a cell is not made yet.
    fates: Vec<u16>,
    values: Vec<f64>,
}

impl Part {
    fn cell(&self, k: usize) -> Option<Cell> {
        let number = self.fates.get(k)?.checked_sub(1)?;
        Some(Cell { fate: Fate::of(usize::from(number)), value: self.values[k] })
    }
}

/// A map put together from pieces that come in any order.
pub struct Atlas {
    grid: Grid,
    plan: Plan,
    parts: Vec<Part>,
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
    /// A map of which nothing is made yet, and on which runs end at some of these places; `same` is how near two are
    /// that are one.
    pub fn new(grid: Grid, parts: usize, plan: Plan, places: Vec<Place>, same: f64) -> Atlas {
        let parts = vec![Part { fates: vec![0; grid.len()], values: vec![0.0; grid.len()] }; parts];
        let known = places.len();
        Atlas { grid, plan, parts, places, known, same, handed: 0, returned: Vec::new(), made: 0, generation: 0 }
    }

    /// The next piece that is to be made; none if all are handed out.
    pub fn hand_out(&mut self) -> Option<Task> {
        if let Some(task) = self.returned.pop() {
            return Some(task);
        }
        while let Some(task) = self.plan.tasks().get(self.handed).copied() {
            self.handed += 1;
            if !self.is_made(task) {
                return Some(task);
            }
        }
        None
    }

    /// Whether all cells of a piece are made: they may have been taken from another map.
    fn is_made(&self, task: Task) -> bool {
        let made = |(column, row): (usize, usize)| self.parts[task.part].fates[row * self.grid.columns + column] > 0;
        task.cells(self.grid).all(made)
    }

    /// Takes over the `parts` of a map that is the same in them, of which nothing is made here yet.
    ///
    /// Nothing if the grid or the places that were known are others.
    pub fn keep(&mut self, other: Atlas, parts: impl Iterator<Item = usize>) {
        if self.grid != other.grid || self.places[..self.known] != other.places[..other.known] {
            return;
        }
        self.places = other.places;
        let mut theirs = other.parts;
        for part in parts {
            if let (Some(own), Some(theirs)) = (self.parts.get_mut(part), theirs.get_mut(part)) {
                std::mem::swap(own, theirs);
                self.made += own.fates.iter().filter(|fate| **fate > 0).count();
            }
        }
        self.generation += 1;
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
            let k = row * grid.columns + column;
            let Some(known) = part.fates.get_mut(k) else { return false };
            let fate = match Fate::of(numbers[0] as usize) {
                Fate::At(place) if !is_tuning => places.get(place).copied().flatten().map_or(Fate::Crowded, Fate::At),
                fate => fate,
            };
            self.made += usize::from(*known == 0);
            let fate = if is_tuning { Fate::Moving } else { fate };
            // There are no more places than have numbers of this size.
            *known = fate.number() as u16 + 1;
            part.values[k] = numbers[width - 1];
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
        let part = self.parts.get(part)?;
        [1, 2, 4, 8, 16]
            .into_iter()
            .find_map(|stride| part.cell(row / stride * stride * self.grid.columns + column / stride * stride))
    }

    /// The cells of a part that are made, with their places on the grid.
    pub fn cells(&self, part: usize) -> impl Iterator<Item = ((usize, usize), Cell)> {
        let columns = self.grid.columns;
        let cells = self.parts.get(part).into_iter().flat_map(|part| (0..part.fates.len()).map(|k| (k, part.cell(k))));
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
