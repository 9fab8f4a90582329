//! Gaussian trenches: each data point p digs one, and where many are close, a minimum lies.
//!
//! Lᵢ(w) = 1 − e^(−‖w − pᵢ‖²/2s²) is the loss of a place w that is robust to all points farther than a few s (J. E.
//! Dennis, R. E. Welsch, Techniques for nonlinear least squares and robust regression, 1978): the minima of L are the
//! modes of a kernel estimate of the data's density, and gradient descent at a rate that differs from place to place is
//! the mean shift of K. Fukunaga, L. D. Hostetler, The estimation of the gradient of a density function, 1975.

use super::{
    CORRELATION, Entry, HOLDOUT, Home, OUTLIERS, POINTS, Picture, PointLoss, REDUCTION, Row, SCALE, SEED, ends,
    rows_made, summed,
};
use crate::call::written;
use crate::linear::Vec2;
use crate::number::Number;
use crate::parameter::{Parameter, Range, Settings, Slider};
use crate::words::text;

struct Trenches {
    points: Vec<Row>,
    width: f64,
}

impl PointLoss for Trenches {
    fn count(&self) -> usize {
        self.points.len()
    }

    #[inline(always)]
    fn at<N: Number>(&self, i: usize, x: N, y: N) -> N {
        let [p, q, _] = self.points[i];
        -(((x - p).square() + (y - q).square()) * (-0.5 / (self.width * self.width))).exp() + 1.0
    }
}

/// The middles of the made clusters, at scale 1.
const CLUSTERS: [Vec2; 3] = [Vec2::new(-1.6, -0.8), Vec2::new(1.7, -0.4), Vec2::new(0.2, 1.7)];

/// The wider the clusters, the fewer minima.
const SPREAD: Parameter =
    Parameter::number("noise", "σ", text!("width of a cluster"), 0.4, Range::NOT_NEGATIVE, Slider::Linear(0.0, 2.0));

const WIDTH: Parameter =
    Parameter::number("width", "s", text!("width of a trench"), 0.6, Range::POSITIVE, Slider::Logarithmic(0.05, 5.0));

fn make(settings: &Settings) -> Vec<Row> {
    rows_made(settings, |point| {
        let cluster = CLUSTERS[point.index % CLUSTERS.len()];
        let [a, b] = point.normals;
        let off = if point.is_outlier { Vec2::new(4.0 * point.wide[0], 4.0 * point.wide[1]) } else { Vec2::ZERO };
        let slanted = point.correlation * a + libm::sqrt(1.0 - point.correlation * point.correlation) * b;
        let at = cluster + off + point.sigma * Vec2::new(a, slanted);
        [at.x, point.scale * at.y, 0.0]
    })
}

fn home(rows: &[Row], settings: &Settings) -> Home {
    let [x, y] = [0, 1].map(|k| ends(rows.iter().map(|row| row[k])));
    let (low, high) = (Vec2::new(x[0], y[0]), Vec2::new(x[1], y[1]));
    let room = 2.0 * settings.number(WIDTH.key);
    Home::around(0.5 * (low + high), 0.5 * (high - low) + Vec2::new(room, room), Vec2::new(0.1, -0.6))
}

/// Made data are three clusters in turn, each normal with the standard deviation σ and the correlation ρ of its
/// coordinates; an outlier is up to 4 farther off in each of them, and the second is multiplied by the feature scale c.
pub const ENTRY: Entry = Entry {
    key: "gaussian_trenches",
    name: "Gaussian trenches",
    formula: "L(x, y) = mean 1 − exp(−((x − pᵢ)² + (y − qᵢ)²)/2s²)",
    about: "Every data point digs a trench: as many minima as clusters, and plateaus far from all.",
    source: "K. Fukunaga, L. D. Hostetler, The estimation of the gradient of a density function, 1975",
    columns: &["p", "q"],
    is_labelled: false,
    maker: &[POINTS, SPREAD, OUTLIERS, SCALE, CORRELATION],
    parameters: &[WIDTH, REDUCTION, HOLDOUT, SEED],
    is_convex: false,
    picture: Picture::Place,
    make,
    home,
    point: written(|_| "1 - exp(-((x - p)^2 + (y - q)^2)/(2*width^2))"),
    build: |rows, settings| Ok(summed(Trenches { points: rows, width: settings.number(WIDTH.key) }, settings)),
};
