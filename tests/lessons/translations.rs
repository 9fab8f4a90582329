//! Translations of lessons: there is one of each, and it differs by words alone.

use steepest::lesson::{self, ENGLISH, Language, Lesson};

use crate::{HEAD, course, course_in, language, lines, with};

#[test]
fn every_lesson_is_in_every_language_with_the_same_steps_numbers_and_formulas() {
    let originals = course();
    assert!(Language::keys().any(|key| key == "de"));
    for key in Language::keys() {
        let translations = course_in(language(key), &format!("lessons/{key}"));
        let problems = lesson::differences(language(key), &originals, &translations);
        assert!(problems.is_empty(), "{}", lines(&problems));
        let keys = |course: &[Lesson]| course.iter().map(|lesson| lesson.key.clone()).collect::<Vec<_>>();
        assert_eq!(keys(&originals), keys(&translations), "{key}");
    }
}

#[test]
fn a_translation_is_in_another_language() {
    let originals = course();
    for key in Language::keys() {
        for (original, translation) in originals.iter().zip(course_in(language(key), &format!("lessons/{key}"))) {
            // What is between the tags, without formulas and numbers.
            let words = |html: &str| {
                let texts =
                    html.split('<').filter(|part| !part.starts_with('m')).filter_map(|part| part.split_once('>'));
                let texts = texts.map(|(_, text)| text.trim()).filter(|text| text.contains(' ') && text.len() > 20);
                texts.map(str::to_string).collect::<Vec<_>>()
            };
            let (wanted, given) = (words(&original.html), words(&translation.html));
            let same: Vec<_> = given.iter().filter(|text| wanted.contains(text)).collect();
            assert!(given.len() > 5 && same.is_empty(), "{}: {same:?}", translation.file);
        }
    }
}

/// A lesson in English with a step, a number, a formula, a reference and words as a claim.
const ORIGINAL: &str = "One $\\eta$, $\\text{if}\\; x$.\n\nThen [667](claim:at?step=0&quantity=x), [never](claim:first?|y|>5), see [it](lesson:a).\n";

/// The same in German.
const TRANSLATED: &str = "Ein $\\eta$, $\\text{falls}\\; x$.\n\nDann [667](claim:at?step=0&quantity=x), [nie](claim:first?|y|>5), siehe [dort](lesson:a).\n";

/// A lesson in German with this text.
fn german(text: &str) -> String {
    let tail = "\n## Zu beobachten\n\n- es\n\n## Ausprobieren\n\n1. [mehr](#&steps=20)\n\n## Frage\n\nWarum?\n\n### Antwort\n\nDarum.\n";
    format!("{HEAD}{text}{tail}")
}

#[test]
fn a_translation_differs_by_words_alone() {
    let original = [lesson::read(&ENGLISH, "lessons/01-a.md", &with(ORIGINAL)).expect("a lesson")];
    let told = |text: &str| match lesson::read(language("de"), "lessons/de/01-a.md", text) {
        Ok(translation) => lines(&lesson::differences(language("de"), &original, &[translation])),
        Err(problem) => problem.to_string(),
    };
    assert_eq!(told(&german(TRANSLATED)), "");
    let file = "lessons/de/01-a.md";
    for (right, instead, wanted) in [
        ("\\eta", "\\mu", ":5: wanted the formula \\eta, given the formula \\mu"),
        ("; x", "; y", ":5: wanted the formula \\text{}\\; x, given the formula \\text{}\\; y"),
        (
            "667",
            "668",
            ":7: wanted the number [667](claim:at?step=0&quantity=x) at step 0, \
             given the number [668](claim:at?step=0&quantity=x) at step 0",
        ),
        (", siehe [dort](lesson:a)", "", ": wanted the reference a, given no reference more"),
        ("steps=20", "steps=21", ":15: wanted the step v=1&on=ravine"),
        ("\n\nDann", "\nDann", ": wanted paragraphs and lists as in lessons/01-a.md, <p> as block 2, given <section>"),
        ("nie", "never", ":7: wanted “nie”, given never"),
        ("## Frage", "## Question", ":17: wanted “## Frage”, given a heading “Question”"),
    ] {
        let text = german(TRANSLATED);
        assert!(text.contains(right), "{right}");
        let told = told(&text.replace(right, instead));
        assert!(told.starts_with(&format!("{file}{wanted}")), "wanted {file}{wanted}\ngiven  {told}");
    }
}

#[test]
fn a_lesson_without_a_translation_and_a_translation_without_a_lesson_are_named() {
    let original = [lesson::read(&ENGLISH, "lessons/01-a.md", &with(ORIGINAL)).expect("a lesson")];
    let other = [lesson::read(language("de"), "lessons/de/01-b.md", &german(TRANSLATED)).expect("a lesson")];
    assert_eq!(
        lines(&lesson::differences(language("de"), &original, &other)),
        "lessons/01-a.md: wanted a translation of this lesson, given none in the language de\n\
         lessons/de/01-b.md: wanted the key of a lesson, given b"
    );
}

#[test]
fn words_of_a_translated_claim_are_checked_as_the_english_ones() {
    let text = german("[nie](claim:first?|y|>5), [das Minimum erreicht](claim:outcome), [divergiert](claim:outcome)\n");
    let lesson = lesson::read(language("de"), "lessons/de/01-a.md", &text).expect("a lesson");
    let wrong = lines(&lesson.wrong_claims());
    assert!(wrong.starts_with("lessons/de/01-a.md:5: claim:outcome: wanted reached the minimum"), "{wrong}");
    assert!(wrong.ends_with("given diverged") && !wrong.contains('\n'), "{wrong}");
}
