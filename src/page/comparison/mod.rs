//! The contenders side by side: a table to sort, to copy as CSV and as LaTeX.

mod column;
mod csv;
mod latex;
mod line;
mod names;
mod view;

use std::borrow::Cow;

use serde::Serialize;

use super::training::clock_words;
use crate::explain::comparison::{Budget, Criterion, Measures, Spent};
use crate::lab::Lab;
use crate::parameter::number_text;
use crate::words::say;

use column::Column;
use line::{Cell, Line, Value, columns, lines};

pub use csv::comparison_csv;
pub use latex::comparison_latex;
pub(super) use names::names;
pub use view::ComparisonView;

/// The table as it is looked at.
#[derive(Serialize)]
pub struct ComparisonTable {
    /// After what the contenders are judged.
    budget: String,
    /// What else has to be known to read it.
    notes: Vec<String>,
    columns: Vec<Head>,
    rows: Vec<TableRow>,
    /// The name of what the race is as long as.
    unit: &'static str,
    chosen: Chosen,
}

/// How it is looked at.
#[derive(Serialize)]
struct Chosen {
    budget: &'static str,
    criterion: &'static str,
    threshold: String,
}

/// The head of a column.
#[derive(Serialize)]
struct Head {
    key: &'static str,
    heading: String,
    about: String,
    /// "ascending", "descending" or "none".
    sort: &'static str,
    is_numeric: bool,
}

/// A row of the table.
#[derive(Serialize)]
struct TableRow {
    contender: usize,
    tone: &'static str,
    cells: Vec<TableCell>,
}

/// A cell of the table.
#[derive(Serialize)]
struct TableCell {
    text: String,
    note: Cow<'static, str>,
    title: String,
}

/// The contenders side by side, as `view` looks at them when the clock stands at `clock`.
pub fn comparison(lab: &Lab, measures: &Measures, view: &ComparisonView, clock: usize) -> ComparisonTable {
    let (spent, lines) = lines(lab, measures, view, clock);
    let columns = columns(lab, &lines);
    let head = |column: &Column| Head {
        key: column.key(),
        heading: column.heading(lab, view),
        about: column.about(lab, view),
        sort: view.sorted(*column),
        is_numeric: !matches!(column, Column::Optimizer | Column::Outcome),
    };
    let cell = |cell: &Cell| TableCell { text: cell.value.words(), note: cell.note.clone(), title: cell.title.clone() };
    let row = |line: &Line| TableRow {
        contender: line.contender,
        tone: line.tone,
        cells: columns.iter().map(|column| cell(&line.cells[*column as usize])).collect(),
    };
    ComparisonTable {
        budget: budget_words(lab, measures, view, clock, spent),
        notes: notes(lab),
        columns: columns.iter().map(head).collect(),
        rows: lines.iter().map(row).collect(),
        unit: lab.experiment().unit.field(),
        chosen: Chosen {
            budget: view.budget_key(),
            criterion: view.criterion_key(),
            threshold: number_text(view.epsilon),
        },
    }
}

/// The budget in words.
fn budget_words(lab: &Lab, measures: &Measures, view: &ComparisonView, clock: usize, spent: Spent) -> String {
    let each = match spent {
        Spent::Steps(1) => say!("Each after 1 step."),
        Spent::Steps(steps) => say!("Each after {steps} steps.", steps),
        Spent::Epochs(1) => say!("Each after 1 epoch."),
        Spent::Epochs(epochs) => say!("Each after {epochs} epochs.", epochs),
        Spent::Computed(steps) => say!("Each after the {steps} steps that are computed so far.", steps),
        Spent::Clock(clock) => say!("Each where the playhead stands: {clock}.", clock = clock_words(lab, clock)),
        Spent::Gradients(most) => {
            say!(
                "Each after at most {most} gradient evaluations, the fewest that a contender takes in this race.",
                most
            )
        }
        Spent::Points(most) => say!(
            "Each after gradients of at most {most} data points, the fewest that a contender takes in this race.",
            most
        ),
    };
    if view.budget != Budget::Gradients {
        return each;
    }
    let (_, rows) = measures.judge(lab, view.budget, clock);
    let without: Vec<String> =
        rows.iter().zip(names(lab)).filter(|(row, _)| !row.uses_gradients).map(|(_, name)| name).collect();
    match spent {
        Spent::Gradients(_) | Spent::Points(_) if without.is_empty() => each,
        Spent::Gradients(_) | Spent::Points(_) => {
            let names = without.join("; ");
            format!("{each} {}", say!("Without gradients, and so after the whole race: {names}.", names))
        }
        _ if without.len() == rows.len() => format!("{} {each}", say!("No contender uses gradients.")),
        _ => format!("{} {each}", say!("Gradients were not counted.")),
    }
}

/// What else has to be known to read the table.
fn notes(lab: &Lab) -> Vec<String> {
    let experiment = lab.experiment();
    let (starts, runs) = (experiment.starts.len(), lab.checked().repeats.iter().copied().max().unwrap_or(1));
    match (starts, runs) {
        (1, 1) => Vec::new(),
        (_, 1) => vec![say!("Of {starts} starts only the first is judged.", starts)],
        (1, _) => vec![say!("Of {runs} runs only the first is judged.", runs)],
        _ => {
            vec![say!(
                "Of {starts} starts with {runs} runs each only the first run from the first start is judged.",
                starts,
                runs
            )]
        }
    }
}
