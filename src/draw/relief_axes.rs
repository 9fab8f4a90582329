//! The box around a relief: its far walls with their lines, and the numbers along its edges.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::{
    DrawError, Mesh, Projection, Scale, Sheet, Theme, Unit, Vec3, decade_text, failed, in_css_pixels, round_step,
    step_across, tick_text, ticks,
};
use crate::linear::{Rect, Vec2};

/// Ticks along an edge of the floor are at least this far apart, in CSS pixels.
const APART: f64 = 34.0;

/// Ticks of losses are at least this far apart, in CSS pixels.
const LOSSES_APART: f64 = 20.0;

/// An edge that is shorter in the picture has no numbers, in CSS pixels.
const SHORTEST: f64 = 40.0;

/// About the width of a digit and the height of a number, in CSS pixels.
const DIGIT: Vec2 = Vec2 { x: 6.4, y: 11.0 };

/// From an edge to its numbers, and from these to its name, in CSS pixels.
const GAPS: [f64; 2] = [7.0, 8.0];

/// The ticks of an axis: where they are on the way from its lower to its upper end, and their numbers.
type Ticks = Vec<(f64, String)>;

/// Ticks of the plane's axis `bounds` on an edge of `length` CSS pixels.
fn plane_ticks([low, high]: [f64; 2], length: f64) -> Ticks {
    if length < SHORTEST {
        return Ticks::new();
    }
    let step = step_across([low, high], (high - low) / length, APART);
    let text = tick_text(step, [low, high]);
    ticks([low, high], step).into_iter().map(|at| ((at - low) / (high - low), text(at))).collect()
}

/// Ticks of the losses on an edge of `length` CSS pixels.
fn loss_ticks(scale: Option<&Scale>, length: f64) -> Ticks {
    match scale {
        _ if length < SHORTEST => Ticks::new(),
        None => Ticks::new(),
        Some(Scale::Linear { low, high }) => {
            let step = round_step(LOSSES_APART * (high - low) / length);
            let text = tick_text(step, [*low, *high]);
            ticks([*low, *high], step).into_iter().map(|at| ((at - low) / (high - low), text(at))).collect()
        }
        Some(Scale::Logarithmic { low, high, .. }) => {
            // Between decades there are no ticks.
            let step = round_step(LOSSES_APART * (high - low) / length).max(1.0);
            let at = |decade: f64| ((decade - low) / (high - low), decade_text(libm::round(decade) as i32));
            ticks([*low, *high], step).into_iter().map(at).collect()
        }
    }
}

/// Where the box's edges are that have numbers.
struct Edges {
    half: Vec3,
    /// The sides of the box that face the viewer: −1 or 1 along x and y.
    near: Vec2,
    /// The upright edge that is farthest to the left: −1 or 1 along x and y.
    left: Vec2,
}

impl Edges {
    fn of(mesh: &Mesh, projection: &Projection) -> Edges {
        let sign = |value: f64| if value < 0.0 { -1.0 } else { 1.0 };
        let near = Vec2::new(sign(projection.eye.x), sign(projection.eye.y));
        let left = Vec2::new(-sign(projection.right.x), -sign(projection.right.y));
        Edges { half: mesh.half, near, left }
    }

    /// A corner or a point of an edge, by fractions −1 to 1 of the box.
    fn at(&self, x: f64, y: f64, z: f64) -> Vec3 {
        Vec3::new(x * self.half.x, y * self.half.y, z * self.half.z)
    }
}

/// Draws what is behind the surface: the far walls, with lines at the ticks.
pub(super) fn draw_walls<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    unit: Unit,
    projection: &Projection,
    mesh: &Mesh,
    scale: Option<&Scale>,
    theme: &Theme,
) -> Result<(), DrawError> {
    let area = in_css_pixels(sheet, unit);
    let edges = Edges::of(mesh, projection);
    let far = -edges.near;
    let line = |from: Vec3, to: Vec3, alpha: f64| {
        let ends = [from, to].map(|at| projection.pixel(at)).map(|pixel| (pixel.x, pixel.y));
        area.draw(&PathElement::new(ends.to_vec(), unit.stroke(theme.faint, alpha, 1.0))).map_err(failed)
    };
    let length = |from: Vec3, to: Vec3| (projection.pixel(to) - projection.pixel(from)).norm();
    let corner = edges.at(far.x, far.y, -1.0);
    for (t, _) in loss_ticks(scale, length(corner, edges.at(far.x, far.y, 1.0))) {
        let z = 2.0 * t - 1.0;
        line(edges.at(-far.x, far.y, z), edges.at(far.x, far.y, z), 0.35)?;
        line(edges.at(far.x, far.y, z), edges.at(far.x, -far.y, z), 0.35)?;
    }
    let Rect { x, y } = mesh.heights.extent;
    for (t, _) in plane_ticks(x, length(corner, edges.at(-far.x, far.y, -1.0))) {
        let x = 2.0 * t - 1.0;
        line(edges.at(x, far.y, -1.0), edges.at(x, far.y, 1.0), 0.2)?;
    }
    for (t, _) in plane_ticks(y, length(corner, edges.at(far.x, -far.y, -1.0))) {
        let y = 2.0 * t - 1.0;
        line(edges.at(far.x, y, -1.0), edges.at(far.x, y, 1.0), 0.2)?;
    }
    for z in [-1.0, 1.0] {
        line(edges.at(-far.x, far.y, z), edges.at(far.x, far.y, z), 0.7)?;
        line(edges.at(far.x, far.y, z), edges.at(far.x, -far.y, z), 0.7)?;
    }
    for (x, y) in [(far.x, far.y), (-far.x, far.y), (far.x, -far.y)] {
        line(edges.at(x, y, -1.0), edges.at(x, y, 1.0), 0.7)?;
    }
    Ok(())
}

/// Draws what is in front of the surface: the near edges of the floor, and the numbers along the axes.
pub(super) fn draw_numbers<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    unit: Unit,
    projection: &Projection,
    mesh: &Mesh,
    scale: Option<&Scale>,
    caption: &str,
    theme: &Theme,
) -> Result<(), DrawError> {
    let edges = Edges::of(mesh, projection);
    let (near, left) = (edges.near, edges.left);
    let Rect { x, y } = mesh.heights.extent;
    let outwards = |direction: Vec3| {
        let pixels = projection.pixel(direction) - projection.pixel(Vec3::new(0.0, 0.0, 0.0));
        pixels / pixels.norm().max(1e-9)
    };
    let down = |direction: Vec2| if direction.y > 0.0 { direction } else { Vec2::new(direction.x, -direction.y) };
    let axis = |from: Vec3, to: Vec3, outwards: Vec2, name: &str, ticks: &dyn Fn(f64) -> Ticks| {
        let (from, to) = (projection.pixel(from), projection.pixel(to));
        let ticks = ticks((to - from).norm());
        draw_axis(sheet, unit, [from, to], outwards, name, &ticks, theme)
    };
    axis(
        edges.at(-1.0, near.y, -1.0),
        edges.at(1.0, near.y, -1.0),
        down(outwards(Vec3::new(0.0, near.y, 0.0))),
        "x",
        &|length| plane_ticks(x, length),
    )?;
    axis(
        edges.at(near.x, -1.0, -1.0),
        edges.at(near.x, 1.0, -1.0),
        down(outwards(Vec3::new(near.x, 0.0, 0.0))),
        "y",
        &|length| plane_ticks(y, length),
    )?;
    axis(edges.at(left.x, left.y, -1.0), edges.at(left.x, left.y, 1.0), Vec2::new(-1.0, 0.0), caption, &|length| {
        loss_ticks(scale, length)
    })
}

/// An edge of the box as an axis: its line, ticks with numbers, and its name.
fn draw_axis<DB: DrawingBackend>(
    sheet: &Sheet<DB>,
    unit: Unit,
    [from, to]: [Vec2; 2],
    outwards: Vec2,
    name: &str,
    ticks: &Ticks,
    theme: &Theme,
) -> Result<(), DrawError> {
    let area = in_css_pixels(sheet, unit);
    let line = |from: Vec2, to: Vec2| {
        let ends = vec![(from.x, from.y), (to.x, to.y)];
        area.draw(&PathElement::new(ends, unit.stroke(theme.faint, 1.0, 1.0))).map_err(failed)
    };
    let text = |text: &str, at: Vec2| {
        let style = ("sans-serif", unit.length(DIGIT.y)).into_font().color(&theme.ink.with_alpha(0.85));
        area.draw(&Text::new(text.to_string(), (at.x, at.y), style.pos(Pos::new(HPos::Center, VPos::Center))))
            .map_err(failed)
    };
    // From the edge to the middle of a text of so many characters.
    let out = |gap: f64, count: usize| {
        let half = 0.5 * Vec2::new(DIGIT.x * count as f64, DIGIT.y);
        (gap + half.dot(outwards.abs())) * outwards
    };
    line(from, to)?;
    let is_upright = outwards.y == 0.0;
    let widest = ticks.iter().map(|(_, number)| number.chars().count()).max().unwrap_or(0);
    for (t, number) in ticks {
        let at = (1.0 - t) * from + *t * to;
        line(at, at + 4.0 * outwards)?;
        // At its foot an upright axis meets the numbers of another.
        if !is_upright || (at - from).norm() >= DIGIT.y {
            text(number, at + out(GAPS[0], number.chars().count()))?;
        }
    }
    let at = if is_upright {
        // Above the axis, where no number is.
        to + Vec2::new(0.0, -DIGIT.y)
    } else {
        let numbers = 2.0 * out(0.0, widest).dot(outwards);
        0.5 * (from + to) + out(GAPS[0] + numbers + GAPS[1], name.chars().count())
    };
    text(name, at)
}
