//! AdaGrad: each coordinate's rate shrinks with the squares of all its past gradients.
//!
//! r ← r + g²; w ← w − η g / (√r + δ), per coordinate, with r = 0 at first.
//!
//! g is the gradient of the current step, at w before the update.
//! `torch.optim.Adagrad` is the same recurrence; it can start r elsewhere, shrink the rate as η/(1 + t d) with a decay
//! d, t = 0, 1, 2, …, and add λ w to g.
//! Keras puts δ inside the root, √(r + δ), and starts r at 0.1: its first step is then shorter than η.
//! J. Duchi, E. Hazan, Y. Singer, Adaptive subgradient methods for online learning and stochastic optimization, 2011,
//! figure 1 (diagonal form).

use super::{
    Defaults, Entry, Family, Here, Listing, Optimizer, PENALTY, Rule, Stability, Value, Width, abreast, both, delta,
    initial, lines, listed, penalized,
};
use crate::call::{Call, written};
use crate::linear::Vec2;
use crate::parameter::{Choice, Parameter, Range, Settings, Slider};

#[derive(Clone)]
struct AdaGrad<N = f64> {
    delta: f64,
    /// Whether δ stands inside the root.
    inside: bool,
    rate_decay: f64,
    /// t times that, as far as the last update has slowed down.
    slowing: f64,
    /// The accumulated squares r.
    r: Vec2<N>,
}

impl<N: Width> AdaGrad<N> {
    #[inline(always)]
    fn root(&self) -> Vec2<N> {
        if self.inside { (self.r + self.delta).sqrt() } else { self.r.sqrt() + self.delta }
    }
}

impl<N: Width> Rule<N> for AdaGrad<N> {
    #[inline]
    fn step(&mut self, here: &Here<N>) -> Vec2<N> {
        let (w, g) = (here.w, here.gradient);
        let rate = if self.rate_decay == 0.0 {
            here.rate
        } else {
            self.slowing = here.t as f64 * self.rate_decay;
            here.rate / (1.0 + self.slowing)
        };
        self.r += g.square();
        w - rate * g / self.root()
    }

    fn state(&self) -> Vec<(&'static str, Vec2<N>)> {
        vec![("r", self.r)]
    }

    fn divisor(&self) -> Vec2<N> {
        (1.0 + self.slowing) * self.root()
    }
}

const PLACES: &[Choice] = &[
    Choice {
        key: "outside",
        name: "outside the root: √r + δ",
        rule: r"\mathbf{r} \leftarrow \mathbf{r} + \mathbf{g}^2 \\ \mathbf{w} \leftarrow \mathbf{w} - \frac{\eta}{\sqrt{\mathbf{r}} + \delta} \odot \mathbf{g}",
    },
    Choice {
        key: "inside",
        name: "inside the root: √(r + δ)",
        rule: r"\mathbf{r} \leftarrow \mathbf{r} + \mathbf{g}^2 \\ \mathbf{w} \leftarrow \mathbf{w} - \frac{\eta}{\sqrt{\mathbf{r} + \delta}} \odot \mathbf{g}",
    },
];

fn build<N: Width>(s: &Settings) -> Box<dyn Optimizer<N>> {
    let r = s.number("initial");
    let rule = AdaGrad {
        delta: s.number("delta"),
        inside: s.choice("place") == "inside",
        rate_decay: s.number("rate_decay"),
        slowing: 0.0,
        r: both(r),
    };
    penalized(rule, s)
}

/// No learning rate is too large for ever: r grows until the steps are small.
pub const ENTRY: Entry = Entry {
    key: "adagrad",
    name: "AdaGrad",
    rule: PLACES[0].rule,
    family: Family::Notes,
    source: "J. Duchi, E. Hazan, Y. Singer, Adaptive subgradient methods for online learning and stochastic optimization, 2011",
    defaults: &[
        Defaults::own("notes", 0.01),
        Defaults::own("PyTorch", 0.01),
        Defaults {
            name: "Keras",
            rate: 1e-3,
            settings: &[
                ("delta", Value::Number(1e-7)),
                ("place", Value::Choice("inside")),
                ("initial", Value::Number(0.1)),
            ],
        },
    ],
    parameters: &[
        delta(1e-10),
        Parameter::choice("place", "place of δ", PLACES).advanced(),
        initial("first accumulated square", 0.0),
        Parameter::number("rate_decay", "d", "decay of the rate", 0.0, Range::NOT_NEGATIVE, Slider::Linear(0.0, 0.1))
            .advanced(),
        PENALTY,
    ],
    gain: |_| 1.0,
    stability: |_| Stability::SelfLimiting,
    linear: None,
    code: listed(|s| {
        let slowing = s.number("rate_decay") != 0.0;
        let step: &str = match (slowing, s.choice("place")) {
            (false, "inside") => lines! { "w = w - lr*dw/sqrt(r + delta)" => "w" },
            (false, _) => lines! { "w = w - lr*dw/(sqrt(r) + delta)" => "w" },
            (true, "inside") => lines! { "w = w - eta*dw/sqrt(r + delta)" => "w" },
            (true, _) => lines! { "w = w - eta*dw/(sqrt(r) + delta)" => "w" },
        };
        Listing::new(if s.number("initial") == 0.0 { "r = 0" } else { "r = initial" })
            .penalized(s)
            .then(lines! { "r = r + dw**2" => "r" })
            .then_if(slowing, lines! { "eta = lr/(1 + (t - 1)*rate_decay)" })
            .then(step)
    }),
    is_rule: |_| true,
    torch: written(|s| {
        let call = Call::new("Adagrad").unless(0.0, "lr_decay", s.number("rate_decay"));
        let call = call.unless(0.0, "weight_decay", s.number(PENALTY.key));
        let call = call.unless(0.0, "initial_accumulator_value", s.number("initial")).number("eps", s.number("delta"));
        (s.choice("place") == "outside").then_some(call)
    }),
    optax: written(|s| {
        let call = Call { penalty: s.number(PENALTY.key), ..Call::new("adagrad") };
        let call = call.number("initial_accumulator_value", s.number("initial")).number("eps", s.number("delta"));
        (s.choice("place") == "inside" && s.number("rate_decay") == 0.0).then_some(call)
    }),
    build,
    abreast: abreast(build),
};
