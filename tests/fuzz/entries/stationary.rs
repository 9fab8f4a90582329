//! Stationary points of any formula in any view: each is one, and looking for them ends.

use std::sync::atomic::{AtomicUsize, Ordering};

use steepest::experiment::{Ground, Landscape, check_view};
use steepest::formula::Tape;
use steepest::linear::{Rect, Vec2};
use steepest::objective::{Curvature, Objective, Slope};
use steepest::stationary::{Prover, StationaryPoint, find};

use super::refused;

/// The quick search evaluates no more losses than this: a grid, 4000 searches of 80 steps, and the surroundings of what
/// each of them finds.
const EVALUATIONS: usize = 100 * 100 + 4_000 * (80 + 2 * 64 + 4);

/// So many boxes of a proof are examined; a longer one is left unfinished.
const BOXES: usize = 300;

/// A loss that counts how often it is asked.
struct Counted<'a> {
    loss: &'a dyn Objective,
    asked: AtomicUsize,
}

impl Counted<'_> {
    fn count(&self) {
        self.asked.fetch_add(1, Ordering::Relaxed);
    }
}

impl Objective for Counted<'_> {
    fn value(&self, w: Vec2) -> f64 {
        self.count();
        self.loss.value(w)
    }

    fn slope(&self, w: Vec2) -> Slope {
        self.count();
        self.loss.slope(w)
    }

    fn curvature(&self, w: Vec2) -> Curvature {
        self.count();
        self.loss.curvature(w)
    }

    fn tape(&self) -> Option<Tape> {
        self.loss.tape()
    }

    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        self.loss.row(xs, y, out);
    }
}

/// The first line is a formula, the second a view by four numbers, without which it is that of typed formulas.
pub fn take(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let (formula, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let numbers: Vec<f64> = rest.split(',').map_while(|number| number.trim().parse().ok()).collect();
    let view = match numbers[..] {
        [x0, x1, y0, y1] => Some(Rect::new(x0, x1, y0, y1)),
        _ => None,
    };
    let built = Landscape::typed(formula).build().and_then(|ground| {
        let view = view.unwrap_or(ground.view());
        check_view(view).map(|()| (ground, view))
    });
    match built {
        Ok((ground, view)) => {
            looked_for(&ground, view);
            true
        }
        Err(problem) => {
            refused(&problem);
            false
        }
    }
}

fn looked_for(ground: &Ground, view: Rect) {
    let counted = Counted { loss: &*ground.objective, asked: AtomicUsize::new(0) };
    let found = find(&counted, view);
    let asked = counted.asked.into_inner();
    assert!(asked <= EVALUATIONS, "{asked} evaluations");
    for point in &found.points {
        assert!(view.contains(point.at), "{:?} is outside of {view:?}", point.at);
        is_stationary(&*ground.objective, point);
    }
    assert!(found.curve.iter().all(|at| view.contains(*at)));
    let Some(tape) = ground.objective.tape() else { return };
    let mut prover = Prover::new(&tape, view);
    prover.work(BOXES);
    let census = prover.census();
    for (k, point) in census.points.iter().enumerate() {
        // What lies on the edge counts as within.
        let size = view.size();
        let near =
            |value: f64, [low, high]: [f64; 2], size: f64| (low - 1e-8 * size..=high + 1e-8 * size).contains(&value);
        assert!(near(point.at.x, view.x, size.x) && near(point.at.y, view.y, size.y), "{:?}", point.at);
        is_stationary(&*ground.objective, point);
        assert!(census.points[..k].iter().all(|other| other.at != point.at), "{:?} twice", point.at);
    }
}

/// From a stationary point Newton's method leads nowhere.
fn is_stationary(loss: &dyn Objective, point: &StationaryPoint) {
    let Curvature { loss, gradient, hessian } = loss.curvature(point.at);
    let [low, high] = hessian.eigen().values.map(f64::abs);
    let scale = low.max(high);
    // Where all is flat there is rounding.
    let is_small = gradient.norm() <= f64::max(1e-6 * scale * (1.0 + point.at.norm()), 1e-12 * (1.0 + loss.abs()));
    assert!(is_small, "{:?} at {:?} has the gradient {gradient:?} beside {hessian:?}", point.kind, point.at);
}
