//! How many runs an update makes at once: one, over `f64`, or several side by side, over [`Lanes`].

use super::{Optimizer, Settings};
use crate::linear::Vec2;
use crate::number::{LANES, Lanes, Real};
use crate::objective::{Objective, Slope};

/// The numbers that a rule is written over.
///
/// A rule that goes the same way whatever its numbers are is a rule over any of them, and its runs go side by side; one
/// that searches or branches is a rule over `f64`.
/// What is the same for all runs is an `f64` always: the learning rate and the hyper-parameters.
pub trait Width: Real {
    /// The loss and the gradient that update t → t + 1 sees at w.
    ///
    /// Several w are a good deal to copy, so they stay where they are.
    fn slope_at(objective: &dyn Objective, t: usize, w: &Vec2<Self>) -> Slope<Self>;

    /// Whether `w` and the slope there are finite, in every lane that is not `lost`.
    fn are_finite(w: &Vec2<Self>, slope: &Slope<Self>, lost: &[bool; LANES]) -> bool;

    /// The loss as a schedule sees it, which is no number where there are several.
    fn watched(loss: Self) -> f64;
}

impl Width for f64 {
    #[inline(always)]
    fn slope_at(objective: &dyn Objective, t: usize, w: &Vec2) -> Slope {
        objective.slope_at(t, *w)
    }

    #[inline(always)]
    fn are_finite(w: &Vec2, slope: &Slope, _lost: &[bool; LANES]) -> bool {
        w.is_finite() && slope.is_finite()
    }

    #[inline(always)]
    fn watched(loss: f64) -> f64 {
        loss
    }
}

impl Width for Lanes {
    #[inline(always)]
    fn slope_at(objective: &dyn Objective, t: usize, w: &Vec2<Lanes>) -> Slope<Lanes> {
        objective.slopes_at(t, w)
    }

    #[inline(always)]
    fn are_finite(w: &Vec2<Lanes>, slope: &Slope<Lanes>, lost: &[bool; LANES]) -> bool {
        // A sum is finite only if all of it is, and only then 0 times it is 0: so all lanes are looked at together,
        // and mostly that is all.
        let sum = (w.x + w.y) + (slope.loss + (slope.gradient.x + slope.gradient.y));
        (sum * 0.0).total() == 0.0 || all_finite(w, slope, lost)
    }

    #[inline(always)]
    fn watched(_loss: Lanes) -> f64 {
        f64::NAN
    }
}

/// Whether all lanes are finite that are not lost, looked at one by one.
#[cold]
#[inline(never)]
fn all_finite(w: &Vec2<Lanes>, Slope { loss, gradient }: &Slope<Lanes>, lost: &[bool; LANES]) -> bool {
    (0..LANES).all(|k| lost[k] || w.lane(k).is_finite() && loss.0[k].is_finite() && gradient.lane(k).is_finite())
}

/// How an optimizer is built that makes several runs at once.
pub type BuildAbreast = fn(&Settings) -> Box<dyn Optimizer<Lanes>>;

/// `build`, where this build of the crate computes in lanes.
pub const fn abreast(build: BuildAbreast) -> Option<BuildAbreast> {
    if LANES == 0 { None } else { Some(build) }
}
