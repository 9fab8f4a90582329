//! What is drawn over a panel to explain an update: its parts as arrows, the local quadratic model, and where a
//! learning rate would be unstable.

use plotters::prelude::*;

use super::path::clip;
use super::texture::hatched;
use super::{Color, DrawError, Grid, PlaneMap, Sheet, Theme, Unit, contours, failed};
use crate::linear::{Mat2, Rect, Vec2};
use crate::objective::{Curvature, Objective, Slope};

/// The length of an arrow's barbs, in CSS pixels, and the share of a short arrow that they take at most.
const BARB: (f64, f64) = (9.0, 0.45);

/// Half the angle between them, as the sine over the cosine.
const SPREAD: f64 = 0.42;

/// Points per side of the grid on which the model's contours are found.
const MODEL_GRID: usize = 64;

/// Contours of the model are where it is this many times as far from its stationary value as at the iterate.
const MODEL_LEVELS: [f64; 5] = [0.0625, 0.25, 1.0, 2.25, 4.0];

/// How an arrow is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arrow {
    /// Its colour.
    pub color: Color,
    /// Its width, in CSS pixels.
    pub width: f64,
    /// Lengths of dash and gap in CSS pixels; none for a solid line.
    pub dash: Option<(f64, f64)>,
}

/// Draws an arrow between two points of the plane, on a wider one of paper, cut off at the edge of the plot.
pub fn draw_arrow<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    map: &PlaneMap,
    unit: Unit,
    [from, to]: [Vec2; 2],
    arrow: Arrow,
    theme: &Theme,
) -> Result<(), DrawError> {
    let area = map.area(sheet, unit);
    let per_pixel = map.visible.size() / map.size;
    // In pixels, since of a curve the axes have scales of their own.
    let along = (to - from) / per_pixel;
    let length = along.norm();
    if !(length.is_finite() && length > 0.0) {
        return Ok(());
    }
    let barb = BARB.0.min(BARB.1 * length);
    let back = -barb / length * along;
    let aside = SPREAD * Vec2::new(-back.y, back.x);
    let barbs = [to + (back + aside) * per_pixel, to, to + (back - aside) * per_pixel];
    let halo = unit.stroke(theme.paper, 0.85, arrow.width + 2.0);
    let ink = unit.stroke(arrow.color, 1.0, arrow.width);
    for (style, dash) in [(halo, None), (ink, arrow.dash)] {
        for piece in clip(&[from, to], map.visible, 0.0) {
            let path = piece.into_iter().map(|w| (w.x, w.y));
            match dash {
                None => area.draw(&PathElement::new(path.collect::<Vec<_>>(), style)).map_err(failed)?,
                Some((dash, gap)) => {
                    for dashed in DashedLineSeries::new(path, unit.length(dash), unit.length(gap), style) {
                        area.draw(&dashed).map_err(failed)?;
                    }
                }
            }
        }
        for piece in clip(&barbs, map.visible, 0.0) {
            let path: Vec<_> = piece.into_iter().map(|w| (w.x, w.y)).collect();
            area.draw(&PathElement::new(path, style)).map_err(failed)?;
        }
    }
    Ok(())
}

/// The second-order Taylor expansion of a loss at a point: L(w + d) ≈ L + ∇Lᵀd + ½ dᵀHd.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Model {
    /// The point w.
    pub at: Vec2,
    /// L, ∇L and H there.
    pub curvature: Curvature,
}

impl Model {
    /// The model's stationary point w − H⁻¹∇L: its minimizer where H is positive definite; not finite where H is
    /// singular.
    pub fn stationary(&self) -> Vec2 {
        self.at - self.curvature.hessian.solve(self.curvature.gradient)
    }
}

impl Objective for Model {
    fn value(&self, w: Vec2) -> f64 {
        let Curvature { loss, gradient, hessian } = self.curvature;
        let d = w - self.at;
        loss + gradient.dot(d) + 0.5 * d.dot(hessian.times(d))
    }

    fn slope(&self, w: Vec2) -> Slope {
        let Curvature { gradient, hessian, .. } = self.curvature;
        Slope { loss: self.value(w), gradient: gradient + hessian.times(w - self.at) }
    }

    fn curvature(&self, w: Vec2) -> Curvature {
        let Slope { loss, gradient } = self.slope(w);
        Curvature { loss, gradient, hessian: self.curvature.hessian }
    }

    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        xs.iter().zip(out).for_each(|(x, out)| *out = self.value(Vec2::new(*x, y)));
    }
}

/// Draws contours of the model, the one through its point boldly, and its stationary point: a ring for a minimum, a
/// cross for another.
pub fn draw_model<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    map: &PlaneMap,
    unit: Unit,
    model: &Model,
    color: Color,
    theme: &Theme,
) -> Result<(), DrawError> {
    let area = map.area(sheet, unit);
    let Curvature { loss, hessian, .. } = model.curvature;
    let center = model.stationary();
    let lowest = if center.is_finite() { model.value(center) } else { f64::NAN };
    let apart = loss - lowest;
    let mut levels: Vec<f64> = MODEL_LEVELS.iter().map(|times| lowest + times * apart).collect();
    if hessian.determinant() < 0.0 {
        levels.extend(MODEL_LEVELS.iter().map(|times| lowest - times * apart));
    }
    if !apart.is_finite() {
        levels = vec![loss];
    }
    let grid = Grid::sample(model, map.visible, MODEL_GRID, MODEL_GRID);
    for (level, lines) in levels.iter().zip(contours(&grid, &levels)) {
        let width = if *level == loss { 2.0 } else { 1.0 };
        for line in lines {
            let path: Vec<_> = line.iter().map(|w| (w.x, w.y)).collect();
            area.draw(&PathElement::new(path.clone(), unit.stroke(theme.paper, 0.6, width + 1.5))).map_err(failed)?;
            area.draw(&PathElement::new(path, unit.stroke(color, 0.9, width))).map_err(failed)?;
        }
    }
    if !map.visible.contains(center) {
        return Ok(());
    }
    let (x, y) = (center.x, center.y);
    let [low, high] = hessian.eigen().values;
    let (paper, ink) = (unit.stroke(theme.paper, 1.0, 5.0), unit.stroke(color, 1.0, 2.5));
    for style in [paper, ink] {
        if low > 0.0 && high > 0.0 {
            area.draw(&Circle::new((x, y), unit.length(6.0), style)).map_err(failed)?;
        } else {
            area.draw(&Cross::new((x, y), unit.length(5.0), style)).map_err(failed)?;
        }
    }
    Ok(())
}

/// The Hessian on a regular grid, from which regions are made for one limit after the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Hessians {
    /// The grids of H's entries xx, xy, yy.
    entries: [Grid; 3],
}

impl Hessians {
    /// The Hessians of `objective` on `side` × `side` points over `extent`.
    pub fn sample(objective: &dyn Objective, extent: Rect, side: usize) -> Hessians {
        let side = side.max(2);
        let grid = Grid { extent, columns: side, rows: side, values: vec![0.0; side * side] };
        let mut entries = [grid.clone(), grid.clone(), grid];
        for k in 0..side * side {
            let Mat2 { xx, xy, yy } = objective.curvature(entries[0].point(k % side, k / side)).hessian;
            for (grid, entry) in entries.iter_mut().zip([xx, xy, yy]) {
                grid.values[k] = entry;
            }
        }
        Hessians { entries }
    }

    /// What `ratio` makes of the Hessian at every grid point.
    pub fn ratios(&self, ratio: &dyn Fn(Mat2) -> f64) -> Grid {
        let [xx, xy, yy] = &self.entries;
        let at = |k: usize| ratio(Mat2 { xx: xx.values[k], xy: xy.values[k], yy: yy.values[k] });
        Grid { values: (0..xx.values.len()).map(at).collect(), ..xx.clone() }
    }
}

/// Hatches where a ratio exceeds 1, with a line around it; the share of the grid's points where it does.
pub fn draw_beyond<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    map: &PlaneMap,
    unit: Unit,
    ratios: &Grid,
    color: Color,
) -> Result<f64, DrawError> {
    let area = map.area(sheet, unit);
    for [from, to] in hatched(map, &|w| ratios.between(&ratios.values, w).is_some_and(|ratio| ratio > 1.0)) {
        let line = PathElement::new([(from.x, from.y), (to.x, to.y)], unit.stroke(color, 0.55, 1.0));
        area.draw(&line).map_err(failed)?;
    }
    for line in contours(ratios, &[1.0]).swap_remove(0) {
        let path: Vec<_> = line.iter().map(|w| (w.x, w.y)).collect();
        area.draw(&PathElement::new(path, unit.stroke(color, 0.9, 1.5))).map_err(failed)?;
    }
    let beyond = ratios.values.iter().filter(|ratio| **ratio > 1.0).count();
    Ok(beyond as f64 / ratios.values.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_of_a_quadratic_is_that_quadratic() {
        let hessian = Mat2 { xx: 3.0, xy: 1.0, yy: 2.0 };
        let minimum = Vec2::new(0.5, -1.5);
        let quadratic = Model { at: minimum, curvature: Curvature { loss: 4.0, gradient: Vec2::ZERO, hessian } };
        let at = Vec2::new(2.0, 1.0);
        let model = Model { at, curvature: quadratic.curvature(at) };
        assert!((model.stationary() - minimum).norm() < 1e-14);
        for w in [Vec2::new(-3.0, 0.25), Vec2::new(1.0, 7.0)] {
            assert!((model.value(w) - quadratic.value(w)).abs() < 1e-12);
            assert!((model.slope(w).gradient - quadratic.slope(w).gradient).norm() < 1e-12);
        }
    }

    #[test]
    fn ratios_are_those_of_the_hessians() {
        let hessian = Mat2 { xx: 3.0, xy: 1.0, yy: 2.0 };
        let model = Model { at: Vec2::ZERO, curvature: Curvature { loss: 0.0, gradient: Vec2::ZERO, hessian } };
        let grid = Hessians::sample(&model, Rect::new(-1.0, 1.0, -1.0, 1.0), 5).ratios(&|h| h.determinant());
        assert!(grid.values.len() == 25 && grid.values.iter().all(|value| *value == 5.0));
    }
}
