//! Figures on canvases, and what can be exported.

use serde::Serialize;
use std::borrow::Cow;

use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use super::{Share, json, refuse};
use crate::canvas::{Layer, unit};
use crate::explain::Quantity;
use crate::export::{self, Entry, Family, Figure, Job, Make, What};
use crate::page;
use crate::problem::Problem;
use crate::words::{say, text, word};

/// A figure on two canvases: what stays of it, and all of it.
pub(super) struct Frames {
    figure: Figure,
    still: Layer,
    frame: Layer,
    ratio: f64,
}

impl Frames {
    /// A job's figure, with what stays of it drawn.
    pub(super) fn new(
        job: &Job,
        still: HtmlCanvasElement,
        frame: HtmlCanvasElement,
        ratio: f64,
    ) -> Result<Frames, Problem> {
        let figure = Figure::new(job, ratio)?;
        let size = figure.size();
        let layer = |canvas| {
            let layer = Layer::new(canvas, size.x, size.y, ratio);
            layer.ok_or_else(|| Problem::new("figure", text!("a canvas to draw on"), say!("none")))
        };
        let (still, frame) = (layer(still)?, layer(frame)?);
        figure.draw_all_still(job, &still.sheet, unit(ratio))?;
        Ok(Frames { figure, still, frame, ratio })
    }

    /// Draws all of it, with the playhead at `clock`.
    pub(super) fn draw(&self, job: &Job, clock: usize) -> Result<(), Problem> {
        self.frame.copy(&self.still);
        self.figure.draw_all_moving(job, &self.frame.sheet, unit(self.ratio), clock)
    }
}

/// A format, for the page.
#[derive(Serialize)]
struct Format {
    key: &'static str,
    name: Cow<'static, str>,
    family: Family,
    about: Cow<'static, str>,
    media_type: &'static str,
    /// How its files are made: `text`, `picture`, `film` or `recording`.
    make: &'static str,
}

/// What a file will be, for the page.
#[derive(Serialize)]
struct Plan {
    /// The name of the file.
    name: String,
    /// How large it is, in words.
    words: String,
    /// Frames a second, of a film.
    fps: f64,
}

/// The format called `key`.
pub(super) fn entry(key: &str) -> Result<&'static Entry, Problem> {
    export::find(key).ok_or_else(|| {
        let keys: Vec<_> = export::ALL.iter().map(|entry| entry.key).collect();
        Problem::new("format", say!("one of {keys}", keys = keys.join(", ")), key)
    })
}

#[wasm_bindgen]
impl Share {
    /// Every format, as JSON.
    pub fn formats(&self) -> String {
        let format = |entry: &&Entry| Format {
            key: entry.key,
            name: word(entry.name),
            family: entry.family,
            about: word(entry.about),
            media_type: entry.media_type,
            make: match entry.make {
                Make::Text(_) => "text",
                Make::Picture(_) => "picture",
                Make::Film(_) => "film",
                Make::Recording(_) => "recording",
            },
        };
        json(&export::ALL.iter().map(format).collect::<Vec<_>>())
    }

    /// What a figure can show: pairs of an option's text and a name, as JSON.
    pub fn views(&self) -> String {
        let mut views = vec![
            (What::Board.written(), say!("all panels and the chart")),
            (What::Overlay.written(), say!("all paths in one panel")),
            (What::Chart.written(), say!("the chart of losses")),
        ];
        // The losses are there already.
        for choice in page::quantities(&self.lab).into_iter().filter(|choice| choice.key != Quantity::Loss.key()) {
            views.extend(Quantity::of(choice.key).map(|quantity| (What::Trace(quantity).written(), choice.name)));
        }
        let contenders = self.lab.checked().contenders.iter().take(self.lab.experiment().contenders.len());
        for (index, (entry, _)) in contenders.enumerate() {
            views.push((
                What::Panel(index).written(),
                say!("panel {number}: {name}", number = index + 1, name = word(entry.name)),
            ));
        }
        json(&views)
    }

    /// What a file of this format will be, as JSON.
    pub fn plan(&self, format: &str) -> Result<String, JsError> {
        let entry = entry(format).map_err(refuse)?;
        self.options.check(&self.lab, entry).map_err(refuse)?;
        let ([width, height], frames) = (self.options.pixels(), self.options.frames());
        let words = match (entry.family, &entry.make) {
            (Family::Film, _) => say!("{width} × {height} pixels, {frames} frames", width, height, frames),
            (Family::Picture, Make::Picture(_)) => say!("{width} × {height} pixels", width, height),
            (Family::Picture, _) => say!("the same at every size"),
            (Family::Table, _) => {
                let rows: usize = self.lab.trajectories().iter().map(|run| run.points.len()).sum();
                say!("{rows} steps of {n} runs", rows, n = self.lab.trajectories().len())
            }
            (Family::Code, _) => String::new(),
        };
        let surface = &self.lab.experiment().landscape.surface;
        let name = format!("{}-{}.{}", surface, self.options.what.written().replace(':', "-"), entry.extension);
        Ok(json(&Plan { name, words, fps: self.options.fps }))
    }

    /// The text of a file.
    pub fn text(&self, format: &str) -> Result<String, JsError> {
        let entry = entry(format).map_err(refuse)?;
        self.options.check(&self.lab, entry).map_err(refuse)?;
        match entry.make {
            Make::Text(make) => make(&self.job()).map_err(refuse),
            _ => Err(refuse(Problem::new("format", text!("one that is a text"), entry.key))),
        }
    }
}
