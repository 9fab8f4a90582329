//! Decay rates of averages, and what an average that started at zero is too small by.

use crate::parameter::{Parameter, Range, Slider};

/// The decay β₁ of the averaged gradient; a schedule's momentum takes its place.
pub const fn beta1(default: f64) -> Parameter {
    Parameter::number("beta1", "β₁", "decay of the gradient", default, Range::FRACTION, Slider::TowardsOne(0.999))
}

/// The decay β₂ of the averaged squares.
pub const fn beta2(default: f64) -> Parameter {
    Parameter::number("beta2", "β₂", "decay of the squares", default, Range::FRACTION, Slider::TowardsOne(0.9999))
}

/// A decay rate β with its power βᵗ: an average that started at zero is too small by the factor 1 − βᵗ.
///
/// The power is kept as a running product, within t units in the last place of the power itself.
/// A β that a schedule prescribes is raised to the power t as it is then, as PyTorch does.
#[derive(Clone, Copy)]
pub struct Beta {
    /// β itself, where none is prescribed.
    pub own: f64,
    product: f64,
    /// What was prescribed for the last update.
    prescribed: Option<f64>,
    /// The number of updates made.
    t: usize,
}

impl Beta {
    /// β before the first update.
    pub const fn new(beta: f64) -> Self {
        Beta { own: beta, product: 1.0, prescribed: None, t: 0 }
    }

    /// β for the next update, number `t` + 1.
    #[inline(always)]
    pub fn next(&mut self, t: usize, prescribed: Option<f64>) -> f64 {
        self.product *= self.own;
        self.prescribed = prescribed;
        self.t = t + 1;
        prescribed.unwrap_or(self.own)
    }

    /// βᵗ.
    #[inline(always)]
    pub fn power(&self) -> f64 {
        match self.prescribed {
            None => self.product,
            Some(beta) => raised(beta, self.t),
        }
    }

    /// 1 − βᵗ, or 1 where that is zero: before the first update, and for an average that takes nothing in (β = 1).
    #[inline(always)]
    pub fn correction(&self) -> f64 {
        let power = self.power();
        if power < 1.0 { 1.0 - power } else { 1.0 }
    }
}

/// βᵗ; apart, since it is rare and long.
#[cold]
#[inline(never)]
fn raised(beta: f64, t: usize) -> f64 {
    libm::pow(beta, t as f64)
}
