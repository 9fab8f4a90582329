//! Nonlinear conjugate gradients: each direction keeps part of the last one.
//!
//! d ← −g + β d; w ← w + α d, with d = 0 at first; α satisfies the strong Wolfe conditions.
//!
//! With y = gᵗ⁺¹ − gᵗ:
//!
//! - Fletcher–Reeves: β = gᵗ⁺¹·gᵗ⁺¹ / gᵗ·gᵗ
//! - Polak–Ribière+: β = max(0, gᵗ⁺¹·y / gᵗ·gᵗ)
//! - Hestenes–Stiefel: β = gᵗ⁺¹·y / d·y
//! - Dai–Yuan: β = gᵗ⁺¹·gᵗ⁺¹ / d·y
//!
//! A direction that does not descend, or whose β is not finite, is replaced by −g.
//! The learning rate η sets the first trial of each line search, min(1, 1/‖d‖) η, so a length of at most η; by default
//! the slope there then gives the minimiser of a parabola, which on a quadratic is the exact step for every η: there
//! all four are one method, and end after as many steps as there are variables.
//! Besides the gradient at w a step costs at most 27 evaluations of loss and gradient, usually two or three.
//! R. Fletcher, C. M. Reeves, Function minimization by conjugate gradients, 1964; E. Polak, G. Ribière, Note sur la
//! convergence de méthodes de directions conjuguées, 1969; M. R. Hestenes, E. Stiefel, Methods of conjugate gradients
//! for solving linear systems, 1952; Y. H. Dai, Y. Yuan, A nonlinear conjugate gradient method with a strong global
//! convergence property, 1999; J. Nocedal, S. J. Wright, Numerical optimization, 2006, algorithm 5.4 with
//! equations (5.41a), (5.45), (5.46) and (5.49).

use super::line_search::{C1, RATE_FIRST, SECANT_FIRST, Search, remaining_slope, smaller};
use super::{Asks, Defaults, Entry, Family, Here, Listing, Rule, Stability, both, lines, listed};
use crate::linear::Vec2;
use crate::parameter::{Choice, Parameter};

#[derive(Clone, Copy)]
enum Beta {
    FletcherReeves,
    PolakRibiere,
    HestenesStiefel,
    DaiYuan,
}

#[derive(Clone)]
struct ConjugateGradient {
    form: Beta,
    search: Search,
    /// The gradient before the last step.
    previous: Vec2,
    /// The direction d.
    d: Vec2,
    /// The accepted step α.
    alpha: f64,
    evaluations: usize,
}

impl ConjugateGradient {
    fn beta(&self, g: Vec2) -> f64 {
        let y = g - self.previous;
        match self.form {
            Beta::FletcherReeves => g.dot(g) / self.previous.dot(self.previous),
            Beta::PolakRibiere => (g.dot(y) / self.previous.dot(self.previous)).max(0.0),
            Beta::HestenesStiefel => g.dot(y) / self.d.dot(y),
            Beta::DaiYuan => g.dot(g) / self.d.dot(y),
        }
    }
}

impl Rule for ConjugateGradient {
    #[inline]
    fn step(&mut self, here: &Here) -> Vec2 {
        let g = here.gradient;
        let conjugate = -g + self.beta(g) * self.d;
        // At the first step and after one of length zero there is no last direction; a NaN does not descend either.
        let descends = self.alpha > 0.0 && g.dot(conjugate) < 0.0;
        self.d = if descends { conjugate } else { -g };
        self.previous = g;
        let (found, evaluations) = self.search.along(here, self.d, smaller(1.0, 1.0 / self.d.norm()) * here.rate);
        self.alpha = found.t;
        self.evaluations += evaluations;
        here.w + self.alpha * self.d
    }

    fn state(&self) -> Vec<(&'static str, Vec2)> {
        vec![("d", self.d), ("α", both(self.alpha)), ("evaluations", both(self.evaluations as f64))]
    }

    fn asks(&self, _w: Vec2) -> Asks {
        Asks::GRADIENTS
    }
}

const FORMS: &[Choice] = &[
    Choice {
        key: "polak_ribiere",
        name: "Polak–Ribière+",
        rule: r"\beta = \max \left( 0, \frac{\mathbf{g}^t \cdot (\mathbf{g}^t - \mathbf{g}^{t-1})}{\mathbf{g}^{t-1} \cdot \mathbf{g}^{t-1}} \right)",
    },
    Choice {
        key: "fletcher_reeves",
        name: "Fletcher–Reeves",
        rule: r"\beta = \frac{\mathbf{g}^t \cdot \mathbf{g}^t}{\mathbf{g}^{t-1} \cdot \mathbf{g}^{t-1}}",
    },
    Choice {
        key: "hestenes_stiefel",
        name: "Hestenes–Stiefel",
        rule: r"\beta = \frac{\mathbf{g}^t \cdot (\mathbf{g}^t - \mathbf{g}^{t-1})}{\mathbf{d} \cdot (\mathbf{g}^t - \mathbf{g}^{t-1})}",
    },
    Choice {
        key: "dai_yuan",
        name: "Dai–Yuan",
        rule: r"\beta = \frac{\mathbf{g}^t \cdot \mathbf{g}^t}{\mathbf{d} \cdot (\mathbf{g}^t - \mathbf{g}^{t-1})}",
    },
];

/// No learning rate diverges while the loss is bounded below: no step raises it.
pub const ENTRY: Entry = Entry {
    key: "conjugate_gradient",
    name: "Conjugate gradients",
    rule: r"\mathbf{d} \leftarrow -\mathbf{g} + \beta \, \mathbf{d} \\ \mathbf{w} \leftarrow \mathbf{w} + \alpha \, \mathbf{d}",
    family: Family::Curvature,
    source: "R. Fletcher, C. M. Reeves, Function minimization by conjugate gradients, 1964",
    defaults: &[Defaults::own("textbook", 1.0)],
    parameters: &[
        Parameter::choice("form", "form of β", FORMS),
        Parameter::choice("first_trial", "first trial step", &[SECANT_FIRST, RATE_FIRST]),
        C1,
        // Below ½ every Fletcher–Reeves direction descends (lemma 5.6 of Nocedal and Wright).
        remaining_slope(0.1),
    ],
    gain: |_| 1.0,
    stability: |_| Stability::OwnScale,
    linear: None,
    code: listed(|s| {
        let beta: &str = match s.choice("form") {
            "fletcher_reeves" => lines! { "    beta = dot(dw, dw)/dot(dw_before, dw_before)" },
            "hestenes_stiefel" => lines! {
                "    y = dw - dw_before",
                "    beta = dot(dw, y)/dot(d, y)",
            },
            "dai_yuan" => lines! { "    beta = dot(dw, dw)/dot(d, dw - dw_before)" },
            _ => lines! {
                "    y = dw - dw_before",
                "    beta = max(0, dot(dw, y)/dot(dw_before, dw_before))",
            },
        };
        let listing =
            Listing::new(lines! { "d = 0", "alpha = 0" }).then(lines! { "if alpha > 0:" }).then(beta).then(lines! {
                "    d = -dw + beta*d" => "d",
                "if not (alpha > 0 and dot(dw, d) < 0):",
                "    d = -dw" => "d",
                "dw_before = dw",
                "a = min(1, 1/norm(d))*lr",
            });
        Search::code(listing, s).then(lines! { "w = w + alpha*d" => "w" })
    }),
    is_rule: |_| false,
    torch: None,
    optax: None,
    build: |s| {
        let form = match s.choice("form") {
            "fletcher_reeves" => Beta::FletcherReeves,
            "hestenes_stiefel" => Beta::HestenesStiefel,
            "dai_yuan" => Beta::DaiYuan,
            _ => Beta::PolakRibiere,
        };
        let search = Search::new(s);
        let (previous, d) = (Vec2::ZERO, Vec2::ZERO);
        Box::new(ConjugateGradient { form, search, previous, d, alpha: 0.0, evaluations: 0 })
    },
    abreast: None,
};
