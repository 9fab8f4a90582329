//! What gives an experiment on: a module of its own, loaded when that is asked for.
//!
//! It has a laboratory of its own, on the experiment that the page hands over as text.

mod figures;
mod films;

use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use self::figures::Frames;
use crate::draw::Theme;
use crate::experiment::Experiment;
use crate::export::{self, Film, Options};
use crate::lab::Lab;
use crate::page;
use crate::problem::Problem;
use crate::run::{Trajectory, Work};
use crate::words;
use crate::words::{say, text};

/// A problem as a JavaScript error: the only such conversion.
fn refuse(problem: Problem) -> JsError {
    JsError::new(&problem.to_string())
}

/// A value as JSON.
fn json(value: &impl serde::Serialize) -> String {
    // Not `expect`, which would print the error: a good deal of code to load for what cannot happen.
    serde_json::to_string(value)
        .unwrap_or_else(|_| panic!("data for the page have string keys and serialisable values"))
}

/// How many evaluations are made of a race at a time: some milliseconds of them.
const EFFORT: usize = 20_000;

/// Speaks another language from now on; see [`words::speak`].
#[wasm_bindgen]
pub fn speak(table: &str) {
    words::speak(table);
}

/// The laboratory behind what gives an experiment on.
#[wasm_bindgen]
pub struct Share {
    lab: Lab,
    theme: Theme,
    options: Options,
    /// The race on its way, where it was too long to be made at once.
    work: Option<Work>,
    /// What is drawn on.
    frames: Option<Frames>,
    film: Option<Box<dyn Film>>,
}

#[wasm_bindgen]
impl Share {
    /// On the experiment of a file's text.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Share, JsError> {
        console_error_panic_hook::set_once();
        let lab = Lab::new(Experiment::from_text(text).map_err(refuse)?).map_err(refuse)?;
        let (theme, options) = (Theme::default(), Options::default());
        Ok(Share { lab, theme, options, work: None, frames: None, film: None })
    }

    /// Takes over the experiment of a file's text.
    pub fn load(&mut self, text: &str) -> Result<(), JsError> {
        (self.work, self.frames, self.film) = (None, None, None);
        self.lab.follow(Experiment::from_text(text).map_err(refuse)?).map_err(refuse)
    }

    /// Takes over the colours, as bytes in the order of [`Theme::from_bytes`].
    #[wasm_bindgen(js_name = setTheme)]
    pub fn set_theme(&mut self, colors: &[u8]) -> Result<(), JsError> {
        let wanted =
            || Problem::new("theme", text!("red, green and blue of every colour"), say!("{n} bytes", n = colors.len()));
        self.theme = Theme::from_bytes(colors).ok_or_else(wanted).map_err(refuse)?;
        self.frames = None;
        Ok(())
    }

    /// What is missing of the race and has to be computed, in words; empty if nothing is.
    pub fn missing(&self) -> String {
        page::missing_words(&self.lab)
    }

    /// Makes a little more of the race; the share that is made, 1 once it is whole.
    pub fn advance(&mut self) -> Result<f64, JsError> {
        if self.missing().is_empty() {
            return Ok(1.0);
        }
        if self.work.is_none() {
            self.work = Some(Work::new(self.lab.experiment().clone()).map_err(refuse)?);
        }
        let share = self.work.as_mut().map_or(1.0, |work| work.advance(EFFORT));
        if share >= 1.0
            && let Some(work) = self.work.take()
        {
            let race = work.finish();
            let runs = race.trajectories.iter().map(Trajectory::flatten);
            self.lab.complete(self.lab.generation(), runs).map_err(refuse)?;
        }
        Ok(share)
    }

    /// Sets an option of what is exported, by its name.
    pub fn set(&mut self, field: &str, text: &str) -> Result<(), JsError> {
        self.frames = None;
        self.options.set(field, text).map_err(refuse)
    }

    /// Takes over two canvases, for what stays of the figure and for all of it, with `ratio` pixels per CSS pixel;
    /// without one, with as many as the figure is exported with.
    pub fn prepare(
        &mut self,
        still: HtmlCanvasElement,
        frame: HtmlCanvasElement,
        ratio: Option<f64>,
    ) -> Result<(), JsError> {
        let ratio = ratio.unwrap_or(self.options.scale);
        self.frames = None;
        self.frames = Some(Frames::new(&self.job(), still, frame, ratio).map_err(refuse)?);
        Ok(())
    }

    /// Draws the figure on the second canvas of [`Share::prepare`], with the playhead at `clock`; without one, where it
    /// is to stand.
    pub fn draw(&mut self, clock: Option<usize>) -> Result<(), JsError> {
        let clock = clock.unwrap_or(self.options.clock(&self.lab));
        match &self.frames {
            Some(frames) => frames.draw(&self.job(), clock).map_err(refuse),
            None => Err(refuse(Problem::new("figure", text!("canvases to draw on"), say!("none")))),
        }
    }

    fn job(&self) -> export::Job<'_> {
        export::Job { lab: &self.lab, options: &self.options, theme: &self.theme }
    }
}
