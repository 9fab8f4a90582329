//! Pieces of a map, made in a worker.

use js_sys::Float64Array;
use wasm_bindgen::prelude::*;

use super::refuse;
use crate::experiment::Experiment;
use crate::linear::Rect;
use crate::map::{Grid, Survey, Task};
use crate::problem::Problem;
use crate::words::text;

/// A map of which pieces are made.
#[wasm_bindgen]
pub struct Surveyor {
    survey: Survey,
}

#[wasm_bindgen]
impl Surveyor {
    /// The map of the experiment of a file's text, on `columns` × `rows` cells over a part of the plane; its runs are
    /// made side by side where that is possible, or `alone` one by one, for comparison.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str, columns: usize, rows: usize, area: &[f64], alone: bool) -> Result<Surveyor, JsError> {
        console_error_panic_hook::set_once();
        let wanted = || refuse(Problem::new("map", text!("four numbers of an area"), area.len()));
        let [x0, x1, y0, y1] = area.first_chunk().ok_or_else(wanted)?;
        let experiment = Experiment::from_text(text).map_err(refuse)?;
        let survey = Survey::new(experiment, Grid { columns, rows }, Rect::new(*x0, *x1, *y0, *y1)).map_err(refuse)?;
        Ok(Surveyor { survey: if alone { survey.one_by_one() } else { survey } })
    }

    /// Makes a piece, for `Inside.takePiece`.
    pub fn make(&self, task: &[f64]) -> Result<Float64Array, JsError> {
        let wanted = || refuse(Problem::new("map", text!("five numbers of a piece"), task.len()));
        let task = task.first_chunk().ok_or_else(wanted)?;
        let patch = self.survey.make(Task::from_numbers(*task)).map_err(refuse)?;
        Ok(Float64Array::from(&patch.flatten()[..]))
    }
}
