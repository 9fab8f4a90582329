//! Lessons: every step opens, every number is that of its run, and what is wrong is named by file and line.

mod translations;

use std::fs;
use std::path::Path;
use std::process::Command;

use rayon::prelude::*;
use steepest::experiment::Experiment;
use steepest::lesson::{self, ENGLISH, Language, Lesson};

/// The lessons of the course.
fn course() -> Vec<Lesson> {
    course_in(&ENGLISH, "lessons")
}

/// The lessons in one language, whose folder is called `shown`.
fn course_in(language: &Language, shown: &str) -> Vec<Lesson> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(shown);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of lessons") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name").to_string();
            files.push((format!("{shown}/{name}"), fs::read_to_string(&path).expect("a text")));
        }
    }
    lesson::course(language, files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
        .unwrap_or_else(|problems| panic!("{}", lines(&problems)))
}

/// A language of translations.
fn language(key: &str) -> &'static Language {
    Language::of(key).expect("a language of translations")
}

fn lines(problems: &[impl ToString]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_step_of_every_lesson_opens_and_comes_back() {
    let course = course();
    assert!(course.len() >= 2);
    for Lesson { file, scenes, sources, title, .. } in &course {
        assert!(scenes.len() >= 2 && !sources.is_empty() && !title.is_empty(), "{file}");
        for scene in scenes {
            let experiment = Experiment::from_link(&scene.link).unwrap_or_else(|why| panic!("{file}: {why}"));
            assert_eq!(experiment.to_link(), scene.link, "{file}:{}", scene.line);
            assert!(!scene.words.is_empty(), "{file}:{}", scene.line);
        }
    }
}

#[test]
fn every_number_is_that_of_its_run() {
    let course = course();
    assert!(course.iter().map(|lesson| lesson.claims.len()).sum::<usize>() >= 15);
    let claims: Vec<_> = course.iter().flat_map(|lesson| lesson.claims.iter().map(move |c| (lesson, c))).collect();
    let wrong: Vec<_> = claims.par_iter().filter_map(|(lesson, claim)| lesson.wrong_claim(claim)).collect();
    assert!(wrong.is_empty(), "{}", lines(&wrong));
}

#[test]
fn what_the_page_gets_is_plain_html_without_scripts_styles_and_addresses() {
    let all = Language::keys().flat_map(|key| course_in(language(key), &format!("lessons/{key}")));
    for Lesson { file, html, .. } in course().into_iter().chain(all) {
        assert!(html.contains("<math"), "{file} has a formula");
        for bad in ["<script", " style=", " onclick", "http:", "https:", "javascript:", "<a ", "<img"] {
            assert!(!html.contains(bad), "{file}: {bad}");
        }
        let count = |sign: &str| html.matches(sign).count();
        for element in ["section", "button", "data", "details", "ol", "ul", "p", "math"] {
            let (begun, ended) =
                (count(&format!("<{element}>")) + count(&format!("<{element} ")), count(&format!("</{element}>")));
            assert_eq!(begun, ended, "{file}: {element}");
        }
    }
}

const HEAD: &str = "+++\ntitle = \"T\"\nexperiment = \"v=1&on=ravine,a:0.1,b:10&view=-5,5,-3,3&start=-4,2&steps=800&c=gradient_descent,rate:0.18\"\n+++\n";

const TAIL: &str =
    "\n## Watch for\n\n- it\n\n## Try\n\n1. [more](#&steps=20)\n\n## Question\n\nWhy?\n\n### Answer\n\nSo.\n";

/// A lesson with this text.
fn with(text: &str) -> String {
    format!("{HEAD}{text}{TAIL}")
}

#[test]
fn a_good_lesson_is_read() {
    let text = with(
        "[667](claim:first?loss=1e-3), $\\eta$ and `code` [then](#&c=gradient_descent,rate:0.05) [667](claim:first?loss=1e-3)\n",
    );
    let lesson = lesson::read(&ENGLISH, "lessons/07-good-one.md", &text).expect("a good lesson");
    assert_eq!((lesson.number, lesson.key.as_str(), lesson.title.as_str()), (7, "good-one", "T"));
    assert_eq!(lesson.scenes.iter().map(|scene| scene.words.as_str()).collect::<Vec<_>>(), ["T", "then", "more"]);
    assert_eq!(lesson.claims.iter().map(|claim| (claim.scene, claim.line)).collect::<Vec<_>>(), [(0, 5), (1, 5)]);
    for part in [
        "<data class=\"claim\">667</data>",
        "<button type=\"button\" class=\"scene\" data-scene=\"1\">then</button>",
        "<section class=\"watch\"><h3>Watch for</h3>",
        "<details class=\"answer\"><summary>Answer</summary>",
        "<mi>η</mi>",
    ] {
        assert!(lesson.html.contains(part), "{part} in {}", lesson.html);
    }
    let wrong = lines(&lesson.wrong_claims());
    assert_eq!(wrong, "lessons/07-good-one.md:5: claim:first?loss=1e-3: wanted 185, given 667");
}

#[test]
fn every_form_of_claim_is_computed() {
    let right = [
        ("first?loss=1e-3", "185"),
        ("first?loss<1e-3&c=1&s=1", "185"),
        ("first?|y|>5", "never"),
        ("first?x>-1", "77"),
        ("at?step=0&quantity=norm", "4.4721"),
        ("at?step=1&quantity=y", "−1.60"),
        ("at?step=end&quantity=|y|", "0"),
        ("at?step=0&quantity=gradient", "20.004"),
        ("at?step=3&quantity=sharpness", "10"),
        ("at?step=9&quantity=rate", "0.18"),
        ("at?step=0&quantity=length", "3.6007"),
        ("at?step=0&quantity=distance", "4.47"),
        ("least?quantity=x", "-4.0"),
        ("most?quantity=loss", "≈ 20.8"),
        ("when-most?quantity=loss", "0"),
        ("when-least?quantity=loss", "800"),
        ("mean?quantity=x&from=800", "−1.96·10⁻⁶"),
        ("variance?quantity=x&from=800", "0"),
        ("rises", "0"),
        ("outcome", "settled"),
        ("outcome", "reached the minimum"),
        ("settled", "349"),
        ("diverged", "never"),
        ("value?x=1&y=1", "5.05"),
        ("lambda?x=1&y=1", "10"),
        ("lambda?x=1&y=1&which=least", "0.1"),
        ("limit?x=1&y=1", "0.2"),
        ("ragged?size=12", "0"),
    ];
    let text: String = right.iter().map(|(claim, number)| format!("[{number}](claim:{claim})\n")).collect();
    let lesson = lesson::read(&ENGLISH, "lessons/01-a.md", &with(&text)).expect("claims");
    assert_eq!(lines(&lesson.wrong_claims()), "");
    for (claim, number) in [
        ("first?loss=1e-3", "184"),
        ("first?|y|>5", "3"),
        ("at?step=1&quantity=y", "1.60"),
        ("outcome", "reached the saddle"),
        ("outcome", "reach"),
        ("settled", "never"),
        ("limit?x=1&y=1", "0.21"),
    ] {
        let lesson =
            lesson::read(&ENGLISH, "lessons/01-a.md", &with(&format!("[{number}](claim:{claim})\n"))).expect("a claim");
        let wrong = lines(&lesson.wrong_claims());
        assert!(wrong.starts_with(&format!("lessons/01-a.md:5: claim:{claim}: wanted ")), "{claim}: {wrong}");
        assert!(wrong.ends_with(&format!(", given {number}")), "{wrong}");
    }
}

#[test]
fn statistics_are_over_all_repetitions() {
    // x²/2 with unit noise: the variance is η/(2 − η).
    let head = "+++\ntitle = \"T\"\nexperiment = \"v=1&on=parabola,lambda:1&view=-4,4,-1,8&start=0,0&steps=20000&runs=5&noise=1&c=gradient_descent,rate:0.5\"\n+++\n";
    let text = format!("{head}[0.33](claim:variance?quantity=x&from=100) [0.0](claim:mean?quantity=x&from=100){TAIL}");
    let lesson = lesson::read(&ENGLISH, "lessons/01-a.md", &text).expect("a lesson");
    assert_eq!(lines(&lesson.wrong_claims()), "");
}

#[test]
fn claims_without_a_number_say_why() {
    for (claim, wanted) in [
        ("at?step=801&quantity=x", ": step: wanted a step of the run, at most 800, given 801"),
        (
            "at?step=1&quantity=held",
            "quantity: wanted data held out, for the loss over them, given an experiment without",
        ),
        ("rises&c=2", "claim: wanted first"),
        ("rises?c=2", "c: wanted a number from 1 to that of the contenders, 1, given 2"),
        ("rises?s=3", "s: wanted a number from 1 to that of the starts, 1, given 3"),
        ("ragged?size=1", "size: wanted a whole number from 2 to 1000, given 1"),
    ] {
        let told = match lesson::read(&ENGLISH, "lessons/01-a.md", &with(&format!("[1](claim:{claim})\n"))) {
            Ok(lesson) => lines(&lesson.wrong_claims()),
            Err(problem) => problem.to_string(),
        };
        assert!(told.starts_with("lessons/01-a.md:5: ") && told.contains(wanted), "{claim}: {told}");
    }
}

#[test]
fn what_is_wrong_is_named_by_file_and_line() {
    let head = |experiment: &str| format!("+++\ntitle = \"T\"\nexperiment = \"{experiment}\"\n+++\ntext{TAIL}");
    let without = |section: &str, instead: &str| with("text\n").replace(section, instead);
    let table: &[(String, &str)] = &[
        (
            "# T\n\ntext".into(),
            "lessons/01-a.md:1: wanted a line “+++” and the lesson's title, experiment and sources, given # T",
        ),
        ("+++\ntitle = \"T\"\n".into(), "lessons/01-a.md:1: wanted a second line “+++”"),
        ("+++\ntitle = \"T\"\n+++\ntext".into(), "missing field `experiment`"),
        ("+++\ntitle = \"T\nexperiment = \"\"\n+++\ntext".into(), "lessons/01-a.md:2: wanted TOML"),
        ("+++\ntitle = \"T\"\nauthor = \"me\"\nexperiment = \"\"\n+++\ntext".into(), "lessons/01-a.md:3: wanted TOML"),
        (with("x").replace("\"T\"", "\" \""), "lessons/01-a.md:2: wanted a title, given nothing"),
        (head("v=1&on=nowhere&view=0,1,0,1&start=0,0&steps=1&c=adam,rate:1"), "lessons/01-a.md:3: surface: wanted"),
        (head("v=1&on=bowl&view=0,1,0,1&start=0,0&steps=0&c=adam,rate:1"), "lessons/01-a.md:3: steps: wanted"),
        (
            with("text\n\n<b>bold</b>\n"),
            "lessons/01-a.md:7: wanted text, headings, lists, quotes, links, emphasis, code and formulas, given raw HTML",
        ),
        (
            with("text\n\n<script>alert(1)</script>\n"),
            "lessons/01-a.md:7: wanted text, headings, lists, quotes, links, emphasis, code and formulas, given raw HTML",
        ),
        (
            with("![a](b.png)\n"),
            "lessons/01-a.md:5: wanted text, headings, lists, quotes, links, emphasis, code and formulas, given an image",
        ),
        (with("---\n"), "given a line across"),
        (
            with("[there](https://example.org)\n"),
            "lessons/01-a.md:5: wanted a link to a step (#…), a number (claim:…) or a lesson (lesson:…), given https://example.org",
        ),
        (with("[x](javascript:alert)\n"), "given javascript:alert"),
        (with("\n[0.3](#&c=gradient_descent,rate:fast)\n"), "lessons/01-a.md:6: contenders.1.rate: wanted"),
        (with("[0.3](#&speed=3)\n"), "lessons/01-a.md:5: link: wanted only v, on"),
        (with("$\\nonsense{x}$\n"), "lessons/01-a.md:5: wanted LaTeX that can be typeset"),
        (with("$\\frac{1}{$\n"), "lessons/01-a.md:5: wanted LaTeX that can be typeset"),
        (with("[many](claim:rises)\n"), "lessons/01-a.md:5: claim: wanted a number as its text, given many"),
        (with("[1](claim:height)\n"), "lessons/01-a.md:5: claim: wanted first, at"),
        (with("[1](claim:first?height=3)\n"), "lessons/01-a.md:5: quantity: wanted one of loss, held, norm"),
        (with("[1](claim:first?loss)\n"), "lessons/01-a.md:5: claim: wanted a condition such as"),
        (with("[1](claim:first?loss=small)\n"), "lessons/01-a.md:5: loss: wanted a number, given small"),
        (with("[1](claim:at?quantity=x)\n"), "lessons/01-a.md:5: claim: wanted a part “step=…”, given none"),
        (
            with("[1](claim:at?step=1&quantity=x&to=3)\n"),
            "lessons/01-a.md:5: claim: wanted no other parts of “at”, given to",
        ),
        (with("[1](claim:at?step=1&quantity=x&c=0)\n"), "lessons/01-a.md:5: c: wanted a number from 1, given 0"),
        (with("[1](claim:lambda?x=1)\n"), "lessons/01-a.md:5: claim: wanted a part “y=…”, given none"),
        (with("## More\n\ntext"), "lessons/01-a.md:5: wanted “## Watch for”, given a heading “More”"),
        (with("# T\n\ntext"), "lessons/01-a.md:5: wanted “## Watch for”, given a heading “T”"),
        (with("## *Watch* for\n\ntext"), "lessons/01-a.md:5: wanted a heading of plain words, given something else"),
        (without("## Watch for\n\n- it\n\n", ""), "lessons/01-a.md:7: wanted “## Watch for”, given a heading “Try”"),
        (
            without("1. [more](#&steps=20)", "1. nothing"),
            "lessons/01-a.md:15: wanted a step above, a link to #…, that can be tried, given none",
        ),
        (without("\n### Answer\n\nSo.\n", ""), "lessons/01-a.md:17: wanted a section “Answer”, given the end"),
        (with("text") + "\n## Question\n", "wanted no more sections, given a heading “Question”"),
    ];
    for (text, wanted) in table {
        let told = lesson::read(&ENGLISH, "lessons/01-a.md", text).map(|_| ()).expect_err(wanted).to_string();
        assert!(told.starts_with("lessons/01-a.md:") && told.contains(wanted), "wanted {wanted}\ngiven  {told}");
    }
    for name in [
        "lessons/a.md",
        "lessons/1-a.md",
        "lessons/01-.md",
        "lessons/01-A.md",
        "lessons/01-a b.md",
        "lessons/01_a.md",
        "lessons/01-a.txt",
        "lessons/x1-a.md",
    ] {
        let told = lesson::read(&ENGLISH, name, &with("text")).map(|_| ()).expect_err(name).to_string();
        assert!(told.starts_with("lessons: wanted a name NN-key.md") && told.ends_with(name), "{told}");
    }
}

#[test]
fn lessons_of_one_course_have_numbers_and_keys_of_their_own() {
    let (plain, lost) = (with("text"), with("see [that](lesson:nowhere)"));
    let told = |files: &[(&str, &str)]| lines(&lesson::course(&ENGLISH, files.iter().copied()).expect_err("a problem"));
    assert_eq!(
        told(&[("lessons/01-a.md", &plain), ("lessons/01-b.md", &plain)]),
        "lessons/01-b.md: wanted a number of its own, not that of lessons/01-a.md, given 1"
    );
    assert_eq!(
        told(&[("lessons/01-a.md", &plain), ("lessons/02-a.md", &plain)]),
        "lessons/02-a.md: wanted a key of its own, not that of lessons/01-a.md, given a"
    );
    assert_eq!(
        told(&[("lessons/01-a.md", &lost), ("lessons/02-b.md", "x")]),
        "lessons/02-b.md:1: wanted a line “+++” and the lesson's title, experiment and sources, given x\n\
         lessons/01-a.md:5: wanted the key of a lesson, given nowhere"
    );
    let files = [("lessons/02-b.md", plain.as_str()), ("lessons/01-a.md", plain.as_str())];
    let keys: Vec<String> =
        lesson::course(&ENGLISH, files).expect("a course").into_iter().map(|lesson| lesson.key).collect();
    assert_eq!(keys, ["a", "b"]);
}

#[test]
fn the_program_refuses_a_folder_with_a_wrong_lesson() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("01-a.md"), with("[9](claim:first?loss=1e-3)\n")).expect("a file");
    let told =
        Command::new(env!("CARGO_BIN_EXE_steepest")).arg("lessons").arg(folder.path()).output().expect("it runs");
    assert!(!told.status.success());
    let words = String::from_utf8(told.stderr).expect("text");
    assert!(words.contains("01-a.md:5: claim:first?loss=1e-3: wanted 185, given 9"), "{words}");
    fs::write(folder.path().join("01-a.md"), with("[185](claim:first?loss=1e-3)\n")).expect("a file");
    let told =
        Command::new(env!("CARGO_BIN_EXE_steepest")).arg("lessons").arg(folder.path()).output().expect("it runs");
    assert!(told.status.success(), "{told:?}");
    fs::create_dir(folder.path().join("xx")).expect("a folder");
    let told =
        Command::new(env!("CARGO_BIN_EXE_steepest")).arg("lessons").arg(folder.path()).output().expect("it runs");
    let words = String::from_utf8(told.stderr).expect("text");
    assert!(
        words.contains("/xx: wanted the code of a language that lessons are translated into, one of de"),
        "{words}"
    );
}
