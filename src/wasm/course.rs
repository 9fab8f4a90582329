//! How far the paths of a race are drawn, on canvases of the page or elsewhere, and what a step adds to them.

use crate::draw::{self, Color, DrawError, Look, PathStyle, PlaneMap, Theme, Unit, Weight};
use crate::lab::Lab;
use crate::linear::{Rect, Vec2};

/// A line that was drawn so far, in CSS pixels, is not drawn anew with what goes on from it.
const FAR: f64 = 24.0;

/// Nor is one of so many steps.
const MANY: usize = 256;

/// What panels show, and how.
pub struct Sight<'a> {
    /// The race.
    pub lab: &'a Lab,
    /// In which colours.
    pub theme: &'a Theme,
    /// What of it.
    pub look: &'a Look,
    /// Where.
    pub map: &'a PlaneMap,
    /// How finely.
    pub unit: Unit,
    /// Whether one panel shows all contenders.
    pub overlay: bool,
}

impl Sight<'_> {
    /// Indices of the contenders.
    pub fn contenders(&self) -> std::ops::Range<usize> {
        0..self.lab.experiment().contenders.len()
    }

    /// The panel in which the path of contender `index` is shown; none if it is hidden.
    pub fn panel(&self, index: usize) -> Option<usize> {
        self.look.panel(index, self.overlay).filter(|_| self.look.shows_path(index))
    }

    /// The upper left and the lower right corner of what is seen of each panel's paths, in CSS pixels; none if nothing
    /// is.
    pub fn extents(&self, panels: usize) -> Vec<Option<[Vec2; 2]>> {
        let Sight { lab, map, .. } = *self;
        let mut around = vec![None; panels];
        for index in self.contenders() {
            let Some(around) = self.panel(index).and_then(|panel| around.get_mut(panel)) else { continue };
            for run in lab.runs(index) {
                for w in lab.shown(run, 0..=run.steps()).iter() {
                    let Rect { x, y } = around.get_or_insert(Rect::new(w.x, w.x, w.y, w.y));
                    (*x, *y) = ([x[0].min(w.x), x[1].max(w.x)], [y[0].min(w.y), y[1].max(w.y)]);
                }
            }
        }
        let corners = |Rect { x, y }: Rect| [Vec2::new(x[0], y[1]), Vec2::new(x[1], y[0])].map(|w| map.to_pixel(w));
        around.into_iter().map(|around| Some(corners(around?.meet(map.visible)?))).collect()
    }
}

/// One panel's paths.
#[derive(Clone, Default)]
struct Stand {
    /// The last step up to which they are drawn boldly.
    drawn: usize,
    /// Whether since then nothing has come to another place that could be seen.
    rests: bool,
}

/// How far all paths are drawn.
#[derive(Clone, Default)]
pub struct Course {
    panels: Vec<Stand>,
    /// How long the line of each run of each contender is so far, in CSS pixels: dashes go on from there.
    walked: Vec<Vec<f64>>,
}

/// Where a contender is.
pub struct Head {
    /// The panel.
    pub panel: usize,
    /// In CSS pixels of it.
    pub at: Vec2,
    /// Of the contender.
    pub color: Color,
}

/// Draws a part of a line in the panel of this index; what was drawn of the line before was so long, in CSS pixels, which
/// is brought up to date.
pub type Pen<'a> = &'a mut dyn FnMut(usize, &[Vec2], PathStyle, &mut f64) -> Result<(), DrawError>;

impl Course {
    /// Nothing is drawn.
    pub fn begin(sight: &Sight, panels: usize) -> Course {
        let walked = sight.contenders().map(|index| vec![0.0; sight.lab.runs(index).len()]).collect();
        Course { panels: vec![Stand::default(); panels], walked }
    }

    /// Finds out which panels rest from step `from` to step `to`: where no run comes to another of the places that lines
    /// are drawn at, an eighth of a device pixel apart, there is nothing to draw.
    pub fn find_rest(&mut self, sight: &Sight, from: usize, to: usize) {
        let Sight { lab, map, unit, .. } = *sight;
        self.panels.iter_mut().for_each(|panel| panel.rests = true);
        for index in sight.contenders() {
            let Some(panel) = sight.panel(index).and_then(|panel| self.panels.get_mut(panel)) else { continue };
            let (from, to) = (lab.step_of(index, from), lab.step_of(index, to));
            let moves = lab.runs(index).iter().any(|run| {
                let points = lab.shown(run, from.min(run.steps())..=to.min(run.steps()));
                let mut places = points.iter().map(|w| unit.nearest(map.to_pixel(*w)));
                let first = places.next();
                places.any(|place| Some(place) != first)
            });
            panel.rests &= !moves;
        }
    }

    /// No panel rests: heads are to be drawn in all of them.
    pub fn wake(&mut self) {
        self.panels.iter_mut().for_each(|panel| panel.rests = false);
    }

    /// Whether a panel rests.
    pub fn rests(&self, panel: usize) -> bool {
        self.panels.get(panel).is_none_or(|panel| panel.rests)
    }

    /// Draws the paths' steps up to `to` boldly where they are not yet, and if `whole` the rest of them faintly first,
    /// in panels that do not rest.
    pub fn draw_paths(&mut self, sight: &Sight, to: usize, whole: bool, pen: Pen) -> Result<(), DrawError> {
        let Sight { lab, theme, .. } = *sight;
        for (index, walked) in self.walked.iter_mut().enumerate() {
            let Some(panel) = sight.panel(index) else { continue };
            let Some(Stand { drawn, rests: false }) = self.panels.get(panel) else { continue };
            let color = theme.contender(index);
            let dash = if sight.overlay { draw::dashes(index) } else { None };
            let (from, to) = (lab.step_of(index, *drawn), lab.step_of(index, to));
            let repeats = lab.checked().repeats[index];
            for (place, run) in lab.runs(index).iter().enumerate().rev() {
                let (start, repeat) = (place / repeats, place % repeats);
                let last = run.steps();
                let done = to.min(last);
                if whole && done < last && repeat == 0 {
                    let faint = PathStyle { color, dash: None, weight: Weight::Faint };
                    pen(panel, &lab.shown(run, done..=last), faint, &mut 0.0)?;
                }
                if from < done {
                    let weight = match (start, repeat) {
                        (0, 0) => Weight::Bold,
                        (_, 0) => Weight::Light,
                        _ => Weight::Thin,
                    };
                    pen(panel, &lab.shown(run, from..=done), PathStyle { color, dash, weight }, &mut walked[place])?;
                }
            }
        }
        Ok(())
    }

    /// The paths of panels of which this holds, and which do not rest, are drawn up to `step`.
    pub fn settle(&mut self, step: usize, holds: impl Fn(usize) -> bool) {
        let moving = self.panels.iter_mut().enumerate().filter(|(panel, stand)| holds(*panel) && !stand.rests);
        moving.for_each(|(_, stand)| stand.drawn = step);
    }

    /// Of each panel whether a path has come far since it was drawn, or has many steps since.
    pub fn come_far(&self, sight: &Sight, step: usize) -> Vec<bool> {
        let Sight { lab, map, .. } = *sight;
        let mut far = vec![false; self.panels.len()];
        for index in sight.contenders() {
            let Some(panel) = sight.panel(index).filter(|panel| *panel < far.len()) else { continue };
            let (from, to) = (lab.step_of(index, self.panels[panel].drawn), lab.step_of(index, step));
            far[panel] |= lab.runs(index).iter().any(|run| {
                let [first, last] = [from, to].map(|step| step.min(run.steps()));
                let [before, now] = [first, last].map(|step| map.to_pixel(lab.shown(run, step..=step)[0]));
                let way = (now - before).norm();
                last - first >= MANY || way >= FAR || way.is_nan()
            });
        }
        far
    }

    /// Where each contender is at `step` that is seen, in panels that do not rest.
    pub fn heads(&self, sight: &Sight, step: usize) -> Vec<Head> {
        let Sight { lab, theme, map, unit, .. } = *sight;
        let head = |index| {
            let panel = sight.panel(index).filter(|panel| !self.rests(*panel))?;
            let at = Some(lab.head(index, step)).filter(|at| map.visible.contains(*at))?;
            Some(Head { panel, at: unit.nearest(map.to_pixel(at)), color: theme.contender(index) })
        };
        sight.contenders().filter_map(head).collect()
    }
}
