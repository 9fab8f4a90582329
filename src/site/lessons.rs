//! Lessons: from Markdown to what the page loads, with every number checked.

use std::collections::HashSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use serde::Serialize;
use steepest::lesson::{self, Claim, Lesson, Scene};
use steepest::problem::Problem;

use super::root;

/// An entry of the list of lessons.
#[derive(Serialize)]
struct Item<'a> {
    key: &'a str,
    number: u32,
    title: &'a str,
}

/// A lesson as the page reads it.
#[derive(Serialize)]
struct Written<'a> {
    sources: &'a [String],
    scenes: &'a [Scene],
    html: &'a str,
}

/// `cargo run -- lessons`: checks all lessons in a folder and says how much there is in each.
pub fn run(folder: &Path) -> Result<()> {
    let course = read(folder)?;
    check(&course)?;
    println!("{:>6}  {:>7}  lesson", "scenes", "numbers");
    for Lesson { file, scenes, claims, title, .. } in &course {
        println!("{:>6}  {:>7}  {file}: {title}", scenes.len(), claims.len());
    }
    println!("all of it is right");
    Ok(())
}

/// The lessons in a folder, in their order.
///
/// # Errors
/// Names file and line of all that is wrong but the numbers.
pub fn read(folder: &Path) -> Result<Vec<Lesson>> {
    let shown = folder.file_name().and_then(|name| name.to_str()).unwrap_or("lessons");
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let name = path.file_name().and_then(|name| name.to_str()).context("a file's name is not plain text")?;
            let text = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            files.push((format!("{shown}/{name}"), text));
        }
    }
    files.sort();
    match lesson::course(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))) {
        Ok(course) => Ok(course),
        Err(problems) => bail!(list(&problems)),
    }
}

/// Computes every number that the lessons state, but for those that this program has found to be right before.
///
/// # Errors
/// Names file and line of all that are others.
pub fn check(course: &[Lesson]) -> Result<()> {
    let known = Known::read();
    let all = course.iter().flat_map(|lesson| lesson.claims.iter().map(move |claim| (lesson, claim)));
    let unknown: Vec<_> = all.clone().filter(|(lesson, claim)| !known.has(lesson, claim)).collect();
    let wrong: Vec<_> = unknown.par_iter().filter_map(|(lesson, claim)| lesson.wrong_claim(claim)).collect();
    if !wrong.is_empty() {
        bail!(list(&wrong));
    }
    if !unknown.is_empty() {
        known.write(all);
    }
    Ok(())
}

/// Which claims a former run of the same program has found to be right: a map takes some seconds.
struct Known {
    /// Where that is kept, and which program it is of; none if that cannot be known.
    of: Option<(PathBuf, String)>,
    right: HashSet<String>,
}

impl Known {
    /// What is kept; nothing if it is another program's.
    fn read() -> Known {
        let program = || {
            let made = fs::metadata(std::env::current_exe().ok()?).ok()?;
            let since = made.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
            Some(format!("{} {}", since.as_nanos(), made.len()))
        };
        let of = program().map(|program| (root().join("target/lessons-right"), program));
        let text = of.as_ref().and_then(|(file, _)| fs::read_to_string(file).ok()).unwrap_or_default();
        let mut lines = text.lines().map(str::to_string);
        let is_ours = of.as_ref().is_some_and(|(_, program)| lines.next().as_ref() == Some(program));
        Known { of, right: if is_ours { lines.collect() } else { HashSet::new() } }
    }

    /// The name under which a claim is kept: of all on which it depends.
    fn name(lesson: &Lesson, claim: &Claim) -> String {
        let mut hasher = DefaultHasher::new();
        (&lesson.scenes[claim.scene].link, &claim.source, &claim.written).hash(&mut hasher);
        format!("{:x}", hasher.finish())
    }

    fn has(&self, lesson: &Lesson, claim: &Claim) -> bool {
        self.right.contains(&Known::name(lesson, claim))
    }

    /// Keeps that these are right; if that cannot be written, they are computed again.
    fn write<'a>(&self, right: impl Iterator<Item = (&'a Lesson, &'a Claim)>) {
        let Some((file, program)) = &self.of else { return };
        let names: Vec<String> = right.map(|(lesson, claim)| format!("\n{}", Known::name(lesson, claim))).collect();
        let _ = fs::write(file, format!("{program}{}", names.concat()));
    }
}

fn list(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(|problem| format!("\n  {problem}")).collect();
    format!("the lessons are not right:{}", lines.concat())
}

/// Writes the list of lessons and each lesson below `www`.
pub fn write(course: &[Lesson], www: &Path) -> Result<()> {
    let folder = www.join("lessons");
    fs::create_dir_all(&folder)?;
    let items = course.iter().map(|Lesson { key, number, title, .. }| Item { key, number: *number, title });
    fs::write(folder.join("index.json"), serde_json::to_vec(&items.collect::<Vec<_>>())?)?;
    for Lesson { key, sources, scenes, html, .. } in course {
        fs::write(folder.join(format!("{key}.json")), serde_json::to_vec(&Written { sources, scenes, html })?)?;
    }
    Ok(())
}
