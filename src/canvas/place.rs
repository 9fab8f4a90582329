//! Where on the page canvases are that show a part of what is drawn.

use super::Layer;
use crate::linear::Vec2;

/// Where parts begin and end: at multiples of this, in CSS pixels of the page, which are whole device pixels at most
/// ratios: at 1, 1.25, 1.5, 1.75, 2, 3 and where a browser zooms to 80 %, 90 % or 110 %.
pub const GRID: f64 = 20.0;

/// A place on the page, whose canvases may have the pixels of a part of it only: pixels are what a frame costs.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Width and height in CSS pixels of the page.
    pub size: Vec2,
    /// Device pixels per CSS pixel of the page.
    pub ratio: f64,
}

/// A part of a place, from one corner to the other, in CSS pixels of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// The upper left corner.
    pub corner: Vec2,
    /// The lower right corner.
    pub end: Vec2,
}

impl Place {
    /// The place of a drawing of `width` × `height` CSS pixels at `ratio` device pixels each, where the drawing's are
    /// `magnified` times as large as the page's.
    ///
    /// A window may have no room for it, as little as less than nothing.
    pub fn new(width: f64, height: f64, ratio: f64, magnified: f64) -> Place {
        Place { size: magnified * Vec2::new(width.max(0.0), height.max(0.0)), ratio: ratio / magnified }
    }

    /// All of it.
    pub fn whole(&self) -> Part {
        Part { corner: Vec2::new(0.0, 0.0), end: self.size }
    }

    /// The least part that has room for all between two corners, and some pixels if there is room for any; the whole
    /// where parts do not begin with a device pixel.
    pub fn around(&self, low: Vec2, high: Vec2) -> Part {
        let pixels = self.ratio * GRID;
        if (pixels - pixels.round()).abs() > 1e-6 {
            return self.whole();
        }
        let within = |value: f64, most: f64| (GRID * value).clamp(0.0, most);
        let at = |line: Vec2| Vec2::new(within(line.x, self.size.x), within(line.y, self.size.y));
        // A canvas without pixels cannot be copied.
        let (corner, end) = (low / Vec2::new(GRID, GRID), high / Vec2::new(GRID, GRID));
        Part { corner: at(corner.map(f64::floor)), end: at(end.map(|line| line.ceil().max(1.0))) }
    }

    /// Has a layer show this part, cleared.
    pub fn show(&self, layer: &mut Layer, part: Part) {
        let [corner, end] = [part.corner, part.end].map(|place| (self.ratio * place).map(f64::round));
        layer.show(corner, end - corner);
    }

    /// Puts the element of a layer where this part is.
    pub fn put(&self, layer: &Layer, Part { corner, end }: Part) {
        let (style, size) = (layer.element.style(), end - corner);
        // As shares, so that it stays with the others where the place becomes another one before it is drawn, as on paper.
        let lengths = [
            ("left", corner.x, self.size.x),
            ("top", corner.y, self.size.y),
            ("width", size.x, self.size.x),
            ("height", size.y, self.size.y),
        ];
        for (name, length, whole) in lengths.into_iter().filter(|(_, _, whole)| *whole > 0.0) {
            // It fails only for a style that cannot be written.
            let _ = style.set_property(name, &format!("{}%", 100.0 * length / whole));
        }
    }
}
