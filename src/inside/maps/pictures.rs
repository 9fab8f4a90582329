//! The pictures of maps, on the page.

use std::sync::Arc;

use super::{Contours, Shown};
use crate::canvas::{Canvas, unit};
use crate::draw::{self, Backdrop, DrawError, Ground, PlaneMap, Scale, Shade, Sheet, Theme, Tick, Tuned, shade_cells};
use crate::explain::Stable;
use crate::lab::Lab;
use crate::linear::{Rect, Vec2};
use crate::map::{self, Axis, Cell, Dial, Tuning, round_values};
use crate::objective::Levels;
use crate::page;
use crate::parameter::Slider;
use crate::stationary::Found;

/// Points per side at which theory's limit is asked.
const THEORY: usize = 48;

/// Points per side of the grid of which contours are made.
const CONTOURS: usize = 120;

/// More stationary points than this are not marked.
const MOST_MARKED: usize = 250;

/// No more losses of data points than this make the contours.
const WORK: usize = 300_000;

impl Shown {
    fn basin(&self, part: usize, column: usize, row: usize) -> Shade {
        let Some(Cell { fate, value }) = self.atlas.cell(part, column, row) else { return Shade::Unknown };
        draw::fate_shade(fate, value, self.map.budget, &self.atlas)
    }

    pub(super) fn draw_basins(
        &mut self,
        lab: &Lab,
        sheet: &Sheet<Canvas>,
        ratio: f64,
        part: usize,
        view: Rect,
        theme: &Theme,
    ) -> Result<(), DrawError> {
        let map = PlaneMap::of_sheet(view, sheet, unit(ratio), lab.is_curve());
        let size = (map.size * ratio_of(ratio)).map(f64::round);
        let (width, height) = (size.x as usize, size.y as usize);
        let grid = self.atlas.grid();
        // By where a pixel is in the plane: the sheet may show another part of it than the map covers.
        let at = |x: usize, y: usize| {
            let pixel = Vec2::new(x as f64 + 0.5, y as f64 + 0.5) / ratio_of(ratio);
            let w = lab.point_at(map.to_domain(map.corner + pixel));
            self.area.contains(w).then(|| grid.cell(self.area, w))
        };
        let across: Vec<Option<usize>> = (0..width).map(|x| Some(at(x, height / 2)?.0)).collect();
        let down: Vec<Option<usize>> = (0..height).map(|y| Some(at(width / 2, y)?.1)).collect();
        let cell = |x: usize, y: usize| match (across[x], down[y]) {
            (Some(column), Some(row)) => self.basin(part, column, row),
            _ => Shade::Unknown,
        };
        let field = shade_cells((width, height), (width, height), theme, &cell);
        let field = Some((&field[..], (width as u32, height as u32)));
        let over = map.visible;
        let of = &lab.checked().ground.objective;
        if !lab.is_curve()
            && !self.contours.as_ref().is_some_and(|known| known.over == over && Arc::ptr_eq(&known.of, of))
        {
            let grid = draw::Grid::sample_within(lab.objective(), over, CONTOURS, CONTOURS, WORK);
            let levels = if lab.floor().is_some() { lab.checked().ground.levels() } else { Levels::Linear };
            let scale = Scale::of(&grid, levels, lab.infimum());
            let levels = scale.as_ref().map_or_else(Vec::new, draw::levels);
            self.contours = Some(Contours { of: of.clone(), over, lines: draw::contours(&grid, &levels) });
        }
        let curve = if lab.is_curve() { draw::curve(lab.objective(), over.x, 400) } else { Vec::new() };
        let ground = match &self.contours {
            _ if lab.is_curve() => Ground::CurveOver(&curve, field),
            Some(contours) => Ground::Plane { contours: &contours.lines, field },
            None => Ground::Plane { contours: &[], field },
        };
        // Where markers crowd they would hide what is coloured.
        let (found, none) = (lab.stationary(), Found::default());
        let stationary = if found.points.len() > MOST_MARKED { &none } else { found };
        let backdrop = Backdrop { ground, stationary, bounds: lab.objective().bounds(), bending: None, theme };
        draw::draw_backdrop(sheet, view, unit(ratio), &backdrop).map(|_| ())
    }

    pub(super) fn draw_tuning(
        &mut self,
        lab: &Lab,
        tuning: &Tuning,
        sheet: &Sheet<Canvas>,
        ratio: f64,
        theme: &Theme,
    ) -> Result<(), DrawError> {
        let unit = unit(ratio);
        let dials = Dial::all(lab.checked(), tuning.of);
        let ticks = |axis: &Axis| {
            let dial = dials.iter().find(|dial| dial.key == axis.setting);
            let named = |(at, value): (f64, f64)| (at, page::short(value));
            dial.map_or_else(Vec::new, |dial| dial.ticks(axis).into_iter().map(named).collect())
        };
        let across = ticks(&tuning.x);
        let map = draw::tuned_map(sheet, unit);
        let (grid, color) = (self.atlas.grid(), theme.contender(tuning.of));
        let middle = |(column, row): (usize, usize)| grid.fractions(column, row);
        let Some(y) = &tuning.y else {
            let (lines, up, best) = self.sweep(tuning);
            let tuned = Tuned { ticks: [&across, &up], field: None, lines: &lines, best, color, theme };
            return draw::draw_tuned(sheet, unit, &tuned).map(|_| ());
        };
        let up = ticks(y);
        let size = (map.size * ratio_of(ratio)).map(f64::round);
        let (width, height) = (size.x as usize, size.y as usize);
        let scale = map::Scale::of(tuning, &self.atlas);
        let shade = |column: usize, row: usize| {
            let cell = self.atlas.cell(0, column, row);
            cell.map_or(Shade::Unknown, |cell| draw::value_shade(cell.value, scale.share(cell.value)))
        };
        let field = shade_cells((width, height), (grid.columns, grid.rows), theme, &shade);
        if self.limit.is_none() {
            self.limit = Some(limit(lab, tuning));
        }
        let best = self.atlas.best().map(|(place, _)| middle(place));
        let tuned = Tuned {
            ticks: [&across, &up],
            field: Some((&field, (width as u32, height as u32))),
            lines: self.limit.as_deref().unwrap_or_default(),
            best,
            color,
            theme,
        };
        draw::draw_tuned(sheet, unit, &tuned).map(|_| ())
    }

    /// The curve over one axis, ticks upwards, and where it is lowest.
    fn sweep(&self, tuning: &Tuning) -> (Vec<Vec<Vec2>>, Vec<Tick>, Option<Vec2>) {
        let mut scale = map::Scale::of(tuning, &self.atlas);
        let room = 0.05 * (scale.ends[1] - scale.ends[0]);
        scale.ends = [scale.ends[0] - room, scale.ends[1] + room];
        let at = |(place, cell): ((usize, usize), Cell)| {
            let across = self.atlas.grid().fractions(place.0, place.1).x;
            scale.share(cell.value).map(|up| Vec2::new(across, up))
        };
        let cells: Vec<Option<Vec2>> = self.atlas.cells(0).map(at).collect();
        let lines = cells.split(Option::is_none).map(|line| line.iter().copied().flatten().collect());
        let lines = lines.filter(|line: &Vec<Vec2>| !line.is_empty()).collect();
        let spacing = if scale.is_logarithmic { Slider::Logarithmic(1.0, 1.0) } else { Slider::Linear(0.0, 1.0) };
        let values = round_values(spacing, scale.ends.map(|end| scale.value(end)));
        let ticks = values.into_iter().filter_map(|value| Some((scale.share(value)?, page::short(value)))).collect();
        (lines, ticks, self.atlas.best().and_then(at))
    }
}

/// Device pixels of a CSS pixel, for both axes.
fn ratio_of(ratio: f64) -> Vec2 {
    Vec2::new(ratio, ratio)
}

/// The lines on which theory's limit is met, in fractions of the axes.
fn limit(lab: &Lab, tuning: &Tuning) -> Vec<Vec<Vec2>> {
    let Some(stable) = Stable::of(lab, tuning) else { return Vec::new() };
    let side = THEORY + 1;
    let value = |k: usize| {
        let at = [k % side, k / side].map(|place| place as f64 / THEORY as f64);
        // By its logarithm, which is straight where both axes are logarithmic.
        stable.ratio(at).map_or(f64::NAN, libm::log)
    };
    let values = (0..side * side).map(value).collect();
    let grid = draw::Grid { extent: Rect::new(0.0, 1.0, 0.0, 1.0), columns: side, rows: side, values };
    draw::contours(&grid, &[0.0]).swap_remove(0)
}
