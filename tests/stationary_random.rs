//! Stationary points of formulas made at random: what is proved, against a search that proves nothing.
//!
//! `STEEPEST_FORMULAS` is how many of them; more take longer.

use std::env;

use steepest::experiment::Landscape;
use steepest::linear::{Rect, Vec2};
use steepest::objective::Curvature;
use steepest::random::Stream;
use steepest::stationary::{Census, Kind, Prover, Status, What, Why, find};

/// A formula of this depth.
fn formula(stream: Stream, depth: usize) -> String {
    if depth == 0 {
        let number = format!("{:.2}", 4.0 * stream.fraction(1) - 2.0);
        return ["x", "y", "x", "y", "x*y", "(x - 0.4)", "(y + 0.3)", &number][stream.below(8, 0)].into();
    }
    let part = |k: u64| formula(stream.fork(k), depth - 1);
    let (a, b) = (part(0), part(1));
    match stream.below(26, 2) {
        0..4 => format!("({a} + {b})"),
        4..7 => format!("({a} - {b})"),
        7..11 => format!("{a}*{b}"),
        11 => format!("({a})/(1.5 + ({b})^2)"),
        12..15 => format!("({a})^2"),
        15 => format!("({a})^3"),
        16 => format!("exp(-({a})^2)"),
        17 => format!("sin(2*({a}))"),
        18 => format!("cos({a})"),
        19 => format!("tanh({a})"),
        20 => format!("ln(1 + ({a})^2)"),
        21 => format!("sqrt(0.3 + ({a})^2)"),
        22 => format!("abs({a})"),
        23 => format!("max({a}, {b})"),
        24 => format!("sqrt({a})"),
        _ => format!("({a})^2.5"),
    }
}

/// Whether what is known of the surroundings of `w` is that more could not be proved there.
fn is_excepted(census: &Census, w: Vec2, near: f64) -> bool {
    let holds = |rect: &Rect| {
        let outside = |value: f64, [low, high]: [f64; 2]| value < low - near || value > high + near;
        !outside(w.x, rect.x) && !outside(w.y, rect.y)
    };
    census.places.iter().any(|place| holds(&place.hull))
        || census.curves.iter().flat_map(|curve| curve.lines.iter().flatten()).any(|v| (*v - w).norm() < 0.05)
}

/// Everything in which the proof is refuted.
fn refutations(text: &str, region: Rect) -> Vec<String> {
    let ground = Landscape::typed(text).build().unwrap_or_else(|problem| panic!("{text}: {problem}"));
    let loss = &*ground.objective;
    let census = Prover::new(&loss.tape().expect("a formula is a tape"), region).finish();
    let mut wrong = Vec::new();
    if matches!(census.status, Status::NotProved { why: Why::Mismatch, .. }) {
        wrong.push(format!("indices {:?}, winding {:?}", census.indices, census.winding));
    }
    for point in &census.points {
        let Curvature { loss: value, gradient, hessian } = loss.curvature(point.at);
        let step = hessian.solve(gradient);
        if !value.is_finite() {
            wrong.push(format!("there is no loss at {:?}", point.at));
        } else if step.is_finite() && step.norm() > 1e-7 {
            wrong.push(format!("from {:?} Newton's method leads {} away", point.at, step.norm()));
        }
        let [low, high] = hessian.eigen().values;
        // Signs that rounding cannot have turned.
        let clear = 1e-6 * low.abs().max(high.abs());
        let signs = [low, high].map(|value| {
            if value > clear {
                1
            } else if value < -clear {
                -1
            } else {
                0
            }
        });
        let fits = match point.kind {
            Kind::Minimum => signs.iter().all(|sign| *sign >= 0),
            Kind::Maximum => signs.iter().all(|sign| *sign <= 0),
            _ => signs[0] <= 0 && signs[1] >= 0,
        };
        if !fits {
            wrong.push(format!("{:?} at {:?} with {low}, {high}", point.kind, point.at));
        }
    }
    for (k, point) in census.points.iter().enumerate() {
        if census.points[..k].iter().any(|other| (other.at - point.at).norm() < 1e-9) {
            wrong.push(format!("{:?} is listed twice", point.at));
        }
    }
    if matches!(census.status, Status::NotProved { .. }) {
        return wrong;
    }
    for found in find(loss, region).points {
        let hessian = found.hessian.eigen().values;
        // What Newton's method takes for a degenerate point may be none, or a place of small gradient.
        let is_regular = hessian[0].abs().min(hessian[1].abs()) > 1e-4 * hessian[0].abs().max(hessian[1].abs());
        let is_regular = is_regular && found.loss.is_finite();
        let is_listed = census.points.iter().any(|point| (point.at - found.at).norm() < 1e-6);
        if is_regular && !found.kind.is_degenerate() && !is_listed && !is_excepted(&census, found.at, 1e-6) {
            wrong.push(format!("{:?} at {:?} is missing; {:?}", found.kind, found.at, census.status));
        }
    }
    for place in &census.places {
        let is_extremum =
            matches!(place.what, What::NonSmooth(Kind::Minimum) | What::Degenerate(Kind::DegenerateMinimum));
        // On a line of a formula of one variable the hull is as long as that.
        let size = f64::min(place.hull.size().x, place.hull.size().y).max(1e-8);
        let here = loss.value(place.at);
        let around = |k: i32| place.at + 100.0 * size * Vec2::new(libm::cos(f64::from(k)), libm::sin(f64::from(k)));
        // Rounding of the loss, and what it rises from the point itself to where it is known to be, on slopes up to 10.
        let slack = 1e-9 * (1.0 + here.abs()) + 10.0 * size;
        if is_extremum && (0..20).any(|k| loss.value(around(k)) < here - slack) {
            wrong.push(format!("{:?} at {:?} is none", place.what, place.at));
        }
    }
    wrong
}

#[test]
fn no_formula_refutes_a_proof() {
    let count = env::var("STEEPEST_FORMULAS").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let whole = Stream::new(2026);
    let mut wrong = Vec::new();
    for k in 0..count {
        let stream = whole.fork(k);
        let text = formula(stream, 2 + stream.below(2, 7));
        let (across, up) = (0.5 + 2.0 * stream.fraction(8), 0.5 + 2.0 * stream.fraction(9));
        let (x, y) = (stream.fraction(10) - 0.5, stream.fraction(11) - 0.5);
        let region = Rect::new(x - across, x + across, y - up, y + up);
        for refutation in refutations(&text, region) {
            wrong.push(format!("{k}: {text} in {region:?}: {refutation}"));
        }
    }
    assert!(wrong.is_empty(), "{} refutations:\n{}", wrong.len(), wrong.join("\n"));
}
