//! Lines of a relief as they are seen: without what is behind a hill, and up to the playhead.

use plotters::prelude::*;

use super::path::draw_pieces;
use super::{Draped, DrawError, Mesh, PathStyle, Projection, Sheet, Unit, Vec3, Weight, failed, in_css_pixels};
use crate::linear::Vec2;

/// A line of the picture: points in CSS pixels, with the place of each along the whole line.
type Line = Vec<(Vec2, f64)>;

/// A draped line as it is seen from one side.
#[derive(Debug, Clone, Default)]
pub struct Cast {
    lines: Vec<Line>,
    /// Points of the line that lie apart, and are marked.
    dots: Line,
}

/// Whether a point is hidden is asked anew after so many CSS pixels.
const ASKED: f64 = 2.0;

/// Where a line goes behind a hill is found by so many halvings.
const HALVINGS: usize = 5;

/// Points of the line at least this far apart, in CSS pixels, are marked one by one.
const MARKED: f64 = 7.0;

impl Cast {
    /// The parts of `pieces` on the surface `mesh` that are seen, in dashes where there are any.
    pub fn of(pieces: &[Draped], mesh: &Mesh, projection: &Projection, dash: Option<(f64, f64)>) -> Cast {
        let mut lines: Vec<Line> = pieces.iter().flat_map(|piece| seen(piece, mesh, projection)).collect();
        let whole = |(_, time): &&(Vec2, f64)| libm::floor(*time) == *time;
        let mut dots = Line::new();
        for line in &lines {
            let mut last: Option<(Vec2, f64)> = None;
            for point in line.iter().filter(whole) {
                if last.is_some_and(|last| (point.0 - last.0).norm() >= MARKED) {
                    dots.push(*point);
                }
                last = Some(*point);
            }
        }
        if let Some(dash) = dash {
            lines = lines.iter().flat_map(|line| dashed(line, dash)).collect();
        }
        Cast { lines, dots }
    }

    /// The points of its lines, in CSS pixels.
    pub fn points(&self) -> Vec<Vec<Vec2>> {
        self.lines.iter().map(|line| line.iter().map(|(pixel, _)| *pixel).collect()).collect()
    }
}

/// The parts of a piece that are not hidden.
fn seen(piece: &Draped, mesh: &Mesh, projection: &Projection) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = Line::new();
    // The last point, and the last that was asked about, with what the answer was.
    let mut before: Option<(Vec3, f64)> = None;
    let mut asked = (Vec2::new(f64::INFINITY, 0.0), true);
    for (k, &(at, time)) in piece.iter().enumerate() {
        let pixel = projection.pixel(at);
        let was_hidden = asked.1;
        let apart = pixel - asked.0;
        if apart.dot(apart) >= ASKED * ASKED || k + 1 == piece.len() {
            asked = (pixel, mesh.hides(at, projection));
        }
        let hidden = asked.1;
        if let Some(before) = before.filter(|_| hidden != was_hidden) {
            let edge = border(before, (at, time), was_hidden, mesh, projection);
            line.push((projection.pixel(edge.0), edge.1));
        }
        if hidden {
            lines.extend(Some(std::mem::take(&mut line)).filter(|line| line.len() > 1));
        } else {
            line.push((pixel, time));
        }
        before = Some((at, time));
    }
    lines.extend(Some(line).filter(|line| line.len() > 1));
    lines
}

/// Where between two points a line comes out from behind a hill, or goes there.
fn border(
    mut from: (Vec3, f64),
    mut to: (Vec3, f64),
    from_hidden: bool,
    mesh: &Mesh,
    projection: &Projection,
) -> (Vec3, f64) {
    for _ in 0..HALVINGS {
        let half = |a: f64, b: f64| 0.5 * (a + b);
        let middle = Vec3::new(half(from.0.x, to.0.x), half(from.0.y, to.0.y), half(from.0.z, to.0.z));
        let middle = (middle, half(from.1, to.1));
        if mesh.hides(middle.0, projection) == from_hidden {
            from = middle;
        } else {
            to = middle;
        }
    }
    if from_hidden { to } else { from }
}

/// A line in dashes with gaps, of lengths in CSS pixels.
fn dashed(line: &Line, (dash, gap): (f64, f64)) -> Vec<Line> {
    let mut dashes = Vec::new();
    let mut current = vec![line[0]];
    // How much of the dash or gap is left.
    let (mut left, mut drawn) = (dash, true);
    for pair in line.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        let mut length = (to.0 - from.0).norm();
        while length > left {
            let t = left / length;
            from = ((1.0 - t) * from.0 + t * to.0, (1.0 - t) * from.1 + t * to.1);
            length -= left;
            if drawn {
                current.push(from);
                dashes.push(std::mem::take(&mut current));
            } else {
                current = vec![from];
            }
            drawn = !drawn;
            left = if drawn { dash } else { gap };
        }
        left -= length;
        if drawn {
            current.push(to);
        }
    }
    dashes.extend(Some(current).filter(|current| drawn && current.len() > 1));
    dashes
}

/// The part of a line between two places along it.
fn part(line: &Line, [from, to]: [f64; 2]) -> Vec<Vec2> {
    let mut points = Vec::new();
    for pair in line.windows(2) {
        let ((a, begin), (b, end)) = (pair[0], pair[1]);
        if end < from || begin > to {
            continue;
        }
        let at = |time: f64| {
            let t = if end > begin { ((time - begin) / (end - begin)).clamp(0.0, 1.0) } else { 1.0 };
            (1.0 - t) * a + t * b
        };
        if points.is_empty() {
            points.push(at(from));
        }
        points.push(at(to));
    }
    points
}

/// Draws of a cast line what lies between two places along it.
pub fn draw_cast<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    unit: Unit,
    cast: &Cast,
    between: [f64; 2],
    style: PathStyle,
) -> Result<(), DrawError> {
    let area = in_css_pixels(sheet, unit);
    let pieces = cast.lines.iter().map(|line| part(line, between)).filter(|piece| piece.len() > 1).collect();
    draw_pieces(&area, pieces, PathStyle { dash: None, ..style }, unit)?;
    if style.weight == Weight::Bold {
        let dot = ShapeStyle::from(style.color.with_alpha(1.0)).filled();
        for (at, _) in cast.dots.iter().filter(|(_, time)| between[0] < *time && *time <= between[1]) {
            area.draw(&Circle::new((at.x, at.y), unit.length(2.5), dot)).map_err(failed)?;
        }
    }
    Ok(())
}
