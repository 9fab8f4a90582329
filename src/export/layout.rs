//! Where the parts of a figure stand, and its words.

use super::caption::{self, wrapped};
use super::{Job, What};
use crate::explain::Quantity;
use crate::linear::Vec2;
use crate::problem::Problem;
use crate::words::text;

/// Around the whole, and between parts, in CSS pixels.
const MARGIN: f64 = 12.0;

/// The height of a line of words.
const LINE: f64 = 17.0;

/// Sizes of words: of all, and of the link.
const TEXT: [f64; 2] = [12.0, 10.0];

/// The width of a character, as a part of the size of words: what a wide font takes.
const WIDE: f64 = 0.58;

/// Lines of a link that is longer are cut; the file has the whole of it beside the picture.
const LINK_LINES: usize = 3;

/// Contenders' lines stand side by side where each has this much room.
const COLUMN: f64 = 460.0;

/// Room for the sample of a colour before words.
pub const SAMPLE: f64 = 34.0;

/// The height of the chart of a board, as a share of what is there, and its bounds.
const CHART: (f64, [f64; 2]) = (0.3, [110.0, 260.0]);

/// Panels that are larger by less than this factor are no larger.
const ROUNDING: f64 = 1.01;

/// Parts that are smaller than this show nothing.
const LEAST: f64 = 110.0;

/// What a part of a figure shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// The landscape with the paths of some contenders.
    Panel(std::ops::Range<usize>),
    /// The losses of all.
    Chart,
    /// What is measured along all runs.
    Trace(Quantity),
}

/// A part of a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What it shows.
    pub content: Content,
    /// Its upper left corner, in whole CSS pixels from that of the figure.
    pub corner: Vec2,
    /// Its width and height, in whole CSS pixels.
    pub size: Vec2,
}

/// Words beside the parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// Where they begin, at the middle of their height.
    pub at: Vec2,
    /// The words.
    pub text: String,
    /// Their size.
    pub size: f64,
    /// The contender whose line stands before them, if there is one.
    pub sample: Option<usize>,
    /// Whether they are about where the playhead stands.
    pub moves: bool,
}

/// A figure's parts and words.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Width and height, in CSS pixels.
    pub size: Vec2,
    /// The parts; all panels have one size.
    pub parts: Vec<Part>,
    /// The words.
    pub words: Vec<Words>,
}

/// The layout of a job's figure.
///
/// # Errors
/// If its size has no room for all that is to be there.
pub fn layout(job: &Job) -> Result<Layout, Problem> {
    let [width, height] = job.options.size;
    let mut words = below(job, width);
    let lines = words.iter().map(|words| words.at.y + LINE / 2.0).fold(0.0, f64::max);
    let top = height - MARGIN - lines;
    words.iter_mut().for_each(|words| words.at.y += top);
    let area = (Vec2::new(MARGIN, MARGIN), Vec2::new(width - 2.0 * MARGIN, top - MARGIN - 0.5 * MARGIN));
    let mut parts = Vec::new();
    if area.1.y >= LEAST {
        match job.options.what {
            What::Board => board(job, area, &mut parts, &mut words),
            What::Panel(_) | What::Overlay => panel(job, caption::shown(job), area, &mut parts, &mut words),
            What::Chart => chart((area, caption::chart(job)), Content::Chart, &mut parts, &mut words),
            What::Trace(quantity) => {
                let text = caption::trace(job, quantity);
                chart((area, text), Content::Trace(quantity), &mut parts, &mut words);
            }
        }
    }
    if parts.is_empty() || parts.iter().any(|part| part.size.x < LEAST || part.size.y < LEAST - LINE) {
        let wanted = text!("more room for the picture: a larger size, or no caption");
        return Err(Problem::new("size", wanted, format!("{width}x{height}")));
    }
    Ok(Layout { size: Vec2::new(width, height), parts, words })
}

/// Lines of words, one below the other from 0 down.
struct Below {
    words: Vec<Words>,
    /// The middle of the next line.
    y: f64,
    /// How wide they may be.
    room: f64,
}

impl Below {
    /// A text in as many lines as it takes, or in `most`.
    fn add(&mut self, text: &str, size: f64, most: usize, moves: bool) {
        let mut lines = wrapped(text, (self.room / (WIDE * size)) as usize);
        if lines.len() > most {
            lines.truncate(most);
            if let Some(line) = lines.last_mut() {
                line.pop();
                line.push('…');
            }
        }
        for text in lines {
            self.words.push(Words { at: Vec2::new(MARGIN, self.y), text, size, sample: None, moves });
            self.y += LINE;
        }
    }

    /// What is said of contenders, each after a sample of its line, in columns if there is room.
    fn add_contenders(&mut self, said: &[(usize, String)]) {
        let columns = ((self.room / COLUMN) as usize).clamp(1, said.len().max(1));
        let (each, size) = (self.room / columns as f64, TEXT[0]);
        for row in said.chunks(columns) {
            let mut deepest = 0;
            for (column, (index, said)) in row.iter().enumerate() {
                let lines = wrapped(said, ((each - SAMPLE - MARGIN) / (WIDE * size)) as usize);
                deepest = deepest.max(lines.len());
                for (k, text) in lines.into_iter().enumerate() {
                    let at = Vec2::new(MARGIN + column as f64 * each + SAMPLE, self.y + k as f64 * LINE);
                    let sample = (k == 0).then_some(*index);
                    self.words.push(Words { at, text, size, sample, moves: false });
                }
            }
            self.y += deepest as f64 * LINE;
        }
    }
}

/// What stands below the picture, from 0 down.
fn below(job: &Job, width: f64) -> Vec<Words> {
    let mut below = Below { words: Vec::new(), y: LINE / 2.0, room: width - 2.0 * MARGIN };
    let [text, small] = TEXT;
    let (is_captioned, what) = (job.options.caption, job.options.what);
    if is_captioned {
        below.add(&caption::landscape(job), text, usize::MAX, false);
        below.add(&caption::race(job, job.options.clock(job.lab)), text, usize::MAX, true);
    }
    // Panels of one contender have its name above them.
    let is_told = is_captioned || matches!(what, What::Overlay | What::Chart | What::Trace(_));
    let say = if is_captioned { caption::contender } else { caption::title };
    let told = caption::shown(job).filter(|_| is_told);
    below.add_contenders(&told.map(|index| (index, say(job, index))).collect::<Vec<_>>());
    if is_captioned {
        below.add(&caption::link(job), small, LINK_LINES, false);
    }
    below.words
}

/// A corner, and width and height.
type Area = (Vec2, Vec2);

/// A panel with its title.
fn panel(job: &Job, who: std::ops::Range<usize>, (corner, size): Area, parts: &mut Vec<Part>, words: &mut Vec<Words>) {
    let title = if who.len() == 1 { LINE } else { 0.0 };
    if who.len() == 1 {
        let at = corner + Vec2::new(SAMPLE, LINE / 2.0);
        let text = caption::title(job, who.start);
        words.push(Words { at, text, size: TEXT[0], sample: Some(who.start), moves: false });
    }
    let corner = corner + Vec2::new(0.0, title);
    let size = size - Vec2::new(0.0, title);
    parts.push(Part { content: Content::Panel(who), corner: corner.map(f64::round), size: size.map(f64::floor) });
}

fn chart(((corner, size), text): (Area, String), content: Content, parts: &mut Vec<Part>, words: &mut Vec<Words>) {
    words.push(Words { at: corner + Vec2::new(0.0, LINE / 2.0), text, size: TEXT[0], sample: None, moves: false });
    let (corner, size) = (corner + Vec2::new(0.0, LINE), size - Vec2::new(0.0, LINE));
    parts.push(Part { content, corner: corner.map(f64::round), size: size.map(f64::floor) });
}

/// All panels, in as many columns as make them largest, and the chart below.
fn board(job: &Job, (corner, size): Area, parts: &mut Vec<Part>, words: &mut Vec<Words>) {
    let who = caption::shown(job);
    let (share, [low, high]) = CHART;
    let tall = (share * size.y).clamp(low, high);
    let panels = size - Vec2::new(0.0, tall + MARGIN);
    let view = job.lab.experiment().view.size();
    let shape = if job.lab.is_curve() { Vec2::new(4.0, 3.0) } else { view };
    let cell = |columns: usize| {
        let rows = who.len().div_ceil(columns);
        let gaps = Vec2::new((columns - 1) as f64, (rows - 1) as f64) * Vec2::new(MARGIN, MARGIN);
        (panels - gaps) / Vec2::new(columns as f64, rows as f64)
    };
    // How large the view is in a panel.
    let scale = |columns: usize| {
        let room = cell(columns) - Vec2::new(48.0, 27.0 + LINE);
        (room.x / shape.x).min(room.y / shape.y)
    };
    // Of equals the fewest, whose panels are wider.
    let better = |best: usize, next: usize| if scale(next) > ROUNDING * scale(best) { next } else { best };
    let columns = (1..=who.len()).fold(1, better);
    let cell = cell(columns).map(f64::floor);
    for (k, index) in who.enumerate() {
        let place = Vec2::new((k % columns) as f64, (k / columns) as f64);
        let at = corner + place * (cell + Vec2::new(MARGIN, MARGIN));
        panel(job, index..index + 1, (at, cell), parts, words);
    }
    let below = (corner + Vec2::new(0.0, size.y - tall), Vec2::new(size.x, tall));
    chart((below, caption::chart(job)), Content::Chart, parts, words);
}
