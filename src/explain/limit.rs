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
    /// As long as λmax(H), or where `divided` is set λmax(P⁻¹H), is below `limit`; P is by what the gradient is
    /// divided.
    ///
    /// H has `decay` on its diagonal besides, where weight decay bends the loss.
    Eigenvalue {
        /// The limit.
        limit: f64,
        /// Whether the gradient is divided by P.
        divided: bool,
        /// What weight decay adds to the Hessian's diagonal.
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
        Stability::RescaledSharpness { limit, decay } => eigenvalue(limit, true, decay),
        Stability::SelfLimiting => Bound::None(text!("its own denominator grows until it settles")),
        Stability::FixedStep => Bound::None(text!("every step is as long as the rate")),
        Stability::Relative(_) => Bound::None(text!("it divides by the Hessian itself")),
        Stability::OwnScale => Bound::None(text!("it sets the scale of its steps itself")),
        Stability::Unknown => Bound::None(text!("no limit is known")),
    }
}

/// The Hessian of what is descended: of the loss, or where `sign` is −1 of the loss upside down, with what weight decay
/// adds to its diagonal.
pub fn descended(Mat2 { xx, xy, yy }: Mat2, sign: f64, decay: f64) -> Mat2 {
    Mat2 { xx: sign * xx + decay, xy: sign * xy, yy: sign * yy + decay }
}

/// The eigenvalues of P⁻¹ `hessian` for P = diag(`divisor`), ascending; those of the Hessian itself where P is the
/// identity.
///
/// P⁻¹H has the eigenvalues of the symmetric P^−½ H P^−½; NaN where an entry of P is not positive.
pub fn sharpness(hessian: Mat2, divisor: Vec2) -> Sharpness {
    let Mat2 { xx, xy, yy } = hessian;
    let scaled = Mat2 { xx: xx / divisor.x, xy: xy / (divisor.x * divisor.y).sqrt(), yy: yy / divisor.y };
    let is_positive = divisor.x > 0.0 && divisor.y > 0.0;
    Sharpness { values: if is_positive { scaled.eigen().values } else { [f64::NAN; 2] } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimizer;
    use crate::parameter::Setting;

    /// The bound of an optimizer with its defaults but for these settings.
    fn bound_of(key: &str, given: &[(&'static str, Setting)], momentum: Option<f64>) -> Bound {
        let entry = optimizer::find(key).expect("it is in the registry");
        let settings = given
            .iter()
            .fold(Settings::defaults(entry.parameters), |settings, (key, setting)| settings.with(key, setting.clone()));
        bound(entry, &settings, Pace { rate: 0.1, momentum })
    }

    #[test]
    fn the_momentum_of_a_schedule_takes_the_place_of_the_own_one() {
        for (key, own) in [("momentum", "mu"), ("nesterov", "mu"), ("adam", "beta1")] {
            let less = bound_of(key, &[(own, Setting::Number(0.5))], None);
            assert_eq!(bound_of(key, &[], Some(0.5)), less, "{key}");
            assert_ne!(bound_of(key, &[], None), less, "{key}");
        }
    }

    #[test]
    fn weight_decay_bends_the_loss_unless_it_stands_apart() {
        let decayed = |key, apart: &[(&'static str, Setting)]| {
            let given = [&[("weight_decay", Setting::Number(3.0))], apart].concat();
            match bound_of(key, &given, None) {
                Bound::Eigenvalue { decay, .. } => decay,
                Bound::None(reason) => panic!("{key}: {reason}"),
            }
        };
        for key in ["gradient_descent", "rmsprop", "adam", "adamax", "nadam", "qhadam", "radam"] {
            assert_eq!(decayed(key, &[]), 3.0, "{key}");
        }
        let apart = [("decoupled", Setting::Choice("on".into()))];
        for (key, apart) in [("adamw", &[][..]), ("nadam", &apart), ("qhadam", &apart), ("radam", &apart)] {
            assert_eq!(decayed(key, apart), 0.0, "{key}");
        }
    }
}
