//! The board: the canvases of all panels, of the chart and of the data, and what is drawn on each.
//!
//! A panel has a still picture and a layer for paths, to which a playing race only adds, with the heads upon them.
//! What is still, the landscape, is shown in all panels, with former runs upon it in those that have some.

use web_sys::HtmlCanvasElement;

use super::bending::Bent;
use super::chart_board::{ChartBoard, shadow_style};
use super::data_board::DataBoard;
use super::landscape::Landscape;
use super::paths::Paths;
use crate::canvas::{GRID, Layer, Place, Still, unit};
use crate::draw::{self, ChartMap, DrawError, Look, PathStyle, PlaneMap, Theme, Unit, Weight};
use crate::lab::{Lab, Series};
use crate::linear::{Rect, Vec2};

/// More device pixels than this in the seen layers of all panels together make scrolling and playing slow without a
/// graphics card; the ratio is lowered to stay below, but not below 1.
const MOST_PIXELS: f64 = 14e6;

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

/// What the still pictures are made of, on canvases that nobody sees.
struct Easel {
    /// What all of them show below their former runs.
    landscape: Landscape,
    /// The same with the former runs of one panel.
    traced: Layer,
}

/// All canvases of the page.
pub struct Board {
    theme: Theme,
    /// What of the race is drawn, and how large.
    look: Look,
    /// Where still pictures are drawn; none without panels.
    easel: Option<Easel>,
    panels: Vec<Panel>,
    /// Whether the one panel shows all contenders.
    overlay: bool,
    unit: Unit,
    ratio: f64,
    /// The landscape's map, as it was last drawn.
    map: PlaneMap,
    /// Whether the overlay of definiteness is on.
    bends: bool,
    /// The last step that was drawn; none if the path layers are out of date.
    drawn: Option<usize>,
    /// How long the line of each run of each contender is so far, in CSS pixels: dashes go on from there.
    walked: Vec<Vec<f64>>,
    chart: ChartBoard,
    /// The panel of the data, where there are any.
    data: Option<DataBoard>,
    /// The contender whose batch is marked in it.
    marked: usize,
}

impl Board {
    /// A board without canvases.
    pub fn new() -> Self {
        Board {
            theme: Theme::default(),
            look: Look::default(),
            easel: None,
            panels: Vec::new(),
            overlay: false,
            unit: unit(1.0),
            ratio: 1.0,
            map: PlaneMap::fit(Rect::new(0.0, 1.0, 0.0, 1.0), 1.0, 1.0),
            bends: false,
            drawn: None,
            walked: Vec::new(),
            chart: ChartBoard::default(),
            data: None,
            marked: 0,
        }
    }

    /// Takes over the colours; everything is to be drawn again.
    pub fn set_theme(&mut self, theme: Theme) {
        self.theme = theme;
        self.invalidate();
    }

    /// Takes over what of the race is drawn, and how large: the latter for canvases that are handed over from now on.
    pub fn set_look(&mut self, look: Look) {
        self.look = look;
        self.invalidate();
    }

    /// Whether the path of this contender is shown.
    pub fn shows_path(&self, contender: usize) -> bool {
        self.look.shows_path(contender)
    }

    /// Whether the chart's vertical axis is linear rather than logarithmic.
    pub fn set_linear_chart(&mut self, linear: bool) {
        self.chart.linear = linear;
        self.drawn = None;
    }

    /// Whether the overlay of definiteness is on.
    pub fn set_definiteness(&mut self, on: bool) {
        self.bends = on;
        self.forget_still();
    }

    /// The overlay of definiteness as it was last drawn, if it is on.
    pub fn bent(&self) -> Option<&Bent> {
        self.easel.as_ref()?.landscape.bent().filter(|_| self.bends)
    }

    /// What the chart shows.
    pub fn set_series(&mut self, series: Series) {
        self.chart.series = series;
        self.drawn = None;
    }

    /// What is switched on of how races are looked at, as links say it.
    pub fn sights(&self) -> Vec<&'static str> {
        let switches = [(self.overlay, "overlay"), (self.bends, "definiteness"), (self.chart.linear, "linear")];
        let chart =
            Series::ALL.into_iter().filter(|(series, _)| *series == self.chart.series && *series != Series::Loss);
        let on = switches.into_iter().filter(|(on, _)| *on).map(|(_, key)| key);
        on.chain(chart.map(|(_, key)| key)).collect()
    }

    /// Takes over the canvases of the data's panel; without any there is none.
    pub fn set_data(&mut self, canvases: Option<[HtmlCanvasElement; 3]>, size: (f64, f64), ratio: f64) {
        let (size, ratio) = self.magnified(size, ratio);
        self.data = canvases.and_then(|canvases| DataBoard::new(canvases, size, ratio));
    }

    /// Marks the batches of this contender in the data's panel.
    pub fn mark_batches(&mut self, contender: usize) {
        self.marked = contender;
    }

    /// Draws the learning rates of contender `index` on a small canvas of its card.
    pub fn draw_rates(
        &self,
        lab: &Lab,
        index: usize,
        canvas: HtmlCanvasElement,
        (width, height): (f64, f64),
        ratio: f64,
    ) -> Result<(), DrawError> {
        let Some(layer) = Layer::new(canvas, width, height, ratio) else { return Ok(()) };
        draw::draw_sparkline(&layer.sheet, unit(ratio), &lab.followed(index).rates(), self.theme.contender(index), None)
    }

    /// Everything is to be drawn again.
    pub fn invalidate(&mut self) {
        self.forget_still();
        self.drawn = None;
        self.data.iter_mut().for_each(DataBoard::invalidate);
    }

    /// Takes over the canvases of the panels, still, paths and what is below heads of each, and two on which still
    /// pictures are drawn, each `width` × `height` CSS pixels at `ratio` device pixels.
    pub fn set_panels(
        &mut self,
        canvases: &[[HtmlCanvasElement; 3]],
        easel: &[HtmlCanvasElement; 2],
        (width, height): (f64, f64),
        ratio: f64,
        overlay: bool,
    ) {
        let pixels = 2.0 * canvases.len() as f64 * width * height;
        // So that parts of a panel begin with a device pixel.
        let most = ((MOST_PIXELS / pixels.max(1.0)).sqrt() * GRID).floor() / GRID;
        let ratio = ratio.min(most.max(1.0));
        let ((width, height), ratio) = self.magnified((width, height), ratio);
        self.ratio = ratio;
        self.unit = unit(self.ratio);
        self.overlay = overlay;
        let place = Place::new(width, height, self.ratio, self.look.size);
        let layer = |element: &HtmlCanvasElement| Layer::new(element.clone(), width, height, self.ratio);
        let panel = |[still, seen, kept]: &[HtmlCanvasElement; 3]| {
            let still = Still::new(still.clone(), width, height, self.ratio)?;
            let paths = Paths::new([layer(seen)?, layer(kept)?], self.ratio, place);
            Some(Panel { still, plain: false, paths, drawn: 0, rests: false })
        };
        self.panels = canvases.iter().filter_map(panel).collect();
        let [ground, traced] = easel.each_ref().map(layer);
        self.easel = ground
            .zip(traced)
            .map(|(ground, traced)| Easel { landscape: Landscape::new(ground, self.unit, self.ratio), traced });
        self.invalidate();
    }

    /// Takes over the canvases of the chart: the axes as they are seen, what they are drawn on, and three for the
    /// curves.
    pub fn set_chart(&mut self, canvases: [HtmlCanvasElement; 5], size: (f64, f64), ratio: f64) {
        let (size, ratio) = self.magnified(size, ratio);
        self.chart.place(canvases, size, ratio, self.look.size);
        self.drawn = None;
    }

    /// The map of every panel, in CSS pixels as they are on the page.
    pub fn map(&self) -> PlaneMap {
        self.map.magnified(self.look.size)
    }

    /// What the chart shows: where there is no such curve, the loss.
    pub fn shown_series(&self, lab: &Lab) -> Series {
        self.chart.shown_series(lab)
    }

    /// The map of the chart, in CSS pixels as they are on the page.
    pub fn chart_map(&self) -> Option<ChartMap> {
        self.chart.map().map(|map| map.magnified(self.look.size))
    }

    /// A canvas of this size in CSS pixels and this ratio, as drawings count: in pixels that are larger, and fewer.
    fn magnified(&self, (width, height): (f64, f64), ratio: f64) -> ((f64, f64), f64) {
        let size = self.look.size;
        ((width / size, height / size), ratio * size)
    }

    /// The paths have changed and are to be drawn anew.
    pub fn forget_paths(&mut self) {
        self.drawn = None;
    }

    /// More is known of the stationary points: the landscape is to be drawn anew.
    pub fn forget_still(&mut self) {
        self.easel.iter_mut().for_each(|easel| easel.landscape.forget());
    }

    /// What is seen of the plane, or will be once it is drawn: the view, and more where panels have another shape.
    pub fn visible(&self, lab: &Lab) -> Rect {
        let view = lab.experiment().view;
        let Some(Easel { landscape, .. }) = &self.easel else { return view };
        let shown = landscape.visible(lab);
        let both = |a: [f64; 2], b: [f64; 2]| [f64::min(a[0], b[0]), f64::max(a[1], b[1])];
        Rect { x: both(view.x, shown.x), y: both(view.y, shown.y) }
    }

    /// Draws what is out of date, with the playhead at `step` of the race's clock.
    pub fn draw(&mut self, lab: &Lab, step: usize) -> Result<(), DrawError> {
        if let Some(data) = &mut self.data {
            let marked = self.marked.min(lab.experiment().contenders.len() - 1);
            data.draw(lab, step, marked, &self.theme, &self.look)?;
        }
        if let Some(Easel { landscape, .. }) = &mut self.easel
            && landscape.draw(lab, self.bends, &self.theme)?
        {
            self.map = landscape.map();
            self.panels.iter_mut().for_each(|panel| panel.plain = false);
            self.drawn = None;
        }
        if self.drawn.is_none() {
            self.show_still(lab)?;
        }
        if self.drawn == Some(step) {
            return Ok(());
        }
        // Until all is drawn nothing is: what fails is drawn anew.
        match self.drawn.take() {
            Some(drawn) if drawn < step => {
                self.find_rest(lab, drawn, step);
                self.moving().for_each(|panel| panel.paths.lift_heads());
                self.draw_paths(lab, step, false)?;
            }
            drawn => {
                self.panels.iter_mut().for_each(|panel| (panel.drawn, panel.rests) = (0, false));
                match drawn {
                    Some(_) => self.panels.iter_mut().for_each(|panel| panel.paths.clear()),
                    None => {
                        let extents = self.extents(lab);
                        self.panels.iter_mut().zip(extents).for_each(|(panel, extent)| panel.paths.renew(extent));
                    }
                }
                self.draw_paths(lab, step, true)?;
                self.panels.iter().for_each(|panel| panel.paths.show());
                if drawn.is_none() {
                    self.chart.draw(lab, &self.theme, &self.look)?;
                }
            }
        }
        self.chart.follow(step, &self.theme)?;
        self.draw_heads(lab, step);
        self.moving().for_each(|panel| panel.drawn = step);
        self.drawn = Some(step);
        Ok(())
    }

    /// Shows the landscape in every panel, with the former runs of its contenders upon it.
    fn show_still(&mut self, lab: &Lab) -> Result<(), DrawError> {
        let Some(Easel { landscape, traced }) = &self.easel else { return Ok(()) };
        let contenders = 0..lab.experiment().contenders.len();
        let places: Vec<Option<usize>> = contenders.map(|index| self.place(index)).collect();
        for (place, panel) in self.panels.iter_mut().enumerate() {
            let here = places.iter().enumerate().filter(|(_, at)| **at == Some(place));
            let shadows = here.flat_map(|(index, _)| lab.shadows(index).into_iter().map(move |shadow| (index, shadow)));
            let mut shadows = shadows.peekable();
            if shadows.peek().is_none() {
                if !panel.plain {
                    panel.still.show(landscape.layer())?;
                }
                panel.plain = true;
                continue;
            }
            panel.plain = false;
            traced.copy(landscape.layer());
            for (index, shadow) in shadows {
                let style = shadow_style(&self.theme, index, &shadow);
                traced.dash(self.unit, style.weight.dash());
                let points = lab.shown(shadow.run, 0..=shadow.run.steps());
                draw::draw_path(&traced.sheet, &self.map, self.unit, &points, style)?;
                traced.dash(self.unit, None);
            }
            panel.still.show(traced)?;
        }
        Ok(())
    }

    /// The place of the panel in which the path of contender `index` is shown; none if it is hidden.
    fn place(&self, index: usize) -> Option<usize> {
        self.look.panel(index, self.overlay).filter(|_| self.look.shows_path(index))
    }

    /// The panel in which the path of contender `index` is shown; none if it is hidden.
    fn panel(&self, index: usize) -> Option<&Panel> {
        self.panels.get(self.place(index)?)
    }

    /// The upper left and the lower right corner of what is seen of each panel's paths, in CSS pixels; none if nothing
    /// is.
    fn extents(&self, lab: &Lab) -> Vec<Option<[Vec2; 2]>> {
        let mut around = vec![None; self.panels.len()];
        for index in 0..lab.experiment().contenders.len() {
            let Some(around) = self.place(index).and_then(|place| around.get_mut(place)) else { continue };
            for run in lab.runs(index) {
                for w in lab.shown(run, 0..=run.steps()).iter() {
                    let Rect { x, y } = around.get_or_insert(Rect::new(w.x, w.x, w.y, w.y));
                    (*x, *y) = ([x[0].min(w.x), x[1].max(w.x)], [y[0].min(w.y), y[1].max(w.y)]);
                }
            }
        }
        let corners =
            |Rect { x, y }: Rect| [Vec2::new(x[0], y[1]), Vec2::new(x[1], y[0])].map(|w| self.map.to_pixel(w));
        around.into_iter().map(|around| Some(corners(around?.meet(self.map.visible)?))).collect()
    }

    /// Finds out which panels rest from step `from` to step `to`: where no run comes to another of the places that lines
    /// are drawn at, an eighth of a device pixel apart, there is nothing to draw.
    fn find_rest(&mut self, lab: &Lab, from: usize, to: usize) {
        self.panels.iter_mut().for_each(|panel| panel.rests = true);
        for index in 0..lab.experiment().contenders.len() {
            let Some(place) = self.place(index) else { continue };
            let (from, to) = (lab.step_of(index, from), lab.step_of(index, to));
            let moves = lab.runs(index).iter().any(|run| {
                let points = lab.shown(run, from.min(run.steps())..=to.min(run.steps()));
                let mut places = points.iter().map(|w| self.unit.nearest(self.map.to_pixel(*w)));
                let first = places.next();
                places.any(|place| Some(place) != first)
            });
            self.panels.get_mut(place).into_iter().for_each(|panel| panel.rests &= !moves);
        }
    }

    /// The panels that do not rest.
    fn moving(&mut self) -> impl Iterator<Item = &mut Panel> {
        self.panels.iter_mut().filter(|panel| !panel.rests)
    }

    /// Draws the paths' steps up to `to` boldly where they are not yet, and if `whole` the rest of them faintly first.
    fn draw_paths(&mut self, lab: &Lab, to: usize, whole: bool) -> Result<(), DrawError> {
        if whole {
            let contenders = 0..lab.experiment().contenders.len();
            self.walked = contenders.map(|index| vec![0.0; lab.runs(index).len()]).collect();
        }
        let mut walked = std::mem::take(&mut self.walked);
        for (index, walked) in walked.iter_mut().enumerate() {
            let Some(panel) = self.panel(index).filter(|panel| !panel.rests) else { continue };
            let color = self.theme.contender(index);
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
                        draw::draw_path(sheet, &self.map, self.unit, &points, faint)?;
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
                        draw::go_on_with_path(sheet, &self.map, self.unit, &points, style, &mut walked[place])?;
                    }
                }
            }
        }
        self.walked = walked;
        Ok(())
    }

    /// Draws where each contender is that is seen.
    fn draw_heads(&mut self, lab: &Lab, step: usize) {
        for index in 0..lab.experiment().contenders.len() {
            let Some(panel) = self.place(index).and_then(|place| self.panels.get_mut(place)) else { continue };
            let head = lab.head(index, step);
            if !panel.rests && self.map.visible.contains(head) {
                let place = self.unit.nearest(self.map.to_pixel(head));
                panel.paths.draw_head(place, self.theme.contender(index), &self.theme);
            }
        }
    }

    /// Draws the contour through `w`, or of a curve its tangent there, on `canvas`, which has the size of a panel of
    /// `width` × `height` CSS pixels.
    pub fn draw_pointer(
        &self,
        lab: &Lab,
        canvas: HtmlCanvasElement,
        (width, height): (f64, f64),
        w: Vec2,
    ) -> Result<(), DrawError> {
        let ((width, height), _) = self.magnified((width, height), self.ratio);
        let Some(layer) = Layer::new(canvas, width, height, self.ratio) else { return Ok(()) };
        let Some(Easel { landscape, .. }) = &self.easel else { return Ok(()) };
        landscape.draw_pointer(lab, &layer, w, &self.theme)
    }
}
