//! Griewank's function: gentle waves on a wide, flat bowl.

use std::f64::consts::SQRT_2;

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// 1 + (x² + y²)/4000 − cos x cos(y/√2).
struct Griewank;

impl Formula for Griewank {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (x.square() + y.square()) / 4000.0 + 1.0 - x.cos() * (y / SQRT_2).cos()
    }
}

/// The lowest minimum is (0, 0) with value 0; further ones lie close to (jπ, kπ√2) with j + k even.
pub const ENTRY: Entry = Entry {
    key: "griewank",
    name: "Griewank",
    formula: "1 + (x^2 + y^2)/4000 - cos(x)*cos(y/sqrt(2))",
    about: "Many minima of nearly the same depth: the trend towards the middle is far weaker than the waves.",
    source: "A. O. Griewank, Generalized descent for global optimization, 1981",
    domain: Rect::new(-10.0, 10.0, -10.0, 10.0),
    view: Rect::new(-10.0, 10.0, -10.0, 10.0),
    starts: &[Vec2::new(2.0, -3.0), Vec2::new(6.0, 5.0), Vec2::new(-8.0, 1.0)],
    parameters: &[],
    levels: Levels::Linear,
    floor: |_| Some(0.0),
    build: |_| surface(Griewank),
};
