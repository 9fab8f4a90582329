//! Calls in libraries of Python: a class or a function with named arguments, as optimizers and schedules are spelled
//! there.

use crate::parameter::number_text;

/// Whether this build of the crate writes programs; the page's own module does not, and so does not carry their
/// spellings.
const WRITES: bool = cfg!(any(not(target_arch = "wasm32"), feature = "share"));

/// `text`, where this build of the crate writes programs.
pub const fn written<T: Copy>(text: T) -> Option<T> {
    if WRITES { Some(text) } else { None }
}

/// A number as Python: whole ones without a point, so that they may count things.
pub fn literal(value: f64) -> String {
    // Beyond it a whole number is no longer a count.
    const GREATEST: f64 = 1e9;
    if value.fract() == 0.0 && value.abs() < GREATEST { format!("{value:.0}") } else { number_text(value) }
}

/// The same with a point or an exponent, so that it is no whole number.
pub fn fraction(value: f64) -> String {
    let text = literal(value);
    if text.contains(['.', 'e']) { text } else { format!("{text}.0") }
}

/// A call that makes an optimizer or a schedule.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The class or function, as `Adam`.
    pub name: &'static str,
    /// Its named arguments, each with its value as Python.
    pub arguments: Vec<(&'static str, String)>,
    /// Whether it is the same rule only while learning rate and momentum stay as they are.
    pub is_steady: bool,
    /// Whether it evaluates the loss by itself, several times an update.
    pub asks: bool,
    /// λ where λ w has to be added to the gradient beforehand.
    pub penalty: f64,
    /// How many steps it may be asked for.
    pub lasts: f64,
}

impl Call {
    /// A call without arguments.
    pub fn new(name: &'static str) -> Call {
        Call { name, arguments: Vec::new(), is_steady: false, asks: false, penalty: 0.0, lasts: f64::INFINITY }
    }

    /// With one argument more, as it is spelled.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Call {
        self.arguments.push((name, value.into()));
        self
    }

    /// With a number.
    pub fn number(self, name: &'static str, value: f64) -> Call {
        self.with(name, literal(value))
    }

    /// With a number, unless it is `usual`: the library's own default.
    pub fn unless(self, usual: f64, name: &'static str, value: f64) -> Call {
        if value == usual { self } else { self.number(name, value) }
    }

    /// With a pair of numbers, none of which counts anything.
    pub fn pair(self, name: &'static str, [first, second]: [f64; 2]) -> Call {
        self.with(name, format!("({}, {})", fraction(first), fraction(second)))
    }

    /// With a switch turned on, if `is_on`.
    pub fn switch(self, name: &'static str, is_on: bool) -> Call {
        if is_on { self.with(name, "True") } else { self }
    }

    /// As the same rule only while learning rate and momentum stay as they are.
    pub fn steady(self) -> Call {
        Call { is_steady: true, ..self }
    }

    /// As text, after `first` among its arguments.
    pub fn written(&self, first: &str) -> String {
        let named = self.arguments.iter().map(|(name, value)| format!("{name}={value}"));
        let all: Vec<String> =
            Some(first.to_string()).filter(|first| !first.is_empty()).into_iter().chain(named).collect();
        format!("{}({})", self.name, all.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_python() {
        let texts = [1.0, -3.0, 0.5, 1e-8, 1e6, 1e12, 2.5e300].map(literal);
        assert_eq!(texts, ["1", "-3", "0.5", "1e-8", "1000000", "1e12", "2.5e300"]);
        assert_eq!([1.0, 0.5, 1e-8].map(fraction), ["1.0", "0.5", "1e-8"]);
    }

    #[test]
    fn a_call_names_its_arguments() {
        let call = Call::new("Adam").pair("betas", [0.9, 0.999]).number("eps", 1e-8).switch("amsgrad", false);
        assert_eq!(call.written("[w]"), "Adam([w], betas=(0.9, 0.999), eps=1e-8)");
        assert_eq!(call.unless(0.0, "weight_decay", 0.0).switch("maximize", true).arguments.len(), 3);
    }
}
