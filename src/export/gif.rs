//! GIF: the race as a film that every program shows.
//!
//! All frames share one palette, and each but the first has only the rectangle in which something has changed.

use gif::{Encoder, EncodingError, Frame, Repeat};

use super::palette::{Palette, UNCHANGED};
use super::{Entry, Family, Film, Job, Make, Pixels};
use crate::problem::Problem;
use crate::words::{say, text};

/// GIF.
pub const ENTRY: Entry = Entry {
    key: "gif",
    name: "GIF",
    extension: "gif",
    media_type: "image/gif",
    family: Family::Film,
    about: "the race as a film that plays everywhere, in 256 colours",
    make: Make::Film(begin),
};

/// How long the last frame is seen besides, in hundredths of a second.
const REST: u16 = 150;

/// A GIF on its way.
struct Gif {
    encoder: Encoder<Vec<u8>>,
    palette: Palette,
    size: [usize; 2],
    /// The indices of the frame before.
    shown: Vec<u8>,
    /// How long each frame is seen, in hundredths of a second; the next is the last of them.
    delays: Vec<u16>,
}

fn begin(job: &Job, last: &Pixels) -> Result<Box<dyn Film>, Problem> {
    let palette = Palette::of(job.theme, last);
    let side = |pixels: usize| pixels as u16;
    let mut encoder =
        Encoder::new(Vec::new(), side(last.width), side(last.height), &palette.bytes()).map_err(refused)?;
    encoder.set_repeat(Repeat::Infinite).map_err(refused)?;
    let mut delays = delays(job.options.frames(), job.options.fps);
    delays.reverse();
    Ok(Box::new(Gif { encoder, palette, size: [last.width, last.height], shown: Vec::new(), delays }))
}

/// How long each frame is seen: hundredths of a second that add up to the film's length, and a rest at its end.
fn delays(frames: usize, fps: f64) -> Vec<u16> {
    let at = |k: usize| libm::round(100.0 * k as f64 / fps) as u16;
    let rest = |k: usize| if k + 1 == frames { REST } else { 0 };
    (0..frames).map(|k| at(k + 1).wrapping_sub(at(k)).saturating_add(rest(k))).collect()
}

fn refused(error: EncodingError) -> Problem {
    Problem::new("gif", text!("a film that can be written"), error)
}

impl Film for Gif {
    fn push(&mut self, frame: &Pixels) -> Result<(), Problem> {
        let [width, height] = self.size;
        if [frame.width, frame.height] != self.size {
            let wanted = say!("a frame of {width} × {height} pixels", width, height);
            return Err(Problem::new("frame", wanted, format!("{} × {}", frame.width, frame.height)));
        }
        let (pixels, _) = frame.rgba.as_chunks::<4>();
        let indices: Vec<u8> =
            pixels.iter().map(|[red, green, blue, _]| self.palette.index([*red, *green, *blue])).collect();
        let [left, top, across, down] = match self.shown.is_empty() {
            true => [0, 0, width, height],
            false => changed(&self.shown, &indices, width),
        };
        let mut buffer = Vec::with_capacity(across * down);
        for row in top..top + down {
            let places = row * width + left..row * width + left + across;
            let before = self.shown.get(places.clone()).unwrap_or_default();
            let now = &indices[places];
            buffer.extend(now.iter().enumerate().map(|(k, index)| match before.get(k) == Some(index) {
                true => UNCHANGED,
                false => *index,
            }));
        }
        let frame = Frame {
            delay: self.delays.pop().unwrap_or(REST),
            transparent: Some(UNCHANGED),
            left: left as u16,
            top: top as u16,
            width: across as u16,
            height: down as u16,
            buffer: buffer.into(),
            ..Frame::default()
        };
        self.encoder.write_frame(&frame).map_err(refused)?;
        self.shown = indices;
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Vec<u8>, Problem> {
        if self.shown.is_empty() {
            return Err(Problem::new("film", text!("a frame or more"), say!("none")));
        }
        self.encoder.into_inner().map_err(refused)
    }
}

/// The least rectangle with all that differs between two pictures of `width` pixels a row: left, top, width, height;
/// one pixel if nothing does.
fn changed(before: &[u8], now: &[u8], width: usize) -> [usize; 4] {
    let (mut left, mut right, mut top, mut bottom) = (width, 0, usize::MAX, 0);
    for (row, (before, now)) in before.chunks_exact(width).zip(now.chunks_exact(width)).enumerate() {
        if before == now {
            continue;
        }
        let differs = |k: &usize| before[*k] != now[*k];
        left = left.min((0..width).find(differs).unwrap_or(width));
        right = right.max((0..width).rfind(differs).unwrap_or(0));
        (top, bottom) = (top.min(row), row);
    }
    if left > right { [0, 0, 1, 1] } else { [left, top, right - left + 1, bottom - top + 1] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_add_up_to_the_length_and_a_rest() {
        let delays = delays(90, 30.0);
        assert_eq!(delays.iter().map(|delay| u32::from(*delay)).sum::<u32>(), 300 + u32::from(REST));
        assert!(delays[..89].iter().all(|delay| (3..=4).contains(delay)));
    }

    #[test]
    fn what_has_changed_is_a_rectangle() {
        let before = [0; 12];
        let mut now = before;
        (now[5], now[10]) = (1, 1);
        assert_eq!(changed(&before, &now, 4), [1, 1, 2, 2]);
        assert_eq!(changed(&before, &before, 4), [0, 0, 1, 1]);
    }
}
