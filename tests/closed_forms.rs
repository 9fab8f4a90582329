//! Steps and whole paths of optimizers against closed forms.

mod support;

use steepest::linear::Vec2;
use steepest::objective::Objective;
use steepest::run::descend;
use support::contenders::{build, form, momentum};
use support::paths::{ROUNDING, START, assert_close, assert_same_bits, path};
use support::surfaces::*;

#[test]
fn first_steps_are_as_long_as_their_formulas_say() {
    let g = Himmelblau.slope(START).gradient;
    let by_sign = |length: f64| START - length * g.sign();
    let rate = 0.01;
    let steps = [
        // s = (1 − β₁) g over 1 − β₁, and u = |g|.
        ("adamax", build("adamax", &[("delta", 0.0)]), by_sign(rate)),
        // The surprise is β₁ g.
        ("adabelief", build("adabelief", &[("beta1", 0.8), ("delta", 0.0), ("epsilon", 0.0)]), by_sign(rate / 0.8)),
        // From nothing r grows as Adam's.
        ("yogi", build("yogi", &[("initial", 0.0), ("delta", 0.0)]), by_sign(rate)),
        ("rprop", build("rprop", &[]), by_sign(rate)),
        ("lion", build("lion", &[("weight_decay", 0.0)]), by_sign(rate)),
        ("adadelta", build("adadelta", &[("delta", 1e-8)]), START - rate * (1e-8_f64 / 0.1).sqrt() * g.sign()),
    ];
    for (key, optimizer, wanted) in steps {
        let got = path(&Himmelblau, optimizer, rate, 1)[1];
        assert!((got - wanted).norm() < 1e-11, "{key}: {got:?}, wanted {wanted:?}");
    }
}

#[test]
fn every_step_of_lion_is_the_rate_in_each_coordinate() {
    let run = path(&Himmelblau, build("lion", &[("weight_decay", 0.0)]), 0.01, 500);
    for pair in run.windows(2) {
        let step = (pair[1] - pair[0]).abs();
        assert!((step.x - 0.01).abs() < 1e-15 && (step.y - 0.01).abs() < 1e-15, "{step:?}");
    }
}

#[test]
fn the_steps_of_rprop_grow_until_the_sign_turns() {
    let slope = path(&Slope, build("rprop", &[]), 0.01, 30);
    let wanted: Vec<Vec2> = (0..=30)
        .map(|t| {
            let far = 0.01 * (1.2_f64.powi(t) - 1.0) / 0.2;
            START - Vec2::new(far, far)
        })
        .collect();
    assert_close(&slope, &wanted, ROUNDING);
    // Past the minimum it waits a step, and then goes half as far.
    let turn = descend(&Quadratic::diagonal(1.0, 1.0), build("rprop", &[]), 0.5, Vec2::new(0.9, 1.0), 4, 1e-3).points;
    let xs: Vec<f64> = turn.iter().map(|w| w.x).collect();
    let close = xs.iter().zip([0.9, 0.4, -0.2, -0.2, 0.1]).all(|(x, wanted)| (x - wanted).abs() < 1e-15);
    assert!(close, "{xs:?}");
}

#[test]
fn the_first_five_steps_of_radam_have_no_denominator() {
    let plain = path(&Himmelblau, build("gradient_descent", &[]), 0.001, 6);
    let radam = path(&Himmelblau, build("radam", &[("beta1", 0.0)]), 0.001, 6);
    assert_same_bits(&radam[..=5], &plain[..=5]);
    assert_ne!(radam[6], plain[6]);
}

#[test]
fn dampening_as_strong_as_the_momentum_keeps_the_first_gradient_for_ever_on_a_slope() {
    // v = μ g + (1 − μ) g = g from the first, undamped velocity on; the averaged form has to warm up.
    let damped = form("momentum", &[("mu", 0.9), ("dampening", 0.9)], &[("form", "pytorch")]);
    let plain = path(&Slope, build("gradient_descent", &[]), 0.1, 100);
    assert_close(&path(&Slope, damped, 0.1, 100), &plain, ROUNDING);
    let averaged = path(&Slope, momentum("averaged", 0.9), 0.1, 1);
    assert_close(&averaged[1..], &[START - 0.1 * 0.1 * Vec2::new(0.5, 0.25)], ROUNDING);
}

#[test]
fn ftrl_keeps_coordinates_at_zero_until_their_gradients_have_come_to_more_than_the_penalty() {
    // On the slope each step adds 0.5 to z in x and 0.25 in y, as nothing pulls while w is 0.
    let run = descend(&Slope, build("ftrl", &[("l1", 2.1)]), 0.1, Vec2::ZERO, 20, 1e-3).points;
    let leaves = |axis: fn(Vec2) -> f64| run.iter().position(|w| axis(*w) != 0.0);
    assert_eq!([leaves(|w| w.x), leaves(|w| w.y)], [Some(5), Some(9)]);
}

#[test]
fn the_largest_squares_of_amsgrad_never_shrink() {
    for name in ["pytorch", "paper"] {
        let adam = form("adam", &[("beta2", 0.5)], &[("amsgrad", name)]);
        let run = descend(&Himmelblau, adam, 0.1, START, 300, 1e-3);
        let largest = |t| run.step(&Himmelblau, t).state.iter().find(|(name, _)| *name == "rₘₐₓ").expect("kept").1;
        let grows = (0..300).all(|t| largest(t + 1).x >= largest(t).x && largest(t + 1).y >= largest(t).y);
        assert!(grows && largest(300).x > 0.0, "{name}");
    }
}

#[test]
fn the_first_step_of_adam_is_the_rate_against_the_sign_of_the_gradient() {
    for (beta1, beta2) in [(0.9, 0.999), (0.5, 0.9), (0.0, 0.0)] {
        let adam = build("adam", &[("beta1", beta1), ("beta2", beta2), ("delta", 0.0)]);
        let step = path(&Himmelblau, adam, 0.01, 1);
        let g = Himmelblau.slope(START).gradient;
        let wanted = START - 0.01 * g.map(f64::signum);
        // ŝ/√r̂ is the sign but for the roundings of two quotients and a root.
        assert_close(&step[1..], &[wanted], 4.0 * f64::EPSILON);
    }
}

#[test]
fn the_first_step_of_adagrad_is_the_rate_against_the_sign_of_the_gradient() {
    let step = path(&Himmelblau, build("adagrad", &[("delta", 0.0)]), 0.01, 1);
    let wanted = START - 0.01 * Himmelblau.slope(START).gradient.map(f64::signum);
    assert_close(&step[1..], &[wanted], 4.0 * f64::EPSILON);
}

#[test]
fn the_first_step_of_rmsprop_is_too_long_by_the_root_of_its_forgetting() {
    // r = (1 − α) g², so the step is η/√(1 − α).
    let step = path(&Himmelblau, build("rmsprop", &[("alpha", 0.99), ("delta", 0.0)]), 0.01, 1);
    let wanted = START - 0.1 * Himmelblau.slope(START).gradient.map(f64::signum);
    assert_close(&step[1..], &[wanted], ROUNDING);
}

#[test]
fn gradient_descent_on_a_quadratic_is_a_power() {
    let (first, second, rate) = (1.0, 7.0, 0.2);
    let run = path(&Quadratic::diagonal(first, second), build("gradient_descent", &[]), rate, 60);
    let wanted: Vec<Vec2> = (0..=60)
        .map(|t| {
            let factor = |eigenvalue: f64| (1.0 - rate * eigenvalue).powi(t);
            START * Vec2::new(factor(first), factor(second))
        })
        .collect();
    // Each step rounds a few times in proportion to the iterate, which shrinks.
    assert_close(&run, &wanted, 1e-14);
}

/// The heavy ball along one eigenvector: the powers of its 2 × 2 matrix, by its complex eigenvalues
/// (G. Goh, Why momentum really works, 2017).
fn heavy_ball(w: f64, eigenvalue: f64, rate: f64, mu: f64, t: i32) -> f64 {
    // wᵗ⁺¹ = (1 + μ − ηλ) wᵗ − μ wᵗ⁻¹ with w⁻¹ = w⁰: roots √μ e^{±iθ} where they are complex.
    let trace = 1.0 + mu - rate * eigenvalue;
    let discriminant = trace * trace / 4.0 - mu;
    assert!(discriminant < 0.0, "the closed form here is that of the swinging ball");
    let (modulus, theta) = (mu.sqrt(), f64::atan2((-discriminant).sqrt(), trace / 2.0));
    // wᵗ = ρᵗ (A cos tθ + B sin tθ), with w⁰ = A and w¹ = (1 − ηλ) A.
    let b = ((1.0 - rate * eigenvalue) / modulus - theta.cos()) / theta.sin() * w;
    let angle = theta * f64::from(t);
    modulus.powi(t) * (w * angle.cos() + b * angle.sin())
}

#[test]
fn momentum_on_a_quadratic_is_a_damped_swing() {
    let (first, second, rate, mu) = (1.0, 30.0, 0.02, 0.9);
    let run = path(&Quadratic::diagonal(first, second), build("momentum", &[("mu", mu)]), rate, 100);
    let wanted: Vec<Vec2> = (0..=100)
        .map(|t| Vec2::new(heavy_ball(START.x, first, rate, mu, t), heavy_ball(START.y, second, rate, mu, t)))
        .collect();
    assert_close(&run, &wanted, ROUNDING);
}
