//! What is wrong with an input: the field, what was wanted, what was given.

use std::fmt;

use serde::Serialize;

/// Longer inputs are cut in messages: a hostile link must not fill the page.
const LONGEST_QUOTE: usize = 60;

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
    pub fn new(field: &str, wanted: impl Into<String>, given: impl fmt::Display) -> Self {
        Problem::of(field, wanted.into(), &given)
    }

    /// Apart from [`Problem::new`], which is compiled once for each type of input, so that this is compiled once in all.
    #[cold]
    fn of(field: &str, wanted: String, given: &dyn fmt::Display) -> Self {
        let given = given.to_string();
        let cut = match given.char_indices().nth(LONGEST_QUOTE) {
            Some((end, _)) => format!("{}…", &given[..end]),
            None if given.is_empty() => "nothing".into(),
            None => given,
        };
        Problem { field: field.into(), wanted, given: cut }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: wanted {}, given {}", self.field, self.wanted, self.given)
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
    }
}
