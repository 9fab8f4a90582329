//! The sharpness of a landscape at a run, and the limit beyond which the run cannot stay.

use super::paced;
use crate::linear::{Mat2, Vec2};
use crate::optimizer::{Entry, Stability};
use crate::parameter::Settings;
use crate::tempo::Pace;
use crate::words::text;

/// Until when an optimizer can stay near a minimum of a quadratic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// As long as λmax(H), or where `divided` is set λmax(P⁻¹H), is below `limit`; P is by what the gradient is divided.
    ///
    /// H has `decay` on its diagonal besides, where weight decay bends the loss.
    Eigenvalue {
        /// The limit.
        limit: f64,
        /// Whether the gradient is divided by P.
        divided: bool,
        /// What weight decay adds to the Hessian's eigenvalues.
        decay: f64,
    },
    /// No limit of the sharpness is known, for this reason.
    None(&'static str),
}

/// The eigenvalues along a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sharpness {
    /// λmin and λmax of H, or of P⁻¹H.
    pub values: [f64; 2],
}

/// The bound of an update at `pace` of the optimizer `entry` with these `settings`.
///
/// Gradient descent λmax < 2/η; momentum (2 + 2μ)/η, its averaged form (2 + 2μ)/((1 − μ)η); Nesterov
/// (2 + 2μ)/((1 + 2μ)η); RMSProp 2/η and Adam (2 + 2β₁)/((1 − β₁)η) of P⁻¹H (J. Cohen, S. Kaur, Y. Li, Z. Kolter,
/// A. Talwalkar, Gradient descent on neural networks typically occurs at the edge of stability, 2021, appendix B;
/// J. Cohen et al., Adaptive gradient methods at the edge of stability, 2022, equation 2).
pub fn bound(entry: &Entry, settings: &Settings, pace: Pace) -> Bound {
    let rate = pace.rate;
    let eigenvalue = |limit: f64, divided, decay| Bound::Eigenvalue { limit: limit / rate, divided, decay };
    match (entry.stability)(&paced(settings, pace.momentum)) {
        Stability::Sharpness(limit) => eigenvalue(limit, false, 0.0),
        Stability::DecayedSharpness { limit, decay } => eigenvalue(limit, false, decay),
        Stability::RescaledSharpness(limit) => eigenvalue(limit, true, 0.0),
        Stability::SelfLimiting => Bound::None(text!("its own denominator grows until it settles")),
        Stability::FixedStep => Bound::None(text!("every step is as long as the rate")),
        Stability::Relative(_) => Bound::None(text!("it divides by the Hessian itself")),
        Stability::OwnScale => Bound::None(text!("it sets the scale of its steps itself")),
        Stability::Unknown => Bound::None(text!("no limit is known")),
    }
}

/// The eigenvalues of P⁻¹ `hessian` for P = diag(`divisor`), ascending; those of the Hessian itself where P is the identity.
///
/// P⁻¹H has the eigenvalues of the symmetric P^−½ H P^−½; NaN where an entry of P is not positive.
pub fn sharpness(hessian: Mat2, divisor: Vec2) -> Sharpness {
    let Mat2 { xx, xy, yy } = hessian;
    let scaled = Mat2 { xx: xx / divisor.x, xy: xy / (divisor.x * divisor.y).sqrt(), yy: yy / divisor.y };
    let is_positive = divisor.x > 0.0 && divisor.y > 0.0;
    Sharpness { values: if is_positive { scaled.eigen().values } else { [f64::NAN; 2] } }
}
