//! What a linear recurrence does along one eigenvector: by how much it shrinks a step, and in which manner.
//!
//! All follows from trace and determinant of its 2 × 2 matrix, as in G. Goh, Why momentum really works, 2017.

use crate::optimizer::{Linear, Recurrence};
use crate::parameter::Settings;

/// In which manner a component moves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Motion {
    /// One positive factor, without velocity: straight in, or straight out.
    Straight,
    /// One negative factor, without velocity: to the other side at every step.
    Jumping,
    /// Nothing is left after a step or two.
    AtOnce,
    /// Underdamped: a pair of complex eigenvalues; it rings.
    Ringing {
        /// Steps from one turn to the next but one: of a whole swing.
        period: f64,
    },
    /// Critically damped: both eigenvalues are one.
    Critical,
    /// Overdamped: two real eigenvalues, the greater positive.
    Creeping,
    /// Two real eigenvalues, the greater negative: to the other side at every step, in spite of the velocity.
    Alternating,
}

/// The eigenvalues of a recurrence's matrix, and what they say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spectrum {
    /// The spectral radius: the factor of a step in the long run.
    pub factor: f64,
    /// In which manner the component moves.
    pub motion: Motion,
    /// The eigenvalue of the greatest modulus, as real and imaginary part; of a pair the one with the positive.
    pub root: [f64; 2],
}

/// Eigenvalues whose difference is below √this of their size count as one: to them belongs a momentum that is typed
/// with ten digits.
const DOUBLE: f64 = 1e-9;

/// A factor below this is none: rounding.
const NOTHING: f64 = 1e-12;

/// The spectrum of `recurrence` at x = η (λ + decay).
pub fn spectrum(recurrence: &Recurrence, x: f64) -> Spectrum {
    let [trace, determinant] = recurrence.invariants(x);
    let discriminant = trace * trace - 4.0 * determinant;
    let real = |root: f64, motion| {
        let motion = if root.abs() < NOTHING { Motion::AtOnce } else { motion };
        Spectrum { factor: root.abs(), motion, root: [root, 0.0] }
    };
    if recurrence.memory == 0.0 && recurrence.ahead == 0.0 {
        return real(trace, if trace < 0.0 { Motion::Jumping } else { Motion::Straight });
    }
    if discriminant.abs() <= DOUBLE * (trace * trace + 4.0 * determinant.abs()) {
        return real(trace / 2.0, if trace < 0.0 { Motion::Alternating } else { Motion::Critical });
    }
    if discriminant < 0.0 {
        let factor = determinant.sqrt();
        let root = [trace / 2.0, (-discriminant).sqrt() / 2.0];
        let period = 2.0 * std::f64::consts::PI / libm::atan2(root[1], root[0]);
        return Spectrum { factor, motion: Motion::Ringing { period }, root };
    }
    let root = (trace + discriminant.sqrt().copysign(trace)) / 2.0;
    real(root, if root < 0.0 { Motion::Alternating } else { Motion::Creeping })
}

/// The momenta between which a rule rings at x = η (λ + decay): where both eigenvalues are one; none where it never
/// does.
///
/// In every form of momentum trace and determinant are b + a μ and c μ, and so the two are the roots of
/// (b + a μ)² = 4 c μ: (1 ∓ √x)² in the notes' and PyTorch's form without dampening, ((1 − x)/(1 + x))² and 1 in the
/// averaged one, (1 − √x)/(1 + √x) and its inverse in Nesterov's.
pub fn critical_momenta(linear: &Linear, settings: &Settings, x: f64) -> Option<[f64; 2]> {
    let at = |mu: f64| (linear.recurrence)(settings, Some(mu)).map(|recurrence| recurrence.invariants(x));
    // Not at 0, where some forms of momentum are another rule.
    let ([half, _], [whole, c]) = (at(0.5)?, at(1.0)?);
    let (a, b) = (2.0 * (whole - half), 2.0 * half - whole);
    let (middle, inside) = (2.0 * c - a * b, c * (c - a * b));
    if !(inside > 0.0 && a != 0.0) {
        return None;
    }
    // The smaller from the product of both, b²/a², so that nothing cancels.
    let high = (middle + 2.0 * inside.sqrt()) / (a * a);
    let low = b * b / (a * a) / high;
    (low.is_finite() && high > 0.0).then_some([low, high])
}
