//! PNG: the figure as pixels, with its settings as texts in the file.

use super::{Entry, Family, Job, Make, Pixels, caption};
use crate::problem::Problem;
use crate::words::text;

/// PNG.
pub const ENTRY: Entry = Entry {
    key: "png",
    name: "PNG",
    extension: "png",
    media_type: "image/png",
    family: Family::Picture,
    about: "pixels, for slides and messages",
    make: Make::Picture(make),
};

fn make(job: &Job, pixels: &Pixels) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let refused = |error: png::EncodingError| Problem::new("png", text!("a picture that can be written"), error);
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width as u32, pixels.height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let texts = [
        ("Title", caption::headline(job)),
        ("Description", caption::description(job, job.options.clock(job.lab))),
        ("Source", caption::link(job)),
        ("Software", "Steepest".into()),
    ];
    for (key, text) in texts {
        encoder.add_itxt_chunk(key.into(), text).map_err(refused)?;
    }
    let opaque: Vec<u8> =
        pixels.rgba.as_chunks().0.iter().flat_map(|[red, green, blue, _]| [*red, *green, *blue]).collect();
    let mut writer = encoder.write_header().map_err(refused)?;
    writer.write_image_data(&opaque).map_err(refused)?;
    writer.finish().map_err(refused)?;
    Ok(bytes)
}
