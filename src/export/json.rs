//! The runs as JSON: columns of numbers, run by run.
//!
//! Numbers are the shortest that read back as the same bits; what JSON has no number for (∞, not a number) is null.

use std::borrow::Cow;

use serde::Serialize;

use super::runs::runs;
use super::{Entry, Family, Job, Make, caption};
use crate::page;
use crate::problem::Problem;
use crate::words::text;

/// JSON.
pub const ENTRY: Entry = Entry {
    key: "json",
    name: "JSON",
    extension: "json",
    media_type: "application/json",
    family: Family::Table,
    about: "every step of every run, as lists of numbers with every digit",
    make: Make::Text(make),
};

/// The file.
#[derive(Serialize)]
struct Table {
    /// What the file is, with the version of its form.
    format: &'static str,
    link: String,
    landscape: Cow<'static, str>,
    formula: String,
    runs: Vec<Written>,
}

/// A run.
#[derive(Serialize)]
struct Written {
    contender: usize,
    optimizer: &'static str,
    start: usize,
    run: usize,
    outcome: String,
    /// After 0, 1, 2, … updates.
    x: Vec<f64>,
    y: Vec<f64>,
    loss: Vec<f64>,
    /// What the update after this step sees.
    gradient_x: Vec<f64>,
    gradient_y: Vec<f64>,
    /// Of update 0, 1, 2, …: one fewer than there are steps.
    rate: Vec<f64>,
}

fn make(job: &Job) -> Result<String, Problem> {
    let words = job.lab.checked().ground.words();
    let one = job.lab.is_curve();
    let runs = runs(job)?.into_iter().map(|run| {
        let trajectory = run.trajectory;
        let gradients: Vec<[f64; 2]> = (0..trajectory.points.len()).map(|t| run.gradient(t)).collect();
        Written {
            contender: run.contender,
            optimizer: run.optimizer,
            start: run.start,
            run: run.repeat,
            outcome: page::outcome_words(&trajectory.outcome, one),
            x: trajectory.points.iter().map(|w| w.x).collect(),
            y: trajectory.points.iter().map(|w| w.y).collect(),
            loss: trajectory.losses.clone(),
            gradient_x: gradients.iter().map(|gradient| gradient[0]).collect(),
            gradient_y: gradients.iter().map(|gradient| gradient[1]).collect(),
            rate: (0..trajectory.steps()).map(|t| trajectory.pace(t).rate).collect(),
        }
    });
    let table = Table {
        format: "steepest runs 1",
        link: caption::link(job),
        landscape: words.name,
        formula: words.formula.into_owned(),
        runs: runs.collect(),
    };
    serde_json::to_string(&table).map_err(|error| Problem::new("json", text!("runs that can be written"), error))
}
