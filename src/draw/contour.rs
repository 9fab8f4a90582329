//! Contour lines by marching squares: pure geometry.
//!
//! W. E. Lorensen, H. E. Cline, Marching cubes, 1987, in two dimensions; ambiguous cells are decided by their mean.

use super::Grid;
use crate::linear::Vec2;

/// No neighbour.
const NONE: u32 = u32::MAX;

/// The contour lines of `grid` at each of the ascending `levels`, in domain units.
///
/// Crossings are interpolated linearly along the grid's edges.
/// A closed line ends where it began; an open one ends at the grid's border or beside a value that is not finite: cells
/// with such a corner have no contours.
pub fn contours(grid: &Grid, levels: &[f64]) -> Vec<Vec<Vec<Vec2>>> {
    let mut segments = vec![Vec::new(); levels.len()];
    let columns = grid.columns;
    for row in 0..grid.rows - 1 {
        for column in 0..columns - 1 {
            let corner = row * columns + column;
            let cell = [corner, corner + 1, corner + columns + 1, corner + columns].map(|k| grid.values[k]);
            let low = cell.into_iter().fold(f64::INFINITY, f64::min);
            let high = cell.into_iter().fold(f64::NEG_INFINITY, f64::max);
            if !cell.iter().all(|value| value.is_finite()) {
                continue;
            }
            let first = levels.partition_point(|level| *level <= low);
            for (level, segments) in levels.iter().zip(&mut segments).skip(first) {
                if *level > high {
                    break;
                }
                cross(&cell, *level, corner, columns, segments);
            }
        }
    }
    let mut neighbours = vec![[NONE; 2]; 2 * grid.values.len()];
    levels.iter().zip(&segments).map(|(level, segments)| join(grid, *level, segments, &mut neighbours)).collect()
}

/// The segments of one cell at one level, each as the two grid edges it joins.
///
/// Corners go round from the lower left; edge 2k starts rightwards at grid point k, edge 2k + 1 upwards.
fn cross(cell: &[f64; 4], level: f64, corner: usize, columns: usize, segments: &mut Vec<[u32; 2]>) {
    let edges = [2 * corner, 2 * (corner + 1) + 1, 2 * (corner + columns), 2 * corner + 1].map(|edge| edge as u32);
    let [bottom, right, top, left] = edges;
    let above = cell.map(|value| value >= level);
    let case = above.iter().enumerate().map(|(k, above)| usize::from(*above) << k).sum::<usize>();
    let middle_above = cell.iter().sum::<f64>() / 4.0 >= level;
    match case {
        0 | 15 => {}
        1 | 14 => segments.push([left, bottom]),
        2 | 13 => segments.push([bottom, right]),
        3 | 12 => segments.push([left, right]),
        4 | 11 => segments.push([right, top]),
        6 | 9 => segments.push([bottom, top]),
        7 | 8 => segments.push([left, top]),
        // Opposite corners are above: the mean tells whether they are joined through the middle.
        5 if middle_above => segments.extend([[left, top], [bottom, right]]),
        5 => segments.extend([[left, bottom], [right, top]]),
        _ if middle_above => segments.extend([[left, bottom], [right, top]]),
        _ => segments.extend([[left, top], [bottom, right]]),
    }
}

/// Joins segments that share an edge into lines.
fn join(grid: &Grid, level: f64, segments: &[[u32; 2]], neighbours: &mut [[u32; 2]]) -> Vec<Vec<Vec2>> {
    for &[a, b] in segments {
        for (from, to) in [(a, b), (b, a)] {
            let slots = &mut neighbours[from as usize];
            let free = usize::from(slots[0] != NONE);
            slots[free] = to;
        }
    }
    let mut lines = Vec::new();
    let ends = segments.iter().flatten().copied();
    // Open lines first, from their ends; what is left are closed ones.
    let mut starts: Vec<u32> = ends.clone().filter(|edge| neighbours[*edge as usize][1] == NONE).collect();
    starts.extend(ends);
    for start in starts {
        let mut next = neighbours[start as usize][0];
        if next == NONE {
            continue;
        }
        let mut line = vec![crossing(grid, level, start)];
        let mut here = start;
        while next != NONE {
            unlink(neighbours, here, next);
            line.push(crossing(grid, level, next));
            here = next;
            next = neighbours[here as usize][0];
        }
        lines.push(line);
    }
    lines
}

fn unlink(neighbours: &mut [[u32; 2]], a: u32, b: u32) {
    for (from, to) in [(a, b), (b, a)] {
        let slots = &mut neighbours[from as usize];
        if slots[0] == to {
            slots[0] = slots[1];
        }
        slots[1] = NONE;
    }
}

/// Where the level crosses an edge.
fn crossing(grid: &Grid, level: f64, edge: u32) -> Vec2 {
    let (k, upwards) = (edge as usize / 2, edge % 2 == 1);
    let (column, row) = (k % grid.columns, k / grid.columns);
    let (a, b) = (grid.values[k], grid.values[if upwards { k + grid.columns } else { k + 1 }]);
    let from = grid.point(column, row);
    let to = if upwards { grid.point(column, row + 1) } else { grid.point(column + 1, row) };
    from + (level - a) / (b - a) * (to - from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear::Rect;

    fn grid(rows: &[&[f64]]) -> Grid {
        // Written as seen: the first row is the top one.
        let values = rows.iter().rev().flat_map(|row| row.iter().copied()).collect();
        let (columns, rows) = (rows[0].len(), rows.len());
        let extent = Rect::new(0.0, (columns - 1) as f64, 0.0, (rows - 1) as f64);
        Grid { extent, columns, rows, values }
    }

    #[test]
    fn a_peak_has_one_closed_line() {
        let peak = grid(&[&[0., 0., 0.], &[0., 1., 0.], &[0., 0., 0.]]);
        let lines = &contours(&peak, &[0.5])[0];
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].first(), lines[0].last());
        assert_eq!(lines[0].len(), 5);
    }

    #[test]
    fn a_slope_has_one_open_line_across() {
        let slope = grid(&[&[0., 1., 2.], &[0., 1., 2.], &[0., 1., 2.]]);
        let lines = &contours(&slope, &[0.5])[0];
        assert_eq!(lines.len(), 1);
        assert!(lines[0].iter().all(|w| w.x == 0.5));
        assert_eq!(lines[0].len(), 3);
    }

    #[test]
    fn holes_have_no_contours_beside_them() {
        let hole = grid(&[&[0., 1., 2.], &[0., f64::NAN, 2.], &[0., 1., 2.]]);
        assert!(contours(&hole, &[0.5])[0].is_empty());
    }

    #[test]
    fn a_saddle_cell_keeps_its_corners_apart_or_joined_by_its_mean() {
        let saddle = grid(&[&[0., 1.], &[1., 0.]]);
        assert_eq!(contours(&saddle, &[0.4, 0.6]).iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
    }

    #[test]
    fn circles_have_their_radius() {
        let n = 101;
        let extent = Rect::new(-2.0, 2.0, -2.0, 2.0);
        let mut circle = Grid { extent, columns: n, rows: n, values: vec![0.0; n * n] };
        for k in 0..n * n {
            let w = circle.point(k % n, k / n);
            circle.values[k] = w.dot(w);
        }
        let lines = &contours(&circle, &[1.0])[0];
        assert_eq!(lines.len(), 1);
        // Linear interpolation over a spacing h = 0.04 errs by at most h²/8 of the second derivative 2, over a slope of
        // 2.
        assert!(lines[0].iter().all(|w| (w.norm() - 1.0).abs() < 0.04 * 0.04 / 8.0 * 1.5));
    }
}
