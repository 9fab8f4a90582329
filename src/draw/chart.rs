//! Charts against the step or the epoch, for all contenders: of losses, and of learning rates.

use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

use super::fewer::{envelope_by, straightened};
use super::path::{PathStyle, clip, draw_pieces};
use super::{
    Axis, Color, DrawError, Sheet, Theme, Unit, ValueAxis, css_size, decade_text, failed, round_step, step_across,
    tick_text,
};
use crate::linear::{Rect, Vec2};

/// Room left of the plot, in CSS pixels.
const LEFT: f64 = 62.0;
/// Room below the plot.
const BELOW: f64 = 22.0;
/// Room above the plot.
const ABOVE: f64 = 10.0;
/// Room right of the plot, for half of the last number.
const RIGHT: f64 = 18.0;

/// How far below the greatest loss at a start a linear chart reaches, in multiples of 1 plus that loss's size.
const FARTHEST: f64 = 1_000.0;

/// Ticks of steps are at least this far apart, in CSS pixels.
const STEPS_APART: f64 = 45.0;
/// Ticks of values are at least this far apart, in CSS pixels.
const VALUES_APART: f64 = 22.0;

/// A logarithmic axis of fewer decades than this has ticks between them.
const DECADES: f64 = 2.0;

/// How far down a logarithmic chart reaches, in decades, where a curve comes closer to the floor than that.
const DEEPEST: f64 = 18.0;

/// What a chart shows, and on which axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quantity {
    /// Losses.
    Loss(ValueAxis),
    /// Learning rates; a linear axis of them begins at 0.
    Rate(ValueAxis),
}

/// A run whose loss is in the end more than so many times the greatest in its first half diverges.
const OUTGROWN: f64 = 10.0;

/// Whether a run of these losses does not diverge: it may swing, and far above its start, but does not outgrow itself.
fn stays(losses: &[f64]) -> bool {
    // Of long runs over data not all losses are known.
    let is_known = |loss: &&f64| !loss.is_nan();
    let Some(last) = losses.iter().rfind(is_known) else { return true };
    let first_half = &losses[..losses.len().div_ceil(2)];
    let greatest = first_half.iter().filter(is_known).map(|loss| loss.abs()).fold(0.0, f64::max);
    greatest.is_finite() && last.abs() <= OUTGROWN * greatest
}

impl Quantity {
    /// The vertical axis.
    fn axis(self) -> ValueAxis {
        match self {
            Quantity::Loss(axis) | Quantity::Rate(axis) => axis,
        }
    }

    /// The ordinates at the bottom and the top of a chart of these curves.
    ///
    /// For losses it reaches to the power of ten that is at least twice the greatest at a start, or of a run that does
    /// not diverge (linear: a tenth of the extent beyond it): a diverging run leaves the chart instead of flattening the others.
    /// Rates, which do not run away, are all in view.
    fn bounds<'a>(self, curves: impl Iterator<Item = &'a [f64]> + Clone) -> [f64; 2] {
        // An ordinate rises with its value: the ends of the values are those of the ordinates.
        let shown = |value: &&f64| value.is_finite() && self.axis().floor().is_none_or(|floor| **value > floor);
        let greatest = |values: &mut dyn Iterator<Item = &'a f64>| {
            self.axis().ordinate(values.filter(shown).copied().fold(f64::NEG_INFINITY, f64::max))
        };
        let top = match self {
            Quantity::Loss(_) => {
                let stays = curves.clone().filter(|values| stays(values)).flatten();
                greatest(&mut curves.clone().filter_map(|values| values.first()).chain(stays))
            }
            Quantity::Rate(_) => greatest(&mut curves.clone().flatten()),
        };
        let bottom = self.axis().ordinate(curves.flatten().filter(shown).copied().fold(f64::INFINITY, f64::min));
        let (top, bottom) = if top.is_finite() && bottom.is_finite() { (top, bottom) } else { (1.0, 0.0) };
        match self {
            Quantity::Loss(ValueAxis::Linear) => {
                // A run that falls without end leaves the chart instead of flattening the others.
                let bottom = bottom.max(top - FARTHEST * (1.0 + top.abs()));
                let room = 0.1 * (top - bottom).max(1e-9 * (1.0 + top.abs()));
                [bottom - room, top + room]
            }
            Quantity::Rate(ValueAxis::Linear) => [0.0, if top > 0.0 { 1.1 * top } else { 1.0 }],
            Quantity::Loss(ValueAxis::Logarithmic { .. }) | Quantity::Rate(ValueAxis::Logarithmic { .. }) => {
                // A loss may swing above its start; the greatest rate needs just not to lie on the edge.
                let room = if let Quantity::Rate(_) = self { 0.05 } else { 0.3 };
                let top = libm::ceil(top + room);
                [libm::floor(bottom).max(top - DEEPEST).min(top - 1.0), top]
            }
        }
    }
}

/// The horizontal axis of a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clock {
    /// How long it is, in steps or epochs.
    pub length: f64,
    /// How many positions the playhead has beyond the first.
    pub positions: usize,
}

impl Clock {
    /// An axis of steps, on each of which the playhead can stand.
    pub fn steps(steps: usize) -> Clock {
        Clock { length: steps.max(1) as f64, positions: steps.max(1) }
    }
}

/// A curve of a chart: values at regular places, of which some may not be known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curve<'a> {
    /// The values; NaN where they are not known, and there the curve goes straight on.
    pub values: &'a [f64],
    /// How far apart they are, in units of the horizontal axis; the first is at 0.
    pub stride: f64,
}

impl<'a> Curve<'a> {
    /// A value at every step.
    pub fn steps(values: &'a [f64]) -> Curve<'a> {
        Curve { values, stride: 1.0 }
    }
}

/// Where the chart shows which step and value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChartMap {
    /// Steps or epochs along x; ordinates, that is values or their logarithms, along y.
    pub visible: Rect,
    /// What the ordinates are.
    pub quantity: Quantity,
    /// The upper left corner of the plot, in CSS pixels from that of the chart.
    pub corner: Vec2,
    /// Width and height of the plot, in CSS pixels.
    pub size: Vec2,
    /// How many positions the playhead has beyond the first.
    pub positions: usize,
}

impl ChartMap {
    /// The map of a chart of `width` × `height` CSS pixels for this `clock` and these curves.
    pub fn fit<'a>(
        curves: impl Iterator<Item = &'a [f64]> + Clone,
        clock: Clock,
        quantity: Quantity,
        width: f64,
        height: f64,
    ) -> Self {
        let [corner, size] = plot(width, height);
        let visible = Rect { x: [0.0, clock.length], y: quantity.bounds(curves) };
        ChartMap { visible, quantity, corner, size, positions: clock.positions }
    }

    /// The same map where all lengths are `size` times as long.
    pub fn magnified(self, size: f64) -> Self {
        ChartMap { corner: size * self.corner, size: size * self.size, ..self }
    }

    /// The position of the playhead nearest to `x` CSS pixels from the chart's left edge, within the axis.
    pub fn position_at(&self, x: f64) -> usize {
        let last = self.positions as f64;
        let position = (x - self.corner.x) / self.size.x * last;
        libm::round(position.clamp(0.0, last)) as usize
    }

    /// Where a `position` of the playhead is, in CSS pixels from the chart's left edge.
    pub fn x_of(&self, position: usize) -> f64 {
        self.corner.x + position as f64 / self.positions as f64 * self.size.x
    }

    /// The ordinate at which `value` is drawn: below the axis (a value at the floor) along the bottom edge.
    fn ordinate(&self, value: f64) -> f64 {
        let ordinate = self.quantity.axis().ordinate(value);
        if self.quantity == Quantity::Loss(ValueAxis::Linear) { ordinate } else { ordinate.max(self.visible.y[0]) }
    }

    /// The pixel of an abscissa and a value, moved up or down onto the edge of the plot where the value is beyond it.
    pub fn pixel_within(&self, x: f64, value: f64) -> Vec2 {
        let [low, high] = self.visible.y;
        let share = Vec2::new(x / self.visible.x[1], (high - self.ordinate(value).clamp(low, high)) / (high - low));
        self.corner + share * self.size
    }

    /// The plot's part of `sheet`, in steps and ordinates.
    pub(super) fn area<DB: DrawingBackend>(
        &self,
        sheet: &Sheet<DB>,
        unit: Unit,
    ) -> DrawingArea<DB, Cartesian2d<RangedCoordf64, RangedCoordf64>> {
        // A sheet may be a part of another.
        let (from_left, from_top) = sheet.get_base_pixel();
        let pixel = |base: i32, css: f64| base + (css * unit.0).round() as i32;
        let (left, right) = (pixel(from_left, self.corner.x), pixel(from_left, self.corner.x + self.size.x));
        let (top, bottom) = (pixel(from_top, self.corner.y), pixel(from_top, self.corner.y + self.size.y));
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
    curves: impl Iterator<Item = &'a [f64]> + Clone,
    clock: Clock,
    quantity: Quantity,
    theme: &Theme,
) -> Result<ChartMap, DrawError> {
    let (width, height) = css_size(sheet, unit);
    let map = ChartMap::fit(curves, clock, quantity, width, height);
    // Between steps there are no ticks.
    draw_mesh(
        sheet,
        unit,
        Mesh { visible: map.visible, size: map.size, least: 1.0, linear: map.quantity.axis() == ValueAxis::Linear },
        theme,
    )?;
    Ok(map)
}

/// The axes of a chart.
pub(super) struct Mesh {
    /// Abscissae, and ordinates, that is values or their logarithms.
    pub visible: Rect,
    /// Width and height of the plot, in CSS pixels.
    pub size: Vec2,
    /// The least distance between ticks along x.
    pub least: f64,
    /// Whether ordinates are values.
    pub linear: bool,
}

/// The plot of a chart of `width` × `height` CSS pixels: its upper left corner and its size.
pub(super) fn plot(width: f64, height: f64) -> [Vec2; 2] {
    [Vec2::new(LEFT, ABOVE), Vec2::new((width - LEFT - RIGHT).max(1.0), (height - BELOW - ABOVE).max(1.0))]
}

/// Draws axes and grid on fresh paper.
pub(super) fn draw_mesh<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    unit: Unit,
    mesh: Mesh,
    theme: &Theme,
) -> Result<(), DrawError> {
    let Mesh { visible, size, least, linear } = mesh;
    sheet.fill(&theme.paper.opaque()).map_err(failed)?;
    let Rect { x, y } = visible;
    let per_pixel = visible.size() / size;
    let x_step = step_across(x, per_pixel.x, STEPS_APART).max(least);
    let y_step = round_step(VALUES_APART * per_pixel.y);
    // On a logarithmic axis there are no ticks between decades, unless it shows hardly more than one.
    let y_step = if linear || y[1] - y[0] < DECADES { y_step } else { y_step.max(1.0) };
    let mut chart = ChartBuilder::on(sheet)
        .margin_top(unit.length(ABOVE))
        .margin_right(unit.length(RIGHT))
        .x_label_area_size(unit.length(BELOW))
        .y_label_area_size(unit.length(LEFT))
        .build_cartesian_2d(Axis::new(x, x_step), Axis::new(y, y_step))
        .map_err(failed)?;
    let text = ("sans-serif", unit.length(11.0)).into_font().color(&theme.ink.with_alpha(0.85));
    let (step_text, value_text) = (tick_text(x_step, x), tick_text(y_step, y));
    let ordinate_text = |value: &f64| match (linear, y_step < 1.0) {
        (true, _) => value_text(*value),
        (false, false) => decade_text(libm::round(*value) as i32),
        (false, true) => part_text(*value),
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
        .map_err(failed)
}

/// The power of ten with this logarithm, to three digits.
fn part_text(logarithm: f64) -> String {
    let value = libm::pow(10.0, logarithm);
    let text = if (1e-3..1e5).contains(&value) {
        let decimals = (2.0 - libm::floor(logarithm)).max(0.0) as usize;
        format!("{value:.decimals$}")
    } else {
        format!("{value:.2e}")
    };
    text.replace("-", "\u{2212}")
}

/// A point this far above or below a curve without it, in CSS pixels, is not seen to be missing.
const STRAIGHT: f64 = 0.1;

/// Draws a curve on one sheet after the other, on each in its own manner, through no more points than its picture
/// needs.
pub fn draw_curve<DB: DrawingBackend>(
    sheets: &[(&Sheet<DB>, PathStyle)],
    map: &ChartMap,
    unit: Unit,
    curve: Curve,
) -> Result<(), DrawError> {
    let Curve { values, stride } = curve;
    let pixels = map.size.x * values.len() as f64 * stride / map.visible.x[1];
    let place = |k: usize| Vec2::new(k as f64 * stride, map.ordinate(values[k]));
    let points: Vec<Vec2> = if values.iter().any(|value| value.is_nan()) {
        let known: Vec<usize> = (0..values.len()).filter(|k| !values[*k].is_nan()).collect();
        envelope_by(known.len(), pixels, |k| values[known[k]], |k| place(known[k]))
    } else {
        envelope_by(values.len(), pixels, |k| values[k], place)
    };
    let points = straightened(&points, STRAIGHT * map.visible.size().y / map.size.y);
    for (sheet, style) in sheets {
        draw_pieces(&map.area(sheet, unit), clip(&points, map.visible, 0.0), *style, unit)?;
    }
    Ok(())
}

/// Shades the band between two curves of the same places.
pub fn draw_band<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    map: &ChartMap,
    unit: Unit,
    [low, high]: [Curve; 2],
    color: Color,
) -> Result<(), DrawError> {
    let [bottom, top] = map.visible.y;
    let edge = |curve: Curve| -> Vec<(f64, f64)> {
        let places = curve.values.iter().enumerate().filter(|(_, value)| !value.is_nan());
        places.map(|(k, value)| (k as f64 * curve.stride, map.ordinate(*value).clamp(bottom, top))).collect()
    };
    let mut outline = edge(low);
    outline.extend(edge(high).into_iter().rev());
    let shade = ShapeStyle::from(color.with_alpha(0.2)).filled();
    map.area(sheet, unit).draw(&Polygon::new(outline, shade)).map_err(failed)
}
