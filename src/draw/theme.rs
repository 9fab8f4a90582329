//! Colours of the drawings; the page passes those of its style sheet.

use plotters::style::{RGBAColor, RGBColor};
use serde::Deserialize;

/// An opaque sRGB colour, 0 to 255 each: in JSON `[red, green, blue]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Color(pub [u8; 3]);

impl Color {
    /// The colour for plotters, with opacity `alpha` in [0, 1].
    pub fn with_alpha(self, alpha: f64) -> RGBAColor {
        let [r, g, b] = self.0;
        RGBAColor(r, g, b, alpha)
    }

    /// The colour for plotters.
    pub fn opaque(self) -> RGBColor {
        let [r, g, b] = self.0;
        RGBColor(r, g, b)
    }

    /// The colour at `t` ∈ [0, 1] of the way to `other`, evenly in each sRGB component.
    pub fn towards(self, other: Color, t: f64) -> Color {
        let mut mixed = self.0;
        for (a, b) in mixed.iter_mut().zip(other.0) {
            *a = (f64::from(*a) + (f64::from(b) - f64::from(*a)) * t).round() as u8;
        }
        Color(mixed)
    }
}

/// The colours of all drawings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Theme {
    /// Behind everything.
    pub paper: Color,
    /// Ticks' text and markers.
    pub ink: Color,
    /// Axes, and the hatching of undefined places.
    pub faint: Color,
    /// Contour lines.
    pub contour: Color,
    /// The colour field, from the lowest loss to the highest.
    pub field: [Color; 3],
    /// One colour a contender, in order, used again from the first when there are more.
    pub contenders: Vec<Color>,
}

impl Theme {
    /// The colour of contender `index`.
    pub fn contender(&self, index: usize) -> Color {
        self.contenders[index % self.contenders.len()]
    }
}

/// The light theme of the page, for figures and tests without one.
impl Default for Theme {
    fn default() -> Self {
        Theme {
            paper: Color([255, 255, 255]),
            ink: Color([31, 41, 55]),
            faint: Color([148, 163, 184]),
            contour: Color([71, 85, 105]),
            field: [Color([255, 255, 255]), Color([226, 232, 240]), Color([176, 190, 208])],
            contenders: vec![Color([0, 114, 178]), Color([213, 94, 0]), Color([0, 158, 115])],
        }
    }
}
