//! Data that a user brings.

use serde::{Deserialize, Serialize};

use super::{Cells, Entry, MOST_POINTS, Row, plain_name};
use crate::problem::Problem;
use crate::random::Stream;
use crate::words::{say, text};

/// Data that a user brings: the columns that a model takes, inputs first, then the target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// What the columns are called.
    pub names: Vec<String>,
    /// The data points one after the other, each with a number for every column.
    pub values: Vec<f64>,
    /// Whether the model's inputs are shifted and scaled to mean 0 and standard deviation 1.
    #[serde(default)]
    pub standardized: bool,
}

/// The largest number whose square, and a sum of as many of them as there can be, is a number as well.
const LARGEST: f64 = 1e150;

/// How a column was standardized.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standard {
    /// The mean.
    pub mean: f64,
    /// The standard deviation, that of the N points (not N − 1).
    pub deviation: f64,
}

impl Table {
    /// The `columns` of a text's cells, by their places from 0, in the order of those of the model `entry`.
    ///
    /// Two different texts in a column of labels become 0 and 1, and its name says which is which.
    ///
    /// # Errors
    /// If there are more or fewer columns than the model takes, one is named twice or does not exist, a cell is not a
    /// finite number, or labels are not of two kinds.
    pub fn from_cells(cells: &Cells, columns: &[usize], entry: &Entry, standardized: bool) -> Result<Table, Problem> {
        let width = entry.columns.len();
        if columns.len() != width {
            let wanted = say!("{width} columns: {columns}", width, columns = entry.columns.join(", "));
            return Err(Problem::new("data", wanted, columns.len()));
        }
        if let Some(twice) = columns.iter().enumerate().find(|(k, column)| columns[..*k].contains(column)) {
            let given = cells.names().get(*twice.1).map_or_else(|| say!("one"), Clone::clone);
            return Err(Problem::new("data", text!("a column of its own for each"), say!("{given} twice", given)));
        }
        let name = |column: usize| cells.names().get(column).cloned().unwrap_or_default();
        let mut names: Vec<String> = columns.iter().map(|column| name(*column)).collect();
        let mut parts = Vec::with_capacity(width);
        for (k, &column) in columns.iter().enumerate() {
            if entry.is_labelled && k + 1 == width {
                let (labels, [_, one]) = cells.labels(column)?;
                parts.push(labels.iter().map(|is_one| f64::from(u8::from(*is_one))).collect());
                if one != "1" {
                    names[k] = plain_name(&format!("{} = {one}", names[k]));
                }
            } else {
                parts.push(cells.column(column)?);
            }
        }
        let values = (0..cells.count()).flat_map(|row| parts.iter().map(move |part| part[row])).collect();
        Ok(Table { names, values, standardized })
    }

    /// The number of data points.
    pub fn count(&self) -> usize {
        self.values.len() / self.names.len().max(1)
    }

    /// The rows as the model `entry` sees them, and how each input was standardized, if that is wished.
    ///
    /// # Errors
    /// If there is no row, or more than [`MOST_POINTS`], a row or the names do not fit the model's columns, a number is
    /// not finite or beyond ±1e150, a label is neither 0 nor 1, or a column to be standardized is constant.
    pub fn rows_for(&self, entry: &Entry) -> Result<(Vec<Row>, Vec<Standard>), Problem> {
        let width = entry.columns.len();
        if self.names.len() != width {
            return Err(Problem::new(
                "data.names",
                say!("{width} columns: {columns}", width, columns = entry.columns.join(", ")),
                self.names.len(),
            ));
        }
        if !(1..=MOST_POINTS).contains(&self.count()) {
            return Err(Problem::new("data", say!("from 1 to {most} rows", most = MOST_POINTS), self.count()));
        }
        if !self.values.len().is_multiple_of(width) {
            let given = say!("{n} after the last whole row", n = self.values.len() % width);
            return Err(Problem::new("data.values", say!("{width} numbers a row", width), given));
        }
        let mut rows = Vec::with_capacity(self.count());
        for (k, given) in self.values.chunks_exact(width).enumerate() {
            let field =
                |column: usize| say!("data, row {row}, column “{column}”", row = k + 1, column = self.names[column]);
            let mut row = [0.0; 3];
            for (column, &value) in given.iter().enumerate() {
                let is_label = entry.is_labelled && column + 1 == width;
                if is_label && value != 0.0 && value != 1.0 {
                    return Err(Problem::new(&field(column), text!("a label, 0 or 1"), value));
                }
                if !value.is_finite() {
                    return Err(Problem::new(&field(column), text!("a finite number"), value));
                }
                if value.abs() > LARGEST {
                    let wanted = say!("a number from -{largest} to {largest}", largest = format!("{LARGEST:e}"));
                    return Err(Problem::new(&field(column), wanted, format!("{value:e}")));
                }
                row[column] = value;
            }
            rows.push(row);
        }
        let mut standards = Vec::new();
        if self.standardized {
            for column in 0..entry.inputs() {
                standards.push(self.standardize(column, &mut rows)?);
            }
        }
        Ok((rows, standards))
    }

    fn standardize(&self, column: usize, rows: &mut [Row]) -> Result<Standard, Problem> {
        let count = rows.len() as f64;
        let mean = rows.iter().map(|row| row[column]).sum::<f64>() / count;
        let variance = rows.iter().map(|row| (row[column] - mean) * (row[column] - mean)).sum::<f64>() / count;
        let deviation = libm::sqrt(variance);
        if !(deviation > 0.0 && deviation.is_finite()) {
            let field = say!("data, column “{column}”", column = self.names[column]);
            let given = say!("{value} in every row", value = rows[0][column]);
            return Err(Problem::new(&field, text!("different numbers, to be standardized"), given));
        }
        rows.iter_mut().for_each(|row| row[column] = (row[column] - mean) / deviation);
        Ok(Standard { mean, deviation })
    }

    /// 64 bits that stand for these data: another table has others, but for one in 10¹⁹.
    pub fn fingerprint(&self) -> u64 {
        let mix = |hash: u64, bits: u64| Stream::new(hash).bits(bits);
        let names = self.names.iter().flat_map(|name| name.bytes().map(u64::from).chain([256]));
        let numbers = self.values.iter().map(|value| value.to_bits());
        names.chain(numbers).chain([u64::from(self.standardized)]).fold(0, mix)
    }
}
