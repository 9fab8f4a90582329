//! What can be done with stationary points: sort them, go there, start there.

use wasm_bindgen::prelude::*;

use super::texts::json;
use super::{Engine, refuse};
use crate::linear::Vec2;
use crate::page;

#[wasm_bindgen]
impl Engine {
    /// The table of stationary points in view.
    pub fn stationary(&self) -> String {
        json(&page::table(&self.lab, &self.table))
    }

    /// Looks at that table in another way; see [`page::TableView::set`].
    #[wasm_bindgen(js_name = setTable)]
    pub fn set_table(&mut self, field: &str, text: &str) -> Result<(), JsError> {
        self.table.set(field, text).map_err(refuse)
    }

    /// Moves the view so that the point (x, y) is in its middle.
    pub fn center(&mut self, x: f64, y: f64) -> Result<(), JsError> {
        self.edited(|lab| lab.center(Vec2::new(x, y)))
    }

    /// Moves the first start onto the stationary point (x, y), or beside it by the offset of the table.
    #[wasm_bindgen(js_name = startAt)]
    pub fn start_at(&mut self, x: f64, y: f64, beside: bool) -> Result<(), JsError> {
        let offset = if beside { self.table.offset() } else { 0.0 };
        self.edited(|lab| lab.start_at(Vec2::new(x, y), offset))
    }
}
