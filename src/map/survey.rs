//! The runs of a map.

use super::{Bench, Grid, Map, MapKind, Plan, Task};
use crate::descent::Descent;
use crate::experiment::{Checked, Experiment, Seen};
use crate::fairness;
use crate::linear::{Rect, Vec2};
use crate::number::LANES;
use crate::objective;
use crate::outcome::Outcome;
use crate::problem::Problem;
use crate::stationary::Kind;
use crate::words::{say, text};

/// Where a run ended, or that it did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// At rest at a place of the list.
    At(usize),
    /// Still on its way when the budget was spent.
    Moving,
    /// Moving to and fro.
    Oscillating,
    /// At rest where the gradient is not zero.
    Unmoved,
    /// Out of bounds, or no longer finite.
    Diverged,
    /// Where the loss or its gradient is not a number, at the start or on the way.
    Undefined,
    /// At rest at a place beyond those that are told apart: there are too many.
    Crowded,
}

impl Fate {
    /// Every fate that is no place, in the order of their numbers.
    pub const ELSEWHERE: [Fate; 6] =
        [Fate::Moving, Fate::Oscillating, Fate::Unmoved, Fate::Diverged, Fate::Undefined, Fate::Crowded];

    /// The fate as a number; places follow after the others.
    pub fn number(self) -> usize {
        match self {
            Fate::Moving => 0,
            Fate::Oscillating => 1,
            Fate::Unmoved => 2,
            Fate::Diverged => 3,
            Fate::Undefined => 4,
            Fate::Crowded => 5,
            Fate::At(place) => Fate::ELSEWHERE.len() + place,
        }
    }

    /// The fate of this number.
    pub fn of(number: usize) -> Fate {
        Fate::ELSEWHERE.get(number).copied().unwrap_or(Fate::At(number - Fate::ELSEWHERE.len().min(number)))
    }
}

/// A place at which runs end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Where it is, in domain units.
    pub at: Vec2,
    /// L there.
    pub loss: f64,
    /// What it is; none on the edge of the box that iterates may not leave.
    pub kind: Option<Kind>,
    /// Whether it is a minimum, on the edge one of the box.
    pub is_minimum: bool,
}

/// Cells that were made.
#[derive(Debug, Clone, PartialEq)]
pub struct Patch {
    /// Which.
    pub task: Task,
    /// The places at which their runs ended; none of a tuning map.
    pub places: Vec<Place>,
    /// Of each cell in the order of [`Task::cells`] the fate's number and a number of steps, or of a tuning map its
    /// value.
    pub cells: Vec<f64>,
}

/// Numbers of a place in a flat patch.
const WIDTH: usize = 5;

impl Patch {
    /// As numbers, for [`Patch::revived`].
    pub fn flatten(&self) -> Vec<f64> {
        let mut flat = Vec::with_capacity(6 + WIDTH * self.places.len() + self.cells.len());
        flat.extend(self.task.to_numbers());
        flat.push(self.places.len() as f64);
        for Place { at, loss, kind, is_minimum } in &self.places {
            let kind = kind.map_or(-1.0, |kind| f64::from(kind as u8));
            flat.extend([at.x, at.y, *loss, kind, f64::from(u8::from(*is_minimum))]);
        }
        flat.extend(&self.cells);
        flat
    }

    /// The patch that [`Patch::flatten`] wrote; none if it wrote none such.
    pub fn revived(flat: &[f64]) -> Option<Patch> {
        let (task, rest) = flat.split_first_chunk::<5>()?;
        let (count, rest) = rest.split_first()?;
        let (places, cells) = rest.split_at_checked((*count as usize).checked_mul(WIDTH)?)?;
        let place = |[x, y, loss, kind, minimum]: &[f64; WIDTH]| Place {
            at: Vec2::new(*x, *y),
            loss: *loss,
            kind: if *kind < 0.0 { None } else { Kind::ALL.get(*kind as usize).copied() },
            is_minimum: *minimum != 0.0,
        };
        let places = places.as_chunks().0.iter().map(place).collect();
        Some(Patch { task: Task::from_numbers(*task), places, cells: cells.to_vec() })
    }
}

/// Two places nearer than this share of the radius within which a run counts as settled are one.
const SAME: f64 = 0.5;

/// Of no more stationary points than this it is remembered what they are.
const MOST_KNOWN: usize = 64;

/// An experiment's map, ready to be made.
pub struct Survey {
    experiment: Experiment,
    checked: Checked,
    rates: Vec<f64>,
    grid: Grid,
    /// What the grid covers.
    area: Rect,
    budget: usize,
    /// A contender and a repetition for each part.
    parts: Vec<(usize, usize)>,
    bench: Option<Bench>,
    /// Whether runs are made several at once.
    lanes: bool,
}

impl Survey {
    /// The survey for the map of `experiment` on `grid`, which covers `visible` where cells are starts.
    ///
    /// # Errors
    /// If the experiment does not pass its check or has no map.
    pub fn new(experiment: Experiment, grid: Grid, visible: Rect) -> Result<Survey, Problem> {
        let checked = experiment.check()?;
        let map = Map::of(&experiment, &checked)?;
        let map = map.ok_or_else(|| Problem::new("map", text!("a map"), say!("an experiment without one")))?;
        if grid.is_empty() {
            return Err(Problem::new("map", text!("a grid of at least one cell"), say!("none")));
        }
        let area = objective::extent(&*checked.ground.objective, visible);
        let bench = match &map.shows {
            MapKind::Tuning(tuning) => Some(Bench::new(&experiment, &checked, tuning, map.budget)),
            MapKind::Basins | MapKind::Robustness => None,
        };
        let (rates, parts) = (fairness::rates(&experiment, &checked)?, Survey::parts(&map, &experiment, &checked));
        Ok(Survey { rates, grid, area, budget: map.budget, parts, bench, lanes: true, experiment, checked })
    }

    /// The grid.
    pub fn grid(&self) -> Grid {
        self.grid
    }

    /// What the grid covers, in domain units, where cells are starts.
    pub fn area(&self) -> Rect {
        self.area
    }

    /// Which contender in which repetition each part of a map is about: one for each contender, of robustness for each
    /// of its repetitions; one of a tuning map.
    pub fn parts(map: &Map, experiment: &Experiment, checked: &Checked) -> Vec<(usize, usize)> {
        // Of the pins there is no map.
        let contenders = 0..experiment.contenders.len();
        match &map.shows {
            MapKind::Basins => contenders.map(|contender| (contender, 0)).collect(),
            MapKind::Robustness => contenders
                .flat_map(|contender| (0..checked.repeats[contender]).map(move |repeat| (contender, repeat)))
                .collect(),
            MapKind::Tuning(tuning) => vec![(tuning.of, 0)],
        }
    }

    /// In which pieces the map of a checked experiment is made on `grid`.
    pub fn plan(map: &Map, experiment: &Experiment, checked: &Checked, grid: Grid) -> Plan {
        let parts = Survey::parts(map, experiment, checked);
        let cost = parts.iter().map(|(contender, _)| checked.seen[*contender].objective().cost()).max();
        Plan::new(grid, parts.len(), map.budget * cost.unwrap_or(1))
    }

    /// Makes a piece.
    ///
    /// # Errors
    /// None of an experiment that has passed its check.
    pub fn make(&self, task: Task) -> Result<Patch, Problem> {
        if let Some(bench) = &self.bench {
            let values = task.cells(self.grid).map(|(column, row)| bench.measure(self.grid, column, row));
            return Ok(Patch { task, places: Vec::new(), cells: values.collect::<Result<_, _>>()? });
        }
        let Some((contender, repeat)) = self.parts.get(task.part).copied() else {
            return Err(Problem::new("map", say!("one of {n} parts", n = self.parts.len()), task.part));
        };
        let descent = Descent { experiment: &self.experiment, checked: &self.checked, contender, repeat };
        let seen = descent.seen()?;
        let starts: Vec<Vec2> =
            task.cells(self.grid).map(|(column, row)| self.grid.middle(self.area, column, row)).collect();
        let outcomes = self.outcomes(&descent, &seen, &starts);
        let (mut places, mut cells) = (Vec::new(), Vec::with_capacity(2 * starts.len()));
        for outcome in outcomes {
            let (fate, steps) = self.fate(outcome, descent.radius(), &mut places);
            cells.extend([fate.number() as f64, steps as f64]);
        }
        Ok(Patch { task, places, cells })
    }

    /// How the runs from `starts` end; none where the loss is not finite at the start.
    fn outcomes(&self, descent: &Descent, seen: &Seen, starts: &[Vec2]) -> Vec<Option<Outcome>> {
        let ground = &*self.checked.ground.objective;
        let (rate, radius, objective) = (self.rates[descent.contender], descent.radius(), seen.objective());
        let alone = |start: Vec2| {
            let mut running = descent.begin(seen, rate, start, self.budget);
            running.advance(objective, self.budget);
            running.finish(objective, radius).outcome
        };
        let is_defined: Vec<bool> = starts.iter().map(|start| ground.value(*start).is_finite()).collect();
        let defined: Vec<Vec2> =
            starts.iter().zip(&is_defined).filter(|(_, defined)| **defined).map(|(start, _)| *start).collect();
        let mut found = Vec::with_capacity(defined.len());
        let (mut paths, mut known) = ([const { Vec::new() }; LANES], Vec::new());
        let (blocks, rest) = defined.as_chunks::<LANES>();
        for block in blocks {
            match descent.abreast(seen, rate).filter(|_| self.lanes) {
                Some(abreast) => {
                    let ends = abreast.run(objective, block, self.budget, &mut paths);
                    for (end, path) in ends.into_iter().zip(&paths) {
                        let outcome = end.outcome(objective, path, radius, &known);
                        if let Outcome::Settled { kind, at, .. } = outcome
                            && !kind.is_degenerate()
                            && known.len() < MOST_KNOWN
                            && !known.iter().any(|(place, _)| (*place - at).norm() <= radius)
                        {
                            known.push((at, kind));
                        }
                        found.push(outcome);
                    }
                }
                None => found.extend(block.iter().map(|start| alone(*start))),
            }
        }
        found.extend(rest.iter().map(|start| alone(*start)));
        let mut found = found.into_iter();
        is_defined.into_iter().map(|defined| if defined { found.next() } else { None }).collect()
    }

    /// The same survey that makes its runs one by one, for comparison.
    pub fn one_by_one(self) -> Survey {
        Survey { lanes: false, ..self }
    }

    /// What an outcome is on the map, with the places at which runs end.
    fn fate(&self, outcome: Option<Outcome>, radius: f64, places: &mut Vec<Place>) -> (Fate, usize) {
        let ground = &*self.checked.ground.objective;
        let mut place = |at: Vec2, kind, is_minimum| {
            let near = |place: &Place| (place.at - at).norm() <= SAME * radius && place.kind == kind;
            Fate::At(places.iter().position(near).unwrap_or_else(|| {
                places.push(Place { at, loss: ground.value(at), kind, is_minimum });
                places.len() - 1
            }))
        };
        match outcome {
            None => (Fate::Undefined, 0),
            Some(Outcome::Settled { kind, at, since }) => {
                (place(at, Some(kind), matches!(kind, Kind::Minimum | Kind::DegenerateMinimum)), since)
            }
            Some(Outcome::Held { at, since, minimum }) => (place(at, None, minimum), since),
            Some(Outcome::Oscillating) => (Fate::Oscillating, self.budget),
            Some(Outcome::Moving) => (Fate::Moving, self.budget),
            Some(Outcome::Unmoved) => (Fate::Unmoved, self.budget),
            Some(Outcome::Diverged { step }) => (Fate::Diverged, step),
            Some(Outcome::Undefined { step }) => (Fate::Undefined, step),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fate_has_a_number_of_its_own() {
        for (number, fate) in Fate::ELSEWHERE.into_iter().enumerate() {
            assert_eq!((fate.number(), Fate::of(number)), (number, fate));
        }
        assert_eq!([0, 7].map(|place| Fate::of(Fate::At(place).number())), [Fate::At(0), Fate::At(7)]);
    }
}
