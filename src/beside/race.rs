//! Long races, made in a worker beside the page.

use js_sys::{Array, Float64Array};
use wasm_bindgen::prelude::*;

use super::refuse;
use crate::experiment::Experiment;
use crate::run::Work;

/// How many evaluations a slice of a job makes: some milliseconds.
const SLICE: usize = 400_000;

/// A race on its way, in a worker: made whole, slice by slice.
#[wasm_bindgen]
pub struct Job {
    work: Work,
}

#[wasm_bindgen]
impl Job {
    /// The race of the experiment of a file's text.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Job, JsError> {
        console_error_panic_hook::set_once();
        let experiment = Experiment::from_text(text).map_err(refuse)?;
        Ok(Job { work: Work::new(experiment).map_err(refuse)? })
    }

    /// Works on for a slice, and returns the share that is done, 1 only at the end.
    pub fn advance(&mut self) -> f64 {
        self.work.advance(SLICE)
    }

    /// The runs, for `Engine.complete`, once all is done; the job is used up.
    pub fn runs(self) -> Array {
        // One after the other, so that no more than one of them is there twice.
        let runs = self.work.finish().trajectories.into_iter();
        runs.map(|run| Float64Array::from(&run.flatten()[..])).collect()
    }
}
