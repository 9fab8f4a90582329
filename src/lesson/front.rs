//! The head of a lesson: TOML between two lines `+++`.

use serde::Deserialize;

use super::{line_of, place};
use crate::problem::Problem;

/// What a lesson says of itself.
pub(super) struct Head {
    pub(super) title: String,
    pub(super) experiment: String,
    pub(super) sources: Vec<String>,
    /// The line of the experiment.
    pub(super) line: usize,
    /// Where the body begins, in bytes.
    pub(super) body: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    title: String,
    experiment: String,
    #[serde(default)]
    sources: Vec<String>,
}

/// The line before and after the fields.
const FENCE: &str = "+++\n";

/// The head of the lesson in `file`.
pub(super) fn read(file: &str, text: &str) -> Result<Head, Problem> {
    let after = text.strip_prefix(FENCE).ok_or_else(|| {
        Problem::new(&place(file, 1), "a line “+++” and the lesson's title, experiment and sources", first_line(text))
    })?;
    let end = after.find("\n+++\n").map(|end| end + 1).ok_or_else(|| {
        Problem::new(&place(file, 1), "a second line “+++” after title, experiment and sources", "none")
    })?;
    let fields = &after[..end];
    let read: Result<Fields, toml::de::Error> = toml::from_str(fields);
    let Fields { title, experiment, sources } = read.map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let line = line_of(text, FENCE.len() + at);
        let given = fields[at.min(fields.len())..].lines().next().unwrap_or_default();
        Problem::new(
            &place(file, line),
            format!("TOML with title, experiment and sources ({})", error.message()),
            given,
        )
    })?;
    let of = |key: &str| {
        let is_it = |line: &str| line.trim_start().starts_with(key);
        2 + fields.lines().position(is_it).unwrap_or(0)
    };
    if title.trim().is_empty() {
        return Err(Problem::new(&place(file, of("title")), "a title", title.trim()));
    }
    if sources.iter().any(|source| source.trim().is_empty()) {
        return Err(Problem::new(
            &place(file, of("sources")),
            "authors, title and year of each source",
            "an empty one",
        ));
    }
    Ok(Head { title, experiment, sources, line: of("experiment"), body: 2 * FENCE.len() + end })
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
