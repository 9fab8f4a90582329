//! RMSProp: AdaGrad with a memory that fades.
//!
//! r ← α r + (1 − α) g²; w ← w − η g / (√r + δ), per coordinate, with r = 0 at first.
//!
//! δ stands outside the root, as in the notes and in `torch.optim.RMSprop`.
//! G. Hinton, N. Srivastava, K. Swersky, Neural networks for machine learning, lecture 6a, 2012, slide 29.

use super::{Defaults, Entry, Family, Here, Optimizer, Stability, delta};
use crate::linear::Vec2;
use crate::parameter::{Parameter, Range, Slider};

#[derive(Clone)]
struct RmsProp {
    alpha: f64,
    delta: f64,
    /// The averaged squares r.
    r: Vec2,
}

impl Optimizer for RmsProp {
    fn step(&mut self, here: &Here) -> Vec2 {
        let (w, g, rate) = (here.w, here.gradient, here.rate);
        self.r = self.alpha * self.r + (1.0 - self.alpha) * g.square();
        w - rate * g / (self.r.sqrt() + self.delta)
    }

    fn state(&self) -> Vec<(&'static str, Vec2)> {
        vec![("r", self.r)]
    }

    fn checkpoint(&self) -> Box<dyn Optimizer> {
        Box::new(self.clone())
    }
}

/// With r at rest, stable on a quadratic exactly for η < 2/λmax(P⁻¹H), P = diag(√r + δ).
pub const ENTRY: Entry = Entry {
    key: "rmsprop",
    name: "RMSProp",
    rule: r"\mathbf{r} \leftarrow \alpha \mathbf{r} + (1 - \alpha) \, \mathbf{g}^2 \\ \mathbf{w} \leftarrow \mathbf{w} - \frac{\eta}{\sqrt{\mathbf{r}} + \delta} \odot \mathbf{g}",
    family: Family::Notes,
    source: "G. Hinton, N. Srivastava, K. Swersky, Neural networks for machine learning, lecture 6a, 2012",
    defaults: &[Defaults::own("notes", 0.01)],
    parameters: &[
        Parameter::number("alpha", "α", "decay of the squares", 0.9, Range::FRACTION, Slider::TowardsOne(0.9999)),
        delta(1e-8),
    ],
    gain: |_| 1.0,
    stability: |_| Stability::RescaledSharpness(2.0),
    build: |s| Box::new(RmsProp { alpha: s.number("alpha"), delta: s.number("delta"), r: Vec2::ZERO }),
};
