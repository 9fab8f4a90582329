//! The two moments of Adam and its kin.

use super::{Beta, Here, Width, both, lines};
use crate::linear::Vec2;
use crate::parameter::Settings;

/// The averaged gradient s and the averaged squares r, with their decay rates.
#[derive(Clone)]
pub struct Moments<N = f64> {
    /// The decay rate β₁.
    pub beta1: Beta,
    /// The decay rate β₂.
    pub beta2: Beta,
    /// The first moment s.
    pub s: Vec2<N>,
    /// The second moment r.
    pub r: Vec2<N>,
}

impl<N: Width> Moments<N> {
    /// Both at zero, with the decay rates of the settings.
    pub fn new(settings: &Settings) -> Self {
        let [beta1, beta2] = ["beta1", "beta2"].map(|key| Beta::new(settings.number(key)));
        Moments { beta1, beta2, s: both(0.0), r: both(0.0) }
    }

    /// s ← β₁ s + (1 − β₁) g, where a schedule's momentum takes the place of β₁; returns that.
    #[inline(always)]
    pub fn average(&mut self, here: &Here<N>) -> f64 {
        let beta1 = self.beta1.next(here.t, here.momentum);
        self.s = beta1 * self.s + (1.0 - beta1) * here.gradient;
        beta1
    }

    /// r ← β₂ r + (1 − β₂) q for the new squares q.
    #[inline(always)]
    pub fn average_squares(&mut self, t: usize, squares: Vec2<N>) {
        let beta2 = self.beta2.next(t, None);
        self.r = beta2 * self.r + (1.0 - beta2) * squares;
    }

    /// What an update does to s and r in Adam itself: q = g².
    #[inline(always)]
    pub fn take_in(&mut self, here: &Here<N>) {
        self.average(here);
        self.average_squares(here.t, here.gradient.square());
    }

    /// 1 − β₁ᵗ and 1 − β₂ᵗ: what an average that started at zero is too small by.
    #[inline(always)]
    pub fn corrections(&self) -> (f64, f64) {
        (self.beta1.correction(), self.beta2.correction())
    }

    /// ŝ = s/(1 − β₁ᵗ) and r̂ = r/(1 − β₂ᵗ); before the first step s and r.
    #[inline(always)]
    pub fn corrected(&self) -> (Vec2<N>, Vec2<N>) {
        let (c1, c2) = self.corrections();
        (self.s / c1, self.r / c2)
    }

    /// √r̂ + δ.
    pub fn root(&self, delta: f64) -> Vec2<N> {
        self.corrected().1.sqrt() + delta
    }

    /// s, r, ŝ and r̂ by symbol.
    pub fn state(&self) -> Vec<(&'static str, Vec2<N>)> {
        let (s_hat, r_hat) = self.corrected();
        vec![("s", self.s), ("r", self.r), ("ŝ", s_hat), ("r̂", r_hat)]
    }
}

/// The same as lines of Python.
impl Moments {
    /// Both at zero.
    pub const START: &'static str = lines! { "s = 0", "r = 0" };
    /// The averaged gradient.
    pub const AVERAGE: &'static str = lines! { "s = beta1*s + (1 - beta1)*dw" => "s" };
    /// The averaged squares.
    pub const SQUARES: &'static str = lines! { "r = beta2*r + (1 - beta2)*dw**2" => "r" };
    /// ŝ.
    pub const S_HAT: &'static str = lines! { "s_hat = s/(1 - beta1**t)" => "ŝ" };
    /// r̂.
    pub const R_HAT: &'static str = lines! { "r_hat = r/(1 - beta2**t)" => "r̂" };
    /// Adam's step from ŝ and r̂.
    pub const STEP: &'static str = lines! { "w = w - lr*s_hat/(sqrt(r_hat) + delta)" => "w" };
    /// The same from s and r.
    pub const UNCORRECTED_STEP: &'static str = lines! { "w = w - lr*s/(sqrt(r) + delta)" => "w" };
}

/// (2 + 2β₁)/(1 − β₁): the limit of η λmax of a step along the averaged gradient, where what it is divided by is at
/// rest.
pub fn averaged_limit(s: &Settings) -> f64 {
    let beta1 = s.number("beta1");
    (2.0 + 2.0 * beta1) / (1.0 - beta1)
}
