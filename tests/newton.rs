//! Newton's method in its three forms: closed forms on quadratics, and where it goes without a minimum.

mod support;

use steepest::landscape::Formula;
use steepest::linear::Vec2;
use steepest::number::Number;
use steepest::objective::Objective;
use steepest::optimizer::Stability;
use steepest::outcome::Outcome;
use steepest::parameter::Setting;
use steepest::stationary::Kind;
use support::contenders::{form, last, newton, run, with};
use support::paths::{ROUNDING, assert_point};
use support::surfaces::{Slope as Incline, *};

#[test]
fn newton_ends_on_a_quadratic_in_one_step() {
    for form in ["plain", "saddle_free"] {
        assert_point(last(&run(&TURNED, newton(form), 1.0, (-3.0, 2.0), 1)), Vec2::ZERO, ROUNDING);
    }
    // An indefinite one ends in its saddle, wherever that leads.
    assert_point(last(&run(&Saddle, newton("plain"), 1.0, (-3.0, 2.0), 1)), Vec2::ZERO, ROUNDING);
}

#[test]
fn damped_newton_shortens_the_distance_by_one_factor_in_all_directions() {
    let path = run(&TURNED, newton("plain"), 0.25, (-3.0, 2.0), 20).points;
    for (t, w) in path.iter().enumerate() {
        assert_point(*w, 0.75_f64.powi(t as i32) * path[0], ROUNDING);
    }
}

#[test]
fn shifted_newton_shortens_each_eigenvector_by_its_own_factor() {
    let tau = 2.0;
    let bowl = Quadratic::diagonal(1.0, 8.0);
    let shifted = form("newton", &[("tau", tau)], &[("form", "shifted")]);
    let end = last(&run(&bowl, shifted, 1.0, (-3.0, 2.0), 5));
    assert_point(end, Vec2::new(-3.0 * (2.0_f64 / 3.0).powi(5), 2.0 * 0.2_f64.powi(5)), ROUNDING);
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
    assert_point(path[30], (2.0_f64 / 3.0).powi(30) * path[0], ROUNDING);
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
    let shifted = form("newton", &[("tau", 2.0)], &[("form", "shifted")]);
    assert_point(last(&run(&BoundedSaddle, shifted, 1.0, (0.3, 1.0), 100)), Vec2::new(1.0, 0.0), 1e-9);
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
        assert_point(last(&trough), Vec2::new(-3.0 + 0.8 * 2.2, 2.0 + 0.6 * 2.2), ROUNDING);
        let slope = run(&Incline, newton(form), 1.0, (0.0, 0.0), 3);
        assert_eq!(slope.outcome, Outcome::Undefined { step: 0 });
    }
    let shifted = run(&Incline, newton("shifted"), 1.0, (0.0, 0.0), 3);
    assert_point(last(&shifted), Vec2::new(-1.5, -0.75), ROUNDING);
}
