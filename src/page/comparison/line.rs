//! The rows of the comparison: what stands in each cell, and which columns have something to show.

use std::borrow::Cow;

use super::super::show_short;
use super::super::status::status;
use super::{Column, ComparisonView, names};
use crate::explain::comparison::{Measures, Row, Spent, Standing, Unknown};
use crate::lab::Lab;
use crate::parameter::number_text;
use crate::words::{say, text, word};

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
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
    pub(super) fn words(&self) -> String {
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
pub(super) struct Cell {
    pub(super) value: Value,
    pub(super) note: Cow<'static, str>,
    pub(super) title: String,
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
pub(super) struct Line {
    pub(super) contender: usize,
    pub(super) tone: &'static str,
    /// In the order of [`Column::ALL`].
    pub(super) cells: Vec<Cell>,
}

impl Line {
    pub(super) fn value(&self, column: Column) -> &Value {
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
pub(super) fn lines(lab: &Lab, measures: &Measures, view: &ComparisonView, clock: usize) -> (Spent, Vec<Line>) {
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
pub(super) fn columns(lab: &Lab, lines: &[Line]) -> Vec<Column> {
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
