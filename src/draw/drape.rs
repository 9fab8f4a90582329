//! Lines of the plane laid over the surface of a relief. Pure geometry.

use super::hidden::Seen;
use super::path::clip_segment;
use super::{Mesh, Vec3};
use crate::linear::Vec2;

/// A line on the surface: points of the box, with the place of each along the line, counted in points of the line.
pub type Draped = Vec<(Vec3, f64)>;

impl Mesh {
    /// The line through points of the plane on the surface, in pieces: one ends at the edge of the view and at a hole.
    ///
    /// It has a point wherever it comes to another cell, or if it is long at every so manieth, so that it has about
    /// `most` points; between them it is straight.
    /// Points nearer than `step` domain units to the last one are left out, and of a long line what was there before.
    pub fn drape(&self, line: &[Vec2], step: f64, most: usize) -> Vec<Draped> {
        let kept = self.kept(line, step, most);
        let cells = |&[from, to]: &[usize; 2]| {
            let d = (self.cell_place(line[to]) - self.cell_place(line[from])).abs();
            (d.x + d.y).min((self.heights.columns + self.heights.rows) as f64)
        };
        let every = libm::ceil((kept.iter().map(cells).sum::<f64>() / most as f64).max(1.0));
        let mut pieces: Vec<Draped> = Vec::new();
        // The point of the line at which the last piece ends, if it may go on there.
        let mut end = None;
        for &[k, next] in &kept {
            let (w, z) = (line[k], line[next]);
            let Some((from, to)) = clip_segment(w, z, self.heights.extent) else { continue };
            let time = |at: Vec2| k as f64 + (next - k) as f64 * share(w, z, at);
            let (a, b) = (self.cell_place(from), self.cell_place(to));
            let (first, last) = (time(from), time(to));
            let mut goes_on = end == Some(k) && from == w;
            for pair in crossings(a, b, every).windows(2) {
                let at = |t: f64| (1.0 - t) * a + t * b;
                let middle = at(0.5 * (pair[0] + pair[1]));
                let vertex = |t: f64| {
                    let beside = at(t) + NUDGE * (middle - at(t));
                    Some((self.boxed(at(t), self.height(at(t), beside)?), first + t * (last - first)))
                };
                let (Some(from), Some(to), Some(_)) = (vertex(pair[0]), vertex(pair[1]), self.height(middle, middle))
                else {
                    goes_on = false;
                    continue;
                };
                match pieces.last_mut().filter(|_| goes_on) {
                    Some(piece) => piece.push(to),
                    None => pieces.push(vec![from, to]),
                }
                goes_on = true;
            }
            end = (goes_on && to == z).then_some(next);
        }
        pieces
    }

    /// The segments of a line that are to be seen, from point to point.
    fn kept(&self, line: &[Vec2], step: f64, most: usize) -> Vec<[usize; 2]> {
        let mut kept = Vec::new();
        let mut from = 0;
        for k in 1..line.len() {
            let apart = line[k] - line[from];
            // By squares: a root for each of a million points takes longer than all else.
            if apart.dot(apart) >= step * step || k + 1 == line.len() {
                kept.push([from, k]);
                from = k;
            }
        }
        if kept.len() > most {
            let mut seen = Seen::new();
            let size = self.heights.extent.size();
            let place = |w: Vec2| {
                let t = (w - Vec2::new(self.heights.extent.x[0], self.heights.extent.y[0])) / size;
                let [x, y] = [t.x, t.y].map(|t| u64::from((LATTICE * (t + 1.0)).clamp(0.0, 3.0 * LATTICE) as u16));
                x << 16 | y
            };
            kept.retain(|segment| {
                let [a, b] = segment.map(|k| place(line[k]));
                seen.insert(a.min(b) << 32 | a.max(b))
            });
        }
        kept
    }
}

/// Of a place on the border of two cells, this share of the way into one of them says which is meant.
const NUDGE: f64 = 1e-6;

/// Ends of segments that are the same to this part of the view are drawn once, where there are very many.
const LATTICE: f64 = 2_000.0;

/// How far `at` is on the way from `w` to `z`, along the coordinate in which they lie farther apart.
fn share(w: Vec2, z: Vec2, at: Vec2) -> f64 {
    // Halves: the difference of two huge coordinates would overflow.
    let (whole, part) = (0.5 * z - 0.5 * w, 0.5 * at - 0.5 * w);
    let t = if whole.x.abs() >= whole.y.abs() { part.x / whole.x } else { part.y / whole.y };
    if t.is_nan() { 0.0 } else { t }
}

/// The shares of the way from `a` to `b` at which a whole column or row is crossed, or every so manieth, with both
/// ends.
fn crossings(a: Vec2, b: Vec2, every: f64) -> Vec<f64> {
    // Of each axis the number of the next border, the way from one to the next, and the share at which it is reached.
    let mut axes = [(a.x, b.x), (a.y, b.y)].map(|(a, b)| {
        let (way, place) = ((b - a).signum(), a / every);
        let next = if b > a { libm::floor(place) + 1.0 } else { libm::ceil(place) - 1.0 };
        (next, way, move |border: f64| if a == b { f64::INFINITY } else { (border * every - a) / (b - a) })
    });
    let mut shares = vec![0.0];
    loop {
        let reached = axes.iter().map(|(border, _, share)| share(*border)).fold(f64::INFINITY, f64::min);
        if reached >= 1.0 {
            break;
        }
        shares.push(reached);
        for (border, way, share) in &mut axes {
            if share(*border) <= reached {
                *border += *way;
            }
        }
    }
    shares.push(1.0);
    shares
}
