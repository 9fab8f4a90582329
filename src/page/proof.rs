//! What is proved of the stationary points in view, in words.

use serde::Serialize;

use super::points::in_view;
use super::{show, show_found};
use crate::lab::Lab;
use crate::linear::{Rect, Vec2};
use crate::stationary::{Census, Place, Status, What};
use crate::words::{say, word};

/// What is proved, and what could not be.
#[derive(Serialize)]
pub struct ProofCard {
    /// "pending", "proved", "except" or "open".
    state: &'static str,
    words: String,
    /// The places and curves at which more could not be proved than is said of each.
    exceptions: Vec<Exception>,
}

/// A place or a curve that is listed by itself.
#[derive(Serialize)]
struct Exception {
    at: String,
    words: String,
}

/// What is proved of the stationary points in view.
pub fn card(lab: &Lab) -> ProofCard {
    let Some(census) = lab.census().filter(|_| lab.is_view_proved()) else {
        let words = say!("Found so far; the proof that these are all is on its way.");
        return ProofCard { state: "pending", words, exceptions: Vec::new() };
    };
    let view = seen(lab, census);
    let one = lab.is_curve();
    let places =
        census.places.iter().filter(|place| place.hull.meet(view).is_some()).map(|place| exception(place, one));
    let curves = census.curves.iter().filter(|curve| !curve.is_proved).filter_map(|curve| {
        let w = curve.lines.iter().flatten().find(|w| view.contains(**w))?;
        let words = match curve.kind {
            Some(kind) => say!("a curve, each point a {kind}", kind = word(kind.words())),
            None => say!("a curve of stationary points"),
        };
        Some(Exception { at: say!("through {at}", at = show_found(*w, one)), words })
    });
    let exceptions: Vec<Exception> = places.chain(curves).collect();
    let (state, words) = match &census.status {
        Status::NotProved { why, undecided }
            if undecided.is_empty() || undecided.iter().any(|area| area.meet(view).is_some()) =>
        {
            ("open", say!("Not proved: {why}.", why = word(why.words())))
        }
        _ if exceptions.is_empty() => {
            let has_lines =
                census.curves.iter().flat_map(|curve| curve.lines.iter().flatten()).any(|w| view.contains(*w));
            let words = match in_view(lab).count() {
                _ if has_lines => say!("Proved: these are all."),
                0 => say!("Proved: there is none in view."),
                1 => say!("Proved: it is the only one in view."),
                count => say!("Proved: these are all {count}.", count),
            };
            ("proved", format!("{words}{}", turns(census)))
        }
        _ if exceptions.len() == 1 => ("except", format!("{}{}", say!("Proved, except at one place."), turns(census))),
        _ => {
            let n = exceptions.len();
            ("except", format!("{}{}", say!("Proved, except at {n} listed places.", n), turns(census)))
        }
    };
    ProofCard { state, words, exceptions }
}

/// The part of the plane that is both seen and searched.
fn seen(lab: &Lab, census: &Census) -> Rect {
    let view = lab.experiment().view;
    if lab.is_curve() { Rect { x: view.x, y: census.region.y } } else { view }
}

/// The check by the winding number, where there is one.
fn turns(census: &Census) -> String {
    match (census.indices, census.winding) {
        (Some(sum), Some(winding)) if sum == winding => {
            let sum = show(f64::from(sum));
            format!(
                " {}",
                say!(
                    "Their indices (1 of a minimum or maximum, \u{2212}1 of a saddle) add up to {sum}, as often as \u{2207}L turns around the edge.",
                    sum
                )
            )
        }
        _ => String::new(),
    }
}

fn exception(place: &Place, one: bool) -> Exception {
    let index = match (place.what, place.index) {
        (What::Degenerate(_) | What::NonSmooth(_), Some(index)) => Some(show(f64::from(index))),
        _ => None,
    };
    let size = Vec2::new(place.hull.size().x, place.hull.size().y);
    let size = if one { size.x } else { size.norm() };
    // A coordinate that is not told from 0 is 0.
    let exact = |value: f64| if value.abs() <= size { 0.0 } else { value };
    let (what, size) = (word(place.what.words()), show(size));
    let words = match index {
        Some(index) => say!("{what}, proved by its index {index}; within {size}", what, index, size),
        None => say!("{what}; within {size}", what, size),
    };
    Exception { at: show_found(place.at.map(exact), one), words }
}
