//! Nesterov's momentum: the gradient is taken where the velocity is about to lead.
//!
//! v ← μ v − η ∇L(w + μ v); w ← w + v, with v = 0 at first.
//!
//! The path shown is that of w.
//! PyTorch's `SGD(nesterov=True)` keeps the look-ahead point w + μ v as its parameter instead: at a constant learning
//! rate both are the same run seen at two places.
//! Y. Nesterov, A method of solving a convex programming problem with convergence rate O(1/k²), 1983; in this form
//! I. Sutskever, J. Martens, G. Dahl, G. Hinton, On the importance of initialization and momentum in deep learning,
//! 2013, equations (3) and (4).

use super::{Defaults, Entry, Family, Here, MU, Optimizer, Stability};
use crate::linear::Vec2;

#[derive(Clone)]
struct Nesterov {
    mu: f64,
    /// The velocity v.
    v: Vec2,
}

impl Optimizer for Nesterov {
    fn step(&mut self, here: &Here) -> Vec2 {
        let (w, rate) = (here.w, here.rate);
        let carried = here.momentum.unwrap_or(self.mu) * self.v;
        let g = here.slope(w + carried).gradient;
        self.v = carried - rate * g;
        w + self.v
    }

    fn state(&self) -> Vec<(&'static str, Vec2)> {
        vec![("v", self.v)]
    }

    fn checkpoint(&self) -> Box<dyn Optimizer> {
        Box::new(self.clone())
    }
}

/// Stable on a quadratic exactly for η < (2 + 2μ)/((1 + 2μ) λmax).
pub const ENTRY: Entry = Entry {
    key: "nesterov",
    name: "Nesterov",
    rule: r"\mathbf{v} \leftarrow \mu \mathbf{v} - \eta \, \nabla L(\mathbf{w} + \mu \mathbf{v}) \\ \mathbf{w} \leftarrow \mathbf{w} + \mathbf{v}",
    family: Family::Notes,
    source: "Y. Nesterov, A method of solving a convex programming problem with convergence rate O(1/k²), 1983",
    defaults: &[Defaults::own("notes", 0.01)],
    parameters: &[MU],
    gain: |s| 1.0 / (1.0 - s.number("mu")),
    stability: |s| {
        let mu = s.number("mu");
        Stability::Sharpness((2.0 + 2.0 * mu) / (1.0 + 2.0 * mu))
    },
    build: |s| Box::new(Nesterov { mu: s.number("mu"), v: Vec2::ZERO }),
};
