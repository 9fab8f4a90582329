//! What is drawn over the panels to explain the next update, and the update's anatomy in words.

use std::sync::Arc;

use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use super::{Inside, failed, json};
use crate::canvas::{Layer, unit};
use crate::draw::{self, Arrow, Color, DrawError, Hessians, LocalModel, PlaneMap};
use crate::explain::{self, Bound};
use crate::linear::{Rect, Vec2};
use crate::objective::Objective;
use crate::page;
use crate::words::{say, word};

/// Hessians per side of the grid from which regions are made.
const SIDE: usize = 64;

/// A loss over more data than this has too dear a Hessian for a grid of them.
const DEAREST: usize = 50;

/// An update shorter than this on the screen, in CSS pixels, is drawn ten, a hundred, … times as long, and that is
/// said.
const SHORTEST: f64 = 6.0;

/// Arrows are never drawn so that the update gets longer than this, in CSS pixels.
const LONGEST: f64 = 60.0;

/// What is drawn over the panels.
#[derive(Default)]
pub(super) struct Lens {
    arrows: bool,
    model: bool,
    region: bool,
    /// The Hessians on a grid, of which landscape over which part of the plane.
    hessians: Option<(Arc<dyn Objective>, Rect, Hessians)>,
}

#[wasm_bindgen]
impl Inside {
    /// What is drawn over the panels: the parts of the next update, the local quadratic model, where the rate is
    /// unstable.
    #[wasm_bindgen(js_name = setLens)]
    pub fn set_lens(&mut self, arrows: bool, model: bool, region: bool) {
        (self.lens.arrows, self.lens.model, self.lens.region) = (arrows, model, region);
    }

    /// Draws over a panel of `width` × `height` CSS pixels what is chosen, for one contender or with `all` for every
    /// one; what is to be said of it.
    #[wasm_bindgen(js_name = drawLens)]
    #[expect(clippy::too_many_arguments, reason = "a canvas, its size, and whose it is")]
    pub fn draw_lens(
        &mut self,
        canvas: HtmlCanvasElement,
        width: f64,
        height: f64,
        ratio: f64,
        contender: usize,
        all: bool,
        clock: usize,
    ) -> Result<String, JsError> {
        let (width, height, ratio) = self.magnified(width, height, ratio);
        let Some(layer) = Layer::new(canvas, width, height, ratio) else { return Ok(String::new()) };
        let map = PlaneMap::of_sheet(self.lab.experiment().view, &layer.sheet, unit(ratio), self.lab.is_curve());
        let count = self.lab.experiment().contenders.len();
        let whose = if all { 0..count } else { contender.min(count - 1)..contender.min(count - 1) + 1 };
        let mut words = Vec::new();
        for contender in whose {
            let said = self.draw_one(&layer, &map, ratio, contender, clock, !all).map_err(failed)?;
            // What is to be said of several is said once.
            words.extend(said.filter(|said| !words.contains(said)));
        }
        Ok(words.join("; "))
    }

    /// The anatomy of the update of a contender at the playhead; `null` where it makes none.
    pub fn anatomy(&self, contender: usize, clock: usize) -> String {
        let last = self.lab.experiment().contenders.len() - 1;
        json(&page::anatomy(&self.lab, contender.min(last), clock))
    }
}

impl Inside {
    /// The same for one contender; `alone` if no other is drawn on the same panel, whose landscape then is explained
    /// too.
    fn draw_one(
        &mut self,
        layer: &Layer,
        map: &PlaneMap,
        ratio: f64,
        contender: usize,
        clock: usize,
        alone: bool,
    ) -> Result<Option<String>, DrawError> {
        let mut words = Vec::new();
        let color = self.theme.contender(contender);
        if self.lens.region && alone && !self.lab.is_curve() {
            words.extend(self.draw_region(layer, map, ratio, contender, clock)?);
        }
        let (lab, theme, unit) = (&self.lab, &self.theme, unit(ratio));
        let run = lab.followed(contender);
        let t = lab.step_of(contender, clock).min(run.steps());
        let w = run.points[t];
        if self.lens.model && alone && !lab.is_curve() {
            let model = LocalModel { at: w, curvature: lab.objective().curvature(w) };
            draw::draw_local_model(&layer.sheet, map, unit, &model, theme.ink, theme)?;
        }
        if self.lens.arrows
            && let Some(parts) = explain::anatomy(lab, contender, t)
        {
            let pixels = parts.update.norm() / map.per_pixel();
            let times = magnification(pixels);
            // Of a curve only the abscissa moves: the arrows lie along the axis.
            let flat = |v: Vec2| if lab.is_curve() { Vec2::new(v.x, 0.0) } else { v };
            let from = lab.shown_point(parts.w);
            let to = |part: Vec2| from + times * flat(part);
            let arrow = |color: Color, width: f64, dash| Arrow { color, width, dash };
            let draw =
                |from: Vec2, to: Vec2, arrow| draw::draw_arrow(&layer.sheet, map, unit, [from, to], arrow, theme);
            draw(from, to(parts.downhill), arrow(theme.ink, 1.5, Some((2.0, 3.0))))?;
            if parts.has_parts {
                draw(from, to(parts.carried), arrow(color, 1.75, Some((6.0, 3.0))))?;
                draw(to(parts.carried), to(parts.update), arrow(color, 1.25, None))?;
            }
            draw(from, to(parts.update), arrow(color, 3.0, None))?;
            if times != 1.0 {
                words.push(say!(
                    "arrows × {times}",
                    times = if times < 1e6 { format!("{times}") } else { format!("{times:e}") }
                ));
            }
        }
        Ok((!words.is_empty()).then(|| words.join(", ")))
    }

    fn draw_region(
        &mut self,
        layer: &Layer,
        map: &PlaneMap,
        ratio: f64,
        contender: usize,
        clock: usize,
    ) -> Result<Option<String>, DrawError> {
        let lab = &self.lab;
        let run = lab.followed(contender);
        let t = lab.step_of(contender, clock).min(run.steps());
        let (entry, settings) = &lab.checked().contenders[contender];
        let (limit, divided, decay) = match explain::bound(entry, settings, run.pace(t)) {
            Bound::Eigenvalue { limit, divided, decay } => (limit, divided, decay),
            Bound::None(reason) => return Ok(Some(word(reason).into_owned())),
        };
        let divisor = if divided { explain::divisor(lab, contender, t) } else { Some(Vec2::new(1.0, 1.0)) };
        let Some(divisor) = divisor else { return Ok(Some(say!("its state is not known here"))) };
        if lab.objective().cost() > DEAREST {
            return Ok(Some(say!("the data are too many for a map of their Hessian")));
        }
        let ground = &lab.checked().ground.objective;
        let known =
            self.lens.hessians.as_ref().is_some_and(|(of, over, _)| Arc::ptr_eq(of, ground) && *over == map.visible);
        if !known {
            let hessians = Hessians::sample(lab.objective(), map.visible, SIDE);
            self.lens.hessians = Some((ground.clone(), map.visible, hessians));
        }
        let Some((_, _, hessians)) = &self.lens.hessians else { return Ok(None) };
        let sign = if lab.experiment().contenders[contender].maximize { -1.0 } else { 1.0 };
        let ratios = hessians
            .ratios(&|hessian| explain::sharpness(explain::descended(hessian, sign, decay), divisor).values[1] / limit);
        let share = draw::draw_beyond(&layer.sheet, map, unit(ratio), &ratios, self.theme.contender(contender))?;
        Ok(Some(say!("unstable in {share} %", share = format!("{:.0}", 100.0 * share))))
    }
}

/// By how much an update of so many CSS pixels is drawn longer: 1, or a power of ten.
fn magnification(pixels: f64) -> f64 {
    if pixels >= SHORTEST || pixels <= 0.0 || !pixels.is_finite() {
        return 1.0;
    }
    let times = libm::pow(10.0, libm::ceil(libm::log10(SHORTEST / pixels)));
    if times * pixels > LONGEST { times / 10.0 } else { times }
}
