//! The banana of Distill: a gentler Rosenbrock valley along y = x²/3, three times as flat.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// (1 − x)² + 20 (3y − x²)².
struct DistillBanana;

impl Formula for DistillBanana {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (-x + 1.0).square() + (y * 3.0 - x.square()).square() * 20.0
    }
}

/// The one stationary point is the minimum (1, 1/3) with value 0.
pub const ENTRY: Entry = Entry {
    key: "distill_banana",
    name: "Distill's banana",
    formula: "(1 - x)^2 + 20*(3*y - x^2)^2",
    about: "A curved valley on which momentum turns a crawl into a swing, as on the opening picture of a well-known article.",
    source: "G. Goh, Why momentum really works, Distill, 2017 (opening figure)",
    domain: Rect::new(-1.6, 1.6, -0.8, 1.6),
    view: Rect::new(-1.6, 1.6, -0.8, 1.6),
    starts: &[Vec2::new(-1.21, 0.853), Vec2::new(1.2, 1.3), Vec2::new(-0.5, -0.5)],
    parameters: &[],
    levels: Levels::Logarithmic,
    floor: |_| Some(0.0),
    build: |_| surface(DistillBanana),
};
