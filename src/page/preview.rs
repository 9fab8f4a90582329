//! What a text of data holds, before it is taken over.

use serde::Serialize;

use crate::data::{Cells, Header};
use crate::problem::Problem;
use crate::words::{say, text, word};

/// Rows of the preview.
const ROWS: usize = 5;

/// The most columns of the preview.
const COLUMNS: usize = 12;

/// What a text of data holds.
#[derive(Serialize)]
pub struct Preview {
    /// The names of its columns.
    names: Vec<String>,
    /// Which of them are numbers throughout.
    numeric: Vec<bool>,
    /// Whether its first row is read as names.
    has_header: bool,
    /// How many rows of data it has, and what parts their cells.
    words: String,
    /// The first cells of the first rows.
    rows: Vec<Vec<String>>,
}

/// The ways to read the first row, by key.
pub fn header(key: &str) -> Header {
    match key {
        "yes" => Header::Yes,
        "no" => Header::No,
        _ => Header::Guess,
    }
}

/// What `text` holds, its first row read as the key `header` says.
///
/// # Errors
/// If it is no table.
pub fn preview(text: &str, header_key: &str) -> Result<Preview, Problem> {
    let cells = Cells::read(text, header(header_key))?;
    let between = match cells.separator() {
        ',' => word(text!("commas")),
        ';' => word(text!("semicolons")),
        '\t' => word(text!("tabs")),
        '|' => word(text!("bars")),
        _ => word(text!("spaces")),
    };
    let shown = cells.names().len().min(COLUMNS);
    let rows = cells.preview(ROWS);
    let rows = rows.iter().map(|row| row.iter().take(shown).map(|cell| (*cell).to_string()).collect()).collect();
    let count = cells.count();
    let some = if count == 1 { say!("1 row") } else { say!("{count} rows", count) };
    let words = match cells.names().len() {
        1 => say!("{rows} of one column", rows = some),
        columns => say!("{rows} of {columns} columns, with {between} between them", rows = some, columns, between),
    };
    Ok(Preview {
        names: cells.names().to_vec(),
        numeric: (0..cells.names().len()).map(|column| cells.numeric(column)).collect(),
        has_header: cells.has_header(),
        words,
        rows,
    })
}
