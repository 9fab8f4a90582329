//! The comparison as CSV.

use super::{Column, ComparisonView, Line, Measures, Value, budget_words, lines};
use crate::lab::Lab;
use crate::linear::Vec2;
use crate::parameter::number_text;

/// What all rows have in common.
const SETTINGS: [&str; 6] = ["landscape", "formula", "start_x", "start_y", "budget", "threshold"];

/// The comparison by RFC 4180: a row of names, a row for each contender, every column whether it is shown or not, and
/// what is set for all of them in columns of their own.
///
/// Numbers read back bit for bit, ∞ as "inf"; what is not known is empty.
pub fn comparison_csv(lab: &Lab, measures: &Measures, view: &ComparisonView, clock: usize) -> String {
    let (spent, lines) = lines(lab, measures, view, clock);
    let words = lab.checked().ground.words();
    let Vec2 { x, y } = lab.followed(0).points[0];
    let settings = [
        words.name.into_owned(),
        words.formula.into_owned(),
        number_text(x),
        number_text(y),
        budget_words(lab, measures, view, clock, spent),
        view.threshold_words(lab),
    ];
    let mut text = String::new();
    let names = ["contender"].into_iter().chain(Column::ALL.map(Column::key)).chain(SETTINGS);
    add(&mut text, names.map(String::from));
    for line in &lines {
        let values = Column::ALL.map(|column| plain(line, column));
        let contender = (line.contender + 1).to_string();
        add(&mut text, [contender].into_iter().chain(values).chain(settings.clone()));
    }
    text
}

fn plain(line: &Line, column: Column) -> String {
    match line.value(column) {
        Value::Number(number) => number_text(*number),
        Value::Unknown(_) => String::new(),
        value => value.words(),
    }
}

/// Adds a row.
fn add(text: &mut String, fields: impl Iterator<Item = String>) {
    for (k, field) in fields.enumerate() {
        if k > 0 {
            text.push(',');
        }
        if field.contains(['"', ',', '\r', '\n']) {
            *text += &format!("\"{}\"", field.replace('"', "\"\""));
        } else {
            *text += &field;
        }
    }
    *text += "\r\n";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_where_they_have_to_be() {
        let mut text = String::new();
        add(&mut text, ["plain", "a, b", "say \"so\"", "two\nlines", ""].map(String::from).into_iter());
        assert_eq!(text, "plain,\"a, b\",\"say \"\"so\"\"\",\"two\nlines\",\r\n");
    }
}
