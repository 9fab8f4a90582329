//! The chart of losses or learning rates: what of them it shows, on which axis.

use web_sys::HtmlCanvasElement;

use crate::canvas::{ChartLayers, unit};
use crate::draw::{self, ChartMap, Clock, Curve, DrawError, Look, PathStyle, Quantity, Theme, Unit, ValueAxis, Weight};
use crate::lab::{Lab, Learning, Series};

/// Dots of the losses over data held out, and the gaps between them, in CSS pixels.
const HELD: Option<(f64, f64)> = Some((1.5, 4.0));

/// The chart's canvases, axes and curves, and what they show.
#[derive(Default)]
pub struct ChartBoard {
    layers: Option<(ChartLayers, ChartMap, Unit)>,
    /// Whether the vertical axis is linear rather than logarithmic.
    pub linear: bool,
    /// What the chart shows.
    pub series: Series,
}

impl ChartBoard {
    /// Takes over the canvases, as [`ChartLayers::new`] has them.
    pub fn place(&mut self, canvases: [HtmlCanvasElement; 5], size: (f64, f64), ratio: f64, magnified: f64) {
        let map = ChartMap::fit(std::iter::empty(), Clock::steps(1), Quantity::Loss(ValueAxis::Linear), size.0, size.1);
        self.layers = ChartLayers::new(canvases, size, ratio, magnified).map(|layers| (layers, map, unit(ratio)));
    }

    /// The map of the chart as it was last drawn; none without canvases.
    pub fn map(&self) -> Option<ChartMap> {
        self.layers.as_ref().map(|(_, map, _)| *map)
    }

    /// What the chart shows: where there is no such curve, the loss.
    pub fn shown_series(&self, lab: &Lab) -> Series {
        if lab.has(self.series) { self.series } else { Series::Loss }
    }

    /// What is drawn of `series`.
    fn quantity(&self, lab: &Lab, series: Series) -> Quantity {
        match (series, lab.floor()) {
            (Series::Rate, _) if self.linear => Quantity::Rate(ValueAxis::Linear),
            (Series::Rate, _) => Quantity::Rate(ValueAxis::Logarithmic { floor: 0.0 }),
            (Series::Loss | Series::EpochLoss, Some(floor)) if !self.linear => {
                Quantity::Loss(ValueAxis::Logarithmic { floor })
            }
            // Neither a batch nor the data held out have the infimum of the loss over all data.
            (Series::BatchLoss | Series::HeldLoss, Some(_)) if !self.linear => {
                Quantity::Loss(ValueAxis::Logarithmic { floor: 0.0 })
            }
            _ => Quantity::Loss(ValueAxis::Linear),
        }
    }

    /// Shows the curves as far as the playhead, which stands at `step`.
    pub fn follow(&mut self, step: usize, theme: &Theme) -> Result<(), DrawError> {
        let Some((layers, map, _)) = &mut self.layers else { return Ok(()) };
        layers.curves.draw(map.x_of(step), [map.corner.y, map.corner.y + map.size.y], theme.accent)
    }

    /// Notes the same for a worker that keeps all of the curves, whose canvas is the one of this index.
    pub fn note(&self, step: usize, theme: &Theme, all: &mut Vec<f64>, canvas: usize) {
        let Some((layers, map, _)) = &self.layers else { return };
        let ends = [map.corner.y, map.corner.y + map.size.y];
        layers.curves.note(map.x_of(step), ends, theme.accent).append_to(all, canvas);
    }

    /// Draws the chart anew.
    pub fn draw(&mut self, lab: &Lab, theme: &Theme, look: &Look) -> Result<(), DrawError> {
        let series = self.shown_series(lab);
        let quantity = self.quantity(lab, series);
        let shown: Vec<Learning> =
            (0..lab.experiment().contenders.len()).map(|index| lab.learning(index, series)).collect();
        let mut former = Vec::new();
        for index in (0..shown.len()).filter(|index| look.shows_path(*index)) {
            for shadow in lab.shadows(index).iter().filter(|shadow| shadow.followed) {
                former.push((PathStyle::former(theme, index, shadow.pinned), lab.learning_of(shadow, series)));
            }
        }
        let Some((layers, map, unit)) = &mut self.layers else { return Ok(()) };
        let mut values = Vec::new();
        for curve in shown.iter().chain(former.iter().map(|(_, curve)| curve)) {
            values.push(&*curve.values);
            values.extend(curve.held.as_deref());
        }
        let clock = Clock { length: lab.length() as f64, positions: lab.steps() };
        let ChartLayers { axes, curves, .. } = layers;
        *map = draw::draw_axes(&axes.sheet, *unit, values.iter().copied(), clock, quantity, theme)?;
        let curves = curves.renewed();
        for (style, Learning { values, stride, .. }) in &former {
            axes.dash(*unit, style.weight.dash());
            draw::draw_curve(&[(&axes.sheet, *style)], map, *unit, Curve { values, stride: *stride })?;
            axes.dash(*unit, None);
        }
        let seen = shown.iter().enumerate().filter(|(index, _)| look.shows_path(*index));
        for (index, Learning { values, stride, band, held }) in seen {
            let color = theme.contender(index);
            let bold = PathStyle { color, dash: None, weight: Weight::Bold };
            let faint = PathStyle { weight: Weight::Faint, ..bold };
            let curve = |values| Curve { values, stride: *stride };
            if let Some([low, high]) = band {
                draw::draw_band(&axes.sheet, map, *unit, [curve(low), curve(high)], color)?;
            }
            // By the browser, since a line of its own for each dash takes most of the time of an edit. They begin anew
            // where a line of very many points is parted, which is seen only where a curve is straight, and there it
            // has few.
            curves.dash(*unit, draw::dashes(index));
            draw::draw_curve(&[(&axes.sheet, faint), (&curves.sheet, bold)], map, *unit, curve(values))?;
            if lab.followed(index).outcome.is_lost()
                && let Some((last, value)) = values.iter().enumerate().rfind(|(_, value)| !value.is_nan())
            {
                draw::draw_lost(&axes.sheet, *unit, map.pixel_within(last as f64 * stride, *value), color)?;
            }
            if let Some(held) = held {
                let [pale, light] = [Weight::Faint, Weight::Light].map(|weight| PathStyle { weight, ..bold });
                [axes, curves].iter().for_each(|layer| layer.dash(*unit, HELD));
                draw::draw_curve(&[(&axes.sheet, pale), (&curves.sheet, light)], map, *unit, curve(held))?;
                axes.dash(*unit, None);
            }
        }
        layers.show_axes()
    }
}
