//! The training loop of a contender as Python, with the values of one update.

use serde::Serialize;

use super::{plain, show_point, show_short};
use crate::descent::Step;
use crate::experiment::{Order, Seen, Unit};
use crate::formula;
use crate::lab::Lab;
use crate::linear::Vec2;
use crate::parameter::Setting;
use crate::words::say;

/// A training loop with the values of one update.
#[derive(Serialize)]
pub struct Training {
    /// Functions that the loop calls.
    functions: Vec<&'static str>,
    /// What stands before the loop.
    before: Vec<CodeLine>,
    /// The heads of the loops.
    heads: Vec<CodeLine>,
    /// The body of the innermost loop, in the order in which it runs.
    body: Vec<CodeLine>,
    /// Which update it is, from 0.
    update: usize,
    /// The line of the body that runs, of a race that plays.
    running: usize,
    /// Where the clock stands when the next update begins.
    next: usize,
}

/// A line of code.
#[derive(Serialize)]
pub struct CodeLine {
    text: String,
    /// What it has just computed, or empty.
    value: String,
}

/// More indices of a batch than this are not written out.
const MOST_INDICES: usize = 8;

/// The training loop of contender `index` with the values of the update that it makes next when the clock stands at
/// `clock` and is the share `within` of the way to its next position, or of its last update.
pub fn training(lab: &Lab, index: usize, clock: usize, within: f64) -> Training {
    let (experiment, checked) = (lab.experiment(), lab.checked());
    let (entry, settings) = &checked.contenders[index];
    let contender = &experiment.contenders[index];
    let listing = (entry.code)(settings);
    let run = lab.followed(index);
    let t = lab.step_of(index, clock).min(run.steps().saturating_sub(1));
    let gradient_here = lab.seen(index).objective().slope_at(t, run.points[t]).gradient;
    let next = lab.step(index, t + 1);
    let line = |text: String, value: String| CodeLine { text, value };

    let mut before = vec![line("w = start".into(), show_point(run.points[0]))];
    if contender.maximize {
        // Whatever a listing asks of the loss: values, gradients, Hessians.
        before.push(line("loss = negated(loss)  # maximize".into(), String::new()));
    }
    let rate = run.pace(t).rate;
    let is_scheduled = !contender.schedule.is_empty();
    if !is_scheduled {
        before.push(line(format!("lr = {}", plain(rate)), String::new()));
    }
    // Hyper-parameters that the listing names.
    let texts = listing.before.iter().chain(listing.update.iter().map(|line| &line.text));
    let code: Vec<&str> = listing.functions.iter().copied().chain(texts.map(|text| &**text)).collect();
    for parameter in &*entry.parameters_with(settings) {
        let name = formula::spelled(parameter.key);
        if let Setting::Number(value) = settings.get(parameter.key)
            && code.iter().any(|text| names(text, &name))
        {
            before.push(line(format!("{name} = {}", plain(*value)), String::new()));
        }
    }
    before.extend(listing.before.iter().map(|text| line(text.to_string(), String::new())));
    // A loop over epochs and batches does not count its updates; what needs their number counts them itself.
    let counted = if contender.counts_epochs { "epoch" } else { "t" };
    let needs_count = is_scheduled && counted == "t" || listing.update.iter().any(|line| names(&line.text, "t"));
    let counts = needs_count && matches!(lab.seen(index), Seen::InBatches(_));
    if counts {
        before.push(line("t = 0".into(), String::new()));
    }

    let has_data = lab.count().is_some();
    let gradient = |text: &str| match (has_data, experiment.noise > 0.0) {
        (true, _) => text.to_string(),
        (false, true) => text.replace("gradient(loss, mini_batch, ", "noisy_gradient(loss, "),
        (false, false) => text.replace("(loss, mini_batch, ", "(loss, "),
    };
    let mut body = Vec::new();
    if counts {
        body.push(line("t = t + 1".into(), format!("t = {}", t + 1)));
    }
    if is_scheduled {
        body.push(line(format!("lr = schedule({counted})"), show_short(rate)));
    }
    let sign = if contender.maximize { -1.0 } else { 1.0 };
    for shown in &listing.update {
        let value = match shown.shows[..] {
            // Another line may show the gradient elsewhere, or with weight decay.
            ["dw"] if shown.text == "dw = gradient(loss, mini_batch, w)" => short(sign * gradient_here),
            ["w"] => run.points.get(t + 1).map(|w| short(*w)).unwrap_or_default(),
            _ => states(&next, &shown.shows),
        };
        body.push(line(gradient(&shown.text), value));
    }
    let (begins, ends) = (lab.clock_of(index, t) as f64, lab.clock_of(index, t + 1) as f64);
    let share = (clock as f64 + within - begins) / (ends - begins).max(1.0);
    let running = ((share.clamp(0.0, 1.0) * body.len() as f64) as usize).min(body.len().saturating_sub(1));
    let next = lab.clock_of(index, t + 1);
    Training { functions: listing.functions, before, heads: heads(lab, index, t), body, update: t, running, next }
}

/// The heads of the loops: over epochs and batches, or over steps.
fn heads(lab: &Lab, index: usize, t: usize) -> Vec<CodeLine> {
    let line = |text: String, value: String| CodeLine { text, value };
    let updates = lab.checked().updates[index];
    let Seen::InBatches(batched) = lab.seen(index) else {
        return vec![line(format!("for t in range(1, {}):", updates + 1), format!("t = {}", t + 1))];
    };
    let batches = batched.batches();
    let (per_epoch, epoch) = (batches.per_epoch(), batches.epoch(t));
    let epochs = updates.div_ceil(per_epoch);
    let batch = batched.batch(t);
    let batching = lab.experiment().contenders[index].batching;
    let data = match (batching.size, batching.order) {
        (None, _) | (_, Order::Sequential) => "data",
        (_, Order::Shuffled) => "shuffled(data)",
        (_, Order::Replaced) => "drawn(data)",
    };
    let written = |points: &[usize]| {
        let numbers: Vec<String> = points.iter().map(usize::to_string).collect();
        numbers.join(", ")
    };
    let points = match (batching.size, batch.len()) {
        (None, count) => say!("all {count} points", count),
        (_, 1) => say!("point {index}", index = batch[0]),
        (_, count) if count <= MOST_INDICES => say!("points {indices}", indices = written(&batch)),
        (_, count) => say!("{count} points: {indices}, …", count, indices = written(&batch[..MOST_INDICES])),
    };
    let first = line(format!("for epoch in range({epochs}):"), format!("epoch = {epoch}"));
    let size = batches.size();
    let second = format!("    for mini_batch in get_batches({data}, {size}):");
    let number = t % per_epoch + 1;
    vec![first, line(second, say!("{number} of {per_epoch}: {points}", number, per_epoch, points))]
}

fn states(step: &Step, symbols: &[&str]) -> String {
    let found = symbols.iter().filter_map(|symbol| step.state.iter().find(|(known, _)| known == symbol));
    let values: Vec<String> = found.map(|(_, value)| short(*value)).collect();
    values.join(" ")
}

fn short(value: Vec2) -> String {
    format!("({}, {})", show_short(value.x), show_short(value.y))
}

/// Whether the code `text` uses the name `key`.
fn names(text: &str, key: &str) -> bool {
    let is_part = |c: char| c == '_' || c.is_ascii_alphanumeric() || !c.is_ascii();
    text.split(|c| !is_part(c)).any(|word| word == key)
}

/// Where the clock stands, in words.
pub fn clock_words(lab: &Lab, clock: usize) -> String {
    let (steps, length) = (lab.steps(), lab.length());
    match lab.experiment().unit {
        Unit::Steps => say!("step {clock} of {length}", clock, length),
        Unit::Epochs => say!(
            "epoch {epoch} of {length}",
            epoch = format!("{:.2}", clock as f64 * length as f64 / steps.max(1) as f64),
            length
        ),
    }
}
