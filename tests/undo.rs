//! Undo and redo: every edit is one step, and its undoing leaves the experiment and its runs equal to what they were.

mod support;

use steepest::data::Table;
use steepest::experiment::{Experiment, SCENES};
use steepest::lab::Lab;
use steepest::linear::{Rect, Vec2};
use steepest::problem::Problem;
use steepest::rate::Preset;
use steepest::{landscape, optimizer};
use support::contenders::experiment;

type Edit = Box<dyn Fn(&mut Lab) -> Result<(), Problem>>;

fn lab() -> Lab {
    let mut experiment = experiment("rosenbrock", &["momentum", "adam", "gradient_descent"], 0.001, 40);
    experiment.starts.push(Vec2::new(0.5, 0.5));
    Lab::new(experiment).expect("a valid experiment")
}

fn lab_over_data() -> Lab {
    let mut lab = lab();
    lab.edit("surface", "linear_regression").expect("a model");
    lab
}

fn lab_in_epochs() -> Lab {
    let mut lab = lab_over_data();
    lab.edit("unit", "epochs").expect("a race over data");
    lab
}

/// The experiment and the bits of its runs.
fn state(lab: &Lab) -> (Experiment, Vec<Vec<[u64; 2]>>) {
    let bits = |w: &Vec2| [w.x.to_bits(), w.y.to_bits()];
    let paths = lab.trajectories().iter().map(|run| run.points.iter().map(bits).collect()).collect();
    (lab.experiment().clone(), paths)
}

fn field(field: &str, text: &str) -> (String, Edit) {
    let (field, text) = (field.to_string(), text.to_string());
    (format!("{field} = {text}"), Box::new(move |lab| lab.edit(&field, &text)))
}

fn edit(name: &str, edit: impl Fn(&mut Lab) -> Result<(), Problem> + 'static) -> (String, Edit) {
    (name.into(), Box::new(edit))
}

/// Every method that changes an experiment, and every kind of field.
fn edits() -> Vec<(String, Edit)> {
    let mut all: Vec<(String, Edit)> = [
        ("steps", "77"),
        ("epochs", "3"),
        ("unit", "epochs"),
        ("seed", "9"),
        ("runs", "3"),
        ("noise", "0.25"),
        ("map", "basins,budget:100"),
        ("starts.1.x", "-1"),
        ("starts.2.y", "0.75"),
        ("formula", "a*x^2 + y^2"),
        ("surface", "formula"),
        ("surface.b", "10"),
        ("surface.noise", "0.7"),
        ("fairness", "same"),
        ("fairness", "effective"),
        ("fairness", "best"),
        ("contenders.1.rate", "0.0003"),
        ("contenders.1.mu", "0.5"),
        ("contenders.1.form", "pytorch"),
        ("contenders.2.maximize", "on"),
        ("contenders.3.way", "mini"),
        ("contenders.3.batch", "4"),
        ("contenders.3.order", "replaced"),
        ("contenders.3.stream", "own"),
        ("contenders.3.counts", "epochs"),
        ("contenders.3.schedule.1", "cosine"),
        ("pins", "2"),
    ]
    .map(|(name, text)| field(name, text))
    .into();
    all.extend(landscape::ALL.iter().map(|entry| field("surface", entry.key)));
    all.extend(steepest::data::ALL.iter().map(|entry| field("surface", entry.key)));
    all.extend(optimizer::ALL.iter().map(|entry| field("contenders.1.optimizer", entry.key)));
    all.push(field("contenders.1.optimizer", "own"));
    let table = || Table {
        names: vec!["a".into(), "b".into()],
        values: vec![1.0, 2.0, 2.0, 5.0, 3.0, 5.5],
        standardized: false,
    };
    all.extend([
        edit("rule", |lab| {
            lab.edit("contenders.2.optimizer", "own").and_then(|()| lab.edit("contenders.2.rule", "w = w - lr*g"))
        }),
        edit("add a contender", |lab| lab.add_contender("lion")),
        edit("duplicate", |lab| lab.duplicate_contender(1)),
        edit("remove", |lab| lab.remove_contender(0)),
        edit("defaults", |lab| lab.use_defaults(0, 1)),
        edit("preset", |lab| lab.use_preset(2, Preset::Good)),
        edit("slide", |lab| lab.slide("contenders.1.rate", 0.3)),
        edit("move a start", |lab| lab.move_start(0, Vec2::new(0.1, 0.2))),
        edit("add a start", |lab| lab.add_start(Vec2::new(0.1, 0.2))),
        edit("remove a start", |lab| lab.remove_start(1)),
        edit("random start", Lab::random_start),
        edit("show", |lab| lab.show(Rect::new(0.0, 1.0, 0.0, 2.0))),
        edit("zoom", |lab| lab.zoom(Vec2::new(1.0, 1.0), 0.5)),
        edit("pan", |lab| lab.pan(Vec2::new(1.0, 1.0))),
        edit("fit", Lab::fit),
        edit("home", |lab| {
            lab.pan(Vec2::new(3.0, 0.0)).and_then(|()| lab.home()).and_then(|()| lab.pan(Vec2::new(0.0, 1.0)))
        }),
        edit("center", |lab| lab.center(Vec2::new(0.3, 0.3))),
        edit("start at", |lab| lab.start_at(Vec2::new(1.0, 1.0), 0.0)),
        edit("start beside", |lab| lab.start_at(Vec2::new(1.0, 1.0), 0.1)),
        edit("pin", |lab| lab.toggle_pin(1)),
        edit("bring data", move |lab| lab.bring(Some(table()))),
        edit("load", |lab| lab.load((SCENES[1].experiment)())),
    ]);
    all
}

#[test]
fn every_edit_can_be_undone_and_done_again() {
    let mut done = 0;
    let mut undone_somewhere = Vec::new();
    for make in [lab, lab_over_data, lab_in_epochs] {
        for (name, edit) in edits() {
            let mut lab = make();
            let before = state(&lab);
            lab.remember();
            let accepted = edit(&mut lab).is_ok();
            let after = state(&lab);
            if !accepted || after.0 == before.0 {
                assert_eq!((lab.can_undo(), &after), ([false; 2], &before), "{name}: nothing to undo");
                continue;
            }
            assert_eq!(lab.can_undo(), [true, false], "{name}");
            lab.undo().unwrap_or_else(|problem| panic!("{name}: {problem}"));
            assert!(state(&lab) == before, "{name}: undone");
            assert_eq!(lab.can_undo(), [false, true], "{name}");
            lab.redo().unwrap_or_else(|problem| panic!("{name}: {problem}"));
            assert!(state(&lab) == after, "{name}: done again");
            assert_eq!(lab.can_undo(), [true, false], "{name}");
            done += 1;
            undone_somewhere.push(name);
        }
    }
    for (name, _) in edits() {
        assert!(undone_somewhere.contains(&name), "{name} has changed nothing anywhere");
    }
    assert!(done > 120, "{done} edits undone");
}

#[test]
fn all_edits_in_a_row_are_undone_to_the_first_and_done_again_to_the_last() {
    let mut lab = lab();
    let mut states = vec![state(&lab)];
    // Those that only move the view are one after one another.
    let views = ["show", "zoom", "pan", "fit", "home", "center"];
    for (_, edit) in edits().into_iter().step_by(3).filter(|(name, _)| !views.contains(&name.as_str())) {
        lab.remember();
        if edit(&mut lab).is_ok() && *lab.experiment() != states[states.len() - 1].0 {
            states.push(state(&lab));
        }
    }
    assert!(states.len() > 25, "{} states", states.len());
    for there in states.iter().rev().skip(1) {
        lab.undo().expect("a former experiment");
        assert!(state(&lab) == *there);
    }
    assert!(!lab.can_undo()[0]);
    for there in states.iter().skip(1) {
        lab.redo().expect("a later experiment");
        assert!(state(&lab) == *there);
    }
    assert!(!lab.can_undo()[1]);
}

#[test]
fn what_a_hand_drags_is_one_edit() {
    let mut lab = lab();
    let before = state(&lab);
    lab.remember();
    for k in 1..=10 {
        lab.slide("contenders.1.rate", f64::from(k) / 20.0).expect("a rate");
    }
    lab.undo().expect("a former experiment");
    assert!(state(&lab) == before);
    assert_eq!(lab.can_undo(), [false, true]);
}

#[test]
fn moving_the_view_about_is_one_edit_until_something_else_is_edited() {
    let mut lab = lab();
    let go = |lab: &mut Lab, edit: &dyn Fn(&mut Lab) -> Result<(), Problem>| {
        lab.remember();
        edit(lab).expect("an edit");
    };
    let home = lab.experiment().view;
    for _ in 0..5 {
        go(&mut lab, &|lab| lab.zoom(Vec2::ZERO, 0.9));
        go(&mut lab, &|lab| lab.pan(Vec2::new(0.1, 0.1)));
    }
    let near = lab.experiment().view;
    go(&mut lab, &|lab| lab.edit("steps", "50"));
    go(&mut lab, &|lab| lab.zoom(Vec2::ZERO, 0.9));
    lab.undo().expect("the zoom");
    assert_eq!((lab.experiment().view, lab.experiment().steps), (near, 50));
    lab.undo().expect("the steps");
    assert_eq!((lab.experiment().view, lab.experiment().steps), (near, 40));
    lab.undo().expect("all that moved the view");
    assert_eq!(lab.experiment().view, home);
    assert!(!lab.can_undo()[0]);
}

#[test]
fn another_edit_ends_what_could_be_done_again() {
    let mut lab = lab();
    lab.remember();
    lab.edit("steps", "50").expect("steps");
    lab.undo().expect("a former experiment");
    // Also where nobody has said that it begins.
    lab.edit("seed", "5").expect("a seed");
    assert_eq!(lab.can_undo(), [true, false]);
    lab.redo().expect("nothing to do");
    assert_eq!((lab.experiment().steps, lab.experiment().seed), (40, 5));
    lab.undo().expect("a former experiment");
    assert_eq!((lab.experiment().steps, lab.experiment().seed), (40, 0));
}

#[test]
fn a_refused_edit_is_no_step_and_ends_nothing() {
    let mut lab = lab();
    lab.remember();
    lab.edit("steps", "50").expect("steps");
    lab.undo().expect("a former experiment");
    lab.remember();
    assert!(lab.edit("steps", "0").is_err() && lab.edit("surface", "everest").is_err());
    assert_eq!(lab.can_undo(), [false, true]);
    lab.redo().expect("a later experiment");
    assert_eq!(lab.experiment().steps, 50);
}

#[test]
fn no_more_than_two_hundred_edits_are_remembered() {
    let mut lab = lab();
    for seed in 1..=260 {
        lab.remember();
        lab.edit("seed", &seed.to_string()).expect("a seed");
    }
    let mut undone = 0;
    while lab.can_undo()[0] {
        lab.undo().expect("a former experiment");
        undone += 1;
    }
    assert_eq!((undone, lab.experiment().seed), (200, 60));
}

#[test]
fn large_data_are_remembered_once_and_not_without_bound() {
    let table = |k: usize| {
        let values = (0..2 * 50_000).map(|i| ((i * 7 + k) % 101) as f64).collect();
        Table { names: vec!["a".into(), "b".into()], values, standardized: false }
    };
    let mut lab = lab_over_data();
    lab.remember();
    lab.bring(Some(table(0))).expect("a table");
    for seed in 1..=150 {
        lab.remember();
        lab.edit("seed", &seed.to_string()).expect("a seed");
    }
    let mut undone = 0;
    while lab.can_undo()[0] {
        lab.undo().expect("a former experiment");
        undone += 1;
    }
    assert_eq!(undone, 151, "one table for all of them");
    // Each 0.8 MB of its own: eighty of them are more than the bound.
    for k in 1..=90 {
        lab.remember();
        lab.bring(Some(table(k))).expect("a table");
    }
    let mut kept = 0;
    while lab.can_undo()[0] {
        lab.undo().expect("a former experiment");
        kept += 1;
    }
    assert!((60..=80).contains(&kept), "{kept} tables of 0.8 MB are kept");
}
