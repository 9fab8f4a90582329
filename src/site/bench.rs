//! `cargo run -- bench`: what the page costs, measured in Chromium.
//!
//! The machine may be busy with other things: the numbers to look at are the ratios, each against something measured
//! in the same run.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::chromium::{Chromium, Tab};
use super::report::Report;
use super::{build, rivals, root, serve};

/// One frame of a 60 Hz screen, in milliseconds.
const FRAME: f64 = 1000.0 / 60.0;

/// Main-thread time per frame that nine playing panels may take, in milliseconds.
const PLAYING: f64 = 4.0;

/// The same with all charts that explain the runs.
const EXPLAINING: f64 = 8.0;
/// Main-thread time per frame that turning the landscape in 3D may take, in milliseconds.
const ORBIT: f64 = 16.0;

/// How long panels play while they are measured.
const WATCHED: Duration = Duration::from_secs(4);

/// Keeps the duration of every animation frame's callback that is named `frame`, as the page's is; it runs before the
/// page's own scripts.
pub const WATCH_FRAMES: &str = "
  globalThis.frameWork = [];
  const request = globalThis.requestAnimationFrame;
  globalThis.requestAnimationFrame = (callback) => request((now) => {
    const from = performance.now();
    callback(now);
    if (callback.name === 'frame') globalThis.frameWork.push(performance.now() - from);
  });";

/// What is to be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The page by itself.
    Page,
    /// The page against others'.
    Rivals,
}

/// Builds the page, opens it in Chromium, and prints tables: of one part, or of all; with `report` what is measured
/// against others is written to a file as well.
pub fn run(part: Option<Part>, report: bool) -> Result<()> {
    let page = root().join("target/bench");
    build::stage(&page)?;
    let mut chromium = Chromium::launch()?;
    if part != Some(Part::Rivals) {
        alone(&mut chromium, &page)?;
    }
    if part != Some(Part::Page) {
        let mut said = Report::default();
        let measured = rivals::run(&mut said, &mut chromium, &page);
        if report {
            said.write()?;
        }
        measured?;
    }
    Ok(())
}

/// The page by itself.
fn alone(chromium: &mut Chromium, page: &Path) -> Result<()> {
    let address = serve::in_background(page.to_path_buf())?;
    let script = fs::read_to_string(root().join("benches/page.js"))?;
    let native = native_epochs()?;
    let proved = native_proofs()?;
    println!("Chromium without a graphics card, 1440 × 900 CSS pixels; times in ms\n");
    for ratio in [1.0, 2.0] {
        let mut tab = chromium.blank()?;
        tab.resize(1440, 900, ratio)?;
        tab.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH_FRAMES }))?;
        tab.call("Performance.enable", json!({}))?;
        tab.go(&address)?;
        tab.wait_for("document.body.dataset.ready === ''")?;
        tab.evaluate(&script)?;
        println!("pixel ratio {ratio}");
        opening(&mut tab)?;
        slider(&mut tab)?;
        landscape(&mut tab)?;
        playing(&mut tab, "nine panels", PLAYING)?;
        explaining(&mut tab)?;
        orbit(&mut tab)?;
        epochs(&mut tab, &native)?;
        maps(&mut tab, ratio == 1.0)?;
        if ratio == 1.0 {
            proofs(&mut tab, &proved)?;
        }
        let complaints = tab.complaints()?;
        ensure!(complaints.is_empty(), "the page complains: {}", complaints.join("; "));
        println!();
    }
    Ok(())
}

fn number(value: &Value, key: &str) -> Result<f64> {
    value[key].as_f64().with_context(|| format!("the page measured no {key}"))
}

/// From the request of the page to its first text and its first picture.
fn opening(tab: &mut Tab) -> Result<()> {
    let text = tab.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN")?;
    let picture = tab.evaluate("performance.getEntriesByName('first picture')[0]?.startTime ?? NaN")?;
    let of = |value: Value| value.as_f64().map_or("not told".into(), |ms| format!("{ms:.0}"));
    println!("  opening: first text after {}, first picture of the race after {}", of(text), of(picture));
    Ok(())
}

/// A slider's event until all six panels are redrawn.
fn slider(tab: &mut Tab) -> Result<()> {
    let measured = tab.evaluate("bench.slider()")?;
    let (median, worst) = (number(&measured, "median")?, number(&measured, "worst")?);
    let by_hand = number(&measured, "byHand")?;
    println!("  slider to finished redraw, 6 panels, 6 × 2,000 steps:");
    println!(
        "    {median:.2} median, {worst:.2} at the 95th percentile, and {:.2} of raster",
        number(&measured, "raster")?
    );
    println!("    {:.2} of a 60 Hz frame of {FRAME:.1} (goal: at most 1)", median / FRAME);
    println!("    {:.2} × six bare loops and lines by hand in JavaScript ({by_hand:.2})", median / by_hand);
    println!("    of which (means):");
    for part in measured["parts"].as_array().into_iter().flatten() {
        println!("      {:>6.2}  {}", part[1].as_f64().unwrap_or_default(), part[0].as_str().unwrap_or_default());
    }
    Ok(())
}

/// A parameter of the landscape changes.
fn landscape(tab: &mut Tab) -> Result<()> {
    let measured = tab.evaluate("bench.landscape()")?;
    let (edit, draw) = (number(&measured, "edit")?, number(&measured, "draw")?);
    println!("  a new landscape: {edit:.2} for runs, {draw:.2} for stationary points, field, contours and paths");
    Ok(())
}

/// The landscape in 3D, with six paths of 2,000 steps, is turned.
fn orbit(tab: &mut Tab) -> Result<()> {
    let measured = tab.evaluate("bench.orbit()")?;
    let of = |key: &str| number(&measured, key);
    let (median, worst) = (of("median")?, of("worst")?);
    println!("  the landscape in 3D turned, {} × {}, with raster:", of("width")?, of("height")?);
    println!("    {median:.2} median, {worst:.2} at the 95th percentile, of which {:.2} script", of("script")?);
    println!("    {:.2} of the goal of {ORBIT}", median / ORBIT);
    Ok(())
}

/// What the native benchmark `name` prints.
pub fn native_bench(name: &str) -> Result<String> {
    eprintln!("measuring natively …");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo).current_dir(root()).args(["bench", "-q", "--bench", name]).output()?;
    ensure!(output.status.success(), "the native benchmark failed: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).context("the native benchmark printed something that is not text")
}

/// A function of the list of those whose stationary points are known, and what its proof costs natively.
struct Proved {
    name: String,
    formula: String,
    region: [f64; 4],
    /// Microseconds.
    native: f64,
    rest: String,
}

/// The list of functions with what their proofs cost natively.
fn native_proofs() -> Result<Vec<Proved>> {
    let bytes = fs::read(root().join("tests/data/stationary.json.gz"))?;
    let list: Value = serde_json::from_reader(flate2::read::GzDecoder::new(&bytes[..]))?;
    let text = native_bench("proof")?;
    let functions = list["functions"].as_array().into_iter().flatten();
    let proofs = functions.zip(text.lines()).map(|(function, line)| {
        let (name, rest) = line.split_once(' ').context("a line of the benchmark has a name and numbers")?;
        ensure!(function["id"] == name, "the benchmark's lines are those of the list");
        let (native, rest) = rest.split_once(' ').context("a line of the benchmark has several numbers")?;
        let bound =
            |axis: usize, end: usize| function["domain"][axis][end].as_f64().context("a region has four numbers");
        Ok(Proved {
            name: name.into(),
            formula: function["expr"].as_str().context("a function has a formula")?.into(),
            region: [bound(0, 0)?, bound(0, 1)?, bound(1, 0)?, bound(1, 1)?],
            native: native.parse()?,
            rest: rest.into(),
        })
    });
    proofs.collect()
}

/// From the formula's text to the complete answer, for every function of the list.
fn proofs(tab: &mut Tab, proved: &[Proved]) -> Result<()> {
    println!(
        "  all stationary points, proved: function, ms the first time and again, × native; boxes, µs of a search that proves nothing, status"
    );
    let mut times = Vec::new();
    for Proved { name, formula, region, native, rest } in proved {
        let typed: String = form_urlencoded::byte_serialize(formula.as_bytes()).collect();
        let [x0, x1, y0, y1] = region;
        let start = [x0 + 0.51 * (x1 - x0), y0 + 0.52 * (y1 - y0)];
        let link = format!(
            "v=1&on=formula&f={typed}&view={x0},{x1},{y0},{y1}&start={},{}&steps=1&c=gradient_descent,rate:1",
            start[0], start[1]
        );
        let measured = tab.evaluate(&format!("bench.proof({}, {})", json!(link), json!(region)))?;
        let (first, mean) = (number(&measured, "first")?, number(&measured, "mean")?);
        println!("    {name}: {first:.1}, {mean:.3}, {:.1}; {rest}", 1000.0 * mean / native);
        times.push(mean);
    }
    times.sort_by(f64::total_cmp);
    let (median, slow) = (times[times.len() / 2], times.iter().filter(|time| **time > 50.0).count());
    println!("    median {median:.2} (goal: at most 0.3), {slow} above 50 (goal: at most one)");
    Ok(())
}

/// One epoch of 10,000 data points for six contenders, natively: model, milliseconds, and those of loops by hand.
fn native_epochs() -> Result<Vec<(String, f64, f64)>> {
    let text = native_bench("epoch")?;
    let line = |line: &str| {
        let mut words = line.split(' ');
        Some((words.next()?.to_string(), words.next()?.parse().ok()?, words.next()?.parse().ok()?))
    };
    Ok(text.lines().filter_map(line).collect())
}

/// One epoch of 10,000 data points in mini-batches of 32, for six contenders.
fn epochs(tab: &mut Tab, native: &[(String, f64, f64)]) -> Result<()> {
    println!("  an edit, and the paths of an epoch of 10,000 points in batches of 32, for 6 contenders:");
    for (model, ours, by_hand) in native {
        let start = if model == "linear_regression" { "-0.06,1.05" } else { "-4.16,-3.64" };
        let measured = tab.evaluate(&format!("bench.epoch('{model}', '{start}')"))?;
        let (median, least) = (number(&measured, "median")?, number(&measured, "least")?);
        println!("    {model}: {median:.2} median, {:.2} of a frame (goal: at most 1)", median / FRAME);
        println!(
            "      {:.2} × native ({ours:.2}), which is {:.2} × loops by hand ({by_hand:.2})",
            least / ours,
            ours / by_hand
        );
        println!("      the loss of all data at every step after {:.0} more", number(&measured, "rest")?);
    }
    Ok(())
}

/// Nine panels play beside eight charts.
fn explaining(tab: &mut Tab) -> Result<()> {
    let charts = tab.evaluate("bench.explain(true)")?;
    let what = format!("nine panels and {} charts", charts.as_u64().context("charts are counted")?);
    playing(tab, &what, EXPLAINING)?;
    let measured = tab.evaluate("bench.slider()")?;
    let median = number(&measured, "median")?;
    println!("    an edit until all is redrawn, charts included: {median:.2}, {:.2} of a frame", median / FRAME);
    tab.evaluate("bench.explain(false)")?;
    Ok(())
}

/// Maps: how fast they are made, if that is to be measured, and how the page does meanwhile.
fn maps(tab: &mut Tab, speed: bool) -> Result<()> {
    if speed {
        let measured = tab.evaluate("bench.map()")?;
        let [alone, abreast, by_hand] =
            ["alone", "abreast", "byHand"].map(|key| number(&measured, key).unwrap_or(f64::NAN));
        println!("  basins of Adam on Himmelblau's function, 512 × 512 starts, 500 updates, on the main thread:");
        println!("    {abreast:.1} ns a step side by side, {alone:.1} one by one, {by_hand:.1} by hand in JavaScript");
        println!(
            "    {:.2} × as fast as one by one, {:.2} × as by hand (goals: 2.7)",
            alone / abreast,
            by_hand / abreast
        );
        let mut workers = |count: usize| {
            let time = tab.evaluate(&format!("bench.mapByWorkers({count})"))?;
            time.as_f64().context("the page measured no number")
        };
        let (one, two) = (workers(1)?, workers(2)?);
        println!("    natively one by one, side by side, ratio; on all cores: {}", native_bench("map")?.trim());
        println!("    two workers {:.2} × as fast as one (goal: 1.9)", one / two);
    }
    let measured = tab.evaluate("bench.mapped()")?;
    println!(
        "  basins of six contenders while they play: first picture after {:.0} (goal: 100), then {:.0} frames a second, {:.1} of script at the 95th percentile",
        number(&measured, "first")?,
        number(&measured, "frames")?,
        number(&measured, "worst")?
    );
    Ok(())
}

/// Panels play.
fn playing(tab: &mut Tab, what: &str, goal: f64) -> Result<()> {
    tab.evaluate("bench.play()")?;
    let before = task_time(tab)?;
    thread::sleep(WATCHED);
    let busy = task_time(tab)? - before;
    let measured = tab.evaluate("bench.played()")?;
    let frames = number(&measured, "frames")?;
    let per_frame = busy / frames;
    println!("  {what} playing: {:.0} frames a second", frames / WATCHED.as_secs_f64());
    println!(
        "    {per_frame:.2} of the main thread per frame, of which {:.2} script (median; {:.2} at the 95th percentile)",
        number(&measured, "script")?,
        number(&measured, "worst")?
    );
    println!("    {:.2} of the goal of {goal}", per_frame / goal);
    Ok(())
}

/// How long the page's main thread has worked so far, in milliseconds.
fn task_time(tab: &mut Tab) -> Result<f64> {
    let metrics = tab.call("Performance.getMetrics", json!({}))?;
    let metric = metrics["metrics"].as_array().into_iter().flatten().find(|metric| metric["name"] == "TaskDuration");
    let seconds = metric.and_then(|metric| metric["value"].as_f64()).context("Chromium does not tell TaskDuration")?;
    Ok(1000.0 * seconds)
}
