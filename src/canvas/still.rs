//! A picture that stays while a race plays.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlCanvasElement, ImageBitmapRenderingContext, OffscreenCanvas, OffscreenCanvasRenderingContext2d};

use super::Layer;
use crate::draw::DrawError;

/// A canvas that shows the pictures which it is given.
///
/// Without a graphics card a browser copies each canvas in sight for the screen in every frame, if it was drawn on at
/// all; a picture that it was given as a whole is copied once.
pub struct Still {
    element: HtmlCanvasElement,
    context: ImageBitmapRenderingContext,
}

impl Still {
    /// `element` resized to `width` × `height` CSS pixels at `ratio` device pixels each; none if the browser gives no
    /// context for pictures.
    pub fn new(element: HtmlCanvasElement, width: f64, height: f64, ratio: f64) -> Option<Still> {
        element.set_width((width * ratio).round() as u32);
        element.set_height((height * ratio).round() as u32);
        let context = element.get_context("bitmaprenderer").ok()??.dyn_into().ok()?;
        Some(Still { element, context })
    }

    /// Shows what is drawn on `layer` now, which has the same size.
    ///
    /// # Errors
    ///
    /// If the browser has no room for a copy.
    pub fn show(&self, layer: &Layer) -> Result<(), DrawError> {
        self.show_until(layer, f64::from(self.element.width()))
    }

    /// The same, up to a column of device pixels.
    ///
    /// # Errors
    ///
    /// If the browser has no room for a copy.
    pub fn show_until(&self, layer: &Layer, column: f64) -> Result<(), DrawError> {
        let (width, height) = (self.element.width(), self.element.height());
        // A picture without pixels has nothing to show, and cannot be copied.
        if width == 0 || height == 0 {
            return Ok(());
        }
        let why = |error: JsValue| DrawError(format!("{error:?}"));
        let copy = OffscreenCanvas::new(width, height).map_err(why)?;
        let context = copy.get_context("2d").map_err(why)?.map(JsValue::from).unwrap_or_default();
        let context: OffscreenCanvasRenderingContext2d = context.dyn_into().map_err(why)?;
        if column > 0.0 {
            let (x, y, up) = (0.0, 0.0, f64::from(height));
            context
                .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                    &layer.element,
                    x,
                    y,
                    column,
                    up,
                    x,
                    y,
                    column,
                    up,
                )
                .map_err(why)?;
        }
        self.context.transfer_from_image_bitmap(&copy.transfer_to_image_bitmap().map_err(why)?);
        Ok(())
    }
}
