//! What the page shows of an experiment, and which of its words were not looked up.

use serde_json::Value;
use steepest::explain::comparison::{Criterion, Measures};
use steepest::explain::{Quantity, measure};
use steepest::lab::Lab;
use steepest::linear::Vec2;
use steepest::optimizer;
use steepest::page::{self, ComparisonView, TableView};

/// What stands outside of all brackets.
fn outside(text: &str) -> String {
    let mut depth = 0_usize;
    let mut bare = String::new();
    for letter in text.chars() {
        match letter {
            '⟦' => depth += 1,
            '⟧' => depth = depth.saturating_sub(1),
            letter if depth == 0 => bare.push(letter),
            _ => {}
        }
    }
    bare
}

/// Words that a text has outside of all brackets: two Latin letters or more in a row.
/// The names of functions and units are the same in all languages.
pub fn words_outside(text: &str) -> Vec<String> {
    let bare = outside(text);
    let words = bare.split(|c: char| !c.is_ascii_alphabetic());
    words.filter(|word| word.len() > 1 && !["det", "max", "min", "px"].contains(word)).map(String::from).collect()
}

/// What is no text: keys and fields, formulas and programs, citations, links, and what is typed into a control.
const IDENTIFIERS: [&str; 25] = [
    "key",
    "field",
    "link",
    "mathml",
    "formula",
    "symbol",
    "source",
    "rule",
    "code",
    "functions",
    "tone",
    "unit",
    "keys",
    "state",
    "sort",
    "chosen",
    "kind",
    "place",
    "offset",
    "edits",
    "fraction",
    "columns_of_data",
    "matrix",
    "numbers",
    "result",
];

/// Every text below `value` that has words which were not looked up, with its path.
pub fn untranslated(path: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        // Citations are the same in all languages, and so is a variable of the training loop.
        Value::String(text)
            if optimizer::ALL.iter().any(|entry| entry.source == text) || text.starts_with("epoch = ") => {}
        Value::String(text) if !words_outside(text).is_empty() => found.push(format!("{path}: {text}")),
        Value::Array(items) => {
            // Pairs of a key and a name.
            let is_pair = ["quantities", "pins", "legend", "dials"].iter().any(|name| path.contains(name));
            let is_pair = is_pair && items.len() == 2 && items.iter().all(Value::is_string);
            // A setting and the ends of its axis.
            let is_axis = [".tuning.x", ".tuning.y"].iter().any(|end| path.ends_with(end));
            let skipped = usize::from(is_pair || is_axis);
            for (k, item) in items.iter().enumerate().skip(skipped) {
                untranslated(&format!("{path}.{k}"), item, found);
            }
        }
        Value::Object(fields) => {
            let is_control = fields.contains_key("wanted") && fields.contains_key("default");
            let is_code = fields.len() == 2 && fields.contains_key("text") && fields.contains_key("value");
            let is_rule = fields.contains_key("mathml");
            for (name, item) in fields {
                let is_typed = is_control && ["text", "default"].contains(&name.as_str());
                if is_typed || (is_code || is_rule) && name == "text" || IDENTIFIERS.contains(&name.as_str()) {
                    continue;
                }
                untranslated(&format!("{path}.{name}"), item, found);
            }
        }
        _ => {}
    }
}

/// What the page shows of an experiment, in all its parts.
pub fn shown(lab: &Lab) -> Vec<(&'static str, Value)> {
    let value = |made: &dyn erased::Shown| made.value();
    let all = lab.steps();
    let mut parts = vec![
        ("describe", value(&page::describe(lab))),
        ("statuses at first", value(&page::statuses(lab, 0))),
        ("statuses", value(&page::statuses(lab, all))),
        ("inspect", value(&page::inspect(lab, lab.experiment().starts[0]))),
        ("points", value(&page::table(lab, &TableView::default()))),
        ("clock", value(&page::clock_words(lab, all / 2))),
        ("missing", value(&page::missing_words(lab))),
        ("legend", value(&page::legend(lab, [0.2, 0.5, 0.1], Some((0.1, [3.0, 9.0])), 5))),
        ("legend without axes", value(&page::legend(lab, [0.2, 0.5, 0.1], None, 0))),
        ("quantities", value(&page::quantities(lab).into_iter().map(|choice| choice.name).collect::<Vec<_>>())),
        ("scale", value(&[page::scale_words(1.0), page::scale_words(3.0), page::scale_words(0.2)])),
        ("relief", value(&page::relief_point(lab, Vec2::ZERO))),
    ];
    for yaw in [0.0, 0.8] {
        let seen = page::Seen { yaw, pitch: 0.5, range: Some([0.0, 3.0]), floor: Some(0.0) };
        parts.push(("relief in words", value(&page::relief_words(lab, &seen))));
    }
    for contender in 0..lab.experiment().contenders.len() {
        for clock in [all / 3, all] {
            parts.push(("training", value(&page::training(lab, contender, clock, 0.5))));
            parts.push(("anatomy", value(&page::anatomy(lab, contender, clock))));
            parts.push(("theory", value(&page::theory_card(lab, contender, clock))));
        }
        parts.push(("point", value(&page::point_words(lab, contender, 0))));
    }
    for (quantity, _) in Quantity::ALL {
        let measured: Vec<_> =
            (0..lab.experiment().contenders.len()).map(|contender| measure(lab, contender, quantity)).collect();
        parts.push(("remarks", value(&page::remarks(lab, &measured))));
        let values: Vec<_> = measured.iter().flatten().map(|measured| page::value_words(measured, 1)).collect();
        parts.push(("values", value(&values)));
    }
    for (criterion, key) in
        [(Criterion::Loss, "loss"), (Criterion::Gradient, "gradient"), (Criterion::Distance, "distance")]
    {
        for budget in ["race", "gradients", "playhead"] {
            let mut view = ComparisonView::default();
            view.set("criterion", key).expect("a criterion");
            view.set("budget", budget).expect("a budget");
            let measures = Measures::new(lab, criterion, 1e-3);
            parts.push(("comparison", value(&page::comparison(lab, &measures, &view, all))));
        }
    }
    parts
}

pub mod erased {
    //! Whatever is shown, as JSON.

    use serde_json::Value;

    pub trait Shown {
        fn value(&self) -> Value;
    }

    impl<T: serde::Serialize> Shown for T {
        fn value(&self) -> Value {
            serde_json::to_value(self).expect("data for the page")
        }
    }
}
