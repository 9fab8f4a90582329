//! Bohachevsky's first function: a bowl with ripples.

use std::f64::consts::PI;

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// x² + 2y² − 0.3 cos(3πx) − 0.4 cos(4πy) + 0.7.
struct Bohachevsky1;

impl Formula for Bohachevsky1 {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        x.square() + y.square() * 2.0 - (x * (3.0 * PI)).cos() * 0.3 - (y * (4.0 * PI)).cos() * 0.4 + 0.7
    }
}

/// The lowest minimum is (0, 0) with value 0; the others lie on a grid around it, where each coordinate by itself is
/// stationary.
pub const ENTRY: Entry = Entry {
    key: "bohachevsky1",
    name: "Bohachevsky 1",
    formula: "x^2 + 2*y^2 - 0.3*cos(3*pi*x) - 0.4*cos(4*pi*y) + 0.7",
    about: "A bowl with ripples: small steps are caught in the first hollow, larger ones do not notice it.",
    source: "I. O. Bohachevsky, M. E. Johnson, M. L. Stein, Generalized simulated annealing for function optimization, 1986",
    domain: Rect::new(-3.0, 3.0, -3.0, 3.0),
    view: Rect::new(-2.0, 2.0, -2.0, 2.0),
    starts: &[Vec2::new(1.6, -1.2), Vec2::new(-0.9, 1.4), Vec2::new(0.8, 0.6)],
    parameters: &[],
    levels: Levels::Linear,
    floor: |_| Some(0.0),
    build: |_| surface(Bohachevsky1),
};
