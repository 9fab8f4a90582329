//! Weight decay around any rule, in both forms.
//!
//! - penalty: the rule descends L + λ‖w‖²/2, so that λ w is added to every gradient it sees (PyTorch's `weight_decay`)
//! - apart: w ← (1 − ηλ) w before the rule's own update, whose gradient stays that of L (`decoupled_weight_decay`)
//!
//! It stands outside the rules, so that a rule without it costs nothing for it and keeps its bits.
//! I. Loshchilov, F. Hutter, Decoupled weight decay regularization, 2019.

use super::{Here, Optimizer, Stability};
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

struct WeightDecay {
    rule: Box<dyn Optimizer>,
    strength: f64,
    apart: bool,
}

impl Optimizer for WeightDecay {
    fn step(&mut self, here: &Here) -> Vec2 {
        let (w, strength) = (here.w, self.strength);
        let here = if self.apart {
            Here { w: (1.0 - here.rate * strength) * w, ..*here }
        } else {
            Here { gradient: here.gradient + strength * w, penalty: strength, ..*here }
        };
        self.rule.step(&here)
    }

    fn state(&self) -> Vec<(&'static str, Vec2)> {
        self.rule.state()
    }

    fn checkpoint(&self) -> Box<dyn Optimizer> {
        let (strength, apart) = (self.strength, self.apart);
        Box::new(WeightDecay { rule: self.rule.checkpoint(), strength, apart })
    }
}

/// `rule` with the weight decay of its settings as a penalty.
pub fn penalized(rule: impl Optimizer + 'static, s: &Settings) -> Box<dyn Optimizer> {
    decaying(rule, s.number("weight_decay"), false)
}

/// `rule` with the weight decay of its settings, apart from the gradient if they say so.
pub fn either_way(rule: impl Optimizer + 'static, s: &Settings) -> Box<dyn Optimizer> {
    decaying(rule, s.number("weight_decay"), s.is_on("decoupled"))
}

fn decaying(rule: impl Optimizer + 'static, strength: f64, apart: bool) -> Box<dyn Optimizer> {
    if strength == 0.0 {
        return Box::new(rule);
    }
    Box::new(WeightDecay { rule: Box::new(rule), strength, apart })
}

/// The limit of stability of a rule without denominators, on a loss that weight decay bends as well.
pub fn sharpness(limit: f64, s: &Settings) -> Stability {
    match s.number("weight_decay") {
        0.0 => Stability::Sharpness(limit),
        decay => Stability::DecayedSharpness { limit, decay },
    }
}
