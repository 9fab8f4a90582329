//! How contenders stand, in words.

use serde::Serialize;

use super::{show_found, show_place, show_short};
use crate::lab::Lab;
use crate::outcome::Outcome;
use crate::run::Missing;
use crate::stationary::Kind as PointKind;

/// How a contender stands at a step, in words.
#[derive(Serialize)]
pub struct Status {
    name: &'static str,
    step: usize,
    loss: String,
    gradient: String,
    pub(super) outcome: String,
    /// The same in as few words as there is room for on a panel.
    pub(super) brief: String,
    /// `running`, `reached`, `stuck`, `lost` or `open`: for its colour and sign.
    pub(super) tone: &'static str,
}

/// How every contender's followed run stands when the clock stands at `clock`.
pub fn statuses(lab: &Lab, clock: usize) -> Vec<Status> {
    (0..lab.experiment().contenders.len()).map(|index| status(lab, index, lab.step_of(index, clock))).collect()
}

/// How contender `index`'s followed run stands at its own `step`.
pub(super) fn status(lab: &Lab, index: usize, step: usize) -> Status {
    let run = lab.followed(index);
    let name = lab.checked().contenders[index].0.name;
    let t = step.min(run.steps());
    let here = lab.objective().slope(run.points[t]);
    let unfinished = matches!(lab.missing(), Missing::Updates(_)) && run.steps() < lab.checked().updates[index];
    let (tone, outcome, brief) = match lab.outcome_at(index, step) {
        Some(outcome) if unfinished && !outcome.is_lost() => {
            let words = format!("computed to step {}", run.steps());
            ("running", words.clone(), words)
        }
        None => ("running", "running".into(), "running".into()),
        // Where each update sees something else, to and fro is what the data or the noise make of it.
        Some(Outcome::Oscillating) if !lab.seen(index).is_exact() => {
            ("open", "fluctuating".into(), "fluctuating".into())
        }
        Some(outcome) => {
            let one = lab.is_curve();
            (tone(&outcome), outcome_words(&outcome, one), brief_words(&outcome, one))
        }
    };
    let (loss, gradient) = (show_short(here.loss), show_short(here.gradient.norm()));
    Status { name, step: t, loss, gradient, outcome, brief, tone }
}

/// What is missing of the race and has to be computed, in words; empty if nothing is.
pub fn missing_words(lab: &Lab) -> String {
    match lab.missing() {
        Missing::Nothing => String::new(),
        Missing::Losses => "the loss at every step".into(),
        Missing::Updates(step) => format!("the steps from {step} on"),
    }
}

fn tone(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Settled { kind: PointKind::Minimum | PointKind::DegenerateMinimum, .. } => "reached",
        Outcome::Held { minimum: true, .. } => "reached",
        Outcome::Settled { .. } | Outcome::Held { .. } => "stuck",
        Outcome::Diverged { .. } | Outcome::Undefined { .. } => "lost",
        Outcome::Oscillating | Outcome::Moving | Outcome::Unmoved => "open",
    }
}

/// An outcome in words; places of a landscape of `one` parameter are a number, else a pair.
pub fn outcome_words(outcome: &Outcome, one: bool) -> String {
    match outcome {
        Outcome::Settled { kind: kind @ (PointKind::Minimum | PointKind::DegenerateMinimum), at, since } => {
            format!("reached the {} {} at step {since}", kind.words(), show_found(*at, one))
        }
        Outcome::Settled { kind, at, since } => {
            format!("stuck at the {} {} since step {since}", kind.words(), show_found(*at, one))
        }
        Outcome::Held { at, since, minimum: true } => {
            format!("reached the best point of the box, {}, at step {since}", show_found(*at, one))
        }
        Outcome::Held { at, since, .. } => {
            format!("held at the edge of the box, {}, since step {since}; the loss falls inwards", show_found(*at, one))
        }
        Outcome::Oscillating => "oscillating".into(),
        Outcome::Moving => "still moving".into(),
        Outcome::Unmoved => "not moving".into(),
        Outcome::Diverged { step } => format!("diverged at step {step}"),
        Outcome::Undefined { step } => format!("undefined (0/0) after step {step}"),
    }
}

/// The words of [`outcome_words`] that matter most.
fn brief_words(outcome: &Outcome, one: bool) -> String {
    match outcome {
        Outcome::Settled { kind, at, since } => {
            let place = show_place(*at, one, 3);
            let stuck = if tone(outcome) == "stuck" { "stuck at " } else { "" };
            format!("{stuck}{} {place}, step {since}", kind.words())
        }
        Outcome::Held { at, since, .. } => {
            let place = show_place(*at, one, 3);
            let verdict = if tone(outcome) == "stuck" { "held at the wrong edge" } else { "best point of the box" };
            format!("{verdict} {place}, step {since}")
        }
        _ => outcome_words(outcome, one),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear::Vec2;

    #[test]
    fn every_outcome_has_its_own_words() {
        let at = Vec2::new(1.0, -1.0);
        let words = outcome_words(&Outcome::Settled { kind: PointKind::Minimum, at, since: 12 }, false);
        assert_eq!(words, "reached the minimum (1, −1) at step 12");
        let words = outcome_words(&Outcome::Settled { kind: PointKind::Saddle, at, since: 3 }, false);
        assert_eq!(words, "stuck at the saddle (1, −1) since step 3");
        assert_eq!(outcome_words(&Outcome::Diverged { step: 7 }, false), "diverged at step 7");
    }
}
