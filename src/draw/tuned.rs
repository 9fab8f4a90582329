//! A tuning map: cells over two settings, or a curve over one, with axes of any spacing.

use plotters::element::Rectangle;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::backdrop::Bitmap;
use super::{Color, DrawError, PlaneMap, Sheet, Theme, Unit, css_size, failed};
use crate::linear::{Rect, Vec2};

/// A tick: where it stands on its axis, as a fraction, and its text.
pub type Tick = (f64, String);

/// A tuning map as a picture.
pub struct Tuned<'a> {
    /// Ticks across and up.
    pub ticks: [&'a [Tick]; 2],
    /// The cells' colours, with width and height in pixels of the backend's bitmap; none of a curve.
    pub field: Option<(&'a [u8], (u32, u32))>,
    /// Lines in fractions of the axes: the boundary of stability, or the curve.
    pub lines: &'a [Vec<Vec2>],
    /// The middle of the best cell, in fractions.
    pub best: Option<Vec2>,
    /// The colour of a curve.
    pub color: Color,
    /// Colours.
    pub theme: &'a Theme,
}

/// All of both axes, in fractions.
const WHOLE: Rect = Rect { x: [0.0, 1.0], y: [0.0, 1.0] };

/// The map of a tuning map's picture that fills `sheet`: its plane has both axes from 0 to 1.
pub fn tuned_map<DB: DrawingBackend>(sheet: &Sheet<DB>, unit: Unit) -> PlaneMap {
    let (width, height) = css_size(sheet, unit);
    PlaneMap::stretch(WHOLE, width, height)
}

/// Draws a tuning map on fresh paper.
pub fn draw_tuned<DB: DrawingBackend>(sheet: &Sheet<DB>, unit: Unit, tuned: &Tuned) -> Result<PlaneMap, DrawError> {
    let (map, theme) = (tuned_map(sheet, unit), tuned.theme);
    sheet.fill(&theme.paper.opaque()).map_err(failed)?;
    let area = map.area(sheet, unit);
    if let Some((pixels, size)) = tuned.field {
        area.draw(&Bitmap { corner: (0.0, 1.0), size, pixels }).map_err(failed)?;
    }
    let [across, up] = tuned.ticks;
    let text = |pos: Pos| {
        let style: TextStyle = ("sans-serif", unit.length(11.0)).into_font().color(&theme.ink.with_alpha(0.85));
        style.pos(pos)
    };
    let line = unit.stroke(theme.faint, 1.0, 1.0);
    let pixel = |w: Vec2, offset: Vec2| {
        let at = (map.to_pixel(w) + offset).map(|css| (css * unit.0).round());
        (at.x as i32, at.y as i32)
    };
    let grid = unit.stroke(theme.faint, 0.35, 1.0);
    for (at, label) in across {
        let (low, high) = (Vec2::new(*at, 0.0), Vec2::new(*at, 1.0));
        if tuned.field.is_none() {
            sheet.draw(&PathElement::new([pixel(low, Vec2::ZERO), pixel(high, Vec2::ZERO)], grid)).map_err(failed)?;
        }
        sheet
            .draw(&PathElement::new([pixel(low, Vec2::ZERO), pixel(low, Vec2::new(0.0, 4.0))], line))
            .map_err(failed)?;
        let below = pixel(low, Vec2::new(0.0, 6.0));
        sheet.draw(&Text::new(label.clone(), below, text(Pos::new(HPos::Center, VPos::Top)))).map_err(failed)?;
    }
    for (at, label) in up {
        let (left, right) = (Vec2::new(0.0, *at), Vec2::new(1.0, *at));
        if tuned.field.is_none() {
            sheet.draw(&PathElement::new([pixel(left, Vec2::ZERO), pixel(right, Vec2::ZERO)], grid)).map_err(failed)?;
        }
        sheet
            .draw(&PathElement::new([pixel(left, Vec2::ZERO), pixel(left, Vec2::new(-4.0, 0.0))], line))
            .map_err(failed)?;
        let beside = pixel(left, Vec2::new(-6.0, 0.0));
        sheet.draw(&Text::new(label.clone(), beside, text(Pos::new(HPos::Right, VPos::Center)))).map_err(failed)?;
    }
    let frame = [pixel(Vec2::new(0.0, 1.0), Vec2::ZERO), pixel(Vec2::new(1.0, 0.0), Vec2::ZERO)];
    sheet.draw(&Rectangle::new(frame, line)).map_err(failed)?;
    for path in tuned.lines {
        let points: Vec<(f64, f64)> = path.iter().map(|w| (w.x, w.y)).collect();
        if tuned.field.is_some() {
            area.draw(&PathElement::new(points.clone(), unit.stroke(theme.paper, 0.9, 4.0))).map_err(failed)?;
            area.draw(&PathElement::new(points, unit.stroke(theme.ink, 1.0, 1.75))).map_err(failed)?;
        } else {
            area.draw(&PathElement::new(points, unit.stroke(tuned.color, 1.0, 2.0))).map_err(failed)?;
        }
    }
    if let Some(best) = tuned.best {
        // A cross that stands out from any colour.
        for (color, width) in [(theme.paper, 5.0), (theme.ink, 2.0)] {
            for arm in [Vec2::new(6.0, 6.0), Vec2::new(6.0, -6.0)] {
                let ends = [pixel(best, -arm), pixel(best, arm)];
                sheet.draw(&PathElement::new(ends, unit.stroke(color, 1.0, width))).map_err(failed)?;
            }
        }
    }
    Ok(map)
}
