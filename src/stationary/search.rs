//! A quick search for stationary points by Newton's method from many starts: it can miss points.

use super::{Found, Kind, StationaryPoint, ascending};
use crate::linear::{Definiteness, Eigen, Mat2, Rect, Vec2};
use crate::objective::Objective;

/// Cells per side of the grid on which sign changes of the gradient are looked for; empirical: it resolves every
/// surface of the catalogue in its home view.
const CELLS: usize = 96;

/// On a loss over data the grid is coarser where that is dear: about this many losses of data points for all of it.
const GRID_WORK: usize = 500_000;

/// How many losses of data points the searches that begin there may evaluate in all, with the looks around what they
/// find: on plateaus some would never end, and all is a find.
const NEWTON_WORK: usize = 3_000_000;

/// Every how many cells Newton's method also starts where no sign changes.
const COARSE: usize = 8;

/// More degenerate points than this are taken for points of a curve: no isolated landscape of the catalogue has more.
const MOST_DEGENERATE: usize = 8;

/// Iterations of Newton's method; at a degenerate point it gains only a factor 2/3 each, and 80 of those are 1e-14.
const ITERATIONS: usize = 80;

/// Newton's method has arrived when a step is below this fraction of 1 + ‖w‖: the accuracy of every point found.
pub const ARRIVED: f64 = 1e-10;

/// Eigenvalues below this fraction of the larger one are left out of a Newton step: they are rounding.
const PSEUDO_INVERSE: f64 = 1e-10;

/// A step through the cells that comes to each of them once, far from the last: it shares no factor with their number.
const SCATTER: usize = 5003;

/// No more searches than this are begun: enough for a thousand points, and a fraction of a second where none arrives.
const MOST_ATTEMPTS: usize = 4000;

/// Points closer than this fraction of the rectangle's diagonal are one.
const SAME: f64 = 1e-6;

/// A point is looked for within this fraction of the rectangle's diagonal of one of a sketch of the loss.
const NEAR: f64 = 0.1;

/// Looks for stationary points of `objective` in `view`, by Newton's method from every cell of a grid in which both
/// components of the gradient change sign, and from a coarser grid of all places.
///
/// Of a loss of one parameter only the x axis is looked at, for changes of sign of L′, each found by halving.
/// On a loss over very many data it looks for those of a loss over some of them, and from there for its own.
/// Points found are stationary to rounding; that all are found is likely, not proved.
pub fn find(objective: &dyn Objective, view: Rect) -> Found {
    if objective.variables() == 1 {
        return find_on_line(objective, view.x);
    }
    let points = match objective.sketch() {
        Some(sketch) => refine(objective, view, &search(&*sketch, view)),
        None => search(objective, view),
    };
    Found::of(points)
}

/// The stationary points to which Newton's method leads from a grid.
fn search(objective: &dyn Objective, view: Rect) -> Vec<StationaryPoint> {
    let affordable = libm::sqrt(GRID_WORK as f64 / objective.cost() as f64) as usize;
    let cells = affordable.clamp(1, CELLS);
    let mut evaluations = NEWTON_WORK / objective.cost();
    let size = view.size();
    let corner = |i: usize, j: usize| {
        Vec2::new(view.x[0] + size.x * i as f64 / cells as f64, view.y[0] + size.y * j as f64 / cells as f64)
    };
    let side = cells + 1;
    let gradients: Vec<Vec2> = (0..side * side).map(|k| objective.slope(corner(k % side, k / side)).gradient).collect();
    let mut points: Vec<StationaryPoint> = Vec::new();
    // Points of curves, which are everywhere dense: a start beside one that is known leads to another of the same
    // curve.
    let mut dense: Vec<Vec2> = Vec::new();
    let cell_diagonal = view.diagonal() / cells as f64;
    let mut attempts = 0;
    // Cells in a scattered order: a search that gives up has looked everywhere a little.
    // Those in which the gradient changes sign come first.
    let scattered = || (0..cells * cells).map(|k| k * SCATTER % (cells * cells));
    for (k, promising) in scattered().map(|k| (k, true)).chain(scattered().map(|k| (k, false))) {
        let (i, j) = (k % cells, k / cells);
        let cell = [j * side + i, j * side + i + 1, (j + 1) * side + i, (j + 1) * side + i + 1];
        let changes = |part: fn(&Vec2) -> f64| {
            let signs = cell.map(|k| part(&gradients[k]));
            signs.iter().any(|g| *g >= 0.0) && signs.iter().any(|g| *g <= 0.0)
        };
        let coarse = i % COARSE == COARSE / 2 && j % COARSE == COARSE / 2;
        let signs_change = changes(|g| g.x) && changes(|g| g.y);
        if signs_change != promising || !(coarse || promising) {
            continue;
        }
        let from = corner(i, j) + 0.5 * (corner(i + 1, j + 1) - corner(i, j));
        let is_known = dense.len() > MOST_DEGENERATE && dense.iter().any(|w| (*w - from).norm() <= cell_diagonal);
        if is_known || attempts == MOST_ATTEMPTS || evaluations == 0 {
            continue;
        }
        attempts += 1;
        if let Some(point) = arrive(objective, from, f64::INFINITY, &mut evaluations)
            && let Some(point) = unknown(objective, view, &points, point)
        {
            evaluations = evaluations.saturating_sub(1 + 2 * neighbour_count(objective));
            dense.extend(point.kind.is_degenerate().then_some(point.at));
            points.push(point);
        }
    }
    // Of two points in one cell of a coarse grid, a saddle and a maximum on a flat hill, the one is found; from beyond
    // the other, along the direction in which the loss bends least, Newton's method leads to that.
    let mut k = 0;
    while cells < CELLS && k < points.len() {
        let (at, eigen) = (points[k].at, points[k].eigen);
        let soft = eigen.vectors[usize::from(eigen.values[1].abs() < eigen.values[0].abs())];
        for side in [-0.5, 0.5] {
            if let Some(other) = arrive(objective, at + side * cell_diagonal * soft, cell_diagonal, &mut evaluations) {
                points.extend(unknown(objective, view, &points, other));
            }
        }
        k += 1;
    }
    points
}

/// The stationary points of `objective` that lie near those of a `sketch` of it.
fn refine(objective: &dyn Objective, view: Rect, sketch: &[StationaryPoint]) -> Vec<StationaryPoint> {
    let mut points = Vec::new();
    for near in sketch {
        if let Some(at) = arrive(objective, near.at, NEAR * view.diagonal(), &mut ITERATIONS.clone()) {
            points.extend(unknown(objective, view, &points, at));
        }
    }
    points
}

/// The stationary point `at`, if it is in view and not among those that are known.
fn unknown(objective: &dyn Objective, view: Rect, known: &[StationaryPoint], at: Vec2) -> Option<StationaryPoint> {
    let is_known = || known.iter().any(|point| (point.at - at).norm() <= SAME * view.diagonal());
    // Most starts lead to a point that is known already: to say what it is takes longer than to get there.
    if view.contains(at) && !is_known() { classify(objective, at) } else { None }
}

impl Found {
    fn of(mut points: Vec<StationaryPoint>) -> Found {
        let mut found = Found::default();
        if points.iter().filter(|point| point.kind.is_degenerate()).count() > MOST_DEGENERATE {
            found.curve = points.iter().filter(|point| point.kind.is_degenerate()).map(|point| point.at).collect();
            points.retain(|point| !point.kind.is_degenerate());
        }
        found.points = ascending(points);
        found
    }
}

/// Pieces of the x axis in each of which a change of sign of the derivative is looked for; empirical.
const PIECES: usize = 2048;

/// The stationary points of a loss of one parameter: from every piece of the axis in which L′ changes sign.
fn find_on_line(objective: &dyn Objective, [low, high]: [f64; 2]) -> Found {
    let at = |k: usize| Vec2::new(low + (high - low) * k as f64 / PIECES as f64, 0.0);
    let derivative = |w: Vec2| objective.slope(w).gradient.x;
    let mut points: Vec<StationaryPoint> = Vec::new();
    for k in 0..PIECES {
        let (mut left, mut right) = (at(k), at(k + 1));
        let (a, b) = (derivative(left), derivative(right));
        if !(a <= 0.0 && b >= 0.0 || a >= 0.0 && b <= 0.0) || a == 0.0 && b == 0.0 {
            continue;
        }
        // Halving is sure to end at the change of sign, where Newton's method may run away; a kink it shows as one.
        for _ in 0..64 {
            let middle = 0.5 * (left + right);
            if (derivative(middle) > 0.0) == (b > 0.0) && derivative(middle) != 0.0 {
                right = middle
            } else {
                left = middle
            }
        }
        let middle = if derivative(left) == 0.0 { left } else { right };
        let point = polish(objective, middle, 1e-6 * (high - low));
        if let Some(point) = point
            && (low..=high).contains(&point.at.x)
            && !points.iter().any(|known| (known.at - point.at).norm() <= SAME * (high - low))
        {
            points.push(point);
        }
    }
    Found { points: ascending(points), ..Found::default() }
}

/// The stationary point to which Newton's method leads from `from`, if it is no farther away than `reach`.
pub fn polish(objective: &dyn Objective, from: Vec2, reach: f64) -> Option<StationaryPoint> {
    classify(objective, arrival(objective, from, reach)?)
}

/// Where that point is, of which it is not asked yet what it is.
pub fn arrival(objective: &dyn Objective, from: Vec2, reach: f64) -> Option<Vec2> {
    arrive(objective, from, reach, &mut ITERATIONS.clone())
}

/// What the stationary point `at` is; none where the gradient or the Hessian is not defined.
pub fn kind_at(objective: &dyn Objective, at: Vec2) -> Option<Kind> {
    classify(objective, at).map(|point| point.kind)
}

/// Where Newton's method arrives from `from`, if that is no farther away than `reach` and no more than `evaluations`
/// away.
fn arrive(objective: &dyn Objective, from: Vec2, reach: f64, evaluations: &mut usize) -> Option<Vec2> {
    let mut w = from;
    for _ in 0..ITERATIONS {
        *evaluations = evaluations.checked_sub(1)?;
        let here = objective.curvature(w);
        let step = newton_step(here.hessian, here.gradient, w)?;
        w = w - step;
        if !w.is_finite() || (w - from).norm() > reach {
            return None;
        }
        if step.norm() <= ARRIVED * (1.0 + w.norm()) {
            return Some(w);
        }
    }
    None
}

/// A gradient along a direction in which H is zero is itself zero below this fraction of ‖H‖ (1 + ‖w‖).
const RESIDUAL: f64 = 1e-12;

/// H⁺ g, the Newton step at `w`, leaving out directions in which H is zero to rounding; none if H or g is not finite,
/// or if a gradient remains in those directions.
fn newton_step(hessian: Mat2, gradient: Vec2, w: Vec2) -> Option<Vec2> {
    if gradient == Vec2::ZERO {
        return Some(Vec2::ZERO);
    }
    let Eigen { values, vectors } = hessian.eigen();
    let scale = values[0].abs().max(values[1].abs());
    if !(scale > 0.0 && scale.is_finite() && gradient.is_finite()) {
        return None;
    }
    let mut step = Vec2::ZERO;
    for (value, vector) in values.into_iter().zip(vectors) {
        let along = gradient.dot(vector);
        if value.abs() > PSEUDO_INVERSE * scale {
            step += along / value * vector;
        } else if along.abs() > RESIDUAL * scale * (1.0 + w.norm()) {
            return None;
        }
    }
    Some(step)
}

/// Radius, as a fraction of 1 + ‖w‖, of the circle on which neighbours are compared where the Hessian does not decide.
const NEIGHBOURHOOD: f64 = 1e-3;

/// How many neighbours on that circle.
const NEIGHBOURS: usize = 64;

/// A Hessian is zero as a whole below this fraction of the Hessians on that circle: Newton's method reaches a point
/// with a zero Hessian only to about 1e-10.
const VANISHED: f64 = 1e-6;

/// The gradient of a stationary point is zero below this fraction of ‖H‖ (1 + ‖w‖): it is as much nearer than that.
const STATIONARY: f64 = 1e-6;

fn classify(objective: &dyn Objective, at: Vec2) -> Option<StationaryPoint> {
    let mut here = objective.curvature(at);
    if objective.variables() == 1 {
        // Along y nothing changes; the second derivative alone decides, as if it were the curvature in every direction.
        here.hessian = Mat2 { xx: here.hessian.xx, xy: 0.0, yy: here.hessian.xx };
    }
    let here = here;
    // Beside a kink or a pole a step may end where there are no derivatives.
    if !here.gradient.is_finite() || here.hessian.definiteness() == Definiteness::Undefined {
        return None;
    }
    let size = |hessian: Mat2| hessian.eigen().values.map(f64::abs).into_iter().fold(0.0, f64::max);
    // The last step may have crossed a kink, beyond which the gradient is another. Where all is flat it is rounding.
    let least = f64::max(STATIONARY * size(here.hessian) * (1.0 + at.norm()), RESIDUAL * (1.0 + here.loss.abs()));
    if here.gradient.norm() > least {
        return None;
    }
    let around = neighbours(objective, at).map(|w| size(objective.curvature(w).hessian)).fold(0.0, f64::max);
    let vanished = size(here.hessian) <= VANISHED * around;
    let definiteness = if vanished { Definiteness::Zero } else { here.hessian.definiteness() };
    let kind = match definiteness {
        Definiteness::PositiveDefinite => Kind::Minimum,
        Definiteness::NegativeDefinite => Kind::Maximum,
        Definiteness::Indefinite => Kind::Saddle,
        Definiteness::Undefined => return None,
        _ => nature(objective, at, here.loss),
    };
    let eigen = here.hessian.eigen();
    Some(StationaryPoint { at, loss: here.loss, hessian: here.hessian, eigen, definiteness, kind })
}

/// Fewer where the loss is dear: this many losses of data points for all of them, but no fewer than an eighth.
const NEIGHBOURS_WORK: usize = 50_000;

fn neighbour_count(objective: &dyn Objective) -> usize {
    (NEIGHBOURS_WORK / objective.cost()).clamp(NEIGHBOURS / 8, NEIGHBOURS)
}

fn neighbours(objective: &dyn Objective, at: Vec2) -> impl Iterator<Item = Vec2> {
    let count = neighbour_count(objective);
    let radius = NEIGHBOURHOOD * (1.0 + at.norm());
    (0..count).map(move |k| {
        let angle = std::f64::consts::TAU * k as f64 / count as f64;
        at + radius * Vec2::new(libm::cos(angle), libm::sin(angle))
    })
}

/// What the values on a small circle say of a degenerate point.
fn nature(objective: &dyn Objective, at: Vec2, loss: f64) -> Kind {
    // Differences below the rounding of the loss itself count as none.
    let noise = 8.0 * f64::EPSILON * (1.0 + loss.abs());
    let (mut lower, mut higher) = (false, false);
    for difference in neighbours(objective, at).map(|w| objective.value(w) - loss) {
        lower |= difference < -noise;
        higher |= difference > noise;
    }
    match (lower, higher) {
        (false, _) => Kind::DegenerateMinimum,
        (true, false) => Kind::DegenerateMaximum,
        (true, true) => Kind::DegenerateSaddle,
    }
}
