//! Text of programs: words in it, and lines that are not too long.

/// Lines are broken where they can be once they are longer than this.
const LONGEST_LINE: usize = 110;

fn is_part(letter: char) -> bool {
    letter == '_' || letter.is_alphanumeric()
}

/// `text` with every `word` in it, standing by itself and not after a point, as `by`.
pub fn replaced(text: &str, word: &str, by: &str) -> String {
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if is_part(first) { rest.find(|c| !is_part(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
        let (found, after) = rest.split_at(end);
        made += if found == word && !made.ends_with('.') { by } else { found };
        rest = after;
    }
    made
}

/// Whether `text` uses the name `word`, not as a part of another or of a module.
pub fn names_word(text: &str, word: &str) -> bool {
    let mut before = ' ';
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if is_part(first) { rest.find(|c| !is_part(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
        let (found, after) = rest.split_at(end);
        if found == word && before != '.' {
            return true;
        }
        before = first;
        rest = after;
    }
    false
}

/// `lines` with `depth` spaces before each that is not empty.
pub fn indented(lines: &[String], depth: usize) -> Vec<String> {
    let indent = |line: &String| if line.is_empty() { String::new() } else { format!("{}{line}", " ".repeat(depth)) };
    lines.iter().map(indent).collect()
}

/// `head` and the formula `text`: on one line, or in parentheses on as many as its terms need.
pub fn wrapped(head: &str, text: &str) -> Vec<String> {
    if head.len() + text.len() <= LONGEST_LINE {
        return vec![format!("{head}{text}")];
    }
    let mut lines = vec![format!("{head}(")];
    let mut line = String::from("    ");
    for term in terms(text) {
        if line.len() + term.len() > LONGEST_LINE && !line.trim().is_empty() {
            lines.push(std::mem::replace(&mut line, String::from("    ")).trim_end().into());
            line += term.trim_start();
        } else {
            line += term;
        }
    }
    lines.push(line);
    lines.push(")".into());
    lines
}

/// The terms of a sum, each with the sign before it.
fn terms(text: &str) -> Vec<&str> {
    let (mut depth, mut begun, mut terms) = (0_i32, 0, Vec::new());
    for (k, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b' ' if depth == 0 && (text[k..].starts_with(" + ") || text[k..].starts_with(" - ")) => {
                terms.push(&text[begun..k]);
                begun = k;
            }
            _ => {}
        }
    }
    terms.push(&text[begun..]);
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole_and_stand_alone() {
        assert!(names_word("w = w - lr*dw", "lr") && !names_word("lr0 + math.lr + flr", "lr"));
        assert_eq!(replaced("loss(w) - my.loss(w) + loss_(w)", "loss", "seen"), "seen(w) - my.loss(w) + loss_(w)");
    }

    #[test]
    fn long_sums_are_broken_between_terms() {
        let term = "aaaaaaaaaaaaaaaaaaaa*(b + c)";
        let text = [term; 6].join(" + ");
        let lines = wrapped("return ", &text);
        assert!(lines.len() == 4 && lines.iter().all(|line| line.len() <= LONGEST_LINE), "{lines:?}");
        let joined: String = lines[1..3].iter().map(|line| format!(" {}", line.trim())).collect();
        assert_eq!(joined.trim(), text);
        assert_eq!(wrapped("return ", "a + b"), ["return a + b"]);
    }
}
