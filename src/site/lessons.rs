//! Lessons: from Markdown to what the page loads, with every number checked.

use std::collections::HashSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use serde::Serialize;
use steepest::lesson::{self, Claim, ENGLISH, Language, Lesson, Scene};
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

/// The lessons, in all their languages.
pub struct Course {
    /// The lessons in English, in their order.
    pub lessons: Vec<Lesson>,
    /// The same in other languages.
    pub translations: Vec<(&'static Language, Vec<Lesson>)>,
}

/// `cargo run -- lessons`: checks all lessons in a folder and says how much there is in each.
pub fn run(folder: &Path) -> Result<()> {
    let course = read(folder)?;
    check(&course)?;
    println!("{:>6}  {:>7}  lesson", "scenes", "numbers");
    for Lesson { file, scenes, claims, title, .. } in &course.lessons {
        println!("{:>6}  {:>7}  {file}: {title}", scenes.len(), claims.len());
    }
    for (language, lessons) in &course.translations {
        println!("{} lessons in the language {}", lessons.len(), language.key);
    }
    println!("all of it is right");
    Ok(())
}

/// The lessons in a folder, and their translations in folders within it that are called as their languages.
///
/// # Errors
/// Names file and line of all that is wrong but the numbers.
pub fn read(folder: &Path) -> Result<Course> {
    let shown = folder.file_name().and_then(|name| name.to_str()).unwrap_or("lessons");
    let lessons = read_in(&ENGLISH, folder, shown)?;
    let mut translations = Vec::new();
    for path in entries(folder)?.into_iter().filter(|path| path.is_dir()) {
        let key = path.file_name().and_then(|name| name.to_str()).context("a folder's name is not plain text")?;
        let Some(language) = Language::of(key) else {
            let known = Language::keys().collect::<Vec<_>>().join(", ");
            bail!("{shown}/{key}: wanted the code of a language that lessons are translated into, one of {known}");
        };
        let translated = read_in(language, &path, &format!("{shown}/{key}"))?;
        let problems = lesson::differences(language, &lessons, &translated);
        if !problems.is_empty() {
            bail!(list(&problems));
        }
        translations.push((language, translated));
    }
    Ok(Course { lessons, translations })
}

/// The lessons in a folder that is called `shown`, in one language.
fn read_in(language: &Language, folder: &Path, shown: &str) -> Result<Vec<Lesson>> {
    let mut files = Vec::new();
    for path in entries(folder)? {
        if path.extension().is_some_and(|extension| extension == "md") {
            let name = path.file_name().and_then(|name| name.to_str()).context("a file's name is not plain text")?;
            let text = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            files.push((format!("{shown}/{name}"), text));
        }
    }
    match lesson::course(language, files.iter().map(|(name, text)| (name.as_str(), text.as_str()))) {
        Ok(course) => Ok(course),
        Err(problems) => bail!(list(&problems)),
    }
}

/// What is in a folder, by name.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let read = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut paths = read.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    paths.sort();
    Ok(paths)
}

/// Computes every number that the lessons state, but for those that this program has found to be right before;
/// translations state the same.
///
/// # Errors
/// Names file and line of all that are others.
pub fn check(course: &Course) -> Result<()> {
    let known = Known::read();
    let all = course.lessons.iter().flat_map(|lesson| lesson.claims.iter().map(move |claim| (lesson, claim)));
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

/// Writes the list of lessons and each lesson below `www`, and each translation in a folder that is called as its
/// language.
pub fn write(course: &Course, www: &Path) -> Result<()> {
    let folder = www.join("lessons");
    write_in(&course.lessons, &folder)?;
    course.translations.iter().try_for_each(|(language, lessons)| write_in(lessons, &folder.join(language.key)))
}

/// Writes the list of lessons and each lesson in one language.
fn write_in(lessons: &[Lesson], folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let items = lessons.iter().map(|Lesson { key, number, title, .. }| Item { key, number: *number, title });
    fs::write(folder.join("index.json"), serde_json::to_vec(&items.collect::<Vec<_>>())?)?;
    for Lesson { key, sources, scenes, html, .. } in lessons {
        fs::write(folder.join(format!("{key}.json")), serde_json::to_vec(&Written { sources, scenes, html })?)?;
    }
    Ok(())
}
