//! Line searches, conjugate gradients and quasi-Newton methods: their conditions, their costs, and closed forms.

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};

use steepest::landscape::{self, Formula};
use steepest::linear::{Mat2, Rect, Vec2};
use steepest::number::Number;
use steepest::objective::{Curvature, Objective, Slope};
use steepest::optimizer::{self, Family, Here};
use steepest::outcome::Outcome;
use steepest::parameter::Settings;
use steepest::run::{Trajectory, descend};
use steepest::tempo::Pace;
use support::contenders::{build, form, last, newton, run, searchers, state};
use support::paths::assert_point;
use support::surfaces::{Slope as Incline, *};

fn surfaces() -> Vec<(&'static str, Box<dyn Objective>, Vec<Vec2>)> {
    let keys = ["rosenbrock", "himmelblau", "beale", "ravine", "styblinski_tang", "goldstein_price", "walled_saddle"];
    let entries = keys.iter().map(|key| landscape::find(key).unwrap_or_else(|| panic!("no {key}")));
    entries.map(|e| (e.key, (e.build)(&Settings::defaults(e.parameters)), e.starts.to_vec())).collect()
}

#[test]
fn every_backtracking_step_is_the_first_that_satisfies_armijos_condition() {
    for (key, objective, starts) in surfaces() {
        for (c, factor, rate) in [(1e-4, 0.5, 1.0), (0.3, 0.8, 0.1), (0.5, 0.1, 10.0)] {
            let optimizer = build("backtracking", &[("c", c), ("factor", factor)]);
            let path = descend(&*objective, optimizer, rate, starts[0], 100, 1e-3);
            for t in 0..path.steps() {
                let (w, alpha) = (path.points[t], state(&path, &*objective, t + 1, "α").x);
                let Slope { loss, gradient: g } = objective.slope(w);
                let enough =
                    |alpha: f64| objective.value(w - alpha * g) <= loss - alpha * (c * g.dot(g)) || w - alpha * g == w;
                assert!(enough(alpha), "{key} at step {t}: {alpha}");
                assert!(alpha == 0.0 || alpha == rate || !enough(alpha / factor), "{key} at step {t}: {alpha}");
                assert_eq!(path.points[t + 1], w - alpha * g);
            }
        }
    }
}

#[test]
fn every_searched_step_satisfies_the_strong_wolfe_conditions() {
    for (key, objective, starts) in surfaces() {
        for (name, c2, optimizer) in searchers() {
            let path = descend(&*objective, optimizer, 1.0, starts[0], 60, 1e-3);
            let mut checked = 0;
            for pair in path.points.windows(2) {
                let (before, after) = (objective.slope(pair[0]), objective.slope(pair[1]));
                let step = pair[1] - pair[0];
                let promised = before.gradient.dot(step);
                // Where the promise is below the rounding of the loss, no search can tell.
                if before.loss - after.loss <= 1e-9 * (1.0 + before.loss.abs()) {
                    break;
                }
                assert!(after.loss <= before.loss + 1e-4 * promised, "{name} on {key}: too high");
                let remains = after.gradient.dot(step).abs();
                assert!(remains <= c2 * promised.abs() * (1.0 + 1e-9), "{name} on {key}: {remains} of {promised}");
                checked += 1;
            }
            assert!(checked >= 2, "{name} on {key}: only {checked} steps");
            assert!(path.losses.windows(2).all(|pair| pair[1] <= pair[0]), "{name} on {key} rises");
        }
    }
}

#[test]
fn with_exact_searches_a_quadratic_of_two_variables_takes_two_steps() {
    for bowl in [TURNED, Quadratic::diagonal(1.0, 25.0), Quadratic { first: 1.0, second: 1000.0, angle: 0.3 }] {
        for (name, _, optimizer) in searchers().into_iter().filter(|(name, ..)| name.ends_with("secant")) {
            let path = run(&bowl, optimizer, 1.0, (-3.0, 2.0), 2);
            assert!(path.points[1].norm() > 0.1, "{name} is there after one step");
            // The roundings of the first gradient, times the condition number.
            assert!(path.points[2].norm() < 1e-11, "{name}: {:?}", path.points[2]);
        }
    }
}

#[test]
fn without_exact_searches_a_quadratic_takes_conjugate_gradients_a_few_steps_more() {
    for (name, _, optimizer) in searchers().into_iter().filter(|(name, ..)| name.ends_with("rate")) {
        let path = run(&TURNED, optimizer, 1.0, (-3.0, 2.0), 30);
        let there = path.points.iter().position(|w| w.norm() < 1e-6);
        assert!(there.is_some_and(|t| (2..=25).contains(&t)), "{name}: {there:?}");
    }
}

fn inverse(path: &Trajectory, objective: &dyn Objective, t: usize) -> Mat2 {
    let (first, second) = (state(path, objective, t, "H₁"), state(path, objective, t, "H₂"));
    assert_eq!(first.y, second.x);
    Mat2 { xx: first.x, xy: first.y, yy: second.y }
}

#[test]
fn bfgs_knows_the_inverse_hessian_of_a_quadratic_after_two_exact_searches() {
    let path = run(&TURNED, form("bfgs", &[], &[("first_trial", "secant")]), 1.0, (-3.0, 2.0), 2);
    let estimate = inverse(&path, &TURNED, 2);
    let hessian = TURNED.curvature(Vec2::ZERO).hessian;
    for axis in [Vec2::new(1.0, 0.0), Vec2::new(0.0, 1.0)] {
        assert_point(estimate.times(hessian.times(axis)), axis, 1e-10);
    }
}

#[test]
fn the_estimate_of_bfgs_satisfies_the_secant_equation_and_stays_positive() {
    let path = run(&Rosenbrock, build("bfgs", &[]), 1.0, (-1.2, 1.0), 30);
    for t in 0..30 {
        let (w, next) = (path.points[t], path.points[t + 1]);
        let y = Rosenbrock.slope(next).gradient - Rosenbrock.slope(w).gradient;
        let estimate = inverse(&path, &Rosenbrock, t + 1);
        let s = next - w;
        // w is rounded, and with it s.
        assert_point(estimate.times(y), s, 1e-9 * s.norm() + 4.0 * f64::EPSILON);
        assert!(estimate.eigen().values[0] > 0.0, "at step {t}: {estimate:?}");
    }
}

#[test]
fn rosenbrocks_valley_takes_tens_of_steps() {
    let minimum = Vec2::new(1.0, 1.0);
    let steps = |optimizer| {
        let path = run(&Rosenbrock, optimizer, 1.0, (-1.2, 1.0), 2000);
        path.points.iter().position(|w| (*w - minimum).norm() < 1e-6)
    };
    let within = |name: &str, optimizer, most: usize| {
        let got = steps(optimizer);
        assert!(got.is_some_and(|t| t <= most), "{name}: {got:?}, wanted at most {most}");
    };
    within("BFGS", build("bfgs", &[]), 60);
    within("BFGS, secant", form("bfgs", &[], &[("first_trial", "secant")]), 60);
    // With PyTorch's tolerance for changes it would rest a little before.
    let lbfgs = |numbers: &[(&str, f64)]| {
        let numbers = [numbers, &[("tolerance_change", 0.0)]].concat();
        form("lbfgs", &numbers, &[("line_search", "strong_wolfe")])
    };
    within("L-BFGS", lbfgs(&[("max_iter", 1.0), ("max_eval", 25.0)]), 60);
    within("L-BFGS by twenties", lbfgs(&[]), 4);
    within("Newton", newton("plain"), 10);
    within("saddle-free Newton", newton("saddle_free"), 30);
    within("Nelder-Mead", build("nelder_mead", &[]), 120);
    for kind in ["polak_ribiere", "hestenes_stiefel", "dai_yuan"] {
        within(kind, form("conjugate_gradient", &[], &[("form", kind)]), 200);
    }
}

/// A loss that counts how often it is asked.
struct Counted<'a>(&'a dyn Objective, AtomicUsize);

impl Objective for Counted<'_> {
    fn value(&self, w: Vec2) -> f64 {
        self.0.value(w)
    }
    fn slope(&self, w: Vec2) -> Slope {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.slope(w)
    }
    fn curvature(&self, w: Vec2) -> Curvature {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.curvature(w)
    }
    fn bounds(&self) -> Option<Rect> {
        None
    }
    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        self.0.row(xs, y, out);
    }
}

/// √x + √y: a loss with an edge, beyond which it is NaN, and no minimum inside.
struct Edge;

impl Formula for Edge {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        x.sqrt() + y.sqrt()
    }
}

#[test]
fn no_step_costs_more_evaluations_than_its_rule_says_wherever_it_starts() {
    let most = [("backtracking", 500), ("conjugate_gradient", 27), ("newton", 1), ("bfgs", 27), ("lbfgs", 25)];
    let most = most.into_iter().chain([("nelder_mead", 6)]);
    let places = [(1.0, 2.0), (-1.0, 2.0), (0.0, 0.0), (1e200, -1e200), (f64::NAN, 1.0), (f64::INFINITY, 0.0)];
    let objectives: [&dyn Objective; 8] = [&Himmelblau, &Rosenbrock, &Saddle, &Cone, &Edge, &Incline, &Wave, &Quartic];
    for (key, most) in most {
        for (objective, (x, y)) in objectives.iter().flat_map(|o| places.map(|place| (o, place))) {
            let counted = Counted(*objective, AtomicUsize::new(0));
            for rate in [0.0, 1e-3, 1.0, 1e300] {
                let mut optimizer = build(key, &[]);
                let mut w = Vec2::new(x, y);
                for t in 0..40 {
                    // Wherever the last step has led, and be it nowhere.
                    let here = Here::new(&counted, t, w, objective.slope(w), Pace::rate(rate), rate);
                    let before = counted.1.load(Ordering::Relaxed);
                    w = optimizer.step(&here);
                    let evaluations = counted.1.load(Ordering::Relaxed) - before;
                    assert!(evaluations <= most, "{key} from ({x}, {y}) at η = {rate}: {evaluations} at step {t}");
                }
            }
        }
    }
}

#[test]
fn searches_stop_before_the_edge_of_a_loss() {
    for (name, _, optimizer) in searchers() {
        let path = run(&Edge, optimizer, 100.0, (1.0, 0.5), 40);
        assert!(path.steps() == 40 || matches!(path.outcome, Outcome::Undefined { .. }), "{name}: {:?}", path.outcome);
        assert!(path.losses.windows(2).all(|pair| pair[1] <= pair[0]), "{name} rises");
    }
}

#[test]
fn a_loss_of_one_variable_is_descended_in_that_one() {
    for entry in optimizer::ALL.iter().filter(|e| matches!(e.family, Family::Curvature | Family::DerivativeFree)) {
        let path = run(&Wave, build(entry.key, &[]), 0.3, (6.0, 0.25), 300);
        assert!(path.points.iter().all(|w| w.y == 0.25), "{} moves in y", entry.key);
        assert!((last(&path).x - 7.26939).abs() < 1e-3, "{}: {:?}", entry.key, last(&path));
    }
}

#[test]
fn lbfgs_ends_where_its_line_search_has_no_step() {
    // The loss is NaN wherever the first trial leads, and the gradient there is zero: flat enough.
    struct Void;
    impl Objective for Void {
        fn value(&self, w: Vec2) -> f64 {
            if w.x > 0.5 { 1.0 } else { f64::NAN }
        }
        fn slope(&self, w: Vec2) -> Slope {
            let gradient = if w.x > 0.5 { Vec2::new(2.0, 0.0) } else { Vec2::ZERO };
            Slope { loss: self.value(w), gradient }
        }
        fn curvature(&self, w: Vec2) -> Curvature {
            let Slope { loss, gradient } = self.slope(w);
            Curvature { loss, gradient, hessian: Mat2::default() }
        }
        fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
            xs.iter().zip(out).for_each(|(x, out)| *out = self.value(Vec2::new(*x, y)));
        }
    }
    let path = run(&Void, form("lbfgs", &[], &[("line_search", "strong_wolfe")]), 1.0, (1.0, 0.0), 5);
    assert_eq!(path.outcome, Outcome::Undefined { step: 0 });
    assert_eq!(path.points, [Vec2::new(1.0, 0.0)]);
    // The others look nearer.
    let path = run(&Void, build("bfgs", &[]), 1.0, (1.0, 0.0), 5);
    assert_eq!(path.steps(), 5);
}
