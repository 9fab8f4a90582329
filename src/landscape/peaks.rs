//! Peaks: three hills and three hollows on a plain.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// 3 (1 − x)² exp(−x² − (y + 1)²) − 10 (x/5 − x³ − y⁵) exp(−x² − y²) − ⅓ exp(−(x + 1)² − y²).
struct Peaks;

impl Formula for Peaks {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        let (xx, yy) = (x.square(), y.square());
        let first = (-x + 1.0).square() * (-xx - (y + 1.0).square()).exp() * 3.0;
        let second = (x / 5.0 - x.powi(3) - y.powi(5)) * (-xx - yy).exp() * 10.0;
        let third = (-(x + 1.0).square() - yy).exp() / 3.0;
        first - second - third
    }
}

/// Minima: (0.228278920556369, −1.625534957499997) with value −6.5511333328358369, (−1.347396244368211,
/// 0.204518866097005) with value −3.049849402800260, (0.296445553846832, 0.320196247666834) with value
/// −0.064935868255527.
/// Maxima: (−0.009317581959954, 1.581367962938999) with value 8.106213589442337, (−0.460024518034387,
/// −0.629196508716801) with value 3.776580998532207, (1.285684697241304, −0.004847559075594) with value
/// 3.592489918002754.
/// Between them lie three saddles; far away loss and gradient tend to 0.
pub const ENTRY: Entry = Entry {
    key: "peaks",
    name: "Peaks",
    formula: "3*(1 - x)^2*exp(-x^2 - (y + 1)^2) - 10*(x/5 - x^3 - y^5)*exp(-x^2 - y^2) - exp(-(x + 1)^2 - y^2)/3",
    about: "Hills and hollows of different size on a plain: what rolls out onto the plain finds no slope there and stays.",
    source: "The MathWorks, MATLAB, function peaks",
    domain: Rect::new(-3.0, 3.0, -3.0, 3.0),
    view: Rect::new(-3.0, 3.0, -3.0, 3.0),
    starts: &[Vec2::new(0.3, 1.2), Vec2::new(-0.6, -0.4), Vec2::new(1.5, 0.6)],
    parameters: &[],
    levels: Levels::Linear,
    floor: |_| Some(-6.551133332835837),
    build: |_| surface(Peaks),
};
