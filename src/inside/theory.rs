//! Theory beside practice: the card's words, and its two pictures.

use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use super::{Inside, failed, json};
use crate::canvas::{Layer, unit};
use crate::explain::theory;
use crate::page;
use crate::traced;

#[wasm_bindgen]
impl Inside {
    /// What theory says of a contender when the clock stands at `clock`, and what was measured: words, as JSON.
    pub fn theory(&self, contender: usize, clock: usize) -> String {
        json(&page::theory_card(&self.lab, self.known(contender), clock))
    }

    /// Draws the quadratic along its eigenvectors with the contender's path, and returns how its scales compare, in
    /// words; nothing where there is no such picture.
    #[wasm_bindgen(js_name = drawEigenbasis)]
    pub fn draw_eigenbasis(
        &self,
        contender: usize,
        clock: usize,
        canvas: HtmlCanvasElement,
        width: f64,
        height: f64,
        ratio: f64,
    ) -> Result<String, JsError> {
        let contender = self.known(contender);
        let Ok(found) = theory(&self.lab, contender, clock) else { return Ok(String::new()) };
        let Some(layer) = Layer::new(canvas, width, height, ratio) else { return Ok(String::new()) };
        let sheet = (&layer.sheet, unit(ratio));
        let map = traced::draw_eigenbasis_of(&self.lab, contender, &found, sheet, Some(ratio), &self.theme);
        let map = map.map_err(failed)?;
        Ok(page::scale_words(map.stretch))
    }

    /// Draws how the coordinates along the eigenvectors shrink.
    #[wasm_bindgen(js_name = drawModes)]
    pub fn draw_modes(
        &self,
        contender: usize,
        clock: usize,
        canvas: HtmlCanvasElement,
        width: f64,
        height: f64,
        ratio: f64,
    ) -> Result<(), JsError> {
        let contender = self.known(contender);
        let Ok(found) = theory(&self.lab, contender, clock) else { return Ok(()) };
        let Some(layer) = Layer::new(canvas, width, height, ratio) else { return Ok(()) };
        let sheet = (&layer.sheet, unit(ratio));
        traced::draw_modes_of(&self.lab, contender, &found, sheet, &self.theme).map_err(failed)
    }
}
