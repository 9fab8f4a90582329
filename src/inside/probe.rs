//! The point of a path that is nearest to the pointer.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::{Inside, json};
use crate::draw::PlaneMap;
use crate::linear::Vec2;
use crate::page;

/// A path is met within this many CSS pixels.
const NEAR: f64 = 9.0;

/// An iterate on a panel.
#[derive(Serialize)]
struct Met {
    contender: usize,
    /// Where the clock stands there.
    clock: usize,
    x: f64,
    y: f64,
    words: String,
}

#[wasm_bindgen]
impl Inside {
    /// The iterate nearest to a pixel of a panel of `width` × `height` CSS pixels, of one contender or of `all`; `null`
    /// if none is near.
    pub fn probe(&self, width: f64, height: f64, contender: usize, all: bool, x: f64, y: f64) -> String {
        let lab = &self.lab;
        let view = lab.experiment().view;
        let (width, height, _) = self.magnified(width, height, 1.0);
        let map =
            if lab.is_curve() { PlaneMap::stretch(view, width, height) } else { PlaneMap::fit(view, width, height) };
        let map = map.magnified(self.look.size);
        let pointer = Vec2::new(x, y);
        let mut nearest: Option<(f64, usize, usize, Vec2)> = None;
        for index in (0..lab.experiment().contenders.len()).filter(|index| all || *index == contender) {
            let run = lab.followed(index);
            for (t, w) in lab.shown(run, 0..=run.steps()).iter().enumerate() {
                let apart = (map.to_pixel(*w) - pointer).norm();
                if apart <= NEAR && map.visible.contains(*w) && nearest.is_none_or(|(least, ..)| apart < least) {
                    nearest = Some((apart, index, t, map.to_pixel(*w)));
                }
            }
        }
        let met = nearest.map(|(_, contender, t, pixel)| Met {
            contender,
            clock: lab.clock_of(contender, t),
            x: pixel.x,
            y: pixel.y,
            words: page::point_words(lab, contender, t),
        });
        json(&met)
    }
}
