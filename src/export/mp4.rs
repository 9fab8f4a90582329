//! MP4: the race as a film, recorded by the browser where it can.

use super::{Entry, Family, Make};

/// MP4.
pub const ENTRY: Entry = Entry {
    key: "mp4",
    name: "MP4",
    extension: "mp4",
    media_type: "video/mp4",
    family: Family::Film,
    about: "the race as a film for slides and phones, where this browser records it",
    make: Make::Recording(|recorded, _| recorded),
};
