//! Inputs made by chance: from what is accepted by breaking it, and from nothing by the grammar of the entry.

mod formulas;
mod links;

use steepest::random::Stream;

use crate::words::{NUMBERS, Words};
use formulas::{formula, rule, smooth, table, view};
use links::{file, link};

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
