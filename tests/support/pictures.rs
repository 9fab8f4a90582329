//! Films and pictures, read back.

/// A GIF as it is seen.
pub struct Shown {
    /// In pixels.
    pub width: usize,
    /// In pixels.
    pub height: usize,
    /// How long each frame is seen, in hundredths of a second, and its pixels.
    pub frames: Vec<(u16, Vec<u8>)>,
}

/// The frames of the GIF `file`, as they are seen one upon the other.
pub fn decoded(file: &[u8]) -> Shown {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut decoder = options.read_info(file).expect("a GIF");
    let (width, height) = (usize::from(decoder.width()), usize::from(decoder.height()));
    let (mut whole, mut frames) = (vec![0; 4 * width * height], Vec::new());
    while let Some(frame) = decoder.read_next_frame().expect("a frame") {
        let (left, top, across) = (usize::from(frame.left), usize::from(frame.top), usize::from(frame.width));
        for (k, pixel) in frame.buffer.chunks_exact(4).enumerate().filter(|(_, pixel)| pixel[3] == 255) {
            let place = 4 * ((top + k / across) * width + left + k % across);
            whole[place..place + 4].copy_from_slice(pixel);
        }
        frames.push((frame.delay, whole.clone()));
    }
    Shown { width, height, frames }
}

/// A PNG's width and height, its pixels, and its texts by keyword.
pub type Picture = (usize, usize, Vec<[u8; 3]>, Vec<(String, String)>);

/// What the PNG `bytes` holds.
pub fn png_of(bytes: &[u8]) -> Picture {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut pixels).expect("a picture");
    let texts = reader.info().utf8_text.iter();
    let texts = texts.map(|text| (text.keyword.clone(), text.get_text().expect("a text"))).collect();
    (info.width as usize, info.height as usize, pixels.as_chunks().0.to_vec(), texts)
}
