//! A fit of exponential decay: ŷ = w₀ e^(−w₁ x), with squared error.
//!
//! Amplitude and rate pull against each other, so that L(w) = (1/N) Σ (w₀ e^(−w₁ xᵢ) − yᵢ)² is a bent valley, and for a
//! negative rate it grows faster than any power.
//! D. M. Bates, D. G. Watts, Nonlinear regression analysis and its applications, 1988.

use super::{
    Entry, HOLDOUT, Home, NOISE, OUTLIERS, POINTS, Picture, PointLoss, REDUCTION, Row, SCALE, SEED, rows_made, summed,
};
use crate::call::written;
use crate::linear::Vec2;
use crate::number::Number;
use crate::parameter::Settings;

struct Decay(Vec<Row>);

impl PointLoss for Decay {
    fn count(&self) -> usize {
        self.0.len()
    }

    #[inline(always)]
    fn at<N: Number>(&self, i: usize, amplitude: N, rate: N) -> N {
        let [x, y, _] = self.0[i];
        (amplitude * (rate * -x).exp() - y).square()
    }
}

/// Amplitude and rate behind the made data, at scale 1.
const TRUE: Vec2 = Vec2::new(2.0, 1.0);

/// How long the made data are observed, at scale 1.
const LENGTH: f64 = 4.0;

fn make(settings: &Settings) -> Vec<Row> {
    rows_made(settings, |point| {
        let time = LENGTH * point.fraction;
        let y = TRUE.x * libm::exp(-TRUE.y * time) + point.noise;
        [point.scale * time, if point.is_outlier { y + 1.0 } else { y }, 0.0]
    })
}

fn home(rows: &[Row], _: &Settings) -> Home {
    let largest = |k: usize| {
        let size = rows.iter().map(|row| row[k].abs()).fold(0.0, f64::max);
        if size > 0.0 { size } else { 1.0 }
    };
    let (long, high) = (largest(0), largest(1));
    let half = Vec2::new(1.25 * high, 6.75 / long);
    Home::around(Vec2::new(0.75 * high, 5.25 / long), half, Vec2::new(-0.4, 0.7))
}

/// Made data follow y = 2 e^(−x/c) at the feature scale c, x uniform from 0 to 4c, with normal noise σ; an outlier lies
/// 1 higher.
pub const ENTRY: Entry = Entry {
    key: "exponential_decay",
    name: "Exponential decay",
    formula: "L(x, y) = mean (x·exp(−y·xᵢ) − yᵢ)²",
    about: "Amplitude and rate of a decay: a bent valley, since each makes up for the other.",
    source: "D. M. Bates, D. G. Watts, Nonlinear regression analysis and its applications, 1988",
    columns: &["x", "y"],
    is_labelled: false,
    maker: &[POINTS, NOISE, OUTLIERS, SCALE],
    parameters: &[REDUCTION, HOLDOUT, SEED],
    is_convex: false,
    picture: Picture::Curve(|w, x| w.x * libm::exp(-w.y * x)),
    make,
    home,
    point: written(|_| "(x*exp(-y*p) - q)^2"),
    build: |rows, settings| Ok(summed(Decay(rows), settings)),
};
