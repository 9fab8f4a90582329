//! One control of the page.

use std::borrow::Cow;

use serde::Serialize;

use crate::parameter::{Choice, Kind, Parameter, Setting, Slider};
use crate::words::word;

/// One control: a number with its slider, or a choice.
#[derive(Serialize)]
pub struct Control {
    /// The name of what it sets.
    pub field: String,
    /// The symbol of it in formulas, or empty.
    pub symbol: &'static str,
    /// What it is called.
    pub label: Cow<'static, str>,
    /// What is set, as text that reads back as the same value.
    pub text: String,
    /// What is accepted, in words.
    pub wanted: String,
    /// Where the slider stands, in [0, 1], as text; none without a slider.
    pub fraction: Option<String>,
    /// The forms of a choice; none for a number.
    pub options: Option<Vec<Form>>,
    /// The default, as text.
    pub default: String,
    /// What a touch screen's keys must have: "numeric" is digits, "decimal" a point as well, "text" a minus sign too.
    pub keys: &'static str,
    /// Whether it cannot be changed at the moment.
    pub fixed: bool,
}

/// A form of a choice.
#[derive(Serialize)]
pub struct Form {
    key: &'static str,
    name: Cow<'static, str>,
    rule: &'static str,
}

impl Form {
    fn of(choice: &Choice) -> Form {
        Form { key: choice.key, name: word(choice.name), rule: choice.rule }
    }
}

impl Control {
    /// The control of a parameter of `owner`, which stands at `setting`.
    pub fn of(owner: &str, parameter: &Parameter, setting: &Setting) -> Self {
        Control { field: format!("{owner}.{}", parameter.key), ..Control::bare(parameter, setting) }
    }

    /// The control of a parameter of the whole experiment.
    pub fn bare(parameter: &Parameter, setting: &Setting) -> Self {
        let (fraction, options) = match (parameter.kind, setting) {
            (Kind::Number { slider, .. }, Setting::Number(value)) => {
                (Some(format!("{:.3}", slider.fraction(*value))), None)
            }
            (Kind::Choice { options }, _) => (None, Some(options.iter().map(Form::of).collect())),
            _ => (None, None),
        };
        Control {
            field: parameter.key.into(),
            symbol: parameter.symbol,
            label: word(parameter.name),
            text: setting.to_string(),
            wanted: parameter.wanted(),
            fraction,
            options,
            default: parameter.default().to_string(),
            keys: match parameter.kind {
                Kind::Number { slider: Slider::Whole(..), .. } => "numeric",
                Kind::Number { range, .. } if range.low >= 0.0 => "decimal",
                _ => "text",
            },
            fixed: false,
        }
    }

    /// The control of a number or text without a slider.
    pub fn plain(field: String, label: &'static str, text: String, keys: &'static str) -> Self {
        let (symbol, wanted) = ("", String::new());
        Control {
            field,
            symbol,
            label: word(label),
            default: text.clone(),
            text,
            wanted,
            fraction: None,
            options: None,
            keys,
            fixed: false,
        }
    }
}
