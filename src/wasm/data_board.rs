//! The data's own panel: the data, the batch of an update, and every contender's model.

use std::sync::Arc;

use web_sys::HtmlCanvasElement;

use crate::canvas::{Layer, Still, unit};
use crate::data::Sample;
use crate::draw::{self, Dot, DrawError, Look, Model, PathStyle, PlaneMap, Theme, Unit, Weight};
use crate::experiment::Seen;
use crate::lab::Lab;

/// Pieces of a model's curve.
const PIECES: usize = 96;

/// A larger batch than this is not marked point by point.
const MOST_MARKED: usize = 1_000;

/// The canvases of the data's panel.
pub struct DataBoard {
    /// The data as they are seen.
    shown: Still,
    /// What they are drawn on.
    still: Layer,
    live: Layer,
    unit: Unit,
    map: PlaneMap,
    /// The data that are shown.
    sample: Option<Arc<Sample>>,
}

impl DataBoard {
    /// Takes over the canvases, each of a width and height of `size` CSS pixels at `ratio` device pixels; none if the
    /// browser gives no context.
    pub fn new([shown, still, live]: [HtmlCanvasElement; 3], size: (f64, f64), ratio: f64) -> Option<DataBoard> {
        let layer = |element| Layer::new(element, size.0, size.1, ratio);
        let (still, live, unit) = (layer(still)?, layer(live)?, unit(ratio));
        let shown = Still::new(shown, size.0, size.1, ratio)?;
        let map = PlaneMap::of_sheet(draw::data_view(&[]), &still.sheet, unit, true);
        Some(DataBoard { shown, still, live, unit, map, sample: None })
    }

    /// Everything is to be drawn again.
    pub fn invalidate(&mut self) {
        self.sample = None;
    }

    /// Draws the data where they are new, and the models when the clock stands at `clock`; the batch is that of the
    /// next update of contender `marked`.
    pub fn draw(
        &mut self,
        lab: &Lab,
        clock: usize,
        marked: usize,
        theme: &Theme,
        look: &Look,
    ) -> Result<(), DrawError> {
        let Some(sample) = lab.checked().ground.sample() else { return Ok(()) };
        if self.sample.as_ref().is_none_or(|shown| !Arc::ptr_eq(shown, sample)) {
            let dots = Dot::all(sample);
            self.map = draw::draw_data(&self.still.sheet, self.unit, draw::data_view(&dots), &dots, theme)?;
            self.shown.show(&self.still)?;
            self.sample = Some(sample.clone());
        }
        self.live.clear();
        let sheet = &self.live.sheet;
        if let Seen::InBatches(batched) = lab.seen(marked)
            && batched.batches().size() <= MOST_MARKED
            && batched.batches().size() < batched.batches().count()
        {
            let batch = batched.batch(lab.step_of(marked, clock).min(lab.followed(marked).steps()));
            let dots: Vec<Dot> = batch.iter().map(|i| Dot::of(sample, sample.training[*i], false)).collect();
            draw::draw_batch(sheet, &self.map, self.unit, &dots, theme.contender(marked))?;
        }
        for contender in (0..lab.experiment().contenders.len()).rev().filter(|contender| look.shows_path(*contender)) {
            let run = lab.followed(contender);
            let w = run.points[lab.step_of(contender, clock).min(run.steps())];
            let model = Model::of(sample, w, self.map.visible.x, PIECES);
            let style =
                PathStyle { color: theme.contender(contender), dash: draw::dashes(contender), weight: Weight::Bold };
            draw::draw_model(sheet, &self.map, self.unit, &model, style)?;
        }
        Ok(())
    }
}
