//! Optimizers against one another, against closed forms, and against their declared limits of stability.

mod support;

use steepest::linear::Vec2;
use steepest::objective::Objective;
use steepest::optimizer::{self, Optimizer, Stability};
use steepest::outcome::Outcome;
use steepest::parameter::{Given, Kind, Setting, Settings};
use steepest::run::descend;
use support::contenders::{build, entry, momentum, with};
use support::surfaces::*;

const START: Vec2 = Vec2::new(-1.0, 2.0);

fn path(objective: &dyn Objective, optimizer: Box<dyn Optimizer>, rate: f64, steps: usize) -> Vec<Vec2> {
    descend(objective, optimizer, rate, START, steps, 1e-3).points
}

#[track_caller]
fn assert_same_bits(got: &[Vec2], wanted: &[Vec2]) {
    let bits = |w: &Vec2| [w.x.to_bits(), w.y.to_bits()];
    assert_eq!(got.len(), wanted.len());
    for (t, (got, wanted)) in got.iter().zip(wanted).enumerate() {
        assert_eq!(bits(got), bits(wanted), "at step {t}: {got:?}, wanted {wanted:?}");
    }
}

/// Two orders of the same few roundings drift apart by no more than this over a hundred contracting steps.
const ROUNDING: f64 = 1e-12;

#[track_caller]
fn assert_close(got: &[Vec2], wanted: &[Vec2], tolerance: f64) {
    assert_eq!(got.len(), wanted.len());
    for (t, (got, wanted)) in got.iter().zip(wanted).enumerate() {
        let error = (*got - *wanted).norm();
        assert!(error <= tolerance * (1.0 + wanted.norm()), "at step {t}: {got:?}, wanted {wanted:?} ± {tolerance}");
    }
}

#[test]
fn momentum_without_memory_is_gradient_descent_bit_for_bit() {
    let plain = path(&Himmelblau, build("gradient_descent", &[]), 0.01, 100);
    for form in ["notes", "pytorch", "averaged"] {
        assert_same_bits(&path(&Himmelblau, momentum(form, 0.0), 0.01, 100), &plain);
    }
    assert_same_bits(&path(&Himmelblau, build("nesterov", &[("mu", 0.0)]), 0.01, 100), &plain);
}

#[test]
fn momentum_in_the_notes_form_and_in_pytorchs_are_one_path_at_a_constant_rate() {
    let (notes, pytorch) = (momentum("notes", 0.9), momentum("pytorch", 0.9));
    assert_close(&path(&Himmelblau, notes, 0.001, 100), &path(&Himmelblau, pytorch, 0.001, 100), ROUNDING);
}

#[test]
fn averaged_momentum_is_the_notes_form_at_a_smaller_rate() {
    let (notes, averaged) = (momentum("notes", 0.9), momentum("averaged", 0.9));
    let smaller = (1.0 - 0.9) * 0.01;
    assert_close(&path(&Himmelblau, averaged, 0.01, 100), &path(&Himmelblau, notes, smaller, 100), ROUNDING);
}

#[test]
fn pytorchs_nesterov_is_ours_seen_at_the_point_ahead() {
    // u ← μ u + g(p); p ← p − η (g(p) + μ u), with p = w + μ v.
    let (mu, rate) = (0.9, 0.001);
    let ours = path(&Himmelblau, build("nesterov", &[("mu", mu)]), rate, 100);
    let (mut p, mut u) = (START, Vec2::ZERO);
    let mut ahead = vec![p];
    for _ in 0..99 {
        let g = Himmelblau.slope(p).gradient;
        u = mu * u + g;
        p = p - rate * (g + mu * u);
        ahead.push(p);
    }
    let seen: Vec<Vec2> =
        (0..100).map(|t| if t == 0 { ours[0] } else { ours[t] + mu * (ours[t] - ours[t - 1]) }).collect();
    assert_close(&ahead, &seen, ROUNDING);
}

#[test]
fn adam_without_a_first_moment_and_correction_is_rmsprop_bit_for_bit() {
    let given: Given = [
        ("beta1".to_string(), Setting::Number(0.0)),
        ("beta2".to_string(), Setting::Number(0.95)),
        ("bias_correction".to_string(), Setting::Choice("off".into())),
    ]
    .into();
    let (entry, settings) = with("adam", given);
    let adam = path(&Himmelblau, (entry.build)(&settings), 0.01, 200);
    assert_same_bits(&adam, &path(&Himmelblau, build("rmsprop", &[("alpha", 0.95)]), 0.01, 200));
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

/// Every optimizer in every form of its choices, for each of several values of its first number if it has one.
fn variants() -> Vec<(&'static optimizer::Entry, Settings)> {
    let mut all = Vec::new();
    for entry in optimizer::ALL {
        let mut givens = vec![Given::new()];
        for parameter in entry.parameters {
            givens = match parameter.kind {
                Kind::Choice { options } => givens
                    .iter()
                    .flat_map(|given| {
                        options.iter().map(|option| {
                            let mut given = given.clone();
                            given.insert(parameter.key.into(), Setting::Choice(option.key.into()));
                            given
                        })
                    })
                    .collect(),
                Kind::Number { slider: steepest::parameter::Slider::TowardsOne(_), .. } => givens
                    .iter()
                    .flat_map(|given| {
                        [0.0, 0.5, 0.9].into_iter().map(|value| {
                            let mut given = given.clone();
                            given.insert(parameter.key.into(), Setting::Number(value));
                            given
                        })
                    })
                    .collect(),
                Kind::Number { .. } | Kind::List { .. } => givens,
            };
        }
        all.extend(givens.into_iter().map(|given| with(entry.key, given)));
    }
    all
}

/// How far from the declared limit the two runs are, as a fraction of it.
const BESIDE: f64 = 1e-3;

#[test]
fn declared_limits_of_stability_are_exact_on_a_quadratic() {
    let sharpness = 10.0;
    let bowl = Quadratic { first: 0.5, second: sharpness, angle: 0.7 };
    let mut tried = 0;
    for (entry, settings) in variants() {
        let Stability::Sharpness(limit) = (entry.stability)(&settings) else { continue };
        let size = |share: f64| {
            let run = descend(&bowl, (entry.build)(&settings), share * limit / sharpness, START, 20_000, 1e-3);
            let last: f64 = run.points[run.steps()].norm();
            (last, run.outcome)
        };
        let (inside, _) = size(1.0 - BESIDE);
        let (outside, outcome) = size(1.0 + BESIDE);
        // At one part in a thousand from the limit an amplitude changes by at least 1e-4 a step or so.
        assert!(inside < 1e-3 * START.norm(), "{} {settings:?}: inside it is at {inside}", entry.key);
        let left = matches!(outcome, Outcome::Diverged { .. }) || outside > 1e3 * START.norm();
        assert!(left, "{} {settings:?}: outside it is at {outside}", entry.key);
        tried += 1;
    }
    // Gradient descent, three forms of momentum and Nesterov, at three values of μ each.
    assert!(tried >= 13, "only {tried} limits were tried");
}

#[test]
fn rules_that_divide_by_recent_gradients_come_to_rest_at_their_own_limit() {
    // At a constant rate the divisor √r shrinks with the gradients until η λ/√r is the limit; there r is the mean of
    // (λ w)², so a coordinate swings with a root mean square of η/limit, whatever the sharpness λ.
    for key in optimizer::ALL.iter().map(|entry| entry.key) {
        let (entry, settings) = entry(key, &[]);
        let Stability::RescaledSharpness(limit) = (entry.stability)(&settings) else { continue };
        for (sharpness, rate) in [(4.0, 0.01), (4.0, 0.1), (0.5, 0.1)] {
            let bowl = Quadratic::diagonal(sharpness, sharpness);
            let run = descend(&bowl, (entry.build)(&settings), rate, Vec2::new(1.0, 1.0), 4000, 1e-3);
            let late = &run.points[3000..];
            let size = (late.iter().map(|w| w.x * w.x).sum::<f64>() / late.len() as f64).sqrt();
            let wanted = rate / limit;
            // r is an average over a while, not the mean of all time: hence a factor, not a tolerance.
            assert!(0.5 * wanted < size && size < 2.0 * wanted, "{key}: swings by {size}, wanted about {wanted}");
        }
    }
}

#[test]
fn paths_turn_with_the_landscape_only_where_the_rule_is_rotation_invariant() {
    let angle = 0.7_f64;
    let turn = |w: Vec2| Vec2::new(angle.cos() * w.x - angle.sin() * w.y, angle.sin() * w.x + angle.cos() * w.y);
    for entry in optimizer::ALL {
        let settings = Settings::defaults(entry.parameters);
        let straight = descend(&Quadratic::diagonal(1.0, 20.0), (entry.build)(&settings), 0.01, START, 50, 1e-3).points;
        let turned_bowl = Quadratic { first: 1.0, second: 20.0, angle };
        let turned = descend(&turned_bowl, (entry.build)(&settings), 0.01, turn(START), 50, 1e-3);
        let apart = straight.iter().zip(&turned.points).map(|(w, v)| (turn(*w) - *v).norm()).fold(0.0, f64::max);
        let invariant = matches!((entry.stability)(&settings), Stability::Sharpness(_));
        assert_eq!(apart < 1e-12, invariant, "{}: {apart} apart", entry.key);
    }
}
