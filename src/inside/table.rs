//! The race as tables.

use wasm_bindgen::prelude::*;

use super::{Inside, json};
use crate::page;

#[wasm_bindgen]
impl Inside {
    /// What the table of the race can show: keys and names.
    #[wasm_bindgen(js_name = tableChoices)]
    pub fn table_choices(&self) -> String {
        json(&page::table_choices(&self.lab))
    }

    /// How the contenders stand when the clock stands at `clock`, and what has this key along their runs.
    #[wasm_bindgen(js_name = raceTable)]
    pub fn race_table(&self, clock: usize, key: &str) -> String {
        json(&page::race_table(&self.lab, clock, key))
    }
}
