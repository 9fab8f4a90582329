//! What of an experiment becomes a file, and how; every option a text that is checked by name.

use super::{Entry, Family, MOST_FRAMES, MOST_ROWS};
use crate::explain::Quantity;
use crate::lab::Lab;
use crate::problem::Problem;
use crate::words::{say, text, word};

/// A side of a picture, in CSS pixels.
const SIDES: [f64; 2] = [200.0, 4096.0];

/// The longest side of a picture, in CSS pixels.
pub const LARGEST: usize = SIDES[1] as usize;

/// Pixels per CSS pixel.
const SCALES: [f64; 2] = [0.5, 8.0];

/// The most pixels of a picture: 160 MB of them.
pub const MOST_PIXELS: usize = 40_000_000;

/// The most pixels of a frame of a film: three frames, which is what is kept of it, are 50 MB.
pub const MOST_FRAME_PIXELS: usize = 4_000_000;

/// The most pixels of all frames of a film together: what a browser draws in a few minutes.
pub const MOST_FILM_PIXELS: usize = 1_200_000_000;

/// The length of a film, in seconds.
const SECONDS: [f64; 2] = [0.2, 120.0];

/// Frames a second; a GIF counts in hundredths of a second.
const RATES: [f64; 2] = [1.0, 50.0];

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Every contender's panel, and the chart.
    Board,
    /// The panel of one contender.
    Panel(usize),
    /// All contenders in one panel.
    Overlay,
    /// The losses.
    Chart,
    /// What is measured along the runs.
    Trace(Quantity),
}

impl What {
    /// As it is written: "board", "panel:2", "overlay", "chart", "chart:sharpness".
    pub fn written(self) -> String {
        match self {
            What::Board => "board".into(),
            What::Panel(contender) => format!("panel:{}", contender + 1),
            What::Overlay => "overlay".into(),
            What::Chart => "chart".into(),
            What::Trace(quantity) => format!("chart:{}", quantity.key()),
        }
    }
}

/// What of an experiment becomes a file, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// What a picture shows.
    pub what: What,
    /// Its width and height, in CSS pixels.
    pub size: [f64; 2],
    /// Pixels per CSS pixel, where there are pixels.
    pub scale: f64,
    /// Where the playhead stands, on the race's clock; none for its end.
    pub step: Option<usize>,
    /// Whether the settings stand below the picture in words.
    pub caption: bool,
    /// The address of the page, before the `#` of a link; nothing where there is none.
    pub address: String,
    /// The length of a film, in seconds.
    pub seconds: f64,
    /// A film's frames a second.
    pub fps: f64,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            what: What::Board,
            size: [1200.0, 800.0],
            scale: 2.0,
            step: None,
            caption: true,
            address: String::new(),
            seconds: 6.0,
            fps: 20.0,
        }
    }
}

impl Options {
    /// Sets one option from its text.
    ///
    /// # Errors
    /// Names the option, and says what would do.
    pub fn set(&mut self, field: &str, text: &str) -> Result<(), Problem> {
        let text = text.trim();
        match field {
            "what" => self.what = what(text)?,
            "size" => {
                let wanted =
                    || say!("width and height from {least} to {most}, as 1200x800", least = SIDES[0], most = SIDES[1]);
                let pair = text.split_once(['x', '×']).and_then(|(width, height)| {
                    let side = |text: &str| text.trim().parse::<u16>().ok().map(f64::from);
                    Some([side(width)?, side(height)?])
                });
                self.size = pair
                    .filter(|pair| pair.iter().all(|side| within(*side, SIDES)))
                    .ok_or_else(|| Problem::new(field, wanted(), text))?;
            }
            "scale" => self.scale = number(field, text, SCALES)?,
            "step" if text == "end" => self.step = None,
            "step" => {
                let step = text.parse().map_err(|_| Problem::new(field, text!("a whole number, or end"), text))?;
                self.step = Some(step);
            }
            "caption" => {
                self.caption = match text {
                    "yes" => true,
                    "no" => false,
                    _ => return Err(Problem::new(field, text!("yes or no"), text)),
                };
            }
            "address" => self.address = text.into(),
            "seconds" => self.seconds = number(field, text, SECONDS)?,
            "fps" => self.fps = number(field, text, RATES)?,
            _ => {
                let wanted = text!("one of what, size, scale, step, caption, address, seconds, fps");
                return Err(Problem::new("option", wanted, field));
            }
        }
        Ok(())
    }

    /// Where the playhead stands on the race's clock.
    pub fn clock(&self, lab: &Lab) -> usize {
        self.step.unwrap_or(lab.steps())
    }

    /// How many frames a film has.
    pub fn frames(&self) -> usize {
        libm::round(self.seconds * self.fps) as usize
    }

    /// Width and height in pixels.
    pub fn pixels(&self) -> [usize; 2] {
        self.size.map(|side| libm::round(side * self.scale) as usize)
    }

    /// All options together, for an experiment and a format.
    ///
    /// # Errors
    /// Names the first option that is out of bounds.
    pub fn check(&self, lab: &Lab, entry: &Entry) -> Result<(), Problem> {
        if let (What::Panel(contender), count) = (self.what, lab.experiment().contenders.len())
            && contender >= count
        {
            return Err(Problem::new("what", say!("the panel of a contender, 1 to {count}", count), contender + 1));
        }
        if self.clock(lab) > lab.steps() {
            let wanted = say!("a whole number from 0 to {steps}, or end", steps = lab.steps());
            return Err(Problem::new("step", wanted, self.clock(lab)));
        }
        let [width, height] = self.pixels();
        let most = |field: &str, most: usize, of: &'static str, given: usize| match given > most {
            true => Err(Problem::new(field, say!("at most {most} {of}", most, of = word(of)), given)),
            false => Ok(()),
        };
        match entry.family {
            Family::Picture => most("size", MOST_PIXELS, text!("pixels, width × height × scale²"), width * height),
            Family::Film => {
                let frames = self.frames();
                most("seconds", MOST_FRAMES, text!("frames, seconds × fps"), frames)?;
                if frames < 2 {
                    return Err(Problem::new("seconds", text!("at least 2 frames, seconds × fps"), frames));
                }
                most("size", MOST_FRAME_PIXELS, text!("pixels of a frame, width × height × scale²"), width * height)?;
                let all = width * height * frames;
                most(
                    "size",
                    MOST_FILM_PIXELS,
                    text!("pixels of all frames, width × height × scale² × seconds × fps"),
                    all,
                )
            }
            Family::Table => {
                let rows = lab.trajectories().iter().map(|run| run.points.len()).sum();
                most("steps", MOST_ROWS, text!("steps of all runs together, for a table"), rows)
            }
            Family::Code => Ok(()),
        }
    }
}

/// What a picture shows, from its text.
fn what(text: &str) -> Result<What, Problem> {
    let panel = || text.strip_prefix("panel:")?.parse::<usize>().ok()?.checked_sub(1).map(What::Panel);
    let quantity = || Quantity::of(text.strip_prefix("chart:")?).map(What::Trace);
    match text {
        "board" => Ok(What::Board),
        "overlay" => Ok(What::Overlay),
        "chart" => Ok(What::Chart),
        _ => panel().or_else(quantity).ok_or_else(|| {
            let keys = Quantity::ALL.map(|(_, key)| key).join(", ");
            let wanted = say!(
                "board, overlay, chart, a contender's panel as panel:2, or a quantity as chart:KEY of {keys}",
                keys
            );
            Problem::new("what", wanted, text)
        }),
    }
}

fn within(value: f64, [low, high]: [f64; 2]) -> bool {
    low <= value && value <= high
}

fn number(field: &str, text: &str, bounds: [f64; 2]) -> Result<f64, Problem> {
    let parsed = text.parse().ok().filter(|value| within(*value, bounds));
    parsed.ok_or_else(|| {
        Problem::new(field, say!("a number from {least} to {most}", least = bounds[0], most = bounds[1]), text)
    })
}
