//! Two wells: a bowl with a shallow and a deep minimum in it.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;

/// x² + y² − 2 exp(−((x − 1)² + y²)/0.2) − 3 exp(−((x + 1)² + y²)/0.2).
struct TwoWells;

impl Formula for TwoWells {
    #[inline(always)]
    fn at<N: Number>(&self, x: N, y: N) -> N {
        let well = |centre: f64| (-((x - centre).square() + y.square()) / 0.2).exp();
        x.square() + y.square() - well(1.0) * 2.0 - well(-1.0) * 3.0
    }
}

/// All stationary points lie on the x-axis: the minima at x = −0.93630063401091863 with value −2.0630902517681942 and
/// at x = 0.90531789916011500 with value −1.0927319992017409, and the saddle at x = 0.0686024367080966 with value
/// −0.0313742732700457.
pub const ENTRY: Entry = Entry {
    key: "two_wells",
    name: "Two wells",
    formula: "x^2 + y^2 - 2*exp(-((x - 1)^2 + y^2)/0.2) - 3*exp(-((x + 1)^2 + y^2)/0.2)",
    about: "One start, two minima: which well a run ends in depends on the optimizer and its rate, not only on the start.",
    source: "E. Dupont, Interactive visualization of optimization algorithms in deep learning, 2018, https://emiliendupont.github.io/2018/01/24/optimization-visualization/",
    domain: Rect::new(-2.0, 2.0, -2.0, 2.0),
    view: Rect::new(-2.0, 2.0, -2.0, 2.0),
    starts: &[Vec2::new(0.75, 1.4), Vec2::new(-0.2, -1.6), Vec2::new(1.8, -0.5)],
    parameters: &[],
    levels: Levels::Linear,
    floor: |_| Some(-2.063090251768194),
    build: |_| surface(TwoWells),
};
