//! Line searches, second derivatives and the simplex: what each promises, against closed forms and SciPy.

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Deserialize;
use steepest::landscape::{self, Formula};
use steepest::linear::{Mat2, Rect, Vec2};
use steepest::number::Number;
use steepest::objective::{Curvature, Objective, Slope};
use steepest::optimizer::{self, Family, Here, Optimizer, Stability};
use steepest::outcome::Outcome;
use steepest::parameter::{Given, Setting, Settings};
use steepest::run::{Trajectory, descend};
use steepest::stationary::Kind;
use steepest::tempo::Pace;
use support::contenders::{build, with};
use support::surfaces::*;

/// Two orders of the same few roundings.
const ROUNDING: f64 = 1e-12;

/// The optimizer `key` with its defaults but for these choices and numbers.
#[track_caller]
fn chosen(key: &str, choices: &[(&str, &str)], numbers: &[(&str, f64)]) -> Box<dyn Optimizer> {
    let choices = choices.iter().map(|(name, value)| (name.to_string(), Setting::Choice((*value).into())));
    let numbers = numbers.iter().map(|(name, value)| (name.to_string(), Setting::Number(*value)));
    let (entry, settings) = with(key, choices.chain(numbers).collect::<Given>());
    (entry.build)(&settings)
}

fn newton(form: &str) -> Box<dyn Optimizer> {
    chosen("newton", &[("form", form)], &[])
}

fn run(
    objective: &dyn Objective,
    optimizer: Box<dyn Optimizer>,
    rate: f64,
    start: (f64, f64),
    steps: usize,
) -> Trajectory {
    descend(objective, optimizer, rate, Vec2::new(start.0, start.1), steps, 1e-3)
}

fn last(run: &Trajectory) -> Vec2 {
    run.points[run.steps()]
}

/// The entry `name` of the state at step t.
#[track_caller]
fn state(run: &Trajectory, objective: &dyn Objective, t: usize, name: &str) -> Vec2 {
    let state = run.step(objective, t).state;
    state.iter().find(|(symbol, _)| *symbol == name).unwrap_or_else(|| panic!("no {name}")).1
}

#[track_caller]
fn assert_close(got: Vec2, wanted: Vec2, tolerance: f64) {
    assert!((got - wanted).norm() <= tolerance, "got {got:?}, wanted {wanted:?} ± {tolerance}");
}

/// x cos(0.15 π x), a curve.
struct Wave;
impl Formula for Wave {
    const VARIABLES: usize = 1;
    fn at<N: Number>(&self, x: N, _: N) -> N {
        x * (x * (0.15 * std::f64::consts::PI)).cos()
    }
}

const TURNED: Quadratic = Quadratic { first: 0.5, second: 40.0, angle: 0.7 };

#[test]
fn newton_ends_on_a_quadratic_in_one_step() {
    for form in ["plain", "saddle_free"] {
        assert_close(last(&run(&TURNED, newton(form), 1.0, (-3.0, 2.0), 1)), Vec2::ZERO, ROUNDING);
    }
    // An indefinite one ends in its saddle, wherever that leads.
    assert_close(last(&run(&Saddle, newton("plain"), 1.0, (-3.0, 2.0), 1)), Vec2::ZERO, ROUNDING);
}

#[test]
fn damped_newton_shortens_the_distance_by_one_factor_in_all_directions() {
    let path = run(&TURNED, newton("plain"), 0.25, (-3.0, 2.0), 20).points;
    for (t, w) in path.iter().enumerate() {
        assert_close(*w, 0.75_f64.powi(t as i32) * path[0], ROUNDING);
    }
}

#[test]
fn shifted_newton_shortens_each_eigenvector_by_its_own_factor() {
    let tau = 2.0;
    let bowl = Quadratic::diagonal(1.0, 8.0);
    let shifted = chosen("newton", &[("form", "shifted")], &[("tau", tau)]);
    let end = last(&run(&bowl, shifted, 1.0, (-3.0, 2.0), 5));
    assert_close(end, Vec2::new(-3.0 * (2.0_f64 / 3.0).powi(5), 2.0 * 0.2_f64.powi(5)), ROUNDING);
}

#[test]
fn the_limit_of_newtons_method_is_two_whatever_the_hessian() {
    for form in ["plain", "saddle_free"] {
        let (entry, settings) = with("newton", [("form".to_string(), Setting::Choice(form.into()))].into());
        assert_eq!((entry.stability)(&settings), Stability::Relative(2.0));
        for bowl in [TURNED, Quadratic::diagonal(1e-3, 1e4)] {
            let inside = run(&bowl, newton(form), 2.0 * (1.0 - 1e-3), (-3.0, 2.0), 10_000);
            assert!(last(&inside).norm() < 1e-3, "{:?}", last(&inside));
            let outside = run(&bowl, newton(form), 2.0 * (1.0 + 1e-3), (-3.0, 2.0), 10_000);
            assert!(matches!(outside.outcome, Outcome::Diverged { .. }), "{:?}", outside.outcome);
        }
    }
}

#[test]
fn newton_converges_quadratically() {
    let minimum = Vec2::new(3.0, 2.0);
    let path = run(&Himmelblau, newton("plain"), 1.0, (3.3, 2.2), 8).points;
    let errors: Vec<f64> = path.iter().map(|w| (*w - minimum).norm()).collect();
    let squares = errors.windows(2).filter(|pair| pair[0] < 0.1 && pair[1] > 1e-14);
    let ratios: Vec<f64> = squares.map(|pair| pair[1] / (pair[0] * pair[0])).collect();
    assert!(ratios.len() >= 2 && ratios.iter().all(|ratio| *ratio < 1.0), "{ratios:?}");
    assert!(errors[6] < 1e-14, "{errors:?}");
}

#[test]
fn at_a_minimum_with_a_zero_hessian_newton_gains_a_third_a_step() {
    let path = run(&Quartic, newton("plain"), 1.0, (0.5, -0.25), 30).points;
    assert_close(path[30], (2.0_f64 / 3.0).powi(30) * path[0], ROUNDING);
}

#[test]
fn newton_walks_to_saddles_and_maxima_and_saddle_free_newton_does_not() {
    let saddle = run(&BoundedSaddle, newton("plain"), 1.0, (0.3, 1.0), 60);
    assert!(matches!(saddle.outcome, Outcome::Settled { kind: Kind::Saddle, .. }), "{:?}", saddle.outcome);
    let top = run(&Waves, newton("plain"), 1.0, (0.5, 0.4), 60);
    assert!(matches!(top.outcome, Outcome::Settled { kind: Kind::Maximum, .. }), "{:?}", top.outcome);
    for (objective, start) in [(&BoundedSaddle as &dyn Objective, (0.3, 1.0)), (&Waves, (0.5, 0.4))] {
        let free = run(objective, newton("saddle_free"), 1.0, start, 100);
        assert!(matches!(free.outcome, Outcome::Settled { kind: Kind::Minimum, .. }), "{:?}", free.outcome);
    }
    let shifted = chosen("newton", &[("form", "shifted")], &[("tau", 2.0)]);
    assert_close(last(&run(&BoundedSaddle, shifted, 1.0, (0.3, 1.0), 100)), Vec2::new(1.0, 0.0), 1e-9);
}

#[test]
fn a_whole_newton_step_fails_where_half_of_it_arrives() {
    // A. Zhang, Z. Lipton, M. Li, A. Smola, Dive into Deep Learning, section 12.3.
    let of = |rate| last(&run(&Wave, newton("plain"), rate, (10.0, 0.25), 10));
    let (whole, half) = (of(1.0), of(0.5));
    assert!((whole.x - 26.834_132_913).abs() < 1e-6, "{whole:?}");
    assert!((half.x - 7.269_860_169).abs() < 1e-6, "{half:?}");
    // The loss does not depend on y.
    assert_eq!([whole.y, half.y], [0.25, 0.25]);
}

#[test]
fn a_singular_hessian_is_left_out_where_it_can_be_and_undefined_where_not() {
    struct Trough;
    impl Formula for Trough {
        fn at<N: Number>(&self, x: N, y: N) -> N {
            (x * 0.8 + y * 0.6 - 1.0).square()
        }
    }
    for form in ["plain", "saddle_free"] {
        let trough = run(&Trough, newton(form), 1.0, (-3.0, 2.0), 3);
        // The nearest point of the line of minima.
        assert_close(last(&trough), Vec2::new(-3.0 + 0.8 * 2.2, 2.0 + 0.6 * 2.2), ROUNDING);
        let slope = run(&Incline, newton(form), 1.0, (0.0, 0.0), 3);
        assert_eq!(slope.outcome, Outcome::Undefined { step: 0 });
    }
    let shifted = run(&Incline, newton("shifted"), 1.0, (0.0, 0.0), 3);
    assert_close(last(&shifted), Vec2::new(-1.5, -0.75), ROUNDING);
}

/// x/2 + y/4.
struct Incline;
impl Formula for Incline {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        x * 0.5 + y * 0.25
    }
}

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

/// The four conjugate gradients and BFGS, with both first trials.
fn searchers() -> Vec<(String, f64, Box<dyn Optimizer>)> {
    let mut all = Vec::new();
    for first in ["rate", "secant"] {
        for form in ["fletcher_reeves", "polak_ribiere", "hestenes_stiefel", "dai_yuan"] {
            let optimizer = chosen("conjugate_gradient", &[("form", form), ("first_trial", first)], &[]);
            all.push((format!("{form}, {first}"), 0.1, optimizer));
        }
        all.push((format!("bfgs, {first}"), 0.9, chosen("bfgs", &[("first_trial", first)], &[])));
    }
    all
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
    let path = run(&TURNED, chosen("bfgs", &[("first_trial", "secant")], &[]), 1.0, (-3.0, 2.0), 2);
    let estimate = inverse(&path, &TURNED, 2);
    let hessian = TURNED.curvature(Vec2::ZERO).hessian;
    for axis in [Vec2::new(1.0, 0.0), Vec2::new(0.0, 1.0)] {
        assert_close(estimate.times(hessian.times(axis)), axis, 1e-10);
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
        assert_close(estimate.times(y), s, 1e-9 * s.norm() + 4.0 * f64::EPSILON);
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
    within("BFGS, secant", chosen("bfgs", &[("first_trial", "secant")], &[]), 60);
    // With PyTorch's tolerance for changes it would rest a little before.
    let lbfgs = |numbers: &[(&str, f64)]| {
        let numbers = [numbers, &[("tolerance_change", 0.0)]].concat();
        chosen("lbfgs", &[("line_search", "strong_wolfe")], &numbers)
    };
    within("L-BFGS", lbfgs(&[("max_iter", 1.0), ("max_eval", 25.0)]), 60);
    within("L-BFGS by twenties", lbfgs(&[]), 4);
    within("Newton", newton("plain"), 10);
    within("saddle-free Newton", newton("saddle_free"), 30);
    within("Nelder-Mead", build("nelder_mead", &[]), 120);
    for form in ["polak_ribiere", "hestenes_stiefel", "dai_yuan"] {
        within(form, chosen("conjugate_gradient", &[("form", form)], &[]), 200);
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
    let path = run(&Void, chosen("lbfgs", &[("line_search", "strong_wolfe")], &[]), 1.0, (1.0, 0.0), 5);
    assert_eq!(path.outcome, Outcome::Undefined { step: 0 });
    assert_eq!(path.points, [Vec2::new(1.0, 0.0)]);
    // The others look nearer.
    let path = run(&Void, build("bfgs", &[]), 1.0, (1.0, 0.0), 5);
    assert_eq!(path.steps(), 5);
}
