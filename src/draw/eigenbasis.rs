//! A quadratic in the coordinates of its eigenvectors, with a path: axes along which nothing mixes.

use plotters::prelude::*;

use super::backdrop::{Bitmap, draw_stationary, draw_ticks, polyline};
use super::{
    Color, DrawError, Grid, PathStyle, PlaneMap, Scale, Sheet, Theme, Unit, Weight, contours, css_size, draw_path,
    failed, levels, round_step, shade,
};
use crate::linear::{Rect, Vec2};
use crate::objective::Levels;
use crate::stationary::StationaryPoint;

/// What the picture shows, in coordinates z along the eigenvectors.
pub struct Eigenbasis<'a> {
    /// The quadratic at z.
    pub value: &'a dyn Fn(Vec2) -> f64,
    /// The spacing of its contour levels.
    pub levels: Levels,
    /// Its stationary point, at z = 0, if it is the only one.
    pub stationary: Option<StationaryPoint>,
    /// The path.
    pub path: &'a [Vec2],
    /// The step of the path where the head is.
    pub head: usize,
    /// The contender's colour.
    pub color: Color,
    /// Device pixels to a CSS pixel, for a colour field; none for a plain ground.
    pub ratio: Option<f64>,
    /// Colours.
    pub theme: &'a Theme,
}

/// Where the picture shows which z, and how.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EigenMap {
    /// The map.
    pub map: PlaneMap,
    /// How many times as large as lengths across those upwards are drawn; 1 where the scales are equal.
    pub stretch: f64,
}

/// Where one extent is more than this many times the other, each axis has its own scale: what happens along the shorter
/// would not be seen.
const UNEQUAL: f64 = 3.0;

/// How much more than the points is shown on each side, as a fraction of their extent; it is then rounded up.
const ROOM: f64 = 0.06;

/// About how many round steps an extent has: it stays the same while points move within one.
const STEPS: f64 = 10.0;

/// Extents below this are none: numbers so near to nothing have few digits, and steps between them, or squares, no more.
const NOTHING: f64 = 1e-150;

/// Grid points to a CSS pixel: more than for a panel, since the ellipses may be narrow, and a quadratic costs nothing.
const GRID_PER_PIXEL: f64 = 1.0;

impl EigenMap {
    /// The map of a picture of `width` × `height` CSS pixels that shows all of `points`, and z = 0 where that is not
    /// far from them.
    pub fn around(points: &[Vec2], width: f64, height: f64) -> Self {
        let x = bounds(points.iter().map(|z| z.x));
        let y = bounds(points.iter().map(|z| z.y));
        let (across, up) = (x[1] - x[0], y[1] - y[0]);
        // A coordinate that does not move has no scale of its own.
        let least = 1e-12 * across.max(up);
        let (across, up) = (across.max(least), up.max(least));
        let is_point = |[low, high]: [f64; 2]| high - low <= least;
        if across.max(up) <= NOTHING || across.max(up) <= UNEQUAL * across.min(up) || is_point(x) || is_point(y) {
            let size = across.max(up);
            let size = if size > NOTHING { size } else { 1.0 };
            let view = Rect { x: roomy(x, size), y: roomy(y, size) };
            return EigenMap { map: PlaneMap::fit(view, width, height), stretch: 1.0 };
        }
        let map = PlaneMap::stretch(Rect { x: roomy(x, across), y: roomy(y, up) }, width, height);
        let Vec2 { x: across, y: up } = map.visible.size() / map.size;
        EigenMap { map, stretch: across / up }
    }

    /// The same picture with equal scales: z with its second coordinate as many times as large as it is drawn.
    fn equal(&self) -> PlaneMap {
        let Rect { x, y } = self.map.visible;
        PlaneMap { visible: Rect { x, y: y.map(|value| self.stretch * value) }, ..self.map }
    }

    fn equally(&self, z: Vec2) -> Vec2 {
        Vec2::new(z.x, self.stretch * z.y)
    }
}

/// The least and the greatest of `values`, and 0 unless it is farther away than four times their extent.
fn bounds(values: impl Iterator<Item = f64>) -> [f64; 2] {
    let [low, high] = values
        .filter(|value| value.is_finite())
        .fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| [low.min(value), high.max(value)]);
    if low > high {
        return [0.0; 2];
    }
    let with_zero = [low.min(0.0), high.max(0.0)];
    if with_zero[1] - with_zero[0] <= 5.0 * (high - low) || low == high { with_zero } else { [low, high] }
}

/// `low` and `high` with some room, at multiples of a round step; at least about three tenths of `size` apart.
fn roomy([low, high]: [f64; 2], size: f64) -> [f64; 2] {
    let missing = (0.3 * size - (high - low)).max(0.0) / 2.0;
    let step = round_step(size / STEPS);
    let room = ROOM * size + missing;
    [libm::floor((low - room) / step) * step, libm::ceil((high + room) / step) * step]
}

/// Draws the quadratic with the path over it: what is done boldly, what is to come faintly, a dot at its head.
pub fn draw_eigenbasis<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    unit: Unit,
    eigen_map: &EigenMap,
    picture: &Eigenbasis,
) -> Result<(), DrawError> {
    let (theme, map) = (picture.theme, &eigen_map.map);
    sheet.fill(&theme.paper.opaque()).map_err(failed)?;
    let points = |css: f64| ((css * GRID_PER_PIXEL) as usize).max(2);
    let (columns, rows) = (points(map.size.x), points(map.size.y));
    let mut grid = Grid { extent: map.visible, columns, rows, values: Vec::with_capacity(columns * rows) };
    for k in 0..columns * rows {
        grid.values.push((picture.value)(grid.point(k % columns, k / columns)));
    }
    let floor = if picture.levels == Levels::Logarithmic { Some(0.0) } else { None };
    let scale = Scale::of(&grid, picture.levels, floor);
    let area = map.area(sheet, unit);
    if let Some(ratio) = picture.ratio {
        let [width, height] = [map.size.x, map.size.y].map(|css| (css * ratio).round());
        let pixels = shade(&grid, scale.as_ref(), theme, width as usize, height as usize);
        let corner = (map.visible.x[0], map.visible.y[1]);
        area.draw(&Bitmap { corner, size: (width as u32, height as u32), pixels: &pixels }).map_err(failed)?;
    }
    let found = scale.as_ref().map_or_else(Vec::new, levels);
    for line in contours(&grid, &found).iter().flatten() {
        area.draw(&polyline(line, unit.stroke(theme.contour, 0.45, 0.75))).map_err(failed)?;
    }
    let Rect { x, y } = map.visible;
    let axes = [[Vec2::new(x[0], 0.0), Vec2::new(x[1], 0.0)], [Vec2::new(0.0, y[0]), Vec2::new(0.0, y[1])]];
    for axis in axes.iter().filter(|axis| axis.iter().all(|end| map.visible.contains(*end))) {
        area.draw(&polyline(axis, unit.stroke(theme.ink, 0.35, 1.0))).map_err(failed)?;
    }
    draw_ticks(sheet, map, unit, theme)?;
    if let Some(point) = picture.stationary.as_ref().filter(|point| map.visible.contains(point.at)) {
        draw_stationary(&area, point, unit, (0.8, false), theme)?;
    }
    let path: Vec<Vec2> = picture.path.iter().map(|z| eigen_map.equally(*z)).collect();
    let Some(last) = path.len().checked_sub(1) else { return Ok(()) };
    let head = picture.head.min(last);
    let style = |weight| PathStyle { color: picture.color, dash: None, weight };
    draw_path(sheet, &eigen_map.equal(), unit, &path[head..], style(Weight::Faint))?;
    draw_path(sheet, &eigen_map.equal(), unit, &path[..=head], style(Weight::Bold))?;
    let at = picture.path[head];
    if map.visible.contains(at) {
        for (radius, color) in [(6.0, theme.paper), (4.5, picture.color)] {
            let style = ShapeStyle::from(color.with_alpha(1.0)).filled();
            area.draw(&Circle::new((at.x, at.y), unit.length(radius), style)).map_err(failed)?;
        }
    }
    Ok(())
}

/// The map of a picture that fills `sheet`, for the points that it should show.
pub fn eigen_map<DB: DrawingBackend>(sheet: &Sheet<DB>, unit: Unit, points: &[Vec2]) -> EigenMap {
    let (width, height) = css_size(sheet, unit);
    EigenMap::around(points, width, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_equal_unless_one_extent_is_much_larger() {
        let path = [Vec2::new(-2.0, 1.0), Vec2::new(1.0, -1.0)];
        let equal = EigenMap::around(&path, 300.0, 240.0);
        assert_eq!(equal.stretch, 1.0);
        let per_pixel = equal.map.visible.size() / equal.map.size;
        assert!((per_pixel.x / per_pixel.y - 1.0).abs() < 1e-12);
        let flat = [Vec2::new(-2.0, 0.01), Vec2::new(1.0, -0.01)];
        let stretched = EigenMap::around(&flat, 300.0, 240.0);
        let per_pixel = stretched.map.visible.size() / stretched.map.size;
        assert!(stretched.stretch > 50.0 && (per_pixel.x / per_pixel.y - stretched.stretch).abs() < 1e-9);
        for map in [equal.map, stretched.map] {
            assert!(map.visible.contains(Vec2::ZERO));
        }
    }

    #[test]
    fn a_path_that_does_not_move_has_a_picture_too() {
        for at in [Vec2::ZERO, Vec2::new(3.0, 0.0), Vec2::new(1e-9, 1e-9)] {
            let EigenMap { map, stretch } = EigenMap::around(&[at], 300.0, 240.0);
            assert_eq!(stretch, 1.0);
            assert!(map.visible.contains(at) && map.visible.size().x > 0.0 && map.visible.size().is_finite(), "{at:?}");
        }
    }

    #[test]
    fn a_distant_stationary_point_does_not_flatten_the_path() {
        let path = [Vec2::new(1e4, 0.0), Vec2::new(1e4 + 1.0, 1.0)];
        let EigenMap { map, .. } = EigenMap::around(&path, 300.0, 240.0);
        assert!(map.visible.size().x < 10.0 && path.iter().all(|z| map.visible.contains(*z)));
    }
}
