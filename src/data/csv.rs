//! Tables of comma-separated values as people bring them: from a spreadsheet, a script or a hand.
//!
//! A byte-order mark is ignored, and rows are counted as lines of the text from 1, so that a row that a message names
//! is found in an editor.

use super::{MOST_COLUMNS, MOST_POINTS, Rows, finite, number, separator};
use crate::problem::Problem;
use crate::words::{say, text, word};

/// The most characters of a column's name.
const LONGEST_NAME: usize = 40;

/// Characters that mean something in a link.
const SPECIAL: &[char] = &[',', ';', '&', '#', '+', '%'];

/// The most different labels that are counted.
const MOST_KINDS: usize = 100;

/// Whether the first row is a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Header {
    /// It is one if one of its cells is neither empty nor a number where the second row has a number, or if none of its
    /// cells is a number and no two are the same.
    ///
    /// Here NaN and infinities count as numbers: a row that holds them is more likely data.
    Guess,
    /// It names the columns.
    Yes,
    /// It is data.
    No,
}

/// A rectangular table of texts, at least one row of data by one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cells {
    /// All cells, row by row, one after the other, with the header.
    text: String,
    /// Where each cell ends in `text`.
    ends: Vec<usize>,
    /// The line in which each row begins.
    lines: Vec<usize>,
    names: Vec<String>,
    has_header: bool,
    separator: u8,
}

impl Cells {
    /// The table that `text` holds.
    ///
    /// # Errors
    /// If there is no row of data, there are more than [`MOST_POINTS`] of them or more than [`MOST_COLUMNS`] columns, a
    /// row has another number of cells than the first, or a quote is not closed.
    pub fn read(text: &str, header: Header) -> Result<Cells, Problem> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut rows = Rows::new(text, separator(text));
        let mut cells = Cells {
            text: String::new(),
            ends: Vec::new(),
            lines: Vec::new(),
            names: Vec::new(),
            has_header: false,
            separator: rows.separator,
        };
        let (mut count, mut width) = (0, 0);
        loop {
            // One more for a header; rows beyond are counted only.
            let is_kept = count <= MOST_POINTS;
            let most = if is_kept { cells.ends.len() + MOST_COLUMNS } else { 0 };
            let row = rows.next(&mut |cell| {
                if cells.ends.len() < most {
                    cells.text.push_str(cell);
                    cells.ends.push(cells.text.len());
                }
            });
            let Some(row) = row else { break };
            if is_kept {
                if count == 0 {
                    width = row.cells;
                }
                row.check(width)?;
                cells.lines.push(row.line);
            }
            count += 1;
        }
        if count == 0 {
            let given = if text.trim().is_empty() { say!("an empty text") } else { say!("comments only") };
            return Err(Problem::new("data", text!("at least one row of numbers"), given));
        }
        cells.has_header = match header {
            Header::Guess => cells.seems_headed(width),
            Header::Yes => true,
            Header::No => false,
        };
        count -= usize::from(cells.has_header);
        if count == 0 {
            return Err(Problem::new("data", text!("at least one row of numbers"), say!("a header only")));
        }
        if count > MOST_POINTS {
            return Err(Problem::new("data", say!("at most {most} rows", most = MOST_POINTS), count));
        }
        cells.names = cells.named(width);
        Ok(cells)
    }

    /// The columns' names, all different: the header's cells or, where there is none, "column 1" and so on.
    ///
    /// They are cut after 40 characters, without control characters and those that mean something in a link, and a name
    /// that came before gets " (2)", " (3)", ….
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether the first row names the columns.
    pub fn has_header(&self) -> bool {
        self.has_header
    }

    /// The number of rows of data, at least 1.
    pub fn count(&self) -> usize {
        self.lines.len() - usize::from(self.has_header)
    }

    /// What separates the cells; a space for runs of spaces, a comma if there is one column.
    pub fn separator(&self) -> char {
        char::from(self.separator)
    }

    /// Whether there is a `column`, counted from 0, and every cell of it is a finite number.
    pub fn numeric(&self, column: usize) -> bool {
        column < self.names.len() && (0..self.count()).all(|row| self.number(row, column).is_some())
    }

    /// The numbers of `column`, counted from 0.
    ///
    /// They have a decimal point or, where the separator is not the comma, perhaps a decimal comma.
    ///
    /// # Errors
    /// If there is no such column, or a cell of it is empty or no finite number.
    pub fn column(&self, column: usize) -> Result<Vec<f64>, Problem> {
        self.check_column(column)?;
        let number = |row| self.number(row, column).ok_or_else(|| self.refused(row, column, text!("a finite number")));
        (0..self.count()).map(number).collect()
    }

    /// Which rows of `column`, counted from 0, hold the second of its two texts, and these texts.
    ///
    /// The second is the greater number or, unless both are different finite numbers, the later in the order of
    /// characters.
    ///
    /// # Errors
    /// If there is no such column, a cell of it is empty, or its texts are not two.
    pub fn labels(&self, column: usize) -> Result<(Vec<bool>, [String; 2]), Problem> {
        self.check_column(column)?;
        let all = || (0..self.count()).map(|row| self.cell(row, column));
        if let Some(row) = all().position(str::is_empty) {
            return Err(self.refused(row, column, text!("a label")));
        }
        // Neither a set nor a sort, whose code would be as large as all the reading.
        let mut kinds: Vec<&str> = Vec::new();
        for cell in all() {
            if kinds.len() <= MOST_KINDS && !kinds.contains(&cell) {
                kinds.push(cell);
            }
        }
        let [mut first, mut second] = kinds[..] else {
            let count = kinds.len();
            let number =
                if count > MOST_KINDS { say!("more than {most}", most = MOST_KINDS) } else { count.to_string() };
            let rest = if count > 3 { ", …" } else { "" };
            let given = format!("{number} ({}{rest})", kinds[..count.min(3)].join(", "));
            return Err(Problem::new(
                &say!("data, {column}", column = self.title(column)),
                text!("two different labels"),
                given,
            ));
        };
        let is_swapped = match (finite(first, self.separator), finite(second, self.separator)) {
            (Some(a), Some(b)) if a != b => a > b,
            _ => first > second,
        };
        if is_swapped {
            (first, second) = (second, first);
        }
        Ok((all().map(|cell| cell == second).collect(), [first.into(), second.into()]))
    }

    /// The texts of the first rows of data, `rows` of them or as many as there are.
    pub fn preview(&self, rows: usize) -> Vec<Vec<&str>> {
        let columns = 0..self.names.len();
        (0..rows.min(self.count())).map(|row| columns.clone().map(|column| self.cell(row, column)).collect()).collect()
    }

    /// Cell `index` of all, row by row, with the header's.
    fn at(&self, index: usize) -> &str {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start..self.ends[index]]
    }

    /// The text at `row` of the data.
    fn cell(&self, row: usize, column: usize) -> &str {
        self.at((row + usize::from(self.has_header)) * self.names.len() + column)
    }

    fn number(&self, row: usize, column: usize) -> Option<f64> {
        finite(self.cell(row, column), self.separator)
    }

    /// Whether the first of rows of `width` cells seems to be a header.
    fn seems_headed(&self, width: usize) -> bool {
        let is_number = |index| number(self.at(index), self.separator).is_some();
        let has_second = self.lines.len() > 1;
        let heads_numbers = |k| has_second && !self.at(k).is_empty() && !is_number(k) && is_number(width + k);
        let is_new_text = |k| !is_number(k) && (0..k).all(|earlier| self.at(earlier) != self.at(k));
        (0..width).any(heads_numbers) || (0..width).all(is_new_text)
    }

    /// The names of `width` columns.
    fn named(&self, width: usize) -> Vec<String> {
        let plain: Vec<String> = (0..width)
            .map(|k| {
                let name = if self.has_header { plain_name(self.at(k)) } else { String::new() };
                if name.is_empty() { default_name(k) } else { name }
            })
            .collect();
        let mut names: Vec<String> = Vec::with_capacity(width);
        for (k, name) in plain.iter().enumerate() {
            let mut unique = name.clone();
            let mut copy = plain[..k].iter().filter(|earlier| *earlier == name).count();
            while names.contains(&unique) {
                copy = copy.max(1) + 1;
                let suffix = format!(" ({copy})");
                unique = cut(name, LONGEST_NAME - suffix.len()) + &suffix;
            }
            names.push(unique);
        }
        names
    }

    /// `column` as messages name it.
    fn title(&self, column: usize) -> String {
        let name = &self.names[column];
        if *name == default_name(column) { name.clone() } else { say!("column “{name}”", name) }
    }

    fn check_column(&self, column: usize) -> Result<(), Problem> {
        if column < self.names.len() {
            return Ok(());
        }
        Err(Problem::new("data", say!("a column from 0 to {last}", last = self.names.len() - 1), column))
    }

    #[cold]
    fn refused(&self, row: usize, column: usize, wanted: &'static str) -> Problem {
        let line = self.lines[row + usize::from(self.has_header)];
        let cell = self.cell(row, column);
        let given = if cell.is_empty() { word(text!("an empty cell")).into_owned() } else { cell.into() };
        Problem::new(&say!("data, row {line}, {column}", line, column = self.title(column)), wanted, given)
    }
}

/// `name` as the name of a column that can stand in a link.
pub(super) fn plain_name(name: &str) -> String {
    cut(&tame(name), LONGEST_NAME)
}

/// The name of column `k`, counted from 0, that has no other.
fn default_name(k: usize) -> String {
    say!("column {k}", k = k + 1)
}

/// `name` without characters that would break a link or a line.
fn tame(name: &str) -> String {
    name.replace(|c: char| SPECIAL.contains(&c) || c.is_control(), " ")
}

/// The first `most` characters of `name`, without white space at the ends.
fn cut(name: &str, most: usize) -> String {
    let name = name.trim();
    let end = name.char_indices().nth(most).map_or(name.len(), |(end, _)| end);
    name[..end].trim_end().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;

    #[test]
    fn random_texts_never_panic() {
        const PIECES: [&str; 28] = [
            ",", ",", ";", "\t", "|", " ", " ", "\"", "\"", "\"\"", "\n", "\n", "\r\n", "\r", "#", "1", "2.5", "-3e2",
            "1,5", "x", "é", "\u{2212}", "\u{feff}", "\u{a0}", "\0", "\u{2028}", "NaN", "😀",
        ];
        let mut read = 0;
        for k in 0..100_000 {
            let draws = Stream::new(k);
            let text: String = if k % 4 == 0 {
                let bytes: Vec<u8> = (1..=draws.below(30, 0) as u64).map(|i| draws.bits(i) as u8).collect();
                String::from_utf8_lossy(&bytes).into()
            } else {
                (1..=draws.below(30, 0) as u64).map(|i| PIECES[draws.below(PIECES.len(), i)]).collect()
            };
            let header = [Header::Guess, Header::Yes, Header::No][draws.below(3, 100)];
            let Ok(cells) = Cells::read(&text, header) else { continue };
            read += 1;
            assert!(cells.count() > 0 && !cells.names().is_empty(), "{text:?}");
            assert_eq!(cells.preview(usize::MAX).len(), cells.count(), "{text:?}");
            for column in 0..=cells.names().len() {
                assert_eq!(cells.numeric(column), cells.column(column).is_ok(), "{text:?}");
                let _ = cells.labels(column);
            }
        }
        assert!(read > 10_000, "only {read} texts were tables");
    }
}
