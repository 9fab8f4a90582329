//! The engine's pictures: canvases, and where things are on them.

use js_sys::{Array, Float64Array};
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use super::texts::json;
use super::{Engine, refuse};
use crate::canvas::elements;
use crate::draw::{Look, Theme};
use crate::lab::Series;
use crate::linear::Vec2;
use crate::page;
use crate::problem::Problem;
use crate::words::{say, text};

/// The length of the longer of two arrows, in CSS pixels.
const ARROW: f64 = 44.0;

#[wasm_bindgen]
impl Engine {
    /// Takes over the colours, as bytes in the order of [`Theme::from_bytes`].
    #[wasm_bindgen(js_name = setTheme)]
    pub fn set_theme(&mut self, colors: &[u8]) -> Result<(), JsError> {
        let wanted =
            || Problem::new("theme", text!("red, green and blue of every colour"), say!("{n} bytes", n = colors.len()));
        self.board.set_theme(Theme::from_bytes(colors).ok_or_else(wanted).map_err(refuse)?);
        Ok(())
    }

    /// What of the race is drawn, the paths of all contenders, of one or of none, and how large; canvases are to be
    /// handed over again.
    pub fn focus(&mut self, solo: Option<usize>, hides_paths: bool, size: f64) {
        self.board.set_look(Look { solo, hides_paths, size: 1.0 }.sized(size));
    }

    /// Takes over the panels' canvases: of each one for what is still, one for its paths and one for what is below
    /// heads, which nobody sees; and at last two on which what is still is drawn.
    #[wasm_bindgen(js_name = setPanels)]
    pub fn set_panels(&mut self, canvases: &Array, width: f64, height: f64, ratio: f64, overlay: bool) {
        if let Some((panels, easel)) = elements(canvases).split_last_chunk() {
            self.board.set_panels(panels.as_chunks().0, easel, (width, height), ratio, overlay);
        }
    }

    /// Takes over the chart's canvases: the axes as they are seen, what they are drawn on, and those of the
    /// curves: for all of them, for what the playhead has passed and for the strip that it is in.
    #[wasm_bindgen(js_name = setChart)]
    pub fn set_chart(&mut self, canvases: &Array, width: f64, height: f64, ratio: f64) {
        if let Ok(canvases) = elements(canvases).try_into() {
            self.board.set_chart(canvases, (width, height), ratio);
        }
    }

    /// Whether the chart's vertical axis is linear.
    #[wasm_bindgen(js_name = setLinearChart)]
    pub fn set_linear_chart(&mut self, linear: bool) {
        self.board.set_linear_chart(linear);
    }

    /// Whether the overlay of definiteness is on.
    #[wasm_bindgen(js_name = setDefiniteness)]
    pub fn set_definiteness(&mut self, on: bool) {
        self.board.set_definiteness(on);
    }

    /// What the overlay of definiteness shows, in words: key of each sample and text, as JSON; `null` while it is off.
    pub fn legend(&self) -> String {
        self.board.bent().map_or_else(|| "null".into(), |bent| json(&bent.legend(&self.lab)))
    }

    /// What the chart shows, by the key of the series.
    #[wasm_bindgen(js_name = setSeries)]
    pub fn set_series(&mut self, key: &str) -> Result<(), JsError> {
        let found = Series::ALL.into_iter().find(|(_, known)| *known == key);
        let (series, _) = found.ok_or_else(|| refuse(Problem::new("chart", text!("the key of a series"), key)))?;
        self.board.set_series(series);
        Ok(())
    }

    /// Takes over the canvases of the data's panel: the data as they are seen, what they are drawn on, and the models.
    #[wasm_bindgen(js_name = setData)]
    pub fn set_data(&mut self, canvases: &Array, width: f64, height: f64, ratio: f64) {
        self.board.set_data(elements(canvases).try_into().ok(), (width, height), ratio);
    }

    /// There is no panel of the data.
    #[wasm_bindgen(js_name = clearData)]
    pub fn clear_data(&mut self) {
        self.board.set_data(None, (0.0, 0.0), 1.0);
    }

    /// Marks the batches of this contender in the data's panel.
    #[wasm_bindgen(js_name = markBatches)]
    pub fn mark_batches(&mut self, contender: usize) {
        self.board.mark_batches(contender);
    }

    /// Draws the learning rates of a contender on a small canvas.
    #[wasm_bindgen(js_name = drawRates)]
    pub fn draw_rates(
        &self,
        index: usize,
        canvas: HtmlCanvasElement,
        width: f64,
        height: f64,
        ratio: f64,
    ) -> Result<(), JsError> {
        let index = index.min(self.lab.experiment().contenders.len() - 1);
        self.board
            .draw_rates(&self.lab, index, canvas, (width, height), ratio)
            .map_err(|error| JsError::new(&error.to_string()))
    }

    /// Draws what is out of date, with the playhead at `step`; whether that was more than what the playhead has moved on.
    pub fn draw(&mut self, step: usize) -> Result<bool, JsError> {
        self.board.draw(&self.lab, step).map_err(|error| JsError::new(&error.to_string()))
    }

    /// A worker goes on drawing from here: it gets pictures of what is below the heads in each panel and of all curves.
    #[wasm_bindgen(js_name = handOver)]
    pub fn hand_over(&mut self) {
        self.board.hand_over();
    }

    /// Whether that worker can go on to `step`; else the page draws itself.
    #[wasm_bindgen(js_name = goesOn)]
    pub fn goes_on(&self, step: usize) -> bool {
        self.board.goes_on(&self.lab, step)
    }

    /// What that worker draws for `step`, for each canvas as [`Notes`](crate::canvas::Notes) has it; nothing if it
    /// cannot go on.
    pub fn note(&mut self, step: usize) -> Result<Option<Float64Array>, JsError> {
        let notes = self.board.note(&self.lab, step).map_err(|error| JsError::new(&error.to_string()))?;
        Ok(notes.map(|notes| Float64Array::from(&notes[..])))
    }

    /// Draws the contour through a pixel, or of a curve its tangent there, on a canvas of a panel's size, and returns
    /// its value in words.
    #[wasm_bindgen(js_name = drawPointer)]
    pub fn draw_pointer(
        &self,
        canvas: HtmlCanvasElement,
        width: f64,
        height: f64,
        x: f64,
        y: f64,
    ) -> Result<String, JsError> {
        let w = self.lab.point_at(self.board.map().to_domain(Vec2::new(x, y)));
        self.board
            .draw_pointer(&self.lab, canvas, (width, height), w)
            .map_err(|error| JsError::new(&error.to_string()))?;
        Ok(page::show(self.lab.objective().value(w)))
    }

    /// Where each contender is at a step, in CSS pixels of a panel: x, y and 1 if it is shown inside the plot, else 0.
    pub fn heads(&self, step: usize) -> Float64Array {
        let contenders = 0..self.lab.experiment().contenders.len();
        let places = contenders.map(|index| (self.lab.head(index, step), self.board.shows_path(index)));
        self.places(places)
    }

    /// Of each contender whose updates see a batch or noise, two arrows, −∇L and what its next update sees instead: the
    /// length in CSS pixels, to a common scale, and the angle clockwise from the right; NaN of the others.
    pub fn arrows(&self, step: usize) -> Float64Array {
        let pixel = self.board.map().size / self.board.map().visible.size();
        let arrows = (0..self.lab.experiment().contenders.len()).flat_map(|index| {
            let t = self.lab.step_of(index, step).min(self.lab.followed(index).steps());
            let pair = self.lab.gradients(index, t).map(|pair| pair.map(|g| Vec2::new(-g.x * pixel.x, g.y * pixel.y)));
            let longest = pair.map_or(0.0, |[all, seen]| all.norm().max(seen.norm()));
            match pair {
                Some(pair) if longest > 0.0 => pair.map(|g| [ARROW / longest * g.norm(), libm::atan2(g.y, g.x)]),
                _ => [[f64::NAN; 2]; 2],
            }
        });
        Float64Array::from(&arrows.flatten().collect::<Vec<_>>()[..])
    }

    /// Where each start is, in the same form.
    pub fn starts(&self) -> Float64Array {
        self.places(self.lab.experiment().starts.iter().map(|w| (self.lab.shown_point(*w), true)))
    }

    /// Whether a pixel of a panel lies inside the plot.
    #[wasm_bindgen(js_name = inPlot)]
    pub fn in_plot(&self, x: f64, y: f64) -> bool {
        let map = self.board.map();
        map.visible.contains(map.to_domain(Vec2::new(x, y)))
    }

    /// The position of the playhead nearest to an abscissa of the chart, in CSS pixels.
    #[wasm_bindgen(js_name = chartStep)]
    pub fn chart_step(&self, x: f64) -> usize {
        self.board.chart_map().map_or(0, |map| map.position_at(x))
    }

    fn places(&self, points: impl Iterator<Item = (Vec2, bool)>) -> Float64Array {
        let map = self.board.map();
        let places: Vec<f64> = points
            .flat_map(|(w, is_shown)| {
                let pixel = map.to_pixel(w);
                [pixel.x, pixel.y, f64::from(u8::from(is_shown && map.visible.contains(w)))]
            })
            .collect();
        Float64Array::from(&places[..])
    }
}
