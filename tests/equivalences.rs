//! Optimizers against one another.

mod support;

use steepest::linear::Vec2;
use steepest::optimizer;
use steepest::parameter::{Given, Setting};
use steepest::run::descend;
use steepest::tempo::{Pace, Schedule, Tempo};
use support::contenders::{build, form, momentum, with};
use support::paths::{ROUNDING, START, assert_close, assert_same_bits, path};
use support::surfaces::*;

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
fn nesterov_in_pytorchs_and_keras_form_is_the_notes_seen_at_the_point_ahead() {
    let (mu, rate) = (0.9, 0.001);
    let notes = path(&Himmelblau, build("nesterov", &[("mu", mu)]), rate, 100);
    let ahead = |t: usize| if t == 0 { notes[0] } else { notes[t] + mu * (notes[t] - notes[t - 1]) };
    let seen: Vec<Vec2> = (0..=100).map(ahead).collect();
    for name in ["pytorch", "keras"] {
        let other = form("nesterov", &[("mu", mu)], &[("form", name)]);
        assert_close(&path(&Himmelblau, other, rate, 100), &seen, ROUNDING);
    }
}

#[test]
fn dampening_without_memory_and_in_other_forms_has_no_effect() {
    for (mu, name) in [(0.0, "pytorch"), (0.9, "notes"), (0.9, "averaged")] {
        let damped = form("momentum", &[("mu", mu), ("dampening", 0.5)], &[("form", name)]);
        assert_same_bits(&path(&Himmelblau, damped, 0.001, 50), &path(&Himmelblau, momentum(name, mu), 0.001, 50));
    }
}

#[test]
fn quasi_hyperbolic_momentum_contains_gradient_descent_momentum_and_nesterov() {
    let qhm = |nu: f64, beta: f64, rate| path(&Himmelblau, build("qhm", &[("nu", nu), ("beta", beta)]), rate, 100);
    assert_same_bits(&qhm(0.0, 0.9, 0.01), &path(&Himmelblau, build("gradient_descent", &[]), 0.01, 100));
    assert_same_bits(&qhm(1.0, 0.9, 0.01), &path(&Himmelblau, momentum("averaged", 0.9), 0.01, 100));
    let nesterov = form("nesterov", &[("mu", 0.9)], &[("form", "pytorch")]);
    assert_close(&qhm(0.9, 0.9, 0.01), &path(&Himmelblau, nesterov, (1.0 - 0.9) * 0.01, 100), ROUNDING);
}

#[test]
fn quasi_hyperbolic_adam_contains_adam_and_rmsprop_with_correction() {
    let betas = [("beta1", 0.9), ("beta2", 0.99)];
    let qhadam = |nu1: f64| path(&Himmelblau, build("qhadam", &[betas[0], betas[1], ("nu1", nu1)]), 0.01, 200);
    assert_same_bits(&qhadam(1.0), &path(&Himmelblau, build("adam", &betas), 0.01, 200));
    let bare = build("adam", &[("beta1", 0.0), ("beta2", 0.99)]);
    assert_same_bits(&qhadam(0.0), &path(&Himmelblau, bare, 0.01, 200));
    // Without any memory of the squares it divides by |g|.
    let signs = build("qhadam", &[("nu1", 0.0), ("nu2", 0.0), ("delta", 0.0)]);
    assert_close(&path(&Slope, signs, 0.1, 1)[1..], &[START - Vec2::new(0.1, 0.1)], 4.0 * f64::EPSILON);
}

#[test]
fn adamw_without_decay_is_adam_bit_for_bit() {
    let adam = path(&Himmelblau, build("adam", &[("beta2", 0.999)]), 0.01, 200);
    for name in ["pytorch", "paper"] {
        let adamw = form("adamw", &[("weight_decay", 0.0)], &[("form", name)]);
        assert_same_bits(&path(&Himmelblau, adamw, 0.01, 200), &adam);
    }
    let most = form("adam", &[("beta2", 0.999)], &[("amsgrad", "pytorch")]);
    let same = form("adamw", &[("weight_decay", 0.0)], &[("amsgrad", "on")]);
    assert_same_bits(&path(&Himmelblau, same, 0.01, 200), &path(&Himmelblau, most, 0.01, 200));
}

#[test]
fn the_papers_decay_is_pytorchs_over_the_rate() {
    let of = |name, decay| path(&Himmelblau, form("adamw", &[("weight_decay", decay)], &[("form", name)]), 0.05, 200);
    assert_close(&of("paper", 0.05 * 0.3), &of("pytorch", 0.3), ROUNDING);
}

#[test]
fn nadam_is_adam_without_momentum_and_warms_up_to_the_constant_form() {
    let bare = [("beta1", 0.0), ("beta2", 0.999)];
    let adam = path(&Himmelblau, build("adam", &bare), 0.01, 200);
    assert_same_bits(&path(&Himmelblau, build("nadam", &bare), 0.01, 200), &adam);
    // 0.96^1000 is below half a unit in the last place of 1.
    let warm = build("nadam", &[("momentum_decay", 1000.0)]);
    let constant = form("nadam", &[], &[("form", "constant")]);
    assert_same_bits(&path(&Himmelblau, warm, 0.01, 200), &path(&Himmelblau, constant, 0.01, 200));
}

#[test]
fn kerass_place_of_delta_in_adam_matters_only_for_delta() {
    let of = |place, delta| path(&Himmelblau, form("adam", &[("delta", delta)], &[("place", place)]), 0.01, 100);
    assert_close(&of("hat", 0.0), &of("outside", 0.0), ROUNDING);
    assert!((of("hat", 0.01)[1] - of("outside", 0.01)[1]).norm() > 1e-7);
}

#[test]
fn the_place_of_delta_in_adagrad_and_rmsprop_matters_only_for_delta() {
    for key in ["adagrad", "rmsprop"] {
        let of = |place, delta| path(&Himmelblau, form(key, &[("delta", delta)], &[("place", place)]), 0.01, 100);
        assert_same_bits(&of("inside", 0.0), &of("outside", 0.0));
        assert!((of("inside", 1.0)[1] - of("outside", 1.0)[1]).norm() > 1e-7, "{key}");
    }
}

#[test]
fn rmsprops_momentum_in_the_notes_form_and_in_pytorchs_are_one_path_at_a_constant_rate() {
    let of = |name| path(&Himmelblau, form("rmsprop", &[("mu", 0.8)], &[("momentum_form", name)]), 0.001, 100);
    assert_close(&of("notes"), &of("pytorch"), ROUNDING);
    assert!((of("nesterov")[100] - of("notes")[100]).norm() > 1e-6);
}

#[test]
fn ftrl_without_penalties_is_adagrad_or_gradient_descent() {
    let adagrad = path(&Himmelblau, build("adagrad", &[("delta", 0.0)]), 0.1, 100);
    assert_close(&path(&Himmelblau, build("ftrl", &[("initial", 0.0)]), 0.1, 100), &adagrad, ROUNDING);
    // With p = 0 nothing pulls: w is −η times the sum of gradients, so from the origin it is gradient descent.
    let sum = descend(&Himmelblau, build("ftrl", &[("power", 0.0)]), 0.01, Vec2::ZERO, 100, 1e-3).points;
    let plain = descend(&Himmelblau, build("gradient_descent", &[]), 0.01, Vec2::ZERO, 100, 1e-3).points;
    assert_close(&sum, &plain, ROUNDING);
}

#[test]
fn adadelta_that_never_looks_is_gradient_descent_bit_for_bit() {
    let plain = path(&Himmelblau, build("gradient_descent", &[]), 0.01, 100);
    assert_same_bits(&path(&Himmelblau, build("adadelta", &[("rho", 1.0)]), 0.01, 100), &plain);
}

#[test]
fn averaging_changes_nothing_of_the_path_and_means_what_it_says() {
    let plain = path(&Himmelblau, build("gradient_descent", &[]), 0.01, 100);
    let asgd = build("asgd", &[("lambd", 0.0), ("t0", 10.0)]);
    let run = descend(&Himmelblau, asgd, 0.01, START, 100, 1e-3);
    assert_same_bits(&run.points, &plain);
    let average = |t| run.step(&Himmelblau, t).state[0].1;
    assert_eq!(average(11), plain[11]);
    let mean = plain[12..=100].iter().fold(Vec2::ZERO, |sum, w| sum + *w) / 89.0;
    assert_close(&[average(100)], &[mean], ROUNDING);
}

#[test]
fn weight_decay_is_a_bowl_on_top_of_the_loss() {
    let bent = Quadratic::diagonal(1.3, 4.3);
    let forms: [(&str, &[(&str, &str)]); 9] = [
        ("gradient_descent", &[]),
        ("momentum", &[]),
        ("momentum", &[("form", "pytorch")]),
        ("nesterov", &[]),
        ("nesterov", &[("form", "pytorch")]),
        ("rmsprop", &[]),
        ("adam", &[]),
        ("radam", &[]),
        ("asgd", &[]),
    ];
    for (key, forms) in forms {
        let decayed = path(&Quadratic::diagonal(1.0, 4.0), form(key, &[("weight_decay", 0.3)], forms), 0.02, 100);
        assert_close(&decayed, &path(&bent, form(key, &[], forms), 0.02, 100), ROUNDING);
    }
}

/// Prescribes a momentum at a constant rate.
struct Prescribed(f64);

impl Schedule for Prescribed {
    fn pace(&mut self, base: f64, _: usize, _: f64) -> Pace {
        Pace { rate: base, momentum: Some(self.0) }
    }
}

#[test]
fn a_prescribed_momentum_takes_the_place_of_the_optimizers_own() {
    let mut heeded = 0;
    for entry in optimizer::ALL {
        let Some(own) = ["mu", "beta", "beta1"].into_iter().find(|key| entry.parameters.iter().any(|p| p.key == *key))
        else {
            continue;
        };
        if (entry.key, own) == ("ftrl", "beta") {
            // Not a momentum.
            continue;
        }
        let of = |own_value: f64, prescribed: f64| {
            let tempo = Tempo::Scheduled { base: 0.01, schedule: Box::new(Prescribed(prescribed)) };
            descend(&Himmelblau, build(entry.key, &[(own, own_value)]), tempo, START, 300, 1e-3).points
        };
        let plain = path(&Himmelblau, build(entry.key, &[(own, 0.8)]), 0.01, 300);
        // Powers of β₁ come by another way.
        assert_close(&of(0.8, 0.8), &plain, ROUNDING);
        assert_close(&of(0.3, 0.8), &plain, ROUNDING);
        let apart = of(0.8, 0.3).iter().zip(&plain).map(|(w, v)| (*w - *v).norm()).fold(0.0, f64::max);
        assert!(apart > 1e-3, "{} does not heed it: {apart} apart", entry.key);
        heeded += 1;
    }
    assert!(heeded >= 12, "only {heeded} heed a prescribed momentum");
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
