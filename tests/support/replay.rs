//! A trajectory of the oracles, run again by our code and compared record by record.

use steepest::linear::Vec2;
use steepest::objective::{Negated, Objective};
use steepest::optimizer::Here;
use steepest::outcome::{Outcome, settled_radius};

use super::names::{self, NotBuilt};
use super::oracle::{Trajectory, point};
use super::runner::Runner;

/// Agreement to rounding: relative to a coordinate, absolute below 1.
const ROUNDING: f64 = 1e-12;

/// How many times the effect of rounding on the oracle's own run is allowed on top.
const SPREAD: f64 = 100.0;

/// How a loss or gradient at the oracle's own point may differ: in units in the last place of the terms it consists of,
/// which are estimated by the next derivative.
const CONDITION: f64 = 8.0 * f64::EPSILON;

/// A step that changes the loss by less than this, relative to it, absolute below 1, gains next to nothing.
const GAIN: f64 = 1e-9;

/// What an optimizer does without a run around it.
struct Bare {
    /// The iterates.
    points: Vec<Vec2>,
    /// The averages of those that keep one, from the first update on.
    averages: Vec<Option<Vec2>>,
    /// The evaluations so far of those that count them, at each iterate.
    evaluations: Vec<Option<usize>>,
}

/// A case as our code runs it.
pub struct Case<'a> {
    golden: &'a Trajectory,
    objective: Box<dyn Objective>,
    runner: Runner,
    radius: f64,
}

/// The averaged iterate among the symbols of a state.
const AVERAGE: &str = "w̄";

/// The entry of a state that holds the number of evaluations so far.
const EVALUATIONS: &str = "evaluations";

impl<'a> Case<'a> {
    /// Everything that the case names in terms of ours; all that we do not have, if there is anything.
    pub fn new(golden: &'a Trajectory) -> Result<Case<'a>, NotBuilt> {
        let runner = Runner::new(&golden.optimizer, &golden.params, &golden.schedule);
        let (runner, (surface, settings)) =
            names::both(runner, names::surface(&golden.surface, &golden.surface_params))?;
        let radius = settled_radius(surface.view.diagonal());
        Ok(Case { golden, objective: (surface.build)(&settings), runner, radius })
    }

    /// The number of records compared, or the first disagreement.
    pub fn check(&self) -> Result<usize, String> {
        let golden = self.golden;
        let averages = if golden.ax.is_empty() { golden.w.len() } else { golden.ax.len() };
        let lengths = [golden.w.len(), golden.f.len(), golden.g.len(), golden.spread.len(), averages];
        if lengths != [golden.k.len(); 5] {
            return Err(format!("{} records, but {lengths:?} values", golden.k.len()));
        }
        let steps = golden.k.last().copied().ok_or("no records")?;
        let run = self.run(steps);
        let Bare { points, averages, evaluations } = self.unstopped(steps);
        if points[..run.points.len()] != run.points {
            return Err("the run differs from its own optimizer".into());
        }
        let mut compared = 0;
        for (index, &k) in golden.k.iter().enumerate() {
            let w = point(golden.w[index]);
            if k > golden.reliable_upto || !w.is_finite() {
                continue;
            }
            self.check_point("", k, points[k], w, golden.spread[index].0)?;
            if let (Some(wanted), true) = (golden.ax.get(index), k > 0) {
                let got = averages[k - 1].ok_or("no average in the state")?;
                self.check_point("average ", k, got, point(*wanted), golden.spread[index].0)?;
            }
            self.check_slope(index)?;
            compared += 1;
        }
        self.check_evaluations(&evaluations)?;
        if golden.oracle_error.is_some() {
            self.check_error(steps)?;
        }
        self.check_end(&run)?;
        if compared == 0 { Err("no record could be compared".into()) } else { Ok(compared) }
    }

    fn run(&self, steps: usize) -> steepest::run::Trajectory {
        self.runner.run(&*self.objective, self.runner.tempo(), point(self.golden.start), steps, self.radius)
    }

    /// What the bare optimizer does.
    ///
    /// A run ends as soon as the loss is not finite, and with it its points; w itself goes on for a while.
    fn unstopped(&self, steps: usize) -> Bare {
        let mut optimizer = self.runner.build();
        let (mut points, mut averages) = (vec![point(self.golden.start)], Vec::new());
        let mut evaluations = vec![Some(0)];
        let entry = |state: &[(&'static str, Vec2)], wanted: &str| {
            state.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value)
        };
        let mut tempo = self.runner.tempo();
        let negated = Negated(&*self.objective);
        let objective: &dyn Objective = if self.runner.maximizes() { &negated } else { &*self.objective };
        for t in 0..steps {
            let w = points[t];
            let slope = objective.slope(w);
            let pace = tempo.pace(t, slope.loss);
            points.push(optimizer.step(&Here::new(objective, t, w, slope, pace, tempo.base())));
            let state =
                if self.golden.ax.is_empty() && self.golden.evals.is_none() { Vec::new() } else { optimizer.state() };
            averages.push(entry(&state, AVERAGE));
            evaluations.push(entry(&state, EVALUATIONS).map(|count| count.x as usize));
        }
        Bare { points, averages, evaluations }
    }

    /// Compares the numbers of evaluations, of L-BFGS, up to the first step that gains next to nothing: from there on a
    /// line search compares roundings.
    fn check_evaluations(&self, got: &[Option<usize>]) -> Result<(), String> {
        let golden = self.golden;
        let Some(wanted) = &golden.evals else { return Ok(()) };
        for (index, &k) in golden.k.iter().enumerate().take_while(|(_, k)| **k <= golden.reliable_upto) {
            if index > 0 {
                let gained = (golden.f[index].0 - golden.f[index - 1].0).abs();
                let clear = gained > GAIN * (1.0 + golden.f[index].0.abs()) && golden.k[index - 1] + 1 == k;
                if !clear {
                    break;
                }
            }
            if got[k] != Some(wanted[index]) {
                return Err(format!("after {k} updates: got {:?} evaluations, wanted {}", got[k], wanted[index]));
            }
        }
        Ok(())
    }

    /// Where the oracle raised an error, ours ends at the latest, in words and not in a panic.
    fn check_error(&self, last: usize) -> Result<(), String> {
        let run = self.run(last + 50);
        let ended = matches!(run.outcome, Outcome::Diverged { .. } | Outcome::Undefined { .. });
        let reliable = last <= self.golden.reliable_upto;
        let fine = ended && (!reliable || run.steps() <= last);
        if fine { Ok(()) } else { Err(format!("{:?} after {} updates, wanted an end", run.outcome, run.steps())) }
    }

    fn check_point(&self, what: &str, k: usize, got: Vec2, wanted: Vec2, spread: f64) -> Result<(), String> {
        for (axis, got, wanted) in [("x", got.x, wanted.x), ("y", got.y, wanted.y)] {
            let tolerance = ROUNDING * (1.0 + wanted.abs()) + SPREAD * spread;
            let fine = (got - wanted).abs() <= tolerance;
            if !fine {
                return Err(format!("{what}{axis} after {k} updates: got {got}, wanted {wanted} ± {tolerance}"));
            }
        }
        Ok(())
    }

    /// Compares loss and gradient at the oracle's own point, as far as they are finite.
    fn check_slope(&self, index: usize) -> Result<(), String> {
        let (w, k) = (point(self.golden.w[index]), self.golden.k[index]);
        // Once f has overflowed, what is left of g depends on how the formula is arranged.
        if !self.golden.f[index].0.is_finite() {
            return Ok(());
        }
        let here = self.objective.curvature(w);
        let (f, g) = (self.golden.f[index].0, point(self.golden.g[index]));
        let [low, high] = here.hessian.eigen().values;
        let (length, sharpness) = (w.norm(), low.abs().max(high.abs()));
        let slack = [length * here.gradient.norm(), length * sharpness, length * sharpness].map(|s| CONDITION * s);
        let compared = [("f", here.loss, f), ("∂f/∂x", here.gradient.x, g.x), ("∂f/∂y", here.gradient.y, g.y)];
        for ((what, got, wanted), slack) in compared.into_iter().zip(slack) {
            let tolerance = ROUNDING * (1.0 + wanted.abs()) + slack;
            let off = (got - wanted).abs();
            if wanted.is_finite() && tolerance.is_finite() && (off > tolerance || off.is_nan()) {
                return Err(format!("{what} at record {k}: got {got}, wanted {wanted} ± {tolerance}"));
            }
        }
        Ok(())
    }

    /// Compares the first step at which w, f or g is not finite, give or take one, as long as rounding does not decide.
    fn check_end(&self, run: &steepest::run::Trajectory) -> Result<(), String> {
        let last = run.steps();
        let stays = self.objective.slope(run.points[last]).is_finite();
        let asked = self.golden.k.last().copied().unwrap_or(0);
        let got = match (stays, last == asked) {
            (true, true) => None,
            (true, false) => Some(last + 1),
            (false, _) => Some(last),
        };
        let wanted = self.golden.first_nonfinite.and_then(|first| first.first());
        if wanted.or(got).is_some_and(|step| step > self.golden.reliable_upto) {
            return Ok(());
        }
        let replicas = self.golden.first_nonfinite_replicas.iter().filter_map(|first| first.first());
        let mut close = wanted.into_iter().chain(replicas);
        match got {
            None if wanted.is_none() => Ok(()),
            Some(got) if close.any(|wanted| got.abs_diff(wanted) <= 1) => Ok(()),
            _ => Err(format!("first not finite: got {got:?}, wanted {wanted:?} ± 1")),
        }
    }
}
