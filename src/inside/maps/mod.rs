//! Maps: what is to be made, and what was made.

mod figure;
mod pictures;

use std::sync::Arc;

use js_sys::Float64Array;
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use super::{Inside, failed, json, refuse};
use crate::canvas::Layer;
use crate::draw::{self, PlaneMap, Shade};
use crate::experiment::{Experiment, Fairness};
use crate::lab::Lab;
use crate::linear::{Rect, Vec2};
use crate::map::{Atlas, Axis, Dial, Fate, Grid, Map, MapKind, Patch, Survey, Task, Tuning, known_places};
use crate::objective::{self, Objective};
use crate::outcome;
use crate::page;
use crate::problem::Problem;
use crate::stationary::Kind;
use crate::words::{say, text};

/// No map of starts has more cells than this.
const MOST_CELLS: f64 = 512.0 * 512.0;

/// Cells of a tuning map, of one with one axis, and of robustness.
const TUNING: Grid = Grid { columns: 96, rows: 80 };
const SWEEP: Grid = Grid { columns: 240, rows: 1 };
const ROBUSTNESS: Grid = Grid { columns: 24, rows: 24 };

/// The map that is shown, if there is one.
#[derive(Default)]
pub(super) struct Maps {
    shown: Option<Shown>,
    /// What is wrong with the map that is asked for.
    problem: String,
}

/// A map on its way.
struct Shown {
    /// What it depends on.
    of: Experiment,
    map: Map,
    /// What it covers.
    area: Rect,
    /// A contender and a repetition for each of its parts.
    parts: Vec<(usize, usize)>,
    atlas: Atlas,
    contours: Option<Contours>,
    /// Lines of theory's limit, in fractions of the axes; none before they are asked for.
    limit: Option<Vec<Vec<Vec2>>>,
}

/// The lines of a landscape over a part of the plane.
struct Contours {
    of: Arc<dyn Objective>,
    over: Rect,
    lines: Vec<Vec<Vec<Vec2>>>,
}

/// What a worker has to know.
#[derive(serde::Serialize)]
struct Order {
    columns: usize,
    rows: usize,
    area: [f64; 4],
}

#[wasm_bindgen]
impl Inside {
    /// Looks whether the map that the experiment asks for is another, where a panel has `width` × `height` CSS pixels:
    /// `null` if nothing is new, else what workers need to know of it, or that there is none (`false`).
    #[wasm_bindgen(js_name = orderMap)]
    pub fn order_map(&mut self, width: f64, height: f64, ratio: f64) -> Result<String, JsError> {
        let lab = &self.lab;
        let map = match Map::of(lab.experiment(), lab.checked()) {
            Ok(map) => map,
            Err(problem) => {
                self.maps = Maps { shown: None, problem: problem.to_string() };
                return Ok("false".into());
            }
        };
        let Some(map) = map else {
            let had = self.maps.shown.take().is_some() || !self.maps.problem.is_empty();
            self.maps.problem.clear();
            return Ok(if had { "false" } else { "null" }.into());
        };
        let (width, height, ratio) = self.magnified(width, height, ratio);
        let (grid, area) = extent(lab, &map, Vec2::new(width, height), ratio);
        let of = map.essence(lab.experiment(), lab.checked());
        if self
            .maps
            .shown
            .as_ref()
            .is_some_and(|shown| shown.of == of && shown.area == area && shown.atlas.grid() == grid)
        {
            return Ok("null".into());
        }
        let places = known_places(&lab.stationary().points);
        let same = outcome::settled_radius(lab.checked().home().diagonal());
        let parts = Survey::parts(&map, lab.experiment(), lab.checked());
        let mut atlas =
            Atlas::new(grid, parts.len(), Survey::plan(&map, lab.experiment(), lab.checked(), grid), places, same);
        let mut contours = None;
        if let Some(before) = self.maps.shown.take() {
            let kept = before.kept(&of, &map, area, &parts);
            atlas.keep(before.atlas, kept.into_iter());
            contours = before.contours;
        }
        self.maps.problem.clear();
        self.maps.shown = Some(Shown { of, map, area, parts, atlas, contours, limit: None });
        let Rect { x, y } = area;
        Ok(json(&Order { columns: grid.columns, rows: grid.rows, area: [x[0], x[1], y[0], y[1]] }))
    }

    /// The experiment, for a worker.
    pub fn file(&self) -> String {
        self.lab.experiment().to_text()
    }

    /// The next piece to be made; nothing if all are handed out.
    #[wasm_bindgen(js_name = nextPiece)]
    pub fn next_piece(&mut self) -> Option<Float64Array> {
        let task = self.maps.shown.as_mut()?.atlas.hand_out()?;
        Some(Float64Array::from(&task.to_numbers()[..]))
    }

    /// A piece comes back unmade.
    #[wasm_bindgen(js_name = returnPiece)]
    pub fn return_piece(&mut self, task: &[f64]) {
        if let (Some(shown), Some(task)) = (&mut self.maps.shown, task.first_chunk()) {
            shown.atlas.give_back(Task::from_numbers(*task));
        }
    }

    /// Takes over a piece that a worker has made; whether it belongs to the map.
    #[wasm_bindgen(js_name = takePiece)]
    pub fn take_piece(&mut self, patch: &[f64]) -> bool {
        let patch = Patch::revived(patch);
        self.maps.shown.as_mut().zip(patch).is_some_and(|(shown, patch)| shown.atlas.take(&patch))
    }

    /// How many times the map has changed: another number is another picture.
    #[wasm_bindgen(js_name = mapGeneration)]
    pub fn map_generation(&self) -> usize {
        self.maps.shown.as_ref().map_or(0, |shown| shown.atlas.generation())
    }

    /// Whether all of the map is made.
    #[wasm_bindgen(js_name = mapIsDone)]
    pub fn map_is_done(&self) -> bool {
        self.maps.shown.as_ref().is_none_or(|shown| shown.atlas.is_done())
    }

    /// What the card of maps shows after so many milliseconds of work; `null` without a map.
    #[wasm_bindgen(js_name = mapCard)]
    pub fn map_card(&self, elapsed: f64) -> String {
        let shown = self.maps.shown.as_ref();
        json(&shown.map(|shown| page::map_card(&self.lab, &shown.map, &shown.atlas, elapsed)))
    }

    /// What is wrong with the map that is asked for; empty if nothing is.
    #[wasm_bindgen(js_name = mapProblem)]
    pub fn map_problem(&self) -> String {
        self.maps.problem.clone()
    }

    /// The map to begin with, as the experiment's field `map`.
    #[wasm_bindgen(js_name = firstMap)]
    pub fn first_map(&self) -> String {
        Map::first(self.lab.checked()).written()
    }

    /// The map with one of its fields changed, as the experiment's field `map`.
    #[wasm_bindgen(js_name = editMap)]
    pub fn edit_map(&self, field: &str, text: &str) -> Result<String, JsError> {
        let lab = &self.lab;
        let first = || Map::first(lab.checked());
        let map = self.maps.shown.as_ref().map_or_else(first, |shown| shown.map.clone());
        let least =
            || lab.stationary().points.first().filter(|point| point.kind == Kind::Minimum).map(|point| point.loss);
        let edited = map.edited(lab.experiment(), lab.checked(), lab.floor().or_else(least), field, text);
        edited.map(|map| map.written()).map_err(refuse)
    }

    /// The colour of a way in which runs end, as CSS writes it.
    #[wasm_bindgen(js_name = fateColor)]
    pub fn fate_color(&self, fate: usize) -> String {
        let Some(shown) = &self.maps.shown else { return String::new() };
        let shade = if fate == usize::MAX || fate as f64 == f64::from(u32::MAX) {
            Shade::Unknown
        } else {
            draw::fate_shade(Fate::of(fate), 0.0, 1, &shown.atlas)
        };
        let draw::Color([red, green, blue]) = draw::shade_color(shade, &self.theme, (0, 0));
        format!("rgb({red} {green} {blue})")
    }

    /// Draws a contender's basins on a panel; whether there is such a map.
    #[wasm_bindgen(js_name = drawBasins)]
    pub fn draw_basins(
        &mut self,
        canvas: HtmlCanvasElement,
        width: f64,
        height: f64,
        ratio: f64,
        contender: usize,
    ) -> Result<bool, JsError> {
        let (width, height, ratio) = self.magnified(width, height, ratio);
        let Some(shown) = self.maps.shown.as_mut().filter(|shown| shown.map.shows == MapKind::Basins) else {
            return Ok(false);
        };
        let Some(layer) = Layer::new(canvas, width, height, ratio) else { return Ok(false) };
        let view = self.lab.experiment().view;
        shown.draw_basins(&self.lab, &layer.sheet, ratio, contender, view, &self.theme).map_err(failed)?;
        Ok(true)
    }

    /// Draws a tuning map; whether there is one.
    #[wasm_bindgen(js_name = drawTuning)]
    pub fn draw_tuning(
        &mut self,
        canvas: HtmlCanvasElement,
        width: f64,
        height: f64,
        ratio: f64,
    ) -> Result<bool, JsError> {
        let Some(shown) = self.maps.shown.as_mut() else { return Ok(false) };
        let MapKind::Tuning(tuning) = shown.map.shows.clone() else { return Ok(false) };
        let Some(layer) = Layer::new(canvas, width, height, ratio) else { return Ok(false) };
        shown.draw_tuning(&self.lab, &tuning, &layer.sheet, ratio, &self.theme).map_err(failed)?;
        Ok(true)
    }

    /// Where the contender stands on a tuning map of `width` × `height` CSS pixels: x and y; nothing if beyond it.
    #[wasm_bindgen(js_name = mapDot)]
    pub fn map_dot(&self, width: f64, height: f64) -> Option<Float64Array> {
        let tuning = self.tuning()?;
        let (lab, dials) = (&self.lab, Dial::all(self.lab.checked(), tuning.of));
        let fraction = |axis: &Axis| {
            let dial = dials.iter().find(|dial| dial.key == axis.setting)?;
            let fraction = dial.fraction(axis, dial.of(lab.experiment(), lab.checked(), tuning.of));
            (0.0..=1.0).contains(&fraction).then_some(fraction)
        };
        let up = tuning.y.as_ref().map_or(Some(0.5), fraction)?;
        let place = Vec2::new(fraction(&tuning.x)?, up);
        let at = plot(width, height).to_pixel(place);
        Some(Float64Array::from(&[at.x, at.y][..]))
    }

    /// The fields and texts that put the contender at a pixel of a tuning map, as pairs in JSON.
    #[wasm_bindgen(js_name = mapEdits)]
    pub fn map_edits(&self, width: f64, height: f64, x: f64, y: f64) -> String {
        let edits = self.tuning().map_or_else(Vec::new, |tuning| {
            let place = plot(width, height).to_domain(Vec2::new(x, y));
            page::tuning_edits(&self.lab, tuning, [place.x, place.y])
        });
        json(&edits)
    }

    /// What the map says at a pixel of a contender's panel, or of a tuning map; empty where it says nothing.
    #[wasm_bindgen(js_name = mapAt)]
    pub fn map_at(&self, width: f64, height: f64, contender: usize, x: f64, y: f64) -> String {
        let Some(shown) = &self.maps.shown else { return String::new() };
        let pixel = Vec2::new(x, y);
        let (part, area, place) = match &shown.map.shows {
            MapKind::Basins => {
                let size = self.look.size;
                let map = panel(&self.lab, Vec2::new(width, height) / size).magnified(size);
                (contender, shown.area, self.lab.point_at(map.to_domain(pixel)))
            }
            MapKind::Tuning(_) => (0, Rect::new(0.0, 1.0, 0.0, 1.0), plot(width, height).to_domain(pixel)),
            MapKind::Robustness => return String::new(),
        };
        let (column, row) = shown.atlas.grid().cell(area, place);
        let cell = shown.atlas.cell(part, column, row);
        cell.map_or_else(String::new, |cell| page::cell_words(&self.lab, &shown.map, &shown.atlas, cell))
    }

    /// The tuning map as a table, of as much as is made; `null` where there is none.
    #[wasm_bindgen(js_name = mapTable)]
    pub fn map_table(&self) -> String {
        let shown = self.maps.shown.as_ref();
        json(&shown.and_then(|shown| page::map_table(&self.lab, &shown.map, &shown.atlas)))
    }

    /// The map as a table: a cell a line, with every digit.
    #[wasm_bindgen(js_name = mapCsv)]
    pub fn map_csv(&self) -> Result<String, JsError> {
        let shown = self.maps.shown.as_ref();
        let shown = shown.ok_or_else(|| refuse(Problem::new("map", text!("a map"), say!("none"))))?;
        Ok(page::map_csv(&self.lab, &shown.map, &shown.atlas, shown.area))
    }
}

impl Inside {
    fn tuning(&self) -> Option<&Tuning> {
        match &self.maps.shown.as_ref()?.map.shows {
            MapKind::Tuning(tuning) => Some(tuning),
            _ => None,
        }
    }
}

/// The map between pixels and the plane of a panel of this size.
fn panel(lab: &Lab, size: Vec2) -> PlaneMap {
    if lab.is_curve() {
        PlaneMap::stretch(lab.experiment().view, size.x, size.y)
    } else {
        PlaneMap::fit(lab.experiment().view, size.x, size.y)
    }
}

/// The same of a tuning map, whose plane is the fractions of its axes.
fn plot(width: f64, height: f64) -> PlaneMap {
    PlaneMap::stretch(Rect::new(0.0, 1.0, 0.0, 1.0), width, height)
}

/// The cells of a map, and what they cover.
fn extent(lab: &Lab, map: &Map, size: Vec2, ratio: f64) -> (Grid, Rect) {
    let view = lab.experiment().view;
    match &map.shows {
        MapKind::Tuning(tuning) => (if tuning.y.is_some() { TUNING } else { SWEEP }, view),
        MapKind::Robustness if lab.is_curve() => {
            (Grid { columns: ROBUSTNESS.len(), rows: 1 }, objective::extent(lab.objective(), view))
        }
        MapKind::Robustness => (ROBUSTNESS, view),
        MapKind::Basins => {
            let map = panel(lab, size);
            let pixels = (ratio * map.size).map(f64::round);
            let less = (MOST_CELLS / (pixels.x * pixels.y)).sqrt().min(1.0);
            let [columns, rows] = [pixels.x, pixels.y].map(|side| ((side * less) as usize).max(1));
            let rows = if lab.is_curve() { 1 } else { rows };
            (Grid { columns, rows }, objective::extent(lab.objective(), map.visible))
        }
    }
}

impl Shown {
    /// The parts, of `parts` of the map of `of`, that are as they are here: those of contenders whom an edit has left
    /// alone.
    fn kept(&self, of: &Experiment, map: &Map, area: Rect, parts: &[(usize, usize)]) -> Vec<usize> {
        let but_contenders = |of: &Experiment| Experiment { contenders: Vec::new(), ..of.clone() };
        // Settings of a search's rates are those of all.
        let alike = self.map == *map
            && self.area == area
            && of.fairness != Fairness::Best
            && but_contenders(&self.of) == but_contenders(of);
        let same = |k: &usize| {
            let (contender, _) = parts[*k];
            self.parts.get(*k) == Some(&parts[*k]) && self.of.contenders.get(contender) == of.contenders.get(contender)
        };
        (0..parts.len()).filter(|k| alike && same(k)).collect()
    }
}
