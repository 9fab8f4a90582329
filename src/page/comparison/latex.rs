//! The comparison as LaTeX.

use super::{Column, ComparisonView, Measures, Value, budget_words, columns, lines};
use crate::lab::Lab;
use crate::words::say;

/// The columns that are shown as a `tabular` with the rules of booktabs, numbers to four digits.
pub fn comparison_latex(lab: &Lab, measures: &Measures, view: &ComparisonView, clock: usize) -> String {
    let (spent, lines) = lines(lab, measures, view, clock);
    let columns = columns(lab, &lines);
    let is_text = |column: &Column| matches!(column, Column::Optimizer | Column::Outcome);
    let sides: String = columns.iter().map(|column| if is_text(column) { 'l' } else { 'r' }).collect();
    let budget = budget_words(lab, measures, view, clock, spent);
    let mut text = format!("% {} {budget}\n% \\usepackage{{booktabs}}\n", lab.checked().ground.words().name);
    let row = |cells: Vec<String>| format!("{} \\\\\n", cells.join(" & "));
    text += &format!("\\begin{{tabular}}{{{sides}}}\n\\toprule\n");
    let heading = |column: &Column| match column {
        Column::Reached => say!("steps to ${threshold}$", threshold = formula(&view.threshold_words(lab))),
        _ => escaped(&column.heading(lab, view)),
    };
    text += &row(columns.iter().map(heading).collect());
    text += "\\midrule\n";
    for line in &lines {
        text += &row(columns.iter().map(|column| set(line.value(*column))).collect());
    }
    text + "\\bottomrule\n\\end{tabular}\n"
}

/// A value as it is set.
fn set(value: &Value) -> String {
    match value {
        Value::Number(_) | Value::Whole(_) => number(&value.words()),
        _ => escaped(&value.words()),
    }
}

/// A number in mathematics.
fn number(words: &str) -> String {
    format!("${}$", powered(words))
}

/// A number with a power of ten in place of an exponent.
fn powered(words: &str) -> String {
    let plain = words.replace('\u{2212}', "-").replace('\u{221e}', "\\infty");
    match plain.split_once('e') {
        Some(("1", exponent)) => format!("10^{{{exponent}}}"),
        Some((digits, exponent)) => format!("{digits}\\times 10^{{{exponent}}}"),
        None => plain,
    }
}

/// What is parted by spaces, numbers, signs, letters and words, as it stands in mathematics.
fn formula(text: &str) -> String {
    let set = |part: &str| {
        if part.starts_with(|first: char| first.is_ascii_digit()) {
            return powered(part);
        }
        if part.len() > 1 && part.chars().all(|letter| letter.is_ascii_alphabetic()) {
            return format!("\\mathrm{{{part}}}");
        }
        let sign = |letter: char| match SIGNS.iter().find(|(known, _)| *known == letter) {
            Some((_, command)) => format!("{command} "),
            None => letter.to_string(),
        };
        part.chars().map(sign).collect::<String>().trim_end().into()
    };
    let parts: Vec<String> = text.split(' ').map(set).collect();
    parts.join(" ")
}

/// The commands of mathematics for what is written in formulas, names and outcomes; indices stand at an empty group, so
/// that two of them are no mistake.
const SIGNS: &[(char, &str)] = &[
    ('\u{3b1}', "\\alpha"),
    ('\u{3b2}', "\\beta"),
    ('\u{3b3}', "\\gamma"),
    ('\u{394}', "\\Delta"),
    ('\u{3b4}', "\\delta"),
    ('\u{3b5}', "\\varepsilon"),
    ('\u{3b7}', "\\eta"),
    ('\u{3b8}', "\\theta"),
    ('\u{3ba}', "\\kappa"),
    ('\u{3bb}', "\\lambda"),
    ('\u{3bc}', "\\mu"),
    ('\u{3bd}', "\\nu"),
    ('\u{3c0}', "\\pi"),
    ('\u{3c1}', "\\rho"),
    ('\u{3c3}', "\\sigma"),
    ('\u{3c4}', "\\tau"),
    ('\u{3c6}', "\\varphi"),
    ('\u{3c8}', "\\psi"),
    ('\u{3c9}', "\\omega"),
    ('\u{b2}', "{}^2"),
    ('\u{2070}', "{}^0"),
    ('\u{207a}', "{}^+"),
    ('\u{207b}', "{}^-"),
    ('\u{2080}', "{}_0"),
    ('\u{2081}', "{}_1"),
    ('\u{2082}', "{}_2"),
    ('\u{2083}', "{}_3"),
    ('\u{209b}', "{}_s"),
    ('\u{2016}', "\\|"),
    ('\u{2190}', "\\leftarrow"),
    ('\u{2207}', "\\nabla"),
    ('\u{2212}', "-"),
    ('\u{221a}', "\\surd"),
    ('\u{221e}', "\\infty"),
    ('\u{2264}', "\\le"),
    ('\u{3c}', "<"),
    ('\u{3e}', ">"),
    ('\u{7c}', "|"),
];

/// What TeX would take for a command, as text.
const SPECIAL: &[(char, &str)] = &[
    ('\\', "\\textbackslash{}"),
    ('~', "\\textasciitilde{}"),
    ('^', "\\textasciicircum{}"),
    ('\u{2013}', "--"),
    ('\u{2014}', "---"),
    ('\n', " "),
];

/// A combining circumflex: it stands above the letter before it.
const HAT: char = '\u{302}';

/// Plain text as TeX sets it; a letter that neither it nor this table knows is a question mark.
fn escaped(text: &str) -> String {
    let mut made = String::new();
    let mut is_formula = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let known = |table: &[(char, &'static str)]| {
            table.iter().find(|(known, _)| *known == letter).map(|(_, command)| *command)
        };
        let sign = known(SIGNS);
        if sign.is_some() != is_formula {
            made.push('$');
            is_formula = !is_formula;
        }
        if let Some(command) = sign {
            made += command;
        } else if letters.next_if_eq(&HAT).is_some() {
            made += &format!("\\^{{{letter}}}");
        } else if let Some(command) = known(SPECIAL) {
            made += command;
        } else if "&%$#_{}".contains(letter) {
            made.extend(['\\', letter]);
        } else if letter.is_ascii() || ('\u{c0}'..='\u{17f}').contains(&letter) {
            made.push(letter);
        } else {
            made.push('?');
        }
    }
    if is_formula {
        made.push('$');
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimizer;
    use crate::parameter::Kind;

    #[test]
    fn numbers_have_powers_of_ten() {
        assert_eq!(set(&Value::Number(-1.23456e-9)), "$-1.235\\times 10^{-9}$");
        assert_eq!(set(&Value::Number(0.25)), "$0.25$");
        assert_eq!(set(&Value::Number(f64::INFINITY)), "$\\infty$");
        assert_eq!(set(&Value::Whole(667)), "$667$");
        assert_eq!(set(&Value::Never), "never");
    }

    #[test]
    fn thresholds_are_formulas() {
        assert_eq!(formula("L \u{2212} floor \u{2264} 1e\u{2212}10"), "L - \\mathrm{floor} \\le 10^{-10}");
        assert_eq!(formula("\u{2016}\u{2207}L\u{2016} \u{2264} 0.001"), "\\| \\nabla L\\| \\le 0.001");
        assert_eq!(formula("distance \u{2264} 2.5e\u{2212}9"), "\\mathrm{distance} \\le 2.5\\times 10^{-9}");
    }

    #[test]
    fn what_tex_would_take_for_commands_is_text() {
        assert_eq!(escaped("a_b & 50% of {x} #1 $"), "a\\_b \\& 50\\% of \\{x\\} \\#1 \\$");
        assert_eq!(escaped("\\~^"), "\\textbackslash{}\\textasciitilde{}\\textasciicircum{}");
        assert_eq!(escaped("Nelder–Mead"), "Nelder--Mead");
        assert_eq!(escaped("μ\u{2081} 0.5"), "$\\mu{}_1$ 0.5");
        assert_eq!(escaped("√r\u{302}"), "$\\surd$\\^{r}");
        assert_eq!(escaped("Lévy, 梯"), "Lévy, ?");
        assert_eq!(escaped("$μ"), "\\$$\\mu$");
    }

    #[test]
    fn every_name_of_the_catalogue_can_be_set() {
        for entry in optimizer::ALL {
            let options = entry.parameters.iter().flat_map(|parameter| match parameter.kind {
                Kind::Choice { options } => options,
                _ => &[],
            });
            let symbols = entry.parameters.iter().flat_map(|parameter| [parameter.symbol, parameter.name]);
            for name in options.map(|option| option.name).chain(symbols).chain([entry.name]) {
                assert!(!escaped(name).contains('?'), "{name}");
            }
        }
    }
}
