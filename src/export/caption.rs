//! The settings of an experiment in words, for figures and files.

use std::borrow::Cow;

use super::{Job, What};
use crate::experiment::{Contender, Fairness, Unit};
use crate::explain::Quantity;
use crate::page;
use crate::parameter::{Given, Parameter, Setting, number_text};
use crate::words::{say, word};

/// The link that opens the experiment, with the page's address before it where that is known.
pub fn link(job: &Job) -> String {
    format!("{}#{}", job.options.address, job.lab.experiment().to_link())
}

/// The contenders that a picture shows.
pub fn shown(job: &Job) -> std::ops::Range<usize> {
    match job.options.what {
        What::Panel(contender) => contender..contender + 1,
        What::Board | What::Overlay | What::Chart | What::Trace(_) => 0..job.lab.experiment().contenders.len(),
    }
}

/// What is descended, from where.
pub fn landscape(job: &Job) -> String {
    let (lab, experiment) = (job.lab, job.lab.experiment());
    let words = lab.checked().ground.words();
    let settings = experiment.landscape.parameters().unwrap_or_default();
    let settings: String = settings_words(&settings, &experiment.landscape.parameters)
        .into_iter()
        .map(|setting| format!(", {setting}"))
        .collect();
    let place = |k: usize| {
        let start = experiment.starts[k];
        if lab.is_curve() { minus(number_text(start.x)) } else { minus(format!("({}, {})", start.x, start.y)) }
    };
    let starts: Vec<String> = (0..experiment.starts.len()).map(place).collect();
    let (is_one, starts) = (starts.len() == 1, starts.join(", "));
    let starts = if is_one { say!("start {starts}", starts) } else { say!("starts {starts}", starts) };
    format!("{}: {}{}; {starts}", words.name, words.formula, settings)
}

/// The race: how long, from which seed, how far it is shown.
pub fn race(job: &Job, clock: usize) -> String {
    let experiment = job.lab.experiment();
    let all = job.lab.steps();
    let length = match experiment.unit {
        Unit::Steps if clock == all => say!("{all} steps", all),
        Unit::Steps => say!("step {clock} of {all}", clock, all),
        Unit::Epochs => say!("update {clock} of {all} in {steps} epochs", clock, all, steps = experiment.steps),
    };
    let mut parts = vec![length, say!("seed {seed}", seed = experiment.seed)];
    if experiment.noise != 0.0 {
        parts.push(say!("gradient noise σ = {noise}", noise = number_text(experiment.noise)));
    }
    if experiment.runs > 1 {
        parts.push(say!("{runs} runs of each", runs = experiment.runs));
    }
    if experiment.fairness != Fairness::AsSet {
        let name = Fairness::MODES.iter().find(|(key, _)| *key == experiment.fairness.key());
        parts.push(say!("learning rates: {name}", name = name.map_or(Cow::Borrowed(""), |(_, name)| word(name))));
    }
    parts.join(", ")
}

/// What the chart shows.
pub fn chart(job: &Job) -> String {
    let floor = job.lab.floor().filter(|floor| *floor != 0.0).map(page::show);
    match (floor, job.lab.experiment().unit) {
        (Some(floor), Unit::Steps) => say!("loss \u{2212} ({floor}), against the step", floor),
        (Some(floor), Unit::Epochs) => say!("loss \u{2212} ({floor}), against the epoch", floor),
        (None, Unit::Steps) => say!("loss, against the step"),
        (None, Unit::Epochs) => say!("loss, against the epoch"),
    }
}

/// What the chart of a measured quantity shows.
pub fn trace(job: &Job, quantity: Quantity) -> String {
    let named = page::quantities(job.lab).into_iter().find(|choice| choice.key == quantity.key());
    let name = named.map_or_else(String::new, |choice| choice.name);
    if !quantity.is_over_steps() {
        return name;
    }
    match job.lab.experiment().unit {
        Unit::Steps => say!("{name}, against the step", name),
        Unit::Epochs => say!("{name}, against the epoch", name),
    }
}

/// A contender by number, name and learning rate.
pub fn title(job: &Job, contender: usize) -> String {
    let name = word(job.lab.checked().contenders[contender].0.name);
    format!("{} {name}, η = {}", contender + 1, page::show(job.lab.rate(contender)))
}

/// A contender with all that is set for it.
pub fn contender(job: &Job, index: usize) -> String {
    let (lab, contender) = (job.lab, &job.lab.experiment().contenders[index]);
    let name = word(lab.checked().contenders[index].0.name);
    // The rate with every digit, as a figure is to be made again from its words.
    let mut parts = vec![format!("{} {name}: η = {}", index + 1, minus(number_text(lab.rate(index))))];
    parts.extend(contender.rule.iter().map(|rule| rule.lines().map(str::trim).collect::<Vec<_>>().join("; ")));
    if let Ok((_, parameters)) = contender.parameters(index) {
        parts.extend(settings_words(&parameters, &contender.parameters));
    }
    parts.extend(schedules(job, index));
    parts.extend(batches(contender));
    if contender.maximize {
        parts.push(say!("climbs"));
    }
    parts.join(", ")
}

/// The schedules of a contender, in a row.
fn schedules(job: &Job, index: usize) -> Vec<String> {
    let stages = &job.lab.experiment().contenders[index].schedule;
    let entries = &job.lab.checked().schedules[index];
    let words = stages.iter().zip(entries).map(|(stage, (entry, _))| {
        let settings = settings_words(entry.parameters, &stage.parameters);
        let settings = if settings.is_empty() { String::new() } else { format!(" ({})", settings.join(", ")) };
        let name = word(entry.name);
        match stage.after {
            Some(after) => say!("{name} schedule from step {after}{settings}", name, after, settings),
            None => say!("{name} schedule{settings}", name, settings),
        }
    });
    words.collect()
}

fn batches(contender: &Contender) -> Option<String> {
    contender.batching.size.map(|size| say!("batches of {size}", size))
}

/// What is set of some parameters, or what they are by default, as "β₁ = 0.9"; what has no effect and what is for the
/// curious and left alone is not told.
fn settings_words(parameters: &[Parameter], given: &Given) -> Vec<String> {
    let value = |parameter: &Parameter| given.get(parameter.key).cloned().unwrap_or_else(|| parameter.default());
    let has_effect = |parameter: &Parameter| {
        parameter.only_with.is_none_or(|(key, form)| {
            let choice = parameters.iter().find(|other| other.key == key).map(value);
            choice.is_none_or(|choice| choice == Setting::Choice(form.into()))
        })
    };
    let is_told = |parameter: &&Parameter| {
        let is_left = value(parameter) == parameter.default();
        let is_choice = matches!(value(parameter), Setting::Choice(_));
        has_effect(parameter) && !(is_left && (parameter.advanced || is_choice))
    };
    let words = parameters.iter().filter(is_told).map(|parameter| {
        let name = if parameter.symbol.is_empty() { word(parameter.name) } else { parameter.symbol.into() };
        minus(format!("{name} = {}", value(parameter)))
    });
    words.collect()
}

/// A text of numbers with true minus signs.
fn minus(text: impl AsRef<str>) -> String {
    text.as_ref().replace('-', "\u{2212}")
}

/// A text of one line, of characters that every format has: what a user types may hold others.
pub fn plain(text: &str) -> String {
    let is_strange = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if is_strange(c) { ' ' } else { c }).collect()
}

/// All of it, a line each, for those who do not see the picture.
pub fn description(job: &Job, clock: usize) -> String {
    let mut lines = vec![landscape(job), race(job, clock)];
    for index in shown(job) {
        let t = job.lab.step_of(index, clock).min(job.lab.followed(index).steps());
        let run = job.lab.followed(index);
        let outcome = job.lab.outcome_at(index, job.lab.step_of(index, clock));
        let (who, loss) = (contender(job, index), page::show(run.losses[t]));
        let outcome = outcome.map(|outcome| page::outcome_words(&outcome, job.lab.is_curve()));
        lines.push(match outcome {
            Some(outcome) => say!("{who}; loss {loss} after {t} updates, {outcome}", who, loss, t, outcome),
            None => say!("{who}; loss {loss} after {t} updates", who, loss, t),
        });
    }
    lines.push(link(job));
    let lines: Vec<String> = lines.iter().map(|line| plain(line)).collect();
    lines.join("\n")
}

/// What the picture is, in a few words.
pub fn headline(job: &Job) -> String {
    let name = job.lab.checked().ground.words().name;
    let who: Vec<Cow<str>> = shown(job).map(|index| word(job.lab.checked().contenders[index].0.name)).collect();
    match job.options.what {
        What::Chart => say!("Losses on {name}: {who}", name, who = who.join(", ")),
        What::Trace(quantity) => {
            say!("{quantity} on {name}: {who}", quantity = trace(job, quantity), name, who = who.join(", "))
        }
        What::Board | What::Panel(_) | What::Overlay => format!("{name}: {}", who.join(", ")),
    }
}

/// `text` in lines of at most `most` characters, broken where there is a space, or if there is none anywhere.
pub fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let mut word: Vec<char> = word.chars().collect();
        if !line.is_empty() && line.chars().count() + 1 + word.len() > most {
            lines.push(std::mem::take(&mut line));
        }
        while word.len() > most {
            lines.push(word.drain(..most).collect());
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word);
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_broken_at_spaces_and_long_words_anywhere() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("abcdefgh ij", 5), ["abcde", "fgh", "ij"]);
        assert_eq!(wrapped("", 5), [""]);
    }
}
