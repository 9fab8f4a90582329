//! Optimizers: the update rules, one file each.
//!
//! A rule knows its own hyper-parameters and state; the learning rate of each step is handed to it, and the landscape is
//! seen only through [`Objective`].
//! The line of [`catalogue!`] below is the only place besides an optimizer's own file that names it: page, tests and
//! docs read [`ALL`].

use crate::linear::Vec2;
use crate::objective::Objective;
use crate::parameter::{Parameter, Range, Settings, Slider};

/// One optimizer with its hyper-parameters and its state.
pub trait Optimizer: Send + Sync {
    /// The point after one update from `w`.
    ///
    /// `gradient` is ∇L(w) and `rate` the learning rate η of this step.
    /// A rule that needs more (a gradient elsewhere, a Hessian) asks `objective`.
    fn step(&mut self, w: Vec2, gradient: Vec2, rate: f64, objective: &dyn Objective) -> Vec2;

    /// Up to `updates` steps from `w` at a constant `rate`, of which it appends iterates and losses before each step.
    ///
    /// Returns the iterate after the last step; it stops at one where the loss or its gradient is not finite, unappended.
    /// Provided here, so that the loop is compiled once for each rule with its `step` inside: from a sixth
    /// (Adam) to a third (gradient descent) of a run's time.
    fn advance(&mut self, objective: &dyn Objective, rate: f64, w: Vec2, updates: usize, trace: &mut Trace) -> Vec2 {
        let mut w = w;
        for _ in 0..updates {
            let slope = objective.slope(w);
            if !(w.is_finite() && slope.is_finite()) {
                break;
            }
            trace.points.push(w);
            trace.losses.push(slope.loss);
            w = self.step(w, slope.gradient, rate, objective);
        }
        w
    }

    /// The state after the last step, by symbol: velocity, accumulated squares, moments.
    fn state(&self) -> Vec<(&'static str, Vec2)>;

    /// A copy, state included, to resume from.
    fn checkpoint(&self) -> Box<dyn Optimizer>;
}

/// Iterates of a run with the loss at each.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Trace {
    /// The iterates, in domain units.
    pub points: Vec<Vec2>,
    /// L at each of them.
    pub losses: Vec<f64>,
}

/// The largest learning rate at which an optimizer can stay near a minimum of a quadratic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stability {
    /// Stable exactly if η λmax(H) < the given number.
    Sharpness(f64),
    /// Stable if η λmax(P⁻¹H) < the given number, where P is the diagonal by which the rule divides the gradient.
    RescaledSharpness(f64),
    /// No limit is known: the rule's own denominator grows until it settles.
    SelfLimiting,
}

/// The description of an optimizer of the catalogue.
#[derive(Debug)]
pub struct Entry {
    /// The name in links and test data, as "adam".
    pub key: &'static str,
    /// The name on the page.
    pub name: &'static str,
    /// The update rule in LaTeX, one assignment a line, in the symbols of the field.
    pub rule: &'static str,
    /// Authors, title, year.
    pub source: &'static str,
    /// The learning rate that the course notes use.
    pub default_rate: f64,
    /// The hyper-parameters besides the learning rate.
    pub parameters: &'static [Parameter],
    /// The limit of stability with these settings.
    pub stability: fn(&Settings) -> Stability,
    /// The optimizer with these settings, which hold every parameter above, in its initial state.
    pub build: fn(&Settings) -> Box<dyn Optimizer>,
}

/// Declares the optimizers' modules and their registry: one line adds one optimizer.
macro_rules! catalogue {
    ($($module:ident)*) => {
        $(mod $module;)*

        /// Every optimizer, in the order of the page's list.
        pub static ALL: &[&Entry] = &[$(&$module::ENTRY),*];
    };
}

catalogue! {
    gradient_descent
    momentum
    nesterov
    adagrad
    rmsprop
    adam
}

/// The optimizer called `key`.
pub fn find(key: &str) -> Option<&'static Entry> {
    ALL.iter().copied().find(|entry| entry.key == key)
}

/// The learning rate of any contender.
///
/// Zero is allowed and does what it says: nothing moves.
pub const RATE: Parameter =
    Parameter::number("rate", "η", "learning rate", 1e-3, Range::NOT_NEGATIVE, Slider::Logarithmic(1e-6, 10.0));

/// The momentum parameter μ ∈ [0, 1]; at 1 nothing is forgotten.
const MU: Parameter = Parameter::number("mu", "μ", "momentum", 0.9, Range::closed(0.0, 1.0), Slider::TowardsOne(0.999));

/// The constant δ ≥ 0 beside a square root in a denominator.
const fn delta(default: f64) -> Parameter {
    Parameter::number("delta", "δ", "stability constant", default, Range::NOT_NEGATIVE, Slider::Logarithmic(1e-12, 1.0))
}
