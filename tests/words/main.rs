//! Texts in other languages: every one is in the table, nothing else is, and none is shown without being looked up.

mod marked;
mod shown;
#[path = "../support/mod.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use steepest::experiment::Experiment;
use steepest::export::{self, Job, Options, Pixels, Raster};
use steepest::lab::Lab;
use steepest::map::{Atlas, Grid, Map, Survey};
use steepest::page;
use steepest::problem::Problem;
use steepest::{data, draw, landscape, optimizer, schedule, words};

use marked::{marked_texts, registered_texts};
use shown::{erased, shown, untranslated, words_outside};
use support::sources;

/// The table: the translations of each text.
fn table() -> BTreeMap<String, BTreeMap<String, String>> {
    let mut table: BTreeMap<String, toml::Value> = toml::from_str(&sources::read("words.toml").text).expect("a table");
    table.remove("words").expect("texts").try_into().expect("translations by language")
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

/// Speaks a language that nobody has: each text is the English one between brackets.
fn speak_in_brackets() {
    let spoken: Vec<String> = table().into_keys().map(|text| format!("{text}\0⟦{text}⟧")).collect();
    words::speak(&spoken.join("\0"));
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
