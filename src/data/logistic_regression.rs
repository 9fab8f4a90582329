//! Logistic regression with two weights and no bias: the probability of label 1 at x is p = 1/(1 + e^−z), z = w·x.
//!
//! L(w) = −(1/N) Σ (labelᵢ ln pᵢ + (1 − labelᵢ) ln(1 − pᵢ)), the binary cross-entropy
//! (`torch.nn.BCEWithLogitsLoss`), which is ln(1 + e^−z) for label 1 and ln(1 + eᶻ) for label 0.
//! Written so, no logarithm of a rounded 0 occurs.
//! L is convex with the Hessian (1/N) Σ pᵢ (1 − pᵢ) xᵢ xᵢᵀ; it has no minimum where a line through the origin separates
//! the labels.

use super::{
    CORRELATION, Entry, HOLDOUT, Home, OUTLIERS, POINTS, Picture, PointLoss, REDUCTION, Row, SCALE, SEED, check_finite,
    check_lengths, noise, root_mean_square, rows_made, summed,
};
use crate::call::written;
use crate::linear::Vec2;
use crate::number::Number;
use crate::parameter::{Parameter, Settings, significant};
use crate::problem::Problem;

/// Points of the plane, each with label 0 or 1.
#[derive(Debug, Clone, PartialEq)]
pub struct LogisticRegression {
    points: Vec<[f64; 2]>,
    labels: Vec<bool>,
}

impl LogisticRegression {
    /// The regression of the `labels`, true for 1, on the `points`.
    ///
    /// # Errors
    /// If there is no point, the lengths differ, or a coordinate is not finite.
    pub fn new(points: &[[f64; 2]], labels: &[bool]) -> Result<LogisticRegression, Problem> {
        check_lengths(("points", points.len()), ("labels", labels.len()))?;
        check_finite("points", points)?;
        Ok(LogisticRegression { points: points.to_vec(), labels: labels.to_vec() })
    }

    /// Each point with its label.
    pub fn points(&self) -> impl Iterator<Item = ([f64; 2], bool)> {
        self.points.iter().copied().zip(self.labels.iter().copied())
    }
}

impl PointLoss for LogisticRegression {
    fn count(&self) -> usize {
        self.points.len()
    }

    #[inline(always)]
    fn at<N: Number>(&self, i: usize, w0: N, w1: N) -> N {
        let [x0, x1] = self.points[i];
        let z = w0 * x0 + w1 * x1;
        let against = if self.labels[i] { -z } else { z };
        against.softplus()
    }
}

/// Whether a line through the origin has all points of label 1 on one side and all others on the other, where points on
/// the line may be of either: then the loss falls for ever along some direction, and has no minimum.
///
/// With u = x for label 1 and −x for label 0 it asks for a w with w·u ≥ 0 for all of them, and some > 0: whether all of
/// them lie in a half-plane, and not all on its edge.
pub fn is_separable(points: impl Iterator<Item = ([f64; 2], bool)>) -> bool {
    let signed = points.map(|([a, b], label)| if label { Vec2::new(a, b) } else { Vec2::new(-a, -b) });
    let all: Vec<Vec2> = signed.filter(|u| *u != Vec2::ZERO).collect();
    let cross = |u: Vec2, v: Vec2| u.x * v.y - u.y * v.x;
    let Some(&first) = all.first() else { return false };
    // The cone of all so far, from its right to its left edge, always narrower than a half-plane.
    let (mut right, mut left) = (first, first);
    for &u in &all {
        let opposite = |v: Vec2| cross(v, u) == 0.0 && v.dot(u) < 0.0;
        if opposite(right) || opposite(left) {
            // Only the line through both is left to try.
            let sides = || all.iter().map(|v| cross(u, *v));
            return (sides().all(|side| side >= 0.0) || sides().all(|side| side <= 0.0))
                && sides().any(|side| side != 0.0);
        }
        match (cross(right, u) >= 0.0, cross(left, u) <= 0.0) {
            (true, true) => {}
            (true, false) => left = u,
            (false, true) => right = u,
            (false, false) => return false,
        }
    }
    true
}

/// The weights behind the made data, at scale 1 and noise 1.
const TRUE: Vec2 = Vec2::new(2.0, -1.0);

const NOISE: Parameter = noise(1.0);

fn make(settings: &Settings) -> Vec<Row> {
    rows_made(settings, |point| {
        let [a, b] = point.normals;
        let slanted = point.correlation * a + libm::sqrt(1.0 - point.correlation * point.correlation) * b;
        // A logistic number: at noise 1 the probability of label 1 is exactly the model's.
        let logistic = libm::log((point.fraction + f64::EPSILON) / (1.0 - point.fraction));
        let label = TRUE.x * a + TRUE.y * slanted + point.sigma * logistic > 0.0;
        [a, point.scale * slanted, f64::from(u8::from(label != point.is_outlier))]
    })
}

fn home(rows: &[Row], _: &Settings) -> Home {
    let half = [0, 1].map(|k| {
        let size = root_mean_square(rows.iter().map(|row| row[k]));
        if size > 0.0 { significant(6.0 / size) } else { 6.0 }
    });
    Home::around(Vec2::ZERO, Vec2::new(half[0], half[1]), Vec2::new(-0.7, -0.6))
}

/// Made data are pairs of standard normal features a, b of correlation ρ, labelled 1 where 2a − b + σ ζ > 0 with a
/// logistic number ζ; b is multiplied by the feature scale c, and an outlier has the other label.
///
/// At c = σ = 1 they follow the model at w = (2, −1).
pub const ENTRY: Entry = Entry {
    key: "logistic_regression",
    name: "Logistic regression",
    formula: "L(x, y) = mean ln(1 + exp(∓(x·pᵢ + y·qᵢ)))",
    about: "Two weights that tell two classes apart, by their cross-entropy: convex, and without a minimum where a line separates the classes.",
    source: "D. R. Cox, The regression analysis of binary sequences, 1958",
    columns: &["p", "q", "label"],
    is_labelled: true,
    maker: &[POINTS, NOISE, OUTLIERS, SCALE, CORRELATION],
    parameters: &[REDUCTION, HOLDOUT, SEED],
    is_convex: true,
    picture: Picture::Boundary,
    make,
    home,
    point: written(|_| "softplus((1 - 2*label)*(x*p + y*q))"),
    build: |rows, settings| {
        let (points, labels): (Vec<_>, Vec<_>) = rows.iter().map(|[p, q, label]| ([*p, *q], *label == 1.0)).unzip();
        Ok(summed(LogisticRegression::new(&points, &labels)?, settings))
    },
};
