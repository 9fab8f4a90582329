//! The languages that an experiment can be written in, and how each spells what all of them have.

use super::names_word;

/// A library of Python in which an experiment is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// PyTorch: its optimizers and schedulers where it has the same, and its derivatives.
    PyTorch,
    /// NumPy alone: every rule and every derivative written out.
    NumPy,
    /// JAX, with the optimizers of optax where it has the same.
    Jax,
}

/// Functions of one or two numbers that rules are written in, in the words of NumPy.
const ELEMENTWISE: [&str; 24] = [
    "sqrt",
    "exp",
    "log",
    "log10",
    "sin",
    "cos",
    "tan",
    "arcsin",
    "arccos",
    "arctan",
    "sinh",
    "cosh",
    "tanh",
    "arcsinh",
    "arccosh",
    "arctanh",
    "logaddexp",
    "heaviside",
    "sign",
    "maximum",
    "minimum",
    "where",
    "clip",
    "mean",
];

/// Other words of NumPy.
const WORDS: [&str; 6] = ["array", "dot", "identity", "inf", "nan", "outer"];

/// What is linear algebra.
const LINEAR: [&str; 2] = ["eigh", "norm"];

impl Dialect {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Dialect; 3] = [Dialect::PyTorch, Dialect::NumPy, Dialect::Jax];

    /// The name on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Dialect::PyTorch => "pytorch",
            Dialect::NumPy => "numpy",
            Dialect::Jax => "jax",
        }
    }

    /// The name on the page.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::PyTorch => "PyTorch",
            Dialect::NumPy => "NumPy",
            Dialect::Jax => "JAX and optax",
        }
    }

    /// What a program in it is called as a file; `numpy.py` would stand in the way of NumPy itself.
    pub fn file(self) -> &'static str {
        match self {
            Dialect::PyTorch => "steepest_pytorch.py",
            Dialect::NumPy => "steepest_numpy.py",
            Dialect::Jax => "steepest_jax.py",
        }
    }

    /// The dialect called `key`.
    pub fn of(key: &str) -> Option<Dialect> {
        Dialect::ALL.into_iter().find(|dialect| dialect.key() == key)
    }

    /// What makes an array of numbers.
    pub(super) fn array(self) -> &'static str {
        if self == Dialect::PyTorch { "torch.tensor" } else { "array" }
    }

    /// What `body` imports, line by line, besides the standard library.
    pub(super) fn imports(self, body: &str) -> Vec<String> {
        let code: Vec<&str> = body.lines().filter(|line| !line.contains("\"\"\"")).collect();
        let used = |words: &[&'static str]| -> Vec<&'static str> {
            words.iter().copied().filter(|word| code.iter().any(|line| names_word(line, word))).collect()
        };
        let from = |module: &str, words: &[&str]| {
            (!words.is_empty()).then(|| format!("from {module} import {}", words.join(", ")))
        };
        let mut plain = used(&WORDS);
        let (elementwise, linear) = (used(&ELEMENTWISE), used(&LINEAR));
        match self {
            Dialect::NumPy => {
                plain.extend(elementwise);
                plain.push("seterr");
                plain.sort_unstable();
                [from("numpy", &plain), from("numpy.linalg", &linear)].into_iter().flatten().collect()
            }
            Dialect::Jax => {
                plain.extend(elementwise);
                plain.sort_unstable();
                let optax = names_word(body, "optax").then(|| "import optax".to_string());
                let lines =
                    [Some("import jax".into()), optax, from("jax.numpy", &plain), from("jax.numpy.linalg", &linear)];
                lines.into_iter().flatten().collect()
            }
            Dialect::PyTorch => {
                for word in &mut plain {
                    if *word == "identity" {
                        *word = "eye as identity";
                    }
                }
                let mut lines = vec!["import torch".to_string()];
                lines.extend([from("torch", &plain), from("torch.linalg", &linear)].into_iter().flatten());
                lines
            }
        }
    }

    /// What stands before all else: numbers of double precision, and no noise about runs that leave.
    pub(super) fn settings(self, body: &str) -> Vec<String> {
        match self {
            Dialect::NumPy => vec!["seterr(all=\"ignore\")  # A run may leave the finite numbers.".into()],
            Dialect::Jax => vec!["jax.config.update(\"jax_enable_x64\", True)".into()],
            Dialect::PyTorch => {
                let mut lines = vec!["torch.set_default_dtype(torch.float64)".to_string()];
                let code: Vec<&str> = body.lines().filter(|line| !line.contains("\"\"\"")).collect();
                let is_used = |word: &&str| code.iter().any(|line| names_word(line, word));
                let lifted: Vec<&str> = ELEMENTWISE.into_iter().filter(is_used).collect();
                if !lifted.is_empty() {
                    lines.extend(LIFTED.lines().map(String::from));
                    lines.extend(["".into(), "".into()]);
                    lines.extend(lifted.iter().map(|word| format!("{word} = lifted(torch.{word})")));
                }
                lines
            }
        }
    }
}

/// PyTorch's functions take no plain numbers, and rules have some.
const LIFTED: &str = "

def lifted(function):
    \"\"\"A function of tensors, for plain numbers as well.\"\"\"
    def tensor(number):
        return number if isinstance(number, torch.Tensor) else torch.tensor(float(number))
    return lambda *numbers: function(*map(tensor, numbers))";
