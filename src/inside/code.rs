//! Contenders as code: the training loop, and an optimizer written out as a rule.

use wasm_bindgen::prelude::*;

use super::{Inside, json};
use crate::page;

#[wasm_bindgen]
impl Inside {
    /// The training loop of a contender, with the values of its next update.
    pub fn training(&self, index: usize, step: usize, within: f64) -> String {
        json(&page::training(&self.lab, self.known(index), step, within))
    }

    /// The optimizer of a contender as a rule that can be typed; empty if it is none.
    pub fn written(&self, index: usize) -> String {
        let (entry, settings) = &self.lab.checked().contenders[self.known(index)];
        entry.written(settings).unwrap_or_default()
    }
}
