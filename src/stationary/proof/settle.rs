//! What becomes of boxes that stay undecided.

use super::{
    Box2, Cluster, Curve, LEVELS, Place, Prover, Unclear, Verdict, What, Why, Zero, examine, grouped, hull_of,
    is_curve, is_unbounded, middle, parted, polylines, rect, turns_around, zeros,
};
use crate::linear::{Mat2, Rect, Vec2};
use crate::number::Interval;
use crate::stationary::Kind;

/// A cluster no wider than this many boxes, or than this fraction of the region, is refined further.
const NARROW: (f64, f64) = (16.0, 0.01);

/// Small clusters with gaps of no more than so many boxes of the last level are one.
const GAP: f64 = 16.0;

/// The share of boxes without bounded second derivatives by which a wide cluster is one of kinks.
const KINKED: f64 = 0.85;

/// A cluster that covers this share of the region, all its boxes undecided, is an area and no curve.
const AREA: f64 = 0.05;

/// How much larger than a cluster the boxes are around which winding numbers are taken, one after the other.
const AROUND: [f64; 5] = [1.5, 4.0, 16.0, 100.0, 1000.0];

/// Directions in which neighbours of a degenerate point are compared with it.
const NEIGHBOURS: usize = 64;

/// No more undecided areas than this are told.
const MOST_AREAS: usize = 400;

/// Newton's method is tried from no more boxes than this when the search is given up.
const MOST_TRIES: usize = 4_000;

impl Prover {
    /// Looks at all undecided boxes together and has those refined for which that helps; whether all is done.
    pub(super) fn settle(&mut self) -> bool {
        let undecided = std::mem::take(&mut self.undecided);
        if undecided.is_empty() {
            return true;
        }
        let is_last = self.level <= LEVELS[2];
        let found = grouped(&undecided);
        let (mut again, mut small): (Vec<Box2>, Vec<Cluster>) = (Vec::new(), Vec::new());
        for cluster in found {
            let wide = (0..2).map(|i| cluster.hull[i].width() / self.size[i]).fold(0.0, f64::max);
            let is_wide = wide > NARROW.0 * self.level && wide > NARROW.1;
            if is_wide && self.set_aside(&cluster) {
                continue;
            }
            if is_last {
                small.push(cluster);
            } else {
                again.extend(cluster.boxes);
            }
        }
        let small = self.joined(small);
        for (k, cluster) in small.iter().enumerate() {
            let others = small.iter().enumerate().filter(|(other, _)| *other != k).map(|(_, other)| other.hull);
            self.name(cluster, &others.collect::<Vec<_>>());
        }
        if again.is_empty() {
            return true;
        }
        self.level = f64::max(self.level * LEVELS[1], LEVELS[2]);
        self.queue.extend(again);
        false
    }

    /// Whether a wide cluster is one of kinks, a curve of stationary points or a flat area, and so is not refined.
    fn set_aside(&mut self, cluster: &Cluster) -> bool {
        let unbounded = cluster.boxes.iter().filter(|place| is_unbounded(&self.system, **place, &mut self.scratch));
        if unbounded.count() as f64 > KINKED * cluster.boxes.len() as f64 {
            let [x, y] = middle(cluster.hull);
            let at = Vec2::new(x, y);
            let what = if self.is_unbounded_loss(cluster.hull) { What::Pole } else { What::Kink };
            self.places.push(Place { at, hull: rect(cluster.hull), what, index: None });
            return true;
        }
        let area: f64 = cluster.boxes.iter().map(|place| place[0].width() * place[1].width()).sum();
        let is_flat = |place: &Box2| {
            let point = middle(*place).map(Interval::point);
            self.system.sides(point, &mut self.scratch.clone()).iter().all(|side| side.has_zero())
        };
        let stride = cluster.boxes.len().div_ceil(100);
        if area > AREA * self.size[0] * self.size[1] && cluster.boxes.iter().step_by(stride).all(is_flat) {
            self.status = Some((Why::Flat, areas(&cluster.boxes)));
            return true;
        }
        let length = libm::hypot(self.size[0], self.size[1]);
        if is_curve(&self.system, cluster, length, &mut self.scratch) {
            let lines = polylines(&self.system, cluster, length, &mut self.scratch);
            let kind = lines.first().and_then(|line| line.get(line.len() / 2)).map(|at| self.across(*at));
            self.curves.push(Curve { lines, kind, is_proved: false });
            return true;
        }
        false
    }

    /// Whether the loss itself is unbounded over a box.
    fn is_unbounded_loss(&self, [x, y]: Box2) -> bool {
        !self.tape.eval(&[x, y]).is_bounded()
    }

    /// What the points of a curve are: by the sign of the curvature across it.
    fn across(&self, at: Vec2) -> Kind {
        let [xx, _, yy] = self.jet(at).hessian;
        if xx + yy >= 0.0 { Kind::DegenerateMinimum } else { Kind::DegenerateMaximum }
    }

    /// Small clusters of which the gaps are a few boxes wide, as around a point from which several curves of small gradients
    /// go out, put together.
    fn joined(&self, small: Vec<Cluster>) -> Vec<Cluster> {
        let gap = |i: usize| GAP * self.level * self.size[i];
        let near =
            |a: &Box2, b: &Box2| (0..2).all(|i| a[i].low - b[i].high <= gap(i) && b[i].low - a[i].high <= gap(i));
        let mut joined: Vec<Cluster> = Vec::new();
        for mut cluster in small {
            while let Some(k) = joined.iter().position(|other| near(&other.hull, &cluster.hull)) {
                let other = joined.swap_remove(k);
                cluster.hull = hull_of(cluster.hull, other.hull);
                cluster.boxes.extend(other.boxes);
            }
            joined.push(cluster);
        }
        joined
    }

    /// What a small cluster is that stays undecided at the last level; `others` hold the other ones.
    fn name(&mut self, cluster: &Cluster, others: &[Box2]) {
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
        let what = match index {
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

    /// The place in a small box at which the gradient is least, by Newton's method along the directions that have curvature.
    fn polished(&self, hull: Box2) -> Vec2 {
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

    /// Whether the one zero in `around`, of index 1, is a minimum or a maximum: the loss on the edge is above or below it.
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

    /// The search has taken too long: what can still be certified is, and where more may be is told.
    pub(super) fn give_up(&mut self) {
        let mut left: Vec<Box2> = self.queue.drain(..).collect();
        left.append(&mut self.undecided);
        let stride = left.len().div_ceil(MOST_TRIES).max(1);
        for place in left.iter().step_by(stride) {
            let at = self.polished(*place);
            let around = [0, 1].map(|i| {
                let middle = if i == 0 { at.x } else { at.y };
                let half = 1e-9 * self.size[i] + 8.0 * f64::EPSILON * middle.abs();
                Interval::new(middle - half, middle + half)
            });
            if at.is_finite()
                && let Verdict::Unique(unique) = examine(&self.system, around, &mut self.scratch)
            {
                self.certify(&unique);
            }
        }
        self.status = Some((Why::Budget, areas(&left)));
    }

    /// The stationary points, or in the plane the lines of them, of a formula of one variable.
    pub(super) fn on_line(&mut self, axis: usize) {
        let found = zeros(&self.system, axis, self.domain[axis], self.domain[1 - axis], &mut self.scratch);
        self.examined = found.examined;
        let across = [self.region.y, self.region.x][axis];
        let point = |along: f64, other: f64| if axis == 0 { Vec2::new(along, other) } else { Vec2::new(other, along) };
        let line = |along: f64| vec![across.map(|other| point(along, other)).to_vec()];
        for (along, slope) in found.regular {
            let rises = self.system.orientation * slope > 0.0;
            if self.is_curve {
                let kind = if rises { Kind::Minimum } else { Kind::Maximum };
                let at = Vec2::new(along, 0.0);
                let within = [Interval::point(along), Interval::ZERO];
                self.zeros.push(Zero { at, within, kind, is_inside: true, is_smooth: true });
            } else {
                let kind = if rises { Kind::DegenerateMinimum } else { Kind::DegenerateMaximum };
                self.curves.push(Curve { lines: line(along), kind: Some(kind), is_proved: true });
            }
        }
        for unclear in found.unclear {
            let (what, kind) = self.on_line_what(&unclear, axis);
            let along = if self.is_curve { self.polished_on_line(unclear.piece) } else { unclear.piece.middle() };
            if let (Some(kind), false) = (kind, self.is_curve) {
                self.curves.push(Curve { lines: line(along), kind: Some(kind), is_proved: false });
                continue;
            }
            let mut hull = [unclear.piece, self.domain[1]];
            if axis == 1 {
                hull = [self.domain[0], unclear.piece];
            }
            let at = if self.is_curve { Vec2::new(along, 0.0) } else { point(along, 0.5 * (across[0] + across[1])) };
            self.places.push(Place { at, hull: rect(hull), what, index: None });
        }
        if !found.is_complete {
            self.status = Some((Why::Budget, vec![self.region]));
        }
    }

    /// What an unclear piece of the line is, and the kind of its points where they are stationary.
    fn on_line_what(&self, unclear: &Unclear, axis: usize) -> (What, Option<Kind>) {
        let mut place = self.domain;
        place[axis] = unclear.piece;
        let rises = unclear.signs.map(|[low, high]| [low, high].map(|sign| sign * self.system.orientation));
        let extremum = match rises {
            Some([low, high]) if low < 0.0 && high > 0.0 => Some(Kind::Minimum),
            Some([low, high]) if low > 0.0 && high < 0.0 => Some(Kind::Maximum),
            _ => None,
        };
        if !unclear.is_bounded {
            return match extremum {
                _ if self.is_unbounded_loss(place) => (What::Pole, None),
                Some(kind) => (What::NonSmooth(kind), None),
                None => (What::Kink, None),
            };
        }
        match extremum {
            Some(Kind::Minimum) => (What::Degenerate(Kind::DegenerateMinimum), Some(Kind::DegenerateMinimum)),
            Some(_) => (What::Degenerate(Kind::DegenerateMaximum), Some(Kind::DegenerateMaximum)),
            None if unclear.signs.is_some() => (What::PossiblyDegenerate, Some(Kind::DegenerateSaddle)),
            None => (What::Unclear, None),
        }
    }

    /// The place in a small piece at which the derivative is least.
    fn polished_on_line(&self, piece: Interval) -> f64 {
        let slope = |x: f64| self.jet(Vec2::new(x, 0.0)).gradient[0].abs();
        let places = (0..=32).map(|k| piece.low + piece.width() * f64::from(k) / 32.0);
        places.min_by(|a, b| slope(*a).total_cmp(&slope(*b))).unwrap_or(piece.middle())
    }
}

fn holds(place: Box2, w: Vec2) -> bool {
    place[0].contains(w.x) && place[1].contains(w.y)
}

/// Undecided boxes as rectangles to shade, no more than a bounded number: larger ones in place of many.
fn areas(boxes: &[Box2]) -> Vec<Rect> {
    if boxes.len() <= MOST_AREAS {
        return boxes.iter().map(|place| rect(*place)).collect();
    }
    let hull = boxes.iter().copied().reduce(hull_of).unwrap_or(boxes[0]);
    // Halved along the wider side, until there are enough of them.
    let mut parts: Vec<(Box2, Vec<Box2>)> = vec![(hull, boxes.to_vec())];
    while parts.len() < MOST_AREAS / 2 {
        let Some(most) = (0..parts.len()).max_by_key(|k| parts[*k].1.len()).filter(|k| parts[*k].1.len() > 1) else {
            break;
        };
        let (place, inner) = parts.swap_remove(most);
        let axis = usize::from(place[1].width() > place[0].width());
        let cut = parted(place, axis)[0][axis].high;
        let (lower, upper): (Vec<Box2>, Vec<Box2>) = inner.into_iter().partition(|b| b[axis].middle() < cut);
        if lower.is_empty() || upper.is_empty() {
            parts.push((place, Vec::new()));
            continue;
        }
        for half in [lower, upper] {
            if let Some(hull) = half.iter().copied().reduce(hull_of) {
                parts.push((hull, half));
            }
        }
    }
    parts.into_iter().map(|(place, _)| rect(place)).collect()
}
