//! The contenders side by side: a table to sort, to copy as CSV and as LaTeX.

mod csv;
mod latex;
mod names;
mod view;

use std::borrow::Cow;

use serde::Serialize;

use super::data::brief_batching;
use super::show_short;
use super::status::status;
use super::training::clock_words;
use crate::explain::comparison::{self, Budget, Criterion, Measures, Row, Spent, Standing, Unknown};
use crate::lab::Lab;
use crate::parameter::number_text;
use crate::words::{say, text, word};

pub use csv::comparison_csv;
pub use latex::comparison_latex;
pub(super) use names::names;
pub use view::ComparisonView;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Optimizer,
    Outcome,
    Step,
    Loss,
    Distance,
    Reached,
    Gradients,
    Points,
    Losses,
    Hessians,
    Length,
    Increases,
    Rate,
}

impl Column {
    /// Every column, from the left.
    const ALL: [Column; 13] = [
        Column::Optimizer,
        Column::Outcome,
        Column::Step,
        Column::Loss,
        Column::Distance,
        Column::Reached,
        Column::Gradients,
        Column::Points,
        Column::Losses,
        Column::Hessians,
        Column::Length,
        Column::Increases,
        Column::Rate,
    ];

    /// The name in the CSV, and by which it is sorted.
    const fn key(self) -> &'static str {
        match self {
            Column::Optimizer => "optimizer",
            Column::Outcome => "outcome",
            Column::Step => "steps",
            Column::Loss => "loss",
            Column::Distance => "distance_to_minimum",
            Column::Reached => "steps_to_threshold",
            Column::Gradients => "gradients",
            Column::Points => "gradients_of_data_points",
            Column::Losses => "losses",
            Column::Hessians => "hessians",
            Column::Length => "path_length",
            Column::Increases => "loss_increases",
            Column::Rate => "learning_rate",
        }
    }

    /// What stands above it, in one line or two.
    fn heading(self, lab: &Lab, view: &ComparisonView) -> String {
        let text = match self {
            Column::Optimizer => text!("optimizer"),
            Column::Outcome => text!("outcome"),
            Column::Step => text!("steps"),
            Column::Loss => text!("loss"),
            Column::Distance => text!("to a\nminimum"),
            Column::Reached => return say!("steps to\n{threshold}", threshold = view.threshold_words(lab)),
            Column::Gradients => text!("gradients"),
            Column::Points => text!("of data\npoints"),
            Column::Losses => text!("losses"),
            Column::Hessians => text!("Hessians"),
            Column::Length => text!("path\nlength"),
            Column::Increases => text!("rises"),
            Column::Rate => "\u{3b7}",
        };
        word(text).into_owned()
    }

    /// What it is, exactly.
    fn about(self, lab: &Lab, view: &ComparisonView) -> String {
        let text = match self {
            Column::Optimizer => text!("the rule, and what tells it from others of the same name"),
            Column::Outcome => text!("how the run stands, as on its panel"),
            Column::Step => text!("the updates made when it is judged"),
            Column::Loss => text!("L(w), over all data"),
            Column::Distance => {
                let count = comparison::minima(lab).count();
                return if count == 1 {
                    say!("from w to the one minimum known in and around the view")
                } else {
                    say!("from w to the nearest of {count} minima known in and around the view", count)
                };
            }
            Column::Reached => match view.criterion {
                Criterion::Loss => match lab.floor() {
                    Some(floor) => {
                        return say!(
                            "the first step with the loss at most \u{3b5} above its floor, {floor}",
                            floor = show_short(floor)
                        );
                    }
                    None => text!("the loss is not known to be bounded below"),
                },
                Criterion::Gradient => text!("the first step with a gradient no longer than \u{3b5}, over all data"),
                Criterion::Distance => text!("the first step no farther than \u{3b5} from the nearest minimum"),
            },
            Column::Gradients => {
                text!(
                    "gradient evaluations: that at w in each update whose rule uses it, and every one elsewhere, as of a line search"
                )
            }
            Column::Points => text!("the same, counted for each data point of a batch"),
            Column::Losses => text!("evaluations of the loss alone, without a gradient"),
            Column::Hessians => text!("evaluations of the Hessian"),
            Column::Length => text!("the sum of the lengths of all steps"),
            Column::Increases => text!("how many steps raise the loss, if only by rounding"),
            Column::Rate => text!("the learning rate, before any schedule"),
        };
        word(text).into_owned()
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Text(String),
    /// Words with a rank: ordered by that.
    Ranked(usize, String),
    Whole(u64),
    Number(f64),
    /// Not within the budget.
    Never,
    Unknown(Unknown),
}

impl Value {
    fn words(&self) -> String {
        match self {
            Value::Text(text) | Value::Ranked(_, text) => text.clone(),
            Value::Whole(count) => count.to_string(),
            Value::Number(number) => show_short(*number),
            Value::Never => say!("never"),
            Value::Unknown(Unknown::TooLong) => say!("not counted"),
            Value::Unknown(_) => "\u{2014}".into(),
        }
    }
}

/// A cell with what there is to say of it.
struct Cell {
    value: Value,
    note: Cow<'static, str>,
    title: String,
}

impl Cell {
    fn new(value: Value) -> Cell {
        let title = match &value {
            Value::Number(number) if number.is_finite() => number_text(*number),
            Value::Unknown(unknown) => word(reason(*unknown)).into_owned(),
            _ => String::new(),
        };
        Cell { value, note: Cow::Borrowed(""), title }
    }
}

/// A contender's row.
struct Line {
    contender: usize,
    tone: &'static str,
    /// In the order of [`Column::ALL`].
    cells: Vec<Cell>,
}

impl Line {
    fn value(&self, column: Column) -> &Value {
        &self.cells[column as usize].value
    }
}

fn reason(unknown: Unknown) -> &'static str {
    match unknown {
        Unknown::NoFloor => text!("the loss is not known to be bounded below"),
        Unknown::NoMinimum => text!("no minimum is known in or around the view"),
        Unknown::OnlyCurves => {
            text!("whole curves are stationary in or around the view, and no single minimum is known")
        }
        Unknown::NotComputed => text!("losses that it takes are still to be computed"),
        Unknown::TooLong => text!("to count it would hold up the page: the race is too long, or its data are too many"),
    }
}

/// The lines of the table, in its order, and its budget in numbers.
fn lines(lab: &Lab, measures: &Measures, view: &ComparisonView, clock: usize) -> (Spent, Vec<Line>) {
    let (spent, rows) = measures.judge(lab, view.budget, clock);
    let named = rows.iter().zip(names(lab));
    let mut lines: Vec<Line> = named.map(|(row, name)| line(lab, row, name)).collect();
    view.sort(&mut lines);
    (spent, lines)
}

/// The tones of outcomes, the best first.
const TONES: [&str; 5] = ["reached", "running", "open", "stuck", "lost"];

fn line(lab: &Lab, row: &Row, name: String) -> Line {
    let (name, rate) = (Value::Text(name), Value::Number(row.rate));
    let Standing { step, is_lost, loss, distance, reached, total, length, increases } = match &row.standing {
        Ok(standing) => standing,
        Err(unknown) => {
            let mut values = vec![Value::Unknown(*unknown); Column::ALL.len()];
            (values[Column::Optimizer as usize], values[Column::Rate as usize]) = (name, rate);
            return Line { contender: row.contender, tone: "open", cells: values.into_iter().map(Cell::new).collect() };
        }
    };
    let standing = status(lab, row.contender, *step);
    let rank = TONES.iter().position(|tone| *tone == standing.tone).unwrap_or(TONES.len());
    let counted = |count: Option<u64>| match total {
        Ok(_) => count.map_or(Value::Text(String::new()), Value::Whole),
        Err(unknown) => Value::Unknown(*unknown),
    };
    let total = total.unwrap_or_default();
    let evaluations = total.evaluations;
    let points = lab.count().map(|_| total.points);
    let mut cells = Vec::with_capacity(Column::ALL.len());
    for column in Column::ALL {
        let value = match column {
            Column::Optimizer => name.clone(),
            Column::Outcome => Value::Ranked(rank, standing.brief.clone()),
            Column::Step => Value::Whole(*step as u64),
            Column::Loss => Value::Number(*loss),
            Column::Distance => distance.map_or_else(Value::Unknown, Value::Number),
            Column::Reached => match reached {
                Ok(Some(first)) => Value::Whole(*first as u64),
                Ok(None) => Value::Never,
                Err(unknown) => Value::Unknown(*unknown),
            },
            Column::Gradients => counted(Some(evaluations.gradients as u64)),
            Column::Points => counted(points),
            Column::Losses => counted(Some(evaluations.losses as u64)),
            Column::Hessians => counted(Some(evaluations.hessians as u64)),
            Column::Length => Value::Number(*length),
            Column::Increases => increases.map_or_else(Value::Unknown, |count| Value::Whole(count as u64)),
            Column::Rate => rate.clone(),
        };
        cells.push(Cell::new(value));
    }
    cells[Column::Outcome as usize].title.clone_from(&standing.outcome);
    if *is_lost {
        cells[Column::Loss as usize].note = word(text!("last finite iterate"));
    }
    if !lab.experiment().contenders[row.contender].schedule.is_empty() {
        cells[Column::Rate as usize].note = word(text!("on a schedule"));
    }
    Line { contender: row.contender, tone: standing.tone, cells }
}

/// The columns that have something to show.
fn columns(lab: &Lab, lines: &[Line]) -> Vec<Column> {
    let any = |column: Column| lines.iter().any(|line| *line.value(column) != Value::Whole(0));
    let differs = |column: Column| lines.iter().any(|line| line.value(column) != lines[0].value(column));
    let is_shown = |column: &Column| match column {
        // Where it is the same for all, the budget says it.
        Column::Step => differs(*column),
        Column::Points => lab.count().is_some(),
        Column::Losses | Column::Hessians => any(*column),
        _ => true,
    };
    Column::ALL.into_iter().filter(is_shown).collect()
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_where_their_numbers_say() {
        assert!(Column::ALL.iter().enumerate().all(|(k, column)| *column as usize == k));
    }
}
