//! Rectangles of the plane: views, domains, boxes.

use serde::{Deserialize, Serialize};

use super::Vec2;
use crate::number::Real;

/// An axis-parallel rectangle of the plane, in domain units.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rect {
    /// Least and greatest first coordinate.
    pub x: [f64; 2],
    /// Least and greatest second coordinate.
    pub y: [f64; 2],
}

impl Rect {
    /// The rectangle [x0, x1] × [y0, y1].
    pub const fn new(x0: f64, x1: f64, y0: f64, y1: f64) -> Self {
        Rect { x: [x0, x1], y: [y0, y1] }
    }

    /// The midpoint.
    pub fn center(self) -> Vec2 {
        Vec2::new((self.x[0] + self.x[1]) / 2.0, (self.y[0] + self.y[1]) / 2.0)
    }

    /// Width and height.
    pub fn size(self) -> Vec2 {
        Vec2::new(self.x[1] - self.x[0], self.y[1] - self.y[0])
    }

    /// The length of the diagonal.
    pub fn diagonal(self) -> f64 {
        self.size().norm()
    }

    /// The point of the rectangle nearest to `w`; a NaN coordinate stays.
    #[inline(always)]
    pub fn nearest<N: Real>(self, w: Vec2<N>) -> Vec2<N> {
        let clamp = |value: f64, [low, high]: [f64; 2]| {
            if value < low {
                low
            } else if value > high {
                high
            } else {
                value
            }
        };
        Vec2::new(w.x.each(|x| clamp(x, self.x)), w.y.each(|y| clamp(y, self.y)))
    }

    /// Whether `w` lies inside or on the edge.
    pub fn contains(self, w: Vec2) -> bool {
        self.x[0] <= w.x && w.x <= self.x[1] && self.y[0] <= w.y && w.y <= self.y[1]
    }

    /// What lies in both, their edges included; none if nothing does.
    pub fn meet(self, other: Rect) -> Option<Rect> {
        let both = |a: [f64; 2], b: [f64; 2]| [a[0].max(b[0]), a[1].min(b[1])];
        let (x, y) = (both(self.x, other.x), both(self.y, other.y));
        (x[0] <= x[1] && y[0] <= y[1]).then_some(Rect { x, y })
    }
}
