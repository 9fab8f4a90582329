//! Experiments as a file: JSON that names its version, with one experiment, or several that have names.
//!
//! `{"steepest": 1, "experiment": "v=1&on=…"}` or
//! `{"steepest": 1, "experiments": [{"name": "Tuesday", "experiment": "v=1&on=…"}]}`

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::{Contender, Experiment, LONGEST_TEXT};
use crate::problem::Problem;
use crate::words::{say, text, word};

/// The version of the files written by this code.
const VERSION: u64 = 1;

/// A longer file is refused unread.
pub const LONGEST_FILE: usize = 4 * LONGEST_TEXT;

/// The most experiments of one file.
const MOST_NAMED: usize = 1_000;

/// The most characters of a name.
const LONGEST_NAME: usize = 120;

/// An experiment in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Filed {
    /// What it is called; nothing where it stands alone.
    pub name: String,
    /// It, as [`Experiment::to_text`] has written it.
    pub text: String,
}

/// The text of a file with one experiment, written by [`Experiment::to_text`].
pub fn file_of(text: &str) -> String {
    written(&json!({ "steepest": VERSION, "experiment": text }))
}

/// The text of a file with several experiments.
pub fn file_of_all(all: &[Filed]) -> String {
    let all: Vec<Value> = all.iter().map(|Filed { name, text }| json!({ "name": name, "experiment": text })).collect();
    written(&json!({ "steepest": VERSION, "experiments": all }))
}

fn written(value: &Value) -> String {
    format!("{value:#}\n")
}

/// The experiments of a file, each checked.
///
/// # Errors
/// Names the line and the column of what is no JSON, the version of what a later page has written, or the field that is
/// not as it should be.
pub fn file_read(text: &str) -> Result<Vec<Filed>, Problem> {
    if text.len() > LONGEST_FILE {
        return Err(Problem::new("file", say!("at most {most} bytes", most = LONGEST_FILE), text.len()));
    }
    // Some editors leave a mark at the beginning.
    let text = text.trim_start_matches('\u{feff}');
    let file: Value = serde_json::from_str(text).map_err(|error| broken(text, &error))?;
    let Value::Object(file) = file else {
        return Err(wanted("file", text!("an experiment saved by this page"), &file));
    };
    // One that was written before files had a version has none.
    match file.get("steepest") {
        None => {}
        Some(version) if version.as_u64() == Some(VERSION) => {}
        Some(version) => {
            let known = say!("version {version}, the newest that is known here", version = VERSION);
            return Err(wanted("file.steepest", known, version));
        }
    }
    only(&file, "file", &["steepest", "experiment", "experiments"])?;
    match (file.get("experiment"), file.get("experiments")) {
        (Some(one), None) => Ok(vec![Filed { name: String::new(), text: experiment("file.experiment", one)? }]),
        (None, Some(Value::Array(all))) if (1..=MOST_NAMED).contains(&all.len()) => {
            all.iter().enumerate().map(|(k, one)| filed(&format!("experiments.{}", k + 1), one)).collect()
        }
        (None, Some(Value::Array(all))) => {
            Err(Problem::new("file.experiments", say!("1 to {most} experiments", most = MOST_NAMED), all.len()))
        }
        (None, Some(other)) => Err(wanted("file.experiments", text!("a list of experiments with names"), other)),
        (Some(_), Some(_)) => Err(Problem::new("file", text!("either “experiment” or “experiments”"), say!("both"))),
        (None, None) => Err(Problem::new("file", text!("an experiment saved by this page"), say!("none"))),
    }
}

/// `text` as the name of an experiment, without spaces around it.
///
/// # Errors
/// If nothing is left, or it is too long, or is no plain line.
pub fn plain_title(text: &str) -> Result<String, Problem> {
    title("name", text)
}

/// What an experiment is called until it has a name: its landscape, and who runs.
pub fn title_of(experiment: &Experiment) -> String {
    let surface =
        experiment.landscape.build().map_or_else(|_| String::new(), |ground| ground.words().name.into_owned());
    let name = |contender: &Contender| {
        contender.parameters(0).map_or(String::new(), |(entry, _)| word(entry.name).into_owned())
    };
    match &experiment.contenders[..] {
        [] => surface,
        [only] => format!("{surface}, {}", name(only)),
        [first, second] => say!("{surface}, {first} and {second}", surface, first = name(first), second = name(second)),
        [first, rest @ ..] => say!("{surface}, {first} and {n} others", surface, first = name(first), n = rest.len()),
    }
}

fn title(field: &str, text: &str) -> Result<String, Problem> {
    let name = text.trim();
    let is_plain = (1..=LONGEST_NAME).contains(&name.chars().count()) && !name.contains(char::is_control);
    let wanted = || say!("one line of 1 to {most} characters", most = LONGEST_NAME);
    if is_plain { Ok(name.into()) } else { Err(Problem::new(field, wanted(), name)) }
}

fn filed(field: &str, value: &Value) -> Result<Filed, Problem> {
    let Value::Object(one) = value else { return Err(wanted(field, text!("an experiment with a name"), value)) };
    only(one, field, &["name", "experiment"])?;
    let nothing = Value::Null;
    let part = |key: &str| (format!("{field}.{key}"), one.get(key).unwrap_or(&nothing));
    let (field_of_name, name) = part("name");
    let name = name.as_str().ok_or_else(|| wanted(&field_of_name, text!("a name"), name))?;
    let (field_of_text, text) = part("experiment");
    Ok(Filed { name: title(&field_of_name, name)?, text: experiment(&field_of_text, text)? })
}

fn experiment(field: &str, value: &Value) -> Result<String, Problem> {
    let text = value.as_str().ok_or_else(|| wanted(field, text!("an experiment as a text"), value))?;
    let named = |problem: Problem| Problem { field: format!("{field}, {}", problem.field), ..problem };
    Experiment::from_text(text).map_err(named)?;
    Ok(text.into())
}

/// Nobody's field is passed over in silence.
fn only(object: &Map<String, Value>, field: &str, known: &[&str]) -> Result<(), Problem> {
    match object.keys().find(|key| !known.contains(&key.as_str())) {
        None => Ok(()),
        Some(key) => Err(Problem::new(
            field,
            say!("only {known} in version {version}", known = known.join(", "), version = VERSION),
            key,
        )),
    }
}

fn wanted(field: &str, wanted: impl Into<Cow<'static, str>>, given: &Value) -> Problem {
    let kind = match given {
        Value::Null => say!("nothing"),
        Value::Bool(_) | Value::Number(_) => given.to_string(),
        Value::String(text) => say!("the text “{text}”", text),
        Value::Array(items) => say!("a list of {n}", n = items.len()),
        Value::Object(_) => say!("an object"),
    };
    Problem::new(field, wanted, kind)
}

/// What is no JSON: where, and what stands there.
fn broken(text: &str, error: &serde_json::Error) -> Problem {
    let field = say!("file, line {line}, column {column}", line = error.line(), column = error.column());
    let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
    let from = line.char_indices().map(|(place, _)| place).take_while(|place| place + 1 < error.column()).last();
    let rest = line[from.unwrap_or(0)..].trim_start();
    match error.classify() {
        serde_json::error::Category::Eof => {
            Problem::new(&field, text!("the rest of an experiment saved by this page"), say!("its end"))
        }
        _ if error.to_string().starts_with("recursion limit") => Problem::new(
            &field,
            text!("an experiment saved by this page"),
            say!("lists within lists, more than a hundred deep"),
        ),
        _ => Problem::new(&field, text!("an experiment saved by this page, which is JSON"), rest),
    }
}
