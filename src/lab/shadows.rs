//! Former runs of the contenders: those that an edit has replaced, and those that the user has pinned.

use super::{Lab, Learning, Series};
use crate::experiment::{Checked, Contender, Pin};
use crate::problem::Problem;
use crate::run::{Race, Trajectory};

/// A former run of a contender.
pub struct Shadow<'a> {
    /// The run.
    pub run: &'a Trajectory,
    /// Whether it is pinned; else it is what was there before the latest edit, and is no more.
    pub pinned: bool,
    /// Whether it begins where the run begins that is followed in numbers.
    pub followed: bool,
    /// The number of its updates that make an epoch; 1 on a surface.
    per_epoch: usize,
}

/// What an edit has replaced.
pub(super) struct Former {
    pub(super) race: Race,
    pub(super) checked: Checked,
}

/// Races of more steps in all leave nothing behind: about 25 MB.
const MOST_KEPT: usize = 1_000_000;

impl Lab {
    /// Says that the next change begins another edit: until then all changes are one, as those of a slider that is
    /// dragged.
    pub fn remember(&mut self) {
        self.begins = true;
        self.history.begin();
    }

    /// Takes over what the race was before a change of the same contenders on the same landscape.
    pub(super) fn leave(&mut self, former: Former) {
        if std::mem::take(&mut self.begins) {
            let steps: usize = former.race.trajectories.iter().map(Trajectory::steps).sum();
            self.former = (steps <= MOST_KEPT).then_some(former);
        }
    }

    /// The former runs of a contender: those that are pinned, and from each start what was there before the latest edit
    /// and now is not.
    pub fn shadows(&self, contender: usize) -> Vec<Shadow<'_>> {
        let mut shadows = Vec::new();
        for (k, pin) in self.experiment.pins.iter().enumerate() {
            if pin.of == contender {
                let index = self.experiment.contenders.len() + k;
                let (run, per_epoch) = (self.followed(index), self.seen(index).per_epoch());
                shadows.push(Shadow { run, pinned: true, followed: true, per_epoch });
            }
        }
        if let Some(Former { race, checked }) = &self.former {
            let per_epoch = checked.seen[contender].per_epoch();
            for (k, run) in race.of(contender).iter().step_by(checked.repeats[contender]).enumerate() {
                if !self.runs(contender).iter().any(|now| is_same(now, run)) {
                    shadows.push(Shadow { run, pinned: false, followed: k == 0, per_epoch });
                }
            }
        }
        shadows
    }

    /// The curve of a former run, as [`Lab::learning`] has it of a contender.
    pub fn learning_of<'a>(&self, shadow: &Shadow<'a>, series: Series) -> Learning<'a> {
        self.learning_once(shadow.run, series, shadow.per_epoch)
    }

    /// The present run of a contender from the first start, to be kept.
    pub fn pin(&self, contender: usize) -> Pin {
        let settings = self.experiment.contenders[contender].clone();
        let rate = self.rate(contender);
        Pin { of: contender, start: self.experiment.starts[0], contender: Contender { rate, ..settings } }
    }

    /// Keeps the present run of a contender, or if it is kept, keeps it no more.
    pub fn toggle_pin(&mut self, contender: usize) -> Result<(), Problem> {
        let pin = self.pin(contender);
        self.change(|e| match e.pins.iter().position(|kept| *kept == pin) {
            Some(k) => drop(e.pins.remove(k)),
            None => e.pins.push(pin),
        })
    }
}

/// Whether two runs are one, as far as both have been made.
fn is_same(a: &Trajectory, b: &Trajectory) -> bool {
    a.points.iter().zip(&b.points).all(|(a, b)| a == b)
}
