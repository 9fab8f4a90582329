//! Where input from outside comes in, and what must hold of any of it.
//!
//! Each entry takes bytes, whatever they are, panics if something does not hold, and says whether they were accepted.
//! The programs of libFuzzer in `fuzz/` call the same functions.

mod csv;
#[allow(clippy::duplicate_mod, reason = "libFuzzer's programs have these entries without the rest of the tests")]
#[path = "../../support/digest.rs"]
mod digest;
mod experiment;
mod file;
mod formula;
mod link;
mod stationary;

use digest::fnv1a;
use steepest::problem::Problem;
use steepest::random::Stream;

/// A way in.
pub struct Entry {
    /// Its name.
    pub key: &'static str,
    /// Takes an input; whether it was accepted.
    pub take: fn(&[u8]) -> bool,
}

/// Every way in.
pub const ALL: [Entry; 6] = [
    Entry { key: "link", take: link::take },
    Entry { key: "file", take: file::take },
    Entry { key: "formula", take: formula::take },
    Entry { key: "csv", take: csv::take },
    Entry { key: "experiment", take: experiment::take },
    Entry { key: "stationary", take: stationary::take },
];

/// Takes an input at the entry of this name; whether it was accepted.
///
/// # Panics
/// If something does not hold of it, or no entry is called so.
pub fn take(key: &str, bytes: &[u8]) -> bool {
    let entry = ALL.iter().find(|entry| entry.key == key).unwrap_or_else(|| panic!("no entry is called {key}"));
    (entry.take)(bytes)
}

/// Asserts that a refusal is one short line that names a thing, what was wanted and what was given, without anything
/// that a terminal or a page might obey.
#[track_caller]
fn refused(problem: &Problem) {
    let message = problem.to_string();
    assert!(message.chars().count() < 1_300, "a message of {} bytes", message.len());
    let is_wild = |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!message.contains(is_wild), "{message:?}");
    assert!(!problem.field.is_empty() && !problem.wanted.is_empty() && !problem.given.is_empty(), "{message:?}");
}

/// Numbers that look random, the same for the same bytes (FNV-1a, 64 bits).
fn chance(bytes: &[u8]) -> Stream {
    Stream::new(fnv1a(bytes.iter().copied().map(u64::from)))
}

/// The same bits; of what is no number it does not matter which.
fn is_same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
}
