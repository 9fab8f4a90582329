//! Learning rates on schedules: functions of t, or PyTorch's own schedulers.

use super::{Functions, names_word, replaced};
use crate::call::{Call, literal};
use crate::experiment::{Contender, Stage};
use crate::parameter::{Parameter, Setting, Settings, number_text};
use crate::problem::Problem;
use crate::schedule;

/// What the schedules of a contender are made of.
pub struct Plan<'a> {
    /// The contender.
    pub contender: &'a Contender,
    /// Its schedules with their settings.
    pub stages: &'a [(&'static schedule::Entry, Settings)],
    /// The learning rate before any of them.
    pub base: f64,
    /// The momentum that they move: what it is called, and what it is where none moves it.
    pub momentum: Option<(&'static str, f64)>,
    /// The number of updates.
    pub updates: usize,
    /// The updates of an epoch, where the schedules count epochs.
    pub per_epoch: Option<usize>,
    /// Whether any of them looks at losses.
    pub watches: bool,
}

/// A learning rate as lines of a contender's loop.
#[derive(Default)]
pub struct Paced {
    /// What stands before the loop.
    pub before: Vec<String>,
    /// What stands at the beginning of an update, and leaves its learning rate in `lr`.
    pub lines: Vec<String>,
}

impl Plan<'_> {
    /// PyTorch's scheduler, where it has one that does the same as the one schedule that there is.
    ///
    /// # Errors
    /// None in an experiment that has passed its check.
    pub fn torch(&self) -> Result<Option<Call>, Problem> {
        let [(entry, settings)] = self.stages else { return Ok(None) };
        if self.watches && self.per_epoch.is_some() {
            return Ok(None);
        }
        let settings = self.settings(entry, settings, &self.contender.schedule[0])?;
        let call = entry.torch.and_then(|spell| spell(&settings, self.base));
        let asked = self.updates.div_ceil(self.per_epoch.unwrap_or(1));
        Ok(call.filter(|call| asked as f64 <= call.lasts))
    }

    /// As lines in a loop whose `t` is `offset` in the first update; `loss` is what the update sees, as Python.
    ///
    /// # Errors
    /// If this build of the crate writes no schedules.
    pub fn lines(&self, functions: &mut Functions, offset: usize, loss: &str) -> Result<Paced, Problem> {
        let mut paced = Paced::default();
        let mut lines = Vec::new();
        let clock = self.clock(offset);
        let each_epoch = self.per_epoch.filter(|_| self.watches);
        let seen = if each_epoch.is_some() { "seen" } else { "value" };
        for (k, ((entry, settings), stage)) in self.stages.iter().zip(&self.contender.schedule).enumerate() {
            let settings = self.settings(entry, settings, stage)?;
            let Some(write) = entry.code else {
                return Err(Problem::new("code", "a build that writes schedules", entry.key));
            };
            let body = of_math(&write(&settings));
            let given = arguments(entry.parameters, &settings, &body);
            let watches = (entry.build)(&settings).looks_at_loss();
            let name = functions.add(entry.key, |name| function(entry, name, &body, &given, watches));
            let base = if k == 0 || stage.after.is_some() { literal(self.base) } else { "lr".into() };
            let t = counted(&clock, stage.after.unwrap_or(0));
            let values = given.iter().map(|(key, value)| format!("{key}={value}"));
            let value = if watches {
                let made = if self.stages.len() == 1 { "schedule".into() } else { format!("schedule_{}", k + 1) };
                paced.before.push(format!("{made} = {name}({})", values.collect::<Vec<_>>().join(", ")));
                format!("{made}({base}, {t}, {seen})")
            } else {
                let all: Vec<String> = [base, t].into_iter().chain(values).collect();
                format!("{name}({})", all.join(", "))
            };
            let is_moved = settings.find("cycle_momentum").is_some_and(|on| *on == Setting::Choice("on".into()));
            let line = match self.momentum {
                Some((momentum, _)) if is_moved => format!("lr, {momentum} = {value}"),
                Some((momentum, own)) if k == 0 || stage.after.is_some() => {
                    format!("lr, {momentum} = {value}, {}", literal(own))
                }
                _ => format!("lr = {value}"),
            };
            match stage.after {
                Some(after) => lines.extend([format!("if {}:", since(&clock, after)), format!("    {line}")]),
                None => lines.push(line),
            }
        }
        if let Some(per_epoch) = each_epoch {
            paced.before.push("losses = []".into());
            let t = if offset == 0 { "t".into() } else { format!("(t - {offset})") };
            paced.lines.push(format!("value = {loss}"));
            paced.lines.push(format!("if {t} % {per_epoch} == 0:"));
            paced.lines.push("    seen = sum(losses)/len(losses) if losses else value".into());
            paced.lines.extend(lines.iter().map(|line| format!("    {line}")));
            paced.lines.push("    losses = []".into());
            paced.lines.push("losses.append(value)".into());
        } else {
            if self.watches {
                paced.lines.push(format!("value = {loss}"));
            }
            paced.lines.extend(lines);
        }
        Ok(paced)
    }

    /// The settings of a stage, which leaves a momentum alone that nobody heeds.
    fn settings(&self, entry: &schedule::Entry, settings: &Settings, stage: &Stage) -> Result<Settings, Problem> {
        if self.momentum.is_some() || settings.find("cycle_momentum").is_none() {
            return Ok(settings.clone());
        }
        let mut given = stage.parameters.clone();
        given.insert("cycle_momentum".into(), Setting::Choice("off".into()));
        Settings::resolve("schedule", entry.parameters, &given)
    }

    /// How many updates or epochs are over, as Python, and what has to be taken away from that.
    fn clock(&self, offset: usize) -> (String, usize) {
        match self.per_epoch {
            None => ("t".into(), offset),
            Some(per_epoch) if offset == 0 => (format!("t//{per_epoch}"), 0),
            Some(per_epoch) => (format!("(t - {offset})//{per_epoch}"), 0),
        }
    }
}

/// The step of a schedule that has begun after `after` steps.
fn counted((clock, offset): &(String, usize), after: usize) -> String {
    match offset + after {
        0 => clock.clone(),
        less => format!("{clock} - {less}"),
    }
}

/// Whether `after` steps are over.
fn since((clock, offset): &(String, usize), after: usize) -> String {
    format!("{clock} >= {}", offset + after)
}

/// What a body calls of Python's `math`.
fn of_math(body: &str) -> String {
    ["cos", "inf", "pi", "sqrt"]
        .iter()
        .fold(body.into(), |body: String, word| replaced(&body, word, &format!("math.{word}")))
}

/// The parameters that a body uses, with their values as Python.
fn arguments(parameters: &[Parameter], settings: &Settings, body: &str) -> Vec<(&'static str, String)> {
    let used = parameters.iter().filter(|parameter| names_word(body, parameter.key));
    let value = |key: &'static str| match settings.get(key) {
        Setting::Number(value) => literal(*value),
        Setting::List(values) => format!("[{}]", values.iter().map(|v| literal(*v)).collect::<Vec<_>>().join(", ")),
        Setting::Choice(text) => format!("{text:?}"),
    };
    used.map(|parameter| (parameter.key, value(parameter.key))).collect()
}

/// A schedule as a function called `name`.
fn function(entry: &schedule::Entry, name: &str, body: &str, given: &[(&str, String)], watches: bool) -> Vec<String> {
    let keys: Vec<&str> = given.iter().map(|(key, _)| *key).collect();
    let (arguments, about) = if watches {
        (keys.join(", "), "a function of the rate before, t = 0, 1, 2, … and the loss there")
    } else {
        (
            ["base", "t"].into_iter().chain(keys).collect::<Vec<_>>().join(", "),
            "the learning rate of update t = 0, 1, 2, …",
        )
    };
    let mut lines = vec![format!("def {name}({arguments}):"), format!("    \"\"\"{}: {about}.\"\"\"", entry.name)];
    lines.extend(body.lines().map(|line| if line.is_empty() { String::new() } else { format!("    {line}") }));
    lines
}

/// A learning rate and its schedules in words.
pub fn pace_words(contender: &Contender, base: f64, stages: &[(&'static schedule::Entry, Settings)]) -> String {
    let mut words = format!("learning rate {}", number_text(base));
    for ((entry, _), stage) in stages.iter().zip(&contender.schedule) {
        words += &match stage.after {
            Some(after) => format!(", from {after} on: {}", entry.name),
            None => format!(", {}", entry.name),
        };
    }
    words
}
