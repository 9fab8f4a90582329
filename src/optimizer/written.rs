//! An optimizer of the catalogue as a rule that a user can edit: its lines of Python, where they are in the language of
//! typed rules.

use super::{Entry, LISTED, Listing};
use crate::formula::Rule;
use crate::parameter::{Kind, Settings};

/// How a listing takes the gradient.
const GRADIENT: &str = "dw = gradient(loss, mini_batch, ";

/// What the gradient is called once a line has added weight decay to it.
const DECAYED: &str = "decayed";

impl Entry {
    /// The rule with these settings as a text that can be typed; none if its lines are not in that language (functions,
    /// blocks, names that only the training loop knows), or this build of the crate has no rules as text.
    pub fn written(&self, settings: &Settings) -> Option<String> {
        if !LISTED {
            return None;
        }
        let text = text(&(self.code)(settings))?;
        let rule = Rule::parse(&text).ok()?;
        let is_number = |name: &String| {
            self.parameters.iter().any(|p| p.key == name.as_str() && matches!(p.kind, Kind::Number { .. }))
        };
        // Another name is one that only the training loop knows.
        rule.parameters.iter().all(is_number).then_some(text)
    }
}

/// The lines of a listing as those of a rule, whatever they may be.
fn text(listing: &Listing) -> Option<String> {
    if !listing.functions.is_empty() {
        return None;
    }
    let starts = listing.before.iter().filter(|line| !line.ends_with(" = 0"));
    let mut lines: Vec<String> = starts.map(|line| format!("start {line}")).collect();
    let mut gradient = "g";
    for line in &listing.update {
        match line.text.strip_prefix(GRADIENT).and_then(|place| place.strip_suffix(')')) {
            Some("w") => gradient = "g",
            Some(place) => {
                gradient = "g";
                lines.push(format!("at {place}"));
            }
            // A line of a block, which a rule does not have.
            None if line.text.starts_with(' ') => return None,
            None => match line.text.strip_prefix("dw = ") {
                Some(value) => {
                    lines.push(format!("{DECAYED} = {}", spelled(value, gradient)));
                    gradient = DECAYED;
                }
                None => lines.push(spelled(&line.text, gradient)),
            },
        }
    }
    Some(lines.join("\n"))
}

/// Python as the language of rules writes it, where the gradient is called `gradient`.
fn spelled(text: &str, gradient: &str) -> String {
    let is_part = |c: char| c == '_' || c.is_ascii_alphanumeric() || !c.is_ascii();
    let mut made = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if is_part(first) { rest.find(|c| !is_part(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
        let (word, after) = rest.split_at(end);
        made += match word {
            "dw" => gradient,
            "maximum" => "max",
            "minimum" => "min",
            _ => word,
        };
        rest = after;
    }
    made.replace("**", "^")
}
