//! The one reader of reference data: every `.json` and `.json.gz` file below a folder.
//!
//! An entry is known by its fields, wherever in a file it stands, so that files may be arranged anyhow.
//! What is none of the kinds below is counted and left alone.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde::Deserialize;
use serde_json::{Map, Value};
use steepest::linear::Vec2;

/// Parameters by the oracle's own spelling.
pub type Params = Map<String, Value>;

/// A number of the data; infinities and NaN are the strings "inf", "-inf" and "nan".
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "Value")]
pub struct Num(pub f64);

impl TryFrom<Value> for Num {
    type Error = String;

    fn try_from(value: Value) -> Result<Num, String> {
        match &value {
            Value::Number(number) => number.as_f64().map(Num),
            Value::String(text) => match text.to_ascii_lowercase().trim_start_matches('+') {
                "inf" | "infinity" => Some(Num(f64::INFINITY)),
                "-inf" | "-infinity" => Some(Num(f64::NEG_INFINITY)),
                "nan" => Some(Num(f64::NAN)),
                _ => None,
            },
            _ => None,
        }
        .ok_or_else(|| format!("not a number: {value}"))
    }
}

/// The point with these coordinates.
pub fn point(w: [Num; 2]) -> Vec2 {
    Vec2::new(w[0].0, w[1].0)
}

/// A run of an optimizer on a surface.
#[derive(Debug, Clone, Deserialize)]
pub struct Trajectory {
    pub id: String,
    pub surface: String,
    #[serde(default)]
    pub surface_params: Params,
    pub optimizer: String,
    pub params: Params,
    /// The schedule of the learning rate, or null.
    #[serde(default)]
    pub schedule: Value,
    pub start: [Num; 2],
    /// The recorded step numbers; the lists below have an item for each.
    pub k: Vec<usize>,
    pub w: Vec<[Num; 2]>,
    pub f: Vec<Num>,
    pub g: Vec<[Num; 2]>,
    /// The averaged iterates, of an optimizer that has them.
    #[serde(default)]
    pub ax: Vec<[Num; 2]>,
    /// How far runs perturbed by rounding are from w, at most.
    pub spread: Vec<Num>,
    /// How many times L-BFGS had evaluated the loss after each recorded step; of others nothing.
    pub evals: Option<Vec<usize>>,
    /// What the oracle raised in the step after the last record, if it did.
    pub oracle_error: Option<String>,
    /// The last step at which rounding has not yet grown beyond use.
    pub reliable_upto: usize,
    pub first_nonfinite: Option<NonFinite>,
    /// The same of the perturbed runs, where they differ.
    #[serde(default)]
    pub first_nonfinite_replicas: Vec<NonFinite>,
}

/// The first step at which w, f, g is not a finite number.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct NonFinite {
    pub w: Option<usize>,
    pub f: Option<usize>,
    pub g: Option<usize>,
}

impl NonFinite {
    /// The first step at which any of the three is not finite: there a run of ours ends.
    pub fn first(self) -> Option<usize> {
        [self.w, self.f, self.g].into_iter().flatten().min()
    }
}

/// A surface with derivatives at points.
#[derive(Debug, Clone, Deserialize)]
pub struct Derivatives {
    pub surface: String,
    #[serde(default)]
    pub surface_params: Params,
    pub points: Vec<DerivativesAt>,
}

/// Value, gradient, Hessian [xx, xy, yy] and its eigenvalues, ascending, at a point.
#[derive(Debug, Clone, Deserialize)]
pub struct DerivativesAt {
    pub w: [Num; 2],
    pub f: Num,
    pub g: [Num; 2],
    #[serde(rename = "H")]
    pub hessian: [Num; 3],
    pub eig: [Num; 2],
    /// The error of plain floating point in f, g, H and eig here.
    pub err: [Num; 4],
}

/// The minima of a surface.
#[derive(Debug, Clone, Deserialize)]
pub struct Minima {
    pub surface: String,
    #[serde(default)]
    pub params: Params,
    pub minima: Vec<Minimum>,
}

/// A minimum with the Hessian [xx, xy, yy] there.
#[derive(Debug, Clone, Deserialize)]
pub struct Minimum {
    pub w: [Num; 2],
    pub f: Num,
    #[serde(rename = "H")]
    pub hessian: [Num; 3],
}

/// A sequence of learning rates.
#[derive(Debug, Clone, Deserialize)]
pub struct Schedule {
    pub id: String,
    pub scheduler: String,
    pub params: Value,
    /// The optimizer's learning rate when the schedule is built.
    pub base_lr: f64,
    /// The learning rate after 0, 1, 2, … steps of the schedule.
    pub lr: Vec<Num>,
    /// The momentum likewise, if the schedule moves it.
    #[serde(default)]
    pub momentum: Vec<Num>,
    /// For a schedule that watches the losses: what it is told at its step 1, 2, 3, …
    #[serde(default)]
    pub metrics: Vec<Num>,
}

/// A run over the data of a regression.
#[derive(Debug, Clone, Deserialize)]
pub struct FiniteSum {
    pub id: String,
    /// Which data.
    pub task: String,
    pub loss: String,
    /// The size of a batch; none for all data.
    pub batch: Option<usize>,
    /// The id of the order of the data points.
    pub order: Option<String>,
    pub optimizer: String,
    pub params: Params,
    /// The schedule of the learning rate, or null.
    #[serde(default)]
    pub schedule: Value,
    /// What a step of the schedule is: "step" for an update, "epoch".
    pub schedule_unit: Option<String>,
    pub start: [Num; 2],
    pub epochs: usize,
    pub steps_per_epoch: usize,
    /// w after 0, 1, 2, … updates.
    pub w: Vec<[Num; 2]>,
    /// The loss of the batch before update 0, 1, 2, …
    pub batch_loss: Vec<Num>,
    /// The loss of all data after 0, 1, 2, … epochs.
    pub full_loss: Vec<Num>,
    /// The learning rate of update 0, 1, 2, …, if there is a schedule.
    #[serde(default)]
    pub lr: Vec<Num>,
    /// How far runs perturbed by rounding are from w, if that was measured.
    #[serde(default)]
    pub spread: Vec<Num>,
}

/// The data points of a regression: x and y, or X and labels 0 and 1.
#[derive(Debug, Clone, Deserialize)]
pub struct Data {
    pub task: String,
    #[serde(default)]
    pub x: Vec<f64>,
    #[serde(default)]
    pub y: Vec<f64>,
    #[serde(default, rename = "X")]
    pub points: Vec<[f64; 2]>,
    #[serde(default)]
    pub label: Vec<u8>,
}

/// An order of data points: a list of indices for each epoch.
#[derive(Debug, Clone, Deserialize)]
pub struct Order {
    pub id: String,
    pub epochs: Vec<Vec<usize>>,
}

/// An entry with the file that it stands in.
#[derive(Debug, Clone)]
pub struct In<T> {
    pub file: String,
    pub entry: T,
}

/// All that a folder holds, by kind.
#[derive(Default)]
pub struct Oracles {
    pub trajectories: Vec<In<Trajectory>>,
    pub derivatives: Vec<In<Derivatives>>,
    pub minima: Vec<In<Minima>>,
    pub schedules: Vec<In<Schedule>>,
    pub finite_sums: Vec<In<FiniteSum>>,
    /// What the finite sums of the same file are over.
    pub data: Vec<In<Data>>,
    /// The orders that finite sums of the same file name.
    pub orders: Vec<In<Order>>,
    /// Files in which no entry of any kind stands.
    pub other_files: Vec<String>,
}

/// The folder of the repository's own reference data.
pub fn own_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/oracles")
}

/// The folder named by the environment variable `STEEPEST_ORACLES`, if there is one.
pub fn named_folder() -> Option<PathBuf> {
    std::env::var_os("STEEPEST_ORACLES").filter(|name| !name.is_empty()).map(PathBuf::from)
}

impl Oracles {
    /// The reference data: of the named folder if there is one, else of the repository.
    ///
    /// # Panics
    /// If it cannot be read, or holds no case at all: tests on nothing must not pass.
    pub fn load() -> Oracles {
        let folder = named_folder().unwrap_or_else(own_folder);
        let oracles = Oracles::read(&folder).unwrap_or_else(|problem| panic!("{problem}"));
        println!("{}", oracles.summary(&folder));
        oracles
    }

    /// The data below `folder`.
    ///
    /// # Errors
    /// If a file cannot be read, an entry of a kind lacks a field of it, or there is no entry of any kind.
    pub fn read(folder: &Path) -> Result<Oracles, String> {
        let mut oracles = Oracles::default();
        let mut files = Vec::new();
        list(folder, &mut files)?;
        files.sort();
        for path in files {
            let file = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
            let problem = |what: String| format!("{}: {what}", path.display());
            let value = parse(&path).map_err(problem)?;
            let before = oracles.count();
            oracles.collect(&file, value).map_err(problem)?;
            if oracles.count() == before {
                oracles.other_files.push(file);
            }
        }
        if oracles.count() == 0 {
            return Err(format!("{}: no reference data in it", folder.display()));
        }
        Ok(oracles)
    }

    /// How many entries there are, of all kinds.
    pub fn count(&self) -> usize {
        let cases = self.trajectories.len() + self.schedules.len() + self.finite_sums.len();
        cases + self.derivatives.len() + self.minima.len()
    }

    /// The counts in words.
    pub fn summary(&self, folder: &Path) -> String {
        let mut per_file = BTreeMap::new();
        for case in &self.trajectories {
            *per_file.entry(&case.file).or_insert(0) += 1;
        }
        format!(
            "{}: {} trajectories in {} files, {} tables of derivatives, {} of minima, {} schedules, {} finite sums; \
             nothing of these in {} files",
            folder.display(),
            self.trajectories.len(),
            per_file.len(),
            self.derivatives.len(),
            self.minima.len(),
            self.schedules.len(),
            self.finite_sums.len(),
            self.other_files.len(),
        )
    }

    /// Takes up `value` if it is an entry, and what is inside it if it is none.
    fn collect(&mut self, file: &str, value: Value) -> Result<(), String> {
        match value {
            Value::Array(items) => items.into_iter().try_for_each(|item| self.collect(file, item)),
            Value::Object(object) => {
                let has = |fields: &[&str]| fields.iter().all(|field| object.contains_key(*field));
                if has(&["optimizer", "surface", "k", "w"]) {
                    take(file, object, &mut self.trajectories)
                } else if has(&["optimizer", "task", "w"]) {
                    take(file, object, &mut self.finite_sums)
                } else if has(&["task", "x", "y"]) || has(&["task", "X", "label"]) {
                    take(file, object, &mut self.data)
                } else if has(&["id", "epochs"]) && object["epochs"].is_array() {
                    take(file, object, &mut self.orders)
                } else if has(&["scheduler", "lr"]) {
                    take(file, object, &mut self.schedules)
                } else if has(&["surface", "points"]) {
                    take(file, object, &mut self.derivatives)
                } else if has(&["surface", "minima"]) {
                    take(file, object, &mut self.minima)
                } else {
                    object.into_iter().try_for_each(|(_, item)| self.collect(file, item))
                }
            }
            _ => Ok(()),
        }
    }
}

fn take<T: serde::de::DeserializeOwned>(file: &str, object: Params, into: &mut Vec<In<T>>) -> Result<(), String> {
    let name = ["id", "surface", "task"].iter().find_map(|field| object.get(*field)).cloned().unwrap_or_default();
    let entry = serde_json::from_value(Value::Object(object)).map_err(|problem| format!("{name}: {problem}"))?;
    into.push(In { file: file.into(), entry });
    Ok(())
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let problem = |problem: std::io::Error| format!("{}: {problem}", folder.display());
    for item in fs::read_dir(folder).map_err(problem)? {
        let path = item.map_err(problem)?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else if path.to_string_lossy().ends_with(".json") || path.to_string_lossy().ends_with(".json.gz") {
            files.push(path);
        }
    }
    Ok(())
}

/// The JSON of a file, plain or gzipped.
///
/// # Errors
/// If it cannot be read.
pub fn parse(path: &Path) -> Result<Value, String> {
    let mut bytes = fs::read(path).map_err(|problem| problem.to_string())?;
    if path.extension().is_some_and(|extension| extension == "gz") {
        let mut text = Vec::new();
        GzDecoder::new(bytes.as_slice()).read_to_end(&mut text).map_err(|problem| problem.to_string())?;
        bytes = text;
    }
    serde_json::from_slice(&bytes).map_err(|problem| problem.to_string())
}
