//! Stationary points against lists that are proved complete by other means: ball arithmetic on symbolic derivatives,
//! resultants, written arguments.
//!
//! `STEEPEST_STATIONARY` names another file of the same format to be read in place of the one beside the tests.

mod support;

use steepest::formula::Tape;
use steepest::linear::{Rect, Vec2};
use steepest::number::Jet;
use steepest::stationary::{Census, Kind, Prover, Status, What};
use support::known::{self, Function, tape};

/// Regular points agree to this.
const NEAR: f64 = 1e-6;

/// Degenerate and singular points agree to this: they are known only as far as their neighbourhood is undecided.
const ROUGHLY: f64 = 1e-4;

fn census(text: &str, region: Rect) -> Census {
    Prover::new(&tape(text), region).finish()
}

/// Everything in which `census` is not what the list says.
fn differences(function: &Function, census: &Census) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut say = |text: String| wrong.push(text);
    let mut left: Vec<_> = census.points.iter().collect();
    let mut places: Vec<_> = census.places.iter().collect();
    for point in &function.points {
        let at = Vec2::new(point.x, point.y);
        if point.kind == "degenerate" {
            let Some(k) = places.iter().position(|place| (place.at - at).norm() <= ROUGHLY) else {
                say(format!("the degenerate point {at:?} is missing"));
                continue;
            };
            let place = places.swap_remove(k);
            let what = match (point.index, point.nature.as_deref()) {
                (0, _) => What::PossiblyDegenerate,
                (1, Some("minimum")) => What::Degenerate(Kind::DegenerateMinimum),
                (1, Some("maximum")) => What::Degenerate(Kind::DegenerateMaximum),
                _ => What::Degenerate(Kind::DegenerateSaddle),
            };
            if place.what != what || place.index != Some(point.index) {
                say(format!(
                    "at {at:?}: {:?} of index {:?}, wanted {what:?} of {}",
                    place.what, place.index, point.index
                ));
            }
            continue;
        }
        let Some(k) = left.iter().position(|found| (found.at - at).norm() <= NEAR) else {
            say(format!("the {} {at:?} is missing", point.kind));
            continue;
        };
        let found = left.swap_remove(k);
        let kind = match point.kind.as_str() {
            "minimum" => Kind::Minimum,
            "maximum" => Kind::Maximum,
            _ => Kind::Saddle,
        };
        if found.kind != kind {
            say(format!("{at:?} is a {:?}, wanted {kind:?}", found.kind));
        }
        // The value at a point that is right to rounding, and curvatures relative to the larger one.
        if (found.loss - point.f).abs() > 1e-9 * (1.0 + point.f.abs()) {
            say(format!("the loss at {at:?} is {}, wanted {}", found.loss, point.f));
        }
        let scale = point.eig[0].abs().max(point.eig[1].abs());
        let apart = (0..2).map(|i| (found.eigen.values[i] - point.eig[i]).abs()).fold(0.0, f64::max);
        if apart > 1e-6 * scale + 1e-9 {
            say(format!("the curvatures at {at:?} are {:?}, wanted {:?}", found.eigen.values, point.eig));
        }
    }
    for singular in &function.singular_points {
        let at = Vec2::new(singular.x, singular.y);
        let kind = if singular.nature == "maximum" { Kind::Maximum } else { Kind::Minimum };
        match places.iter().position(|place| (place.at - at).norm() <= ROUGHLY) {
            None => say(format!("the singular point {at:?} is missing")),
            Some(k) => {
                let place = places.swap_remove(k);
                if place.what != What::NonSmooth(kind) || place.index != Some(singular.index) {
                    say(format!("at {at:?}: {:?} of index {:?}", place.what, place.index));
                }
            }
        }
    }
    for found in left {
        say(format!("{:?} at {:?} is not in the list", found.kind, found.at));
    }
    for place in places {
        say(format!("{:?} at {:?} is not in the list", place.what, place.at));
    }
    let implicit: Vec<Tape> = function.curves.iter().map(|curve| tape(&curve.implicit)).collect();
    let on_curve = |w: Vec2| implicit.iter().any(|tape| tape.eval(&[w.x, w.y]).abs() <= NEAR);
    let vertices = || census.curves.iter().flat_map(|curve| curve.lines.iter().flatten());
    if let Some(w) = vertices().find(|w| !on_curve(**w)) {
        say(format!("{w:?} lies on a curve that is not in the list"));
    }
    for (curve, tape) in function.curves.iter().zip(&implicit) {
        let near = vertices().filter(|w| tape.eval(&[w.x, w.y]).abs() <= NEAR).count();
        if near < 2 {
            say(format!("the curve {} = 0 is missing", curve.implicit));
        }
    }
    let is_regular = |point: &known::Point| point.kind != "degenerate";
    let plain =
        function.points.iter().all(is_regular) && function.singular_points.is_empty() && function.curves.is_empty();
    let fine = match &census.status {
        Status::Proved => plain || census.curves.iter().all(|curve| curve.is_proved),
        Status::ProvedExcept(_) => !plain,
        Status::NotProved { .. } => false,
    };
    if !fine {
        say(format!("the status is {:?}", census.status));
    }
    match (census.indices, census.winding) {
        (Some(sum), Some(winding)) if sum == winding => {}
        (_, None) | (None, _) if !function.curves.is_empty() => {}
        other => say(format!("the sum of indices and the winding number are {other:?}")),
    }
    wrong
}

#[test]
fn every_point_of_the_list_is_found_and_none_besides() {
    let functions = known::functions();
    assert!(!functions.is_empty());
    let mut wrong = Vec::new();
    for function in &functions {
        let census = census(&function.expr, function.region());
        for difference in differences(function, &census) {
            wrong.push(format!("{} ({} boxes): {difference}", function.id, census.boxes));
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

/// A region around the origin.
fn square(half: f64) -> Rect {
    Rect::new(-half, half, -half, half)
}

/// Minima, maxima and saddles.
fn counts(census: &Census) -> [usize; 3] {
    [Kind::Minimum, Kind::Maximum, Kind::Saddle].map(|kind| census.points.iter().filter(|p| p.kind == kind).count())
}

/// What is known of each place, in the order of their abscissas.
fn whats(census: &Census) -> Vec<What> {
    let mut places = census.places.clone();
    places.sort_by(|a, b| a.at.x.total_cmp(&b.at.x));
    places.iter().map(|place| place.what).collect()
}

#[test]
fn counts_of_the_literature_are_proved() {
    // L. N. Trefethen's function of the SIAM hundred-dollar challenge, 2002, on its square: 2720 points, index sum 0.
    let trefethen = "exp(sin(50x)) + sin(60e^y) + sin(70sin(x)) + sin(sin(80y)) - sin(10(x + y)) + (x^2 + y^2)/4";
    let found = census(trefethen, square(1.0));
    assert_eq!((counts(&found), found.status), ([693, 667, 1360], Status::Proved));
    let eggs = census("x^4 + y^4 - 4x y", square(2.0));
    assert_eq!((counts(&eggs), eggs.status, eggs.winding), ([2, 0, 1], Status::Proved, Some(1)));
}

#[test]
fn what_is_not_smooth_is_named() {
    let minimum = [What::NonSmooth(Kind::Minimum)];
    for (text, wanted) in [
        ("abs(x) + abs(y)", &minimum[..]),
        ("sqrt(x^2 + y^2)", &minimum),
        ("5 - 2*sqrt(x^2 + y^2)", &[What::NonSmooth(Kind::Maximum)]),
        ("max(x, -x) + y^2", &minimum),
        ("max(x^2 + y, y^2 - x)", &[]),
    ] {
        let found = census(text, square(2.0));
        if wanted.is_empty() {
            assert!(!matches!(found.status, Status::Proved) || found.places.is_empty(), "{text}: {found:?}");
            continue;
        }
        assert_eq!((whats(&found), counts(&found)), (wanted.to_vec(), [0, 0, 0]), "{text}: {:?}", found.status);
        assert_eq!(found.status, Status::ProvedExcept(1), "{text}");
        assert!(found.places[0].at.norm() < 1e-6, "{text}: {:?}", found.places);
    }
}

#[test]
fn poles_and_places_where_the_loss_is_not_defined_hold_no_point() {
    // 1/x has no stationary point; ln x only where it is defined; tan x + y² has poles and no zero slope.
    let found = census("1/x + y^2", square(2.0));
    assert!(found.points.is_empty() && found.places.iter().all(|place| place.what == What::Pole), "{found:?}");
    let found = census("x - ln(x) + y^2", Rect::new(-2.0, 3.0, -1.0, 1.0));
    assert_eq!(counts(&found), [1, 0, 0], "{found:?}");
    assert!((found.points[0].at - Vec2::new(1.0, 0.0)).norm() < 1e-12);
    let found = census("ln(-1 - x^2 - y^2)", square(1.0));
    assert!(found.points.is_empty() && found.status == Status::Proved, "{found:?}");
    // The slope of the tangent is at least 1 wherever it is defined.
    let found = census("tan(x) + y^2", square(4.0));
    assert!(found.points.is_empty() && found.status == Status::Proved, "{found:?}");
}

#[test]
fn what_is_taken_off_a_formula_does_not_change_its_points() {
    let saddles = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2";
    let plain = census(saddles, square(6.0));
    for around in
        ["sqrt(1 + 2*F)", "ln(3 + F/2)", "(1 + F)^3", "exp(-F/100)", "-sqrt(ln(2 + F))", "(F - 1000)^3", "(F - 1000)^5"]
    {
        let found = census(&around.replace('F', &format!("({saddles})")), square(6.0));
        let falls = around == "exp(-F/100)" || around.starts_with('-');
        // From the odd powers of F − 1000 the curve F = 1000 comes besides, which lies in the corners of the region.
        let is_regular = |point: &&steepest::stationary::StationaryPoint| point.at.norm() < 6.0;
        assert_eq!(found.points.iter().filter(is_regular).count(), plain.points.len(), "{around}: {found:?}");
        for point in found.points.iter().filter(is_regular) {
            let same = plain.points.iter().find(|other| (other.at - point.at).norm() < 1e-9);
            let kind = same.map(|other| if falls { other.kind.upside_down() } else { other.kind });
            assert_eq!(Some(point.kind), kind, "{around} at {:?}", point.at);
        }
    }
    // Only where the root is defined, and where it is more than zero.
    assert_eq!(counts(&census("sqrt(x^2 + y^2 - 1)", square(2.0))), [0, 0, 0]);
    assert_eq!(counts(&census("sqrt(1 - x^2 - y^2)", square(2.0))), [0, 1, 0]);
}

#[test]
fn a_point_beyond_the_edge_does_not_count() {
    // The maximum at (0.2, −1.109) lies below the region, but in boxes a little larger than those along its edge.
    let found = census("(x - 0.4)*y*abs(x) - tanh(sin(2*(y + 0.3)))", Rect::new(-0.79, 0.93, -1.0999, 1.849));
    assert_eq!((counts(&found), found.indices, found.winding), ([1, 0, 0], Some(-1), Some(-1)), "{found:?}");
    assert_eq!(found.status, Status::ProvedExcept(2));
    // What is not defined anywhere has no point.
    assert!(census("x^2 + y^2 + sqrt(-1)", square(1.0)).points.is_empty());
}

#[test]
fn nothing_is_proved_across_the_edge_of_a_domain() {
    // A fractional power above 2 has bounded second derivatives up to the edge of its domain, and nothing beyond: the
    // middle of the region has no value. 2.5 x^1.5 = 2 x at 0.64.
    let found = census("x^2.5 - x^2 + y^2", square(2.0));
    assert_eq!(counts(&found), [1, 0, 0], "{found:?}");
    assert!((found.points[0].at - Vec2::new(0.64, 0.0)).norm() < 1e-14);
    let found = census("x^3.7 - x + (y - 0.3)^2", square(2.0));
    assert_eq!((counts(&found), &found.status), ([1, 0, 0], &Status::Proved), "{found:?}");
    // Its smooth continuation has a point where it is not defined; even 0 times what is not defined is not.
    for text in ["0*sqrt(x) + (x + 1)^2 + y^2", "0*ln(y) + x^2 + (y + 1)^2", "0*(1/x) + x^2 + y^2"] {
        assert!(census(text, square(2.0)).points.is_empty(), "{text}");
    }
    let found = census("x^2.5 - x^2", Rect::new(-2.0, 2.0, 0.0, 0.0));
    assert_eq!(counts(&found), [1, 0, 0], "{found:?}");
    // The slope of 1/(x + y) is negative on both sides of the pole.
    assert_eq!(census("1/(x + y)", square(2.0)).status, Status::Proved);
}

#[test]
fn formulas_of_one_variable_are_lines_and_constants_say_so() {
    let found = census("x^2", square(2.0));
    assert_eq!((found.curves.len(), found.status, found.points.len()), (1, Status::Proved, 0));
    assert_eq!(found.curves[0].kind, Some(Kind::DegenerateMinimum));
    let found = census("sin(3y)", square(2.0));
    assert_eq!((found.curves.len(), &found.status), (4, &Status::Proved));
    assert!(found.curves.iter().all(|curve| curve.is_proved && curve.lines[0][0].y == curve.lines[0][1].y));
    for text in ["3", "pi", "0/0"] {
        let status = census(text, square(2.0)).status;
        assert_eq!(status, Status::NotProved { why: steepest::stationary::Why::Constant, undecided: vec![] }, "{text}");
    }
    for text in
        ["0*x + 0*y", "sin(x)^2 + cos(x)^2 + y - y", "sin(x)^2 + cos(x)^2 + 0*y", "(x + y)^2 - x^2 - 2x y - y^2"]
    {
        let found = census(text, square(2.0));
        assert!(matches!(found.status, Status::NotProved { .. }) && found.points.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn a_loss_of_one_parameter_has_points() {
    let line = |low: f64, high: f64| Rect::new(low, high, 0.0, 0.0);
    let found = census("x^4/4 - x^2/2", line(-2.0, 2.0));
    assert_eq!((counts(&found), &found.status), ([2, 1, 0], &Status::Proved), "{found:?}");
    assert!(found.points.iter().all(|point| point.at.y == 0.0));
    let found = census("x^3", line(-1.0, 1.0));
    assert_eq!(whats(&found), [What::PossiblyDegenerate]);
    let found = census("x^4", line(-1.0, 1.0));
    assert_eq!(whats(&found), [What::Degenerate(Kind::DegenerateMinimum)]);
    assert!(found.places[0].at.x.abs() < 1e-4, "{found:?}");
    let found = census("abs(x) + x/2", line(-1.0, 1.0));
    assert_eq!(whats(&found), [What::NonSmooth(Kind::Minimum)]);
}

#[test]
fn points_close_together_and_flat_ones_are_told_apart() {
    // Two points 1.2e-6 apart, with curvatures of 3e-6: regular, however small.
    let found = census("x^3 - 1e-12x + y^2", square(1.0));
    assert_eq!((counts(&found), found.status), ([1, 0, 1], Status::Proved), "{:?}", found.points);
    let found = census("100(y - x^2)^2 + (1 - x)^2", square(30.0));
    assert_eq!((counts(&found), found.status), ([1, 0, 0], Status::Proved));
}

#[test]
fn curves_of_stationary_points_are_lines_and_isolated_points_stay() {
    // The Mexican hat: a maximum, and a circle of minima.
    let found = census("(x^2 + y^2 - 1)^2", square(2.0));
    assert_eq!(counts(&found), [0, 1, 0], "{:?}", found.points);
    let vertices: Vec<Vec2> = found.curves.iter().flat_map(|curve| curve.lines.iter().flatten().copied()).collect();
    assert!(vertices.len() > 50 && vertices.iter().all(|w| (w.norm() - 1.0).abs() < 1e-6), "{}", vertices.len());
    assert!(matches!(found.status, Status::ProvedExcept(_)), "{:?}", found.status);
    assert_eq!(found.curves[0].kind, Some(Kind::DegenerateMinimum));
}

#[test]
fn what_is_too_much_is_not_proved_and_says_where() {
    let found = census("sin(40x)*sin(40y) + sin(x^2*30 + 20y)", square(20.0));
    let Status::NotProved { why: steepest::stationary::Why::Budget, undecided } = &found.status else {
        panic!("{:?}", found.status)
    };
    assert!(!undecided.is_empty() && undecided.len() <= 400, "{} areas", undecided.len());
}

#[test]
fn slices_of_any_size_give_the_same() {
    for text in ["(x^2 + y - 11)^2 + (x + y^2 - 7)^2", "x^3 - 3x y^2", "(y - x^2)^2"] {
        let whole = census(text, square(5.0));
        for slice in [1, 7, 1000] {
            let mut prover = Prover::new(&tape(text), square(5.0));
            let mut known = 0;
            while !prover.work(slice) {
                // Points only come; none goes.
                let so_far = prover.certified().len();
                assert!(so_far >= known);
                known = so_far;
            }
            assert_eq!(prover.census(), whole, "{text} in slices of {slice}");
        }
    }
}

#[test]
fn a_point_on_the_edge_or_in_a_corner_counts() {
    // cos x cos y on [0, π]²: extrema in the corners, a saddle in the middle.
    let pi = std::f64::consts::PI;
    let found = census("cos(x)*cos(y)", Rect::new(0.0, pi, 0.0, pi));
    assert_eq!((counts(&found), found.status), ([2, 2, 1], Status::Proved), "{:?}", found.points);
}

#[test]
fn hostile_regions_and_formulas_end() {
    for (text, region) in [
        ("x^64 + y^64", square(1e9)),
        ("1e300*x^2 + 1e300*y^2", square(1e5)),
        ("exp(exp(exp(x))) + y^2", square(10.0)),
        ("1/(x*y)", square(1e-9)),
        ("x^2 + y^2", Rect::new(1.0, 1.0 + 1e-11, -1.0, 1.0)),
        ("atan(1e6*x) + y^2", square(1.0)),
        ("x^y", square(3.0)),
        ("max(min(x, y), abs(x - y))", square(3.0)),
        ("sqrt(sqrt(abs(x))) + sqrt(abs(y))", square(3.0)),
        ("sin(1/x) + y^2", square(1.0)),
        ("(x^2 + y^2)^0.75", square(2.0)),
        ("log10(x) * asin(y) + acos(x*y) + acosh(x) + atanh(y)", square(2.0)),
    ] {
        let found = census(text, region);
        assert!(found.points.iter().all(|point| point.at.is_finite()), "{text}");
    }
}

#[test]
fn a_point_is_where_its_gradient_vanishes_however_wide_its_enclosure() {
    // Of a power this large intervals tell the place to a few millionths only.
    let text = "(x^2 - 16*x^2 + 5*x + y^4 + 16*y^22222 + 5*y)/2";
    let census = census(text, square(2.0));
    assert!(!census.points.is_empty());
    for point in &census.points {
        let jet: Jet = tape(text).eval(&[Jet::x(point.at.x), Jet::y(point.at.y)]);
        let [gx, gy] = jet.gradient;
        let scale = jet.hessian.iter().fold(0.0, |most: f64, part| most.max(part.abs()));
        assert!(gx.hypot(gy) <= 1e-9 * scale, "{:?} at {:?} has the gradient ({gx}, {gy})", point.kind, point.at);
    }
}
