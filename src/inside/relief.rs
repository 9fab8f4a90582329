//! The landscape in 3D: a canvas for the surface, one for the paths, and what the pointer does there.

use js_sys::Float64Array;
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use super::Inside;
use super::surface::{Detail, Surface};
use crate::canvas::{Layer, unit};
use crate::draw::{self, Camera, Cast, Draped, DrawError, Mesh, PathStyle, Projection, Scale, Theme, Unit, Weight};
use crate::lab::{Lab, rounded};
use crate::linear::Vec2;
use crate::objective::Levels;
use crate::page::{self, Seen};
use crate::stationary::Found;

/// The state of the 3D view.
#[derive(Default)]
pub struct Relief {
    camera: Camera,
    /// Whether heights go with the loss or its logarithm, if the user has chosen.
    levels: Option<Levels>,
    canvases: Option<Canvases>,
    surface: Option<Surface>,
    /// What the canvas of the surface shows, besides it.
    shown: Option<(Camera, Detail, Found)>,
    /// The paths as they are seen, contender by contender and run by run.
    casts: Vec<Vec<Cast>>,
    /// The last step whose paths are drawn boldly; none if they are out of date.
    drawn: Option<usize>,
}

struct Canvases {
    still: Layer,
    live: Layer,
    size: (f64, f64),
    unit: Unit,
}

/// How heights go with the loss as long as the user has not chosen, as the contours of the panels do.
fn usual(lab: &Lab) -> Levels {
    if lab.floor().is_some() { lab.checked().ground.levels() } else { Levels::Linear }
}

impl Relief {
    fn projection(&self) -> Option<Projection> {
        let half = self.surface.as_ref()?.mesh.half;
        Some(Projection::of(&self.camera, half, self.canvases.as_ref()?.size))
    }

    fn levels(&self, lab: &Lab) -> Levels {
        self.levels.filter(|_| lab.floor().is_some()).unwrap_or_else(|| usual(lab))
    }

    /// The surface as it is drawn now, and how it is seen.
    fn seen(&self) -> Option<(&Mesh, Projection)> {
        let (_, detail, _) = self.shown.as_ref()?;
        let skin = self.surface.as_ref()?.skins[*detail as usize].as_ref()?;
        Some((&skin.mesh, self.projection()?))
    }

    fn draw(&mut self, lab: &Lab, theme: &Theme, step: usize, detail: Detail) -> Result<(), DrawError> {
        if lab.is_curve() {
            return Ok(());
        }
        let levels = self.levels(lab);
        let is_shown = |surface: &Surface| surface.is_of(lab) && surface.levels == levels && surface.theme == *theme;
        if !self.surface.as_ref().is_some_and(is_shown) {
            self.surface = Some(Surface::of(lab, levels, theme));
            self.shown = None;
        }
        let projection = self.projection();
        let (Some(canvases), Some(surface), Some(projection)) = (&self.canvases, &mut self.surface, projection) else {
            return Ok(());
        };
        let scale = surface.scale;
        let skin = surface.skin(detail);
        let found = lab.stationary();
        let is_shown =
            |shown: &(Camera, Detail, Found)| (shown.0, shown.1) == (self.camera, detail) && shown.2 == *found;
        if !self.shown.as_ref().is_some_and(is_shown) {
            let relief = draw::Relief {
                mesh: &skin.mesh,
                colors: &skin.colors,
                contours: &skin.contours,
                scale: scale.as_ref(),
                caption: &page::loss_axis(floor(scale)),
                stationary: found,
                bounds: lab.objective().bounds(),
                theme,
            };
            draw::draw_relief(&canvases.still.sheet, canvases.unit, &projection, &relief)?;
            self.shown = Some((self.camera, detail, found.clone()));
            self.drawn = None;
        }
        if self.drawn.is_none() {
            skin.drape(lab);
            let cast =
                |index: usize, paths: &Vec<Draped>| Cast::of(paths, &skin.mesh, &projection, draw::dashes(index));
            let paths = skin.paths.iter().flatten().enumerate();
            self.casts = paths.map(|(index, runs)| runs.iter().map(|run| cast(index, run)).collect()).collect();
        }
        let from = match self.drawn {
            Some(drawn) if drawn == step => return Ok(()),
            Some(drawn) if drawn < step => Some(drawn),
            _ => {
                canvases.live.clear();
                None
            }
        };
        draw_paths(canvases, lab, theme, &self.casts, from, step)?;
        self.drawn = Some(step);
        Ok(())
    }

    /// Where points of the plane are in the picture: x, y, and 1 if it is seen there, 2 if it is hidden, 0 if it is not
    /// there.
    fn places(&self, points: impl Iterator<Item = Vec2>) -> Vec<f64> {
        let Some((mesh, projection)) = self.seen() else { return Vec::new() };
        let place = |w: Vec2| match mesh.above(w) {
            None => [0.0; 3],
            Some(at) => {
                let pixel = projection.pixel(at);
                [pixel.x, pixel.y, if mesh.hides(at, &projection) { 2.0 } else { 1.0 }]
            }
        };
        points.flat_map(place).collect()
    }

    /// The point of the plane under a pixel, in short numbers.
    fn point(&self, pixel: Vec2) -> Option<Vec2> {
        let (mesh, projection) = self.seen()?;
        let at = mesh.pick(pixel, &projection)?;
        let grain = mesh.heights.extent.diagonal() / (2.0 * projection.scale);
        Some(rounded(mesh.below(at), grain))
    }
}

fn floor(scale: Option<Scale>) -> Option<f64> {
    match scale {
        Some(Scale::Logarithmic { floor, .. }) => Some(floor),
        _ => None,
    }
}

/// Draws the paths' steps up to `to` boldly, from `from` on where what comes before is there, or else after the whole
/// of them faintly.
fn draw_paths(
    canvases: &Canvases,
    lab: &Lab,
    theme: &Theme,
    casts: &[Vec<Cast>],
    from: Option<usize>,
    to: usize,
) -> Result<(), DrawError> {
    for (index, casts) in casts.iter().enumerate() {
        let color = theme.contender(index);
        let (begin, end) = (lab.step_of(index, from.unwrap_or(0)) as f64, lab.step_of(index, to) as f64);
        let repeats = lab.checked().repeats[index];
        for (place, cast) in casts.iter().enumerate().rev() {
            let (start, repeat) = (place / repeats, place % repeats);
            let draw = |weight, between| {
                let style = PathStyle { color, dash: None, weight };
                draw::draw_cast(&canvases.live.sheet, canvases.unit, cast, between, style)
            };
            if from.is_none() && repeat == 0 {
                draw(Weight::Faint, [end, f64::INFINITY])?;
            }
            let weight = match (start, repeat) {
                (0, 0) => Weight::Bold,
                (_, 0) => Weight::Light,
                _ => Weight::Thin,
            };
            if begin < end {
                draw(weight, [begin, end])?;
            }
        }
    }
    Ok(())
}

#[wasm_bindgen]
impl Inside {
    /// Takes over the canvases of the 3D view: that of the surface and that of the paths.
    #[wasm_bindgen(js_name = setRelief)]
    pub fn set_relief(
        &mut self,
        still: HtmlCanvasElement,
        live: HtmlCanvasElement,
        width: f64,
        height: f64,
        ratio: f64,
    ) {
        let layer = |element| Layer::new(element, width, height, ratio);
        let layers = layer(still).zip(layer(live));
        let canvases = |(still, live)| Canvases { still, live, size: (width, height), unit: unit(ratio) };
        self.relief.canvases = layers.map(canvases);
        self.relief.shown = None;
    }

    /// The paths may have changed; whether the landscape or the view is another than the 3D view has shown.
    #[wasm_bindgen(js_name = forgetRelief)]
    pub fn forget_relief(&mut self) -> bool {
        self.relief.drawn = None;
        let Some(surface) = &mut self.relief.surface else { return false };
        surface.skins.iter_mut().flatten().for_each(|skin| skin.paths = None);
        !surface.is_of(&self.lab)
    }

    /// Draws what is out of date of the 3D view, with the playhead at `step`; coarser while it is `moving`.
    #[wasm_bindgen(js_name = drawRelief)]
    pub fn draw_relief(&mut self, step: usize, moving: bool) -> Result<(), JsError> {
        let detail = if moving { Detail::Coarse } else { Detail::Fine };
        self.relief.draw(&self.lab, &self.theme, step, detail).map_err(|error| JsError::new(&error.to_string()))
    }

    /// Turns the 3D view, by radians to the right around it and upwards.
    #[wasm_bindgen(js_name = turnRelief)]
    pub fn turn_relief(&mut self, yaw: f64, pitch: f64) {
        self.relief.camera = self.relief.camera.turned(yaw, pitch);
    }

    /// Zooms the 3D view about a pixel; a factor above 1 makes it larger.
    #[wasm_bindgen(js_name = zoomRelief)]
    pub fn zoom_relief(&mut self, x: f64, y: f64, factor: f64) {
        if let Some(projection) = self.relief.projection() {
            self.relief.camera = self.relief.camera.zoomed(&projection, Vec2::new(x, y), factor);
        }
    }

    /// Moves the 3D view with the pointer, by pixels.
    #[wasm_bindgen(js_name = panRelief)]
    pub fn pan_relief(&mut self, dx: f64, dy: f64) {
        if let Some(projection) = self.relief.projection() {
            self.relief.camera = self.relief.camera.moved(&projection, Vec2::new(dx, dy));
        }
    }

    /// Looks at the 3D view as at first.
    #[wasm_bindgen(js_name = resetRelief)]
    pub fn reset_relief(&mut self) {
        self.relief.camera = Camera::default();
    }

    /// Whether heights are logarithms, as they are drawn now; none where there is no choice.
    #[wasm_bindgen(js_name = isReliefLogarithmic)]
    pub fn is_relief_logarithmic(&self) -> Option<bool> {
        self.lab.floor().map(|_| self.relief.levels(&self.lab) == Levels::Logarithmic)
    }

    /// Whether heights are to be logarithms of the loss above its floor.
    #[wasm_bindgen(js_name = setReliefLogarithmic)]
    pub fn set_relief_logarithmic(&mut self, on: bool) {
        self.relief.levels = Some(if on { Levels::Logarithmic } else { Levels::Linear });
    }

    /// Whether the landscape has a 3D view at all.
    #[wasm_bindgen(js_name = hasRelief)]
    pub fn has_relief(&self) -> bool {
        !self.lab.is_curve()
    }

    /// What the 3D view shows, in words.
    #[wasm_bindgen(js_name = reliefWords)]
    pub fn relief_words(&self) -> String {
        let relief = &self.relief;
        let scale = relief.surface.as_ref().and_then(|surface| surface.scale);
        let range = match scale {
            Some(Scale::Linear { low, high }) => Some([low, high]),
            Some(Scale::Logarithmic { floor, low, high }) => Some([low, high].map(|e| floor + libm::pow(10.0, e))),
            None => None,
        };
        let Camera { yaw, pitch, .. } = relief.camera;
        page::relief_words(&self.lab, &Seen { yaw, pitch, range, floor: floor(scale) })
    }

    /// Where each contender is at a step in the 3D view: x, y, and 1 if it is seen there, 2 if a hill hides it, 0 if it
    /// is not there.
    #[wasm_bindgen(js_name = reliefHeads)]
    pub fn relief_heads(&self, step: usize) -> Float64Array {
        let heads = (0..self.lab.experiment().contenders.len()).map(|index| {
            let run = self.lab.followed(index);
            run.points[self.lab.step_of(index, step).min(run.steps())]
        });
        Float64Array::from(&self.relief.places(heads)[..])
    }

    /// Where each start is, in the same form.
    #[wasm_bindgen(js_name = reliefStarts)]
    pub fn relief_starts(&self) -> Float64Array {
        Float64Array::from(&self.relief.places(self.lab.experiment().starts.iter().copied())[..])
    }

    /// The point of the surface under a pixel as JSON: x, y and a text; `null` where there is none.
    #[wasm_bindgen(js_name = reliefPoint)]
    pub fn relief_point(&self, x: f64, y: f64) -> Result<String, JsError> {
        let point = self.relief.point(Vec2::new(x, y)).map(|w| page::relief_point(&self.lab, w));
        serde_json::to_string(&point).map_err(|error| JsError::new(&error.to_string()))
    }
}
