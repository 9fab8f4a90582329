//! The boundary of the page's own module: where it meets JavaScript and canvases.
//!
//! The page holds one [`Engine`], sends it edits and canvases, and shows the texts and numbers that it returns.
//! Every refused edit is an exception whose message names the field, what was wanted and what was given; the engine is
//! then as it was before.

mod bending;
mod board;
mod chart_board;
mod course;
mod data_board;
mod edits;
mod landscape;
mod panels;
mod paths;
mod pictures;
mod points;
mod texts;

use wasm_bindgen::prelude::*;

use self::board::Board;
use crate::lab::Lab;
use crate::page::TableView;
use crate::problem::Problem;
use crate::words;

/// No more losses of data points than about this make the grid of a loss over data: ten to thirty milliseconds.
const GRID_WORK: usize = 1_000_000;

/// A problem as a JavaScript error: the only such conversion.
fn refuse(problem: Problem) -> JsError {
    JsError::new(&problem.to_string())
}

/// Speaks another language from now on; see [`words::speak`].
#[wasm_bindgen]
pub fn speak(table: &str) {
    words::speak(table);
}

/// The laboratory behind the page.
#[wasm_bindgen]
pub struct Engine {
    lab: Lab,
    board: Board,
    /// How the table of stationary points is looked at.
    table: TableView,
}

impl Default for Engine {
    fn default() -> Self {
        Engine { lab: Lab::default(), board: Board::new(), table: TableView::default() }
    }
}

#[wasm_bindgen]
impl Engine {
    /// An engine on the first scene.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Engine {
        console_error_panic_hook::set_once();
        Engine::default()
    }
}
