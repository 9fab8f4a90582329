//! The lessons' numbers, computed once more by a program that shares no code with this one.
//!
//! `tests/data/lesson_numbers.py` has a function a recipe, and `lesson_numbers.json` what it printed, lesson by lesson.
//! That a claim is the number of its own run is for `tests/lessons.rs`.

use serde_json::Value;

/// What the other program printed.
const NUMBERS: &str = include_str!("data/lesson_numbers.json");

/// All numbers in `value`, however deep.
fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Number(number) => number.as_f64().into_iter().collect(),
        Value::Array(items) => items.iter().flat_map(numbers).collect(),
        Value::Object(items) => items.values().flat_map(numbers).collect(),
        Value::Null | Value::Bool(_) | Value::String(_) => Vec::new(),
    }
}

/// A number as a lesson writes it, with half a unit of its last digit; none of words.
fn written(text: &str) -> Option<(f64, f64)> {
    let plain = text.replace('−', "-").replace(',', "");
    let decimals = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let value = plain.parse().ok()?;
    Some((value, 0.5 * 10_f64.powi(-(decimals as i32))))
}

#[test]
fn every_number_of_a_lesson_was_computed_twice() {
    let all: Value = serde_json::from_str(NUMBERS).expect("the file is as documented");
    let mut checked = 0;
    for (key, recipes) in all.as_object().expect("lessons by their keys") {
        let folder = std::fs::read_dir("lessons").expect("the lessons");
        let file = folder
            .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
            .find(|name| name.get(3..) == Some(&format!("{key}.md")))
            .unwrap_or_else(|| panic!("no lesson {key}"));
        let text = std::fs::read_to_string(format!("lessons/{file}")).expect("a text");
        let lesson = steepest::lesson::read(&steepest::lesson::ENGLISH, &file, &text).expect("a lesson");
        let known = numbers(recipes);
        for claim in &lesson.claims {
            let Some((value, grain)) = written(&claim.written) else { continue };
            // A size is that of the number, and a number halfway between two may be rounded either way.
            let is_size = claim.source.contains('|');
            let near = |number: &f64| {
                let number = if is_size { number.abs() } else { *number };
                (value - number).abs() <= grain * (1.0 + 1e-6)
            };
            assert!(
                known.iter().any(near),
                "lessons/{file}:{}: {} of {} is not among the numbers of lesson_numbers.py",
                claim.line,
                claim.written,
                claim.source
            );
            checked += 1;
        }
    }
    assert!(checked > 150, "{checked} numbers were checked");
}
