//! The elementary functions of formulas, by name.

use crate::number::{Number, taylor};

/// A function of one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Function {
    /// The square root.
    Sqrt,
    /// The exponential function.
    Exp,
    /// The natural logarithm.
    Ln,
    /// The logarithm to base 10.
    Log10,
    /// The sine of an angle in radians.
    Sin,
    /// The cosine of an angle in radians.
    Cos,
    /// The tangent of an angle in radians.
    Tan,
    /// The inverse sine, in radians.
    Asin,
    /// The inverse cosine, in radians.
    Acos,
    /// The inverse tangent, in radians.
    Atan,
    /// The hyperbolic sine.
    Sinh,
    /// The hyperbolic cosine.
    Cosh,
    /// The hyperbolic tangent.
    Tanh,
    /// The inverse hyperbolic sine.
    Asinh,
    /// The inverse hyperbolic cosine.
    Acosh,
    /// The inverse hyperbolic tangent.
    Atanh,
    /// The absolute value.
    Abs,
    /// ln(1 + eᶻ).
    Softplus,
}

impl Function {
    /// Every function, with its name in formulas.
    pub const ALL: [(&'static str, Function); 18] = [
        ("sqrt", Function::Sqrt),
        ("exp", Function::Exp),
        ("ln", Function::Ln),
        ("log10", Function::Log10),
        ("sin", Function::Sin),
        ("cos", Function::Cos),
        ("tan", Function::Tan),
        ("asin", Function::Asin),
        ("acos", Function::Acos),
        ("atan", Function::Atan),
        ("sinh", Function::Sinh),
        ("cosh", Function::Cosh),
        ("tanh", Function::Tanh),
        ("asinh", Function::Asinh),
        ("acosh", Function::Acosh),
        ("atanh", Function::Atanh),
        ("abs", Function::Abs),
        ("softplus", Function::Softplus),
    ];

    /// The name in formulas.
    pub fn name(self) -> &'static str {
        Function::ALL.iter().find(|(_, function)| *function == self).map_or("", |(name, _)| name)
    }

    /// The function's value at `z`.
    #[inline]
    pub fn of<N: Number>(self, z: N) -> N {
        match self {
            Function::Sqrt => z.sqrt(),
            Function::Exp => z.exp(),
            Function::Ln => z.ln(),
            Function::Log10 => z.log10(),
            Function::Sin => z.sin(),
            Function::Cos => z.cos(),
            Function::Tan => z.tan(),
            Function::Asin => z.asin(),
            Function::Acos => z.acos(),
            Function::Atan => z.atan(),
            Function::Sinh => z.sinh(),
            Function::Cosh => z.cosh(),
            Function::Tanh => z.tanh(),
            Function::Asinh => z.asinh(),
            Function::Acosh => z.acosh(),
            Function::Atanh => z.atanh(),
            Function::Abs => z.abs(),
            Function::Softplus => z.softplus(),
        }
    }

    /// Whether no value of it is negative.
    pub fn is_never_negative(self) -> bool {
        use Function::*;
        matches!(self, Sqrt | Exp | Acos | Cosh | Acosh | Abs | Softplus)
    }

    /// Whether its value has the sign of z.
    pub fn keeps_sign(self) -> bool {
        use Function::*;
        matches!(self, Asin | Atan | Sinh | Tanh | Asinh | Atanh)
    }

    /// h(z), h′(z) and h″(z).
    #[inline]
    pub fn taylor<N: Number>(self, z: N) -> [N; 3] {
        match self {
            Function::Sqrt => taylor::sqrt(z),
            Function::Exp => taylor::exp(z),
            Function::Ln => taylor::ln(z),
            Function::Log10 => taylor::log10(z),
            Function::Sin => taylor::sin(z),
            Function::Cos => taylor::cos(z),
            Function::Tan => taylor::tan(z),
            Function::Asin => taylor::asin(z),
            Function::Acos => taylor::acos(z),
            Function::Atan => taylor::atan(z),
            Function::Sinh => taylor::sinh(z),
            Function::Cosh => taylor::cosh(z),
            Function::Tanh => taylor::tanh(z),
            Function::Asinh => taylor::asinh(z),
            Function::Acosh => taylor::acosh(z),
            Function::Atanh => taylor::atanh(z),
            Function::Abs => taylor::abs(z),
            Function::Softplus => taylor::softplus(z),
        }
    }
}

/// What stands before a parenthesis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Callee {
    /// A function of one number.
    One(Function),
    /// min, max or pow, of two.
    Two(super::Operator),
}

impl Callee {
    /// The function called `name`; `log` is `ln`.
    pub fn of(name: &str) -> Option<Callee> {
        use super::Operator;
        match name {
            "log" => Some(Callee::One(Function::Ln)),
            "min" => Some(Callee::Two(Operator::Min)),
            "max" => Some(Callee::Two(Operator::Max)),
            "pow" => Some(Callee::Two(Operator::Power)),
            _ => Function::ALL.iter().find(|(known, _)| *known == name).map(|(_, function)| Callee::One(*function)),
        }
    }

    /// The name of a function that is most like `name`: the fewest letters to change, take away or add.
    pub fn nearest(name: &str) -> &'static str {
        let others = ["log", "min", "max", "pow"];
        let names = Function::ALL.iter().map(|(known, _)| *known).chain(others);
        names.min_by_key(|known| distance(known, name)).unwrap_or("sqrt")
    }
}

/// How many letters have to be changed, taken away or added (V. I. Levenshtein, Binary codes capable of correcting
/// deletions, insertions, and reversals, 1966).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let changed = corner + usize::from(letter != *other);
            corner = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_the_one_that_was_meant() {
        for (typed, meant) in [("sine", "sin"), ("sqr", "sqrt"), ("lg", "ln"), ("arctan", "atan"), ("Exp", "exp")] {
            assert_eq!(Callee::nearest(typed), meant, "{typed}");
        }
    }
}
