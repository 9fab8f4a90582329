//! The canvases of a chart.

use web_sys::HtmlCanvasElement;

use super::{Curtain, Layer, Still};
use crate::draw::DrawError;

/// Axes with all that does not follow the playhead, and a curtain for the curves.
pub struct ChartLayers {
    /// The axes as they are seen.
    seen: Still,
    /// What they are drawn on.
    pub axes: Layer,
    /// The curves, as far as the playhead.
    pub curves: Curtain,
}

impl ChartLayers {
    /// Layers on five canvases, for axes as they are seen, what they are drawn on, and three for the curtain, of this
    /// size in CSS pixels at `ratio` device pixels each, where they are `magnified` times as large as the page's; none
    /// if the browser gives no contexts.
    pub fn new(
        [seen, axes, whole, passed, strip]: [HtmlCanvasElement; 5],
        size: (f64, f64),
        ratio: f64,
        magnified: f64,
    ) -> Option<ChartLayers> {
        let seen = Still::new(seen, size.0, size.1, ratio)?;
        let axes = Layer::new(axes, size.0, size.1, ratio)?;
        Some(ChartLayers { seen, axes, curves: Curtain::new([whole, passed, strip], size, ratio, magnified)? })
    }

    /// Shows the axes as they are drawn now.
    ///
    /// # Errors
    ///
    /// If the browser has no room for a picture.
    pub fn show_axes(&self) -> Result<(), DrawError> {
        self.seen.show(&self.axes)
    }
}
