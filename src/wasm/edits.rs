//! The engine's edits: everything that changes the experiment, or takes over what a worker has made of it.

use std::sync::Arc;

use js_sys::{Array, Float64Array};
use wasm_bindgen::prelude::*;

use super::{Engine, refuse};
use crate::experiment::{self, Experiment, SCENES};
use crate::lab::{Lab, rounded};
use crate::linear::Vec2;
use crate::problem::Problem;
use crate::rate::Preset;
use crate::words::say;

#[wasm_bindgen]
impl Engine {
    /// Opens the experiment of a link's fragment.
    pub fn open(&mut self, link: &str) -> Result<(), JsError> {
        let experiment = Experiment::from_link_beside(link, self.lab.brought()).map_err(refuse)?;
        self.edited(|lab| lab.load(experiment))
    }

    /// Opens the ready-made experiment number `index`.
    pub fn scene(&mut self, index: usize) -> Result<(), JsError> {
        let wanted = || Problem::new("scene", say!("a number below {n}", n = SCENES.len()), index);
        let scene = SCENES.get(index).ok_or_else(wanted).map_err(refuse)?;
        self.edited(|lab| lab.load((scene.experiment)()))
    }

    /// Which ready-made experiment this is; none if it is another.
    #[wasm_bindgen(js_name = sceneShown)]
    pub fn scene_shown(&self) -> Option<usize> {
        SCENES.iter().position(|scene| (scene.experiment)() == *self.lab.experiment())
    }

    /// Opens the experiment of a file's text.
    #[wasm_bindgen(js_name = openFile)]
    pub fn open_file(&mut self, text: &str) -> Result<(), JsError> {
        let experiment = Experiment::from_text(text).map_err(refuse)?;
        self.edited(|lab| lab.load(experiment))
    }

    /// Descends the loss over the user's own data: a table as `tableText` of the module beside the page has read it.
    #[wasm_bindgen(js_name = bringTable)]
    pub fn bring_table(&mut self, text: &str) -> Result<(), JsError> {
        let table = experiment::table_of(text).map_err(refuse)?;
        self.edited(|lab| lab.bring(Some(Arc::unwrap_or_clone(table))))
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

    /// Takes over what a worker has proved of landscape `number`, or if it is not `done` has certified so far; whether
    /// the landscape is still the one shown.
    pub fn prove(&mut self, number: u32, census: &[f64], done: bool) -> Result<bool, JsError> {
        let changes = self.lab.prove(number, census, done).map_err(refuse)?;
        if changes == Some(true) {
            self.board.forget_still();
        }
        Ok(changes.is_some())
    }

    /// Says that the next change begins another edit.
    pub fn remember(&mut self) {
        self.lab.remember();
    }

    /// Goes back to what was there before the latest edit.
    pub fn undo(&mut self) -> Result<(), JsError> {
        self.edited(Lab::undo)
    }

    /// Does again what has been undone last.
    pub fn redo(&mut self) -> Result<(), JsError> {
        self.edited(Lab::redo)
    }

    /// Sets a field to what `text` spells.
    pub fn edit(&mut self, field: &str, text: &str) -> Result<(), JsError> {
        self.edited(|lab| lab.edit(field, text))
    }

    /// Makes a contender the rule that `text` spells, which is its optimizer written out.
    #[wasm_bindgen(js_name = spellRule)]
    pub fn spell_rule(&mut self, index: usize, text: &str) -> Result<(), JsError> {
        self.edited(|lab| lab.spell_rule(index.min(lab.experiment().contenders.len() - 1), text))
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

    /// Sets a contender to one of its optimizer's sets of defaults, by its place among them.
    #[wasm_bindgen(js_name = useDefaults)]
    pub fn use_defaults(&mut self, index: usize, place: usize) -> Result<(), JsError> {
        self.edited(|lab| lab.use_defaults(index, place))
    }

    /// Sets a contender's learning rate to a preset, by its place among them.
    #[wasm_bindgen(js_name = usePreset)]
    pub fn use_preset(&mut self, index: usize, place: usize) -> Result<(), JsError> {
        let wanted = || Problem::new("preset", say!("a number below {n}", n = Preset::ALL.len()), place);
        let (preset, _) = Preset::ALL.get(place).ok_or_else(|| refuse(wanted()))?;
        self.edited(|lab| lab.use_preset(index, *preset))
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

    /// Shows the landscape's home view.
    pub fn home(&mut self) -> Result<(), JsError> {
        self.edited(Lab::home)
    }

    /// Shows all paths.
    pub fn fit(&mut self) -> Result<(), JsError> {
        self.edited(Lab::fit)
    }

    pub(super) fn edited(&mut self, edit: impl FnOnce(&mut Lab) -> Result<(), Problem>) -> Result<(), JsError> {
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
