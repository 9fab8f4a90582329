//! What is drawn, noted as numbers, for a worker that draws it.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use plotters::drawing::IntoDrawingArea;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, DrawingBackend, DrawingErrorKind, rasterizer};

use super::{FINE, Layer};
use crate::draw::{Color, Sheet};
use crate::linear::Vec2;

/// A line through points.
const LINE: f64 = 0.0;
/// A filled disk around a point.
const DISK: f64 = 1.0;
/// What is kept, from the left up to a column.
const KEPT: f64 = 2.0;
/// A filled rectangle, of which the points are the upper left corner and the size.
const RECTANGLE: f64 = 3.0;

/// What is added to one canvas.
///
/// Each thing that is drawn is noted as its kind, red, green, blue from 0 to 255 and opacity, a width (of a line), radius
/// (of a disk) or column (of what is kept), the number of points that follow, and of each x and y; all lengths in device
/// pixels of the canvas.
/// `www/painter.js` reads it.
#[derive(Default)]
pub struct Notes {
    /// What is added to what is kept.
    kept: Rc<RefCell<Vec<f64>>>,
    /// What is seen instead of what was: most often what is kept, and what moves upon it.
    seen: Rc<RefCell<Vec<f64>>>,
}

/// A plotters backend that notes what is drawn on a part of a sheet.
pub struct Noted {
    /// Of the whole sheet, in backend units.
    size: (u32, u32),
    /// The upper left corner of the part, in device pixels.
    corner: Vec2,
    notes: Rc<RefCell<Vec<f64>>>,
}

impl Notes {
    /// Sheets as large as that of `layer`, for the part of it that the layer shows: for what is kept, and for what is
    /// seen.
    pub fn sheets(&self, layer: &Layer) -> [Sheet<Noted>; 2] {
        let Layer { sheet, corner, .. } = layer;
        [&self.kept, &self.seen].map(|notes| {
            Noted { size: sheet.dim_in_pixel(), corner: *corner, notes: notes.clone() }.into_drawing_area()
        })
    }

    /// Shows what is kept, from the left up to a column of device pixels.
    pub fn show_until(&self, column: f64) {
        self.seen.borrow_mut().extend([KEPT, 0.0, 0.0, 0.0, 1.0, column, 0.0]);
    }

    /// Shows a disk upon it.
    pub fn disk(&self, at: Vec2, radius: f64, color: Color) {
        self.seen.borrow_mut().extend(headed(DISK, color, radius, &[at]));
    }

    /// Shows a rectangle upon it.
    pub fn rectangle(&self, corner: Vec2, size: Vec2, color: Color) {
        self.seen.borrow_mut().extend(headed(RECTANGLE, color, 0.0, &[corner, size]));
    }

    /// Appends them to those of other canvases: which canvas this is, how many numbers are about what is kept and how
    /// many about what is seen, and those.
    pub fn append_to(&self, all: &mut Vec<f64>, canvas: usize) {
        let (kept, seen) = (self.kept.borrow(), self.seen.borrow());
        all.extend([canvas, kept.len(), seen.len()].map(|count| count as f64));
        all.extend(&*kept);
        all.extend(&*seen);
    }
}

/// A note of something opaque.
fn headed(kind: f64, Color([red, green, blue]): Color, size: f64, points: &[Vec2]) -> Vec<f64> {
    let [red, green, blue] = [red, green, blue].map(f64::from);
    let head = [kind, red, green, blue, 1.0, size, points.len() as f64];
    head.into_iter().chain(points.iter().flat_map(|at| [at.x, at.y])).collect()
}

impl Noted {
    fn note<S: BackendStyle>(&self, kind: f64, style: &S, size: f64, points: impl Iterator<Item = (f64, f64)>) {
        let BackendColor { alpha, rgb: (red, green, blue) } = style.color();
        let mut notes = self.notes.borrow_mut();
        notes.extend([kind, f64::from(red), f64::from(green), f64::from(blue), alpha, size / FINE]);
        let count = notes.len();
        notes.push(0.0);
        notes.extend(points.flat_map(|(x, y)| [x / FINE - self.corner.x, y / FINE - self.corner.y]));
        notes[count] = ((notes.len() - count - 1) / 2) as f64;
    }
}

type Failure = DrawingErrorKind<Infallible>;

/// Everything else plotters makes of pixels.
impl DrawingBackend for Noted {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Result<(), Failure> {
        let (x, y) = (f64::from(x), f64::from(y));
        self.note(LINE, &color, 1.0, [(x, y + 0.5), (x + 1.0, y + 0.5)].into_iter());
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), Failure> {
        let points = path.into_iter().map(|(x, y)| (f64::from(x), f64::from(y)));
        self.note(LINE, style, f64::from(style.stroke_width()), points);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Result<(), Failure> {
        if fill {
            let at = (f64::from(center.0), f64::from(center.1));
            self.note(DISK, style, f64::from(radius), std::iter::once(at));
            return Ok(());
        }
        rasterizer::draw_circle(self, center, radius, style, fill)
    }
}
