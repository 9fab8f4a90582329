//! Files that are made of a canvas's pixels.

use wasm_bindgen::prelude::*;

use super::figures::entry;
use super::{Share, refuse};
use crate::export::{self, Make, Pixels};
use crate::problem::Problem;
use crate::words::{say, text};

#[wasm_bindgen]
impl Share {
    /// A picture's file, from its pixels as a canvas has them.
    pub fn picture(&self, format: &str, width: usize, height: usize, rgba: Vec<u8>) -> Result<Vec<u8>, JsError> {
        let pixels = Pixels::new(width, height, rgba).map_err(refuse)?;
        match entry(format).map_err(refuse)?.make {
            Make::Picture(make) => make(&self.job(), &pixels).map_err(refuse),
            _ => Err(refuse(Problem::new("format", text!("one that is a picture of pixels"), format))),
        }
    }

    /// Where the playhead stands in each frame of a film.
    pub fn clocks(&self) -> Vec<u32> {
        export::clocks(&self.job()).into_iter().map(|clock| clock as u32).collect()
    }

    /// Begins a film, whose last frame has these pixels.
    #[wasm_bindgen(js_name = beginFilm)]
    pub fn begin_film(&mut self, format: &str, width: usize, height: usize, rgba: Vec<u8>) -> Result<(), JsError> {
        let last = Pixels::new(width, height, rgba).map_err(refuse)?;
        let Make::Film(begin) = entry(format).map_err(refuse)?.make else {
            return Err(refuse(Problem::new("format", text!("one that is a film of frames"), format)));
        };
        self.film = Some(begin(&self.job(), &last).map_err(refuse)?);
        Ok(())
    }

    /// Adds the next frame to the film.
    #[wasm_bindgen(js_name = pushFrame)]
    pub fn push_frame(&mut self, width: usize, height: usize, rgba: Vec<u8>) -> Result<(), JsError> {
        let frame = Pixels::new(width, height, rgba).map_err(refuse)?;
        match &mut self.film {
            Some(film) => film.push(&frame).map_err(refuse),
            None => Err(refuse(Problem::new("film", text!("one that has begun"), say!("none")))),
        }
    }

    /// The film's file.
    #[wasm_bindgen(js_name = finishFilm)]
    pub fn finish_film(&mut self) -> Result<Vec<u8>, JsError> {
        match self.film.take() {
            Some(film) => film.finish().map_err(refuse),
            None => Err(refuse(Problem::new("film", text!("one that has begun"), say!("none")))),
        }
    }

    /// Gives up the film that is on its way.
    #[wasm_bindgen(js_name = dropFilm)]
    pub fn drop_film(&mut self) {
        self.film = None;
    }

    /// A film's file, from what the browser has recorded and how many seconds that took.
    pub fn recorded(&self, format: &str, bytes: Vec<u8>, seconds: f64) -> Result<Vec<u8>, JsError> {
        match entry(format).map_err(refuse)?.make {
            Make::Recording(finish) => Ok(finish(bytes, seconds)),
            _ => Err(refuse(Problem::new("format", text!("one that is recorded"), format))),
        }
    }
}
