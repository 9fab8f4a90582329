//! LaTeX: the figure as a `tikzpicture` for `\input`, in the document's own fonts.

use plotters::prelude::IntoDrawingArea;

use super::pgf::{POINT, Pgf};
use super::{Entry, Family, Figure, Job, Make, caption};
use crate::draw::Unit;
use crate::problem::Problem;

/// LaTeX.
pub const ENTRY: Entry = Entry {
    key: "tex",
    name: "LaTeX (PGF)",
    extension: "tex",
    media_type: "application/x-tex",
    family: Family::Picture,
    about: "a tikzpicture for \\input, in the document's own fonts",
    make: Make::Text(make),
};

/// Units per CSS pixel.
const FINE: Unit = Unit(8.0);

/// Cells of the colour field per CSS pixel.
const GRAIN: f64 = 0.2;

fn make(job: &Job) -> Result<String, Problem> {
    let figure = Figure::new(job, GRAIN)?;
    let clock = job.options.clock(job.lab);
    let (size, field) = (figure.size(), figure.field());
    let (mut commands, mut colors) = (String::new(), Vec::new());
    let backend = Pgf {
        commands: &mut commands,
        colors: &mut colors,
        size: (FINE.length(size.x), FINE.length(size.y)),
        unit: FINE.0,
        field: (FINE.length(field.x) as i32, FINE.length(field.y) as i32),
    };
    let sheet = backend.into_drawing_area();
    figure.draw(job, &sheet, FINE, clock)?;
    drop(sheet);
    let mut text = String::new();
    for line in caption::description(job, clock).lines() {
        text += &format!("% {line}\n");
    }
    text += "% The document's preamble needs \\usepackage{tikz}; the picture is used by \\input.\n";
    for (k, (red, green, blue)) in colors.iter().enumerate() {
        text += &format!("\\definecolor{{steepest{k}}}{{RGB}}{{{red},{green},{blue}}}%\n");
    }
    text += &format!(
        "\\begin{{tikzpicture}}[x={POINT}bp,y=-{POINT}bp,line join=round,line cap=round]\n\
         \\useasboundingbox (0,0) rectangle ({},{});\n",
        size.x, size.y
    );
    text += &commands;
    text += "\\end{tikzpicture}%\n";
    Ok(text)
}
