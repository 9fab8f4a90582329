//! Where the Hessian is positive definite, indefinite, negative definite: pure geometry.
//!
//! In the plane the sign of det H decides, and where it is positive that of the trace (J. J. Sylvester's criterion,
//! 1852).

use super::{Color, Grid, Theme, contours};
use crate::linear::{Definiteness, Mat2, Rect, Vec2};
use crate::objective::Objective;

/// The three definite answers, in the order of [`Regions::shares`] and of [`Theme::signs`].
pub const SIGNS: [Definiteness; 3] =
    [Definiteness::PositiveDefinite, Definiteness::Indefinite, Definiteness::NegativeDefinite];

/// No more Hessians than about this are computed for one picture: some ten milliseconds of a closed form.
const WORK: usize = 100_000;

/// A Hessian at a data point takes as long as about this many losses.
const HESSIAN: usize = 4;

/// The Hessian's definiteness on a regular grid.
///
/// Of a loss of one parameter it is the sign of L″, the same for every ordinate.
#[derive(Debug, Clone, PartialEq)]
pub struct Regions {
    /// The eigenvalue of lesser size over that of greater size, in [−1, 1]: it has the sign of det H and its zeros; 0
    /// where H is singular to rounding, NaN where it is not finite. Of one parameter, |L″|.
    ratio: Grid,
    /// The trace over the size of the eigenvalue of greater size: its sign decides where det H > 0. Of one parameter,
    /// L″.
    trace: Vec<f64>,
}

/// How much of a region's colour is mixed into the field.
const TINT: f64 = 0.3;

/// Ratio and trace of a Hessian as [`Regions`] keeps them.
fn parts(hessian: Mat2) -> [f64; 2] {
    let [low, high] = hessian.eigen().values;
    let size = low.abs().max(high.abs());
    let (a, b) = (low / size, high / size);
    match hessian.definiteness() {
        Definiteness::Undefined => [f64::NAN; 2],
        Definiteness::PositiveDefinite | Definiteness::NegativeDefinite | Definiteness::Indefinite => [a * b, a + b],
        _ => [0.0; 2],
    }
}

impl Regions {
    /// The regions of `objective` on about `columns` × `rows` points, at least 2 × 2, over `extent`.
    ///
    /// `work` is how many losses of data points may be evaluated: where the loss is dear, the Hessian is sampled on
    /// fewer points and its entries are interpolated between them by cubic convolution.
    pub fn sample(objective: &dyn Objective, extent: Rect, columns: usize, rows: usize, work: usize) -> Self {
        if objective.variables() == 1 {
            return Regions::sample_line(objective, extent, columns);
        }
        let (columns, rows) = (columns.max(2), rows.max(2));
        let cost = objective.cost();
        let affordable = if cost == 1 { WORK } else { WORK.min(work / HESSIAN / cost) };
        // The grids of the entries xx, xy, yy.
        let sample = |extent, columns, rows| {
            let mut entries = vec![Grid { extent, columns, rows, values: vec![0.0; columns * rows] }; 3];
            for k in 0..columns * rows {
                let Mat2 { xx, xy, yy } = objective.curvature(entries[0].point(k % columns, k / columns)).hessian;
                for (grid, entry) in entries.iter_mut().zip([xx, xy, yy]) {
                    grid.values[k] = entry;
                }
            }
            entries
        };
        let mut entries = Grid::within(extent, columns, rows, affordable, &sample);
        for k in 0..columns * rows {
            let [xx, xy, yy] = [0, 1, 2].map(|entry| entries[entry].values[k]);
            [entries[0].values[k], entries[1].values[k]] = parts(Mat2 { xx, xy, yy });
        }
        let trace = entries.swap_remove(1).values;
        Regions { ratio: entries.swap_remove(0), trace }
    }

    /// The same of one parameter.
    fn sample_line(objective: &dyn Objective, extent: Rect, columns: usize) -> Self {
        let mut ratio = Grid { extent, columns: columns.max(2), rows: 2, values: Vec::new() };
        let second = |k: usize| objective.curvature(Vec2::new(ratio.point(k, 0).x, 0.0)).hessian.xx;
        let line: Vec<f64> = (0..ratio.columns).map(second).map(|v| if v.is_finite() { v } else { f64::NAN }).collect();
        // Positive or negative, it is definite: as if the other eigenvalue were the same.
        ratio.values = [line.clone(), line.clone()].concat();
        let trace = ratio.values.clone();
        ratio.values.iter_mut().for_each(|value| *value = value.abs());
        Regions { ratio, trace }
    }

    /// The answer at `w`, between grid points by bilinear interpolation; none where H is singular or not finite, or
    /// outside.
    pub fn at(&self, w: Vec2) -> Option<Definiteness> {
        sign(self.ratio.between(&self.ratio.values, w)?, self.ratio.between(&self.trace, w)?)
    }

    /// The lines on which det H = 0, or of one parameter L″ = 0, in domain units.
    pub fn borders(&self) -> Vec<Vec<Vec2>> {
        let is_line = self.ratio.rows == 2;
        let signed = if is_line { &Grid { values: self.trace.clone(), ..self.ratio.clone() } } else { &self.ratio };
        contours(signed, &[0.0]).swap_remove(0)
    }

    /// Which fraction of the extent belongs to each of [`SIGNS`]; the rest is none of the three.
    pub fn shares(&self) -> [f64; 3] {
        let Grid { columns, rows, values, .. } = &self.ratio;
        let (mut counts, mut all) = ([0.0; 3], 0.0);
        for (k, (ratio, trace)) in values.iter().zip(&self.trace).enumerate() {
            // A point on the edge stands for half a cell.
            let half = |k: usize, count: usize| if k == 0 || k + 1 == count { 0.5 } else { 1.0 };
            let weight = half(k % columns, *columns) * half(k / columns, *rows);
            all += weight;
            if let Some(place) = sign(*ratio, *trace).and_then(|found| SIGNS.iter().position(|known| *known == found)) {
                counts[place] += weight;
            }
        }
        counts.map(|count| count / all)
    }

    /// Mixes the colours of the regions into `pixels`, `width` × `height` over the whole extent, three bytes each, from
    /// the upper left.
    pub fn tint(&self, pixels: &mut [u8], (width, height): (usize, usize), theme: &Theme) {
        let Rect { x, y } = self.ratio.extent;
        for (k, pixel) in pixels.as_chunks_mut::<3>().0.iter_mut().enumerate() {
            let across = ((k % width) as f64 + 0.5) / width as f64;
            let down = ((k / width) as f64 + 0.5) / height as f64;
            let place = Vec2::new(x[0] + across * (x[1] - x[0]), y[1] - down * (y[1] - y[0]));
            if let Some(found) = self.at(place) {
                *pixel = Color(*pixel).towards(color_of(found, theme), TINT).0;
            }
        }
    }

    /// The parts of the x axis with one sign each, where the loss has one parameter.
    pub fn bands(&self) -> Vec<([f64; 2], Definiteness)> {
        let Grid { extent, columns, .. } = self.ratio;
        let mut crossings: Vec<f64> = self.borders().iter().map(|line| line[0].x).collect();
        // Signs change as well beside what is not finite, and in jumps.
        let mut cuts = Vec::new();
        for end in (0..columns).map(|k| self.ratio.point(k, 0).x) {
            cuts.extend(crossings.extract_if(.., |x| *x < end));
            cuts.push(end);
        }
        let mut bands: Vec<([f64; 2], Definiteness)> = Vec::new();
        for pair in cuts.windows(2).filter(|pair| pair[0] < pair[1]) {
            let Some(found) = self.at(Vec2::new(0.5 * (pair[0] + pair[1]), extent.y[0])) else { continue };
            match bands.last_mut().filter(|(last, kind)| *kind == found && last[1] == pair[0]) {
                Some((last, _)) => last[1] = pair[1],
                None => bands.push(([pair[0], pair[1]], found)),
            }
        }
        bands
    }
}

/// The colour of a region.
pub(super) fn color_of(found: Definiteness, theme: &Theme) -> Color {
    SIGNS.iter().position(|known| *known == found).map_or(theme.faint, |place| theme.signs[place])
}

/// The answer of a ratio and a trace.
fn sign(ratio: f64, trace: f64) -> Option<Definiteness> {
    match ratio {
        ratio if ratio < 0.0 => Some(Definiteness::Indefinite),
        ratio if ratio > 0.0 && trace > 0.0 => Some(Definiteness::PositiveDefinite),
        ratio if ratio > 0.0 && trace < 0.0 => Some(Definiteness::NegativeDefinite),
        _ => None,
    }
}
