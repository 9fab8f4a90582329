//! The still part of a panel: colour field, contours, axes, stationary points.

use plotters::element::{Drawable, PointCollection};
use plotters::prelude::*;
use plotters_backend::{BackendCoord, DrawingErrorKind};

use super::plane::{ABOVE, BELOW, LEFT, RIGHT};
use super::{Color, DrawError, PlaneMap, Sheet, Theme, Unit, failed};
use crate::linear::{Rect, Vec2};
use crate::stationary::{Found, Kind, StationaryPoint};

/// What the still part of a panel shows.
pub struct Backdrop<'a> {
    /// Contour lines, level by level, in domain units.
    pub contours: &'a [Vec<Vec<Vec2>>],
    /// The colour field over the plot: bytes red, green, blue per pixel from the upper left, with width and height in
    /// pixels of the backend's bitmap; none for a plain ground.
    pub field: Option<(&'a [u8], (u32, u32))>,
    /// Stationary points to mark.
    pub stationary: &'a Found,
    /// Colours.
    pub theme: &'a Theme,
}

/// Draws the still part of a panel that shows `view`, and returns its map.
///
/// Axes have ticks and their numbers only; markers are a disc for a minimum, a triangle for a maximum, a cross for a
/// saddle, each hollow or with a ring if degenerate, with strokes along the Hessian's eigenvectors, solid where the loss
/// rises and short where it curves most.
pub fn draw_backdrop<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    view: Rect,
    unit: Unit,
    backdrop: &Backdrop,
) -> Result<PlaneMap, DrawError> {
    let map = PlaneMap::of_sheet(view, sheet, unit);
    let theme = backdrop.theme;
    sheet.fill(&theme.paper.opaque()).map_err(failed)?;
    let area = map.area(sheet, unit);
    if let Some((pixels, size)) = backdrop.field {
        let corner = (map.visible.x[0], map.visible.y[1]);
        area.draw(&Bitmap { corner, size, pixels }).map_err(failed)?;
    }
    let line = unit.stroke(theme.contour, 0.45, 0.75);
    for path in backdrop.contours.iter().flatten() {
        area.draw(&polyline(path, line)).map_err(failed)?;
    }
    draw_ticks(sheet, &map, unit, theme)?;
    for &w in &backdrop.stationary.curve {
        let dot = ShapeStyle::from(theme.ink.with_alpha(0.6)).filled();
        area.draw(&Circle::new((w.x, w.y), unit.length(1.5), dot)).map_err(failed)?;
    }
    for point in backdrop.stationary.points.iter().filter(|point| map.visible.contains(point.at)) {
        draw_stationary(&area, point, unit, theme)?;
    }
    Ok(map)
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

fn polyline(path: &[Vec2], style: ShapeStyle) -> PathElement<(f64, f64)> {
    PathElement::new(path.iter().map(|w| (w.x, w.y)).collect::<Vec<_>>(), style)
}

/// Axes with ticks, by plotters.
fn draw_ticks<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    map: &PlaneMap,
    unit: Unit,
    theme: &Theme,
) -> Result<(), DrawError> {
    let Rect { x, y } = map.visible;
    let mut chart = ChartBuilder::on(sheet)
        .margin_top(unit.length(ABOVE))
        .margin_right(unit.length(RIGHT))
        .x_label_area_size(unit.length(BELOW))
        .y_label_area_size(unit.length(LEFT))
        .build_cartesian_2d(x[0]..x[1], y[0]..y[1])
        .map_err(failed)?;
    let text = ("sans-serif", unit.length(11.0)).into_font().color(&theme.ink.with_alpha(0.85));
    // Numbers need about 45 CSS pixels across and 28 down.
    let (across, down) = ((map.size.x / 45.0) as usize, (map.size.y / 28.0) as usize);
    let (x_text, y_text) = (tick_text(x), tick_text(y));
    chart
        .configure_mesh()
        .disable_mesh()
        .x_labels(across.clamp(2, 9))
        .y_labels(down.clamp(2, 9))
        .x_label_formatter(&|value| x_text(*value))
        .y_label_formatter(&|value| y_text(*value))
        .set_all_tick_mark_size(unit.length(4.0))
        .label_style(text)
        .axis_style(unit.stroke(theme.faint, 1.0, 1.0))
        .draw()
        .map_err(failed)
}

/// Numbers of ticks with as many decimals as the extent of the axis needs.
fn tick_text([low, high]: [f64; 2]) -> impl Fn(f64) -> String {
    let magnitude = libm::floor(libm::log10(high - low));
    let size = low.abs().max(high.abs());
    move |value: f64| {
        // A tick that should be zero is rounding noise of its neighbours.
        let value = if value.abs() < (high - low) * 1e-9 { 0.0 } else { value };
        if size >= 1e6 || high - low < 1e-6 {
            return format!("{value:.2e}");
        }
        let text = format!("{value:.*}", (1.0 - magnitude).clamp(0.0, 9.0) as usize);
        let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        text.replace('-', "\u{2212}")
    }
}

/// Half the length of the longest eigenvector stroke, in CSS pixels.
const STROKE: f64 = 13.0;

/// A marker whose shape tells the kind.
fn draw_stationary<DB: DrawingBackend, X: Ranged<ValueType = f64>, Y: Ranged<ValueType = f64>>(
    area: &DrawingArea<DB, Cartesian2d<X, Y>>,
    point: &StationaryPoint,
    unit: Unit,
    theme: &Theme,
) -> Result<(), DrawError> {
    let at = (point.at.x, point.at.y);
    let length = |css: f64| (css * unit.0).round() as i32;
    let ink = unit.stroke(theme.ink, 1.0, 1.5);
    let cross = |vector: Vec2, css: f64| {
        let (dx, dy) = (length(vector.x * css), length(-vector.y * css));
        EmptyElement::at(at) + PathElement::new(vec![(-dx, -dy), (dx, dy)], unit.stroke(theme.ink, 0.7, 1.0))
    };
    // The strokes' lengths go with the width of the quadratic's level curves, 1/√|λ|.
    let widths = point.eigen.values.map(|value| 1.0 / value.abs().max(f64::MIN_POSITIVE).sqrt());
    let widest = widths[0].max(widths[1]);
    if !point.kind.is_degenerate() {
        for (vector, width) in point.eigen.vectors.into_iter().zip(widths) {
            area.draw(&cross(vector, (STROKE * width / widest).max(6.0))).map_err(failed)?;
        }
    }
    let ground = ShapeStyle { color: theme.paper.with_alpha(1.0), filled: true, stroke_width: 0 };
    let solid = ShapeStyle { filled: true, ..ink };
    let r = length(4.5);
    let round = |radius: f64, style| EmptyElement::at(at) + Circle::new((0, 0), length(radius), style);
    match point.kind {
        Kind::Minimum => {
            area.draw(&round(4.5, ground)).map_err(failed)?;
            area.draw(&round(3.5, solid)).map_err(failed)
        }
        Kind::Maximum => {
            let triangle = vec![(0, -r), (r, r), (-r, r)];
            area.draw(&(EmptyElement::at(at) + Polygon::new(triangle, solid))).map_err(failed)
        }
        Kind::Saddle => {
            area.draw(&round(4.5, ground)).map_err(failed)?;
            let thick = unit.stroke(theme.ink, 1.0, 2.0);
            for (dx, dy) in [(r, r), (r, -r)] {
                let bar = PathElement::new(vec![(-dx, -dy), (dx, dy)], thick);
                area.draw(&(EmptyElement::at(at) + bar)).map_err(failed)?;
            }
            Ok(())
        }
        Kind::DegenerateMinimum | Kind::DegenerateMaximum | Kind::DegenerateSaddle => {
            area.draw(&round(5.0, ground)).map_err(failed)?;
            area.draw(&round(5.0, ink)).map_err(failed)?;
            area.draw(&round(1.5, solid)).map_err(failed)
        }
    }
}

/// Pixels placed with their upper left corner at a point of the plane.
struct Bitmap<'a> {
    corner: (f64, f64),
    size: (u32, u32),
    pixels: &'a [u8],
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
