//! Edits by the name of a field, as the page's controls make them.

use std::cell::OnceCell;

use super::{Lab, fit_to_landscape};
use crate::data::Table;
use crate::experiment::{self, Experiment, Fairness, Landscape, Stage};
use crate::landscape::TYPED;
use crate::linear::Vec2;
use crate::objective;
use crate::optimizer::{self, OWN};
use crate::parameter::{Given, Kind, Parameter, Setting, significant, typed_number};
use crate::problem::Problem;
use crate::rate::{Preset, Task};
use crate::stationary;
use crate::words::{say, text};

impl Lab {
    /// Sets the field called `field` to what `text` spells.
    ///
    /// Fields are `surface`, `surface.<parameter>`, `formula`, `data.standardized`, `steps` or `epochs`, `unit`,
    /// `seed`, `runs`, `noise`, `starts.<n>.x` and `.y`, `fairness`, `fairness.rate`, `contenders.<n>.rate`,
    /// `.optimizer`, `.rule`, `.way`, `.batch`, `.order`, `.stream`, `.counts`, `.maximize`, `.schedule.<k>`,
    /// `.schedule.<k>.<parameter>` (also `.after`) and `.<parameter>`, with n and k from 1; `pins` keeps the present
    /// run of the contender whose number `text` spells, or lets it go, and `pins.<n>` lets that pin go.
    /// `map` is what is computed besides the race, as a [`crate::map::Map`] is written, or nothing.
    /// Another surface comes with its own view, start and good rates; another optimizer with its defaults and good
    /// rate, but a rule of one's own begins as the optimizer that was there, where that can be written out.
    pub fn edit(&mut self, field: &str, text: &str) -> Result<(), Problem> {
        let parts: Vec<&str> = field.split('.').collect();
        match parts[..] {
            ["surface"] if text == TYPED.key => self.write_out(),
            ["surface"] => self.choose_surface(text),
            ["formula"] => self.type_formula(text),
            ["surface", key] => {
                let parameter = known(&self.checked.ground.parameters, field, key)?.to_owned();
                let setting = parameter.parse(field, text)?;
                let mut experiment = self.experiment.clone();
                put(&mut experiment.landscape.parameters, &parameter, setting);
                let ground = experiment.landscape.build()?;
                // With fewer data a batch can be no larger than they are.
                fit_to_landscape(&mut experiment, &ground.kind, self.steps());
                self.adopt(experiment, ground)
            }
            ["steps" | "epochs"] => {
                if field != self.experiment.unit.field() {
                    let wanted = say!("{field}, which the race is counted in", field = self.experiment.unit.field());
                    return Err(Problem::new(field, wanted, text));
                }
                let steps = whole(field, text, 1, experiment::MOST_STEPS)?;
                self.change(|e| e.steps = steps)
            }
            ["unit"] => self.edit_unit(field, text),
            ["runs"] => {
                let runs = whole(field, text, 1, experiment::MOST_RUNS)?;
                self.change(|e| e.runs = runs)
            }
            ["noise"] => match experiment::NOISE.parse(field, text)? {
                Setting::Number(sigma) => self.change(|e| e.noise = sigma),
                _ => Err(Problem::new(field, experiment::NOISE.wanted(), text)),
            },
            ["data", "standardized"] => match (&self.experiment.landscape.table, text) {
                (Some(table), "on" | "off") => {
                    let table = Table { standardized: text == "on", ..(**table).clone() };
                    self.bring(Some(table))
                }
                _ => Err(Problem::new(field, text!("on or off, for data that were brought"), text)),
            },
            ["map"] => self.change(|e| e.map = (!text.is_empty()).then(|| text.into())),
            ["seed"] => {
                let seed = whole(field, text, 0, u32::MAX as usize)?;
                self.change(|e| e.seed = seed as u32)
            }
            ["starts", n, axis @ ("x" | "y")] => {
                let index = self.index(field, n, self.experiment.starts.len())?;
                let wanted = text!("a finite number");
                let value = typed_number(text).ok_or_else(|| Problem::new(field, wanted, text))?;
                let start = self.experiment.starts[index];
                let start = if axis == "x" { Vec2 { x: value, ..start } } else { Vec2 { y: value, ..start } };
                self.change(|e| e.starts[index] = start)
            }
            ["fairness"] => {
                // A rate that is shared begins as the first contender's.
                let (first, settings) = &self.checked.contenders[0];
                let rate = self.experiment.fairness.rate().unwrap_or(self.experiment.contenders[0].rate);
                let effective = rate * if text == "effective" { (first.gain)(settings) } else { 1.0 };
                let rate = significant(if effective.is_finite() { effective } else { rate });
                let keys = Fairness::MODES.map(|(key, _)| key).join(", ");
                let fairness =
                    Fairness::of(text, rate).ok_or_else(|| Problem::new(field, say!("one of {keys}", keys), text))?;
                self.change(|e| e.fairness = fairness)
            }
            ["fairness", "rate"] => match (optimizer::RATE.parse(field, text)?, self.experiment.fairness) {
                (Setting::Number(rate), Fairness::SameRate { .. } | Fairness::SameEffective { .. }) => {
                    self.change(|e| e.fairness = Fairness::of(e.fairness.key(), rate).unwrap_or_default())
                }
                _ => Err(Problem::new(field, text!("a race in which all share one rate"), text)),
            },
            ["contenders", n, "schedule", k] => {
                let index = self.index(field, n, self.experiment.contenders.len())?;
                self.edit_stage(index, field, k, text)
            }
            ["contenders", n, "schedule", k, key] => {
                let index = self.index(field, n, self.experiment.contenders.len())?;
                self.edit_stage_setting(index, field, k, key, text)
            }
            ["pins"] => {
                let index = self.index(field, text, self.experiment.contenders.len())?;
                self.toggle_pin(index)
            }
            ["pins", n] => {
                let index = self.index(field, n, self.experiment.pins.len())?;
                self.change(|e| drop(e.pins.remove(index)))
            }
            ["contenders", n, key] => {
                let index = self.index(field, n, self.experiment.contenders.len())?;
                self.edit_contender(index, field, key, text)
            }
            _ => Err(Problem::new(field, text!("the name of a field of the experiment"), field)),
        }
    }

    fn edit_contender(&mut self, index: usize, field: &str, key: &str, text: &str) -> Result<(), Problem> {
        match key {
            "optimizer" if text == OWN.key => self.write_rule(index),
            "rule" => self.type_rule(index, field, text),
            "optimizer" => {
                let mut contender = self.fresh(index, text)?;
                contender.batching = self.experiment.contenders[index].batching;
                self.change(|e| e.contenders[index] = contender)
            }
            "way" | "batch" | "order" | "stream" => self.edit_batching(index, field, key, text),
            "counts" => self.edit_counts(index, field, text),
            _ if key == optimizer::MAXIMIZE.key => {
                let setting = optimizer::MAXIMIZE.parse(field, text)?;
                self.change(|e| e.contenders[index].maximize = setting == Setting::Choice("on".into()))
            }
            _ if key == optimizer::RATE.key => match optimizer::RATE.parse(field, text)? {
                Setting::Number(rate) => self.change(|e| e.contenders[index].rate = rate),
                _ => Err(Problem::new(field, optimizer::RATE.wanted(), text)),
            },
            _ => {
                let (entry, settings) = &self.checked.contenders[index];
                let parameters = entry.parameters_with(settings);
                let parameter = known(&parameters, field, key)?;
                let setting = parameter.parse(field, text)?;
                self.change(|e| put(&mut e.contenders[index].parameters, parameter, setting))
            }
        }
    }

    /// Replaces stage `k` (from 1) of a contender's plan by the schedule called `text` with its defaults, appends it as
    /// the one after the last, or takes the stage away if `text` is "constant".
    fn edit_stage(&mut self, index: usize, field: &str, k: &str, text: &str) -> Result<(), Problem> {
        let count = self.experiment.contenders[index].schedule.len();
        let k = self.index(field, k, (count + 1).min(experiment::MOST_STAGES))?;
        if text == "constant" {
            return self.change(|e| {
                let plan = &mut e.contenders[index].schedule;
                if k < plan.len() {
                    plan.remove(k);
                }
                // Whichever is now the first has nothing to take over from.
                if let Some(first) = plan.first_mut() {
                    first.after = None;
                }
            });
        }
        let steps = self.checked.updates[index];
        self.change(|e| {
            let plan = &mut e.contenders[index].schedule;
            let former = plan.get(k).and_then(|stage| stage.after);
            let before = plan.get(k.wrapping_sub(1)).and_then(|stage| stage.after).unwrap_or(0);
            // A further schedule takes over in the middle of what is left.
            let middle = before + ((steps - before.min(steps)) / 2).max(1);
            let after = if k == 0 { None } else { former.or(Some(middle)) };
            let stage = Stage { schedule: text.into(), parameters: Given::new(), after };
            if k < plan.len() { plan[k] = stage } else { plan.push(stage) }
        })
    }

    fn edit_stage_setting(&mut self, index: usize, field: &str, k: &str, key: &str, text: &str) -> Result<(), Problem> {
        let k = self.index(field, k, self.experiment.contenders[index].schedule.len())?;
        if key == "after" {
            // Nothing typed: it multiplies what those before it give.
            let after = match text.trim() {
                "" => None,
                _ => Some(whole(field, text, 1, experiment::MOST_STEPS)?),
            };
            return self.change(|e| e.contenders[index].schedule[k].after = after);
        }
        let parameter = known(self.checked.schedules[index][k].0.parameters, field, key)?;
        let setting = parameter.parse(field, text)?;
        self.change(|e| put(&mut e.contenders[index].schedule[k].parameters, parameter, setting))
    }

    /// Sets the numeric field called `field` to where its slider stands, `fraction` ∈ [0, 1] of its travel.
    pub fn slide(&mut self, field: &str, fraction: f64) -> Result<(), Problem> {
        let parts: Vec<&str> = field.split('.').collect();
        let batch = self.batch_parameter();
        let typed;
        let parameters = match parts[..] {
            ["surface", _] => &self.checked.ground.parameters[..],
            ["noise"] => &[experiment::NOISE],
            ["contenders", _, key] if key == batch.key => std::slice::from_ref(&batch),
            ["contenders", _, key] | ["fairness", key] if key == optimizer::RATE.key => &[optimizer::RATE],
            ["contenders", n, "schedule", k, _] => {
                let index = self.index(field, n, self.experiment.contenders.len())?;
                let k = self.index(field, k, self.experiment.contenders[index].schedule.len())?;
                self.checked.schedules[index][k].0.parameters
            }
            ["contenders", n, _] => {
                let index = self.index(field, n, self.experiment.contenders.len())?;
                let (entry, settings) = &self.checked.contenders[index];
                typed = entry.parameters_with(settings);
                &typed
            }
            _ => &[],
        };
        match known(parameters, field, parts[parts.len() - 1])?.kind {
            Kind::Number { slider, .. } => self.edit(field, &Setting::Number(slider.value(fraction)).to_string()),
            _ => Err(Problem::new(field, text!("a parameter with a slider"), field)),
        }
    }

    fn index(&self, field: &str, text: &str, count: usize) -> Result<usize, Problem> {
        let index = text.parse().ok().filter(|n: &usize| (1..=count).contains(n));
        index.map(|n| n - 1).ok_or_else(|| Problem::new(field, say!("a number from 1 to {count}", count), text))
    }

    /// Descends the surface or model called `key`; the user's own data go along wherever they fit.
    fn choose_surface(&mut self, key: &str) -> Result<(), Problem> {
        let own = self.brought.clone().map(|table| Landscape { table: Some(table), ..Landscape::new(key) });
        match own.map(|own| self.descend(own)) {
            Some(Ok(())) => Ok(()),
            Some(Err(_)) | None => self.descend(Landscape::new(key)),
        }
    }

    /// Descends another landscape, with its own view, start and good rates.
    pub(super) fn descend(&mut self, chosen: Landscape) -> Result<(), Problem> {
        let ground = chosen.build()?;
        // Of inputs beyond all measure no pixel could be told from its neighbour.
        if let Err(problem) = experiment::check_view(ground.view()) {
            return Err(Problem::new(
                "data",
                text!("inputs neither huge nor tiny; they can be standardized"),
                problem.given,
            ));
        }
        let objective = &*ground.objective;
        let home = objective::extent(objective, ground.view());
        let found = stationary::find(objective, home);
        let (start, steps) = (ground.start(), self.steps());
        let task = Task { objective, home, found: &found, start, steps };
        let mut contenders = self.experiment.contenders.clone();
        for (contender, (entry, settings)) in contenders.iter_mut().zip(&self.checked.contenders) {
            contender.rate = task.rate(entry, settings, Preset::Good).unwrap_or(entry.default_rate());
        }
        let mut experiment = Experiment {
            landscape: chosen,
            view: ground.view(),
            starts: vec![start],
            contenders,
            pins: Vec::new(),
            map: self.experiment.map.clone(),
            ..self.experiment.clone()
        };
        fit_to_landscape(&mut experiment, &ground.kind, steps);
        self.adopt(experiment, ground)?;
        self.at_home = OnceCell::from(found);
        Ok(())
    }
}

fn known<'a>(parameters: &'a [Parameter], field: &str, key: &str) -> Result<&'a Parameter, Problem> {
    parameters.iter().find(|p| p.key == key).ok_or_else(|| {
        let keys: Vec<_> = parameters.iter().map(|p| p.key).collect();
        Problem::new(field, say!("one of {keys}", keys = keys.join(", ")), key)
    })
}

/// Sets a parameter; its default is stored by leaving it out.
fn put(given: &mut Given, parameter: &Parameter, setting: Setting) {
    if setting == parameter.default() {
        given.remove(parameter.key);
    } else {
        given.insert(parameter.key.into(), setting);
    }
}

fn whole(field: &str, text: &str, least: usize, most: usize) -> Result<usize, Problem> {
    let wanted = || say!("a whole number from {least} to {most}", least, most);
    let value = text.trim().parse().map_err(|_| Problem::new(field, wanted(), text))?;
    if (least..=most).contains(&value) { Ok(value) } else { Err(Problem::new(field, wanted(), value)) }
}
