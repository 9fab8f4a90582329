//! What becomes of boxes that stay undecided.

use super::{
    Box2, Cluster, Curve, LEVELS, Place, Prover, Verdict, What, Why, examine, grouped, hull_of, is_curve, is_unbounded,
    middle, parted, polylines, rect,
};
use crate::linear::{Rect, Vec2};
use crate::number::Interval;
use crate::stationary::Kind;

/// A cluster no wider than this many boxes, or than this fraction of the region, is refined further.
const NARROW: (f64, f64) = (16.0, 0.01);

/// Small clusters with gaps of no more than so many boxes of the last level are one.
const GAP: f64 = 16.0;

/// A cluster that covers this share of the region, all its boxes undecided, is an area and no curve.
const AREA: f64 = 0.05;

/// Places of a curve at which neighbours on both sides are looked at.
const WATCHED: usize = 16;

/// How far from the curve those lie, as a fraction of the region's size.
const BESIDE: f64 = 1e-3;

/// No more undecided areas than this are told.
const MOST_AREAS: usize = 400;

/// Newton's method is tried from no more boxes than this when the search is given up.
const MOST_TRIES: usize = 4_000;

/// And from the cells of a grid with so many across.
const TRIES_ACROSS: usize = 48;

impl Prover {
    /// Looks at all undecided boxes together and has those refined for which that helps; whether all is done.
    pub(super) fn settle(&mut self) -> bool {
        let undecided = std::mem::take(&mut self.undecided);
        let is_last = self.level <= LEVELS[2];
        let (mut again, mut small): (Vec<Box2>, Vec<Cluster>) = (Vec::new(), Vec::new());
        for cluster in self.narrow(&undecided) {
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
            self.tell_areas();
            return true;
        }
        self.level = f64::max(self.level * LEVELS[1], LEVELS[2]);
        self.queue.extend(again);
        false
    }

    /// The clusters of which more can be found out by smaller boxes; the others are set aside.
    fn narrow(&mut self, undecided: &[Box2]) -> Vec<Cluster> {
        let mut narrow = Vec::new();
        for cluster in grouped(undecided) {
            if !self.is_wide(&cluster) {
                narrow.push(cluster);
                continue;
            }
            // Lines of kinks go through points and curves of other kinds; these are looked at apart from them.
            let unbounded = |place: &Box2| is_unbounded(&self.system, *place, &mut self.scratch);
            let (rough, smooth): (Vec<Box2>, Vec<Box2>) = cluster.boxes.into_iter().partition(unbounded);
            for part in grouped(&rough) {
                // Once the boxes are small, so that few points are hidden beside the kinks.
                if self.is_wide(&part) && self.level < LEVELS[0] {
                    let what = self.rough(&part.boxes);
                    let [x, y] = middle(part.hull);
                    self.places.push(Place { at: Vec2::new(x, y), hull: rect(part.hull), what, index: None });
                } else {
                    narrow.push(part);
                }
            }
            // Grouped already, if by the widest of all boxes.
            let is_whole = rough.is_empty();
            let parts = if is_whole { vec![Cluster { boxes: smooth, hull: cluster.hull }] } else { grouped(&smooth) };
            for part in parts {
                if !(self.is_wide(&part) && self.set_aside(&part)) {
                    narrow.push(part);
                }
            }
        }
        narrow
    }

    fn is_wide(&self, cluster: &Cluster) -> bool {
        let wide = (0..2).map(|i| cluster.hull[i].width() / self.size[i]).fold(0.0, f64::max);
        wide > NARROW.0 * self.level && wide > NARROW.1
    }

    /// Whether a wide cluster is a curve of stationary points or a flat area, and so is not refined.
    fn set_aside(&mut self, cluster: &Cluster) -> bool {
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
            // A root of what is zero all along the curve has no gradient there, a logarithm no value.
            let is_smooth = |w: &Vec2| {
                self.system.sides([Interval::point(w.x), Interval::point(w.y)], &mut self.scratch);
                self.system.is_smooth(&self.scratch) == Some(true)
            };
            if lines.iter().flatten().all(is_smooth) {
                let kind = self.along(&lines);
                self.curves.push(Curve { lines, kind, is_proved: false });
            } else {
                let what = self.rough(&cluster.boxes);
                let [x, y] = middle(cluster.hull);
                self.places.push(Place { at: Vec2::new(x, y), hull: rect(cluster.hull), what, index: None });
            }
            return true;
        }
        false
    }

    /// What a line of places without a gradient is, by what most of its boxes are.
    fn rough(&self, boxes: &[Box2]) -> What {
        let most = |is: &dyn Fn(&Box2) -> bool| 2 * boxes.iter().filter(|place| is(place)).count() > boxes.len();
        if most(&|place| self.is_edge(*place)) {
            What::Edge
        } else if most(&|place| self.is_unbounded_loss(*place)) {
            What::Pole
        } else {
            What::Kink
        }
    }

    /// Takes areas on which every point is stationary among the places, and those on which nothing can be told among
    /// what is not proved.
    fn tell_areas(&mut self) {
        let plateau = std::mem::take(&mut self.plateau);
        for Cluster { boxes, hull } in grouped(&plateau) {
            let area = |place: &Box2| place[0].width() * place[1].width();
            let largest = boxes.iter().max_by(|a, b| area(a).total_cmp(&area(b))).copied().unwrap_or(hull);
            let [x, y] = middle(largest);
            self.places.push(Place { at: Vec2::new(x, y), hull: rect(hull), what: What::Plateau, index: None });
        }
        if !self.faint.is_empty() && self.status.is_none() {
            self.status = Some((Why::Flat, areas(&self.faint)));
        }
    }

    /// Whether the loss itself is unbounded over a box.
    pub(super) fn is_unbounded_loss(&self, [x, y]: Box2) -> bool {
        !self.tape.eval(&[x, y]).is_bounded()
    }

    /// Whether the loss is not defined somewhere around a box.
    pub(super) fn is_edge(&self, [x, y]: Box2) -> bool {
        let ends = |side: Interval| [side.low - side.width(), side.middle(), side.high + side.width()];
        ends(x).into_iter().any(|x| ends(y).into_iter().any(|y| self.tape.eval(&[x, y]).is_nan()))
    }

    /// What all points of a curve are, by the losses on both sides of it; none if they are not all the same.
    fn along(&self, lines: &[Vec<Vec2>]) -> Option<Kind> {
        let value = |w: Vec2| self.tape.eval(&[w.x, w.y]);
        let far = BESIDE * f64::max(self.size[0], self.size[1]);
        let mut kinds = lines.iter().flat_map(|line| {
            line.windows(2).step_by(line.len().div_ceil(WATCHED)).filter_map(move |ends| {
                let (at, along) = (ends[0], ends[1] - ends[0]);
                let across = far / along.norm() * Vec2::new(-along.y, along.x);
                let [left, right] = [value(at + across) - value(at), value(at - across) - value(at)];
                match (left > 0.0, right > 0.0) {
                    _ if !(left.is_finite() && right.is_finite()) => None,
                    (true, true) => Some(Kind::DegenerateMinimum),
                    (false, false) => Some(Kind::DegenerateMaximum),
                    _ => Some(Kind::DegenerateSaddle),
                }
            })
        });
        let first = kinds.next()?;
        kinds.all(|kind| kind == first).then_some(first)
    }

    /// Small clusters of which the gaps are a few boxes wide, as around a point from which several curves of small
    /// gradients go out, put together.
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

    /// The search has taken too long: what can still be certified is, and where more may be is told.
    ///
    /// Newton's method starts from some of the boxes that are left, and from everywhere a little.
    pub(super) fn give_up(&mut self) {
        let mut left: Vec<Box2> = self.queue.drain(..).collect();
        left.append(&mut self.undecided);
        left.append(&mut self.faint);
        let stride = left.len().div_ceil(MOST_TRIES).max(1);
        let size = self.size;
        let domain = self.domain;
        let cell = move |k: usize, i: usize| {
            let low = domain[i].low + size[i] * k as f64 / TRIES_ACROSS as f64;
            Interval::new(low, low + size[i] / TRIES_ACROSS as f64)
        };
        let grid = (0..TRIES_ACROSS * TRIES_ACROSS).map(|k| [cell(k % TRIES_ACROSS, 0), cell(k / TRIES_ACROSS, 1)]);
        let starts: Vec<Box2> = left.iter().step_by(stride).copied().chain(grid).collect();
        for place in starts {
            let at = self.polished(place);
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
        self.tell_areas();
    }
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
