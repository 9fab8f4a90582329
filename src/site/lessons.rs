//! Lessons: from Markdown to what the page loads, with every number checked.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use serde::Serialize;
use steepest::lesson::{self, Lesson, Scene};

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
/// Names file and line of all that is wrong, numbers included.
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
    let course = match lesson::course(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))) {
        Ok(course) => course,
        Err(problems) => bail!(list(&problems)),
    };
    let claims: Vec<_> = course.iter().flat_map(|lesson| lesson.claims.iter().map(move |c| (lesson, c))).collect();
    let wrong: Vec<_> = claims.par_iter().filter_map(|(lesson, claim)| lesson.wrong_claim(claim)).collect();
    if wrong.is_empty() { Ok(course) } else { bail!(list(&wrong)) }
}

fn list(problems: &[steepest::problem::Problem]) -> String {
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
