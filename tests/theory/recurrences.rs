//! What theory says of linear recurrences: their factors, their limits, what is best.

use steepest::explain::{Best, Motion, best_for, critical_momenta, gradient_descent, heavy_ball, nesterov, spectrum};
use steepest::linear::Vec2;
use steepest::optimizer::{Linear, Recurrence, Stability};
use steepest::parameter::{Given, Setting, Settings};
use steepest::run::descend;

use crate::assert_near;
use crate::support::contenders::{variants, with};
use crate::support::surfaces::*;

/// The momentum in one of its forms, with `mu` and dampening.
fn momentum(key: &str, form: &str, mu: f64, dampening: f64) -> (Linear, Settings) {
    let mut given: Given =
        [("mu".to_string(), Setting::Number(mu)), ("form".to_string(), Setting::Choice(form.into()))].into();
    if dampening != 0.0 {
        given.insert("dampening".into(), Setting::Number(dampening));
    }
    let (entry, settings) = with(key, given);
    (entry.linear.expect("momentum is linear"), settings)
}

#[track_caller]
fn recurrence(linear: &Linear, settings: &Settings) -> Recurrence {
    (linear.recurrence)(settings, None).expect("its coefficients are fixed")
}

#[test]
fn a_recurrence_is_what_its_optimizer_does() {
    let mut tried = 0;
    for (entry, settings) in variants() {
        let Some(recurrence) = entry.linear.and_then(|linear| (linear.recurrence)(&settings, None)) else { continue };
        for (rate, sharpness) in [(0.05, 3.0), (0.3, 4.0), (0.2, -1.5)] {
            let bowl = Quadratic::diagonal(sharpness, sharpness);
            let run = descend(&bowl, (entry.build)(&settings), rate, Vec2::new(1.5, -0.7), 12, 1e-3);
            let x = rate * (sharpness + recurrence.decay);
            let [[a, b], [c, d]] = recurrence.matrix(x);
            let z = |t: usize| run.points[t].x;
            // The velocity after the first step, from where that led: PyTorch does not damp the first gradient.
            let velocity = (z(1) - z(0) + recurrence.direct * x * z(0)) / recurrence.carried;
            let velocity = if recurrence.carried == 0.0 { 0.0 } else { velocity };
            let mut state = [z(1), velocity];
            for t in 2..=run.steps() {
                state = [a * state[0] + b * state[1], c * state[0] + d * state[1]];
                let size = state[0].abs().max(1.0);
                assert!((state[0] - z(t)).abs() <= 1e-13 * size, "{} {settings:?} at step {t}", entry.key);
            }
            let damped = entry.parameters.iter().any(|p| p.key == "dampening")
                && settings.choice("form") == "pytorch"
                && settings.number("dampening") != 0.0;
            if !damped {
                assert_near(a * z(0), z(1), 1e-15 * 4.0 * z(1).abs().max(1.0));
            }
            let [trace, determinant] = recurrence.invariants(x);
            assert_near(trace, a + d, 1e-14 * (1.0 + trace.abs()));
            assert_near(determinant, a * d - b * c, 1e-14 * (1.0 + a.abs()) * (1.0 + d.abs()));
            tried += 1;
        }
    }
    assert!(tried >= 3 * 2 * (1 + 27 + 9 + 9), "only {tried} were tried");
}

#[test]
fn declared_limits_of_stability_are_where_the_spectral_radius_is_one() {
    for (entry, settings) in variants() {
        let recurrence = entry.linear.and_then(|linear| (linear.recurrence)(&settings, None));
        let (limit, decay) = match (entry.stability)(&settings) {
            Stability::Sharpness(limit) => (limit, 0.0),
            Stability::DecayedSharpness { limit, decay } => (limit, decay),
            _ => {
                assert!(recurrence.is_none(), "{} declares no limit", entry.key);
                continue;
            }
        };
        // RAdam that never comes to divide tends to the averaged form, but corrects its bias meanwhile.
        let Some(recurrence) = recurrence else {
            assert_eq!(entry.key, "radam");
            continue;
        };
        assert_eq!(recurrence.decay, decay, "{}", entry.key);
        let factor = |share: f64| spectrum(&recurrence, share * limit).factor;
        assert_near(factor(1.0), 1.0, 1e-12);
        assert!(factor(1.0 - 1e-6) < 1.0 && factor(1.0 + 1e-6) > 1.0, "{} {settings:?}", entry.key);
    }
}

#[test]
fn momentum_rings_between_its_two_critical_values_in_every_form() {
    let nothing = |_: f64| None;
    let notes = |x: f64| Some([(1.0 - x.sqrt()).powi(2), (1.0 + x.sqrt()).powi(2)]);
    let averaged = |x: f64| Some([((1.0 - x) / (1.0 + x)).powi(2), 1.0]);
    let looking =
        |x: f64| (x < 1.0).then(|| [(1.0 - x.sqrt()) / (1.0 + x.sqrt()), (1.0 + x.sqrt()) / (1.0 - x.sqrt())]);
    let dampened = |x: f64| notes(0.75 * x);
    type Closed<'a> = &'a dyn Fn(f64) -> Option<[f64; 2]>;
    let forms: [(&str, &str, f64, Closed); 7] = [
        ("momentum", "notes", 0.0, &notes),
        ("momentum", "pytorch", 0.0, &notes),
        ("momentum", "pytorch", 0.25, &dampened),
        ("momentum", "averaged", 0.0, &averaged),
        ("nesterov", "notes", 0.0, &looking),
        ("nesterov", "pytorch", 0.0, &looking),
        ("nesterov", "keras", 0.0, &looking),
    ];
    for (key, form, dampening, closed) in forms {
        for x in [0.01, 0.3, 0.9, 1.5, 3.0] {
            let (linear, settings) = momentum(key, form, 0.5, dampening);
            let found = critical_momenta(&linear, &settings, x);
            let wanted = closed(x);
            assert_eq!(found.is_some(), wanted.is_some(), "{key}, {form} at x = {x}");
            let (Some([low, high]), Some([wanted_low, wanted_high])) = (found, wanted) else { continue };
            assert_near(low, wanted_low, 1e-12);
            assert_near(high, wanted_high, 1e-12 * wanted_high);
            let motion = |mu: f64| {
                let (linear, settings) = momentum(key, form, mu, dampening);
                spectrum(&recurrence(&linear, &settings), x).motion
            };
            let rings = |mu: f64| matches!(motion(mu), Motion::Ringing { .. });
            for mu in [1e-3, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99] {
                assert_eq!(rings(mu), low < mu && mu < high, "{key}, {form} at x = {x}, mu = {mu}");
            }
            // Past x = 1 the double eigenvalue is negative.
            let double =
                if trace_is_negative(key, form, low, dampening, x) { Motion::Alternating } else { Motion::Critical };
            assert_eq!(motion(low), double, "{key}, {form} at x = {x}");
        }
    }
    let (linear, settings) =
        (with("gradient_descent", Given::new()).0.linear.expect("linear"), Settings::defaults(&[]));
    assert_eq!(nothing(0.5), critical_momenta(&linear, &with("gradient_descent", Given::new()).1, 0.5), "{settings:?}");
}

fn trace_is_negative(key: &str, form: &str, mu: f64, dampening: f64, x: f64) -> bool {
    let (linear, settings) = momentum(key, form, mu, dampening);
    recurrence(&linear, &settings).invariants(x)[0] < 0.0
}

/// The worse of the factors at both ends.
fn worst(linear: &Linear, settings: &Settings, best: &Best, ends: [f64; 2]) -> f64 {
    let mut settings = settings.clone();
    for (key, value) in &best.numbers {
        settings = replaced(&settings, key, *value);
    }
    let recurrence = recurrence(linear, &settings);
    ends.map(|value| spectrum(&recurrence, best.rate * value).factor).into_iter().fold(0.0, f64::max)
}

/// The settings with another number for the parameter `key`.
fn replaced(settings: &Settings, key: &'static str, value: f64) -> Settings {
    for name in ["momentum", "nesterov", "qhm"] {
        let parameters = with(name, Given::new()).0.parameters;
        if parameters.iter().all(|p| settings.find(p.key).is_some()) {
            let mut given: Given =
                parameters.iter().map(|p| (p.key.to_string(), settings.get(p.key).clone())).collect();
            given.insert(key.into(), Setting::Number(value));
            return with(name, given).1;
        }
    }
    panic!("no optimizer has these settings")
}

#[test]
fn the_best_settings_have_the_factor_that_is_stated_and_none_beside_them_is_better() {
    let qhm = with("qhm", Given::new());
    let mut rules = vec![(qhm.0.linear.expect("linear"), qhm.1)];
    for (key, form, dampening) in [
        ("momentum", "notes", 0.0),
        ("momentum", "pytorch", 0.0),
        ("momentum", "pytorch", 0.25),
        ("momentum", "averaged", 0.0),
        ("nesterov", "notes", 0.0),
        ("nesterov", "pytorch", 0.0),
        ("nesterov", "keras", 0.0),
    ] {
        rules.push(momentum(key, form, 0.5, dampening));
    }
    for ends in [[1.0, 100.0], [0.5, 2.0], [3.0, 3.1]] {
        for (linear, settings) in &rules {
            let best = best_for(linear, settings, ends).expect("both are positive");
            let factor = worst(linear, settings, &best, ends);
            assert_near(factor, best.factor, 1e-9);
            for (rate, mu) in [(1.01, 0.0), (0.99, 0.0), (1.0, 0.003), (1.0, -0.003), (1.01, 0.003), (0.99, -0.003)] {
                let mut beside = Best { rate: rate * best.rate, ..best.clone() };
                beside.numbers[0].1 = (beside.numbers[0].1 + mu).clamp(0.0, 0.999);
                let beside = worst(linear, settings, &beside, ends);
                assert!(beside >= factor - 1e-9, "{settings:?}: {beside} beside {factor}");
            }
        }
    }
}

#[test]
fn closed_forms_of_what_is_best() {
    let Best { rate, factor, numbers } = gradient_descent([1.0, 100.0]);
    assert!(numbers.is_empty());
    assert_near(rate, 2.0 / 101.0, 1e-16);
    assert_near(factor, 99.0 / 101.0, 1e-15);
    let [rate, mu, factor] = heavy_ball([1.0, 100.0]);
    assert_near(rate, (2.0_f64 / 11.0).powi(2), 1e-16);
    assert_near(mu, (9.0_f64 / 11.0).powi(2), 1e-15);
    assert_near(factor, 9.0 / 11.0, 1e-15);
    let [rate, mu, factor] = nesterov([1.0, 8.0]);
    assert_eq!((rate, mu, factor), (4.0 / 25.0, 3.0 / 7.0, 0.6));
    // One eigenvalue: there in one step.
    assert_eq!(
        (gradient_descent([4.0; 2]).factor, heavy_ball([4.0; 2]), nesterov([4.0; 2])),
        (0.0, [0.25, 0.0, 0.0], [0.25, 0.0, 0.0])
    );
    let (linear, settings) = momentum("momentum", "notes", 0.9, 0.0);
    for ends in [[0.0, 1.0], [-1.0, 2.0], [-2.0, -1.0], [1.0, f64::INFINITY]] {
        assert_eq!(best_for(&linear, &settings, ends), None);
    }
}
