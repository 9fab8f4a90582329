//! Made data: what the generators of all models share.
//!
//! Every point is drawn from a stream of its own, so that more points leave the others where they are.

use super::{Row, SEED};
use crate::parameter::{Parameter, Range, Setting, Settings, Slider};
use crate::random::Stream;
use crate::words::text;

/// The most data points of a loss, made or brought.
pub const MOST_POINTS: usize = 100_000;

/// The number N of data points.
pub const POINTS: Parameter =
    Parameter::whole("n", "N", text!("data points"), 60.0, [1.0, 10_000.0, MOST_POINTS as f64]);

/// The standard deviation σ ≥ 0 of the targets about the truth.
pub const NOISE: Parameter = noise(0.2);

/// The size σ ≥ 0 of what chance adds, with this default.
pub const fn noise(default: f64) -> Parameter {
    Parameter::number("noise", "σ", text!("noise"), default, Range::NOT_NEGATIVE, Slider::Linear(0.0, 3.0))
}

/// The share of points that follow another rule.
pub const OUTLIERS: Parameter = Parameter::number(
    "outliers",
    "ω",
    text!("share of outliers"),
    0.0,
    Range::closed(0.0, 1.0),
    Slider::Linear(0.0, 0.5),
);

/// The factor on one feature: bad scaling is a ravine.
pub const SCALE: Parameter =
    Parameter::number("scale", "c", text!("feature scale"), 1.0, Range::POSITIVE, Slider::Logarithmic(0.01, 100.0));

/// The correlation of the two features, one of which may be the constant 1 of an intercept: E x x′ over the root of
/// E x² E x′².
pub const CORRELATION: Parameter = Parameter::number(
    "correlation",
    "ρ",
    text!("feature correlation"),
    0.0,
    Range { low: -1.0, high: 1.0, low_open: true, high_open: true },
    Slider::Linear(-0.99, 0.99),
);

/// What chance gives one point.
pub struct Point {
    /// Its number, from 0.
    pub index: usize,
    /// A feature with E x² = 1 and E x = ρ: uniform on an interval.
    pub feature: f64,
    /// The number in [0, 1) that `feature` is made from.
    pub fraction: f64,
    /// Two independent standard normal numbers.
    pub normals: [f64; 2],
    /// Two independent numbers in [−1, 1).
    pub wide: [f64; 2],
    /// σ times a standard normal number.
    pub noise: f64,
    /// Whether it follows another rule.
    pub is_outlier: bool,
    /// σ.
    pub sigma: f64,
    /// ρ.
    pub correlation: f64,
    /// The factor on one feature.
    pub scale: f64,
}

/// As many rows as the settings say, each made from what chance gives its point.
pub fn rows_made(settings: &Settings, make: impl Fn(&Point) -> Row) -> Vec<Row> {
    let number = |parameter: Parameter| match settings.find(parameter.key) {
        Some(Setting::Number(value)) => *value,
        _ => 0.0,
    };
    let (sigma, correlation, scale) = (number(NOISE), number(CORRELATION), number(SCALE));
    let (outliers, seed) = (number(OUTLIERS), number(SEED) as u64);
    let rows = (0..number(POINTS) as usize).map(|index| {
        let chance = Stream::new(seed).fork(index as u64);
        let fraction = chance.fraction(0);
        // Uniform with variance 1.
        let spread = libm::sqrt(12.0) * (fraction - 0.5);
        make(&Point {
            index,
            feature: correlation + libm::sqrt(1.0 - correlation * correlation) * spread,
            fraction,
            normals: [chance.normal(2), chance.normal(3)],
            wide: [8, 9].map(|k| 2.0 * chance.fraction(k) - 1.0),
            noise: sigma * chance.normal(5),
            is_outlier: chance.fraction(1) < outliers,
            sigma,
            correlation,
            scale,
        })
    });
    rows.collect()
}

/// The root of the mean square of `values`.
pub fn root_mean_square(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len() as f64;
    libm::sqrt(values.map(|value| value * value).sum::<f64>() / count)
}

/// The least and the greatest of `values`.
pub fn ends(values: impl Iterator<Item = f64>) -> [f64; 2] {
    values.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| [low.min(value), high.max(value)])
}
