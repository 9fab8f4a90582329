//! Who may name whom in Rust: the arrows between modules, and crates.
//!
//! The tables below are the whole layering; a new arrow is an edit of its table.
//! Every rule is a function from a source text to complaints, so that each can be shown to fail.

mod support;

use std::collections::BTreeSet;

use support::sources::{self, Source, assert_none, made_up};

/// Every module of the library with the modules it may use, in the reading order of `src/lib.rs`.
const ARROWS: &[(&str, &[&str])] = &[
    ("registry", &[]),
    ("words", &[]),
    ("number", &[]),
    ("linear", &["number", "words"]),
    ("random", &[]),
    ("order", &[]),
    ("problem", &["words"]),
    ("parameter", &["words", "problem"]),
    ("call", &["parameter"]),
    ("formula", &["number", "words", "parameter"]),
    ("objective", &["number", "linear", "formula"]),
    ("tempo", &[]),
    ("noise", &["linear", "random", "objective"]),
    ("landscape", &["registry", "number", "linear", "order", "words", "parameter", "formula", "objective"]),
    ("optimizer", &["registry", "number", "linear", "words", "parameter", "call", "formula", "objective", "tempo"]),
    ("schedule", &["registry", "parameter", "call", "tempo"]),
    (
        "data",
        &[
            "registry",
            "number",
            "linear",
            "random",
            "words",
            "problem",
            "parameter",
            "call",
            "formula",
            "objective",
            "tempo",
        ],
    ),
    ("stationary", &["number", "linear", "order", "words", "problem", "formula", "objective"]),
    ("outcome", &["linear", "objective", "stationary"]),
    (
        "experiment",
        &[
            "linear",
            "random",
            "words",
            "problem",
            "parameter",
            "formula",
            "objective",
            "tempo",
            "noise",
            "landscape",
            "optimizer",
            "schedule",
            "data",
        ],
    ),
    (
        "descent",
        &[
            "number",
            "linear",
            "problem",
            "parameter",
            "objective",
            "tempo",
            "optimizer",
            "stationary",
            "outcome",
            "experiment",
        ],
    ),
    ("fairness", &["words", "problem", "parameter", "experiment", "descent"]),
    ("run", &["linear", "words", "problem", "objective", "experiment", "descent", "fairness"]),
    (
        "map",
        &[
            "number",
            "linear",
            "words",
            "problem",
            "parameter",
            "objective",
            "optimizer",
            "stationary",
            "outcome",
            "experiment",
            "descent",
            "fairness",
        ],
    ),
    ("rate", &["linear", "words", "parameter", "objective", "optimizer", "stationary", "outcome", "descent"]),
    (
        "lab",
        &[
            "linear",
            "random",
            "order",
            "words",
            "problem",
            "parameter",
            "formula",
            "objective",
            "landscape",
            "optimizer",
            "data",
            "stationary",
            "outcome",
            "experiment",
            "run",
            "rate",
        ],
    ),
    (
        "explain",
        &[
            "number",
            "linear",
            "words",
            "parameter",
            "formula",
            "objective",
            "tempo",
            "optimizer",
            "data",
            "stationary",
            "experiment",
            "descent",
            "run",
            "map",
            "lab",
        ],
    ),
    (
        "code",
        &[
            "linear",
            "problem",
            "parameter",
            "call",
            "formula",
            "objective",
            "tempo",
            "landscape",
            "optimizer",
            "schedule",
            "data",
            "experiment",
            "fairness",
        ],
    ),
    (
        "page",
        &[
            "words",
            "linear",
            "order",
            "words",
            "problem",
            "parameter",
            "formula",
            "landscape",
            "optimizer",
            "schedule",
            "data",
            "stationary",
            "outcome",
            "experiment",
            "descent",
            "fairness",
            "run",
            "map",
            "rate",
            "lab",
            "explain",
        ],
    ),
    ("draw", &["linear", "words", "objective", "data", "stationary", "map"]),
    ("traced", &["linear", "lab", "explain", "draw"]),
    ("qr", &["words", "problem"]),
    (
        "export",
        &[
            "registry",
            "linear",
            "words",
            "problem",
            "parameter",
            "objective",
            "stationary",
            "experiment",
            "run",
            "lab",
            "explain",
            "code",
            "page",
            "draw",
            "traced",
        ],
    ),
    ("lesson", &["linear", "problem", "parameter", "stationary", "outcome", "experiment", "run", "map", "lab", "page"]),
    ("canvas", &["linear", "draw"]),
    (
        "wasm",
        &["linear", "words", "problem", "objective", "data", "experiment", "rate", "lab", "page", "draw", "canvas"],
    ),
    (
        "beside",
        &["linear", "words", "problem", "formula", "data", "stationary", "experiment", "run", "map", "page", "qr"],
    ),
    (
        "inside",
        &[
            "linear",
            "words",
            "problem",
            "parameter",
            "objective",
            "stationary",
            "outcome",
            "experiment",
            "map",
            "lab",
            "explain",
            "page",
            "draw",
            "traced",
            "canvas",
        ],
    ),
    ("share", &["words", "problem", "experiment", "run", "lab", "explain", "page", "draw", "export", "canvas"]),
];

/// Modules in folders whose files use their `mod.rs` and never one another, but for these.
const SIBLINGS: &[(&str, &str)] = &[
    ("src/draw/backdrop.rs", "definiteness"),
    ("src/draw/backdrop.rs", "path"),
    ("src/draw/backdrop.rs", "plane"),
    ("src/draw/backdrop.rs", "regions"),
    ("src/draw/cast.rs", "path"),
    ("src/draw/chart.rs", "fewer"),
    ("src/draw/chart.rs", "path"),
    ("src/draw/definiteness.rs", "path"),
    ("src/draw/definiteness.rs", "regions"),
    ("src/draw/definiteness.rs", "texture"),
    ("src/draw/lens.rs", "path"),
    ("src/draw/lens.rs", "texture"),
    ("src/draw/eigenbasis.rs", "backdrop"),
    ("src/draw/eigenbasis.rs", "levels"),
    ("src/draw/modes.rs", "chart"),
    ("src/draw/modes.rs", "path"),
    ("src/draw/drape.rs", "hidden"),
    ("src/draw/drape.rs", "path"),
    ("src/draw/path.rs", "hidden"),
    ("src/draw/relief.rs", "backdrop"),
    ("src/draw/relief.rs", "block"),
    ("src/draw/relief.rs", "relief_axes"),
    ("src/draw/relief_axes.rs", "ticks"),
    ("src/draw/scatter.rs", "backdrop"),
    ("src/draw/tuned.rs", "backdrop"),
    ("src/draw/scatter.rs", "path"),
    ("src/draw/sparkline.rs", "fewer"),
    ("src/draw/trace.rs", "chart"),
    ("src/draw/trace.rs", "fewer"),
    ("src/draw/trace.rs", "path"),
    ("src/experiment/contender.rs", "pin"),
    ("src/experiment/link.rs", "link_contender"),
    ("src/experiment/link.rs", "link_data"),
    ("src/experiment/link.rs", "link_parts"),
    ("src/experiment/link.rs", "link_settings"),
    ("src/experiment/link_parts.rs", "link_contender"),
    ("src/experiment/link_parts.rs", "link_data"),
    ("src/experiment/link_parts.rs", "link_settings"),
    ("src/experiment/link_parts.rs", "pin"),
    ("src/experiment/link_contender.rs", "link_settings"),
    ("src/explain/theory.rs", "spectrum"),
    ("src/explain/comparison.rs", "counted"),
    ("src/experiment/link_contender.rs", "pin"),
    ("src/experiment/seen.rs", "pin"),
    ("src/export/csv.rs", "caption"),
    ("src/export/csv.rs", "runs"),
    ("src/export/figure.rs", "caption"),
    ("src/export/figure.rs", "layout"),
    ("src/export/gif.rs", "palette"),
    ("src/export/json.rs", "caption"),
    ("src/export/json.rs", "runs"),
    ("src/export/layout.rs", "caption"),
    ("src/export/pgf.rs", "cells"),
    ("src/export/pgf.rs", "vector"),
    ("src/export/png.rs", "caption"),
    ("src/export/svg.rs", "caption"),
    ("src/export/svg.rs", "figure"),
    ("src/export/svg.rs", "layout"),
    ("src/export/svg.rs", "vector"),
    ("src/export/tex.rs", "caption"),
    ("src/export/tex.rs", "pgf"),
    ("src/export/vector.rs", "cells"),
    ("src/formula/python.rs", "expression"),
    ("src/formula/typeset.rs", "expression"),
    ("src/inside/relief.rs", "surface"),
    ("src/lesson/body.rs", "claim"),
    ("src/lesson/body.rs", "scene"),
    ("src/lesson/check.rs", "claim"),
    ("src/lesson/check.rs", "measure"),
    ("src/lesson/check.rs", "number"),
    ("src/lesson/claim.rs", "number"),
    ("src/lesson/measure.rs", "claim"),
    ("src/number/elementary.rs", "taylor"),
    ("src/optimizer/adamw.rs", "adam"),
    ("src/optimizer/bfgs.rs", "line_search"),
    ("src/optimizer/conjugate_gradient.rs", "line_search"),
    ("src/optimizer/lbfgs.rs", "line_search"),
    ("src/page/controls.rs", "data"),
    ("src/page/controls.rs", "measured"),
    ("src/page/controls.rs", "pins"),
    ("src/page/controls.rs", "points"),
    ("src/page/controls.rs", "proof"),
    ("src/page/proof.rs", "points"),
    ("src/page/table.rs", "points"),
    ("src/share/films.rs", "figures"),
    ("src/wasm/board.rs", "bending"),
    ("src/wasm/board.rs", "chart_board"),
    ("src/wasm/board.rs", "course"),
    ("src/wasm/board.rs", "data_board"),
    ("src/wasm/board.rs", "landscape"),
    ("src/wasm/board.rs", "panels"),
    ("src/wasm/landscape.rs", "bending"),
    ("src/wasm/panels.rs", "course"),
    ("src/wasm/panels.rs", "paths"),
    ("src/wasm/pictures.rs", "texts"),
    ("src/wasm/points.rs", "texts"),
];

/// Crates that only some files may name: the crates, and the beginnings of those files' paths.
const CRATES: &[(&[&str], &[&str])] = &[
    (
        &["plotters", "plotters_backend"],
        &["src/canvas/", "src/draw/", "src/export/", "src/traced.rs", "src/wasm/", "src/site/poster.rs"],
    ),
    (
        &["wasm_bindgen", "js_sys", "console_error_panic_hook"],
        &["src/beside/", "src/canvas/", "src/inside/", "src/share/", "src/wasm/"],
    ),
    (&["web_sys", "plotters_canvas"], &["src/canvas/", "src/inside/", "src/share/", "src/wasm/"]),
    (&["form_urlencoded"], &["src/experiment/", "src/site/bench.rs"]),
    (&["csv_core"], &["src/data/"]),
    (&["gif", "color_quant"], &["src/export/"]),
    (&["math_core", "pulldown_cmark"], &["src/lesson/"]),
    (&["toml"], &["src/lesson/", "src/site/words.rs"]),
    (&["qrcodegen"], &["src/qr.rs"]),
    (
        &[
            "wasm_bindgen_cli_support",
            "axum",
            "tokio",
            "tower_http",
            "tungstenite",
            "notify",
            "lexopt",
            "brotli",
            "flate2",
            "oxc_allocator",
            "oxc_codegen",
            "oxc_mangler",
            "oxc_parser",
            "oxc_span",
            "tempfile",
            "zopfli",
        ],
        &["src/main.rs", "src/site/"],
    ),
];

/// Files of `src/draw/` that are pure geometry and colour arithmetic, testable without a backend.
const WITHOUT_PLOTTERS: &[&str] = &[
    "src/draw/camera.rs",
    "src/draw/contour.rs",
    "src/draw/curve.rs",
    "src/draw/drape.rs",
    "src/draw/field.rs",
    "src/draw/grid.rs",
    "src/draw/hidden.rs",
    "src/draw/levels.rs",
    "src/draw/mesh.rs",
    "src/draw/principal.rs",
    "src/draw/regions.rs",
    "src/draw/texture.rs",
];

/// Parts of the standard library that would make a run depend on more than its experiment.
const IMPURE: &[&str] = &["env", "fs", "io", "net", "path", "process", "thread", "time"];

/// Files that are not the core: the builder, and the boundary to the page.
const OUTSIDE_THE_CORE: &[&str] =
    &["src/beside/", "src/canvas/", "src/inside/", "src/main.rs", "src/share/", "src/site/", "src/wasm/"];

fn starts_with_any(text: &str, beginnings: &[&str]) -> bool {
    beginnings.iter().any(|beginning| text.starts_with(beginning))
}

/// The top-level module that a file of `src/` belongs to: "draw" for `src/draw/path.rs`, "run" for `src/run.rs`.
fn module_of(path: &str) -> &str {
    let inner = path.strip_prefix("src/").unwrap_or(path);
    inner.split(['/', '.']).next().unwrap_or(inner)
}

/// Arrows that the table does not have.
fn forbidden_arrows(source: &Source) -> Vec<String> {
    let module = module_of(&source.path);
    if ["lib", "main", "site"].contains(&module) {
        return Vec::new();
    }
    let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == module) else {
        return vec![format!("{}: module {module} is not in the table of arrows", source.path)];
    };
    let used = sources::heads(&sources::without_tests(&source.code()), "crate");
    let strange = used.into_iter().filter(|used| used != module && !allowed.contains(&used.as_str()));
    strange.map(|used| format!("{}: {module} may not use {used}", source.path)).collect()
}

/// Files of one folder that name one another, against the table of exceptions.
fn forbidden_siblings(source: &Source, all: &[Source]) -> Vec<String> {
    let Some((folder, file)) = source.path.rsplit_once('/') else { return Vec::new() };
    if folder == "src" || file == "mod.rs" || starts_with_any(&source.path, &["src/site/"]) {
        return Vec::new();
    }
    let code = sources::without_tests(&source.code());
    let mut named = sources::heads(&code, "super");
    named.extend(sources::heads(&code, module_of(&source.path)));
    let is_sibling = |name: &str| all.iter().any(|other| other.path == format!("{folder}/{name}.rs"));
    let excepted = |name: &str| SIBLINGS.contains(&(source.path.as_str(), name));
    let strange = named.into_iter().filter(|name| is_sibling(name) && !excepted(name));
    strange.map(|name| format!("{}: may not use its sibling {name}", source.path)).collect()
}

/// Crates and parts of the standard library named where they may not be; tests count as well.
fn forbidden_names(source: &Source) -> Vec<String> {
    let code = source.code();
    let words = sources::words(&code);
    let mut complaints = Vec::new();
    for (crates, homes) in CRATES {
        let away = !starts_with_any(&source.path, homes) || WITHOUT_PLOTTERS.contains(&source.path.as_str());
        let named = crates.iter().filter(|name| away && words.contains(**name));
        complaints.extend(named.map(|name| format!("{}: may not name the crate {name}", source.path)));
    }
    if !starts_with_any(&source.path, OUTSIDE_THE_CORE) {
        let std = sources::heads(&code, "std");
        let impure = IMPURE.iter().filter(|part| std.contains(**part));
        complaints.extend(impure.map(|part| format!("{}: the core may not name std::{part}", source.path)));
        // Their order changes from one run of the program to the next.
        let unordered = ["HashMap", "HashSet"].into_iter().filter(|name| words.contains(*name));
        complaints.extend(unordered.map(|name| format!("{}: the core may not name {name}", source.path)));
    }
    complaints
}

#[test]
fn the_table_of_arrows_is_the_reading_order_of_the_library() {
    let lib = sources::read("src/lib.rs");
    let listed: Vec<&str> = lib
        .text
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .collect();
    assert_eq!(listed, ARROWS.iter().map(|(module, _)| *module).collect::<Vec<_>>());
    for (k, (module, allowed)) in ARROWS.iter().enumerate() {
        let above: BTreeSet<&str> = ARROWS[..k].iter().map(|(module, _)| *module).collect();
        for used in *allowed {
            assert!(above.contains(used), "{module} uses {used}, which is not above it");
        }
    }
}

#[test]
fn families_know_nothing_of_one_another() {
    for (module, other) in
        [("landscape", "optimizer"), ("optimizer", "landscape"), ("optimizer", "data"), ("data", "optimizer")]
    {
        let (_, allowed) = ARROWS.iter().find(|(name, _)| *name == module).expect("the family is in the table");
        assert!(!allowed.contains(&other), "{module} may not use {other}");
    }
}

#[test]
fn modules_use_only_what_the_table_allows() {
    assert_none(sources::below("src", "rs").iter().flat_map(forbidden_arrows).collect());
}

#[test]
fn every_arrow_of_the_table_is_used() {
    let all = sources::below("src", "rs");
    for (module, allowed) in ARROWS {
        let used: BTreeSet<String> = all
            .iter()
            .filter(|source| module_of(&source.path) == *module)
            .flat_map(|source| sources::heads(&sources::without_tests(&source.code()), "crate"))
            .collect();
        let unused: Vec<_> = allowed.iter().filter(|name| !used.contains(**name)).collect();
        assert!(unused.is_empty(), "{module} no longer uses {unused:?}: take them out of the table");
    }
}

#[test]
fn files_of_a_folder_do_not_use_one_another() {
    let all = sources::below("src", "rs");
    assert_none(all.iter().flat_map(|source| forbidden_siblings(source, &all)).collect());
}

#[test]
fn crates_and_impure_parts_are_named_only_where_they_belong() {
    assert_none(sources::below("src", "rs").iter().flat_map(forbidden_names).collect());
}

#[test]
fn crates_of_the_browser_are_dependencies_for_the_browser_only() {
    let manifest = sources::read("Cargo.toml");
    let mut section = "";
    for line in manifest.text.lines() {
        if line.starts_with('[') {
            section = line;
        }
        let name = line.split([' ', '=']).next().unwrap_or("");
        if ["wasm-bindgen", "js-sys", "plotters-canvas", "console_error_panic_hook"].contains(&name) {
            assert!(section.contains("cfg(target_arch = \"wasm32\")"), "{name} stands in {section}");
        }
    }
}

#[test]
fn a_forbidden_arrow_is_found_wherever_it_is_written() {
    let used = |text: &str| forbidden_arrows(&made_up("src/optimizer/adam.rs", text));
    assert_eq!(used("use crate::landscape::Entry;"), ["src/optimizer/adam.rs: optimizer may not use landscape"]);
    assert_eq!(used("use crate::{linear::Vec2, run};"), ["src/optimizer/adam.rs: optimizer may not use run"]);
    assert_eq!(used("fn f() { let d = crate::draw::Unit(1.0); }").len(), 1);
    assert_eq!(used("use crate::{\n    linear::{Mat2, Vec2},\n    lab::{self, Lab},\n};").len(), 1);
    assert!(used("//! See crate::draw.\nconst S: &str = \"crate::draw\"; use crate::linear::Vec2;").is_empty());
    assert!(used("#[cfg(test)]\nmod tests {\n    use crate::run::run;\n}").is_empty());
    assert_eq!(forbidden_arrows(&made_up("src/extra.rs", "")).len(), 1);
}

#[test]
fn a_forbidden_sibling_is_found() {
    let all = sources::below("src", "rs");
    let used = |path: &str, text: &str| forbidden_siblings(&made_up(path, text), &all);
    let complaint = "src/optimizer/adam.rs: may not use its sibling momentum";
    assert_eq!(used("src/optimizer/adam.rs", "use super::momentum::Momentum;"), [complaint]);
    assert_eq!(used("src/optimizer/adam.rs", "use super::{Entry, momentum::Momentum};"), [complaint]);
    assert_eq!(used("src/optimizer/adam.rs", "use crate::optimizer::momentum;"), [complaint]);
    assert!(used("src/draw/chart.rs", "use super::path::clip;").is_empty());
    assert!(used("src/optimizer/adam.rs", "use super::{Entry, Optimizer};").is_empty());
}

#[test]
fn a_forbidden_name_is_found() {
    let names = |path: &str, text: &str| forbidden_names(&made_up(path, text));
    assert_eq!(names("src/run.rs", "use plotters::prelude::*;"), ["src/run.rs: may not name the crate plotters"]);
    assert_eq!(names("src/draw/contour.rs", "use plotters::prelude::*;").len(), 1);
    assert!(names("src/draw/path.rs", "use plotters::prelude::*;").is_empty());
    assert_eq!(names("src/draw/path.rs", "use web_sys::Window;").len(), 1);
    assert_eq!(
        names("src/lab.rs", "use std::{collections::BTreeMap, time::Instant};"),
        ["src/lab.rs: the core may not name std::time"]
    );
    assert_eq!(names("src/lab.rs", "fn f() { std::fs::read(\"a\"); }").len(), 1);
    assert!(names("src/site/serve.rs", "use std::fs;").is_empty());
    assert_eq!(names("src/lab.rs", "use std::collections::HashMap;").len(), 1);
}
