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

mod beta;
mod decay;

use crate::linear::Vec2;
use crate::objective::{Curvature, Objective, Slope};
use crate::parameter::{Given, Parameter, Range, Setting, Settings, Slider};
use crate::registry::registry;
use crate::tempo::{Pace, Tempo};

use beta::{Beta, beta1, beta2};
use decay::{DECOUPLED, PENALTY, either_way, penalized, sharpness, weight_decay};

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

    /// Loss, gradient and Hessian at any place.
    #[inline(always)]
    pub fn curvature(&self, w: Vec2) -> Curvature {
        self.objective.curvature(w)
    }

    /// How many of the two parameters the loss depends on: 1 if y has to stay where it is.
    #[inline(always)]
    pub fn variables(&self) -> usize {
        self.objective.variables()
    }
}

/// One optimizer with its hyper-parameters and its state.
pub trait Optimizer: Send + Sync {
    /// The point after one update from `here`.
    ///
    /// A rule that needs more than the gradient at w (a gradient elsewhere, a Hessian) asks `here` for it.
    fn step(&mut self, here: &Here) -> Vec2;

    /// Up to `updates` steps from `w`, the first of them update t → t + 1, of each of which it appends what was before.
    ///
    /// Returns the iterate after the last step; it stops at one where the loss or its gradient is not finite, unappended.
    /// Provided here, so that the loop is compiled once for each rule with its `step` inside: from a sixth
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
            w = self.step(&Here::new(objective, t, w, slope, pace, base_rate));
            if let Some(bounds) = bounds {
                w = bounds.nearest(w);
            }
        }
        w
    }

    /// The state after the last step, by symbol: velocity, accumulated squares, moments.
    ///
    /// A number that belongs to neither coordinate stands in both.
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
    /// The pace of the update from each of them; nothing at a constant learning rate.
    pub paces: Vec<Pace>,
}

/// The largest learning rate at which an optimizer can stay near a minimum of a quadratic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stability {
    /// Stable exactly if η λmax(H) < the given number.
    Sharpness(f64),
    /// Stable exactly if η (λmax(H) + decay) < limit: weight decay bends the loss further.
    DecayedSharpness {
        /// The limit of η times the sharpness.
        limit: f64,
        /// What weight decay adds to the sharpness.
        decay: f64,
    },
    /// Stable if η λmax(P⁻¹H) < the given number, where P is the diagonal by which the rule divides the gradient.
    RescaledSharpness(f64),
    /// No limit is known: the rule's own denominator grows, or its steps shrink, until it settles.
    SelfLimiting,
    /// Every coordinate moves by about the rate at every step: it neither leaves nor comes to rest.
    FixedStep,
    /// Stable on every quadratic with a minimum exactly if η < the given number, whatever its Hessian: the rule divides
    /// by that itself.
    Relative(f64),
    /// The rule sets the scale of its steps itself, by a search or by what it knows of the curvature; the learning rate
    /// of its defaults is a whole step, and no limit is known.
    OwnScale,
    /// Nothing is known.
    Unknown,
}

/// A group of optimizers in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// The six of the course notes, in their textbook form.
    Notes,
    /// Velocities and averages.
    Momentum,
    /// A learning rate for each coordinate.
    Adaptive,
    /// Only the sign of the gradient or of an average counts.
    Sign,
    /// Line searches and second derivatives, for contrast.
    Curvature,
    /// Values of the loss alone.
    DerivativeFree,
}

impl Family {
    /// The name on the page.
    pub fn words(self) -> &'static str {
        match self {
            Family::Notes => "Course notes",
            Family::Momentum => "Momentum and averages",
            Family::Adaptive => "Adaptive rates",
            Family::Sign => "Signs of gradients",
            Family::Curvature => "Line search and curvature",
            Family::DerivativeFree => "Without derivatives",
        }
    }
}

/// A learning rate and hyper-parameters that go together.
#[derive(Debug, Clone, Copy)]
pub struct Defaults {
    /// Whose they are: "notes", "PyTorch", "paper", …
    pub name: &'static str,
    /// The learning rate.
    pub rate: f64,
    /// The hyper-parameters that differ from the parameters' own defaults.
    pub settings: &'static [(&'static str, Value)],
}

impl Defaults {
    /// The parameters' own defaults with this learning rate.
    pub const fn own(name: &'static str, rate: f64) -> Self {
        Defaults { name, rate, settings: &[] }
    }

    /// The hyper-parameters that differ from the parameters' own defaults.
    pub fn given(&self) -> Given {
        let setting = |value: &Value| match value {
            Value::Number(value) => Setting::Number(*value),
            Value::Choice(key) => Setting::Choice((*key).into()),
        };
        self.settings.iter().map(|(key, value)| (key.to_string(), setting(value))).collect()
    }
}

/// The value of a hyper-parameter in [`Defaults`].
#[derive(Debug, Clone, Copy)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A form.
    Choice(&'static str),
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
    /// Where it stands in the list.
    pub family: Family,
    /// Authors, title, year.
    pub source: &'static str,
    /// Sets of defaults by who uses them; the first are those of `parameters`.
    pub defaults: &'static [Defaults],
    /// The hyper-parameters besides the learning rate.
    pub parameters: &'static [Parameter],
    /// How many times the learning rate a step is, once the gradient has been the same for long: the momentum's gain.
    pub gain: fn(&Settings) -> f64,
    /// The limit of stability with these settings.
    pub stability: fn(&Settings) -> Stability,
    /// The optimizer with these settings, which hold every parameter above, in its initial state.
    pub build: fn(&Settings) -> Box<dyn Optimizer>,
}

impl Entry {
    /// The learning rate of the first set of defaults.
    pub fn default_rate(&self) -> f64 {
        self.defaults[0].rate
    }
}

mod line_search;

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
