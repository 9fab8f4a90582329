//! Optimizers: the update rules, one file each.
//!
//! A rule knows its own hyper-parameters and state; the learning rate of each step is handed to it, and the landscape
//! is seen only through [`Objective`].
//! The line of `registry!` below is the only place besides an optimizer's own file that names it: page, tests and
//! docs read [`ALL`].
//!
//! Adafactor (N. Shazeer, M. Stern, 2018) is absent on purpose: its point is that a matrix of squares is kept as row
//! and column sums, and two parameters are no matrix.
//! What is left without that is RMSProp with clipped updates and a step relative to the size of w.

mod asks;
mod beta;
mod decay;
mod entry;
mod line_search;
mod listing;
mod moments;
mod own;
mod recurrence;
mod width;
mod written;

use crate::linear::Vec2;
use crate::number::{LANES, Real};
use crate::objective::{Curvature, Objective, Slope};
use crate::parameter::{Parameter, Range, Settings, Slider};
use crate::registry::registry;
use crate::tempo::{Pace, Tempo};
use crate::words::text;

pub use asks::{Asks, Evaluations};
pub use entry::{Defaults, Entry, Family, Spell, Stability, Value};
pub use listing::{LISTED, Line, List, Listing};
pub use own::{FIRST, MOST_PARAMETERS, OWN, TEXT, parameters, text};
pub use recurrence::{Linear, Recurrence, Tuning};
pub use width::{BuildAbreast, Width};

use beta::{Beta, beta1, beta2};
use decay::{DECOUPLED, Decay, PENALTY, decaying, either_way, penalized, rescaled, sharpness, weight_decay};
use listing::{lines, listed};
use moments::{Moments, averaged_limit};
use width::abreast;

/// All that an optimizer is told at the beginning of an update, or of several side by side.
#[derive(Clone, Copy)]
pub struct Here<'a, N = f64> {
    /// The number of updates made before.
    pub t: usize,
    /// The iterate w; shrunk already where weight decay stands apart from the gradient.
    pub w: Vec2<N>,
    /// The loss that this update sees at the iterate, without any penalty.
    pub loss: N,
    /// The gradient that this update sees at the iterate, with λ w in it where weight decay is a penalty.
    pub gradient: Vec2<N>,
    /// The learning rate η of this update.
    pub rate: f64,
    /// The learning rate before any schedule.
    pub base_rate: f64,
    /// The momentum that a schedule prescribes for this update, in place of the optimizer's own.
    pub momentum: Option<f64>,
    /// λ where the rule descends L + λ‖w‖²/2, otherwise 0.
    penalty: f64,
    objective: &'a dyn Objective,
}

impl<'a, N: Width> Here<'a, N> {
    /// The beginning of update t → t + 1 from `w`, where the landscape is as `slope` says.
    #[inline(always)]
    pub fn new(
        objective: &'a dyn Objective,
        t: usize,
        w: Vec2<N>,
        slope: Slope<N>,
        pace: Pace,
        base_rate: f64,
    ) -> Self {
        let Slope { loss, gradient } = slope;
        Here { t, w, loss, gradient, rate: pace.rate, base_rate, momentum: pace.momentum, penalty: 0.0, objective }
    }

    /// The loss and the gradient that this update sees at another place, with the penalty λ‖w‖²/2 if there is one.
    #[inline(always)]
    pub fn slope(&self, w: Vec2<N>) -> Slope<N> {
        let slope = N::slope_at(self.objective, self.t, &w);
        if self.penalty == 0.0 { slope } else { self.penalize(slope, w) }
    }

    fn penalize(&self, Slope { loss, gradient }: Slope<N>, w: Vec2<N>) -> Slope<N> {
        Slope { loss: loss + w.dot(w) * (0.5 * self.penalty), gradient: gradient + self.penalty * w }
    }

    /// How many of the two parameters the loss depends on: 1 if y has to stay where it is.
    #[inline(always)]
    pub fn variables(&self) -> usize {
        self.objective.variables()
    }
}

impl Here<'_> {
    /// Loss, gradient and Hessian, as this update sees them, at any place; without any penalty.
    #[inline(always)]
    pub fn curvature(&self, w: Vec2) -> Curvature {
        self.objective.curvature_at(self.t, w)
    }
}

/// The update rule of an optimizer, with its hyper-parameters and its state.
///
/// Over any [`Width`] if it does the same whatever its numbers are, else over `f64`.
pub trait Rule<N: Width = f64>: Clone + Send + Sync + 'static {
    /// The point after one update from `here`.
    ///
    /// A rule that needs more than the gradient at w (a gradient elsewhere, a Hessian) asks `here` for it.
    fn step(&mut self, here: &Here<N>) -> Vec2<N>;

    /// The state after the last step, by symbol: velocity, accumulated squares, moments.
    ///
    /// A number that belongs to neither coordinate stands in both.
    fn state(&self) -> Vec<(&'static str, Vec2<N>)>;

    /// By what the last update has divided the gradient, or its average, in each coordinate: P of the update −η P⁻¹ g.
    ///
    /// Ones of a rule that divides by nothing, or whose update is no learning rate times a gradient at all.
    fn divisor(&self) -> Vec2<N> {
        both(1.0)
    }

    /// What the next update, from `w`, has the landscape evaluate.
    fn asks(&self, _w: Vec2<N>) -> Asks {
        Asks::GRADIENT
    }
}

/// Any [`Rule`], behind one interface.
pub trait Optimizer<N: Width = f64>: Send + Sync {
    /// The point after one update from `here`.
    fn step(&mut self, here: &Here<N>) -> Vec2<N>;

    /// Up to `updates` steps from `w`, the first of them update t → t + 1, of each of which it appends what was before.
    ///
    /// Each ends at the nearest point of the landscape's bounds, where there are any.
    /// Returns the iterate after the last step; it stops at one that is not finite, or at which the loss or its
    /// gradient is not, unappended, and of several runs where that is so in a lane that the trace does not know as
    /// lost.
    fn advance(
        &mut self,
        objective: &dyn Objective,
        tempo: &mut Tempo,
        t: usize,
        w: Vec2<N>,
        updates: usize,
        trace: &mut Trace<N>,
    ) -> Vec2<N>;

    /// The state after the last step, by symbol.
    fn state(&self) -> Vec<(&'static str, Vec2<N>)>;

    /// By what the last update has divided the gradient, or its average, in each coordinate.
    fn divisor(&self) -> Vec2<N>;

    /// What the next update, from `w`, has the landscape evaluate.
    fn asks(&self, w: Vec2<N>) -> Asks;

    /// A copy, state included, to resume from.
    fn checkpoint(&self) -> Box<dyn Optimizer<N>>;
}

impl<N: Width, R: Rule<N>> Optimizer<N> for R {
    fn step(&mut self, here: &Here<N>) -> Vec2<N> {
        Rule::step(self, here)
    }

    /// Compiled once for each rule with its `step` inside, which is marked `#[inline]` for that: it saves from a sixth
    /// (Adam) to a third (gradient descent) of a run's time.
    /// A rule of several forms is too long for the compiler to do so unasked: its `step` is `#[inline(always)]`.
    fn advance(
        &mut self,
        objective: &dyn Objective,
        tempo: &mut Tempo,
        t: usize,
        w: Vec2<N>,
        updates: usize,
        trace: &mut Trace<N>,
    ) -> Vec2<N> {
        let (base_rate, bounds) = (tempo.base(), objective.bounds());
        // The iterate at hand is the last of the trace.
        trace.points.push(w);
        for t in t..t + updates {
            let w = &trace.points[trace.points.len() - 1];
            let slope = N::slope_at(objective, t, w);
            if !N::are_finite(w, &slope, &trace.lost) {
                break;
            }
            trace.losses.push(slope.loss);
            let pace = tempo.pace(t, N::watched(slope.loss));
            if let Tempo::Scheduled { .. } = tempo {
                trace.paces.push(pace);
            }
            let next = Rule::step(self, &Here::new(objective, t, *w, slope, pace, base_rate));
            trace.points.push(bounds.map_or(next, |bounds| bounds.nearest(next)));
        }
        trace.points.pop().unwrap_or(w)
    }

    fn state(&self) -> Vec<(&'static str, Vec2<N>)> {
        Rule::state(self)
    }

    fn divisor(&self) -> Vec2<N> {
        Rule::divisor(self)
    }

    fn asks(&self, w: Vec2<N>) -> Asks {
        Rule::asks(self, w)
    }

    fn checkpoint(&self) -> Box<dyn Optimizer<N>> {
        Box::new(self.clone())
    }
}

impl<N: Width> Clone for Box<dyn Optimizer<N>> {
    fn clone(&self) -> Self {
        (**self).checkpoint()
    }
}

/// Iterates of a run, or of several side by side, with the loss at each.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace<N = f64> {
    /// The iterates, in domain units.
    pub points: Vec<Vec2<N>>,
    /// L at each of them.
    pub losses: Vec<N>,
    /// The pace of the update from each of them; nothing at a constant learning rate.
    pub paces: Vec<Pace>,
    /// The lanes whose runs have ended; of one run there are none.
    pub lost: [bool; LANES],
}

impl<N> Trace<N> {
    /// Forgets the iterates, but not which lanes are lost.
    pub fn clear(&mut self) {
        self.points.clear();
        self.losses.clear();
        self.paces.clear();
    }
}

impl<N> Default for Trace<N> {
    fn default() -> Self {
        Trace { points: Vec::new(), losses: Vec::new(), paces: Vec::new(), lost: [false; LANES] }
    }
}

registry! {
    gradient_descent
    momentum
    nesterov
    adagrad
    rmsprop
    adam
    qhm
    asgd
    adamw
    nadam
    adamax
    radam
    adabelief
    yogi
    adadelta
    qhadam
    ftrl
    rprop
    lion
    backtracking
    conjugate_gradient
    newton
    bfgs
    lbfgs
    nelder_mead
}

/// The learning rate of any contender.
///
/// Zero is allowed and does what it says: nothing moves.
pub const RATE: Parameter =
    Parameter::number("rate", "η", text!("learning rate"), 1e-3, Range::NOT_NEGATIVE, Slider::Logarithmic(1e-6, 10.0));

/// Whether any contender climbs instead of descending: every gradient is negated first (PyTorch's `maximize`).
pub const MAXIMIZE: Parameter = Parameter::switch("maximize", text!("maximize")).advanced();

/// The momentum parameter μ ∈ [0, 1]; at 1 nothing is forgotten.
const MU: Parameter = Parameter::number("mu", "μ", "momentum", 0.9, Range::closed(0.0, 1.0), Slider::TowardsOne(0.999));

/// A number for both coordinates of a state.
fn both<N: Real>(value: f64) -> Vec2<N> {
    Vec2::new(N::constant(value), N::constant(value))
}

/// A value ≥ 0 at which an accumulator starts.
const fn initial(name: &'static str, default: f64) -> Parameter {
    Parameter::number("initial", "r⁰", name, default, Range::NOT_NEGATIVE, Slider::Linear(0.0, 1.0)).advanced()
}

/// The constant δ ≥ 0 beside a square root in a denominator.
const fn delta(default: f64) -> Parameter {
    Parameter::number("delta", "δ", "stability constant", default, Range::NOT_NEGATIVE, Slider::Logarithmic(1e-12, 1.0))
}
