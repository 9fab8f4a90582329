//! Models with their data: made ones, what is held out, a user's table.
//!
//! Seeds are fixed, so these tests give the same answer every time; the confidence named at each is the share of seeds
//! that pass if the code is right.

mod brought;

use std::sync::Arc;

use steepest::data::{self, DataLoss, Entry, LinearRegression, Remark, Residual, Sample, is_separable};
use steepest::experiment::{Experiment, Landscape};
use steepest::linear::{Rect, Vec2};
use steepest::objective::Objective;
use steepest::outcome::Outcome;
use steepest::parameter::{Given, Setting, Settings};
use steepest::random::Stream;
use steepest::run::run;
use steepest::stationary::{self, Kind};

/// Rounding of a sum of some hundred terms near 1.
const ROUNDING: f64 = 1e-13;

/// A central difference with this step is off by about its square, or by ε over it.
const STEP: f64 = 1e-5;

/// The standard deviations beyond which a normal variable is once in 15 800 times.
const FOUR_SIGMA: f64 = 4.0;

fn settings(entry: &'static Entry, given: &[(&str, f64)]) -> Settings {
    let given: Given = given.iter().map(|(key, value)| (key.to_string(), Setting::Number(*value))).collect();
    Settings::resolve(entry.key, &Sample::parameters(entry, true), &given).expect("good settings")
}

fn sample(key: &str, given: &[(&str, f64)]) -> Sample {
    let entry = data::find(key).expect("a registered model");
    Sample::new(entry, &settings(entry, given), None).expect("good data")
}

/// The landscape of a model with these choices.
fn objective(key: &str, given: &[(&str, Setting)]) -> Arc<dyn Objective> {
    let parameters = given.iter().map(|(key, value)| (key.to_string(), value.clone())).collect();
    Landscape { parameters, ..Landscape::new(key) }.build().expect("a good landscape").objective
}

/// Places about the home view of a sample.
fn places(sample: &Sample) -> Vec<Vec2> {
    let view = sample.home.view;
    [0.2, 0.5, 0.7]
        .iter()
        .map(|t| Vec2::new(view.x[0], view.y[1]) + *t * Vec2::new(view.size().x, -view.size().y))
        .collect()
}

#[track_caller]
fn assert_near(what: &str, got: f64, wanted: f64, tolerance: f64) {
    assert!((got - wanted).abs() <= tolerance, "{what}: got {got}, wanted {wanted} ± {tolerance}");
}

#[test]
fn every_model_has_one_loss_whichever_way_it_is_asked() {
    for entry in data::ALL {
        let sample = sample(entry.key, &[]);
        for w in places(&sample) {
            let (slope, curvature, mut row) = (sample.loss.slope(w), sample.loss.curvature(w), [0.0]);
            sample.loss.row(&[w.x], w.y, &mut row);
            assert_eq!([sample.loss.value(w), curvature.loss, row[0]], [slope.loss; 3], "{}", entry.key);
            assert_eq!(curvature.gradient, slope.gradient, "{}", entry.key);
            let subset = [3, 17, 3];
            let (some, more) = (sample.loss.slope_over(&subset, w), sample.loss.curvature_over(&subset, w));
            assert_eq!((some.loss, some.gradient), (more.loss, more.gradient), "{}", entry.key);
            let mean = subset.iter().map(|i| sample.loss.slope_over(&[*i], w).loss).sum::<f64>() / 3.0;
            assert_near(entry.key, some.loss, mean, ROUNDING * (1.0 + mean));
        }
    }
}

#[test]
fn every_model_has_the_derivatives_of_differences() {
    for entry in data::ALL {
        let sample = sample(entry.key, &[]);
        for w in places(&sample) {
            let here = sample.loss.curvature(w);
            let value = |d: Vec2| sample.loss.value(w + d);
            let gradient = |d: Vec2| sample.loss.slope(w + d).gradient;
            let (dx, dy) = (Vec2::new(STEP, 0.0), Vec2::new(0.0, STEP));
            let tolerance = 1e-8 * (1.0 + here.loss.abs() + here.hessian.xx.abs() + here.hessian.yy.abs());
            assert_near(entry.key, (value(dx) - value(-dx)) / (2.0 * STEP), here.gradient.x, tolerance);
            assert_near(entry.key, (value(dy) - value(-dy)) / (2.0 * STEP), here.gradient.y, tolerance);
            assert_near(entry.key, (gradient(dx).x - gradient(-dx).x) / (2.0 * STEP), here.hessian.xx, tolerance);
            assert_near(entry.key, (gradient(dx).y - gradient(-dx).y) / (2.0 * STEP), here.hessian.xy, tolerance);
            assert_near(entry.key, (gradient(dy).y - gradient(-dy).y) / (2.0 * STEP), here.hessian.yy, tolerance);
        }
    }
}

#[test]
fn a_least_squares_loss_is_one_formula_and_keeps_its_digits() {
    // Years, whose squares cancel in a plain sum; a needle of a ravine; one point; one input for all.
    let cases: [(Vec<f64>, Vec<f64>); 4] = [
        ((0..50).map(|k| 2000.0 + f64::from(k)).collect(), (0..50).map(|k| 3.0 + 0.1 * f64::from(k % 7)).collect()),
        (
            (0..80).map(|k| 100.0 * (f64::from(k) / 40.0 - 0.9)).collect(),
            (0..80).map(|k| f64::from(k * k % 11)).collect(),
        ),
        (vec![2.0], vec![5.0]),
        (vec![4.0; 9], (0..9).map(f64::from).collect()),
    ];
    for (x, y) in cases {
        let count = x.len() as f64;
        let loss = DataLoss::mean(LinearRegression::new(&x, &y, Residual::Squared).expect("good data"));
        assert_eq!(loss.cost(), 1);
        for w in [Vec2::new(0.0, 0.0), Vec2::new(1.5, -2.0), Vec2::new(0.01, 3.0)] {
            let residuals = || x.iter().zip(&y).map(|(x, y)| w.x * x + w.y - y);
            let plain = residuals().map(|r| r * r).sum::<f64>() / count;
            // Some thousand roundings of the terms of the plain sum.
            assert_near("loss", loss.value(w), plain, 1e-12 * (1.0 + plain));
            let slope = x.iter().zip(residuals()).map(|(x, r)| 2.0 * r * x).sum::<f64>() / count;
            let size = x.iter().zip(residuals()).map(|(x, r)| (2.0 * r * x).abs()).sum::<f64>() / count;
            assert_near("slope", loss.slope(w).gradient.x, slope, 1e-12 * (1.0 + size));
        }
    }
}

#[test]
fn a_sum_is_the_mean_times_the_number_of_points() {
    let sum = ("reduction", Setting::Choice("sum".into()));
    for entry in data::ALL {
        let sample = sample(entry.key, &[]);
        let (mean, sum) = (objective(entry.key, &[]), objective(entry.key, std::slice::from_ref(&sum)));
        for w in places(&sample) {
            let (mean, sum) = (mean.slope(w), sum.slope(w));
            assert_near(entry.key, sum.loss, 60.0 * mean.loss, 60.0 * ROUNDING * (1.0 + mean.loss));
            let off = (sum.gradient - 60.0 * mean.gradient).norm();
            assert_near(entry.key, off, 0.0, 60.0 * ROUNDING * (1.0 + mean.gradient.norm()));
        }
    }
}

#[test]
fn descending_the_sum_at_a_rate_so_many_times_smaller_is_the_same_path() {
    let path = |reduction: &str, rate: f64, batch: &str| {
        let link = format!(
            "v=1&on=linear_regression{reduction}&view=-6,6,-6,6&start=-1,2&seed=4&steps=60&c=gradient_descent,rate:{rate}{batch}"
        );
        run(&Experiment::from_link(&link).expect("a good link")).expect("a race").swap_remove(0).points
    };
    for (batch, points) in [("", 60.0), (",batch:12", 12.0), (",batch:1", 1.0)] {
        let (mean, sum) = (path("", 0.12, batch), path(",reduction:sum", 0.12 / points, batch));
        let apart = mean.iter().zip(&sum).map(|(a, b)| (*a - *b).norm()).fold(0.0, f64::max);
        assert_near(batch, apart, 0.0, 1e-12);
    }
}

#[test]
fn made_data_are_those_of_their_settings() {
    for entry in data::ALL {
        let few = sample(entry.key, &[]);
        assert_eq!(few.rows, sample(entry.key, &[]).rows, "{}", entry.key);
        let many = sample(entry.key, &[("n", 500.0)]);
        assert_eq!(many.rows[..60], few.rows, "{}: more points leave the others where they are", entry.key);
        assert_ne!(sample(entry.key, &[("seed", 2.0)]).rows, few.rows, "{}", entry.key);
        assert_eq!(few.loss.count(), 60);
    }
}

#[test]
fn noise_scale_and_correlation_of_made_data_are_as_stated() {
    // Four standard errors each: one seed in 15 800 is farther off.
    let count = 20_000.0_f64;
    let rows = sample("linear_regression", &[("n", count), ("noise", 0.5), ("scale", 4.0), ("correlation", 0.6)]).rows;
    let mean = |f: &dyn Fn(&[f64; 3]) -> f64| rows.iter().map(f).sum::<f64>() / count;
    // x/4 is uniform with E x² = 1 and E x = 0.6.
    assert_near("mean", mean(&|row| row[0] / 4.0), 0.6, FOUR_SIGMA * 0.8 / count.sqrt());
    assert_near("square", mean(&|row| (row[0] / 4.0).powi(2)), 1.0, FOUR_SIGMA * 1.3 / count.sqrt());
    let noise = |row: &[f64; 3]| row[1] - (2.0 * row[0] / 4.0 - 1.0);
    assert_near("noise", mean(&noise), 0.0, FOUR_SIGMA * 0.5 / count.sqrt());
    assert_near(
        "its variance",
        mean(&|row| noise(row).powi(2)),
        0.25,
        FOUR_SIGMA * 0.25 * 2.0_f64.sqrt() / count.sqrt(),
    );
    let rows = sample("linear_regression", &[("n", count), ("outliers", 0.1), ("noise", 0.0)]).rows;
    let share = rows.iter().filter(|row| row[1] > 2.0 * row[0] + 3.9).count() as f64 / count;
    assert_near("outliers", share, 0.1, FOUR_SIGMA * (0.09 / count).sqrt());
}

#[test]
fn labels_have_the_probabilities_of_the_model() {
    let count = 40_000.0_f64;
    let rows = sample("logistic_regression", &[("n", count)]).rows;
    // Σ (label − p) has the variance Σ p (1 − p).
    let p = |row: &[f64; 3]| 1.0 / (1.0 + (-(2.0 * row[0] - row[1])).exp());
    for part in [0, 1] {
        let some: Vec<_> = rows.iter().filter(|row| (row[part] > 0.3) == (part == 0)).collect();
        let off: f64 = some.iter().map(|row| row[2] - p(row)).sum();
        let variance: f64 = some.iter().map(|row| p(row) * (1.0 - p(row))).sum();
        assert_near("labels", off, 0.0, FOUR_SIGMA * variance.sqrt());
    }
}

#[test]
fn what_is_held_out_is_disjoint_complete_and_random() {
    for (share, wanted) in [(0.0, 0), (0.2, 12), (0.5, 30), (0.9, 54)] {
        let sample = sample("neuron", &[("holdout", share)]);
        assert_eq!((sample.held.len(), sample.training.len()), (wanted, 60 - wanted));
        let mut all = [&sample.training[..], &sample.held].concat();
        all.sort_unstable();
        assert_eq!(all, (0..60).collect::<Vec<_>>());
        assert_eq!(sample.loss.count(), 60 - wanted);
        assert_eq!(sample.held_loss.is_some(), wanted > 0);
    }
    assert_eq!(sample("neuron", &[("n", 1.0), ("holdout", 0.9)]).training, [0], "never all of them");
    let (a, b) = (sample("neuron", &[("holdout", 0.5)]), sample("neuron", &[("holdout", 0.5), ("seed", 2.0)]));
    assert_ne!(a.held, b.held);
}

#[test]
fn a_run_knows_its_loss_over_what_is_held_out() {
    for reduction in ["", ",reduction:sum"] {
        let link = format!(
            "v=1&on=logistic_regression,holdout:0.3{reduction}&view=-6,6,-6,6&start=-1,2&seed=4&steps=40\
             &c=adam,rate:0.1,batch:4&c=adam,rate:0.1"
        );
        let experiment = Experiment::from_link(&link).expect("a good link");
        let ground = experiment.check().expect("a good experiment").ground;
        let sample = ground.sample().expect("a loss over data").clone();
        let factor = if reduction.is_empty() { 1.0 } else { 42.0 / 18.0 };
        for run in run(&experiment).expect("a race") {
            let held = sample.held_loss.as_ref().expect("some are held out");
            let wanted: Vec<f64> = run.points.iter().map(|w| factor * held.value(*w)).collect();
            assert_eq!(run.held, wanted);
        }
    }
}

#[test]
fn stationary_points_of_very_many_data_are_those_of_all_of_them() {
    // Far from all trenches the loss rises to 1, so that of minima and maxima there is one more than of saddles
    // (Poincaré and Hopf); between three trenches lies a hill so flat that a saddle and its top share a cell of the
    // search.
    for n in [60.0, 1_000.0, 20_000.0] {
        let sample = sample("gaussian_trenches", &[("n", n)]);
        // As a laboratory searches: in the view and half of it more on each side.
        let view = sample.home.view;
        let [low, high] = [-1.0, 1.0].map(|side| view.center() + side * view.size());
        let found = stationary::find(&*sample.loss, Rect::new(low.x, high.x, low.y, high.y));
        let count = |kind: Kind| found.points.iter().filter(|point| point.kind == kind).count();
        assert_eq!(count(Kind::Minimum), 3, "{n} points");
        assert_eq!(3 + count(Kind::Maximum), 1 + count(Kind::Saddle), "{n} points");
        for point in &found.points {
            let gradient = sample.loss.slope(point.at).gradient.norm();
            assert!(gradient <= 1e-12, "{n} points: ∇L is {gradient} at {:?}", point.at);
        }
    }
    for key in ["neuron", "exponential_decay", "logistic_regression"] {
        let sample = sample(key, &[("n", 20_000.0)]);
        let found = stationary::find(&*sample.loss, sample.home.view);
        assert!(found.points.iter().any(|point| point.kind == Kind::Minimum), "{key}");
    }
}

/// Whether a line separates the labels, by trying every perpendicular of a point.
fn separable_by_trying(points: &[([f64; 2], bool)]) -> bool {
    let signed: Vec<Vec2> =
        points.iter().map(|([a, b], label)| if *label { Vec2::new(*a, *b) } else { Vec2::new(-a, -b) }).collect();
    let directions = signed.iter().flat_map(|u| [Vec2::new(-u.y, u.x), Vec2::new(u.y, -u.x), *u]);
    // Perpendiculars of two neighbours bound a cone of good directions; its middle is one as well.
    let all: Vec<Vec2> = directions.filter(|w| *w != Vec2::ZERO).collect();
    all.iter().any(|w| signed.iter().all(|u| w.dot(*u) >= 0.0) && signed.iter().any(|u| w.dot(*u) > 0.0))
}

#[test]
fn separable_is_what_trying_every_line_says() {
    let mut counts = [0, 0];
    for case in 0..20_000 {
        let chance = Stream::new(9).fork(case);
        let size = 1 + chance.below(6, 0);
        let number = |k: u64| chance.below(5, k) as f64 - 2.0;
        let points: Vec<([f64; 2], bool)> =
            (1..=size as u64).map(|k| ([number(3 * k), number(3 * k + 1)], chance.below(2, 3 * k + 2) == 0)).collect();
        let wanted = separable_by_trying(&points);
        assert_eq!(is_separable(points.iter().copied()), wanted, "{points:?}");
        counts[usize::from(wanted)] += 1;
    }
    assert!(counts.iter().all(|count| *count > 2_000), "both happen: {counts:?}");
}

#[test]
fn on_separable_data_nobody_arrives() {
    let link = "v=1&on=logistic_regression&data=given,p,q,label;1,2,1;2,1,1;-1,-1,0;-2,0,0&view=-6,6,-6,6&start=-1,2&seed=4\
        &steps=5000&c=gradient_descent,rate:1&c=adam,rate:0.1";
    let experiment = Experiment::from_link(link).expect("a good link");
    let ground = experiment.check().expect("a good experiment").ground;
    assert_eq!(ground.sample().expect("a loss over data").remarks, [Remark::Separable]);
    for run in run(&experiment).expect("a race") {
        assert_eq!(run.outcome, Outcome::Moving);
        assert!(run.losses.is_sorted_by(|a, b| a >= b) && run.losses[5000] < 0.01);
    }
    let constant = sample_of("linear_regression", "a,b\n4,1\n4,2\n4,5\n");
    assert_eq!(constant.remarks, [Remark::ConstantInput]);
    assert!(sample("logistic_regression", &[]).remarks.is_empty());
}

fn sample_of(key: &'static str, text: &str) -> Sample {
    let entry = data::find(key).expect("a model");
    let table = brought::table(text, &[0, 1], key, false).expect("a good table");
    let settings = Settings::resolve(key, &Sample::parameters(entry, false), &Given::new()).expect("defaults");
    Sample::new(entry, &settings, Some(&table)).expect("good data")
}

#[test]
fn home_views_hold_their_start_and_a_minimum_or_the_way_to_it() {
    for entry in data::ALL {
        for given in [&[][..], &[("scale", 30.0)], &[("n", 1.0)], &[("n", 2000.0), ("noise", 0.0)]] {
            let home = sample(entry.key, given).home;
            assert!(home.view.contains(home.start), "{} {given:?}: {home:?}", entry.key);
            steepest::experiment::check_view(home.view).expect("a view that can be shown");
        }
    }
}
