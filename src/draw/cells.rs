//! The colours of a map's cells, as pixels.

use super::{Color, Theme};
use crate::linear::Vec2;
use crate::map::{Atlas, Fate};

/// What a cell is coloured by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shade {
    /// A kind, of which there are many, and how dark: from 0 to 1.
    Kind(usize, f64),
    /// One that is at no place, of which there are a few.
    Elsewhere(usize),
    /// A value from the least, 0, to the greatest, 1.
    Value(f64),
    /// One that is not defined: hatched.
    Undefined,
    /// One that is not known yet.
    Unknown,
}

/// Eight colours that every kind of colour vision tells apart (P. Tol, Colour schemes, 2021, "light").
const KINDS: [Color; 8] = [
    Color([119, 170, 221]),
    Color([238, 136, 102]),
    Color([238, 221, 136]),
    Color([255, 170, 187]),
    Color([68, 187, 153]),
    Color([187, 204, 51]),
    Color([153, 221, 255]),
    Color([170, 170, 0]),
];

/// Greys, for runs that end nowhere.
const ELSEWHERE: [Color; 4] =
    [Color([205, 205, 205]), Color([165, 165, 165]), Color([225, 225, 225]), Color([70, 70, 74])];

/// Black, towards which slow runs go, and how far at most.
const DARK: (Color, f64) = (Color([0, 0, 0]), 0.4);

/// How far all of them go there on dark paper.
const DIMMED: f64 = 0.4;

/// How far a turn of colours is from one kind to the next beyond the eight: the golden angle as a share of a circle.
const GOLDEN: f64 = 0.381_966_011_250_105;

/// Pixels from one stroke of hatching to the next.
const HATCH: usize = 6;

/// The colour of kind `number`, as bright as it gets.
pub fn kind_color(number: usize) -> Color {
    KINDS.get(number).copied().unwrap_or_else(|| {
        let turn = number as f64 * GOLDEN;
        let wave = |phase: f64| 0.5 + 0.5 * libm::cos(2.0 * std::f64::consts::PI * (turn + phase));
        let light = if number.is_multiple_of(2) { 150.0 } else { 110.0 };
        Color([0.0, 1.0 / 3.0, 2.0 / 3.0].map(|phase| (light + 100.0 * wave(phase)) as u8))
    })
}

/// How a cell is coloured whose run has this fate after so many of `budget` steps.
pub fn fate_shade(fate: Fate, steps: f64, budget: usize, atlas: &Atlas) -> Shade {
    let dark = (steps / budget as f64).sqrt();
    match fate {
        Fate::At(place) if place < atlas.known() => Shade::Kind(place, dark),
        // Whoever finds it first: by where it is, not by when it was found.
        Fate::At(place) => {
            let at = atlas.places().get(place).map_or(Vec2::ZERO, |place| place.at);
            let [x, y] = [at.x, at.y].map(|value| libm::round(value * 64.0).to_bits());
            let mixed = (x ^ y.rotate_left(21)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            Shade::Kind(atlas.known().max(KINDS.len()) + (mixed >> 52) as usize, dark)
        }
        Fate::Undefined => Shade::Undefined,
        Fate::Moving | Fate::Crowded => Shade::Elsewhere(0),
        Fate::Oscillating => Shade::Elsewhere(1),
        Fate::Unmoved => Shade::Elsewhere(2),
        Fate::Diverged => Shade::Elsewhere(3),
    }
}

/// How a cell of a tuning map is coloured, at its share of the way from the least to the greatest value, if it has one.
pub fn value_shade(value: f64, share: Option<f64>) -> Shade {
    match share {
        Some(share) => Shade::Value(share),
        None if value.is_nan() => Shade::Elsewhere(3),
        None => Shade::Elsewhere(0),
    }
}

/// The colour of a cell at pixel (x, y).
pub fn shade_color(shade: Shade, theme: &Theme, (x, y): (usize, usize)) -> Color {
    match shade {
        Shade::Kind(number, dark) => {
            let first = dimmed(theme);
            kind_color(number).towards(DARK.0, first + DARK.1 * dark.clamp(0.0, 1.0) * (1.0 - first))
        }
        Shade::Elsewhere(number) => ELSEWHERE[number.min(ELSEWHERE.len() - 1)].towards(DARK.0, dimmed(theme)),
        // From dark blue over green to yellow, each lighter than the one before, on light and on dark paper.
        Shade::Value(t) => {
            let stops = [Color([48, 18, 90]), Color([38, 110, 142]), Color([70, 180, 120]), Color([245, 230, 80])];
            let at = t.clamp(0.0, 1.0) * (stops.len() - 1) as f64;
            let from = (at as usize).min(stops.len() - 2);
            stops[from].towards(stops[from + 1], at - from as f64)
        }
        Shade::Undefined if (x + y) % HATCH < 2 => theme.faint,
        Shade::Undefined | Shade::Unknown => theme.paper,
    }
}

/// How far towards black what paths are drawn on is: they are light where the paper is dark.
fn dimmed(theme: &Theme) -> f64 {
    if theme.is_light() { 0.0 } else { DIMMED }
}

/// The picture of cells: bytes red, green, blue per pixel from the upper left; `cell` gives the shade of a column and a
/// row of pixels, counted from there.
pub fn shade_cells(
    (width, height): (usize, usize),
    (columns, rows): (usize, usize),
    theme: &Theme,
    cell: &dyn Fn(usize, usize) -> Shade,
) -> Vec<u8> {
    let mut pixels = Vec::with_capacity(3 * width * height);
    for y in 0..height {
        let row = y * rows / height;
        for x in 0..width {
            let Color(rgb) = shade_color(cell(x * columns / width, row), theme, (x, y));
            pixels.extend(rgb);
        }
    }
    pixels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pixel_has_the_colour_of_its_cell_and_holes_are_hatched() {
        let theme = Theme::default();
        let cell = |column: usize, row: usize| if row == 0 { Shade::Kind(column, 0.0) } else { Shade::Undefined };
        let pixels = shade_cells((12, 24), (2, 2), &theme, &cell);
        let at = |x: usize, y: usize| Color([0, 1, 2].map(|k| pixels[3 * (y * 12 + x) + k]));
        assert_eq!((at(0, 0), at(5, 11), at(6, 0), at(11, 11)), (KINDS[0], KINDS[0], KINDS[1], KINDS[1]));
        let below: Vec<Color> = (0..12).map(|x| at(x, 20)).collect();
        assert!(below.contains(&theme.faint) && below.contains(&theme.paper));
    }

    #[test]
    fn kinds_beyond_the_eight_have_colours_of_their_own() {
        let colors: Vec<Color> = (0..40).map(kind_color).collect();
        assert!((1..40).all(|k| colors[k] != colors[k - 1]));
    }
}
