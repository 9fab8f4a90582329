//! Gradient descent with backtracking: the step shrinks until the loss falls enough.
//!
//! α ← η; while L(w − α g) > L(w) − c α ‖g‖²: α ← ρ α; w ← w − α g.
//!
//! The learning rate η is the first trial of every step; there is no other state.
//! A trial where the loss is not finite is refused like one that is too high.
//! It stays where it is once the trial rounds to w itself, at the latest after 500 trials; so a step costs up to 500
//! evaluations of the loss, usually one to ten.
//! L. Armijo, Minimization of functions having Lipschitz continuous first partial derivatives, 1966;
//! J. Nocedal, S. J. Wright, Numerical optimization, 2006, algorithm 3.1 with p = −g.

use super::{Asks, Defaults, Entry, Evaluations, Family, Here, Listing, Rule, Stability, both, lines, listed};
use crate::linear::Vec2;
use crate::parameter::{Parameter, Range, Slider};

/// Enough for the greatest factor allowed, 0.95, to shrink a step by 1e-11.
const MOST_TRIALS: usize = 500;

#[derive(Clone)]
struct Backtracking {
    c: f64,
    factor: f64,
    /// The accepted step α.
    alpha: f64,
}

impl Rule for Backtracking {
    #[inline]
    fn step(&mut self, here: &Here) -> Vec2 {
        let (w, g) = (here.w, here.gradient);
        let promised = self.c * g.dot(g);
        self.alpha = here.rate;
        for _ in 0..MOST_TRIALS {
            let next = w - self.alpha * g;
            if next == w {
                break;
            }
            // A NaN is not low enough.
            if here.slope(next).loss <= here.loss - self.alpha * promised {
                return next;
            }
            self.alpha *= self.factor;
        }
        self.alpha = 0.0;
        w
    }

    fn state(&self) -> Vec<(&'static str, Vec2)> {
        vec![("α", both(self.alpha))]
    }

    fn asks(&self, _w: Vec2) -> Asks {
        Asks::Searching { here: Evaluations::GRADIENT, there: Evaluations::LOSS }
    }
}

/// No learning rate diverges while the loss is bounded below: no step raises it.
pub const ENTRY: Entry = Entry {
    key: "backtracking",
    name: "Backtracking line search",
    rule: r"\alpha \leftarrow \eta \\ \text{while } L(\mathbf{w} - \alpha \, \mathbf{g}) > L(\mathbf{w}) - c \, \alpha \, \lVert \mathbf{g} \rVert^2 \text{: } \alpha \leftarrow \rho \, \alpha \\ \mathbf{w} \leftarrow \mathbf{w} - \alpha \, \mathbf{g}",
    family: Family::Curvature,
    source: "L. Armijo, Minimization of functions having Lipschitz continuous first partial derivatives, 1966",
    defaults: &[Defaults::own("textbook", 1.0)],
    parameters: &[
        Parameter::number(
            "c",
            "c",
            "sufficient decrease",
            1e-4,
            Range { low: 0.0, high: 1.0, low_open: true, high_open: true },
            Slider::Logarithmic(1e-6, 0.5),
        ),
        Parameter::number(
            "factor",
            "ρ",
            "shrinking factor",
            0.5,
            Range { low: 0.0, high: 0.95, low_open: true, high_open: false },
            Slider::Linear(0.1, 0.9),
        ),
    ],
    gain: |_| 1.0,
    stability: |_| Stability::OwnScale,
    linear: None,
    code: listed(|_| {
        Listing::new("").then(lines! {
            "alpha, trials = lr, 0" => "α",
            "while trials < 500 and any(w - alpha*dw != w):",
            "    if loss(w - alpha*dw) <= loss(w) - c*alpha*dot(dw, dw):",
            "        break",
            "    alpha, trials = factor*alpha, trials + 1" => "α",
            "else:",
            "    alpha = 0" => "α",
            "w = w - alpha*dw" => "w",
        })
    }),
    is_rule: |_| false,
    torch: None,
    optax: None,
    build: |s| Box::new(Backtracking { c: s.number("c"), factor: s.number("factor"), alpha: 0.0 }),
    abreast: None,
};
