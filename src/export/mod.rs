//! Files that are made of an experiment: figures, films, tables and code.
//!
//! A format's file holds its [`Entry`]; the line of `registry!` below is the only place besides that names it: the
//! command line, the page's dialog and the tests read [`ALL`].
//! A figure is drawn once, by [`Figure`], on whatever backend a format has.

mod caption;
mod cells;
mod clocks;
mod figure;
mod layout;
mod options;
mod palette;
mod pgf;
mod runs;
mod vector;

use serde::Serialize;

use crate::draw::Theme;
use crate::lab::Lab;
use crate::problem::Problem;
use crate::registry::registry;
use crate::words::say;

pub use clocks::{MOST_FRAMES, clocks};
pub use figure::Figure;
pub use options::{LARGEST, MOST_FILM_PIXELS, MOST_FRAME_PIXELS, MOST_PIXELS, Options, What};
pub use runs::{MOST_ROWS, complete};
pub use svg::{Layers, document, for_svg};

/// What a file is made of.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// The experiment, with its whole race.
    pub lab: &'a Lab,
    /// What of it, and how.
    pub options: &'a Options,
    /// The colours of a picture.
    pub theme: &'a Theme,
}

/// The families of formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// One picture of a moment.
    Picture,
    /// Many pictures, one after the other.
    Film,
    /// The runs in numbers.
    Table,
    /// A program that makes the runs again.
    Code,
}

/// A format.
pub struct Entry {
    /// Its name for the command line and the page, as "svg".
    pub key: &'static str,
    /// Its name in words.
    pub name: &'static str,
    /// How its files' names end, without the dot.
    pub extension: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// Its family.
    pub family: Family,
    /// What it is good for, in one sentence.
    pub about: &'static str,
    /// How a file is made.
    pub make: Make,
}

/// How a film begins, given the pixels of its last frame.
pub type Begin = fn(&Job, &Pixels) -> Result<Box<dyn Film>, Problem>;

/// How a file of a format is made.
pub enum Make {
    /// A text, from the experiment alone.
    Text(fn(&Job) -> Result<String, Problem>),
    /// One picture, encoded from its pixels.
    Picture(fn(&Job, &Pixels) -> Result<Vec<u8>, Problem>),
    /// Frames, encoded from their pixels one by one; the pixels given are those of the last, with all colours in them.
    Film(Begin),
    /// What a browser records while frames are drawn; the function makes of the recording, and its length in seconds,
    /// what can be kept.
    Recording(fn(Vec<u8>, f64) -> Vec<u8>),
}

registry! {
    svg
    png
    tex
    gif
    webm
    mp4
    csv
    json
    pytorch
    numpy
    jax
}

/// The format whose files' names end so, without the dot.
pub fn ending_in(extension: &str) -> Option<&'static Entry> {
    ALL.iter().copied().find(|entry| entry.extension == extension)
}

/// A picture's pixels: red, green, blue and opacity of each, a byte each, from the upper left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// How many there are across.
    pub width: usize,
    /// How many there are down.
    pub height: usize,
    /// Their bytes.
    pub rgba: Vec<u8>,
}

impl Pixels {
    /// The pixels of a picture of this size; an error if there are more or fewer.
    pub fn new(width: usize, height: usize, rgba: Vec<u8>) -> Result<Pixels, Problem> {
        if rgba.len() == 4 * width * height && width * height > 0 && width.max(height) <= usize::from(u16::MAX) {
            return Ok(Pixels { width, height, rgba });
        }
        Err(Problem::new("pixels", say!("four bytes for each of {width} × {height}", width, height), rgba.len()))
    }
}

/// A film on its way.
pub trait Film {
    /// Adds the next frame.
    ///
    /// # Errors
    /// If it has another size than the others.
    fn push(&mut self, frame: &Pixels) -> Result<(), Problem>;

    /// The file, after the last frame.
    ///
    /// # Errors
    /// If there was no frame.
    fn finish(self: Box<Self>) -> Result<Vec<u8>, Problem>;
}

/// Draws a job's picture as pixels, where a format needs them.
pub trait Raster {
    /// The picture with the playhead at `clock`.
    ///
    /// # Errors
    /// If it cannot be drawn.
    fn pixels(&mut self, job: &Job, clock: usize) -> Result<Pixels, Problem>;
}

/// The file of a format; `told` hears how many frames of how many are made.
///
/// # Errors
/// If an option is out of bounds for this format, or only a browser can make it.
pub fn make(
    entry: &Entry,
    job: &Job,
    raster: &mut dyn Raster,
    told: &mut dyn FnMut(usize, usize),
) -> Result<Vec<u8>, Problem> {
    job.options.check(job.lab, entry)?;
    let clock = job.options.clock(job.lab);
    match entry.make {
        Make::Text(make) => make(job).map(String::into_bytes),
        Make::Picture(make) => make(job, &raster.pixels(job, clock)?),
        Make::Film(begin) => {
            let clocks = clocks(job);
            let mut film = begin(job, &raster.pixels(job, clock)?)?;
            for (k, clock) in clocks.iter().enumerate() {
                film.push(&raster.pixels(job, *clock)?)?;
                told(k + 1, clocks.len());
            }
            film.finish()
        }
        Make::Recording(_) => {
            let all = ALL.iter().filter(|entry| !matches!(entry.make, Make::Recording(_))).map(|entry| entry.key);
            let wanted =
                say!("one of {all}, as only a browser records films", all = all.collect::<Vec<_>>().join(", "));
            Err(Problem::new("format", wanted, entry.key))
        }
    }
}
