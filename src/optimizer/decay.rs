//! Weight decay around any rule.
//!
//! - penalty: the rule descends L + λ‖w‖²/2, so that λ w is added to every gradient it sees (PyTorch's `weight_decay`)
//! - apart: w ← (1 − ηλ) w before the rule's own update, whose gradient stays that of L (`decoupled_weight_decay`)
//! - apart, as in the paper: w ← (1 − λ η/η₀) w, where η₀ is the learning rate before any schedule
//!
//! It stands outside the rules, so that a rule without it costs nothing for it and keeps its bits.
//! I. Loshchilov, F. Hutter, Decoupled weight decay regularization, 2019.

use super::{Asks, Here, Listing, Optimizer, Rule, Stability, Width, lines};
use crate::linear::Vec2;
use crate::parameter::{Parameter, Range, Settings, Slider};

/// Weight decay λ ≥ 0.
pub const fn weight_decay(name: &'static str, default: f64) -> Parameter {
    Parameter::number("weight_decay", "λ", name, default, Range::NOT_NEGATIVE, Slider::Linear(0.0, 0.5)).advanced()
}

/// Weight decay as a penalty λ‖w‖²/2 on the loss: λ w is added to the gradient before all else.
pub const PENALTY: Parameter = weight_decay("weight decay, added to the gradient", 0.0);

/// Whether weight decay shrinks w by the factor 1 − ηλ before the update, and leaves the gradient alone.
pub const DECOUPLED: Parameter = Parameter::switch("decoupled", "weight decay apart from the gradient").advanced();

/// How weight decay reaches w.
#[derive(Clone, Copy)]
pub enum Decay {
    /// Through the gradient.
    Penalty,
    /// By the factor 1 − ηλ.
    Apart,
    /// By the factor 1 − λ η/η₀; at η = η₀ the fraction is 1, also where both are 0.
    ApartFromRate,
}

impl Decay {
    /// Apart from the gradient if the settings say so.
    fn of(s: &Settings) -> Self {
        if s.is_on(DECOUPLED.key) { Decay::Apart } else { Decay::Penalty }
    }
}

#[derive(Clone)]
struct WeightDecay<N: Width> {
    rule: Box<dyn Optimizer<N>>,
    strength: f64,
    form: Decay,
}

impl<N: Width> Rule<N> for WeightDecay<N> {
    fn step(&mut self, here: &Here<N>) -> Vec2<N> {
        let (w, strength) = (here.w, self.strength);
        let shrunk = |by: f64| Here { w: (1.0 - by * strength) * w, ..*here };
        let here = match self.form {
            Decay::Penalty => Here { gradient: here.gradient + strength * w, penalty: strength, ..*here },
            Decay::Apart => shrunk(here.rate),
            Decay::ApartFromRate if here.rate == here.base_rate => shrunk(1.0),
            Decay::ApartFromRate => shrunk(here.rate / here.base_rate),
        };
        self.rule.step(&here)
    }

    fn state(&self) -> Vec<(&'static str, Vec2<N>)> {
        self.rule.state()
    }

    fn divisor(&self) -> Vec2<N> {
        self.rule.divisor()
    }

    fn asks(&self, w: Vec2<N>) -> Asks {
        self.rule.asks(w)
    }
}

/// `rule` with the weight decay of its settings as a penalty.
pub fn penalized<N: Width>(rule: impl Rule<N>, s: &Settings) -> Box<dyn Optimizer<N>> {
    decaying(rule, s, Decay::Penalty)
}

/// `rule` with the weight decay of its settings, apart from the gradient if they say so.
pub fn either_way<N: Width>(rule: impl Rule<N>, s: &Settings) -> Box<dyn Optimizer<N>> {
    decaying(rule, s, Decay::of(s))
}

/// `rule` with the weight decay of its settings in this form.
pub fn decaying<N: Width>(rule: impl Rule<N>, s: &Settings, form: Decay) -> Box<dyn Optimizer<N>> {
    match s.number(PENALTY.key) {
        0.0 => Box::new(rule),
        strength => Box::new(WeightDecay { rule: Box::new(rule), strength, form }),
    }
}

/// The same as lines after the gradient, before those of the rule: none without weight decay.
impl Listing {
    /// With the weight decay of the settings as a penalty.
    pub fn penalized(self, s: &Settings) -> Self {
        self.decaying(s, Decay::Penalty)
    }

    /// With the weight decay of the settings, apart from the gradient if they say so.
    pub fn either_way(self, s: &Settings) -> Self {
        self.decaying(s, Decay::of(s))
    }

    /// With the weight decay of the settings in this form.
    pub fn decaying(self, s: &Settings, form: Decay) -> Self {
        let decay: &str = match form {
            Decay::Penalty => lines! { "dw = dw + weight_decay*w" => "dw" },
            Decay::Apart => lines! { "w = (1 - lr*weight_decay)*w" },
            Decay::ApartFromRate => lines! { "w = (1 - weight_decay*lr/lr0)*w" },
        };
        self.then_if(s.number(PENALTY.key) != 0.0, decay)
    }

    /// With the gradient taken at w + μ v, weight decay as a penalty included.
    pub fn looking_ahead(self, s: &Settings) -> Self {
        if s.number(PENALTY.key) == 0.0 {
            return self.then(lines! { "dw = gradient(loss, mini_batch, w + mu*v)" => "dw" });
        }
        self.then(lines! {
            "ahead = w + mu*v",
            "dw = gradient(loss, mini_batch, ahead)" => "dw",
            "dw = dw + weight_decay*ahead" => "dw",
        })
    }
}

/// The limit of stability of a rule that divides by P, on a loss that weight decay bends as well unless it stands
/// apart.
///
/// J. Cohen et al., Adaptive gradient methods at the edge of stability, 2022.
pub fn rescaled(limit: f64, s: &Settings) -> Stability {
    let is_apart = s.find(DECOUPLED.key).is_some() && s.is_on(DECOUPLED.key);
    let has_penalty = !is_apart && s.find(PENALTY.key).is_some();
    Stability::RescaledSharpness { limit, decay: if has_penalty { s.number(PENALTY.key) } else { 0.0 } }
}

/// The limit of stability of a rule without denominators, on a loss that weight decay bends as well.
pub fn sharpness(limit: f64, s: &Settings) -> Stability {
    match s.number(PENALTY.key) {
        0.0 => Stability::Sharpness(limit),
        decay => Stability::DecayedSharpness { limit, decay },
    }
}
