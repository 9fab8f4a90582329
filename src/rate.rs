//! Learning rates that show something: slow, good, oscillating, divergent, from the sharpness of the landscape.
//!
//! The scale is set by the largest eigenvalue of the Hessian, λmax, through the optimizer's limit of stability; a rule
//! that divides the gradient by its size is given a length per step instead, one that sets the scale of its steps
//! itself the rate of its defaults.
//! Whether the promise holds on a landscape that is not a quadratic is then tried out.

use crate::descent::{Trajectory, descend};
use crate::linear::{Mat2, Rect, Vec2};
use crate::objective::Objective;
use crate::optimizer::{self, Stability};
use crate::outcome::{self, Outcome};
use crate::parameter::{Settings, significant};
use crate::stationary::{Found, Kind};
use crate::words::text;

/// A learning rate by what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// A twentieth of the good one: it crawls.
    Slow,
    /// The largest, halving from the optimizer's scale (1/λmax where the sharpness sets it), whose path is nearly
    /// straight, never rises above its start and does not swing for ever; where there is none, one without the first of
    /// these, the first two, or all.
    Good,
    /// The largest tried inside the limit of stability that does not leave; where no limit is known, the first,
    /// doubling, that swings for ever.
    Oscillating,
    /// The least tried beyond the limit, or beyond the optimizer's scale where none is known, that leaves.
    Divergent,
}

impl Preset {
    /// Every preset with its name on the page.
    pub const ALL: [(Preset, &'static str); 4] = [
        (Preset::Slow, text!("slow")),
        (Preset::Good, text!("good")),
        (Preset::Oscillating, text!("oscillating")),
        (Preset::Divergent, text!("divergent")),
    ];
}

/// What a learning rate is to be chosen for.
pub struct Task<'a> {
    /// The landscape.
    pub objective: &'a dyn Objective,
    /// The surface's home view: it sets the scale of lengths.
    pub home: Rect,
    /// The stationary points in the home view.
    pub found: &'a Found,
    /// Where the run starts.
    pub start: Vec2,
    /// How many steps it has.
    pub steps: usize,
}

/// Trial runs are no longer than this: what a rate shows, it shows early.
const TRIAL_STEPS: usize = 2_000;

/// Trial runs on a loss over data are shorter where that is dear: this many losses of data points each, but no fewer
/// steps than [`FEWEST_STEPS`].
const TRIAL_WORK: usize = 100_000;

/// A trial of fewer steps shows nothing.
const FEWEST_STEPS: usize = 20;

/// The good rate is this many times the slow one.
const SLOWER: f64 = 20.0;

/// An adaptive rate is a length per step: between these fractions of the home view's diagonal it crosses the view in
/// tens to hundreds of steps.
const STRIDE: [f64; 2] = [1.0 / 500.0, 1.0 / 20.0];

/// AdaGrad's stride shrinks like 1/√t; this factor makes up for it over some hundred steps (empirical).
const SELF_LIMITING_FACTOR: f64 = 8.0;

/// Where nothing is known of a rule, trials begin this many times as high (empirical, for AdaDelta's slow start).
const UNKNOWN_FACTOR: f64 = 64.0;

/// A path at most this many times as long as it reaches from its start does not swing: enough for a curved valley.
const STRAIGHT: f64 = 3.0;

/// What a rate has to show in its trial run.
type Promise<'a> = &'a dyn Fn(&Trajectory) -> bool;

impl Task<'_> {
    /// The rate that shows what `preset` promises for the optimizer `entry` with these `settings`, to three digits.
    ///
    /// # Errors
    /// Says why if no rate does, as for a rule that cannot diverge here.
    pub fn rate(&self, entry: &optimizer::Entry, settings: &Settings, preset: Preset) -> Result<f64, &'static str> {
        let try_out = |rate: f64| {
            let affordable = (TRIAL_WORK / self.objective.cost()).max(FEWEST_STEPS);
            let steps = self.steps.min(TRIAL_STEPS).min(affordable);
            let radius = outcome::settled_radius(self.home.diagonal());
            descend(self.objective, (entry.build)(settings), rate, self.start, steps, radius)
        };
        let first = |mut rates: std::vec::IntoIter<f64>, promise: Promise| {
            rates.find(|rate| *rate > 0.0 && rate.is_finite() && promise(&try_out(*rate)))
        };
        let stability = (entry.stability)(settings);
        let (unit, limit) = self.scale(stability, entry.default_rate());
        // Whether a rule heeds its learning rate at all, only trials can say.
        let own_scale = stability == Stability::OwnScale;
        let bounded = |run: &Trajectory| !matches!(run.outcome, Outcome::Diverged { .. } | Outcome::Undefined { .. });
        match preset {
            Preset::Good | Preset::Slow => {
                let rates: Vec<f64> = (0..24).map(|k| significant(unit * libm::pow(0.5, f64::from(k)))).collect();
                let calm = |run: &Trajectory| bounded(run) && run.outcome != Outcome::Oscillating;
                // A rule that divides by its gradients makes a first step as long as the rate, however far that leads.
                let low = |run: &Trajectory| calm(run) && run.losses.iter().all(|loss| *loss <= run.losses[0]);
                let straight = |run: &Trajectory| low(run) && length(&run.points) <= STRAIGHT * reach(&run.points);
                let good = first(rates.clone().into_iter(), &straight)
                    .or_else(|| first(rates.clone().into_iter(), &low))
                    .or_else(|| first(rates.clone().into_iter(), &calm))
                    .or_else(|| first(rates.into_iter(), &bounded))
                    .ok_or(text!("none, since every rate tried leaves the landscape"))?;
                let slow = significant(good / SLOWER);
                match preset {
                    Preset::Good => Ok(good),
                    _ if own_scale && halfway(&try_out(slow).losses) <= halfway(&try_out(good).losses) => {
                        Err(text!("none, since it is as fast at a small rate"))
                    }
                    _ => Ok(slow),
                }
            }
            Preset::Oscillating => {
                let (rates, promise): (Vec<f64>, Promise) = match limit {
                    Some(limit) => {
                        let below = [0.98, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.35, 0.25, 0.15, 0.1];
                        (below.iter().map(|share| significant(share * limit)).collect(), &bounded)
                    }
                    None => {
                        let rates = (0..6).map(|k| significant(1.9 * unit * libm::pow(2.0, f64::from(k)))).collect();
                        (rates, &|run| run.outcome == Outcome::Oscillating)
                    }
                };
                let why = if own_scale {
                    text!("none, since it swings at no rate tried")
                } else {
                    text!("none, since its steps shrink before it can swing")
                };
                first(rates.into_iter(), promise).ok_or(why)
            }
            Preset::Divergent => {
                let base = limit.unwrap_or(unit);
                let beyond = [1.02, 1.05, 1.1, 1.2, 1.5, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 50.0, 100.0];
                let rates: Vec<f64> = beyond.iter().map(|share| significant(share * base)).collect();
                let why = match stability {
                    Stability::OwnScale => text!("none, since it leaves at no rate tried"),
                    Stability::Relative(_) => text!("none, since it divides by the curvature"),
                    _ => text!("none, since it divides by the size of its gradients"),
                };
                first(rates.into_iter(), &|run| matches!(run.outcome, Outcome::Diverged { .. })).ok_or(why)
            }
        }
    }

    /// The rate to begin with, and the limit of stability if there is one; `default` is the rate of the defaults.
    fn scale(&self, stability: Stability, default: f64) -> (f64, Option<f64>) {
        match stability {
            Stability::Sharpness(limit) => {
                let sharpness = self.sharpness();
                (1.0 / sharpness, Some(limit / sharpness))
            }
            Stability::DecayedSharpness { limit, decay } => {
                let sharpness = self.sharpness() + decay;
                (1.0 / sharpness, Some(limit / sharpness))
            }
            Stability::RescaledSharpness { .. } | Stability::FixedStep => (self.stride(), None),
            Stability::SelfLimiting => (SELF_LIMITING_FACTOR * self.stride(), None),
            Stability::Unknown => (UNKNOWN_FACTOR * self.stride(), None),
            // Half the limit is the whole step of Newton's method.
            Stability::Relative(limit) => (limit / 2.0, Some(limit)),
            Stability::OwnScale => (default, None),
        }
    }

    /// λmax at the lowest minimum in the home view, or the largest |λ| at the start if there is none.
    fn sharpness(&self) -> f64 {
        let lowest = self.found.points.iter().find(|point| point.kind == Kind::Minimum);
        let [low, high] = lowest.map_or_else(
            || self.objective.curvature(self.start).hessian.eigen().values,
            |minimum| minimum.eigen.values,
        );
        let sharpness = low.abs().max(high.abs());
        // A landscape without curvature: one step as long as the gradient.
        if sharpness > 0.0 && sharpness.is_finite() { sharpness } else { 1.0 }
    }

    /// 1/λmax(P⁻¹H) at the start, with P = diag(|g|): a length, on a quadratic at most the distance to the minimum.
    fn stride(&self) -> f64 {
        let here = self.objective.curvature(self.start);
        let (g, h) = (here.gradient.map(f64::abs), here.hessian);
        // The eigenvalues of P⁻¹H are those of P^(−1/2) H P^(−1/2), which is symmetric.
        let rescaled = Mat2 { xx: h.xx / g.x, xy: h.xy / (g.x * g.y).sqrt(), yy: h.yy / g.y };
        let [low, high] = rescaled.eigen().values;
        let stride = 1.0 / low.abs().max(high.abs());
        let [least, most] = STRIDE.map(|share| share * self.home.diagonal());
        if stride.is_nan() { least } else { stride.clamp(least, most) }
    }
}

/// The first step at which half of the way from a run's first to its last loss is done.
fn halfway(losses: &[f64]) -> Option<usize> {
    let (first, last) = (losses.first()?, losses.last()?);
    losses.iter().position(|loss| (loss - last).abs() <= 0.5 * (first - last).abs())
}

/// The length of the line through `points`.
fn length(points: &[Vec2]) -> f64 {
    points.windows(2).map(|pair| (pair[1] - pair[0]).norm()).sum()
}

/// The greatest distance of `points` from the first of them.
fn reach(points: &[Vec2]) -> f64 {
    points.iter().map(|w| (*w - points[0]).norm()).fold(0.0, f64::max)
}
