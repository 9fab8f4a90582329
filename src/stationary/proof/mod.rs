//! All stationary points in a region, proved, by interval branch and prune.
//!
//! A box is dropped only if it is proved that no zero of the gradient lies in it, and a point is reported only if it is
//! proved to exist: by a certificate of Krawczyk where the Hessian is regular, by a winding number other than zero
//! where it is not.
//! Boxes that cannot be decided are put together and named for what they are: degenerate points, kinks, poles, curves
//! of stationary points.
//! In the end the indices of all points are compared with the winding number around the region.
//!
//! What is proved holds of the formula as written, with its decimals taken exactly, and on the assumption that the
//! elementary functions of the `libm` crate are right to two units in the last place.

mod boxes;
mod census;
mod clusters;
mod curves;
mod line;
mod naming;
mod one;
mod settle;
mod system;
mod winding;

use std::collections::{BTreeMap, VecDeque};

use super::{Kind, StationaryPoint, ascending};
use crate::formula::Tape;
use crate::linear::{Definiteness, Mat2, Rect, Vec2};
use crate::number::{Interval, Jet};

pub use census::{Census, Curve, Place, Status, What, Why};

use boxes::{Box2, Unique, Verdict, examine, is_unbounded, middle, narrow};
use clusters::{Cluster, grouped, hull_of};
use curves::{is_curve, polylines};
use line::{Unclear, zeros};
use system::{Equations, Scratch, System};
use winding::turns_around;

/// No more boxes than this are examined, and no more operations computed for them: a minute at most.
const BUDGET: [usize; 2] = [400_000, 500_000_000];

/// The region is enlarged by about this fraction on each side, so that no point lies on its edge; not by the same on
/// all, lest a symmetry keep one there.
const ENLARGED: [f64; 4] = [1.13e-6, 0.97e-6, 1.07e-6, 0.89e-6];

/// Points this far outside the region, as a fraction of its size, count as on its edge.
const EDGE: f64 = 1e-9;

/// An enclosure wider than this fraction of 1 + its largest number is not where the point is told to be.
const WIDE: f64 = 1e-9;

/// The sizes of boxes, as fractions of the region's, at which those that stay undecided are looked at together: the
/// first, the factor from one to the next, and the last.
const LEVELS: [f64; 3] = [1.0 / 256.0, 0.25, 1e-7];

/// Where a box is parted, as a fraction of its width: not in the middle, where zeros of symmetric formulas lie.
const CUT: f64 = 0.4871;

/// A certified zero of the equations.
#[derive(Debug, Clone, Copy)]
struct Zero {
    /// Where.
    at: Vec2,
    /// The box in which there is no other.
    within: Box2,
    /// What it is.
    kind: Kind,
    /// Whether it lies in the region, and not in the margin around it.
    is_inside: bool,
    /// Whether the whole formula is smooth there, and not only the peeled one.
    is_smooth: bool,
}

/// A search for all stationary points of a formula in a region, to be worked on in slices.
pub struct Prover {
    tape: Tape,
    system: System,
    region: Rect,
    /// Whether the formula is one of x alone, shown as a curve.
    is_curve: bool,
    /// The region and a little more.
    domain: Box2,
    size: [f64; 2],
    queue: VecDeque<Box2>,
    undecided: Vec<Box2>,
    /// Boxes of which every point is stationary.
    plateau: Vec<Box2>,
    /// Large boxes over which the gradient underflows.
    faint: Vec<Box2>,
    /// Boxes no larger than this fraction of the region are set aside.
    level: f64,
    examined: usize,
    zeros: Vec<Zero>,
    /// The zeros by the cell of a grid in which they lie.
    cells: BTreeMap<[i64; 2], Vec<usize>>,
    places: Vec<Place>,
    curves: Vec<Curve>,
    status: Option<(Why, Vec<Rect>)>,
    is_done: bool,
    scratch: Scratch,
}

impl Prover {
    /// The search in `region`, which has no height if the formula is one of x alone, shown as a curve.
    pub fn new(tape: &Tape, region: Rect) -> Prover {
        let is_curve = region.y[0] == region.y[1];
        let system = System::new(tape, !is_curve);
        let size = [region.size().x, if is_curve { region.size().x } else { region.size().y }];
        let domain = [
            Interval::new(region.x[0] - ENLARGED[0] * size[0], region.x[1] + ENLARGED[1] * size[0]),
            Interval::new(region.y[0] - ENLARGED[2] * size[1], region.y[1] + ENLARGED[3] * size[1]),
        ];
        let depends = system.depends();
        let mut prover = Prover {
            tape: tape.clone(),
            system,
            region,
            is_curve,
            domain,
            size,
            queue: VecDeque::new(),
            undecided: Vec::new(),
            plateau: Vec::new(),
            faint: Vec::new(),
            level: LEVELS[0],
            examined: 0,
            zeros: Vec::new(),
            cells: BTreeMap::new(),
            places: Vec::new(),
            curves: Vec::new(),
            status: None,
            is_done: false,
            scratch: Scratch::default(),
        };
        match depends {
            [true, true] if !is_curve => prover.queue.push_back(domain),
            [false, false] => {
                prover.status = Some((Why::Constant, Vec::new()));
                prover.is_done = true;
            }
            [along_x, _] => {
                prover.on_line(if along_x { 0 } else { 1 });
                prover.is_done = true;
            }
        }
        prover
    }

    /// Examines up to `boxes` boxes; whether all is done.
    pub fn work(&mut self, boxes: usize) -> bool {
        for _ in 0..boxes {
            if self.is_done {
                break;
            }
            match self.queue.pop_front() {
                Some(place) if self.examined < BUDGET[0].min(BUDGET[1] / self.cost()) => self.examine(place),
                Some(place) => {
                    self.queue.push_front(place);
                    self.give_up();
                    self.is_done = true;
                }
                None => self.is_done = self.settle(),
            }
        }
        self.is_done
    }

    /// Works to the end.
    pub fn finish(mut self) -> Census {
        while !self.work(usize::MAX) {}
        self.census()
    }

    /// How many operations a box costs.
    pub fn cost(&self) -> usize {
        self.system.len()
    }

    /// How many boxes have been examined.
    pub fn examined(&self) -> usize {
        self.examined
    }

    /// The certified points so far, in the order in which they were found.
    pub fn certified(&self) -> Vec<StationaryPoint> {
        self.zeros.iter().filter(|zero| zero.is_inside && zero.is_smooth).map(|zero| self.point(zero)).collect()
    }

    fn examine(&mut self, place: Box2) {
        self.examined += 1;
        match examine(&self.system, place, &mut self.scratch) {
            Verdict::Nothing => {}
            Verdict::Everywhere => self.plateau.push(place),
            // Small boxes around a point of high order are faint too, and so are looked at further.
            Verdict::Faint if self.level == LEVELS[0] => self.faint.push(place),
            Verdict::Faint => self.part(place, false),
            Verdict::Unique(unique) => self.certify(&unique),
            Verdict::Shrunk(smaller) => self.put_back(smaller),
            Verdict::Parted { in_four } => self.part(place, in_four),
        }
    }

    /// Puts the halves of a box back, or its quarters where they are not too small.
    fn part(&mut self, place: Box2, in_four: bool) {
        let widths = [0, 1].map(|i| place[i].width() / self.size[i]);
        let wider = usize::from(widths[1] > widths[0]);
        for half in parted(place, wider) {
            if in_four && widths[0].max(widths[1]) > 4.0 * self.level {
                for quarter in parted(half, 1 - wider) {
                    self.put_back(quarter);
                }
            } else {
                self.put_back(half);
            }
        }
    }

    fn put_back(&mut self, place: Box2) {
        let is_small = (0..2).all(|i| place[i].width() <= self.level * self.size[i]);
        if is_small { self.undecided.push(place) } else { self.queue.push_back(place) }
    }

    /// Takes over a box with exactly one zero in it, unless that is known.
    fn certify(&mut self, unique: &Unique) {
        let (enclosure, first) = narrow(&self.system, unique, &mut self.scratch);
        let [x, y] = middle(enclosure);
        let mut at = Vec2::new(x, y);
        let holds = |place: Box2, w: Vec2| place[0].contains(w.x) && place[1].contains(w.y);
        // Where intervals cannot tell more, as of huge powers, plain numbers do.
        if enclosure.iter().any(|side| side.width() > WIDE * (1.0 + side.magnitude())) {
            let polished = self.polished(enclosure);
            if holds(enclosure, polished) {
                at = polished;
            }
        }
        // A certificate of a larger box may be of a point beyond the edge, around which nobody goes.
        if !holds(self.domain, at) {
            return;
        }
        let cell = |at: Vec2| [at.x / self.size[0], at.y / self.size[1]].map(|share| libm::floor(share * 64.0) as i64);
        let [column, row] = cell(at);
        let near = (0..9).map(|k| [column + k % 3 - 1, row + k / 3 - 1]);
        let known = near.filter_map(|cell| self.cells.get(&cell)).flatten();
        let is_known =
            known.map(|k| &self.zeros[*k]).any(|zero| holds(zero.within, at) || holds(unique.within, zero.at));
        if is_known {
            return;
        }
        self.system.sides(enclosure, &mut self.scratch);
        let Some(is_smooth) = self.system.is_smooth(&self.scratch).map_or(Some(false), |smooth| smooth.then_some(true))
        else {
            return;
        };
        let rises = self.system.orientation(&self.scratch) * first.middle() > 0.0;
        let kind = match (unique.determinant > 0.0, rises) {
            (false, _) => Kind::Saddle,
            (true, true) => Kind::Minimum,
            (true, false) => Kind::Maximum,
        };
        let is_inside = self.holds(at);
        self.cells.entry([column, row]).or_default().push(self.zeros.len());
        self.zeros.push(Zero { at, within: unique.within, kind, is_inside, is_smooth });
        if is_inside && !is_smooth {
            let is_pole = self.is_unbounded_loss(enclosure);
            self.places.push(Place {
                at,
                hull: rect(enclosure),
                what: if is_pole { What::Pole } else { What::NonSmooth(kind) },
                index: Some(if kind == Kind::Saddle { -1 } else { 1 }),
            });
        }
    }

    /// Whether a point lies in the region, its edge included.
    fn holds(&self, w: Vec2) -> bool {
        let within =
            |value: f64, [low, high]: [f64; 2], size: f64| (low - EDGE * size..=high + EDGE * size).contains(&value);
        within(w.x, self.region.x, self.size[0]) && (self.is_curve || within(w.y, self.region.y, self.size[1]))
    }

    /// The loss at a point, with its derivatives, in plain numbers.
    fn jet(&self, at: Vec2) -> Jet {
        self.tape.eval(&[Jet::x(at.x), Jet::y(at.y)])
    }

    /// A certified zero as a stationary point: what it is, is proved; its numbers are those of the loss there.
    fn point(&self, zero: &Zero) -> StationaryPoint {
        let Jet { value, hessian: [xx, xy, yy], .. } = self.jet(zero.at);
        let hessian = if self.is_curve { Mat2 { xx, xy: 0.0, yy: xx } } else { Mat2 { xx, xy, yy } };
        let definiteness = match zero.kind {
            Kind::Minimum => Definiteness::PositiveDefinite,
            Kind::Maximum => Definiteness::NegativeDefinite,
            _ => Definiteness::Indefinite,
        };
        StationaryPoint { at: zero.at, loss: value, hessian, eigen: hessian.eigen(), definiteness, kind: zero.kind }
    }

    /// All that is known, once the work is done; before that what is certified so far, as not proved.
    pub fn census(&self) -> Census {
        let points = ascending(self.certified());
        // It checks the whole, and where it is not decided takes long: not before there is a whole.
        let winding = if self.is_done { self.winding() } else { None };
        let of_zeros: i32 = self.zeros.iter().map(|zero| if zero.kind == Kind::Saddle { -1 } else { 1 }).sum();
        // A non-smooth place that was certified is among the zeros.
        let others = self.places.iter().filter(|place| !self.zeros.iter().any(|zero| zero.at == place.at));
        let of_places: Option<i32> = others.map(|place| place.index).sum();
        let indices = of_places.filter(|_| self.curves.is_empty()).map(|sum| sum + of_zeros);
        let exceptions = self.places.len() + self.curves.iter().filter(|curve| !curve.is_proved).count();
        let status = match (&self.status, indices.zip(winding)) {
            (Some((why, undecided)), _) => Status::NotProved { why: *why, undecided: undecided.clone() },
            _ if !self.is_done => Status::NotProved { why: Why::Budget, undecided: Vec::new() },
            (None, Some((sum, winding))) if sum != winding => {
                Status::NotProved { why: Why::Mismatch, undecided: Vec::new() }
            }
            _ if exceptions == 0 => Status::Proved,
            _ => Status::ProvedExcept(exceptions),
        };
        Census {
            region: self.region,
            points,
            places: self.places.clone(),
            curves: self.curves.clone(),
            status,
            indices,
            winding,
            boxes: self.examined,
        }
    }

    fn winding(&self) -> Option<i32> {
        let is_plane = !self.is_curve && self.system.depends() == [true, true];
        if is_plane { turns_around(&self.system, self.domain, &mut Scratch::default()) } else { None }
    }
}

/// A box in two parts.
fn parted(place: Box2, axis: usize) -> [Box2; 2] {
    let cut = place[axis].low + CUT * place[axis].width();
    let (mut lower, mut upper) = (place, place);
    lower[axis].high = cut;
    upper[axis].low = cut;
    [lower, upper]
}

fn rect([x, y]: Box2) -> Rect {
    Rect::new(x.low, x.high, y.low, y.high)
}
