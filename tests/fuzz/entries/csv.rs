//! Tables that a user brings: what is accepted has the rows, names and numbers that it says, and comes back from a
//! link.

use std::sync::Arc;

use steepest::data::{self, Cells, Header, MOST_COLUMNS, MOST_POINTS, Table};
use steepest::experiment::{Contender, Experiment, Fairness, Landscape, Look, Unit, VERSION, table_of, table_text};
use steepest::linear::{Rect, Vec2};

use super::refused;

/// The longest name of a column, and what cannot be in it because it means something in a link.
const LONGEST_NAME: usize = 40;
const SPECIAL: &[char] = &[',', ';', '&', '#', '+', '%'];

/// The first byte says whether there is a header, the rest is the text.
pub fn take(bytes: &[u8]) -> bool {
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let header = [Header::Guess, Header::Yes, Header::No][usize::from(*first) % 3];
    let text = String::from_utf8_lossy(rest);
    let cells = match Cells::read(&text, header) {
        Ok(cells) => cells,
        Err(problem) => {
            refused(&problem);
            return false;
        }
    };
    let (count, width) = (cells.count(), cells.names().len());
    assert!((1..=MOST_POINTS).contains(&count) && (1..=MOST_COLUMNS).contains(&width), "{count} × {width}");
    match header {
        Header::Guess => {}
        Header::Yes => assert!(cells.has_header()),
        Header::No => assert!(!cells.has_header()),
    }
    let rows = cells.preview(usize::MAX);
    assert!(rows.len() == count && rows.iter().all(|row| row.len() == width));
    for (k, name) in cells.names().iter().enumerate() {
        assert!((1..=LONGEST_NAME).contains(&name.chars().count()), "{name:?}");
        assert!(!name.contains(|c: char| SPECIAL.contains(&c) || c.is_control()), "{name:?}");
        assert!(!cells.names()[..k].contains(name), "{name:?} twice");
    }
    let is_numeric: Vec<bool> = (0..=width).map(|column| column_holds(&cells, &rows, column)).collect();
    for entry in data::ALL {
        let columns: Vec<usize> = (0..entry.columns.len()).collect();
        match Table::from_cells(&cells, &columns, entry, count > 2) {
            Ok(table) => {
                assert!(columns[..entry.inputs()].iter().all(|column| is_numeric[*column]));
                comes_back(entry.key, table, count);
            }
            Err(problem) => refused(&problem),
        }
    }
    true
}

/// Whether the column is one of numbers: all of them are finite, and as many as there are rows.
fn column_holds(cells: &Cells, rows: &[Vec<&str>], column: usize) -> bool {
    match cells.labels(column) {
        Ok((is_second, [first, second])) => {
            let named = is_second.iter().map(|is_second| if *is_second { &second } else { &first });
            assert!(first != second && named.eq(rows.iter().map(|row| row[column])));
        }
        Err(problem) => refused(&problem),
    }
    let is_numeric = cells.numeric(column);
    match cells.column(column) {
        Ok(values) => assert!(is_numeric && values.len() == rows.len() && values.iter().all(|value| value.is_finite())),
        Err(problem) => {
            assert!(!is_numeric, "{problem}");
            refused(&problem);
        }
    }
    is_numeric
}

/// A table as text, and in a link if its model can take it.
fn comes_back(model: &str, table: Table, count: usize) {
    assert_eq!(table.count(), count);
    let table = Arc::new(table);
    assert_eq!(table_of(&table_text(&table)).as_ref(), Ok(&table));
    let landscape = Landscape { table: Some(table), ..Landscape::new(model) };
    let experiment = Experiment {
        version: VERSION,
        landscape,
        view: Rect::new(-1.0, 1.0, -1.0, 1.0),
        starts: vec![Vec2::ZERO],
        seed: 0,
        steps: 1,
        unit: Unit::Steps,
        runs: 1,
        noise: 0.0,
        contenders: vec![Contender::new("gradient_descent", 0.1)],
        fairness: Fairness::AsSet,
        pins: Vec::new(),
        map: None,
        look: Look::default(),
    };
    match experiment.check() {
        Ok(_) => assert_eq!(Experiment::from_text(&experiment.to_text()), Ok(experiment)),
        Err(problem) => refused(&problem),
    }
}
