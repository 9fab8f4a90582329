//! Data in a space of their own, with the models of the contenders over them.

use plotters::prelude::*;

use super::backdrop::draw_ticks;
use super::path::{PathStyle, clip, draw_pieces};
use super::{Color, DrawError, PlaneMap, Sheet, Theme, Unit, failed};
use crate::data::{Picture, Sample};
use crate::linear::{Rect, Vec2};

/// A data point as it is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dot {
    /// Where it is.
    pub at: Vec2,
    /// Its class: a disc for 0, a cross for 1.
    pub class: u8,
    /// Whether it is held out: a ring instead of a disc, a faint cross.
    pub is_held: bool,
}

impl Dot {
    /// Data point `row` of a sample.
    pub fn of(sample: &Sample, row: usize, is_held: bool) -> Dot {
        let [x, y, label] = sample.rows[row];
        let class = u8::from(sample.entry.is_labelled && label == 1.0);
        Dot { at: Vec2::new(x, y), class, is_held }
    }

    /// The data points of a sample, or of very many every so manieth: a picture of more is black.
    pub fn all(sample: &Sample) -> Vec<Dot> {
        let every = |rows: &[usize], is_held: bool| -> Vec<Dot> {
            let stride = sample.rows.len().div_ceil(MOST_DOTS);
            rows.iter().step_by(stride).map(|row| Dot::of(sample, *row, is_held)).collect()
        };
        [every(&sample.training, false), every(&sample.held, true)].concat()
    }
}

/// A model at one iterate, in the space of the data.
#[derive(Debug, Clone, PartialEq)]
pub enum Model {
    /// A curve through these points.
    Curve(Vec<Vec2>),
    /// The line on which `normal`·x = 0, and on which side is class 1.
    Boundary {
        /// The weights.
        normal: Vec2,
    },
    /// A place.
    Place(Vec2),
}

impl Model {
    /// The model of a sample at the iterate `w`, over the abscissas `x` in `pieces` pieces.
    pub fn of(sample: &Sample, w: Vec2, [low, high]: [f64; 2], pieces: usize) -> Model {
        match sample.entry.picture {
            Picture::Curve(predict) => {
                let at = |k: usize| low + (high - low) * k as f64 / pieces as f64;
                Model::Curve((0..=pieces).map(|k| Vec2::new(at(k), predict(w, at(k)))).collect())
            }
            Picture::Boundary => Model::Boundary { normal: w },
            Picture::Place => Model::Place(w),
        }
    }
}

/// No more data points than about this are drawn.
const MOST_DOTS: usize = 4_000;

/// More dots than this are drawn smaller and paler.
const MANY: f64 = 150.0;

/// The visible part of the data's space: all of `dots`, with some room.
pub fn data_view(dots: &[Dot]) -> Rect {
    let (mut low, mut high) =
        (Vec2::new(f64::INFINITY, f64::INFINITY), Vec2::new(f64::NEG_INFINITY, f64::NEG_INFINITY));
    for dot in dots {
        low = Vec2::new(low.x.min(dot.at.x), low.y.min(dot.at.y));
        high = Vec2::new(high.x.max(dot.at.x), high.y.max(dot.at.y));
    }
    let room = |low: f64, high: f64| {
        let size = high - low;
        if size > 0.0 { 0.08 * size } else { 1e-3 * (1.0 + low.abs()) }
    };
    let (x, y) = (room(low.x, high.x), room(low.y, high.y));
    Rect::new(low.x - x, high.x + x, low.y - y, high.y + y)
}

/// Draws axes and data, and returns the map.
pub fn draw_data<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    unit: Unit,
    view: Rect,
    dots: &[Dot],
    theme: &Theme,
) -> Result<PlaneMap, DrawError> {
    let map = PlaneMap::of_sheet(view, sheet, unit, true);
    sheet.fill(&theme.paper.opaque()).map_err(failed)?;
    draw_ticks(sheet, &map, unit, theme)?;
    // The first are the last drawn: of very many the shape remains.
    let crowd = (MANY / dots.len() as f64).min(1.0);
    let (size, alpha) = (1.0 + 2.0 * libm::sqrt(crowd), 0.35 + 0.45 * crowd);
    for dot in dots.iter().rev() {
        draw_dot(sheet, &map, unit, dot, size, (theme.ink, if dot.is_held { 0.6 * alpha } else { alpha }))?;
    }
    Ok(map)
}

/// Draws the batch that an update sees: each of `dots` in a ring.
pub fn draw_batch<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    map: &PlaneMap,
    unit: Unit,
    dots: &[Dot],
    color: Color,
) -> Result<(), DrawError> {
    let area = map.area(sheet, unit);
    for dot in dots.iter().filter(|dot| map.visible.contains(dot.at)) {
        let at = (dot.at.x, dot.at.y);
        area.draw(&Circle::new(at, unit.length(5.5), unit.stroke(color, 1.0, 1.75))).map_err(failed)?;
    }
    Ok(())
}

/// Draws a contender's model in the manner of `style`.
pub fn draw_model<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    map: &PlaneMap,
    unit: Unit,
    model: &Model,
    style: PathStyle,
) -> Result<(), DrawError> {
    let area = map.area(sheet, unit);
    match model {
        Model::Curve(points) => {
            let finite: Vec<Vec2> = points.iter().copied().filter(|point| point.is_finite()).collect();
            draw_pieces(&area, clip(&finite, map.visible, 0.0), style, unit)
        }
        Model::Boundary { normal } => {
            let length = normal.norm();
            if !(length > 0.0 && length.is_finite()) {
                return Ok(());
            }
            // Long enough to leave the view from the origin, wherever it is.
            let Rect { x, y } = map.visible;
            let far = x[0].abs().max(x[1].abs()) + y[0].abs().max(y[1].abs());
            let along = far / length * Vec2::new(-normal.y, normal.x);
            draw_pieces(&area, clip(&[-along, along], map.visible, 0.0), style, unit)?;
            // A short stroke into the side of class 1.
            let pixel = map.visible.size() / map.size;
            let foot = Vec2::ZERO;
            let towards = Vec2::new(normal.x / pixel.x, normal.y / pixel.y);
            let tip = foot + 14.0 / towards.norm().max(f64::MIN_POSITIVE) * (towards * pixel);
            draw_pieces(&area, clip(&[foot, tip], map.visible, 0.0), PathStyle { dash: None, ..style }, unit)
        }
        Model::Place(at) if map.visible.contains(*at) => {
            let dot = ShapeStyle::from(style.color.with_alpha(1.0)).filled();
            area.draw(&Circle::new((at.x, at.y), unit.length(5.0), dot)).map_err(failed)
        }
        Model::Place(_) => Ok(()),
    }
}

fn draw_dot<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    map: &PlaneMap,
    unit: Unit,
    dot: &Dot,
    size: f64,
    (ink, alpha): (Color, f64),
) -> Result<(), DrawError> {
    let area = map.area(sheet, unit);
    let at = (dot.at.x, dot.at.y);
    if dot.class == 1 {
        let arm = unit.length(1.2 * size) as i32;
        let line = unit.stroke(ink, alpha, 1.5);
        for (dx, dy) in [(arm, arm), (arm, -arm)] {
            let bar = EmptyElement::at(at) + PathElement::new(vec![(-dx, -dy), (dx, dy)], line);
            area.draw(&bar).map_err(failed)?;
        }
        return Ok(());
    }
    let style =
        if dot.is_held { unit.stroke(ink, alpha, 1.0) } else { ShapeStyle::from(ink.with_alpha(alpha)).filled() };
    area.draw(&Circle::new(at, unit.length(size), style)).map_err(failed)
}
