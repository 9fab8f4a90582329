//! The page and its mathematics against others', all in one run: steps, frames, the first picture, memory, transfer.
//!
//! The others come from npm into `target/rivals`, at the versions and hashes of `benches/rivals/package-lock.json`.
//! What cannot be had is said, and the rest is measured.

mod frames;
mod growth;
mod memory;
mod openings;
mod steps;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::chromium::{Chromium, Tab};
use super::report::Report;
use super::{bench, compress, files, root, serve};

/// Counts frames, from before the page's own scripts.
const COUNT_FRAMES: &str = "
  globalThis.framesSeen = 0;
  (function count() { globalThis.framesSeen += 1; requestAnimationFrame(count); })();";

/// Scripts of others, by what they are called in the report.
const SCRIPTS: [(&str, &[&str]); 4] = [
    ("D3", &["d3/dist/d3.min.js"]),
    ("fmin", &["fmin/build/fmin.min.js"]),
    ("TensorFlow.js", &["@tensorflow/tfjs/dist/tf.es2017.min.js"]),
    (
        "TensorFlow.js with WebAssembly",
        &[
            "@tensorflow/tfjs/dist/tf.es2017.min.js",
            "@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.es2017.min.js",
            "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm",
        ],
    ),
];

/// Who is opened and watched.
struct Stage<'a> {
    chromium: &'a mut Chromium,
    /// Addresses of our page and of the rivals' pages.
    ours: String,
    theirs: String,
    /// The folders that they are served from.
    page: PathBuf,
    place: PathBuf,
}

/// What a frame takes, in milliseconds: of the main thread, but for the last.
#[derive(Clone, Copy)]
struct Cost {
    /// Frames a second.
    rate: f64,
    task: f64,
    script: f64,
    style: f64,
    layout: f64,
    /// Of the processors, by all threads of all processes.
    all: f64,
}

/// Measures all, and says it to the report.
pub fn run(report: &mut Report, chromium: &mut Chromium, page: &Path) -> Result<()> {
    let (place, has) = install(page)?;
    // Both are served as a good host does.
    compress::write(page)?;
    compress_used(&place)?;
    let ours = serve::in_background(page.to_path_buf())?;
    let theirs = serve::in_background(place.clone())?;
    let can_draw = has && place.join("node_modules").join(SCRIPTS[0].1[0]).is_file();
    let mut stage = Stage { chromium, ours, theirs, page: page.to_path_buf(), place };
    if !has {
        report.say("\nWhat is measured against could not be had by npm: those rows are missing.");
    }
    let mut parts: Vec<Measure> = vec![steps::steps];
    if can_draw {
        parts.extend([frames::frames as Measure, openings::openings, memory::memory, growth::growth]);
    }
    // What one part cannot measure does not take the others away.
    let mut failed = Vec::new();
    for part in parts {
        if let Err(error) = part(report, &mut stage) {
            let words = format!("{error:#}");
            report.say(&format!("\nNot measured to the end: {}", words.lines().next().unwrap_or_default()));
            failed.push(format!("{error:#}"));
        }
    }
    ensure!(failed.is_empty(), "{}", failed.join("; "));
    Ok(())
}

/// Measures one part.
type Measure = fn(&mut Report, &mut Stage) -> Result<()>;

/// The folder of the rivals' pages with what npm brings, and whether it did.
fn install(page: &Path) -> Result<(PathBuf, bool)> {
    let place = root().join("target/rivals");
    fs::create_dir_all(&place)?;
    let source = root().join("benches/rivals");
    let lock = fs::read(source.join("package-lock.json")).context("the list of rivals cannot be read")?;
    let same = fs::read(place.join("package-lock.json")).is_ok_and(|old| old == lock);
    let there = same && place.join("node_modules/.package-lock.json").is_file();
    for name in files::names(&source)? {
        fs::copy(source.join(&name), place.join(&name))?;
    }
    let pkg = place.join("pkg");
    fs::create_dir_all(&pkg)?;
    for name in files::names(&page.join("www/pkg"))?.iter().filter(|name| !compress::is_copy(name)) {
        fs::copy(page.join("www/pkg").join(name), pkg.join(name))?;
    }
    if there {
        return Ok((place, true));
    }
    eprintln!("installing what is measured against, by npm, in {} …", place.display());
    let status = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(&place)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status();
    let has = status.is_ok_and(|status| status.success());
    if !has {
        // What has come only in part is not taken for the whole the next time.
        let _ = fs::remove_file(place.join("node_modules/.package-lock.json"));
    }
    Ok((place, has))
}

/// Compressed copies of the scripts that the rivals' pages load.
fn compress_used(place: &Path) -> Result<()> {
    for name in ["by-hand.js", "d3.html", "d3.js"] {
        compress::copies(&place.join(name))?;
    }
    let d3 = place.join("node_modules").join(SCRIPTS[0].1[0]);
    if d3.is_file() { compress::copies(&d3) } else { Ok(()) }
}

fn number(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap_or(f64::NAN)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Closes a tab: an open one goes on drawing.
fn close(mut tab: Tab) -> Result<()> {
    tab.call("Page.close", json!({})).map(drop)
}

/// The one of at least one that is in the middle by what `measure` says.
fn median<T>(mut all: Vec<T>, measure: impl Fn(&T) -> f64) -> T {
    all.sort_by(|a, b| measure(a).total_cmp(&measure(b)));
    all.swap_remove(all.len() / 2)
}

/// What Chromium counts of the main thread, in seconds.
fn metrics(tab: &mut Tab) -> Result<BTreeMap<String, f64>> {
    let told = tab.call("Performance.getMetrics", json!({}))?;
    Ok(list(&told["metrics"])
        .filter_map(|one| Some((one["name"].as_str()?.to_string(), one["value"].as_f64()?)))
        .collect())
}

/// What a tab that plays costs.
fn watch(chromium: &mut Chromium, tab: &mut Tab, time: Duration) -> Result<Cost> {
    let seen = |tab: &mut Tab| Ok::<_, anyhow::Error>(tab.evaluate("framesSeen")?.as_f64().unwrap_or(f64::NAN));
    let (before, from, spent) = (metrics(tab)?, seen(tab)?, chromium.processor_time()?);
    thread::sleep(time);
    let (after, to, spent) = (metrics(tab)?, seen(tab)?, chromium.processor_time()? - spent);
    let frames = to - from;
    ensure!(frames > 0.0, "the page shows no frames");
    let each = |name: &str| 1e3 * (after[name] - before[name]) / frames;
    Ok(Cost {
        rate: frames / (after["Timestamp"] - before["Timestamp"]),
        task: each("TaskDuration"),
        script: each("ScriptDuration"),
        style: each("RecalcStyleDuration"),
        layout: each("LayoutDuration"),
        all: 1e3 * spent / frames,
    })
}

impl Stage<'_> {
    /// A tab in which frames are counted.
    fn tab(&mut self, ratio: f64) -> Result<Tab> {
        let mut tab = self.chromium.blank()?;
        tab.resize(1440, 900, ratio)?;
        tab.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": COUNT_FRAMES }))?;
        tab.call("Performance.enable", json!({}))?;
        Ok(tab)
    }

    /// Our page, with what measures it.
    fn our_page(&mut self, ratio: f64) -> Result<Tab> {
        let mut tab = self.tab(ratio)?;
        tab.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": bench::WATCH_FRAMES }))?;
        tab.go(&self.ours)?;
        tab.wait_for("document.body.dataset.ready === ''")?;
        tab.evaluate(&fs::read_to_string(root().join("benches/page.js"))?)?;
        Ok(tab)
    }

    /// The rival's page, with lines appended or with whole paths.
    fn their_page(&mut self, ratio: f64, lines: bool) -> Result<Tab> {
        let mut tab = self.tab(ratio)?;
        tab.go(&format!("{}d3.html{}", self.theirs, if lines { "?lines" } else { "" }))?;
        tab.wait_for("globalThis.rival")?;
        Ok(tab)
    }
}

/// What plays in a tab of ours: contenders, steps, and whether all are in one panel.
fn play_ours(tab: &mut Tab, contenders: usize, steps: usize, overlay: bool) -> Result<()> {
    tab.evaluate(&format!("bench.race({contenders}, {steps}, {overlay})")).map(drop)
}

/// What plays in the rival's tab: plots, paths in each, steps, pixels on a side.
fn play_theirs(tab: &mut Tab, plots: usize, each: usize, steps: usize, size: usize) -> Result<()> {
    tab.evaluate(&format!("rival.open({plots}, {each}, {steps}, {size}), rival.play()")).map(drop)
}
