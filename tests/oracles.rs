//! Every optimizer against trajectories that other programs computed, step by step.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use support::names::{NOT_BUILT, NotBuilt};
use support::oracle::{self, FiniteSum, Oracles, Trajectory, point};
use support::regression::Regression;
use support::replay::Case;

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
