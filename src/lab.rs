//! The laboratory session: one experiment, its trajectories, and every edit a person can make.
//!
//! An edit that fails leaves everything as it was.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::experiment::{self, Checked, Contender, Experiment, Fairness, Landscape, SCENES, Stage};
use crate::linear::{Rect, Vec2};
use crate::objective::{self, Objective};
use crate::optimizer;
use crate::outcome::Outcome;
use crate::parameter::{Given, Kind, Parameter, Setting, significant, typed_number};
use crate::problem::Problem;
use crate::random::Stream;
use crate::rate::{Preset, Task};
use crate::run::{self, Race, Trajectory};
use crate::stationary::{self, Found};

/// A laboratory session.
pub struct Lab {
    experiment: Experiment,
    checked: Checked,
    race: Race,
    /// Stationary points in `searched`, once they are asked for.
    found: OnceCell<Found>,
    searched: Rect,
    /// Stationary points in the surface's home view, once they are asked for: the scale of learning rates.
    at_home: OnceCell<Found>,
}

impl Default for Lab {
    /// A session on the first scene.
    fn default() -> Self {
        Lab::new((SCENES[0].experiment)()).expect("the first scene is a valid experiment")
    }
}

impl Lab {
    /// A session on `experiment`.
    ///
    /// # Errors
    /// If the experiment does not pass [`Experiment::check`].
    pub fn new(experiment: Experiment) -> Result<Self, Problem> {
        let checked = experiment.check()?;
        let race = run::race(&experiment)?;
        let searched = objective::extent(&*checked.objective, wider(experiment.view));
        let (found, at_home) = (OnceCell::new(), OnceCell::new());
        Ok(Lab { experiment, checked, race, found, searched, at_home })
    }

    /// The experiment as it stands.
    pub fn experiment(&self) -> &Experiment {
        &self.experiment
    }

    /// The experiment's registry entries and settings.
    pub fn checked(&self) -> &Checked {
        &self.checked
    }

    /// The landscape.
    pub fn objective(&self) -> &dyn Objective {
        &*self.checked.objective
    }

    /// Every run, contender by contender, start by start.
    pub fn trajectories(&self) -> &[Trajectory] {
        &self.race.trajectories
    }

    /// The learning rate at which a contender runs: its own, or what the race's fairness makes of it.
    pub fn rate(&self, contender: usize) -> f64 {
        self.race.rates[contender]
    }

    /// The followed run of a contender: the one from the first start.
    pub fn followed(&self, contender: usize) -> &Trajectory {
        &self.race.trajectories[contender * self.experiment.starts.len()]
    }

    /// The runs of a contender, start by start.
    pub fn runs(&self, contender: usize) -> &[Trajectory] {
        let starts = self.experiment.starts.len();
        &self.race.trajectories[contender * starts..(contender + 1) * starts]
    }

    /// Whether the landscape depends on one parameter: it is then shown as a curve of the loss over x.
    pub fn is_curve(&self) -> bool {
        self.objective().variables() == 1
    }

    /// Where the iterates of `run` are shown: in the plane, or on the curve at (x, L(x)).
    pub fn shown<'a>(&self, run: &'a Trajectory, steps: std::ops::RangeInclusive<usize>) -> Cow<'a, [Vec2]> {
        let points = &run.points[steps.clone()];
        if !self.is_curve() {
            return Cow::Borrowed(points);
        }
        points.iter().zip(&run.losses[steps]).map(|(w, loss)| Vec2::new(w.x, *loss)).collect()
    }

    /// Where a point of the plane is shown: there, or on the curve.
    pub fn shown_point(&self, w: Vec2) -> Vec2 {
        if self.is_curve() { Vec2::new(w.x, self.objective().value(w)) } else { w }
    }

    /// The point of the plane that is shown at `place`: the inverse of [`Lab::shown_point`].
    pub fn point_at(&self, place: Vec2) -> Vec2 {
        if self.is_curve() { Vec2::new(place.x, 0.0) } else { place }
    }

    /// The stationary points found in and around the view.
    pub fn stationary(&self) -> &Found {
        self.found.get_or_init(|| stationary::find(self.objective(), self.searched))
    }

    /// The landscape's infimum, if it is known and finite.
    pub fn floor(&self) -> Option<f64> {
        (self.checked.surface.floor)(&self.checked.settings)
    }

    /// Replaces the whole experiment.
    pub fn load(&mut self, experiment: Experiment) -> Result<(), Problem> {
        *self = Lab::new(experiment)?;
        Ok(())
    }

    /// Applies `edit` to a copy of the experiment, checks and runs it, and only then takes it over.
    fn change(&mut self, edit: impl FnOnce(&mut Experiment)) -> Result<(), Problem> {
        let mut experiment = self.experiment.clone();
        edit(&mut experiment);
        self.adopt(experiment)
    }

    /// Checks and runs an edited copy of the experiment, and only then takes it over.
    ///
    /// Apart from [`Lab::change`], which is compiled once for each edit, so that this is compiled once in all.
    fn adopt(&mut self, experiment: Experiment) -> Result<(), Problem> {
        let checked = experiment.check()?;
        let same_landscape = experiment.landscape == self.experiment.landscape;
        let runs_stay = Experiment { view: self.experiment.view, ..experiment.clone() } == self.experiment;
        if !runs_stay {
            self.race = run::race(&experiment)?;
        }
        self.experiment = experiment;
        self.checked = checked;
        if !same_landscape {
            self.at_home = OnceCell::new();
        }
        let view = objective::extent(self.objective(), self.experiment.view);
        let covered = self.searched.contains(Vec2::new(view.x[0], view.y[0]))
            && self.searched.contains(Vec2::new(view.x[1], view.y[1]))
            && view.diagonal() * FINER >= self.searched.diagonal();
        if !(same_landscape && covered) {
            self.searched = wider(view);
            self.found = OnceCell::new();
        }
        Ok(())
    }

    /// Sets the field called `field` to what `text` spells.
    ///
    /// Fields are `surface`, `surface.<parameter>`, `steps`, `seed`, `starts.<n>.x` and `.y`, `contenders.<n>.rate`,
    /// `.optimizer` and `.<parameter>`, with n from 1.
    /// Another surface comes with its own view, start and good rates; another optimizer with its defaults and good rate.
    pub fn edit(&mut self, field: &str, text: &str) -> Result<(), Problem> {
        let parts: Vec<&str> = field.split('.').collect();
        match parts[..] {
            ["surface"] => self.choose_surface(text),
            ["surface", key] => {
                let parameter = known(self.checked.surface.parameters, field, key)?;
                let setting = parameter.parse(field, text)?;
                self.change(|e| put(&mut e.landscape.parameters, parameter, setting))
            }
            ["steps"] => {
                let steps = whole(field, text, 1, experiment::MOST_STEPS)?;
                self.change(|e| e.steps = steps)
            }
            ["seed"] => {
                let seed = whole(field, text, 0, u32::MAX as usize)?;
                self.change(|e| e.seed = seed as u32)
            }
            ["starts", n, axis @ ("x" | "y")] => {
                let index = self.index(field, n, self.experiment.starts.len())?;
                let wanted = "a finite number";
                let value = typed_number(text).ok_or_else(|| Problem::new(field, wanted, text))?;
                let start = self.experiment.starts[index];
                let start = if axis == "x" { Vec2 { x: value, ..start } } else { Vec2 { y: value, ..start } };
                self.change(|e| e.starts[index] = start)
            }
            ["fairness"] => {
                // A rate that is shared begins as the first contender's.
                let (first, settings) = &self.checked.contenders[0];
                let rate = self.experiment.fairness.rate().unwrap_or(self.experiment.contenders[0].rate);
                let effective = rate * if text == "effective" { (first.gain)(settings) } else { 1.0 };
                let rate = significant(if effective.is_finite() { effective } else { rate });
                let keys = Fairness::MODES.map(|(key, _)| key).join(", ");
                let fairness =
                    Fairness::of(text, rate).ok_or_else(|| Problem::new(field, format!("one of {keys}"), text))?;
                self.change(|e| e.fairness = fairness)
            }
            ["fairness", "rate"] => match (optimizer::RATE.parse(field, text)?, self.experiment.fairness) {
                (Setting::Number(rate), Fairness::SameRate { .. } | Fairness::SameEffective { .. }) => {
                    self.change(|e| e.fairness = Fairness::of(e.fairness.key(), rate).unwrap_or_default())
                }
                _ => Err(Problem::new(field, "a race in which all share one rate", text)),
            },
            ["contenders", n, "schedule", k] => {
                let index = self.index(field, n, self.experiment.contenders.len())?;
                self.edit_stage(index, field, k, text)
            }
            ["contenders", n, "schedule", k, key] => {
                let index = self.index(field, n, self.experiment.contenders.len())?;
                self.edit_stage_setting(index, field, k, key, text)
            }
            ["contenders", n, key] => {
                let index = self.index(field, n, self.experiment.contenders.len())?;
                self.edit_contender(index, field, key, text)
            }
            _ => Err(Problem::new(field, "the name of a field of the experiment", field)),
        }
    }

    fn edit_contender(&mut self, index: usize, field: &str, key: &str, text: &str) -> Result<(), Problem> {
        match key {
            "optimizer" => {
                let contender = self.fresh(index, text)?;
                self.change(|e| e.contenders[index] = contender)
            }
            _ if key == optimizer::MAXIMIZE.key => {
                let setting = optimizer::MAXIMIZE.parse(field, text)?;
                self.change(|e| e.contenders[index].maximize = setting == Setting::Choice("on".into()))
            }
            _ if key == optimizer::RATE.key => match optimizer::RATE.parse(field, text)? {
                Setting::Number(rate) => self.change(|e| e.contenders[index].rate = rate),
                _ => Err(Problem::new(field, optimizer::RATE.wanted(), text)),
            },
            _ => {
                let parameter = known(self.checked.contenders[index].0.parameters, field, key)?;
                let setting = parameter.parse(field, text)?;
                self.change(|e| put(&mut e.contenders[index].parameters, parameter, setting))
            }
        }
    }

    /// Replaces stage `k` (from 1) of a contender's plan by the schedule called `text` with its defaults, appends it as
    /// the one after the last, or takes the stage away if `text` is "constant".
    fn edit_stage(&mut self, index: usize, field: &str, k: &str, text: &str) -> Result<(), Problem> {
        let count = self.experiment.contenders[index].schedule.len();
        let k = self.index(field, k, (count + 1).min(experiment::MOST_STAGES))?;
        if text == "constant" {
            return self.change(|e| {
                let plan = &mut e.contenders[index].schedule;
                if k < plan.len() {
                    plan.remove(k);
                }
                // Whichever is now the first has nothing to take over from.
                if let Some(first) = plan.first_mut() {
                    first.after = None;
                }
            });
        }
        let steps = self.experiment.steps;
        self.change(|e| {
            let plan = &mut e.contenders[index].schedule;
            let former = plan.get(k).and_then(|stage| stage.after);
            let before = plan.get(k.wrapping_sub(1)).and_then(|stage| stage.after).unwrap_or(0);
            // A further schedule takes over in the middle of what is left.
            let middle = before + ((steps - before.min(steps)) / 2).max(1);
            let after = if k == 0 { None } else { former.or(Some(middle)) };
            let stage = Stage { schedule: text.into(), parameters: Given::new(), after };
            if k < plan.len() { plan[k] = stage } else { plan.push(stage) }
        })
    }

    fn edit_stage_setting(&mut self, index: usize, field: &str, k: &str, key: &str, text: &str) -> Result<(), Problem> {
        let k = self.index(field, k, self.experiment.contenders[index].schedule.len())?;
        if key == "after" {
            // Nothing typed: it multiplies what those before it give.
            let after = match text.trim() {
                "" => None,
                _ => Some(whole(field, text, 1, experiment::MOST_STEPS)?),
            };
            return self.change(|e| e.contenders[index].schedule[k].after = after);
        }
        let parameter = known(self.checked.schedules[index][k].0.parameters, field, key)?;
        let setting = parameter.parse(field, text)?;
        self.change(|e| put(&mut e.contenders[index].schedule[k].parameters, parameter, setting))
    }

    /// Sets the numeric field called `field` to where its slider stands, `fraction` ∈ [0, 1] of its travel.
    pub fn slide(&mut self, field: &str, fraction: f64) -> Result<(), Problem> {
        let parts: Vec<&str> = field.split('.').collect();
        let parameters = match parts[..] {
            ["surface", _] => self.checked.surface.parameters,
            ["contenders", _, key] | ["fairness", key] if key == optimizer::RATE.key => &[optimizer::RATE],
            ["contenders", n, "schedule", k, _] => {
                let index = self.index(field, n, self.experiment.contenders.len())?;
                let k = self.index(field, k, self.experiment.contenders[index].schedule.len())?;
                self.checked.schedules[index][k].0.parameters
            }
            ["contenders", n, _] => {
                let index = self.index(field, n, self.experiment.contenders.len())?;
                self.checked.contenders[index].0.parameters
            }
            _ => &[],
        };
        match known(parameters, field, parts[parts.len() - 1])?.kind {
            Kind::Number { slider, .. } => self.edit(field, &Setting::Number(slider.value(fraction)).to_string()),
            _ => Err(Problem::new(field, "a parameter with a slider", field)),
        }
    }

    fn index(&self, field: &str, text: &str, count: usize) -> Result<usize, Problem> {
        let index = text.parse().ok().filter(|n| (1..=count).contains(n));
        index.map(|n| n - 1).ok_or_else(|| Problem::new(field, format!("a number from 1 to {count}"), text))
    }

    fn choose_surface(&mut self, key: &str) -> Result<(), Problem> {
        let chosen = Landscape { surface: key.into(), parameters: Given::new() };
        let (surface, settings) = chosen.resolve()?;
        let objective = (surface.build)(&settings);
        let home = objective::extent(&*objective, surface.view);
        let found = stationary::find(&*objective, home);
        let (start, steps) = (surface.starts[0], self.experiment.steps);
        let task = Task { objective: &*objective, home, found: &found, start, steps };
        let mut contenders = self.experiment.contenders.clone();
        for (contender, (entry, settings)) in contenders.iter_mut().zip(&self.checked.contenders) {
            contender.rate = task.rate(entry, settings, Preset::Good).unwrap_or(entry.default_rate());
        }
        self.change(|e| {
            e.landscape = chosen;
            e.view = surface.view;
            e.starts = vec![start];
            e.contenders = contenders;
        })?;
        self.at_home = OnceCell::from(found);
        Ok(())
    }

    /// What a learning rate of this session is chosen for.
    fn task(&self) -> Task<'_> {
        Task {
            objective: self.objective(),
            home: self.checked.home(),
            found: self.at_home.get_or_init(|| stationary::find(self.objective(), self.checked.home())),
            start: self.experiment.starts[0],
            steps: self.experiment.steps,
        }
    }

    /// The contender `key` with its defaults and a good rate; `index` names it in an error.
    fn fresh(&self, index: usize, key: &str) -> Result<Contender, Problem> {
        let (entry, settings) = Contender::new(key, 0.0).resolve(index)?;
        let rate = self.task().rate(entry, &settings, Preset::Good).unwrap_or(entry.default_rate());
        Ok(Contender::new(key, rate))
    }

    /// Adds the optimizer called `key` as the last contender.
    pub fn add_contender(&mut self, key: &str) -> Result<(), Problem> {
        let contender = self.fresh(self.experiment.contenders.len(), key)?;
        self.change(|e| e.contenders.push(contender))
    }

    /// Adds a copy of contender `index` after it.
    pub fn duplicate_contender(&mut self, index: usize) -> Result<(), Problem> {
        self.change(|e| {
            if let Some(contender) = e.contenders.get(index).cloned() {
                e.contenders.insert(index + 1, contender);
            }
        })
    }

    /// Removes contender `index`; the last one stays.
    pub fn remove_contender(&mut self, index: usize) -> Result<(), Problem> {
        self.change(|e| {
            if index < e.contenders.len() {
                e.contenders.remove(index);
            }
        })
    }

    /// Sets contender `index` to the learning rate and hyper-parameters of one of its optimizer's sets of defaults.
    pub fn use_defaults(&mut self, index: usize, name: &str) -> Result<(), Problem> {
        let Some((entry, _)) = self.checked.contenders.get(index) else { return Ok(()) };
        let Some(defaults) = entry.defaults.iter().find(|defaults| defaults.name == name) else {
            let names: Vec<_> = entry.defaults.iter().map(|defaults| defaults.name).collect();
            return Err(Problem::new("defaults", format!("one of {}", names.join(", ")), name));
        };
        self.change(|e| {
            e.contenders[index].rate = defaults.rate;
            e.contenders[index].parameters = defaults.given();
        })
    }

    /// Sets the learning rate of contender `index` to a preset; says why if there is none.
    pub fn use_preset(&mut self, index: usize, preset: Preset) -> Result<(), Problem> {
        let Some((entry, settings)) = self.checked.contenders.get(index) else { return Ok(()) };
        let field = format!("contenders.{}.rate", index + 1);
        let name = Preset::ALL.iter().find(|(known, _)| *known == preset).map_or("", |(_, name)| name);
        let rate = self
            .task()
            .rate(entry, settings, preset)
            .map_err(|why| Problem::new(&field, format!("a rate that is {name} for {}", entry.name), why))?;
        self.change(|e| e.contenders[index].rate = rate)
    }

    /// Moves start `index` to `w`.
    pub fn move_start(&mut self, index: usize, w: Vec2) -> Result<(), Problem> {
        self.change(|e| {
            if let Some(start) = e.starts.get_mut(index) {
                *start = w;
            }
        })
    }

    /// Adds a start at `w`.
    pub fn add_start(&mut self, w: Vec2) -> Result<(), Problem> {
        self.change(|e| e.starts.push(w))
    }

    /// Removes start `index`; the last one stays.
    pub fn remove_start(&mut self, index: usize) -> Result<(), Problem> {
        self.change(|e| {
            if index < e.starts.len() {
                e.starts.remove(index);
            }
        })
    }

    /// Moves the first start to a random place in the view, and counts the seed on.
    pub fn random_start(&mut self) -> Result<(), Problem> {
        let seed = self.experiment.seed.wrapping_add(1);
        let view = self.experiment.view;
        let [u, v] = [0, 1].map(|k| Stream::new(0).fraction(u64::from(seed) * 2 + k));
        let w = self.point_at(Vec2::new(view.x[0] + u * view.size().x, view.y[0] + v * view.size().y));
        let w = rounded(w, objective::extent(self.objective(), view).diagonal() / 1000.0);
        self.change(|e| {
            e.seed = seed;
            e.starts[0] = w;
        })
    }

    /// Shows `view`.
    pub fn show(&mut self, view: Rect) -> Result<(), Problem> {
        self.change(|e| e.view = view)
    }

    /// Shows the view `factor` times as wide, with the point `about` staying where it is.
    pub fn zoom(&mut self, about: Vec2, factor: f64) -> Result<(), Problem> {
        let scale =
            |[low, high]: [f64; 2], about: f64| [about + (low - about) * factor, about + (high - about) * factor];
        let view = self.experiment.view;
        self.show(Rect { x: scale(view.x, about.x), y: scale(view.y, about.y) })
    }

    /// Shows the view moved by `shift`, in domain units.
    pub fn pan(&mut self, shift: Vec2) -> Result<(), Problem> {
        let Rect { x, y } = self.experiment.view;
        self.show(Rect { x: x.map(|x| x + shift.x), y: y.map(|y| y + shift.y) })
    }

    /// Shows the surface's home view.
    pub fn home(&mut self) -> Result<(), Problem> {
        self.show(self.checked.surface.view)
    }

    /// Shows all starts and paths, as far as they stay within five home views.
    pub fn fit(&mut self) -> Result<(), Problem> {
        let home = self.checked.surface.view;
        let reach = 5.0 * home.diagonal();
        let near = |w: &Vec2| (*w - home.center()).norm() <= reach;
        let shown = self.race.trajectories.iter().map(|run| self.shown(run, 0..=run.steps()));
        let starts = self.experiment.starts.iter().map(|w| self.shown_point(*w));
        let shown: Vec<Vec2> = shown.flat_map(|points| points.iter().copied().collect::<Vec<_>>()).collect();
        let points = shown.iter().copied().filter(near).chain(starts);
        let (mut low, mut high) =
            (Vec2::new(f64::INFINITY, f64::INFINITY), Vec2::new(f64::NEG_INFINITY, f64::NEG_INFINITY));
        for w in points {
            low = Vec2::new(low.x.min(w.x), low.y.min(w.y));
            high = Vec2::new(high.x.max(w.x), high.y.max(w.y));
        }
        let least = 1e-6 * (1.0 + low.norm());
        let size = high - low;
        // A curve's two axes have scales of their own.
        let longest = size.norm();
        let room = |length: f64| 0.08 * (if self.is_curve() { length } else { longest }).max(least);
        let (across, up) = (room(size.x), room(size.y));
        self.show(Rect::new(low.x - across, high.x + across, low.y - up, high.y + up))
    }

    /// How contender `index`'s followed run stands at `step`: its outcome once that is decided, none before.
    pub fn outcome_at(&self, index: usize, step: usize) -> Option<Outcome> {
        let run = self.followed(index);
        let decided = match run.outcome {
            Outcome::Settled { since, .. } => since.min(run.steps()),
            _ => run.steps(),
        };
        (step >= decided).then_some(run.outcome)
    }
}

/// The searched rectangle is searched anew once the view is this many times smaller.
const FINER: f64 = 8.0;

/// `view` and half of it more on each side.
fn wider(view: Rect) -> Rect {
    let Rect { x, y } = view;
    let more = 0.5 * view.size();
    Rect::new(x[0] - more.x, x[1] + more.x, y[0] - more.y, y[1] + more.y)
}

fn known<'a>(parameters: &'a [Parameter], field: &str, key: &str) -> Result<&'a Parameter, Problem> {
    parameters.iter().find(|p| p.key == key).ok_or_else(|| {
        let keys: Vec<_> = parameters.iter().map(|p| p.key).collect();
        Problem::new(field, format!("one of {}", keys.join(", ")), key)
    })
}

/// Sets a parameter; its default is stored by leaving it out.
fn put(given: &mut Given, parameter: &Parameter, setting: Setting) {
    if setting == parameter.default() {
        given.remove(parameter.key);
    } else {
        given.insert(parameter.key.into(), setting);
    }
}

fn whole(field: &str, text: &str, least: usize, most: usize) -> Result<usize, Problem> {
    let wanted = || format!("a whole number from {least} to {most}");
    let value = text.trim().parse().map_err(|_| Problem::new(field, wanted(), text))?;
    if (least..=most).contains(&value) { Ok(value) } else { Err(Problem::new(field, wanted(), value)) }
}

/// `w` rounded to the power of ten just below `grain`, so that a dragged point has short numbers.
pub fn rounded(w: Vec2, grain: f64) -> Vec2 {
    let decimals = libm::ceil(-libm::log10(grain)).clamp(0.0, 15.0) as usize;
    w.map(|value| format!("{value:.decimals$}").parse().expect("a formatted float parses"))
}
