//! Pinned runs in words.

use super::{plain, show_point};
use crate::experiment::MOST_PINS;
use crate::lab::Lab;
use crate::words::{say, word};

/// The field of each pin.
const FIELDS: [&str; MOST_PINS] = ["pins.1", "pins.2", "pins.3", "pins.4", "pins.5", "pins.6"];

/// The pins of contender `index`, by field and by their settings: all that are not as they would be anyway.
pub(super) fn pins(lab: &Lab, index: usize) -> Vec<(&'static str, String)> {
    let experiment = lab.experiment();
    let mut pins = Vec::new();
    for (k, pin) in experiment.pins.iter().enumerate().filter(|(_, pin)| pin.of == index) {
        let (entry, settings) = &lab.checked().contenders[experiment.contenders.len() + k];
        let mut words = String::new();
        if pin.contender.optimizer != experiment.contenders[index].optimizer {
            words = format!("{}, ", word(entry.name));
        }
        words += &format!("\u{3b7} {}", plain(pin.contender.rate));
        for parameter in &*entry.parameters_with(settings) {
            if let Some(setting) = pin.contender.parameters.get(parameter.key) {
                let name = if parameter.symbol.is_empty() { word(parameter.name) } else { parameter.symbol.into() };
                words += &format!(", {name} {setting}");
            }
        }
        for stage in &pin.contender.schedule {
            words += &format!(", {}", stage.schedule);
        }
        if let Some(size) = pin.contender.batching.size {
            words += &format!(", B {size}");
        }
        if pin.start != experiment.starts[0] {
            words += ", ";
            words += &say!("from {start}", start = show_point(pin.start));
        }
        pins.push((FIELDS[k], words));
    }
    pins
}
