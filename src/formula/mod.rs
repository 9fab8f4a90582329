//! Formulas and update rules: typed by a user or recorded from code, compiled once, evaluated over any
//! [`Number`](crate::number::Number).
//!
//! The grammar, with `*` and `/` of the same rank whether written or left out, so that 1/2x is (1/2)·x:
//!
//! ```text
//! sum     = product { ("+" | "-") product }
//! product = signed { ("*" | "/") signed | power }        nothing between factors: not between two numbers
//! signed  = ("-" | "+") signed | power
//! power   = primary [ raised ] [ ("^" | "**") signed ]   from the right: 2^3^2 = 2^9, and −x^2 = −(x^2)
//! primary = number | name | function "(" sum { "," sum } ")" | "(" sum ")" | "|" sum "|"
//! ```
//!
//! `raised` is a whole number in raised digits, as in x²; the signs − – · × ⋅ ∗ ÷ and brackets of any kind are read as
//! well.
//! The functions are those of [`Function::ALL`], `log`, which is `ln`, and of two numbers `min`, `max` and `pow`.
//! A name is a letter, Latin or Greek, with letters, digits and `_` after it: `ax` is one name, `2x` and `x y` are
//! products.
//! `pi` and `e` are the constants; names that are neither inputs (x and y of a loss) nor constants are parameters.
//! [`parse`] makes an [`Expression`], [`Expression::tape`] a [`Tape`] in which what occurs twice is computed once.
//! A [`Rule`] is several of them, one assignment a line, and a [`Program`] what that compiles to.
//! There is no parser crate in it: those for formulas evaluate over one number type, and know no product without a
//! sign.

mod builder;
mod expression;
mod function;
mod parser;
mod program;
mod python;
mod recorded;
mod rule;
mod tape;
mod token;
mod typeset;

pub use expression::{Expression, Node, Operator};
pub use function::Function;
pub use parser::{Mistake, RuleMistake, parse};
pub use program::{G, LR, MOMENTUM, Memory, Pair, Program, T, VARIABLES, W};
pub use python::spelled;
pub use recorded::{Recorded, record};
pub use rule::{MOST_LINES, MOST_RULE_CHARACTERS, Rule, Step};
pub use tape::{Op, Tape};
pub use typeset::rule_symbol;

use builder::Builder;
use function::Callee;
use parser::parse_tokens;
use token::{Kind, Token, tokens};

/// A formula has no more characters than this.
pub const MOST_CHARACTERS: usize = 2_000;

/// Signs and powers stand no deeper in one another than this, and groups, which count twice, half as deep.
pub const MOST_DEPTH: usize = 100;

/// A name has no more characters than this.
pub const LONGEST_NAME: usize = 24;
