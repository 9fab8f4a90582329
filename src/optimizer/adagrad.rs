//! AdaGrad: each coordinate's rate shrinks with the squares of all its past gradients.
//!
//! r ← r + g²; w ← w − η g / (√r + δ), per coordinate, with r = 0 at first.
//!
//! g is the gradient of the current step, at w before the update.
//! `torch.optim.Adagrad` without decay is the same recurrence.
//! J. Duchi, E. Hazan, Y. Singer, Adaptive subgradient methods for online learning and stochastic optimization, 2011,
//! figure 1 (diagonal form).

use super::{Defaults, Entry, Family, Here, Optimizer, Stability, delta};
use crate::linear::Vec2;

#[derive(Clone)]
struct AdaGrad {
    delta: f64,
    /// The accumulated squares r.
    r: Vec2,
}

impl Optimizer for AdaGrad {
    fn step(&mut self, here: &Here) -> Vec2 {
        let (w, g, rate) = (here.w, here.gradient, here.rate);
        self.r += g.square();
        w - rate * g / (self.r.sqrt() + self.delta)
    }

    fn state(&self) -> Vec<(&'static str, Vec2)> {
        vec![("r", self.r)]
    }

    fn checkpoint(&self) -> Box<dyn Optimizer> {
        Box::new(self.clone())
    }
}

/// No learning rate is too large for ever: r grows until the steps are small.
pub const ENTRY: Entry = Entry {
    key: "adagrad",
    name: "AdaGrad",
    rule: r"\mathbf{r} \leftarrow \mathbf{r} + \mathbf{g}^2 \\ \mathbf{w} \leftarrow \mathbf{w} - \frac{\eta}{\sqrt{\mathbf{r}} + \delta} \odot \mathbf{g}",
    family: Family::Notes,
    source: "J. Duchi, E. Hazan, Y. Singer, Adaptive subgradient methods for online learning and stochastic optimization, 2011",
    defaults: &[Defaults::own("notes", 0.01)],
    parameters: &[delta(1e-10)],
    gain: |_| 1.0,
    stability: |_| Stability::SelfLimiting,
    build: |s| Box::new(AdaGrad { delta: s.number("delta"), r: Vec2::ZERO }),
};
