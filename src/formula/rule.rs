//! Update rules that a user types: one assignment a line.
//!
//! ```text
//! # Adam without its correction
//! start r = 0.1
//! m = beta*m + (1 - beta)*g
//! r = 0.99*r + 0.01*g^2
//! w = w - lr*m/(sqrt(r) + 1e-8)
//! ```
//!
//! - `g` (or `dw`) is the gradient, `w` the parameter, `t` the number of the update, 1 in the first, and `lr` its
//!   learning rate; all is said of one coordinate and done for each
//! - a name that some line assigns is a variable: each line sees what the lines before it have made of it, the first
//!   ones what the last update has; it starts at 0, or where a line `start name = …` says
//! - any other name is a parameter
//! - `at …` takes the gradient at another place: from the next line on `g` is that
//! - `#` begins a comment

use super::{Callee, Expression, Kind, Mistake, RuleMistake, Token, parse_tokens, tokens};

use crate::words::{say, text};

/// A rule has no more characters than this.
pub const MOST_RULE_CHARACTERS: usize = 2_000;

/// A rule has no more lines than this.
pub const MOST_LINES: usize = 40;

/// A typed update rule.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rule {
    /// What an update does, line by line.
    pub steps: Vec<Step>,
    /// Where variables start; the others start at 0.
    pub starts: Vec<(String, Expression)>,
    /// What is assigned besides w, in the order of the lines.
    pub variables: Vec<String>,
    /// The other names, in the order in which they are read.
    pub parameters: Vec<String>,
}

/// A line of an update.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// The name gets a value.
    Assign(String, Expression),
    /// The gradient is taken anew, at this place.
    At(Expression),
}

/// A name that a rule may read but not assign.
fn is_given(name: &str) -> bool {
    matches!(name, "g" | "dw" | "t" | "lr")
}

/// A constant that every formula knows.
fn is_constant(name: &str) -> bool {
    matches!(name, "pi" | "π" | "e")
}

impl Rule {
    /// The rule that `text` spells.
    ///
    /// # Errors
    /// If it is none or too long: the first place at which it goes wrong.
    pub fn parse(text: &str) -> Result<Rule, RuleMistake> {
        let length = text.chars().count();
        if length > MOST_RULE_CHARACTERS {
            let wanted = say!("the end of a rule of at most {most} characters", most = MOST_RULE_CHARACTERS);
            return Err(RuleMistake { line: 1, mistake: Mistake::new(1, wanted, say!("{length} of them", length)) });
        }
        let mut rule = Rule::default();
        // Each name that a start's value reads, with its place.
        let mut read: Vec<(usize, Mistake)> = Vec::new();
        for (k, line) in text.lines().enumerate() {
            let at_line = |mistake| RuleMistake { line: k + 1, mistake };
            if k == MOST_LINES {
                let wanted = say!("the end of a rule of at most {most} lines", most = MOST_LINES);
                return Err(at_line(Mistake::new(1, wanted, say!("another line"))));
            }
            let code = line.split('#').next().unwrap_or_default();
            let tokens = tokens(code).map_err(at_line)?;
            for token in rule.take(&tokens).map_err(at_line)? {
                if let Kind::Name(name) = token.kind {
                    read.push((k + 1, Mistake::new(token.column, "", name)));
                }
            }
        }
        if !rule.steps.iter().any(|step| matches!(step, Step::Assign(name, _) if name == "w")) {
            let mistake = Mistake::new(1, text!("a line that assigns w, as w = w - lr*g"), say!("none"));
            return Err(RuleMistake { line: text.lines().count().max(1), mistake });
        }
        rule.settle_names();
        let is_fixed = |name: &str| is_constant(name) || rule.parameters.iter().any(|known| known == name);
        for (line, Mistake { column, given, .. }) in read {
            if !is_fixed(&given) && Callee::of(&given).is_none() {
                let wanted = text!("a number or a parameter");
                return Err(RuleMistake { line, mistake: Mistake::new(column, wanted, format!("“{given}”")) });
            }
        }
        Ok(rule)
    }

    /// Takes in a line; the tokens of the value of a start.
    fn take<'a, 'b>(&mut self, line: &'b [Token<'a>]) -> Result<&'b [Token<'a>], Mistake> {
        let kind = |k: usize| line.get(k).map_or(Kind::End, |token| token.kind);
        match (kind(0), kind(1)) {
            (Kind::End, _) => Ok(&[]),
            (Kind::Name("start"), Kind::Name(_)) => {
                let (name, value) = assignment(&line[1..])?;
                if name == "w" {
                    let wanted = text!("another name than w, which starts where the start is");
                    return Err(Mistake::new(line[1].column, wanted, "“w”"));
                }
                self.starts.push((name.into(), value));
                Ok(&line[3..])
            }
            (Kind::Name("at"), second) if second != Kind::Sign('=') => {
                self.steps.push(Step::At(parse_tokens(&line[1..])?));
                Ok(&[])
            }
            _ => {
                let (name, value) = assignment(line)?;
                self.steps.push(Step::Assign(name.into(), value));
                Ok(&[])
            }
        }
    }

    /// Sorts the names into variables and parameters.
    fn settle_names(&mut self) {
        let mut variables: Vec<String> = Vec::new();
        self.starts.iter().for_each(|(name, _)| add(&mut variables, name));
        for step in &self.steps {
            if let Step::Assign(name, _) = step {
                add(&mut variables, name);
            }
        }
        let mut parameters: Vec<String> = Vec::new();
        let mut read = |value: &Expression| {
            for name in value.names() {
                if !is_given(name) && !variables.contains(name) {
                    add(&mut parameters, name);
                }
            }
        };
        self.starts.iter().for_each(|(_, value)| read(value));
        self.steps.iter().for_each(|step| read(step.expression()));
        (self.variables, self.parameters) = (variables, parameters);
    }
}

/// Adds a name that is neither w nor there already.
fn add(names: &mut Vec<String>, name: &String) {
    if name != "w" && !names.contains(name) {
        names.push(name.clone());
    }
}

impl Step {
    /// What is computed.
    pub fn expression(&self) -> &Expression {
        match self {
            Step::Assign(_, value) => value,
            Step::At(place) => place,
        }
    }
}

/// The name and the value of an assignment.
fn assignment<'a>(line: &[Token<'a>]) -> Result<(&'a str, Expression), Mistake> {
    let Kind::Name(name) = line[0].kind else {
        return Err(Mistake::new(line[0].column, text!("the name of what the line assigns"), line[0].kind.words()));
    };
    if is_given(name) || is_constant(name) || Callee::of(name).is_some() {
        let wanted = text!("w or a name of your own, to be assigned");
        return Err(Mistake::new(line[0].column, wanted, format!("“{name}”")));
    }
    match line[1].kind {
        Kind::Sign('=') => Ok((name, parse_tokens(&line[2..])?)),
        other => Err(Mistake::new(line[1].column, say!("an equals sign after {name}", name), other.words())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_by_what_the_lines_do_with_them() {
        let text = "start r = k # where\n\nv = mu*v - lr*dw\nr = r + v^2\nat w + b\nw = w + v/sqrt(r)/t*pi";
        let rule = Rule::parse(text).expect("a rule");
        assert_eq!(rule.variables, ["r", "v"]);
        assert_eq!(rule.parameters, ["k", "mu", "b"]);
        assert_eq!((rule.steps.len(), rule.starts.len()), (4, 1));
    }

    #[test]
    fn a_mistake_says_where_it_is() {
        let says = |text: &str| Rule::parse(text).expect_err("no rule").to_string();
        assert_eq!(says(""), "line 1: wanted a line that assigns w, as w = w - lr*g at column 1, given none");
        assert_eq!(
            says("m = g\n# w = 1"),
            "line 2: wanted a line that assigns w, as w = w - lr*g at column 1, given none"
        );
        assert_eq!(says("m = g\nw = (w - lr*m"), "line 2: wanted a closing parenthesis at column 14, given the end");
        assert_eq!(
            says("w = g\n  g = 1"),
            "line 2: wanted w or a name of your own, to be assigned at column 3, given “g”"
        );
        assert_eq!(
            says("sqrt = 2"),
            "line 1: wanted w or a name of your own, to be assigned at column 1, given “sqrt”"
        );
        assert_eq!(says("w - lr*g"), "line 1: wanted an equals sign after w at column 3, given “-”");
        assert_eq!(says("w"), "line 1: wanted an equals sign after w at column 2, given the end");
        assert_eq!(says("start"), "line 1: wanted an equals sign after start at column 6, given the end");
        assert_eq!(says("3 = w"), "line 1: wanted the name of what the line assigns at column 1, given the number 3");
        assert_eq!(
            says("start r = a + r\nr = g\nw = r"),
            "line 1: wanted a number or a parameter at column 15, given “r”"
        );
        assert_eq!(
            says("start w = 1\nw = g"),
            "line 1: wanted another name than w, which starts where the start is at column 7, given “w”"
        );
        let long = "w = g\n".repeat(41);
        assert_eq!(
            says(&long),
            "line 41: wanted the end of a rule of at most 40 lines at column 1, given another line"
        );
    }
}
