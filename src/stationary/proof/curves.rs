//! Curves on which every point is stationary: whether undecided boxes lie along one, and the curve as a polyline.

use super::{Box2, Cluster, Equations, Scratch, System, middle};
use crate::linear::Vec2;
use crate::number::Interval;

/// No more boxes of a cluster than this are looked at.
const SAMPLES: usize = 200;

/// No more boxes of a cluster than this are led to the curve that is drawn.
const MOST_VERTICES: usize = 6_000;

/// The share of them that has to lead to the curve.
const ENOUGH: f64 = 0.85;

/// How much of the cluster the places to which they lead have to span.
const SPAN: f64 = 0.7;

/// Iterations of Newton's method across the curve.
const ITERATIONS: usize = 30;

/// Between these the factor by which Newton's steps shrink tells a zero of higher order: 1/2 of the second, 2/3 of the
/// third.
const MULTIPLE: (f64, f64) = (0.4, 0.99);

/// A gradient is zero below this fraction of ‖H‖ times the region's size, and what its own rounding explains.
const RESIDUAL: f64 = 1e-12;

/// A Hessian is singular along the curve where its determinant is below this fraction of ‖H‖².
const SINGULAR: f64 = 1e-6;

/// How often the thickness of the gradient's enclosure at a point its rounding may count.
const THICKNESS: f64 = 50.0;

/// The place on a curve of stationary points to which the middle of `place` leads, if it leads to one near by.
fn project(system: &System, place: Box2, size: f64, scratch: &mut Scratch) -> Option<Vec2> {
    let mut w = middle(place);
    let reach = [0, 1].map(|i| 1.5 * place[i].width());
    let start = w;
    let mut last = 0.0;
    for _ in 0..ITERATIONS {
        let Equations { f, j, .. } = system.over(w.map(Interval::point), scratch);
        let g = f.map(Interval::middle);
        let [[a, b], [c, d]] = j.map(|row| row.map(Interval::middle));
        let b = 0.5 * (b + c);
        // The larger eigenvalue in absolute value, and its eigenvector.
        let (mean, half) = (0.5 * (a + d), 0.5 * (a - d));
        let root = libm::sqrt(half * half + b * b);
        let strong = if mean >= 0.0 { mean + root } else { mean - root };
        // On a curve of higher order the Hessian vanishes with the gradient.
        if strong == 0.0 && g == [0.0; 2] {
            return Some(Vec2::new(w[0], w[1]));
        }
        if !(strong != 0.0 && strong.is_finite()) {
            return None;
        }
        let vector = if (strong - a).abs() > (strong - d).abs() { [b, strong - a] } else { [strong - d, b] };
        let length = libm::hypot(vector[0], vector[1]);
        let vector = if length > 0.0 { vector.map(|entry| entry / length) } else { [1.0, 0.0] };
        let along = (g[0] * vector[0] + g[1] * vector[1]) / strong;
        // Beside it, Newton's steps shrink by a factor that is the same each time; all of them at once is this one.
        let signed = along * if vector[0].abs() > vector[1].abs() { vector[0].signum() } else { vector[1].signum() };
        let ratio = if last == 0.0 { 0.0 } else { signed / last };
        let is_multiple = (MULTIPLE.0..MULTIPLE.1).contains(&ratio);
        let along = if is_multiple { along / (1.0 - ratio) } else { along };
        last = if is_multiple { 0.0 } else { signed };
        w = [0, 1].map(|i| w[i] - along * vector[i]);
        if (0..2).any(|i| w[i].is_nan() || (w[i] - start[i]).abs() > reach[i]) {
            return None;
        }
        if along.abs() <= 1e-15 * size {
            let thickness = f64::max(f[0].width(), f[1].width());
            let is_zero = libm::hypot(g[0], g[1]) <= RESIDUAL * strong.abs() * size + THICKNESS * thickness;
            let is_singular = (a * d - b * b).abs() <= SINGULAR * strong * strong;
            return (is_zero && is_singular).then(|| Vec2::new(w[0], w[1]));
        }
    }
    None
}

/// Whether the boxes of `cluster` lie along a curve of stationary points; this is judged and not proved.
pub fn is_curve(system: &System, cluster: &Cluster, size: f64, scratch: &mut Scratch) -> bool {
    let stride = cluster.boxes.len().div_ceil(SAMPLES);
    let sampled: Vec<&Box2> = cluster.boxes.iter().step_by(stride).collect();
    let reached: Vec<Vec2> = sampled.iter().filter_map(|place| project(system, **place, size, scratch)).collect();
    if (reached.len() as f64) < ENOUGH * sampled.len() as f64 {
        return false;
    }
    let span = |pick: fn(&Vec2) -> f64| {
        let values = || reached.iter().map(pick);
        values().fold(f64::NEG_INFINITY, f64::max) - values().fold(f64::INFINITY, f64::min)
    };
    let whole = libm::hypot(cluster.hull[0].width(), cluster.hull[1].width());
    libm::hypot(span(|w| w.x), span(|w| w.y)) >= SPAN * whole
}

/// The curve along which a cluster lies, as lines from place to place.
pub fn polylines(system: &System, cluster: &Cluster, size: f64, scratch: &mut Scratch) -> Vec<Vec<Vec2>> {
    let width = cluster.boxes.iter().map(|place| libm::hypot(place[0].width(), place[1].width())).fold(0.0, f64::max);
    let mut left: Vec<Vec2> = Vec::new();
    let stride = cluster.boxes.len().div_ceil(MOST_VERTICES);
    for place in cluster.boxes.iter().step_by(stride) {
        if let Some(w) = project(system, *place, size, scratch)
            && left.iter().rev().take(64).all(|other| (*other - w).norm() > 0.25 * width)
        {
            left.push(w);
        }
    }
    let mut lines = Vec::new();
    // From an end of what is left always to the nearest place, until that is far.
    while let Some(first) = end_of(&left) {
        let mut line = vec![left.swap_remove(first)];
        loop {
            let here = line[line.len() - 1];
            let distance = |w: &Vec2| (*w - here).norm();
            let nearest = (0..left.len()).min_by(|a, b| distance(&left[*a]).total_cmp(&distance(&left[*b])));
            match nearest {
                Some(nearest) if distance(&left[nearest]) <= 6.0 * width * stride as f64 => {
                    line.push(left.swap_remove(nearest))
                }
                _ => break,
            }
        }
        // A closed curve comes back to where it began.
        if line.len() > 8 && (line[0] - line[line.len() - 1]).norm() <= 6.0 * width * stride as f64 {
            line.push(line[0]);
        }
        if line.len() > 1 {
            lines.push(line);
        }
    }
    lines
}

/// The place that is farthest from another one: an end of a line, of a closed one any.
fn end_of(places: &[Vec2]) -> Option<usize> {
    let from = *places.first()?;
    let distance = |k: &usize| (places[*k] - from).norm();
    (0..places.len()).max_by(|a, b| distance(a).total_cmp(&distance(b)))
}
