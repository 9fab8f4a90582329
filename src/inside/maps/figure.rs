//! A map as a figure to be saved: its panels with a legend.

use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use super::plot;
use crate::canvas::{Layer, unit};
use crate::draw::{self, Sample};
use crate::inside::{Inside, failed, refuse};
use crate::linear::Vec2;
use crate::map::{Fate, MapKind};
use crate::page;
use crate::problem::Problem;
use crate::words::{say, text};

/// Width and height of a panel of a saved figure, and the height of a line of its legend, in CSS pixels.
const FIGURE: (f64, f64, f64) = (360.0, 320.0, 20.0);

/// Panels side by side in a saved figure.
const ABREAST: usize = 3;

#[wasm_bindgen]
impl Inside {
    /// Draws the map with its legend and settings, to be saved as a picture; the contenders' `names` are a JSON list.
    #[wasm_bindgen(js_name = drawFigure)]
    pub fn draw_figure(&mut self, canvas: HtmlCanvasElement, names: &str, ratio: f64) -> Result<(), JsError> {
        let names: Vec<String> = serde_json::from_str(names).unwrap_or_default();
        let Some(shown) = &mut self.maps.shown else {
            return Err(refuse(Problem::new("map", text!("a map"), say!("none"))));
        };
        let card = page::map_card(&self.lab, &shown.map, &shown.atlas, 0.0);
        let mut legend: Vec<(Sample, String)> = Vec::new();
        for row in &card.rows {
            let color = match row.fate {
                usize::MAX => self.theme.paper,
                fate => draw::shade_color(draw::fate_shade(Fate::of(fate), 0.0, 1, &shown.atlas), &self.theme, (0, 0)),
            };
            legend.push((Sample::Swatch(color), format!("{}: {} %", row.words, row.shares.join(", "))));
        }
        for bar in &card.bars {
            let name = names.get(bar.contender).map_or("", String::as_str);
            legend.push((
                Sample::Bar(self.theme.contender(bar.contender), bar.share),
                format!("{} {name}: {}", bar.contender + 1, bar.words),
            ));
        }
        legend.extend(card.best.as_ref().map(|best| (Sample::None, best.words.clone())));
        legend.push((Sample::None, card.about.clone()));
        let panels = match &shown.map.shows {
            MapKind::Basins => self.lab.experiment().contenders.len(),
            MapKind::Tuning(_) => 1,
            MapKind::Robustness => 0,
        };
        let (width, height, line) = FIGURE;
        // A panel has the shape of what the map covers, with room for the labels.
        let is_plane = shown.map.shows == MapKind::Basins && !self.lab.is_curve();
        let view = if is_plane { shown.area } else { self.lab.experiment().view };
        let shape = plot(width, height);
        let tall = (shape.size.x * view.size().y / view.size().x).clamp(height / 3.0, 2.0 * height);
        let height = if is_plane { (tall + height - shape.size.y).round() } else { height };
        let (across, down) = (panels.clamp(1, ABREAST), panels.div_ceil(ABREAST));
        let size = ((across.max(2) as f64) * width, down as f64 * (height + line) + (legend.len() as f64 + 1.0) * line);
        let Some(layer) = Layer::new(canvas, size.0, size.1, ratio) else { return Ok(()) };
        let unit = unit(ratio);
        draw::draw_legend(&layer.sheet, unit, &legend, down as f64 * (height + line) + line / 2.0, &self.theme)
            .map_err(failed)?;
        for panel in 0..panels {
            let corner = Vec2::new((panel % ABREAST) as f64 * width, (panel / ABREAST) as f64 * (height + line));
            let title = match &shown.map.shows {
                MapKind::Tuning(tuning) => names.get(tuning.of),
                _ => names.get(panel),
            };
            let title = format!("{} {}", panel + 1, title.map_or("", String::as_str));
            draw::draw_legend(
                &layer.sheet.clone().shrink(pixels(unit, corner), pixels(unit, Vec2::new(width, line))),
                unit,
                &[(Sample::None, title)],
                2.0,
                &self.theme,
            )
            .map_err(failed)?;
            let part = corner + Vec2::new(0.0, line);
            let sheet = layer.sheet.clone().shrink(pixels(unit, part), pixels(unit, Vec2::new(width, height)));
            match shown.map.shows.clone() {
                MapKind::Tuning(tuning) => shown.draw_tuning(&self.lab, &tuning, &sheet, ratio, &self.theme),
                _ => shown.draw_basins(&self.lab, &sheet, ratio, panel, view, &self.theme),
            }
            .map_err(failed)?;
        }
        Ok(())
    }
}

/// A length in both directions as units of the backend.
fn pixels(unit: draw::Unit, css: Vec2) -> (i32, i32) {
    let at = css.map(|css| (css * unit.0).round());
    (at.x as i32, at.y as i32)
}
