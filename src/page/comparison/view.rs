//! How the comparison is looked at: its order, its budget, its threshold.

use std::cmp::Ordering;

use super::{Budget, Column, Criterion, Line, Value};
use crate::lab::Lab;
use crate::order;
use crate::parameter::{number_text, typed_number};
use crate::problem::Problem;
use crate::words::{say, text};

/// A way of looking at the comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonView {
    pub(super) budget: Budget,
    pub(super) criterion: Criterion,
    pub(super) epsilon: f64,
    /// The column sorted by, if any is, and whether from the greatest.
    order: Option<(Column, bool)>,
}

impl Default for ComparisonView {
    /// In the order of the race, after all of it, with the threshold 10⁻³ of the loss.
    fn default() -> Self {
        ComparisonView { budget: Budget::Race, criterion: Criterion::Loss, epsilon: 1e-3, order: None }
    }
}

/// The budgets by key.
const BUDGETS: [(&str, Budget); 3] =
    [("race", Budget::Race), ("gradients", Budget::Gradients), ("playhead", Budget::Playhead)];

/// The criteria by key.
const CRITERIA: [(&str, Criterion); 3] =
    [("loss", Criterion::Loss), ("gradient", Criterion::Gradient), ("distance", Criterion::Distance)];

/// What stands under `key`.
fn chosen<T: Copy>(options: &[(&str, T)], field: &str, key: &str) -> Result<T, Problem> {
    let found = options.iter().find(|(known, _)| *known == key).map(|(_, option)| *option);
    let keys: Vec<&str> = options.iter().map(|(known, _)| *known).collect();
    found.ok_or_else(|| Problem::new(field, say!("one of {keys}", keys = keys.join(", ")), key))
}

/// The key of `option`.
fn key<T: PartialEq>(options: &[(&'static str, T)], option: &T) -> &'static str {
    options.iter().find(|(_, known)| known == option).map_or("", |(key, _)| key)
}

impl ComparisonView {
    /// When a run counts as arrived.
    pub fn threshold(&self) -> (Criterion, f64) {
        (self.criterion, self.epsilon)
    }

    /// Whether it depends on where the playhead stands.
    pub fn follows(&self) -> bool {
        self.budget == Budget::Playhead
    }

    /// Looks at the comparison in another way: `field` is "sort", with the key of a column, the other way round if it
    /// is sorted by that already; "budget", with "race", "gradients" or "playhead"; "criterion", with "loss",
    /// "gradient" or "distance"; or "threshold", with the number ε.
    ///
    /// # Errors
    /// If `text` is not one of those.
    pub fn set(&mut self, field: &str, text: &str) -> Result<(), Problem> {
        match field {
            "sort" => {
                let column = chosen(&Column::ALL.map(|column| (column.key(), column)), field, text)?;
                let again = self.order.is_some_and(|(known, descending)| known == column && !descending);
                self.order = Some((column, again));
            }
            "budget" => self.budget = chosen(&BUDGETS, field, text)?,
            "criterion" => self.criterion = chosen(&CRITERIA, field, text)?,
            "threshold" => {
                let epsilon = typed_number(text).filter(|epsilon| epsilon.is_finite() && *epsilon >= 0.0);
                self.epsilon = epsilon.ok_or_else(|| Problem::new(field, text!("a number from 0, as 0.001"), text))?;
            }
            _ => return Err(Problem::new(field, text!("a way of looking at the comparison"), text)),
        }
        Ok(())
    }

    pub(super) fn budget_key(&self) -> &'static str {
        key(&BUDGETS, &self.budget)
    }

    pub(super) fn criterion_key(&self) -> &'static str {
        key(&CRITERIA, &self.criterion)
    }

    /// Whether, and how, it is sorted by `column`, as in the attribute `aria-sort`.
    pub(super) fn sorted(&self, column: Column) -> &'static str {
        match self.order {
            Some((known, false)) if known == column => "ascending",
            Some((known, true)) if known == column => "descending",
            _ => "none",
        }
    }

    /// The threshold in symbols.
    pub(super) fn threshold_words(&self, lab: &Lab) -> String {
        let epsilon = number_text(self.epsilon).replace('-', "\u{2212}");
        match self.criterion {
            Criterion::Loss if lab.floor() == Some(0.0) => format!("L \u{2264} {epsilon}"),
            Criterion::Loss => say!("L \u{2212} floor \u{2264} {epsilon}", epsilon),
            Criterion::Gradient => format!("\u{2016}\u{2207}L\u{2016} \u{2264} {epsilon}"),
            Criterion::Distance => say!("distance \u{2264} {epsilon}", epsilon),
        }
    }

    /// Puts the lines in order; equal ones stay in theirs, and what is never or not known stands last either way.
    pub(super) fn sort(&self, lines: &mut Vec<Line>) {
        let Some((column, descending)) = self.order else { return };
        let compare = |a: usize, b: usize| compare(lines[a].value(column), lines[b].value(column), descending);
        let places = order::places(lines.len(), &compare);
        let mut from: Vec<Option<Line>> = std::mem::take(lines).into_iter().map(Some).collect();
        lines.extend(places.into_iter().filter_map(|place| from[place].take()));
    }
}

/// The order of two cells of a column: numbers as numbers, words as words, then "never", then what is not known.
fn compare(a: &Value, b: &Value, descending: bool) -> Ordering {
    let class = |value: &Value| match value {
        Value::Never => 1,
        Value::Unknown(_) => 2,
        Value::Number(number) if number.is_nan() => 2,
        _ => 0,
    };
    let number = |value: &Value| match value {
        Value::Whole(count) => *count as f64,
        Value::Number(number) => *number,
        Value::Ranked(rank, _) => *rank as f64,
        _ => 0.0,
    };
    class(a).cmp(&class(b)).then_with(|| {
        let order = match (a, b) {
            (Value::Text(a), Value::Text(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
            _ => number(a).total_cmp(&number(b)),
        };
        if descending { order.reverse() } else { order }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_and_what_is_not_known_stand_last_either_way() {
        use crate::explain::comparison::Unknown;
        let values =
            [Value::Never, Value::Whole(10), Value::Unknown(Unknown::NoFloor), Value::Whole(9), Value::Whole(10)];
        let sorted = |descending| order::places(values.len(), &|a, b| compare(&values[a], &values[b], descending));
        assert_eq!(sorted(false), [3, 1, 4, 0, 2]);
        assert_eq!(sorted(true), [1, 4, 3, 0, 2]);
    }

    #[test]
    fn what_cannot_be_looked_at_is_refused_by_name() {
        let mut view = ComparisonView::default();
        let mut says = |field, text| view.set(field, text).expect_err("no way to look").to_string();
        assert_eq!(says("threshold", "small"), "threshold: wanted a number from 0, as 0.001, given small");
        assert_eq!(says("threshold", "-1"), "threshold: wanted a number from 0, as 0.001, given -1");
        assert_eq!(says("threshold", "inf"), "threshold: wanted a number from 0, as 0.001, given inf");
        assert_eq!(says("budget", "time"), "budget: wanted one of race, gradients, playhead, given time");
        assert_eq!(says("criterion", ""), "criterion: wanted one of loss, gradient, distance, given nothing");
        assert_eq!(view, ComparisonView::default());
    }
}
