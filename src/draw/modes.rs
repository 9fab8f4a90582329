//! How the coordinates of a run along the eigenvectors shrink, beside what theory says: a chart on a logarithmic axis.

use plotters::prelude::*;

use super::chart::{ChartMap, Clock, Curve, Quantity, draw_axes, draw_curve};
use super::path::{PathStyle, Weight, clip, draw_pieces};
use super::{Color, DrawError, Sheet, Theme, Unit, ValueAxis, failed};
use crate::linear::Vec2;

/// One coordinate of a run.
#[derive(Debug, Clone, Copy)]
pub struct ModeCurve<'a> {
    /// Its size at every step.
    pub sizes: &'a [f64],
    /// A step and the amplitude there, through which theory goes, and the factor of a step; none without theory.
    pub line: Option<(f64, f64, f64)>,
    /// Its colour.
    pub color: Color,
}

/// Dash and gap of what theory says, in CSS pixels.
const THEORY: Option<(f64, f64)> = Some((5.0, 4.0));

/// Draws the sizes against the step, boldly up to `head`, each with the line of theory dashed over it; returns the map.
pub fn draw_modes<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    unit: Unit,
    modes: &[ModeCurve],
    head: usize,
    theme: &Theme,
) -> Result<ChartMap, DrawError> {
    let last = modes.iter().map(|mode| mode.sizes.len()).max().unwrap_or(0).saturating_sub(1);
    let curves = modes.iter().map(|mode| mode.sizes);
    let axis = Quantity::Loss(ValueAxis::Logarithmic { floor: 0.0 });
    let map = draw_axes(sheet, unit, curves, Clock::steps(last), axis, theme)?;
    let moving = |mode: &ModeCurve| mode.sizes.iter().any(|size| *size > 0.0);
    for (k, mode) in modes.iter().enumerate().filter(|(_, mode)| moving(mode)) {
        // The second is thinner: they are told apart without their colours too.
        let weight = if k == 0 { Weight::Bold } else { Weight::Light };
        let style = |weight| PathStyle { color: mode.color, dash: None, weight };
        let done = &mode.sizes[..mode.sizes.len().min(head + 1)];
        draw_curve(&[(sheet, style(Weight::Faint))], &map, unit, Curve::steps(mode.sizes))?;
        draw_curve(&[(sheet, style(weight))], &map, unit, Curve::steps(done))?;
    }
    let area = map.area(sheet, unit);
    for mode in modes {
        let Some((step, amplitude, factor)) = mode.line.filter(|(_, amplitude, _)| *amplitude > 0.0) else { continue };
        let [height, slope] = [amplitude, factor].map(libm::log10);
        let at = |t: f64| Vec2::new(t, height + (t - step) * slope);
        let ends = [at(0.0), at(last.max(1) as f64)];
        if ends.iter().all(|end| end.is_finite()) {
            let style = PathStyle { color: theme.ink.towards(mode.color, 0.4), dash: THEORY, weight: Weight::Light };
            draw_pieces(&area, clip(&ends, map.visible, 0.0), style, unit)?;
        }
    }
    let x = head.min(last) as f64;
    let playhead =
        PathElement::new(vec![(x, map.visible.y[0]), (x, map.visible.y[1])], unit.stroke(theme.ink, 0.5, 1.0));
    area.draw(&playhead).map_err(failed)?;
    Ok(map)
}
