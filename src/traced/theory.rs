//! The two pictures of theory beside practice, of a contender's followed run.

use plotters_backend::DrawingBackend;

use crate::draw::{self, DrawError, EigenMap, Eigenbasis, ModeCurve, Sheet, Theme, Unit};
use crate::explain::Theory;
use crate::lab::Lab;
use crate::linear::Vec2;
use crate::objective::Levels;

/// Draws the quadratic that `found` says of `contender` along its eigenvectors, with the contender's path; over a
/// colour field if there are `ratio` device pixels to a CSS pixel.
pub fn draw_eigenbasis_of<DB: DrawingBackend>(
    lab: &Lab,
    contender: usize,
    found: &Theory,
    (sheet, unit): (&Sheet<DB>, Unit),
    ratio: Option<f64>,
    theme: &Theme,
) -> Result<EigenMap, DrawError> {
    let shown = found.shown(lab, contender);
    let path = found.path(lab, contender, shown);
    let map = draw::eigen_map(sheet, unit, &found.in_view(lab, contender));
    let picture = Eigenbasis {
        value: &|z: Vec2| found.quadratic.value(z),
        levels: if found.quadratic.values[0] > 0.0 { Levels::Logarithmic } else { Levels::Linear },
        stationary: found.quadratic.stationary(),
        path: &path,
        head: found.step - shown[0],
        color: theme.contender(contender),
        ratio,
        theme,
    };
    draw::draw_eigenbasis(sheet, unit, &map, &picture)?;
    Ok(map)
}

/// Draws how the coordinates of `contender` along those eigenvectors shrink, beside what `found` says of them.
pub fn draw_modes_of<DB: DrawingBackend>(
    lab: &Lab,
    contender: usize,
    found: &Theory,
    (sheet, unit): (&Sheet<DB>, Unit),
    theme: &Theme,
) -> Result<(), DrawError> {
    let [from, to] = found.measurable(lab, contender);
    let path = found.path(lab, contender, [from, to]);
    let sizes: [Vec<f64>; 2] = [path.iter().map(|z| z.x.abs()).collect(), path.iter().map(|z| z.y.abs()).collect()];
    // Blue and orange, which every kind of colour vision tells apart.
    let colors = [theme.signs[0], theme.signs[2]];
    let Theory { modes, step, .. } = found;
    let line = |k: usize| {
        let (step, amplitude) = modes[k].anchor?;
        Some((step as f64 - from as f64, amplitude, modes[k].spectrum?.factor))
    };
    let curves: Vec<ModeCurve> =
        (0..modes.len()).map(|k| ModeCurve { sizes: &sizes[k], line: line(k), color: colors[k] }).collect();
    draw::draw_modes(sheet, unit, &curves, step - from, theme)?;
    Ok(())
}
