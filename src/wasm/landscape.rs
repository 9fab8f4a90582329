//! The landscape as panels show it below all runs: drawn once for each landscape and view.

use std::sync::Arc;

use super::GRID_WORK;
use super::bending::Bent;
use crate::canvas::Layer;
use crate::draw::{self, Backdrop, DrawError, Grid, Ground, PlaneMap, Scale, Theme, Unit};
use crate::lab::Lab;
use crate::linear::{Rect, Vec2};
use crate::objective::{Levels, Objective, Slope};

/// Grid points of the colour field and the contours per CSS pixel of the plot: contours are smooth at one in two.
const GRID_PER_PIXEL: f64 = 0.5;

/// No more grid points than this per side, however large the panel.
const MOST_GRID: f64 = 400.0;

/// Points of a curve per CSS pixel.
const CURVE_PER_PIXEL: f64 = 2.0;

/// The picture of the landscape, on a canvas that nobody sees, and what it was drawn from.
pub struct Landscape {
    layer: Layer,
    unit: Unit,
    /// Device pixels per CSS pixel of the drawing.
    ratio: f64,
    map: PlaneMap,
    /// Where the loss is known; none of a curve, or before it is drawn.
    grid: Option<Grid>,
    bent: Option<Bent>,
    /// What is drawn: the landscape and the view.
    drawn: Option<(Arc<dyn Objective>, Rect)>,
}

impl Landscape {
    /// A picture on `layer`, which has this ratio of device pixels to CSS pixels of the drawing.
    pub fn new(layer: Layer, unit: Unit, ratio: f64) -> Landscape {
        let map = PlaneMap::fit(Rect::new(0.0, 1.0, 0.0, 1.0), 1.0, 1.0);
        Landscape { layer, unit, ratio, map, grid: None, bent: None, drawn: None }
    }

    /// The picture.
    pub fn layer(&self) -> &Layer {
        &self.layer
    }

    /// Where it shows which part of the plane, in CSS pixels of the drawing.
    pub fn map(&self) -> PlaneMap {
        self.map
    }

    /// The overlay of definiteness, if it is drawn.
    pub fn bent(&self) -> Option<&Bent> {
        self.bent.as_ref()
    }

    /// It is to be drawn anew.
    pub fn forget(&mut self) {
        self.drawn = None;
    }

    /// What of the plane it will show.
    pub fn visible(&self, lab: &Lab) -> Rect {
        PlaneMap::of_sheet(lab.experiment().view, &self.layer.sheet, self.unit, lab.is_curve()).visible
    }

    /// Whether it is drawn as it is now.
    pub fn is_drawn(&self, lab: &Lab) -> bool {
        let (objective, view) = (&lab.checked().ground.objective, lab.experiment().view);
        self.drawn.as_ref().is_some_and(|(drawn, seen)| Arc::ptr_eq(drawn, objective) && *seen == view)
    }

    /// Draws it, with the overlay of definiteness or without, unless it is as it was; whether it is another one now.
    pub fn draw(&mut self, lab: &Lab, bends: bool, theme: &Theme) -> Result<bool, DrawError> {
        let view = lab.experiment().view;
        if self.is_drawn(lab) {
            return Ok(false);
        }
        // What fails is drawn anew.
        self.drawn = None;
        self.map = PlaneMap::of_sheet(view, &self.layer.sheet, self.unit, lab.is_curve());
        match lab.is_curve() {
            true => self.draw_curve(lab, bends, theme)?,
            false => self.draw_plane(lab, bends, theme)?,
        }
        self.drawn = Some((lab.checked().ground.objective.clone(), view));
        Ok(true)
    }

    fn draw_plane(&mut self, lab: &Lab, bends: bool, theme: &Theme) -> Result<(), DrawError> {
        let points = |css: f64| (css * GRID_PER_PIXEL).clamp(2.0, MOST_GRID) as usize;
        let size = self.map.size;
        let (across, up) = (points(size.x), points(size.y));
        let grid = Grid::sample_within(lab.objective(), self.map.visible, across, up, GRID_WORK);
        let spacing = match lab.floor() {
            None => Levels::Linear,
            Some(_) => lab.checked().ground.levels(),
        };
        let scale = Scale::of(&grid, spacing, lab.infimum());
        let levels = scale.as_ref().map_or_else(Vec::new, draw::levels);
        let contours = draw::contours(&grid, &levels);
        let pixels = (size.map(|css| (css * self.ratio).round()).x as usize, (size.y * self.ratio).round() as usize);
        let mut field = draw::shade(&grid, scale.as_ref(), theme, pixels.0, pixels.1);
        self.bent = bends.then(|| Bent::of(lab, &self.map, (across, up)));
        if let Some(bent) = &self.bent {
            bent.regions().tint(&mut field, pixels, theme);
        }
        let backdrop = Backdrop {
            ground: Ground::Plane { contours: &contours, field: Some((&field, (pixels.0 as u32, pixels.1 as u32))) },
            stationary: lab.stationary(),
            bounds: lab.objective().bounds(),
            bending: self.bent.as_ref().map(Bent::shown),
            theme,
        };
        draw::draw_backdrop(&self.layer.sheet, lab.experiment().view, self.unit, &backdrop)?;
        self.grid = Some(grid);
        Ok(())
    }

    /// The same for a landscape of one parameter.
    fn draw_curve(&mut self, lab: &Lab, bends: bool, theme: &Theme) -> Result<(), DrawError> {
        let columns = (CURVE_PER_PIXEL * self.map.size.x) as usize;
        let pieces = draw::curve(lab.objective(), self.map.visible.x, columns);
        let mut stationary = lab.stationary().clone();
        stationary.points.iter_mut().for_each(|point| point.at = lab.shown_point(point.at));
        stationary.marks.iter_mut().for_each(|at| *at = lab.shown_point(*at));
        self.bent = bends.then(|| Bent::of(lab, &self.map, (columns, 2)));
        let backdrop = Backdrop {
            ground: Ground::Curve(&pieces),
            stationary: &stationary,
            bounds: lab.objective().bounds(),
            bending: self.bent.as_ref().map(Bent::shown),
            theme,
        };
        draw::draw_backdrop(&self.layer.sheet, lab.experiment().view, self.unit, &backdrop)?;
        self.grid = None;
        Ok(())
    }

    /// Draws the contour through `w`, or of a curve its tangent there, on a layer that lies upon the picture.
    pub fn draw_pointer(&self, lab: &Lab, layer: &Layer, w: Vec2, theme: &Theme) -> Result<(), DrawError> {
        let lines = match &self.grid {
            Some(grid) => draw::contours(grid, &[lab.objective().value(w)]).swap_remove(0),
            None => vec![tangent(lab, w, self.map.visible.x)],
        };
        draw::draw_contour(&layer.sheet, &self.map, self.unit, &lines, theme.ink)
    }
}

/// The tangent of a curve at `w`, from one end of the axis to the other.
fn tangent(lab: &Lab, w: Vec2, ends: [f64; 2]) -> Vec<Vec2> {
    let Slope { loss, gradient } = lab.objective().slope(w);
    ends.map(|x| Vec2::new(x, loss + gradient.x * (x - w.x))).into_iter().filter(|end| end.is_finite()).collect()
}
