//! Formulas of one variable: points of a curve over a line, or lines of the plane.

use super::{Curve, Place, Prover, Unclear, What, Why, Zero, rect, zeros};
use crate::linear::Vec2;
use crate::number::Interval;
use crate::stationary::Kind;

/// How far a zero is known at least, as a fraction of the region's size.
const ROUNDED: f64 = 1e-14;

impl Prover {
    /// The stationary points, or in the plane the lines of them, of a formula of one variable.
    pub(super) fn on_line(&mut self, axis: usize) {
        let found = zeros(&self.system, axis, self.domain[axis], self.domain[1 - axis], &mut self.scratch);
        self.examined = found.examined;
        let across = [self.region.y, self.region.x][axis];
        let point = |along: f64, other: f64| if axis == 0 { Vec2::new(along, other) } else { Vec2::new(other, along) };
        let line = |along: f64| vec![across.map(|other| point(along, other)).to_vec()];
        for (along, slope) in found.regular {
            let mut within = self.domain;
            within[axis] = Interval::new(along - ROUNDED * self.size[axis], along + ROUNDED * self.size[axis]);
            self.system.sides(within, &mut self.scratch);
            let rises = self.system.orientation(&self.scratch) * slope > 0.0;
            if self.system.is_smooth(&self.scratch) != Some(true) {
                // What was taken off the formula has no gradient here, as a root of zero.
                let kind = if rises { Kind::Minimum } else { Kind::Maximum };
                let what = if self.is_unbounded_loss(within) { What::Pole } else { What::NonSmooth(kind) };
                let at =
                    if self.is_curve { Vec2::new(along, 0.0) } else { point(along, 0.5 * (across[0] + across[1])) };
                self.places.push(Place { at, hull: rect(within), what, index: None });
                continue;
            }
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
        let rises =
            unclear.signs.map(|[low, high]| [low, high].map(|sign| sign * self.system.orientation(&self.scratch)));
        let extremum = match rises {
            Some([low, high]) if low < 0.0 && high > 0.0 => Some(Kind::Minimum),
            Some([low, high]) if low > 0.0 && high < 0.0 => Some(Kind::Maximum),
            _ => None,
        };
        if !unclear.is_bounded {
            return match extremum {
                None if self.is_edge(place) => (What::Edge, None),
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
