//! Who may name whom in Rust: the arrows between modules, and crates.
//!
//! The tables in `tables.rs` are the whole layering; a new arrow is an edit of its table.
//! Every rule is a function from a source text to complaints, so that each can be shown to fail.

#[path = "../support/mod.rs"]
mod support;
mod tables;

use std::collections::BTreeSet;

use support::sources::{self, Source, assert_none, made_up};
use tables::{ARROWS, CRATES, IMPURE, OUTSIDE_THE_CORE, SIBLINGS, WITHOUT_PLOTTERS};

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
