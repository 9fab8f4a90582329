//! A step along a direction that satisfies the strong Wolfe conditions, for the rules that search for one.
//!
//! With φ(t) = L(w + t d), wanted is a t with φ(t) ≤ φ(0) + c₁ t φ′(0) and |φ′(t)| ≤ c₂ |φ′(0)|.
//! First t grows until an interval must hold such a point, then the interval shrinks; both by cubic interpolation.
//! A trial where the loss is infinite counts as too far.
//!
//! This is `_strong_wolfe` of `torch.optim.lbfgs`, operation by operation, which is M. Schmidt's minFunc (2005);
//! the method is that of J. Nocedal, S. J. Wright, Numerical optimization, 2006, algorithms 3.5 and 3.6.

use super::{Here, Listing, lines};
use crate::linear::Vec2;
use crate::objective::Slope;
use crate::parameter::{Choice, Parameter, Range, Settings, Slider};

/// What is asked of a step, and when to stop asking.
#[derive(Clone, Copy)]
pub struct StrongWolfe {
    /// The share c₁ of the promised decrease that is required.
    pub c1: f64,
    /// The share c₂ of the slope that may remain.
    pub c2: f64,
    /// An interval in which no coordinate of w changes by this much is not made smaller.
    pub shortest: f64,
    /// How many evaluations may follow the first.
    pub most: usize,
}

/// How many evaluations may follow the first where no other number is given: PyTorch's.
const MOST: usize = 25;

/// A place along the direction.
#[derive(Clone, Copy)]
pub struct Trial {
    /// The step t.
    pub t: f64,
    /// L there.
    pub loss: f64,
    /// ∇L there.
    pub gradient: Vec2,
    /// φ′(t), the gradient along the direction.
    along: f64,
}

/// Python's `max`, which is the first number unless the second is greater: a NaN in front stays.
fn larger(a: f64, b: f64) -> f64 {
    if b > a { b } else { a }
}

/// Python's `min`, which is the first number unless the second is less: a NaN in front stays.
pub fn smaller(a: f64, b: f64) -> f64 {
    if b < a { b } else { a }
}

/// The minimiser, clamped to [low, high], of the cubic through values and slopes of two places; where it has none, or
/// they are not finite, the middle.
fn cubic(a: Trial, b: Trial, [low, high]: [f64; 2]) -> f64 {
    let d1 = a.along + b.along - 3.0 * (a.loss - b.loss) / (a.t - b.t);
    let square = d1 * d1 - a.along * b.along;
    // A NaN is not positive either.
    if square >= 0.0 {
        let d2 = square.sqrt();
        let lowest = if a.t <= b.t {
            b.t - (b.t - a.t) * ((b.along + d2 - d1) / (b.along - a.along + 2.0 * d2))
        } else {
            a.t - (a.t - b.t) * ((a.along + d2 - d1) / (a.along - b.along + 2.0 * d2))
        };
        smaller(larger(lowest, low), high)
    } else {
        (low + high) / 2.0
    }
}

/// The position of the lower of two trials, and of the other.
fn order(bracket: &[Trial; 2]) -> (usize, usize) {
    if bracket[0].loss <= bracket[1].loss { (0, 1) } else { (1, 0) }
}

impl StrongWolfe {
    /// The accepted step along `d` from a place with this loss and gradient, `first` being tried first; and how many
    /// evaluations of `at`, which gives loss and gradient at w + t d, it took: at most `most` + 1.
    ///
    /// If no step tried satisfies the conditions it is the lower end of the last interval, and may then be zero.
    /// There is none if the first or a later trial in the open is NaN and flat enough to be accepted: PyTorch raises an
    /// IndexError there.
    pub fn search(self, at: impl Fn(f64) -> Slope, from: Slope, d: Vec2, first: f64) -> (Option<Trial>, usize) {
        let trial = |t: f64| {
            let Slope { loss, gradient } = at(t);
            Trial { t, loss, gradient, along: gradient.dot(d) }
        };
        let start = Trial { t: 0.0, loss: from.loss, gradient: from.gradient, along: from.gradient.dot(d) };
        let too_high = |trial: Trial| trial.loss > start.loss + self.c1 * trial.t * start.along;
        let flat = |trial: Trial| trial.along.abs() <= -self.c2 * start.along;
        let (mut previous, mut new) = (start, trial(first));
        let mut evaluations = 1;
        let mut bracket = loop {
            if evaluations > self.most {
                break [start, new];
            }
            if too_high(new) || (evaluations > 2 && new.loss >= previous.loss) {
                break [previous, new];
            }
            if flat(new) {
                return ((!new.loss.is_nan()).then_some(new), evaluations);
            }
            if new.along >= 0.0 {
                break [previous, new];
            }
            let t = cubic(previous, new, [new.t + 0.01 * (new.t - previous.t), new.t * 10.0]);
            (previous, new) = (new, trial(t));
            evaluations += 1;
        };
        let width = larger(d.x.abs(), d.y.abs());
        let mut beside_the_edge = false;
        let (mut low, mut high) = order(&bracket);
        while evaluations <= self.most {
            if (bracket[1].t - bracket[0].t).abs() * width < self.shortest {
                break;
            }
            new = trial(inside(&bracket, &mut beside_the_edge));
            evaluations += 1;
            if too_high(new) || new.loss >= bracket[low].loss {
                bracket[high] = new;
                (low, high) = order(&bracket);
                continue;
            }
            let done = flat(new);
            if !done && new.along * (bracket[high].t - bracket[low].t) >= 0.0 {
                bracket[high] = bracket[low];
            }
            bracket[low] = new;
            if done {
                break;
            }
        }
        (Some(bracket[low]), evaluations)
    }
}

/// The next trial in a bracket: by interpolation, but a tenth of the width away from an end to which it comes close
/// twice in a row or which it does not leave.
fn inside(bracket: &[Trial; 2], beside_the_edge: &mut bool) -> f64 {
    let [a, b] = bracket.map(|trial| trial.t);
    let (least, most) = (smaller(a, b), larger(a, b));
    let t = cubic(bracket[0], bracket[1], if a <= b { [a, b] } else { [b, a] });
    let margin = 0.1 * (most - least);
    let close = smaller(most - t, t - least) < margin;
    let moved = close && (*beside_the_edge || t >= most || t <= least);
    *beside_the_edge = close && !moved;
    if !moved {
        t
    } else if (t - most).abs() < (t - least).abs() {
        most - margin
    } else {
        least + margin
    }
}

/// The search as Python, from φ(t) and φ′(t): the step and how many of the evaluations are left.
pub const STRONG_WOLFE: &str = "\
def cubic(phi, dphi, a, b, low, high):
    a, b = min(a, b), max(a, b)
    d1 = dphi(a) + dphi(b) - 3*(phi(a) - phi(b))/(a - b)
    square = d1**2 - dphi(a)*dphi(b)
    if not square >= 0:
        return (low + high)/2
    d2 = sqrt(square)
    share = (dphi(b) + d2 - d1)/(dphi(b) - dphi(a) + 2*d2)
    return min(max(b - (b - a)*share, low), high)

def strong_wolfe(phi, dphi, t, left, least, c1=1e-4, c2=0.9):
    def high(t):
        return not phi(t) <= phi(0) + c1*t*dphi(0)
    def flat(t):
        return abs(dphi(t)) <= -c2*dphi(0)
    if not (t > 0 and dphi(0) < 0):
        return 0, left
    n, before = 1, 0
    while n <= left and not high(t):
        if n > 2 and phi(t) >= phi(before):
            break
        if flat(t):
            return t, left - n
        if dphi(t) >= 0:
            break
        low = t + 0.01*(t - before)
        before, t = t, cubic(phi, dphi, before, t, low, 10*t)
        n = n + 1
    ends = [before if n <= left else 0, t]
    edge = False
    while n <= left and abs(ends[1] - ends[0]) >= least:
        a, b = min(ends), max(ends)
        t = cubic(phi, dphi, a, b, a, b)
        margin = 0.1*(b - a)
        near = min(b - t, t - a) < margin
        if near and (edge or not a < t < b):
            t = b - margin if b - t < t - a else a + margin
            near = False
        edge = near
        n = n + 1
        k = 0 if phi(ends[0]) <= phi(ends[1]) else 1
        if high(t) or phi(t) >= phi(ends[k]):
            ends[1 - k] = t
        elif flat(t):
            return t, left - n
        else:
            if dphi(t)*(ends[1 - k] - ends[k]) >= 0:
                ends[1 - k] = ends[k]
            ends[k] = t
    return min(ends, key=phi), left - n
";

/// The minimiser of a parabola as Python.
const SECANT: &str = "\
def secant(dphi, a):
    lowest = -dphi(0)*a/(dphi(a) - dphi(0))
    return lowest if 0 < lowest < inf else a
";

/// φ and φ′ along d as Python.
pub const ALONG: &str = lines! {
    "phi = lambda a: loss(w + a*d)",
    "dphi = lambda a: dot(gradient(loss, mini_batch, w + a*d), d)",
};

/// The first trial is the given one, which the learning rate sets.
pub const RATE_FIRST: Choice = Choice { key: "rate", name: "the learning rate", rule: "" };

/// The first trial is the minimiser of the parabola that has the slopes φ′ at 0 and at the given one.
pub const SECANT_FIRST: Choice = Choice {
    key: "secant",
    name: "exact on quadratics",
    rule: r"\alpha_0 = \frac{-\varphi'(0) \, \eta}{\varphi'(\eta) - \varphi'(0)}",
};

/// Shares between 0 and 1, which are neither.
const SHARE: Range = Range { low: 0.0, high: 1.0, low_open: true, high_open: true };

/// The share c₁ of the promised decrease that is required.
pub const C1: Parameter =
    Parameter::number("c1", "c₁", "sufficient decrease", 1e-4, SHARE, Slider::Logarithmic(1e-6, 0.5)).advanced();

/// The share c₂ of the slope that may remain.
pub const fn remaining_slope(default: f64) -> Parameter {
    Parameter::number("c2", "c₂", "remaining slope", default, SHARE, Slider::Linear(0.01, 0.99)).advanced()
}

/// How a rule that is not PyTorch's looks for its step: as long as evaluations last, and never ending where loss or
/// gradient is not finite.
#[derive(Clone, Copy)]
pub struct Search {
    conditions: StrongWolfe,
    /// Whether the first trial is [`SECANT_FIRST`], at the price of one more evaluation.
    secant: bool,
}

impl Search {
    /// With the parameters `c1`, `c2` and `first_trial`.
    pub fn new(settings: &Settings) -> Self {
        Search {
            conditions: StrongWolfe { c1: settings.number("c1"), c2: settings.number("c2"), shortest: 0.0, most: MOST },
            secant: settings.choice("first_trial") == SECANT_FIRST.key,
        }
    }

    /// The accepted step from `here` along the descent direction `d`, and the evaluations it took: at most 27.
    ///
    /// `first` is the first trial, or the place where the parabola's slope is measured.
    pub fn along(self, here: &Here, d: Vec2, first: f64) -> (Trial, usize) {
        let from = Slope { loss: here.loss, gradient: here.gradient };
        let stay = Trial { t: 0.0, loss: from.loss, gradient: from.gradient, along: from.gradient.dot(d) };
        // A rate of zero, and a direction without descent, as at a stationary point.
        if !(first > 0.0 && stay.along < 0.0) {
            return (stay, 0);
        }
        let at = |t: f64| {
            let slope = here.slope(here.w + t * d);
            if slope.is_finite() { slope } else { Slope { loss: f64::INFINITY, ..slope } }
        };
        let mut t = first;
        if self.secant {
            let lowest = -stay.along * first / (at(first).gradient.dot(d) - stay.along);
            if lowest > 0.0 && lowest.is_finite() {
                t = lowest;
            }
        }
        let (found, evaluations) = self.conditions.search(at, from, d, t);
        (found.unwrap_or(stay), evaluations + usize::from(self.secant))
    }

    /// `listing`, where d and the first trial `a` are known, with the lines that search for α.
    pub fn code(listing: Listing, settings: &Settings) -> Listing {
        let listing = listing.calling(STRONG_WOLFE).then(ALONG);
        let listing = if settings.choice("first_trial") == SECANT_FIRST.key {
            listing.calling(SECANT).then(lines! { "a = secant(dphi, a)" })
        } else {
            listing
        };
        listing.then(lines! { "alpha, _ = strong_wolfe(phi, dphi, a, 25, 0, c1, c2)" => "α" })
    }
}
