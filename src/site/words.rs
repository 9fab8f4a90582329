//! Texts in other languages: from `words.toml` to what the page loads, with every entry checked.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use super::root;

/// The language in which the sources are written.
const OWN: &str = "en";

/// The table of all texts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The languages' own names, by their codes.
    languages: BTreeMap<String, String>,
    /// The translations of each English text by language; of a proper name, which is the same in all of them, there is
    /// none.
    words: BTreeMap<String, BTreeMap<String, String>>,
}

/// The table `words.toml`.
///
/// # Errors
/// Names every text that is not right.
pub fn read() -> Result<Words> {
    let text = fs::read_to_string(root().join("words.toml")).context("words.toml cannot be read")?;
    parse(&text)
}

/// The table that `text` has.
fn parse(text: &str) -> Result<Words> {
    let table: Words = toml::from_str(text).context("words.toml cannot be read")?;
    ensure!(table.languages.contains_key(OWN), "words.toml: wanted {OWN} among the languages, which the sources speak");
    let mistakes: Vec<String> = table.words.iter().flat_map(|(english, of)| table.mistakes(english, of)).collect();
    if !mistakes.is_empty() {
        bail!("words.toml is not right:{}", mistakes.concat());
    }
    Ok(table)
}

impl Words {
    /// The codes of all languages but the sources' own.
    fn others(&self) -> impl Iterator<Item = &String> {
        self.languages.keys().filter(|code| *code != OWN)
    }

    /// What is wrong with the entry of a text.
    fn mistakes(&self, english: &str, translations: &BTreeMap<String, String>) -> Vec<String> {
        let missing = self.others().filter(|code| !translations.is_empty() && !translations.contains_key(*code));
        let strange = translations.keys().filter(|code| *code == OWN || !self.languages.contains_key(*code));
        let other = translations.iter().filter(|(_, text)| places(text) != places(english));
        missing
            .map(|code| format!("\n  “{english}”: wanted it in {code} too, given nothing"))
            .chain(strange.map(|code| format!("\n  “{english}”: wanted one of the languages, given {code}")))
            .chain(other.map(|(code, text)| {
                format!("\n  “{english}”: wanted the same names in braces in {code}, given “{text}”")
            }))
            .collect()
    }
}

/// The names in braces that a text has.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|part| Some(part.split_once('}')?.0))
        .filter(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
        .collect()
}

/// Writes the list of languages and each language below `www`.
pub fn write(table: &Words, www: &Path) -> Result<()> {
    let folder = www.join("words");
    fs::create_dir_all(&folder)?;
    // The sources' own stands first.
    let own = table.languages.iter().filter(|(code, _)| *code == OWN);
    let others = table.languages.iter().filter(|(code, _)| *code != OWN);
    let named = own.chain(others).map(|(code, name)| Ok(format!("{}:{}", quoted(code)?, quoted(name)?)));
    let named = named.collect::<Result<Vec<_>>>()?.join(",");
    fs::write(folder.join("index.js"), format!("export const LANGUAGES={{{named}}};"))?;
    for code in table.others() {
        let spoken: BTreeMap<_, _> =
            table.words.iter().filter_map(|(english, of)| Some((english, of.get(code)?))).collect();
        let script = format!("const words={};export{{words as default}};", serde_json::to_string(&spoken)?);
        fs::write(folder.join(format!("{code}.js")), script)?;
    }
    Ok(())
}

fn quoted(text: &str) -> Result<String> {
    Ok(serde_json::to_string(text)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "[languages]\nen = \"English\"\nde = \"Deutsch\"\n[words]\n";

    fn refused(rows: &str) -> String {
        parse(&format!("{HEAD}{rows}")).err().map(|error| format!("{error:#}")).unwrap_or_default()
    }

    #[test]
    fn a_language_is_a_module_with_its_texts_by_the_english_ones() {
        let table = parse(&format!("{HEAD}\"step {{n}}\" = {{ de = \"Schritt {{n}}\" }}\n\"Adam\" = {{}}\n"));
        let folder = tempfile::tempdir().expect("a folder");
        write(&table.expect("a table"), folder.path()).expect("written");
        let read = |name: &str| fs::read_to_string(folder.path().join("words").join(name)).expect("a file");
        assert_eq!(read("index.js"), "export const LANGUAGES={\"en\":\"English\",\"de\":\"Deutsch\"};");
        assert_eq!(read("de.js"), "const words={\"step {n}\":\"Schritt {n}\"};export{words as default};");
    }

    #[test]
    fn a_text_that_is_missing_or_has_other_names_in_braces_is_named() {
        assert_eq!(refused("\"loss\" = { de = \"Verlust\" }"), "");
        assert!(refused("\"loss\" = { fr = \"perte\" }").contains("“loss”: wanted it in de too, given nothing"));
        assert!(refused("\"loss\" = { fr = \"perte\" }").contains("“loss”: wanted one of the languages, given fr"));
        assert!(refused("\"{n} steps\" = { de = \"{m} Schritte\" }").contains("“{n} steps”: wanted the same names"));
        assert!(refused("\"{n} steps\" = { de = \"Schritte\" }").contains("given “Schritte”"));
        assert!(refused("\"loss\" = { de = \"a\" }\n\"loss\" = { de = \"b\" }").contains("cannot be read"));
        assert_eq!(refused("\"{−4, 2}\" = { de = \"{−4; 2}\" }"), "");
    }
}
