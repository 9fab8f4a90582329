//! All stationary points of a landscape, found and proved in a worker.

use js_sys::Float64Array;
use wasm_bindgen::prelude::*;

use super::refuse;
use crate::experiment::Experiment;
use crate::linear::Rect;
use crate::stationary::{Census, Prover};

/// A proof on its way: slice by slice, with what is certified so far at any time.
#[wasm_bindgen]
pub struct Proof {
    /// None where there is no formula to compute over intervals.
    prover: Option<Prover>,
    region: Rect,
}

#[wasm_bindgen]
impl Proof {
    /// The stationary points, in a region, of the landscape of a file's text.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str, x0: f64, x1: f64, y0: f64, y1: f64) -> Result<Proof, JsError> {
        console_error_panic_hook::set_once();
        let ground = Experiment::from_text(text).and_then(|experiment| experiment.landscape.build()).map_err(refuse)?;
        let region = Rect::new(x0, x1, y0, y1);
        let tape = ground.objective.tape();
        Ok(Proof { prover: tape.map(|tape| Prover::new(&tape, region)), region })
    }

    /// Examines up to so many boxes; whether all is done.
    pub fn advance(&mut self, boxes: usize) -> bool {
        self.prover.as_mut().is_none_or(|prover| prover.work(boxes))
    }

    /// What is known, for `Engine.prove`: all at the end, before that what is certified so far.
    pub fn census(&self) -> Float64Array {
        let census = self.prover.as_ref().map_or_else(|| Census::without_formula(self.region), Prover::census);
        Float64Array::from(&census.flatten()[..])
    }
}
