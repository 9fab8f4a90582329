//! A small curve without axes: the learning rate of a contender on its card.

use plotters::prelude::*;

use super::fewer::envelope;
use super::{Color, DrawError, Sheet, Unit, css_size, failed};
use crate::linear::Vec2;

/// Room around the curve, in CSS pixels: half the dot at the playhead.
const INSET: f64 = 3.0;

/// The radius of that dot.
const DOT: f64 = 2.5;

/// Draws the `rates` of the steps 0, 1, … from edge to edge, 0 at the bottom and the greatest at the top.
///
/// With a `playhead` the part of the curve up to that step, or the last, stands out and ends in a dot.
/// Rates are finite and not negative; where there are none, nothing is drawn.
/// The sheet is not filled, so that the card shows through.
pub fn draw_sparkline<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    unit: Unit,
    rates: &[f64],
    color: Color,
    playhead: Option<usize>,
) -> Result<(), DrawError> {
    let Some(last) = rates.len().checked_sub(1) else { return Ok(()) };
    let (width, height) = css_size(sheet, unit);
    let size = Vec2::new((width - 2.0 * INSET).max(1.0), (height - 2.0 * INSET).max(1.0));
    let bottom = INSET + size.y;
    let greatest = rates.iter().copied().fold(0.0, f64::max);
    let share = |rate: f64| if greatest > 0.0 { rate / greatest } else { 0.0 };
    let point = |k: usize| Vec2::new(INSET + size.x * k as f64 / last.max(1) as f64, bottom - size.y * share(rates[k]));
    let pixel = |w: Vec2| ((w.x * unit.0).round() as i32, (w.y * unit.0).round() as i32);
    let curve = |count: usize| -> Vec<(i32, i32)> {
        let pixels = size.x * count as f64 / rates.len() as f64;
        envelope(count, pixels, point).into_iter().map(pixel).collect()
    };
    let whole = curve(rates.len());
    // The area down to 0 says where that is.
    let ends = [Vec2::new(point(last).x, bottom), Vec2::new(INSET, bottom)].map(pixel);
    let area = Polygon::new([&whole[..], &ends].concat(), ShapeStyle::from(color.with_alpha(0.12)).filled());
    sheet.draw(&area).map_err(failed)?;
    let done = playhead.map_or(last, |step| step.min(last));
    if done < last {
        sheet.draw(&PathElement::new(whole, unit.stroke(color, 0.45, 1.0))).map_err(failed)?;
    }
    sheet.draw(&PathElement::new(curve(done + 1), unit.stroke(color, 1.0, 1.5))).map_err(failed)?;
    if playhead.is_some() {
        let dot = ShapeStyle::from(color.with_alpha(1.0)).filled();
        sheet.draw(&Circle::new(pixel(point(done)), unit.length(DOT), dot)).map_err(failed)?;
    }
    Ok(())
}
