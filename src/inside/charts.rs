//! Charts of what is measured along the runs, on the page's playhead.

use js_sys::{Array, Float64Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::{Inside, failed, json, refuse};
use crate::canvas::{ChartLayers, elements, unit};
use crate::draw::{DrawError, Theme, TraceMap, Unit, ValueAxis};
use crate::explain::{Measured, NoTrace, Quantity};
use crate::lab::Lab;
use crate::linear::{Rect, Vec2};
use crate::page;
use crate::problem::Problem;
use crate::traced::Traced;
use crate::words::{say, text};

/// The most charts.
const MOST: usize = 8;

/// A brush narrower than this, in CSS pixels, along an axis leaves that axis alone.
const BRUSH: f64 = 6.0;

/// Canvases of a chart and how they are drawn on.
struct Sheets {
    layers: ChartLayers,
    unit: Unit,
    size: Vec2,
}

/// A chart.
pub(super) struct Chart {
    traced: Traced,
    sheets: Option<Sheets>,
    map: TraceMap,
    /// Whether it is to be measured, and drawn, anew.
    stale: bool,
}

/// What a chart says in words.
#[derive(Serialize)]
struct ChartWords {
    key: &'static str,
    linear: bool,
    /// Whether there is a choice of axes.
    choice: bool,
    zoomed: bool,
    over_steps: bool,
    remarks: Vec<String>,
}

impl Chart {
    fn new(quantity: Quantity) -> Chart {
        let map = TraceMap::new(Rect::new(0.0, 1.0, 0.0, 1.0), ValueAxis::Linear, 1.0, 1.0);
        Chart { traced: Traced::new(quantity), sheets: None, map, stale: true }
    }

    fn draw(&mut self, lab: &Lab, steps: Option<[f64; 2]>, theme: &Theme) -> Result<(), DrawError> {
        self.traced.measure(lab);
        let Some(Sheets { layers, unit, size }) = &mut self.sheets else { return Ok(()) };
        self.map = self.traced.map(lab, steps, *size);
        let sheets = [Some(&layers.axes.sheet), Some(&layers.curves.renewed().sheet)];
        self.traced.draw(lab, &self.map, sheets, *unit, lab.steps(), theme)?;
        layers.show_axes()
    }

    /// Shows the lines as far as the playhead at `clock`, or all of a chart that is not over steps.
    fn follow(&mut self, lab: &Lab, clock: usize, theme: &Theme) -> Result<(), DrawError> {
        let x = self.x(lab, clock);
        let Some(Sheets { layers, .. }) = &mut self.sheets else { return Ok(()) };
        let top = self.map.corner.y;
        layers.curves.draw(if x.is_nan() { f64::INFINITY } else { x }, [top, top + self.map.size.y], theme.accent)
    }

    /// The abscissa of the playhead in CSS pixels; −∞ or ∞ where it is beyond the axis, NaN on a chart that is not over
    /// steps.
    fn x(&self, lab: &Lab, clock: usize) -> f64 {
        if !self.traced.quantity.is_over_steps() {
            return f64::NAN;
        }
        let [from, to] = self.map.visible.x;
        let at = clock as f64 / lab.steps().max(1) as f64 * lab.length() as f64;
        if at < from {
            f64::NEG_INFINITY
        } else if at > to {
            f64::INFINITY
        } else {
            self.map.pixel(Vec2::new(at, 0.0)).x
        }
    }

    /// Where each contender is on its line when the clock stands at `clock`: x, y and 1 if inside the plot, else 0.
    fn dots(&self, lab: &Lab, clock: usize) -> Vec<f64> {
        let dot = |(contender, measured): (usize, &Result<Measured, NoTrace>)| {
            let nothing = [0.0; 3];
            let Ok(measured) = measured else { return nothing };
            let t = lab.step_of(contender, clock).min(lab.followed(contender).steps());
            let values = &measured.lines[0].values;
            let k = (t / measured.stride).min(values.len() - 1);
            let ordinate = self.map.scale.ordinate(values[k]);
            let place = Vec2::new(self.traced.abscissa(lab, contender, k), ordinate);
            let pixel = self.map.pixel(place);
            let inside = self.map.visible.contains(place);
            if inside { [pixel.x, pixel.y, 1.0] } else { nothing }
        };
        self.traced.measured.iter().enumerate().flat_map(dot).collect()
    }
}

/// The charts of the column.
#[derive(Default)]
pub(super) struct Charts {
    all: Vec<Chart>,
    /// The steps, or epochs, to which all charts of them are zoomed.
    steps: Option<[f64; 2]>,
}

impl Charts {
    /// All are to be measured anew, and drawn. Until then nothing is known: what was measured may be of another race,
    /// with other contenders.
    pub(super) fn forget(&mut self) {
        for chart in &mut self.all {
            chart.traced.measured.clear();
            chart.stale = true;
        }
    }
}

#[wasm_bindgen]
impl Inside {
    /// What charts can show: keys and names.
    pub fn quantities(&self) -> String {
        json(&page::quantities(&self.lab))
    }

    /// Makes charts of these quantities, by key and separated by spaces; a chart that there is already stays as it is.
    #[wasm_bindgen(js_name = setCharts)]
    pub fn set_charts(&mut self, keys: &str) -> Result<(), JsError> {
        let keys: Vec<&str> = keys.split_whitespace().collect();
        if keys.len() > MOST {
            return Err(refuse(Problem::new("charts", say!("at most {most}", most = MOST), keys.len())));
        }
        for (k, key) in keys.iter().enumerate() {
            let found = Quantity::of(key);
            let quantity = found.ok_or_else(|| refuse(Problem::new("charts", text!("the key of a quantity"), *key)))?;
            match self.charts.all.get_mut(k) {
                Some(chart) if chart.traced.quantity == quantity => {}
                Some(chart) => *chart = Chart { sheets: chart.sheets.take(), ..Chart::new(quantity) },
                None => self.charts.all.push(Chart::new(quantity)),
            }
        }
        self.charts.all.truncate(keys.len());
        Ok(())
    }

    /// Takes over the canvases of chart `k`: the axes as they are seen, and what they are drawn on, and those of the
    /// curves: for all of them, for what the playhead has passed and for the strip that it is in.
    #[wasm_bindgen(js_name = setChart)]
    pub fn set_chart(&mut self, k: usize, canvases: &Array, width: f64, height: f64, ratio: f64) {
        let Some(chart) = self.charts.all.get_mut(k) else { return };
        let Ok(canvases) = elements(canvases).try_into() else { return };
        let layers = ChartLayers::new(canvases, (width, height), ratio, 1.0);
        chart.sheets = layers.map(|layers| Sheets { layers, unit: unit(ratio), size: Vec2::new(width, height) });
        chart.stale = true;
    }

    /// Whether the vertical axis of chart `k` is linear.
    #[wasm_bindgen(js_name = setLinear)]
    pub fn set_linear(&mut self, k: usize, linear: bool) {
        let Some(chart) = self.charts.all.get_mut(k) else { return };
        (chart.traced.linear, chart.traced.ordinates, chart.stale) = (Some(linear), None, true);
    }

    /// Draws the charts that are out of date, of those that are `seen`: a bit for each, from the lowest; whether there
    /// was one.
    #[wasm_bindgen(js_name = drawCharts)]
    pub fn draw_charts(&mut self, seen: u32) -> Result<bool, JsError> {
        let mut any = false;
        for (_, chart) in
            self.charts.all.iter_mut().enumerate().filter(|(k, chart)| chart.stale && seen & (1 << k) != 0)
        {
            chart.stale = false;
            any = true;
            chart.draw(&self.lab, self.charts.steps, &self.theme).map_err(failed)?;
        }
        Ok(any)
    }

    /// What chart `k` says in words.
    #[wasm_bindgen(js_name = chartWords)]
    pub fn chart_words(&self, k: usize) -> String {
        let words = self.charts.all.get(k).map(|chart| ChartWords {
            key: chart.traced.quantity.key(),
            linear: chart.traced.scale(&self.lab) == ValueAxis::Linear,
            choice: chart.traced.floor(&self.lab).is_some(),
            zoomed: chart.traced.ordinates.is_some() || chart.traced.lengths.is_some() || self.charts.steps.is_some(),
            over_steps: chart.traced.quantity.is_over_steps(),
            remarks: page::remarks(&self.lab, &chart.traced.measured),
        });
        json(&words)
    }

    /// What every contender's line of chart `k` is worth at the playhead, in words.
    #[wasm_bindgen(js_name = chartValues)]
    pub fn chart_values(&self, k: usize, clock: usize) -> String {
        let Some(chart) = self.charts.all.get(k) else { return json(&[(); 0]) };
        let value = |(contender, measured): (usize, &Result<Measured, NoTrace>)| {
            let t = self.lab.step_of(contender, clock).min(self.lab.followed(contender).steps());
            measured.as_ref().map_or_else(|_| String::new(), |known| page::value_words(known, t / known.stride))
        };
        json(&chart.traced.measured.iter().enumerate().map(value).collect::<Vec<_>>())
    }

    /// The position of the playhead nearest to a pixel of chart `k`.
    #[wasm_bindgen(js_name = chartStep)]
    pub fn chart_step(&self, k: usize, x: f64, y: f64) -> usize {
        let Some(chart) = self.charts.all.get(k) else { return 0 };
        let lab = &self.lab;
        if chart.traced.quantity.is_over_steps() {
            let place = chart.map.at(Vec2::new(x, y)).x / lab.length().max(1) as f64;
            return libm::round(place * lab.steps() as f64) as usize;
        }
        // The nearest place of any contender's line.
        let mut nearest = (f64::INFINITY, 0);
        for (contender, measured) in chart.traced.measured.iter().enumerate() {
            let Ok(measured) = measured else { continue };
            for (k, value) in measured.lines[0].values.iter().enumerate() {
                let place = Vec2::new(chart.traced.abscissa(lab, contender, k), chart.map.scale.ordinate(*value));
                let apart = (chart.map.pixel(place) - Vec2::new(x, y)).norm();
                if apart < nearest.0 {
                    nearest = (apart, lab.clock_of(contender, k * measured.stride));
                }
            }
        }
        nearest.1
    }

    /// The abscissa of the playhead on chart `k`, in CSS pixels; −∞ or ∞ where it is beyond the axis, NaN on a chart
    /// that is not over steps.
    #[wasm_bindgen(js_name = chartX)]
    pub fn chart_x(&self, k: usize, clock: usize) -> f64 {
        self.charts.all.get(k).map_or(f64::NAN, |chart| chart.x(&self.lab, clock))
    }

    /// Shows the lines of chart `k` as far as the playhead.
    #[wasm_bindgen(js_name = followChart)]
    pub fn follow_chart(&mut self, k: usize, clock: usize) -> Result<(), JsError> {
        let Some(chart) = self.charts.all.get_mut(k) else { return Ok(()) };
        chart.follow(&self.lab, clock, &self.theme).map_err(failed)
    }

    /// Where every contender is on chart `k`: x, y and 1 if inside the plot, else 0.
    #[wasm_bindgen(js_name = chartDots)]
    pub fn chart_dots(&self, k: usize, clock: usize) -> Float64Array {
        let dots = self.charts.all.get(k).map_or_else(Vec::new, |chart| chart.dots(&self.lab, clock));
        Float64Array::from(&dots[..])
    }

    /// Zooms chart `k` to the rectangle between two of its pixels, and all charts over steps to its steps.
    #[wasm_bindgen(js_name = zoomChart)]
    pub fn zoom_chart(&mut self, k: usize, x0: f64, y0: f64, x1: f64, y1: f64) {
        let Some(chart) = self.charts.all.get_mut(k) else { return };
        let [a, b] = [chart.map.at(Vec2::new(x0, y0)), chart.map.at(Vec2::new(x1, y1))];
        let between = |a: f64, b: f64| [a.min(b), a.max(b)];
        if (y1 - y0).abs() >= BRUSH && a.y != b.y {
            chart.traced.ordinates = Some(between(a.y, b.y));
        }
        if (x1 - x0).abs() >= BRUSH && a.x != b.x {
            if chart.traced.quantity.is_over_steps() {
                self.charts.steps = Some(between(a.x, b.x));
            } else {
                chart.traced.lengths = Some(between(a.x, b.x));
            }
        }
        self.charts.forget();
    }

    /// Shows all of chart `k`, and all steps in every chart.
    #[wasm_bindgen(js_name = unzoomChart)]
    pub fn unzoom_chart(&mut self, k: usize) {
        let Some(chart) = self.charts.all.get_mut(k) else { return };
        (chart.traced.ordinates, chart.traced.lengths) = (None, None);
        self.charts.steps = None;
        self.charts.forget();
    }
}
