//! What is wrong with an input: the field, what was wanted, what was given.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use crate::words::{say, word};

/// Longer inputs are cut in messages: a hostile link must not fill the page.
const LONGEST_QUOTE: usize = 60;

/// The same of the names of fields, which may be the user's, and of what is wanted.
const LONGEST_NAME: usize = 120;
const LONGEST_WISH: usize = 1_000;

/// A refused input.
///
/// Its message names the field, what was wanted and what was given:
/// "contenders.2.beta1: wanted a number in [0, 1), given 1.2".
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The input's path in the experiment, as "contenders.2.rate", or the name of what was read.
    pub field: String,
    /// What would have been accepted.
    pub wanted: String,
    /// What was given, cut after 60 characters.
    pub given: String,
}

impl Problem {
    /// The problem with `field`, where `wanted` would do but `given` came.
    ///
    /// A static text, marked by `text!`, is looked up here; any other is in the user's language already.
    pub fn new(field: &str, wanted: impl Into<Cow<'static, str>>, given: impl fmt::Display) -> Self {
        Problem::of(field, wanted.into(), &given)
    }

    /// Apart from [`Problem::new`], which is compiled once for each type of input, so that this is compiled once in
    /// all.
    #[cold]
    fn of(field: &str, wanted: Cow<'static, str>, given: &dyn fmt::Display) -> Self {
        let wanted = match wanted {
            Cow::Borrowed(english) => word(english),
            said => said,
        };
        let given = given.to_string();
        let given = if given.is_empty() { word("nothing").into_owned() } else { given };
        let given = tame(&given, LONGEST_QUOTE);
        Problem { field: tame(field, LONGEST_NAME), wanted: tame(&wanted, LONGEST_WISH), given }
    }
}

/// `text` in one line, read from left to right, cut after `longest` characters.
fn tame(text: &str, longest: usize) -> String {
    let mut tamed = String::new();
    for (k, c) in text.chars().enumerate() {
        if k == longest {
            tamed.push('…');
            break;
        }
        let is_wild = c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        tamed.push(if is_wild { '\u{fffd}' } else { c });
    }
    tamed
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { field, wanted, given } = self;
        f.write_str(&say!("{field}: wanted {wanted}, given {given}", field, wanted, given))
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::Problem;

    #[test]
    fn message_names_field_wanted_and_given() {
        let problem = Problem::new("steps", "a whole number in [1, 100000]", "1e9");
        assert_eq!(problem.to_string(), "steps: wanted a whole number in [1, 100000], given 1e9");
    }

    #[test]
    fn long_and_empty_inputs_stay_readable() {
        assert_eq!(Problem::new("link", "a link", "x".repeat(100_000)).given.chars().count(), 61);
        assert_eq!(Problem::new("steps", "a number", "").given, "nothing");
        let long = Problem::new(&"x".repeat(100_000), "y".repeat(100_000), "z".repeat(100_000)).to_string();
        assert!(long.chars().count() < 1_300, "{}", long.len());
    }

    #[test]
    fn what_would_break_a_line_or_turn_it_around_is_shown_as_unknown() {
        let problem = Problem::new("a\0b", "one", "\u{202e}live\r\n\u{1b}[31m");
        assert_eq!(problem.to_string(), "a\u{fffd}b: wanted one, given \u{fffd}live\u{fffd}\u{fffd}\u{fffd}[31m");
    }
}
