//! What explains a run: a module of its own, loaded when that is asked for.
//!
//! It has a laboratory of its own, on the same experiment as the page's: the experiment is one value, and its runs have
//! the same bits wherever they are made.

mod charts;
mod code;
mod comparison;
mod lens;
mod maps;
mod probe;
mod relief;
mod surface;
mod table;
mod theory;

use js_sys::{Array, Float64Array};
use wasm_bindgen::prelude::*;

use self::charts::Charts;
use self::lens::Lens;
use self::maps::Maps;
use self::relief::Relief;
use crate::draw::{DrawError, Look, Theme};
use crate::experiment::Experiment;
use crate::explain::comparison::Measures;
use crate::lab::Lab;
use crate::page::{self, ComparisonView};
use crate::problem::Problem;
use crate::words;
use crate::words::{say, text};

/// A problem as a JavaScript error: the only such conversion.
fn refuse(problem: Problem) -> JsError {
    JsError::new(&problem.to_string())
}

/// A drawing that failed as a JavaScript error.
fn failed(error: DrawError) -> JsError {
    JsError::new(&error.to_string())
}

/// A value as JSON.
fn json(value: &impl serde::Serialize) -> String {
    // Not `expect`, which would print the error: a good deal of code to load for what cannot happen.
    serde_json::to_string(value).unwrap_or_else(|_| panic!("page data has string keys and serialisable values"))
}

/// Speaks another language from now on; see [`words::speak`].
#[wasm_bindgen]
pub fn speak(table: &str) {
    words::speak(table);
}

/// The laboratory behind what explains a run.
#[wasm_bindgen]
pub struct Inside {
    lab: Lab,
    theme: Theme,
    /// How large the panels' drawings are.
    look: Look,
    charts: Charts,
    lens: Lens,
    relief: Relief,
    maps: Maps,
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
        let (charts, lens, relief) = (Charts::default(), Lens::default(), Relief::default());
        let (comparison, measures, maps) = (ComparisonView::default(), None, Maps::default());
        Ok(Inside {
            lab,
            theme: Theme::default(),
            look: Look::default(),
            charts,
            lens,
            relief,
            maps,
            comparison,
            measures,
        })
    }

    /// Takes over the experiment of a file's text.
    pub fn load(&mut self, text: &str) -> Result<(), JsError> {
        self.lab.follow(Experiment::from_text(text).map_err(refuse)?).map_err(refuse)?;
        self.charts.forget();
        Ok(())
    }

    /// What is missing of the race and has to be computed, in words; empty if nothing is.
    pub fn missing(&self) -> String {
        page::missing_words(&self.lab)
    }

    /// Takes over the whole race, computed elsewhere; whether it is taken over.
    pub fn complete(&mut self, runs: &Array) -> Result<bool, JsError> {
        let flat = runs.iter().filter_map(|run| run.dyn_into().ok()).map(|run: Float64Array| run.to_vec());
        self.charts.forget();
        self.lab.complete(self.lab.generation(), flat).map_err(refuse)
    }

    /// Takes over what is proved of the stationary points; whether other points are shown.
    pub fn prove(&mut self, census: &[f64], done: bool) -> Result<bool, JsError> {
        self.charts.forget();
        let changes = self.lab.prove(self.lab.landscape_number(), census, done).map_err(refuse)?;
        Ok(changes == Some(true))
    }

    /// How large the panels are drawn.
    pub fn look(&mut self, size: f64) {
        self.look = self.look.sized(size);
    }

    /// Takes over the colours, as bytes in the order of [`Theme::from_bytes`].
    #[wasm_bindgen(js_name = setTheme)]
    pub fn set_theme(&mut self, colors: &[u8]) -> Result<(), JsError> {
        let wanted =
            || Problem::new("theme", text!("red, green and blue of every colour"), say!("{n} bytes", n = colors.len()));
        self.charts.forget();
        self.theme = Theme::from_bytes(colors).ok_or_else(wanted).map_err(refuse)?;
        Ok(())
    }
}

impl Inside {
    /// A panel of this size in CSS pixels and this ratio, as drawings count: in pixels that are larger, and fewer.
    fn magnified(&self, width: f64, height: f64, ratio: f64) -> (f64, f64, f64) {
        let size = self.look.size;
        (width / size, height / size, ratio * size)
    }

    /// A contender that there is.
    fn known(&self, contender: usize) -> usize {
        contender.min(self.lab.experiment().contenders.len() - 1)
    }
}
