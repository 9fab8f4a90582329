//! What the page shows in words, numbers and controls: plain data, made from a session.

mod anatomy;
mod catalogue;
mod comparison;
mod control;
mod controls;
mod curves;
mod data;
mod inspect;
mod legend;
mod map_table;
mod maps;
mod measured;
mod pins;
mod points;
mod preview;
mod proof;
mod race_table;
mod relief;
mod status;
mod table;
mod theory;
mod training;

use crate::linear::Vec2;
use crate::parameter::number_text;
use crate::stationary::ARRIVED;
use crate::words::say;

use comparison::names;
use control::Control;

pub use anatomy::{AnatomyCard, anatomy, point_words};
pub use catalogue::{Catalogue, catalogue};
pub use comparison::{ComparisonTable, ComparisonView, comparison, comparison_csv, comparison_latex};
pub use controls::{Page, describe};
pub use curves::curve_words;
pub use inspect::{Fact, inspect};
pub use legend::{Legend, legend};
pub use map_table::{MapTable, map_table};
pub use maps::{MapCard, cell_words, fate_words, map_card, map_csv, short, tuning_edits};
pub use measured::{Choice, quantities, remarks, value_words};
pub use preview::{Preview, header, preview};
pub use race_table::{RaceTable, race_table, table_choices};
pub use relief::{ReliefPoint, Seen, loss_axis, relief_point, relief_words};
pub use status::{Status, missing_words, outcome_words, statuses};
pub use table::{PointTable, TableView, table};
pub use theory::{BestButton, ModeRow, TheoryCard, scale_words, theory_card};
pub use training::{Training, clock_words, training};

/// `value` to five significant digits, or to four with an exponent where it is very small or very large, and with a
/// true minus sign.
pub fn show(value: f64) -> String {
    show_digits(value, 5)
}

/// The same to four significant digits, for where there is little room.
fn show_short(value: f64) -> String {
    show_digits(value, 4)
}

fn show_digits(value: f64, digits: usize) -> String {
    let magnitude = value.abs();
    let text = if value == 0.0 {
        "0".into()
    } else if value.is_nan() {
        say!("not a number")
    } else if value.is_infinite() {
        String::from(if value < 0.0 { "-\u{221e}" } else { "\u{221e}" })
    } else if (1e-3..1e6).contains(&magnitude) {
        let decimals = (digits as i32 - 1 - libm::floor(libm::log10(magnitude)) as i32).max(0) as usize;
        let text = format!("{value:.decimals$}");
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').into() } else { text }
    } else {
        format!("{value:.*e}", digits.min(4) - 1)
    };
    text.replace("-", "\u{2212}")
}

/// A stationary point as far as it is known: a coordinate below the accuracy of [`crate::stationary::polish`] is 0.
fn show_found(at: Vec2, one: bool) -> String {
    show_place(at, one, 5)
}

fn show_place(at: Vec2, one: bool, digits: usize) -> String {
    let accuracy = ARRIVED * (1.0 + at.norm());
    let [x, y] = [at.x, at.y].map(|value| show_digits(if value.abs() <= accuracy { 0.0 } else { value }, digits));
    if one { format!("x = {x}") } else { format!("({x}, {y})") }
}

fn show_point(w: Vec2) -> String {
    format!("({}, {})", show(w.x), show(w.y))
}

/// A number as it was typed, with a true minus sign.
fn plain(value: f64) -> String {
    number_text(value).replace("-", "\u{2212}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_have_a_true_minus() {
        assert_eq!(show(0.1 + 0.2), "0.3");
        assert_eq!(show(-1001.6006), "−1001.6");
        assert_eq!(show(1e-10), "1.000e−10");
        assert_eq!(show(f64::NEG_INFINITY), "−∞");
        assert_eq!(show(f64::NAN), "not a number");
        assert_eq!(show(12345.678), "12346");
    }
}
