//! Charts of what is measured along runs, for all contenders.

use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

use super::chart::{Mesh, draw_mesh, plot};
use super::fewer::envelope;
use super::path::{PathStyle, clip, draw_pieces};
use super::{Color, DrawError, Sheet, Theme, Unit, ValueAxis, failed};
use crate::linear::{Rect, Vec2};

/// Beyond the least and the greatest value a linear axis has this share of what is between them.
const ROOM: f64 = 0.06;

/// How far down a logarithmic axis reaches below its top, in decades.
const DEEPEST: f64 = 18.0;

/// Ordinates beyond this size leave the chart: it would have no finite height.
const GREATEST: f64 = 1e300;

/// Half the size of the cross where a run has left the finite numbers, in CSS pixels.
const CROSS: f64 = 7.0;

/// The ordinates at the bottom and the top of an axis that shows all `values` with ordinates up to 1e300 in size.
pub fn trace_bounds(axis: ValueAxis, values: impl Iterator<Item = f64>) -> [f64; 2] {
    let finite = values.map(|value| axis.ordinate(value)).filter(|ordinate| ordinate.abs() <= GREATEST);
    let ends = finite.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], at| [low.min(at), high.max(at)]);
    let [low, high] = if ends[0] <= ends[1] { ends } else { [0.0, 1.0] };
    match axis {
        ValueAxis::Linear => {
            // What is all alike is shown in the middle.
            let room = (ROOM * (high - low)).max(1e-9 * (low.abs().max(high.abs()) + 1e-300)).max(f64::MIN_POSITIVE);
            [low - room, high + room]
        }
        ValueAxis::Logarithmic { .. } => {
            let (bottom, top) = (libm::floor(low.max(high - DEEPEST)), libm::ceil(high));
            if bottom < top { [bottom, top] } else { [bottom - 1.0, top + 1.0] }
        }
    }
}

/// Where a chart shows which abscissa and value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TraceMap {
    /// Abscissae (steps, epochs or lengths); ordinates.
    pub visible: Rect,
    /// What the ordinates are.
    pub scale: ValueAxis,
    /// The upper left corner of the plot, in CSS pixels from that of the chart.
    pub corner: Vec2,
    /// Width and height of the plot, in CSS pixels.
    pub size: Vec2,
}

impl TraceMap {
    /// The map of a chart of `width` × `height` CSS pixels.
    pub fn new(visible: Rect, scale: ValueAxis, width: f64, height: f64) -> Self {
        let [corner, size] = plot(width, height);
        TraceMap { visible, scale, corner, size }
    }

    /// Abscissa and ordinate at a pixel of the chart, in CSS pixels from its upper left corner, within the axes.
    pub fn at(&self, pixel: Vec2) -> Vec2 {
        let share = ((pixel - self.corner) / self.size).map(|share| share.clamp(0.0, 1.0));
        let Rect { x, y } = self.visible;
        Vec2::new(x[0] + share.x * (x[1] - x[0]), y[1] - share.y * (y[1] - y[0]))
    }

    /// The pixel of an abscissa and an ordinate.
    pub fn pixel(&self, place: Vec2) -> Vec2 {
        let Rect { x, y } = self.visible;
        let share = Vec2::new((place.x - x[0]) / (x[1] - x[0]), (y[1] - place.y) / (y[1] - y[0]));
        self.corner + share * self.size
    }

    /// The pixel of an abscissa and a value, moved up or down onto the edge of the plot where the value is beyond it;
    /// none where the abscissa is.
    pub fn pixel_within(&self, Vec2 { x, y }: Vec2) -> Option<Vec2> {
        let [low, high] = self.visible.y;
        let ordinate = self.ordinate(y);
        let ordinate = if ordinate.is_nan() { high } else { ordinate.clamp(low, high) };
        let [left, right] = self.visible.x;
        (left..=right).contains(&x).then(|| self.pixel(Vec2::new(x, ordinate)))
    }

    fn area<DB: DrawingBackend>(
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

    /// The ordinate at which `value` is drawn: along the bottom edge where a logarithm has none.
    fn ordinate(&self, value: f64) -> f64 {
        match self.scale {
            ValueAxis::Linear => value,
            ValueAxis::Logarithmic { .. } => {
                let ordinate = self.scale.ordinate(value);
                // Far below, so that what leaves the chart leaves it downwards.
                if ordinate == f64::NEG_INFINITY { self.visible.y[0] - 1e3 } else { ordinate }
            }
        }
    }
}

/// Draws the axes of a chart on fresh paper; along x ticks are at least `least` apart.
pub fn draw_trace_axes<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    unit: Unit,
    map: &TraceMap,
    least: f64,
    theme: &Theme,
) -> Result<(), DrawError> {
    let mesh = Mesh { visible: map.visible, size: map.size, least, linear: map.scale == ValueAxis::Linear };
    draw_mesh(sheet, unit, mesh, theme)
}

/// Draws a line of `count` places, of which `place` gives abscissa and value, on one sheet after the other; it is
/// interrupted where the value is not known.
pub fn draw_trace<'a, DB: DrawingBackend + 'a>(
    sheets: impl IntoIterator<Item = (&'a Sheet<DB>, PathStyle)>,
    map: &TraceMap,
    unit: Unit,
    count: usize,
    place: &dyn Fn(usize) -> Vec2,
) -> Result<(), DrawError> {
    let shown = |k: usize| {
        let Vec2 { x, y } = place(k);
        Vec2::new(x, map.ordinate(y))
    };
    let mut pieces = Vec::new();
    let mut from = 0;
    while from < count {
        let known = (from..count).take_while(|k| place(*k).y.is_finite()).count();
        let pixels = map.size.x * known as f64 / count.max(1) as f64;
        pieces.extend(clip(&envelope(known, pixels, |k| shown(from + k)), map.visible, 0.0));
        from += known.max(1);
    }
    for (sheet, style) in sheets {
        draw_pieces(&map.area(sheet, unit), pieces.clone(), style, unit)?;
    }
    Ok(())
}

/// Marks the pixel of a chart where a run has left the finite numbers, in CSS pixels from its upper left corner.
pub fn draw_lost<DB: DrawingBackend>(sheet: &Sheet<DB>, unit: Unit, at: Vec2, color: Color) -> Result<(), DrawError> {
    let pixel = |offset: Vec2| {
        let place = (at + offset).map(|css| (css * unit.0).round());
        (place.x as i32, place.y as i32)
    };
    let stroke = unit.stroke(color, 1.0, 2.0);
    for arm in [Vec2::new(CROSS, CROSS), Vec2::new(CROSS, -CROSS)] {
        sheet.draw(&PathElement::new([pixel(-arm), pixel(arm)], stroke)).map_err(failed)?;
    }
    Ok(())
}

/// Draws a level across the whole chart: what a ratio must not exceed.
pub fn draw_level<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    map: &TraceMap,
    unit: Unit,
    value: f64,
    color: Color,
) -> Result<(), DrawError> {
    let ordinate = map.scale.ordinate(value);
    let Rect { x, y } = map.visible;
    if !(y[0]..=y[1]).contains(&ordinate) {
        return Ok(());
    }
    let line = PathElement::new([(x[0], ordinate), (x[1], ordinate)], unit.stroke(color, 0.9, 1.5));
    map.area(sheet, unit).draw(&line).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Weight;

    #[test]
    fn an_axis_shows_all_finite_values_and_what_is_alike_in_its_middle() {
        let of = |scale: ValueAxis, values: &[f64]| trace_bounds(scale, values.iter().copied());
        let [low, high] = of(ValueAxis::Linear, &[-1.0, f64::NAN, 3.0, f64::INFINITY]);
        assert!(low < -1.0 && high > 3.0 && high - low < 5.0);
        let [low, high] = of(ValueAxis::Linear, &[-3.0, -3.0]);
        assert!(low < -3.0 && -3.0 < high);
        assert_eq!(of(ValueAxis::Logarithmic { floor: 0.0 }, &[0.02, 30.0, 0.0, -1.0]), [-2.0, 2.0]);
        assert_eq!(of(ValueAxis::Logarithmic { floor: -1.0 }, &[9.0]), [0.0, 2.0]);
        assert_eq!(of(ValueAxis::Logarithmic { floor: 0.0 }, &[1e-300, 1.0]), [-18.0, 0.0]);
        assert_eq!(of(ValueAxis::Logarithmic { floor: 0.0 }, &[]), [0.0, 1.0]);
    }

    #[test]
    fn pixels_and_places_are_inverse_within_the_axes() {
        let map = TraceMap::new(Rect::new(20.0, 80.0, -3.0, 2.0), ValueAxis::Logarithmic { floor: 0.0 }, 400.0, 150.0);
        let place = Vec2::new(33.0, -1.25);
        assert!((map.at(map.pixel(place)) - place).norm() < 1e-12);
        assert_eq!(map.at(Vec2::new(-50.0, 1000.0)), Vec2::new(20.0, -3.0));
    }

    #[test]
    fn a_chart_may_be_a_part_of_a_sheet() {
        let points = |corner: (i32, i32)| {
            let mut text = String::new();
            {
                let root = SVGBackend::with_string(&mut text, (400, 300)).into_drawing_area();
                let part = root.clone().shrink(corner, (200, 150));
                let map = TraceMap::new(Rect::new(0.0, 1.0, 0.0, 1.0), ValueAxis::Linear, 200.0, 150.0);
                let style = PathStyle { color: Color([0, 0, 0]), dash: None, weight: Weight::Bold };
                let place = |k: usize| Vec2::new(k as f64, 0.25 + 0.5 * k as f64);
                draw_trace([(&part, style)], &map, Unit(1.0), 2, &place).expect("a line");
                root.present().expect("a document");
            }
            let list =
                text.split("points=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a line").to_string();
            list.split([' ', ',']).filter_map(|number| number.parse().ok()).collect::<Vec<i32>>()
        };
        let [alone, part] = [(0, 0), (100, 50)].map(points);
        assert!(alone.len() >= 4, "{alone:?}");
        let moved: Vec<i32> = alone.iter().enumerate().map(|(k, value)| value + [100, 50][k % 2]).collect();
        assert_eq!(part, moved);
    }
}
