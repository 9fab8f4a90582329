//! The simplex of Nelder and Mead against SciPy's.

mod support;

use serde::Deserialize;
use steepest::landscape;
use steepest::linear::Vec2;
use steepest::objective::Objective;
use steepest::optimizer::Here;
use steepest::parameter::Settings;
use steepest::run::descend;
use steepest::tempo::Pace;
use support::contenders::build;
use support::paths::ROUNDING;
use support::surfaces::*;

#[derive(Deserialize)]
struct SciPy {
    runs: Vec<Run>,
}

#[derive(Deserialize)]
struct Run {
    surface: String,
    start: Vec<f64>,
    size: f64,
    w: Vec<Vec<f64>>,
}

#[test]
fn nelder_mead_is_scipys() {
    let data: SciPy = serde_json::from_str(include_str!("data/nelder_mead.json")).expect("the file is as documented");
    let plane = |w: &[f64]| Vec2::new(w[0], w.get(1).copied().unwrap_or(0.0));
    assert!(data.runs.len() >= 10);
    for Run { surface, start, size, w } in data.runs {
        let entry = landscape::find(&surface);
        let objective: Box<dyn Objective> =
            entry.map_or(Box::new(Wave), |entry| (entry.build)(&Settings::defaults(entry.parameters)));
        let path = descend(&*objective, build("nelder_mead", &[]), size, plane(&start), w.len(), 1e-3);
        assert_eq!(path.steps(), w.len());
        for (t, (got, wanted)) in path.points[1..].iter().zip(&w).enumerate() {
            let wanted = plane(wanted);
            let error = (*got - wanted).norm();
            let allowed = ROUNDING * (1.0 + wanted.norm());
            assert!(error <= allowed, "{surface} from {start:?} at {}: got {got:?}, wanted {wanted:?}", t + 1);
        }
    }
}

#[test]
fn the_first_triangle_is_as_large_as_the_rate_and_goes_on_from_where_it_is_put() {
    let mut optimizer = build("nelder_mead", &[]);
    let slope = |w| Himmelblau.slope(w);
    let start = Vec2::new(1.0, 1.0);
    let next = optimizer.step(&Here::new(&Himmelblau, 0, start, slope(start), Pace::rate(0.5), 0.5));
    // L falls towards larger x and y: of (1, 1), (1.5, 1), (1, 1.5) the first is the worst and is reflected.
    let vertices: Vec<Vec2> = optimizer.state().into_iter().map(|(_, vertex)| vertex).collect();
    assert_eq!(vertices[0], next);
    assert!(vertices.contains(&Vec2::new(1.5, 1.0)) && vertices.contains(&Vec2::new(1.0, 1.5)), "{vertices:?}");
    // Expanded from the middle (1.25, 1.25).
    assert_eq!(next, Vec2::new(1.75, 1.75));
    let moved = Vec2::new(1.6, 1.6);
    optimizer.step(&Here::new(&Himmelblau, 1, moved, slope(moved), Pace::rate(0.5), 0.5));
    assert!(optimizer.state().iter().any(|(_, vertex)| *vertex == moved), "{:?}", optimizer.state());
}
