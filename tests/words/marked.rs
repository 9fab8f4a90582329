//! The texts that the code marks, and those of the registries.

use std::collections::BTreeMap;

use steepest::experiment::{BATCH, COUNTS, Fairness, NOISE, ORDER, SCENES, STREAM};
use steepest::parameter::{Kind, Parameter};
use steepest::rate::Preset;
use steepest::{data, export, landscape, optimizer, schedule};

use crate::support::sources::{self, Source};

/// The literals of Rust or JavaScript that stand right after one of `openings`; comments and tests are left out.
fn marked(source: &Source, openings: &[&str]) -> Vec<String> {
    let lines = source.text.split("#[cfg(test)]").next().unwrap_or_default().lines();
    let code: Vec<&str> = lines.filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let mut found = Vec::new();
    for opening in openings {
        for (at, _) in code.match_indices(opening) {
            let before = code[..at].chars().next_back();
            let is_part_of_a_name = before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.');
            let Some(rest) = code[at + opening.len()..].trim_start().strip_prefix('"') else { continue };
            if !is_part_of_a_name {
                found.push(literal(rest));
            }
        }
    }
    found
}

/// What a literal holds whose first quote has been read.
fn literal(rest: &str) -> String {
    let mut made = String::new();
    let mut letters = rest.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => break,
            '\\' => match letters.next() {
                Some('n') => made.push('\n'),
                Some('u') => {
                    let digits: String = letters.by_ref().skip_while(|c| *c == '{').take_while(|c| *c != '}').collect();
                    made.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
                }
                Some('\n') => letters = letters.as_str().trim_start().chars(),
                other => made.extend(other),
            },
            letter => made.push(letter),
        }
    }
    made
}

/// Every text that the code marks, by itself, with a place where it stands.
pub fn marked_texts() -> BTreeMap<String, String> {
    let rust = sources::below("src", "rs").into_iter().filter(|source| source.path != "src/words.rs");
    let rust = rust.flat_map(|source| {
        let texts = marked(&source, &["say!(", "text!(", "word("]);
        texts.into_iter().map(move |text| (text, source.path.clone()))
    });
    let page = sources::below("www", "js").into_iter().flat_map(|source| {
        let texts = marked(&source, &["t("]);
        texts.into_iter().map(move |text| (text, source.path.clone()))
    });
    rust.chain(page).collect()
}

/// Every text of the registries, with the registry and the key of its entry.
pub fn registered_texts() -> BTreeMap<String, String> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut add = |place: &str, text: &str| {
        if !text.is_empty() {
            texts.entry(text.into()).or_insert_with(|| place.into());
        }
    };
    fn parameters(add: &mut impl FnMut(&str, &str), place: &str, parameters: &[Parameter]) {
        for parameter in parameters {
            add(place, parameter.name);
            if let Kind::Choice { options } = parameter.kind {
                options.iter().for_each(|option| add(place, option.name));
            }
        }
    }
    for entry in landscape::ALL.iter().copied().chain([&landscape::TYPED]) {
        add(entry.key, entry.name);
        add(entry.key, entry.about);
        parameters(&mut add, entry.key, entry.parameters);
    }
    for entry in data::ALL {
        add(entry.key, entry.name);
        add(entry.key, entry.about);
        entry.columns.iter().filter(|name| name.len() > 1).for_each(|name| add(entry.key, name));
        parameters(&mut add, entry.key, entry.parameters);
    }
    for entry in optimizer::ALL.iter().copied().chain([&optimizer::OWN]) {
        add(entry.key, entry.name);
        add(entry.key, entry.family.words());
        entry.defaults.iter().for_each(|defaults| add(entry.key, defaults.name));
        parameters(&mut add, entry.key, entry.parameters);
    }
    // In place of a citation it says what to type.
    add(optimizer::OWN.key, optimizer::OWN.source);
    for entry in schedule::ALL {
        add(entry.key, entry.name);
        add(entry.key, entry.about);
        parameters(&mut add, entry.key, entry.parameters);
    }
    for entry in export::ALL {
        add(entry.key, entry.name);
        add(entry.key, entry.about);
    }
    for scene in SCENES {
        add("scene", scene.name);
        add("scene", scene.about);
    }
    Preset::ALL.iter().for_each(|(_, name)| add("preset", name));
    Fairness::MODES.iter().for_each(|(_, name)| add("fairness", name));
    parameters(&mut add, "experiment", &[NOISE, BATCH, ORDER, STREAM, COUNTS, optimizer::RATE, optimizer::MAXIMIZE]);
    texts
}

#[test]
fn marks_are_found_in_all_their_forms() {
    let text = "say!(\n    \"a \\u{3b7} {n}\",\n    n)\n// say!(\"no\")\nt(\"b\\nc\"); set(\"d\"); x.t(\"e\"); text!(\"\\\"f\\\"\")";
    let source = sources::made_up("src/a.rs", text);
    assert_eq!(marked(&source, &["say!(", "text!("]), ["a η {n}", "\"f\""]);
    assert_eq!(marked(&source, &["t("]), ["b\nc"]);
}
