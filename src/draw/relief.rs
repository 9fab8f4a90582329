//! A landscape of two parameters as a relief: a surface in the light, seen from a side.

use plotters::prelude::*;

use super::backdrop::{draw_mark, draw_stationary};
use super::block::{Block, Painting};
use super::relief_axes::{draw_numbers, draw_walls};
use super::{
    Cast, Color, Draped, DrawError, Mesh, Projection, Scale, Sheet, Theme, Unit, Vec3, css_size, failed, in_css_pixels,
};
use crate::linear::{Rect, Vec2};
use crate::stationary::Found;

/// What a relief shows.
pub struct Relief<'a> {
    /// The surface.
    pub mesh: &'a Mesh,
    /// The colours of its cells, by [`face_colors`].
    pub colors: &'a [Color],
    /// Contour lines.
    pub contours: &'a [Draped],
    /// How heights follow from losses; none of a constant loss.
    pub scale: Option<&'a Scale>,
    /// What stands at the axis of losses.
    pub caption: &'a str,
    /// Stationary points to mark.
    pub stationary: &'a Found,
    /// The box that iterates may not leave, if there is one.
    pub bounds: Option<Rect>,
    /// Colours.
    pub theme: &'a Theme,
}

/// Towards the light: from the left in front, high up, as the box is seen at first.
const LIGHT: Vec3 = Vec3 { x: -0.62, y: -0.22, z: 0.753 };

/// How far a face in the shade takes the contours' colour: in a light theme what is turned away from the light, in a
/// dark one what faces it.
const SHADE: f64 = 0.72;

/// Components of colours are multiples of this: the eye tells no finer ones apart, and neighbours that are the same are
/// painted at once.
const GRAIN: u8 = 4;

/// The colour of each cell of `mesh`, row by row: that of the field at its height, in the light.
pub fn face_colors(mesh: &Mesh, theme: &Theme) -> Vec<Color> {
    let (columns, rows) = (mesh.heights.columns - 1, mesh.heights.rows - 1);
    let steep = Vec2::new(mesh.half.z * columns as f64 / mesh.half.x, mesh.half.z * rows as f64 / mesh.half.y);
    let is_light = theme.is_light();
    let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
    let color = |(column, row)| {
        let Some([a, b, c, d]) = mesh.corners(column, row) else { return theme.paper };
        let slope = Vec2::new(0.5 * (b - a + d - c), 0.5 * (c - a + d - b)) * steep;
        let normal = Vec3::new(-slope.x, -slope.y, 1.0);
        let lit = (normal.dot(LIGHT) / normal.dot(normal).sqrt()).clamp(0.0, 1.0);
        let turned = if is_light { 1.0 - lit } else { lit * lit };
        let Color(rgb) = theme.ramp(0.25 * (a + b + c + d)).towards(theme.contour, SHADE * turned);
        Color(rgb.map(|part| part - part % GRAIN))
    };
    cells.map(color).collect()
}

/// Draws the relief as `projection` maps it, without paths.
///
/// The surface is a block that stands in a box, with its own sides where it ends; a hole is open and outlined, and the
/// floor below it is hatched.
/// Faces are painted row by row from the far side: of a surface over the plane no face can be in front of a later one.
pub fn draw_relief<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    unit: Unit,
    projection: &Projection,
    relief: &Relief,
) -> Result<(), DrawError> {
    let &Relief { mesh, scale, theme, .. } = relief;
    sheet.fill(&theme.paper.opaque()).map_err(failed)?;
    draw_walls(sheet, unit, projection, mesh, scale, theme)?;
    let block = Block::new(mesh, relief.colors, projection, unit);
    sheet.draw(&Painting(|backend: &mut DB| block.paint(backend, theme, unit))).map_err(failed)?;
    let area = in_css_pixels(sheet, unit);
    let line = |pieces: &[Draped], style: ShapeStyle| {
        let seen = Cast::of(pieces, mesh, projection, None);
        seen.points().into_iter().try_for_each(|points| {
            let points: Vec<(f64, f64)> = points.into_iter().map(|pixel| (pixel.x, pixel.y)).collect();
            area.draw(&PathElement::new(points, style)).map_err(failed)
        })
    };
    line(relief.contours, unit.stroke(theme.contour, 0.55, 0.75))?;
    let drape = |line: &[Vec2]| mesh.drape(line, 0.0, MOST_VERTICES);
    if let Some(Rect { x, y }) = relief.bounds {
        let sides = [[(0, 0), (1, 0)], [(1, 0), (1, 1)], [(1, 1), (0, 1)], [(0, 1), (0, 0)]];
        for side in sides.map(|ends| ends.map(|(i, j)| Vec2::new(x[i], y[j]))) {
            if side.iter().all(|w| w.is_finite()) {
                line(&drape(&side), unit.stroke(theme.ink, 0.8, 1.5))?;
            }
        }
    }
    for flat in &relief.stationary.lines {
        line(&drape(flat), unit.stroke(theme.ink, 0.85, 2.0))?;
    }
    draw_points(sheet, unit, projection, relief)?;
    draw_numbers(sheet, unit, projection, mesh, scale, relief.caption, theme)
}

/// Lines that are drawn anew with each picture have about as many vertices at most.
const MOST_VERTICES: usize = 4_000;

/// Markers take at least this much room each, in CSS pixels, or are smaller.
const MARKER_ROOM: f64 = 34.0;

/// Stationary points that are seen, with the markers of the plane.
fn draw_points<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    unit: Unit,
    projection: &Projection,
    relief: &Relief,
) -> Result<(), DrawError> {
    let area = in_css_pixels(sheet, unit);
    let &Relief { mesh, stationary, theme, .. } = relief;
    let place = |w: Vec2| mesh.above(w).filter(|at| !mesh.hides(*at, projection)).map(|at| projection.pixel(at));
    let dot = ShapeStyle::from(theme.ink.with_alpha(0.6)).filled();
    for at in stationary.curve.iter().filter_map(|w| place(*w)) {
        area.draw(&Circle::new((at.x, at.y), unit.length(1.0), dot)).map_err(failed)?;
    }
    let (width, height) = css_size(sheet, unit);
    let inside = stationary.points.iter().filter(|point| mesh.heights.extent.contains(point.at)).count();
    let size = ((width * height / 3.0 / inside.max(1) as f64).sqrt() / MARKER_ROOM).clamp(0.35, 1.0);
    for at in stationary.marks.iter().filter_map(|w| place(*w)) {
        draw_mark(&area, at, Unit(unit.0 * size), theme)?;
    }
    for point in &stationary.points {
        let Some(at) = place(point.at) else { continue };
        let mut shown = *point;
        shown.at = at;
        draw_stationary(&area, &shown, unit, (size, false), theme)?;
    }
    Ok(())
}
