//! SVG: the figure as lines and words.
//!
//! The landscape, which all panels have in common, is in the file once.

use plotters::prelude::{IntoDrawingArea, SVGBackend};

use super::figure::failed;
use super::layout::Content;
use super::vector::Vector;
use super::{Entry, Family, Figure, Job, Make, caption};
use crate::draw::{Sheet, Unit};
use crate::linear::Vec2;
use crate::problem::Problem;

/// SVG.
pub const ENTRY: Entry = Entry {
    key: "svg",
    name: "SVG",
    extension: "svg",
    media_type: "image/svg+xml",
    family: Family::Picture,
    about: "lines and words, sharp at every size, for the web and drawing programs",
    make: Make::Text(make),
};

/// Units per CSS pixel: the coordinates are whole.
const FINE: Unit = Unit(4.0);

/// Cells of the colour field per CSS pixel.
const GRAIN: f64 = 0.4;

/// Which layers of a figure a document has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layers {
    /// All there is.
    All,
    /// What the playhead leaves alone.
    Still,
    /// What the playhead moves, on nothing.
    Moving,
}

fn make(job: &Job) -> Result<String, Problem> {
    document(&for_svg(job)?, job, job.options.clock(job.lab), Layers::All)
}

/// The figure of a job, arranged for [`document`].
///
/// # Errors
/// If the figure's size has no room for it.
pub fn for_svg(job: &Job) -> Result<Figure, Problem> {
    Figure::new(job, GRAIN)
}

/// The figure of a job as an SVG document, with the playhead at `clock`.
///
/// # Errors
/// If it cannot be drawn.
pub fn document(figure: &Figure, job: &Job, clock: usize, layers: Layers) -> Result<String, Problem> {
    let size = figure.size();
    let (still, moving) = (layers != Layers::Moving, layers != Layers::Still);
    let mut body = String::new();
    if still {
        body += &elements(size, size, |sheet| figure.draw_words(job, sheet, FINE, None))?;
        if let Some(part) = figure.parts().iter().find(|part| matches!(part.content, Content::Panel(_))) {
            let ground = elements(part.size, figure.field(), |sheet| figure.draw_ground(job, sheet, FINE))?;
            body = format!("<defs><g id=\"ground\">\n{ground}</g></defs>\n{body}");
        }
    }
    if moving {
        body += &elements(size, size, |sheet| figure.draw_words(job, sheet, FINE, Some(clock)))?;
    }
    for part in figure.parts() {
        let mut inner = String::new();
        match &part.content {
            Content::Panel(who) if still => {
                inner += "<use href=\"#ground\"/>\n";
                let pins = |sheet: &Sheet<Vector>| figure.draw_pins(job, who.clone(), sheet, FINE).map_err(failed);
                inner += &elements(part.size, part.size, pins)?;
            }
            Content::Chart | Content::Trace(_) if still => {
                inner += &elements(part.size, part.size, |sheet| figure.draw_still(job, part, sheet, FINE))?;
            }
            Content::Panel(_) | Content::Chart | Content::Trace(_) => {}
        }
        if moving {
            let draw = |sheet: &Sheet<Vector>| figure.draw_moving(job, part, (sheet, FINE), clock);
            inner += &elements(part.size, part.size, draw)?;
        }
        let [x, y, width, height] = [part.corner.x, part.corner.y, part.size.x, part.size.y].map(whole);
        body += &format!("<svg x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\">\n{inner}</svg>\n");
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" role=\"img\" \
         aria-labelledby=\"title description\" stroke-linejoin=\"round\" stroke-linecap=\"round\">\n\
         <title id=\"title\">{}</title>\n<desc id=\"description\">{}</desc>\n{body}</svg>\n",
        size.x,
        size.y,
        whole(size.x),
        whole(size.y),
        escaped(&caption::headline(job)),
        escaped(&caption::description(job, clock)),
    ))
}

/// A length in units.
fn whole(css: f64) -> u32 {
    FINE.length(css)
}

/// What is drawn on a sheet of this size, as SVG elements; a bitmap has the size of `field`.
fn elements(
    size: Vec2,
    field: Vec2,
    draw: impl FnOnce(&Sheet<Vector>) -> Result<(), Problem>,
) -> Result<String, Problem> {
    let mut document = String::new();
    let backend = Vector {
        inner: SVGBackend::with_string(&mut document, (whole(size.x), whole(size.y))),
        field: (whole(field.x) as i32, whole(field.y) as i32),
    };
    let sheet = backend.into_drawing_area();
    draw(&sheet)?;
    sheet.present().map_err(failed)?;
    drop(sheet);
    let inner = document.split_once(">\n").and_then(|(_, rest)| rest.rsplit_once("</svg>"));
    inner.map(|(inner, _)| inner.to_string()).ok_or_else(|| failed("no SVG document"))
}

/// A text as XML has it.
fn escaped(text: &str) -> String {
    let mut made = String::new();
    for c in text.chars() {
        match c {
            '<' => made += "&lt;",
            '>' => made += "&gt;",
            '&' => made += "&amp;",
            c => made.push(c),
        }
    }
    made
}
