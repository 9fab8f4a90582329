//! The panels: what is still in each, and the paths upon it, to which a playing race only adds.

use web_sys::HtmlCanvasElement;

use super::course::{Course, Head, Sight};
use super::paths::Paths;
use crate::canvas::{Layer, Notes, Place, Still, unit};
use crate::draw::{self, DrawError, PathStyle, Unit};

struct Panel {
    still: Still,
    /// Whether the still picture is the landscape as it is now, without former runs.
    plain: bool,
    paths: Paths,
}

/// All panels, of one size.
pub struct Panels {
    list: Vec<Panel>,
    /// Whether the one panel shows all contenders.
    pub overlay: bool,
    /// How finely lines are drawn.
    pub unit: Unit,
    /// How far paths are drawn here.
    course: Course,
}

impl Default for Panels {
    fn default() -> Self {
        Panels { list: Vec::new(), overlay: false, unit: unit(1.0), course: Course::default() }
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
            Some(Panel { still, plain: false, paths })
        };
        let list = canvases.iter().filter_map(panel).collect();
        Panels { list, overlay, unit: unit(ratio), course: Course::default() }
    }

    /// The landscape is another one than what panels show.
    pub fn forget_still(&mut self) {
        self.list.iter_mut().for_each(|panel| panel.plain = false);
    }

    /// Shows the landscape in every panel, with the former runs of its contenders upon it, which are drawn on `traced`.
    pub fn show_still(&mut self, sight: &Sight, landscape: &Layer, traced: &Layer) -> Result<(), DrawError> {
        let Sight { lab, theme, map, .. } = *sight;
        let places: Vec<Option<usize>> = sight.contenders().map(|index| sight.panel(index)).collect();
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
        let extents = sight.extents(self.list.len());
        self.list.iter_mut().zip(extents).for_each(|(panel, extent)| panel.paths.renew(extent));
    }

    /// Takes all paths away.
    pub fn clear(&mut self) {
        self.list.iter_mut().for_each(|panel| panel.paths.clear());
    }

    /// Draws the paths, where there are none, boldly up to `step`, and the heads.
    pub fn draw(&mut self, sight: &Sight, step: usize) -> Result<(), DrawError> {
        self.course = Course::begin(sight, self.list.len());
        self.draw_paths(sight, step, true)?;
        self.list.iter().for_each(|panel| panel.paths.show());
        self.draw_heads(sight, step);
        Ok(())
    }

    /// Draws what step `step` adds to step `from`, which was the last that was drawn.
    pub fn go_on(&mut self, sight: &Sight, from: usize, step: usize) -> Result<(), DrawError> {
        self.course.find_rest(sight, from, step);
        let moving = self.list.iter_mut().enumerate().filter(|(place, _)| !self.course.rests(*place));
        moving.for_each(|(_, panel)| panel.paths.lift_heads());
        self.draw_paths(sight, step, false)?;
        self.draw_heads(sight, step);
        Ok(())
    }

    /// How far paths are drawn, for a worker that goes on from there with pictures of what is kept.
    pub fn course(&self) -> Course {
        self.course.clone()
    }

    /// Notes what `step` adds for a worker that has drawn as much as `course` says.
    ///
    /// Where a line goes on from another both ends are soft, and a line of very many short ones is thick and rough; so
    /// the last part of each is seen only, and drawn anew until it is long enough to be kept.
    pub fn note(&self, sight: &Sight, course: &mut Course, step: usize, all: &mut Vec<f64>) -> Result<(), DrawError> {
        let keeps = course.come_far(sight, step);
        let notes: Vec<Notes> = self.list.iter().map(|_| Notes::default()).collect();
        notes.iter().for_each(|notes| notes.show_until(f64::INFINITY));
        let sheets: Vec<_> = self.list.iter().zip(&notes).map(|(panel, notes)| panel.paths.noted(notes)).collect();
        course.draw_paths(sight, step, false, &mut |panel, points, style, walked| {
            let ([kept, seen], mut passing) = (&sheets[panel], *walked);
            let (sheet, walked) = if keeps[panel] { (kept, walked) } else { (seen, &mut passing) };
            draw::go_on_with_path(sheet, sight.map, self.unit, points, style, walked)
        })?;
        course.settle(step, |panel| keeps[panel]);
        for Head { panel, at, color } in course.heads(sight, step) {
            self.list[panel].paths.note_head(&notes[panel], at, color, sight.theme);
        }
        let moving = notes.iter().enumerate().filter(|(panel, _)| !course.rests(*panel));
        moving.for_each(|(panel, notes)| notes.append_to(all, panel));
        Ok(())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    fn draw_paths(&mut self, sight: &Sight, to: usize, whole: bool) -> Result<(), DrawError> {
        let Panels { list, unit, course, .. } = self;
        course.draw_paths(sight, to, whole, &mut |panel, points, style, walked| {
            let before = *walked;
            for sheet in list[panel].paths.sheets(whole) {
                *walked = before;
                draw::go_on_with_path(sheet, sight.map, *unit, points, style, walked)?;
            }
            Ok(())
        })
    }

    /// Draws where each contender is that is seen, upon paths that are drawn up to `step`.
    fn draw_heads(&mut self, sight: &Sight, step: usize) {
        self.course.settle(step, |_| true);
        for Head { panel, at, color } in self.course.heads(sight, step) {
            self.list[panel].paths.draw_head(at, color, sight.theme);
        }
    }
}
