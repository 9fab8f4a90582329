//! What a small cluster of undecided boxes is: a degenerate point, a point without a gradient, a pole, an edge.

use super::{
    Box2, Cluster, LEVELS, Place, Prover, Verdict, What, examine, is_unbounded, middle, parted, rect, turns_around,
};
use crate::linear::{Mat2, Rect, Vec2};
use crate::number::Interval;
use crate::stationary::Kind;

/// How much larger than a cluster the boxes are around which winding numbers are taken, one after the other.
const AROUND: [f64; 5] = [1.5, 4.0, 16.0, 100.0, 1000.0];

/// Directions in which neighbours of a degenerate point are compared with it.
const NEIGHBOURS: usize = 64;

/// Boxes of a cluster of which the index is zero are parted down to this fraction of the region, and no more of them
/// examined than this.
const CLOSER: (f64, usize) = (1e-11, 2_000);

impl Prover {
    /// What a small cluster is that stays undecided at the last level; `others` hold the other ones.
    pub(super) fn name(&mut self, cluster: &Cluster, others: &[Box2]) {
        let place = cluster.hull;
        // An ill-conditioned zero is no degenerate one: a box around it may still be certified.
        for factor in [1.0, 4.0, 64.0] {
            let around = self.around(place, factor);
            if let Verdict::Unique(unique) = examine(&self.system, around, &mut self.scratch) {
                return self.certify(&unique);
            }
        }
        let at = self.polished(place);
        if !self.holds(at) && !self.touches(place) {
            return;
        }
        let mut index = None;
        for factor in AROUND {
            let around = self.around(place, factor);
            if others.iter().any(|other| (0..2).all(|i| !other[i].meet(around[i]).is_empty())) {
                break;
            }
            let others = self.zeros.iter().filter(|zero| holds(around, zero.at));
            let inner: i32 = others.map(|zero| if zero.kind == Kind::Saddle { -1 } else { 1 }).sum();
            if let Some(turns) = turns_around(&self.system, around, &mut self.scratch) {
                index = Some((turns - inner, around));
                break;
            }
        }
        let is_bounded = !is_unbounded(&self.system, place, &mut self.scratch);
        // Where the index does not speak for a point there may be none, and still smaller boxes show it.
        if is_bounded && matches!(index, None | Some((0, _))) && self.is_settled_closer(&cluster.boxes) {
            return;
        }
        let what = match index {
            None if !is_bounded && self.is_edge(place) => What::Edge,
            _ if self.is_unbounded_loss(place) && !is_bounded => What::Pole,
            Some((1, around)) if is_bounded => What::Degenerate(self.extremum(at, around)),
            Some((1, around)) => What::NonSmooth(self.smooth_extremum(at, around)),
            Some((0, _)) if is_bounded => What::PossiblyDegenerate,
            Some(_) if is_bounded => What::Degenerate(Kind::DegenerateSaddle),
            Some((0, _)) => What::Kink,
            Some(_) => What::NonSmooth(Kind::Saddle),
            None if is_bounded => What::Unclear,
            None => What::Kink,
        };
        let index = index.map(|(index, _)| index);
        self.places.push(Place { at, hull: rect(place), what, index });
    }

    /// Whether every solution in these boxes is certified, once they are parted further.
    fn is_settled_closer(&mut self, boxes: &[Box2]) -> bool {
        let mut left = boxes.to_vec();
        let mut certificates = Vec::new();
        for _ in 0..CLOSER.1 {
            let Some(place) = left.pop() else {
                certificates.iter().for_each(|unique| self.certify(unique));
                return true;
            };
            match examine(&self.system, place, &mut self.scratch) {
                Verdict::Nothing => {}
                Verdict::Unique(unique) => certificates.push(unique),
                Verdict::Shrunk(smaller) => left.push(smaller),
                _ => {
                    let widths = [0, 1].map(|i| place[i].width() / self.size[i]);
                    if widths.iter().all(|width| *width < CLOSER.0) {
                        return false;
                    }
                    left.extend(parted(place, usize::from(widths[1] > widths[0])));
                }
            }
        }
        false
    }

    fn touches(&self, hull: Box2) -> bool {
        let Rect { x, y } = self.region;
        hull[0].high >= x[0] && hull[0].low <= x[1] && hull[1].high >= y[0] && hull[1].low <= y[1]
    }

    /// A box around another, so many times as wide, and no narrower than the boxes of the last level.
    fn around(&self, hull: Box2, factor: f64) -> Box2 {
        [0, 1].map(|i| {
            let half = 0.5 * factor * f64::max(hull[i].width(), LEVELS[2] * self.size[i]);
            // Somewhat off the middle, so that no axis of symmetry is followed.
            Interval::new(hull[i].middle() - 1.03 * half, hull[i].middle() + 0.98 * half)
        })
    }

    /// The place in a small box at which the gradient is least, by Newton's method along the directions that have
    /// curvature.
    pub(super) fn polished(&self, hull: Box2) -> Vec2 {
        let [x, y] = middle(hull);
        let start = Vec2::new(x, y);
        let reach = 4.0 * libm::hypot(hull[0].width(), hull[1].width());
        let slope = |w: Vec2| {
            let [gx, gy] = self.jet(w).gradient;
            libm::hypot(gx, gy)
        };
        let mut best = start;
        let mut w = start;
        for _ in 0..80 {
            let jet = self.jet(w);
            let hessian = Mat2 { xx: jet.hessian[0], xy: jet.hessian[1], yy: jet.hessian[2] };
            let gradient = Vec2::new(jet.gradient[0], jet.gradient[1]);
            w = w - hessian.least_solution(gradient);
            if !(w.is_finite() && (w - start).norm() <= reach) {
                break;
            }
            if slope(w) < slope(best) || !slope(best).is_finite() {
                best = w;
            }
        }
        best
    }

    /// Whether the one zero in `around`, of index 1, is a minimum or a maximum: the loss on the edge is above or below
    /// it.
    fn extremum(&self, at: Vec2, around: Box2) -> Kind {
        match self.smooth_extremum(at, around) {
            Kind::Maximum => Kind::DegenerateMaximum,
            _ => Kind::DegenerateMinimum,
        }
    }

    fn smooth_extremum(&self, at: Vec2, around: Box2) -> Kind {
        let value = |w: Vec2| self.tape.eval(&[w.x, w.y]);
        let here = value(at);
        let radius = |i: usize| 0.5 * around[i].width();
        let above = (0..NEIGHBOURS).filter(|k| {
            let angle = std::f64::consts::TAU * *k as f64 / NEIGHBOURS as f64;
            value(at + Vec2::new(radius(0) * libm::cos(angle), radius(1) * libm::sin(angle))) > here
        });
        if above.count() > NEIGHBOURS / 2 { Kind::Minimum } else { Kind::Maximum }
    }
}

fn holds(place: Box2, w: Vec2) -> bool {
    place[0].contains(w.x) && place[1].contains(w.y)
}
