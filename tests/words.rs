//! Texts in other languages: every one is in the table, nothing else is, and none is shown without being looked up.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use steepest::experiment::{BATCH, COUNTS, Experiment, Fairness, NOISE, ORDER, SCENES, STREAM};
use steepest::explain::comparison::{Criterion, Measures};
use steepest::explain::{Quantity, measure};
use steepest::export::{self, Job, Options, Pixels, Raster};
use steepest::lab::Lab;
use steepest::linear::Vec2;
use steepest::map::{Atlas, Grid, Map, Survey};
use steepest::page::{self, ComparisonView, TableView};
use steepest::parameter::{Kind, Parameter};
use steepest::problem::Problem;
use steepest::rate::Preset;
use steepest::{data, draw, landscape, optimizer, schedule, words};
use support::sources::{self, Source};

/// The table: the translations of each text.
fn table() -> BTreeMap<String, BTreeMap<String, String>> {
    let mut table: BTreeMap<String, toml::Value> = toml::from_str(&sources::read("words.toml").text).expect("a table");
    table.remove("words").expect("texts").try_into().expect("translations by language")
}

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
fn marked_texts() -> BTreeMap<String, String> {
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
fn registered_texts() -> BTreeMap<String, String> {
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
fn every_text_is_in_the_table() {
    let table = table();
    let missing = marked_texts().into_iter().chain(registered_texts()).filter(|(text, _)| !table.contains_key(text));
    sources::assert_none(missing.map(|(text, place)| format!("{place}: “{text}” is not in words.toml")).collect());
}

#[test]
fn everything_in_the_table_is_shown_somewhere() {
    let shown: BTreeSet<String> = marked_texts().into_keys().chain(registered_texts().into_keys()).collect();
    // The skeleton's texts are looked up as they stand there.
    let skeleton = sources::read("index.html").text;
    let unused = table().into_keys().filter(|text| !shown.contains(text) && !skeleton.contains(text.as_str()));
    sources::assert_none(unused.map(|text| format!("words.toml: nothing shows “{text}”")).collect());
}

#[test]
fn marks_are_found_in_all_their_forms() {
    let text = "say!(\n    \"a \\u{3b7} {n}\",\n    n)\n// say!(\"no\")\nt(\"b\\nc\"); set(\"d\"); x.t(\"e\"); text!(\"\\\"f\\\"\")";
    let source = sources::made_up("src/a.rs", text);
    assert_eq!(marked(&source, &["say!(", "text!("]), ["a η {n}", "\"f\""]);
    assert_eq!(marked(&source, &["t("]), ["b\nc"]);
}

/// Speaks a language that nobody has: each text is the English one between brackets.
fn speak_in_brackets() {
    let spoken: Vec<String> = table().into_keys().map(|text| format!("{text}\0⟦{text}⟧")).collect();
    words::speak(&spoken.join("\0"));
}

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
fn words_outside(text: &str) -> Vec<String> {
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
fn untranslated(path: &str, value: &Value, found: &mut Vec<String>) {
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
fn shown(lab: &Lab) -> Vec<(&'static str, Value)> {
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

mod erased {
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

#[track_caller]
fn assert_looked_up(parts: Vec<(&str, Value)>) {
    let mut found = Vec::new();
    for (name, value) in parts {
        untranslated(name, &value, &mut found);
    }
    found.sort();
    found.dedup();
    sources::assert_none(found);
}

fn lab(link: &str) -> Lab {
    Lab::new(Experiment::from_link(link).expect("a link")).expect("an experiment")
}

#[test]
fn the_catalogue_is_looked_up() {
    speak_in_brackets();
    assert_looked_up(vec![("catalogue", erased::Shown::value(&page::catalogue()))]);
}

#[test]
fn whatever_the_page_shows_of_a_surface_is_looked_up() {
    speak_in_brackets();
    for entry in landscape::ALL {
        let starts = entry.starts[0];
        let mut lab = lab(&format!(
            "v=1&on={}&view=-5,5,-5,5&start={},{}&steps=40&c=momentum,rate:0.01&c=adam,rate:0.05&c=nelder_mead,rate:0.1",
            entry.key, starts.x, starts.y
        ));
        lab.edit("pins", "1").expect("a pin");
        lab.edit("contenders.1.rate", "0.02").expect("a rate");
        assert_looked_up(shown(&lab));
    }
}

#[test]
fn whatever_the_page_shows_of_an_optimizer_is_looked_up() {
    speak_in_brackets();
    for entry in optimizer::ALL {
        for surface in ["ravine", "rosenbrock"] {
            let lab = lab(&format!(
                "v=1&on={surface}&view=-3,3,-3,3&start=-1.5,2&steps=60&fair=best&c={},rate:0.01&c={},rate:10",
                entry.key, entry.key
            ));
            assert_looked_up(shown(&lab));
        }
    }
}

#[test]
fn whatever_the_page_shows_of_a_schedule_is_looked_up() {
    speak_in_brackets();
    for entry in schedule::ALL {
        let lab = lab(&format!(
            "v=1&on=bowl&view=-3,3,-3,3&start=-1.5,2&seed=3&noise=0.2&runs=3&steps=30&c=momentum,rate:0.05;{},after:0;{},after:9",
            entry.key, entry.key
        ).replace(",after:0", ""));
        assert_looked_up(shown(&lab));
    }
}

#[test]
fn whatever_the_page_shows_of_data_is_looked_up() {
    speak_in_brackets();
    for entry in data::ALL {
        for rest in [
            "epochs=3&c=adam,rate:0.1&c=gradient_descent,rate:0.1,batch:8&c=adam,rate:0.1,batch:1",
            "steps=9&c=bfgs,rate:1",
        ] {
            let lab = lab(&format!("v=1&on={},holdout:0.2&view=-5,5,-5,5&start=0.5,1&start=1,1&{rest}", entry.key));
            assert_looked_up(shown(&lab));
        }
    }
}

#[test]
fn what_is_refused_is_said_in_the_language() {
    speak_in_brackets();
    let mut lab = lab("v=1&on=rosenbrock&view=-3,3,-3,3&start=-1.5,2&steps=20&c=momentum,rate:0.01&c=own,rate:0.1");
    let mut said = Vec::new();
    for (field, text) in [
        ("steps", "many"),
        ("epochs", "3"),
        ("unit", "epochs"),
        ("runs", "0"),
        ("noise", "-1"),
        ("seed", "x"),
        ("starts.1.x", "here"),
        ("starts.9.x", "1"),
        ("fairness", "none"),
        ("fairness.rate", "1"),
        ("contenders.1.mu", "2"),
        ("contenders.1.rate", "a"),
        ("contenders.1.form", "none"),
        ("contenders.1.optimizer", "none"),
        ("formula", "x + "),
        ("formula", "f(x)"),
        ("formula", "(x"),
        ("formula", ")"),
        ("formula", "x y 3"),
        ("formula", "1/0"),
        ("surface", "none"),
        ("contenders.2.rule", "m = "),
        ("contenders.2.rule", ""),
        ("contenders.2.rule", "w + 1"),
        ("data.standardized", "on"),
        ("contenders.1.way", "some"),
        ("contenders.1.schedule.1", "none"),
        ("nothing", "1"),
        ("map", "all"),
        ("pins.4", "1"),
    ] {
        if let Err(problem) = lab.edit(field, text) {
            // The field and what was given are the user's.
            said.push((field, Value::from(problem.wanted.clone())));
        }
    }
    assert!(said.len() > 20, "{said:?}");
    for text in ["", "1,2\n3", "a,b\n1,\"2", "x;y\n"] {
        said.extend(page::preview(text, "guess").err().map(|problem| ("data", Value::from(problem.wanted))));
    }
    for link in ["v=2", "v=1", "v=1&on=bowl&view=1", "v=1&on=bowl&view=1,2,3,4&start=0", "nothing"] {
        said.extend(Experiment::from_link(link).err().map(|problem| ("link", Value::from(problem.wanted))));
    }
    for text in ["", "{}", "[]", "{\"steepest\":1}", "{\"a\""] {
        said.extend(Experiment::from_text(text).err().map(|problem| ("file", Value::from(problem.wanted))));
    }
    // Keys to choose from are the same in all languages, and so are names of parts of a link.
    let keys = |text: &str| text.contains(':') || text.contains("one of") || text.contains("only v");
    let strange: Vec<_> =
        said.into_iter().filter(|(_, wanted)| wanted.as_str().is_none_or(|text| !text.contains('⟦'))).collect();
    sources::assert_none(
        strange.iter().filter(|(_, text)| !keys(&text.to_string())).map(|said| format!("{said:?}")).collect(),
    );
    let problem = lab.edit("steps", "many").expect_err("no number");
    assert_eq!(words_outside(&problem.to_string()), Vec::<String>::new());
}

#[test]
fn maps_are_described_in_the_language() {
    speak_in_brackets();
    for (shows, surface) in [
        ("basins,budget:20", "himmelblau"),
        ("robustness,budget:20", "himmelblau"),
        ("tuning,budget:20,of:1,x:rate:0.001:1", "bowl"),
    ] {
        let lab = lab(&format!(
            "v=1&on={surface}&view=-5,5,-5,5&start=1,1&steps=20&c=gradient_descent,rate:0.01&c=adam,rate:0.1&map={shows}"
        ));
        let (experiment, checked) = (lab.experiment(), lab.checked());
        let map = Map::of(experiment, checked).expect("a map that can be read").expect("a map");
        let grid = Grid { columns: 8, rows: 8 };
        let survey = Survey::new(experiment.clone(), grid, experiment.view).expect("a survey");
        let parts = Survey::parts(&map, experiment, checked).len();
        let mut atlas =
            Atlas::new(survey.grid(), parts, Survey::plan(&map, experiment, checked, survey.grid()), Vec::new(), 1e-3);
        let mut cards = vec![("map", erased::Shown::value(&page::map_card(&lab, &map, &atlas, 0.0)))];
        while let Some(task) = atlas.hand_out() {
            atlas.take(&survey.make(task).expect("a piece"));
        }
        cards.push(("map", erased::Shown::value(&page::map_card(&lab, &map, &atlas, 2000.0))));
        assert_looked_up(cards);
    }
}

/// For formats without pixels.
struct NoRaster;

impl Raster for NoRaster {
    fn pixels(&mut self, _: &Job, _: usize) -> Result<Pixels, Problem> {
        panic!("a text has no pixels")
    }
}

/// What stands in the texts of an SVG.
fn texts_of(svg: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(svg).expect("an SVG");
    let texts = document.descendants().filter(|node| ["text", "title"].contains(&node.tag_name().name()));
    texts.flat_map(|node| node.descendants().filter_map(|inner| inner.text().map(String::from))).collect()
}

#[test]
fn the_words_of_a_figure_are_looked_up() {
    speak_in_brackets();
    for what in ["board", "overlay", "chart", "panel:2", "chart:sharpness", "chart:loss_over_path"] {
        for rest in ["steps=40", "steps=40&noise=0.1&runs=2&fair=best"] {
            let mut lab = lab(&format!(
                "v=1&on=rosenbrock&view=-3,3,-3,3&start=-1.5,2&seed=7&{rest}&c=momentum,rate:0.001;step,step_size:9&c=adam,rate:0.1"
            ));
            export::complete(&mut lab).expect("the race can be made");
            let mut options = Options::default();
            options.set("what", what).expect("a view");
            let job = Job { lab: &lab, options: &options, theme: &draw::Theme::default() };
            let made =
                export::make(export::find("svg").expect("SVG"), &job, &mut NoRaster, &mut |_, _| {}).expect("a figure");
            let svg = String::from_utf8(made).expect("a text");
            let texts = texts_of(&svg).into_iter().filter(|text| !text.contains('#'));
            // A long line is broken, in the midst of brackets.
            assert_looked_up(vec![("figure", Value::from(texts.collect::<Vec<_>>().join(" ")))]);
        }
    }
}
