//! The landscape's surface for the 3D view, made once for each landscape and view.

use std::sync::Arc;

use crate::draw::{self, Color, Draped, Grid, Mesh, Scale, Theme};
use crate::lab::Lab;
use crate::linear::Rect;
use crate::objective::{Levels, Objective};

/// Cells along the longer side of the surface at rest; while it is turned, half as many.
const CELLS: usize = 96;

/// No more losses of data points than about this make the surface of a loss over data.
const WORK: usize = 1_000_000;

/// All paths together have about as many vertices at most.
const MOST_VERTICES: usize = 40_000;

/// How fine a surface is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// While it is turned.
    Coarse = 0,
    /// At rest.
    Fine = 1,
}

/// A landscape's surface, and what it was made of.
pub(super) struct Surface {
    pub(super) objective: Arc<dyn Objective>,
    pub(super) view: Rect,
    pub(super) levels: Levels,
    pub(super) theme: Theme,
    pub(super) scale: Option<Scale>,
    pub(super) mesh: Mesh,
    /// The surface as it is drawn in each detail, once it was.
    pub(super) skins: [Option<Skin>; 2],
}

/// A surface of some fineness.
pub(super) struct Skin {
    pub(super) mesh: Mesh,
    pub(super) contours: Vec<Draped>,
    pub(super) colors: Vec<Color>,
    /// The paths on it, contender by contender and run by run, once they are asked for.
    pub(super) paths: Option<Vec<Vec<Vec<Draped>>>>,
}

impl Skin {
    fn new(mesh: Mesh, scale: Option<&Scale>, theme: &Theme) -> Skin {
        let fractions: Vec<f64> = scale
            .map_or_else(Vec::new, |scale| draw::levels(scale).into_iter().map(|loss| scale.fraction(loss)).collect());
        Skin { contours: mesh.levels(&fractions), colors: draw::face_colors(&mesh, theme), mesh, paths: None }
    }

    /// Drapes all paths over it, unless they are.
    pub(super) fn drape(&mut self, lab: &Lab) {
        if self.paths.is_some() {
            return;
        }
        let most = MOST_VERTICES / lab.trajectories().len().max(1);
        let extent = self.mesh.heights.extent;
        // A third of a pixel or so.
        let step = extent.diagonal() / 3_000.0;
        let contender = |index| lab.runs(index).iter().map(|run| self.mesh.drape(&run.points, step, most)).collect();
        self.paths = Some((0..lab.experiment().contenders.len()).map(contender).collect());
    }
}

impl Surface {
    /// The landscape in view.
    pub(super) fn of(lab: &Lab, levels: Levels, theme: &Theme) -> Surface {
        let view = lab.experiment().view;
        let size = view.size();
        let longer = size.x.max(size.y);
        // A multiple of 2, so that every other point makes the coarse surface.
        let points = |length: f64| 2 * ((CELLS as f64 * length / longer / 2.0) as usize).max(CELLS / 8) + 1;
        let grid = Grid::sample_within(lab.objective(), view, points(size.x), points(size.y), WORK);
        let scale = Scale::of(&grid, levels, lab.infimum());
        let mesh = Mesh::of(&grid, scale.as_ref());
        Surface {
            objective: lab.checked().ground.objective.clone(),
            view,
            levels,
            theme: theme.clone(),
            scale,
            mesh,
            skins: [None, None],
        }
    }

    /// Whether it is that of the landscape in view.
    pub(super) fn is_of(&self, lab: &Lab) -> bool {
        Arc::ptr_eq(&self.objective, &lab.checked().ground.objective) && self.view == lab.experiment().view
    }

    /// The surface in some detail.
    pub(super) fn skin(&mut self, detail: Detail) -> &mut Skin {
        let mesh = || if detail == Detail::Coarse { self.mesh.coarser() } else { self.mesh.clone() };
        self.skins[detail as usize].get_or_insert_with(|| Skin::new(mesh(), self.scale.as_ref(), &self.theme))
    }
}
