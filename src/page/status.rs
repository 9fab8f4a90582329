//! How contenders stand, in words.

use std::borrow::Cow;

use serde::Serialize;

use super::{show_found, show_place, show_short};
use crate::lab::Lab;
use crate::outcome::Outcome;
use crate::run::Missing;
use crate::stationary::Kind as PointKind;
use crate::words::{say, word};

/// How a contender stands at a step, in words.
#[derive(Serialize)]
pub struct Status {
    name: Cow<'static, str>,
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
    let name = word(lab.checked().contenders[index].0.name);
    let t = step.min(run.steps());
    let here = lab.objective().slope(run.points[t]);
    let unfinished = matches!(lab.missing(), Missing::Updates(_)) && run.steps() < lab.checked().updates[index];
    let (tone, outcome, brief) = match lab.outcome_at(index, step) {
        Some(outcome) if unfinished && !outcome.is_lost() => {
            let words = say!("computed to step {steps}", steps = run.steps());
            ("running", words.clone(), words)
        }
        None => ("running", say!("running"), say!("running")),
        // Where each update sees something else, to and fro is what the data or the noise make of it.
        Some(Outcome::Oscillating) if !lab.seen(index).is_exact() => ("open", say!("fluctuating"), say!("fluctuating")),
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
        Missing::Losses => say!("the loss at every step"),
        Missing::Updates(step) => say!("the steps from {step} on", step),
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
            let (kind, at) = (word(kind.words()), show_found(*at, one));
            say!("reached the {kind} {at} at step {since}", kind, at, since)
        }
        Outcome::Settled { kind, at, since } => {
            let (kind, at) = (word(kind.words()), show_found(*at, one));
            say!("stuck at the {kind} {at} since step {since}", kind, at, since)
        }
        Outcome::Held { at, since, minimum: true } => {
            say!("reached the best point of the box, {at}, at step {since}", at = show_found(*at, one), since)
        }
        Outcome::Held { at, since, .. } => {
            say!(
                "held at the edge of the box, {at}, since step {since}; it gets better inwards",
                at = show_found(*at, one),
                since
            )
        }
        Outcome::Oscillating => say!("oscillating"),
        Outcome::Moving => say!("still moving"),
        Outcome::Unmoved => say!("not moving"),
        Outcome::Diverged { step } => say!("diverged at step {step}", step),
        Outcome::Undefined { step } => say!("undefined after step {step}", step),
    }
}

/// The words of [`outcome_words`] that matter most.
fn brief_words(outcome: &Outcome, one: bool) -> String {
    match outcome {
        Outcome::Settled { kind, at, since } => {
            let (place, is_stuck) = (show_place(*at, one, 3), tone(outcome) == "stuck");
            let kind = word(kind.words());
            if is_stuck {
                say!("stuck at {kind} {place}, step {since}", kind, place, since)
            } else {
                say!("{kind} {place}, step {since}", kind, place, since)
            }
        }
        Outcome::Held { at, since, .. } => {
            let place = show_place(*at, one, 3);
            if tone(outcome) == "stuck" {
                say!("held at the wrong edge {place}, step {since}", place, since)
            } else {
                say!("best point of the box {place}, step {since}", place, since)
            }
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
