//! What the proof of all stationary points costs, function by function, against the quick search that proves nothing.
//!
//! Prints a line a function: its name, microseconds of the proof from the formula's text, boxes, microseconds of the search
//! by Newton's method, and how it ended; the least of all rounds.

use std::fs;
use std::hint::black_box;
use std::io::Read;
use std::path::Path;
use std::time::Instant;

use flate2::read::GzDecoder;
use serde::Deserialize;

use steepest::experiment::Landscape;
use steepest::formula::parse;
use steepest::linear::Rect;
use steepest::stationary::{Census, Prover, Status, find};

#[derive(Deserialize)]
struct File {
    functions: Vec<Function>,
}

#[derive(Deserialize)]
struct Function {
    id: String,
    expr: String,
    domain: [[f64; 2]; 2],
}

/// Rounds, of which the quickest counts.
const ROUNDS: usize = 7;

fn main() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/stationary.json.gz");
    let mut text = String::new();
    GzDecoder::new(&fs::read(path).expect("the list")[..]).read_to_string(&mut text).expect("a text");
    let file: File = serde_json::from_str(&text).expect("the list of functions");
    for Function { id, expr, domain: [x, y] } in file.functions {
        let region = Rect { x, y };
        let prove = || -> Census {
            let tape = parse(&expr).expect("a formula").tape(&["x", "y"], |_| None);
            Prover::new(&tape, region).finish()
        };
        let landscape = Landscape::typed(&expr).build().expect("a landscape");
        let (proof, search) = (least(prove), least(|| find(&*landscape.objective, region)));
        let census = prove();
        let status = match census.status {
            Status::Proved => "proved".into(),
            Status::ProvedExcept(count) => format!("except_{count}"),
            Status::NotProved { .. } => "open".into(),
        };
        println!("{id} {proof:.1} {} {search:.1} {status}", census.boxes);
    }
}

/// The microseconds of the quickest round.
fn least<T>(work: impl Fn() -> T) -> f64 {
    let times = (0..ROUNDS).map(|_| {
        let from = Instant::now();
        black_box(work());
        from.elapsed().as_secs_f64() * 1e6
    });
    times.fold(f64::INFINITY, f64::min)
}
