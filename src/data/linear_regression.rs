//! Linear regression: a line through points (xᵢ, yᵢ), ŷ = w₀ x + w₁.
//!
//! L(w) = (1/N) Σ ℓ(ŷᵢ − yᵢ), where ℓ is a [`Residual`].
//! With the squared error L is a quadratic, with the Hessian (2/N) XᵀX for the rows (xᵢ, 1) of X, wherever w is.

use super::{
    CORRELATION, Entry, HOLDOUT, Home, NOISE, OUTLIERS, POINTS, Picture, PointLoss, REDUCTION, Row, SCALE, SEED,
    check_finite, check_lengths, rows_made, summed,
};
use crate::call::written;
use crate::linear::{Mat2, Vec2};
use crate::number::Number;
use crate::parameter::{Choice, Parameter, Range, Settings, Slider, significant};
use crate::problem::Problem;
use crate::words::text;

/// The loss ℓ(r) of a residual r = ŷ − y.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Residual {
    /// r²; the mean squared error (`torch.nn.MSELoss`).
    Squared,
    /// r²/2, with half the gradient: the same path at twice the learning rate.
    HalfSquared,
    /// r²/2 for |r| ≤ δ, δ (|r| − δ/2) beyond, where δ > 0: an outlier pulls no harder than δ.
    ///
    /// P. J. Huber, Robust estimation of a location parameter, 1964; `torch.nn.HuberLoss`.
    /// At the joints, where the second derivative jumps, it lies between those of the pieces.
    Huber(f64),
}

impl Residual {
    #[inline(always)]
    fn of<N: Number>(self, r: N) -> N {
        match self {
            Residual::Squared => r.square(),
            Residual::HalfSquared => r.square() * 0.5,
            Residual::Huber(delta) => {
                // With r itself in place of the clipped residual this is r²/2.
                let clipped = Number::max(Number::min(r, N::constant(delta)), N::constant(-delta));
                clipped * (r - clipped * 0.5)
            }
        }
    }
}

/// Points (xᵢ, yᵢ) and what it costs to miss them; w = (slope, intercept).
#[derive(Debug, Clone, PartialEq)]
pub struct LinearRegression {
    /// Each xᵢ with its yᵢ.
    points: Vec<[f64; 2]>,
    residual: Residual,
}

impl LinearRegression {
    /// The regression of `y` on `x`.
    ///
    /// # Errors
    /// If there is no point, the lengths differ, a number is not finite, or Huber's δ is not a finite number > 0.
    pub fn new(x: &[f64], y: &[f64], residual: Residual) -> Result<LinearRegression, Problem> {
        check_lengths(("x", x.len()), ("y", y.len()))?;
        check_finite("x", x.as_chunks::<1>().0)?;
        check_finite("y", y.as_chunks::<1>().0)?;
        match residual {
            Residual::Huber(delta) if !(delta > 0.0 && delta.is_finite()) => {
                Err(Problem::new("data.delta", text!("a finite number > 0"), delta))
            }
            _ => Ok(LinearRegression { points: x.iter().zip(y).map(|(&x, &y)| [x, y]).collect(), residual }),
        }
    }

    /// The points (xᵢ, yᵢ).
    pub fn points(&self) -> &[[f64; 2]] {
        &self.points
    }
}

impl PointLoss for LinearRegression {
    fn is_quadratic(&self) -> bool {
        !matches!(self.residual, Residual::Huber(_))
    }

    fn count(&self) -> usize {
        self.points.len()
    }

    #[inline(always)]
    fn at<N: Number>(&self, i: usize, slope: N, intercept: N) -> N {
        let [x, y] = self.points[i];
        self.residual.of(slope * x + intercept - y)
    }
}

const ERROR: &[Choice] = &[
    Choice { key: "squared", name: "squared error", rule: "" },
    Choice { key: "half_squared", name: "half the squared error", rule: "" },
    Choice { key: "huber", name: "Huber", rule: "" },
];

const DELTA: Parameter =
    Parameter::number("delta", "δ", "Huber's δ", 1.0, Range::POSITIVE, Slider::Logarithmic(0.01, 10.0))
        .only_with("loss", "huber");

/// Slope and intercept behind the made data, at scale 1.
const TRUE: Vec2 = Vec2::new(2.0, -1.0);

/// How far above the line an outlier lies at least.
const FAR: f64 = 5.0;

fn make(settings: &Settings) -> Vec<Row> {
    rows_made(settings, |point| {
        let y = TRUE.x * point.feature + TRUE.y + point.noise;
        let up = if point.is_outlier { FAR * (1.0 + point.wide[0].abs()) } else { 0.0 };
        [point.scale * point.feature, y + up, 0.0]
    })
}

/// The box around the least-squares line within which the squared error rises by half more than to its value at w = 0.
fn home(rows: &[Row], _: &Settings) -> Home {
    let count = rows.len() as f64;
    let mean = |f: &dyn Fn(&Row) -> f64| rows.iter().map(f).sum::<f64>() / count;
    let gram = Mat2 { xx: mean(&|[x, ..]| x * x), xy: mean(&|[x, ..]| *x), yy: 1.0 };
    let best = gram.least_solution(Vec2::new(mean(&|[x, y, _]| x * y), mean(&|[_, y, _]| *y)));
    let rise = 1.5 * gram.times(best).dot(best);
    let rise = if rise > 0.0 && rise.is_finite() { rise } else { 1.0 };
    // One point, or one input for all: a whole line is equally good, and a view of the size of its numbers has to do.
    if gram.determinant() <= 1e-9 * gram.xx {
        return Home::around(best.map(significant), best.map(|value| 2.0 * (1.0 + value.abs())), Vec2::new(-0.8, 0.7));
    }
    // The half axes of the box around {dᵀ gram d ≤ rise} are those of the inverse matrix.
    let determinant = gram.determinant();
    let half = Vec2::new(libm::sqrt(rise * gram.yy / determinant), libm::sqrt(rise * gram.xx / determinant));
    let half = half.map(|value| if value > 0.0 && value.is_finite() { significant(value) } else { 1.0 });
    let middle = best.map(|value| if value.is_finite() { significant(value) } else { 0.0 });
    Home::around(middle, half, Vec2::new(-0.8, 0.7))
}

/// Made data lie about y = 2x/c − 1 at the feature scale c, with normal noise σ; an outlier lies 5 to 10 higher.
///
/// ρ is the correlation of x with the constant 1 of the intercept: x/c is uniform with mean ρ and mean square 1.
pub const ENTRY: Entry = Entry {
    key: "linear_regression",
    name: "Linear regression",
    formula: "L(x, y) = mean ℓ(x·xᵢ + y − yᵢ)",
    about: "A line through points: x is its slope, y its intercept. Badly scaled or correlated features are a ravine.",
    source: "A.-M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805; P. J. Huber, Robust estimation of a location parameter, 1964",
    columns: &["x", "y"],
    is_labelled: false,
    maker: &[POINTS, NOISE, OUTLIERS, SCALE, CORRELATION],
    parameters: &[Parameter::choice("loss", "error", ERROR), DELTA, REDUCTION, HOLDOUT, SEED],
    is_convex: true,
    picture: Picture::Curve(|w, x| w.x * x + w.y),
    make,
    home,
    point: written(|s| match s.choice("loss") {
        "huber" => "max(min(x*p + y - q, delta), -delta)*(x*p + y - q - max(min(x*p + y - q, delta), -delta)/2)",
        "half_squared" => "(x*p + y - q)^2/2",
        _ => "(x*p + y - q)^2",
    }),
    build: |rows, settings| {
        let residual = match settings.choice("loss") {
            "huber" => Residual::Huber(settings.number(DELTA.key)),
            "half_squared" => Residual::HalfSquared,
            _ => Residual::Squared,
        };
        let (x, y): (Vec<f64>, Vec<f64>) = rows.iter().map(|[x, y, _]| (*x, *y)).unzip();
        Ok(summed(LinearRegression::new(&x, &y, residual)?, settings))
    },
};
