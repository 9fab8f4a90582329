//! Maps of settings: a quadratic's by its closed form, any other's by plain runs.

use steepest::experiment::Experiment;
use steepest::map::{Axis, Dial, Grid, Map, MapKind, Tuning, alone};
use steepest::run::run;

use crate::in_order;
use crate::support::contenders::experiment;

fn tuned(
    key: &str,
    x: (&str, f64, f64),
    y: Option<(&str, f64, f64)>,
    target: Option<f64>,
    budget: usize,
) -> Experiment {
    let axis = |(setting, from, to): (&str, f64, f64)| Axis { setting: setting.into(), from, to };
    let tuning = Tuning { of: 0, target, x: axis(x), y: y.map(axis) };
    let mut one = experiment("ravine", &[key], 0.1, 10);
    one.map = Some(Map { shows: MapKind::Tuning(tuning), budget }.written());
    one
}

fn tuning_of(one: &Experiment) -> Tuning {
    let map = Map::of(one, &one.check().expect("valid")).expect("a valid map").expect("a map");
    match map.shows {
        MapKind::Tuning(tuning) => tuning,
        other => panic!("{other:?} is no tuning map"),
    }
}

/// z after k updates of momentum on ½λz² from z₀ = 1: of the recurrence z' = T z − D z₋ with z₁ = 1 − x the closed
/// form, by its eigenvalues r, s: ((1 − x − s) rᵏ − (1 − x − r) sᵏ)/(r − s), for a pair of them with polar coordinates.
fn momentum_in_closed_form(x: f64, mu: f64, k: usize) -> f64 {
    let (trace, determinant) = (1.0 + mu - x, mu);
    let (first, k) = (1.0 - x, k as f64);
    let discriminant = trace * trace / 4.0 - determinant;
    if discriminant >= 0.0 {
        let (r, s) = (trace / 2.0 + discriminant.sqrt(), trace / 2.0 - discriminant.sqrt());
        ((first - s) * r.powf(k).copysign(if r < 0.0 && k % 2.0 == 1.0 { -1.0 } else { 1.0 })
            - (first - r) * s.abs().powf(k) * if s < 0.0 && k % 2.0 == 1.0 { -1.0 } else { 1.0 })
            / (r - s)
    } else {
        let (size, angle) = (determinant.sqrt(), (-discriminant).sqrt().atan2(trace / 2.0));
        let b = (first - trace / 2.0) / (-discriminant).sqrt();
        size.powf(k) * ((k * angle).cos() + b * (k * angle).sin())
    }
}

/// On the ravine L = (λ₁x² + λ₂y²)/2 both coordinates have a closed form, and with them the step from which on the loss
/// is below the target; where it passes that by less than rounding, one step more or less is right as well.
#[test]
fn the_tuning_map_of_a_quadratic_is_its_closed_form_everywhere() {
    let (grid, target, budget) = (Grid { columns: 24, rows: 16 }, 1e-6, 400);
    let one = tuned("momentum", ("rate", 0.001, 1.0), Some(("mu", 0.05, 0.95)), Some(target), budget);
    let checked = one.check().expect("valid");
    let objective = &checked.ground.objective;
    let start = one.starts[0];
    let hessian = objective.curvature(start).hessian;
    assert_eq!(hessian.xy, 0.0);
    let dials = Dial::all(&checked, 0);
    let dial = |key: &str| dials.iter().find(|dial| dial.key == key).expect("a dial");
    let tuning = tuning_of(&one);
    let map = in_order(&one, grid, one.view);
    let (mut stable, mut unstable) = (0, 0);
    for ((column, row), cell) in map.cells(0) {
        let place = grid.fractions(column, row);
        let rate = dial("rate").value(&tuning.x, place.x);
        let mu = dial("mu").value(tuning.y.as_ref().expect("two axes"), place.y);
        let loss = |k: usize| {
            let part = |lambda: f64, w: f64| 0.5 * lambda * (w * momentum_in_closed_form(rate * lambda, mu, k)).powi(2);
            part(hessian.xx, start.x) + part(hessian.yy, start.y)
        };
        let above = (0..=budget).rev().find(|k| loss(*k) > target);
        let expected = above.map_or(Some(0), |k| (k < budget).then_some(k + 1));
        let what = format!("rate {rate}, momentum {mu}: {} and {expected:?}", cell.value);
        if rate * hessian.yy.max(hessian.xx) >= 2.0 + 2.0 * mu {
            assert!(!cell.value.is_finite() && expected.is_none(), "{what}");
            unstable += 1;
        } else if cell.value.is_finite() || expected.is_some() {
            let found = cell.value as usize;
            let is_close = |k: usize| k > 0 && (loss(k - 1) / target - 1.0).abs() < 1e-6;
            assert!(Some(found) == expected || is_close(found) || expected.is_some_and(is_close), "{what}");
            stable += 1;
        }
    }
    assert!(stable > 100 && unstable > 50, "{stable} {unstable}");
}

#[test]
fn a_cell_of_a_tuning_map_is_the_plain_run_with_its_settings() {
    let grid = Grid { columns: 5, rows: 4 };
    // A hyper-parameter, one of the landscape's, and the last loss.
    let one = tuned("adam", ("surface.b", 2.0, 200.0), Some(("beta1", 0.1, 0.99)), None, 60);
    let checked = one.check().expect("valid");
    let dials = Dial::all(&checked, 0);
    let dial = |key: &str| dials.iter().find(|dial| dial.key == key).expect("a dial");
    let tuning = tuning_of(&one);
    let map = in_order(&one, grid, one.view);
    for ((column, row), cell) in map.cells(0) {
        let place = grid.fractions(column, row);
        let mut alone = alone(&one, 0, one.starts[0], 60);
        dial("surface.b").set(&mut alone, 0, dial("surface.b").value(&tuning.x, place.x));
        let beta1 = dial("beta1");
        beta1.set(&mut alone, 0, beta1.value(tuning.y.as_ref().expect("two axes"), place.y));
        let run = run(&alone).expect("valid").remove(0);
        assert_eq!(cell.value.to_bits(), run.losses[60].to_bits());
    }
}
