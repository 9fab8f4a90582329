//! What optimizers declare of their stability, and whether they see how the axes lie.

mod support;

use steepest::linear::Vec2;
use steepest::optimizer::{self, Stability};
use steepest::outcome::Outcome;
use steepest::parameter::Settings;
use steepest::run::descend;
use support::contenders::{entry, variants};
use support::paths::START;
use support::surfaces::*;

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
        let Stability::RescaledSharpness { limit, .. } = (entry.stability)(&settings) else { continue };
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
            Stability::RescaledSharpness { .. } | Stability::FixedStep => false,
            // These say nothing of how the rule treats coordinates.
            Stability::SelfLimiting | Stability::OwnScale | Stability::Unknown => continue,
        };
        assert_eq!(apart < 1e-12, invariant, "{}: {apart} apart", entry.key);
    }
}
