//! Why a run goes the way it goes: what is measured along it, and what theory says of it.

mod anatomy;
pub mod comparison;
pub mod counted;
mod limit;
mod optimum;
mod spectrum;
mod stable;
mod theory;
mod trace;

pub use anatomy::{Anatomy, Formula, RuleLine, SIGN, Value, anatomy, rule_lines};
pub use limit::{Bound, Sharpness, bound, descended, sharpness};
pub use optimum::{Best, best_for, gradient_descent, heavy_ball, nesterov};
pub use spectrum::{Motion, Spectrum, critical_momenta, spectrum};
pub use stable::Stable;
pub use theory::{Mode, Observed, Quadratic, Theory, Undefined, theory};
pub use trace::{Line, Measured, NoTrace, Role, divisor, measure};

use crate::linear::Vec2;
use crate::parameter::{Setting, Settings};

/// What is measured along a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// L(w).
    Loss,
    /// ‖∇L(w)‖, of the loss over all data.
    GradientNorm,
    /// ‖w − w*‖ for the nearest known minimum w*, in domain units.
    Distance,
    /// The learning rate η of the next update.
    Rate,
    /// η times the gain of the momentum over what the gradient is divided by, in each coordinate: what −∇L is
    /// multiplied by once it has been the same for long.
    EffectiveRate,
    /// ‖wᵗ⁺¹ − wᵗ‖, in domain units.
    StepLength,
    /// The velocity v, in each coordinate.
    Velocity,
    /// The first moment s, in each coordinate.
    FirstMoment,
    /// The second moment r, or the sum of squares, in each coordinate.
    SecondMoment,
    /// The angle between the next update and −∇L, in degrees.
    Angle,
    /// L(w) against the length of the path so far.
    LossOverPath,
    /// λmax and λmin of the Hessian, or of P⁻¹H where the gradient is divided by P, with the limit of stability.
    Sharpness,
    /// λmax over that limit: beyond 1 the run cannot stay where it is.
    Stability,
}

impl Quantity {
    /// The quantity's key.
    pub fn key(self) -> &'static str {
        Quantity::ALL.into_iter().find(|(known, _)| *known == self).map_or("", |(_, key)| key)
    }

    /// The quantity called `key`.
    pub fn of(key: &str) -> Option<Quantity> {
        Quantity::ALL.into_iter().find(|(_, known)| *known == key).map(|(quantity, _)| quantity)
    }

    /// Every quantity with its key.
    pub const ALL: [(Quantity, &'static str); 13] = [
        (Quantity::Loss, "loss"),
        (Quantity::GradientNorm, "gradient"),
        (Quantity::Distance, "distance"),
        (Quantity::Sharpness, "sharpness"),
        (Quantity::Stability, "stability"),
        (Quantity::Rate, "rate"),
        (Quantity::EffectiveRate, "effective_rate"),
        (Quantity::StepLength, "step_length"),
        (Quantity::Angle, "angle"),
        (Quantity::Velocity, "velocity"),
        (Quantity::FirstMoment, "first_moment"),
        (Quantity::SecondMoment, "second_moment"),
        (Quantity::LossOverPath, "loss_over_path"),
    ];

    /// Whether it may be below zero, or is a bounded angle: then a logarithmic axis makes no sense.
    pub fn is_linear(self) -> bool {
        matches!(self, Quantity::Angle | Quantity::Velocity | Quantity::FirstMoment)
    }

    /// Whether its horizontal axis is the step.
    pub fn is_over_steps(self) -> bool {
        self != Quantity::LossOverPath
    }
}

/// The settings of an update for which a schedule prescribes the momentum.
fn paced(settings: &Settings, momentum: Option<f64>) -> Settings {
    // By which name an optimizer knows its momentum.
    let key = ["mu", "beta1", "beta"].into_iter().find(|key| settings.find(key).is_some());
    match (momentum, key) {
        (Some(momentum), Some(key)) => settings.clone().with(key, Setting::Number(momentum)),
        _ => settings.clone(),
    }
}

/// The angle between two vectors, in degrees from 0 to 180; NaN if one is zero.
fn angle(a: Vec2, b: Vec2) -> f64 {
    if a == Vec2::ZERO || b == Vec2::ZERO {
        return f64::NAN;
    }
    // Of units first, so that neither products of the small underflow nor of the large overflow.
    let unit = |v: Vec2| v / v.norm();
    let (a, b) = (unit(a), unit(b));
    libm::atan2((a.x * b.y - a.y * b.x).abs(), a.dot(b)).to_degrees()
}
