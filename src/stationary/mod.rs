//! Stationary points: where ∇L = 0, and what the Hessian says of them.
//!
//! [`Prover`] finds all of them in a region and says what it has proved; [`find`] is a quick search by Newton's method
//! from many starts, which can miss points, for those who cannot wait.

mod flat;
mod proof;
mod search;

use serde::Serialize;

use crate::linear::{Definiteness, Eigen, Mat2, Rect, Vec2};
use crate::objective::{Curvature, Objective};
use crate::order;
use crate::words::text;

pub use proof::{Census, Curve, Place, Prover, Status, What, Why};
pub use search::{ARRIVED, arrival, find, kind_at, polish};

/// What a stationary point is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Hessian positive definite: a strict local minimum.
    Minimum,
    /// Hessian negative definite: a strict local maximum.
    Maximum,
    /// Hessian indefinite.
    Saddle,
    /// Hessian singular, no lower value close by.
    DegenerateMinimum,
    /// Hessian singular, no higher value close by.
    DegenerateMaximum,
    /// Hessian singular, lower and higher values close by.
    DegenerateSaddle,
}

impl Kind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Kind; 6] = [
        Kind::Minimum,
        Kind::Maximum,
        Kind::Saddle,
        Kind::DegenerateMinimum,
        Kind::DegenerateMaximum,
        Kind::DegenerateSaddle,
    ];

    /// The name in words.
    pub fn words(self) -> &'static str {
        match self {
            Kind::Minimum => text!("minimum"),
            Kind::Maximum => text!("maximum"),
            Kind::Saddle => text!("saddle"),
            Kind::DegenerateMinimum => text!("degenerate minimum"),
            Kind::DegenerateMaximum => text!("degenerate maximum"),
            Kind::DegenerateSaddle => text!("degenerate saddle"),
        }
    }

    /// What the point is on −L.
    pub fn upside_down(self) -> Kind {
        match self {
            Kind::Minimum => Kind::Maximum,
            Kind::Maximum => Kind::Minimum,
            Kind::DegenerateMinimum => Kind::DegenerateMaximum,
            Kind::DegenerateMaximum => Kind::DegenerateMinimum,
            Kind::Saddle | Kind::DegenerateSaddle => self,
        }
    }

    /// Whether the Hessian is singular here, so that its definiteness alone does not decide.
    pub fn is_degenerate(self) -> bool {
        matches!(self, Kind::DegenerateMinimum | Kind::DegenerateMaximum | Kind::DegenerateSaddle)
    }
}

/// A stationary point of a landscape.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct StationaryPoint {
    /// Where it is, in domain units.
    pub at: Vec2,
    /// L there.
    pub loss: f64,
    /// The Hessian there; of a loss of one parameter, L″ times the identity.
    pub hessian: Mat2,
    /// Its eigenvalues and eigenvectors.
    pub eigen: Eigen,
    /// The sign of the Hessian's quadratic form.
    pub definiteness: Definiteness,
    /// What it is.
    pub kind: Kind,
}

/// The points in ascending order of loss; equal ones stay in the order in which they were found.
pub fn ascending(points: Vec<StationaryPoint>) -> Vec<StationaryPoint> {
    let places = order::places(points.len(), &|a, b| points[a].loss.total_cmp(&points[b].loss));
    places.into_iter().map(|k| points[k]).collect()
}

impl StationaryPoint {
    /// The point `at` of `objective`, of which it is proved that it is stationary and what it is.
    pub fn proved(objective: &dyn Objective, at: Vec2, kind: Kind) -> StationaryPoint {
        let Curvature { loss, mut hessian, .. } = objective.curvature(at);
        if objective.variables() == 1 {
            // Along y nothing changes; the second derivative alone decides, as if it were the curvature in every
            // direction.
            hessian = Mat2 { xx: hessian.xx, xy: 0.0, yy: hessian.xx };
        }
        let definiteness = match kind {
            Kind::Minimum => Definiteness::PositiveDefinite,
            Kind::Maximum => Definiteness::NegativeDefinite,
            Kind::Saddle => Definiteness::Indefinite,
            _ => hessian.definiteness(),
        };
        StationaryPoint { at, loss, hessian, eigen: hessian.eigen(), definiteness, kind }
    }
}

/// Stationary points to show: what [`find`] found, or a [`Census`] has proved.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Found {
    /// Isolated points, ascending in loss.
    pub points: Vec<StationaryPoint>,
    /// Points of curves on which every point is stationary.
    pub curve: Vec<Vec2>,
    /// Curves on which every point is stationary, as lines from point to point.
    pub lines: Vec<Vec<Vec2>>,
    /// Places at which it is not decided whether, or in what sense, they are stationary.
    pub marks: Vec<Vec2>,
    /// Areas in which there may be more points than were found.
    pub open: Vec<Rect>,
}

impl Found {
    /// Whether it is drawn like `other`: the same kinds of points, no farther apart than `grain`, and nothing else.
    pub fn looks_like(&self, other: &Found, grain: f64) -> bool {
        let only_points = |found: &Found| {
            found.curve.is_empty() && found.lines.is_empty() && found.marks.is_empty() && found.open.is_empty()
        };
        // Equal losses may stand in another order.
        let has = |point: &StationaryPoint| {
            other.points.iter().any(|like| like.kind == point.kind && (like.at - point.at).norm() <= grain)
        };
        let pair = [self, other];
        pair.into_iter().all(only_points) && self.points.len() == other.points.len() && self.points.iter().all(has)
    }
}
