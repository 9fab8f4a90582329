//! Colours of the drawings; the page passes those of its style sheet.

use plotters::style::{RGBAColor, RGBColor};

/// An opaque sRGB colour: red, green and blue, 0 to 255 each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Behind everything.
    pub paper: Color,
    /// Ticks' text and markers.
    pub ink: Color,
    /// The playhead.
    pub accent: Color,
    /// Axes, and the hatching of undefined places.
    pub faint: Color,
    /// Contour lines.
    pub contour: Color,
    /// The colour field, from the lowest loss to the highest.
    pub field: [Color; 3],
    /// Where the Hessian is positive definite, indefinite, negative definite.
    pub signs: [Color; 3],
    /// One colour a contender, in order, used again from the first when there are more.
    pub contenders: Vec<Color>,
}

impl Theme {
    /// The colours in the order of the fields above, red, green and blue of each, with one contender or more; none if
    /// the number of bytes is another.
    pub fn from_bytes(bytes: &[u8]) -> Option<Theme> {
        let (colors, rest) = bytes.as_chunks::<3>();
        let [paper, ink, accent, faint, contour, low, middle, high, up, mixed, down, contenders @ ..] = colors else {
            return None;
        };
        if !rest.is_empty() || contenders.is_empty() {
            return None;
        }
        Some(Theme {
            paper: Color(*paper),
            ink: Color(*ink),
            accent: Color(*accent),
            faint: Color(*faint),
            contour: Color(*contour),
            field: [*low, *middle, *high].map(Color),
            signs: [*up, *mixed, *down].map(Color),
            contenders: contenders.iter().copied().map(Color).collect(),
        })
    }

    /// The colour of the field at `t` ∈ [0, 1] of the way from the lowest loss to the highest.
    pub fn ramp(&self, t: f64) -> Color {
        let [low, middle, high] = self.field;
        if t <= 0.5 { low.towards(middle, 2.0 * t) } else { middle.towards(high, 2.0 * t - 1.0) }
    }

    /// Whether the paper is lighter than the ink.
    pub fn is_light(&self) -> bool {
        let sum = |Color(rgb): Color| rgb.into_iter().map(u32::from).sum::<u32>();
        sum(self.paper) > sum(self.ink)
    }

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
            accent: Color([11, 92, 173]),
            faint: Color([148, 163, 184]),
            contour: Color([71, 85, 105]),
            field: [Color([255, 255, 255]), Color([226, 232, 240]), Color([176, 190, 208])],
            signs: [Color([0, 90, 156]), Color([110, 62, 130]), Color([178, 80, 0])],
            contenders: vec![Color([0, 114, 178]), Color([213, 94, 0]), Color([0, 158, 115])],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_in_the_order_of_the_fields() {
        let bytes: Vec<u8> = (0..39).collect();
        let theme = Theme::from_bytes(&bytes).expect("eleven colours and two contenders");
        assert_eq!(
            (theme.paper, theme.accent, theme.contour),
            (Color([0, 1, 2]), Color([6, 7, 8]), Color([12, 13, 14]))
        );
        assert_eq!(theme.field[2], Color([21, 22, 23]));
        assert_eq!(theme.signs[0], Color([24, 25, 26]));
        assert_eq!(theme.contenders, [Color([33, 34, 35]), Color([36, 37, 38])]);
    }

    #[test]
    fn too_few_bytes_and_parts_of_a_color_are_refused() {
        for length in [0, 33, 35, 37] {
            assert_eq!(Theme::from_bytes(&vec![0; length]), None, "{length} bytes");
        }
    }
}
