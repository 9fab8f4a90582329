//! The page's sign as pictures in the sizes that an installed app needs.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// A picture of the sign.
pub struct Icon {
    /// Its file in the folder of the page's code.
    pub name: &'static str,
    /// Its width and height in pixels.
    pub size: u32,
    /// What it is for, in the words of the manifest.
    pub purpose: &'static str,
    /// The part of the width that is left free on each side: whoever masks an icon may cut off a tenth.
    margin: f32,
}

/// Every picture of the sign.
pub const ICONS: [Icon; 3] = [
    Icon { name: "icon-192.png", size: 192, purpose: "any", margin: 0.0 },
    Icon { name: "icon-512.png", size: 512, purpose: "any", margin: 0.0 },
    Icon { name: "icon-mask.png", size: 512, purpose: "maskable", margin: 0.1 },
];

/// The ground of the sign, on which one with a margin stands.
const GROUND: [u8; 3] = [0x0f, 0x17, 0x2a];

/// Writes the pictures beside the sign, in the folder `www`.
///
/// # Errors
/// If the sign cannot be read or drawn.
pub fn write(www: &Path) -> Result<()> {
    let text = fs::read_to_string(www.join("icon.svg")).context("icon.svg cannot be read")?;
    let sign = Tree::from_str(&text, &Options::default()).context("icon.svg is no picture")?;
    ICONS.iter().try_for_each(|icon| Ok(fs::write(www.join(icon.name), picture(&sign, icon)?)?))
}

/// One picture, as a PNG file.
fn picture(sign: &Tree, icon: &Icon) -> Result<Vec<u8>> {
    let mut pixels = Pixmap::new(icon.size, icon.size).context("an icon has a size")?;
    if icon.margin > 0.0 {
        let [red, green, blue] = GROUND;
        pixels.fill(Color::from_rgba8(red, green, blue, 255));
    }
    let width = icon.size as f32;
    let scale = width * (1.0 - 2.0 * icon.margin) / sign.size().width();
    let place = Transform::from_scale(scale, scale).post_translate(icon.margin * width, icon.margin * width);
    resvg::render(sign, place, &mut pixels.as_mut());
    pixels.encode_png().context("an icon cannot be written as PNG")
}
