//! NAdam: Adam that looks ahead as Nesterov's momentum does.
//!
//! s and r as in Adam, zero at first; with a momentum μₜ for each step and Pₜ = μ₁ μ₂ ⋯ μₜ,
//! w ← w − η (μₜ₊₁ s / (1 − Pₜ μₜ₊₁) + (1 − μₜ) g / (1 − Pₜ)) / (√r̂ + δ).
//!
//! - pytorch: μₜ = β₁ (1 − 0.96^(tψ)/2), which begins near β₁/2 and rises to β₁ (`torch.optim.NAdam`); Keras has ψ = 1
//! - constant: μₜ = β₁ (optax, and the short form in textbooks)
//!
//! ψ = 0 leaves μ at β₁/2 for ever.
//! Weight decay adds λ w to g, or shrinks w by 1 − ηλ first.
//! T. Dozat, Incorporating Nesterov momentum into Adam, 2016, algorithm 2.

use super::{
    DECOUPLED, Defaults, Entry, Family, Here, Listing, Moments, Optimizer, PENALTY, Rule, Value, Width, abreast, beta1,
    beta2, both, delta, either_way, lines, listed, rescaled,
};
use crate::call::{Call, written};
use crate::linear::Vec2;
use crate::parameter::{Choice, Parameter, Range, Settings, Slider};

/// The paper's and PyTorch's: in 1/ψ·17 steps half of the way from β₁/2 to β₁ is done.
const WARMING: f64 = 0.96;

/// How μₜ follows from β₁.
#[derive(Clone, Copy)]
enum Form {
    /// With the momentum decay ψ.
    PyTorch(f64),
    Constant,
}

impl Form {
    fn new(s: &Settings) -> Self {
        if s.choice("form") == "constant" { Form::Constant } else { Form::PyTorch(s.number("momentum_decay")) }
    }

    /// μₜ/β₁ for update number `t`, from 1.
    fn share(self, t: usize) -> f64 {
        match self {
            Form::PyTorch(decay) => 1.0 - 0.5 * libm::pow(WARMING, t as f64 * decay),
            Form::Constant => 1.0,
        }
    }
}

#[derive(Clone)]
struct NAdam<N = f64> {
    moments: Moments<N>,
    delta: f64,
    form: Form,
    /// μₜ/β₁ for the next update.
    share: f64,
    /// Pₜ.
    product: f64,
}

impl<N: Width> Rule<N> for NAdam<N> {
    #[inline]
    fn step(&mut self, here: &Here<N>) -> Vec2<N> {
        let (w, g) = (here.w, here.gradient);
        let beta1 = self.moments.average(here);
        self.moments.average_squares(here.t, g.square());
        let next = self.form.share(here.t + 2);
        let (mu, mu_next) = (beta1 * self.share, beta1 * next);
        self.share = next;
        self.product *= mu;
        let ahead = mu_next / (1.0 - self.product * mu_next) * self.moments.s + (1.0 - mu) / (1.0 - self.product) * g;
        let (_, r_hat) = self.moments.corrected();
        w - here.rate * ahead / (r_hat.sqrt() + self.delta)
    }

    fn state(&self) -> Vec<(&'static str, Vec2<N>)> {
        let (_, r_hat) = self.moments.corrected();
        vec![("s", self.moments.s), ("r", self.moments.r), ("r̂", r_hat), ("P", both(self.product))]
    }

    fn divisor(&self) -> Vec2<N> {
        self.moments.root(self.delta)
    }
}

const RULE: &str = r"\mathbf{s} \leftarrow \beta_1 \mathbf{s} + (1 - \beta_1) \, \mathbf{g} \\ \mathbf{r} \leftarrow \beta_2 \mathbf{r} + (1 - \beta_2) \, \mathbf{g}^2 \\ \mu_t = \beta_1 \left(1 - \tfrac{1}{2} \, 0.96^{t \psi}\right) \quad P_t = \mu_1 \cdots \mu_t \quad \hat{\mathbf{r}} = \frac{\mathbf{r}}{1 - \beta_2^t} \\ \mathbf{w} \leftarrow \mathbf{w} - \frac{\eta}{\sqrt{\hat{\mathbf{r}}} + \delta} \odot \left(\frac{\mu_{t+1} \, \mathbf{s}}{1 - P_{t+1}} + \frac{(1 - \mu_t) \, \mathbf{g}}{1 - P_t}\right)";

const FORMS: &[Choice] = &[
    Choice { key: "pytorch", name: "PyTorch: a momentum that warms up", rule: RULE },
    Choice {
        key: "constant",
        name: "constant momentum",
        rule: r"\mathbf{s} \leftarrow \beta_1 \mathbf{s} + (1 - \beta_1) \, \mathbf{g} \\ \mathbf{r} \leftarrow \beta_2 \mathbf{r} + (1 - \beta_2) \, \mathbf{g}^2 \quad \hat{\mathbf{r}} = \frac{\mathbf{r}}{1 - \beta_2^t} \\ \mathbf{w} \leftarrow \mathbf{w} - \frac{\eta}{\sqrt{\hat{\mathbf{r}}} + \delta} \odot \left(\frac{\beta_1 \mathbf{s}}{1 - \beta_1^{t+1}} + \frac{(1 - \beta_1) \, \mathbf{g}}{1 - \beta_1^t}\right)",
    },
];

fn build<N: Width>(s: &Settings) -> Box<dyn Optimizer<N>> {
    let form = Form::new(s);
    let rule = NAdam { moments: Moments::new(s), delta: s.number("delta"), form, share: form.share(1), product: 1.0 };
    either_way(rule, s)
}

/// With r̂ and μ at rest, stable on a quadratic exactly for η < 2/((1 − μ + μ (1 − β₁)/(1 + β₁)) λmax(P⁻¹H)),
/// P = diag(√r̂ + δ): an eigenvalue of −1 has w and s swing in step.
/// The first μ, the smallest, gives the lowest limit.
pub const ENTRY: Entry = Entry {
    key: "nadam",
    name: "NAdam",
    rule: RULE,
    family: Family::Adaptive,
    source: "T. Dozat, Incorporating Nesterov momentum into Adam, 2016",
    defaults: &[
        Defaults::own("PyTorch", 2e-3),
        Defaults {
            name: "Keras",
            rate: 1e-3,
            settings: &[("delta", Value::Number(1e-7)), ("momentum_decay", Value::Number(1.0))],
        },
        Defaults { name: "optax", rate: 1e-3, settings: &[("form", Value::Choice("constant"))] },
    ],
    parameters: &[
        beta1(0.9),
        beta2(0.999),
        delta(1e-8),
        Parameter::choice("form", "form", FORMS),
        Parameter::number(
            "momentum_decay",
            "ψ",
            "how fast the momentum warms up, in PyTorch's form only",
            0.004,
            Range::NOT_NEGATIVE,
            Slider::Logarithmic(1e-4, 10.0),
        )
        .advanced(),
        PENALTY,
        DECOUPLED,
    ],
    gain: |_| 1.0,
    stability: |s| {
        let beta1 = s.number("beta1");
        let mu = beta1 * Form::new(s).share(1);
        rescaled(2.0 / (1.0 - mu + mu * (1.0 - beta1) / (1.0 + beta1)), s)
    },
    linear: None,
    code: listed(|s| {
        let ahead: &str = match s.choice("form") {
            "constant" => lines! {
                "P = P*beta1" => "P",
                "ahead = beta1*s/(1 - P*beta1) + (1 - beta1)*dw/(1 - P)",
            },
            _ => lines! {
                "mu = beta1*(1 - 0.96**(t*momentum_decay)/2)",
                "mu_next = beta1*(1 - 0.96**((t + 1)*momentum_decay)/2)",
                "P = P*mu" => "P",
                "ahead = mu_next*s/(1 - P*mu_next) + (1 - mu)*dw/(1 - P)",
            },
        };
        Listing::new(Moments::START)
            .starting("P = 1")
            .either_way(s)
            .then(Moments::AVERAGE)
            .then(Moments::SQUARES)
            .then(Moments::R_HAT)
            .then(ahead)
            .then(lines! { "w = w - lr*ahead/(sqrt(r_hat) + delta)" => "w" })
    }),
    is_rule: |_| true,
    torch: written(|s| {
        let betas = ["beta1", "beta2"].map(|key| s.number(key));
        let call = Call::new("NAdam").pair("betas", betas).number("eps", s.number("delta"));
        let call = call.unless(0.0, "weight_decay", s.number(PENALTY.key));
        let call = call.number("momentum_decay", s.number("momentum_decay"));
        (s.choice("form") == "pytorch").then(|| call.switch("decoupled_weight_decay", s.is_on(DECOUPLED.key)))
    }),
    optax: written(|s| {
        let call = Call { penalty: s.number(PENALTY.key), ..Call::new("nadam") };
        let call =
            call.number("b1", s.number("beta1")).number("b2", s.number("beta2")).number("eps", s.number("delta"));
        let is_apart = s.is_on(DECOUPLED.key) && s.number(PENALTY.key) != 0.0;
        (s.choice("form") == "constant" && !is_apart).then_some(call)
    }),
    build,
    abreast: abreast(build),
};
