//! The parts of a link, taken in one after the other and put together to an experiment.

use std::sync::Arc;

use super::{Experiment, Fairness, Landscape, Look, Pin, Unit, link_contender, link_data, link_settings, pin};
use crate::data::Table;
use crate::linear::{Rect, Vec2};
use crate::problem::Problem;
use crate::words::{say, text};

/// What of a link has been read so far.
#[derive(Default)]
pub struct Parts {
    version: Option<u32>,
    surface: Option<String>,
    formula: Option<String>,
    table: Option<Arc<Table>>,
    view: Option<Rect>,
    starts: Vec<Vec2>,
    seed: Option<u32>,
    length: Option<(Unit, u32)>,
    noise: Option<f64>,
    runs: Option<u32>,
    fairness: Option<Fairness>,
    entrants: Vec<Entrant>,
    map: Option<String>,
    at: Option<usize>,
    see: Option<Vec<String>>,
}

/// A contender or a pin, still as text, and its rule, if one stands after it.
struct Entrant {
    is_pin: bool,
    text: String,
    rule: Option<String>,
}

impl Parts {
    /// Takes in the part `key=value`; data that are only named in it may be `known`.
    ///
    /// # Errors
    /// Names the part if it is unknown, wrong or there already.
    pub fn take(&mut self, key: &str, value: &str, known: Option<&Arc<Table>>) -> Result<(), Problem> {
        match key {
            "v" => once("v", &mut self.version, whole("v", value)?),
            "on" => once("on", &mut self.surface, value.into()),
            "f" => once("f", &mut self.formula, value.into()),
            "data" => once("data", &mut self.table, link_data::read(value, known)?),
            "noise" => {
                let [sigma] = numbers("noise", value)?;
                once("noise", &mut self.noise, sigma)
            }
            "runs" => once("runs", &mut self.runs, whole("runs", value)?),
            "steps" => once(text!("steps or epochs"), &mut self.length, (Unit::Steps, whole("steps", value)?)),
            "epochs" => once(text!("steps or epochs"), &mut self.length, (Unit::Epochs, whole("epochs", value)?)),
            "view" => {
                let [x0, x1, y0, y1] = numbers("view", value)?;
                once("view", &mut self.view, Rect::new(x0, x1, y0, y1))
            }
            "start" => {
                let [x, y] = numbers(&format!("starts.{}", self.starts.len() + 1), value)?;
                self.starts.push(Vec2::new(x, y));
                Ok(())
            }
            "seed" => once("seed", &mut self.seed, whole("seed", value)?),
            "fair" => once("fair", &mut self.fairness, fair(value)?),
            "map" => once("map", &mut self.map, value.into()),
            "at" => once("at", &mut self.at, whole("at", value)? as usize),
            "see" => once("see", &mut self.see, Look::sights(value)?),
            "c" | "pin" => {
                self.entrants.push(Entrant { is_pin: key == "pin", text: value.into(), rule: None });
                Ok(())
            }
            "u" => match self.entrants.last_mut() {
                Some(Entrant { rule, .. }) => once("u", rule, value.into()),
                None => Err(Problem::new("u", text!("a contender “c=own,…” before it"), say!("none"))),
            },
            _ => Err(Problem::new(
                "link",
                text!(
                    "only v, on, f, data, view, start, seed, steps, epochs, noise, runs, fair, c, pin, u, map, at and see"
                ),
                key,
            )),
        }
    }

    /// The experiment, not checked yet.
    ///
    /// # Errors
    /// Names the first part that is missing, and the first contender or setting that is none.
    pub fn put_together(self) -> Result<Experiment, Problem> {
        let missing = |name| Problem::new("link", say!("a part “{name}=…”", name), say!("a link without it"));
        let (mut contenders, mut pins) = (Vec::new(), Vec::new());
        for Entrant { is_pin, text, rule } in self.entrants {
            if is_pin {
                let number = pin::FIRST + pins.len();
                let (of, start, text) = pinned(&pin::name(number), &text)?;
                pins.push(Pin { of, start, contender: link_contender::read(number, text, rule)? });
            } else {
                contenders.push(link_contender::read(contenders.len(), &text, rule)?);
            }
        }
        let version = self.version.ok_or_else(|| missing("v"))?;
        let landscape = surface(&self.surface.ok_or_else(|| missing("on"))?, self.formula, self.table)?;
        let view = self.view.ok_or_else(|| missing("view"))?;
        let (unit, steps) = self.length.ok_or_else(|| missing("steps"))?;
        Ok(Experiment {
            version,
            landscape,
            view,
            starts: self.starts,
            seed: self.seed.unwrap_or(0),
            steps: steps as usize,
            unit,
            runs: self.runs.unwrap_or(1) as usize,
            noise: self.noise.unwrap_or(0.0),
            contenders,
            fairness: self.fairness.unwrap_or_default(),
            pins,
            map: self.map,
            look: Look { at: self.at, see: self.see.unwrap_or_default() },
        })
    }
}

/// Takes over a part that may stand once.
fn once<T>(name: &str, slot: &mut Option<T>, value: T) -> Result<(), Problem> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(Problem::new("link", say!("one part “{name}=…”", name), say!("several"))),
    }
}

/// A whole number of 32 bits.
pub fn whole(field: &str, text: &str) -> Result<u32, Problem> {
    text.parse().map_err(|_| Problem::new(field, text!("a whole number from 0 to 4294967295"), text))
}

fn numbers<const N: usize>(field: &str, text: &str) -> Result<[f64; N], Problem> {
    let parsed: Option<Vec<f64>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
    parsed
        .and_then(|values| values.try_into().ok())
        .ok_or_else(|| Problem::new(field, say!("{n} numbers with commas between them", n = N), text))
}

fn fair(text: &str) -> Result<Fairness, Problem> {
    let (key, rest) = link_settings::split_head(text);
    let rate = rest.map(|rest| numbers::<1>("fairness.rate", rest)).transpose()?;
    let keys = Fairness::MODES.map(|(key, _)| key).join(", ");
    let found = Fairness::of(key, rate.map_or(f64::NAN, |[rate]| rate));
    found.ok_or_else(|| Problem::new("fairness", say!("one of {keys}", keys), key))
}

/// Whose a pin is, where it starts, and what stands for its contender.
fn pinned<'a>(name: &str, text: &'a str) -> Result<(usize, Vec2, &'a str), Problem> {
    let after = |rest: Option<&'a str>| link_settings::split_head(rest.unwrap_or_default());
    let (of, rest) = after(Some(text));
    let (x, rest) = after(rest);
    let (y, rest) = after(rest);
    // What counts from 1 has no 0: it is that of no contender.
    let of = (whole(&format!("{name}.of"), of)? as usize).wrapping_sub(1);
    let [x, y] = numbers(name, &format!("{x},{y}"))?;
    Ok((of, Vec2::new(x, y), rest.unwrap_or_default()))
}

fn surface(text: &str, formula: Option<String>, table: Option<Arc<Table>>) -> Result<Landscape, Problem> {
    let (key, rest) = link_settings::split_head(text);
    let landscape = Landscape { formula, table, ..Landscape::new(key) };
    let parameters = link_settings::read("surface", &landscape.parameters()?, rest)?;
    Ok(Landscape { parameters, ..landscape })
}
