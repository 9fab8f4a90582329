//! A picture that is seen as far as a line.

use web_sys::HtmlCanvasElement;

#[cfg(not(feature = "inside"))]
use super::Notes;
use super::{FINE, GRID, Layer, Part, Place, Still};
use crate::draw::{Color, DrawError};
use crate::linear::Vec2;

/// Half the line's width in CSS pixels.
const HALF: f64 = 1.0;

/// The width of a strip, in CSS pixels of the page.
const STRIP: f64 = 3.0 * GRID;

/// A picture that is seen as far as a line, the playhead, which is drawn with it.
///
/// Where an element moves, a browser goes through its style, its layers and their order, so that in nearly no frame of a
/// race anything is moved.
/// What is drawn on is a strip around the line, since without a graphics card all pixels of a canvas that was drawn on
/// are copied; what the line has passed is a picture that stays until the line is in the next strip.
pub struct Curtain {
    /// The whole picture, on a canvas that nobody sees.
    whole: Layer,
    passed: Still,
    /// Up to which column of device pixels that shows the whole picture; none if it is another one since.
    shown: Option<f64>,
    strip: Layer,
    part: Part,
    place: Place,
    /// Device pixels per CSS pixel of the drawing.
    ratio: f64,
    /// Where the line was drawn last; NaN if the picture is another one since.
    drawn: f64,
    /// The columns of device pixels from which on the line is, and up to which anything is seen.
    columns: [f64; 2],
}

impl Curtain {
    /// A curtain on three canvases, for all of the picture, for what the line has passed and for the strip with the
    /// line, resized to `width` × `height` CSS pixels at `ratio` device pixels each, where they are `magnified` times as
    /// large as the page's; none if the browser gives no contexts.
    pub fn new(
        [whole, passed, strip]: [HtmlCanvasElement; 3],
        (width, height): (f64, f64),
        ratio: f64,
        magnified: f64,
    ) -> Option<Curtain> {
        let layer = |element| Layer::new(element, width, height, ratio);
        let (whole, mut strip) = (layer(whole)?, layer(strip)?);
        let passed = Still::new(passed, width, height, ratio)?;
        let place = Place::new(width, height, ratio, magnified);
        let part = place.around(Vec2::new(0.0, 0.0), Vec2::new(0.0, 0.0));
        place.show(&mut strip, part);
        place.put(&strip, part);
        let (drawn, columns) = (f64::NAN, [0.0; 2]);
        Some(Curtain { whole, passed, shown: None, strip, part, place, ratio, drawn, columns })
    }

    /// The whole picture, to be drawn anew.
    pub fn renewed(&mut self) -> &Layer {
        (self.drawn, self.shown) = (f64::NAN, None);
        self.whole.clear();
        &self.whole
    }

    /// Shows the picture up to the line at `x` CSS pixels, drawn from `top` to `bottom`, or without a line all of it or
    /// nothing: `x` is ∞ or −∞.
    ///
    /// # Errors
    ///
    /// If the browser has no room for a picture.
    pub fn draw(&mut self, x: f64, [top, bottom]: [f64; 2], color: Color) -> Result<(), DrawError> {
        if x == self.drawn {
            return Ok(());
        }
        let now = self.line(x);
        if x.is_infinite() {
            self.pass(now[0])?;
            self.strip.clear();
            (self.drawn, self.columns) = (x, [now[0]; 2]);
            return Ok(());
        }
        let part = self.strip_at(now[0]);
        let [left, right] = [part.corner.x, part.end.x].map(|css| (self.place.ratio * css).round());
        self.pass(left)?;
        let is_new = part != self.part || !self.drawn.is_finite();
        if part != self.part {
            self.part = part;
            self.place.show(&mut self.strip, part);
            self.place.put(&self.strip, part);
        }
        let Layer { context, .. } = &self.strip;
        let height = f64::from(self.whole.element.height());
        // What has not changed is left alone: from the first line of the two on, and up to the last.
        let was = self.columns;
        let (from, until) = if is_new { (left, right) } else { (was[0].min(now[0]), was[1].max(now[1])) };
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
        let [top, bottom] = self.rows([top, bottom]);
        self.strip.paint_in(color);
        context.fill_rect(now[0] * FINE, top * FINE, (now[1] - now[0]) * FINE, (bottom - top) * FINE);
        (self.drawn, self.columns) = (x, now);
        Ok(())
    }

    /// Notes the same for a worker that keeps the whole picture, instead of drawing it.
    #[cfg(not(feature = "inside"))]
    pub fn note(&self, x: f64, ends: [f64; 2], color: Color) -> Notes {
        let notes = Notes::default();
        let [left, right] = self.line(x);
        notes.show_until(right);
        if x.is_finite() {
            let [top, bottom] = self.rows(ends);
            notes.rectangle(Vec2::new(left, top), Vec2::new(right - left, bottom - top), color);
        }
        notes
    }

    /// The columns of device pixels between which the line at `x` CSS pixels is.
    fn line(&self, x: f64) -> [f64; 2] {
        let width = f64::from(self.whole.element.width());
        [x - HALF, x + HALF].map(|css| (css * self.ratio).round().clamp(0.0, width))
    }

    /// Rows of device pixels.
    fn rows(&self, ends: [f64; 2]) -> [f64; 2] {
        ends.map(|css| (css * self.ratio).round())
    }

    /// The strip with a line that begins at this column of device pixels, and with room for all its width.
    fn strip_at(&self, column: f64) -> Part {
        let css = (column / self.place.ratio).min(self.place.size.x - 1.0);
        let from = (css / STRIP).floor() * STRIP;
        self.place.around(Vec2::new(from, 0.0), Vec2::new(from + STRIP + GRID, self.place.size.y))
    }

    /// Shows the picture, without a line, up to this column of device pixels.
    fn pass(&mut self, column: f64) -> Result<(), DrawError> {
        if self.shown != Some(column) {
            self.passed.show_until(&self.whole, column)?;
            self.shown = Some(column);
        }
        Ok(())
    }
}
