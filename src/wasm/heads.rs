//! Heads: where each contender is at the playhead, on one canvas above all panels.
//!
//! They are drawn rather than elements: where an element moves, a browser goes through the style, the layers and the
//! order of the whole page in every frame.

use web_sys::HtmlCanvasElement;

use crate::canvas::Layer;
use crate::draw::{Color, Theme};
use crate::linear::Vec2;

/// A head's radius in CSS pixels, with its rim.
const RADIUS: f64 = 7.5;

/// The canvas of the heads, and where the panels are on it.
pub struct Heads {
    layer: Layer,
    ratio: f64,
    /// The upper left corners of the panels' plots, in CSS pixels.
    corners: Vec<Vec2>,
    /// Where heads are now, in device pixels.
    drawn: Vec<Vec2>,
}

impl Heads {
    /// Heads on `element`, which covers the whole board, of `board` CSS pixels at `ratio` device pixels each, with a plot
    /// at each of the `corners`; none if the browser gives no canvas.
    pub fn new(element: HtmlCanvasElement, board: Vec2, ratio: f64, corners: Vec<Vec2>) -> Option<Heads> {
        Some(Heads { layer: Layer::new(element, board.x, board.y, ratio)?, ratio, corners, drawn: Vec::new() })
    }

    /// Takes all heads away: where none was nothing is touched, since to clear a canvas as large as the board costs more
    /// than to draw on it.
    pub fn clear(&mut self) {
        for at in self.drawn.drain(..) {
            // A pixel more than the disk has, for its soft edge.
            self.layer.clear_square(at, self.ratio * RADIUS + 1.0);
        }
    }

    /// Draws a head at `place`, in CSS pixels of the plot number `panel`: a disk of the contender's colour on one of
    /// paper, in a rim of ink, so that it is seen on every ground.
    pub fn draw(&mut self, panel: usize, place: Vec2, color: Color, theme: &Theme) {
        let Some(corner) = self.corners.get(panel) else { return };
        let at = self.ratio * (*corner + place);
        for (radius, color) in [(RADIUS, theme.ink), (RADIUS - 1.0, theme.paper), (RADIUS - 3.0, color)] {
            self.layer.disk(at, self.ratio * radius, color);
        }
        self.drawn.push(at);
    }
}
