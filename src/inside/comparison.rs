//! The comparison of contenders.

use wasm_bindgen::prelude::*;

use super::{Inside, json, refuse};
use crate::explain::comparison::Measures;
use crate::lab::Lab;
use crate::page::{self, ComparisonView};

#[wasm_bindgen]
impl Inside {
    /// Looks at the comparison in another way, as [`page::ComparisonView::set`] has it.
    #[wasm_bindgen(js_name = setComparison)]
    pub fn set_comparison(&mut self, field: &str, text: &str) -> Result<(), JsError> {
        let before = self.comparison.threshold();
        self.comparison.set(field, text).map_err(refuse)?;
        let (criterion, epsilon) = self.comparison.threshold();
        if let Some(measures) = &mut self.measures
            && (criterion, epsilon) != before
        {
            measures.arrive(&self.lab, criterion, epsilon);
        }
        Ok(())
    }

    /// Measures the race anew at the next look: something has changed.
    #[wasm_bindgen(js_name = forgetComparison)]
    pub fn forget_comparison(&mut self) {
        self.measures = None;
    }

    /// Whether the comparison changes with the playhead.
    #[wasm_bindgen(js_name = comparisonFollows)]
    pub fn comparison_follows(&self) -> bool {
        self.comparison.follows()
    }

    /// The contenders side by side when the clock stands at `clock`, as JSON.
    pub fn comparison(&mut self, clock: usize) -> String {
        let Inside { lab, comparison, measures, .. } = self;
        let measures = measures.get_or_insert_with(|| measured(lab, comparison));
        json(&page::comparison(lab, measures, comparison, clock))
    }

    /// The same as "csv" or "latex".
    #[wasm_bindgen(js_name = comparisonText)]
    pub fn comparison_text(&mut self, form: &str, clock: usize) -> String {
        let Inside { lab, comparison, measures, .. } = self;
        let measures = measures.get_or_insert_with(|| measured(lab, comparison));
        let write = if form == "csv" { page::comparison_csv } else { page::comparison_latex };
        write(lab, measures, comparison, clock)
    }
}

fn measured(lab: &Lab, comparison: &ComparisonView) -> Measures {
    let (criterion, epsilon) = comparison.threshold();
    Measures::new(lab, criterion, epsilon)
}
