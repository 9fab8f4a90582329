//! What rate and momentum are best for a quadratic, in words and as a button.

use std::borrow::Cow;

use serde::Serialize;

use super::super::show_short;
use super::{LIMIT, NAMES, NEVER, SAME, decade};
use crate::experiment::Fairness;
use crate::explain::{Best, Theory, best_for};
use crate::lab::Lab;
use crate::parameter::number_text;
use crate::words::{say, text, word};

/// A button that sets the contender to its best.
#[derive(Serialize)]
pub struct BestButton {
    label: String,
    title: String,
    /// Fields and texts, in the order in which they are to be edited.
    edits: Vec<[String; 2]>,
    /// Why it cannot be used at the moment, or empty.
    idle: Cow<'static, str>,
}

/// What is best in words, and the button that sets it.
pub(super) fn best(lab: &Lab, contender: usize, found: &Theory) -> (String, Option<BestButton>) {
    let (entry, settings) = &lab.checked().contenders[contender];
    let Some((linear, _)) = entry.linear.zip(found.recurrence) else { return (String::new(), None) };
    let (values, modes) = (&found.quadratic.values, &found.modes);
    if let Some(k) = modes.iter().position(|mode| mode.is_flat) {
        return (
            say!(
                "No rate is best: {name} = 0, and nothing converges along it, whatever \u{3b7} is.",
                name = NAMES[k][1]
            ),
            None,
        );
    }
    if let Some(k) = modes.iter().position(|mode| mode.value < 0.0) {
        let value = show_short(values[k]);
        let name = if lab.is_curve() { "L\u{2033}" } else { NAMES[k][1] };
        return (
            say!(
                "No rate is best: {name} = {value} is negative curvature, and any \u{3b7} > 0 leaves along it.",
                name,
                value
            ),
            None,
        );
    }
    let ends = [modes[0].value, modes[modes.len() - 1].value];
    let Some(best) = best_for(&linear, settings, ends) else {
        return (say!("No rate is best: with these settings the velocity takes in nothing of the gradient."), None);
    };
    let now = modes.iter().filter_map(|mode| mode.spectrum).map(|spectrum| spectrum.factor).fold(0.0, f64::max);
    let (factor, now) = (factor_words(best.factor), factor_words(now));
    let condition = (modes.len() > 1).then(|| show_short(ends[1] / ends[0]));
    let words = match (found.is_exact, condition) {
        (true, None) => say!("Best: {factor}; now {now}.", factor, now),
        (false, None) => say!("Best here: {factor}; now {now}.", factor, now),
        (true, Some(condition)) => {
            say!("Best for \u{3ba} = \u{3bb}max/\u{3bb}min = {condition}: {factor}; now {now}.", condition, factor, now)
        }
        (false, Some(condition)) => {
            say!(
                "Best here for \u{3ba} = \u{3bb}max/\u{3bb}min = {condition}: {factor}; now {now}.",
                condition,
                factor,
                now
            )
        }
    };
    let values: Vec<String> = best
        .numbers
        .iter()
        .map(|(key, value)| {
            let symbol = entry.parameters.iter().find(|p| p.key == *key).map_or(*key, |p| p.symbol);
            format!(", {symbol} = {}", show_short(*value))
        })
        .collect();
    let idle = idle(lab, contender, &best);
    let owner = format!("contenders.{}", contender + 1);
    let edits = [("rate", best.rate)].into_iter().chain(best.numbers.iter().copied());
    let button = BestButton {
        label: say!("use \u{3b7} = {rate}{others}", rate = show_short(best.rate), others = values.concat()),
        title: say!("set {name} to what is best for these eigenvalues", name = word(entry.name)),
        edits: edits.map(|(key, value)| [format!("{owner}.{key}"), number_text(value)]).collect(),
        idle,
    };
    (words, Some(button))
}

/// A factor and the steps that a decade takes with it.
fn factor_words(factor: f64) -> String {
    let times = say!("\u{d7} {factor} a step", factor = show_short(factor));
    match decade(factor) {
        _ if factor > 1.0 + LIMIT => say!("{times}, and so it leaves", times),
        _ if factor == 0.0 => say!("there in one step"),
        steps if steps == word(NEVER) => say!("\u{d7} 1 a step, and so never"),
        steps => say!("{times}, a decade in {steps} steps", times, steps),
    }
}

/// Why a contender cannot be set to what is best, or need not be.
fn idle(lab: &Lab, contender: usize, best: &Best) -> Cow<'static, str> {
    let settings = &lab.checked().contenders[contender].1;
    let same = |a: f64, b: f64| (a - b).abs() <= SAME * b.abs().max(SAME);
    if lab.experiment().fairness != Fairness::AsSet {
        word(text!("the race sets the learning rates: choose \u{201c}as set\u{201d} above the contenders first"))
    } else if same(lab.experiment().contenders[contender].rate, best.rate)
        && best.numbers.iter().all(|(key, value)| same(settings.number(key), *value))
    {
        word(text!("this is what it runs with"))
    } else {
        "".into()
    }
}
