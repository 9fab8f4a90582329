//! Settings in a link: pairs of a key and a value.

use super::{BATCH, MOST_STEPS};
use crate::optimizer;
use crate::parameter::{Given, Parameter, Range, Slider};
use crate::problem::Problem;
use crate::words::{say, text};

/// The step from which a schedule takes over, among its settings.
pub(super) const AFTER: Parameter = Parameter::number(
    "after",
    "",
    text!("takes over after"),
    1.0,
    Range::closed(1.0, MOST_STEPS as f64),
    Slider::Logarithmic(1.0, MOST_STEPS as f64),
);

/// Appends the settings to a link, each after a comma.
pub(super) fn push(link: &mut String, given: &Given) {
    for (key, setting) in given.iter() {
        // A list's items are parted by +, which reads back as a space; a parameter of a typed formula may be an α.
        link.push(',');
        link.extend(form_urlencoded::byte_serialize(key.as_bytes()));
        *link += &format!(":{}", setting.to_string().replace(' ', "+"));
    }
}

/// What stands before the first comma, and what after it.
pub(super) fn split_head(text: &str) -> (&str, Option<&str>) {
    match text.split_once(',') {
        Some((head, rest)) => (head, Some(rest)),
        None => (text, None),
    }
}

/// `key:value` pairs with commas between them, each checked; defaults are dropped, so that equal experiments are equal.
pub(super) fn read(owner: &str, parameters: &[Parameter], text: Option<&str>) -> Result<Given, Problem> {
    let mut given = Given::new();
    for pair in text.into_iter().flat_map(|text| text.split(',')) {
        let (key, value) =
            pair.split_once(':').ok_or_else(|| Problem::new(owner, text!("settings of the form key:value"), pair))?;
        let field = format!("{owner}.{key}");
        let Some(parameter) = parameters.iter().find(|p| p.key == key) else {
            let keys: Vec<_> = parameters.iter().map(|p| p.key).collect();
            return Err(Problem::new(&field, say!("one of {keys}", keys = keys.join(", ")), key));
        };
        if given.insert(key.into(), parameter.parse(&field, value)?).is_some() {
            return Err(Problem::new(&field, text!("one value"), say!("several")));
        }
    }
    let default = |key: &str| parameters.iter().find(|p| p.key == key).map(Parameter::default);
    let kept = [optimizer::RATE.key, AFTER.key, BATCH.key];
    given.retain(|key, setting| kept.contains(&key) || default(key).as_ref() != Some(setting));
    Ok(given)
}
