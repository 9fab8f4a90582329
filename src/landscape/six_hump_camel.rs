//! The six-hump camel: six minima, two of them lowest.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// (4 − 2.1x² + x⁴/3) x² + x y + (4y² − 4) y².
struct SixHumpCamel;

impl Formula for SixHumpCamel {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        let (xx, yy) = (x.square(), y.square());
        (-(xx * 2.1) + 4.0 + x.powi(4) / 3.0) * xx + x * y + (yy * 4.0 - 4.0) * yy
    }
}

/// Stationary are 15 points, pairwise opposite except the saddle (0, 0) with value 0.
/// Minima: ±(0.0898420131003181, −0.7126564030207396) with value −1.0316284534898774, ±(1.703606714969981,
/// −0.796083568672625) with value −0.2154638243837176, ±(1.607104752920197, 0.568651454884131) with value
/// 2.104250310311258.
/// The others are two maxima and six saddles besides that of the origin.
pub const ENTRY: Entry = Entry {
    key: "six_hump_camel",
    name: "Six-hump camel",
    formula: "(4 - 2.1*x^2 + x^4/3)*x^2 + x*y + (-4 + 4*y^2)*y^2",
    about: "Six minima, symmetric in pairs: starts close to each other end far apart.",
    source: "F. H. Branin, Widely convergent method for finding multiple solutions of simultaneous nonlinear equations, 1972",
    domain: Rect::new(-3.0, 3.0, -2.0, 2.0),
    view: Rect::new(-2.0, 2.0, -1.5, 1.5),
    starts: &[Vec2::new(-1.5, 1.2), Vec2::new(0.3, 0.1), Vec2::new(1.8, 1.3)],
    parameters: &[],
    levels: Levels::Logarithmic,
    floor: |_| Some(-1.0316284534898774),
    build: |_| surface(SixHumpCamel),
};
