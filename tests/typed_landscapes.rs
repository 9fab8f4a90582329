//! A typed formula as a landscape: its parameters, its runs, its link, and what is refused.

mod support;

use steepest::experiment::{Experiment, Landscape};
use steepest::lab::Lab;
use steepest::linear::Vec2;
use steepest::objective::Levels;
use steepest::random::Stream;
use steepest::{landscape, run};
use support::contenders::experiment;

fn lab() -> Lab {
    Lab::new(experiment("rosenbrock", &["gradient_descent", "adam"], 0.001, 40)).expect("a valid experiment")
}

/// The bits of all paths.
fn bits(lab: &Lab) -> Vec<[u64; 2]> {
    let runs = lab.trajectories().iter();
    runs.flat_map(|run| run.points.iter().map(|w| [w.x.to_bits(), w.y.to_bits()])).collect()
}

#[track_caller]
fn refused(lab: &mut Lab, field: &str, text: &str) -> String {
    let (before, paths) = (lab.experiment().clone(), bits(lab));
    let message = lab.edit(field, text).expect_err("it is refused").to_string();
    assert!(lab.experiment() == &before && bits(lab) == paths, "a refused formula changed something");
    message
}

#[test]
fn every_surface_written_out_runs_as_before() {
    for entry in landscape::ALL.iter().filter(|entry| entry.key != "alternating") {
        let mut lab = lab();
        lab.edit("surface", entry.key).expect("a surface");
        let before: Vec<Vec<Vec2>> = lab.trajectories().iter().map(|run| run.points.clone()).collect();
        let (view, starts) = (lab.experiment().view, lab.experiment().starts.clone());
        lab.edit("surface", "formula").expect("it can be written out");
        assert_eq!(lab.experiment().landscape.formula.as_deref(), Some(entry.formula));
        assert_eq!((lab.experiment().view, &lab.experiment().starts), (view, &starts), "{}", entry.key);
        // A box is part of a surface and not of its formula, and so are curves of one parameter.
        if lab.checked().ground.objective.bounds().is_some() || entry.key == "bounded_saddle" {
            continue;
        }
        for (run, before) in lab.trajectories().iter().zip(before) {
            for (w, before) in run.points.iter().zip(before).take(12) {
                // The same formula arranged otherwise: rounding, which a dozen steps do not magnify much.
                let apart = (*w - before).norm();
                assert!(apart <= 1e-9 * (1.0 + before.norm()), "{}: {w:?} and {before:?}", entry.key);
            }
        }
    }
}

#[test]
fn the_same_formula_in_code_and_typed_has_the_same_bits() {
    // Arranged as the code of these surfaces is.
    for (key, typed) in [
        ("himmelblau", "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"),
        ("saddle", "x^2 - y^2"),
        ("monkey_saddle", "x^3 - x*y^2*3"),
    ] {
        let mut lab = Lab::new(experiment(key, &["momentum", "adam", "newton"], 0.003, 300)).expect("an experiment");
        let surface = bits(&lab);
        lab.edit("formula", typed).expect("a formula");
        let same = bits(&lab).iter().zip(&surface).filter(|(a, b)| a == b).count();
        assert_eq!(same, surface.len(), "{key}: the paths part");
    }
}

#[test]
fn other_names_are_parameters_with_sliders() {
    let mut lab = lab();
    lab.edit("formula", "a*x^2 + y^2/b").expect("a formula");
    let keys: Vec<_> = lab.checked().ground.parameters.iter().map(|p| p.key).collect();
    assert_eq!(keys, ["a", "b"]);
    let value = |lab: &Lab| lab.objective().value(Vec2::new(2.0, 3.0));
    assert_eq!(value(&lab), 13.0);
    lab.edit("surface.a", "2.5").expect("a number");
    assert_eq!(value(&lab), 19.0);
    lab.slide("surface.b", 1.0).expect("a slider");
    assert_eq!(value(&lab), 10.0 + 9.0 / 5.0);
    // A parameter keeps its value while it is there; the others go.
    lab.edit("formula", "a*x^2 + 3y^2 + c").expect("a formula");
    assert_eq!(value(&lab), 2.5 * 4.0 + 27.0 + 1.0);
    assert_eq!(lab.experiment().landscape.parameters.iter().count(), 1);
    assert_eq!(
        refused(&mut lab, "surface.b", "2"),
        "surface.b: wanted one of a, c, given b",
        "a parameter that is gone is no field"
    );
    let many: Vec<String> = (1..=13).map(|k| format!("p{k}*x")).collect();
    assert!(refused(&mut lab, "formula", &many.join("+")).contains("at most 12 parameters besides x and y"));
}

#[test]
fn a_link_brings_the_same_bits() {
    for (formula, edits) in [
        ("a*x^2 + y^2", &[("surface.a", "0.1")][..]),
        ("max(x, y)^2 + |x − y|·e^(−x²) + 1/(2 + sin x(y))", &[]),
        ("α*x^2 + β_1*y^2&f=3;c,1:2 ", &[]),
        ("x^2 + y^2 # 7% + \"quotes\"", &[]),
        ("alpha x^2 + exp(-y)%", &[]),
        ("α*x^2 + 2β*y^2", &[("surface.α", "3")]),
    ] {
        let mut lab = lab();
        if lab.edit("formula", formula).is_err() {
            continue;
        }
        for (field, text) in edits {
            lab.edit(field, text).expect("a parameter");
        }
        let link = lab.experiment().to_link();
        let again = Experiment::from_link(&link).unwrap_or_else(|problem| panic!("{link}: {problem}"));
        assert_eq!(&again, lab.experiment(), "{link}");
        let json = serde_json::to_string(&again).expect("plain data");
        assert_eq!(serde_json::from_str::<Experiment>(&json).ok().as_ref(), Some(&again));
        assert_eq!(bits(&Lab::new(again).expect("a valid experiment")), bits(&lab), "{link}");
    }
}

#[test]
fn what_is_no_formula_is_refused_with_its_place() {
    let mut lab = lab();
    lab.edit("formula", "x^2 + y^2").expect("a formula");
    for (text, message) in [
        ("", "formula: wanted a number, a name or an opening parenthesis at column 1, given the end"),
        ("x^2 + (y*2", "formula: wanted a closing parenthesis at column 11, given the end"),
        ("1e400*x", "formula: wanted a number below 1.8e308 at column 1, given 1e400"),
        ("ln(-1 - x^2)", "formula: wanted a loss that is a finite number somewhere in view, given ln(-1 - x^2)"),
        ("1/0", "formula: wanted a loss that is a finite number somewhere in view, given 1/0"),
        ("0/0*x", "formula: wanted a loss that is a finite number somewhere in view, given 0/0*x"),
    ] {
        assert_eq!(refused(&mut lab, "formula", text), message, "{text}");
    }
    assert!(refused(&mut lab, "formula", &"(".repeat(10_240)).contains("at most 2000 characters"));
    let link = |rest: &str| {
        let text = format!("v=1&view=-2,2,-1,3&start=0,0&steps=10&c=adam,rate:1&{rest}");
        Experiment::from_link(&text).expect_err("a bad link").to_string()
    };
    assert_eq!(link("on=bowl&f=x"), "formula: wanted none, since the landscape is bowl, given one");
    assert_eq!(link("on=formula,a:2&f=x"), "surface.a: wanted one of , given a");
    assert_eq!(
        link("on=formula&f=x%2B"),
        "formula: wanted a number, a name or an opening parenthesis at column 3, given the end"
    );
    assert_eq!(link("on=formula&f=x&f=y"), "link: wanted one part “f=…”, given several");
}

#[test]
fn a_start_where_the_loss_is_no_number_moves_to_the_nearest_place_where_it_is() {
    let mut lab = lab();
    lab.edit("starts.1.x", "-1.5").expect("a number");
    lab.edit("formula", "ln(x) + y^2").expect("a formula that is a number in half of the view");
    let start = lab.experiment().starts[0];
    assert!(start.x > 0.0 && start.x < 0.2, "{start:?} is not the nearest place");
    // One that is a number stays.
    let stays = lab.experiment().starts[0];
    lab.edit("formula", "sqrt(x) + y^2").expect("a formula");
    assert_eq!(lab.experiment().starts[0], stays);
}

#[test]
fn formulas_of_one_variable_or_of_none_are_landscapes() {
    for formula in ["x^2", "y^4 - y^2", "3", "pi", "0*x", "x - x"] {
        let mut lab = lab();
        lab.edit("formula", formula).unwrap_or_else(|problem| panic!("{formula}: {problem}"));
        assert_eq!(lab.objective().variables(), 2, "{formula} is shown in the plane");
        assert!(lab.trajectories().iter().all(|run| run.losses.iter().all(|loss| loss.is_finite())), "{formula}");
    }
}

#[test]
fn contours_are_spaced_as_the_values_lie() {
    let levels = |formula: &str| Landscape::typed(formula).build().expect("a landscape").levels();
    assert_eq!(levels("100(y - x^2)^2 + (1 - x)^2"), Levels::Logarithmic);
    assert_eq!(levels("x^2 - y^2"), Levels::Linear);
    assert_eq!(levels("sin(x) + cos(y)"), Levels::Linear);
    assert_eq!(levels("7"), Levels::Linear);
}

#[test]
fn a_formula_that_cannot_be_negative_has_a_floor() {
    let floor = |formula: &str| {
        let landscape = Landscape::typed(formula).build().expect("a landscape");
        let (floor, chance) = (landscape.floor(), Stream::new(4));
        if floor.is_some() {
            let at = |k: u64| 20.0 * chance.fraction(k) - 10.0;
            let least = (0..2_000).map(|k| landscape.objective.value(Vec2::new(at(2 * k), at(2 * k + 1))));
            assert!(least.filter(|loss| !loss.is_nan()).all(|loss| loss >= 0.0), "{formula}");
        }
        floor
    };
    for formula in ["x^2 + y^2", "100(y - x^2)^2 + (1 - x)^2", "|x| + 3", "x*x*2 + exp(-y)", "max(x, 1) + sqrt(y)"] {
        assert_eq!(floor(formula), Some(0.0), "{formula}");
    }
    for formula in ["(x^2 + 1)/cosh(y)", "min(|x|, y^4)^1.5", "atan(x^2) + acos(y)", "softplus(x)^3 + tanh(y^2)"] {
        assert_eq!(floor(formula), Some(0.0), "{formula}");
    }
    for formula in
        ["x", "x^3", "x^2 - 1", "-(x^2)", "x*y", "ln(x^2)", "min(x, 1)", "x^2/y", "-2*x^2", "sin(x) + y^2", "x^2*(-1)"]
    {
        assert_eq!(floor(formula), None, "{formula}");
    }
}

#[test]
fn a_formula_is_raced_like_any_surface() {
    let mut experiment = experiment("bowl", &["gradient_descent", "lbfgs", "nelder_mead", "backtracking"], 0.1, 60);
    experiment.landscape = Landscape::typed("(x^2 + y^2)/2");
    experiment.noise = 0.0;
    let race = run::run(&experiment).expect("a race");
    // Gradient descent on the bowl: w after t steps is (1 − η)ᵗ of the start, by its closed form to rounding.
    let (start, last) = (experiment.starts[0], race[0].points[60]);
    let wanted = libm::pow(0.9, 60.0) * start.norm();
    assert!((last.norm() - wanted).abs() <= 1e-14 * wanted.max(1.0), "{last:?}");
}
