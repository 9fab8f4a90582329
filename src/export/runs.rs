//! The runs of a race, for tables.

use super::Job;
use crate::experiment::Seen;
use crate::lab::Lab;
use crate::problem::Problem;
use crate::run::{self, Trajectory};

/// The most rows of a table: about 150 MB of text.
pub const MOST_ROWS: usize = 1_000_000;

/// A run of a contender.
pub struct Run<'a> {
    /// The contender's number, from 1.
    pub contender: usize,
    /// Its optimizer's name.
    pub optimizer: &'static str,
    /// The number of its start, from 1.
    pub start: usize,
    /// The number of its repetition, from 1.
    pub repeat: usize,
    /// The run itself.
    pub trajectory: &'a Trajectory,
    /// What its updates see.
    seen: Seen,
}

impl Run<'_> {
    /// The gradient that the update after step `t` sees.
    pub fn gradient(&self, t: usize) -> [f64; 2] {
        let gradient = self.seen.objective().slope_at(t, self.trajectory.points[t]).gradient;
        [gradient.x, gradient.y]
    }
}

/// Every run of every contender: start by start, and repetition by repetition within each.
///
/// # Errors
/// None in an experiment that has passed its check.
pub fn runs<'a>(job: &Job<'a>) -> Result<Vec<Run<'a>>, Problem> {
    let (lab, mut all) = (job.lab, Vec::new());
    for contender in 0..lab.experiment().contenders.len() {
        let repeats = lab.checked().repeats[contender];
        for (place, trajectory) in lab.runs(contender).iter().enumerate() {
            all.push(Run {
                contender: contender + 1,
                optimizer: lab.checked().contenders[contender].0.name,
                start: place / repeats + 1,
                repeat: place % repeats + 1,
                trajectory,
                seen: lab.experiment().seen(&lab.checked().ground, contender, place % repeats)?,
            });
        }
    }
    Ok(all)
}

/// Makes what is missing of a session's race, however long it takes.
///
/// # Errors
/// None in an experiment that has passed its check.
pub fn complete(lab: &mut Lab) -> Result<(), Problem> {
    if lab.missing() != run::Missing::Nothing {
        let race = run::race(lab.experiment())?;
        lab.complete(lab.generation(), race.trajectories.iter().map(Trajectory::flatten))?;
    }
    Ok(())
}
