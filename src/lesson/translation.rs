//! What a lesson and its translation have in common: all but the words.

use super::{Claim, Language, Lesson, place};
use crate::problem::Problem;

/// Elements by which a text is divided, each of which a translation has as well.
const BLOCKS: [&str; 9] = ["p", "h3", "ul", "ol", "li", "pre", "blockquote", "section", "details"];

/// What is in `translations`, in `language`, that is not in `originals`, or the other way round.
///
/// A translation has the steps, numbers, references and formulas of its original in the same order: so its numbers are
/// right wherever those of the original are.
pub fn differences(language: &Language, originals: &[Lesson], translations: &[Lesson]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for original in originals {
        match translations.iter().find(|translation| translation.key == original.key) {
            Some(translation) => problems.extend(between(language, original, translation)),
            None => {
                let given = format!("none in the language {}", language.key);
                problems.push(Problem::new(&original.file, "a translation of this lesson", given));
            }
        }
    }
    for translation in translations {
        if !originals.iter().any(|original| original.key == translation.key) {
            problems.push(Problem::new(&translation.file, "the key of a lesson", &translation.key));
        }
    }
    problems
}

/// The first difference of each sort between a lesson and its translation.
fn between(language: &Language, original: &Lesson, translation: &Lesson) -> Vec<Problem> {
    let file = &translation.file;
    let here = |line: usize| place(file, line);
    let mut problems = Vec::new();
    if translation.number != original.number {
        problems.push(Problem::new(file, format!("the number {}", original.number), translation.number));
    }
    if translation.sources.len() != original.sources.len() {
        let wanted = format!("{} sources", original.sources.len());
        problems.push(Problem::new(file, wanted, translation.sources.len()));
    }
    let steps = |lesson: &Lesson| lesson.scenes.iter().map(|scene| (scene.line, scene.link.clone())).collect();
    let references = |lesson: &Lesson| lesson.refers_to.clone();
    let formulas =
        |lesson: &Lesson| lesson.formulas.iter().map(|(line, latex)| (*line, without_words(latex))).collect::<Vec<_>>();
    let claim = |Claim { line, scene, source, written, .. }: &Claim| {
        (*line, format!("[{}](claim:{source}) at step {scene}", language.of_english(written)))
    };
    let claims = |lesson: &Lesson| lesson.claims.iter().map(claim).collect::<Vec<_>>();
    for (what, wanted, given) in [
        ("step", steps(original), steps(translation)),
        ("number", claims(original), claims(translation)),
        ("reference", references(original), references(translation)),
        ("formula", formulas(original), formulas(translation)),
    ] {
        problems.extend(first_other(what, &wanted, &given).map(|(line, wanted, given)| {
            let field = line.map_or_else(|| file.clone(), here);
            Problem::new(&field, wanted, given)
        }));
    }
    let (wanted, given) = (blocks(&original.html), blocks(&translation.html));
    if let Some(k) = (0..wanted.len().max(given.len())).find(|k| wanted.get(*k) != given.get(*k)) {
        let named = |blocks: &[&str]| blocks.get(k).map_or("the end".into(), |name| format!("<{name}>"));
        let wanted = format!("paragraphs and lists as in {}, {} as block {}", original.file, named(&wanted), k + 1);
        problems.push(Problem::new(file, wanted, named(&given)));
    }
    problems
}

/// Something in a lesson, with its line.
type Placed = (usize, String);

/// Where two lists differ first: the line, what was wanted, what was given.
fn first_other(what: &str, wanted: &[Placed], given: &[Placed]) -> Option<(Option<usize>, String, String)> {
    let k = (0..wanted.len().max(given.len())).find(|k| {
        let text = |list: &[Placed]| list.get(*k).map(|(_, text)| text.clone());
        text(wanted) != text(given)
    })?;
    let named =
        |list: &[Placed]| list.get(k).map_or(format!("no {what} more"), |(_, text)| format!("the {what} {text}"));
    Some((given.get(k).map(|(line, _)| *line), named(wanted), named(given)))
}

/// A formula with nothing in place of the words in it.
fn without_words(latex: &str) -> String {
    let mut parts = latex.split("\\text{");
    let first = parts.next().unwrap_or_default().to_string();
    parts.fold(first, |bare, part| bare + "\\text{}" + part.split_once('}').map_or("", |(_, rest)| rest))
}

/// The names of the elements by which a text is divided, in their order.
fn blocks(html: &str) -> Vec<&str> {
    let names = html.split('<').skip(1).map(|tag| tag.split([' ', '>']).next().unwrap_or_default());
    names.filter(|name| BLOCKS.contains(name)).collect()
}
