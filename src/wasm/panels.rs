//! The panels: what is still in each, and the paths upon it, to which a playing race only adds.

use web_sys::HtmlCanvasElement;

use super::paths::Paths;
use crate::canvas::{Layer, Place, Still, unit};
use crate::draw::{self, DrawError, Look, PathStyle, PlaneMap, Theme, Unit, Weight};
use crate::lab::Lab;
use crate::linear::{Rect, Vec2};

struct Panel {
    still: Still,
    /// Whether the still picture is the landscape as it is now, without former runs.
    plain: bool,
    paths: Paths,
    /// The last step whose paths are drawn boldly.
    drawn: usize,
    /// Whether since then nothing has come to another place that could be seen.
    rests: bool,
}

/// All panels, of one size.
pub struct Panels {
    list: Vec<Panel>,
    /// Whether the one panel shows all contenders.
    pub overlay: bool,
    unit: Unit,
    /// How long the line of each run of each contender is so far, in CSS pixels: dashes go on from there.
    walked: Vec<Vec<f64>>,
}

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
}

impl Default for Panels {
    fn default() -> Self {
        Panels { list: Vec::new(), overlay: false, unit: unit(1.0), walked: Vec::new() }
    }
}

impl Panels {
    /// Panels on these canvases, still, paths and what is below heads of each, `width` × `height` CSS pixels of a drawing
    /// at `ratio` device pixels each, which is this place on the page; without those for which the browser has no
    /// contexts.
    pub fn new(
        canvases: &[[HtmlCanvasElement; 3]],
        (width, height): (f64, f64),
        ratio: f64,
        place: Place,
        overlay: bool,
    ) -> Panels {
        let layer = |element: &HtmlCanvasElement| Layer::new(element.clone(), width, height, ratio);
        let panel = |[still, seen, kept]: &[HtmlCanvasElement; 3]| {
            let still = Still::new(still.clone(), width, height, ratio)?;
            let paths = Paths::new([layer(seen)?, layer(kept)?], ratio, place);
            Some(Panel { still, plain: false, paths, drawn: 0, rests: false })
        };
        let list = canvases.iter().filter_map(panel).collect();
        Panels { list, overlay, unit: unit(ratio), walked: Vec::new() }
    }

    /// The landscape is another one than what panels show.
    pub fn forget_still(&mut self) {
        self.list.iter_mut().for_each(|panel| panel.plain = false);
    }

    /// Shows the landscape in every panel, with the former runs of its contenders upon it, which are drawn on `traced`.
    pub fn show_still(&mut self, sight: &Sight, landscape: &Layer, traced: &Layer) -> Result<(), DrawError> {
        let Sight { lab, theme, map, .. } = *sight;
        let contenders = 0..lab.experiment().contenders.len();
        let places: Vec<Option<usize>> = contenders.map(|index| self.place(sight, index)).collect();
        for (place, panel) in self.list.iter_mut().enumerate() {
            let here = places.iter().enumerate().filter(|(_, at)| **at == Some(place));
            let shadows = here.flat_map(|(index, _)| lab.shadows(index).into_iter().map(move |shadow| (index, shadow)));
            let mut shadows = shadows.peekable();
            if shadows.peek().is_none() {
                if !panel.plain {
                    panel.still.show(landscape)?;
                }
                panel.plain = true;
                continue;
            }
            panel.plain = false;
            traced.copy(landscape);
            for (index, shadow) in shadows {
                let style = PathStyle::former(theme, index, shadow.pinned);
                traced.dash(self.unit, style.weight.dash());
                let points = lab.shown(shadow.run, 0..=shadow.run.steps());
                draw::draw_path(&traced.sheet, map, self.unit, &points, style)?;
                traced.dash(self.unit, None);
            }
            panel.still.show(traced)?;
        }
        Ok(())
    }

    /// Takes all paths away, and makes room for those of this race.
    pub fn make_room(&mut self, sight: &Sight) {
        let extents = self.extents(sight);
        self.list.iter_mut().zip(extents).for_each(|(panel, extent)| panel.paths.renew(extent));
    }

    /// Takes all paths away.
    pub fn clear(&mut self) {
        self.list.iter_mut().for_each(|panel| panel.paths.clear());
    }

    /// Draws the paths, where there are none, boldly up to `step`, and the heads.
    pub fn draw(&mut self, sight: &Sight, step: usize) -> Result<(), DrawError> {
        self.list.iter_mut().for_each(|panel| (panel.drawn, panel.rests) = (0, false));
        self.draw_paths(sight, step, true)?;
        self.list.iter().for_each(|panel| panel.paths.show());
        self.draw_heads(sight, step);
        Ok(())
    }

    /// Draws what step `step` adds to step `from`, which was the last that was drawn.
    pub fn go_on(&mut self, sight: &Sight, from: usize, step: usize) -> Result<(), DrawError> {
        self.find_rest(sight, from, step);
        self.moving().for_each(|panel| panel.paths.lift_heads());
        self.draw_paths(sight, step, false)?;
        self.draw_heads(sight, step);
        Ok(())
    }

    /// The place of the panel in which the path of contender `index` is shown; none if it is hidden.
    fn place(&self, Sight { look, .. }: &Sight, index: usize) -> Option<usize> {
        look.panel(index, self.overlay).filter(|_| look.shows_path(index))
    }

    /// The panel in which the path of contender `index` is shown; none if it is hidden.
    fn panel(&self, sight: &Sight, index: usize) -> Option<&Panel> {
        self.list.get(self.place(sight, index)?)
    }

    /// The upper left and the lower right corner of what is seen of each panel's paths, in CSS pixels; none if nothing
    /// is.
    fn extents(&self, sight: &Sight) -> Vec<Option<[Vec2; 2]>> {
        let Sight { lab, map, .. } = *sight;
        let mut around = vec![None; self.list.len()];
        for index in 0..lab.experiment().contenders.len() {
            let Some(around) = self.place(sight, index).and_then(|place| around.get_mut(place)) else { continue };
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

    /// Finds out which panels rest from step `from` to step `to`: where no run comes to another of the places that lines
    /// are drawn at, an eighth of a device pixel apart, there is nothing to draw.
    fn find_rest(&mut self, sight: &Sight, from: usize, to: usize) {
        let Sight { lab, map, .. } = *sight;
        self.list.iter_mut().for_each(|panel| panel.rests = true);
        for index in 0..lab.experiment().contenders.len() {
            let Some(place) = self.place(sight, index) else { continue };
            let (from, to) = (lab.step_of(index, from), lab.step_of(index, to));
            let moves = lab.runs(index).iter().any(|run| {
                let points = lab.shown(run, from.min(run.steps())..=to.min(run.steps()));
                let mut places = points.iter().map(|w| self.unit.nearest(map.to_pixel(*w)));
                let first = places.next();
                places.any(|place| Some(place) != first)
            });
            self.list.get_mut(place).into_iter().for_each(|panel| panel.rests &= !moves);
        }
    }

    /// The panels that do not rest.
    fn moving(&mut self) -> impl Iterator<Item = &mut Panel> {
        self.list.iter_mut().filter(|panel| !panel.rests)
    }

    /// Draws the paths' steps up to `to` boldly where they are not yet, and if `whole` the rest of them faintly first.
    fn draw_paths(&mut self, sight: &Sight, to: usize, whole: bool) -> Result<(), DrawError> {
        let Sight { lab, theme, map, .. } = *sight;
        if whole {
            let contenders = 0..lab.experiment().contenders.len();
            self.walked = contenders.map(|index| vec![0.0; lab.runs(index).len()]).collect();
        }
        let mut walked = std::mem::take(&mut self.walked);
        for (index, walked) in walked.iter_mut().enumerate() {
            let Some(panel) = self.panel(sight, index).filter(|panel| !panel.rests) else { continue };
            let color = theme.contender(index);
            let dash = if self.overlay { draw::dashes(index) } else { None };
            let (from, to) = (lab.step_of(index, panel.drawn), lab.step_of(index, to));
            let repeats = lab.checked().repeats[index];
            for (place, run) in lab.runs(index).iter().enumerate().rev() {
                let (start, repeat) = (place / repeats, place % repeats);
                let last = run.steps();
                let done = to.min(last);
                if whole && done < last && repeat == 0 {
                    let faint = PathStyle { color, dash: None, weight: Weight::Faint };
                    let points = lab.shown(run, done..=last);
                    for sheet in panel.paths.sheets(whole) {
                        draw::draw_path(sheet, map, self.unit, &points, faint)?;
                    }
                }
                if from < done {
                    let weight = match (start, repeat) {
                        (0, 0) => Weight::Bold,
                        (_, 0) => Weight::Light,
                        _ => Weight::Thin,
                    };
                    let style = PathStyle { color, dash, weight };
                    let points = lab.shown(run, from..=done);
                    let before = walked[place];
                    for sheet in panel.paths.sheets(whole) {
                        walked[place] = before;
                        draw::go_on_with_path(sheet, map, self.unit, &points, style, &mut walked[place])?;
                    }
                }
            }
        }
        self.walked = walked;
        Ok(())
    }

    /// Draws where each contender is that is seen, upon paths that are drawn up to `step`.
    fn draw_heads(&mut self, sight: &Sight, step: usize) {
        let Sight { lab, theme, map, .. } = *sight;
        self.moving().for_each(|panel| panel.drawn = step);
        for index in 0..lab.experiment().contenders.len() {
            let Some(panel) = self.place(sight, index).and_then(|place| self.list.get_mut(place)) else { continue };
            let head = lab.head(index, step);
            if !panel.rests && map.visible.contains(head) {
                let place = self.unit.nearest(map.to_pixel(head));
                panel.paths.draw_head(place, theme.contender(index), theme);
            }
        }
    }
}
