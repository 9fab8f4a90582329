//! The overlay of definiteness as it is shown: made anew with each landscape and view.

use super::GRID_WORK;
use crate::draw::{Bending, MOST_AXES, PlaneMap, PrincipalAxes, Regions};
use crate::lab::Lab;
use crate::page::{self, Legend};

/// The Hessian is computed at half as many points a side as the field, one in four CSS pixels, but no fewer than these:
/// its borders are smooth, and it follows a drag.
const FEWEST: usize = 64;

/// What the overlay shows.
pub struct Bent {
    regions: Regions,
    axes: Option<PrincipalAxes>,
}

impl Bent {
    /// What the overlay shows of the landscape in the plot of `map`, whose field has `columns` × `rows` grid points.
    pub fn of(lab: &Lab, map: &PlaneMap, (columns, rows): (usize, usize)) -> Bent {
        let half = |count: usize| (count / 2).max(FEWEST);
        let regions = Regions::sample(lab.objective(), map.visible, half(columns), half(rows), GRID_WORK);
        let points = if lab.is_curve() { &[] } else { &lab.stationary().points[..] };
        Bent { regions, axes: PrincipalAxes::of(points, map) }
    }

    /// The regions.
    pub fn regions(&self) -> &Regions {
        &self.regions
    }

    /// For the drawing.
    pub fn shown(&self) -> Bending<'_> {
        Bending { regions: &self.regions, axes: self.axes.as_ref() }
    }

    /// What it shows, in words.
    pub fn legend(&self, lab: &Lab) -> Legend {
        let axes = self.axes.as_ref().map(|axes| (axes.change, axes.lengths));
        page::legend(lab, self.regions.shares(), axes, MOST_AXES)
    }
}
