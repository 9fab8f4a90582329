//! Edits of a typed update rule.

use super::Lab;
use crate::experiment::Contender;
use crate::optimizer::OWN;
use crate::parameter::{Given, Setting};
use crate::problem::Problem;
use crate::words::say;

impl Lab {
    /// Lets contender `index`, whose rule is typed, do what `text` spells; the values of parameters that it still has
    /// stay.
    ///
    /// # Errors
    /// If the text is no rule, which names the line and the column, or the contender is another optimizer.
    pub(super) fn type_rule(&mut self, index: usize, field: &str, text: &str) -> Result<(), Problem> {
        let contender = &self.experiment.contenders[index];
        if contender.optimizer != OWN.key {
            return Err(Problem::new(
                field,
                say!("none, since the optimizer is {optimizer}", optimizer = contender.optimizer),
                say!("one"),
            ));
        }
        let changed = contender.clone().with_rule(text.trim_end());
        self.run_rule(index, changed)
    }

    /// Makes contender `index` a rule that can be edited: its optimizer as it is written out, or the rule to begin
    /// with.
    pub(super) fn write_rule(&mut self, index: usize) -> Result<(), Problem> {
        let (entry, settings) = &self.checked.contenders[index];
        match entry.written(settings) {
            Some(text) => self.spell_rule(index, &text),
            None => {
                let fresh = self.fresh(index, OWN.key)?;
                let batching = self.experiment.contenders[index].batching;
                self.change(|e| e.contenders[index] = Contender { batching, ..fresh })
            }
        }
    }

    /// Makes contender `index` the rule that `text` spells, which is its optimizer written out, with its learning rate
    /// and the values of its parameters.
    ///
    /// # Errors
    /// If the text is no rule.
    pub fn spell_rule(&mut self, index: usize, text: &str) -> Result<(), Problem> {
        let (entry, settings) = &self.checked.contenders[index];
        let contender = &self.experiment.contenders[index];
        let value = |key: &'static str| (key.to_string(), settings.get(key).clone());
        let parameters: Given = entry.parameters.iter().map(|parameter| value(parameter.key)).collect();
        let changed = Contender { optimizer: OWN.key.into(), parameters, ..contender.clone() };
        self.run_rule(index, changed.with_rule(text))
    }

    /// Runs `changed`, with those of its parameters that its rule has and that are not as they would be anyway.
    fn run_rule(&mut self, index: usize, mut changed: Contender) -> Result<(), Problem> {
        let (_, known) = changed.parameters(index)?;
        let default = |key: &str| known.iter().find(|parameter| parameter.key == key).map(|p| p.default());
        changed.parameters.retain(|key, setting| match (default(key), setting) {
            (Some(default), Setting::Number(_)) => *setting != default,
            _ => false,
        });
        self.change(|e| e.contenders[index] = changed)
    }
}
