//! A race as tables, for who reads or hears numbers rather than looks at pictures.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Choice, clock_words, names, remarks, show, show_short, statuses, value_words};
use crate::explain::{Quantity, measure};
use crate::lab::Lab;
use crate::words::{say, text, word};

/// The key of the places themselves, which are no measured quantity.
const PLACE: &str = "place";
/// The key of the data.
const DATA: &str = "data";

/// Of more data than this only the first are listed.
const MOST_DATA: usize = 200;

/// What stands where there is nothing.
const NOTHING: &str = "\u{2014}";

/// A race as tables.
#[derive(Serialize)]
pub struct RaceTable {
    /// What the first table says, with where the playhead stands.
    caption: String,
    /// What its columns are.
    heads: Vec<String>,
    /// How each contender stands at the playhead: its name first.
    standings: Vec<Vec<String>>,
    /// What the columns of the second table are, after the first.
    columns: Vec<String>,
    /// Its rows: at the playhead, and at steps that grow by decades.
    rows: Vec<Row>,
    /// What is to be said of it, a sentence each.
    remarks: Vec<String>,
}

/// A row of the second table.
#[derive(Serialize)]
struct Row {
    /// Where the clock stands, or the number of a point.
    name: String,
    /// Whether that is where the playhead is.
    now: bool,
    cells: Vec<String>,
}

/// What the second table can show: keys and names.
pub fn table_choices(lab: &Lab) -> Vec<Choice> {
    let choice = |key: &'static str, name: &'static str| Choice { key, name: word(name).into_owned() };
    let mut choices = vec![choice(PLACE, text!("place w"))];
    choices.extend(Quantity::ALL.iter().filter_map(|(quantity, key)| Some(choice(key, name(*quantity, lab)?))));
    if lab.checked().ground.sample().is_some() {
        choices.push(choice(DATA, text!("the data, point by point")));
    }
    choices
}

/// What the cells of a quantity are; none of one that another shows already.
fn name(quantity: Quantity, lab: &Lab) -> Option<&'static str> {
    let one = lab.is_curve();
    Some(match quantity {
        Quantity::Loss => text!("loss"),
        Quantity::LossOverPath => return None,
        Quantity::GradientNorm => text!("gradient ‖∇L‖"),
        Quantity::Distance => text!("distance to the nearest minimum"),
        Quantity::Rate => text!("learning rate η"),
        Quantity::EffectiveRate if one => text!("effective rate"),
        Quantity::EffectiveRate => text!("effective rate of x, of y"),
        Quantity::StepLength => text!("step length"),
        Quantity::Velocity if one => text!("velocity v"),
        Quantity::Velocity => text!("velocity v: x, y"),
        Quantity::FirstMoment if one => text!("first moment s"),
        Quantity::FirstMoment => text!("first moment s: x, y"),
        Quantity::SecondMoment if one => text!("second moment r"),
        Quantity::SecondMoment => text!("second moment r: x, y"),
        Quantity::Angle => text!("angle between step and −∇L, in degrees"),
        Quantity::Sharpness if one => text!("sharpness L″ of its limit"),
        Quantity::Sharpness => text!("sharpness: λmax, λmin of the limit"),
        Quantity::Stability => text!("sharpness ÷ limit of stability"),
    })
}

/// The race as tables when the clock stands at `clock`; the second shows what has this key.
pub fn race_table(lab: &Lab, clock: usize, key: &str) -> RaceTable {
    let one = lab.is_curve();
    let mut heads = vec![word(text!("contender")).into_owned(), word(text!("step")).into_owned(), "x".into()];
    heads.extend((!one).then(|| "y".into()));
    heads.extend([text!("loss"), text!("gradient"), text!("how it stands")].map(|head| word(head).into_owned()));
    let names = names(lab);
    let outcomes = statuses(lab, clock).into_iter().map(|status| status.outcome);
    let shown = names.iter().zip(outcomes).enumerate();
    let standings = shown.map(|(index, (name, outcome))| standing(lab, index, name, clock, outcome)).collect();
    let caption = say!("How the contenders stand at {clock}", clock = clock_words(lab, clock));
    let (columns, rows, remarks) = if key == DATA { data(lab) } else { along(lab, clock, key, names) };
    RaceTable { caption, heads, standings, columns, rows, remarks }
}

/// How a contender stands: name, step, place, loss, norm of the gradient, outcome.
fn standing(lab: &Lab, index: usize, name: &str, clock: usize, outcome: String) -> Vec<String> {
    let run = lab.followed(index);
    let t = lab.step_of(index, clock).min(run.steps());
    let w = run.points[t];
    let here = lab.objective().slope(w);
    let mut cells = vec![name.into(), t.to_string(), show(w.x)];
    cells.extend((!lab.is_curve()).then(|| show(w.y)));
    cells.extend([show(here.loss), show_short(here.gradient.norm()), outcome]);
    cells
}

/// Columns, rows and remarks of what has this key, along the runs.
fn along(lab: &Lab, clock: usize, key: &str, names: Vec<String>) -> (Vec<String>, Vec<Row>, Vec<String>) {
    let measured: Option<Vec<_>> =
        Quantity::of(key).map(|quantity| (0..names.len()).map(|index| measure(lab, index, quantity)).collect());
    let cell = |index: usize, clock: usize| {
        let (run, step) = (lab.followed(index), lab.step_of(index, clock));
        let words = match &measured {
            _ if step > run.steps() => String::new(),
            None if lab.is_curve() => show(run.points[step].x),
            None => format!("{}, {}", show(run.points[step].x), show(run.points[step].y)),
            Some(measured) => {
                let known = measured[index].as_ref();
                known.map_or_else(|_| String::new(), |known| value_words(known, step / known.stride))
            }
        };
        if words.is_empty() { NOTHING.into() } else { words }
    };
    let row = |at: usize| Row {
        name: clock_words(lab, at),
        now: at == clock,
        cells: (0..names.len()).map(|index| cell(index, at)).collect(),
    };
    let rows: Vec<Row> = clocks(lab.steps(), clock).into_iter().map(row).collect();
    let mut told = measured.map_or_else(Vec::new, |measured| remarks(lab, &measured));
    if rows.iter().any(|row| row.cells.iter().any(|cell| cell == NOTHING)) {
        told.push(word(text!("A dash stands where a run has ended or nothing is known.")).into_owned());
    }
    (names, rows, told)
}

/// Positions of the clock: 0, 1, 2, 5, 10, 20, 50, … up to the last, and the playhead's.
fn clocks(last: usize, now: usize) -> BTreeSet<usize> {
    let decades = std::iter::successors(Some(1_usize), |decade| decade.checked_mul(10));
    let grown = decades.take_while(|decade| *decade < last).flat_map(|decade| [1, 2, 5].map(|k| k * decade));
    grown.filter(|clock| *clock < last).chain([0, last, now.min(last)]).collect()
}

/// Columns, rows and remarks of the data.
fn data(lab: &Lab) -> (Vec<String>, Vec<Row>, Vec<String>) {
    let Some(sample) = lab.checked().ground.sample() else { return (Vec::new(), Vec::new(), Vec::new()) };
    let columns = sample.entry.columns.iter().map(|column| word(column).into_owned()).collect();
    let row = |(k, point): (usize, &[f64; 3])| Row {
        name: say!("point {k}", k),
        now: false,
        cells: point.iter().take(sample.entry.columns.len()).map(|value| show(*value)).collect(),
    };
    let rows: Vec<Row> = sample.rows.iter().enumerate().take(MOST_DATA).map(row).collect();
    let all = sample.rows.len();
    let remarks = if all > rows.len() {
        vec![say!("the first {shown} of {all} points", shown = rows.len(), all)]
    } else {
        Vec::new()
    };
    (columns, rows, remarks)
}

#[cfg(test)]
mod tests {
    #[test]
    fn clocks_grow_by_decades_and_hold_the_playhead() {
        let clocks = |last, now| super::clocks(last, now).into_iter().collect::<Vec<_>>();
        assert_eq!(clocks(120, 7), [0, 1, 2, 5, 7, 10, 20, 50, 100, 120]);
        assert_eq!(clocks(120, 120), [0, 1, 2, 5, 10, 20, 50, 100, 120]);
        assert_eq!(clocks(1, 0), [0, 1]);
        assert_eq!(clocks(0, 3), [0]);
    }
}
