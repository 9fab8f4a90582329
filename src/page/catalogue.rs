//! The registries, as lists to choose from.

use std::borrow::Cow;

use serde::Serialize;

use crate::experiment::{Fairness, MOST_STAGES, SCENES};
use crate::landscape::TYPED;
use crate::rate::Preset;
use crate::words::word;
use crate::{data, landscape, optimizer, schedule};

/// The registries, as lists to choose from.
#[derive(Serialize)]
pub struct Catalogue {
    scenes: Vec<Item>,
    /// What a user types.
    typed: Item,
    surfaces: Vec<Item>,
    /// Models whose loss is a sum over data.
    models: Vec<Item>,
    optimizers: Vec<Group>,
    schedules: Vec<Item>,
    fairness: Vec<Item>,
    most_stages: usize,
    presets: Vec<Cow<'static, str>>,
}

/// One thing to choose.
#[derive(Serialize)]
struct Item {
    key: String,
    name: Cow<'static, str>,
    about: Cow<'static, str>,
}

/// Optimizers of one family.
#[derive(Serialize)]
struct Group {
    name: Cow<'static, str>,
    items: Vec<Item>,
}

/// The registries, as lists to choose from.
pub fn catalogue() -> Catalogue {
    let item = |key: String, name, about| Item { key, name: word(name), about: word(about) };
    Catalogue {
        scenes: SCENES.iter().enumerate().map(|(k, s)| item(k.to_string(), s.name, s.about)).collect(),
        typed: item(TYPED.key.into(), TYPED.name, TYPED.about),
        surfaces: landscape::ALL.iter().map(|e| item(e.key.into(), e.name, e.about)).collect(),
        models: data::ALL.iter().map(|e| item(e.key.into(), e.name, e.about)).collect(),
        optimizers: families(),
        schedules: schedule::ALL.iter().map(|e| item(e.key.into(), e.name, e.about)).collect(),
        fairness: Fairness::MODES.map(|(key, name)| item(key.into(), name, "")).into(),
        most_stages: MOST_STAGES,
        presets: Preset::ALL.iter().map(|(_, name)| word(name)).collect(),
    }
}

/// The optimizers family by family, each in the order of its first.
fn families() -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for entry in optimizer::ALL.iter().copied().chain([&optimizer::OWN]) {
        let name = word(entry.family.words());
        let item = Item { key: entry.key.into(), name: word(entry.name), about: word(entry.source) };
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.items.push(item),
            None => groups.push(Group { name, items: vec![item] }),
        }
    }
    groups
}
