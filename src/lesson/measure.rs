//! What claims are measured by: the run of their scene, computed as the page computes it.

use super::claim::{Claim, Form, Moment, Quantity};
use crate::experiment::Experiment;
use crate::lab::Lab;
use crate::linear::Vec2;
use crate::map::{Atlas, Grid, Map, MapKind, Survey, boundary, known_places};
use crate::outcome::{self, Outcome};
use crate::page;
use crate::problem::Problem;
use crate::run::{self, Trajectory};
use crate::stationary::Kind;

/// No map of a claim has more starts on a side.
const LARGEST: usize = 1000;

/// What a claim says is so.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Truth {
    /// A number.
    Number(f64),
    /// What never happens.
    Never,
    /// Words, the first of them whole: any beginning of it that ends with a word will do, and so will the others.
    Words(String, &'static str),
}

/// What is so of `experiment` where `claim` states something.
pub(super) fn truth(claim: &Claim, experiment: &Experiment) -> Result<Truth, Problem> {
    let lab = Lab::new(experiment.clone())?;
    let curvature = |at: Vec2| {
        let hessian = lab.objective().curvature(at).hessian;
        if lab.is_curve() { [hessian.xx; 2] } else { hessian.eigen().values }
    };
    match claim.form {
        Form::Value { at } => return Ok(Truth::Number(lab.objective().value(at))),
        Form::Eigenvalue { at, least } => return Ok(Truth::Number(curvature(at)[usize::from(!least)])),
        Form::Limit { at } => return Ok(Truth::Number(2.0 / curvature(at)[1])),
        _ => {}
    }
    within("c", claim.contender, experiment.contenders.len(), "contenders")?;
    within("s", claim.start, experiment.starts_of(claim.contender).len(), "starts")?;
    if let Form::Ragged { size } = claim.form {
        return ragged(&lab, claim.contender, size).map(|pairs| Truth::Number(pairs as f64));
    }
    let race = run::race(experiment)?;
    let repeats = lab.checked().repeats[claim.contender];
    let runs = &race.of(claim.contender)[claim.start * repeats..][..repeats];
    Bench { lab: &lab, contender: claim.contender, run: &runs[0], runs }.truth(&claim.form)
}

/// That an index is below a count.
fn within(key: &str, index: usize, count: usize, what: &str) -> Result<(), Problem> {
    if index < count {
        Ok(())
    } else {
        Err(Problem::new(key, format!("a number from 1 to that of the {what}, {count}"), index + 1))
    }
}

/// The number of pairs of neighbouring starts that end differently, in the map of the scene or the first that there is.
fn ragged(lab: &Lab, contender: usize, size: usize) -> Result<usize, Problem> {
    if !(2..=LARGEST).contains(&size) {
        return Err(Problem::new("size", format!("a whole number from 2 to {LARGEST}"), size));
    }
    let map = Map::of(lab.experiment(), lab.checked())?.unwrap_or_else(|| Map::first(lab.checked()));
    if map.shows != MapKind::Basins {
        return Err(Problem::new("map", "basins", map.written()));
    }
    let mut experiment = lab.experiment().clone();
    experiment.map = Some(map.written());
    let grid = Grid { columns: size, rows: size };
    let survey = Survey::new(experiment, grid, lab.experiment().view)?;
    let plan = Survey::plan(&map, lab.experiment(), lab.checked(), grid);
    let parts = Survey::parts(&map, lab.experiment(), lab.checked()).len();
    let same = outcome::settled_radius(lab.checked().home().diagonal());
    let tasks = plan.tasks().to_vec();
    let mut atlas = Atlas::new(grid, parts, plan, known_places(&lab.stationary().points), same);
    for task in tasks.into_iter().filter(|task| task.part == contender) {
        atlas.take(&survey.make(task)?);
    }
    Ok(boundary(&atlas, contender))
}

/// A run that is measured.
struct Bench<'a> {
    lab: &'a Lab,
    contender: usize,
    run: &'a Trajectory,
    /// All its repetitions.
    runs: &'a [Trajectory],
}

impl Bench<'_> {
    fn truth(&self, form: &Form) -> Result<Truth, Problem> {
        let run = self.run;
        let or_never = |step: Option<usize>| Ok(step.map_or(Truth::Never, |step| Truth::Number(step as f64)));
        let number = |value| Ok(Truth::Number(value));
        match *form {
            Form::First { quantity, above, bound } => {
                let values = self.values(quantity, run)?;
                or_never(values.iter().position(|value| if above { *value > bound } else { *value < bound }))
            }
            Form::At { quantity, moment } => {
                let values = self.values(quantity, run)?;
                let step = match moment {
                    Moment::Step(step) => step,
                    Moment::Epoch(epoch) => epoch * self.lab.seen(self.contender).per_epoch(),
                    Moment::End => values.len() - 1,
                };
                let value = values.get(step).copied();
                let wanted = || format!("a step of the run, at most {}", values.len() - 1);
                value.map(Truth::Number).ok_or_else(|| Problem::new("step", wanted(), step))
            }
            Form::Extreme { quantity, greatest, when } => {
                let values = self.values(quantity, run)?;
                let mut best = 0;
                for (t, value) in values.iter().enumerate() {
                    if if greatest { *value > values[best] } else { *value < values[best] } {
                        best = t;
                    }
                }
                number(if when { best as f64 } else { values[best] })
            }
            Form::Rises => number(run.losses.windows(2).filter(|pair| pair[1] > pair[0]).count() as f64),
            Form::Outcome => {
                let short = match run.outcome {
                    Outcome::Settled { .. } => "settled",
                    Outcome::Held { .. } => "held",
                    Outcome::Oscillating => "oscillating",
                    Outcome::Moving => "moving",
                    Outcome::Unmoved => "unmoved",
                    Outcome::Diverged { .. } => "diverged",
                    Outcome::Undefined { .. } => "undefined",
                };
                Ok(Truth::Words(page::outcome_words(&run.outcome, self.lab.is_curve()), short))
            }
            Form::Settled => or_never(match run.outcome {
                Outcome::Settled { since, .. } | Outcome::Held { since, .. } => Some(since),
                _ => None,
            }),
            Form::Diverged => or_never(match run.outcome {
                Outcome::Diverged { step } => Some(step),
                _ => None,
            }),
            Form::Moment { quantity, from, variance } => {
                let mut values = Vec::new();
                for run in self.runs {
                    values.extend(self.values(quantity, run)?.into_iter().skip(from));
                }
                if values.is_empty() {
                    return Err(Problem::new("from", "a step of the run", from));
                }
                let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
                let middle = mean(&values);
                if !variance {
                    return number(middle);
                }
                let squares: Vec<f64> = values.iter().map(|value| (value - middle) * (value - middle)).collect();
                number(mean(&squares))
            }
            // What no run is needed for is answered before.
            Form::Ragged { .. } | Form::Value { .. } | Form::Eigenvalue { .. } | Form::Limit { .. } => Ok(Truth::Never),
        }
    }

    /// A quantity at every step of a run.
    fn values(&self, quantity: Quantity, run: &Trajectory) -> Result<Vec<f64>, Problem> {
        let objective = self.lab.objective();
        let each =
            |value: &dyn Fn(usize, Vec2) -> f64| Ok(run.points.iter().enumerate().map(|(t, w)| value(t, *w)).collect());
        match quantity {
            Quantity::Loss => Ok(run.losses.clone()),
            Quantity::Held if run.held.is_empty() => {
                Err(Problem::new("quantity", "data held out, for the loss over them", "an experiment without"))
            }
            Quantity::Held => Ok(run.held.clone()),
            Quantity::Norm => each(&|_, w| w.norm()),
            Quantity::X => each(&|_, w| w.x),
            Quantity::Y => each(&|_, w| w.y),
            Quantity::AbsX => each(&|_, w| w.x.abs()),
            Quantity::AbsY => each(&|_, w| w.y.abs()),
            Quantity::Distance => {
                let is_minimum = |kind| matches!(kind, Kind::Minimum | Kind::DegenerateMinimum);
                let points = &self.lab.stationary().points;
                let minima: Vec<Vec2> = points.iter().filter(|p| is_minimum(p.kind)).map(|p| p.at).collect();
                if minima.is_empty() {
                    return Err(Problem::new("quantity", "a minimum in or near the view, for a distance", "none"));
                }
                each(&|_, w| minima.iter().map(|at| (w - *at).norm()).fold(f64::INFINITY, f64::min))
            }
            Quantity::Gradient => each(&|_, w| objective.slope(w).gradient.norm()),
            Quantity::Sharpness => each(&|_, w| {
                let hessian = objective.curvature(w).hessian;
                if self.lab.is_curve() { hessian.xx } else { hessian.eigen().values[1] }
            }),
            Quantity::Rate => each(&|t, _| run.pace(t).rate),
            Quantity::Length => Ok(run.points.windows(2).map(|pair| (pair[1] - pair[0]).norm()).collect()),
        }
    }
}
