//! Who may name whom in the page's code: scripts, and style sheets.
//!
//! The tables below are the whole layering; a new arrow is an edit of its table.
//! Every rule is a function from a source text to complaints, so that each can be shown to fail.

mod support;

use support::sources::{self, Source, assert_none, made_up};

/// Scripts with the scripts they may import; `elements/` are below.
const SCRIPTS: &[(&str, &[&str])] = &[
    ("www/act.js", &[]),
    ("www/words.js", &["./words/", "./words/index.js"]),
    ("www/language.js", &["./latest.js"]),
    ("www/background.js", &["./jobs.js", "./proofs.js"]),
    ("www/crew.js", &[]),
    ("www/dress.js", &[]),
    ("www/early.js", &["./embed.js"]),
    ("www/embed.js", &["./elements/embed-bar.js", "./snippet.js"]),
    ("www/engine.js", &["./guarded.js", "./pkg/steepest.js"]),
    ("www/files.js", &[]),
    ("www/film.js", &[]),
    ("www/guarded.js", &[]),
    ("www/jobs.js", &[]),
    ("www/keys.js", &[]),
    ("www/latest.js", &[]),
    ("www/offline.js", &["./elements/new-version.js"]),
    ("www/packed.js", &[]),
    ("www/painter.js", &[]),
    ("www/painting.js", &[]),
    ("www/player.js", &[]),
    ("www/proofs.js", &[]),
    ("www/shelf.js", &[]),
    ("www/snippet.js", &[]),
    ("www/sw.js", &[]),
    ("www/tables.js", &["./pkg/beside.js"]),
    ("www/theme.js", &[]),
    ("www/types.js", &[]),
    ("www/worker.js", &["./pkg/beside.js"]),
];

/// The scripts that wire, each with the only package that it may import: they may import every other script.
const WIRING: &[(&str, &str)] = &[
    ("www/main.js", ""),
    ("www/classroom.js", ""),
    ("www/demand.js", ""),
    ("www/inside.js", "./pkg/inside.js"),
    ("www/keep.js", "./pkg/beside.js"),
    ("www/lessons.js", ""),
    ("www/share.js", "./pkg/share.js"),
];

/// The style sheets that import all others: of the page, and of what is loaded on demand.
const WHOLE_STYLES: &[&str] = &["index", "classroom", "embed", "inside", "keep", "lessons", "share"];

/// Elements' style sheets that are loaded with them, by themselves.
const STYLES_ALONE: &[&str] = &["bring-data"];

/// Parts of elements: they import nothing of ours but `act.js` and the small parts.
const HELPERS: &[&str] = &[
    "www/elements/button.js",
    "www/elements/chart-canvases.js",
    "www/elements/control.js",
    "www/elements/formula-field.js",
    "www/elements/gestures.js",
    "www/elements/legend.js",
    "www/elements/map-panels.js",
    "www/elements/map-plot.js",
    "www/elements/map-results.js",
    "www/elements/names.js",
    "www/elements/pairs.js",
    "www/elements/panel.js",
    "www/elements/picker.js",
    "www/elements/proof-status.js",
    "www/elements/sight.js",
    "www/elements/stage-list.js",
    "www/elements/trace-chart.js",
    "www/elements/typed.js",
    "www/elements/icon.js",
    "www/elements/write.js",
];

/// Parts that other parts are made of: buttons, signs, a control with its label, texts that change.
const SMALL_PARTS: &[&str] = &[
    "www/elements/button.js",
    "www/elements/chart-canvases.js",
    "www/elements/icon.js",
    "www/elements/control.js",
    "www/elements/sight.js",
    "www/elements/typed.js",
    "www/elements/write.js",
];

/// Style sheets that belong to no element, in the order in which they are imported before the elements'.
const SHARED_STYLES: &[&str] = &["tokens", "base", "layout"];

/// Imports of a script that its table does not have, and a missing `// @ts-check`.
fn forbidden_imports(script: &Source) -> Vec<String> {
    let mut complaints = Vec::new();
    if script.text.lines().next() != Some("// @ts-check") {
        complaints.push(format!("{}: the first line is not // @ts-check", script.path));
    }
    let allowed = |import: &str| {
        if matches!(import, "./words.js" | "../words.js") {
            return true;
        }
        if let Some((_, package)) = WIRING.iter().find(|(path, _)| *path == script.path) {
            return !import.contains("pkg") || import == *package;
        }
        if let Some((_, allowed)) = SCRIPTS.iter().find(|(path, _)| *path == script.path) {
            return allowed.contains(&import);
        }
        let helper =
            |import: &str| HELPERS.iter().any(|path| import.strip_prefix("./") == path.strip_prefix("www/elements/"));
        let small = SMALL_PARTS.iter().any(|path| import.strip_prefix("./") == path.strip_prefix("www/elements/"));
        import == "../act.js" || small || (!HELPERS.contains(&script.path.as_str()) && helper(import))
    };
    let known = WIRING.iter().any(|(path, _)| *path == script.path)
        || script.path.starts_with("www/elements/")
        || SCRIPTS.iter().any(|(path, _)| *path == script.path);
    if !known {
        complaints.push(format!("{}: not in the table of scripts", script.path));
    }
    let strange = sources::imports(&script.text).into_iter().filter(|import| known && !allowed(import));
    complaints.extend(strange.map(|import| format!("{}: may not import {import}", script.path)));
    complaints
}

/// Colours outside the tokens, ids, `!important`, and selectors that leave their element.
fn forbidden_styles(sheet: &Source, elements: &[&str]) -> Vec<String> {
    let css = sources::without_css_comments(&sheet.text);
    let name = sheet.path.rsplit('/').next().and_then(|file| file.strip_suffix(".css")).unwrap_or("");
    let mut complaints = Vec::new();
    if css.contains("!important") {
        complaints.push(format!("{}: !important", sheet.path));
    }
    let selectors = sources::selectors(&css);
    complaints.extend(selectors.iter().filter(|s| s.contains('#')).map(|s| format!("{}: an id in {s}", sheet.path)));
    if name != "tokens" {
        let colors = sources::hex_colors(&css);
        complaints.extend(colors.into_iter().map(|color| format!("{}: the colour {color}", sheet.path)));
    }
    if WHOLE_STYLES.contains(&name) || SHARED_STYLES.contains(&name) {
        return complaints;
    }
    for selector in &selectors {
        let words: Vec<&str> = selector.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).collect();
        if words.first() != Some(&name) {
            complaints.push(format!("{}: {selector} does not begin with {name}", sheet.path));
        }
        let other = elements.iter().find(|element| **element != name && words.contains(element));
        complaints.extend(other.map(|other| format!("{}: {selector} mentions {other}", sheet.path)));
    }
    complaints
}

#[test]
fn scripts_import_only_what_the_table_allows() {
    assert_none(sources::below("www", "js").iter().flat_map(forbidden_imports).collect());
}

#[test]
fn styles_stay_within_their_element_and_the_tokens() {
    let scripts = sources::below("www/elements", "js");
    let elements: Vec<&str> = scripts
        .iter()
        .filter(|script| !HELPERS.contains(&script.path.as_str()))
        .filter_map(|script| script.path.strip_prefix("www/elements/")?.strip_suffix(".js"))
        .collect();
    let sheets = sources::below("www/styles", "css");
    assert_none(sheets.iter().flat_map(|sheet| forbidden_styles(sheet, &elements)).collect());
}

#[test]
fn the_index_imports_every_style_once_shared_ones_first() {
    let sheets = WHOLE_STYLES.iter().map(|name| sources::read(&format!("www/styles/{name}.css")));
    let imported: Vec<_> = sheets.flat_map(|sheet| sources::css_imports(&sheet.text)).collect();
    let names: Vec<&str> = imported.iter().filter_map(|path| path.strip_prefix("./")?.strip_suffix(".css")).collect();
    assert_eq!(names[..SHARED_STYLES.len()], *SHARED_STYLES);
    let mut sorted: Vec<&str> = names.iter().chain(STYLES_ALONE).copied().collect();
    sorted.sort_unstable();
    let files = sources::below("www/styles", "css");
    let present: Vec<&str> = files
        .iter()
        .filter_map(|sheet| sheet.path.strip_prefix("www/styles/")?.strip_suffix(".css"))
        .filter(|name| !WHOLE_STYLES.contains(name))
        .collect();
    assert_eq!(sorted, present);
}

#[test]
fn a_forbidden_import_is_found() {
    let imports = |path: &str, text: &str| forbidden_imports(&made_up(path, &format!("// @ts-check\n{text}")));
    assert_eq!(
        imports("www/main.js", "import init from \"./pkg/steepest.js\";"),
        ["www/main.js: may not import ./pkg/steepest.js"]
    );
    assert_eq!(imports("www/player.js", "import { Act } from \"./act.js\";").len(), 1);
    assert_eq!(imports("www/elements/key-list.js", "import {\n  Laboratory,\n} from \"../engine.js\";").len(), 1);
    assert_eq!(imports("www/elements/key-list.js", "const m = await import(\"../engine.js\");").len(), 1);
    assert_eq!(imports("www/elements/key-list.js", "import { RaceBoard } from \"./race-board.js\";").len(), 1);
    assert_eq!(imports("www/elements/panel.js", "import { Gestures } from \"./gestures.js\";").len(), 1);
    assert!(imports("www/elements/key-list.js", "/** @type {import(\"../engine.js\").Laboratory} */").is_empty());
    assert!(imports("www/elements/race-board.js", "import { Panel } from \"./panel.js\";").is_empty());
    assert_eq!(forbidden_imports(&made_up("www/act.js", "export {};")).len(), 1);
    assert_eq!(imports("www/new.js", "").len(), 1);
}

#[test]
fn a_forbidden_style_is_found() {
    let styles = |path: &str, text: &str| forbidden_styles(&made_up(path, text), &["key-list", "race-board"]);
    let path = "www/styles/key-list.css";
    assert_eq!(styles(path, "key-list a { color: #fff; }"), ["www/styles/key-list.css: the colour #fff"]);
    assert_eq!(styles(path, "key-list a { color: red !important; }").len(), 1);
    assert_eq!(styles(path, "key-list #top { margin: 0; }").len(), 1);
    assert_eq!(styles(path, "key-list a, .loose { margin: 0; }").len(), 1);
    assert_eq!(styles(path, "key-list-more { margin: 0; }").len(), 1);
    assert_eq!(styles(path, "@media print { a { margin: 0; } }").len(), 1);
    assert_eq!(styles(path, "key-list race-board { margin: 0; }").len(), 1);
    assert!(styles(path, "/* #fff */ @media print { key-list:is(.a, .b) > p { margin: 0; } }").is_empty());
    assert!(styles("www/styles/tokens.css", ":root { --ink: #1f2937; }").is_empty());
}
