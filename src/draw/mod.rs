//! Drawings: functions from plain data to any plotters backend.
//!
//! Sizes are given in CSS pixels and multiplied by the backend units per CSS pixel ([`Unit`]), because plotters
//! counts in whole units: the finer the unit, the smoother the curves.

mod backdrop;
mod block;
mod camera;
mod cast;
mod cells;
mod chart;
mod contour;
mod curve;
mod definiteness;
mod eigenbasis;
mod drape;
mod fewer;
mod field;
mod grid;
mod hidden;
mod legend;
mod lens;
mod levels;
mod look;
mod modes;
mod mesh;
#[cfg(not(all(target_arch = "wasm32", feature = "beside")))]
mod passed_on;
mod path;
mod plane;
mod principal;
mod regions;
mod relief;
mod relief_axes;
mod scatter;
mod sparkline;
mod texture;
mod theme;
mod ticks;
mod trace;
mod tuned;
mod value_axis;

use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::{Cartesian2d, DrawingArea, DrawingBackend, ShapeStyle};

pub use backdrop::{Backdrop, Ground, draw_backdrop, draw_contour};
pub use camera::{Camera, Projection, Vec3};
pub use cast::{Cast, draw_cast};
pub use cells::{Shade, fate_shade, kind_color, shade_cells, shade_color, value_shade};
pub use chart::{ChartMap, Clock, Curve, Quantity, draw_axes, draw_band, draw_curve};
pub use contour::contours;
pub use curve::curve;
pub use definiteness::Bending;
pub use drape::Draped;
pub use eigenbasis::{EigenMap, Eigenbasis, draw_eigenbasis, eigen_map};
pub use field::shade;
pub use grid::Grid;
pub use legend::{Sample, draw_legend};
pub use lens::{Arrow, Hessians, Model as LocalModel, draw_arrow, draw_beyond, draw_model as draw_local_model};
pub use levels::{Scale, levels};
pub use look::Look;
pub use mesh::Mesh;
pub use modes::{ModeCurve, draw_modes};
#[cfg(not(all(target_arch = "wasm32", feature = "beside")))]
pub(crate) use passed_on::passed_on;
pub use path::{PathStyle, Weight, clip, dashes, draw_path, go_on_with_path};
pub use plane::PlaneMap;
pub use principal::{MOST as MOST_AXES, PrincipalAxes, PrincipalAxis};
pub use regions::{Regions, SIGNS};
pub use relief::{Relief, draw_relief, face_colors};
pub use scatter::{Dot, Model, data_view, draw_batch, draw_data, draw_model};
pub use sparkline::draw_sparkline;
pub use texture::{hatching, signs};
pub use theme::{Color, Theme};
use ticks::{Axis, decade_text, round_step, step_across, tick_text, ticks, widest_text};
pub use trace::{TraceMap, draw_level, draw_lost, draw_trace, draw_trace_axes, trace_bounds};
pub use tuned::{Tick, Tuned, draw_tuned, tuned_map};
pub use value_axis::ValueAxis;

use crate::linear::Vec2;
use crate::words::say;

/// A surface to draw on, before any coordinates.
pub type Sheet<DB> = DrawingArea<DB, Shift>;

/// Backend units per CSS pixel, and the lengths that follow from it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit(pub f64);

impl Unit {
    /// `css` CSS pixels in whole backend units.
    pub fn length(self, css: f64) -> u32 {
        (css * self.0).round() as u32
    }

    /// The place next to this one, in CSS pixels, that a line may begin at: whole backend units are all it has.
    pub fn nearest(self, place: Vec2) -> Vec2 {
        (self.0 * place).map(f64::round) / Vec2::new(self.0, self.0)
    }

    /// A line of `css` CSS pixels' width in `color` with opacity `alpha`.
    pub fn stroke(self, color: Color, alpha: f64, css: f64) -> ShapeStyle {
        ShapeStyle { color: color.with_alpha(alpha), filled: false, stroke_width: self.length(css).max(1) }
    }
}

/// Why a drawing failed: the backend's own error, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawError(pub String);

impl std::fmt::Display for DrawError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&say!("the drawing failed: {why}", why = self.0))
    }
}

impl std::error::Error for DrawError {}

fn failed<E: std::error::Error + Send + Sync>(error: plotters::prelude::DrawingAreaErrorKind<E>) -> DrawError {
    DrawError(error.to_string())
}

/// The sheet's size in CSS pixels.
fn css_size<DB: DrawingBackend>(sheet: &Sheet<DB>, unit: Unit) -> (f64, f64) {
    let (width, height) = sheet.dim_in_pixel();
    (f64::from(width) / unit.0, f64::from(height) / unit.0)
}

/// The sheet in CSS pixels from the upper left corner.
fn in_css_pixels<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    unit: Unit,
) -> DrawingArea<DB, Cartesian2d<RangedCoordf64, RangedCoordf64>> {
    let (width, height) = css_size(sheet, unit);
    let (x, y) = sheet.dim_in_pixel();
    let place = (0..x as i32, 0..y as i32);
    sheet.apply_coord_spec(Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(0.0..width, 0.0..height, place))
}
