//! The legend of a figure.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::{Color, DrawError, Sheet, Theme, Unit, failed};

/// Lines of a legend from `top` CSS pixels down, each with a sample of its colour if it has one.
pub fn draw_legend<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    unit: Unit,
    lines: &[(Option<Color>, String)],
    top: f64,
    theme: &Theme,
) -> Result<(), DrawError> {
    sheet.fill(&theme.paper.opaque()).map_err(failed)?;
    let style = || {
        let style: TextStyle = ("sans-serif", unit.length(12.0)).into_font().color(&theme.ink.opaque());
        style.pos(Pos::new(HPos::Left, VPos::Center))
    };
    let at = |x: f64, y: f64| ((x * unit.0).round() as i32, (y * unit.0).round() as i32);
    for (k, (color, words)) in lines.iter().enumerate() {
        let middle = top + 20.0 * (k as f64 + 0.5);
        if let Some(color) = color {
            let fill = ShapeStyle::from(color.opaque()).filled();
            sheet.draw(&Rectangle::new([at(14.0, middle - 6.0), at(26.0, middle + 6.0)], fill)).map_err(failed)?;
        }
        sheet
            .draw(&Text::new(words.clone(), at(if color.is_some() { 34.0 } else { 14.0 }, middle), style()))
            .map_err(failed)?;
    }
    Ok(())
}
