//! What a map says in numbers.

use super::{Atlas, Fate, Place};

/// How many of a part's starts have one fate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The fate.
    pub fate: Fate,
    /// The number of cells.
    pub count: usize,
}

/// All fates of the starts of some parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Shares {
    /// Those that there are, the most frequent first.
    pub all: Vec<Share>,
    /// The number of cells that are made.
    pub total: usize,
}

impl Shares {
    /// Of the parts of `atlas` in `parts`.
    pub fn of(atlas: &Atlas, parts: impl Iterator<Item = usize>) -> Shares {
        let mut counts = vec![0; Fate::ELSEWHERE.len() + atlas.places().len()];
        for part in parts {
            atlas.cells(part).for_each(|(_, cell)| counts[cell.fate.number()] += 1);
        }
        let share = |(number, count): (usize, &usize)| Share { fate: Fate::of(number), count: *count };
        let mut all: Vec<Share> = counts.iter().enumerate().filter(|(_, count)| **count > 0).map(share).collect();
        all.sort_by_key(|share| std::cmp::Reverse(share.count));
        Shares { all, total: counts.iter().sum() }
    }

    /// How many of them end at a minimum with the least loss of all that are known.
    pub fn reached(&self, places: &[Place]) -> usize {
        let least = least_loss(places);
        let grain = GRAIN * (1.0 + least.abs());
        let is_least = |fate| match fate {
            Fate::At(place) => places.get(place).is_some_and(|p| p.is_minimum && p.loss <= least + grain),
            _ => false,
        };
        self.all.iter().filter(|share| is_least(share.fate)).map(|share| share.count).sum()
    }
}

/// A minimum's loss may be this much above the least, relative to 1 and that, and still be as low.
const GRAIN: f64 = 1e-9;

/// The least loss of all minima; ∞ if there is none.
fn least_loss(places: &[Place]) -> f64 {
    places.iter().filter(|place| place.is_minimum).fold(f64::INFINITY, |least, place| least.min(place.loss))
}

/// How many pairs of cells with a common edge have different fates: how ragged the basins are.
pub fn boundary(atlas: &Atlas, part: usize) -> usize {
    let grid = atlas.grid();
    let fate = |column: usize, row: usize| atlas.cell(part, column, row).map(|cell| cell.fate);
    let mut pairs = 0;
    for row in 0..grid.rows {
        for column in 0..grid.columns {
            let here = fate(column, row);
            pairs += usize::from(column + 1 < grid.columns && fate(column + 1, row) != here);
            pairs += usize::from(row + 1 < grid.rows && fate(column, row + 1) != here);
        }
    }
    pairs
}
