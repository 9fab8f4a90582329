//! Whether what a lesson claims is so.

use super::claim::Claim;
use super::measure::{self, Truth};
use super::number::Written;
use super::{Lesson, place};
use crate::experiment::Experiment;
use crate::parameter::number_text;
use crate::problem::Problem;

impl Claim {
    /// What is wrong with the claim on the experiment of its scene; none if it is right.
    ///
    /// # Errors
    /// If there is no such number.
    fn wrong(&self, experiment: &Experiment) -> Result<Option<Problem>, Problem> {
        let truth = measure::truth(self, experiment)?;
        let text = self.written.trim();
        let (is_right, wanted) = match &truth {
            Truth::Number(number) => {
                let is_right = Written::read(text).is_some_and(|written| written.is(*number));
                (is_right, number_text(*number))
            }
            Truth::Never => (text == "never", "never".into()),
            Truth::Words(words, short) => {
                let rest = words.strip_prefix(text);
                (text == *short || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')), words.clone())
            }
        };
        Ok((!is_right).then(|| Problem::new("claim", wanted, text)))
    }
}

impl Lesson {
    /// Every claim that is not so, by file and line; nothing if all are.
    pub fn wrong_claims(&self) -> Vec<Problem> {
        self.claims.iter().filter_map(|claim| self.wrong_claim(claim)).collect()
    }

    /// What is wrong with one of the lesson's claims; none if it is right.
    pub fn wrong_claim(&self, claim: &Claim) -> Option<Problem> {
        let found = match Experiment::from_link(&self.scenes[claim.scene].link) {
            Ok(experiment) => claim.wrong(&experiment),
            Err(problem) => Err(problem),
        };
        let name = format!("{}: claim:{}", place(&self.file, claim.line), claim.source);
        match found {
            Ok(wrong) => wrong.map(|wrong| Problem { field: name, ..wrong }),
            Err(problem) => Some(Problem { field: format!("{name}: {}", problem.field), ..problem }),
        }
    }
}
