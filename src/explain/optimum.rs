//! The learning rate and the momentum that are best on quadratics.

use crate::optimizer::{Linear, Tuning};
use crate::parameter::Settings;

/// Settings, and the factor by which every component shrinks a step with them, or faster.
#[derive(Debug, Clone, PartialEq)]
pub struct Best {
    /// The learning rate.
    pub rate: f64,
    /// Numbers by the keys of their parameters: the momentum first, where there is one.
    pub numbers: Vec<(&'static str, f64)>,
    /// The factor of a step.
    pub factor: f64,
}

/// The best learning rate of gradient descent for eigenvalues from `low` > 0 to `high`: 2/(λmin + λmax), with the
/// factor (κ − 1)/(κ + 1), κ = λmax/λmin.
///
/// B. T. Polyak, Introduction to optimization, 1987, section 1.4, theorem 3.
pub fn gradient_descent([low, high]: [f64; 2]) -> Best {
    Best { rate: 2.0 / (low + high), numbers: Vec::new(), factor: (high - low) / (high + low) }
}

/// Learning rate, momentum and factor that are best for the heavy ball, v ← μ v − η g, w ← w + v:
/// (2/(√λmin + √λmax))², ((√κ − 1)/(√κ + 1))², (√κ − 1)/(√κ + 1).
///
/// B. T. Polyak, Some methods of speeding up the convergence of iteration methods, 1964, equation (12).
pub fn heavy_ball([low, high]: [f64; 2]) -> [f64; 3] {
    let (low, high) = (low.sqrt(), high.sqrt());
    let (step, factor) = (2.0 / (low + high), (high - low) / (high + low));
    [step * step, factor * factor, factor]
}

/// Learning rate, momentum and factor that are best for Nesterov's method with constant coefficients:
/// 4/(3 λmax + λmin), (√(3κ + 1) − 2)/(√(3κ + 1) + 2), 1 − 2/√(3κ + 1).
///
/// L. Lessard, B. Recht, A. Packard, Analysis and design of optimization algorithms via integral quadratic constraints,
/// 2016, table 1.
pub fn nesterov([low, high]: [f64; 2]) -> [f64; 3] {
    let root = (3.0 * high / low + 1.0).sqrt();
    [4.0 / (3.0 * high + low), (root - 2.0) / (root + 2.0), 1.0 - 2.0 / root]
}

/// What is best for a rule of this form, whose other settings stay as they are, for eigenvalues from `low` to `high`,
/// both with what weight decay adds; none unless `low` > 0, or if the velocity takes in nothing of the gradient.
pub fn best_for(linear: &Linear, settings: &Settings, [low, high]: [f64; 2]) -> Option<Best> {
    if !(low > 0.0 && high.is_finite()) {
        return None;
    }
    let best = match linear.tuning {
        Tuning::Rate => gradient_descent([low, high]),
        Tuning::HeavyBall { momentum, with } => {
            let [rate, mu, factor] = heavy_ball([low, high]);
            // A form that takes in less of the gradient needs a larger rate for the same path.
            let taken = (linear.recurrence)(settings, Some(mu))?.taken;
            let numbers = [&[(momentum, mu)], with].concat();
            Best { rate: rate / taken, numbers, factor }
        }
        Tuning::Nesterov { momentum } => {
            let [rate, mu, factor] = nesterov([low, high]);
            Best { rate, numbers: vec![(momentum, mu)], factor }
        }
    };
    (best.rate > 0.0 && best.rate.is_finite()).then_some(best)
}
