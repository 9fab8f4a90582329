//! Every optimizer against trajectories that other programs computed, step by step.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use steepest::linear::Vec2;
use steepest::objective::{Negated, Objective};
use steepest::optimizer::Here;
use steepest::outcome::{Outcome, settled_radius};

use support::names::{self, NOT_BUILT, NotBuilt};
use support::oracle::{self, FiniteSum, Oracles, Trajectory, point};
use support::regression::Regression;
use support::runner::Runner;

/// Agreement to rounding: relative to a coordinate, absolute below 1.
const ROUNDING: f64 = 1e-12;

/// How many times the effect of rounding on the oracle's own run is allowed on top.
const SPREAD: f64 = 100.0;

/// How a loss or gradient at the oracle's own point may differ: in units in the last place of the terms it consists of,
/// which are estimated by the next derivative.
const CONDITION: f64 = 8.0 * f64::EPSILON;

/// A step that changes the loss by less than this, relative to it, absolute below 1, gains next to nothing.
const GAIN: f64 = 1e-9;

/// What an optimizer does without a run around it.
struct Bare {
    /// The iterates.
    points: Vec<Vec2>,
    /// The averages of those that keep one, from the first update on.
    averages: Vec<Option<Vec2>>,
    /// The evaluations so far of those that count them, at each iterate.
    evaluations: Vec<Option<usize>>,
}

/// A case as our code runs it.
struct Case<'a> {
    golden: &'a Trajectory,
    objective: Box<dyn Objective>,
    runner: Runner,
    radius: f64,
}

/// The averaged iterate among the symbols of a state.
const AVERAGE: &str = "w̄";

/// The entry of a state that holds the number of evaluations so far.
const EVALUATIONS: &str = "evaluations";

impl<'a> Case<'a> {
    /// Everything that the case names in terms of ours; all that we do not have, if there is anything.
    fn new(golden: &'a Trajectory) -> Result<Case<'a>, NotBuilt> {
        let runner = Runner::new(&golden.optimizer, &golden.params, &golden.schedule);
        let (runner, (surface, settings)) =
            names::both(runner, names::surface(&golden.surface, &golden.surface_params))?;
        let radius = settled_radius(surface.view.diagonal());
        Ok(Case { golden, objective: (surface.build)(&settings), runner, radius })
    }

    /// The number of records compared, or the first disagreement.
    fn check(&self) -> Result<usize, String> {
        let golden = self.golden;
        let averages = if golden.ax.is_empty() { golden.w.len() } else { golden.ax.len() };
        let lengths = [golden.w.len(), golden.f.len(), golden.g.len(), golden.spread.len(), averages];
        if lengths != [golden.k.len(); 5] {
            return Err(format!("{} records, but {lengths:?} values", golden.k.len()));
        }
        let steps = golden.k.last().copied().ok_or("no records")?;
        let run = self.run(steps);
        let Bare { points, averages, evaluations } = self.unstopped(steps);
        if points[..run.points.len()] != run.points {
            return Err("the run differs from its own optimizer".into());
        }
        let mut compared = 0;
        for (index, &k) in golden.k.iter().enumerate() {
            let w = point(golden.w[index]);
            if k > golden.reliable_upto || !w.is_finite() {
                continue;
            }
            self.check_point("", k, points[k], w, golden.spread[index].0)?;
            if let (Some(wanted), true) = (golden.ax.get(index), k > 0) {
                let got = averages[k - 1].ok_or("no average in the state")?;
                self.check_point("average ", k, got, point(*wanted), golden.spread[index].0)?;
            }
            self.check_slope(index)?;
            compared += 1;
        }
        self.check_evaluations(&evaluations)?;
        if golden.oracle_error.is_some() {
            self.check_error(steps)?;
        }
        self.check_end(&run)?;
        if compared == 0 { Err("no record could be compared".into()) } else { Ok(compared) }
    }

    fn run(&self, steps: usize) -> steepest::run::Trajectory {
        self.runner.run(&*self.objective, self.runner.tempo(), point(self.golden.start), steps, self.radius)
    }

    /// What the bare optimizer does.
    ///
    /// A run ends as soon as the loss is not finite, and with it its points; w itself goes on for a while.
    fn unstopped(&self, steps: usize) -> Bare {
        let mut optimizer = self.runner.build();
        let (mut points, mut averages) = (vec![point(self.golden.start)], Vec::new());
        let mut evaluations = vec![Some(0)];
        let entry = |state: &[(&'static str, Vec2)], wanted: &str| {
            state.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value)
        };
        let mut tempo = self.runner.tempo();
        let negated = Negated(&*self.objective);
        let objective: &dyn Objective = if self.runner.maximizes() { &negated } else { &*self.objective };
        for t in 0..steps {
            let w = points[t];
            let slope = objective.slope(w);
            let pace = tempo.pace(t, slope.loss);
            points.push(optimizer.step(&Here::new(objective, t, w, slope, pace, tempo.base())));
            let state =
                if self.golden.ax.is_empty() && self.golden.evals.is_none() { Vec::new() } else { optimizer.state() };
            averages.push(entry(&state, AVERAGE));
            evaluations.push(entry(&state, EVALUATIONS).map(|count| count.x as usize));
        }
        Bare { points, averages, evaluations }
    }

    /// Compares the numbers of evaluations, of L-BFGS, up to the first step that gains next to nothing: from there on a
    /// line search compares roundings.
    fn check_evaluations(&self, got: &[Option<usize>]) -> Result<(), String> {
        let golden = self.golden;
        let Some(wanted) = &golden.evals else { return Ok(()) };
        for (index, &k) in golden.k.iter().enumerate().take_while(|(_, k)| **k <= golden.reliable_upto) {
            if index > 0 {
                let gained = (golden.f[index].0 - golden.f[index - 1].0).abs();
                let clear = gained > GAIN * (1.0 + golden.f[index].0.abs()) && golden.k[index - 1] + 1 == k;
                if !clear {
                    break;
                }
            }
            if got[k] != Some(wanted[index]) {
                return Err(format!("after {k} updates: got {:?} evaluations, wanted {}", got[k], wanted[index]));
            }
        }
        Ok(())
    }

    /// Where the oracle raised an error, ours ends at the latest, in words and not in a panic.
    fn check_error(&self, last: usize) -> Result<(), String> {
        let run = self.run(last + 50);
        let ended = matches!(run.outcome, Outcome::Diverged { .. } | Outcome::Undefined { .. });
        let reliable = last <= self.golden.reliable_upto;
        let fine = ended && (!reliable || run.steps() <= last);
        if fine { Ok(()) } else { Err(format!("{:?} after {} updates, wanted an end", run.outcome, run.steps())) }
    }

    fn check_point(&self, what: &str, k: usize, got: Vec2, wanted: Vec2, spread: f64) -> Result<(), String> {
        for (axis, got, wanted) in [("x", got.x, wanted.x), ("y", got.y, wanted.y)] {
            let tolerance = ROUNDING * (1.0 + wanted.abs()) + SPREAD * spread;
            let fine = (got - wanted).abs() <= tolerance;
            if !fine {
                return Err(format!("{what}{axis} after {k} updates: got {got}, wanted {wanted} ± {tolerance}"));
            }
        }
        Ok(())
    }

    /// Compares loss and gradient at the oracle's own point, as far as they are finite.
    fn check_slope(&self, index: usize) -> Result<(), String> {
        let (w, k) = (point(self.golden.w[index]), self.golden.k[index]);
        // Once f has overflowed, what is left of g depends on how the formula is arranged.
        if !self.golden.f[index].0.is_finite() {
            return Ok(());
        }
        let here = self.objective.curvature(w);
        let (f, g) = (self.golden.f[index].0, point(self.golden.g[index]));
        let [low, high] = here.hessian.eigen().values;
        let (length, sharpness) = (w.norm(), low.abs().max(high.abs()));
        let slack = [length * here.gradient.norm(), length * sharpness, length * sharpness].map(|s| CONDITION * s);
        let compared = [("f", here.loss, f), ("∂f/∂x", here.gradient.x, g.x), ("∂f/∂y", here.gradient.y, g.y)];
        for ((what, got, wanted), slack) in compared.into_iter().zip(slack) {
            let tolerance = ROUNDING * (1.0 + wanted.abs()) + slack;
            let off = (got - wanted).abs();
            if wanted.is_finite() && tolerance.is_finite() && (off > tolerance || off.is_nan()) {
                return Err(format!("{what} at record {k}: got {got}, wanted {wanted} ± {tolerance}"));
            }
        }
        Ok(())
    }

    /// Compares the first step at which w, f or g is not finite, give or take one, as long as rounding does not decide.
    fn check_end(&self, run: &steepest::run::Trajectory) -> Result<(), String> {
        let last = run.steps();
        let stays = self.objective.slope(run.points[last]).is_finite();
        let asked = self.golden.k.last().copied().unwrap_or(0);
        let got = match (stays, last == asked) {
            (true, true) => None,
            (true, false) => Some(last + 1),
            (false, _) => Some(last),
        };
        let wanted = self.golden.first_nonfinite.and_then(|first| first.first());
        if wanted.or(got).is_some_and(|step| step > self.golden.reliable_upto) {
            return Ok(());
        }
        let replicas = self.golden.first_nonfinite_replicas.iter().filter_map(|first| first.first());
        let mut close = wanted.into_iter().chain(replicas);
        match got {
            None if wanted.is_none() => Ok(()),
            Some(got) if close.any(|wanted| got.abs_diff(wanted) <= 1) => Ok(()),
            _ => Err(format!("first not finite: got {got:?}, wanted {wanted:?} ± 1")),
        }
    }
}

/// The names that the data asks for and the code does not have, each with the number of cases that need it.
fn missing(oracles: &Oracles) -> BTreeMap<String, usize> {
    let mut missing = BTreeMap::new();
    let trajectories = oracles.trajectories.iter().filter_map(|case| Case::new(&case.entry).err());
    let regressions = oracles.finite_sums.iter().filter_map(|case| Regression::new(oracles, case).err());
    for name in trajectories.chain(regressions).flat_map(|NotBuilt(names)| names) {
        *missing.entry(name).or_insert(0) += 1;
    }
    missing
}

#[test]
fn trajectories_agree_with_the_oracles() {
    let oracles = Oracles::load();
    let mut checked: BTreeMap<(&str, &str), [usize; 2]> = BTreeMap::new();
    let mut wrong = Vec::new();
    for case in &oracles.trajectories {
        let Ok(ours) = Case::new(&case.entry) else { continue };
        match ours.check() {
            Ok(records) => {
                let count = checked.entry((&case.entry.optimizer, &case.file)).or_default();
                *count = [count[0] + 1, count[1] + records];
            }
            Err(problem) => wrong.push(format!("{}: {}: {problem}", case.file, case.entry.id)),
        }
    }
    for ((optimizer, file), [cases, records]) in &checked {
        println!("{optimizer:<24} {file:<40} {cases:>4} cases {records:>6} records");
    }
    let cases: usize = checked.values().map(|[cases, _]| cases).sum();
    println!("{cases} of {} trajectories agree", oracles.trajectories.len());
    assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases > 0, "no trajectory was compared");
}

#[test]
fn finite_sums_agree_with_the_oracles() {
    let oracles = Oracles::load();
    let (mut cases, mut records, mut wrong) = (0, 0, Vec::new());
    for case in &oracles.finite_sums {
        let Ok(ours) = Regression::new(&oracles, case) else { continue };
        match ours.check() {
            Ok(compared) => (cases, records) = (cases + 1, records + compared),
            Err(problem) => wrong.push(format!("{}: {}: {problem}", case.file, case.entry.id)),
        }
    }
    println!("{cases} of {} finite sums agree, {records} numbers", oracles.finite_sums.len());
    assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases > 0 || oracles.finite_sums.is_empty(), "no finite sum was compared");
}

#[test]
fn whatever_the_oracles_name_is_built_or_on_the_list() {
    let missing = missing(&Oracles::load());
    println!("{} names are not built yet:", NOT_BUILT.len());
    for (name, cases) in &missing {
        println!("{name:<40} {cases:>4} cases");
    }
    let unknown: Vec<_> = missing.keys().filter(|name| !NOT_BUILT.contains(&name.as_str())).collect();
    assert!(unknown.is_empty(), "neither built nor on the list: {unknown:?}");
}

#[test]
fn the_list_of_what_is_not_built_has_no_idle_entry() {
    let own = Oracles::read(&oracle::own_folder()).unwrap_or_else(|problem| panic!("{problem}"));
    let missing = missing(&own);
    let idle: Vec<_> = NOT_BUILT.iter().filter(|name| !missing.contains_key(**name)).collect();
    assert!(idle.is_empty(), "on the list, but built or never asked for: {idle:?}");
    let unique: BTreeSet<_> = NOT_BUILT.iter().collect();
    assert_eq!(unique.len(), NOT_BUILT.len());
}

/// A case of `optimizer` that agrees, from the repository's own data; at records 3 and 7 it is far from every axis.
fn sample(oracles: &Oracles, optimizer: &str) -> Trajectory {
    let agrees = |case: &Trajectory| Case::new(case).is_ok_and(|ours| ours.check().is_ok());
    let moves = |case: &Trajectory| case.w.len() > 7 && case.w[7][0].0.abs() > 0.1 && case.g[3][1].0.abs() > 0.1;
    let named = oracles.trajectories.iter().map(|case| &case.entry).filter(|case| case.optimizer == optimizer);
    let found = named.into_iter().find(|case| moves(case) && agrees(case));
    found.unwrap_or_else(|| panic!("no case of {optimizer}")).clone()
}

fn problem(case: &Trajectory) -> String {
    let ours = Case::new(case).unwrap_or_else(|missing| panic!("{missing:?}"));
    ours.check().err().unwrap_or_default()
}

#[test]
fn one_altered_number_is_noticed() {
    let own = Oracles::read(&oracle::own_folder()).unwrap_or_else(|problem| panic!("{problem}"));
    let optimizers: BTreeSet<_> = own.trajectories.iter().map(|case| case.entry.optimizer.as_str()).collect();
    for optimizer in optimizers.into_iter().filter(|name| !NOT_BUILT.contains(name)) {
        let mut case = sample(&own, optimizer);
        case.w[7][0].0 *= 1.0 + 1e-6;
        assert!(problem(&case).starts_with("x after 7 updates: got "), "{optimizer}: {}", problem(&case));
    }
    let mut case = sample(&own, "SGD");
    case.g[3][1].0 *= 1.0 + 1e-6;
    assert!(problem(&case).starts_with("∂f/∂y at record 3: got "), "{}", problem(&case));
    let mut case = sample(&own, "SGD");
    case.params.insert("lr".into(), (case.params["lr"].as_f64().expect("a rate") * (1.0 + 1e-6)).into());
    assert!(problem(&case).starts_with("x after 1 updates"), "{}", problem(&case));
    let averages = |case: &&Trajectory| case.ax.len() > 7 && Case::new(case).is_ok_and(|ours| ours.check().is_ok());
    let mut case = own.trajectories.iter().map(|case| &case.entry).find(averages).expect("one with averages").clone();
    case.ax[7][1].0 += 1e-6;
    assert!(problem(&case).starts_with("average y after 7 updates: got "), "{}", problem(&case));
}

#[test]
fn one_altered_number_of_a_finite_sum_is_noticed() {
    let own = Oracles::read(&oracle::own_folder()).unwrap_or_else(|problem| panic!("{problem}"));
    assert!(!own.finite_sums.is_empty());
    let altered = |found: &oracle::In<FiniteSum>, alter: &dyn Fn(&mut FiniteSum)| {
        let mut case = found.clone();
        alter(&mut case.entry);
        let ours = Regression::new(&own, &case).unwrap_or_else(|missing| panic!("{missing:?}"));
        ours.check().err().unwrap_or_default()
    };
    for case in &own.finite_sums {
        let last = case.entry.w.len() - 1;
        let caught = |alter: &dyn Fn(&mut FiniteSum), wanted: &str| {
            let problem = altered(case, alter);
            assert!(problem.starts_with(wanted), "{}: wanted {wanted}, got {problem}", case.entry.id);
        };
        caught(&|case| case.w[last][1].0 *= 1.0 + 1e-9, &format!("y after {last} updates: got "));
        caught(&|case| case.batch_loss[last - 1].0 *= 1.0 + 1e-9, &format!("batch loss before update {}: ", last - 1));
        caught(&|case| case.full_loss[2].0 *= 1.0 + 1e-9, "loss after 2 epochs: got ");
        caught(&|case| case.w.truncate(last), "wanted ");
        if !case.entry.lr.is_empty() {
            caught(&|case| case.lr[last - 1].0 += 1e-9, &format!("learning rate of update {}: ", last - 1));
        }
    }
    // Counting updates where the oracle counts epochs, another order, another size of batch, another loss.
    let find = |fits: &dyn Fn(&FiniteSum) -> bool| {
        own.finite_sums.iter().find(|case| fits(&case.entry)).expect("a case of this kind")
    };
    let counted = find(&|case| case.schedule_unit.as_deref() == Some("epoch"));
    assert_ne!(altered(counted, &|case| case.schedule_unit = Some("step".into())), "");
    let shuffled = find(&|case| case.batch == Some(16) && case.order.as_deref() == Some("linear/shuffle"));
    assert_ne!(altered(shuffled, &|case| case.order = Some("linear/seq".into())), "");
    assert_ne!(altered(shuffled, &|case| case.batch = Some(15)), "");
    assert_ne!(altered(shuffled, &|case| case.loss = "half_mse".into()), "");
}

#[test]
fn climbing_is_descending_on_the_loss_upside_down() {
    // On the saddle x² − y² the axes change their parts: climbing from (a, b) is descending from (b, a).
    let own = Oracles::read(&oracle::own_folder()).unwrap_or_else(|problem| panic!("{problem}"));
    for optimizer in ["SGD", "Adagrad", "RMSprop", "Adam", "AdamW", "NAdam", "Rprop", "ASGD"] {
        let fits = |case: &&Trajectory| {
            let moves = case.optimizer == optimizer && case.surface == "saddle" && case.start[0].0 != 0.0;
            moves && Case::new(case).is_ok_and(|ours| ours.check().is_ok())
        };
        let mut case = own.trajectories.iter().map(|case| &case.entry).find(fits).expect("a saddle").clone();
        case.params.insert("maximize".into(), true.into());
        assert_ne!(problem(&case), "", "{optimizer} does not climb");
        case.start.reverse();
        case.w.iter_mut().chain(&mut case.ax).for_each(|w| w.reverse());
        case.f.iter_mut().for_each(|f| f.0 = -f.0);
        case.g.iter_mut().for_each(|g| *g = [oracle::Num(-g[1].0), oracle::Num(-g[0].0)]);
        assert_eq!(problem(&case), "", "{optimizer} climbs otherwise");
    }
}

#[test]
fn an_altered_end_is_noticed() {
    let own = Oracles::read(&oracle::own_folder()).unwrap_or_else(|problem| panic!("{problem}"));
    let ends = |case: &&Trajectory| case.first_nonfinite.is_some() && Case::new(case).is_ok_and(|c| c.check().is_ok());
    let reliable =
        |case: &&Trajectory| case.first_nonfinite.and_then(|e| e.first()).is_some_and(|k| k < case.reliable_upto);
    let mut case = own.trajectories.iter().map(|case| &case.entry).filter(ends).find(reliable).expect("one").clone();
    case.first_nonfinite_replicas.clear();
    let first = case.first_nonfinite.and_then(|end| end.first()).expect("an end");
    case.first_nonfinite = Some(oracle::NonFinite { w: None, f: Some(first - 3), g: None });
    assert!(problem(&case).starts_with("first not finite: got Some("), "{}", problem(&case));
}

#[test]
fn unknown_names_are_refused() {
    let own = Oracles::read(&oracle::own_folder()).unwrap_or_else(|problem| panic!("{problem}"));
    let refused = |alter: &dyn Fn(&mut Trajectory)| {
        let mut case = sample(&own, "Adam");
        alter(&mut case);
        let NotBuilt(names) = Case::new(&case).err().expect("a refusal");
        assert!(names.iter().all(|name| !NOT_BUILT.contains(&name.as_str())), "{names:?}");
        names.join(", ")
    };
    assert_eq!(refused(&|case| case.optimizer = "Adamant".into()), "Adamant");
    assert_eq!(refused(&|case| case.surface = "hill".into()), "surface:hill");
    assert!(
        refused(&|case| drop(case.surface_params.insert("zeta".into(), 1.0.into()))).starts_with("surface:"),
        "a parameter that the surface has not"
    );
    assert_eq!(refused(&|case| drop(case.params.insert("gamma".into(), 1.0.into()))), "Adam.gamma");
    assert_eq!(refused(&|case| drop(case.params.insert("maximize".into(), "yes".into()))), "Adam.maximize");
    assert_eq!(refused(&|case| drop(case.params.remove("eps"))), "Adam.eps");
    assert_eq!(refused(&|case| case.schedule = serde_json::json!({ "name": "Sawtooth" })), "schedule:Sawtooth");
    assert!(refused(&|case| drop(case.params.insert("betas".into(), vec![2.0, 0.9].into()))).contains("beta1"));
}

#[test]
fn unknown_names_of_a_finite_sum_are_refused() {
    let own = Oracles::read(&oracle::own_folder()).unwrap_or_else(|problem| panic!("{problem}"));
    let batched = own.finite_sums.iter().find(|case| case.entry.schedule_unit.as_deref() == Some("epoch"));
    let refused = |alter: &dyn Fn(&mut FiniteSum)| {
        let mut case = batched.expect("one with batches and a schedule").clone();
        alter(&mut case.entry);
        let NotBuilt(names) = Regression::new(&own, &case).err().expect("a refusal");
        names.join(", ")
    };
    assert_eq!(refused(&|case| case.task = "poisson".into()), "data:poisson");
    assert_eq!(refused(&|case| case.loss = "hinge".into()), "loss:linear.hinge");
    assert_eq!(refused(&|case| case.loss = "bce".into()), "loss:linear.bce");
    assert_eq!(refused(&|case| case.order = Some("linear/zigzag".into())), "order:linear/zigzag");
    assert_eq!(refused(&|case| case.order = None), "order:none");
    assert_eq!(refused(&|case| case.schedule_unit = Some("week".into())), "schedule unit:week");
    assert_eq!(refused(&|case| case.optimizer = "Adamant".into()), "Adamant");
    assert!(refused(&|case| case.batch = Some(0)).contains("batch: wanted a whole number from 1 to 100, given 0"));
    let both = refused(&|case| (case.optimizer, case.loss) = ("Adamant".into(), "hinge".into()));
    assert_eq!(both, "Adamant, loss:linear.hinge");
}

#[test]
fn reader_takes_plain_and_compressed_files_in_any_folder() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let inner = scratch.path().join("a/b");
    fs::create_dir_all(&inner).expect("a folder");
    assert!(Oracles::read(scratch.path()).err().is_some_and(|problem| problem.contains("no reference data")));
    let case = r#"{"id": "one", "surface": "bowl", "optimizer": "SGD", "params": {"lr": 0.5}, "start": [1, "inf"],
        "k": [0], "w": [[1, "nan"]], "f": ["-inf"], "g": [[1, 2]], "spread": [0], "reliable_upto": 0}"#;
    fs::write(inner.join("plain.json"), format!("[{case}]")).expect("written");
    fs::write(scratch.path().join("notes.json"), r#"{"meta": 1, "list": [{"a": 1}]}"#).expect("written");
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, format!(r#"{{"meta": {{}}, "cases": [{case}, {case}]}}"#).as_bytes())
        .expect("compressed");
    fs::write(scratch.path().join("packed.json.gz"), encoder.finish().expect("compressed")).expect("written");
    let read = Oracles::read(scratch.path()).unwrap_or_else(|problem| panic!("{problem}"));
    let files: Vec<_> = read.trajectories.iter().map(|case| case.file.as_str()).collect();
    assert_eq!(files, ["a/b/plain.json", "packed.json.gz", "packed.json.gz"]);
    assert_eq!(read.other_files, ["notes.json"]);
    let first = &read.trajectories[0].entry;
    assert!(point(first.start).y == f64::INFINITY && first.w[0][1].0.is_nan() && first.f[0].0 == f64::NEG_INFINITY);
    fs::write(inner.join("broken.json"), case.replace("\"k\": [0],", "\"k\": 0,")).expect("written");
    assert!(Oracles::read(scratch.path()).err().is_some_and(|problem| problem.contains("broken.json: \"one\"")));
}
