//! The paths of a panel with the heads upon them: where each contender is at the playhead.
//!
//! Heads are drawn rather than elements: where an element moves, a browser goes through the style, the layers and the
//! order of the whole page in every frame.
//! They have no canvas of their own, since every canvas in sight costs a copy of it in every frame where there is no
//! graphics card.
//! What is below a head is kept on a canvas that nobody sees.

use crate::canvas::{Canvas, Layer, Noted, Notes, Part, Place};
use crate::draw::{Color, Sheet, Theme};
use crate::linear::Vec2;

/// A head's radius in CSS pixels of a drawing, with its rim.
const RADIUS: f64 = 7.5;

/// The canvases of a panel's paths: no larger than these.
pub struct Paths {
    /// The paths, and heads upon them.
    seen: Layer,
    /// The paths alone, of the same size.
    kept: Layer,
    place: Place,
    /// What of the panel both show.
    part: Part,
    /// Device pixels per CSS pixel of a drawing.
    ratio: f64,
    /// Where heads are now, in device pixels.
    heads: Vec<Vec2>,
}

impl Paths {
    /// Paths on two canvases at `ratio` device pixels for each CSS pixel of a drawing, of which the second is not seen,
    /// of a panel at this place.
    pub fn new([seen, kept]: [Layer; 2], ratio: f64, place: Place) -> Paths {
        let part = place.whole();
        place.put(&seen, part);
        Paths { seen, kept, place, part, ratio, heads: Vec::new() }
    }

    /// Takes all paths and heads away.
    pub fn clear(&mut self) {
        self.seen.clear();
        self.kept.clear();
        self.heads.clear();
    }

    /// The same, and makes room for paths between two corners in CSS pixels of the drawing; none
    /// if no path is seen.
    pub fn renew(&mut self, extent: Option<[Vec2; 2]>) {
        // A pixel more than a head has, for its soft edge.
        let margin = Vec2::new(RADIUS + 1.0, RADIUS + 1.0);
        let corners = extent.map_or([Vec2::new(0.0, 0.0); 2], |[low, high]| [low - margin, high + margin]);
        let [low, high] = corners.map(|corner| (self.ratio / self.place.ratio) * corner);
        let part = self.place.around(low, high);
        if part == self.part {
            return self.clear();
        }
        self.heads.clear();
        self.part = part;
        [&mut self.seen, &mut self.kept].into_iter().for_each(|layer| self.place.show(layer, part));
        self.place.put(&self.seen, part);
    }

    /// What paths are drawn on, while no head is there: all anew on the one that is not seen, and what is added to them
    /// on both.
    pub fn sheets(&self, whole: bool) -> impl Iterator<Item = &Sheet<Canvas>> {
        [&self.kept.sheet, &self.seen.sheet].into_iter().take(if whole { 1 } else { 2 })
    }

    /// Shows the paths that have been drawn anew.
    pub fn show(&self) {
        self.seen.copy(&self.kept);
    }

    /// Takes the heads away, so that what is below them is seen.
    pub fn lift_heads(&mut self) {
        for at in self.heads.drain(..) {
            // A pixel more than the disk has, for its soft edge.
            self.seen.copy_square(&self.kept, at, self.ratio * RADIUS + 1.0);
        }
    }

    /// Draws a head at `place`, in CSS pixels: a disk of the contender's colour on one of paper, in a rim of ink, so
    /// that it is seen on every ground.
    pub fn draw_head(&mut self, place: Vec2, color: Color, theme: &Theme) {
        let at = self.ratio * place;
        for (radius, color) in disks(color, theme) {
            self.seen.disk(at, self.ratio * radius, color);
        }
        self.heads.push(at);
    }

    /// Sheets for what is noted of paths instead of drawing them: on what is kept, and on what is seen.
    pub fn noted(&self, notes: &Notes) -> [Sheet<Noted>; 2] {
        notes.sheets(&self.kept)
    }

    /// Notes a head at `place`, instead of drawing it.
    pub fn note_head(&self, notes: &Notes, place: Vec2, color: Color, theme: &Theme) {
        for (radius, color) in disks(color, theme) {
            notes.disk(self.ratio * place - self.kept.corner(), self.ratio * radius, color);
        }
    }
}

/// The disks of a head, from below: radius in CSS pixels and colour.
fn disks(color: Color, theme: &Theme) -> [(f64, Color); 3] {
    [(RADIUS, theme.ink), (RADIUS - 1.0, theme.paper), (RADIUS - 3.0, color)]
}
