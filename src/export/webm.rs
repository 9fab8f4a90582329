//! WebM: the race as a film, recorded by the browser.
//!
//! A browser writes the file while it records, and so without its length, which players need to show a position and to
//! seek.
//! It is added afterwards: `Duration` in the segment's `Info` (RFC 9559, section 5.1.2.10; elements are written as in
//! RFC 8794).

use super::{Entry, Family, Make};

/// WebM.
pub const ENTRY: Entry = Entry {
    key: "webm",
    name: "WebM",
    extension: "webm",
    media_type: "video/webm",
    family: Family::Film,
    about: "the race as a film for the web, in all its colours",
    make: Make::Recording(timed),
};

/// The identifiers of what is looked for.
const EBML: u64 = 0x1a45_dfa3;
/// See [`EBML`].
const SEGMENT: u64 = 0x1853_8067;
/// See [`EBML`].
const INFO: u64 = 0x1549_a966;
/// See [`EBML`].
const SCALE: u64 = 0x2a_d7b1;
/// See [`EBML`].
const DURATION: u64 = 0x4489;

/// Nanoseconds of a tick, where nothing else is said.
const TICK: f64 = 1e6;

/// An element of the file: its identifier, where its contents begin, and where they end; no end where it is not known.
type Element = (u64, usize, Option<usize>);

/// The recording with its length in seconds; as it is, if it has one or is none that is known.
fn timed(recorded: Vec<u8>, seconds: f64) -> Vec<u8> {
    with_duration(&recorded, seconds).unwrap_or(recorded)
}

fn with_duration(file: &[u8], seconds: f64) -> Option<Vec<u8>> {
    let (_, _, after) = element(file, 0).filter(|(id, ..)| *id == EBML)?;
    // A segment of known length has places of other elements written in it.
    let (_, mut at, _) = element(file, after?).filter(|(id, _, end)| *id == SEGMENT && end.is_none())?;
    let (from, inside, end) = loop {
        let (id, inside, end) = element(file, at)?;
        if id == INFO {
            break (at, inside, end?);
        }
        at = end?;
    };
    let mut tick = TICK;
    let mut place = inside;
    while place < end {
        let (id, inside, next) = element(file, place)?;
        let next = next?;
        match id {
            DURATION => return None,
            SCALE => tick = file.get(inside..next)?.iter().fold(0.0, |sum, byte| 256.0 * sum + f64::from(*byte)),
            _ => {}
        }
        place = next;
    }
    let mut duration = vec![0x44, 0x89, 0x88];
    duration.extend((seconds * 1e9 / tick).to_be_bytes());
    let length = (end - inside + duration.len()) as u64;
    // A length of eight bytes, the first of which says so.
    let mut made = file[..from].to_vec();
    made.extend([0x15, 0x49, 0xa9, 0x66]);
    made.extend((length | 1 << 56).to_be_bytes());
    made.extend(&file[inside..end]);
    made.extend(duration);
    made.extend(&file[end..]);
    Some(made)
}

/// The element that begins at a place.
fn element(file: &[u8], at: usize) -> Option<Element> {
    let (id, after_id, _) = number(file, at, true)?;
    let (length, inside, is_unknown) = number(file, after_id, false)?;
    let end = if is_unknown { None } else { Some(inside.checked_add(usize::try_from(length).ok()?)?) };
    if end.is_some_and(|end| end > file.len()) { None } else { Some((id, inside, end)) }
}

/// A number of variable length: itself, with or without the bit that says how long it is; where it ends; whether it
/// stands for what is not known.
fn number(file: &[u8], at: usize, whole: bool) -> Option<(u64, usize, bool)> {
    let first = *file.get(at)?;
    let width = first.leading_zeros() as usize + 1;
    let bytes = file.get(at..at.checked_add(width)?).filter(|_| width <= 8)?;
    let value = bytes.iter().fold(0, |value: u64, byte| value << 8 | u64::from(*byte));
    let mask = (1_u64 << (7 * width)) - 1;
    Some((if whole { value } else { value & mask }, at + width, value & mask == mask))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file as browsers begin it: a header, a segment of unknown length, an information without length, a cluster.
    fn recorded() -> Vec<u8> {
        let mut file = vec![0x1a, 0x45, 0xdf, 0xa3, 0x81, 0x00];
        file.extend([0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
        file.extend([0x15, 0x49, 0xa9, 0x66, 0x87, 0x2a, 0xd7, 0xb1, 0x83, 0x0f, 0x42, 0x40]);
        file.extend([0x1f, 0x43, 0xb6, 0x75, 0x81, 0x07]);
        file
    }

    #[test]
    fn the_length_is_the_last_of_the_information() {
        let timed = timed(recorded(), 2.5);
        assert_eq!(timed.len(), recorded().len() + 7 + 11);
        let duration = 2500.0_f64.to_be_bytes();
        let place = timed.windows(8).position(|bytes| bytes == duration).expect("the length in milliseconds");
        assert_eq!(timed[place - 3..place], [0x44, 0x89, 0x88]);
        assert_eq!(timed[place + 8..], [0x1f, 0x43, 0xb6, 0x75, 0x81, 0x07]);
        let (id, inside, end) = element(&timed, 18).expect("the information");
        assert_eq!((id, end), (INFO, Some(inside + 7 + 11)));
    }

    #[test]
    fn what_is_no_recording_or_has_a_length_stays_as_it_is() {
        let once = timed(recorded(), 2.5);
        assert_eq!(timed(once.clone(), 7.0), once);
        for file in [vec![], vec![0; 40], recorded()[..20].to_vec(), vec![0x1a, 0x45, 0xdf, 0xa3, 0x08, 0xff, 0xff]] {
            assert_eq!(timed(file.clone(), 1.0), file);
        }
    }
}
