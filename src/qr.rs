//! QR codes: a link that a camera can read off a slide.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

use crate::problem::Problem;
use crate::words::say;

/// The largest code: 137 modules a side, which a phone still reads off a slide that half fills its picture.
const LARGEST: u8 = 30;

/// The longest text, in bytes, that fits into the largest code whatever its characters are.
pub const LONGEST: usize = 1_732;

/// White around a code, in modules, as the standard wants it (ISO/IEC 18004:2015, 6.3.8).
const MARGIN: usize = 4;

/// A QR code as a drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// How many modules it is wide and high, with the white around it.
    pub side: usize,
    /// Its dark modules as the path of an SVG, in modules from the upper left corner.
    pub path: String,
}

/// The code of `text`: as small as it can be, and with as much redundancy as fits into that size.
///
/// # Errors
/// If the text does not fit into the largest code, as one longer than [`LONGEST`] may not.
pub fn code(text: &str) -> Result<Code, Problem> {
    let too_long = || Problem::new("QR code", say!("a text of at most {most} bytes", most = LONGEST), text.len());
    let segments = QrSegment::make_segments(text);
    let code =
        QrCode::encode_segments_advanced(&segments, QrCodeEcc::Low, Version::MIN, Version::new(LARGEST), None, true);
    let code = code.map_err(|_| too_long())?;
    let side = code.size();
    let mut path = String::new();
    for y in 0..side {
        let mut x = 0;
        while x < side {
            // Modules side by side are one rectangle, so that no seam shows between them.
            let run = (x..side).take_while(|x| code.get_module(*x, y)).count() as i32;
            if run > 0 {
                let [left, top] = [x, y].map(|place| place as usize + MARGIN);
                path += &format!("M{left} {top}h{run}v1h-{run}z");
            }
            x += run.max(1);
        }
    }
    Ok(Code { side: side as usize + 2 * MARGIN, path })
}
