//! The user's data in a link: names of columns and rows, or a number that stands for them.

use std::sync::Arc;

use crate::data::Table;
use crate::parameter::number_text;
use crate::problem::Problem;
use crate::words::{say, text};

/// What begins the place of data that are only named.
const NAMED: &str = "file:";

/// The names of the columns and then the rows; none if they take more than about `longest` bytes.
pub(super) fn written(table: &Table, longest: usize) -> Option<String> {
    let scale = if table.standardized { "standardized" } else { "given" };
    let mut text = format!("{scale},{}", table.names.join(","));
    for row in table.values.chunks(table.names.len().max(1)) {
        let numbers: Vec<_> = row.iter().map(|value| number_text(*value)).collect();
        text += &format!(";{}", numbers.join(","));
        if text.len() > longest {
            return None;
        }
    }
    Some(text)
}

/// All of a table as the text that [`table_of`] reads.
pub fn table_text(table: &Table) -> String {
    written(table, usize::MAX).unwrap_or_default()
}

/// The table of a text that [`table_text`] has written.
///
/// # Errors
/// If it is none.
pub fn table_of(text: &str) -> Result<Arc<Table>, Problem> {
    read(text, None)
}

/// What stands for data that are too long.
pub(super) fn name(table: &Table) -> String {
    format!("{NAMED}{:016x},{}", table.fingerprint(), table.count())
}

/// The data of a text, which may be the name of `known` ones.
///
/// # Errors
/// If it names others, or is none.
pub(super) fn read(text: &str, known: Option<&Arc<Table>>) -> Result<Arc<Table>, Problem> {
    if let Some(named) = text.strip_prefix(NAMED) {
        let count = named.split_once(',').map_or("many", |(_, count)| count);
        return known.filter(|table| name(table) == text).cloned().ok_or_else(|| {
            let wanted = say!("the file saved with it, whose {count} rows of data are too many for a link", count);
            Problem::new("data", wanted, say!("the link alone"))
        });
    }
    let mut parts = text.split(';');
    let head: Vec<&str> = parts.next().unwrap_or_default().split(',').collect();
    let standardized = match head[0] {
        "given" => false,
        "standardized" => true,
        other => {
            return Err(Problem::new("data", text!("given or standardized, then the names of the columns"), other));
        }
    };
    let names: Vec<String> = head[1..].iter().map(|name| (*name).into()).collect();
    let mut values = Vec::new();
    for (k, row) in parts.enumerate() {
        let cells = row.split(',').map(|cell| cell.parse().ok()).collect::<Option<Vec<f64>>>();
        let numbers = cells.filter(|numbers| numbers.len() == names.len()).ok_or_else(|| {
            let wanted = say!("{n} numbers with commas between them", n = names.len());
            Problem::new(&say!("data, row {k}", k = k + 1), wanted, format!("“{row}”"))
        })?;
        values.extend(numbers);
    }
    Ok(Arc::new(Table { names, values, standardized }))
}
