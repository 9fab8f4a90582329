//! plotters on a canvas element, finer than a pixel.
//!
//! `plotters-canvas` counts in whole pixels, measures text by laying out an element, and paints bitmaps one pixel at a
//! time.
//! [`Canvas`] wraps it: it reports eight units per device pixel and scales the context by an eighth, measures text on
//! the context, and hands bitmaps over as ImageData; every line and text still goes through `plotters-canvas`.

use js_sys::Array;
use plotters::drawing::IntoDrawingArea;
use plotters_backend::{BackendCoord, BackendTextStyle, DrawingBackend, DrawingErrorKind};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use crate::draw::{Color, Sheet, Unit, passed_on};
use crate::linear::Vec2;

#[cfg(not(feature = "share"))]
mod chart;
#[cfg(not(feature = "share"))]
pub use chart::ChartLayers;
#[cfg(not(feature = "share"))]
mod curtain;
#[cfg(not(feature = "share"))]
pub use curtain::Curtain;
#[cfg(not(any(feature = "inside", feature = "share")))]
mod notes;
#[cfg(not(any(feature = "inside", feature = "share")))]
pub use notes::{Noted, Notes};
#[cfg(not(feature = "share"))]
mod place;
#[cfg(not(feature = "share"))]
pub use place::{GRID, Part, Place};
#[cfg(not(feature = "share"))]
mod still;
#[cfg(not(feature = "share"))]
pub use still::Still;

/// Units per device pixel.
const FINE: f64 = 8.0;

/// A canvas element as a plotters backend.
pub struct Canvas {
    inner: CanvasBackend,
    /// Width and height of what is drawn, in device pixels: the canvas may show a part of it alone.
    size: (u32, u32),
    context: CanvasRenderingContext2d,
}

/// A sheet on a canvas, with the context for what plotters has no word for.
pub struct Layer {
    /// To draw on.
    pub sheet: Sheet<Canvas>,
    /// The element.
    pub element: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    /// The upper left corner of what the element shows of the sheet, in device pixels.
    corner: Vec2,
}

impl Layer {
    /// `element` resized to `width` × `height` CSS pixels at `ratio` device pixels each, and cleared; none if the
    /// browser gives no 2D context.
    pub fn new(element: HtmlCanvasElement, width: f64, height: f64, ratio: f64) -> Option<Layer> {
        let size @ (across, up) = ((width * ratio).round() as u32, (height * ratio).round() as u32);
        let context: CanvasRenderingContext2d = element.get_context("2d").ok()??.dyn_into().ok()?;
        let inner = CanvasBackend::with_canvas_object(element.clone())?;
        let backend = Canvas { inner, size, context: context.clone() };
        let mut layer = Layer { sheet: backend.into_drawing_area(), element, context, corner: Vec2::new(0.0, 0.0) };
        layer.show(layer.corner, Vec2::new(f64::from(across), f64::from(up)));
        Some(layer)
    }

    /// Has the element show, and keep, a part of the sheet alone, cleared: from `corner` on, `size` large, in whole
    /// device pixels.
    pub fn show(&mut self, corner: Vec2, size: Vec2) {
        self.corner = corner;
        self.element.set_width(size.x as u32);
        self.element.set_height(size.y as u32);
        // Setting a canvas's size resets its context. It fails only for what is no number.
        let _ = self.context.set_transform(1.0 / FINE, 0.0, 0.0, 1.0 / FINE, -corner.x, -corner.y);
        self.context.set_line_join("round");
        self.context.set_line_cap("round");
    }

    /// The upper left corner of what the element shows of the sheet, in device pixels.
    #[cfg_attr(any(feature = "inside", feature = "share"), allow(dead_code, reason = "heads are the page's own"))]
    pub fn corner(&self) -> Vec2 {
        self.corner
    }

    /// Makes everything transparent.
    #[cfg_attr(feature = "share", allow(dead_code, reason = "a figure's frame is always painted over as a whole"))]
    pub fn clear(&self) {
        let (width, height) = (f64::from(self.element.width()), f64::from(self.element.height()));
        self.context.clear_rect(self.corner.x * FINE, self.corner.y * FINE, width * FINE, height * FINE);
    }

    /// Copies the device pixels up to `half` from `at`, to each side, from `other`, which shows the same part.
    #[cfg_attr(any(feature = "inside", feature = "share"), allow(dead_code, reason = "heads are the page's own"))]
    pub fn copy_square(&self, other: &Layer, at: Vec2, half: f64) {
        let within = |value: f64, size: u32| value.clamp(0.0, f64::from(size));
        let (width, height) = (self.element.width(), self.element.height());
        let place = at - self.corner;
        let [left, right] = [(place.x - half).floor(), (place.x + half).ceil()].map(|x| within(x, width));
        let [top, bottom] = [(place.y - half).floor(), (place.y + half).ceil()].map(|y| within(y, height));
        let (width, height) = (right - left, bottom - top);
        let [x, y, across, up] = [self.corner.x + left, self.corner.y + top, width, height].map(|length| length * FINE);
        self.context.clear_rect(x, y, across, up);
        // It fails only for a square without pixels, which has nothing to show.
        let _ = self.context.draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
            &other.element,
            left,
            top,
            width,
            height,
            x,
            y,
            across,
            up,
        );
    }

    /// Fills a disk, whose place and radius are given in device pixels.
    #[cfg_attr(any(feature = "inside", feature = "share"), allow(dead_code, reason = "heads are the page's own"))]
    pub fn disk(&self, at: Vec2, radius: f64, color: Color) {
        self.paint_in(color);
        self.context.begin_path();
        // It fails only for a negative radius.
        let _ = self.context.arc(at.x * FINE, at.y * FINE, radius * FINE, 0.0, std::f64::consts::TAU);
        self.context.fill();
    }

    /// What is filled from now on is of this colour.
    #[cfg_attr(feature = "share", allow(dead_code, reason = "figures are drawn by plotters alone"))]
    fn paint_in(&self, Color([red, green, blue]): Color) {
        self.context.set_fill_style_str(&format!("rgb({red},{green},{blue})"));
    }

    /// What is drawn from now on has lines of these dashes and gaps, in CSS pixels of `unit`; without, solid ones.
    ///
    /// plotters would draw each dash as a line of its own: too many where a path swings across a valley all along.
    #[cfg_attr(
        any(feature = "inside", feature = "share"),
        allow(dead_code, reason = "only the page's own panels and chart have former runs")
    )]
    pub fn dash(&self, unit: Unit, lengths: Option<(f64, f64)>) {
        let all =
            lengths.map_or_else(Array::new, |(dash, gap)| Array::of2(&(dash * unit.0).into(), &(gap * unit.0).into()));
        // It fails only for what is no list of numbers.
        let _ = self.context.set_line_dash(&all);
    }

    /// Copies the whole picture of `other`, which shows the same part.
    #[cfg_attr(feature = "inside", allow(dead_code, reason = "only panels and frames are copies of one another"))]
    pub fn copy(&self, other: &Layer) {
        let (width, height) = (f64::from(self.element.width()), f64::from(self.element.height()));
        // It fails only for a canvas without pixels, which has nothing to show.
        let _ = self.context.draw_image_with_html_canvas_element_and_dw_and_dh(
            &other.element,
            self.corner.x * FINE,
            self.corner.y * FINE,
            width * FINE,
            height * FINE,
        );
    }
}

/// The canvases of a list.
#[cfg(not(feature = "share"))]
pub fn elements(canvases: &Array) -> Vec<HtmlCanvasElement> {
    canvases.iter().filter_map(|element| element.dyn_into().ok()).collect()
}

/// Backend units per CSS pixel at `ratio` device pixels each.
pub fn unit(ratio: f64) -> Unit {
    Unit(FINE * ratio)
}

type Failure = DrawingErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>;

impl DrawingBackend for Canvas {
    type ErrorType = <CanvasBackend as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        (self.size.0 * FINE as u32, self.size.1 * FINE as u32)
    }

    passed_on!(Failure);

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, pos: BackendCoord) -> Result<(), Failure> {
        self.inner.draw_text(text, style, pos)
    }

    fn estimate_text_size<S: BackendTextStyle>(&self, text: &str, style: &S) -> Result<(u32, u32), Failure> {
        self.context.set_font(&format!("{}px {}", style.size(), style.family().as_str()));
        let width = self.context.measure_text(text).map_or(0.0, |metrics| metrics.width());
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }

    fn blit_bitmap(&mut self, corner: BackendCoord, size: (u32, u32), pixels: &[u8]) -> Result<(), Failure> {
        let opaque: Vec<u8> = pixels.chunks_exact(3).flat_map(|rgb| [rgb[0], rgb[1], rgb[2], 255]).collect();
        let (x, y) = (f64::from(corner.0) / FINE, f64::from(corner.1) / FINE);
        // Neither fails unless the sizes disagree, and then there is nothing to show.
        if let Ok(image) = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&opaque), size.0, size.1) {
            let _ = self.context.put_image_data(&image, x.round(), y.round());
        }
        Ok(())
    }
}
