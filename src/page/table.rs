//! How the table of stationary points is looked at: its order, how many rows, and how far beside a point a race starts.

use serde::Serialize;

use super::points::{PointRow, in_view, point_row};
use crate::lab::Lab;
use crate::parameter::{number_text, typed_number};
use crate::problem::Problem;
use crate::stationary::{Kind, StationaryPoint};
use crate::words::text;

/// Rows at first, and how many more each time that more are asked for.
const ROWS: [usize; 2] = [12, 60];

/// How far beside a point a race starts at first, and at most, in domain units.
const OFFSETS: [f64; 2] = [1e-3, 1e6];

/// A way of looking at the table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableView {
    /// Whether the points are sorted by what they are, in the order of [`Kind::ALL`], and then by the loss, or by that
    /// alone.
    by_kind: bool,
    descending: bool,
    rows: usize,
    offset: f64,
}

impl Default for TableView {
    /// From the lowest point, with starts 10⁻³ beside.
    fn default() -> Self {
        TableView { by_kind: false, descending: false, rows: ROWS[0], offset: OFFSETS[0] }
    }
}

impl TableView {
    /// How far beside a point a race starts, in domain units; negative is the other side.
    pub fn offset(&self) -> f64 {
        self.offset
    }

    /// Looks at the table in another way: `field` is "sort", with the column "kind" or "loss", and the other way round
    /// if it is sorted by that already; "more", for more rows; or "offset", with a number.
    ///
    /// # Errors
    /// If `text` is not one of those, or the number is 0, not finite, or beyond 10⁶.
    pub fn set(&mut self, field: &str, text: &str) -> Result<(), Problem> {
        match (field, text) {
            ("sort", "kind" | "loss") => {
                let by_kind = text == "kind";
                self.descending = self.by_kind == by_kind && !self.descending;
                self.by_kind = by_kind;
            }
            ("more", _) => self.rows += ROWS[1],
            ("offset", _) => {
                let offset = typed_number(text).filter(|offset| *offset != 0.0 && offset.abs() <= OFFSETS[1]);
                self.offset =
                    offset.ok_or_else(|| Problem::new(field, text!("a number other than 0, up to 1000000"), text))?;
            }
            _ => return Err(Problem::new(field, text!("a way of looking at the table"), text)),
        }
        Ok(())
    }

    /// `points`, which ascend in loss, in this order.
    fn sort(&self, points: &mut Vec<&StationaryPoint>) {
        if self.by_kind {
            let mut sorted = Vec::with_capacity(points.len());
            for kind in Kind::ALL {
                for point in points.iter() {
                    if point.kind == kind {
                        sorted.push(*point);
                    }
                }
            }
            *points = sorted;
        }
        if self.descending {
            points.reverse();
        }
    }
}

/// The table as it is looked at.
#[derive(Serialize)]
pub struct PointTable {
    rows: Vec<PointRow>,
    /// How many points in view have no row yet.
    hidden: usize,
    /// The column sorted by.
    sort: &'static str,
    descending: bool,
    offset: String,
    /// The name of the largest curvature.
    sharpness: &'static str,
}

/// The stationary points in view, as many of them as `view` shows.
pub fn table(lab: &Lab, view: &TableView) -> PointTable {
    let mut points: Vec<&StationaryPoint> = in_view(lab).collect();
    view.sort(&mut points);
    let mut rows = Vec::new();
    for point in points.iter().take(view.rows) {
        rows.push(point_row(lab, point, view.offset));
    }
    PointTable {
        hidden: points.len() - rows.len(),
        rows,
        sort: if view.by_kind { "kind" } else { "loss" },
        descending: view.descending,
        offset: number_text(view.offset),
        sharpness: if lab.is_curve() { "L\u{2033}" } else { "\u{3bb}max" },
    }
}
