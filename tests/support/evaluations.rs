//! What an update is seen to evaluate, whatever its rule says of itself.

use std::sync::atomic::{AtomicUsize, Ordering};

use steepest::explain::counted::{Count, Replay};
use steepest::linear::Vec2;
use steepest::objective::{Curvature, Objective, Slope};
use steepest::optimizer::{Evaluations, Here, Optimizer};
use steepest::run::Trajectory;
use steepest::tempo::Pace;

use super::contenders::state_bits;

/// Counts slopes and Hessians, and can hide the gradients.
struct Independent<'a> {
    inner: &'a dyn Objective,
    hides: bool,
    slopes: AtomicUsize,
    hessians: AtomicUsize,
}

impl Objective for Independent<'_> {
    fn value(&self, w: Vec2) -> f64 {
        self.inner.value(w)
    }
    fn slope(&self, w: Vec2) -> Slope {
        self.inner.slope(w)
    }
    fn curvature(&self, w: Vec2) -> Curvature {
        self.inner.curvature(w)
    }
    fn slope_at(&self, t: usize, w: Vec2) -> Slope {
        self.slopes.fetch_add(1, Ordering::Relaxed);
        let Slope { loss, gradient } = self.inner.slope_at(t, w);
        Slope { loss, gradient: if self.hides { Vec2::new(f64::NAN, f64::NAN) } else { gradient } }
    }
    fn curvature_at(&self, t: usize, w: Vec2) -> Curvature {
        self.hessians.fetch_add(1, Ordering::Relaxed);
        self.inner.curvature_at(t, w)
    }
    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        self.inner.row(xs, y, out);
    }
}

/// What an update is seen to evaluate and to use: a gradient counts if hiding it changes anything.
pub fn seen(optimizer: &dyn Optimizer, objective: &dyn Objective, t: usize, w: Vec2, rate: f64) -> Evaluations {
    let slope = objective.slope_at(t, w);
    let update = |slope: Slope, hides: bool| {
        let (slopes, hessians) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let watched = Independent { inner: objective, hides, slopes, hessians };
        let mut copy = optimizer.checkpoint();
        let next = copy.step(&Here::new(&watched, t, w, slope, Pace::rate(rate), rate));
        let bits = (next.x.to_bits(), next.y.to_bits(), state_bits(&copy.state()));
        (bits, watched.slopes.into_inner(), watched.hessians.into_inner())
    };
    let nothing = Vec2::new(f64::NAN, f64::NAN);
    let (open, slopes, hessians) = update(slope, false);
    let uses_here = update(Slope { gradient: nothing, ..slope }, false).0 != open;
    let uses_there = slopes > 0 && update(slope, true).0 != open;
    let infinite = [f64::INFINITY, f64::NEG_INFINITY];
    let uses_loss = !uses_here && infinite.iter().any(|loss| update(Slope { loss: *loss, ..slope }, false).0 != open);
    Evaluations {
        losses: usize::from(uses_loss) + if uses_there { 0 } else { slopes },
        gradients: usize::from(uses_here) + if uses_there { slopes } else { 0 },
        hessians,
    }
}

/// The updates of a run, to be counted.
pub fn replay<'a>(
    run: &'a Trajectory,
    optimizer: Box<dyn Optimizer>,
    objective: &'a dyn Objective,
    rate: f64,
) -> Replay<'a> {
    Replay { run, optimizer, objective, batches: None, rate, maximizes: false }
}

/// What the updates of a run have evaluated, as counted by replaying them.
pub fn counted(run: &Trajectory, optimizer: Box<dyn Optimizer>, objective: &dyn Objective, rate: f64) -> Count {
    replay(run, optimizer, objective, rate).count(&mut { usize::MAX }).expect("there is time")
}
