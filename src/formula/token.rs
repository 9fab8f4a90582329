//! From characters to tokens, each with its place.

use super::{LONGEST_NAME, Mistake};

use crate::words::{say, text};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind<'a> {
    /// A number ≥ 0.
    Number(f64),
    /// A name.
    Name(&'a str),
    /// One of + - * / ^ ( ) , | and =, whatever sign it was written with.
    Sign(char),
    /// A raised whole number, as in x².
    Raised(u32),
    /// The end of the text.
    End,
}

/// A token and the column at which it begins, from 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: Kind<'a>,
    /// Where it begins.
    pub column: usize,
}

impl Kind<'_> {
    /// What was found, for a message.
    pub fn words(&self) -> String {
        match self {
            Kind::Number(value) => say!("the number {value}", value),
            Kind::Name(name) => format!("“{name}”"),
            Kind::Sign(sign) => format!("“{sign}”"),
            Kind::Raised(n) => say!("a raised {n}", n),
            Kind::End => say!("the end"),
        }
    }
}

const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";

fn raised(letter: char) -> Option<u32> {
    RAISED.chars().position(|other| other == letter).map(|digit| digit as u32)
}

/// Whether a name can begin with it: Latin letters, plain and accented, and Greek ones.
fn is_letter(letter: char) -> bool {
    let is_accented = matches!(letter, 'À'..='ſ') && !matches!(letter, '×' | '÷');
    letter.is_ascii_alphabetic() || is_accented || matches!(letter, 'Α'..='Ω' | 'α'..='ω')
}

/// The sign that `letter` is a way to write of.
fn sign(letter: char) -> Option<char> {
    match letter {
        '+' | '-' | '*' | '/' | '^' | '(' | ')' | ',' | '|' | '=' => Some(letter),
        '−' | '–' => Some('-'),
        '·' | '×' | '⋅' | '∗' => Some('*'),
        '÷' => Some('/'),
        '[' | '{' => Some('('),
        ']' | '}' => Some(')'),
        _ => None,
    }
}

/// The tokens of `text`, the last of them its end.
///
/// # Errors
/// At a character that is in no formula, a number that is none or out of range, or a name that is too long.
pub fn tokens(text: &str) -> Result<Vec<Token<'_>>, Mistake> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let place = |k: usize| letters.get(k).map_or(text.len(), |(byte, _)| *byte);
    let at = |k: usize| letters.get(k).map_or('\0', |(_, letter)| *letter);
    let mut tokens = Vec::new();
    let mut k = 0;
    while k < letters.len() {
        let (first, column) = (k, k + 1);
        let letter = at(k);
        let kind = if letter.is_whitespace() {
            k += 1;
            continue;
        } else if letter.is_ascii_digit() || letter == '.' {
            k = end_of_number(&at, k);
            Kind::Number(number(&text[place(first)..place(k)], column)?)
        } else if is_letter(letter) {
            while is_letter(at(k)) || at(k).is_ascii_digit() || at(k) == '_' {
                k += 1;
            }
            if k - first > LONGEST_NAME {
                let wanted = say!("a name of at most {most} letters", most = LONGEST_NAME);
                return Err(Mistake::new(column, wanted, say!("one of {n}", n = k - first)));
            }
            Kind::Name(&text[place(first)..place(k)])
        } else if let Some(digit) = raised(letter) {
            k += 1;
            let mut value = digit;
            while let Some(digit) = raised(at(k)) {
                value = value.saturating_mul(10).saturating_add(digit);
                k += 1;
            }
            Kind::Raised(value)
        } else if let Some(sign) = sign(letter) {
            // Two stars are a power.
            let double = sign == '*' && at(k + 1) == '*';
            k += 1 + usize::from(double);
            Kind::Sign(if double { '^' } else { sign })
        } else {
            return Err(Mistake::new(column, text!("a number, a name or a sign"), format!("“{letter}”")));
        };
        tokens.push(Token { kind, column });
    }
    tokens.push(Token { kind: Kind::End, column: letters.len() + 1 });
    Ok(tokens)
}

/// Where the number that begins at `k` ends; an e without digits after it is Euler's number.
fn end_of_number(at: &impl Fn(usize) -> char, mut k: usize) -> usize {
    let digits = |mut k: usize| {
        while at(k).is_ascii_digit() {
            k += 1;
        }
        k
    };
    k = digits(k);
    if at(k) == '.' {
        k = digits(k + 1);
    }
    if matches!(at(k), 'e' | 'E') {
        let signed = k + 1 + usize::from(matches!(at(k + 1), '+' | '-' | '−'));
        let end = digits(signed);
        if end > signed {
            return end;
        }
    }
    k
}

fn number(text: &str, column: usize) -> Result<f64, Mistake> {
    let value: f64 =
        text.replace("−", "-").parse().map_err(|_| Mistake::new(column, text!("a number"), format!("“{text}”")))?;
    let is_zero = !text.bytes().take_while(|b| !matches!(b, b'e' | b'E')).any(|b| matches!(b, b'1'..=b'9'));
    if !value.is_finite() {
        return Err(Mistake::new(column, text!("a number below 1.8e308"), text));
    }
    if value == 0.0 && !is_zero {
        return Err(Mistake::new(column, text!("0 or a number above 4.9e-324"), text));
    }
    Ok(value)
}
