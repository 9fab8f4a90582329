//! What gives an experiment on: a module of its own, loaded when that is asked for.
//!
//! It has a laboratory of its own, on the experiment that the page hands over as text.

use wasm_bindgen::prelude::*;

use crate::experiment::Experiment;
use crate::lab::Lab;
use crate::problem::Problem;

/// A problem as a JavaScript error: the only such conversion.
fn refuse(problem: Problem) -> JsError {
    JsError::new(&problem.to_string())
}

/// The laboratory behind what gives an experiment on.
#[wasm_bindgen]
pub struct Share {
    lab: Lab,
}

#[wasm_bindgen]
impl Share {
    /// On the experiment of a file's text.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Share, JsError> {
        console_error_panic_hook::set_once();
        Ok(Share { lab: Lab::new(Experiment::from_text(text).map_err(refuse)?).map_err(refuse)? })
    }

    /// Takes over the experiment of a file's text.
    pub fn load(&mut self, text: &str) -> Result<(), JsError> {
        self.lab.follow(Experiment::from_text(text).map_err(refuse)?).map_err(refuse)
    }
}
