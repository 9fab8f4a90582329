//! Links and files by their parts.

use steepest::experiment::SIGHTS;
use steepest::optimizer::{self, OWN};
use steepest::parameter::{Kind, Parameter, Slider};
use steepest::{data, landscape, schedule};

use super::{
    Chance,
    formulas::{formula, rule},
    number, push,
};
use crate::words::NUMBERS;

fn setting(chance: &mut Chance, text: &mut String, parameter: &Parameter) {
    push(text, &[",", parameter.key, ":"]);
    if chance.once_in(60) {
        return text.push_str(chance.word(&NUMBERS));
    }
    match parameter.kind {
        // Many data points are made as slowly as they are asked for.
        Kind::Number { slider: Slider::Whole(..), .. } => text.push_str(&(1 + chance.below(40)).to_string()),
        Kind::Number { slider, .. } => text.push_str(&slider.value(chance.fraction()).to_string()),
        Kind::Choice { options } => text.push_str(chance.one_of(options).key),
        Kind::List { .. } => {
            let items: Vec<String> = (0..chance.below(4)).map(|k| (7 * k + 3).to_string()).collect();
            text.push_str(&items.join("+"));
        }
    }
}

fn settings(chance: &mut Chance, text: &mut String, parameters: &[Parameter]) {
    for parameter in parameters {
        if chance.once_in(3) {
            setting(chance, text, parameter);
        }
    }
}

/// `text` as the value of a part of a link.
fn escaped(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn contender(chance: &mut Chance, text: &mut String, is_sum: bool) {
    let is_own = chance.once_in(8);
    let entry = if is_own { &OWN } else { chance.one_of(optimizer::ALL) };
    push(text, &[entry.key, ",rate:", &Slider::Logarithmic(1e-4, 1.0).value(chance.fraction()).to_string()]);
    settings(chance, text, entry.parameters);
    if chance.once_in(9) {
        text.push_str(",maximize:on");
    }
    if is_sum && chance.once_in(2) || chance.once_in(60) {
        let order = chance.word(&["shuffled", "sequential", "replaced"]);
        push(text, &[",batch:", &(1 + chance.below(9)).to_string(), ",order:", order]);
    }
    for k in 0..chance.below(3) {
        let entry = chance.one_of(schedule::ALL);
        push(text, &[";", entry.key]);
        if k > 0 && chance.once_in(2) {
            push(text, &[",after:", &(5 * k + chance.below(5)).to_string()]);
        }
        settings(chance, text, entry.parameters);
    }
    if is_own {
        let mut typed = String::new();
        rule(chance, &mut typed);
        push(text, &["&u=", &escaped(&typed)]);
    }
}

/// A link by its parts.
pub fn link(chance: &mut Chance, text: &mut String) {
    text.push_str("v=1&on=");
    let mut is_sum = false;
    match chance.below(8) {
        0 => {
            let mut typed = String::new();
            formula(chance, &mut typed, 3);
            push(text, &["formula&f=", &escaped(&typed)]);
        }
        1 | 2 => {
            let entry = chance.one_of(data::ALL);
            is_sum = true;
            text.push_str(entry.key);
            if chance.once_in(3) {
                push(text, &["&data=", chance.word(&["given", "standardized"])]);
                entry.columns.iter().for_each(|name| push(text, &[",", &escaped(name)]));
                for _ in 0..1 + chance.below(8) {
                    for k in 0..entry.columns.len() {
                        text.push(if k == 0 { ';' } else { ',' });
                        let is_label = entry.is_labelled && k + 1 == entry.columns.len();
                        if is_label { text.push_str(chance.word(&["0", "1"])) } else { number(chance, text) }
                    }
                }
            } else {
                // Few of them, unless something else is said.
                push(text, &[",n:", &(2 + chance.below(20)).to_string()]);
                let parameters: Vec<Parameter> = entry.maker.iter().chain(entry.parameters).copied().collect();
                let others: Vec<Parameter> = parameters.into_iter().filter(|parameter| parameter.key != "n").collect();
                settings(chance, text, &others);
            }
        }
        _ => {
            let entry = chance.one_of(landscape::ALL);
            text.push_str(entry.key);
            settings(chance, text, entry.parameters);
        }
    }
    text.push_str("&view=");
    let [x, y] = [0; 2].map(|_| 1 + chance.below(5));
    push(text, &[&format!("-{x},{x},-{y},"), &if chance.once_in(60) { "-9".into() } else { y.to_string() }]);
    for _ in 0..1 + chance.below(3) {
        text.push_str("&start=");
        number(chance, text);
        text.push(',');
        number(chance, text);
    }
    push(text, &["&seed=", &chance.below(1 << 33).min((1 << 32) - 1).to_string()]);
    let unit = if is_sum && chance.once_in(2) { "epochs" } else { "steps" };
    push(text, &["&", unit, "=", &(1 + chance.below(60)).to_string()]);
    if !is_sum && chance.once_in(6) {
        push(text, &["&noise=", &chance.fraction().to_string()]);
    }
    if chance.once_in(6) {
        push(text, &["&runs=", &(1 + chance.below(4)).to_string()]);
    }
    if chance.once_in(6) {
        push(text, &["&fair=", chance.word(&["as_set", "same,0.01", "effective,0.01", "best"])]);
    }
    let count = 1 + chance.below(3);
    for _ in 0..count {
        text.push_str("&c=");
        contender(chance, text, is_sum);
    }
    if chance.once_in(6) {
        push(text, &["&pin=", &(1 + chance.below(count)).to_string(), ",0.5,0.25,"]);
        contender(chance, text, is_sum);
    }
    if chance.once_in(8) {
        text.push_str(chance.word(&[
            "&map=basins,budget:90",
            "&map=tuning,budget:9,of:1,target:0.1,x:rate:0.1:1",
            "&map=é%26",
        ]));
    }
    if chance.once_in(8) {
        push(text, &["&at=", &chance.below(12).to_string(), "&see=", chance.word(&SIGHTS)]);
    }
}

/// A file with links in it, or with anything.
pub fn file(chance: &mut Chance, text: &mut String) {
    let quoted = |chance: &mut Chance| {
        let mut inner = String::new();
        link(chance, &mut inner);
        serde_json::Value::from(inner).to_string()
    };
    match chance.below(8) {
        0 => value(chance, text, 4),
        1..4 => {
            text.push_str("{\"steepest\": 1, \"experiments\": [");
            for k in 0..chance.below(4) {
                let name = chance.word(&["Tuesday", " a b ", "é😀", "", "\\u0041", "\\n"]);
                push(
                    text,
                    &[
                        if k > 0 { ", " } else { "" },
                        "{\"name\": \"",
                        name,
                        "\", \"experiment\": ",
                        &quoted(chance),
                        "}",
                    ],
                );
            }
            text.push_str("]}");
        }
        _ => push(text, &["{\"steepest\": 1, \"experiment\": ", &quoted(chance), "}"]),
    }
}

/// Any JSON.
fn value(chance: &mut Chance, text: &mut String, depth: usize) {
    let keys = ["\"steepest\"", "\"experiment\"", "\"experiments\"", "\"name\"", "\"__proto__\"", "\"\""];
    match chance.below(if depth == 0 { 4 } else { 7 }) {
        0 => text.push_str(chance.word(&["null", "true", "1", "-1.5e3"])),
        1 => text.push_str(chance.word(&NUMBERS)),
        2 | 3 => text.push_str(chance.word(&keys)),
        kind => {
            let is_list = kind == 4;
            text.push(if is_list { '[' } else { '{' });
            for k in 0..chance.below(4) {
                text.push_str(if k > 0 { "," } else { "" });
                if !is_list {
                    push(text, &[chance.word(&keys), ": "]);
                }
                value(chance, text, depth - 1);
            }
            text.push(if is_list { ']' } else { '}' });
        }
    }
}
