//! Yogi: Adam whose squares grow and shrink by what is new alone, however large they are.
//!
//! s ← β₁ s + (1 − β₁) g; r ← r − (1 − β₂) sign(r − g²) g², per coordinate.
//!
//! - optax: s = r = r⁰ at first; ŝ = s/(1 − β₁ᵗ); r̂ = r/(1 − β₂ᵗ); w ← w − η ŝ / (√r̂ + δ)
//! - paper: s = 0 and r = r⁰ at first; w ← w − η s / (√r + δ)
//!
//! So optax moves even where the gradient is zero, by what is left of r⁰ in ŝ: it leaves a ridge or a minimum by
//! itself.
//! M. Zaheer, S. Reddi, D. Sachan, S. Kale, S. Kumar, Adaptive methods for nonconvex optimization, 2018, algorithm 2.

use super::{
    Defaults, Entry, Family, Here, Listing, Moments, Optimizer, Rule, Stability, Value, Width, abreast, beta1, beta2,
    both, delta, lines, listed,
};
use crate::call::{Call, written};
use crate::linear::Vec2;
use crate::parameter::{Choice, Parameter, Range, Settings, Slider};

#[derive(Clone)]
struct Yogi<N = f64> {
    moments: Moments<N>,
    delta: f64,
    bias_correction: bool,
}

impl<N: Width> Yogi<N> {
    /// ŝ and r̂, or s and r in the paper's form.
    #[inline(always)]
    fn corrected(&self) -> (Vec2<N>, Vec2<N>) {
        if self.bias_correction { self.moments.corrected() } else { (self.moments.s, self.moments.r) }
    }
}

impl<N: Width> Rule<N> for Yogi<N> {
    #[inline]
    fn step(&mut self, here: &Here<N>) -> Vec2<N> {
        let (w, rate, new) = (here.w, here.rate, here.gradient.square());
        self.moments.average(here);
        let beta2 = self.moments.beta2.next(here.t, None);
        self.moments.r = self.moments.r - (1.0 - beta2) * (self.moments.r - new).sign() * new;
        let (s_hat, r_hat) = self.corrected();
        w - rate * s_hat / (r_hat.sqrt() + self.delta)
    }

    fn state(&self) -> Vec<(&'static str, Vec2<N>)> {
        let mut state = self.moments.state();
        state.truncate(if self.bias_correction { 4 } else { 2 });
        state
    }

    fn divisor(&self) -> Vec2<N> {
        self.corrected().1.sqrt() + self.delta
    }
}

const FORMS: &[Choice] = &[
    Choice {
        key: "optax",
        name: "optax: with bias correction",
        rule: r"\mathbf{s} \leftarrow \beta_1 \mathbf{s} + (1 - \beta_1) \, \mathbf{g} \\ \mathbf{r} \leftarrow \mathbf{r} - (1 - \beta_2) \, \operatorname{sign}(\mathbf{r} - \mathbf{g}^2) \odot \mathbf{g}^2 \\ \hat{\mathbf{s}} = \frac{\mathbf{s}}{1 - \beta_1^t} \quad \hat{\mathbf{r}} = \frac{\mathbf{r}}{1 - \beta_2^t} \\ \mathbf{w} \leftarrow \mathbf{w} - \frac{\eta}{\sqrt{\hat{\mathbf{r}}} + \delta} \odot \hat{\mathbf{s}}",
    },
    Choice {
        key: "paper",
        name: "paper: without bias correction",
        rule: r"\mathbf{s} \leftarrow \beta_1 \mathbf{s} + (1 - \beta_1) \, \mathbf{g} \\ \mathbf{r} \leftarrow \mathbf{r} - (1 - \beta_2) \, \operatorname{sign}(\mathbf{r} - \mathbf{g}^2) \odot \mathbf{g}^2 \\ \mathbf{w} \leftarrow \mathbf{w} - \frac{\eta}{\sqrt{\mathbf{r}} + \delta} \odot \mathbf{s}",
    },
];

fn build<N: Width>(s: &Settings) -> Box<dyn Optimizer<N>> {
    let (bias_correction, first) = (s.choice("form") == "optax", s.number("initial"));
    let first = both(first);
    Box::new(Yogi {
        moments: Moments { s: if bias_correction { first } else { both(0.0) }, r: first, ..Moments::new(s) },
        delta: s.number("delta"),
        bias_correction,
    })
}

/// r loses no more than gradients bring: once they are small it stays, and with it the divisor, so that the rule comes
/// to rest.
pub const ENTRY: Entry = Entry {
    key: "yogi",
    name: "Yogi",
    rule: FORMS[0].rule,
    family: Family::Adaptive,
    source: "M. Zaheer, S. Reddi, D. Sachan, S. Kale, S. Kumar, Adaptive methods for nonconvex optimization, 2018",
    defaults: &[
        Defaults::own("optax", 0.01),
        Defaults { name: "paper", rate: 0.01, settings: &[("form", Value::Choice("paper"))] },
    ],
    parameters: &[
        beta1(0.9),
        beta2(0.999),
        delta(1e-3),
        Parameter::choice("form", "form", FORMS),
        Parameter::number(
            "initial",
            "r⁰",
            "first value of the squares, in optax of the gradient too",
            1e-6,
            Range::NOT_NEGATIVE,
            Slider::Logarithmic(1e-12, 1.0),
        )
        .advanced(),
    ],
    gain: |_| 1.0,
    stability: |_| Stability::SelfLimiting,
    linear: None,
    code: listed(|s| {
        let bias_correction = s.choice("form") == "optax";
        let before = if bias_correction {
            lines! { "s = initial", "r = initial" }
        } else {
            lines! { "s = 0", "r = initial" }
        };
        let listing = Listing::new(before)
            .then(Moments::AVERAGE)
            .then(lines! { "r = r - (1 - beta2)*sign(r - dw**2)*dw**2" => "r" });
        if bias_correction {
            listing.then(Moments::S_HAT).then(Moments::R_HAT).then(Moments::STEP)
        } else {
            listing.then(Moments::UNCORRECTED_STEP)
        }
    }),
    is_rule: |_| false,
    torch: None,
    optax: written(|s| {
        // Its first squares are a constant there.
        const INITIAL: f64 = 1e-6;
        let call = Call::new("yogi").number("b1", s.number("beta1")).number("b2", s.number("beta2"));
        let is_theirs = s.choice("form") == "optax" && s.number("initial") == INITIAL;
        is_theirs.then(|| call.number("eps", s.number("delta")))
    }),
    build,
    abreast: abreast(build),
};
