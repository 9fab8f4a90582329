//! The still part of a panel: colour field, contours, axes, stationary points.

use plotters::element::{Drawable, PointCollection};
use plotters::prelude::*;
use plotters_backend::{BackendCoord, DrawingErrorKind};

use super::definiteness::{Bending, principal, textures};
use super::path::clip;
use super::plane::{ABOVE, BELOW, LEFT, RIGHT};
use super::regions::color_of;
use super::{
    Axis, Color, DrawError, PlaneMap, Sheet, Theme, Unit, failed, round_step, step_across, tick_text, widest_text,
};
use crate::linear::{Rect, Vec2};
use crate::stationary::{Found, Kind, StationaryPoint};

/// What the still part of a panel shows.
pub struct Backdrop<'a> {
    /// The landscape itself.
    pub ground: Ground<'a>,
    /// Stationary points to mark; of a curve, at their place on it.
    pub stationary: &'a Found,
    /// The box that iterates may not leave, if there is one: outside it is shaded.
    pub bounds: Option<Rect>,
    /// The overlay of definiteness, if it is on; of the plane, its colours are in the field already.
    pub bending: Option<Bending<'a>>,
    /// Colours.
    pub theme: &'a Theme,
}

/// A landscape as it is drawn.
#[derive(Clone, Copy)]
pub enum Ground<'a> {
    /// Of two parameters, seen from above.
    Plane {
        /// Contour lines, level by level, in domain units.
        contours: &'a [Vec<Vec<Vec2>>],
        /// The colour field over the plot: bytes red, green, blue per pixel from the upper left, with width and height
        /// in pixels of the backend's bitmap; none for a plain ground.
        field: Option<(&'a [u8], (u32, u32))>,
    },
    /// Of one parameter: its curve, in pieces of points (x, L(x)).
    Curve(&'a [Vec<Vec2>]),
    /// The same over pixels in place of the plain ground.
    CurveOver(&'a [Vec<Vec2>], Option<(&'a [u8], (u32, u32))>),
}

/// How strongly the bands below a curve are coloured.
const BAND: f64 = 0.25;

/// Draws the still part of a panel that shows `view`, and returns its map.
///
/// Axes have ticks and their numbers only; markers are a disc for a minimum, a triangle for a maximum, a cross for a
/// saddle, each small and in a ring if degenerate and else with strokes along the Hessian's eigenvectors, shorter where
/// the loss curves more; on a curve, and where markers crowd, there are no strokes.
/// With the overlay of definiteness those strokes give way to its axes, which compare from point to point.
/// Hollow diamonds are places that are listed by themselves, thick lines are full of stationary points, and shaded is
/// what is undecided or out of bounds.
pub fn draw_backdrop<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    view: Rect,
    unit: Unit,
    backdrop: &Backdrop,
) -> Result<PlaneMap, DrawError> {
    let is_curve = matches!(backdrop.ground, Ground::Curve(_) | Ground::CurveOver(..));
    let map = PlaneMap::of_sheet(view, sheet, unit, is_curve);
    let theme = backdrop.theme;
    sheet.fill(&theme.paper.opaque()).map_err(failed)?;
    let area = map.area(sheet, unit);
    match backdrop.ground {
        Ground::Plane { contours, field } => {
            if let Some((pixels, size)) = field {
                let corner = (map.visible.x[0], map.visible.y[1]);
                area.draw(&Bitmap { corner, size, pixels }).map_err(failed)?;
            }
            let line = unit.stroke(theme.contour, 0.45, 0.75);
            for path in contours.iter().flatten() {
                area.draw(&polyline(path, line)).map_err(failed)?;
            }
        }
        Ground::CurveOver(pieces, field) => {
            if let Some((pixels, size)) = field {
                let corner = (map.visible.x[0], map.visible.y[1]);
                area.draw(&Bitmap { corner, size, pixels }).map_err(failed)?;
            }
            for piece in pieces.iter().flat_map(|piece| clip(piece, map.visible, 0.0)) {
                area.draw(&polyline(&piece, unit.stroke(theme.ink, 1.0, 1.75))).map_err(failed)?;
            }
        }
        Ground::Curve(pieces) => {
            let Rect { x, y } = map.visible;
            area.draw(&Rectangle::new(
                [(x[0], y[1]), (x[1], y[0])],
                ShapeStyle::from(theme.field[0].opaque()).filled(),
            ))
            .map_err(failed)?;
            let bands = backdrop.bending.map_or_else(Vec::new, |bending| bending.regions.bands());
            for ([from, to], found) in bands {
                let fill = ShapeStyle::from(color_of(found, theme).with_alpha(BAND)).filled();
                area.draw(&Rectangle::new([(from, y[1]), (to, y[0])], fill)).map_err(failed)?;
            }
            for piece in pieces.iter().flat_map(|piece| clip(piece, map.visible, 0.0)) {
                area.draw(&polyline(&piece, unit.stroke(theme.contour, 1.0, 1.75))).map_err(failed)?;
            }
        }
    }
    let strokes = backdrop.bending.map_or_else(Vec::new, |bending| textures(bending.regions, &map, unit, theme));
    for (path, style) in strokes {
        area.draw(&polyline(&path, style)).map_err(failed)?;
    }
    if let Some(bounds) = backdrop.bounds {
        draw_outside(&area, &map, unit, bounds, theme)?;
    }
    draw_ticks(sheet, &map, unit, theme)?;
    let shade = ShapeStyle::from(theme.faint.with_alpha(0.35)).filled();
    for Rect { x, y } in backdrop.stationary.open.iter().filter_map(|area| area.meet(map.visible)) {
        area.draw(&Rectangle::new([(x[0], y[1]), (x[1], y[0])], shade)).map_err(failed)?;
    }
    for piece in backdrop.stationary.lines.iter().flat_map(|line| clip(line, map.visible, 0.0)) {
        area.draw(&polyline(&piece, unit.stroke(theme.paper, 0.8, 4.5))).map_err(failed)?;
        area.draw(&polyline(&piece, unit.stroke(theme.ink, 0.85, 2.0))).map_err(failed)?;
    }
    let dot = ShapeStyle::from(theme.ink.with_alpha(0.6)).filled();
    for w in backdrop.stationary.curve.iter().filter(|w| map.visible.contains(**w)) {
        area.draw(&Circle::new((w.x, w.y), unit.length(1.0), dot)).map_err(failed)?;
    }
    let inside: Vec<&StationaryPoint> =
        backdrop.stationary.points.iter().filter(|point| map.visible.contains(point.at)).collect();
    let marks: Vec<&Vec2> = backdrop.stationary.marks.iter().filter(|w| map.visible.contains(**w)).collect();
    // Where they crowd, markers shrink with the room that each has, so that the landscape stays visible between them.
    let apart = (map.size.x * map.size.y / (inside.len() + marks.len()).max(1) as f64).sqrt();
    let size = (apart / ROOM).clamp(SMALLEST, 1.0);
    let strokes = !is_curve && size >= STROKES && backdrop.bending.is_none();
    let axes = backdrop.bending.and_then(|bending| bending.axes);
    for (path, style) in axes.map_or_else(Vec::new, |axes| principal(&axes.axes, &map, unit, theme)) {
        area.draw(&polyline(&path, style)).map_err(failed)?;
    }
    for w in marks {
        draw_mark(&area, *w, Unit(unit.0 * size), theme)?;
    }
    for point in inside {
        draw_stationary(&area, point, unit, (size, strokes), theme)?;
    }
    Ok(map)
}

/// A hollow diamond, for a place that is listed by itself.
pub(super) fn draw_mark<DB: DrawingBackend, X: Ranged<ValueType = f64>, Y: Ranged<ValueType = f64>>(
    area: &DrawingArea<DB, Cartesian2d<X, Y>>,
    at: Vec2,
    unit: Unit,
    theme: &Theme,
) -> Result<(), DrawError> {
    let arm = unit.length(6.5) as i32;
    let corners = vec![(0, -arm), (arm, 0), (0, arm), (-arm, 0), (0, -arm)];
    let ground = ShapeStyle { color: theme.paper.with_alpha(1.0), filled: true, stroke_width: 0 };
    area.draw(&(EmptyElement::at((at.x, at.y)) + Polygon::new(corners.clone(), ground))).map_err(failed)?;
    let ring = PathElement::new(corners, unit.stroke(theme.ink, 1.0, 1.75));
    area.draw(&(EmptyElement::at((at.x, at.y)) + ring)).map_err(failed)
}

/// Draws one contour, the line through the pointer, over whatever is there.
pub fn draw_contour<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    map: &PlaneMap,
    unit: Unit,
    lines: &[Vec<Vec2>],
    color: Color,
) -> Result<(), DrawError> {
    let area = map.area(sheet, unit);
    for path in lines {
        area.draw(&polyline(path, unit.stroke(color, 0.9, 1.5))).map_err(failed)?;
    }
    Ok(())
}

/// Shades what lies outside of `bounds`.
fn draw_outside<DB: DrawingBackend, X: Ranged<ValueType = f64>, Y: Ranged<ValueType = f64>>(
    area: &DrawingArea<DB, Cartesian2d<X, Y>>,
    map: &PlaneMap,
    unit: Unit,
    bounds: Rect,
    theme: &Theme,
) -> Result<(), DrawError> {
    let Rect { x, y } = map.visible;
    let shade = ShapeStyle::from(theme.faint.with_alpha(0.35)).filled();
    let inside = bounds.nearest(Vec2::new(x[0], y[0]));
    let beyond = bounds.nearest(Vec2::new(x[1], y[1]));
    let outside = [
        ([x[0], inside.x], y),
        ([beyond.x, x[1]], y),
        ([inside.x, beyond.x], [y[0], inside.y]),
        ([inside.x, beyond.x], [beyond.y, y[1]]),
    ];
    for (across, up) in outside {
        if across[0] < across[1] && up[0] < up[1] {
            area.draw(&Rectangle::new([(across[0], up[1]), (across[1], up[0])], shade)).map_err(failed)?;
        }
    }
    let edge = |x: [f64; 2], y: [f64; 2]| [Vec2::new(x[0], y[0]), Vec2::new(x[1], y[1])];
    let sides =
        [edge([bounds.x[0]; 2], y), edge([bounds.x[1]; 2], y), edge(x, [bounds.y[0]; 2]), edge(x, [bounds.y[1]; 2])];
    for side in sides.iter().filter(|side| side.iter().all(|w| w.is_finite())) {
        for piece in clip(side, map.visible, 0.0) {
            area.draw(&polyline(&piece, unit.stroke(theme.ink, 0.8, 1.5))).map_err(failed)?;
        }
    }
    Ok(())
}

pub(super) fn polyline(path: &[Vec2], style: ShapeStyle) -> PathElement<(f64, f64)> {
    PathElement::new(path.iter().map(|w| (w.x, w.y)).collect::<Vec<_>>(), style)
}

/// More characters than this do not fit left of the plot.
const LONGEST_LABEL: usize = 5;

/// Ticks are at least this far apart, in CSS pixels.
const TICKS_APART: f64 = 28.0;

/// Axes with ticks, by plotters.
pub(super) fn draw_ticks<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    map: &PlaneMap,
    unit: Unit,
    theme: &Theme,
) -> Result<(), DrawError> {
    let Rect { x, y } = map.visible;
    let step = step_across(x, map.per_pixel(), TICKS_APART);
    // One step for both axes, where they have one scale.
    let up = map.visible.size().y / map.size.y;
    let up_step = if (up / map.per_pixel() - 1.0).abs() < 1e-9 { step } else { round_step(TICKS_APART * up) };
    let mut chart = ChartBuilder::on(sheet)
        .margin_top(unit.length(ABOVE))
        .margin_right(unit.length(RIGHT))
        .x_label_area_size(unit.length(BELOW))
        .y_label_area_size(unit.length(LEFT))
        .build_cartesian_2d(Axis::new(x, step), Axis::new(y, up_step))
        .map_err(failed)?;
    let (x_text, plain) = (tick_text(step, x), tick_text(up_step, y));
    // What is large and too long for the margin has an exponent.
    let y_text = |value: f64| match plain(value) {
        text if text.chars().count() > LONGEST_LABEL && value.abs() >= 1e4 => {
            let short = format!("{value:.1e}").replace(".0e", "e");
            short.replace("-", "\u{2212}")
        }
        text => text,
    };
    // Numbers that are still too long are smaller: a first digit that is cut off is another number.
    let longest = widest_text(y, up_step, y_text);
    let size = 11.0 * (LONGEST_LABEL as f64 / longest as f64).min(1.0);
    let text = ("sans-serif", unit.length(size)).into_font().color(&theme.ink.with_alpha(0.85));
    chart
        .configure_mesh()
        .disable_mesh()
        .x_label_formatter(&|value| x_text(*value))
        .y_label_formatter(&|value| y_text(*value))
        .set_all_tick_mark_size(unit.length(4.0))
        .label_style(text)
        .axis_style(unit.stroke(theme.faint, 1.0, 1.0))
        .draw()
        .map_err(failed)
}

/// Half the lengths of the longest eigenvector stroke and of the shortest, which still shows beside its marker, in CSS
/// pixels.
const STROKE: [f64; 2] = [13.0, 9.0];

/// A marker of full size takes this much room, in CSS pixels.
const ROOM: f64 = 42.0;

/// The smallest size of a marker, as a fraction of the full one: a shape that can still be told.
const SMALLEST: f64 = 0.35;

/// Markers smaller than this have no eigenvector strokes, which would run into their neighbours.
const STROKES: f64 = 0.9;

/// A marker of `size` times the full one, whose shape tells the kind, with `strokes` along the eigenvectors or without.
pub(super) fn draw_stationary<DB: DrawingBackend, X: Ranged<ValueType = f64>, Y: Ranged<ValueType = f64>>(
    area: &DrawingArea<DB, Cartesian2d<X, Y>>,
    point: &StationaryPoint,
    unit: Unit,
    (size, strokes): (f64, bool),
    theme: &Theme,
) -> Result<(), DrawError> {
    let at = (point.at.x, point.at.y);
    let unit = Unit(unit.0 * size);
    let length = |css: f64| (css * unit.0).round() as i32;
    let ink = unit.stroke(theme.ink, 1.0, 1.5);
    let cross = |vector: Vec2, css: f64| {
        let (dx, dy) = (length(vector.x * css), length(-vector.y * css));
        EmptyElement::at(at) + PathElement::new(vec![(-dx, -dy), (dx, dy)], unit.stroke(theme.ink, 0.7, 1.0))
    };
    // The strokes' lengths go with the width of the quadratic's level curves, 1/√|λ|.
    let widths = point.eigen.values.map(|value| 1.0 / value.abs().max(f64::MIN_POSITIVE).sqrt());
    let widest = widths[0].max(widths[1]);
    if !point.kind.is_degenerate() && strokes {
        for (vector, width) in point.eigen.vectors.into_iter().zip(widths) {
            area.draw(&cross(vector, (STROKE[0] * width / widest).max(STROKE[1]))).map_err(failed)?;
        }
    }
    let ground = ShapeStyle { color: theme.paper.with_alpha(1.0), filled: true, stroke_width: 0 };
    let solid = ShapeStyle { filled: true, ..ink };
    let round = |radius: f64, style| EmptyElement::at(at) + Circle::new((0, 0), length(radius), style);
    area.draw(&round(if point.kind.is_degenerate() { 6.5 } else { 5.5 }, ground)).map_err(failed)?;
    if point.kind.is_degenerate() {
        area.draw(&round(6.5, unit.stroke(theme.ink, 1.0, 1.25))).map_err(failed)?;
    }
    let r = if point.kind.is_degenerate() { 3.0 } else { 4.5 };
    match point.kind {
        Kind::Minimum | Kind::DegenerateMinimum => area.draw(&round(0.8 * r, solid)).map_err(failed),
        Kind::Maximum | Kind::DegenerateMaximum => {
            // Its centre of gravity is the point itself.
            let (half, up, down) = (length(r), length(1.15 * r), length(0.58 * r));
            let triangle = vec![(0, -up), (half, down), (-half, down)];
            area.draw(&(EmptyElement::at(at) + Polygon::new(triangle, solid))).map_err(failed)
        }
        Kind::Saddle | Kind::DegenerateSaddle => {
            let (arm, thick) = (length(r), unit.stroke(theme.ink, 1.0, if r < 4.0 { 1.5 } else { 2.0 }));
            for (dx, dy) in [(arm, arm), (arm, -arm)] {
                let bar = PathElement::new(vec![(-dx, -dy), (dx, dy)], thick);
                area.draw(&(EmptyElement::at(at) + bar)).map_err(failed)?;
            }
            Ok(())
        }
    }
}

/// Pixels placed with their upper left corner at a point of the plane.
pub(super) struct Bitmap<'a> {
    /// The point.
    pub(super) corner: (f64, f64),
    /// Width and height in pixels of the backend's bitmap.
    pub(super) size: (u32, u32),
    /// Bytes red, green, blue per pixel from the upper left.
    pub(super) pixels: &'a [u8],
}

impl<'a> PointCollection<'a, (f64, f64)> for &'a Bitmap<'a> {
    type Point = &'a (f64, f64);
    type IntoIter = std::iter::Once<&'a (f64, f64)>;
    fn point_iter(self) -> Self::IntoIter {
        std::iter::once(&self.corner)
    }
}

impl<DB: DrawingBackend> Drawable<DB> for Bitmap<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut points: I,
        backend: &mut DB,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        match points.next() {
            Some(corner) => backend.blit_bitmap(corner, self.size, self.pixels),
            None => Ok(()),
        }
    }
}
