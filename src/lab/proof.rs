//! What is proved of the stationary points, once a worker has proved it.

use super::Lab;
use crate::linear::{Rect, Vec2};
use crate::objective;
use crate::problem::Problem;
use crate::stationary::{self, Census, Found, StationaryPoint, Status, What};

/// What is known of the stationary points by proof.
pub(super) struct Proof {
    /// All of it.
    census: Census,
    /// The same as points to show.
    found: Found,
    /// Whether no more is on its way.
    is_done: bool,
}

/// Points that are no farther apart than this fraction of the view are drawn alike.
const ALIKE: f64 = 1e-4;

/// A proof covers a view as long as the view is no smaller than this fraction of its region: of a region much larger
/// than what is seen, more is asked than need be.
const COARSEST: f64 = 1.0 / 16.0;

impl Lab {
    /// What is proved of the stationary points of this landscape, if anything is.
    pub fn census(&self) -> Option<&Census> {
        self.proof.as_ref().map(|proof| &proof.census)
    }

    /// The stationary points in and around the view: as proved, or as a quick search finds them as long as that are
    /// more.
    pub fn stationary(&self) -> &Found {
        let quick = || self.found.get_or_init(|| stationary::find(self.objective(), self.searched));
        match &self.proof {
            Some(Proof { found, is_done: true, .. }) => found,
            Some(Proof { found, .. }) if found.points.len() > quick().points.len() => found,
            _ => quick(),
        }
    }

    /// The number by which a proof says which landscape it is of.
    pub fn landscape_number(&self) -> u32 {
        self.landscape_number
    }

    /// Whether `visible`, a part of the plane or of a curve's axis, is still to be proved.
    pub fn is_unproved(&self, visible: Rect) -> bool {
        let Some(Proof { census: Census { region, .. }, is_done: true, .. }) = &self.proof else { return true };
        let corners = [Vec2::new(visible.x[0], visible.y[0]), Vec2::new(visible.x[1], visible.y[1])];
        let is_coarse = visible.size().x < COARSEST * region.size().x;
        !corners.into_iter().all(|corner| region.contains(corner)) || is_coarse
    }

    /// Whether all is known of the view that can be proved.
    pub fn is_view_proved(&self) -> bool {
        !self.is_unproved(objective::extent(self.objective(), self.experiment.view))
    }

    /// Takes over what a worker has proved of landscape `number`, or if it `is_done` not has certified so far: whether
    /// other points are shown than before; none if another landscape is shown.
    ///
    /// # Errors
    /// If the numbers are no census.
    pub fn prove(&mut self, number: u32, flat: &[f64], is_done: bool) -> Result<Option<bool>, Problem> {
        if number != self.landscape_number {
            return Ok(None);
        }
        let census = Census::revived(self.objective(), flat)?;
        let found = found(&census, self);
        let grain = ALIKE * objective::extent(self.objective(), self.experiment.view).diagonal();
        let looked = self.stationary().clone();
        self.proof = Some(Proof { census, found, is_done });
        Ok(Some(!self.stationary().looks_like(&looked, grain)))
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
