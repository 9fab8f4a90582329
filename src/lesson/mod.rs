//! Lessons: Markdown with an experiment at its head, steps that set the page, and numbers that are checked.
//!
//! A file `lessons/NN-key.md` begins with TOML between two lines `+++`: `title`, `experiment` (a link's fragment) and
//! `sources`.
//! Its body has a text and then the sections “Watch for”, “Try”, and “Question” with an “Answer”; LaTeX stands between
//! dollar signs.
//!
//! A link to `#…` is a scene: a whole experiment, or after `#&` the parts in which it differs from the lesson's.
//! A link to `claim:…` is a number, which has to be that of the latest scene above it.
//! A link to `lesson:KEY` leads to another lesson.
//!
//! Translations are in a folder for each language, `lessons/de/NN-key.md`: other words, but the same steps and numbers.
//!
//! Native only: the page gets what [`read`] has made of a file.

mod body;
mod check;
mod claim;
mod front;
mod language;
mod measure;
mod number;
mod scene;
mod translation;

use serde::Serialize;

use crate::problem::Problem;

pub use claim::Claim;
pub use language::{ENGLISH, Language};
pub use translation::differences;

/// A lesson, ready for the page.
#[derive(Debug)]
pub struct Lesson {
    /// The name of its file.
    pub file: String,
    /// Its place in the course.
    pub number: u32,
    /// Its name in links.
    pub key: String,
    /// What it is about.
    pub title: String,
    /// Where its matter is from: authors, title, year.
    pub sources: Vec<String>,
    /// What sets the page: the lesson's experiment, then each step in the order of the text.
    pub scenes: Vec<Scene>,
    /// The numbers that it states.
    pub claims: Vec<Claim>,
    /// The lessons to which it refers, each with the line.
    pub refers_to: Vec<(usize, String)>,
    /// The formulas in LaTeX, each with the line.
    pub formulas: Vec<(usize, String)>,
    /// Text, sections and formulas as HTML with MathML.
    pub html: String,
}

/// A step of a lesson.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scene {
    /// The experiment, as a link's fragment.
    pub link: String,
    /// The words of the step.
    pub words: String,
    /// The line of the file.
    #[serde(skip)]
    pub line: usize,
}

/// The lesson in the text of the file called `file`, which is in `language`.
///
/// # Errors
/// Names file and line of the first thing that is wrong; the numbers stated are not looked at.
pub fn read(language: &Language, file: &str, text: &str) -> Result<Lesson, Problem> {
    let (number, key) = named(file)?;
    let head = front::read(file, text)?;
    let base = scene::whole(&head.experiment);
    let opening = scene::of(file, head.line, &base, &head.title)?;
    let body = body::read(language, file, text, head.body, &base, opening)?;
    Ok(Lesson {
        file: file.into(),
        number,
        key,
        title: head.title,
        sources: head.sources,
        scenes: body.scenes,
        claims: body.claims,
        refers_to: body.refers_to,
        formulas: body.formulas,
        html: body.html,
    })
}

/// All lessons of a course in `language`, in its order, from the names and texts of their files.
///
/// # Errors
/// Names all that is wrong, file by file; the numbers stated are not looked at.
pub fn course<'a>(
    language: &Language,
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Vec<Lesson>, Vec<Problem>> {
    let (mut lessons, mut problems) = (Vec::new(), Vec::new());
    for (file, text) in files {
        match read(language, file, text) {
            Ok(lesson) => lessons.push(lesson),
            Err(problem) => problems.push(problem),
        }
    }
    lessons.sort_by_key(|lesson: &Lesson| lesson.number);
    for pair in lessons.windows(2).filter(|pair| pair[0].number == pair[1].number) {
        let wanted = format!("a number of its own, not that of {}", pair[0].file);
        problems.push(Problem::new(&pair[1].file, wanted, pair[1].number));
    }
    for (k, lesson) in lessons.iter().enumerate() {
        if let Some(other) = lessons[..k].iter().find(|other| other.key == lesson.key) {
            let wanted = format!("a key of its own, not that of {}", other.file);
            problems.push(Problem::new(&lesson.file, wanted, &lesson.key));
        }
        for (line, key) in &lesson.refers_to {
            if !lessons.iter().any(|other| other.key == *key) {
                problems.push(Problem::new(&place(&lesson.file, *line), "the key of a lesson", key));
            }
        }
    }
    if problems.is_empty() { Ok(lessons) } else { Err(problems) }
}

/// The number and the key in a file's name.
fn named(file: &str) -> Result<(u32, String), Problem> {
    let stem = file.rsplit('/').next().and_then(|name| name.strip_suffix(".md"));
    let parts = stem.and_then(|stem| stem.split_once('-'));
    let is_key = |key: &str| {
        key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && key.bytes().any(|b| b.is_ascii_lowercase())
    };
    match parts {
        Some((digits, key)) if digits.len() == 2 && is_key(key) => match digits.parse() {
            Ok(number) => Ok((number, key.into())),
            Err(_) => Err(no_name(file)),
        },
        _ => Err(no_name(file)),
    }
}

fn no_name(file: &str) -> Problem {
    Problem::new("lessons", "a name NN-key.md: two digits, then small letters, digits and dashes", file)
}

/// A line of a file, as problems name it.
fn place(file: &str, line: usize) -> String {
    format!("{file}:{line}")
}

/// The same problem of something within a file.
fn within(file: &str, line: usize, problem: Problem) -> Problem {
    Problem { field: format!("{}: {}", place(file, line), problem.field), ..problem }
}

/// The number of the line that the byte `at` of `text` is in, from 1.
fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
