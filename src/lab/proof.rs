//! What is proved of the stationary points, once a worker has proved it.

use super::Lab;
use crate::linear::{Rect, Vec2};
use crate::problem::Problem;
use crate::stationary::{self, Census, Found, StationaryPoint, Status, What};

/// A proof covers a view as long as the view is no smaller than this fraction of its region: of a region much larger than
/// what is seen, more is asked than need be.
const COARSEST: f64 = 1.0 / 16.0;

impl Lab {
    /// What is proved of the stationary points of this landscape, if anything is.
    pub fn census(&self) -> Option<&Census> {
        self.census.as_ref().map(|(_, census, _)| census)
    }

    /// Whether that is all that could be proved, and no more is on its way.
    pub fn is_proof_done(&self) -> bool {
        self.census.as_ref().is_some_and(|(_, _, done)| *done)
    }

    /// The number by which a proof says which landscape it is of.
    pub fn landscape_number(&self) -> u32 {
        self.landscape_number
    }

    /// Whether `visible` still has to be proved.
    pub fn is_unproved(&self, visible: Rect) -> bool {
        !self.is_proof_done()
            || self.census().is_none_or(|census| {
                let region = census.region;
                let corners = [Vec2::new(visible.x[0], visible.y[0]), Vec2::new(visible.x[1], visible.y[1])];
                let is_curve = self.is_curve();
                let holds = |w: Vec2| region.contains(if is_curve { Vec2::new(w.x, region.y[0]) } else { w });
                let is_coarse = visible.size().x < COARSEST * region.size().x;
                !corners.into_iter().all(holds) || is_coarse
            })
    }

    /// Takes over what a worker has proved of landscape `number`, or if it is not `done` has certified so far; whether the
    /// landscape is still the one shown.
    ///
    /// # Errors
    /// If the numbers are no census.
    pub fn prove(&mut self, number: u32, flat: &[f64], done: bool) -> Result<bool, Problem> {
        if number != self.landscape_number {
            return Ok(false);
        }
        let census = Census::revived(self.objective(), flat)?;
        let found = found(&census, self);
        self.census = Some((found, census, done));
        Ok(true)
    }
}

/// A census as the points to show and to judge runs by.
fn found(census: &Census, lab: &Lab) -> Found {
    let mut found = Found { points: census.points.clone(), ..Found::default() };
    for place in &census.places {
        match place.what {
            What::Degenerate(kind) => found.points.push(StationaryPoint::proved(lab.objective(), place.at, kind)),
            _ => found.marks.push(place.at),
        }
    }
    found.points = stationary::ascending(found.points);
    found.lines = census.curves.iter().flat_map(|curve| curve.lines.iter().cloned()).collect();
    if let Status::NotProved { undecided, .. } = &census.status {
        found.open = undecided.clone();
    }
    found
}
