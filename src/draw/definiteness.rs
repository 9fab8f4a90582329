//! The overlay of definiteness as lines: signs, hatching, the curves det H = 0, and the principal axes of stationary
//! points.

use plotters::prelude::ShapeStyle;

use super::path::clip;
use super::regions::color_of;
use super::texture::{ARM, hatching, signs};
use super::{PlaneMap, PrincipalAxes, PrincipalAxis, Regions, Theme, Unit};
use crate::linear::{Definiteness, Vec2};

/// What the overlay shows.
#[derive(Clone, Copy)]
pub struct Bending<'a> {
    /// Where the Hessian has which sign.
    pub regions: &'a Regions,
    /// The axes of stationary points, where there are not too many.
    pub axes: Option<&'a PrincipalAxes>,
}

/// A line in domain units, and how it is drawn.
pub(super) type Stroke = (Vec<Vec2>, ShapeStyle);

/// Dash and gap of an axis along which the loss falls, and of one along which it does neither, in CSS pixels.
const DASHES: [(f64, f64); 2] = [(5.0, 4.0), (1.5, 4.5)];

/// Hatching, signs and borders of the regions.
pub(super) fn textures(regions: &Regions, map: &PlaneMap, unit: Unit, theme: &Theme) -> Vec<Stroke> {
    let mut strokes: Vec<Stroke> = Vec::new();
    let hatch = unit.stroke(color_of(Definiteness::Indefinite, theme), 0.6, 1.0);
    for ends in hatching(regions, map) {
        strokes.push((ends.to_vec(), hatch));
    }
    // Of a curve the axes have scales of their own.
    let arm = ARM * (map.visible.size() / map.size);
    for (at, found) in signs(regions, map) {
        let style = unit.stroke(color_of(found, theme), 0.85, 1.5);
        let across = Vec2::new(arm.x, 0.0);
        strokes.push((vec![at - across, at + across], style));
        if found == Definiteness::PositiveDefinite {
            let up = Vec2::new(0.0, arm.y);
            strokes.push((vec![at - up, at + up], style));
        }
    }
    for border in regions.borders() {
        // On paper of its own, so that it is seen on every field and beside every contour.
        strokes.push((border.clone(), unit.stroke(theme.paper, 0.9, 4.0)));
        strokes.push((border, unit.stroke(theme.ink, 1.0, 2.0)));
    }
    strokes
}

/// The axes, each on a wider line of paper: solid where the loss rises, dashed where it falls, dotted where to second
/// order it does neither.
pub(super) fn principal(axes: &[PrincipalAxis], map: &PlaneMap, unit: Unit, theme: &Theme) -> Vec<Stroke> {
    let mut strokes: Vec<Stroke> = Vec::new();
    for PrincipalAxis { at, half, sign } in axes {
        // A stretch of the axis, in half axes from the point.
        let mut add = |from: f64, to: f64, style| {
            for piece in clip(&[*at + from * *half, *at + to * *half], map.visible, 0.0) {
                strokes.push((piece, style));
            }
        };
        let ink = unit.stroke(theme.ink, 1.0, 2.0);
        add(-1.0, 1.0, unit.stroke(theme.paper, 1.0, 4.5));
        if *sign > 0 {
            add(-1.0, 1.0, ink);
            continue;
        }
        let pixels = half.norm() / map.per_pixel();
        let (dash, gap) = DASHES[usize::from(*sign == 0)];
        // Outwards from the point, the same on both sides.
        let mut from = gap;
        while from < pixels {
            let (near, far) = (from / pixels, (from + dash).min(pixels) / pixels);
            add(near, far, ink);
            add(-near, -far, ink);
            from += dash + gap;
        }
    }
    strokes
}
