//! What a proof has found, as plain data.

use serde::Serialize;

use crate::linear::{Rect, Vec2};
use crate::stationary::{Kind, StationaryPoint};
use crate::words::text;

/// All that is known of the stationary points of a formula in a region.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Census {
    /// The region.
    pub region: Rect,
    /// Every certified point at which the Hessian is not singular, ascending in loss.
    pub points: Vec<StationaryPoint>,
    /// Places at which more could not be proved than is said of each.
    pub places: Vec<Place>,
    /// Curves on which every point is stationary.
    pub curves: Vec<Curve>,
    /// What is proved of all this together.
    pub status: Status,
    /// The sum of the indices of all points and places, where each is known.
    pub indices: Option<i32>,
    /// How often ∇L turns on the way around the region, where that is decided: it has to be the same.
    pub winding: Option<i32>,
    /// How many boxes were examined.
    pub boxes: usize,
}

/// A place at which the arithmetic does not decide.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Place {
    /// A point of it, as near to the stationary one as is known.
    pub at: Vec2,
    /// What holds all of it.
    pub hull: Rect,
    /// What is known of it.
    pub what: What,
    /// How often ∇L turns around it: another number than 0 proves a stationary point in it.
    pub index: Option<i32>,
}

/// What is known of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum What {
    /// A stationary point with a singular Hessian; that there is one is proved by its index.
    Degenerate(Kind),
    /// Perhaps a stationary point with a singular Hessian: with the index 0 that cannot be proved by arithmetic.
    PossiblyDegenerate,
    /// An extremum at which there is no gradient.
    NonSmooth(Kind),
    /// Points or lines at which there is no gradient.
    Kink,
    /// The loss grows beyond all bounds.
    Pole,
    /// The loss is not defined on one side.
    Edge,
    /// An area on all of which the gradient is zero.
    Plateau,
    /// Undecided.
    Unclear,
}

impl Census {
    /// That nothing is known, of a loss that is not computed over intervals.
    pub fn without_formula(region: Rect) -> Census {
        Census {
            region,
            points: Vec::new(),
            places: Vec::new(),
            curves: Vec::new(),
            status: Status::NotProved { why: Why::NoFormula, undecided: Vec::new() },
            indices: None,
            winding: None,
            boxes: 0,
        }
    }
}

impl What {
    /// The name in words.
    pub fn words(self) -> &'static str {
        match self {
            What::Degenerate(kind) => kind.words(),
            What::PossiblyDegenerate => text!("possibly a degenerate point (of index 0, which cannot be proved)"),
            What::NonSmooth(Kind::Minimum) => text!("non-smooth minimum"),
            What::NonSmooth(Kind::Maximum) => text!("non-smooth maximum"),
            What::NonSmooth(_) => text!("non-smooth point"),
            What::Kink => text!("kink: no gradient here"),
            What::Pole => text!("pole: the loss is unbounded here"),
            What::Edge => text!("edge: the loss is not defined beyond"),
            What::Plateau => text!("plateau: every point of it is stationary"),
            What::Unclear => text!("undecided"),
        }
    }
}

/// A curve on which every point is stationary.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Curve {
    /// The curve as lines from point to point.
    pub lines: Vec<Vec<Vec2>>,
    /// What its points are, where that is known.
    pub kind: Option<Kind>,
    /// Whether it is proved, as for a loss of one variable in the plane.
    pub is_proved: bool,
}

/// What is proved of the whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Status {
    /// These are all.
    Proved,
    /// Outside so many listed places and curves these are all.
    ProvedExcept(usize),
    /// There may be more.
    NotProved {
        /// Why.
        why: Why,
        /// Boxes outside which these are all, if there are any.
        undecided: Vec<Rect>,
    },
}

/// Why there may be more points than were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Why {
    /// The formula depends on neither variable: every point is stationary.
    Constant,
    /// The gradient cannot be told from zero over an area.
    Flat,
    /// There was more to examine than the budget allows.
    Budget,
    /// The indices do not add up to the winding number.
    Mismatch,
    /// There is no formula to compute over intervals: that of so many data would be too long.
    NoFormula,
}

impl Why {
    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Why::Constant => text!("the loss is constant, so every point is stationary"),
            Why::Flat => text!("over the shaded area the gradient cannot be told from zero"),
            Why::Budget => text!("there is too much to examine in this view; a closer view may be proved"),
            Why::Mismatch => text!("the indices of the points do not add up to the winding number"),
            Why::NoFormula => text!("there are too many data for a proof"),
        }
    }
}
