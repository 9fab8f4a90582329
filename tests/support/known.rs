//! Functions of which all stationary points are known, by means other than ours.

use std::io::Read;
use std::path::Path;
use std::{env, fs};

use flate2::read::GzDecoder;
use serde::Deserialize;
use steepest::formula::{Tape, parse};
use steepest::linear::Rect;

#[derive(Deserialize)]
struct File {
    functions: Vec<Function>,
}

/// A function with its stationary points in a box.
#[derive(Deserialize)]
pub struct Function {
    /// Its name.
    pub id: String,
    /// Its formula.
    pub expr: String,
    /// The closed box, by its bounds in x and in y.
    pub domain: [[f64; 2]; 2],
    /// All isolated stationary points in it.
    pub points: Vec<Point>,
    /// Curves on which every point is stationary.
    pub curves: Vec<Implicit>,
    /// Extrema without a gradient.
    pub singular_points: Vec<Singular>,
}

/// An isolated stationary point.
#[derive(Deserialize)]
pub struct Point {
    /// Where.
    pub x: f64,
    /// Where.
    pub y: f64,
    /// The function's value.
    pub f: f64,
    /// The Hessian's eigenvalues, ascending.
    pub eig: [f64; 2],
    /// "minimum", "maximum", "saddle" or "degenerate".
    #[serde(rename = "type")]
    pub kind: String,
    /// How often the gradient turns around it.
    pub index: i32,
    /// What a degenerate point is.
    pub nature: Option<String>,
}

/// A curve by the formula that is zero on it.
#[derive(Deserialize)]
pub struct Implicit {
    /// That formula.
    pub implicit: String,
}

/// An extremum without a gradient.
#[derive(Deserialize)]
pub struct Singular {
    /// Where.
    pub x: f64,
    /// Where.
    pub y: f64,
    /// "minimum" or "maximum".
    pub nature: String,
    /// How often the gradient turns around it.
    pub index: i32,
}

impl Function {
    /// The box.
    pub fn region(&self) -> Rect {
        let [x, y] = self.domain;
        Rect { x, y }
    }
}

/// The functions of the file that `STEEPEST_STATIONARY` names, or of the one beside the tests.
pub fn functions() -> Vec<Function> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/stationary.json.gz");
    let path = env::var_os("STEEPEST_STATIONARY").map_or(own, Into::into);
    let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut text = String::new();
    let read = if bytes.starts_with(&[0x1f, 0x8b]) {
        GzDecoder::new(&bytes[..]).read_to_string(&mut text)
    } else {
        (&bytes[..]).read_to_string(&mut text)
    };
    read.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str::<File>(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())).functions
}

/// A formula of x and y, compiled.
pub fn tape(text: &str) -> Tape {
    parse(text).unwrap_or_else(|mistake| panic!("{text}: {mistake}")).tape(&["x", "y"], |_| None)
}
