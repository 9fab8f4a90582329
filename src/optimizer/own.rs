//! The update rule that a user types, coordinate by coordinate.
//!
//! The language is that of [`formula::Rule`](crate::formula::Rule).
//! It is compiled once and does what the rule would do in code, with the same bits: the rules of the course notes,
//! typed, are those of this catalogue.
//! The parameter called `mu`, else the one called `beta1`, else `beta`, is the momentum, which a schedule may
//! prescribe.
//! Nothing is known of it: where it is stable, what its steps grow to.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Asks, Beta, Defaults, Entry, Evaluations, Family, Here, Line, Listing, Rule, Stability, lines, listed};
use crate::formula::{
    G, LR, MOMENTUM, Memory, Pair, Program, Rule as Typed, RuleMistake, Step, T, VARIABLES, W, spelled,
};
use crate::linear::Vec2;
use crate::parameter::{Parameter, Range, Setting, Settings, Slider, kept};

/// Under this key the settings hold the text; no parameter has a name with a space in it.
pub const TEXT: &str = "the rule";

/// A typed rule has no more parameters than this, which the check of an experiment sees to.
pub const MOST_PARAMETERS: usize = 12;

/// The rule that a user begins with where there is no other: momentum, as PyTorch has it.
pub const FIRST: &str = "m = mu*m + g\nw = w - lr*m";

/// The parameters of a typed rule: every name that no line assigns; any finite number, 0.9 at first.
///
/// # Errors
/// If the text is no rule.
pub fn parameters(text: &str) -> Result<Vec<Parameter>, RuleMistake> {
    let parameter = |name: &String| {
        let name = kept(name);
        Parameter::number(name, name, "parameter of the rule", 0.9, Range::ANY, Slider::Linear(0.0, 1.0))
    };
    Ok(Typed::parse(text)?.parameters.iter().map(parameter).collect())
}

impl Entry {
    /// The hyper-parameters that there are with these settings: those of a typed rule are known from its text alone.
    pub fn parameters_with(&self, settings: &Settings) -> Cow<'static, [Parameter]> {
        if self.key == OWN.key {
            Cow::Owned(parameters(text(settings)).unwrap_or_default())
        } else {
            Cow::Borrowed(self.parameters)
        }
    }
}

/// The text in the settings.
pub fn text(settings: &Settings) -> &str {
    match settings.find(TEXT) {
        Some(Setting::Choice(text)) => text,
        _ => FIRST,
    }
}

fn value(settings: &Settings, name: &str) -> Option<f64> {
    match settings.find(name) {
        Some(Setting::Number(value)) => Some(*value),
        _ => None,
    }
}

/// A typed rule at work.
#[derive(Clone)]
struct Own {
    program: Arc<Program>,
    /// The names of the variables.
    names: Arc<[&'static str]>,
    memory: Memory,
    /// What is raised to the power t.
    powers: Vec<Beta>,
}

impl Own {
    /// The rule of the settings; one that does nothing if their text is none, which their check has refused.
    fn new(settings: &Settings) -> Own {
        let rule = Typed::parse(text(settings)).unwrap_or_default();
        let program = Program::new(&rule, |name| value(settings, name));
        let momentum = program.momentum.unwrap_or(0.0);
        let powers = program.bases.iter().map(|base| Beta::new(base.unwrap_or(momentum))).collect();
        let names = rule.variables.iter().map(|name| kept(name)).collect();
        Own { memory: program.memory(), program: Arc::new(program), names, powers }
    }
}

fn pair(Vec2 { x, y }: Vec2) -> Pair {
    [x, y]
}

impl Rule for Own {
    #[inline(never)]
    fn step(&mut self, here: &Here) -> Vec2 {
        let Own { program, memory, powers, .. } = self;
        let values = &mut memory.values;
        (values[W], values[G], values[T]) = (pair(here.w), pair(here.gradient), [(here.t + 1) as f64; 2]);
        values[LR] = [here.rate; 2];
        if let Some(own) = program.momentum {
            values[MOMENTUM] = [here.momentum.unwrap_or(own); 2];
        }
        let first = program.first_power();
        for (k, (power, base)) in powers.iter_mut().zip(&program.bases).enumerate() {
            power.next(here.t, if base.is_none() { here.momentum } else { None });
            values[first + k] = [power.power(); 2];
        }
        // Of one parameter y stays where it is.
        let is_plane = here.variables() > 1;
        let place = |[x, y]: Pair| Vec2::new(x, if is_plane { y } else { here.w.y });
        program.run(memory, |at| pair(here.slope(place(at)).gradient));
        place(memory.values[W])
    }

    fn state(&self) -> Vec<(&'static str, Vec2)> {
        let values = self.memory.values[VARIABLES..].iter().map(|[x, y]| Vec2::new(*x, *y));
        self.names.iter().copied().zip(values).collect()
    }

    fn asks(&self, _w: Vec2) -> Asks {
        Asks::Always(Evaluations::GRADIENT.times(self.program.gradients()))
    }
}

/// The rule of the settings as Python.
fn listing(settings: &Settings) -> Listing {
    let rule = Typed::parse(text(settings)).unwrap_or_default();
    let mut listing = Listing::bare("");
    for name in &rule.variables {
        let start = rule.starts.iter().rfind(|(known, _)| known == name);
        let value = start.map_or_else(|| "0".into(), |(_, value)| value.python());
        listing.before.push(format!("{} = {value}", spelled(name)).into());
    }
    // Where the first line takes the gradient elsewhere, nothing needs that at w.
    if !matches!(rule.steps.first(), Some(Step::At(_))) {
        listing = listing.then(lines! { "dw = gradient(loss, mini_batch, w)" => "dw" });
    }
    for (k, step) in rule.steps.iter().enumerate() {
        let value = step.expression().python();
        let (text, shows) = match step {
            Step::At(_) => (format!("dw = gradient(loss, mini_batch, {value})"), Vec::new()),
            Step::Assign(name, _) => {
                // What a variable is shown to be is what it is after the update.
                let again = |later: &Step| matches!(later, Step::Assign(other, _) if other == name);
                let is_last = !rule.steps[k + 1..].iter().any(again);
                (format!("{} = {value}", spelled(name)), is_last.then(|| kept(name)).into_iter().collect())
            }
        };
        listing.update.push(Line { text: text.into(), shows });
    }
    listing
}

/// The description of typed rules: all but the rule itself and its parameters.
pub static OWN: Entry = Entry {
    key: "own",
    name: "Your rule",
    rule: r"\mathbf{m} \leftarrow \mu \mathbf{m} + \mathbf{g} \\ \mathbf{w} \leftarrow \mathbf{w} - \eta \, \mathbf{m}",
    family: Family::Own,
    source: "An update rule that you type, one assignment a line: g, w, t, lr, variables and parameters of your own.",
    defaults: &[Defaults::own("yours", 0.01)],
    parameters: &[],
    gain: |_| 1.0,
    stability: |_| Stability::Unknown,
    linear: None,
    code: listed(listing),
    is_rule: |_| true,
    torch: None,
    optax: None,
    build: |s| Box::new(Own::new(s)),
    abreast: None,
};
