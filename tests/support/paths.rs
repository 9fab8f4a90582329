//! Paths of optimizers, compared with one another.

use steepest::linear::Vec2;
use steepest::objective::Objective;
use steepest::optimizer::Optimizer;
use steepest::run::descend;

/// Where the paths of these tests begin.
pub const START: Vec2 = Vec2::new(-1.0, 2.0);

/// The iterates of `optimizer` from [`START`].
pub fn path(objective: &dyn Objective, optimizer: Box<dyn Optimizer>, rate: f64, steps: usize) -> Vec<Vec2> {
    descend(objective, optimizer, rate, START, steps, 1e-3).points
}

/// Fails unless two paths have the same bits.
#[track_caller]
pub fn assert_same_bits(got: &[Vec2], wanted: &[Vec2]) {
    let bits = |w: &Vec2| [w.x.to_bits(), w.y.to_bits()];
    assert_eq!(got.len(), wanted.len());
    for (t, (got, wanted)) in got.iter().zip(wanted).enumerate() {
        assert_eq!(bits(got), bits(wanted), "at step {t}: {got:?}, wanted {wanted:?}");
    }
}

/// Two orders of the same few roundings drift apart by no more than this over a hundred contracting steps.
pub const ROUNDING: f64 = 1e-12;

/// Fails unless two paths differ by no more than `tolerance`, relative to an iterate, absolute below 1.
#[track_caller]
pub fn assert_close(got: &[Vec2], wanted: &[Vec2], tolerance: f64) {
    assert_eq!(got.len(), wanted.len());
    for (t, (got, wanted)) in got.iter().zip(wanted).enumerate() {
        let error = (*got - *wanted).norm();
        assert!(error <= tolerance * (1.0 + wanted.norm()), "at step {t}: {got:?}, wanted {wanted:?} ± {tolerance}");
    }
}

/// Fails unless two points are no further apart than `tolerance`.
#[track_caller]
pub fn assert_point(got: Vec2, wanted: Vec2, tolerance: f64) {
    assert!((got - wanted).norm() <= tolerance, "got {got:?}, wanted {wanted:?} ± {tolerance}");
}
