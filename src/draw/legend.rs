//! The legend of a figure.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::{Color, DrawError, Sheet, Theme, Unit, failed};

/// What stands before the words of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sample {
    /// Nothing.
    None,
    /// A colour.
    Swatch(Color),
    /// A bar of a share in [0, 1], on a track that is as long as a share of 1.
    Bar(Color, f64),
}

/// The track of a bar, in CSS pixels.
const TRACK: f64 = 200.0;

/// Lines of a legend on fresh paper, from `top` CSS pixels down, each with a sample before its words.
pub fn draw_legend<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    unit: Unit,
    lines: &[(Sample, String)],
    top: f64,
    theme: &Theme,
) -> Result<(), DrawError> {
    sheet.fill(&theme.paper.opaque()).map_err(failed)?;
    let style = || {
        let style: TextStyle = ("sans-serif", unit.length(12.0)).into_font().color(&theme.ink.opaque());
        style.pos(Pos::new(HPos::Left, VPos::Center))
    };
    let at = |x: f64, y: f64| ((x * unit.0).round() as i32, (y * unit.0).round() as i32);
    for (k, (sample, words)) in lines.iter().enumerate() {
        let middle = top + 20.0 * (k as f64 + 0.5);
        let block = |color: Color, width: f64| {
            let fill = ShapeStyle::from(color.opaque()).filled();
            Rectangle::new([at(14.0, middle - 6.0), at(14.0 + width, middle + 6.0)], fill)
        };
        let width = match *sample {
            Sample::None => 0.0,
            Sample::Swatch(color) => {
                sheet.draw(&block(color, 12.0)).map_err(failed)?;
                20.0
            }
            Sample::Bar(color, share) => {
                sheet.draw(&block(theme.paper.towards(theme.ink, 0.1), TRACK)).map_err(failed)?;
                sheet.draw(&block(color, TRACK * share.clamp(0.0, 1.0))).map_err(failed)?;
                TRACK + 8.0
            }
        };
        sheet.draw(&Text::new(words.clone(), at(14.0 + width, middle), style())).map_err(failed)?;
    }
    Ok(())
}
