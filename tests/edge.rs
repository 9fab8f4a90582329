//! Optimizers at the ends of their ranges, on level ground and on cliffs: what the mathematics says, and no NaN
//! besides.

mod support;

use steepest::linear::Vec2;
use steepest::objective::Objective;
use steepest::optimizer::{self, Optimizer};
use steepest::outcome::Outcome;
use steepest::parameter::{Given, Kind, Setting};
use steepest::run::{Trajectory, descend};
use support::contenders::{build, form, starts_by_itself, with};
use support::surfaces::*;

fn run(objective: &dyn Objective, optimizer: Box<dyn Optimizer>, rate: f64, start: Vec2, steps: usize) -> Trajectory {
    descend(objective, optimizer, rate, start, steps, 1e-3)
}

fn is_undefined(run: &Trajectory) -> bool {
    matches!(run.outcome, Outcome::Undefined { .. })
}

/// Makes an optimizer anew, at rest.
type Build = Box<dyn Fn() -> Box<dyn Optimizer>>;

/// Every optimizer with one of its parameters at an end of its range or in another form, and all others as usual.
fn at_the_ends() -> Vec<(String, Build)> {
    let mut all: Vec<(String, Build)> = Vec::new();
    for entry in optimizer::ALL {
        for parameter in entry.parameters {
            let values: Vec<Setting> = match parameter.kind {
                Kind::Number { range, .. } => {
                    // Just inside an open end, and far out where there is none.
                    let low = if range.low_open { range.low.max(-1e3) + 1e-9 } else { range.low };
                    let high = if range.high_open { range.high.min(1e3) - 1e-9 } else { range.high };
                    vec![Setting::Number(low), Setting::Number(high)]
                }
                Kind::Choice { options } => options.iter().map(|o| Setting::Choice(o.key.into())).collect(),
                Kind::List { .. } => Vec::new(),
            };
            for value in values {
                let name = format!("{} with {} = {value}", entry.key, parameter.key);
                let given: Given = [(parameter.key.to_string(), value)].into();
                let (entry, settings) = with(entry.key, given);
                all.push((name, Box::new(move || (entry.build)(&settings))));
            }
        }
    }
    all
}

#[test]
fn no_end_of_a_range_makes_undefined_numbers() {
    for (name, optimizer) in at_the_ends() {
        for rate in [1e-3, 0.1] {
            let run = run(&Himmelblau, optimizer(), rate, Vec2::new(-1.0, 2.0), 300);
            assert!(!is_undefined(&run), "{name} at η = {rate}: {:?}", run.outcome);
            let far = run.step(&Himmelblau, run.steps()).state;
            let finite = far.iter().all(|(_, value)| value.is_finite());
            assert!(finite || matches!(run.outcome, Outcome::Diverged { .. }), "{name} at η = {rate}: {far:?}");
        }
    }
}

#[test]
fn level_ground_is_no_trap_where_there_is_a_stability_constant() {
    let level = Quadratic::diagonal(0.0, 0.0);
    for entry in optimizer::ALL {
        let run = run(&level, build(entry.key, &[]), 0.1, Vec2::new(1.0, -1.0), 100);
        assert!(!is_undefined(&run), "{}: {:?}", entry.key, run.outcome);
        let decays = entry.parameters.iter().any(|p| p.key == "weight_decay" && p.default() != Setting::Number(0.0));
        // ASGD shrinks w by itself, and FTRL does not remember the start.
        let pulled = decays || starts_by_itself(entry) || ["asgd", "ftrl"].contains(&entry.key);
        assert_eq!(run.points[100] == run.points[0], !pulled, "{}", entry.key);
    }
}

#[test]
fn zero_over_zero_is_undefined_where_nothing_stabilizes() {
    // y is at rest, so its gradient is zero.
    let of = |optimizer| run(&Quadratic::diagonal(1.0, 1.0), optimizer, 0.1, Vec2::new(1.0, 0.0), 10).outcome;
    for key in ["adagrad", "rmsprop", "adam", "adamw", "nadam", "adamax", "qhadam", "adadelta"] {
        assert_eq!(of(build(key, &[("delta", 0.0)])), Outcome::Undefined { step: 0 }, "{key}");
        assert!(!matches!(of(build(key, &[])), Outcome::Undefined { .. }), "{key}");
    }
    // RAdam has no denominator at first.
    assert_eq!(of(build("radam", &[("delta", 0.0)])), Outcome::Undefined { step: 5 });
    assert_eq!(of(build("ftrl", &[("initial", 0.0)])), Outcome::Undefined { step: 0 });
}

#[test]
fn a_gradient_whose_square_overflows_is_divided_away_or_followed() {
    let cliff = Quadratic::diagonal(1e200, 1e200);
    // FTRL makes w anew from two sums that are both infinite by then.
    for entry in optimizer::ALL.iter().filter(|entry| entry.key != "ftrl") {
        let run = run(&cliff, build(entry.key, &[]), 1e-3, Vec2::new(1.0, -1.0), 1);
        assert!(!is_undefined(&run) && run.points.iter().all(|w| w.is_finite()), "{}: {:?}", entry.key, run.outcome);
    }
}

#[test]
fn a_constant_gradient_has_no_negative_variance() {
    let centered = form("rmsprop", &[("alpha", 0.5)], &[("centered", "on")]);
    let run = run(&Slope, centered, 1e-12, Vec2::ZERO, 3000);
    assert_eq!(run.steps(), 3000, "{:?}", run.outcome);
}

#[test]
fn momentum_that_forgets_nothing_swings_for_ever() {
    let bowl = Quadratic::diagonal(1.0, 1.0);
    for name in ["notes", "pytorch"] {
        let run = run(&bowl, form("momentum", &[("mu", 1.0)], &[("form", name)]), 0.01, Vec2::new(1.0, 0.0), 5000);
        let late = run.points[4000..].iter().map(|w| w.x.abs()).fold(0.0, f64::max);
        assert!((late - 1.0).abs() < 0.01, "{name}: {late}");
    }
    let averaged =
        run(&bowl, form("momentum", &[("mu", 1.0)], &[("form", "averaged")]), 0.01, Vec2::new(1.0, 0.0), 100);
    assert_eq!(averaged.outcome, Outcome::Unmoved);
}

#[test]
fn an_empty_range_of_step_sizes_is_its_upper_end() {
    let steps = run(&Slope, build("rprop", &[("least", 0.5), ("most", 0.1)]), 0.01, Vec2::ZERO, 3).points;
    assert!(steps.windows(2).all(|pair| (pair[0].x - pair[1].x - 0.1).abs() < 1e-15), "{steps:?}");
}
