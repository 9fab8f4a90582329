//! A single neuron: ŷ = tanh(w₀ x + w₁), with squared error.
//!
//! L(w) = (1/N) Σ (tanh(w₀ xᵢ + w₁) − yᵢ)² is not convex: where the neuron saturates, L is a plateau on which the
//! gradient is as good as zero, and a start on the wrong one stays there.

use super::{
    CORRELATION, Entry, HOLDOUT, Home, NOISE, OUTLIERS, POINTS, Picture, PointLoss, REDUCTION, Row, SCALE, SEED,
    root_mean_square, rows_made, summed,
};
use crate::call::written;
use crate::linear::Vec2;
use crate::number::Number;
use crate::parameter::Settings;

struct Neuron(Vec<Row>);

impl PointLoss for Neuron {
    fn count(&self) -> usize {
        self.0.len()
    }

    #[inline(always)]
    fn at<N: Number>(&self, i: usize, weight: N, bias: N) -> N {
        let [x, y, _] = self.0[i];
        ((weight * x + bias).tanh() - y).square()
    }
}

/// Weight and bias of the neuron behind the made data, at scale 1.
const TRUE: Vec2 = Vec2::new(2.0, -0.5);

fn make(settings: &Settings) -> Vec<Row> {
    rows_made(settings, |point| {
        let y = libm::tanh(TRUE.x * point.feature + TRUE.y) + point.noise;
        [point.scale * point.feature, if point.is_outlier { -y } else { y }, 0.0]
    })
}

fn home(rows: &[Row], _: &Settings) -> Home {
    let size = root_mean_square(rows.iter().map(|row| row[0]));
    Home::around(Vec2::ZERO, Vec2::new(if size > 0.0 { 6.0 / size } else { 6.0 }, 6.0), Vec2::new(-0.75, 0.5))
}

/// Made data follow y = tanh(2x/c − 1/2) at the feature scale c, with normal noise σ; an outlier has the other sign.
///
/// As in linear regression x/c is uniform with mean ρ and mean square 1.
pub const ENTRY: Entry = Entry {
    key: "neuron",
    name: "Single neuron",
    formula: "L(x, y) = mean (tanh(x·xᵢ + y) − yᵢ)²",
    about: "One tanh neuron: not convex, with plateaus where it saturates.",
    source: "D. E. Rumelhart, G. E. Hinton, R. J. Williams, Learning representations by back-propagating errors, 1986",
    columns: &["x", "y"],
    is_labelled: false,
    maker: &[POINTS, NOISE, OUTLIERS, SCALE, CORRELATION],
    parameters: &[REDUCTION, HOLDOUT, SEED],
    is_convex: false,
    picture: Picture::Curve(|w, x| libm::tanh(w.x * x + w.y)),
    make,
    home,
    point: written(|_| "(tanh(x*p + y) - q)^2"),
    build: |rows, settings| Ok(summed(Neuron(rows), settings)),
};
