//! L-BFGS: the inverse Hessian from the last few steps and changes of the gradient, never written down.
//!
//! d = −H g by the two loops over the last m pairs s = wᵗ⁺¹ − wᵗ, y = gᵗ⁺¹ − gᵗ, from H₀ = (sᵀy / yᵀy) I; w ← w + t d.
//! A pair enters only if sᵀy > 1e-10.
//!
//! Without a line search t is the learning rate η, with one η is its first trial; in the very first iteration
//! d = −g and the rate is times min(1, 1/‖g‖₁).
//! This is `torch.optim.LBFGS`, operation by operation: one step is one call of its `step`, up to K iterations, and
//! ends early by the evaluations made or by its two tolerances; memory, d and t are kept from step to step.
//! Each step costs at most E + 1 evaluations of loss and gradient, that at w included: once E are made a line search
//! ends at the lower end of its interval, but it tries one place in any case, so that E = 1 leaves no search; older
//! versions of PyTorch allowed each search 25 more, whatever E.
//! Where PyTorch raises an IndexError (a NaN in the line search) the run ends; where it raises a ZeroDivisionError (a
//! line search at rate zero) nothing moves; where the gradient is not finite a step ends, and w stays finite once more.
//! D. C. Liu, J. Nocedal, On the limited memory BFGS method for large scale optimization, 1989; J. Nocedal, S. J.
//! Wright, Numerical optimization, 2006, algorithms 7.4 and 7.5.

use std::collections::VecDeque;

use super::line_search::{STRONG_WOLFE, StrongWolfe, Trial, smaller};
use super::{Asks, Defaults, Entry, Family, Here, Listing, Rule, Stability, Value, both, lines, listed};
use crate::call::{Call, written};
use crate::linear::Vec2;
use crate::objective::Slope;
use crate::parameter::{Choice, Parameter, Range, Slider};

/// A change of the gradient with its step.
#[derive(Clone, Copy)]
struct Pair {
    y: Vec2,
    s: Vec2,
    /// 1/yᵀs.
    rho: f64,
    /// sᵀq/yᵀs, from the first loop for the second.
    weight: f64,
}

#[derive(Clone, Copy)]
enum LineSearch {
    None,
    StrongWolfe,
}

#[derive(Clone)]
struct LimitedMemory {
    most_iterations: usize,
    most_evaluations: usize,
    gradient_tolerance: f64,
    change_tolerance: f64,
    history: usize,
    line_search: LineSearch,
    /// The last pairs, oldest first.
    pairs: VecDeque<Pair>,
    /// H₀ as a multiple of I.
    h0: f64,
    /// The gradient before the last iteration.
    previous: Vec2,
    /// The direction d of the last iteration.
    d: Vec2,
    /// The step t of the last iteration.
    t: f64,
    iterations: usize,
    evaluations: usize,
}

/// Pairs with less curvature are not remembered: PyTorch's number.
const LEAST_CURVATURE: f64 = 1e-10;

/// PyTorch's line search with all evaluations that may follow its first; its tolerance is not that of the optimizer.
const fn strong_wolfe(most: usize) -> StrongWolfe {
    StrongWolfe { c1: 1e-4, c2: 0.9, shortest: 1e-9, most }
}

/// Whether no coordinate is larger than `tolerance`; a NaN is.
fn within(v: Vec2, tolerance: f64) -> bool {
    v.x.abs() <= tolerance && v.y.abs() <= tolerance
}

impl LimitedMemory {
    /// −H g, after the last iteration's pair has been taken up.
    fn direction(&mut self, g: Vec2) -> Vec2 {
        let y = g - self.previous;
        let s = self.t * self.d;
        let ys = y.dot(s);
        if ys > LEAST_CURVATURE {
            if self.pairs.len() == self.history {
                self.pairs.pop_front();
            }
            self.pairs.push_back(Pair { y, s, rho: 1.0 / ys, weight: 0.0 });
            self.h0 = ys / y.dot(y);
        }
        let mut q = -g;
        for pair in self.pairs.iter_mut().rev() {
            pair.weight = pair.s.dot(q) * pair.rho;
            q += -pair.weight * pair.y;
        }
        let mut r = self.h0 * q;
        for pair in &self.pairs {
            let back = pair.y.dot(r) * pair.rho;
            r += (pair.weight - back) * pair.s;
        }
        r
    }

    /// One iteration from w, with `left` evaluations left and no need for the slope if it is the `last`: the next w,
    /// its slope and the step t, with the evaluations made; none where PyTorch raises an IndexError.
    fn walk(&self, here: &Here, w: Vec2, slope: Slope, left: usize, last: bool) -> (Option<(Vec2, Slope, f64)>, usize) {
        let at = |t: f64| here.slope(w + t * self.d);
        let next = w + self.t * self.d;
        match self.line_search {
            LineSearch::StrongWolfe => {
                let (found, evaluations) = strong_wolfe(left).search(at, slope, self.d, self.t);
                let next = |Trial { t, loss, gradient, .. }| (w + t * self.d, Slope { loss, gradient }, t);
                (found.map(next), evaluations)
            }
            LineSearch::None if last => (Some((next, slope, self.t)), 0),
            LineSearch::None => (Some((next, at(self.t), self.t)), 1),
        }
    }
}

impl Rule for LimitedMemory {
    #[inline]
    fn step(&mut self, here: &Here) -> Vec2 {
        let (mut w, mut slope) = (here.w, Slope { loss: here.loss, gradient: here.gradient });
        let before = self.evaluations;
        self.evaluations += 1;
        if within(slope.gradient, self.gradient_tolerance) {
            return w;
        }
        for iteration in 1..=self.most_iterations {
            let Slope { loss, gradient: g } = slope;
            self.iterations += 1;
            let first = self.iterations == 1;
            self.d = if first { -g } else { self.direction(g) };
            self.previous = g;
            self.t = if first { smaller(1.0, 1.0 / (g.x.abs() + g.y.abs())) * here.rate } else { here.rate };
            if g.dot(self.d) > -self.change_tolerance {
                break;
            }
            let last = iteration == self.most_iterations;
            let left = self.most_evaluations - (self.evaluations - before);
            let (next, evaluations) = self.walk(here, w, slope, left, last);
            self.evaluations += evaluations;
            let Some(next) = next else { return both(f64::NAN) };
            (w, slope, self.t) = next;
            // PyTorch goes on until w is NaN as well.
            let lost = !slope.gradient.is_finite();
            let done = lost
                || within(slope.gradient, self.gradient_tolerance)
                || within(self.t * self.d, self.change_tolerance)
                || (slope.loss - loss).abs() < self.change_tolerance;
            if last || self.evaluations - before >= self.most_evaluations || done {
                break;
            }
        }
        w
    }

    fn state(&self) -> Vec<(&'static str, Vec2)> {
        vec![("d", self.d), ("t", both(self.t)), ("evaluations", both(self.evaluations as f64))]
    }

    fn asks(&self, _w: Vec2) -> Asks {
        Asks::GRADIENTS
    }
}

const LINE_SEARCHES: &[Choice] = &[
    Choice { key: "none", name: "none: every step is the learning rate", rule: "" },
    Choice { key: "strong_wolfe", name: "strong Wolfe conditions", rule: "" },
];

/// A whole number of at least `least`; a fraction counts as the whole number below.
const fn whole(key: &'static str, symbol: &'static str, name: &'static str, default: f64, least: f64) -> Parameter {
    Parameter::number(key, symbol, name, default, Range::closed(least, 1e4), Slider::Linear(least, 100.0)).advanced()
}

const fn tolerance(key: &'static str, symbol: &'static str, name: &'static str, default: f64) -> Parameter {
    Parameter::number(key, symbol, name, default, Range::NOT_NEGATIVE, Slider::Logarithmic(1e-12, 1.0)).advanced()
}

/// −H g as Python, from the pairs (s, y), oldest first, and H₀.
const TWO_LOOPS: &str = "\
def two_loops(dw, pairs, H0):
    q, weights = -dw, []
    for s, y in reversed(pairs):
        weights.append(dot(s, q)/dot(y, s))
        q = q - weights[-1]*y
    r = H0*q
    for s, y in pairs:
        r = r + (weights.pop() - dot(y, r)/dot(y, s))*s
    return r
";

/// With a line search no rate diverges while the loss is bounded below; without one nothing general is known.
pub const ENTRY: Entry = Entry {
    key: "lbfgs",
    name: "L-BFGS",
    rule: r"\mathbf{s} = \mathbf{w}^t - \mathbf{w}^{t-1} \quad \mathbf{y} = \mathbf{g}^t - \mathbf{g}^{t-1} \\ \mathbf{d} = -\mathbf{H} \, \mathbf{g} \quad \mathbf{H} \text{ from the last } m \text{ pairs } (\mathbf{s}, \mathbf{y}) \\ \mathbf{w} \leftarrow \mathbf{w} + t \, \mathbf{d}",
    family: Family::Curvature,
    source: "D. C. Liu, J. Nocedal, On the limited memory BFGS method for large scale optimization, 1989",
    defaults: &[
        Defaults::own("PyTorch", 1.0),
        Defaults {
            name: "one iteration a step",
            rate: 1.0,
            settings: &[
                ("line_search", Value::Choice("strong_wolfe")),
                ("max_iter", Value::Number(1.0)),
                ("max_eval", Value::Number(25.0)),
            ],
        },
    ],
    parameters: &[
        Parameter::choice("line_search", "line search", LINE_SEARCHES),
        whole("max_iter", "K", "iterations a step", 20.0, 1.0),
        whole("max_eval", "E", "evaluations a step; 0 for 5/4 of the iterations", 0.0, 0.0),
        whole("history_size", "m", "pairs remembered", 100.0, 1.0),
        tolerance("tolerance_grad", "ε₁", "gradient to stop at", 1e-7),
        tolerance("tolerance_change", "ε₂", "change to stop at", 1e-9),
    ],
    gain: |_| 1.0,
    stability: |_| Stability::OwnScale,
    linear: None,
    code: listed(|s| {
        let searching = s.choice("line_search") == "strong_wolfe";
        let listing = Listing::new(lines! { "d, step, dw_before = 0*w, 0, 0*w", "pairs, H0, new = [], 1, True" });
        let listing = if searching { listing.calling(STRONG_WOLFE) } else { listing }.calling(TWO_LOOPS);
        listing
            .then(if s.number("max_eval") < 1.0 {
                lines! { "left = max_iter*5//4 - 1" }
            } else {
                lines! { "left = max_eval - 1" }
            })
            .then(lines! {
                "for iteration in range(max_iter):",
                "    if max(abs(dw)) <= tolerance_grad:",
                "        break",
                "    s, y = step*d, dw - dw_before",
                "    if dot(y, s) > 1e-10:",
                "        pairs = (pairs + [(s, y)])[-history_size:]",
                "        H0 = dot(y, s)/dot(y, y)",
                "    d = two_loops(dw, pairs, H0)" => "d",
            })
            .then(if searching {
                lines! { "    step = min(1, 1/sum(abs(dw)))*lr if new else lr" }
            } else {
                lines! { "    step = min(1, 1/sum(abs(dw)))*lr if new else lr" => "t" }
            })
            .then(lines! {
                "    w_before, dw_before, new = w, dw, False",
                "    if dot(dw, d) > -tolerance_change:",
                "        break",
            })
            .then(if searching {
                lines! {
                    "    phi = lambda a: loss(w + a*d)",
                    "    dphi = lambda a: dot(gradient(loss, mini_batch, w + a*d), d)",
                    "    least = 1e-9/max(abs(d))",
                    "    step, left = strong_wolfe(phi, dphi, step, left, least)" => "t",
                }
            } else {
                lines! { "    left = left - 1" }
            })
            .then(lines! {
                "    w = w + step*d" => "w",
                "    dw = gradient(loss, mini_batch, w)",
                "    if left <= 0 or max(abs(step*d)) <= tolerance_change:",
                "        break",
                "    if abs(loss(w) - loss(w_before)) < tolerance_change:",
                "        break",
            })
    }),
    is_rule: |_| false,
    torch: written(|s| {
        let whole = |key| libm::floor(s.number(key));
        let call = Call { asks: true, ..Call::new("LBFGS") }.number("max_iter", whole("max_iter"));
        let call = if whole("max_eval") < 1.0 { call } else { call.number("max_eval", whole("max_eval")) };
        let call = call.number("history_size", whole("history_size"));
        let call = call.number("tolerance_grad", s.number("tolerance_grad"));
        let call = call.number("tolerance_change", s.number("tolerance_change"));
        let searches = s.choice("line_search") == "strong_wolfe";
        Some(if searches { call.with("line_search_fn", "\"strong_wolfe\"") } else { call })
    }),
    optax: None,
    build: |s| {
        let most_iterations = s.number("max_iter") as usize;
        let most_evaluations = s.number("max_eval") as usize;
        Box::new(LimitedMemory {
            most_iterations,
            most_evaluations: if most_evaluations == 0 { most_iterations * 5 / 4 } else { most_evaluations },
            gradient_tolerance: s.number("tolerance_grad"),
            change_tolerance: s.number("tolerance_change"),
            history: s.number("history_size") as usize,
            line_search: match s.choice("line_search") {
                "strong_wolfe" => LineSearch::StrongWolfe,
                _ => LineSearch::None,
            },
            pairs: VecDeque::new(),
            h0: 1.0,
            previous: Vec2::ZERO,
            d: Vec2::ZERO,
            t: 0.0,
            iterations: 0,
            evaluations: 0,
        })
    },
    abreast: None,
};
