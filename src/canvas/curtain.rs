//! A picture that is seen as far as a line.

use web_sys::HtmlCanvasElement;

use super::{FINE, Layer};
use crate::draw::Color;

/// Half the line's width in CSS pixels.
const HALF: f64 = 1.0;

/// A picture that is seen as far as a line, the playhead, which is drawn with it.
///
/// While a race plays nothing on the page is moved: where an element moves, a browser goes through its style, its
/// layers and their order in every frame.
pub struct Curtain {
    /// The whole picture, on a canvas that nobody sees.
    whole: Layer,
    seen: Layer,
    /// Device pixels per CSS pixel.
    ratio: f64,
    /// Where the line was drawn last; NaN if the picture is another one since.
    drawn: f64,
    /// The columns of device pixels from which on the line is, and up to which anything is seen.
    columns: [f64; 2],
}

impl Curtain {
    /// A curtain on the second of two canvases, resized to `width` × `height` CSS pixels at `ratio` device pixels each;
    /// none if the browser gives no 2D context.
    pub fn new(canvases: [HtmlCanvasElement; 2], width: f64, height: f64, ratio: f64) -> Option<Curtain> {
        let [whole, seen] = canvases.map(|element| Layer::new(element, width, height, ratio));
        Some(Curtain { whole: whole?, seen: seen?, ratio, drawn: f64::NAN, columns: [0.0; 2] })
    }

    /// The whole picture, to be drawn anew.
    pub fn renewed(&mut self) -> &Layer {
        self.drawn = f64::NAN;
        self.whole.clear();
        &self.whole
    }

    /// Shows the picture up to the line at `x` CSS pixels, drawn from `top` to `bottom`, or without a line all of it or
    /// nothing: `x` is ∞ or −∞.
    pub fn draw(&mut self, x: f64, [top, bottom]: [f64; 2], color: Color) {
        if x == self.drawn {
            return;
        }
        let Layer { element, context, .. } = &self.seen;
        let (width, height) = (f64::from(element.width()), f64::from(element.height()));
        let column = |css: f64| (css * self.ratio).round().clamp(0.0, width);
        let (was, now) = (self.columns, [column(x - HALF), column(x + HALF)]);
        // What has not changed is left alone: from the first line of the two on, and up to the last.
        let (from, until) = if self.drawn.is_nan() { (0.0, width) } else { (was[0].min(now[0]), was[1].max(now[1])) };
        context.clear_rect(from * FINE, 0.0, (until - from) * FINE, height * FINE);
        if from < now[1] {
            // It fails only for a picture without pixels, which has nothing to show.
            let _ = context.draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &self.whole.element,
                from,
                0.0,
                now[1] - from,
                height,
                from * FINE,
                0.0,
                (now[1] - from) * FINE,
                height * FINE,
            );
        }
        if x.is_finite() {
            let [top, bottom] = [top, bottom].map(|css| (css * self.ratio).round());
            self.seen.paint_in(color);
            context.fill_rect(now[0] * FINE, top * FINE, (now[1] - now[0]) * FINE, (bottom - top) * FINE);
        }
        (self.drawn, self.columns) = (x, now);
    }
}
