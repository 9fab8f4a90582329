//! Edits of a session: a refused one says why and leaves everything as it was.

mod support;

use steepest::experiment::{Contender, Experiment, MOST_CONTENDERS, MOST_STARTS};
use steepest::lab::Lab;
use steepest::linear::{Rect, Vec2};
use steepest::optimizer;
use steepest::parameter::{Kind, Setting};
use steepest::rate::Preset;
use support::contenders::experiment;

fn lab() -> Lab {
    Lab::new(experiment("rosenbrock", &["momentum", "adam"], 0.001, 40)).expect("a valid experiment")
}

/// All that an edit could have changed, to compare before and after.
fn fingerprint(lab: &Lab) -> (Experiment, Vec<Vec<[u64; 2]>>, Vec<String>, usize) {
    let bits = |w: &Vec2| [w.x.to_bits(), w.y.to_bits()];
    let paths = lab.trajectories().iter().map(|run| run.points.iter().map(bits).collect()).collect();
    let settings = lab.checked().contenders.iter().map(|(entry, s)| format!("{} {s:?}", entry.key));
    let surface = format!("{} {:?}", lab.checked().ground.words().key, lab.checked().ground.settings);
    (lab.experiment().clone(), paths, settings.chain([surface]).collect(), lab.stationary().points.len())
}

/// The message with which `lab` refuses `edit`, having stayed as it was.
#[track_caller]
fn refusal(lab: &mut Lab, edit: impl FnOnce(&mut Lab) -> Result<(), steepest::problem::Problem>) -> String {
    let before = fingerprint(lab);
    let problem = edit(lab).expect_err("the edit is refused");
    assert_eq!(fingerprint(lab), before);
    problem.to_string()
}

#[track_caller]
fn assert_refused(field: &str, text: &str, message: &str) {
    assert_eq!(refusal(&mut lab(), |lab| lab.edit(field, text)), message);
}

#[test]
fn numbers_that_are_none_are_refused() {
    let rate = "contenders.1.rate: wanted a finite number ≥ 0, given";
    for (text, given) in [
        ("NaN", "NaN"),
        ("inf", "inf"),
        ("-inf", "-inf"),
        ("", "nothing"),
        ("-1", "-1"),
        ("1,5,2", "1,5,2"),
        ("0x10", "0x10"),
        ("1e999", "1e999"),
    ] {
        assert_refused("contenders.1.rate", text, &format!("{rate} {given}"));
    }
    assert_refused("contenders.1.mu", "1.5", "contenders.1.mu: wanted a number in [0, 1], given 1.5");
    assert_refused("contenders.2.beta1", "1", "contenders.2.beta1: wanted a number in [0, 1), given 1");
    assert_refused("contenders.2.delta", "-1e-9", "contenders.2.delta: wanted a finite number ≥ 0, given -1e-9");
    assert_refused("surface.b", "-1", "surface.b: wanted a finite number ≥ 0, given -1");
    assert_refused("surface.a", "abc", "surface.a: wanted a finite number, given abc");
}

#[test]
fn every_numeric_field_refuses_what_is_not_finite() {
    let lab = lab();
    let surface = lab.checked().ground.parameters.iter().map(|p| (format!("surface.{}", p.key), p));
    let contenders = lab.checked().contenders.iter().enumerate().flat_map(|(k, (entry, _))| {
        entry.parameters.iter().chain([&optimizer::RATE]).map(move |p| (format!("contenders.{}.{}", k + 1, p.key), p))
    });
    for (field, parameter) in surface.chain(contenders) {
        for text in ["NaN", "inf", "-inf", "", " ", "1e999", "x"] {
            let message = refusal(&mut self::lab(), |lab| lab.edit(&field, text));
            assert!(message.starts_with(&format!("{field}: wanted {}, given", parameter.wanted())), "{message}");
        }
        if let Kind::Number { default, .. } = parameter.kind {
            let mut lab = self::lab();
            assert_eq!(lab.edit(&field, &Setting::Number(default).to_string()), Ok(()), "{field}");
        }
    }
}

#[test]
fn steps_and_seeds_are_whole_numbers_within_limits() {
    let wanted = "steps: wanted a whole number from 1 to 1000000, given";
    for (text, given) in
        [("1e9", "1e9"), ("1000000000", "1000000000"), ("-1", "-1"), ("", "nothing"), ("1.5", "1.5"), ("NaN", "NaN")]
    {
        assert_refused("steps", text, &format!("{wanted} {given}"));
    }
    assert_refused("steps", "0", "steps: wanted a whole number from 1 to 1000000, given 0");
    assert_refused("seed", "4294967296", "seed: wanted a whole number from 0 to 4294967295, given 4294967296");
    assert_refused(
        "seed",
        "99999999999999999999",
        "seed: wanted a whole number from 0 to 4294967295, given 99999999999999999999",
    );
}

#[test]
fn starts_are_finite_and_in_reach() {
    let wanted = "wanted a number in [-1000000000, 1000000000], given";
    assert_refused("starts.1.x", "NaN", &format!("starts.1.x: {wanted} NaN"));
    assert_refused("starts.1.y", "inf", &format!("starts.1.y: {wanted} inf"));
    assert_refused("starts.1.x", "1e10", &format!("starts.1.x: {wanted} 10000000000"));
    assert_refused("starts.1.x", "", "starts.1.x: wanted a finite number, given nothing");
    assert_refused("starts.2.x", "0", "starts.2.x: wanted a number from 1 to 1, given 2");
    assert_refused("starts.0.x", "0", "starts.0.x: wanted a number from 1 to 1, given 0");
    let message = refusal(&mut lab(), |lab| lab.move_start(0, Vec2::new(f64::NAN, 0.0)));
    assert_eq!(message, format!("starts.1.x: {wanted} NaN"));
    let message = refusal(&mut lab(), |lab| lab.add_start(Vec2::new(0.0, f64::INFINITY)));
    assert_eq!(message, format!("starts.2.y: {wanted} inf"));
}

#[test]
fn unknown_fields_and_names_are_refused() {
    let any = "wanted the name of a field of the experiment, given";
    for field in ["", "x", "contenders", "contenders.1", "starts.1.z", "surface.a.b", "contenders.1.mu.x"] {
        let given = if field.is_empty() { "nothing" } else { field };
        assert_refused(field, "1", &format!("{field}: {any} {given}"));
    }
    assert_refused("surface.kappa", "1", "surface.kappa: wanted one of a, b, given kappa");
    assert_refused(
        "contenders.1.beta1",
        "0.5",
        "contenders.1.beta1: wanted one of mu, form, dampening, weight_decay, given beta1",
    );
    assert_refused(
        "contenders.1.form",
        "polyak",
        "contenders.1.form: wanted one of notes, pytorch, averaged, given polyak",
    );
    for n in ["0", "3", "50", "-1", "x", "18446744073709551616"] {
        let field = format!("contenders.{n}.rate");
        assert_refused(&field, "0.1", &format!("{field}: wanted a number from 1 to 2, given {n}"));
    }
    let optimizers: Vec<_> = optimizer::ALL.iter().map(|entry| entry.key).chain(["own"]).collect();
    let models = steepest::data::ALL.iter().map(|entry| entry.key);
    let surfaces = steepest::landscape::ALL.iter().map(|entry| entry.key).chain([steepest::landscape::TYPED.key]);
    let surfaces: Vec<_> = surfaces.chain(models).collect();
    let message = format!("contenders.1.optimizer: wanted one of {}, given sgd", optimizers.join(", "));
    assert_refused("contenders.1.optimizer", "sgd", &message);
    assert_refused("surface", "mars", &format!("surface: wanted one of {}, given mars", surfaces.join(", ")));
    let message = refusal(&mut lab(), |lab| lab.add_contender("sgd"));
    assert_eq!(message, format!("contenders.3.optimizer: wanted one of {}, given sgd", optimizers.join(", ")));
}

#[test]
fn sliders_exist_only_for_numbers() {
    let slide = |field: &str| refusal(&mut lab(), |lab| lab.slide(field, 0.5));
    assert_eq!(
        slide("contenders.1.form"),
        "contenders.1.form: wanted a parameter with a slider, given contenders.1.form"
    );
    assert!(slide("steps").starts_with("steps: wanted "), "{}", slide("steps"));
    assert_eq!(slide("contenders.9.rate"), "contenders.9.rate: wanted a number from 1 to 2, given 9");
    let message = refusal(&mut lab(), |lab| lab.slide("contenders.1.rate", f64::NAN));
    assert_eq!(message, "contenders.1.rate: wanted a finite number ≥ 0, given NaN");
}

#[test]
fn there_is_at_least_one_of_everything_and_at_most_a_dozen() {
    let one = || Lab::new(experiment("rosenbrock", &["adam"], 0.001, 40)).expect("a valid experiment");
    assert_eq!(
        refusal(&mut one(), |lab| lab.remove_contender(0)),
        "contenders: wanted a whole number from 1 to 12, given 0"
    );
    assert_eq!(refusal(&mut one(), |lab| lab.remove_start(0)), "starts: wanted a whole number from 1 to 12, given 0");
    let mut full = one();
    for _ in 1..MOST_CONTENDERS {
        full.duplicate_contender(0).expect("there is room");
    }
    for _ in 1..MOST_STARTS {
        full.add_start(Vec2::ZERO).expect("there is room");
    }
    let many = "contenders: wanted a whole number from 1 to 12, given 13";
    assert_eq!(refusal(&mut full, |lab| lab.duplicate_contender(3)), many);
    assert_eq!(refusal(&mut full, |lab| lab.add_contender("adam")), many);
    assert_eq!(
        refusal(&mut full, |lab| lab.add_start(Vec2::ZERO)),
        "starts: wanted a whole number from 1 to 12, given 13"
    );
    assert_eq!(
        refusal(&mut full, |lab| lab.edit("steps", "50000")),
        "steps: wanted at most 6000000 steps of all contenders and starts together, given 7200000"
    );
    let fifty = Experiment { contenders: vec![Contender::new("adam", 0.1); 50], ..one().experiment().clone() };
    let refused = refusal(&mut one(), |lab| lab.load(fifty));
    assert_eq!(refused, "contenders: wanted a whole number from 1 to 12, given 50");
}

#[test]
fn views_have_an_extent() {
    let show = |view| refusal(&mut lab(), |lab| lab.show(view));
    let range = "wanted two numbers in [-1000000000, 1000000000], given";
    assert_eq!(show(Rect::new(f64::NAN, 1.0, 0.0, 1.0)), format!("view.x: {range} NaN to 1"));
    assert_eq!(show(Rect::new(0.0, 1.0, 0.0, f64::INFINITY)), format!("view.y: {range} 0 to inf"));
    assert_eq!(
        show(Rect::new(1.0, 1.0, 0.0, 1.0)),
        "view.x: wanted a least value clearly below the greatest, given 1 to 1"
    );
    assert_eq!(
        show(Rect::new(2.0, 1.0, 0.0, 1.0)),
        "view.x: wanted a least value clearly below the greatest, given 2 to 1"
    );
    for factor in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-300, 1e300] {
        refusal(&mut lab(), |lab| lab.zoom(Vec2::ZERO, factor));
    }
    for shift in [f64::NAN, f64::INFINITY, 1e12] {
        refusal(&mut lab(), |lab| lab.pan(Vec2::new(shift, 0.0)));
    }
}

#[test]
fn a_preset_that_does_not_exist_says_why() {
    let mut lab = Lab::new(experiment("rosenbrock", &["adagrad"], 0.1, 500)).expect("a valid experiment");
    assert_eq!(
        refusal(&mut lab, |lab| lab.use_preset(0, Preset::Divergent)),
        "contenders.1.rate: wanted a rate that is divergent for AdaGrad, given none, since it divides by the size of its \
         gradients"
    );
}

#[test]
fn an_accepted_edit_is_the_experiment_edited_and_run_anew() {
    let mut lab = lab();
    let edits = [
        ("contenders.1.rate", "0.0005"),
        ("contenders.1.mu", "0.5"),
        ("contenders.1.form", "averaged"),
        ("contenders.2.beta2", "0.999"),
        ("surface.b", "10"),
        ("starts.1.x", "-1"),
        ("steps", "77"),
        ("contenders.2.optimizer", "nesterov"),
    ];
    for (field, text) in edits {
        lab.edit(field, text).unwrap_or_else(|problem| panic!("{problem}"));
        let fresh = Lab::new(lab.experiment().clone()).expect("an accepted experiment is valid");
        assert_eq!(fingerprint(&lab), fingerprint(&fresh), "after {field} = {text}");
        let back = Experiment::from_link(&lab.experiment().to_link());
        assert_eq!(back.as_ref(), Ok(lab.experiment()), "after {field} = {text}");
    }
    assert_eq!(lab.experiment().contenders[1].optimizer, "nesterov");
    assert!(lab.experiment().contenders[1].parameters.is_empty());
}

#[test]
fn setting_a_parameter_to_its_default_leaves_no_trace() {
    let mut lab = lab();
    let before = lab.experiment().clone();
    lab.edit("contenders.1.mu", "0.5").expect("a valid edit");
    assert_ne!(lab.experiment(), &before);
    lab.edit("contenders.1.mu", " 0.9 ").expect("a valid edit");
    assert_eq!(lab.experiment(), &before);
}

#[test]
fn moving_the_view_runs_nothing_anew() {
    let mut lab = lab();
    let addresses = |lab: &Lab| lab.trajectories().iter().map(|run| run.points.as_ptr()).collect::<Vec<_>>();
    let before = addresses(&lab);
    lab.zoom(Vec2::ZERO, 0.5).expect("a valid view");
    lab.pan(Vec2::new(0.1, 0.0)).expect("a valid view");
    lab.home().expect("a valid view");
    assert_eq!(addresses(&lab), before);
}

#[test]
fn outcomes_are_known_once_they_are_decided() {
    let mut lab = Lab::new(experiment("rosenbrock", &["gradient_descent"], 0.0, 10)).expect("a valid experiment");
    assert_eq!((lab.outcome_at(0, 9), lab.outcome_at(0, 10)), (None, Some(steepest::outcome::Outcome::Unmoved)));
    lab.edit("contenders.1.rate", "1").expect("a valid edit");
    let steps = lab.followed(0).steps();
    assert!(steps < 10 && lab.outcome_at(0, steps).is_some() && lab.outcome_at(0, steps - 1).is_none());
}
