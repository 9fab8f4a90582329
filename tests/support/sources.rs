//! Reads source texts just well enough to see what they name.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A file of the project.
pub struct Source {
    /// Its path from the project's root, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl Source {
    /// The Rust text without comments and without the contents of strings.
    pub fn code(&self) -> String {
        rust_code(&self.text)
    }
}

/// The file at `path` from the project's root.
#[track_caller]
pub fn read(path: &str) -> Source {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path));
    Source { path: path.into(), text: text.unwrap_or_else(|error| panic!("{path}: {error}")) }
}

/// Every file below `folder` whose name ends in `.extension`, by path; generated packages are left out.
#[track_caller]
pub fn below(folder: &str, extension: &str) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_string()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(&folder));
        for entry in entries.unwrap_or_else(|error| panic!("{folder}: {error}")) {
            let entry = entry.expect("a folder's entry can be read");
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                if !path.ends_with("/pkg") {
                    folders.push(path);
                }
            } else if path.ends_with(&format!(".{extension}")) {
                found.push(read(&path));
            }
        }
    }
    assert!(!found.is_empty(), "no .{extension} files below {folder}");
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Rust without comments and without what stands in strings and characters.
fn rust_code(text: &str) -> String {
    let bytes: Vec<char> = text.chars().collect();
    let at = |k: usize| bytes.get(k).copied().unwrap_or('\0');
    let mut code = String::with_capacity(text.len());
    let mut k = 0;
    while k < bytes.len() {
        match (at(k), at(k + 1)) {
            ('/', '/') => {
                while k < bytes.len() && at(k) != '\n' {
                    k += 1;
                }
            }
            ('/', '*') => {
                k += 2;
                while k < bytes.len() && (at(k), at(k + 1)) != ('*', '/') {
                    k += 1;
                }
                k += 2;
            }
            ('r', '"' | '#') if raw_string_opens(&bytes, k) => {
                let hashes = (k + 1..).take_while(|i| at(*i) == '#').count();
                k += 2 + hashes;
                while k < bytes.len() && !(at(k) == '"' && (1..=hashes).all(|i| at(k + i) == '#')) {
                    k += 1;
                }
                k += 1 + hashes;
                code.push_str("\"\"");
            }
            ('"', _) => {
                k += 1;
                while k < bytes.len() && at(k) != '"' {
                    k += if at(k) == '\\' { 2 } else { 1 };
                }
                k += 1;
                code.push_str("\"\"");
            }
            ('\'', '\\') => {
                k += 3;
                while k < bytes.len() && at(k) != '\'' {
                    k += 1;
                }
                k += 1;
            }
            // A character, not a lifetime.
            ('\'', _) if at(k + 2) == '\'' => k += 3,
            (c, _) => {
                code.push(c);
                k += 1;
            }
        }
    }
    code
}

fn raw_string_opens(text: &[char], k: usize) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let alone = k == 0 || !is_word(text[k - 1]);
    let after = text[k + 1..].iter().find(|c| **c != '#');
    alone && after == Some(&'"')
}

/// `code` up to its first test module, which by custom is the last item of a file.
pub fn without_tests(code: &str) -> String {
    code.split("#[cfg(test)]").next().unwrap_or(code).into()
}

/// All identifiers of `code`.
pub fn words(code: &str) -> BTreeSet<&str> {
    code.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect()
}

/// The names that directly follow `root::` anywhere in `code`: `a` in `root::a::B`, `a` and `b` in `root::{a::C, b}`.
pub fn heads(code: &str, root: &str) -> BTreeSet<String> {
    let mut heads = BTreeSet::new();
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    for (start, _) in code.match_indices(&format!("{root}::")) {
        if code[..start].chars().next_back().is_some_and(is_word) {
            continue;
        }
        let rest = code[start + root.len() + 2..].trim_start();
        let Some(group) = rest.strip_prefix('{') else {
            heads.insert(rest.chars().take_while(|c| is_word(*c)).collect());
            continue;
        };
        // Each member of a group begins after the brace or after a comma at the group's own depth.
        let (mut depth, mut member) = (1, String::new());
        for c in group.chars() {
            depth += match c {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            if depth == 0 || (depth == 1 && c == ',') {
                heads.insert(member.trim().chars().take_while(|c| is_word(*c)).collect());
                member.clear();
            } else {
                member.push(c);
            }
            if depth == 0 {
                break;
            }
        }
    }
    heads.remove("");
    heads
}

/// The paths that a script imports, statically or while it runs; types named in comments are none.
pub fn imports(script: &str) -> Vec<String> {
    let mut code = String::new();
    let mut rest = script;
    while let Some((before, after)) = rest.split_once("/*") {
        code += before;
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    code += rest;
    let lines: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = lines.join("\n");
    let quoted = |text: &str| text.split(['"', '\'']).nth(1).map(String::from);
    let mut found = Vec::new();
    for (k, line) in lines.iter().enumerate() {
        let is_static = line.starts_with("import ") || line.starts_with("import{");
        if is_static || (line.starts_with("export ") && line.contains(" from ")) {
            let statement = lines[k..].join("\n");
            let statement = statement.split(';').next().unwrap_or("");
            found.extend(quoted(statement.rsplit_once("from ").map_or(statement, |(_, path)| path)));
        }
    }
    found.extend(code.match_indices("import(").filter_map(|(k, _)| quoted(&code[k..])));
    found
}

/// A style sheet without its comments.
pub fn without_css_comments(text: &str) -> String {
    let mut css = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        css += before;
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    css + rest
}

/// The paths that a style sheet imports.
pub fn css_imports(text: &str) -> Vec<String> {
    let css = without_css_comments(text);
    css.match_indices("@import").filter_map(|(k, _)| css[k..].split('"').nth(1).map(String::from)).collect()
}

/// Every selector of a style sheet, those inside media queries as well; rules nested in a rule belong to it.
pub fn selectors(css: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = css;
    while let Some((prelude, after)) = rest.split_once('{') {
        let prelude = prelude.rsplit(';').next().unwrap_or(prelude).trim();
        let mut depth = 1;
        let end = after.char_indices().find(|(_, c)| {
            depth += match c {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            depth == 0
        });
        let end = end.map_or(after.len(), |(end, _)| end);
        let body = &after[..end];
        if ["@media", "@supports", "@container", "@layer"].iter().any(|at| prelude.starts_with(at)) {
            found.extend(selectors(body));
        } else if !prelude.starts_with('@') {
            found.extend(split_list(prelude));
        }
        rest = after.get(end + 1..).unwrap_or("");
    }
    found
}

/// The members of a selector list; commas inside parentheses do not part them.
fn split_list(list: &str) -> Vec<String> {
    let mut depth = 0;
    let parts = list.split(move |c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0 && c == ','
    });
    parts.map(|part| part.trim().to_string()).collect()
}

/// Colours written as `#` and hexadecimal digits, outside selectors.
pub fn hex_colors(css: &str) -> Vec<String> {
    let digits = |k: usize| css[k + 1..].chars().take_while(char::is_ascii_hexdigit).count();
    let declared = |k: usize| css[..k].rfind(['{', ';', '}']).is_some_and(|start| css[start..k].contains(':'));
    css.match_indices('#')
        .map(|(k, _)| (k, digits(k)))
        .filter(|(k, count)| [3, 4, 6, 8].contains(count) && declared(*k))
        .map(|(k, count)| css[k..=k + count].to_string())
        .collect()
}

/// Fails with all complaints, if there are any.
#[track_caller]
pub fn assert_none(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

/// A file that is not there, to show that a rule can fail.
pub fn made_up(path: &str, text: &str) -> Source {
    Source { path: path.into(), text: text.into() }
}
