//! The one picture of an experiment, on any plotters backend: what stays, and what the playhead moves.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::layout::{Content, Layout, Part, SAMPLE, Words, layout};
use super::{Job, caption};
use crate::draw::{
    self, Backdrop, ChartMap, Clock, Curve, DrawError, Grid, Ground, PathStyle, PlaneMap, Quantity, Scale, Sheet, Unit,
    ValueAxis, Weight,
};
use crate::lab::{Lab, Learning, Series};
use crate::linear::Vec2;
use crate::objective::Levels;
use crate::problem::Problem;
use crate::stationary::Found;
use crate::traced::Traced;
use crate::words::text;

/// Grid points of the colour field and the contours per CSS pixel, and at most per side; no more losses of data points
/// than about this.
const GRID: (f64, f64, usize) = (0.5, 500.0, 1_000_000);

/// Points of a curve per CSS pixel.
const CURVE_PER_PIXEL: f64 = 2.0;

/// A landscape as it is drawn in every panel.
enum Drawn {
    /// Contours, and the field's pixels with their number across and down.
    Plane(Vec<Vec<Vec<Vec2>>>, Vec<u8>, (usize, usize)),
    /// Of one parameter: the pieces of its curve.
    Curve(Vec<Vec<Vec2>>),
}

/// A figure, arranged and ready to be drawn.
pub struct Figure {
    layout: Layout,
    /// What all panels have in common; none without panels.
    ground: Option<(PlaneMap, Drawn, Found)>,
    /// What is measured along the runs, where that is charted.
    traced: Option<Traced>,
}

/// A drawing that failed, as a refusal.
pub fn failed(error: impl std::fmt::Display) -> Problem {
    Problem::new("figure", text!("a picture that can be drawn"), error)
}

impl Figure {
    /// A job's figure, with `grain` pixels of the colour field per CSS pixel.
    ///
    /// # Errors
    /// If the figure's size has no room for it.
    pub fn new(job: &Job, grain: f64) -> Result<Figure, Problem> {
        let layout = layout(job)?;
        let panel = layout.parts.iter().find(|part| matches!(part.content, Content::Panel(_)));
        let ground = panel.map(|part| ground(job, part.size, grain));
        let traced = layout.parts.iter().find_map(|part| match part.content {
            Content::Trace(quantity) => Some(Traced::new(quantity)),
            _ => None,
        });
        let traced = traced.map(|mut traced| {
            traced.measure(job.lab);
            traced
        });
        Ok(Figure { layout, ground, traced })
    }

    /// Width and height, in CSS pixels.
    pub fn size(&self) -> Vec2 {
        self.layout.size
    }

    /// The parts, in whose coordinates they are drawn.
    pub fn parts(&self) -> &[Part] {
        &self.layout.parts
    }

    /// Width and height of the colour field, in CSS pixels.
    pub fn field(&self) -> Vec2 {
        self.ground.as_ref().map_or(Vec2::ZERO, |(map, ..)| map.size)
    }

    /// All of it, on one sheet.
    pub fn draw<DB: DrawingBackend>(
        &self,
        job: &Job,
        sheet: &Sheet<DB>,
        unit: Unit,
        clock: usize,
    ) -> Result<(), Problem> {
        self.draw_all_still(job, sheet, unit)?;
        self.draw_all_moving(job, sheet, unit, clock)
    }

    /// What stays of all, on one sheet.
    pub fn draw_all_still<DB: DrawingBackend>(&self, job: &Job, sheet: &Sheet<DB>, unit: Unit) -> Result<(), Problem> {
        self.draw_words(job, sheet, unit, None)?;
        self.parts().iter().try_for_each(|part| self.draw_still(job, part, &part_of(sheet, part, unit), unit))
    }

    /// What the playhead moves of all, on one sheet, with it at `clock`.
    pub fn draw_all_moving<DB: DrawingBackend>(
        &self,
        job: &Job,
        sheet: &Sheet<DB>,
        unit: Unit,
        clock: usize,
    ) -> Result<(), Problem> {
        self.draw_words(job, sheet, unit, Some(clock))?;
        self.parts().iter().try_for_each(|part| self.draw_moving(job, part, (&part_of(sheet, part, unit), unit), clock))
    }

    /// The words: those that stay, or those that the playhead moves.
    pub fn draw_words<DB: DrawingBackend>(
        &self,
        job: &Job,
        sheet: &Sheet<DB>,
        unit: Unit,
        moving: Option<usize>,
    ) -> Result<(), Problem> {
        if moving.is_none() {
            sheet.fill(&job.theme.paper.opaque()).map_err(failed)?;
        }
        for words in self.layout.words.iter().filter(|words| words.moves == moving.is_some()) {
            let text = match moving {
                Some(clock) => caption::race(job, clock),
                None => words.text.clone(),
            };
            write(job, sheet, unit, words, &text)?;
        }
        Ok(())
    }

    /// What stays of a part: the axes and the faint curves of a chart, the landscape and the pinned runs of a panel.
    pub fn draw_still<DB: DrawingBackend>(
        &self,
        job: &Job,
        part: &Part,
        sheet: &Sheet<DB>,
        unit: Unit,
    ) -> Result<(), Problem> {
        match &part.content {
            Content::Chart => Figure::draw_axes(job, sheet, unit),
            Content::Trace(_) => self.traced.as_ref().map_or(Ok(()), |traced| {
                let map = traced.map(job.lab, None, part.size);
                traced.draw_still(job.lab, &map, (sheet, unit), job.theme).map_err(failed)
            }),
            Content::Panel(who) => {
                self.draw_ground(job, sheet, unit)?;
                self.draw_pins(job, who.clone(), sheet, unit).map_err(failed)
            }
        }
    }

    /// The landscape of every panel.
    pub fn draw_ground<DB: DrawingBackend>(&self, job: &Job, sheet: &Sheet<DB>, unit: Unit) -> Result<(), Problem> {
        let Some((_, drawn, stationary)) = &self.ground else { return Ok(()) };
        let ground = match drawn {
            Drawn::Plane(contours, field, (across, down)) => {
                Ground::Plane { contours, field: Some((field, (*across as u32, *down as u32))) }
            }
            Drawn::Curve(pieces) => Ground::Curve(pieces),
        };
        let bounds = job.lab.objective().bounds();
        let backdrop = Backdrop { ground, stationary, bounds, bending: None, theme: job.theme };
        draw::draw_backdrop(sheet, job.lab.experiment().view, unit, &backdrop).map(drop).map_err(failed)
    }

    /// The pinned runs of a panel's contenders.
    pub fn draw_pins<DB: DrawingBackend>(
        &self,
        job: &Job,
        who: std::ops::Range<usize>,
        sheet: &Sheet<DB>,
        unit: Unit,
    ) -> Result<(), DrawError> {
        let Some((map, ..)) = &self.ground else { return Ok(()) };
        for index in who {
            for shadow in job.lab.shadows(index).iter().filter(|shadow| shadow.pinned) {
                let weight = Weight::Pinned;
                let style = PathStyle { color: job.theme.contender(index), dash: weight.dash(), weight };
                let points = job.lab.shown(shadow.run, 0..=shadow.run.steps());
                draw::draw_path(sheet, map, unit, &points, style)?;
            }
        }
        Ok(())
    }

    /// What the playhead moves in a part, with it at `clock`.
    pub fn draw_moving<DB: DrawingBackend>(
        &self,
        job: &Job,
        part: &Part,
        (sheet, unit): (&Sheet<DB>, Unit),
        clock: usize,
    ) -> Result<(), Problem> {
        match (&part.content, &self.ground) {
            (Content::Panel(who), Some((map, ..))) => {
                for index in who.clone() {
                    let dash = if who.len() > 1 { draw::dashes(index) } else { None };
                    draw_paths(job, index, dash, (sheet, map, unit), clock).map_err(failed)?;
                }
                draw_dots(job, who.clone(), (sheet, map, unit), clock)
            }
            (Content::Panel(_), None) => Ok(()),
            (Content::Chart, _) => draw_curves(job, part, sheet, unit, clock).map_err(failed),
            (Content::Trace(_), _) => self.traced.as_ref().map_or(Ok(()), |traced| {
                let map = traced.map(job.lab, None, part.size);
                traced.draw_moving(job.lab, &map, (sheet, unit), clock, job.theme).map_err(failed)
            }),
        }
    }

    /// The chart's axes, and all of its curves faintly.
    fn draw_axes<DB: DrawingBackend>(job: &Job, sheet: &Sheet<DB>, unit: Unit) -> Result<(), Problem> {
        let curves = curves(job.lab);
        let map = draw::draw_axes(sheet, unit, values(&curves), clock(job.lab), quantity(job.lab), job.theme);
        let map = map.map_err(failed)?;
        for (index, Learning { values, stride, band, .. }) in curves.iter().enumerate() {
            let color = job.theme.contender(index);
            let curve = |values| Curve { values, stride: *stride };
            if let Some([low, high]) = band {
                draw::draw_band(sheet, &map, unit, [curve(low), curve(high)], color).map_err(failed)?;
            }
            let faint = PathStyle { color, dash: None, weight: Weight::Faint };
            draw::draw_curve(&[(sheet, faint)], &map, unit, curve(values)).map_err(failed)?;
            if job.lab.followed(index).outcome.is_lost()
                && let Some((last, value)) = values.iter().enumerate().rfind(|(_, value)| !value.is_nan())
            {
                let at = map.pixel_within(last as f64 * stride, *value);
                draw::draw_lost(sheet, unit, at, color).map_err(failed)?;
            }
        }
        Ok(())
    }
}

/// The part of a whole sheet on which a part of the figure is drawn.
fn part_of<DB: DrawingBackend>(sheet: &Sheet<DB>, part: &Part, unit: Unit) -> Sheet<DB> {
    let pixels = |css: Vec2| (unit.length(css.x) as i32, unit.length(css.y) as i32);
    sheet.clone().shrink(pixels(part.corner), pixels(part.size))
}

/// The landscape as panels of this size show it.
fn ground(job: &Job, size: Vec2, grain: f64) -> (PlaneMap, Drawn, Found) {
    let (lab, view) = (job.lab, job.lab.experiment().view);
    let mut stationary = lab.stationary().clone();
    if lab.is_curve() {
        let map = PlaneMap::stretch(view, size.x, size.y);
        let pieces = draw::curve(lab.objective(), map.visible.x, (CURVE_PER_PIXEL * map.size.x) as usize);
        stationary.points.iter_mut().for_each(|point| point.at = lab.shown_point(point.at));
        stationary.marks.iter_mut().for_each(|at| *at = lab.shown_point(*at));
        return (map, Drawn::Curve(pieces), stationary);
    }
    let map = PlaneMap::fit(view, size.x, size.y);
    let (per_pixel, most, work) = GRID;
    let points = map.size.map(|css| (css * per_pixel).clamp(2.0, most));
    let grid = Grid::sample_within(lab.objective(), map.visible, points.x as usize, points.y as usize, work);
    let spacing = if lab.floor().is_some() { lab.checked().ground.levels() } else { Levels::Linear };
    let scale = Scale::of(&grid, spacing, lab.infimum());
    let contours = draw::contours(&grid, &scale.as_ref().map_or_else(Vec::new, draw::levels));
    let pixels = map.size.map(|css| (css * grain).round().max(1.0));
    let (across, down) = (pixels.x as usize, pixels.y as usize);
    let field = draw::shade(&grid, scale.as_ref(), job.theme, across, down);
    (map, Drawn::Plane(contours, field, (across, down)), stationary)
}

/// A line of words with the sample before it.
fn write<DB: DrawingBackend>(
    job: &Job,
    sheet: &Sheet<DB>,
    unit: Unit,
    words: &Words,
    text: &str,
) -> Result<(), Problem> {
    let at = |place: Vec2| ((place.x * unit.0).round() as i32, (place.y * unit.0).round() as i32);
    if let Some(index) = words.sample {
        let (from, to) = (words.at - Vec2::new(SAMPLE, 0.0), words.at - Vec2::new(8.0, 0.0));
        let line = unit.stroke(job.theme.contender(index), 1.0, 2.5);
        let ends = [at(from), at(to)];
        match draw::dashes(index) {
            Some((dash, gap)) if caption::shown(job).len() > 1 => {
                let series = DashedLineSeries::new(ends, unit.length(dash), unit.length(gap), line);
                series.into_iter().try_for_each(|dash| sheet.draw(&dash)).map_err(failed)?;
            }
            _ => sheet.draw(&PathElement::new(ends, line)).map_err(failed)?,
        }
    }
    let style: TextStyle = ("sans-serif", unit.length(words.size)).into_font().color(&job.theme.ink.opaque());
    let style = style.pos(Pos::new(HPos::Left, VPos::Center));
    sheet.draw(&Text::new(caption::plain(text), at(words.at), style)).map_err(failed)
}

/// A contender's paths on a panel: boldly what is done, faintly what is still to come.
fn draw_paths<DB: DrawingBackend>(
    job: &Job,
    index: usize,
    dash: Option<(f64, f64)>,
    (sheet, map, unit): (&Sheet<DB>, &PlaneMap, Unit),
    clock: usize,
) -> Result<(), DrawError> {
    let (lab, color) = (job.lab, job.theme.contender(index));
    let (to, repeats) = (lab.step_of(index, clock), lab.checked().repeats[index]);
    for (place, run) in lab.runs(index).iter().enumerate().rev() {
        let (start, repeat) = (place / repeats, place % repeats);
        let done = to.min(run.steps());
        if done < run.steps() && repeat == 0 {
            let faint = PathStyle { color, dash: None, weight: Weight::Faint };
            draw::draw_path(sheet, map, unit, &lab.shown(run, done..=run.steps()), faint)?;
        }
        let weight = match (start, repeat) {
            (0, 0) => Weight::Bold,
            (_, 0) => Weight::Light,
            _ => Weight::Thin,
        };
        draw::draw_path(sheet, map, unit, &lab.shown(run, 0..=done), PathStyle { color, dash, weight })?;
    }
    Ok(())
}

/// Where the starts are, and where the contenders have come to.
fn draw_dots<DB: DrawingBackend>(
    job: &Job,
    who: std::ops::Range<usize>,
    (sheet, map, unit): (&Sheet<DB>, &PlaneMap, Unit),
    clock: usize,
) -> Result<(), Problem> {
    let (lab, area) = (job.lab, map.area(sheet, unit));
    let dot = |w: Vec2, radius: f64, style: ShapeStyle| match map.visible.contains(w) {
        true => area.draw(&Circle::new((w.x, w.y), unit.length(radius), style)).map_err(failed),
        false => Ok(()),
    };
    for start in &lab.experiment().starts {
        let at = lab.shown_point(*start);
        dot(at, 5.5, unit.stroke(job.theme.paper, 0.9, 4.0))?;
        dot(at, 5.5, unit.stroke(job.theme.ink, 1.0, 1.75))?;
    }
    for index in who {
        let run = lab.followed(index);
        let t = lab.step_of(index, clock).min(run.steps());
        for w in lab.shown(run, t..=t).iter() {
            dot(*w, 6.0, ShapeStyle::from(job.theme.paper.opaque()).filled())?;
            dot(*w, 4.5, ShapeStyle::from(job.theme.contender(index).opaque()).filled())?;
        }
    }
    Ok(())
}

/// The chart's curves as far as the playhead.
fn draw_curves<DB: DrawingBackend>(
    job: &Job,
    part: &Part,
    sheet: &Sheet<DB>,
    unit: Unit,
    at: usize,
) -> Result<(), DrawError> {
    let (lab, curves) = (job.lab, curves(job.lab));
    let map = ChartMap::fit(values(&curves), clock(lab), quantity(lab), part.size.x, part.size.y);
    let reached = lab.length() as f64 * at as f64 / lab.steps().max(1) as f64;
    for (index, Learning { values, stride, .. }) in curves.iter().enumerate() {
        let count = (reached / stride * (1.0 + 1e-12)) as usize + 1;
        let values = &values[..count.min(values.len())];
        let style = PathStyle { color: job.theme.contender(index), dash: draw::dashes(index), weight: Weight::Bold };
        draw::draw_curve(&[(sheet, style)], &map, unit, Curve { values, stride: *stride })?;
    }
    Ok(())
}

fn curves(lab: &Lab) -> Vec<Learning<'_>> {
    (0..lab.experiment().contenders.len()).map(|index| lab.learning(index, Series::Loss)).collect()
}

fn values<'a>(curves: &'a [Learning]) -> impl Iterator<Item = &'a [f64]> + Clone {
    curves.iter().map(|curve| &*curve.values)
}

fn clock(lab: &Lab) -> Clock {
    Clock { length: lab.length() as f64, positions: lab.steps() }
}

fn quantity(lab: &Lab) -> Quantity {
    Quantity::Loss(lab.floor().map_or(ValueAxis::Linear, |floor| ValueAxis::Logarithmic { floor }))
}
