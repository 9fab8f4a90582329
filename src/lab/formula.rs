//! Edits of a typed formula.

use super::{Lab, fit_to_landscape};
use crate::experiment::{Experiment, Kind, Landscape};
use crate::formula::parse;
use crate::landscape::TYPED;
use crate::linear::{Rect, Vec2};
use crate::objective::Objective;
use crate::parameter::{Given, Setting};
use crate::problem::Problem;
use crate::words::text;

/// Places per side of the grid on which a start is looked for where the loss is a number.
const SIDE: usize = 33;

impl Lab {
    /// Descends the loss that `text` spells: the view, the starts and the contenders stay, and so do the values of
    /// parameters that it still has.
    ///
    /// A start at which it is no number moves to the nearest place in view where it is one.
    ///
    /// # Errors
    /// If the text is no formula, which names the place in it, or the loss is nowhere in view a number.
    pub(super) fn type_formula(&mut self, text: &str) -> Result<(), Problem> {
        let landscape = &self.experiment.landscape;
        let kept = if landscape.surface == TYPED.key { landscape.parameters.clone() } else { Given::new() };
        self.descend_typed(text.trim(), kept)
    }

    /// Writes the surface out as a formula that can be edited, with the values that its parameters have.
    pub(super) fn write_out(&mut self) -> Result<(), Problem> {
        let ground = &self.checked.ground;
        let words = ground.words();
        let is_surface = matches!(ground.kind, Kind::Surface(_)) && parse(&words.formula).is_ok();
        if !is_surface {
            return self.descend(Landscape::new(TYPED.key));
        }
        let value = |key: &str| ground.settings.get(key).clone();
        let values = ground.parameters.iter().map(|parameter| (parameter.key.to_string(), value(parameter.key)));
        self.descend_typed(&words.formula, values.collect())
    }

    fn descend_typed(&mut self, text: &str, mut parameters: Given) -> Result<(), Problem> {
        let mut chosen = Landscape::typed(text);
        let known = chosen.parameters()?;
        let default = |key: &str| known.iter().find(|parameter| parameter.key == key).map(|p| p.default());
        parameters.retain(|key, setting| match (default(key), setting) {
            (Some(default), Setting::Number(_)) => *setting != default,
            _ => false,
        });
        chosen.parameters = parameters;
        let ground = chosen.build()?;
        let mut experiment = Experiment { landscape: chosen, ..self.experiment.clone() };
        for start in experiment.starts.iter_mut().chain(experiment.pins.iter_mut().map(|pin| &mut pin.start)) {
            *start = nearest_number(&*ground.objective, experiment.view, *start).ok_or_else(|| {
                Problem::new("formula", text!("a loss that is a finite number somewhere in view"), text)
            })?;
        }
        fit_to_landscape(&mut experiment, &ground.kind, self.steps());
        self.adopt(experiment, ground)
    }
}

/// The place nearest to `start`, of a grid over the view, where the loss is a finite number; `start` itself if it is
/// one.
fn nearest_number(objective: &dyn Objective, view: Rect, start: Vec2) -> Option<Vec2> {
    let is_number = |w: &Vec2| objective.value(*w).is_finite();
    if is_number(&start) {
        return Some(start);
    }
    let at = |k: usize| (k as f64 + 0.5) / SIDE as f64;
    let places = (0..SIDE * SIDE).map(|k| view.size() * Vec2::new(at(k % SIDE), at(k / SIDE)));
    let places = places.map(|place| super::rounded(Vec2::new(view.x[0], view.y[0]) + place, view.diagonal() / 1000.0));
    places.filter(is_number).min_by(|a, b| (*a - start).norm().total_cmp(&(*b - start).norm()))
}
