//! What can be proved of the solutions in one box: there is none, there is exactly one, or it has to be parted.
//!
//! By the mean value form and the operator of R. Krawczyk, Newton-Algorithmen zur Bestimmung von Nullstellen mit
//! Fehlerschranken, 1969; that it maps a box into itself proves a solution in it, and only one (R. E. Moore, A test for
//! existence of solutions to nonlinear systems, 1977).

use super::{Equations, Scratch, System};
use crate::number::Interval;

/// A box: the intervals of x and y.
pub type Box2 = [Interval; 2];

/// A box in which there is exactly one solution.
#[derive(Debug, Clone, Copy)]
pub struct Unique {
    /// The box in which it is the only one.
    pub within: Box2,
    /// Where in it it lies.
    pub enclosure: Box2,
    /// The sign of the Jacobian's determinant there.
    pub determinant: f64,
}

/// What is known of a box.
#[derive(Debug, Clone, Copy)]
pub enum Verdict {
    /// There is no solution in it.
    Nothing,
    /// Every point of it is one.
    Everywhere,
    /// The left sides are so small all over it that they cannot be told from zero.
    Faint,
    /// Every solution in it is this one.
    Unique(Unique),
    /// Every solution in it lies in this smaller one.
    Shrunk(Box2),
    /// It has to be parted, in two or, where it is far from the one solution's neighbourhood, in four.
    Parted {
        /// In four.
        in_four: bool,
    },
}

/// Where the map of Krawczyk contracts less than this, a larger box around may still be mapped into itself.
const NEARLY: f64 = 0.7;

/// Where it expands more than this, a box is far too large.
const FAR: f64 = 4.0;

/// A box that has lost this much of a side is looked at again before it is parted.
const WORTHWHILE: f64 = 0.7;

/// Left sides below this are what underflows leave of them.
const FAINTEST: f64 = 1e-300;

/// The enclosure of a solution is narrowed no more often than this; it converges quadratically.
const MOST_NARROWINGS: usize = 20;

/// The operator of Krawczyk on a box, and by how much the map contracts.
struct Krawczyk {
    image: Box2,
    contraction: f64,
}

/// The middle of a box.
pub fn middle(place: Box2) -> [f64; 2] {
    place.map(Interval::middle)
}

/// The inverse of the Jacobian's middle, and the sign of its determinant; none if it is singular or not finite.
fn inverse(j: &[[Interval; 2]; 2]) -> Option<([[f64; 2]; 2], f64)> {
    let [[a, b], [c, d]] = [[j[0][0].middle(), j[0][1].middle()], [j[1][0].middle(), j[1][1].middle()]];
    let determinant = a * d - b * c;
    let inverse = [[d / determinant, -b / determinant], [-c / determinant, a / determinant]];
    let is_finite = determinant != 0.0 && inverse.iter().flatten().all(|entry| entry.is_finite());
    is_finite.then(|| (inverse, determinant.signum()))
}

/// m − Y f(m) + (1 − Y J)(X − m) for the box X, its Jacobian J, a point m and any matrix Y.
fn krawczyk(x: Box2, m: [f64; 2], f: [Interval; 2], j: &[[Interval; 2]; 2], y: &[[f64; 2]; 2]) -> Krawczyk {
    let y = y.map(|row| row.map(Interval::point));
    let d = [x[0] - Interval::point(m[0]), x[1] - Interval::point(m[1])];
    let half = d.map(Interval::magnitude);
    let mut image = x;
    let mut contraction: f64 = 0.0;
    for i in 0..2 {
        let step = y[i][0] * f[0] + y[i][1] * f[1];
        let rest = [0, 1].map(|k| {
            let product = y[i][0] * j[0][k] + y[i][1] * j[1][k];
            if k == i { Interval::point(1.0) - product } else { -product }
        });
        image[i] = Interval::point(m[i]) - step + (rest[0] * d[0] + rest[1] * d[1]);
        contraction = contraction.max((rest[0].magnitude() * half[0] + rest[1].magnitude() * half[1]) / half[i]);
    }
    Krawczyk { image, contraction: if contraction.is_nan() { f64::INFINITY } else { contraction } }
}

fn is_inside(inner: Box2, outer: Box2) -> bool {
    inner[0].is_inside(outer[0]) && inner[1].is_inside(outer[1])
}

/// The members of both boxes, if there are any.
fn meet(a: Box2, b: Box2) -> Option<Box2> {
    let both = [a[0].meet(b[0]), a[1].meet(b[1])];
    (!both[0].is_empty() && !both[1].is_empty()).then_some(both)
}

/// What is known of the box `x`.
pub fn examine(system: &System, x: Box2, scratch: &mut Scratch) -> Verdict {
    let equations = system.over(x, scratch);
    let Equations { f, j, .. } = equations;
    if !(f[0].has_zero() && f[1].has_zero()) || system.is_smooth(scratch) == Some(false) {
        return Verdict::Nothing;
    }
    if equations.is_whole && f == [Interval::ZERO; 2] {
        return Verdict::Everywhere;
    }
    if equations.is_whole && f.iter().all(|side| side.magnitude() < FAINTEST) {
        return Verdict::Faint;
    }
    if !equations.is_regular() {
        return Verdict::Parted { in_four: false };
    }
    let m = middle(x);
    let at = system.sides(m.map(Interval::point), scratch);
    let d = [x[0] - Interval::point(m[0]), x[1] - Interval::point(m[1])];
    for i in 0..2 {
        if !(at[i] + (j[i][0] * d[0] + j[i][1] * d[1])).has_zero() {
            return Verdict::Nothing;
        }
    }
    let Some((y, determinant)) = inverse(&j) else { return Verdict::Parted { in_four: false } };
    let Krawczyk { image, contraction } = krawczyk(x, m, at, &j, &y);
    let Some(both) = meet(image, x) else { return Verdict::Nothing };
    if is_inside(image, x) {
        return Verdict::Unique(Unique { within: x, enclosure: image, determinant });
    }
    if contraction < NEARLY {
        // A solution on a face, or beside it, is inside a box that is a little larger.
        let larger = [0, 1].map(|i| {
            let hull = x[i].hull(image[i]);
            let more = 0.1 * hull.width() + 4.0 * f64::EPSILON * hull.magnitude() + f64::MIN_POSITIVE;
            Interval::new(hull.low - more, hull.high + more)
        });
        let equations = system.over(larger, scratch);
        if equations.is_regular() {
            let again = krawczyk(larger, m, at, &equations.j, &y);
            if is_inside(again.image, larger) {
                return Verdict::Unique(Unique { within: larger, enclosure: again.image, determinant });
            }
        }
    }
    let has_shrunk = (0..2).any(|i| both[i].width() < WORTHWHILE * x[i].width());
    if has_shrunk { Verdict::Shrunk(both) } else { Verdict::Parted { in_four: contraction > FAR } }
}

/// The solution of a certificate as narrowly as the arithmetic allows, and the Jacobian's first entry there.
pub fn narrow(system: &System, unique: &Unique, scratch: &mut Scratch) -> (Box2, Interval) {
    let mut x = unique.enclosure;
    let mut first = Interval::ENTIRE;
    for _ in 0..MOST_NARROWINGS {
        let equations = system.over(x, scratch);
        let Equations { j, .. } = equations;
        first = j[0][0];
        let m = middle(x);
        let at = system.sides(m.map(Interval::point), scratch);
        let Some((y, _)) = inverse(&j) else { break };
        if !equations.is_regular() {
            break;
        }
        let Some(both) = meet(krawczyk(x, m, at, &j, &y).image, x) else { break };
        let has_shrunk = (0..2).any(|i| both[i].width() < 0.9 * x[i].width());
        x = both;
        if !has_shrunk {
            break;
        }
    }
    (x, first)
}

/// Whether the second derivatives are unbounded over a box, as at a kink or a pole, or undefined somewhere in it.
pub fn is_unbounded(system: &System, place: Box2, scratch: &mut Scratch) -> bool {
    !system.over(place, scratch).is_regular()
}
