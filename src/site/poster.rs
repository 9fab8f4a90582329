//! The opening scene as a picture: seen while the laboratory itself is still on its way.
//!
//! The laboratory draws it natively, as its page would at the end of the race; the colours are those of the style
//! sheet.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use plotters::prelude::{IntoDrawingArea, SVGBackend};
use steepest::draw::{
    Backdrop, Grid, Ground, PathStyle, PlaneMap, Scale, Sheet, Theme, Unit, Weight, contours, draw_backdrop, draw_path,
    levels,
};
use steepest::experiment::SCENES;
use steepest::lab::Lab;
use steepest::linear::Vec2;

use super::tokens;

/// Files of the picture by colour scheme, in the order of `light-dark()`.
pub const SCHEMES: [&str; 2] = ["www/poster-light.svg", "www/poster-dark.svg"];

/// Width and height of a panel's plot with its labels, in CSS pixels, and of what stands above and below it on the
/// page.
const PLOT: (u32, u32) = (280, 214);
const ABOVE: u32 = 26;
const BELOW: u32 = 44;
/// Gap between panels, and panels in a row.
const GAP: u32 = 10;
const COLUMNS: u32 = 3;

/// Units of the drawing per CSS pixel.
const FINE: Unit = Unit(3.0);

/// Points of contours, and of paths, are no closer together than this, in CSS pixels: a picture that is seen for a
/// moment is not to be waited for.
const SPARSE: [f64; 2] = [1.5, 0.5];

/// Grid points per side for the contours: enough for lines that look smooth, few enough for a small file.
const GRID: usize = 90;

/// Writes the picture in each colour scheme into the folder of the page.
pub fn write(page: &Path) -> Result<()> {
    for (number, name) in SCHEMES.into_iter().enumerate() {
        fs::write(page.join(name), poster(&scheme(number)?)?)?;
    }
    Ok(())
}

/// The colours of the page's style sheet: of the light page, 0, or of the dark one, 1.
pub fn scheme(number: usize) -> Result<Theme> {
    theme(&tokens::read()?, number)
}

/// The opening scene, all panels, as an SVG document.
fn poster(theme: &Theme) -> Result<String> {
    let lab = Lab::new((SCENES[0].experiment)()).map_err(|problem| anyhow!("{problem}"))?;
    let experiment = lab.experiment();
    let (width, height) = PLOT;
    let map = PlaneMap::fit(experiment.view, f64::from(width), f64::from(height));
    let grid = Grid::sample(lab.objective(), map.visible, GRID, GRID);
    let scale = Scale::of(&grid, lab.checked().ground.levels(), lab.infimum());
    let mut lines = contours(&grid, &scale.as_ref().map_or_else(Vec::new, levels));
    for level in &mut lines {
        level.iter_mut().for_each(|line| *line = thinned(line, SPARSE[0] * map.per_pixel()));
        level.retain(|line| line.len() > 2);
    }
    let backdrop = Backdrop {
        ground: Ground::Plane { contours: &lines, field: None },
        stationary: lab.stationary(),
        bounds: lab.objective().bounds(),
        bending: None,
        theme,
    };
    let still = svg(|sheet| draw_backdrop(sheet, experiment.view, FINE, &backdrop).map(drop))?;
    let mut panels = String::new();
    let count = experiment.contenders.len() as u32;
    for index in 0..count {
        let run = lab.followed(index as usize);
        let style = PathStyle { color: theme.contender(index as usize), dash: None, weight: Weight::Bold };
        let points = thinned(&run.points, SPARSE[1] * map.per_pixel());
        let path = svg(|sheet| draw_path(sheet, &map, FINE, &points, style))?;
        let (x, y) = (index % COLUMNS * (width + GAP), index / COLUMNS * (ABOVE + height + BELOW + GAP) + ABOVE);
        panels += &format!(
            "<svg x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\">\
             <use href=\"#still\"/>{path}</svg>\n",
            FINE.length(f64::from(width)),
            FINE.length(f64::from(height)),
        );
    }
    let rows = count.div_ceil(COLUMNS);
    let size = (COLUMNS * (width + GAP) - GAP, rows * (ABOVE + height + BELOW + GAP) - GAP);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\">\n<defs><g id=\"still\">{still}</g></defs>\n{panels}</svg>\n",
        size.0, size.1
    ))
}

/// A line without the points that lie closer to the last one than `apart`, but with its ends.
fn thinned(line: &[Vec2], apart: f64) -> Vec<Vec2> {
    let mut kept: Vec<Vec2> = Vec::new();
    for (k, w) in line.iter().enumerate() {
        let is_end = k == 0 || k + 1 == line.len();
        if is_end || kept.last().is_none_or(|last| (*w - *last).norm() >= apart) {
            kept.push(*w);
        }
    }
    kept
}

/// What is drawn on a sheet of the size of a plot, as SVG elements.
fn svg(draw: impl FnOnce(&Sheet<SVGBackend>) -> Result<(), steepest::draw::DrawError>) -> Result<String> {
    let mut document = String::new();
    let size = (FINE.length(f64::from(PLOT.0)), FINE.length(f64::from(PLOT.1)));
    let sheet = SVGBackend::with_string(&mut document, size).into_drawing_area();
    draw(&sheet)?;
    sheet.present().context("the picture cannot be finished")?;
    drop(sheet);
    let inner = document.split_once('>').and_then(|(_, rest)| rest.rsplit_once("</svg>"));
    relative(&inner.context("plotters wrote no SVG document")?.0.replace('\n', ""))
}

/// SVG with paths from point to point in place of lines through points far from the corner: their numbers have fewer
/// digits.
fn relative(svg: &str) -> Result<String> {
    const BEFORE: &str = " points=\"";
    let mut made = String::new();
    for (k, element) in svg.split("<polyline ").enumerate() {
        if k == 0 {
            made += element;
            continue;
        }
        let (attributes, rest) = element.split_once(BEFORE).context("a line has points")?;
        let (points, rest) = rest.split_once('"').context("the points of a line end")?;
        made += &format!("<path {attributes} d=\"");
        let mut last: Option<[i32; 2]> = None;
        for point in points.split_whitespace() {
            let (x, y) = point.split_once(',').context("a point has two coordinates")?;
            let [x, y] = [x.parse::<i32>()?, y.parse()?];
            made += &match last {
                None => format!("M{x},{y}l"),
                Some([from_x, from_y]) => format!("{},{} ", x - from_x, y - from_y),
            };
            last = Some([x, y]);
        }
        made = format!("{}\"{rest}", made.trim_end());
    }
    Ok(made)
}

/// The style sheet's colours in the scheme number `scheme` of `light-dark()`.
fn theme(tokens: &str, scheme: usize) -> Result<Theme> {
    let color = |name: &str| tokens::color(tokens, name, scheme);
    let mut contenders = Vec::new();
    while let Ok(next) = color(&format!("contender-{}", contenders.len() + 1)) {
        contenders.push(next);
    }
    Ok(Theme {
        paper: color("paper")?,
        ink: color("ink")?,
        accent: color("accent")?,
        faint: color("faint")?,
        contour: color("contour")?,
        field: [color("field-1")?, color("field-2")?, color("field-3")?],
        signs: [color("convex")?, color("mixed")?, color("concave")?],
        contenders,
    })
}
