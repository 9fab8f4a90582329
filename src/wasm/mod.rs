//! The boundary to the page: the only place that knows of JavaScript and canvases.
//!
//! The page holds one [`Engine`], sends it edits and canvases, and shows the texts and numbers that it returns.
//! Every refused edit is an exception whose message names the field, what was wanted and what was given; the engine is
//! then as it was before.

mod board;
mod canvas;
mod data_board;
mod job;

use js_sys::{Array, Float64Array};
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use self::board::Board;
use crate::data::{Cells, Table};
use crate::draw::Theme;
use crate::experiment::{Experiment, SCENES};
use crate::lab::{Lab, Series, rounded};
use crate::linear::Vec2;
use crate::problem::Problem;
use crate::rate::Preset;
use crate::run::Missing;
use crate::{experiment, page};

/// The length of the longer of two arrows, in CSS pixels.
const ARROW: f64 = 44.0;

/// A problem as a JavaScript error: the only such conversion.
fn refuse(problem: Problem) -> JsError {
    JsError::new(&problem.to_string())
}

/// Lengths of dash and gap of the contenders' lines where several share a picture, in CSS pixels; none for a solid one.
fn dashes(contender: usize) -> Option<(f64, f64)> {
    const DASHES: [Option<(f64, f64)>; 6] =
        [None, Some((9.0, 4.0)), Some((3.0, 3.0)), Some((14.0, 3.0)), Some((6.0, 2.0)), Some((2.0, 5.0))];
    DASHES[contender % DASHES.len()]
}

fn json(value: &impl serde::Serialize) -> String {
    // Not `expect`, which would print the error: a good deal of code to load for what cannot happen.
    serde_json::to_string(value).unwrap_or_else(|_| panic!("page data has string keys and serialisable values"))
}

/// The laboratory behind the page.
#[wasm_bindgen]
pub struct Engine {
    lab: Lab,
    board: Board,
}

impl Default for Engine {
    fn default() -> Self {
        Engine { lab: Lab::default(), board: Board::new() }
    }
}

/// Edits.
#[wasm_bindgen]
impl Engine {
    /// An engine on the first scene.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Engine {
        console_error_panic_hook::set_once();
        Engine::default()
    }

    /// Opens the experiment of a link's fragment.
    pub fn open(&mut self, link: &str) -> Result<(), JsError> {
        let experiment = Experiment::from_link_beside(link, self.lab.brought()).map_err(refuse)?;
        self.edited(|lab| lab.load(experiment))
    }

    /// Opens the ready-made experiment number `index`.
    pub fn scene(&mut self, index: usize) -> Result<(), JsError> {
        let wanted = || Problem::new("scene", format!("a number below {}", SCENES.len()), index);
        let scene = SCENES.get(index).ok_or_else(wanted).map_err(refuse)?;
        self.edited(|lab| lab.load((scene.experiment)()))
    }

    /// Opens the experiment of a file's text.
    #[wasm_bindgen(js_name = openFile)]
    pub fn open_file(&mut self, text: &str) -> Result<(), JsError> {
        let experiment = Experiment::from_text(text).map_err(refuse)?;
        self.edited(|lab| lab.load(experiment))
    }

    /// Descends the loss over the user's own data: the chosen columns of a text, by their places.
    #[wasm_bindgen(js_name = bringData)]
    pub fn bring_data(&mut self, text: &str, header: &str, columns: &[u32], standardized: bool) -> Result<(), JsError> {
        let table = || {
            let wanted = || Problem::new("data", "a loss over data to bring them to", "a surface");
            let entry = self.lab.checked().ground.sample().ok_or_else(wanted)?.entry;
            let cells = Cells::read(text, page::header(header))?;
            let columns: Vec<usize> = columns.iter().map(|column| *column as usize).collect();
            Table::from_cells(&cells, &columns, entry, standardized)
        };
        let table = table().map_err(refuse)?;
        self.edited(|lab| lab.bring(Some(table)))
    }

    /// Descends the loss over made data again.
    #[wasm_bindgen(js_name = removeData)]
    pub fn remove_data(&mut self) -> Result<(), JsError> {
        self.edited(|lab| lab.bring(None))
    }

    /// Takes over the whole race `generation`, which a worker has computed; whether it is still the one that is shown.
    pub fn complete(&mut self, generation: u32, runs: &Array) -> Result<bool, JsError> {
        // One after the other, so that no more than one of them is there twice.
        let flat = runs.iter().filter_map(|run| run.dyn_into().ok()).map(|run: Float64Array| run.to_vec());
        let taken = self.lab.complete(generation, flat).map_err(refuse)?;
        if taken {
            self.board.forget_paths();
        }
        Ok(taken)
    }

    /// Sets a field to what `text` spells.
    pub fn edit(&mut self, field: &str, text: &str) -> Result<(), JsError> {
        self.edited(|lab| lab.edit(field, text))
    }

    /// Sets a field to where its slider stands, in [0, 1].
    pub fn slide(&mut self, field: &str, fraction: f64) -> Result<(), JsError> {
        self.edited(|lab| lab.slide(field, fraction))
    }

    /// Adds a contender.
    #[wasm_bindgen(js_name = addContender)]
    pub fn add_contender(&mut self, optimizer: &str) -> Result<(), JsError> {
        self.edited(|lab| lab.add_contender(optimizer))
    }

    /// Adds a copy of a contender after it.
    #[wasm_bindgen(js_name = duplicateContender)]
    pub fn duplicate_contender(&mut self, index: usize) -> Result<(), JsError> {
        self.edited(|lab| lab.duplicate_contender(index))
    }

    /// Removes a contender.
    #[wasm_bindgen(js_name = removeContender)]
    pub fn remove_contender(&mut self, index: usize) -> Result<(), JsError> {
        self.edited(|lab| lab.remove_contender(index))
    }

    /// Sets a contender to the set of defaults called `name`.
    #[wasm_bindgen(js_name = useDefaults)]
    pub fn use_defaults(&mut self, index: usize, name: &str) -> Result<(), JsError> {
        self.edited(|lab| lab.use_defaults(index, name))
    }

    /// Sets a contender's learning rate to the preset called `name`.
    #[wasm_bindgen(js_name = usePreset)]
    pub fn use_preset(&mut self, index: usize, name: &str) -> Result<(), JsError> {
        let found = Preset::ALL.into_iter().find(|(_, known)| *known == name);
        let (preset, _) = found.ok_or_else(|| refuse(Problem::new("preset", "the name of a preset", name)))?;
        self.edited(|lab| lab.use_preset(index, preset))
    }

    /// Moves a start to a pixel of a panel.
    #[wasm_bindgen(js_name = moveStart)]
    pub fn move_start(&mut self, index: usize, x: f64, y: f64) -> Result<(), JsError> {
        let w = self.point(x, y);
        self.edited(|lab| lab.move_start(index, w))
    }

    /// Moves a start by some pixels.
    #[wasm_bindgen(js_name = nudgeStart)]
    pub fn nudge_start(&mut self, index: usize, dx: f64, dy: f64) -> Result<(), JsError> {
        let pixel = self.board.map().per_pixel();
        let Some(&start) = self.lab.experiment().starts.get(index) else { return Ok(()) };
        let w = rounded(self.lab.point_at(start + Vec2::new(dx * pixel, -dy * pixel)), pixel / 10.0);
        self.edited(|lab| lab.move_start(index, w))
    }

    /// Adds a start at a pixel of a panel.
    #[wasm_bindgen(js_name = addStart)]
    pub fn add_start(&mut self, x: f64, y: f64) -> Result<(), JsError> {
        let w = self.point(x, y);
        self.edited(|lab| lab.add_start(w))
    }

    /// Adds a start in the middle of the view.
    #[wasm_bindgen(js_name = addStartMiddle)]
    pub fn add_start_middle(&mut self) -> Result<(), JsError> {
        let view = self.lab.experiment().view;
        let w = rounded(self.lab.point_at(view.center()), view.diagonal() / 1000.0);
        self.edited(|lab| lab.add_start(w))
    }

    /// Removes a start.
    #[wasm_bindgen(js_name = removeStart)]
    pub fn remove_start(&mut self, index: usize) -> Result<(), JsError> {
        self.edited(|lab| lab.remove_start(index))
    }

    /// Moves the first start to a random place in the view.
    #[wasm_bindgen(js_name = randomStart)]
    pub fn random_start(&mut self) -> Result<(), JsError> {
        self.edited(Lab::random_start)
    }

    /// Zooms about a pixel of a panel; a factor below 1 goes closer.
    pub fn zoom(&mut self, x: f64, y: f64, factor: f64) -> Result<(), JsError> {
        let about = self.board.map().to_domain(Vec2::new(x, y));
        self.edited(|lab| lab.zoom(about, factor))
    }

    /// Zooms about the middle of the view.
    #[wasm_bindgen(js_name = zoomMiddle)]
    pub fn zoom_middle(&mut self, factor: f64) -> Result<(), JsError> {
        let about = self.lab.experiment().view.center();
        self.edited(|lab| lab.zoom(about, factor))
    }

    /// Moves the view with the pointer, by pixels.
    pub fn pan(&mut self, dx: f64, dy: f64) -> Result<(), JsError> {
        let map = self.board.map();
        let pixel = map.visible.size() / map.size;
        self.edited(|lab| lab.pan(Vec2::new(-dx * pixel.x, dy * pixel.y)))
    }

    /// Shows the surface's home view.
    pub fn home(&mut self) -> Result<(), JsError> {
        self.edited(Lab::home)
    }

    /// Shows all paths.
    pub fn fit(&mut self) -> Result<(), JsError> {
        self.edited(Lab::fit)
    }

    fn edited(&mut self, edit: impl FnOnce(&mut Lab) -> Result<(), Problem>) -> Result<(), JsError> {
        let answer = edit(&mut self.lab);
        self.answered(answer)
    }

    /// Apart from [`Engine::edited`], which is compiled once for each edit, so that this is compiled once in all.
    fn answered(&mut self, answer: Result<(), Problem>) -> Result<(), JsError> {
        answer.map_err(refuse)?;
        self.board.forget_paths();
        Ok(())
    }

    /// The point of the plane at a pixel, in short numbers.
    fn point(&self, x: f64, y: f64) -> Vec2 {
        let map = self.board.map();
        rounded(self.lab.point_at(map.to_domain(Vec2::new(x, y))), map.per_pixel())
    }
}

/// Texts and numbers, as JSON.
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

    /// The training loop of a contender, with the values of its next update.
    pub fn training(&self, index: usize, step: usize, within: f64) -> String {
        json(&page::training(&self.lab, index.min(self.lab.experiment().contenders.len() - 1), step, within))
    }

    /// Where the clock stands, in words.
    pub fn clock(&self, step: usize) -> String {
        page::clock_words(&self.lab, step)
    }

    /// What a text of data holds, its first row read as the key `header` says.
    #[wasm_bindgen(js_name = previewData)]
    pub fn preview_data(&self, text: &str, header: &str) -> Result<String, JsError> {
        page::preview(text, header).map(|preview| json(&preview)).map_err(refuse)
    }

    /// The experiment as the text of a file, with all its data.
    pub fn file(&self) -> String {
        self.lab.experiment().to_text()
    }

    /// How many times the race has been made anew.
    pub fn generation(&self) -> u32 {
        self.lab.generation()
    }

    /// What is missing of the race and has to be computed, in words; empty if nothing is.
    pub fn missing(&self) -> String {
        match self.lab.missing() {
            Missing::Nothing => String::new(),
            Missing::Losses => "the loss at every step".into(),
            Missing::Updates(step) => format!("the steps from {step} on"),
        }
    }

    /// The experiment as a link's fragment.
    pub fn link(&self) -> String {
        self.lab.experiment().to_link()
    }

    /// The length of the race's clock: the greatest number of updates of a contender.
    pub fn steps(&self) -> usize {
        self.lab.steps()
    }

    /// The most contenders of an experiment.
    #[wasm_bindgen(js_name = mostContenders)]
    pub fn most_contenders() -> usize {
        experiment::MOST_CONTENDERS
    }

    /// The losses of a contender's followed run, step by step.
    pub fn losses(&self, index: usize) -> Float64Array {
        Float64Array::from(&self.lab.followed(index).losses[..])
    }

    /// The points of a contender's run from a start: x₀, y₀, x₁, y₁, …
    pub fn points(&self, index: usize, start: usize) -> Float64Array {
        let points = self.lab.runs(index).get(start).map_or(&[][..], |run| &run.points);
        Float64Array::from(&points.iter().flat_map(|w| [w.x, w.y]).collect::<Vec<_>>()[..])
    }
}

/// Pictures.
#[wasm_bindgen]
impl Engine {
    /// Takes over the colours, as bytes in the order of [`Theme::from_bytes`].
    #[wasm_bindgen(js_name = setTheme)]
    pub fn set_theme(&mut self, colors: &[u8]) -> Result<(), JsError> {
        let wanted = || Problem::new("theme", "red, green and blue of every colour", format!("{} bytes", colors.len()));
        self.board.set_theme(Theme::from_bytes(colors).ok_or_else(wanted).map_err(refuse)?);
        Ok(())
    }

    /// Takes over the panels' canvases: still and path layer of each in turn.
    #[wasm_bindgen(js_name = setPanels)]
    pub fn set_panels(&mut self, canvases: &Array, width: f64, height: f64, ratio: f64, overlay: bool) {
        let canvases: Vec<HtmlCanvasElement> = canvases.iter().filter_map(|c| c.dyn_into().ok()).collect();
        let pairs = canvases.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
        self.board.set_panels(pairs, (width, height), ratio, overlay);
    }

    /// Takes over the chart's canvases: axes and curves.
    #[wasm_bindgen(js_name = setChart)]
    pub fn set_chart(
        &mut self,
        axes: HtmlCanvasElement,
        curves: HtmlCanvasElement,
        width: f64,
        height: f64,
        ratio: f64,
    ) {
        self.board.set_chart(axes, curves, (width, height), ratio);
    }

    /// Whether the chart's vertical axis is linear.
    #[wasm_bindgen(js_name = setLinearChart)]
    pub fn set_linear_chart(&mut self, linear: bool) {
        self.board.set_linear_chart(linear);
    }

    /// What the chart shows, by the key of the series.
    #[wasm_bindgen(js_name = setSeries)]
    pub fn set_series(&mut self, key: &str) -> Result<(), JsError> {
        let found = Series::ALL.into_iter().find(|(_, known)| *known == key);
        let (series, _) = found.ok_or_else(|| refuse(Problem::new("chart", "the key of a series", key)))?;
        self.board.set_series(series);
        Ok(())
    }

    /// Takes over the canvases of the data's panel: data and models.
    #[wasm_bindgen(js_name = setData)]
    pub fn set_data(&mut self, still: HtmlCanvasElement, live: HtmlCanvasElement, width: f64, height: f64, ratio: f64) {
        self.board.set_data(Some((still, live)), (width, height), ratio);
    }

    /// There is no panel of the data.
    #[wasm_bindgen(js_name = clearData)]
    pub fn clear_data(&mut self) {
        self.board.set_data(None, (0.0, 0.0), 1.0);
    }

    /// Marks the batches of this contender in the data's panel.
    #[wasm_bindgen(js_name = markBatches)]
    pub fn mark_batches(&mut self, contender: usize) {
        self.board.mark_batches(contender);
    }

    /// Draws the learning rates of a contender on a small canvas.
    #[wasm_bindgen(js_name = drawRates)]
    pub fn draw_rates(
        &self,
        index: usize,
        canvas: HtmlCanvasElement,
        width: f64,
        height: f64,
        ratio: f64,
    ) -> Result<(), JsError> {
        let index = index.min(self.lab.experiment().contenders.len() - 1);
        self.board
            .draw_rates(&self.lab, index, canvas, (width, height), ratio)
            .map_err(|error| JsError::new(&error.to_string()))
    }

    /// Draws what is out of date, with the playhead at `step`.
    pub fn draw(&mut self, step: usize) -> Result<(), JsError> {
        self.board.draw(&self.lab, step).map_err(|error| JsError::new(&error.to_string()))
    }

    /// Draws the contour through a pixel on a canvas of a panel's size, and returns its value in words.
    #[wasm_bindgen(js_name = drawPointer)]
    pub fn draw_pointer(
        &self,
        canvas: HtmlCanvasElement,
        width: f64,
        height: f64,
        x: f64,
        y: f64,
    ) -> Result<String, JsError> {
        let w = self.lab.point_at(self.board.map().to_domain(Vec2::new(x, y)));
        self.board
            .draw_pointer(&self.lab, canvas, (width, height), w)
            .map_err(|error| JsError::new(&error.to_string()))?;
        Ok(page::show(self.lab.objective().value(w)))
    }

    /// Where each contender is at a step, in CSS pixels of a panel: x, y and 1 if inside the plot, else 0.
    pub fn heads(&self, step: usize) -> Float64Array {
        let contenders = 0..self.lab.experiment().contenders.len();
        let places = contenders.map(|index| {
            let run = self.lab.followed(index);
            let t = self.lab.step_of(index, step).min(run.steps());
            self.lab.shown(run, t..=t)[0]
        });
        self.places(places)
    }

    /// Of each contender whose updates see a batch or noise, two arrows, −∇L and what its next update sees instead: the
    /// length in CSS pixels, to a common scale, and the angle clockwise from the right; NaN of the others.
    pub fn arrows(&self, step: usize) -> Float64Array {
        let pixel = self.board.map().size / self.board.map().visible.size();
        let arrows = (0..self.lab.experiment().contenders.len()).flat_map(|index| {
            let t = self.lab.step_of(index, step).min(self.lab.followed(index).steps());
            let pair = self.lab.gradients(index, t).map(|pair| pair.map(|g| Vec2::new(-g.x * pixel.x, g.y * pixel.y)));
            let longest = pair.map_or(0.0, |[all, seen]| all.norm().max(seen.norm()));
            match pair {
                Some(pair) if longest > 0.0 => pair.map(|g| [ARROW / longest * g.norm(), libm::atan2(g.y, g.x)]),
                _ => [[f64::NAN; 2]; 2],
            }
        });
        Float64Array::from(&arrows.flatten().collect::<Vec<_>>()[..])
    }

    /// Where each start is, in the same form.
    pub fn starts(&self) -> Float64Array {
        self.places(self.lab.experiment().starts.iter().map(|w| self.lab.shown_point(*w)))
    }

    /// Whether a pixel of a panel lies inside the plot.
    #[wasm_bindgen(js_name = inPlot)]
    pub fn in_plot(&self, x: f64, y: f64) -> bool {
        let map = self.board.map();
        map.visible.contains(map.to_domain(Vec2::new(x, y)))
    }

    /// The position of the playhead nearest to an abscissa of the chart, in CSS pixels.
    #[wasm_bindgen(js_name = chartStep)]
    pub fn chart_step(&self, x: f64) -> usize {
        self.board.chart_map().map_or(0, |map| map.position_at(x))
    }

    /// The abscissa of a position of the playhead on the chart, in CSS pixels.
    #[wasm_bindgen(js_name = chartX)]
    pub fn chart_x(&self, step: usize) -> f64 {
        self.board.chart_map().map_or(0.0, |map| map.x_of(step))
    }

    fn places(&self, points: impl Iterator<Item = Vec2>) -> Float64Array {
        let map = self.board.map();
        let places: Vec<f64> = points
            .flat_map(|w| {
                let pixel = map.to_pixel(w);
                [pixel.x, pixel.y, f64::from(u8::from(map.visible.contains(w)))]
            })
            .collect();
        Float64Array::from(&places[..])
    }
}
