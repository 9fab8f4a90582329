//! A map over settings as a table.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{cell_words, show_short};
use crate::lab::Lab;
use crate::map::{Atlas, Axis, Dial, Map, MapKind};
use crate::words::{say, text, word};

/// No more cells along a setting than this: the picture has as many as it has pixels.
const MOST: usize = 9;

/// A map over settings as a table.
#[derive(Serialize)]
pub struct MapTable {
    /// What is varied.
    caption: String,
    /// The values of the first setting.
    columns: Vec<String>,
    /// Those of the second, the greatest first, each with what the cells are.
    rows: Vec<(String, Vec<String>)>,
}

/// A tuning map as a table of its cells, evenly chosen; none of another map.
pub fn map_table(lab: &Lab, map: &Map, atlas: &Atlas) -> Option<MapTable> {
    let MapKind::Tuning(tuning) = &map.shows else { return None };
    let dials = Dial::all(lab.checked(), tuning.of);
    let axes: Vec<_> = tuning.dialed(&dials).collect();
    let grid = atlas.grid();
    let (across, along) = axes.first()?;
    let names: Vec<_> = axes.iter().map(|(dial, _)| word(dial.parameter.name)).collect();
    let caption = match &names[..] {
        [across, up] => say!("{across} from column to column, {up} from row to row", across, up),
        _ => say!("{across} from column to column", across = names[0]),
    };
    let (columns, rows) = (chosen(grid.columns), chosen(grid.rows));
    let head = |column: &usize| show_short(across.value(along, grid.fractions(*column, 0).x));
    let row = |row: usize| {
        let value = |(dial, axis): &(&Dial, &Axis)| show_short(dial.value(axis, grid.fractions(0, row).y));
        let name = axes.get(1).map_or_else(|| word(text!("the value")).into_owned(), value);
        let cell = |column: &usize| {
            atlas.cell(0, *column, row).map_or_else(String::new, |cell| cell_words(lab, map, atlas, cell))
        };
        (name, columns.iter().map(cell).collect())
    };
    Some(MapTable { caption, columns: columns.iter().map(head).collect(), rows: rows.into_iter().map(row).collect() })
}

/// At most [`MOST`] of `count` places, the first and the last among them.
fn chosen(count: usize) -> BTreeSet<usize> {
    let last = count.saturating_sub(1);
    (0..MOST).map(|k| k * last / (MOST - 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::chosen;

    #[test]
    fn the_ends_are_among_the_chosen() {
        assert_eq!(chosen(81), [0, 10, 20, 30, 40, 50, 60, 70, 80].into());
        assert_eq!(chosen(3), [0, 1, 2].into());
        assert_eq!(chosen(1), [0].into());
    }
}
