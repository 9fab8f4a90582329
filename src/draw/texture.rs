//! What tells regions of definiteness apart without colour: hatching and signs, as pure geometry.

use super::{PlaneMap, Regions};
use crate::linear::{Definiteness, Vec2};

/// Lines of the hatching are this far apart, in CSS pixels.
const HATCH: f64 = 9.0;

/// Along a line of the hatching the region is asked for at every so many CSS pixels.
const STEP: f64 = 1.0;

/// Shorter lines than this are left out, in CSS pixels.
const SHORTEST: f64 = 3.0;

/// Signs are this far apart across and upwards, in CSS pixels, in staggered rows.
const LATTICE: Vec2 = Vec2 { x: 34.0, y: 17.0 };

/// Half the length of a sign's stroke, in CSS pixels.
pub(super) const ARM: f64 = 3.5;

/// Lines upwards to the right through where the Hessian is indefinite, in domain units.
pub fn hatching(regions: &Regions, map: &PlaneMap) -> Vec<[Vec2; 2]> {
    hatched(map, &|w| regions.at(w) == Some(Definiteness::Indefinite))
}

/// Lines upwards to the right through where `is_inside` holds, in domain units.
pub(super) fn hatched(map: &PlaneMap, is_inside: &dyn Fn(Vec2) -> bool) -> Vec<[Vec2; 2]> {
    let (width, height) = (map.size.x, map.size.y);
    let apart = HATCH * std::f64::consts::SQRT_2;
    let mut lines = Vec::new();
    for k in 1..((width + height) / apart) as usize + 1 {
        // The line's abscissa, and so its ordinate, in CSS pixels of the plot: it begins at the left or the lower edge.
        let offset = k as f64 * apart - height;
        let (from, to) = (offset.max(0.0), (offset + height).min(width));
        let point = |x: f64| map.to_domain(map.corner + Vec2::new(x, height - (x - offset)));
        let mut begun = None;
        for k in 0..=((to - from).max(0.0) / STEP) as usize + 1 {
            let x = from + k as f64 * STEP;
            let inside = x <= to && is_inside(point(x));
            match begun {
                None if inside => begun = Some(x),
                Some(since) if !inside => {
                    let last = x - STEP;
                    if last - since >= SHORTEST / std::f64::consts::SQRT_2 {
                        lines.push([point(since), point(last)]);
                    }
                    begun = None;
                }
                _ => {}
            }
        }
    }
    lines
}

/// Places in a staggered lattice, in domain units, at which the Hessian is positive definite or negative definite, and
/// which of both: all of a sign there lies in one region.
pub fn signs(regions: &Regions, map: &PlaneMap) -> Vec<(Vec2, Definiteness)> {
    let mut places = Vec::new();
    for row in 0..(map.size.y / LATTICE.y) as usize {
        let shift = if row % 2 == 0 { 0.25 } else { 0.75 };
        for column in 0..(map.size.x / LATTICE.x) as usize + 1 {
            let pixel = map.corner + Vec2::new((column as f64 + shift) * LATTICE.x, (row as f64 + 0.5) * LATTICE.y);
            let at = |dx: f64, dy: f64| regions.at(map.to_domain(pixel + Vec2::new(dx, dy)));
            let Some(found) = at(0.0, 0.0).filter(|found| *found != Definiteness::Indefinite) else { continue };
            let arm = 1.5 * ARM;
            if [(-arm, 0.0), (arm, 0.0), (0.0, -arm), (0.0, arm)].iter().all(|(dx, dy)| at(*dx, *dy) == Some(found)) {
                places.push((map.to_domain(pixel), found));
            }
        }
    }
    places
}
