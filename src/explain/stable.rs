//! Where the settings of a tuning map are stable, as theory has it.

use super::{Bound, bound};
use crate::lab::Lab;
use crate::linear::Vec2;
use crate::map::{Dial, Tuning};
use crate::objective::{Curvature, Objective};
use crate::stationary::Kind;
use crate::tempo::Pace;

/// The sharpness at the minimum, and λmax plus what decay adds over the limit, for settings all over a tuning map.
pub struct Stable<'a> {
    lab: &'a Lab,
    tuning: &'a Tuning,
    dials: Vec<Dial>,
    /// λmax where no setting of the landscape is varied.
    sharpness: Option<f64>,
}

impl<'a> Stable<'a> {
    /// Of a tuning map; none where theory has no limit in the Hessian's eigenvalues alone, or where it is not known
    /// where that is to be taken: on a landscape that is no quadratic it is the minimum with the least loss.
    pub fn of(lab: &'a Lab, tuning: &'a Tuning) -> Option<Stable<'a>> {
        let dials = Dial::all(lab.checked(), tuning.of);
        let rebuilds = tuning.dialed(&dials).any(|(dial, _)| dial.is_of_surface());
        let least = || lab.stationary().points.iter().find(|point| point.kind == Kind::Minimum);
        let sharpness = match (lab.checked().ground.is_quadratic(), rebuilds) {
            (true, true) => None,
            (true, false) => Some(sharpest(lab.objective(), lab.experiment().starts[0])),
            (false, true) => return None,
            (false, false) => Some(least()?.eigen.values[1]),
        };
        let stable = Stable { lab, tuning, dials, sharpness };
        stable.ratio([0.5, 0.5]).map(|_| stable)
    }

    /// (λmax + decay)/limit where the axes stand at these fractions: stable exactly below 1.
    pub fn ratio(&self, fractions: [f64; 2]) -> Option<f64> {
        let mut experiment = self.lab.experiment().clone();
        for ((dial, axis), fraction) in self.tuning.dialed(&self.dials).zip(fractions) {
            dial.set(&mut experiment, self.tuning.of, dial.value(axis, fraction));
        }
        let contender = &experiment.contenders[self.tuning.of];
        let (entry, settings) = contender.resolve(self.tuning.of).ok()?;
        if contender.maximize || !contender.schedule.is_empty() {
            return None;
        }
        let Bound::Eigenvalue { limit, divided: false, decay } = bound(entry, &settings, Pace::rate(contender.rate))
        else {
            return None;
        };
        let sharpness = match self.sharpness {
            Some(known) => known,
            None => sharpest(&*experiment.landscape.build().ok()?.objective, experiment.starts[0]),
        };
        Some((sharpness + decay) / limit)
    }
}

fn sharpest(objective: &dyn Objective, at: Vec2) -> f64 {
    let Curvature { hessian, .. } = objective.curvature(at);
    if objective.variables() == 1 { hessian.xx } else { hessian.eigen().values[1] }
}
