//! What the page, the tests and the docs know of an optimizer before it runs.

use super::{BuildAbreast, Linear, List, Optimizer};
use crate::call::Call;
use crate::parameter::{Given, Parameter, Setting, Settings};
use crate::words::text;

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
    /// Stable if η λmax(P⁻¹(H + decay I)) < limit, where P is the diagonal by which the rule divides the gradient, at
    /// rest.
    RescaledSharpness {
        /// The limit of η times the sharpness.
        limit: f64,
        /// What weight decay adds to the Hessian's diagonal.
        decay: f64,
    },
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
    /// What a user types.
    Own,
}

impl Family {
    /// The name on the page.
    pub fn words(self) -> &'static str {
        match self {
            Family::Notes => text!("Course notes"),
            Family::Momentum => text!("Momentum and averages"),
            Family::Adaptive => text!("Adaptive rates"),
            Family::Sign => text!("Signs of gradients"),
            Family::Curvature => text!("Line search and curvature"),
            Family::DerivativeFree => text!("Without derivatives"),
            Family::Own => text!("Your own"),
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
    /// The rule as a recurrence with fixed coefficients, for what theory says of it on a quadratic; none if it is none.
    pub linear: Option<Linear>,
    /// The update as Python, for these settings: only the lines that matter with them.
    pub code: List,
    /// Whether that is in the language of typed rules with these settings, so that it can be edited as one.
    pub is_rule: fn(&Settings) -> bool,
    /// The optimizer of `torch.optim` that has exactly this rule with these settings, where there is one; without its
    /// rate.
    pub torch: Option<Spell>,
    /// The same of optax.
    pub optax: Option<Spell>,
    /// The optimizer with these settings, which hold every parameter above, in its initial state.
    pub build: fn(&Settings) -> Box<dyn Optimizer>,
    /// The same over lanes, to make several runs at once; none if the rule branches on its numbers, or this build of
    /// the crate has no lanes.
    pub abreast: Option<BuildAbreast>,
}

/// How a library of Python spells an optimizer with some settings, if it has it.
pub type Spell = fn(&Settings) -> Option<Call>;

impl Entry {
    /// The learning rate of the first set of defaults.
    pub fn default_rate(&self) -> f64 {
        self.defaults[0].rate
    }
}
