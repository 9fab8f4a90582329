//! All stationary points of a landscape, found and proved in a worker.

use js_sys::Float64Array;
use wasm_bindgen::prelude::*;

use super::refuse;
use crate::experiment::Experiment;
use crate::formula::Tape;
use crate::linear::Rect;
use crate::stationary::{Census, Prover};

/// How many operations a slice of a proof computes over intervals: some milliseconds.
const SLICE: usize = 100_000;

/// A landscape as a formula, of which several regions may be asked.
#[wasm_bindgen]
pub struct Provable {
    /// None where there is no formula to compute over intervals.
    tape: Option<Tape>,
}

/// A proof on its way: slice by slice, with what is certified so far at any time.
#[wasm_bindgen]
pub struct Proof {
    prover: Option<Prover>,
    region: Rect,
}

#[wasm_bindgen]
impl Provable {
    /// The landscape of a file's text.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Provable, JsError> {
        console_error_panic_hook::set_once();
        let ground = Experiment::from_text(text).and_then(|experiment| experiment.landscape.build()).map_err(refuse)?;
        Ok(Provable { tape: ground.objective.tape() })
    }

    /// The search for all stationary points in a region.
    pub fn search(&self, x0: f64, x1: f64, y0: f64, y1: f64) -> Proof {
        let region = Rect::new(x0, x1, y0, y1);
        Proof { prover: self.tape.as_ref().map(|tape| Prover::new(tape, region)), region }
    }
}

#[wasm_bindgen]
impl Proof {
    /// Works on for a slice; whether all is done.
    pub fn advance(&mut self) -> bool {
        self.prover.as_mut().is_none_or(|prover| prover.work((SLICE / prover.cost()).max(1)))
    }

    /// What is known, for `Engine.prove`: all at the end, before that what is certified so far.
    pub fn census(&self) -> Float64Array {
        let census = self.prover.as_ref().map_or_else(|| Census::without_formula(self.region), Prover::census);
        Float64Array::from(&census.flatten()[..])
    }
}
