//! Rows of comma-separated values: where cells and rows end, and which cells are numbers.
//!
//! Quotes are those of RFC 4180 (Y. Shafranovich, Common format and MIME type for comma-separated values, 2005): a
//! quoted cell may hold separators and line ends, and "" in it is one quote.
//! Beyond it, lines end in CRLF, LF or CR; lines of white space and, before the first row, lines that start with # are
//! ignored; cells lose the white space around them.
//!
//! The separator is a tab, a semicolon, a vertical bar, a comma or a run of spaces: the one with which the most of the
//! first 1000 rows have the same number ≥ 2 of cells, provided that they outnumber the rows of one cell.
//! Among equals it is that with which the greatest share of the cells are numbers, and then the first of this list.
//! If there is none, each row is one cell.
//! So 1,5;2,5 is two numbers with decimal commas, but 1,5 alone is 1 and 5.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use crate::parameter::typed_number;
use crate::problem::Problem;
use crate::words::{say, text};

/// The most columns that are read.
pub const MOST_COLUMNS: usize = 1000;

/// Separators, the less likely to stand in a cell by accident the earlier.
const SEPARATORS: [u8; 5] = [b'\t', b';', b'|', b',', b' '];

/// The number of rows that decide what the separator is.
const SAMPLE: usize = 1000;

/// What a row turned out to be.
pub struct Row {
    /// The line in which it begins.
    pub line: usize,
    /// The number of its cells.
    pub cells: usize,
    /// Whether the text did not end within a quoted cell.
    is_closed: bool,
}

impl Row {
    /// The row is whole, and as wide as the first.
    ///
    /// # Errors
    /// If its last quote is not closed, or its `width` is too much or not that of the first row.
    pub fn check(&self, width: usize) -> Result<(), Problem> {
        let field = || say!("data, row {line}", line = self.line);
        if !self.is_closed {
            return Err(Problem::new(&field(), text!("a closing quote"), say!("the end of the text")));
        }
        if width > MOST_COLUMNS {
            return Err(Problem::new(&field(), say!("at most {most} cells", most = MOST_COLUMNS), width));
        }
        if self.cells != width {
            let wanted = match width {
                1 => say!("1 cell, as in the first row"),
                _ => say!("{width} cells, as in the first row", width),
            };
            return Err(Problem::new(&field(), wanted, self.cells));
        }
        Ok(())
    }
}

/// A text's rows, one after the other, without keeping any.
pub struct Rows<'a> {
    text: &'a [u8],
    /// Where the next row begins.
    at: usize,
    /// The line of `at`.
    line: usize,
    /// What separates cells.
    pub separator: u8,
    has_begun: bool,
    core: Reader,
    /// The cell being read.
    cell: Vec<u8>,
}

impl<'a> Rows<'a> {
    /// The rows of `text`, before the first.
    pub fn new(text: &'a str, separator: u8) -> Rows<'a> {
        let core = ReaderBuilder::new().delimiter(separator).build();
        Rows { text: text.as_bytes(), at: 0, line: 1, separator, has_begun: false, core, cell: Vec::new() }
    }

    /// The next row, if there is one, after `take` has got each of its cells without white space around it.
    pub fn next(&mut self, take: &mut dyn FnMut(&str)) -> Option<Row> {
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

/// What separates the cells of `text`, by the rule at the top.
pub fn separator(text: &str) -> u8 {
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

/// The number that `cell` spells where cells are separated by `separator`, NaN and infinities as well.
pub fn number(cell: &str, separator: u8) -> Option<f64> {
    if separator == b',' && cell.contains(',') {
        return None;
    }
    if cell.is_ascii() { typed_number(cell) } else { typed_number(&cell.replace('\u{2212}', "-")) }
}

/// The same if it is finite.
pub fn finite(cell: &str, separator: u8) -> Option<f64> {
    number(cell, separator).filter(|number| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
