//! The map between a panel's pixels and the plane.

use plotters::coord::types::RangedCoordf64;
use plotters::prelude::{Cartesian2d, DrawingArea, DrawingBackend};

use super::{Sheet, Unit, css_size};
use crate::linear::{Rect, Vec2};

/// Room for the labels left of the plot, in CSS pixels.
pub(super) const LEFT: f64 = 38.0;
/// Room for the labels below the plot.
pub(super) const BELOW: f64 = 20.0;
/// Room above the plot, for half a label.
pub(super) const ABOVE: f64 = 7.0;
/// Room right of the plot, for half a label.
pub(super) const RIGHT: f64 = 10.0;

/// Where a panel shows which part of the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlaneMap {
    /// The part of the plane that is visible, in domain units.
    pub visible: Rect,
    /// The upper left corner of the plot, in CSS pixels from that of the panel.
    pub corner: Vec2,
    /// Width and height of the plot, in CSS pixels.
    pub size: Vec2,
}

impl PlaneMap {
    /// The map of a panel of `width` × `height` CSS pixels that shows all of `view`, and more where the shapes differ:
    /// lengths are the same along both axes, so angles are true.
    pub fn fit(view: Rect, width: f64, height: f64) -> Self {
        let size = Vec2::new((width - LEFT - RIGHT).max(1.0), (height - ABOVE - BELOW).max(1.0));
        let wanted = view.size();
        let per_pixel = (wanted.x / size.x).max(wanted.y / size.y);
        let (center, half) = (view.center(), per_pixel / 2.0 * size);
        // An axis that fits exactly keeps its bounds to the bit.
        let axis = |bounds: [f64; 2], half: f64, center: f64, wanted: f64| {
            if 2.0 * half <= wanted { bounds } else { [center - half, center + half] }
        };
        let visible = Rect {
            x: axis(view.x, half.x, center.x, wanted.x * (1.0 + 1e-12)),
            y: axis(view.y, half.y, center.y, wanted.y * (1.0 + 1e-12)),
        };
        PlaneMap { visible, corner: Vec2::new(LEFT, ABOVE), size }
    }

    /// The map of a panel of `width` × `height` CSS pixels that shows exactly `view`, each axis with its own scale: for
    /// a loss of one parameter, with x across and the loss upwards.
    pub fn stretch(view: Rect, width: f64, height: f64) -> Self {
        PlaneMap { visible: view, ..PlaneMap::fit(view, width, height) }
    }

    /// The point of the plane at `pixel`, in CSS pixels from the panel's upper left corner.
    pub fn to_domain(&self, pixel: Vec2) -> Vec2 {
        let t = (pixel - self.corner) / self.size;
        let extent = self.visible.size();
        Vec2::new(self.visible.x[0] + t.x * extent.x, self.visible.y[1] - t.y * extent.y)
    }

    /// Where the point `w` of the plane is, in CSS pixels from the panel's upper left corner.
    pub fn to_pixel(&self, w: Vec2) -> Vec2 {
        let extent = self.visible.size();
        let t = Vec2::new((w.x - self.visible.x[0]) / extent.x, (self.visible.y[1] - w.y) / extent.y);
        self.corner + t * self.size
    }

    /// The same map where all lengths are `size` times as long.
    pub fn magnified(self, size: f64) -> Self {
        PlaneMap { corner: size * self.corner, size: size * self.size, ..self }
    }

    /// The units of the first axis that one CSS pixel spans.
    pub fn per_pixel(&self) -> f64 {
        self.visible.size().x / self.size.x
    }

    /// The plot's part of `sheet`, in plane coordinates.
    pub fn area<DB: DrawingBackend>(
        &self,
        sheet: &Sheet<DB>,
        unit: Unit,
    ) -> DrawingArea<DB, Cartesian2d<RangedCoordf64, RangedCoordf64>> {
        let pixels = |from: f64, length: f64| {
            let start = (from * unit.0).round() as i32;
            (start, start + (length * unit.0).round() as i32)
        };
        // A sheet may be a part of another.
        let (from_left, from_top) = sheet.get_base_pixel();
        let (left, right) = pixels(self.corner.x, self.size.x);
        let (top, bottom) = pixels(self.corner.y, self.size.y);
        let Rect { x, y } = self.visible;
        sheet.apply_coord_spec(Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(
            x[0]..x[1],
            y[0]..y[1],
            (from_left + left..from_left + right, from_top + bottom..from_top + top),
        ))
    }

    /// The map of a panel that fills `sheet`: [`PlaneMap::fit`], or [`PlaneMap::stretch`] for a curve.
    pub fn of_sheet<DB: DrawingBackend>(view: Rect, sheet: &Sheet<DB>, unit: Unit, is_curve: bool) -> Self {
        let (width, height) = css_size(sheet, unit);
        if is_curve { PlaneMap::stretch(view, width, height) } else { PlaneMap::fit(view, width, height) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fit_shows_all_of_the_view_with_equal_scales() {
        let view = Rect::new(-2.0, 2.0, -1.0, 3.0);
        for (width, height) in [(400.0, 380.0), (300.0, 700.0), (900.0, 300.0)] {
            let map = PlaneMap::fit(view, width, height);
            let extent = map.visible.size();
            assert!(extent.x >= 4.0 && extent.y >= 4.0);
            assert!((extent.x / map.size.x - extent.y / map.size.y).abs() < 1e-12);
            assert!((map.visible.center() - view.center()).norm() < 1e-12);
        }
    }

    #[test]
    fn pixels_and_points_are_inverse() {
        let map = PlaneMap::fit(Rect::new(-5.0, 10.0, 0.0, 15.0), 411.0, 393.0);
        let w = Vec2::new(3.25, 7.5);
        assert!((map.to_domain(map.to_pixel(w)) - w).norm() < 1e-12);
        assert_eq!(map.to_pixel(Vec2::new(map.visible.x[0], map.visible.y[1])), map.corner);
        assert!((map.magnified(2.0).to_pixel(w) - 2.0 * map.to_pixel(w)).norm() < 1e-9);
    }
}
