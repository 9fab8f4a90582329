//! Theory beside practice: what is said of linear recurrences, and that runs do it.
//!
//! G. Goh, Why momentum really works, Distill, 2017; L. Lessard, B. Recht, A. Packard, Analysis and design of
//! optimization algorithms via integral quadratic constraints, 2016.

mod recurrences;
#[path = "../support/mod.rs"]
mod support;

use serde_json::Value;
use steepest::experiment::Experiment;
use steepest::explain::{Motion, theory};
use steepest::lab::Lab;
use steepest::landscape;
use steepest::linear::Vec2;
use steepest::outcome::Outcome;
use steepest::page::theory_card;
use steepest::parameter::Settings;

/// A session on the experiment of a link.
#[track_caller]
fn lab(link: &str) -> Lab {
    let experiment = Experiment::from_link(&format!("v=1&{link}")).unwrap_or_else(|problem| panic!("{problem}"));
    Lab::new(experiment).unwrap_or_else(|problem| panic!("{problem}"))
}

/// The card of the first contender, as the page gets it.
fn card(lab: &Lab, clock: usize) -> Value {
    serde_json::to_value(theory_card(lab, 0, clock)).expect("plain data")
}

/// What the card says of the manner of each coordinate.
fn manners(lab: &Lab, clock: usize) -> Vec<String> {
    let card = card(lab, clock);
    card["modes"].as_array().expect("rows").iter().map(|row| row["manner"].as_str().expect("words").into()).collect()
}

/// Presses the card's button for a contender.
#[track_caller]
fn use_best(lab: &mut Lab, contender: usize) {
    let card = serde_json::to_value(theory_card(lab, contender, 0)).expect("plain data");
    assert_eq!(card["button"]["idle"], "");
    for edit in card["button"]["edits"].as_array().expect("edits") {
        let text = |k: usize| edit[k].as_str().expect("a text");
        lab.edit(text(0), text(1)).unwrap_or_else(|problem| panic!("{problem}"));
    }
    let card = serde_json::to_value(theory_card(lab, contender, 0)).expect("plain data");
    assert_ne!(card["button"]["idle"], "", "it runs with what is best now");
}

/// The first step of a contender nearer than 10⁻³ to the origin.
fn arrives(lab: &Lab, contender: usize) -> Option<usize> {
    lab.followed(contender).points.iter().position(|w| w.norm() < 1e-3)
}

#[track_caller]
fn assert_near(got: f64, wanted: f64, tolerance: f64) {
    assert!((got - wanted).abs() <= tolerance, "{got}, wanted {wanted} ± {tolerance}");
}

#[test]
fn measured_factors_are_those_of_theory_on_a_quadratic() {
    let contenders = [
        "gradient_descent,rate:0.07",
        "gradient_descent,rate:0.02,weight_decay:0.5",
        "momentum,rate:0.02,mu:0.9",
        "momentum,rate:0.02,mu:0.9,form:pytorch,dampening:0.3",
        "momentum,rate:0.2,mu:0.9,form:averaged",
        "nesterov,rate:0.02,mu:0.9",
        "nesterov,rate:0.02,mu:0.9,form:keras",
        "qhm,rate:0.3,beta:0.9",
        "asgd,rate:0.05,lambd:0",
    ];
    for contender in contenders {
        let lab = lab(&format!("on=ravine_rotated&view=-5,5,-5,5&start=-4,2&steps=400&c={contender}"));
        for clock in [60, 150, 400] {
            let found = theory(&lab, 0, clock).expect("a quadratic");
            assert!(found.is_exact);
            for mode in &found.modes {
                let (factor, measured) = (mode.spectrum.expect("linear").factor, mode.measured.expect("it moves"));
                assert_near(measured.factor, factor, 1e-6);
                assert!(measured.steps[1] <= clock && measured.steps[1] - measured.steps[0] <= 20);
            }
        }
    }
}

#[test]
fn what_has_come_to_rest_is_measured_where_it_still_moved() {
    let lab = lab("on=ravine_rotated&view=-5,5,-5,5&start=-4,2&steps=30000&c=gradient_descent,rate:0.05");
    let found = theory(&lab, 0, 30_000).expect("a quadratic");
    for mode in &found.modes {
        let measured = mode.measured.expect("it moved");
        assert_near(measured.factor, mode.spectrum.expect("linear").factor, 1e-6);
        assert!(measured.steps[1] < 20_000, "{measured:?}");
    }
    assert_eq!(found.shown(&lab, 0), [20_000, 30_000]);
    let early = theory(&lab, 0, 12_000).expect("a quadratic");
    assert_eq!(early.shown(&lab, 0), [0, 20_000]);
    assert_eq!(early.path(&lab, 0, [5, 7]).len(), 3);
}

#[test]
fn overdamped_coordinates_tend_to_the_factor_of_theory() {
    let lab = lab("on=ravine_rotated&view=-5,5,-5,5&start=-4,2&steps=400&c=momentum,rate:0.001,mu:0.4");
    let found = theory(&lab, 0, 400).expect("a quadratic");
    for mode in &found.modes {
        assert_eq!(mode.spectrum.map(|spectrum| spectrum.motion), Some(Motion::Creeping));
        assert_near(mode.measured.expect("it moves").factor, mode.spectrum.expect("linear").factor, 1e-6);
    }
}

#[test]
fn the_buttons_best_gradient_descent_takes_399_steps_and_the_best_heavy_ball_60() {
    // diag(1, 100) from (2.5, 1.5), to a thousandth.
    let contenders = "c=gradient_descent,rate:0.001&c=momentum,rate:0.001&c=momentum,rate:0.001,form:pytorch\
                      &c=momentum,rate:0.001,form:averaged&c=qhm,rate:0.001&c=nesterov,rate:0.001";
    let mut lab = lab(&format!("on=ravine,b:100&view=-5,5,-5,5&start=2.5,1.5&steps=1000&{contenders}"));
    assert_eq!(arrives(&lab, 0), None);
    (0..6).for_each(|contender| use_best(&mut lab, contender));
    assert_eq!(lab.experiment().contenders[0].rate, 2.0 / 101.0);
    assert_eq!(arrives(&lab, 0), Some(399));
    for contender in 1..5 {
        assert_eq!(arrives(&lab, contender), Some(60), "contender {}", contender + 1);
    }
    // 1 − 2/√301 a step: between the two.
    assert!((60..200).contains(&arrives(&lab, 5).expect("Nesterov arrives")));
}

#[test]
fn distills_opening_figure_is_too_little_right_and_ringing() {
    // (1 − x)² + 20 (3y − x²)², with eigenvalues 1.38 and 521 at (1, 1/3); 150 steps at η = 0.003.
    let at = |rate: f64, mu: f64| {
        lab(&format!(
            "on=distill_banana&view=-1.6,1.6,-0.8,1.6&start=-1.21,0.853&steps=150&c=momentum,rate:{rate},mu:{mu}"
        ))
    };
    let distance = |lab: &Lab| (lab.followed(0).points[150] - Vec2::new(1.0, 1.0 / 3.0)).norm();
    let stiff_and_flat = |lab: &Lab| theory(lab, 0, 150).expect("finite").modes;
    for (mu, wanted, tolerance) in [(0.0, 1.13, 5e-3), (0.74, 0.11, 5e-3), (0.9, 1e-4, 5e-5), (0.98, 0.12, 5e-3)] {
        assert_near(distance(&at(0.003, mu)), wanted, tolerance);
    }
    // Along the floor the critical value is (1 − √(0.003 · 1.383))² = 0.875: 0.74 creeps, 0.9 barely rings, 0.98 rings.
    let modes = stiff_and_flat(&at(0.003, 0.9));
    assert_near(modes[0].critical.expect("it can ring")[0], 0.875, 2e-3);
    assert!(matches!(modes[0].spectrum.expect("linear").motion, Motion::Ringing { .. }));
    let ringing = stiff_and_flat(&at(0.003, 0.98));
    assert!(matches!(ringing[0].spectrum.expect("linear").motion, Motion::Ringing { .. }));
    assert_near(ringing[0].spectrum.expect("linear").factor, 0.98_f64.sqrt(), 1e-15);
    let away = at(0.006, 0.0);
    assert!(
        matches!(away.followed(0).outcome, Outcome::Diverged { step } if step <= 8),
        "{:?}",
        away.followed(0).outcome
    );
}

#[test]
fn momentum_widens_stability_to_two_and_two_mu() {
    for (mu, inside, outside) in [(0.0, 0.0199, 0.0201), (0.5, 0.0299, 0.0301), (0.9, 0.0379, 0.0381)] {
        let verdict = |rate: f64| {
            let lab =
                lab(&format!("on=ravine,b:100&view=-5,5,-5,5&start=2.5,1.5&steps=50&c=momentum,rate:{rate},mu:{mu}"));
            card(&lab, 50)["modes"][1]["verdict"].clone()
        };
        assert_eq!((verdict(inside), verdict(outside)), ("stable".into(), "unstable".into()), "mu = {mu}");
        assert_eq!(verdict((2.0 + 2.0 * mu) / 100.0), "at the limit", "mu = {mu}");
    }
}

#[test]
fn on_a_gentle_slope_momentum_has_the_factor_of_ten_times_its_rate() {
    let lab = lab("on=parabola,lambda:0.02&view=-1.2,1.2,-0.001,0.011&start=1,0&steps=500\
         &c=gradient_descent,rate:0.1&c=momentum,rate:0.01&c=gradient_descent,rate:0.01");
    let found = [0, 1, 2].map(|contender| theory(&lab, contender, 500).expect("a parabola"));
    let factors = found.each_ref().map(|found| found.modes[0].spectrum.expect("linear").factor);
    assert_eq!(found.map(|found| found.modes.len()), [1, 1, 1]);
    assert_near(factors[0].powi(500), 0.36751, 5e-6);
    assert_near(factors[1].powi(500), 0.36758, 0.01);
    assert_near(factors[2].powi(500), 0.905, 5e-4);
    assert_near(factors[1], factors[0], 5e-5);
}

#[test]
fn words_of_damping_change_with_the_momentum() {
    // η λ = 0.04 and 1 on diag(1, 25): critical at (1 − 0.2)² = 0.64, and at 0.
    let words = |mu: &str| {
        manners(&lab(&format!("on=ravine&view=-5,5,-5,5&start=4,1&steps=50&c=momentum,rate:0.04,mu:{mu}")), 10)
    };
    assert!(words("0.5")[0].starts_with("overdamped") && words("0.5")[0].ends_with("critical at μ = 0.64"));
    assert!(words("0.64")[0].starts_with("critically damped"));
    assert!(words("0.9")[0].starts_with("underdamped: rings, a swing in"));
    assert!(words("0.5")[1].starts_with("underdamped"));
    let fast = |rate: &str| {
        manners(&lab(&format!("on=ravine&view=-5,5,-5,5&start=4,1&steps=50&c=gradient_descent,rate:{rate}")), 10)
    };
    assert_eq!(fast("0.04"), ["straight in, from one side", "there at once"]);
    assert_eq!(fast("0.07")[1], "to the other side at every step");
    assert_eq!(fast("0.09")[1], "to the other side at every step, and grows");
}

#[test]
fn a_saddle_has_no_best_rate_and_says_why() {
    let lab = lab("on=bounded_saddle&view=-2,2,-2,2&start=1e-6,1&steps=100&c=momentum,rate:0.1");
    let card = card(&lab, 3);
    assert!(
        card["scope"].as_str().is_some_and(|scope| scope.starts_with("Local: the second-order expansion at step 3"))
    );
    assert_eq!(card["modes"][0]["manner"], "negative curvature: any η > 0 leaves along it");
    assert_eq!(card["modes"][0]["verdict"], "unstable");
    assert_eq!(card["best"], "No rate is best: λ₁ = −1 is negative curvature, and any η > 0 leaves along it.");
    assert!(card["button"].is_null());
}

#[test]
fn a_singular_hessian_is_described_by_what_is_defined() {
    let card = card(&lab("on=ravine,a:0&view=-5,5,-5,5&start=4,1&steps=60&c=gradient_descent,rate:0.01"), 60);
    let remark =
        "H is singular: z₁ has no curvature, every point along it is stationary, and z₁ counts from the start.";
    assert_eq!(card["remarks"], serde_json::json!([remark]));
    assert_eq!(card["best"], "No rate is best: λ₁ = 0, and nothing converges along it, whatever η is.");
    assert_eq!((&card["modes"][0]["verdict"], &card["modes"][1]["verdict"]), (&"stays".into(), &"stable".into()));
    assert_eq!(card["modes"][0]["measured"], "–");
}

#[test]
fn what_theory_has_no_word_on_is_said() {
    let adam = card(&lab("on=ravine&view=-5,5,-5,5&start=4,1&steps=60&c=adam,rate:0.1"), 30);
    let remark = adam["remarks"][0].as_str().expect("a remark");
    assert!(
        remark.starts_with("Adam is not a fixed linear recurrence")
            && remark.ends_with("Gradient descent, Momentum, Nesterov, QHM, ASGD."),
        "{remark}"
    );
    assert_eq!((&adam["modes"][0]["factor"], &adam["button"]), (&"–".into(), &Value::Null));
    assert_ne!(adam["modes"][0]["measured"], "–");

    let one = card(&lab("on=parabola&view=-12,12,-10,130&start=10,0&steps=10&c=gradient_descent,rate:0.2"), 5);
    assert_eq!((one["axes"].clone(), one["modes"].as_array().map(Vec::len)), (Value::Null, Some(1)));
    assert!(one["remarks"][0].as_str().is_some_and(|remark| remark.starts_with("One parameter")));

    let tip =
        card(&lab("on=formula&f=sqrt(x^2%2By^2)&view=-2,2,-2,2&start=0,0&steps=10&c=gradient_descent,rate:0.2"), 0);
    assert_eq!(tip["scope"], "No quadratic: at step 0, (0, 0), a derivative of the loss is not a finite number.");

    let lost = card(&lab("on=ravine&view=-5,5,-5,5&start=4,1&steps=2000&c=gradient_descent,rate:0.2"), 2000);
    let remark = lost["remarks"][0].as_str().expect("a remark");
    assert!(remark.starts_with("The run has left: it is shown up to its last finite iterate, step "), "{remark}");

    let decayed = card(
        &lab(
            "on=ravine&view=-5,5,-5,5&start=4,1&steps=60&c=momentum,rate:0.01,weight_decay:0.5,maximize:on;exponential",
        ),
        30,
    );
    let remarks = decayed["remarks"].as_array().expect("remarks");
    assert_eq!(remarks.len(), 3, "{remarks:?}");
    assert_eq!(remarks[0], "Weight decay adds 0.5 to every eigenvalue.");
    assert_eq!(decayed["modes"][0]["eigenvalue"], "λ₁ = −24.5");
}

#[test]
fn a_race_that_sets_the_rates_keeps_the_button_idle() {
    let mut lab = lab("on=ravine&view=-5,5,-5,5&start=4,1&steps=60&c=momentum,rate:0.01");
    lab.edit("fairness", "same").expect("a mode");
    let card = card(&lab, 0);
    assert!(card["button"]["idle"].as_str().is_some_and(|why| why.starts_with("the race sets the learning rates")));
}

#[test]
fn a_formula_shows_whether_it_is_quadratic() {
    for entry in landscape::ALL {
        let objective = (entry.build)(&Settings::defaults(entry.parameters));
        let Some(tape) = objective.tape() else { continue };
        let places = [(0.3, -0.2), (-1.1, 0.7), (1.7, 1.3)].map(|(x, y)| objective.curvature(Vec2::new(x, y)).hessian);
        assert_eq!(tape.is_quadratic(), places[0] == places[1] && places[1] == places[2], "{}", entry.key);
    }
    let exact = |link: &str| theory(&lab(link), 0, 3).expect("finite").is_exact;
    let typed = |formula: &str| {
        exact(&format!("on=formula&f={formula}&view=-2,2,-2,2&start=1,1&steps=9&c=gradient_descent,rate:0.01"))
    };
    assert!(typed("(x-1)^2%2B3x*y/2-y%2Bsin(2)y^2") && typed("x*y"));
    assert!(!typed("x^2*y") && !typed("cos(x)%2By^2") && !typed("x^3"));
    let data =
        |model: &str| exact(&format!("on={model}&view=-2,2,-2,2&start=1,1&steps=9&c=gradient_descent,rate:0.01"));
    assert!(data("linear_regression") && !data("logistic_regression"));
}
