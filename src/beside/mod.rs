//! What computes beside the page: the module that workers load, and for tables and files the page itself, apart from
//! its own.
//!
//! It is compiled for speed, where the page's is compiled to be small, and knows no canvas and no session: a text comes
//! in, numbers or another text go out.

mod keeping;
mod maps;
mod proof;
mod race;
mod tables;

use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::problem::Problem;
use crate::words;

/// A problem as a JavaScript error: the only such conversion.
fn refuse(problem: Problem) -> JsError {
    JsError::new(&problem.to_string())
}

/// Speaks another language from now on; see [`words::speak`].
#[wasm_bindgen]
pub fn speak(table: &str) {
    words::speak(table);
}
