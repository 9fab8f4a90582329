//! Optimizers: the update rules, one file each.
//!
//! A rule knows its own hyper-parameters and state; the learning rate of each step is handed to it, and the landscape is
//! seen only through [`Objective`].
//! The line of `registry!` below is the only place besides an optimizer's own file that names it: page, tests and
//! docs read [`ALL`].
//!
//! Adafactor (N. Shazeer, M. Stern, 2018) is absent on purpose: its point is that a matrix of squares is kept as row and
//! column sums, and two parameters are no matrix.
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
mod written;

use crate::linear::Vec2;
use crate::objective::{Curvature, Objective, Slope};
use crate::parameter::{Parameter, Range, Slider};
use crate::registry::registry;
use crate::tempo::{Pace, Tempo};

pub use asks::{Asks, Evaluations};
pub use entry::{Defaults, Entry, Family, Stability, Value};
pub use listing::{Line, Listing};
pub use own::{FIRST, MOST_PARAMETERS, OWN, TEXT, parameters, text};
pub use recurrence::{Linear, Recurrence, Tuning};

use beta::{Beta, beta1, beta2};
use decay::{DECOUPLED, Decay, PENALTY, decaying, either_way, penalized, sharpness, weight_decay};
use listing::lines;
use moments::{Moments, averaged_limit, rescaled};

/// All that an optimizer is told at the beginning of an update.
#[derive(Clone, Copy)]
pub struct Here<'a> {
    /// The number of updates made before.
    pub t: usize,
    /// The iterate w.
    pub w: Vec2,
    /// L(w).
    pub loss: f64,
    /// ∇L(w).
    pub gradient: Vec2,
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

impl<'a> Here<'a> {
    /// The beginning of update t → t + 1 from `w`, where the landscape is as `slope` says.
    #[inline(always)]
    pub fn new(objective: &'a dyn Objective, t: usize, w: Vec2, slope: Slope, pace: Pace, base_rate: f64) -> Self {
        let Slope { loss, gradient } = slope;
        Here { t, w, loss, gradient, rate: pace.rate, base_rate, momentum: pace.momentum, penalty: 0.0, objective }
    }

    /// The loss, and the gradient that this update sees, at another place.
    #[inline(always)]
    pub fn slope(&self, w: Vec2) -> Slope {
        let slope = self.objective.slope_at(self.t, w);
        if self.penalty == 0.0 { slope } else { self.penalize(slope, w) }
    }

    fn penalize(&self, Slope { loss, gradient }: Slope, w: Vec2) -> Slope {
        Slope { loss: loss + 0.5 * self.penalty * w.dot(w), gradient: gradient + self.penalty * w }
    }

    /// Loss, gradient and Hessian, as this update sees them, at any place.
    #[inline(always)]
    pub fn curvature(&self, w: Vec2) -> Curvature {
        self.objective.curvature_at(self.t, w)
    }

    /// How many of the two parameters the loss depends on: 1 if y has to stay where it is.
    #[inline(always)]
    pub fn variables(&self) -> usize {
        self.objective.variables()
    }
}

/// The update rule of an optimizer, with its hyper-parameters and its state.
pub trait Rule: Clone + Send + Sync + 'static {
    /// The point after one update from `here`.
    ///
    /// A rule that needs more than the gradient at w (a gradient elsewhere, a Hessian) asks `here` for it.
    fn step(&mut self, here: &Here) -> Vec2;

    /// The state after the last step, by symbol: velocity, accumulated squares, moments.
    ///
    /// A number that belongs to neither coordinate stands in both.
    fn state(&self) -> Vec<(&'static str, Vec2)>;

    /// By what the last update has divided the gradient, or its average, in each coordinate: P of the update −η P⁻¹ g.
    ///
    /// Ones of a rule that divides by nothing, or whose update is no learning rate times a gradient at all.
    fn divisor(&self) -> Vec2 {
        both(1.0)
    }

    /// What the next update, from `w`, has the landscape evaluate.
    fn asks(&self, _w: Vec2) -> Asks {
        Asks::GRADIENT
    }
}

/// Any [`Rule`], behind one interface.
pub trait Optimizer: Send + Sync {
    /// The point after one update from `here`.
    fn step(&mut self, here: &Here) -> Vec2;

    /// Up to `updates` steps from `w`, the first of them update t → t + 1, of each of which it appends what was before.
    ///
    /// Returns the iterate after the last step; it stops at one where the loss or its gradient is not finite, unappended.
    fn advance(
        &mut self,
        objective: &dyn Objective,
        tempo: &mut Tempo,
        t: usize,
        w: Vec2,
        updates: usize,
        trace: &mut Trace,
    ) -> Vec2;

    /// The state after the last step, by symbol.
    fn state(&self) -> Vec<(&'static str, Vec2)>;

    /// By what the last update has divided the gradient, or its average, in each coordinate.
    fn divisor(&self) -> Vec2;

    /// What the next update, from `w`, has the landscape evaluate.
    fn asks(&self, w: Vec2) -> Asks;

    /// A copy, state included, to resume from.
    fn checkpoint(&self) -> Box<dyn Optimizer>;
}

impl<R: Rule> Optimizer for R {
    fn step(&mut self, here: &Here) -> Vec2 {
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
        w: Vec2,
        updates: usize,
        trace: &mut Trace,
    ) -> Vec2 {
        let (base_rate, bounds) = (tempo.base(), objective.bounds());
        let mut w = w;
        for t in t..t + updates {
            let slope = objective.slope_at(t, w);
            if !(w.is_finite() && slope.is_finite()) {
                break;
            }
            trace.points.push(w);
            trace.losses.push(slope.loss);
            let pace = tempo.pace(t, slope.loss);
            if let Tempo::Scheduled { .. } = tempo {
                trace.paces.push(pace);
            }
            w = Rule::step(self, &Here::new(objective, t, w, slope, pace, base_rate));
            if let Some(bounds) = bounds {
                w = bounds.nearest(w);
            }
        }
        w
    }

    fn state(&self) -> Vec<(&'static str, Vec2)> {
        Rule::state(self)
    }

    fn divisor(&self) -> Vec2 {
        Rule::divisor(self)
    }

    fn asks(&self, w: Vec2) -> Asks {
        Rule::asks(self, w)
    }

    fn checkpoint(&self) -> Box<dyn Optimizer> {
        Box::new(self.clone())
    }
}

impl Clone for Box<dyn Optimizer> {
    fn clone(&self) -> Self {
        (**self).checkpoint()
    }
}

/// Iterates of a run with the loss at each.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Trace {
    /// The iterates, in domain units.
    pub points: Vec<Vec2>,
    /// L at each of them.
    pub losses: Vec<f64>,
    /// The pace of the update from each of them; nothing at a constant learning rate.
    pub paces: Vec<Pace>,
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
    Parameter::number("rate", "η", "learning rate", 1e-3, Range::NOT_NEGATIVE, Slider::Logarithmic(1e-6, 10.0));

/// Whether any contender climbs instead of descending: every gradient is negated first (PyTorch's `maximize`).
pub const MAXIMIZE: Parameter = Parameter::switch("maximize", "maximize").advanced();

/// The momentum parameter μ ∈ [0, 1]; at 1 nothing is forgotten.
const MU: Parameter = Parameter::number("mu", "μ", "momentum", 0.9, Range::closed(0.0, 1.0), Slider::TowardsOne(0.999));

/// A number for both coordinates of a state.
const fn both(value: f64) -> Vec2 {
    Vec2::new(value, value)
}

/// A value ≥ 0 at which an accumulator starts.
const fn initial(name: &'static str, default: f64) -> Parameter {
    Parameter::number("initial", "r⁰", name, default, Range::NOT_NEGATIVE, Slider::Linear(0.0, 1.0)).advanced()
}

/// The constant δ ≥ 0 beside a square root in a denominator.
const fn delta(default: f64) -> Parameter {
    Parameter::number("delta", "δ", "stability constant", default, Range::NOT_NEGATIVE, Slider::Logarithmic(1e-12, 1.0))
}
