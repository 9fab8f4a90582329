//! Optimizers against one another, against closed forms, and against their declared limits of stability.

mod support;

use steepest::linear::Vec2;
use steepest::objective::Objective;
use steepest::optimizer::{self, Optimizer, Stability};
use steepest::outcome::Outcome;
use steepest::parameter::{Given, Kind, Setting, Settings};
use steepest::run::descend;
use steepest::tempo::{Pace, Schedule, Tempo};
use support::contenders::{build, entry, form, momentum, with};
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
fn dampening_as_strong_as_the_momentum_keeps_the_first_gradient_for_ever_on_a_slope() {
    // v = μ g + (1 − μ) g = g from the first, undamped velocity on; the averaged form has to warm up.
    let damped = form("momentum", &[("mu", 0.9), ("dampening", 0.9)], &[("form", "pytorch")]);
    let plain = path(&Slope, build("gradient_descent", &[]), 0.1, 100);
    assert_close(&path(&Slope, damped, 0.1, 100), &plain, ROUNDING);
    let averaged = path(&Slope, momentum("averaged", 0.9), 0.1, 1);
    assert_close(&averaged[1..], &[START - 0.1 * 0.1 * Vec2::new(0.5, 0.25)], ROUNDING);
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
fn ftrl_keeps_coordinates_at_zero_until_their_gradients_have_come_to_more_than_the_penalty() {
    // On the slope each step adds 0.5 to z in x and 0.25 in y, as nothing pulls while w is 0.
    let run = descend(&Slope, build("ftrl", &[("l1", 2.1)]), 0.1, Vec2::ZERO, 20, 1e-3).points;
    let leaves = |axis: fn(Vec2) -> f64| run.iter().position(|w| axis(*w) != 0.0);
    assert_eq!([leaves(|w| w.x), leaves(|w| w.y)], [Some(5), Some(9)]);
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
fn the_first_five_steps_of_radam_have_no_denominator() {
    let plain = path(&Himmelblau, build("gradient_descent", &[]), 0.001, 6);
    let radam = path(&Himmelblau, build("radam", &[("beta1", 0.0)]), 0.001, 6);
    assert_same_bits(&radam[..=5], &plain[..=5]);
    assert_ne!(radam[6], plain[6]);
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

/// Every optimizer in every form of its choices, for several values of each memory, with and without weight decay.
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
        if entry.parameters.iter().any(|p| p.key == "weight_decay") {
            let decayed = givens.clone().into_iter().map(|mut given| {
                given.insert("weight_decay".into(), Setting::Number(0.7));
                given
            });
            givens = givens.iter().cloned().chain(decayed).collect();
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
        let (limit, sharpness) = match (entry.stability)(&settings) {
            Stability::Sharpness(limit) => (limit, sharpness),
            Stability::DecayedSharpness { limit, decay } => (limit, sharpness + decay),
            _ => continue,
        };
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
    // Gradient descent, three forms of momentum with three dampings each, three of Nesterov, QHM: at three values of μ.
    assert!(tried >= 2 * (1 + 27 + 9 + 9), "only {tried} limits were tried");
}

#[test]
fn rules_that_divide_by_recent_gradients_come_to_rest_at_their_own_limit() {
    // At a constant rate the divisor √r shrinks with the gradients until η λ/√r is the limit; there r is the mean of
    // (λ w)², so a coordinate swings with a root mean square of η/limit, whatever the sharpness λ.
    // The squares are forgotten fast enough for the rest to come within the run, and nothing else damps it.
    let clear = [("beta2", 0.99), ("weight_decay", 0.0)];
    for known in optimizer::ALL {
        let has = |name: &str| known.parameters.iter().any(|p| p.key == name);
        let numbers: Vec<_> = clear.into_iter().filter(|(name, _)| has(name)).collect();
        let (key, (entry, settings)) = (known.key, entry(known.key, &numbers));
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
        let invariant = match (entry.stability)(&settings) {
            Stability::Sharpness(_) | Stability::DecayedSharpness { .. } | Stability::Relative(_) => true,
            Stability::RescaledSharpness(_) | Stability::FixedStep => false,
            // These say nothing of how the rule treats coordinates.
            Stability::SelfLimiting | Stability::OwnScale | Stability::Unknown => continue,
        };
        assert_eq!(apart < 1e-12, invariant, "{}: {apart} apart", entry.key);
    }
}
