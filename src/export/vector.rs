//! plotters' SVG backend for files: with the colour field as rectangles, and words as large as on a canvas.

use plotters::prelude::SVGBackend;
use plotters_backend::text_anchor::Pos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily, FontStyle,
    FontTransform,
};

use super::cells::cells;
use crate::draw::passed_on;

/// Colours of the field that differ by no more than this are one: less than shows.
const TOLERANCE: u8 = 2;

/// By what plotters' SVG backend divides the size of words.
const SHRUNK: f64 = 1.24;

/// plotters' SVG backend, which has no bitmaps of its own.
pub struct Vector<'a> {
    /// plotters' own.
    pub inner: SVGBackend<'a>,
    /// Units across and down of a bitmap that is drawn.
    pub field: (i32, i32),
}

type Failure = DrawingErrorKind<<SVGBackend<'static> as DrawingBackend>::ErrorType>;

impl DrawingBackend for Vector<'_> {
    type ErrorType = <SVGBackend<'static> as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.inner.get_size()
    }

    passed_on!(Failure);

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, pos: BackendCoord) -> Result<(), Failure> {
        self.inner.draw_text(text, &Larger(style), pos)
    }

    /// Each rectangle reaches a unit below the next ones, so that no gap shows between them.
    fn blit_bitmap(&mut self, corner: BackendCoord, size: (u32, u32), pixels: &[u8]) -> Result<(), Failure> {
        let (columns, rows) = (size.0 as usize, size.1 as usize);
        let across = |column: usize| corner.0 + part(column, columns, self.field.0);
        let down = |row: usize| corner.1 + part(row, rows, self.field.1);
        for (row, from, to, [red, green, blue]) in cells(pixels, columns, TOLERANCE) {
            let (right, bottom) = (across(to) + i32::from(to < columns), down(row + 1) + i32::from(row + 1 < rows));
            let color = BackendColor { alpha: 1.0, rgb: (red, green, blue) };
            self.inner.draw_rect((across(from), down(row)), (right, bottom), &color, true)?;
        }
        Ok(())
    }
}

/// Where edge `k` of `count` equal parts of `whole` units is.
pub fn part(k: usize, count: usize, whole: i32) -> i32 {
    libm::round(k as f64 / count.max(1) as f64 * f64::from(whole)) as i32
}

/// A style of words as large as it says.
struct Larger<'a, S>(&'a S);

impl<S: BackendTextStyle> BackendTextStyle for Larger<'_, S> {
    type FontError = S::FontError;

    fn color(&self) -> BackendColor {
        self.0.color()
    }

    fn size(&self) -> f64 {
        self.0.size() * SHRUNK
    }

    fn transform(&self) -> FontTransform {
        self.0.transform()
    }

    fn style(&self) -> FontStyle {
        self.0.style()
    }

    fn anchor(&self) -> Pos {
        self.0.anchor()
    }

    fn family(&self) -> FontFamily<'_> {
        self.0.family()
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Self::FontError> {
        self.0.layout_box(text)
    }

    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        text: &str,
        pos: BackendCoord,
        draw: F,
    ) -> Result<Result<(), E>, Self::FontError> {
        self.0.draw(text, pos, draw)
    }
}
