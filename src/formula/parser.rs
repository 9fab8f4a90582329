//! From tokens to an expression, by recursive descent; where it fails, what was wanted there.

use std::borrow::Cow;
use std::fmt;

use super::{Callee, Expression, Function, Kind, MOST_CHARACTERS, MOST_DEPTH, Node, Operator, Token, tokens};

use crate::words::{say, text, word};

/// Why a text is no formula, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The place in the text, counted in characters from 1.
    pub column: usize,
    /// What was wanted there.
    pub wanted: String,
    /// What is there.
    pub given: String,
}

impl Mistake {
    /// A mistake at `column`.
    ///
    /// A static text, marked by `text!`, is looked up here; any other is in the user's language already.
    pub fn new(column: usize, wanted: impl Into<Cow<'static, str>>, given: impl Into<String>) -> Mistake {
        let wanted = match wanted.into() {
            Cow::Borrowed(english) => word(english),
            said => said,
        };
        Mistake { column, wanted: wanted.into_owned(), given: given.into() }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mistake { column, wanted, given } = self;
        f.write_str(&say!("wanted {wanted} at column {column}, given {given}", wanted, column, given))
    }
}

/// Why a text is no update rule, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleMistake {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong in it.
    pub mistake: Mistake,
}

impl fmt::Display for RuleMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&say!("line {line}: {mistake}", line = self.line, mistake = self.mistake))
    }
}

/// The formula that `text` spells.
///
/// # Errors
/// If it is none, too long or too deep: the first place at which it goes wrong.
pub fn parse(text: &str) -> Result<Expression, Mistake> {
    let length = text.chars().count();
    if length > MOST_CHARACTERS {
        let wanted = say!("the end of a formula of at most {most} characters", most = MOST_CHARACTERS);
        return Err(Mistake::new(MOST_CHARACTERS + 1, wanted, say!("{length} of them", length)));
    }
    parse_tokens(&tokens(text)?)
}

/// The formula that `tokens` spell, of which the last is the end.
pub(super) fn parse_tokens(tokens: &[Token]) -> Result<Expression, Mistake> {
    let mut parser = Parser { tokens, next: 0, depth: 0, open: Vec::new(), made: Expression::default() };
    parser.sum()?;
    match parser.peek() {
        Kind::End => Ok(parser.made),
        Kind::Sign(')') => Err(parser.wanted(text!("no closing parenthesis, for none is open,"))),
        _ => Err(parser.wanted(text!("an operator or the end"))),
    }
}

struct Parser<'a> {
    tokens: &'a [Token<'a>],
    next: usize,
    depth: usize,
    /// What closes each group that is open.
    open: Vec<char>,
    made: Expression,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Kind<'a> {
        self.tokens[self.next].kind
    }

    /// The column of the next token.
    fn column(&self) -> usize {
        self.tokens[self.next].column
    }

    /// The mistake that the next token is not what was `wanted`.
    fn wanted(&self, wanted: impl Into<Cow<'static, str>>) -> Mistake {
        Mistake::new(self.column(), wanted, self.peek().words())
    }

    /// Goes past `sign` if it is next.
    fn take(&mut self, sign: char) -> bool {
        let is_next = self.peek() == Kind::Sign(sign);
        self.next += usize::from(is_next);
        is_next
    }

    fn sum(&mut self) -> Result<usize, Mistake> {
        let mut left = self.product()?;
        loop {
            let operator = match self.peek() {
                Kind::Sign('+') => Operator::Add,
                Kind::Sign('-') => Operator::Subtract,
                _ => return Ok(left),
            };
            self.next += 1;
            let right = self.product()?;
            left = self.made.push(Node::Binary(operator, left, right));
        }
    }

    fn product(&mut self) -> Result<usize, Mistake> {
        let mut left = self.signed()?;
        loop {
            let after_number = matches!(self.tokens[self.next - 1].kind, Kind::Number(_));
            let operator = match self.peek() {
                Kind::Sign('*') => Operator::Multiply,
                Kind::Sign('/') => Operator::Divide,
                Kind::Number(_) if after_number => return Err(self.wanted(text!("an operator between two numbers"))),
                // Nothing is written: a product.
                Kind::Number(_) | Kind::Name(_) | Kind::Sign('(') => {
                    let right = self.power()?;
                    left = self.made.push(Node::Binary(Operator::Multiply, left, right));
                    continue;
                }
                // What could close a group does; else it opens one.
                Kind::Sign('|') if self.open.last() != Some(&'|') => {
                    let right = self.power()?;
                    left = self.made.push(Node::Binary(Operator::Multiply, left, right));
                    continue;
                }
                _ => return Ok(left),
            };
            self.next += 1;
            let right = self.signed()?;
            left = self.made.push(Node::Binary(operator, left, right));
        }
    }

    fn signed(&mut self) -> Result<usize, Mistake> {
        self.deeper(|parser| {
            if parser.take('+') {
                return parser.signed();
            }
            if parser.take('-') {
                let inner = parser.signed()?;
                return Ok(parser.made.push(Node::Negate(inner)));
            }
            parser.power()
        })
    }

    fn power(&mut self) -> Result<usize, Mistake> {
        let mut base = self.primary()?;
        if let Kind::Raised(n) = self.peek() {
            self.next += 1;
            let exponent = self.made.push(Node::Number(f64::from(n)));
            base = self.made.push(Node::Binary(Operator::Power, base, exponent));
        }
        if !self.take('^') {
            return Ok(base);
        }
        let exponent = self.signed()?;
        Ok(self.made.push(Node::Binary(Operator::Power, base, exponent)))
    }

    fn primary(&mut self) -> Result<usize, Mistake> {
        match self.peek() {
            Kind::Number(value) => {
                self.next += 1;
                Ok(self.made.push(Node::Number(value)))
            }
            Kind::Name(name) => self.named(name),
            Kind::Sign('(') => self.deeper(|parser| {
                parser.next += 1;
                let inner = parser.group(')')?;
                parser.close(')')?;
                Ok(inner)
            }),
            Kind::Sign('|') => self.deeper(|parser| {
                parser.next += 1;
                let inner = parser.group('|')?;
                parser.close('|')?;
                Ok(parser.made.push(Node::Apply(Function::Abs, inner)))
            }),
            _ => Err(self.wanted(text!("a number, a name or an opening parenthesis"))),
        }
    }

    /// A name, or a function with its arguments.
    fn named(&mut self, name: &str) -> Result<usize, Mistake> {
        let before = self.next;
        self.next += 1;
        let is_called = self.peek() == Kind::Sign('(');
        match Callee::of(name) {
            Some(callee) if is_called => self.deeper(|parser| parser.call(name, callee)),
            Some(_) => Err(self.wanted(say!("an opening parenthesis after {name}", name))),
            None if is_called && !Expression::is_known(name) => {
                self.next = before;
                let wanted = say!(
                    "a function before the parenthesis (nearest: {name}; a product has a *)",
                    name = Callee::nearest(name)
                );
                Err(self.wanted(wanted))
            }
            None => Ok(self.made.name(name)),
        }
    }

    fn call(&mut self, name: &str, callee: Callee) -> Result<usize, Mistake> {
        self.next += 1;
        let first = self.group(')')?;
        match callee {
            Callee::One(function) => {
                if self.peek() == Kind::Sign(',') {
                    return Err(self.wanted(say!("one argument of {name}, so a closing parenthesis", name)));
                }
                self.close(')')?;
                Ok(self.made.push(Node::Apply(function, first)))
            }
            Callee::Two(operator) => {
                if !self.take(',') {
                    return Err(self.wanted(say!("a comma and the second argument of {name}", name)));
                }
                let second = self.group(')')?;
                if self.peek() == Kind::Sign(',') {
                    return Err(self.wanted(say!("two arguments of {name}, so a closing parenthesis", name)));
                }
                self.close(')')?;
                Ok(self.made.push(Node::Binary(operator, first, second)))
            }
        }
    }

    /// A sum that something closes.
    fn group(&mut self, closing: char) -> Result<usize, Mistake> {
        self.open.push(closing);
        let inner = self.sum();
        self.open.pop();
        inner
    }

    fn close(&mut self, closing: char) -> Result<(), Mistake> {
        let words = if closing == ')' { text!("a closing parenthesis") } else { text!("a closing |") };
        if self.take(closing) { Ok(()) } else { Err(self.wanted(words)) }
    }

    fn deeper(&mut self, inner: impl FnOnce(&mut Self) -> Result<usize, Mistake>) -> Result<usize, Mistake> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return Err(self.wanted(say!("nothing that is more than {most} deep", most = MOST_DEPTH)));
        }
        let made = inner(self);
        self.depth -= 1;
        made
    }
}
