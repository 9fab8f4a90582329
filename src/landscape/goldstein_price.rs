//! Goldstein and Price: four minima in values from 3 to a million.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// (1 + (x + y + 1)² (19 − 14x + 3x² − 14y + 6xy + 3y²)) (30 + (2x − 3y)² (18 − 32x + 12x² + 48y − 36xy + 27y²)).
struct GoldsteinPrice;

impl Formula for GoldsteinPrice {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        let (xx, xy, yy) = (x.square(), x * y, y.square());
        let p = -(x * 14.0) + 19.0 + xx * 3.0 - y * 14.0 + xy * 6.0 + yy * 3.0;
        let q = -(x * 32.0) + 18.0 + xx * 12.0 + y * 48.0 - xy * 36.0 + yy * 27.0;
        ((x + y + 1.0).square() * p + 1.0) * ((x * 2.0 - y * 3.0).square() * q + 30.0)
    }
}

/// Minima: (0, −1) with value 3, (−0.6, −0.4) with 30, (1.8, 0.2) with 84, (1.2, 0.8) with 840.
/// Saddles: (−0.4, −0.6) with 35, (1.2, −0.2) with 99, (1.4, 0.6) with 980, (0.6, 0.4) with 990.
/// Maximum: (0.8, 0.2) with 1155.
pub const ENTRY: Entry = Entry {
    key: "goldstein_price",
    name: "Goldstein–Price",
    formula: "(1 + (x + y + 1)^2*(19 - 14*x + 3*x^2 - 14*y + 6*x*y + 3*y^2))*(30 + (2*x - 3*y)^2*(18 - 32*x + 12*x^2 + 48*y - 36*x*y + 27*y^2))",
    about: "Losses over six orders of magnitude: a rate that is safe on the walls stands still on the floor.",
    source: "A. A. Goldstein, J. F. Price, On descent from local minima, 1971",
    domain: Rect::new(-2.0, 2.0, -2.0, 2.0),
    view: Rect::new(-2.0, 2.0, -2.0, 2.0),
    starts: &[Vec2::new(0.3, -0.6), Vec2::new(1.0, 0.1), Vec2::new(-1.5, 0.5)],
    parameters: &[],
    levels: Levels::Logarithmic,
    floor: |_| Some(3.0),
    build: |_| surface(GoldsteinPrice),
};
