//! The values that a user chose.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Parameter;
use crate::problem::Problem;
use crate::words::say;

/// The value of one parameter.
///
/// In JSON a number, an array of numbers, or a string.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Setting {
    /// Of a numeric parameter.
    Number(f64),
    /// Of a parameter that is a list.
    List(Vec<f64>),
    /// The key of the chosen form.
    Choice(String),
}

/// As in links and number fields: the shortest text that reads back as the same value.
impl std::fmt::Display for Setting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Setting::Number(value) => f.write_str(&number_text(*value)),
            Setting::List(values) => {
                let texts: Vec<_> = values.iter().map(|value| number_text(*value)).collect();
                f.write_str(&texts.join(" "))
            }
            Setting::Choice(key) => f.write_str(key),
        }
    }
}

/// Magnitudes from the first to below the second are written without an exponent, even where that is longer.
const PLAIN: [f64; 2] = [1e-4, 1e6];

/// The shortest decimal that reads back as `value`, with an exponent for very small and very large numbers where that
/// is shorter: "0.001", "1e-10", "25".
pub fn number_text(value: f64) -> String {
    let plain = format!("{value}");
    if (PLAIN[0]..PLAIN[1]).contains(&value.abs()) {
        return plain;
    }
    let exponent = format!("{value:e}");
    if exponent.len() < plain.len() { exponent } else { plain }
}

/// Values by parameter key, as given: what is missing has its default.
///
/// A handful of pairs in the order of their keys, searched from the first: a tree is a great deal of code to load.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, Setting>", into = "BTreeMap<String, Setting>")]
pub struct Given(Vec<(String, Setting)>);

impl Given {
    /// No values.
    pub const fn new() -> Self {
        Given(Vec::new())
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of `key`, if one is given.
    pub fn get(&self, key: &str) -> Option<&Setting> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, setting)| setting)
    }

    /// Gives `key` a value, and returns the one it had.
    pub fn insert(&mut self, key: String, setting: Setting) -> Option<Setting> {
        match self.0.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => Some(std::mem::replace(known, setting)),
            None => {
                let place = self.0.iter().take_while(|(lower, _)| *lower < key).count();
                self.0.insert(place, (key, setting));
                None
            }
        }
    }

    /// Takes the value of `key` away, and returns it.
    pub fn remove(&mut self, key: &str) -> Option<Setting> {
        let place = self.0.iter().position(|(known, _)| known == key)?;
        Some(self.0.remove(place).1)
    }

    /// Keeps only those for which `keep` holds.
    pub fn retain(&mut self, mut keep: impl FnMut(&str, &Setting) -> bool) {
        self.0.retain(|(key, setting)| keep(key, setting));
    }

    /// Keys and values, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Setting)> {
        self.0.iter().map(|(key, setting)| (key.as_str(), setting))
    }
}

/// The last value of each key.
impl FromIterator<(String, Setting)> for Given {
    fn from_iter<I: IntoIterator<Item = (String, Setting)>>(pairs: I) -> Self {
        let mut given = Given::new();
        for (key, setting) in pairs {
            given.insert(key, setting);
        }
        given
    }
}

/// The last value of each key.
impl<const N: usize> From<[(String, Setting); N]> for Given {
    fn from(pairs: [(String, Setting); N]) -> Self {
        pairs.into_iter().collect()
    }
}

impl From<BTreeMap<String, Setting>> for Given {
    fn from(map: BTreeMap<String, Setting>) -> Self {
        Given(map.into_iter().collect())
    }
}

impl From<Given> for BTreeMap<String, Setting> {
    fn from(given: Given) -> Self {
        given.0.into_iter().collect()
    }
}

/// A value for every parameter of a list, each checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings(Vec<(&'static str, Setting)>);

impl Settings {
    /// The given values, each checked against its parameter, and the defaults for the rest.
    ///
    /// `owner` names the thing that has the parameters, as "contenders.2", in the field of an error.
    ///
    /// # Errors
    /// If a value is not allowed, or its key is that of no parameter.
    pub fn resolve(owner: &str, parameters: &[Parameter], given: &Given) -> Result<Settings, Problem> {
        if let Some((key, _)) = given.iter().find(|(key, _)| parameters.iter().all(|p| p.key != *key)) {
            let keys: Vec<_> = parameters.iter().map(|p| p.key).collect();
            let wanted =
                if keys.is_empty() { say!("no parameters") } else { say!("one of {keys}", keys = keys.join(", ")) };
            return Err(Problem::new(&format!("{owner}.{key}"), wanted, key));
        }
        let resolved = parameters.iter().map(|p| {
            let setting = given.get(p.key).cloned().unwrap_or_else(|| p.default());
            p.check(&format!("{owner}.{}", p.key), &setting)?;
            Ok((p.key, setting))
        });
        resolved.collect::<Result<_, _>>().map(Settings)
    }

    /// The same with this value of `key`: in place of the one that it has, or besides all others.
    pub fn with(mut self, key: &'static str, setting: Setting) -> Settings {
        match self.0.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => *known = setting,
            None => self.0.push((key, setting)),
        }
        self
    }

    /// The defaults of all parameters.
    pub fn defaults(parameters: &[Parameter]) -> Settings {
        Settings(parameters.iter().map(|p| (p.key, p.default())).collect())
    }

    /// The value of the numeric parameter `key`.
    ///
    /// # Panics
    /// If there is no such parameter, or it is no number: a slip in the code that names it, which any test of that unit
    /// shows.
    pub fn number(&self, key: &str) -> f64 {
        match self.get(key) {
            Setting::Number(value) => *value,
            other => panic!("parameter {key} is no number but {other}"),
        }
    }

    /// The numbers of the list `key`.
    ///
    /// # Panics
    /// If there is no such parameter, or it is no list: a slip in the code that names it, which any test of that unit
    /// shows.
    pub fn list(&self, key: &str) -> &[f64] {
        match self.get(key) {
            Setting::List(values) => values,
            other => panic!("parameter {key} is no list but {other}"),
        }
    }

    /// Whether the switch `key`, a choice of `on` and `off`, is on.
    ///
    /// # Panics
    /// If there is no such parameter, or it is no choice: a slip in the code that names it, which any test of that unit
    /// shows.
    pub fn is_on(&self, key: &str) -> bool {
        self.choice(key) == "on"
    }

    /// The key of the form chosen for the parameter `key`.
    ///
    /// # Panics
    /// If there is no such parameter, or it is no choice: a slip in the code that names it, which any test of that unit
    /// shows.
    pub fn choice(&self, key: &str) -> &str {
        match self.get(key) {
            Setting::Choice(option) => option,
            other => panic!("parameter {key} is no choice but {other}"),
        }
    }

    /// The value of the parameter `key`, if there is one.
    pub fn find(&self, key: &str) -> Option<&Setting> {
        self.0.iter().find(|(name, _)| *name == key).map(|(_, setting)| setting)
    }

    /// The value of the parameter `key`.
    ///
    /// # Panics
    /// If there is no such parameter.
    pub fn get(&self, key: &str) -> &Setting {
        self.find(key).unwrap_or_else(|| panic!("no parameter is called {key}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_values_stay_in_the_order_of_their_keys() {
        let number = |value| Setting::Number(value);
        let pairs = [("mu", 0.9), ("delta", 1e-8), ("mu", 0.5)].map(|(key, value)| (key.to_string(), number(value)));
        let mut given = Given::from(pairs);
        assert_eq!(given.iter().collect::<Vec<_>>(), [("delta", &number(1e-8)), ("mu", &number(0.5))]);
        assert_eq!(given.insert("alpha".into(), number(0.1)), None);
        assert_eq!((given.remove("mu"), given.get("mu")), (Some(number(0.5)), None));
        given.retain(|key, _| key == "alpha");
        assert_eq!(given, Given::from([("alpha".to_string(), number(0.1))]));
        assert_eq!(serde_json::to_string(&given).ok(), Some(r#"{"alpha":0.1}"#.into()));
        assert_eq!(serde_json::from_str(r#"{"alpha":0.1}"#).ok(), Some(given));
    }

    #[test]
    fn number_text_is_short_and_reads_back() {
        assert_eq!(number_text(1e-10), "1e-10");
        assert_eq!(number_text(0.001), "0.001");
        assert_eq!(number_text(25.0), "25");
        assert_eq!(number_text(0.0), "0");
        assert_eq!(number_text(-200_000.0), "-200000");
        assert_eq!(number_text(1e9), "1e9");
        assert_eq!(number_text(-0.1 - 0.2).parse(), Ok(-0.1 - 0.2));
    }
}
