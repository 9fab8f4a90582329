//! A user's table, read from the text of a file.

use wasm_bindgen::prelude::*;

use super::refuse;
use crate::data::{self, Cells, Table};
use crate::experiment;
use crate::page;
use crate::problem::Problem;
use crate::words::{say, text};

/// What a text of data holds, its first row read as the key `header` says, as JSON.
#[wasm_bindgen(js_name = previewData)]
pub fn preview_data(text: &str, header: &str) -> Result<String, JsError> {
    let preview = page::preview(text, header).map_err(refuse)?;
    serde_json::to_string(&preview).map_err(|error| JsError::new(&error.to_string()))
}

/// The chosen columns of a text, by their places, for the model of this key: as `Engine.bringTable` takes them.
#[wasm_bindgen(js_name = tableText)]
pub fn table_text(
    text: &str,
    header: &str,
    columns: &[u32],
    model: &str,
    standardized: bool,
) -> Result<String, JsError> {
    let table = || {
        let wanted = || Problem::new("data", text!("a loss over data to bring them to"), say!("a surface"));
        let entry = data::find(model).ok_or_else(wanted)?;
        let cells = Cells::read(text, page::header(header))?;
        let columns: Vec<usize> = columns.iter().map(|column| *column as usize).collect();
        Table::from_cells(&cells, &columns, entry, standardized)
    };
    table().map(|table| experiment::table_text(&table)).map_err(refuse)
}
