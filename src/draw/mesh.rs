//! The surface of a relief: heights on a grid, rays that hit it, and its contour lines. Pure geometry.

use super::{Draped, Grid, Projection, Scale, Vec3, contours};
use crate::linear::{Rect, Vec2};

/// Half the height of the box, where half of its longer side is 1.
const HEIGHT: f64 = 0.46;

/// The shorter side of the box is at least this fraction of the longer one, whatever the view's: where the view is
/// narrower than that, its axes have scales of their own.
const NARROWEST: f64 = 0.4;

/// How far a point is lifted before it is asked whether it is hidden, in units of the box: less than two pixels.
const LIFT: f64 = 0.005;

/// A surface over a rectangle of the plane, bilinear between the points of a grid.
///
/// A cell with a corner at which the loss is not finite is a hole.
#[derive(Debug, Clone, PartialEq)]
pub struct Mesh {
    /// Heights as fractions of the box; NaN where there is none.
    pub heights: Grid,
    /// How far the box extends from its middle.
    pub half: Vec3,
}

/// The ray's height above the surface within a cell is a + b s + c s², s from 0 where it enters to 1 where it leaves;
/// the first s at which it is 0.
fn first_root(a: f64, b: f64, c: f64) -> Option<f64> {
    let discriminant = b * b - 4.0 * a * c;
    if discriminant.is_nan() || discriminant < 0.0 {
        return None;
    }
    // Both roots without cancellation, one of them infinite or NaN for a line.
    let q = -0.5 * (b + discriminant.sqrt().copysign(b));
    let (one, other) = (q / c, a / q);
    let inside = |s: f64| (0.0..=1.0).contains(&s);
    match (inside(one), inside(other)) {
        (true, true) => Some(one.min(other)),
        (true, false) => Some(one),
        (false, true) => Some(other),
        (false, false) => None,
    }
}

impl Mesh {
    /// The surface over `grid`, with heights by `scale`; without one (a constant loss) half way up.
    pub fn of(grid: &Grid, scale: Option<&Scale>) -> Self {
        let height = |value: &f64| match scale {
            _ if !value.is_finite() => f64::NAN,
            Some(scale) => scale.fraction(*value),
            None => 0.5,
        };
        let size = grid.extent.size();
        let longer = size.x.max(size.y);
        let side = |length: f64| (length / longer).max(NARROWEST);
        let values = grid.values.iter().map(height).collect();
        Mesh {
            heights: Grid { extent: grid.extent, columns: grid.columns, rows: grid.rows, values },
            half: Vec3::new(side(size.x), side(size.y), HEIGHT),
        }
    }

    /// The surface over every other point, which need an odd number of columns and rows.
    pub fn coarser(&self) -> Self {
        let Grid { extent, columns, rows, values } = &self.heights;
        let kept = values.chunks(*columns).step_by(2).flat_map(|row| row.iter().copied().step_by(2));
        let heights =
            Grid { extent: *extent, columns: columns.div_ceil(2), rows: rows.div_ceil(2), values: kept.collect() };
        Mesh { heights, half: self.half }
    }

    /// The heights at the corners of a cell: those of the least y first, each from the least x; none of a hole.
    pub fn corners(&self, column: usize, row: usize) -> Option<[f64; 4]> {
        let k = row * self.heights.columns + column;
        let heights =
            [k, k + 1, k + self.heights.columns, k + self.heights.columns + 1].map(|k| self.heights.values[k]);
        heights.iter().all(|height| height.is_finite()).then_some(heights)
    }

    /// The place of a point of the plane in columns and rows.
    pub(super) fn cell_place(&self, w: Vec2) -> Vec2 {
        let t = (w - Vec2::new(self.heights.extent.x[0], self.heights.extent.y[0])) / self.heights.extent.size();
        t * Vec2::new((self.heights.columns - 1) as f64, (self.heights.rows - 1) as f64)
    }

    /// A place in columns and rows at a height, as a point of the box.
    pub fn boxed(&self, place: Vec2, height: f64) -> Vec3 {
        let along = |at: f64, count: usize, half: f64| (2.0 * at / (count - 1) as f64 - 1.0) * half;
        let (x, y) =
            (along(place.x, self.heights.columns, self.half.x), along(place.y, self.heights.rows, self.half.y));
        Vec3::new(x, y, (2.0 * height - 1.0) * self.half.z)
    }

    /// The point of the plane below or above a point of the box, in domain units.
    pub fn below(&self, at: Vec3) -> Vec2 {
        let Rect { x, y } = self.heights.extent;
        let along = |[low, high]: [f64; 2], at: f64, half: f64| low + (high - low) * (0.5 + 0.5 * at / half);
        Vec2::new(along(x, at.x, self.half.x), along(y, at.y, self.half.y))
    }

    /// The point of the surface at the point `w` of the plane; none outside and in a hole.
    pub fn above(&self, w: Vec2) -> Option<Vec3> {
        if !self.heights.extent.contains(w) {
            return None;
        }
        let place = self.cell_place(w);
        Some(self.boxed(place, self.height(place, place)?))
    }

    /// The height at a place in columns and rows, of the cell in which `beside` lies, on whose border the place may be;
    /// none in a hole.
    pub(super) fn height(&self, place: Vec2, beside: Vec2) -> Option<f64> {
        let cell = |at: f64, count: usize| (at.max(0.0) as usize).min(count - 2);
        let (column, row) = (cell(beside.x, self.heights.columns), cell(beside.y, self.heights.rows));
        let (p, q) = (place.x - column as f64, place.y - row as f64);
        let [a, b, c, d] = self.corners(column, row)?;
        Some((1.0 - q) * ((1.0 - p) * a + p * b) + q * ((1.0 - p) * c + p * d))
    }

    /// The first point of the surface on the ray from `from`, as a multiple of `direction`, above 0.
    ///
    /// From cell to cell after J. Amanatides, A. Woo, A fast voxel traversal algorithm for ray tracing, 1987; within a
    /// cell the ray meets the bilinear surface where a quadratic is 0.
    pub fn hit(&self, from: Vec3, direction: Vec3) -> Option<f64> {
        // Of this line in columns, rows and heights the part over the grid.
        let cells = Vec2::new((self.heights.columns - 1) as f64, (self.heights.rows - 1) as f64);
        let half = Vec2::new(self.half.x, self.half.y);
        let at = (Vec2::new(from.x, from.y) / half + 1.0) * cells / 2.0;
        let by = Vec2::new(direction.x, direction.y) / half * cells / 2.0;
        let height = |t: f64| 0.5 + 0.5 * (from.z + t * direction.z) / self.half.z;
        let (mut enter, mut leave) = (0.0_f64, f64::INFINITY);
        for (at, by, last) in [(at.x, by.x, cells.x), (at.y, by.y, cells.y)] {
            if by == 0.0 && !(0.0..=last).contains(&at) {
                return None;
            }
            if by != 0.0 {
                let (a, b) = (-at / by, (last - at) / by);
                (enter, leave) = (enter.max(a.min(b)), leave.min(a.max(b)));
            }
        }
        // Above all and below all there is no surface.
        if direction.z != 0.0 {
            let level = |z: f64| (z - from.z) / direction.z;
            let (a, b) = (level(-1.001 * self.half.z), level(1.001 * self.half.z));
            (enter, leave) = (enter.max(a.min(b)), leave.min(a.max(b)));
        }
        if enter >= leave {
            return None;
        }
        let start = at + enter * by;
        let cell = |place: f64, by: f64, last: f64| {
            let cell = libm::floor(place).clamp(0.0, last - 1.0);
            // On the border of two cells it is the one that the ray goes into.
            if by < 0.0 && place == cell && cell > 0.0 { cell - 1.0 } else { cell }
        };
        let (mut column, mut row) = (cell(start.x, by.x, cells.x), cell(start.y, by.y, cells.y));
        let next = |cell: f64, at: f64, by: f64| match by {
            by if by > 0.0 => (cell + 1.0 - at) / by,
            by if by < 0.0 => (cell - at) / by,
            _ => f64::INFINITY,
        };
        let mut t = enter;
        loop {
            let (across, up) = (next(column, at.x, by.x), next(row, at.y, by.y));
            let to = across.min(up).min(leave);
            if let Some([a, b, c, d]) = self.corners(column as usize, row as usize) {
                let (p, q) = (at.x + t * by.x - column, at.y + t * by.y - row);
                let (dp, dq) = ((to - t) * by.x, (to - t) * by.y);
                let (in_x, in_y, twist) = (b - a, c - a, a - b - c + d);
                let above = height(t) - (a + in_x * p + in_y * q + twist * p * q);
                let rise = height(to) - height(t);
                let slope = rise - in_x * dp - in_y * dq - twist * (p * dq + q * dp);
                if let Some(s) = first_root(above, slope, -twist * dp * dq) {
                    return Some(t + s * (to - t));
                }
            }
            if to >= leave {
                return None;
            }
            if across <= up {
                column += by.x.signum();
            } else {
                row += by.y.signum();
            }
            if !(0.0..cells.x).contains(&column) || !(0.0..cells.y).contains(&row) {
                return None;
            }
            t = to;
        }
    }

    /// Whether something of the surface is in front of a point that lies on it.
    pub fn hides(&self, at: Vec3, projection: &Projection) -> bool {
        self.hit(Vec3 { z: at.z + LIFT, ..at }, projection.eye).is_some()
    }

    /// The point of the surface that is seen at `pixel`; none beside it, on its sides and in a hole.
    pub fn pick(&self, pixel: Vec2, projection: &Projection) -> Option<Vec3> {
        let far = 2.0 * (self.half.dot(self.half)).sqrt();
        let from = projection.facing(pixel).along(far, projection.eye);
        let back = Vec3::new(0.0, 0.0, 0.0).along(-1.0, projection.eye);
        let at = from.along(self.hit(from, back)?, back);
        // What lies between the side of the block and the surface is inside the block.
        let rim = self.rim(at, projection.eye);
        let above_rim = rim.is_none_or(|(edge, height)| edge.z >= height);
        above_rim.then_some(at)
    }

    /// Where the ray from `at` towards the viewer leaves the block's sides, and the height of their upper edge there;
    /// none where that is a hole.
    fn rim(&self, at: Vec3, eye: Vec3) -> Option<(Vec3, f64)> {
        let until = |at: f64, by: f64, half: f64| if by == 0.0 { f64::INFINITY } else { (half.copysign(by) - at) / by };
        let t = until(at.x, eye.x, self.half.x).min(until(at.y, eye.y, self.half.y));
        let edge = at.along(t, eye);
        let place = self.cell_place(self.heights.extent.nearest(self.below(edge)));
        Some((edge, self.boxed(place, self.height(place, place)?).z))
    }

    /// The lines at some heights, as fractions of the box.
    pub fn levels(&self, fractions: &[f64]) -> Vec<Draped> {
        let lines = contours(&self.heights, fractions).into_iter().zip(fractions);
        let vertex = |w: &Vec2, height: f64| (self.boxed(self.cell_place(*w), height), 0.0);
        lines
            .flat_map(|(lines, height)| {
                lines.into_iter().map(move |line| line.iter().map(|w| vertex(w, *height)).collect())
            })
            .collect()
    }
}
