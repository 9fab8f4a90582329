//! Runs of one contender from several starts at once, side by side in lanes.

use super::End;
use crate::linear::Vec2;
use crate::number::{LANES, Lanes};
use crate::objective::{Negated, Objective};
use crate::optimizer::{Entry, Optimizer, Trace};
use crate::parameter::Settings;
use crate::tempo::Tempo;

/// Every how many updates the iterates are sorted into their runs.
const BLOCK: usize = 64;

/// Several runs of one contender before their first update: as many as there are lanes.
///
/// Each has the bits that it has by itself.
/// A step of one costs about four tenths of what it costs alone where the loss is arithmetic, and six tenths where it
/// is elementary functions, which are computed lane by lane.
/// A run that has ended is computed on beside the others, for nothing.
pub struct Abreast {
    optimizer: Box<dyn Optimizer<Lanes>>,
    tempo: Tempo,
    /// Whether the optimizer sees −L.
    negated: bool,
}

impl Abreast {
    /// Runs of the optimizer `entry` with these settings, on −L if `negated`.
    ///
    /// None if it branches on its numbers, its tempo looks at losses, or this build of the crate has no lanes: then
    /// each run has to be made by itself.
    pub fn new(entry: &Entry, settings: &Settings, tempo: impl Into<Tempo>, negated: bool) -> Option<Abreast> {
        let tempo = tempo.into();
        let build = entry.abreast.filter(|_| !tempo.looks_at_loss())?;
        Some(Abreast { optimizer: build(settings), tempo, negated })
    }

    /// Makes `steps` updates from each of these starts, which are finite.
    ///
    /// `paths` become the points of the runs' trajectories; returns how each ended.
    pub fn run(
        mut self,
        objective: &dyn Objective,
        starts: &[Vec2; LANES],
        steps: usize,
        paths: &mut [Vec<Vec2>; LANES],
    ) -> [End; LANES] {
        let upside_down = Negated(objective);
        let objective: &dyn Objective = if self.negated { &upside_down } else { objective };
        paths.iter_mut().for_each(Vec::clear);
        let mut trace = Trace::default();
        let (mut t, mut w) = (0, Vec2::abreast(starts));
        let mut ends = self.ends(objective, t, w);
        while trace.lost.contains(&false) {
            let updates = BLOCK.min(steps - t);
            w = self.optimizer.advance(objective, &mut self.tempo, t, w, updates, &mut trace);
            let done = trace.points.len();
            for (k, path) in paths.iter_mut().enumerate().filter(|(k, _)| !trace.lost[*k]) {
                path.extend(trace.points.iter().map(|w| w.lane(k)));
            }
            trace.clear();
            t += done;
            if done == updates && t < steps {
                continue;
            }
            // The steps have run out, or another lane has met what is not finite.
            for (k, end) in self.ends(objective, t, w).into_iter().enumerate() {
                if !trace.lost[k] && (t == steps || !end.is_finite()) {
                    trace.lost[k] = true;
                    ends[k] = end;
                    if end.is_kept(t) {
                        paths[k].push(end.w);
                    }
                }
            }
        }
        ends
    }

    /// Where each lane stands after `t` updates.
    fn ends(&self, objective: &dyn Objective, t: usize, w: Vec2<Lanes>) -> [End; LANES] {
        let slopes = objective.slopes_at(t, &w);
        std::array::from_fn(|k| End { w: w.lane(k), slope: slopes.lane(k), negated: self.negated })
    }
}
