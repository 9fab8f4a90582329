//! A loss that is another one at each step, on which Adam walks to the worst point.

use super::{Entry, Formula, Levels, surface};
use crate::linear::{Rect, Vec2};
use crate::number::Number;
#[cfg(any(not(target_arch = "wasm32"), feature = "share"))]
use crate::objective::Varying;
use crate::parameter::{Parameter, Range, Slider};

/// L(x) = C x at the first of every `period` steps, −s x at the others, for x in [−1, 1].
struct Alternating {
    large: f64,
    small: f64,
    period: f64,
}

impl Alternating {
    /// The slope of the mean over a period.
    fn mean(&self) -> f64 {
        (self.large - (self.period - 1.0) * self.small) / self.period
    }
}

impl Formula for Alternating {
    const VARIABLES: usize = 1;
    const VARYING: bool = true;

    #[cfg(any(not(target_arch = "wasm32"), feature = "share"))]
    const WRITTEN: Option<Varying> =
        Some(Varying { mean: "x*(C - (period - 1)*s)/period", when: "t % period < 1", then: "C*x", otherwise: "-s*x" });

    #[inline(always)]
    fn at<N: Number>(&self, x: N, _: N) -> N {
        x * self.mean()
    }

    #[inline(always)]
    fn at_step<N: Number>(&self, t: usize, x: N, _: N) -> N {
        let first = t as f64 % self.period < 1.0;
        x * if first { self.large } else { -self.small }
    }

    fn bounds(&self) -> Option<Rect> {
        Some(Rect { x: [-1.0, 1.0], y: [f64::NEG_INFINITY, f64::INFINITY] })
    }
}

/// With C > (period − 1) s the mean falls towards −1, the best point; one large gradient in a period outweighs the
/// rest.
///
/// The paper's own numbers are C = 1010, s = 10, period 101.
pub const ENTRY: Entry = Entry {
    key: "alternating",
    name: "Reddi's alternating loss (one parameter)",
    formula: "C*x at the first of each n steps, -s*x at the others; x in [-1, 1]",
    about: "One large gradient, then several small ones against it: Adam forgets the large one and walks the wrong way.",
    source: "S. J. Reddi, S. Kale, S. Kumar, On the convergence of Adam and beyond, 2018, section 3",
    domain: Rect::new(-1.0, 1.0, 0.0, 0.0),
    view: Rect::new(-1.3, 1.3, -1.0, 1.0),
    starts: &[Vec2::new(0.0, 0.0), Vec2::new(0.9, 0.0)],
    parameters: &[
        Parameter::number("C", "C", "slope of the first step", 4.0, Range::ANY, Slider::Logarithmic(1.0, 2000.0)),
        Parameter::number("s", "s", "slope of the others, downwards", 1.0, Range::ANY, Slider::Logarithmic(0.1, 100.0)),
        Parameter::number(
            "period",
            "n",
            "steps of a period",
            3.0,
            Range::closed(1.0, 1e4),
            Slider::Logarithmic(1.0, 200.0),
        ),
    ],
    levels: Levels::Linear,
    floor: |s| {
        let (large, small, period) = (s.number("C"), s.number("s"), s.number("period"));
        Some(-((large - (period - 1.0) * small) / period).abs())
    },
    build: |s| surface(Alternating { large: s.number("C"), small: s.number("s"), period: s.number("period") }),
};
