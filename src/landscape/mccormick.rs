//! McCormick's function: a slanted, wavy trough.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// sin(x + y) + (x − y)² − 1.5x + 2.5y + 1.
struct McCormick;

impl Formula for McCormick {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (x + y).sin() + (x - y).square() - x * 1.5 + y * 2.5 + 1.0
    }
}

/// Stationary points lie on x − y = 1: minima where x + y = −2π/3 + 2πk, the lowest in the domain (1/2 − π/3, −1/2 −
/// π/3) with value −√3/2 − π/3 = −1.9132229549810364; saddles where x + y = 2π/3 + 2πk.
/// Every minimum along the trough is lower by π than the next, so over the plane there is no lowest value.
pub const ENTRY: Entry = Entry {
    key: "mccormick",
    name: "McCormick",
    formula: "sin(x + y) + (x - y)^2 - 1.5*x + 2.5*y + 1",
    about: "A trough that falls in waves: each wave has its own minimum, and the next one is lower.",
    source: "M. Jamil, X.-S. Yang, A literature survey of benchmark functions for global optimisation problems, 2013",
    domain: Rect::new(-1.5, 4.0, -3.0, 4.0),
    view: Rect::new(-1.5, 4.0, -3.0, 4.0),
    starts: &[Vec2::new(3.0, -2.0), Vec2::new(0.5, 2.0), Vec2::new(-1.0, 3.0)],
    parameters: &[],
    levels: Levels::Linear,
    floor: |_| None,
    build: |_| surface(McCormick),
};
