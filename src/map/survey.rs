//! The runs of a map.

use super::{Bench, Grid, Map, MapKind, Plan, Task};
use crate::descent::Descent;
use crate::experiment::{Checked, Experiment, Seen};
use crate::fairness;
use crate::linear::{Rect, Vec2};
use crate::objective;
use crate::outcome::Outcome;
use crate::problem::Problem;
use crate::stationary::Kind;

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
}

impl Fate {
    /// Every fate that is no place, in the order of their numbers.
    pub const ELSEWHERE: [Fate; 5] = [Fate::Moving, Fate::Oscillating, Fate::Unmoved, Fate::Diverged, Fate::Undefined];

    /// The fate as a number; places follow after the others.
    pub fn number(self) -> usize {
        match self {
            Fate::Moving => 0,
            Fate::Oscillating => 1,
            Fate::Unmoved => 2,
            Fate::Diverged => 3,
            Fate::Undefined => 4,
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
    /// Of each cell in the order of [`Task::cells`] the fate's number and a number of steps, or of a tuning map its value.
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
}

impl Survey {
    /// The survey for the map of `experiment` on `grid`, which covers `visible` where cells are starts.
    ///
    /// # Errors
    /// If the experiment does not pass its check or has no map.
    pub fn new(experiment: Experiment, grid: Grid, visible: Rect) -> Result<Survey, Problem> {
        let checked = experiment.check()?;
        let map = Map::of(&experiment, &checked)?;
        let map = map.ok_or_else(|| Problem::new("map", "a map", "an experiment without one"))?;
        if grid.is_empty() {
            return Err(Problem::new("map", "a grid of at least one cell", "none"));
        }
        let area = objective::extent(&*checked.ground.objective, visible);
        let bench = match &map.shows {
            MapKind::Tuning(tuning) => Some(Bench::new(&experiment, &checked, tuning, map.budget)),
            MapKind::Basins | MapKind::Robustness => None,
        };
        let (rates, parts) = (fairness::rates(&experiment, &checked)?, Survey::parts(&map, &checked));
        Ok(Survey { rates, grid, area, budget: map.budget, parts, bench, experiment, checked })
    }

    /// Which contender in which repetition each part of a map is about: one for each contender, of robustness for each of its
    /// repetitions; one of a tuning map.
    pub fn parts(map: &Map, checked: &Checked) -> Vec<(usize, usize)> {
        // Of the pins there is no map.
        let contenders = 0..checked.contenders.len();
        match &map.shows {
            MapKind::Basins => contenders.map(|contender| (contender, 0)).collect(),
            MapKind::Robustness => contenders
                .flat_map(|contender| (0..checked.repeats[contender]).map(move |repeat| (contender, repeat)))
                .collect(),
            MapKind::Tuning(tuning) => vec![(tuning.of, 0)],
        }
    }

    /// In which pieces the map of a checked experiment is made on `grid`.
    pub fn plan(map: &Map, checked: &Checked, grid: Grid) -> Plan {
        let parts = Survey::parts(map, checked);
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
            return Err(Problem::new("map", format!("one of {} parts", self.parts.len()), task.part));
        };
        let descent = Descent { experiment: &self.experiment, checked: &self.checked, contender, repeat };
        let seen = descent.seen()?;
        let (mut places, mut cells) = (Vec::new(), Vec::new());
        for (column, row) in task.cells(self.grid) {
            let (fate, steps) = self.fate(&descent, &seen, self.grid.middle(self.area, column, row), &mut places);
            cells.extend([fate.number() as f64, steps as f64]);
        }
        Ok(Patch { task, places, cells })
    }

    /// How the run from `start` ends, and after how many steps.
    fn fate(&self, descent: &Descent, seen: &Seen, start: Vec2, places: &mut Vec<Place>) -> (Fate, usize) {
        let ground = &*self.checked.ground.objective;
        if !ground.value(start).is_finite() {
            return (Fate::Undefined, 0);
        }
        let rate = self.rates[descent.contender];
        let mut running = descent.begin(seen, rate, start, self.budget);
        running.advance(seen.objective(), self.budget);
        let outcome = running.finish(seen.objective(), descent.radius()).outcome;
        let mut place = |at: Vec2, kind, is_minimum| {
            let near = |place: &Place| (place.at - at).norm() <= SAME * descent.radius() && place.kind == kind;
            Fate::At(places.iter().position(near).unwrap_or_else(|| {
                places.push(Place { at, loss: ground.value(at), kind, is_minimum });
                places.len() - 1
            }))
        };
        match outcome {
            Outcome::Settled { kind, at, since } => {
                (place(at, Some(kind), matches!(kind, Kind::Minimum | Kind::DegenerateMinimum)), since)
            }
            Outcome::Held { at, since, minimum } => (place(at, None, minimum), since),
            Outcome::Oscillating => (Fate::Oscillating, self.budget),
            Outcome::Moving => (Fate::Moving, self.budget),
            Outcome::Unmoved => (Fate::Unmoved, self.budget),
            Outcome::Diverged { step } => (Fate::Diverged, step),
            Outcome::Undefined { step } => (Fate::Undefined, step),
        }
    }
}
