//! Inputs made by chance: from what is accepted by breaking it, and from nothing by the grammar of the entry.

use steepest::experiment::SIGHTS;
use steepest::formula::Function;
use steepest::optimizer::{self, OWN};
use steepest::parameter::{Kind, Parameter, Slider};
use steepest::random::Stream;
use steepest::{data, landscape, schedule};

use crate::words::{NUMBERS, Words};

/// Chance that is asked one question after another.
struct Chance {
    stream: Stream,
    asked: u64,
}

impl Chance {
    fn below(&mut self, count: usize) -> usize {
        self.asked += 1;
        self.stream.below(count, self.asked)
    }

    fn fraction(&mut self) -> f64 {
        self.asked += 1;
        self.stream.fraction(self.asked)
    }

    /// True once in so many times.
    fn once_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn word(&mut self, all: &[&'static str]) -> &'static str {
        all[self.below(all.len())]
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// What makes the inputs of one entry.
pub struct Maker {
    key: &'static str,
    words: Words,
    seed: Stream,
}

impl Maker {
    /// For the entry of this name, from a seed.
    pub fn new(key: &'static str, seed: u64) -> Maker {
        Maker { key, words: Words::of(key), seed: Stream::new(seed) }
    }

    /// Input `number`, in place of what `input` held.
    pub fn make(&self, number: u64, input: &mut Vec<u8>) {
        let mut chance = Chance { stream: self.seed.fork(number), asked: 0 };
        input.clear();
        match chance.below(16) {
            0 => input.extend((0..chance.below(40)).map(|_| chance.below(256) as u8)),
            1..6 => {
                input.extend(chance.one_of(&self.words.seeds).as_bytes());
                for _ in 0..1 + chance.below(4) {
                    self.broken(&mut chance, input);
                }
            }
            _ => {
                let mut text = String::new();
                match self.key {
                    "link" | "experiment" => link(&mut chance, &mut text),
                    "file" => file(&mut chance, &mut text),
                    "formula" if chance.once_in(4) => rule(&mut chance, &mut text),
                    "formula" => formula(&mut chance, &mut text, 4),
                    "csv" => table(&mut chance, &mut text),
                    _ => {
                        smooth(&mut chance, &mut text, 3);
                        view(&mut chance, &mut text);
                    }
                }
                input.extend(text.as_bytes());
                if chance.once_in(8) {
                    self.broken(&mut chance, input);
                }
            }
        }
    }

    /// Changes one place.
    fn broken(&self, chance: &mut Chance, input: &mut Vec<u8>) {
        let place = chance.below(input.len() + 1);
        let end = (place + 1 + chance.below(12)).min(input.len());
        match chance.below(9) {
            0 if place < input.len() => input[place] ^= 1 << chance.below(8),
            1 if place < input.len() => input[place] = chance.below(256) as u8,
            2 => drop(input.drain(place.min(end)..end)),
            3 => input.truncate(place),
            4 => {
                let again = input[place.min(end)..end].to_vec();
                let times = 1 + chance.below(20);
                input.splice(place..place, again.repeat(times));
            }
            5 => {
                let other = chance.one_of(&self.words.seeds).as_bytes();
                let from = chance.below(other.len() + 1);
                input.truncate(place);
                input.extend(&other[from..]);
            }
            6 => {
                // A number in place of another.
                let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'e');
                let begin = input[place..].iter().position(u8::is_ascii_digit).map_or(place, |k| place + k);
                let length = input[begin..].iter().take_while(|byte| is_part(byte)).count();
                input.splice(begin..begin + length, chance.word(&NUMBERS).bytes());
            }
            _ => {
                let word = chance.one_of(&self.words.words).as_bytes();
                input.splice(place..place, word.iter().copied());
            }
        }
    }
}

fn push(text: &mut String, parts: &[&str]) {
    parts.iter().for_each(|part| text.push_str(part));
}

/// A number that is usual, now and then one at which something ends.
fn number(chance: &mut Chance, text: &mut String) {
    match chance.below(40) {
        0 => text.push_str(chance.word(&NUMBERS)),
        1..10 => text.push_str(&(chance.below(9) as i32 - 4).to_string()),
        _ => text.push_str(&((chance.below(8_000) as f64 - 4_000.0) / 1_000.0).to_string()),
    }
}

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
fn link(chance: &mut Chance, text: &mut String) {
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
fn file(chance: &mut Chance, text: &mut String) {
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

/// A formula by the grammar, at most `depth` deep.
fn formula(chance: &mut Chance, text: &mut String, depth: usize) {
    if depth == 0 || chance.once_in(5) {
        match chance.below(8) {
            0..5 => text.push_str(chance.word(&["x", "y", "x", "y", "a", "β", "pi", "e", "mu", "w_1"])),
            5 => text.push_str(chance.word(&NUMBERS[..24])),
            _ => text.push_str(&chance.below(10).to_string()),
        }
        return;
    }
    let (before, after) = match chance.below(14) {
        0 => ("-", ""),
        1 => ("(", ")"),
        2 => ("|", "|"),
        3 => ("(", chance.word(&[")^2", ")²", ")**3", ")^-1", ")^0.5", ")^x", ")⁷"])),
        4 | 5 => {
            let (name, _) = *chance.one_of(&Function::ALL);
            text.push_str(name);
            ("(", ")")
        }
        6 => ("2", ""),
        kind => {
            let (before, between, after) = match kind {
                7 => (chance.word(&["min(", "max(", "pow("]), ",", ")"),
                8 => ("(", ")(", ")"),
                _ => ("", chance.word(&["+", "-", "*", "/", "^", " + ", " − ", "·", " "]), ""),
            };
            text.push_str(before);
            formula(chance, text, depth - 1);
            text.push_str(between);
            formula(chance, text, depth - 1);
            return text.push_str(after);
        }
    };
    text.push_str(before);
    formula(chance, text, depth - 1);
    text.push_str(after);
}

/// A rule by the grammar.
fn rule(chance: &mut Chance, text: &mut String) {
    let value = |chance: &mut Chance, text: &mut String| {
        let mut made = String::new();
        formula(chance, &mut made, 2);
        // What a formula calls x and y is here the gradient and a variable.
        text.push_str(&made.replace('x', "g").replace('y', chance.word(&["w", "m", "v", "t", "lr"])));
    };
    for _ in 0..chance.below(4) {
        match chance.below(8) {
            0 => {
                text.push_str("at ");
                value(chance, text);
            }
            1 => push(text, &["start m = ", chance.word(&["0.1", "a", "2*β + 1"])]),
            2 => text.push_str("# what for"),
            _ => {
                push(text, &[chance.word(&["m", "v", "r", "w"]), " = "]);
                value(chance, text);
            }
        }
        text.push('\n');
    }
    text.push_str("w = w - lr*");
    value(chance, text);
}

/// A table by rows and cells, after the byte that says whether there is a header.
fn table(chance: &mut Chance, text: &mut String) {
    text.push(char::from(chance.below(3) as u8));
    let separator = chance.word(&[",", ",", ";", "\t", "|", " ", ", "]);
    let end = chance.word(&["\n", "\n", "\r\n", "\r"]);
    let (rows, width) = (1 + chance.below(8), 1 + chance.below(4));
    let is_labelled = chance.once_in(3);
    if chance.once_in(9) {
        text.push_str("# a comment\n");
    }
    for row in 0..rows {
        let cells = if chance.once_in(60) { chance.below(6) } else { width };
        for column in 0..cells {
            if column > 0 {
                text.push_str(separator);
            }
            let is_label = is_labelled && column + 1 == width;
            match chance.below(24) {
                0 => text.push_str(chance.word(&NUMBERS)),
                1 => {
                    text.push_str(chance.word(&["\"a\"\"b\"", "\"1\"", "\"x\ny\"", "", " 1 ", "\"", "é", "−2", "NaN"]))
                }
                _ if row == 0 && column < 3 && cells > 1 && chance.once_in(2) => {
                    text.push_str(chance.word(&["x", "y", "height", "x", "größe", "a b"]));
                }
                _ if is_label => text.push_str(chance.word(&["0", "1"])),
                2..5 => text.push_str(&format!("{}e{}", chance.below(100), chance.below(9))),
                _ => number(chance, text),
            }
        }
        text.push_str(end);
    }
}

/// A formula as losses are, at most `depth` deep.
fn smooth(chance: &mut Chance, text: &mut String, depth: usize) {
    if depth == 0 {
        return text.push_str(chance.word(&["x", "y", "x", "y", "x*y", "(x - 0.4)", "(y + 0.3)", "1.5", "a", "0.01"]));
    }
    let signs = [" + ", " + ", " - ", "*", "*"];
    let (before, after) = *chance.one_of(&[
        ("(", ")^2"),
        ("(", ")^3"),
        ("exp(-(", ")^2)"),
        ("sin(2*(", "))"),
        ("cos(", ")"),
        ("tanh(", ")"),
        ("ln(1 + (", ")^2)"),
        ("sqrt(0.3 + (", ")^2)"),
        ("abs(", ")"),
        ("sqrt(", ")"),
        ("(", ")^2.5"),
        ("1/(", ")"),
        ("(", ")^-2"),
    ]);
    if chance.once_in(2) {
        push(text, &["("]);
        smooth(chance, text, depth - 1);
        text.push_str(chance.word(&signs));
        smooth(chance, text, depth - 1);
        text.push(')');
    } else {
        text.push_str(before);
        smooth(chance, text, depth - 1);
        text.push_str(after);
    }
}

/// A view on a line of its own.
fn view(chance: &mut Chance, text: &mut String) {
    if chance.once_in(20) {
        return push(text, &["\n", chance.word(&NUMBERS), ",", chance.word(&NUMBERS), ",-1,1"]);
    }
    let size = *chance.one_of(&[0.001, 1.0, 1.0, 2.0, 5.0, 1e4]);
    let [x, y] = [0; 2].map(|_| size * (chance.fraction() - 0.5));
    push(text, &[&format!("\n{},{},{},{}", x - size, x + size, y - size, y + size)]);
}
