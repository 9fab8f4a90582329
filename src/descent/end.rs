//! Where a run stands after its last update, and what that is called.

use crate::linear::Vec2;
use crate::objective::{Negated, Objective, Slope};
use crate::outcome::{self, Outcome};
use crate::stationary::Kind;

/// Where a run stands after its last update, and what the next one would see there: by it and the iterates it is
/// judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct End {
    /// The iterate after the last update, finite or not.
    pub w: Vec2,
    /// The loss and the gradient there.
    pub slope: Slope,
    /// Whether the optimizer saw −L, of which the slope is then.
    pub(super) negated: bool,
}

impl End {
    /// Whether all of it is finite: the run has not left the finite numbers.
    pub fn is_finite(self) -> bool {
        self.w.is_finite() && self.slope.is_finite()
    }

    /// Whether it is an iterate of the run, after the `t` before it.
    pub(super) fn is_kept(self, t: usize) -> bool {
        // L is finite at the start, but perhaps not the first batch's loss.
        t == 0 || self.w.is_finite() && self.slope.loss.is_finite()
    }

    /// How the run through `points` ended on `objective`, the loss L; `radius` is how close to a stationary point
    /// counts as settled.
    ///
    /// Of stationary points that are `known` it is not asked again what they are, unless the optimizer saw −L.
    pub fn outcome(self, objective: &dyn Objective, points: &[Vec2], radius: f64, known: &[(Vec2, Kind)]) -> Outcome {
        let upside_down = Negated(objective);
        let objective: &dyn Objective = if self.negated { &upside_down } else { objective };
        let ended = (!self.is_finite()).then(|| leaving(points.len(), points.last(), self.w, self.slope));
        let mut outcome = outcome::judge(objective, points, ended, radius, if self.negated { &[] } else { known });
        if self.negated
            && let Outcome::Settled { kind, .. } = &mut outcome
        {
            *kind = kind.upside_down();
        }
        outcome
    }
}

/// What to call a run that has no finite step t: its last finite iterate, and what came after.
///
/// Overflow is divergence, even where it makes a NaN (∞ − ∞); a NaN in the midst of the landscape is an undefined
/// value.
fn leaving(t: usize, last: Option<&Vec2>, w: Vec2, slope: Slope) -> Outcome {
    let near = |w: Vec2| w.norm() <= outcome::ESCAPE_RADIUS || w.norm().is_nan();
    let nan = [w.x, w.y, slope.loss, slope.gradient.x, slope.gradient.y].iter().any(|value| value.is_nan());
    if nan && near(w) && last.copied().is_none_or(near) {
        Outcome::Undefined { step: t.saturating_sub(1) }
    } else {
        Outcome::Diverged { step: t }
    }
}
