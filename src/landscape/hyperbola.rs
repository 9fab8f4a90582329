//! The hyperbola: the loss of a linear network with two scalar layers.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// ½ (1 − x y)².
struct Hyperbola;

impl Formula for Hyperbola {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (-(x * y) + 1.0).square() * 0.5
    }
}

/// Every point of the hyperbola x y = 1 is a minimum with value 0, where the Hessian has the eigenvalues 0 and x² + y²;
/// the one further stationary point is the saddle (0, 0) with value 1/2.
/// The flattest minima, (1, 1) and (−1, −1), have sharpness 2: for a learning rate η only minima with x² + y² < 2/η
/// hold gradient descent.
pub const ENTRY: Entry = Entry {
    key: "hyperbola",
    name: "Hyperbola",
    formula: "(1 - x*y)^2/2",
    about: "A whole curve of minima, each with its own sharpness: the learning rate decides which of them can be reached.",
    source: "Y. Wang, M. Chen, T. Zhao, M. Tao, Large learning rate tames homogeneity: convergence and balancing effect, 2022 (the scalar case); on the edge of stability: J. Cohen, S. Kaur, Y. Li, J. Z. Kolter, A. Talwalkar, Gradient descent on neural networks typically occurs at the edge of stability, 2021",
    domain: Rect::new(-3.0, 3.0, -3.0, 3.0),
    view: Rect::new(-3.0, 3.0, -3.0, 3.0),
    starts: &[Vec2::new(2.5, 0.2), Vec2::new(-1.5, 1.0), Vec2::new(0.05, 0.1)],
    parameters: &[],
    levels: Levels::Logarithmic,
    floor: |_| Some(0.0),
    build: |_| surface(Hyperbola),
};
