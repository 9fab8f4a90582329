//! A quantity along a run, step by step.

use super::{Bound, Quantity, angle, bound, descended, paced, sharpness};
use crate::lab::Lab;
use crate::linear::Vec2;
use crate::optimizer::{Entry, Family, Optimizer};
use crate::parameter::Settings;
use crate::run::Trajectory;
use crate::stationary::Kind;
use crate::words::text;

/// What all contenders' lines of one chart may cost together, in evaluations of the loss at a data point: some
/// milliseconds. Of longer races only every so manieth step is measured.
const WORK: usize = 200_000;

/// What one update costs to make again, beside its losses of data points, in the same unit.
const UPDATE: usize = 4;

/// The optimizer's state is kept so often; to know it between, up to so many updates are made again.
const KEPT: usize = 128;

/// What a line stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The quantity, or its x coordinate.
    Main,
    /// Its y coordinate, or λmin.
    Second,
    /// A limit of the quantity.
    Limit,
}

/// A line of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it stands for.
    pub role: Role,
    /// The values at the measured steps; NaN where there is none.
    pub values: Vec<f64>,
}

/// What is measured along a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// The lines, at steps 0, `stride`, 2 `stride`, … of the run.
    pub lines: Vec<Line>,
    /// How far apart the measured steps are.
    pub stride: usize,
    /// The length of the path up to each of them, where that is what the quantity is shown against.
    pub along: Option<Vec<f64>>,
    /// What is to be said of it: why there is no limit.
    pub remark: Option<&'static str>,
}

/// Why there is nothing to show.
pub type NoTrace = &'static str;

/// A run that is measured.
struct Subject<'a> {
    lab: &'a Lab,
    contender: usize,
    run: &'a Trajectory,
    entry: &'static Entry,
    settings: &'a Settings,
    stride: usize,
}

/// `quantity` along the followed run of `contender`.
///
/// # Errors
/// Says why there is none: no minimum is known, the rule has no such state, the run is too long to be made again.
pub fn measure(lab: &Lab, contender: usize, quantity: Quantity) -> Result<Measured, NoTrace> {
    let run = lab.followed(contender);
    let (entry, settings) = &lab.checked().contenders[contender];
    let mut subject = Subject { lab, contender, run, entry, settings, stride: 1 };
    subject.stride = subject.stride(quantity);
    let mut remark = None;
    let line = |role, values| Line { role, values };
    let main = |values| vec![line(Role::Main, values)];
    let both = |pairs: Vec<Vec2>| {
        let [x, y] = [|w: &Vec2| w.x, |w: &Vec2| w.y].map(|part| pairs.iter().map(part).collect());
        // Of one parameter there is no second coordinate.
        if lab.is_curve() { vec![line(Role::Main, x)] } else { vec![line(Role::Main, x), line(Role::Second, y)] }
    };
    let sign = if lab.experiment().contenders[contender].maximize { -1.0 } else { 1.0 };
    let gradient = |t: usize| sign * lab.objective().slope(run.points[t]).gradient;
    let update = |t: usize| run.points.get(t + 1).map(|next| *next - run.points[t]);
    let lines = match quantity {
        Quantity::Loss | Quantity::LossOverPath => main(subject.each(|t| {
            let loss = run.losses[t];
            if loss.is_nan() { lab.objective().value(run.points[t]) } else { loss }
        })),
        Quantity::GradientNorm => main(subject.each(|t| gradient(t).norm())),
        Quantity::Distance => {
            let known = &lab.stationary().points;
            let is_minimum = |kind| matches!(kind, Kind::Minimum | Kind::DegenerateMinimum);
            let minima: Vec<Vec2> = known.iter().filter(|point| is_minimum(point.kind)).map(|point| point.at).collect();
            if minima.is_empty() {
                return Err(text!("no minimum is known in or near the view"));
            }
            let nearest = |w: Vec2| minima.iter().map(|at| (w - *at).norm()).fold(f64::INFINITY, f64::min);
            main(subject.each(|t| nearest(run.points[t])))
        }
        Quantity::Rate => main(subject.each(|t| run.pace(t).rate)),
        Quantity::StepLength => main(subject.each(|t| update(t).map_or(f64::NAN, Vec2::norm))),
        Quantity::Angle => main(subject.each(|t| update(t).map_or(f64::NAN, |step| angle(step, -gradient(t))))),
        Quantity::EffectiveRate => {
            if matches!(entry.family, Family::Sign | Family::Curvature | Family::DerivativeFree | Family::Own) {
                return Err(text!("its step is no learning rate times the gradient"));
            }
            both(subject.rates()?)
        }
        Quantity::Velocity => both(subject.states("v")?),
        Quantity::FirstMoment => both(subject.states("s")?),
        Quantity::SecondMoment => both(subject.states("r").or_else(|_| subject.states("n"))?),
        Quantity::Sharpness | Quantity::Stability => {
            let first = bound(entry, settings, run.pace(0));
            let divisors = match first {
                Bound::Eigenvalue { divided: true, .. } => Some(subject.divisors()?),
                Bound::None(reason) if quantity == Quantity::Stability => return Err(reason),
                Bound::None(reason) => {
                    remark = Some(reason);
                    None
                }
                Bound::Eigenvalue { .. } => None,
            };
            let mut values: [Vec<f64>; 3] = Default::default();
            for (k, t) in subject.steps().enumerate() {
                let hessian = lab.objective().curvature(run.points[t]).hessian;
                let divisor = divisors.as_ref().map_or(Vec2::new(1.0, 1.0), |known| known[k]);
                let (limit, decay) = match bound(entry, settings, run.pace(t)) {
                    Bound::Eigenvalue { limit, decay, .. } => (limit, decay),
                    Bound::None(_) => (f64::NAN, 0.0),
                };
                let bent = descended(hessian, sign, decay);
                let [low, high] =
                    if lab.is_curve() { [bent.xx / divisor.x; 2] } else { sharpness(bent, divisor).values };
                for (line, value) in values.iter_mut().zip([high, low, limit]) {
                    line.push(value);
                }
            }
            let [high, low, limit] = values;
            if quantity == Quantity::Stability {
                main(high.iter().zip(&limit).map(|(high, limit)| high / limit).collect())
            } else {
                let mut lines = vec![line(Role::Main, high)];
                if !lab.is_curve() {
                    lines.push(line(Role::Second, low));
                }
                if matches!(first, Bound::Eigenvalue { .. }) {
                    lines.push(line(Role::Limit, limit));
                }
                lines
            }
        }
    };
    let along = (!quantity.is_over_steps()).then(|| subject.lengths());
    Ok(Measured { lines, stride: subject.stride, along, remark })
}

/// By what `contender` divides the gradient in the update from step `t`; none where that would take long to know.
pub fn divisor(lab: &Lab, contender: usize, t: usize) -> Option<Vec2> {
    let (run, objective) = (lab.followed(contender), lab.seen(contender).objective());
    let t = t.min(run.steps().checked_sub(1)?);
    run.updated(objective, t, objective).map(|(_, after)| after.divisor())
}

impl Subject<'_> {
    /// The measured steps.
    fn steps(&self) -> impl Iterator<Item = usize> + '_ {
        (0..=self.run.steps()).step_by(self.stride)
    }

    fn each(&self, value: impl Fn(usize) -> f64) -> Vec<f64> {
        self.steps().map(value).collect()
    }

    /// How far apart the measured steps have to be so that measuring takes no longer than a moment.
    fn stride(&self, quantity: Quantity) -> usize {
        let contenders = self.lab.experiment().contenders.len();
        let work = match quantity {
            Quantity::GradientNorm | Quantity::Angle => self.lab.objective().cost(),
            Quantity::Sharpness | Quantity::Stability => 4 * self.lab.objective().cost() + UPDATE,
            Quantity::EffectiveRate | Quantity::Velocity | Quantity::FirstMoment | Quantity::SecondMoment => {
                self.lab.seen(self.contender).objective().cost() + UPDATE
            }
            // They are there, or as good as there.
            _ => return 1,
        };
        ((self.run.steps() + 1) * contenders * work).div_ceil(WORK)
    }

    /// What `show` makes of the optimizer after each measured step's number of updates and `more`, as far as there are
    /// so many.
    fn replayed(&self, more: usize, mut show: impl FnMut(&dyn Optimizer) -> Vec2) -> Result<Vec<Vec2>, NoTrace> {
        let objective = self.lab.seen(self.contender).objective();
        let (run, last) = (self.run, self.run.steps());
        let mut values = Vec::new();
        let is_whole = last < KEPT || run.is_kept_throughout();
        if !is_whole && last * (objective.cost() + UPDATE) > WORK {
            return Err(text!("the states of so long a run are not kept"));
        }
        if self.stride == 1 || !is_whole {
            run.replay(objective, more.min(last), last, &mut |t, optimizer| {
                if t >= more && (t - more).is_multiple_of(self.stride) {
                    values.push(show(optimizer));
                }
            });
        } else {
            for t in self.steps() {
                let t = (t + more).min(last);
                run.replay(objective, t, t, &mut |_, optimizer| values.push(show(optimizer)));
            }
        }
        // After the last update there is none more: what is there stays as it is.
        let latest = values.last().copied().unwrap_or(Vec2::new(f64::NAN, f64::NAN));
        values.resize(self.steps().count(), latest);
        Ok(values)
    }

    /// The state called `symbol` at every measured step.
    fn states(&self, symbol: &str) -> Result<Vec<Vec2>, NoTrace> {
        // Momentum that a schedule gives later on is kept from then on.
        let mut is_kept = false;
        let values = self.replayed(0, |optimizer| {
            let found = optimizer.state().into_iter().find(|(known, _)| *known == symbol);
            is_kept |= found.is_some();
            found.map_or(Vec2::ZERO, |(_, value)| value)
        })?;
        if is_kept { Ok(values) } else { Err(text!("its rule keeps none")) }
    }

    /// By what the gradient is divided in the update from every measured step.
    fn divisors(&self) -> Result<Vec<Vec2>, NoTrace> {
        self.replayed(1, |optimizer| optimizer.divisor())
    }

    /// The effective learning rate of each coordinate at every measured step.
    fn rates(&self) -> Result<Vec<Vec2>, NoTrace> {
        let divisors = self.divisors()?;
        let effective = |(t, divisor): (usize, Vec2)| {
            let pace = self.run.pace(t);
            let rate = pace.rate * (self.entry.gain)(&paced(self.settings, pace.momentum));
            divisor.map(|divisor| rate / divisor)
        };
        Ok(self.steps().zip(divisors).map(effective).collect())
    }

    /// The length of the path up to every measured step.
    fn lengths(&self) -> Vec<f64> {
        let mut length = 0.0;
        let mut lengths = vec![0.0];
        for (t, pair) in self.run.points.windows(2).enumerate() {
            length += (pair[1] - pair[0]).norm();
            if (t + 1).is_multiple_of(self.stride) {
                lengths.push(length);
            }
        }
        lengths
    }
}
