//! Theory beside practice: the card's words, and its two pictures.

use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use super::{Inside, failed, json};
use crate::canvas::{Layer, unit};
use crate::draw::{self, Eigenbasis, ModeCurve};
use crate::explain::{Theory, theory};
use crate::linear::Vec2;
use crate::objective::Levels;
use crate::page;

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
        let (unit, shown) = (unit(ratio), found.shown(&self.lab, contender));
        let path = found.path(&self.lab, contender, shown);
        let map = draw::eigen_map(&layer.sheet, unit, &found.in_view(&self.lab, contender));
        let picture = Eigenbasis {
            value: &|z: Vec2| found.quadratic.value(z),
            levels: if found.quadratic.values[0] > 0.0 { Levels::Logarithmic } else { Levels::Linear },
            stationary: found.quadratic.stationary(),
            path: &path,
            head: found.step - shown[0],
            color: self.theme.contender(contender),
            ratio: Some(ratio),
            theme: &self.theme,
        };
        draw::draw_eigenbasis(&layer.sheet, unit, &map, &picture).map_err(failed)?;
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
        let [from, to] = found.measurable(&self.lab, contender);
        let path = found.path(&self.lab, contender, [from, to]);
        let sizes: [Vec<f64>; 2] = [path.iter().map(|z| z.x.abs()).collect(), path.iter().map(|z| z.y.abs()).collect()];
        // Blue and orange, which every kind of colour vision tells apart.
        let colors = [self.theme.signs[0], self.theme.signs[2]];
        let Theory { modes, step, .. } = &found;
        let line = |k: usize| {
            let (step, amplitude) = modes[k].anchor?;
            Some((step as f64 - from as f64, amplitude, modes[k].spectrum?.factor))
        };
        let curves: Vec<ModeCurve> =
            (0..modes.len()).map(|k| ModeCurve { sizes: &sizes[k], line: line(k), color: colors[k] }).collect();
        draw::draw_modes(&layer.sheet, unit(ratio), &curves, step - from, &self.theme).map_err(failed)?;
        Ok(())
    }
}
