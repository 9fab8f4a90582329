//! The few colours of a film, and which of them is nearest to another.

use color_quant::NeuQuant;

use super::Pixels;
use crate::draw::{Color, Theme};

/// How many colours there are, besides the one that is none.
const COLORS: usize = 255;

/// The index of what stays as it was.
pub const UNCHANGED: u8 = 255;

/// About so many pixels are looked at when colours are chosen: a tenth of a second.
const SAMPLED: usize = 20_000;

/// Bits of a component by which colours are looked up.
const BITS: u32 = 6;

/// What is not looked up yet.
const UNKNOWN: u16 = u16::MAX;

/// A palette.
pub struct Palette {
    colors: Vec<[u8; 3]>,
    /// The nearest colour to each of the coarser ones, once it was asked for.
    nearest: Vec<u16>,
}

impl Palette {
    /// The theme's own colours, whose lines are thin but matter, and others that are frequent in a picture.
    pub fn of(theme: &Theme, sample: &Pixels) -> Palette {
        let own =
            [theme.paper, theme.ink, theme.faint, theme.contour].into_iter().chain(theme.contenders.iter().copied());
        let mut colors: Vec<[u8; 3]> = own.map(|Color(rgb)| rgb).collect();
        // An odd stride, which meets other columns in every row.
        let stride = (sample.rgba.len() / 4 / SAMPLED) | 1;
        let seen: Vec<u8> = sample.rgba.as_chunks::<4>().0.iter().step_by(stride).flatten().copied().collect();
        let chosen = NeuQuant::new(1, (COLORS - colors.len()).max(64), &seen);
        colors.extend(chosen.color_map_rgb().as_chunks::<3>().0);
        colors.truncate(COLORS);
        Palette { colors, nearest: vec![UNKNOWN; 1 << (3 * BITS)] }
    }

    /// Red, green and blue of each colour, 256 of them.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.colors.concat();
        bytes.resize(3 * 256, 0);
        bytes
    }

    /// The index of the colour nearest to this one.
    pub fn index(&mut self, [red, green, blue]: [u8; 3]) -> u8 {
        let coarse = [red, green, blue].map(|value| usize::from(value >> (8 - BITS)));
        let place = coarse.into_iter().fold(0, |place, value| place << BITS | value);
        if self.nearest[place] == UNKNOWN {
            // Of what is looked up together the first that comes decides: they differ by three at most.
            let distance = |color: &[u8; 3]| -> u32 {
                color.iter().zip([red, green, blue]).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
            };
            let nearest = self.colors.iter().enumerate().min_by_key(|(_, color)| distance(color));
            self.nearest[place] = nearest.map_or(0, |(index, _)| index as u16);
        }
        self.nearest[place] as u8
    }
}
