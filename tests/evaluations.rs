//! What an update evaluates, counted another way than by what its rule says of itself.

mod support;

use steepest::experiment::Contender;
use steepest::linear::Vec2;
use steepest::objective::Objective;
use steepest::optimizer::{self, Asks, Here, Optimizer};
use steepest::parameter::{Given, Kind, Setting};
use steepest::run::descend;
use steepest::tempo::Pace;
use support::contenders::{build, form, state, with};
use support::evaluations::{counted, replay, seen};
use support::surfaces::*;

/// Every optimizer with its defaults, and with each other form of each of its choices.
fn every_form() -> Vec<(String, Box<dyn Optimizer>)> {
    let mut all = Vec::new();
    let mut add = |entry: &'static optimizer::Entry, name: String, given: Given| {
        let settings = with(entry.key, given).1;
        all.push((name, (entry.build)(&settings)));
    };
    for entry in optimizer::ALL {
        add(entry, entry.key.into(), Given::new());
        for parameter in entry.parameters {
            let Kind::Choice { options } = parameter.kind else { continue };
            for chosen in options {
                // Momentum gives RMSProp's forms something to differ in.
                let mut given: Given =
                    [(parameter.key.to_string(), Setting::Choice(chosen.key.into()))].into_iter().collect();
                if entry.parameters.iter().any(|parameter| parameter.key == "mu") {
                    given.insert("mu".into(), Setting::Number(0.9));
                }
                add(entry, format!("{} {} {}", entry.key, parameter.key, chosen.key), given);
            }
        }
    }
    all
}

#[test]
fn every_rule_evaluates_what_it_says() {
    let (start, rate, steps) = (Vec2::new(-1.2, 1.0), 0.01, 12);
    for (name, mut optimizer) in every_form() {
        let run = descend(&Rosenbrock, optimizer.checkpoint(), rate, start, steps, 1e-3);
        let count = counted(&run, optimizer.checkpoint(), &Rosenbrock, rate);
        for (t, &w) in run.points[..run.steps()].iter().enumerate() {
            let wanted = seen(&*optimizer, &Rosenbrock, t, w, rate);
            let spent = (count.after(t).evaluations, count.after(t + 1).evaluations);
            assert_eq!(spent.0.and(wanted), spent.1, "{name}, update {t}");
            let slope = Rosenbrock.slope(w);
            let next = optimizer.step(&Here::new(&Rosenbrock, t, w, slope, Pace::rate(rate), rate));
            assert_eq!(next, run.points[t + 1], "{name} is replayed");
        }
    }
}

#[test]
fn weight_decay_costs_no_gradient() {
    for key in ["gradient_descent", "nesterov", "adamw"] {
        let asks = build(key, &[("weight_decay", 0.1)]).asks(Vec2::ZERO);
        assert_eq!(asks, Asks::GRADIENT, "{key}");
    }
}

#[test]
fn a_typed_rule_takes_the_gradients_that_its_lines_read() {
    let gradients = |text: &str| {
        let (entry, settings) = Contender::new("own", 0.1).with_rule(text).resolve(0).expect("a rule");
        let optimizer = (entry.build)(&settings);
        let run = descend(&Rosenbrock, (entry.build)(&settings), 0.001, Vec2::new(-1.2, 1.0), 3, 1e-3);
        let wanted = seen(&*optimizer, &Rosenbrock, 0, run.points[0], 0.001);
        let count = counted(&run, optimizer, &Rosenbrock, 0.001).after(1).evaluations;
        assert_eq!(count, wanted, "{text}");
        count.gradients
    };
    assert_eq!(gradients("m = mu*m + g\nw = w - lr*m"), 1);
    assert_eq!(gradients("at w + mu*v\nv = mu*v - lr*g\nw = w + v"), 1);
    assert_eq!(gradients("h = g\nat w - lr*h\nw = w - lr*(g + h)/2"), 2);
    assert_eq!(gradients("at w + lr\na = g\nat w - lr\nw = w - lr*(a + g)/2"), 2);
    assert_eq!(gradients("w = (1 - lr)*w"), 0);
}

#[test]
fn the_count_of_a_line_search_is_that_of_its_own_state() {
    // L-BFGS counts its evaluations as PyTorch does, those at w included.
    let quick = || form("lbfgs", &[("max_iter", 1.0), ("max_eval", 25.0)], &[("line_search", "strong_wolfe")]);
    let run = descend(&Rosenbrock, quick(), 1.0, Vec2::new(-1.2, 1.0), 30, 1e-3);
    let count = counted(&run, quick(), &Rosenbrock, 1.0);
    for t in 1..=30 {
        let known = run.step(&Rosenbrock, t).state.iter().find(|(name, _)| *name == "evaluations").map(|(_, n)| n.x);
        assert_eq!(Some(count.after(t).evaluations.gradients as f64), known, "after {t} updates");
    }
}

#[test]
fn a_backtracked_step_costs_one_loss_for_each_halving_and_one_more() {
    let run = descend(&Rosenbrock, build("backtracking", &[]), 1.0, Vec2::new(-1.2, 1.0), 20, 1e-3);
    let count = counted(&run, build("backtracking", &[]), &Rosenbrock, 1.0);
    for t in 0..20 {
        let alpha = state(&run, &Rosenbrock, t + 1, "α").x;
        let spent = count.after(t + 1).evaluations.losses - count.after(t).evaluations.losses;
        assert_eq!(spent as f64, 1.0 - alpha.log2(), "α = {alpha}");
    }
    assert_eq!(count.after(20).evaluations.gradients, 20);
}

#[test]
fn the_simplex_sees_losses_alone_and_counts_as_it_says() {
    let run = descend(&Rosenbrock, build("nelder_mead", &[]), 1.0, Vec2::new(-1.2, 1.0), 60, 1e-3);
    let count = counted(&run, build("nelder_mead", &[]), &Rosenbrock, 1.0);
    // The triangle at first, then one or two, four if it shrinks.
    let first = count.after(1).evaluations.losses;
    assert!([4, 5, 7].contains(&first), "{first}");
    for t in 1..60 {
        let spent = count.after(t + 1).evaluations.losses - count.after(t).evaluations.losses;
        assert!([1, 2, 4].contains(&spent), "{spent} at step {t}");
    }
    assert_eq!(count.after(60).evaluations.gradients, 0);
}

#[test]
fn what_takes_long_to_count_is_not_counted() {
    let run = descend(&Rosenbrock, build("bfgs", &[]), 1.0, Vec2::new(-1.2, 1.0), 40, 1e-3);
    let left = |mut effort: usize| {
        let count = replay(&run, build("bfgs", &[]), &Rosenbrock, 1.0).count(&mut effort);
        count.map(|count| (count.after(40).evaluations.gradients, effort))
    };
    let (gradients, rest) = left(10_000).expect("there is time");
    // Each update has its gradient at w computed, and counted as the rule's.
    assert_eq!(rest, 10_000 - gradients);
    assert_eq!((left(gradients), left(gradients - 1)), (Some((gradients, 0)), None));
}
