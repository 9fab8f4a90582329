//! Experiments as programs of Python: each program against its own execution, by Python.
//!
//! `tests/data/code_runs.py` has run every program with the real libraries; a digest of its text and what it gave are
//! stored.

mod support;

use std::path::Path;

use serde::Deserialize;
use steepest::code::{self, Dialect};
use steepest::experiment::{Contender, Experiment, Landscape};
use steepest::linear::Vec2;
use steepest::run;
use support::digest::fnv1a;
use support::oracle;
use support::programs::{Case, cases, experiment};

/// How to make the stored runs anew.
const COMMAND: &str = "python3 tests/data/code_runs.py";

/// How far a program's iterates and losses may be from a run's, relative to them, absolute below 1.
///
/// Both compute with numbers of 53 bits; what differs is the order of sums and products and the last place of
/// elementary functions, some units of 1e-16 an update, which the rules and landscapes of these cases enlarge a
/// thousandfold at most.
const CLOSE: f64 = 1e-9;

/// A program that has been run.
#[derive(Debug, Clone, Deserialize)]
struct Run {
    link: String,
    dialect: String,
    /// That of the program's text.
    digest: String,
    /// For each run, contender by contender, start by start and repetition by repetition: the number of iterates, and
    /// x, y and the loss at some steps.
    runs: Vec<Iterates>,
}

#[derive(Debug, Clone, Deserialize)]
struct Iterates {
    count: usize,
    steps: Vec<usize>,
    rows: Vec<[f64; 3]>,
}

/// FNV-1a of 64 bits.
fn digest(text: &str) -> String {
    format!("{:016x}", fnv1a(text.bytes().map(u64::from)))
}

/// What is stored; none while the script is asking for the programs.
fn stored() -> Option<Vec<Run>> {
    if std::env::var_os("STEEPEST_PROGRAMS").is_some() {
        return None;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/code_runs.json.gz");
    let value = oracle::parse(&path).unwrap_or_else(|problem| panic!("{problem}; run {COMMAND}"));
    Some(serde_json::from_value(value).expect("the file is as the script writes it"))
}

#[test]
fn programs_are_those_that_were_run() {
    let now = cases();
    if let Some(path) = std::env::var_os("STEEPEST_PROGRAMS") {
        let cases: Vec<&Case> = now.iter().map(|(_, case)| case).collect();
        std::fs::write(path, serde_json::to_string(&cases).expect("plain data")).expect("the file can be written");
        return;
    }
    let Some(stored) = stored() else { return };
    assert_eq!(stored.len(), now.len(), "programs have come or gone: run {COMMAND}");
    for ((_, case), run) in now.iter().zip(&stored) {
        assert_eq!((&run.link, &*run.dialect), (&case.link, case.dialect), "run {COMMAND}");
        assert_eq!(run.digest, digest(&case.program), "{} in {} has changed: run {COMMAND}", case.link, case.dialect);
    }
}

/// The first difference between an experiment's runs and those of its program.
fn difference(experiment: &Experiment, run: &Run) -> Option<String> {
    let what = format!("{} in {}", run.link, run.dialect);
    let trajectories = run::run(experiment).unwrap_or_else(|problem| panic!("{what}: {problem}"));
    if trajectories.len() != run.runs.len() {
        return Some(format!("{what}: {} runs, wanted {}", run.runs.len(), trajectories.len()));
    }
    for (k, (wanted, got)) in trajectories.iter().zip(&run.runs).enumerate() {
        if got.count != wanted.points.len() {
            return Some(format!("{what}: run {k} has {} iterates, wanted {}", got.count, wanted.points.len()));
        }
        for (step, row) in got.steps.iter().zip(&got.rows) {
            let w = wanted.points[*step];
            for (got, wanted) in row.iter().zip([w.x, w.y, wanted.losses[*step]]) {
                let close = (got - wanted).abs() <= CLOSE * (1.0 + wanted.abs());
                if !close {
                    return Some(format!("{what}: run {k}, step {step}: got {got}, wanted {wanted}"));
                }
            }
        }
    }
    None
}

#[test]
fn a_program_gives_the_trajectories_of_its_experiment() {
    let Some(stored) = stored() else { return };
    let wrong: Vec<String> =
        cases().iter().zip(&stored).filter_map(|((experiment, _), run)| difference(experiment, run)).collect();
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), stored.len(), wrong.join("\n"));
}

const THREE: &str = "v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&seed=0&steps=20&c=nadam,rate:0.1;cosine,T_max:20\
                     &c=qhm,rate:0.001&c=adam,rate:0.1,bias_correction:off";

#[test]
fn a_library_spells_what_it_has_and_nothing_else() {
    let experiment = Experiment::from_link(THREE).expect("a good link");
    let program = |dialect| code::code(&experiment, dialect, None).expect("a program");
    let torch = program(Dialect::PyTorch);
    assert!(
        torch.contains("torch.optim.NAdam([w], lr=0.1, betas=(0.9, 0.999), eps=1e-8, momentum_decay=0.004)"),
        "{torch}"
    );
    assert!(torch.contains("torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=20)"), "{torch}");
    // Adam without bias correction is not PyTorch's.
    assert!(!torch.contains("torch.optim.Adam(") && torch.contains("w = w - lr*s/(sqrt(r) + delta)"), "{torch}");
    let numpy = program(Dialect::NumPy);
    assert!(!numpy.contains("torch") && numpy.contains("dx = -2*(a - x) - 4*b*(y - x**2)*x"), "{numpy}");
    assert!(program(Dialect::Jax).contains("gradient = jax.jit(jax.grad(loss))"));
}

#[test]
fn one_contender_alone_keeps_its_number() {
    let experiment = Experiment::from_link(THREE).expect("a good link");
    let program = code::code(&experiment, Dialect::PyTorch, Some(1)).expect("a program");
    assert!(program.contains("enumerate([qhm], 2)") && !program.contains("def nadam"), "{program}");
    let problem = code::code(&experiment, Dialect::PyTorch, Some(3)).expect_err("there are three");
    assert_eq!(problem.to_string(), "contender: wanted the number of a contender, 1 to 3, given 4");
}

#[test]
fn derivatives_that_would_fill_pages_are_refused_and_left_to_those_who_derive() {
    let formula = vec!["(x+y)"; 300].join("*");
    let contenders = vec![Contender::new("gradient_descent", 0.01)];
    let experiment = experiment(Landscape::typed(&formula), Vec2::new(0.1, 0.1), 5, contenders);
    let problem = code::code(&experiment, Dialect::NumPy, None).expect_err("too long");
    assert_eq!(problem.field, "formula");
    assert!(problem.wanted.contains("20000 parts, or PyTorch"), "{problem}");
    assert!(code::code(&experiment, Dialect::PyTorch, None).is_ok());
}

#[test]
fn many_data_are_read_from_a_file() {
    let link = |count: usize| {
        format!("v=1&on=linear_regression,n:{count}&view=-3,3,-3,3&start=0,0&seed=0&steps=5&c=adam,rate:0.1,batch:8")
    };
    let experiment = |count| Experiment::from_link(&link(count)).expect("a good link");
    assert_eq!(code::table(&experiment(300)).expect("a good experiment"), None);
    let table = code::table(&experiment(301)).expect("a good experiment").expect("too many for the program");
    assert!(table.starts_with("p,q\n") && table.lines().count() == 302, "{table}");
    let program = code::code(&experiment(301), Dialect::NumPy, None).expect("a program");
    assert!(program.contains(code::TABLE) && program.len() < 5_000, "{program}");
}
