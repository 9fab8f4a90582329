//! How runs end: every criterion of `outcome`, met and only just missed.

mod support;

use steepest::landscape::Formula;
use steepest::linear::Vec2;
use steepest::number::Number;
use steepest::objective::{Curvature, Levels, Objective, Slope};
use steepest::optimizer::{self, Family, Here, Optimizer, Stability};
use steepest::outcome::{ESCAPE_RADIUS, Outcome, settled_radius};
use steepest::parameter::Settings;
use steepest::run::{Trajectory, descend};
use steepest::stationary::Kind;
use steepest::tempo::Pace;
use support::contenders::{build, starts_by_itself, state_bits};
use support::surfaces::*;

/// The home view of these tests is 4 × 4.
const DIAGONAL: f64 = 5.656854249492381;

fn run_from(
    objective: &dyn Objective,
    optimizer: Box<dyn Optimizer>,
    rate: f64,
    start: Vec2,
    steps: usize,
) -> Trajectory {
    descend(objective, optimizer, rate, start, steps, settled_radius(DIAGONAL))
}

fn gradient_descent(objective: &dyn Objective, rate: f64, start: (f64, f64), steps: usize) -> Trajectory {
    run_from(objective, build("gradient_descent", &[]), rate, Vec2::new(start.0, start.1), steps)
}

#[track_caller]
fn assert_settled(run: &Trajectory, kind: Kind, at: Vec2) -> usize {
    match run.outcome {
        Outcome::Settled { kind: got, at: where_, since } => {
            assert_eq!(got, kind);
            assert!((where_ - at).norm() <= 1e-6, "settled at {where_:?}, wanted {at:?}");
            since
        }
        other => panic!("{other:?} is not settled"),
    }
}

#[test]
fn a_run_into_a_minimum_has_settled_since_it_came_within_the_radius() {
    let run = gradient_descent(&Quadratic::diagonal(1.0, 1.0), 0.1, (1.0, 1.0), 200);
    let since = assert_settled(&run, Kind::Minimum, Vec2::ZERO);
    let radius = settled_radius(DIAGONAL);
    assert!(run.points[since].norm() <= radius && run.points[since - 1].norm() > radius);
    // √2 · 0.9ᵗ ≤ √2/500 first at t = 59.
    assert_eq!(since, 59);
}

#[test]
fn a_run_that_has_only_just_arrived_is_still_moving() {
    // It is within the radius from step 59 on, but judged on its last 20 iterates.
    let bowl = Quadratic::diagonal(1.0, 1.0);
    assert_eq!(gradient_descent(&bowl, 0.1, (1.0, 1.0), 77).outcome, Outcome::Moving);
    assert_settled(&gradient_descent(&bowl, 0.1, (1.0, 1.0), 78), Kind::Minimum, Vec2::ZERO);
}

#[test]
fn a_run_along_the_ridge_of_a_saddle_is_stuck_there_and_not_at_a_minimum() {
    // A rule that sees values alone tries both sides of the ridge.
    let stays = |entry: &&&optimizer::Entry| !starts_by_itself(entry) && entry.family != Family::DerivativeFree;
    for entry in optimizer::ALL.iter().filter(stays) {
        let (key, stability) = (entry.key, (entry.stability)(&Settings::defaults(entry.parameters)));
        let run = run_from(&BoundedSaddle, build(key, &[]), 0.1, Vec2::new(0.0, 1.0), 4000);
        assert!(run.points.iter().all(|w| w.x == 0.0), "{key} leaves the ridge by itself");
        match run.outcome {
            Outcome::Settled { kind: Kind::Saddle, at, .. } => assert!(at.norm() <= 1e-6, "{key} at {at:?}"),
            // A rule that divides by the size of recent gradients keeps making steps of about the rate.
            Outcome::Oscillating if matches!(stability, Stability::RescaledSharpness { .. } | Stability::FixedStep) => {
            }
            other => panic!("{key}: {other:?}"),
        }
    }
}

#[test]
fn a_slow_passage_past_a_saddle_is_moving_as_long_as_it_moves() {
    // Beside the ridge the distance from it grows by 1.1 a step: from 1e-6 the radius is passed after some 80 steps.
    let passing = |steps| gradient_descent(&BoundedSaddle, 0.1, (1e-6, 1.0), steps).outcome;
    assert_eq!(passing(100), Outcome::Moving);
    let run = gradient_descent(&BoundedSaddle, 0.1, (1e-6, 1.0), 400);
    assert_settled(&run, Kind::Minimum, Vec2::new(1.0, 0.0));
}

#[test]
fn a_start_on_a_stationary_point_is_settled_there_since_the_start() {
    let top = gradient_descent(&Waves, 0.1, (0.0, 0.0), 50);
    assert_eq!(assert_settled(&top, Kind::Maximum, Vec2::ZERO), 0);
    let saddle = gradient_descent(&Saddle, 0.1, (0.0, 0.0), 50);
    assert_eq!(assert_settled(&saddle, Kind::Saddle, Vec2::ZERO), 0);
    let monkey = gradient_descent(&MonkeySaddle, 0.1, (0.0, 0.0), 50);
    assert_eq!(assert_settled(&monkey, Kind::DegenerateSaddle, Vec2::ZERO), 0);
}

#[test]
fn a_minimum_with_a_zero_hessian_is_called_degenerate() {
    let run = gradient_descent(&Quartic, 0.5, (0.5, 0.5), 100_000);
    assert_settled(&run, Kind::DegenerateMinimum, Vec2::ZERO);
    // There it crawls: the distance falls like 1/√(8 η t), and at first it is far from settled.
    assert_eq!(gradient_descent(&Quartic, 0.5, (0.5, 0.5), 1000).outcome, Outcome::Moving);
}

#[test]
fn momentum_that_shoots_through_a_minimum_is_not_settled() {
    let bowl = Quadratic::diagonal(1.0, 1.0);
    let momentum = || build("momentum", &[("mu", 0.99)]);
    let start = Vec2::new(1.0, 0.0);
    let whole = run_from(&bowl, momentum(), 0.01, start, 400);
    // A quarter of the first swing: the iterate nearest to the minimum.
    let nearest = (1..30).min_by(|a, b| whole.points[*a].norm().total_cmp(&whole.points[*b].norm()));
    let passing = nearest.expect("there are steps");
    let cut = run_from(&bowl, momentum(), 0.01, start, passing);
    assert!(cut.points[passing].norm() < 0.06, "{:?}", cut.points[passing]);
    assert_eq!(cut.outcome, Outcome::Moving);
}

#[test]
fn gradient_descent_at_the_limit_bounces_for_ever() {
    let bowl = Quadratic::diagonal(1.0, 1.0);
    let run = gradient_descent(&bowl, 2.0, (1.0, 0.5), 1000);
    assert_eq!(run.outcome, Outcome::Oscillating);
    assert_eq!(run.points[1000], run.points[0]);
    assert!(run.losses.iter().all(|loss| *loss == run.losses[0]));
}

#[test]
fn a_zero_rate_moves_nothing() {
    for entry in optimizer::ALL {
        let run = run_from(&Himmelblau, build(entry.key, &[]), 0.0, Vec2::new(1.0, 1.0), 300);
        assert_eq!(run.outcome, Outcome::Unmoved, "{}", entry.key);
        assert!(run.points.iter().all(|w| *w == run.points[0]));
    }
}

#[test]
fn updates_below_rounding_move_nothing_either() {
    let run = gradient_descent(&Quadratic::diagonal(1.0, 1.0), 1e-20, (1.0, 1.0), 100);
    assert_eq!(run.outcome, Outcome::Unmoved);
}

#[test]
fn divergence_keeps_the_last_finite_iterate_and_names_the_step_after_it() {
    let run = gradient_descent(&Himmelblau, 1.0, (4.0, 4.0), 1000);
    let last = run.steps();
    assert_eq!(run.outcome, Outcome::Diverged { step: last + 1 });
    assert!(run.points.iter().all(|w| w.is_finite()) && run.losses.iter().all(|loss| loss.is_finite()));
    let step = run.step(&Himmelblau, usize::MAX);
    assert_eq!((step.t, step.update), (last, None));
}

#[test]
fn overflow_inside_a_formula_is_divergence_even_where_it_makes_nan() {
    // (x² + …)² − … overflows to ∞ − ∞ long before w itself does.
    struct Difference;
    impl Formula for Difference {
        fn at<N: Number>(&self, x: N, y: N) -> N {
            x.powi(8) - y.powi(8)
        }
    }
    let run = gradient_descent(&Difference, 1.0, (3.0, 2.0), 100);
    assert!(matches!(run.outcome, Outcome::Diverged { .. }), "{:?}", run.outcome);
}

#[test]
fn zero_over_zero_is_undefined_not_divergence() {
    // At the tip of a cone the gradient is 0/0; a step of length 1 from distance 1 lands on it.
    let run = gradient_descent(&Cone, 1.0, (1.0, 0.0), 10);
    assert_eq!(run.outcome, Outcome::Undefined { step: 1 });
    assert_eq!(run.points, [Vec2::new(1.0, 0.0), Vec2::ZERO]);
    let stuck = gradient_descent(&Cone, 1.0, (0.0, 0.0), 10);
    assert_eq!(stuck.outcome, Outcome::Undefined { step: 0 });
    // Without δ the first gradient of zero divides zero by zero.
    let adagrad = build("adagrad", &[("delta", 0.0)]);
    let run = run_from(&Quadratic::diagonal(1.0, 1.0), adagrad, 0.1, Vec2::new(1.0, 0.0), 10);
    assert_eq!(run.outcome, Outcome::Undefined { step: 0 });
}

#[test]
fn sliding_off_to_infinity_is_divergence_from_the_first_step_outside() {
    let run = gradient_descent(&Saddle, 0.1, (0.0, 1e-3), 200);
    let Outcome::Diverged { step } = run.outcome else { panic!("{:?}", run.outcome) };
    assert!(run.points[step].norm() > ESCAPE_RADIUS && run.points[step - 1].norm() <= ESCAPE_RADIUS);
    // y grows by 1.2 a step: 1e-3 · 1.2ᵗ passes 1e6 first at t = 114.
    assert_eq!(step, 114);
    // A slope without end that has not gone far yet is moving.
    assert_eq!(gradient_descent(&Slope, 0.1, (0.0, 0.0), 200).outcome, Outcome::Moving);
}

#[test]
fn a_run_that_leaves_and_comes_back_has_not_diverged() {
    // The first step leads to −1e7, the second (by a weaker slope there) back.
    struct Trampoline;
    impl Objective for Trampoline {
        fn value(&self, w: Vec2) -> f64 {
            0.5 * w.dot(w)
        }
        fn slope(&self, w: Vec2) -> Slope {
            let gradient = if w.norm() == 1.0 { Vec2::new(1e7, 0.0) } else { w };
            Slope { loss: self.value(w), gradient }
        }
        fn curvature(&self, w: Vec2) -> Curvature {
            let hessian = steepest::linear::Mat2 { xx: 1.0, xy: 0.0, yy: 1.0 };
            Curvature { loss: self.value(w), gradient: w, hessian }
        }
        fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
            for (out, x) in out.iter_mut().zip(xs) {
                *out = self.value(Vec2::new(*x, y));
            }
        }
    }
    let run = gradient_descent(&Trampoline, 1.0, (1.0, 0.0), 100);
    assert!(run.points[1].norm() > ESCAPE_RADIUS);
    assert_settled(&run, Kind::Minimum, Vec2::ZERO);
}

#[test]
fn a_slow_run_along_a_valley_is_moving_however_small_its_steps() {
    let run = gradient_descent(&Rosenbrock, 0.0005, (-1.0, 1.0), 3000);
    assert_eq!(run.outcome, Outcome::Moving);
}

#[test]
fn the_first_steps_of_a_longer_run_have_the_same_bits() {
    for entry in optimizer::ALL {
        let of = |steps| run_from(&Himmelblau, build(entry.key, &[]), 0.01, Vec2::new(-1.0, 2.0), steps);
        let (short, long) = (of(137), of(800));
        assert_eq!(bits(&short.points), bits(&long.points[..138]), "{}", entry.key);
        assert_eq!(bits(&of(800).points), bits(&long.points), "{} is not the same twice", entry.key);
    }
}

fn bits(points: &[Vec2]) -> Vec<[u64; 2]> {
    points.iter().map(|w| [w.x.to_bits(), w.y.to_bits()]).collect()
}

#[test]
fn states_recomputed_from_checkpoints_are_those_of_a_fresh_run() {
    for entry in optimizer::ALL {
        let start = Vec2::new(-1.0, 2.0);
        let run = run_from(&Himmelblau, build(entry.key, &[]), 0.01, start, 400);
        let mut fresh = build(entry.key, &[]);
        let mut w = start;
        for t in 0..=400 {
            let step = run.step(&Himmelblau, t);
            assert_eq!((step.t, step.w), (t, w), "{} at {t}", entry.key);
            assert_eq!(state_bits(&step.state), state_bits(&fresh.state()), "{} at {t}", entry.key);
            let slope = Himmelblau.slope(w);
            assert_eq!(step.gradient, slope.gradient);
            let next = fresh.step(&Here::new(&Himmelblau, t, w, slope, Pace::rate(0.01), 0.01));
            assert_eq!(step.update, (t < 400).then(|| next - w), "{} at {t}", entry.key);
            w = next;
        }
    }
}

#[test]
fn a_run_that_ends_at_a_checkpoint_has_its_last_state() {
    for (steps, entry) in [127, 128, 129, 256].into_iter().flat_map(|n| optimizer::ALL.iter().map(move |e| (n, e))) {
        let run = run_from(&Himmelblau, build(entry.key, &[]), 0.01, Vec2::new(-1.0, 2.0), steps);
        let longer = run_from(&Himmelblau, build(entry.key, &[]), 0.01, Vec2::new(-1.0, 2.0), 300);
        let (last, same) = (run.step(&Himmelblau, steps), longer.step(&Himmelblau, steps));
        assert_eq!(state_bits(&last.state), state_bits(&same.state), "{} after {steps}", entry.key);
    }
}

#[test]
fn a_whole_experiment_gives_its_runs_in_order() {
    let surface = steepest::landscape::ALL[0];
    assert!(matches!(surface.levels, Levels::Linear | Levels::Logarithmic));
    let experiment = support::contenders::experiment(surface.key, &["adam", "gradient_descent"], 0.001, 50);
    let experiment = steepest::experiment::Experiment { starts: surface.starts.to_vec(), ..experiment };
    let runs = steepest::run::run(&experiment).expect("a valid experiment");
    let order: Vec<_> = runs.iter().enumerate().map(|(k, run)| (k / surface.starts.len(), run.points[0])).collect();
    let wanted: Vec<_> = (0..2).flat_map(|k| surface.starts.iter().map(move |w| (k, *w))).collect();
    assert_eq!(order, wanted);
}
