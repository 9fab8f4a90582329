//! The board: the canvases of all panels, of the chart and of the data, and what is drawn on each.
//!
//! The landscape is drawn once, and shown in all panels; the board knows what of it all is out of date.

use web_sys::HtmlCanvasElement;

use super::bending::Bent;
use super::chart_board::ChartBoard;
use super::course::{Course, Sight};
use super::data_board::DataBoard;
use super::landscape::Landscape;
use super::panels::Panels;
use crate::canvas::{GRID, Layer, Place, unit};
use crate::draw::{self, ChartMap, DrawError, Look, PlaneMap, Theme};
use crate::lab::{Lab, Series};
use crate::linear::{Rect, Vec2};

/// More device pixels than this in the seen layers of all panels together make scrolling and playing slow without a
/// graphics card; the ratio is lowered to stay below, but not below 1.
const MOST_PIXELS: f64 = 14e6;

/// What the still pictures are made of, on canvases that nobody sees.
struct Easel {
    /// What all of them show below their former runs.
    landscape: Landscape,
    /// The same with the former runs of one panel.
    traced: Layer,
}

/// What a worker has drawn of the race, or will once it has its notes.
struct Elsewhere {
    course: Course,
    /// The last step that it was told.
    step: usize,
    /// Whether it was told none yet.
    is_new: bool,
}

/// How the race is seen in the panels of a board: no method, since they are drawn on meanwhile.
macro_rules! sight {
    ($board:ident, $lab:ident) => {
        Sight {
            lab: $lab,
            theme: &$board.theme,
            look: &$board.look,
            map: &$board.map,
            unit: $board.panels.unit,
            overlay: $board.panels.overlay,
        }
    };
}

/// All canvases of the page.
pub struct Board {
    theme: Theme,
    /// What of the race is drawn, and how large.
    look: Look,
    /// Where still pictures are drawn; none without panels.
    easel: Option<Easel>,
    panels: Panels,
    ratio: f64,
    /// The landscape's map, as it was last drawn.
    map: PlaneMap,
    /// Whether the overlay of definiteness is on.
    bends: bool,
    /// The last step that was drawn; none if the path layers are out of date.
    drawn: Option<usize>,
    /// How far a worker is that goes on drawing; none if there is none, or paths are drawn anew since.
    elsewhere: Option<Elsewhere>,
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
            panels: Panels::default(),
            ratio: 1.0,
            map: PlaneMap::fit(Rect::new(0.0, 1.0, 0.0, 1.0), 1.0, 1.0),
            bends: false,
            drawn: None,
            elsewhere: None,
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
        let switches = [(self.panels.overlay, "overlay"), (self.bends, "definiteness"), (self.chart.linear, "linear")];
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
        let place = Place::new(width, height, ratio, self.look.size);
        self.panels = Panels::new(canvases, (width, height), ratio, place, overlay);
        let layer = |element: &HtmlCanvasElement| Layer::new(element.clone(), width, height, ratio);
        let [ground, traced] = easel.each_ref().map(layer);
        self.easel = ground
            .zip(traced)
            .map(|(ground, traced)| Easel { landscape: Landscape::new(ground, unit(ratio), ratio), traced });
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

    /// Draws what is out of date, with the playhead at `step` of the race's clock; whether that was more than what the
    /// playhead has moved on.
    pub fn draw(&mut self, lab: &Lab, step: usize) -> Result<bool, DrawError> {
        self.draw_data(lab, step)?;
        if let Some(Easel { landscape, .. }) = &mut self.easel
            && landscape.draw(lab, self.bends, &self.theme)?
        {
            self.map = landscape.map();
            self.panels.forget_still();
            self.drawn = None;
        }
        let sight = sight!(self, lab);
        if let (None, Some(Easel { landscape, traced })) = (self.drawn, &self.easel) {
            self.panels.show_still(&sight, landscape.layer(), traced)?;
        }
        if self.drawn == Some(step) {
            return Ok(false);
        }
        // Until all is drawn nothing is: what fails is drawn anew.
        let drawn = self.drawn.take();
        let goes_on = drawn.is_some_and(|drawn| drawn < step);
        match drawn {
            Some(drawn) if goes_on => self.panels.go_on(&sight, drawn, step)?,
            Some(_) => {
                self.panels.clear();
                self.panels.draw(&sight, step)?;
            }
            None => {
                self.panels.make_room(&sight);
                self.panels.draw(&sight, step)?;
                self.chart.draw(lab, &self.theme, &self.look)?;
            }
        }
        if !goes_on {
            self.elsewhere = None;
        }
        self.chart.follow(step, &self.theme)?;
        self.drawn = Some(step);
        Ok(!goes_on)
    }

    fn draw_data(&mut self, lab: &Lab, step: usize) -> Result<(), DrawError> {
        let Some(data) = &mut self.data else { return Ok(()) };
        let marked = self.marked.min(lab.experiment().contenders.len() - 1);
        data.draw(lab, step, marked, &self.theme, &self.look)
    }

    /// A worker goes on from what is drawn now, with pictures of what each panel keeps and of all of the curves.
    pub fn hand_over(&mut self) {
        self.elsewhere = self.drawn.map(|step| Elsewhere { course: self.panels.course(), step, is_new: true });
    }

    /// Whether that worker can go on to `step`: nothing but the playhead has changed, and that forwards.
    pub fn goes_on(&self, lab: &Lab, step: usize) -> bool {
        self.drawn.is_some()
            && self.easel.as_ref().is_some_and(|easel| easel.landscape.is_drawn(lab))
            && self.elsewhere.as_ref().is_some_and(|elsewhere| elsewhere.step <= step)
    }

    /// Notes for that worker what `step` adds to what it was told last; none if it cannot go on.
    pub fn note(&mut self, lab: &Lab, step: usize) -> Result<Option<Vec<f64>>, DrawError> {
        // What fails is drawn anew.
        let found = if self.goes_on(lab, step) { self.elsewhere.take() } else { None };
        let Some(Elsewhere { mut course, step: from, is_new }) = found else { return Ok(None) };
        self.draw_data(lab, step)?;
        let sight = sight!(self, lab);
        course.find_rest(&sight, from, step);
        if is_new {
            course.wake();
        }
        let mut all = Vec::new();
        self.panels.note(&sight, &mut course, step, &mut all)?;
        self.chart.note(step, &self.theme, &mut all, self.panels.len());
        self.elsewhere = Some(Elsewhere { course, step, is_new: false });
        Ok(Some(all))
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
