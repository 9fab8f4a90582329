//! A census as plain numbers, to be handed from a worker to the page.

use super::{Census, Curve, Kind, Place, StationaryPoint, Status, What, Why};
use crate::linear::{Rect, Vec2};
use crate::objective::Objective;
use crate::problem::Problem;
use crate::words::{say, text};

const WHYS: [Why; 5] = [Why::Constant, Why::Flat, Why::Budget, Why::Mismatch, Why::NoFormula];

/// Every [`What`] without a kind of its own.
const WHATS: [What; 6] = [What::PossiblyDegenerate, What::Kink, What::Pole, What::Edge, What::Plateau, What::Unclear];

fn place_of<T: PartialEq>(all: &[T], one: T) -> f64 {
    all.iter().position(|other| *other == one).unwrap_or(0) as f64
}

fn what_number(what: What) -> f64 {
    match what {
        What::Degenerate(kind) => 10.0 + place_of(&Kind::ALL, kind),
        What::NonSmooth(kind) => 20.0 + place_of(&Kind::ALL, kind),
        other => place_of(&WHATS, other),
    }
}

impl Census {
    /// All of it as numbers, in the order in which [`Census::revived`] reads them.
    pub fn flatten(&self) -> Vec<f64> {
        let optional = |value: Option<i32>| value.map_or(f64::NAN, f64::from);
        let rect = |r: &Rect| [r.x[0], r.x[1], r.y[0], r.y[1]];
        let mut flat = rect(&self.region).to_vec();
        let (code, undecided): (f64, &[Rect]) = match &self.status {
            Status::Proved => (-1.0, &[]),
            Status::ProvedExcept(_) => (-2.0, &[]),
            Status::NotProved { why, undecided } => (place_of(&WHYS, *why), undecided),
        };
        flat.extend([code, optional(self.indices), optional(self.winding), self.boxes as f64]);
        flat.push(undecided.len() as f64);
        flat.extend(undecided.iter().flat_map(rect));
        flat.push(self.points.len() as f64);
        flat.extend(self.points.iter().flat_map(|point| [point.at.x, point.at.y, place_of(&Kind::ALL, point.kind)]));
        flat.push(self.places.len() as f64);
        for place in &self.places {
            flat.extend([place.at.x, place.at.y, what_number(place.what), optional(place.index)]);
            flat.extend(rect(&place.hull));
        }
        flat.push(self.curves.len() as f64);
        for curve in &self.curves {
            let kind = curve.kind.map_or(f64::NAN, |kind| place_of(&Kind::ALL, kind));
            flat.extend([kind, f64::from(u8::from(curve.is_proved)), curve.lines.len() as f64]);
            for line in &curve.lines {
                flat.push(line.len() as f64);
                flat.extend(line.iter().flat_map(|w| [w.x, w.y]));
            }
        }
        flat
    }

    /// The census of `objective` that these numbers are; losses and Hessians are those of `objective` at the points.
    ///
    /// # Errors
    /// If they are none.
    pub fn revived(objective: &dyn Objective, flat: &[f64]) -> Result<Census, Problem> {
        let mut reader = Reader { rest: flat };
        reader.census(objective).ok_or_else(|| {
            Problem::new("stationary points", text!("the numbers of a census"), say!("{n} others", n = flat.len()))
        })
    }
}

struct Reader<'a> {
    rest: &'a [f64],
}

impl Reader<'_> {
    fn number(&mut self) -> Option<f64> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    /// A number of things, no more than there are numbers left.
    fn count(&mut self) -> Option<usize> {
        let count = self.number()?;
        (count >= 0.0 && count <= self.rest.len() as f64).then_some(count as usize)
    }

    fn optional(&mut self) -> Option<Option<i32>> {
        let value = self.number()?;
        Some((!value.is_nan()).then_some(value as i32))
    }

    fn point(&mut self) -> Option<Vec2> {
        Some(Vec2::new(self.number()?, self.number()?))
    }

    fn rect(&mut self) -> Option<Rect> {
        Some(Rect::new(self.number()?, self.number()?, self.number()?, self.number()?))
    }

    fn kind(value: f64) -> Option<Kind> {
        Kind::ALL.get(value as usize).copied().filter(|_| value >= 0.0)
    }

    fn what(&mut self) -> Option<What> {
        let value = self.number()?;
        match value {
            20.0.. => Some(What::NonSmooth(Self::kind(value - 20.0)?)),
            10.0.. => Some(What::Degenerate(Self::kind(value - 10.0)?)),
            0.0.. => WHATS.get(value as usize).copied(),
            _ => None,
        }
    }

    fn census(&mut self, objective: &dyn Objective) -> Option<Census> {
        let region = self.rect()?;
        let (code, indices, winding) = (self.number()?, self.optional()?, self.optional()?);
        let boxes = self.number()? as usize;
        let undecided = (0..self.count()?).map(|_| self.rect()).collect::<Option<Vec<Rect>>>()?;
        let points = (0..self.count()?).map(|_| {
            let at = self.point()?;
            Some(StationaryPoint::proved(objective, at, Self::kind(self.number()?)?))
        });
        let points = points.collect::<Option<Vec<_>>>()?;
        let places = (0..self.count()?).map(|_| {
            let (at, what, index) = (self.point()?, self.what()?, self.optional()?);
            Some(Place { at, hull: self.rect()?, what, index })
        });
        let places = places.collect::<Option<Vec<_>>>()?;
        let mut curves = Vec::new();
        for _ in 0..self.count()? {
            let (kind, is_proved) = (Self::kind(self.number()?), self.number()? == 1.0);
            let mut lines = Vec::new();
            for _ in 0..self.count()? {
                let count = self.count()?;
                lines.push((0..count).map(|_| self.point()).collect::<Option<Vec<_>>>()?);
            }
            curves.push(Curve { lines, kind, is_proved });
        }
        let exceptions = places.len() + curves.iter().filter(|curve| !curve.is_proved).count();
        let status = match code {
            -1.0 => Status::Proved,
            -2.0 => Status::ProvedExcept(exceptions),
            _ => Status::NotProved { why: WHYS.get(code as usize).copied()?, undecided },
        };
        Some(Census { region, points, places, curves, status, indices, winding, boxes })
    }
}
