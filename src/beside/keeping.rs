//! What is kept and passed on: files with experiments, their names, QR codes of links.

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::refuse;
use crate::experiment::{self, Filed};
use crate::problem::Problem;
use crate::qr;
use crate::words::text;

/// An experiment with its name, as the page has it.
#[derive(Serialize, Deserialize)]
struct Named {
    name: String,
    text: String,
}

fn json(value: &impl Serialize) -> Result<String, JsError> {
    serde_json::to_string(value).map_err(|error| JsError::new(&error.to_string()))
}

/// The experiments in the text of a file, as JSON: name and text of each, the name empty where one stands alone.
#[wasm_bindgen(js_name = readFile)]
pub fn read_file(text: &str) -> Result<String, JsError> {
    let all = experiment::file_read(text).map_err(refuse)?;
    json(&all.into_iter().map(|Filed { name, text }| Named { name, text }).collect::<Vec<_>>())
}

/// The most bytes of a file.
#[wasm_bindgen(js_name = longestFile)]
pub fn longest_file() -> usize {
    experiment::LONGEST_FILE
}

/// The text of a file with one experiment.
#[wasm_bindgen(js_name = fileOf)]
pub fn file_of(text: &str) -> String {
    experiment::file_of(text)
}

/// The text of a file with several experiments, given as JSON: name and text of each.
#[wasm_bindgen(js_name = fileOfAll)]
pub fn file_of_all(all: &str) -> Result<String, JsError> {
    let wanted = |error| refuse(Problem::new("experiments", text!("names and texts"), error));
    let all: Vec<Named> = serde_json::from_str(all).map_err(wanted)?;
    let all: Vec<Filed> = all.into_iter().map(|Named { name, text }| Filed { name, text }).collect();
    Ok(experiment::file_of_all(&all))
}

/// `text` as the name of an experiment.
#[wasm_bindgen(js_name = plainTitle)]
pub fn plain_title(text: &str) -> Result<String, JsError> {
    experiment::plain_title(text).map_err(refuse)
}

/// What an experiment is called until it has a name.
#[wasm_bindgen(js_name = titleOf)]
pub fn title_of(text: &str) -> Result<String, JsError> {
    experiment::Experiment::from_text(text).map(|experiment| experiment::title_of(&experiment)).map_err(refuse)
}

/// The QR code of a text, as JSON: how many modules it is wide and high, and its path in them.
#[wasm_bindgen(js_name = qrCode)]
pub fn qr_code(text: &str) -> Result<String, JsError> {
    let code = qr::code(text).map_err(refuse)?;
    json(&(code.side, code.path))
}
