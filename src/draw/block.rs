//! The block under a relief's surface: its faces in the order in which they are painted, holes, and sides.

use plotters::element::{Drawable, PointCollection};
use plotters::prelude::*;
use plotters_backend::{BackendCoord, DrawingErrorKind};

use super::{Color, Grid, Mesh, Projection, Theme, Unit};
use crate::linear::Vec2;

/// How far the block's sides take the contours' colour in a light theme and in a dark one.
const SIDES: [f64; 2] = [0.35, 0.2];

/// Faces are painted this much larger on each side, in CSS pixels: between neighbours nothing shines through.
const OVERLAP: f64 = 0.6;

/// A surface in the picture's units: the corners of its cells, and the order in which they are painted.
pub(super) struct Block<'a> {
    mesh: &'a Mesh,
    colors: &'a [Color],
    /// The grid points at their heights, in backend units.
    corners: Vec<BackendCoord>,
    /// The same grid points on the floor.
    floor: Vec<BackendCoord>,
    /// Columns and rows of cells from the far side to the near one.
    order: [Vec<usize>; 2],
    has_holes: bool,
    overlap: i32,
}

impl<'a> Block<'a> {
    /// The surface `mesh` with the `colors` of its cells, as `projection` maps it.
    pub(super) fn new(mesh: &'a Mesh, colors: &'a [Color], projection: &Projection, unit: Unit) -> Self {
        let (columns, rows) = (mesh.heights.columns, mesh.heights.rows);
        let units = |pixel: Vec2| ((pixel.x * unit.0).round() as i32, (pixel.y * unit.0).round() as i32);
        let point = |k: usize, height: f64| {
            let place = Vec2::new((k % columns) as f64, (k / columns) as f64);
            units(projection.pixel(mesh.boxed(place, height)))
        };
        let far_first = |cells: usize, eye: f64| {
            let order = 0..cells;
            if eye > 0.0 { order.collect() } else { order.rev().collect() }
        };
        Block {
            mesh,
            colors,
            corners: mesh.heights.values.iter().enumerate().map(|(k, height)| point(k, *height)).collect(),
            floor: (0..columns * rows).map(|k| point(k, 0.0)).collect(),
            order: [far_first(columns - 1, projection.eye.x), far_first(rows - 1, projection.eye.y)],
            has_holes: mesh.heights.values.iter().any(|height| !height.is_finite()),
            overlap: unit.length(OVERLAP) as i32,
        }
    }

    /// Paints it on a backend.
    pub(super) fn paint<DB: DrawingBackend>(
        &self,
        backend: &mut DB,
        theme: &Theme,
        unit: Unit,
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        if self.has_holes {
            self.hatch(backend, unit.stroke(theme.faint, 0.8, 1.0))?;
        }
        let edge = unit.stroke(theme.ink, 0.7, 1.25);
        let columns = self.mesh.heights.columns;
        for &row in &self.order[1] {
            let mut strip: Option<Strip> = None;
            for &column in &self.order[0] {
                let (k, color) = (row * columns + column, self.colors[row * (columns - 1) + column]);
                let open = self.has_holes && self.mesh.corners(column, row).is_none();
                let face = [k, k + 1, k + columns + 1, k + columns].map(|k| self.corners[k]);
                let side = if open { Side::Hole } else { side(face) };
                match &mut strip {
                    Some(Strip { columns: [first, last], color: same }) if *same == color && side == Side::Above => {
                        (*first, *last) = (column.min(*first), column.max(*last));
                    }
                    _ => {
                        self.paint_strip(backend, row, strip.take())?;
                        let alone = Strip { columns: [column; 2], color };
                        match side {
                            Side::Above => strip = Some(alone),
                            Side::Edge => self.paint_strip(backend, row, Some(alone))?,
                            // From below it is seen through a hole only.
                            Side::Below if self.has_holes => self.paint_strip(backend, row, Some(alone))?,
                            Side::Below | Side::Hole => {}
                        }
                    }
                }
                let edges = if self.has_holes && !open { self.open_edges(column, row) } else { Vec::new() };
                if !edges.is_empty() {
                    self.paint_strip(backend, row, strip.take())?;
                }
                for ends in edges {
                    backend.draw_path(ends.map(|k| self.corners[k]), &edge)?;
                }
            }
            self.paint_strip(backend, row, strip)?;
        }
        self.sides(backend, theme, unit)
    }

    /// Fills a strip, larger on each side by the overlap, or by a share of itself where it is narrow.
    fn paint_strip<DB: DrawingBackend>(
        &self,
        backend: &mut DB,
        row: usize,
        strip: Option<Strip>,
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        let Some(Strip { columns: [first, last], color }) = strip else { return Ok(()) };
        let columns = self.mesh.heights.columns;
        let at = |column: usize, up: usize| self.corners[(row + up) * columns + column];
        let more = |(x, y): BackendCoord, (from_x, from_y): BackendCoord| {
            let more = |at: i32, from: i32| at + ((at - from) / 4).clamp(-self.overlap, self.overlap);
            (more(x, from_x), more(y, from_y))
        };
        let vertex = |column: usize, up: usize| {
            let point = more(at(column, up), at(column, 1 - up));
            match column {
                column if column == first => more(point, at(column + 1, up)),
                column if column == last + 1 => more(point, at(column - 1, up)),
                _ => point,
            }
        };
        let ring = (first..=last + 1)
            .map(|column| vertex(column, 0))
            .chain((first..=last + 1).rev().map(|column| vertex(column, 1)));
        backend.fill_polygon(ring, &color.opaque())
    }

    /// The edges of a cell behind which there is a hole, by their ends.
    fn open_edges(&self, column: usize, row: usize) -> Vec<[usize; 2]> {
        let Grid { columns, rows, .. } = self.mesh.heights;
        let k = row * columns + column;
        let is_hole = |column: usize, row: usize| self.mesh.corners(column, row).is_none();
        let edges = [
            ([k, k + 1], row > 0 && is_hole(column, row - 1)),
            ([k + 1, k + columns + 1], column + 2 < columns && is_hole(column + 1, row)),
            ([k + columns + 1, k + columns], row + 2 < rows && is_hole(column, row + 1)),
            ([k + columns, k], column > 0 && is_hole(column - 1, row)),
        ];
        edges.into_iter().filter(|(_, open)| *open).map(|(ends, _)| ends).collect()
    }

    /// Lines on the floor below holes, along x in every other row.
    fn hatch<DB: DrawingBackend>(
        &self,
        backend: &mut DB,
        line: ShapeStyle,
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        let columns = self.mesh.heights.columns;
        for row in (0..self.mesh.heights.rows - 1).step_by(2) {
            let mut begun = None;
            for column in 0..columns {
                let is_hole = column + 1 < columns && self.mesh.corners(column, row).is_none();
                match begun {
                    None if is_hole => begun = Some(column),
                    Some(since) if !is_hole => {
                        let ends = [since, column].map(|column| self.floor[row * columns + column]);
                        backend.draw_path(ends, &line)?;
                        begun = None;
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// The sides of the block that face the viewer, under the edge of the surface.
    fn sides<DB: DrawingBackend>(
        &self,
        backend: &mut DB,
        theme: &Theme,
        unit: Unit,
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        let darker = SIDES[usize::from(!theme.is_light())];
        let fill = theme.field[1].towards(theme.contour, darker).opaque();
        let rim = unit.stroke(theme.contour, 1.0, 1.0);
        let (columns, rows) = (self.mesh.heights.columns, self.mesh.heights.rows);
        let last = |order: &[usize], count: usize| if order[0] == 0 { count - 1 } else { 0 };
        let (column, row) = (last(&self.order[0], columns), last(&self.order[1], rows));
        let sides: [Vec<usize>; 2] = [
            (0..columns).map(|column| row * columns + column).collect(),
            (0..rows).map(|row| row * columns + column).collect(),
        ];
        for side in sides {
            let is_open = |k: &usize| !self.mesh.heights.values[*k].is_finite();
            for run in side.split(is_open).filter(|run| run.len() > 1) {
                let upper = run.iter().map(|k| self.corners[*k]);
                let lower = [run[run.len() - 1], run[0]].map(|k| self.floor[k]);
                backend.fill_polygon(upper.clone().chain(lower), &fill)?;
                backend.draw_path(upper, &rim)?;
            }
        }
        let corner = row * columns + column;
        if self.mesh.heights.values[corner].is_finite() {
            backend.draw_path([self.corners[corner], self.floor[corner]], &rim)?;
        }
        Ok(())
    }
}

/// Neighbouring cells of a row in one colour: the first and the last.
struct Strip {
    columns: [usize; 2],
    color: Color,
}

/// From where a face is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Below,
    /// From above in one part, from below in another.
    Edge,
    /// There is none.
    Hole,
}

/// From where a face is seen: from above it goes around anticlockwise at each corner.
fn side(face: [BackendCoord; 4]) -> Side {
    let turns = [0, 1, 2, 3].map(|k| {
        let [a, b, c] = [face[k], face[(k + 1) % 4], face[(k + 2) % 4]];
        i64::from(b.0 - a.0) * i64::from(c.1 - b.1) - i64::from(b.1 - a.1) * i64::from(c.0 - b.0)
    });
    match turns {
        turns if turns.iter().all(|turn| *turn < 0) => Side::Above,
        turns if turns.iter().all(|turn| *turn > 0) => Side::Below,
        _ => Side::Edge,
    }
}

/// Something that is painted on a backend directly: for thousands of faces plotters' elements would take as long again.
pub(super) struct Painting<F>(pub(super) F);

impl<'a, F> PointCollection<'a, BackendCoord> for &'a Painting<F> {
    type Point = BackendCoord;
    type IntoIter = std::iter::Once<BackendCoord>;
    fn point_iter(self) -> Self::IntoIter {
        std::iter::once((0, 0))
    }
}

impl<DB: DrawingBackend, F: Fn(&mut DB) -> Result<(), DrawingErrorKind<DB::ErrorType>>> Drawable<DB> for Painting<F> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        _: I,
        backend: &mut DB,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        (self.0)(backend)
    }
}
