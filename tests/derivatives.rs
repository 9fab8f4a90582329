//! Values, gradients and Hessians of every surface against values that were computed elsewhere.

mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use steepest::experiment::Landscape;
use steepest::formula;
use steepest::landscape;
use steepest::linear::{Mat2, Vec2};
use steepest::objective::Objective;
use steepest::parameter::{Parameter, Settings};

use support::names;
use support::oracle::{Derivatives, DerivativesAt, In, Minima, Num, Oracles, Params, own_folder, point};

/// Agreement to rounding: relative to a value, absolute below 1.
const ROUNDING: f64 = 1e-12;

/// How many times the error of plain floating point at a point is allowed on top.
const CONDITION: f64 = 20.0;

/// The surface of the catalogue with the oracle's parameters.
#[track_caller]
fn resolve(name: &str, params: &Params) -> (&'static landscape::Entry, Settings) {
    names::surface(name, params).unwrap_or_else(|unknown| panic!("{name} {params:?}: {unknown:?}"))
}

/// The file with surfaces that the oracles do not have, and with other parameters of those that they have.
const EXTRA: &str = "derivatives_extra.json";

/// What that file holds.
fn extra() -> (Vec<In<Derivatives>>, Vec<In<Minima>>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let mut all = Oracles::read(&folder).unwrap_or_else(|problem| panic!("{problem}"));
    all.derivatives.retain(|table| table.file == EXTRA);
    all.minima.retain(|table| table.file == EXTRA);
    (all.derivatives, all.minima)
}

/// What is wrong at a point, if anything.
fn mistakes(objective: &dyn Objective, at: &DerivativesAt) -> Vec<String> {
    let w = point(at.w);
    let here = objective.curvature(w);
    let Mat2 { xx, xy, yy } = here.hessian;
    let eigen = here.hessian.eigen().values;
    let [f, g, h, e] = at.err;
    let compared = [
        ("f", here.loss, at.f, f),
        ("∂f/∂x", here.gradient.x, at.g[0], g),
        ("∂f/∂y", here.gradient.y, at.g[1], g),
        ("∂²f/∂x²", xx, at.hessian[0], h),
        ("∂²f/∂x∂y", xy, at.hessian[1], h),
        ("∂²f/∂y²", yy, at.hessian[2], h),
        ("λ₁", eigen[0], at.eig[0], e),
        ("λ₂", eigen[1], at.eig[1], e),
    ];
    let wrong = compared.into_iter().filter_map(|(what, got, Num(wanted), Num(error))| {
        let tolerance = ROUNDING * (1.0 + wanted.abs()) + CONDITION * error;
        let fine = (got - wanted).abs() <= tolerance;
        (!fine).then(|| format!("{what} at ({}, {}): got {got}, wanted {wanted} ± {tolerance}", w.x, w.y))
    });
    wrong.collect()
}

/// Checks all points of all tables.
fn check(tables: &[In<Derivatives>]) {
    assert!(!tables.is_empty());
    for In { file, entry } in tables {
        let (surface, settings) = resolve(&entry.surface, &entry.surface_params);
        let objective = (surface.build)(&settings);
        assert!(!entry.points.is_empty(), "{file}: {} has no points", entry.surface);
        for at in &entry.points {
            let mistakes = mistakes(&*objective, at);
            assert!(mistakes.is_empty(), "{file}: {}: {}", entry.surface, mistakes.join("; "));
        }
        println!("{file}: {} {:?}: {} points", entry.surface, entry.surface_params, entry.points.len());
    }
}

#[test]
fn derivatives_agree_with_the_oracles() {
    check(&Oracles::load().derivatives);
}

#[test]
fn derivatives_agree_with_fifty_digits_at_other_parameters() {
    let (tables, _) = extra();
    check(&tables);
    let named: BTreeSet<_> = tables.iter().map(|table| table.entry.surface.as_str()).collect();
    for surface in landscape::ALL {
        let varied = surface.parameters.is_empty() || named.contains(surface.key);
        assert!(varied, "{} is compared at its default parameters only", surface.key);
    }
}

/// The surface's formula, typed, with the oracle's parameters.
fn typed(surface: &landscape::Entry, settings: &Settings) -> Option<Arc<dyn Objective>> {
    formula::parse(surface.formula).ok()?;
    let value = |p: &Parameter| (p.key.to_string(), settings.get(p.key).clone());
    let parameters = surface.parameters.iter().map(value).collect();
    let landscape = Landscape { parameters, ..Landscape::typed(surface.formula) };
    Some(landscape.build().unwrap_or_else(|problem| panic!("{}: {problem}", surface.key)).objective)
}

#[test]
fn typed_formulas_agree_with_the_oracles() {
    let (mut points, mut left_out) = (0, BTreeSet::new());
    for In { file, entry } in Oracles::load().derivatives.iter().chain(&extra().0) {
        let (surface, settings) = resolve(&entry.surface, &entry.surface_params);
        let Some(objective) = typed(surface, &settings) else {
            left_out.insert(surface.key);
            continue;
        };
        for at in &entry.points {
            let mistakes = mistakes(&*objective, at);
            assert!(mistakes.is_empty(), "{file}: {} typed: {}", entry.surface, mistakes.join("; "));
            points += 1;
        }
    }
    // This one is no single formula.
    assert!(left_out.iter().all(|key| *key == "alternating"), "{left_out:?}");
    assert!(points > 500, "only {points} points");
}

#[test]
fn every_surface_is_compared() {
    let own = Oracles::read(&own_folder()).unwrap_or_else(|problem| panic!("{problem}"));
    let (extra, _) = extra();
    let named: BTreeSet<_> = own.derivatives.iter().chain(&extra).map(|table| table.entry.surface.as_str()).collect();
    let missing: Vec<_> = landscape::ALL.iter().map(|e| e.key).filter(|key| !named.contains(key)).collect();
    assert!(missing.is_empty(), "no derivatives to compare for {missing:?}");
}

#[test]
fn one_wrong_number_is_noticed() {
    for In { entry, .. } in extra().0 {
        let (surface, settings) = resolve(&entry.surface, &entry.surface_params);
        let objective = (surface.build)(&settings);
        let mut at = entry.points[0].clone();
        at.hessian[0].0 += 1e-6 * (1.0 + at.hessian[0].0.abs());
        assert_eq!(mistakes(&*objective, &at).len(), 1, "{}", entry.surface);
    }
}

/// A minimum is rounded to `f64`, which leaves a gradient of about the curvature times that rounding.
const AT_REST: f64 = 1e-14;

/// Checks value, gradient and Hessian at every known minimum; returns how many there are.
fn check_minima(table: &Minima) -> usize {
    let (surface, settings) = resolve(&table.surface, &table.params);
    let objective = (surface.build)(&settings);
    for minimum in &table.minima {
        let w = point(minimum.w);
        let here = objective.curvature(w);
        let [xx, xy, yy] = minimum.hessian.map(|Num(value)| value);
        let sharpness = Mat2 { xx, xy, yy }.eigen().values[1];
        let (still, wanted) = (AT_REST * (1.0 + sharpness) * (1.0 + w.norm()), minimum.f.0);
        let slope = here.gradient.norm();
        assert!(slope <= still, "{}: a slope of {slope} at {w:?}, wanted 0 ± {still}", table.surface);
        let tolerance = ROUNDING * (1.0 + wanted.abs());
        let loss = here.loss;
        assert!((loss - wanted).abs() <= tolerance, "{}: {loss} at {w:?}, wanted {wanted}", table.surface);
        let got = here.hessian;
        for (got, wanted) in [(got.xx, xx), (got.xy, xy), (got.yy, yy)] {
            let tolerance = ROUNDING * (1.0 + sharpness);
            assert!((got - wanted).abs() <= tolerance, "{}: {got} at {w:?}, wanted {wanted}", table.surface);
        }
    }
    if let (Some(floor), false) = ((surface.floor)(&settings), table.minima.is_empty()) {
        let lowest = table.minima.iter().map(|minimum| minimum.f.0).fold(f64::INFINITY, f64::min);
        let tolerance = 2.0 * f64::EPSILON * lowest.abs();
        assert!((floor - lowest).abs() <= tolerance, "{}: floor {floor}, lowest minimum {lowest}", table.surface);
    }
    table.minima.len()
}

#[test]
fn known_minima_are_minima_and_the_lowest_is_the_floor() {
    let tables = [Oracles::load().minima, extra().1].into_iter().flatten();
    let checked: usize = tables.map(|table| check_minima(&table.entry)).sum();
    println!("{checked} minima");
    assert!(checked > 0);
}

#[test]
fn floors_that_are_reached_at_a_kink_or_in_closed_form() {
    let at = |key: &str, w: Vec2| {
        let surface = landscape::find(key).expect("a surface");
        let settings = Settings::defaults(surface.parameters);
        let (floor, loss) = ((surface.floor)(&settings).expect("a floor"), (surface.build)(&settings).value(w));
        assert!((loss - floor).abs() <= ROUNDING, "{key}: {loss} at {w:?}, floor {floor}");
    };
    // The square root at the origin has no derivative, so these two are no stationary points of the oracle's list.
    at("ackley", Vec2::ZERO);
    at("drop_wave", Vec2::ZERO);
    at("hyperbola", Vec2::new(4.0, 0.25));
    at("bounded_saddle", Vec2::new(1.0, 0.0));
}

#[test]
fn surfaces_without_a_lower_bound_have_no_floor() {
    let floorless = landscape::ALL.iter().filter(|e| (e.floor)(&Settings::defaults(e.parameters)).is_none());
    let keys: Vec<_> = floorless.map(|e| e.key).collect();
    assert_eq!(keys, ["saddle", "monkey_saddle", "mccormick", "wave"]);
    let far = |key: &str, w| {
        let surface = landscape::find(key).expect("a surface");
        (surface.build)(&Settings::defaults(surface.parameters)).value(w)
    };
    assert!(far("saddle", Vec2::new(0.0, 1e3)) < -1e5);
    assert!(far("monkey_saddle", Vec2::new(-1e3, 0.0)) < -1e5);
    assert!(far("mccormick", Vec2::new(-1e6, -1e6)) < -1e5);
}
