//! Lecture scenes as links, run as the page runs them, with the numbers that others have published.
//!
//! Sources: A. Zhang, Z. C. Lipton, M. Li, A. J. Smola, Dive into deep learning, 2023, sections 12.3 and 12.6;
//! L. Lessard, B. Recht, A. Packard, Analysis and design of optimization algorithms via integral quadratic constraints,
//! 2016; S. J. Reddi, S. Kale, S. Kumar, On the convergence of Adam and beyond, 2018.

use steepest::experiment::Experiment;
use steepest::outcome::Outcome;
use steepest::run::{Trajectory, run};
use steepest::stationary::Kind;

/// The trajectories of a link's contenders.
#[track_caller]
fn runs(link: &str) -> Vec<Trajectory> {
    let experiment = Experiment::from_link(link).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(experiment.to_link(), link, "the link is as it is written");
    run(&experiment).unwrap_or_else(|problem| panic!("{problem}"))
}

#[track_caller]
fn assert_near(got: f64, wanted: f64, tolerance: f64) {
    assert!((got - wanted).abs() <= tolerance, "got {got}, wanted {wanted} ± {tolerance}");
}

#[test]
fn a_rate_too_small_a_good_one_and_one_too_large_on_a_parabola() {
    let head = "v=1&on=parabola&view=-12,12,-10,130&start=10,0&seed=0&steps=10";
    let c = |rate: &str| format!("&c=gradient_descent,rate:{rate}");
    let runs = runs(&format!("{head}{}{}{}", c("0.05"), c("0.2"), c("1.1")));
    let last: Vec<f64> = runs.iter().map(|run| run.points[10].x).collect();
    // Each step multiplies by 1 − 2η, ten times; the text prints four digits.
    assert_near(last[0], 3.486784, 1e-6);
    assert_near(last[1], 0.060466, 1e-6);
    assert_near(last[2], 61.917364, 1e-6);
    assert!(runs.iter().all(|run| run.points.iter().all(|w| w.y == 0.0)), "y stays where it is");
}

#[test]
fn a_heavy_ball_tuned_for_quadratics_cycles_on_a_kinked_parabola() {
    let head = "v=1&on=kinked_parabola&view=-4,4,-12,150&start=3.3,0&seed=0&steps=600";
    let ball = format!("&c=momentum,rate:{},mu:{}", 1.0 / 9.0, 4.0 / 9.0);
    let nesterov = format!("&c=nesterov,rate:0.04,mu:{}", 2.0 / 3.0);
    let runs = runs(&format!("{head}{ball}{nesterov}"));
    let mut cycle: Vec<f64> = runs[0].points[598..].iter().map(|w| w.x).collect();
    cycle.sort_by(f64::total_cmp);
    for (got, wanted) in cycle.into_iter().zip([-1.8024, 0.6465, 2.1159]) {
        assert_near(got, wanted, 5e-5);
    }
    assert_eq!(runs[0].outcome, Outcome::Oscillating);
    assert!(matches!(runs[1].outcome, Outcome::Settled { .. }), "{:?}", runs[1].outcome);
}

#[test]
fn momentum_on_a_gentle_slope_has_ten_times_its_rate() {
    let head = "v=1&on=parabola,lambda:0.02&view=-1.5,1.5,-0.002,0.02&start=1,0&seed=0&steps=500";
    let runs = runs(&format!("{head}&c=gradient_descent,rate:0.1&c=momentum,rate:0.01&c=gradient_descent,rate:0.01"));
    for (run, wanted) in runs.iter().zip([0.36751, 0.36758, 0.905]) {
        assert_near(run.points[500].x, wanted, 5e-4);
    }
    assert_near(runs[0].points[500].x, 0.36751, 5e-6);
}

#[test]
fn adam_walks_to_the_worst_point_of_an_alternating_loss_and_amsgrad_to_the_best() {
    // β₂ = 1/(1 + C²) with C = 4, α_t = 0.3/√t, no bias correction.
    let head = "v=1&on=alternating&view=-1.3,1.3,-1,1&start=0,0&seed=0&steps=400";
    let beta2 = 1.0 / 17.0;
    let decay = ";inverse_square_root,k:1";
    let runs = runs(&format!(
        "{head}&c=adam,rate:0.3,beta1:0,beta2:{beta2},bias_correction:off{decay}\
         &c=adam,rate:0.3,amsgrad:paper,beta1:0,beta2:{beta2}{decay}\
         &c=gradient_descent,rate:0.3{decay}"
    ));
    let x = |run: usize, t: usize| runs[run].points[t].x;
    assert!(
        (0..93).any(|t| x(0, t) < 1.0) && (93..=400).all(|t| x(0, t) > 0.9),
        "Adam is at the worst point from step 93"
    );
    // The one large gradient of each period still throws it back a little.
    assert_eq!(runs[0].outcome, Outcome::Oscillating);
    assert!(x(1, 61) < -0.9, "AMSGrad is below −0.9 at step 61: {}", x(1, 61));
    assert_eq!(x(2, 1), -1.0, "gradient descent goes there at once");
    assert!((60..=400).all(|t| x(2, t) < -0.8), "and stays about there");
    assert!(runs.iter().flat_map(|run| &run.points).all(|w| (-1.0..=1.0).contains(&w.x)), "nobody leaves the box");
}

#[test]
fn newton_goes_uphill_where_the_curvature_is_negative() {
    let head = "v=1&on=wave&view=-16,16,-17,17&start=10,0&seed=0&steps=40";
    let runs = runs(&format!("{head}&c=newton,rate:1&c=newton,rate:0.5&c=newton,rate:1,form:saddle_free"));
    // Ten full steps end far outside the view; ten halved ones at the minimum 7.27, as the text prints both.
    assert_near(runs[0].points[10].x, 26.834133, 1e-6);
    assert_near(runs[1].points[10].x, 7.269860, 1e-5);
    assert!(runs[0].losses[10] > runs[0].losses[0], "full steps end higher than they began");
    assert!(runs[1].losses[10] < runs[1].losses[0], "halved ones lower");
    // With the curvature's absolute value it may overshoot, and comes to rest in a minimum.
    assert!(matches!(runs[2].outcome, Outcome::Settled { kind: Kind::Minimum, .. }), "{:?}", runs[2].outcome);
}
