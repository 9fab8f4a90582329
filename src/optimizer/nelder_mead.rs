//! Nelder–Mead: a triangle that turns over, stretches and shrinks its way downhill, by values of the loss alone.
//!
//! With the vertices x₁, x₂, x₃ ascending in loss, and x̄ the middle of x₁ and x₂:
//!
//! - reflect: xᵣ = x̄ + α (x̄ − x₃), taken if L(x₁) ≤ L(xᵣ) < L(x₂)
//! - expand, if L(xᵣ) < L(x₁): x̄ + α γ (x̄ − x₃), or xᵣ if that is not lower
//! - contract, if L(xᵣ) ≥ L(x₂): where L(xᵣ) < L(x₃) towards xᵣ, x̄ + α ρ (x̄ − x₃), taken if it is no higher than xᵣ;
//!   where L(xᵣ) ≥ L(x₃) towards x₃, x̄ − ρ (x̄ − x₃), taken if it is lower than x₃
//! - shrink, if that one is not taken: xᵢ ← x₁ + σ (xᵢ − x₁)
//!
//! One of these is a step, and w is x₁; the first triangle is w, w + (η, 0), w + (0, η), which is all that the learning
//! rate does.
//! For a loss of one variable it is the pair w, w + (η, 0).
//! An iterate that was moved from outside, as into bounds, replaces x₁; a loss that is NaN counts as infinite.
//! A step costs one or two evaluations of the loss, four if it shrinks, and the first one two more.
//! The state is zero before the first step.
//! J. A. Nelder, R. Mead, A simplex method for function minimization, 1965; J. C. Lagarias, J. A. Reeds, M. H. Wright,
//! P. E. Wright, Convergence properties of the Nelder–Mead simplex method in low dimensions, 1998, section 2.
//! `scipy.optimize.minimize(method="Nelder-Mead")` is the same from the same triangle, operation by operation.

use super::{Asks, Defaults, Entry, Evaluations, Family, Here, Listing, Optimizer, Rule, Stability, lines, listed};
use crate::linear::Vec2;
use crate::parameter::{Parameter, Range, Settings, Slider};

#[derive(Clone, Copy)]
struct Vertex {
    w: Vec2,
    loss: f64,
}

#[derive(Clone)]
struct NelderMead {
    alpha: f64,
    gamma: f64,
    rho: f64,
    sigma: f64,
    /// The vertices, ascending in loss; none before the first step.
    simplex: Vec<Vertex>,
}

fn vertex(here: &Here, w: Vec2) -> Vertex {
    let loss = here.slope(w).loss;
    Vertex { w, loss: if loss.is_nan() { f64::INFINITY } else { loss } }
}

impl NelderMead {
    /// Of equal vertices the older one stays in front.
    fn sort(&mut self) {
        for k in 1..self.simplex.len() {
            let mut place = k;
            while place > 0 && self.simplex[place].loss < self.simplex[place - 1].loss {
                self.simplex.swap(place, place - 1);
                place -= 1;
            }
        }
    }

    /// The first simplex, or the last one with w in place of its best vertex.
    fn take_up(&mut self, here: &Here) {
        let start = Vertex { w: here.w, loss: here.loss };
        if self.simplex.is_empty() {
            let axes = [Vec2::new(here.rate, 0.0), Vec2::new(0.0, here.rate)];
            let others = axes.into_iter().take(here.variables()).map(|axis| vertex(here, here.w + axis));
            self.simplex = std::iter::once(start).chain(others).collect();
        } else if self.simplex[0].w != here.w {
            self.simplex[0] = start;
        }
        self.sort();
    }

    /// The vertex in place of the worst; none if the simplex has to shrink.
    fn replacement(&self, here: &Here) -> Option<Vertex> {
        let last = self.simplex.len() - 1;
        let (best, second, worst) = (self.simplex[0], self.simplex[last - 1], self.simplex[last]);
        let others = self.simplex[..last].iter().fold(Vec2::ZERO, |sum, vertex| sum + vertex.w);
        let middle = others / last as f64;
        let beyond = |factor: f64| vertex(here, (1.0 + factor) * middle - factor * worst.w);
        let reflected = beyond(self.alpha);
        if reflected.loss < best.loss {
            let expanded = beyond(self.alpha * self.gamma);
            return Some(if expanded.loss < reflected.loss { expanded } else { reflected });
        }
        if reflected.loss < second.loss {
            return Some(reflected);
        }
        if reflected.loss < worst.loss {
            let contracted = beyond(self.rho * self.alpha);
            return (contracted.loss <= reflected.loss).then_some(contracted);
        }
        let contracted = vertex(here, (1.0 - self.rho) * middle + self.rho * worst.w);
        (contracted.loss < worst.loss).then_some(contracted)
    }
}

impl Rule for NelderMead {
    #[inline]
    fn step(&mut self, here: &Here) -> Vec2 {
        self.take_up(here);
        let last = self.simplex.len() - 1;
        if let Some(better) = self.replacement(here) {
            self.simplex[last] = better;
        } else {
            let best = self.simplex[0].w;
            for shrunk in &mut self.simplex[1..] {
                *shrunk = vertex(here, best + self.sigma * (shrunk.w - best));
            }
        }
        self.sort();
        self.simplex[0].w
    }

    fn state(&self) -> Vec<(&'static str, Vec2)> {
        let at = |k: usize| self.simplex.get(k).or(self.simplex.last()).map_or(Vec2::ZERO, |vertex| vertex.w);
        vec![("x₁", at(0)), ("x₂", at(1)), ("x₃", at(2))]
    }

    fn asks(&self, w: Vec2) -> Asks {
        let is_known = self.simplex.first().is_some_and(|best| best.w == w);
        let here = if is_known { Evaluations::NONE } else { Evaluations::LOSS };
        Asks::Searching { here, there: Evaluations::LOSS }
    }
}

/// A share between 0 and 1, neither of them.
const fn share(key: &'static str, symbol: &'static str, name: &'static str) -> Parameter {
    let range = Range { low: 0.0, high: 1.0, low_open: true, high_open: true };
    Parameter::number(key, symbol, name, 0.5, range, Slider::Linear(0.1, 0.9)).advanced()
}

const ABOVE_ONE: Range = Range { low: 1.0, high: f64::INFINITY, low_open: true, high_open: true };

fn build(s: &Settings) -> Box<dyn Optimizer> {
    let [alpha, gamma, rho, sigma] = ["alpha", "gamma", "rho", "sigma"].map(|key| s.number(key));
    Box::new(NelderMead { alpha, gamma, rho, sigma, simplex: Vec::new() })
}

/// Its learning rate is the size of the first triangle, on which no stability depends.
pub const ENTRY: Entry = Entry {
    key: "nelder_mead",
    name: "Nelder–Mead",
    rule: r"\mathbf{x}_r = \bar{\mathbf{x}} + \alpha \, (\bar{\mathbf{x}} - \mathbf{x}_3) \\ \mathbf{x}_e = \bar{\mathbf{x}} + \alpha \gamma \, (\bar{\mathbf{x}} - \mathbf{x}_3) \\ \mathbf{x}_c = \bar{\mathbf{x}} \pm \rho \, (\bar{\mathbf{x}} - \mathbf{x}_3) \\ \text{or } \mathbf{x}_i \leftarrow \mathbf{x}_1 + \sigma \, (\mathbf{x}_i - \mathbf{x}_1)",
    family: Family::DerivativeFree,
    source: "J. A. Nelder, R. Mead, A simplex method for function minimization, 1965",
    defaults: &[Defaults::own("paper", 1.0)],
    parameters: &[
        Parameter::number("alpha", "α", "reflection", 1.0, Range::POSITIVE, Slider::Linear(0.5, 2.0)).advanced(),
        Parameter::number("gamma", "γ", "expansion", 2.0, ABOVE_ONE, Slider::Linear(1.1, 4.0)).advanced(),
        share("rho", "ρ", "contraction"),
        share("sigma", "σ", "shrinkage"),
    ],
    gain: |_| 1.0,
    stability: |_| Stability::OwnScale,
    linear: None,
    code: listed(|_| {
        Listing::bare("x = [w] + [w + lr*e for e in identity(len(w))]").then(lines! {
            "x[0] = w",
            "x.sort(key=loss)",
            "best, second, worst = x[0], x[-2], x[-1]",
            "middle = sum(x[:-1])/(len(x) - 1)",
            "new = (1 + alpha)*middle - alpha*worst",
            "if loss(new) < loss(best):",
            "    far = (1 + alpha*gamma)*middle - alpha*gamma*worst",
            "    x[-1] = far if loss(far) < loss(new) else new",
            "elif loss(new) < loss(second):",
            "    x[-1] = new",
            "else:",
            "    if loss(new) < loss(worst):",
            "        near = (1 + rho*alpha)*middle - rho*alpha*worst",
            "        lower = loss(near) <= loss(new)",
            "    else:",
            "        near = (1 - rho)*middle + rho*worst",
            "        lower = loss(near) < loss(worst)",
            "    if lower:",
            "        x[-1] = near",
            "    else:",
            "        x[1:] = [best + sigma*(v - best) for v in x[1:]]",
            "x.sort(key=loss)" => "x₁" "x₂" "x₃",
            "w = x[0]" => "w",
        })
    }),
    is_rule: |_| false,
    torch: None,
    optax: None,
    build,
    abreast: None,
};
