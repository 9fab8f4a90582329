//! Finite-sum losses and their batches: closed forms, and what must be true of random orders.
//!
//! Seeds are fixed, so these tests give the same answer every time; the confidence named at each is the share of seeds
//! that pass if the code is right.

use std::sync::Arc;

use steepest::data::{Batched, Batches, DataLoss, FiniteSum, LinearRegression, LogisticRegression, Order};
use steepest::data::{PointLoss, Residual};
use steepest::linear::{Mat2, Vec2};
use steepest::objective::Objective;
use steepest::optimizer;
use steepest::parameter::{Given, Settings};
use steepest::random::Stream;
use steepest::run::descend;

/// Rounding of a sum of about a hundred terms near 1.
const ROUNDING: f64 = 1e-13;

/// A central difference with this step is off by about its square, or by ε over it.
const STEP: f64 = 1e-5;

/// The standard deviations beyond which a normal variable is once in 15 800 times.
const FOUR_SIGMA: f64 = 4.0;

const SEEDS: [u64; 4] = [0, 1, 42, u64::MAX];

/// Places to look at: near, far, and where every residual is on one side.
const PLACES: [Vec2; 4] = [Vec2::new(0.0, 0.0), Vec2::new(1.9, -1.1), Vec2::new(-3.0, 20.0), Vec2::new(0.3, -7.5)];

/// `count` pairs of numbers in [−2, 2).
fn pairs(count: usize) -> Vec<[f64; 2]> {
    let number = |k| 4.0 * Stream::new(7).fraction(k) - 2.0;
    (0..count as u64).map(|k| [number(2 * k), number(2 * k + 1)]).collect()
}

/// Points about the line 2 x − 1, as far as 1 from it.
fn line(count: usize, residual: Residual) -> LinearRegression {
    let (x, y): (Vec<f64>, Vec<f64>) = pairs(count).iter().map(|[x, noise]| (*x, 2.0 * x - 1.0 + noise / 2.0)).unzip();
    LinearRegression::new(&x, &y, residual).expect("good data")
}

/// Points labelled by the side of a line, but for every seventh.
fn sides(count: usize) -> LogisticRegression {
    let points = pairs(count);
    let labels: Vec<bool> = points.iter().enumerate().map(|(k, [a, b])| (a + 2.0 * b > 0.0) != (k % 7 == 0)).collect();
    LogisticRegression::new(&points, &labels).expect("good data")
}

fn every_loss() -> Vec<(&'static str, Arc<dyn FiniteSum>)> {
    fn mean(points: impl PointLoss + 'static) -> Arc<dyn FiniteSum> {
        Arc::new(DataLoss::mean(points))
    }
    vec![
        ("squared", mean(line(100, Residual::Squared))),
        ("half squared", mean(line(100, Residual::HalfSquared))),
        ("Huber", mean(line(100, Residual::Huber(0.6)))),
        ("logistic", mean(sides(80))),
    ]
}

fn descent(key: &str) -> Box<dyn optimizer::Optimizer> {
    let entry = optimizer::find(key).expect("a registered optimizer");
    (entry.build)(&Settings::resolve(key, entry.parameters, &Given::new()).expect("defaults"))
}

fn batches(count: usize, size: usize, order: Order) -> Batches {
    Batches::new(count, size, order).expect("good batches")
}

/// The indices of epoch `e`, batch by batch.
fn epoch(batches: &Batches, e: usize) -> Vec<usize> {
    let updates = e * batches.per_epoch()..(e + 1) * batches.per_epoch();
    assert!(updates.clone().all(|t| batches.epoch(t) == e));
    updates.flat_map(|t| batches.batch(t).into_owned()).collect()
}

#[track_caller]
fn assert_near(what: &str, got: f64, wanted: f64, tolerance: f64) {
    assert!((got - wanted).abs() <= tolerance, "{what}: got {got}, wanted {wanted} ± {tolerance}");
}

fn assert_same_matrix(what: &str, got: Mat2, wanted: Mat2, tolerance: f64) {
    for (got, wanted) in [(got.xx, wanted.xx), (got.xy, wanted.xy), (got.yy, wanted.yy)] {
        assert_near(what, got, wanted, tolerance * (1.0 + wanted.abs()));
    }
}

#[test]
fn loss_and_gradient_have_the_same_bits_whichever_way_they_are_asked() {
    for (name, sum) in every_loss() {
        let all: Vec<usize> = (0..sum.count()).collect();
        let full = Batched::new(sum.clone(), Batches::full(sum.count()).expect("good batches")).expect("its batches");
        for w in PLACES {
            let slope = sum.slope(w);
            let curvature = sum.curvature(w);
            let mut row = [0.0];
            sum.row(&[w.x], w.y, &mut row);
            assert_eq!([sum.value(w), curvature.loss, row[0]], [slope.loss; 3], "{name}");
            assert_eq!(curvature.gradient, slope.gradient, "{name}");
            // A quadratic is one formula over all data, and a sum over some.
            let over = sum.slope_over(&all, w);
            let off = (over.loss - slope.loss).abs() + (over.gradient - slope.gradient).norm();
            let rounding = if sum.cost() == 1 { ROUNDING * (1.0 + slope.loss) } else { 0.0 };
            assert!(off <= rounding, "{name}: {over:?}, {slope:?}");
            assert_eq!([full.slope_at(3, w), full.batch_slope(3, w)], [slope, over], "{name}");
        }
    }
}

#[test]
fn a_subset_is_the_mean_over_it_however_often_a_point_occurs() {
    for (name, sum) in every_loss() {
        let w = PLACES[1];
        let one = |i| sum.slope_over(&[i], w);
        let got = sum.slope_over(&[3, 17, 3], w);
        let wanted = (one(3).loss + one(17).loss + one(3).loss) / 3.0;
        assert_near(name, got.loss, wanted, ROUNDING);
        let wanted = (2.0 * one(3).gradient + one(17).gradient) / 3.0;
        assert_near(name, (got.gradient - wanted).norm(), 0.0, ROUNDING);
        assert!(sum.slope_over(&[], w).loss.is_nan(), "{name}: the mean over nothing");
    }
}

#[test]
fn derivatives_are_those_of_differences() {
    for (name, sum) in every_loss() {
        for w in PLACES {
            let curvature = sum.curvature(w);
            let [dx, dy] = [Vec2::new(STEP, 0.0), Vec2::new(0.0, STEP)];
            let slope = |d: Vec2| (sum.value(w + d) - sum.value(w - d)) / (2.0 * STEP);
            let tolerance = 1e-8 * (1.0 + curvature.loss.abs());
            assert_near(name, slope(dx), curvature.gradient.x, tolerance);
            assert_near(name, slope(dy), curvature.gradient.y, tolerance);
            let change = |d: Vec2| (sum.slope(w + d).gradient - sum.slope(w - d).gradient) / (2.0 * STEP);
            let hessian = Mat2 { xx: change(dx).x, xy: change(dx).y, yy: change(dy).y };
            assert_same_matrix(name, hessian, curvature.hessian, tolerance);
        }
    }
}

#[test]
fn least_squares_has_one_hessian_and_the_normal_equations_minimum() {
    for (residual, factor) in [(Residual::Squared, 2.0), (Residual::HalfSquared, 1.0)] {
        let data = line(100, residual);
        let n = data.points().len() as f64;
        let mean = |f: &dyn Fn(f64, f64) -> f64| data.points().iter().map(|[x, y]| f(*x, *y)).sum::<f64>() / n;
        let gram = Mat2 { xx: mean(&|x, _| x * x), xy: mean(&|x, _| x), yy: 1.0 };
        let best = gram.solve(Vec2::new(mean(&|x, y| x * y), mean(&|_, y| y)));
        let sum = DataLoss::mean(data);
        for w in PLACES {
            let wanted = Mat2 { xx: factor * gram.xx, xy: factor * gram.xy, yy: factor * gram.yy };
            assert_same_matrix("2/N XᵀX", sum.curvature(w).hessian, wanted, ROUNDING);
        }
        assert_near("∇L at the minimum", sum.slope(best).gradient.norm(), 0.0, ROUNDING);
    }
}

#[test]
fn logistic_hessian_is_the_weighted_gram_matrix() {
    let data = sides(80);
    for w in PLACES {
        let mut wanted = Mat2::default();
        for ([a, b], _) in data.points() {
            let p = 1.0 / (1.0 + (-(w.x * a + w.y * b)).exp());
            let weight = p * (1.0 - p) / 80.0;
            wanted =
                Mat2 { xx: wanted.xx + weight * a * a, xy: wanted.xy + weight * a * b, yy: wanted.yy + weight * b * b };
        }
        let got = DataLoss::mean(data.clone()).curvature(w).hessian;
        assert_same_matrix("Σ p (1 − p) x xᵀ/N", got, wanted, ROUNDING);
    }
}

#[test]
fn logistic_loss_is_finite_where_probabilities_round_to_one() {
    let far = DataLoss::mean(sides(80)).curvature(Vec2::new(1e3, 2e3));
    assert!(far.loss.is_finite() && far.gradient.is_finite(), "{far:?}");
    assert!(far.hessian.xx >= 0.0 && far.hessian.yy >= 0.0 && far.hessian.xy.is_finite(), "{far:?}");
    // Every seventh point is on the wrong side, and its loss is |z| there.
    let wrong: f64 = sides(80).points().step_by(7).map(|([a, b], _)| (1e3 * a + 2e3 * b).abs()).sum();
    assert_near("loss", far.loss, wrong / 80.0, 0.1);
}

#[test]
fn huber_is_half_squared_near_by_and_a_line_far_off() {
    let at = |delta: f64, w: f64| {
        let data = LinearRegression::new(&[0.0], &[0.0], Residual::Huber(delta)).expect("good data");
        DataLoss::mean(data).curvature(Vec2::new(0.0, w))
    };
    for (r, loss, gradient, second) in [
        (0.5, 0.125, 0.5, 1.0),
        // At the joints the clipped residual moves half as fast as r: the second derivative is 2 (1/2) (1 − 1/4).
        (2.0, 2.0, 2.0, 0.75),
        (3.0, 4.0, 2.0, 0.0),
        (-2.0, 2.0, -2.0, 0.75),
        (-5.0, 8.0, -2.0, 0.0),
    ] {
        let here = at(2.0, r);
        assert_eq!((here.loss, here.gradient.y, here.hessian.yy), (loss, gradient, second), "at {r}");
    }
    assert!(at(2.0, f64::NAN).loss.is_nan());
}

#[test]
fn a_shuffled_epoch_is_a_permutation_and_no_other_epochs() {
    for seed in SEEDS {
        for (count, size) in [(1, 1), (2, 1), (7, 3), (100, 16), (100, 1), (100, 100)] {
            let batches = batches(count, size, Order::Shuffled { seed });
            for e in 0..5 {
                let order = epoch(&batches, e);
                let mut sorted = order.clone();
                sorted.sort_unstable();
                assert_eq!(sorted, (0..count).collect::<Vec<_>>(), "seed {seed}, epoch {e}: {order:?}");
                assert!(count < 100 || order != epoch(&batches, e + 1), "two epochs of seed {seed} are alike");
            }
            // The size of a batch cuts an order and does not change it.
            assert_eq!(epoch(&batches, 3), epoch(&self::batches(count, 1, Order::Shuffled { seed }), 3));
        }
    }
    let [a, b] = [0, 1].map(|seed| epoch(&batches(100, 1, Order::Shuffled { seed }), 0));
    assert_ne!(a, b);
}

#[test]
fn every_permutation_is_equally_likely() {
    // χ² over the 24 orders of four points has 23 degrees of freedom: below 49.73 with a confidence of 99.9 %.
    let (batches, epochs) = (batches(4, 4, Order::Shuffled { seed: 5 }), 24_000);
    let mut counts = std::collections::BTreeMap::new();
    for e in 0..epochs {
        *counts.entry(epoch(&batches, e)).or_insert(0.0) += 1.0;
    }
    let expected = epochs as f64 / 24.0;
    let chi_squared: f64 = counts.values().map(|count: &f64| (count - expected) * (count - expected) / expected).sum();
    assert!(counts.len() == 24 && chi_squared < 49.73, "χ² = {chi_squared}");
}

#[test]
fn every_point_is_equally_likely_to_be_drawn() {
    // χ² over 50 points has 49 degrees of freedom: below 85.35 with a confidence of 99.9 %.
    let batches = batches(50, 8, Order::Replaced { seed: 11 });
    let (mut counts, epochs) = ([0.0; 50], 2000);
    (0..epochs).flat_map(|e| epoch(&batches, e)).for_each(|i| counts[i] += 1.0);
    let expected = f64::from(epochs as u32);
    let chi_squared: f64 = counts.iter().map(|count: &f64| (count - expected) * (count - expected) / expected).sum();
    assert!(chi_squared < 85.35, "χ² = {chi_squared}");
}

/// Mean and variance of a coordinate of the gradients of `updates` batches.
fn moments(batched: &Batched, w: Vec2, updates: usize, coordinate: fn(Vec2) -> f64) -> (f64, f64) {
    let values: Vec<f64> = (0..updates).map(|t| coordinate(batched.batch_slope(t, w).gradient)).collect();
    let mean = values.iter().sum::<f64>() / updates as f64;
    (mean, values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (updates - 1) as f64)
}

#[test]
fn a_batch_drawn_with_replacement_has_an_unbiased_gradient() {
    // 16 means, each within four standard errors: a confidence of 99.9 % for all of them together.
    let updates = 20_000;
    let coordinates: [fn(Vec2) -> f64; 2] = [|g| g.x, |g| g.y];
    for (name, sum) in every_loss() {
        let count = sum.count();
        let w = PLACES[0];
        for size in [1, 16] {
            // 16 divides 80, and 100 leaves a last batch of 4, unbiased as well.
            let batches = batches(count, size, Order::Replaced { seed: 3 });
            let batched = Batched::new(sum.clone(), batches).expect("its batches");
            for coordinate in coordinates {
                let (mean, variance) = moments(&batched, w, updates, coordinate);
                let error = (variance / updates as f64).sqrt();
                assert_near(name, mean, coordinate(sum.slope(w).gradient), FOUR_SIGMA * error);
            }
        }
    }
}

#[test]
fn the_variance_of_a_batch_falls_with_its_size() {
    // The variance is σ²/B, and that of n measured values is off by the fraction √((2 + k/B)/n) of it, where k is the
    // excess kurtosis of one point: within four times that, a confidence of 99.98 % for the three sizes together.
    let sum: Arc<dyn FiniteSum> = Arc::new(DataLoss::mean(sides(80)));
    let (w, updates) = (PLACES[1], 20_000);
    let mean = sum.slope(w).gradient.x;
    let moment = |power| (0..80).map(|i| (sum.slope_over(&[i], w).gradient.x - mean).powi(power)).sum::<f64>() / 80.0;
    let (variance, excess) = (moment(2), moment(4) / moment(2).powi(2) - 3.0);
    for size in [1, 4, 20] {
        let batches = batches(80, size, Order::Replaced { seed: 8 });
        let (_, got) = moments(&Batched::new(sum.clone(), batches).expect("its batches"), w, updates, |g| g.x);
        let wanted = variance / size as f64;
        let error = wanted * ((2.0 + excess / size as f64) / updates as f64).sqrt();
        assert_near(&format!("batches of {size}"), got, wanted, FOUR_SIGMA * error);
    }
}

#[test]
fn the_batches_of_a_shuffled_epoch_average_to_the_full_gradient() {
    for (name, sum) in every_loss() {
        let batches = batches(sum.count(), 20, Order::Shuffled { seed: 1 });
        let updates = batches.per_epoch();
        let batched = Batched::new(sum.clone(), batches).expect("its batches");
        for w in PLACES {
            let total = (0..updates).fold(Vec2::ZERO, |total, t| total + batched.batch_slope(t, w).gradient);
            let full = sum.slope(w).gradient;
            assert_near(name, (total / updates as f64 - full).norm(), 0.0, ROUNDING * (1.0 + full.norm()));
        }
    }
}

#[test]
fn a_run_records_the_loss_of_all_data_and_steps_along_that_of_the_batch() {
    let sum: Arc<dyn FiniteSum> = Arc::new(DataLoss::mean(line(100, Residual::Squared)));
    let batched =
        Batched::new(sum.clone(), batches(100, 7, Order::Shuffled { seed: 9 })).expect("batches of its points");
    let (start, rate) = (Vec2::new(-1.0, 2.0), 0.01);
    // More steps than lie between checkpoints, so that a step's state is computed again from the batches.
    let run = descend(&batched, descent("momentum"), rate, start, 300, 0.0);
    let mut velocity = Vec2::ZERO;
    let mut w = start;
    for t in 0..300 {
        assert_eq!((run.points[t], run.losses[t]), (w, sum.value(w)), "after {t} updates");
        let gradient = batched.batch_slope(t, w).gradient;
        if t % 50 == 7 {
            let step = run.step(&batched, t);
            assert_eq!(step.gradient, gradient, "after {t} updates");
            assert_eq!(step.state, [("v", velocity)], "after {t} updates");
        }
        velocity = 0.9 * velocity - rate * gradient;
        w += velocity;
    }
    let again = descend(&batched, descent("momentum"), rate, start, 300, 0.0);
    assert_eq!(run.points, again.points);
}

#[test]
fn batches_out_of_range_are_refused_by_name() {
    let refused = |count, size, order| Batches::new(count, size, order).expect_err("a refusal").to_string();
    assert_eq!(refused(0, 1, Order::Sequential), "data: wanted at least one data point, given none");
    assert_eq!(refused(10, 0, Order::Sequential), "batch: wanted a whole number from 1 to 10, given 0");
    assert_eq!(refused(10, 11, Order::Shuffled { seed: 0 }), "batch: wanted a whole number from 1 to 10, given 11");
    assert_eq!(Batches::full(0).expect_err("a refusal").field, "data");
    let given = |lists: &[&[usize]]| Order::Given(lists.iter().map(|list| list.to_vec()).collect());
    assert_eq!(refused(2, 1, given(&[])), "order: wanted a list for at least one epoch, given none");
    assert_eq!(refused(2, 1, given(&[&[0, 1], &[0]])), "order.2: wanted 2 indices, given 1");
    assert_eq!(refused(2, 1, given(&[&[0, 1], &[1, 2]])), "order.2.2: wanted an index from 0 to 1, given 2");
    let sum: Arc<dyn FiniteSum> = Arc::new(DataLoss::mean(sides(80)));
    let other = Batched::new(sum, batches(81, 1, Order::Sequential)).err().expect("a refusal");
    assert_eq!(other.to_string(), "batches: wanted batches of 80 data points, given 81");
}

#[test]
fn bad_data_are_refused_by_name() {
    let line =
        |x: &[f64], y: &[f64], residual| LinearRegression::new(x, y, residual).expect_err("a refusal").to_string();
    let squared = Residual::Squared;
    assert_eq!(line(&[], &[], squared), "data.x: wanted at least one data point, given none");
    assert_eq!(line(&[1.0, 2.0], &[1.0], squared), "data.y: wanted 2 values, one for each of x, given 1");
    assert_eq!(line(&[1.0, f64::NAN], &[1.0, 2.0], squared), "data.x.2: wanted a finite number, given NaN");
    assert_eq!(line(&[1.0], &[f64::INFINITY], squared), "data.y.1: wanted a finite number, given inf");
    for delta in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let wanted = format!("data.delta: wanted a finite number > 0, given {delta}");
        assert_eq!(line(&[1.0], &[1.0], Residual::Huber(delta)), wanted);
    }
    let sides = |points: &[[f64; 2]], labels: &[bool]| {
        LogisticRegression::new(points, labels).expect_err("a refusal").to_string()
    };
    assert_eq!(sides(&[], &[true]), "data.points: wanted at least one data point, given none");
    assert_eq!(sides(&[[0.0, 1.0]], &[]), "data.labels: wanted 1 values, one for each of points, given 0");
    let problem = sides(&[[0.0, 1.0], [f64::NAN, 0.0]], &[true, false]);
    assert_eq!(problem, "data.points.2: wanted a finite number, given NaN");
}
