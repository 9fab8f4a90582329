//! What explains a run: a module of its own, loaded when that is asked for.
//!
//! It has a laboratory of its own, on the same experiment as the page's: the experiment is one value, and its runs have
//! the same bits wherever they are made.

mod comparison;

use js_sys::{Array, Float64Array};
use wasm_bindgen::prelude::*;

use crate::draw::Theme;
use crate::experiment::Experiment;
use crate::explain::comparison::Measures;
use crate::lab::Lab;
use crate::page::ComparisonView;
use crate::problem::Problem;

/// A problem as a JavaScript error: the only such conversion.
fn refuse(problem: Problem) -> JsError {
    JsError::new(&problem.to_string())
}

/// Data as JSON.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| panic!("page data has string keys and serialisable values"))
}

/// The laboratory behind what explains a run.
#[wasm_bindgen]
pub struct Inside {
    lab: Lab,
    theme: Theme,
    /// How the comparison is looked at.
    comparison: ComparisonView,
    /// What the comparison takes from the race, once it is looked at.
    measures: Option<Measures>,
}

#[wasm_bindgen]
impl Inside {
    /// On the experiment of a file's text.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Inside, JsError> {
        console_error_panic_hook::set_once();
        let lab = Lab::new(Experiment::from_text(text).map_err(refuse)?).map_err(refuse)?;
        Ok(Inside { lab, theme: Theme::default(), comparison: ComparisonView::default(), measures: None })
    }

    /// Takes over the experiment of a file's text.
    pub fn load(&mut self, text: &str) -> Result<(), JsError> {
        self.lab.follow(Experiment::from_text(text).map_err(refuse)?).map_err(refuse)
    }

    /// Takes over the whole race, computed elsewhere.
    pub fn complete(&mut self, runs: &Array) -> Result<bool, JsError> {
        let flat = runs.iter().filter_map(|run| run.dyn_into().ok()).map(|run: Float64Array| run.to_vec());
        self.lab.complete(self.lab.generation(), flat).map_err(refuse)
    }

    /// Takes over what is proved of the stationary points.
    pub fn prove(&mut self, census: &[f64], done: bool) -> Result<bool, JsError> {
        let changes = self.lab.prove(self.lab.landscape_number(), census, done).map_err(refuse)?;
        Ok(changes == Some(true))
    }

    /// Takes over the colours, as bytes in the order of [`Theme::from_bytes`].
    #[wasm_bindgen(js_name = setTheme)]
    pub fn set_theme(&mut self, colors: &[u8]) -> Result<(), JsError> {
        let wanted = || Problem::new("theme", "red, green and blue of every colour", format!("{} bytes", colors.len()));
        self.theme = Theme::from_bytes(colors).ok_or_else(wanted).map_err(refuse)?;
        Ok(())
    }
}
