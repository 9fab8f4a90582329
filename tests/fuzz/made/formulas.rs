//! Formulas, rules and tables by their grammars.

use steepest::formula::Function;

use super::{Chance, number, push};
use crate::words::NUMBERS;

/// A formula by the grammar, at most `depth` deep.
pub fn formula(chance: &mut Chance, text: &mut String, depth: usize) {
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
pub fn rule(chance: &mut Chance, text: &mut String) {
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
pub fn table(chance: &mut Chance, text: &mut String) {
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
pub fn smooth(chance: &mut Chance, text: &mut String, depth: usize) {
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
pub fn view(chance: &mut Chance, text: &mut String) {
    if chance.once_in(20) {
        return push(text, &["\n", chance.word(&NUMBERS), ",", chance.word(&NUMBERS), ",-1,1"]);
    }
    let size = *chance.one_of(&[0.001, 1.0, 1.0, 2.0, 5.0, 1e4]);
    let [x, y] = [0; 2].map(|_| size * (chance.fraction() - 0.5));
    push(text, &[&format!("\n{},{},{},{}", x - size, x + size, y - size, y + size)]);
}
