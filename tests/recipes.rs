//! What a lecturer shows with the six optimizers of the notes, with the numbers that others have published.
//!
//! Sources: A. Zhang, Z. Lipton, M. Li, A. Smola, Dive into Deep Learning (the losses 0.1 x² + 2 y² and x⁴/4 …);
//! G. Goh, Why momentum really works, 2017 (limits and best rates on quadratics).

mod support;

use steepest::landscape::Formula;
use steepest::linear::Vec2;
use steepest::number::Number;
use steepest::objective::Objective;
use steepest::optimizer::{self, Family, Optimizer};
use steepest::outcome::Outcome;
use steepest::parameter::{Given, Setting};
use steepest::run::Trajectory;
use support::contenders::{build, momentum, run, starts_by_itself, with};
use support::surfaces::*;

fn gradient_descent() -> Box<dyn Optimizer> {
    build("gradient_descent", &[])
}

/// The first step at which `there` holds of iterate and loss, if it does at all.
fn first(run: &Trajectory, there: impl Fn(Vec2, f64) -> bool) -> Option<usize> {
    run.points.iter().zip(&run.losses).position(|(w, loss)| there(*w, *loss))
}

/// 0.05 x² + 5 y²: λmax = 10.
const ZIGZAG: Quadratic = Quadratic { first: 0.1, second: 10.0, angle: 0.0 };

/// 0.1 x² + 2 y².
const TROUGH: Quadratic = Quadratic { first: 0.2, second: 4.0, angle: 0.0 };

/// diag(1, 100).
const RAVINE: Quadratic = Quadratic { first: 1.0, second: 100.0, angle: 0.0 };

#[test]
fn the_critical_rate_of_a_zigzag_is_exact() {
    let of = |rate| run(&ZIGZAG, gradient_descent(), rate, (-4.0, 2.0), 5000);
    let low = |_: Vec2, loss: f64| loss < 1e-3;
    assert_eq!(first(&of(0.05), low), Some(667));
    assert_eq!(first(&of(0.18), low), Some(185));
    let bouncing = of(0.2);
    assert_eq!(bouncing.outcome, Outcome::Oscillating);
    assert!((bouncing.losses[5000] - 20.0).abs() < 1e-9);
    assert!(matches!(of(0.21).outcome, Outcome::Diverged { .. }));
}

#[test]
fn a_small_change_of_the_rate_is_a_disaster() {
    let of = |rate| run(&TROUGH, gradient_descent(), rate, (-5.0, -2.0), 20).points[20];
    let good = of(0.4);
    assert!((good.x + 0.94).abs() < 0.005 && (good.y.abs() - 7e-5).abs() < 1e-5, "{good:?}");
    assert!((of(0.6).y.abs() - 1673.0).abs() < 1.0);
}

#[test]
fn momentum_converges_where_gradient_descent_diverges() {
    let of = |mu| run(&TROUGH, momentum("notes", mu), 0.6, (-5.0, -2.0), 20).points[20];
    let (half, quarter) = (of(0.5), of(0.25));
    assert!((half - Vec2::new(0.007, 0.003)).norm() < 1e-3, "{half:?}");
    assert!((quarter - Vec2::new(-0.13, -0.19)).norm() < 1e-2, "{quarter:?}");
}

#[test]
fn momentum_widens_the_range_of_rates() {
    for (mu, inside, outside) in [(0.0, 0.0199, 0.0201), (0.5, 0.0299, 0.0301), (0.9, 0.0379, 0.0381)] {
        let of = |rate| run(&RAVINE, momentum("notes", mu), rate, (2.5, 1.5), 20_000);
        assert!(matches!(of(inside).outcome, Outcome::Settled { .. }), "μ = {mu}, η = {inside}");
        assert!(matches!(of(outside).outcome, Outcome::Diverged { .. }), "μ = {mu}, η = {outside}");
    }
}

#[test]
fn the_best_momentum_needs_the_root_of_what_the_best_gradient_descent_needs() {
    let near = |w: Vec2, _: f64| w.norm() < 1e-3;
    let plain = run(&RAVINE, gradient_descent(), 2.0 / 101.0, (2.5, 1.5), 1000);
    assert_eq!(first(&plain, near), Some(399));
    let (rate, mu) = ((2.0_f64 / 11.0).powi(2), (9.0_f64 / 11.0).powi(2));
    let heavy = run(&RAVINE, momentum("notes", mu), rate, (2.5, 1.5), 1000);
    assert_eq!(first(&heavy, near), Some(60));
}

#[test]
fn looking_ahead_damps_the_swing() {
    let near = |w: Vec2, _: f64| w.norm() < 1e-3;
    let steps = |optimizer| first(&run(&RAVINE, optimizer, 0.01, (2.5, 1.5), 1000), near);
    assert_eq!(steps(momentum("notes", 0.9)), Some(129));
    assert_eq!(steps(build("nesterov", &[("mu", 0.9)])), Some(98));
}

#[test]
fn the_effective_rate_of_momentum_on_a_gentle_slope_is_ten_times_its_own() {
    let gentle = Quadratic::diagonal(0.02, 0.02);
    let of = |optimizer, rate| run(&gentle, optimizer, rate, (1.0, 0.0), 500).points[500].x;
    assert!((of(gradient_descent(), 0.1) - 0.36751).abs() < 5e-6);
    assert!((of(momentum("notes", 0.9), 0.01) - 0.36758).abs() < 3e-4);
    assert!((of(gradient_descent(), 0.01) - 0.905).abs() < 5e-4);
}

#[test]
fn the_same_sliders_give_another_path_in_the_averaged_form() {
    let low = |_: Vec2, loss: f64| loss < 1e-3;
    let steps = |form| first(&run(&ZIGZAG, momentum(form, 0.9), 0.18, (-4.0, 2.0), 1000), low);
    assert_eq!([steps("notes"), steps("pytorch"), steps("averaged")], [Some(71), Some(71), Some(159)]);
}

#[test]
fn adaptive_rates_leave_a_saddle_at_once_and_nobody_leaves_its_ridge() {
    let escaped = |w: Vec2, _: f64| w.x.abs() > 0.5;
    let wanted = [139, 50, 7, 2, 6];
    for (key, wanted) in ["gradient_descent", "momentum", "adagrad", "rmsprop", "adam"].into_iter().zip(wanted) {
        let beside = run(&BoundedSaddle, build(key, &[]), 0.1, (1e-6, 1.0), 300);
        assert_eq!(first(&beside, escaped), Some(wanted), "{key}");
    }
    for entry in optimizer::ALL.iter().filter(|entry| entry.family != Family::DerivativeFree) {
        let on_it = run(&BoundedSaddle, build(entry.key, &[]), 0.1, (0.0, 1.0), 300);
        assert_eq!(first(&on_it, escaped).is_some(), starts_by_itself(entry), "{}", entry.key);
    }
    // Yogi in optax's form, whose averaged gradient starts at 1e-6: nobody else.
    assert_eq!(optimizer::ALL.iter().filter(|entry| starts_by_itself(entry)).count(), 1);
}

#[test]
fn adagrad_stalls_by_itself() {
    let of = |rate, t: usize| run(&TROUGH, build("adagrad", &[]), rate, (-5.0, -2.0), t).points[t].x;
    assert!((of(0.4, 20) + 2.38).abs() < 0.005);
    assert!((of(0.4, 200) + 0.047).abs() < 0.0005);
    assert!((of(2.0, 20) + 0.0023).abs() < 0.00005);
}

#[test]
fn without_bias_correction_the_first_steps_of_adam_are_too_long() {
    let bowl = Quadratic::diagonal(1.0, 1.0);
    let of = |correction: &str| {
        let given: Given = [
            ("beta2".to_string(), Setting::Number(0.999)),
            ("bias_correction".to_string(), Setting::Choice(correction.into())),
        ]
        .into();
        let (entry, settings) = with("adam", given);
        run(&bowl, (entry.build)(&settings), 0.01, (1.0, 1.0), 100)
    };
    let (with, without) = (of("on"), of("off"));
    let step = |run: &Trajectory, t: usize| run.points[t].x - run.points[t + 1].x;
    assert!((step(&with, 0) - 0.01).abs() < 1e-9);
    assert!((step(&without, 0) - 0.0316).abs() < 5e-5);
    assert!((with.points[30].x - 0.709).abs() < 5e-4);
    assert!((without.points[30].x + 0.172).abs() < 5e-4);
}

#[test]
fn adaptive_rules_depend_on_the_axes_and_gradient_descent_does_not() {
    let near = |w: Vec2, _: f64| w.norm() < 1e-2;
    let angle = std::f64::consts::FRAC_PI_4;
    let turned = Quadratic { angle, ..RAVINE };
    let (c, s) = (angle.cos(), angle.sin());
    let start = (2.0 * c - s, 2.0 * s + c);
    for (key, rate, straight, oblique) in
        [("adam", 0.05, 101, 797), ("adagrad", 0.5, 31, 793), ("gradient_descent", 0.018, 292, 292)]
    {
        let numbers: &[(&str, f64)] = if key == "adam" { &[("beta2", 0.999)] } else { &[] };
        let steps = |bowl: &Quadratic, start| first(&run(bowl, build(key, numbers), rate, start, 2000), near);
        assert_eq!(steps(&RAVINE, (2.0, 1.0)), Some(straight), "{key}");
        assert_eq!(steps(&turned, start), Some(oblique), "{key}, turned");
    }
}

#[test]
fn the_rate_decides_which_minima_can_hold_gradient_descent() {
    // λmax at Himmelblau's minima is 82.3, 80.6, 133.8 and 105.4: 2/λmax parts them at these rates.
    let minima = [(3.0, 2.0), (-2.805118, 3.131313), (-3.779310, -3.283186), (3.584428, -1.848127)];
    for (rate, holds) in
        [(0.0145, [true, true, true, true]), (0.0155, [true, true, false, true]), (0.02, [true, true, false, false])]
    {
        for ((x, y), holds) in minima.into_iter().zip(holds) {
            let end = run(&Himmelblau, gradient_descent(), rate, (x + 1e-3, y + 1e-3), 5000);
            let stayed = (end.points[end.steps()] - Vec2::new(x, y)).norm() < 1e-3;
            assert_eq!(stayed, holds, "({x}, {y}) at η = {rate}");
        }
    }
}

#[test]
fn sharpness_settles_below_two_over_the_rate() {
    // (1 − x y)²/2: the edge of stability in two dimensions.
    struct Product;
    impl Formula for Product {
        fn at<N: Number>(&self, x: N, y: N) -> N {
            (-(x * y) + 1.0).square() / 2.0
        }
    }
    let sharpness = |rate| {
        let end = run(&Product, gradient_descent(), rate, (0.3, 3.5), 20_000);
        Product.curvature(end.points[end.steps()]).hessian.eigen().values[1]
    };
    for (rate, wanted) in [(0.15, 12.32), (0.17, 11.17), (0.2, 6.88)] {
        let got = sharpness(rate);
        assert!((got - wanted).abs() < 0.006 && got < 2.0 / rate, "η = {rate}: {got}, wanted {wanted}");
    }
}
