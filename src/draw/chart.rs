//! The loss chart: loss against step, for all contenders.

use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

use super::path::{PathStyle, clip, draw_pieces};
use super::{Axis, DrawError, Sheet, Theme, Unit, css_size, failed, round_step, step_across, tick_text};
use crate::linear::{Rect, Vec2};

/// Room left of the plot, in CSS pixels.
const LEFT: f64 = 52.0;
/// Room below the plot.
const BELOW: f64 = 22.0;
/// Room above and right of the plot.
const BESIDE: f64 = 10.0;

/// Ticks of steps are at least this far apart, in CSS pixels.
const STEPS_APART: f64 = 45.0;
/// Ticks of losses are at least this far apart, in CSS pixels.
const LOSSES_APART: f64 = 22.0;

/// How far below the start the chart reaches, in decades, where a run comes closer to the floor than that.
const DEEPEST: f64 = 18.0;

/// What the chart's vertical axis shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LossAxis {
    /// The loss.
    Linear,
    /// log₁₀(loss − floor).
    Logarithmic {
        /// What is subtracted.
        floor: f64,
    },
}

impl LossAxis {
    /// The ordinate of `loss`; −∞ at or below the floor of a logarithmic axis.
    fn ordinate(self, loss: f64) -> f64 {
        match self {
            LossAxis::Linear => loss,
            LossAxis::Logarithmic { floor } if loss > floor => libm::log10(loss - floor),
            LossAxis::Logarithmic { .. } => f64::NEG_INFINITY,
        }
    }
}

/// Where the chart shows which step and loss.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChartMap {
    /// Steps along x; ordinates, that is losses or their logarithms, along y.
    pub visible: Rect,
    /// The axis of the ordinates.
    pub axis: LossAxis,
    /// The upper left corner of the plot, in CSS pixels from that of the chart.
    pub corner: Vec2,
    /// Width and height of the plot, in CSS pixels.
    pub size: Vec2,
}

impl ChartMap {
    /// The map of a chart of `width` × `height` CSS pixels for `steps` steps and these losses.
    ///
    /// Upwards it reaches to ten times (linear: a tenth beyond) the greatest loss at a start: a diverging run leaves the
    /// chart instead of flattening the others.
    pub fn fit<'a>(
        losses: impl Iterator<Item = &'a [f64]> + Clone,
        steps: usize,
        axis: LossAxis,
        width: f64,
        height: f64,
    ) -> Self {
        let finite = |value: &f64| value.is_finite();
        let top = losses.clone().filter_map(|losses| losses.first()).map(|loss| axis.ordinate(*loss)).filter(finite);
        let top = top.fold(f64::NEG_INFINITY, f64::max);
        let all = losses.flatten().map(|loss| axis.ordinate(*loss)).filter(finite);
        let bottom = all.fold(f64::INFINITY, f64::min);
        let (top, bottom) = if top.is_finite() && bottom.is_finite() { (top, bottom) } else { (1.0, 0.0) };
        let y = match axis {
            LossAxis::Linear => {
                let room = 0.1 * (top - bottom).max(1e-9 * (1.0 + top.abs()));
                [bottom - room, top + room]
            }
            LossAxis::Logarithmic { .. } => {
                let top = libm::ceil(top + 0.3);
                [libm::floor(bottom).max(top - DEEPEST).min(top - 1.0), top]
            }
        };
        let size = Vec2::new((width - LEFT - BESIDE).max(1.0), (height - BELOW - BESIDE).max(1.0));
        ChartMap { visible: Rect { x: [0.0, steps.max(1) as f64], y }, axis, corner: Vec2::new(LEFT, BESIDE), size }
    }

    /// The step nearest to `x` CSS pixels from the chart's left edge, within the axis.
    pub fn step_at(&self, x: f64) -> usize {
        let last = self.visible.x[1];
        let step = (x - self.corner.x) / self.size.x * last;
        libm::round(step.clamp(0.0, last)) as usize
    }

    /// Where `step` is, in CSS pixels from the chart's left edge.
    pub fn x_of(&self, step: usize) -> f64 {
        self.corner.x + step as f64 / self.visible.x[1] * self.size.x
    }

    fn area<DB: DrawingBackend>(
        &self,
        sheet: &Sheet<DB>,
        unit: Unit,
    ) -> DrawingArea<DB, Cartesian2d<RangedCoordf64, RangedCoordf64>> {
        let pixel = |css: f64| (css * unit.0).round() as i32;
        let (left, right) = (pixel(self.corner.x), pixel(self.corner.x + self.size.x));
        let (top, bottom) = (pixel(self.corner.y), pixel(self.corner.y + self.size.y));
        let Rect { x, y } = self.visible;
        sheet.apply_coord_spec(Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(
            x[0]..x[1],
            y[0]..y[1],
            (left..right, bottom..top),
        ))
    }
}

/// Draws the chart's axes and grid, and returns its map.
pub fn draw_axes<'a, DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    unit: Unit,
    losses: impl Iterator<Item = &'a [f64]> + Clone,
    steps: usize,
    axis: LossAxis,
    theme: &Theme,
) -> Result<ChartMap, DrawError> {
    let (width, height) = css_size(sheet, unit);
    let map = ChartMap::fit(losses, steps, axis, width, height);
    sheet.fill(&theme.paper.opaque()).map_err(failed)?;
    let Rect { x, y } = map.visible;
    let per_pixel = map.visible.size() / map.size;
    // Between steps, and on a logarithmic axis between decades, there are no ticks.
    let x_step = step_across(x, per_pixel.x, STEPS_APART).max(1.0);
    let y_step = round_step(LOSSES_APART * per_pixel.y);
    let y_step = if axis == LossAxis::Linear { y_step } else { y_step.max(1.0) };
    let mut chart = ChartBuilder::on(sheet)
        .margin_top(unit.length(BESIDE))
        .margin_right(unit.length(BESIDE))
        .x_label_area_size(unit.length(BELOW))
        .y_label_area_size(unit.length(LEFT))
        .build_cartesian_2d(Axis::new(x, x_step), Axis::new(y, y_step))
        .map_err(failed)?;
    let text = ("sans-serif", unit.length(11.0)).into_font().color(&theme.ink.with_alpha(0.85));
    let (step_text, loss_text) = (tick_text(x_step, x), tick_text(y_step, y));
    let ordinate_text = |value: &f64| match axis {
        LossAxis::Linear => loss_text(*value),
        LossAxis::Logarithmic { .. } => decade_text(libm::round(*value) as i32),
    };
    chart
        .configure_mesh()
        .light_line_style(theme.faint.with_alpha(0.0))
        .bold_line_style(unit.stroke(theme.faint, 0.35, 1.0))
        .x_label_formatter(&|value| step_text(*value))
        .y_label_formatter(&ordinate_text)
        .set_all_tick_mark_size(unit.length(4.0))
        .label_style(text)
        .axis_style(unit.stroke(theme.faint, 1.0, 1.0))
        .draw()
        .map_err(failed)?;
    Ok(map)
}

fn decade_text(decade: i32) -> String {
    match decade {
        -2..=3 => format!("{}", libm::pow(10.0, f64::from(decade))),
        _ => format!("1e{decade}").replace('-', "\u{2212}"),
    }
}

/// Draws the losses of steps `from` to `from + losses.len() − 1`.
pub fn draw_curve<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    map: &ChartMap,
    unit: Unit,
    from: usize,
    losses: &[f64],
    style: PathStyle,
) -> Result<(), DrawError> {
    let area = map.area(sheet, unit);
    let [bottom, _] = map.visible.y;
    // Below the axis (a loss at the floor) the curve runs along the bottom edge.
    let point = |k: usize| Vec2::new((from + k) as f64, map.axis.ordinate(losses[k]).max(bottom));
    let points: Vec<Vec2> = envelope(losses.len(), map.size.x * losses.len() as f64 / map.visible.x[1], point);
    draw_pieces(&area, clip(&points, map.visible, 0.0), style, unit)
}

/// The points of a curve, or where there are far more than pixels, the first, least, greatest and last of each third of
/// a pixel: the same picture.
fn envelope(count: usize, pixels: f64, point: impl Fn(usize) -> Vec2) -> Vec<Vec2> {
    let bins = (3.0 * pixels) as usize;
    if bins == 0 || count <= 4 * bins {
        return (0..count).map(point).collect();
    }
    let mut points = Vec::with_capacity(4 * bins);
    for bin in 0..bins {
        let (start, end) = (bin * count / bins, (bin + 1) * count / bins);
        let by = |k: &usize| point(*k).y;
        let least = (start..end).min_by(|a, b| by(a).total_cmp(&by(b))).unwrap_or(start);
        let greatest = (start..end).max_by(|a, b| by(a).total_cmp(&by(b))).unwrap_or(start);
        let mut kept = [start, least, greatest, end - 1];
        kept.sort_unstable();
        points.extend(kept.into_iter().map(&point));
    }
    points
}
