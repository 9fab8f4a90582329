//! The anatomy of an update: its parts add up, and its rule with numbers gives those of the run.

mod support;

use steepest::explain::{Value, anatomy, rule_lines};
use steepest::lab::Lab;
use steepest::linear::Vec2;
use steepest::optimizer::{self, Family};
use support::contenders::{entry, experiment};

fn session(key: &str) -> Lab {
    let (found, _) = entry(key, &[]);
    Lab::new(experiment("rosenbrock", &[key], found.default_rate().min(0.0005), 30)).expect("a valid experiment")
}

#[track_caller]
fn assert_near(got: Vec2, wanted: Vec2, tolerance: f64) {
    assert!((got - wanted).norm() <= tolerance * (1.0 + wanted.norm()), "{got:?}, not {wanted:?}");
}

#[test]
fn the_parts_of_every_update_add_up() {
    for entry in optimizer::ALL {
        let lab = session(entry.key);
        let run = lab.followed(0);
        for t in [0, 1, 7, run.steps() - 1] {
            let parts = anatomy(&lab, 0, t).expect("it makes updates");
            let update = run.points[t + 1] - run.points[t];
            assert_near(parts.carried + parts.driven, update, 1e-15);
            assert_eq!(parts.downhill, -run.pace(t).rate * lab.objective().slope(run.points[t]).gradient);
            let searches = matches!(entry.family, Family::Curvature | Family::DerivativeFree);
            assert_eq!(parts.has_parts, !searches, "{}", entry.key);
        }
    }
}

#[test]
fn momentum_carries_mu_times_the_velocity_and_the_gradient_does_the_rest() {
    let lab = session("momentum");
    let v = |t: usize| lab.step(0, t).state.iter().find(|(symbol, _)| *symbol == "v").expect("a velocity").1;
    for t in [0, 1, 12] {
        let parts = anatomy(&lab, 0, t).expect("it makes updates");
        assert_near(parts.carried, 0.9 * v(t), 1e-15);
        assert_near(parts.driven, parts.downhill, 1e-14);
    }
}

#[test]
fn adam_carries_the_old_average_over_the_new_divisor() {
    let lab = session("adam");
    let (rate, beta1, beta2, delta) = (lab.rate(0), 0.9_f64, 0.99_f64, 1e-8);
    let state =
        |t: usize, wanted: &str| lab.step(0, t).state.iter().find(|(known, _)| *known == wanted).expect("a state").1;
    for t in [1, 2, 20] {
        let parts = anatomy(&lab, 0, t).expect("it makes updates");
        let (c1, c2) = (1.0 - beta1.powi(t as i32 + 1), 1.0 - beta2.powi(t as i32 + 1));
        let root = (state(t + 1, "r") / c2).sqrt() + delta;
        assert_near(parts.carried, -rate * beta1 / c1 * state(t, "s") / root, 1e-12);
        assert_near(parts.driven, (1.0 - beta1) / c1 * parts.downhill / root, 1e-12);
    }
}

#[test]
fn gradient_descent_has_only_the_gradient() {
    let lab = session("gradient_descent");
    let parts = anatomy(&lab, 0, 3).expect("it makes updates");
    assert_eq!(parts.carried, Vec2::ZERO);
    assert_near(parts.update, parts.downhill, 1e-14);
}

#[test]
fn every_line_of_a_rule_with_its_numbers_gives_what_the_run_has() {
    let (mut formulas, mut lines) = (0, 0);
    let mut blank = Vec::new();
    for entry in optimizer::ALL {
        let lab = session(entry.key);
        for t in [0, 5, 29.min(lab.followed(0).steps() - 1)] {
            let after = lab.step(0, t + 1).state;
            let mut last = None;
            for line in rule_lines(&lab, 0, t) {
                lines += 1;
                let Some((name, formula)) = &line.assigned else { continue };
                if line.values.is_empty() && formula.names().next().is_some() {
                    blank.push(format!("{}: {}", entry.key, line.code));
                    continue;
                }
                let axis = |value: Value, axis: usize| match value {
                    Value::Scalar(value) => value,
                    Value::Vector(value) => [value.x, value.y][axis],
                };
                let result = line.result.expect("a result");
                let computed = formula.value(&line.values, &|w| lab.objective().slope(w).gradient);
                for k in [0, 1] {
                    let (got, computed) = (axis(result, k), axis(computed, k));
                    let near = (got - computed).abs() <= 1e-9 * (1.0 + got.abs());
                    assert!(near, "{} at {t}: {} is {got}, its numbers give {computed}", entry.key, line.code);
                    formulas += 1;
                }
                last = Some((name.clone(), result)).filter(|(name, _)| name == "w").or(last);
            }
            assert!(
                !after.is_empty() || entry.key == "gradient_descent" || entry.key == "backtracking",
                "{}",
                entry.key
            );
        }
    }
    blank.sort();
    blank.dedup();
    println!("{formulas} numbers of {lines} lines; without numbers: {blank:#?}");
    assert!(formulas > 500, "{formulas}");
}

#[test]
fn lines_of_the_notes_rules_are_all_formulas_with_numbers() {
    for entry in optimizer::ALL
        .iter()
        .filter(|entry| matches!(entry.family, Family::Notes | Family::Momentum | Family::Adaptive))
    {
        for line in rule_lines(&session(entry.key), 0, 4) {
            let is_formula =
                line.assigned.as_ref().is_some_and(|(_, formula)| formula.names().count() == line.values.len());
            assert!(is_formula || entry.key == "radam", "{}: {}", entry.key, line.code);
        }
    }
}
