//! The engine's texts, most of them JSON, and numbers.

use js_sys::Float64Array;
use wasm_bindgen::prelude::*;

use super::Engine;
use crate::experiment::Experiment;
use crate::linear::Vec2;
use crate::objective;
use crate::page;

pub(super) fn json(value: &impl serde::Serialize) -> String {
    // Not `expect`, which would print the error: a good deal of code to load for what cannot happen.
    serde_json::to_string(value).unwrap_or_else(|_| panic!("page data has string keys and serialisable values"))
}

impl Engine {
    fn looked_at(&self, step: usize, words: &str) -> Experiment {
        self.lab.looked_at(step, &format!("{words},{}", self.board.sights().join(",")))
    }
}

#[wasm_bindgen]
impl Engine {
    /// The registries, to choose from.
    pub fn catalogue(&self) -> String {
        json(&page::catalogue())
    }

    /// The controls as they stand.
    pub fn describe(&self) -> String {
        json(&page::describe(&self.lab))
    }

    /// How every contender stands at a step.
    pub fn statuses(&self, step: usize) -> String {
        json(&page::statuses(&self.lab, step))
    }

    /// The landscape at a pixel of a panel.
    pub fn inspect(&self, x: f64, y: f64) -> String {
        json(&page::inspect(&self.lab, self.lab.point_at(self.board.map().to_domain(Vec2::new(x, y)))))
    }

    /// The landscape where a contender is at a step.
    #[wasm_bindgen(js_name = inspectHead)]
    pub fn inspect_head(&self, index: usize, step: usize) -> String {
        let index = index.min(self.lab.experiment().contenders.len() - 1);
        let run = self.lab.followed(index);
        json(&page::inspect(&self.lab, run.points[self.lab.step_of(index, step).min(run.steps())]))
    }

    /// What the chart shows when the clock stands at `step`, in words.
    #[wasm_bindgen(js_name = chartWords)]
    pub fn chart_words(&self, step: usize) -> String {
        page::curve_words(&self.lab, self.board.shown_series(&self.lab), step)
    }

    /// Where the clock stands, in words.
    pub fn clock(&self, step: usize) -> String {
        page::clock_words(&self.lab, step)
    }

    /// How the experiment that was opened last is to be looked at.
    pub fn look(&self) -> String {
        json(self.lab.look())
    }

    /// The experiment as a link's fragment, with the playhead at `step` and what is switched on: `words` of it, and
    /// what the board shows.
    pub fn address(&self, step: usize, words: &str) -> String {
        self.looked_at(step, words).to_link()
    }

    /// The same as the text of a file, with all its data.
    pub fn record(&self, step: usize, words: &str) -> String {
        self.looked_at(step, words).to_text()
    }

    /// The experiment as the text of a file, with all its data.
    pub fn file(&self) -> String {
        self.lab.experiment().to_text()
    }

    /// How many times the race has been made anew.
    pub fn generation(&self) -> u32 {
        self.lab.generation()
    }

    /// The number by which a proof says which landscape it is of.
    #[wasm_bindgen(js_name = landscapeNumber)]
    pub fn landscape_number(&self) -> u32 {
        self.lab.landscape_number()
    }

    /// The region in which the stationary points are still to be proved: x₀, x₁, y₀, y₁; nothing if they are.
    pub fn unproved(&self) -> Float64Array {
        let region = objective::extent(self.lab.objective(), self.board.visible(&self.lab));
        let wanted = if self.lab.is_unproved(region) {
            vec![region.x[0], region.x[1], region.y[0], region.y[1]]
        } else {
            vec![]
        };
        Float64Array::from(&wanted[..])
    }

    /// What is missing of the race and has to be computed, in words; empty if nothing is.
    pub fn missing(&self) -> String {
        page::missing_words(&self.lab)
    }

    /// The experiment as a link's fragment.
    pub fn link(&self) -> String {
        self.lab.experiment().to_link()
    }

    /// The length of the race's clock: the greatest number of updates of a contender.
    pub fn steps(&self) -> usize {
        self.lab.steps()
    }

    /// The losses of a contender's followed run, step by step.
    pub fn losses(&self, index: usize) -> Float64Array {
        Float64Array::from(&self.lab.followed(index).losses[..])
    }

    /// The points of one of a contender's runs, by its place among them (start by start, of each every repetition): x₀,
    /// y₀, x₁, y₁, …
    pub fn points(&self, index: usize, start: usize) -> Float64Array {
        let points = self.lab.runs(index).get(start).map_or(&[][..], |run| &run.points);
        Float64Array::from(&points.iter().flat_map(|w| [w.x, w.y]).collect::<Vec<_>>()[..])
    }
}
