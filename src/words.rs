//! Texts in the user's language: each is written in English where it belongs, and looked up where it is shown.
//!
//! The English text is the key, as in GNU gettext: `words.toml` has every text with its translations, and whoever reads
//! the code reads the text. What is not in the table, or while none is spoken, stays English.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt::{Display, Write};

thread_local! {
    /// English texts in order, and what they are in the language that is spoken; empty for English.
    static TABLE: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// What stands between the texts of a table.
///
/// A table is no JSON here: to read any would make the page's module a twentieth larger.
const BETWEEN: char = '\0';

/// Speaks another language in this thread from now on: `table` has each English text and then its translation, all with
/// a zero character between them; an empty one is English.
pub fn speak(table: &str) {
    let mut texts = table.split(BETWEEN).map(String::from);
    let mut pairs: Vec<(String, String)> = Vec::new();
    while let (Some(english), Some(spoken)) = (texts.next(), texts.next()) {
        // At the end, as a rule: the table is written in order, and all of a sort would be three kilobytes of the page.
        let place = pairs.partition_point(|(known, _)| *known < english);
        pairs.insert(place, (english, spoken));
    }
    TABLE.set(pairs);
}

/// `english` in the language that is spoken.
pub fn word(english: &'static str) -> Cow<'static, str> {
    TABLE.with_borrow(|table| match table.binary_search_by(|(known, _)| (**known).cmp(english)) {
        Ok(place) => Cow::Owned(table[place].1.clone()),
        Err(_) => Cow::Borrowed(english),
    })
}

/// `english` in the language that is spoken, with each `{name}` replaced by the value of that name.
///
/// Called by `say!`. A name that has no value stays as it is written.
pub fn fill(english: &'static str, values: &[(&str, &dyn Display)]) -> String {
    let template = word(english);
    let mut text = String::with_capacity(template.len() + 16);
    let mut rest = &*template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let named = after
            .split_once('}')
            .and_then(|(name, after)| values.iter().find(|(other, _)| *other == name).map(|(_, value)| (value, after)));
        match named {
            Some((value, after)) => {
                // Writing to a String cannot fail.
                let _ = write!(text, "{value}");
                rest = after;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

/// A text in the user's language: `say!("the steps from {step} on", step)` or `say!("…{n}…", n = list.len())`.
macro_rules! say {
    (@value $name:ident) => { $name };
    (@value $name:ident $value:expr) => { $value };
    ($english:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::words::fill($english, &[$((stringify!($name), &$crate::words::say!(@value $name $($value)?))),*])
    };
}

/// Marks an English text that is looked up by [`word`] where it is shown.
macro_rules! text {
    ($english:literal) => {
        $english
    };
}

pub(crate) use {say, text};

#[cfg(test)]
mod tests {
    use super::{speak, word};

    #[test]
    fn texts_are_english_until_another_language_is_spoken() {
        let step = 7;
        assert_eq!(say!("from step {step} on, {n} in all", step, n = 3), "from step 7 on, 3 in all");
        speak("loss\0Verlust\0from step {step} on, {n} in all\0{n} insgesamt, ab Schritt {step}");
        assert_eq!(say!("from step {step} on, {n} in all", step, n = 3), "3 insgesamt, ab Schritt 7");
        assert_eq!(word("rate"), "rate");
        assert_eq!(word(text!("loss")), "Verlust");
        speak("");
        assert_eq!(word("loss"), "loss");
    }

    #[test]
    fn braces_that_name_nothing_stay() {
        assert_eq!(say!("{a {b} {n}}", n = "{b}"), "{a {b} {b}}");
    }
}
