//! What contenders are called where they have to be told apart.

use super::super::data::brief_batching;
use crate::lab::Lab;
use crate::parameter::{Kind, Setting, number_text};
use crate::words::{say, word};

/// The name of each contender, with whatever tells it from others of the same name: the form of its rule, its batches,
/// its learning rate, its hyper-parameters, its schedule, whether it climbs.
pub fn names(lab: &Lab) -> Vec<String> {
    // Pinned runs come after the contenders.
    let checked = &lab.checked().contenders[..lab.experiment().contenders.len()];
    let traits: Vec<Vec<String>> = (0..checked.len()).map(|index| traits(lab, index)).collect();
    let name = |index: usize| {
        let entry = checked[index].0;
        let twins: Vec<usize> = (0..checked.len()).filter(|k| checked[*k].0.key == entry.key).collect();
        let name = word(entry.name);
        let mut parts = vec![&*name];
        for (k, text) in traits[index].iter().enumerate() {
            let tells = twins.iter().any(|twin| traits[*twin].get(k) != Some(text));
            if tells && !text.is_empty() {
                parts.push(text);
            }
        }
        parts.join(", ")
    };
    (0..checked.len()).map(name).collect()
}

/// What may tell a contender from its twins, each in the same place for all of them.
fn traits(lab: &Lab, index: usize) -> Vec<String> {
    let (entry, settings) = &lab.checked().contenders[index];
    let contender = &lab.experiment().contenders[index];
    let batch = match brief_batching(contender) {
        all if all.is_empty() && lab.count().is_some() => say!("batch"),
        batch => batch,
    };
    let mut traits = Vec::new();
    for parameter in &*entry.parameters_with(settings) {
        traits.push(match (parameter.kind, settings.get(parameter.key)) {
            (Kind::Choice { options }, Setting::Choice(key)) => {
                let chosen = options.iter().find(|option| option.key == key.as_str());
                match chosen.map_or(key.as_str(), |option| option.name) {
                    "off" => String::new(),
                    "on" => word(parameter.name).into_owned(),
                    _ => chosen.map_or_else(|| key.clone(), |option| word(option.name).into_owned()),
                }
            }
            (_, Setting::Number(value)) => {
                let symbol = if parameter.symbol.is_empty() { word(parameter.name) } else { parameter.symbol.into() };
                format!("{symbol} {}", number_text(*value))
            }
            (_, setting) => setting.to_string(),
        });
    }
    traits.extend([
        batch,
        format!("\u{3b7} {}", number_text(lab.rate(index))),
        if contender.schedule.is_empty() { String::new() } else { say!("on a schedule") },
        if contender.maximize { say!("climbing") } else { String::new() },
    ]);
    traits
}
