//! FTRL-Proximal: w anew at each step, as the minimum of all past gradients, linearized, plus a growing pull to each w.
//!
//! n⁺ = n + g²; z ← z + g + 2 λₛ w − ((n⁺)^−p − n^−p)/η · w; n ← n⁺;
//! w ← −(z − clip(z, −λ₁, λ₁)) / ((n^−p + β)/η + 2 λ₂), per coordinate, with n = n⁰ and z = 0 at first.
//!
//! This is `keras.optimizers.Ftrl`: p is its `learning_rate_power`, λ₁, λ₂ and λₛ are its `l1_regularization_strength`,
//! `l2_regularization_strength` and `l2_shrinkage_regularization_strength`.
//! Nothing in z remembers the start: with n⁰ > 0 or any penalty the first step pulls w towards the origin.
//! With none of these (n⁰ = 0, λ₁ = λ₂ = λₛ = β = 0), p = −1/2 and a constant rate it is AdaGrad with δ = 0.
//! A coordinate is exactly zero while |z| ≤ λ₁, until its gradients have come to more: that is what the rule is for.
//! The rule divides by η; at η = 0 nothing moves and nothing is taken in.
//! H. B. McMahan et al., Ad click prediction: A view from the trenches, 2013, algorithm 1.

use super::{
    Defaults, Entry, Family, Here, Listing, Optimizer, Rule, Stability, Width, abreast, both, initial, lines, listed,
};
use crate::linear::Vec2;
use crate::parameter::{Parameter, Range, Settings, Slider};

#[derive(Clone)]
struct Ftrl<N = f64> {
    power: f64,
    beta: f64,
    l1: f64,
    l2: f64,
    shrinkage: f64,
    /// The accumulated squares n.
    n: Vec2<N>,
    /// The accumulated gradients, corrected for the pulls, z.
    z: Vec2<N>,
    /// The learning rate of the last update.
    rate: f64,
}

impl<N: Width> Ftrl<N> {
    /// n^−p.
    #[inline(always)]
    fn root(&self) -> Vec2<N> {
        if self.power == -0.5 { self.n.sqrt() } else { self.n.map(|n| libm::pow(n, -self.power)) }
    }
}

impl<N: Width> Rule<N> for Ftrl<N> {
    #[inline]
    fn step(&mut self, here: &Here<N>) -> Vec2<N> {
        let (w, g, rate) = (here.w, here.gradient, here.rate);
        if rate == 0.0 {
            return w;
        }
        let before = self.root();
        self.n += g.square();
        let root = self.root();
        self.z += g + 2.0 * self.shrinkage * w - (root - before) / rate * w;
        let clipped = self.z.map(|z| z.clamp(-self.l1, self.l1));
        self.rate = rate;
        (clipped - self.z) / ((root + self.beta) / rate + 2.0 * self.l2)
    }

    fn state(&self) -> Vec<(&'static str, Vec2<N>)> {
        vec![("n", self.n), ("z", self.z)]
    }

    /// What z is divided by, times the learning rate.
    fn divisor(&self) -> Vec2<N> {
        self.root() + self.beta + 2.0 * self.l2 * self.rate
    }
}

const fn penalty(key: &'static str, symbol: &'static str, name: &'static str) -> Parameter {
    Parameter::number(key, symbol, name, 0.0, Range::NOT_NEGATIVE, Slider::Linear(0.0, 1.0)).advanced()
}

fn build<N: Width>(s: &Settings) -> Box<dyn Optimizer<N>> {
    let n = s.number("initial");
    Box::new(Ftrl {
        power: s.number("power"),
        beta: s.number("beta"),
        l1: s.number("l1"),
        l2: s.number("l2"),
        shrinkage: s.number("shrinkage"),
        n: both(n),
        z: both(0.0),
        rate: 0.0,
    })
}

/// As with AdaGrad, n grows until the steps are small.
pub const ENTRY: Entry = Entry {
    key: "ftrl",
    name: "FTRL",
    rule: r"\mathbf{n}^{+} = \mathbf{n} + \mathbf{g}^2 \quad \mathbf{z} \leftarrow \mathbf{z} + \mathbf{g} - \frac{(\mathbf{n}^{+})^{-p} - \mathbf{n}^{-p}}{\eta} \odot \mathbf{w} \quad \mathbf{n} \leftarrow \mathbf{n}^{+} \\ \mathbf{w} \leftarrow -\frac{\mathbf{z} - \operatorname{clip}(\mathbf{z}, -\lambda_1, \lambda_1)}{(\mathbf{n}^{-p} + \beta) / \eta + 2 \lambda_2}",
    family: Family::Adaptive,
    source: "H. B. McMahan et al., Ad click prediction: A view from the trenches, 2013",
    defaults: &[Defaults::own("Keras", 1e-3)],
    parameters: &[
        initial("first accumulated square", 0.1),
        Parameter::number(
            "power",
            "p",
            "power with which the rate falls",
            -0.5,
            Range::closed(-10.0, 0.0),
            Slider::Linear(-1.0, 0.0),
        )
        .advanced(),
        penalty("beta", "β", "added to the root"),
        penalty("l1", "λ₁", "penalty on |w|: what gradients must come to to leave 0"),
        penalty("l2", "λ₂", "penalty on w² as w is made anew"),
        penalty("shrinkage", "λₛ", "penalty on w² in the gradient"),
    ],
    gain: |_| 1.0,
    stability: |_| Stability::SelfLimiting,
    linear: None,
    code: listed(|s| {
        let [beta, l1, l2, shrinkage] = ["beta", "l1", "l2", "shrinkage"].map(|key| s.number(key) != 0.0);
        Listing::new(lines! { "n = initial", "z = 0" })
            .then(lines! {
                "sigma = ((n + dw**2)**-power - n**-power)/lr",
                "n = n + dw**2" => "n",
            })
            .then(if shrinkage {
                lines! { "z = z + dw + 2*shrinkage*w - sigma*w" => "z" }
            } else {
                lines! { "z = z + dw - sigma*w" => "z" }
            })
            .then(match (l1, beta || l2) {
                (false, false) => lines! { "w = -lr*z/n**-power" => "w" },
                (false, true) => lines! { "w = -z/((n**-power + beta)/lr + 2*l2)" => "w" },
                (true, false) => lines! { "w = lr*(clip(z, -l1, l1) - z)/n**-power" => "w" },
                (true, true) => lines! { "w = (clip(z, -l1, l1) - z)/((n**-power + beta)/lr + 2*l2)" => "w" },
            })
    }),
    is_rule: |s| s.number("l1") == 0.0,
    torch: None,
    optax: None,
    build,
    abreast: abreast(build),
};
