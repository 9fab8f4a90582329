//! Links and texts of experiments over data.

use std::sync::Arc;

use steepest::data::{self, Table};
use steepest::experiment::{Batching, Contender, Experiment, Landscape, Order, Stage, Unit};
use steepest::linear::{Rect, Vec2};
use steepest::parameter::{Given, Kind, Parameter, Setting, Slider};
use steepest::random::Stream;
use steepest::run::run;

const HEAD: &str = "v=1&on=linear_regression&view=-5,5,-5,5&start=1,1&seed=0";

fn message(link: &str) -> String {
    Experiment::from_link(link).expect_err("a refusal").to_string()
}

/// A value that is not the default.
fn other(parameter: &Parameter) -> Setting {
    match parameter.kind {
        Kind::Number { slider: slider @ Slider::Whole(..), .. } => Setting::Number(slider.value(0.6)),
        Kind::Number { slider, .. } => Setting::Number(slider.value(0.37)),
        Kind::Choice { options } => Setting::Choice(options[options.len() - 1].key.into()),
        Kind::List { .. } => Setting::List(vec![3.0, 14.0]),
    }
}

/// An experiment over data with everything that differs from its default.
fn elaborate(entry: &data::Entry) -> Experiment {
    let parameters: Given = entry.maker.iter().chain(entry.parameters).map(|p| (p.key.to_string(), other(p))).collect();
    let mut contenders: Vec<Contender> =
        ["adam", "gradient_descent", "momentum"].map(|key| Contender::new(key, 0.1)).into();
    contenders[0].batching = Batching { size: Some(3), order: Order::Replaced, stream: 4 };
    contenders[1].batching = Batching { size: Some(1), order: Order::Sequential, stream: 0 };
    contenders[2].counts_epochs = true;
    contenders[2].schedule = vec![Stage { schedule: "cosine".into(), parameters: Given::new(), after: None }];
    let plain = Experiment::from_link(&format!("{HEAD}&steps=3&c=adam,rate:1")).expect("a good link");
    Experiment {
        landscape: Landscape { parameters, ..Landscape::new(entry.key) },
        view: Rect::new(-1.0, 1.0, -2.0, 2.0),
        starts: vec![Vec2::new(0.1, 0.2)],
        seed: 17,
        steps: 4,
        unit: Unit::Epochs,
        runs: 3,
        contenders,
        ..plain
    }
}

#[test]
fn whatever_is_over_data_comes_back_equal() {
    for entry in data::ALL {
        let experiment = elaborate(entry);
        assert_eq!(Experiment::from_link(&experiment.to_link()), Ok(experiment.clone()), "{}", entry.key);
        assert_eq!(Experiment::from_text(&experiment.to_text()), Ok(experiment.clone()), "{}", entry.key);
        assert!(experiment.fits_in_link());
        let json = serde_json::to_string(&experiment).expect("plain data");
        assert_eq!(serde_json::from_str::<Experiment>(&json).expect("plain data"), experiment);
    }
    let noisy = "v=1&on=bowl&view=-5,5,-5,5&start=1,1&seed=3&steps=10&noise=0.25&runs=7&c=adam,rate:0.1,stream:2";
    assert_eq!(Experiment::from_link(noisy).map(|experiment| experiment.to_link()), Ok(noisy.into()));
}

#[test]
fn a_link_written_before_there_were_data_means_the_same() {
    let json = r#"{"version":1,"landscape":{"surface":"bowl","parameters":{}},"view":{"x":[-5,5],"y":[-5,5]},
        "starts":[[1,1]],"seed":0,"steps":10,"contenders":[{"optimizer":"adam","rate":0.1}]}"#;
    let old: Experiment = serde_json::from_str(json).expect("an experiment");
    let link = "v=1&on=bowl&view=-5,5,-5,5&start=1,1&seed=0&steps=10&c=adam,rate:0.1";
    assert_eq!(Experiment::from_link(link), Ok(old));
}

fn experiment_with(table: Table) -> Experiment {
    let link = format!("{HEAD}&epochs=3&c=adam,rate:0.1,batch:2");
    let mut experiment = Experiment::from_link(&link).expect("a good link");
    experiment.landscape.table = Some(Arc::new(table));
    experiment
}

fn table(rows: usize) -> Table {
    let values = (0..2 * rows as u64).map(|k| Stream::new(3).normal(k)).collect();
    Table { names: vec!["größe “x” = 1/2".into(), "y & <b>".replace('&', " ")], values, standardized: true }
}

#[test]
fn few_data_are_in_the_link_bit_for_bit() {
    let experiment = experiment_with(table(40));
    assert!(experiment.fits_in_link());
    let opened = Experiment::from_link(&experiment.to_link()).expect("the link of an experiment");
    assert_eq!(opened, experiment);
    let [a, b] = [&opened, &experiment].map(|experiment| run(experiment).expect("a race"));
    assert!(a[0].points == b[0].points && a[0].losses == b[0].losses);
}

#[test]
fn many_data_are_only_named_in_the_link_and_all_in_the_file() {
    let experiment = experiment_with(table(5_000));
    assert!(!experiment.fits_in_link());
    let link = experiment.to_link();
    assert!(link.len() < 300 && link.contains("&data=file:"), "{link}");
    let problem = Experiment::from_link(&link).expect_err("a refusal").to_string();
    assert_eq!(
        problem,
        "data: wanted the file saved with it, whose 5000 rows of data are too many for a link, given the link alone"
    );
    // Who has the data open can open the link.
    let known = experiment.landscape.table.clone();
    assert_eq!(Experiment::from_link_beside(&link, known.as_ref()), Ok(experiment.clone()));
    assert!(Experiment::from_link_beside(&link, Some(&Arc::new(table(4_999)))).is_err(), "other data");
    assert_eq!(Experiment::from_text(&experiment.to_text()), Ok(experiment));
}

#[test]
fn what_does_not_fit_together_is_refused_by_name() {
    let run = |rest: &str| message(&format!("{HEAD}&steps=3&c={rest}"));
    assert_eq!(run("adam,rate:1,batch:0"), "contenders.1.batch: wanted a whole number from 1 to 100000, given 0");
    assert_eq!(run("adam,rate:1,batch:61"), "contenders.1.batch: wanted a whole number from 1 to 60, given 61");
    assert_eq!(run("adam,rate:1,batch:2.5"), "contenders.1.batch: wanted a whole number from 1 to 100000, given 2.5");
    assert_eq!(
        run("adam,rate:1,order:backwards"),
        "contenders.1.order: wanted one of shuffled, sequential, replaced, given backwards"
    );
    let none = message(&HEAD.replace("regression", "regression,n:0").replace("seed=0", "seed=0&steps=3&c=adam,rate:1"));
    assert_eq!(none, "surface.n: wanted a whole number from 1 to 100000, given 0");
    let both = message(&format!("{HEAD}&steps=3&epochs=3&c=adam,rate:1"));
    assert_eq!(both, "link: wanted one part “steps or epochs=…”, given several");
    let noise = message(&format!("{HEAD}&steps=3&noise=1&c=adam,rate:1"));
    assert_eq!(noise, "noise: wanted 0 on a loss over data, whose batches are its noise, given 1");
    let on_bowl = |rest: &str| message(&format!("v=1&on=bowl&view=-5,5,-5,5&start=1,1&seed=0&{rest}"));
    assert_eq!(
        on_bowl("steps=3&c=adam,rate:1,batch:2"),
        "contenders.1.batch: wanted all data, as a surface has none, given 2"
    );
    assert_eq!(
        on_bowl("epochs=3&c=adam,rate:1"),
        "epochs: wanted steps on a surface, which has no data to pass through, given 3"
    );
    assert_eq!(
        on_bowl("steps=3&data=given,x,y;1,2&c=adam,rate:1"),
        "data: wanted no data for a surface, whose loss is a formula, given some"
    );
    assert_eq!(on_bowl("steps=3&noise=-1&c=adam,rate:1"), "noise: wanted a finite number ≥ 0, given -1");
    assert_eq!(on_bowl("steps=3&runs=0&c=adam,rate:1"), "runs: wanted a whole number from 1 to 100, given 0");
    let data = |data: &str| message(&format!("{HEAD}&steps=3&data={data}&c=adam,rate:1"));
    assert_eq!(data("raw,x,y;1,2"), "data: wanted given or standardized, then the names of the columns, given raw");
    assert_eq!(data("given,x,y;1,2;3"), "data, row 2: wanted 2 numbers with commas between them, given “3”");
    assert_eq!(data("given,x,y;1,two"), "data, row 1: wanted 2 numbers with commas between them, given “1,two”");
    assert_eq!(data("given,x;1"), "data.names: wanted 2 columns: x, y, given 1");
    assert_eq!(data("given,x,y;1,1e999"), "data, row 1, column “y”: wanted a finite number, given inf");
    let updates = message(&format!("{HEAD}&epochs=900000&c=adam,rate:1,batch:1"));
    assert_eq!(updates, "epochs: wanted at most 1000000 updates of a contender, given 54000000");
}

#[test]
fn broken_links_never_panic() {
    let whole = experiment_with(table(6)).to_link() + "&noise=0&runs=2";
    for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        let _ = Experiment::from_link(&whole[..end]);
    }
    let bytes = whole.as_bytes();
    for case in 0..20_000 {
        let chance = Stream::new(7).fork(case);
        let mut broken = bytes.to_vec();
        for k in 0..3 {
            let place = chance.below(broken.len(), 2 * k);
            broken[place] = b"&=,;:%.-0189aex\x00"[chance.below(16, 2 * k + 1)];
        }
        let text = String::from_utf8_lossy(&broken);
        if let Ok(experiment) = Experiment::from_link(&text) {
            assert_eq!(Experiment::from_link(&experiment.to_link()), Ok(experiment));
        }
    }
}
