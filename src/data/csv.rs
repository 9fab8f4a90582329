//! Tables of comma-separated values as people bring them: from a spreadsheet, a script or a hand.
//!
//! Quotes are those of RFC 4180 (Y. Shafranovich, Common format and MIME type for comma-separated values, 2005): a
//! quoted cell may hold separators and line ends, and "" in it is one quote.
//! Beyond it, lines end in CRLF, LF or CR; a byte-order mark, lines of white space and, before the first row, lines
//! that start with # are ignored; cells lose the white space around them.
//! Rows are counted as lines of the text from 1, so that a row that a message names is found in an editor.
//!
//! The separator is a tab, a semicolon, a vertical bar, a comma or a run of spaces: the one with which the most of the
//! first 1000 rows have the same number ≥ 2 of cells, provided that they outnumber the rows of one cell.
//! Among equals it is that with which the greatest share of the cells are numbers, and then the first of this list.
//! If there is none, each row is one cell.
//! So 1,5;2,5 is two numbers with decimal commas, but 1,5 alone is 1 and 5.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use crate::parameter::typed_number;
use crate::problem::Problem;

/// The most rows of data that are read.
pub const MOST_ROWS: usize = 100_000;

/// The most columns that are read.
pub const MOST_COLUMNS: usize = 1000;

/// The most characters of a column's name.
const LONGEST_NAME: usize = 40;

/// Characters that mean something in a link.
const SPECIAL: &[char] = &[',', ';', '&', '#', '+', '%'];

/// Separators, the less likely to stand in a cell by accident the earlier.
const SEPARATORS: [u8; 5] = [b'\t', b';', b'|', b',', b' '];

/// The most different labels that are counted.
const MOST_KINDS: usize = 100;

/// The number of rows that decide what the separator is.
const SAMPLE: usize = 1000;

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
    /// If there is no row of data, there are more than [`MOST_ROWS`] of them or more than [`MOST_COLUMNS`] columns, a
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
            let is_kept = count <= MOST_ROWS;
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
            let given = if text.trim().is_empty() { "an empty text" } else { "comments only" };
            return Err(Problem::new("data", "at least one row of numbers", given));
        }
        cells.has_header = match header {
            Header::Guess => cells.seems_headed(width),
            Header::Yes => true,
            Header::No => false,
        };
        count -= usize::from(cells.has_header);
        if count == 0 {
            return Err(Problem::new("data", "at least one row of numbers", "a header only"));
        }
        if count > MOST_ROWS {
            return Err(Problem::new("data", format!("at most {MOST_ROWS} rows"), count));
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
        let number = |row| self.number(row, column).ok_or_else(|| self.refused(row, column, "a finite number"));
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
            return Err(self.refused(row, column, "a label"));
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
            let number = if count > MOST_KINDS { format!("more than {MOST_KINDS}") } else { count.to_string() };
            let rest = if count > 3 { ", …" } else { "" };
            let given = format!("{number} ({}{rest})", kinds[..count.min(3)].join(", "));
            return Err(Problem::new(&format!("data, {}", self.title(column)), "two different labels", given));
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
        if *name == default_name(column) { name.clone() } else { format!("column “{name}”") }
    }

    fn check_column(&self, column: usize) -> Result<(), Problem> {
        if column < self.names.len() {
            return Ok(());
        }
        Err(Problem::new("data", format!("a column from 0 to {}", self.names.len() - 1), column))
    }

    #[cold]
    fn refused(&self, row: usize, column: usize, wanted: &str) -> Problem {
        let line = self.lines[row + usize::from(self.has_header)];
        let cell = self.cell(row, column);
        let given = if cell.is_empty() { "an empty cell" } else { cell };
        Problem::new(&format!("data, row {line}, {}", self.title(column)), wanted, given)
    }
}

/// `name` as the name of a column that can stand in a link.
pub(super) fn plain_name(name: &str) -> String {
    cut(&tame(name), LONGEST_NAME)
}

/// The name of column `k`, counted from 0, that has no other.
fn default_name(k: usize) -> String {
    format!("column {}", k + 1)
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

/// The number that `cell` spells, NaN and infinities as well.
fn number(cell: &str, separator: u8) -> Option<f64> {
    if separator == b',' && cell.contains(',') {
        return None;
    }
    if cell.is_ascii() { typed_number(cell) } else { typed_number(&cell.replace('\u{2212}', "-")) }
}

fn finite(cell: &str, separator: u8) -> Option<f64> {
    number(cell, separator).filter(|number| number.is_finite())
}

/// What separates the cells of `text`, by the rule at the top.
fn separator(text: &str) -> u8 {
    let mut best = (b',', (0, 0.0));
    for separator in SEPARATORS.into_iter().filter(|separator| text.as_bytes().contains(separator)) {
        let (mut numbers, mut all) = (0_usize, 0_usize);
        let mut take = |cell: &str| {
            all += 1;
            numbers += usize::from(number(cell, separator).is_some());
        };
        let mut rows = Rows::new(text, separator);
        // Each width with how many rows have it; rows of one cell come first.
        let mut widths = vec![(1, 0)];
        for row in std::iter::from_fn(|| rows.next(&mut take)).take(SAMPLE) {
            match widths.iter_mut().find(|(width, _)| *width == row.cells) {
                Some((_, count)) => *count += 1,
                None => widths.push((row.cells, 1)),
            }
        }
        let lone = widths[0].1;
        let same = widths[1..].iter().map(|(_, count)| *count).max().unwrap_or(0);
        let merit = (same, numbers as f64 / all as f64);
        if same > lone && merit > best.1 {
            best = (separator, merit);
        }
    }
    best.0
}

/// What a row turned out to be.
struct Row {
    /// The line in which it begins.
    line: usize,
    cells: usize,
    /// Whether the text did not end in a quote.
    is_closed: bool,
}

impl Row {
    /// The row is whole, and as wide as the first.
    fn check(&self, width: usize) -> Result<(), Problem> {
        let field = || format!("data, row {}", self.line);
        if !self.is_closed {
            return Err(Problem::new(&field(), "a closing quote", "the end of the text"));
        }
        if width > MOST_COLUMNS {
            return Err(Problem::new(&field(), format!("at most {MOST_COLUMNS} cells"), width));
        }
        if self.cells != width {
            let plural = if width == 1 { "" } else { "s" };
            return Err(Problem::new(&field(), format!("{width} cell{plural}, as in the first row"), self.cells));
        }
        Ok(())
    }
}

/// A text's rows, one after the other, without keeping any.
struct Rows<'a> {
    text: &'a [u8],
    /// Where the next row begins.
    at: usize,
    /// The line of `at`.
    line: usize,
    separator: u8,
    has_begun: bool,
    core: Reader,
    /// The cell being read.
    cell: Vec<u8>,
}

impl<'a> Rows<'a> {
    fn new(text: &'a str, separator: u8) -> Rows<'a> {
        let core = ReaderBuilder::new().delimiter(separator).build();
        Rows { text: text.as_bytes(), at: 0, line: 1, separator, has_begun: false, core, cell: Vec::new() }
    }

    /// The next row, if there is one, after `take` has got each of its cells without white space around it.
    fn next(&mut self, take: &mut dyn FnMut(&str)) -> Option<Row> {
        self.skip_blank_lines();
        if self.at == self.text.len() {
            return None;
        }
        self.has_begun = true;
        let mut row = Row { line: self.line, cells: 0, is_closed: true };
        let mut at = self.at;
        let mut is_over = false;
        while !is_over {
            // A quote opens a cell after spaces, too.
            at += self.text[at..].iter().take_while(|byte| **byte == b' ').count();
            let is_line_end = self.text.get(at).is_none_or(is_line_end);
            (is_over, row.is_closed) = self.read_cell(&mut at);
            // Spaces at a line's end are no separator.
            if self.separator != b' ' || !is_line_end {
                row.cells += 1;
                // Cut out of a text at ASCII characters, it is one.
                take(str::from_utf8(&self.cell).unwrap_or_default().trim());
            }
        }
        self.advance(at);
        Some(row)
    }

    /// Reads the cell `at` a place of the text, and moves that place: whether it is its row's last, and complete.
    fn read_cell(&mut self, at: &mut usize) -> (bool, bool) {
        self.cell.clear();
        let mut piece = [0; 64];
        loop {
            // A line end after the text's end closes all but a quote.
            let is_end = *at == self.text.len();
            let rest = if is_end { b"\n" } else { &self.text[*at..] };
            let (result, read, written) = self.core.read_field(rest, &mut piece);
            self.cell.extend_from_slice(&piece[..written]);
            if !is_end {
                *at += read;
            }
            match result {
                ReadFieldResult::Field { record_end } => return (record_end, true),
                ReadFieldResult::End => return (true, true),
                ReadFieldResult::InputEmpty if is_end => return (true, false),
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            }
        }
    }

    /// Goes to the start of the next line that is not blank and, before the first row, not a comment.
    fn skip_blank_lines(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            let blank = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let is_comment = match rest.get(blank) {
                None => return self.advance(self.text.len()),
                Some(byte) => *byte == b'#' && !self.has_begun,
            };
            if !is_comment {
                let start = rest[..blank].iter().rposition(is_line_end).map_or(0, |k| k + 1);
                return self.advance(self.at + start);
            }
            let end = rest[blank..].iter().position(is_line_end).map_or(rest.len(), |k| blank + k);
            self.advance(self.at + end);
        }
    }

    /// Goes on to `end` and counts the lines between.
    fn advance(&mut self, end: usize) {
        // The two characters of CRLF end one line.
        let ends_line = |k: &usize| match self.text[*k] {
            b'\r' => true,
            b'\n' => *k == 0 || self.text[k - 1] != b'\r',
            _ => false,
        };
        self.line += (self.at..end).filter(ends_line).count();
        self.at = end;
    }
}

fn is_line_end(byte: &u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;

    /// The line, cells and completeness of each row of `text`.
    fn rows(text: &str, separator: u8) -> Vec<(usize, Vec<String>, bool)> {
        let mut rows = Rows::new(text, separator);
        let mut all = Vec::new();
        loop {
            let mut cells = Vec::new();
            let Some(row) = rows.next(&mut |cell| cells.push(cell.into())) else { return all };
            assert_eq!(row.cells, cells.len());
            all.push((row.line, cells, row.is_closed));
        }
    }

    fn row(line: usize, cells: &[&str]) -> (usize, Vec<String>, bool) {
        (line, cells.iter().map(|cell| String::from(*cell)).collect(), true)
    }

    #[test]
    fn lines_of_every_kind_are_counted() {
        let wanted = [row(2, &["a", "b"]), row(4, &["1\r\n2", "3"]), row(7, &["4", ""]), row(8, &["", "5"])];
        for end in ["\r\n", "\n", "\r"] {
            let text = ["", "a,b", " \t", "\"1\r\n2\",3", "", "4,", ",5"].join(end);
            assert_eq!(rows(&text, b','), wanted, "{end:?}");
            assert_eq!(rows(&(text + end), b','), wanted, "{end:?}");
        }
        assert_eq!(rows("1\r\r\n2\n\r3", b','), [row(1, &["1"]), row(3, &["2"]), row(5, &["3"])]);
    }

    #[test]
    fn runs_of_spaces_are_one_separator() {
        let text = "  1   2 \n3 \"a  b\"  \n\"\"  4\n   \n 5 6 ";
        let wanted = [row(1, &["1", "2"]), row(2, &["3", "a  b"]), row(3, &["", "4"]), row(5, &["5", "6"])];
        assert_eq!(rows(text, b' '), wanted);
    }

    #[test]
    fn cells_longer_than_a_piece_are_whole() {
        let long = "é\"".repeat(1000);
        let text = format!("\"{}\",{}", long.replace('"', "\"\""), long);
        assert_eq!(rows(&text, b','), [row(1, &[&long, &long])]);
    }

    #[test]
    fn comments_come_before_the_first_row_only() {
        let text = "# one\n\n  # two, \"\n1,2\n#3,4\n";
        assert_eq!(rows(text, b','), [row(4, &["1", "2"]), row(5, &["#3", "4"])]);
        assert_eq!(rows("# one\r# two", b','), []);
    }

    #[test]
    fn open_quotes_are_seen() {
        let is_closed = |text| rows(text, b',').last().is_some_and(|(_, _, is_closed)| *is_closed);
        assert!(["1,2", "1,\"2\"", "1,\"2\n\"\n", "1,", "1,2\"", "\"\"\"\""].into_iter().all(is_closed));
        assert!(!["\"", "1,\"2", "1\n\"2,3\n4,5\n", "\"\"\""].into_iter().any(is_closed));
    }

    #[test]
    fn separators_are_told_from_what_stands_in_cells() {
        let cases = [
            ("1,2\n3,4", b','),
            ("1,5;2,5", b';'),
            ("cat;1,5\ndog;2", b';'),
            ("a,b;c,d\n1,5;2,5\n1;2\n", b';'),
            ("1,5\t2,5\n", b'\t'),
            ("New York\t5\nOld York\t6", b'\t'),
            ("1|2\n3|4", b'|'),
            ("1,5 2,5\n3 4", b' '),
            ("1, 2\n3, 4", b','),
            ("first name,last name,age\nA B,C D,5\n", b','),
            ("2024-01-01 12:00:00,5\n2024-01-02 12:00:00,6", b','),
            ("1,2\n3,4,5", b','),
            // One column.
            ("shoe size\n1\n2", b','),
            ("shoe size\n1", b','),
            ("1\n2", b','),
            ("", b','),
        ];
        for (text, wanted) in cases {
            assert_eq!(char::from(separator(text)), char::from(wanted), "{text:?}");
        }
    }

    #[test]
    fn numbers_have_a_point_or_a_comma() {
        let cases = [
            ("1.5", Some(1.5)),
            ("+2", Some(2.0)),
            ("\u{2212}.5e\u{2212}3", Some(-0.5e-3)),
            ("1E3", Some(1000.0)),
            ("\u{a0}7\u{a0}", Some(7.0)),
            ("NaN", None),
            ("-inf", None),
            ("1e400", None),
            ("1.234,5", None),
            ("1 000", None),
            ("--1", None),
            ("", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(finite(text, b','), wanted, "{text:?}");
            assert_eq!(finite(text, b';'), wanted, "{text:?}");
        }
        assert_eq!((finite("1,5", b';'), finite("1,5", b',')), (Some(1.5), None));
    }

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
