//! The page and its mathematics against others', all in one run: steps, frames, the first picture, memory, transfer.
//!
//! The others come from npm into `target/rivals`, at the versions and hashes of `benches/rivals/package-lock.json`.
//! What cannot be had is said, and the rest is measured.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::chromium::{Chromium, Tab};
use super::report::{Report, short};
use super::{bench, build, compress, root, serve};

/// How long something plays while it is watched.
const WATCHED: Duration = Duration::from_secs(4);
/// The same where it is watched many times.
const GLANCED: Duration = Duration::from_secs(2);

/// Openings of each page, of which the median counts.
const OPENINGS: usize = 7;

/// A slow network: bytes a second, and milliseconds to an answer.
const SLOW: (f64, f64) = (200_000.0, 150.0);

/// Counts frames, from before the page's own scripts.
const COUNT_FRAMES: &str = "
  globalThis.framesSeen = 0;
  (function count() { globalThis.framesSeen += 1; requestAnimationFrame(count); })();";

/// Whether the page's first picture is there, and Chromium has told of the first text.
const PICTURED: &str = "performance.getEntriesByName('first picture').length > 0
  && performance.getEntriesByName('first-contentful-paint').length > 0";

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

/// What the main thread does in a frame, in milliseconds.
#[derive(Clone, Copy)]
struct Cost {
    /// Frames a second.
    rate: f64,
    task: f64,
    script: f64,
    style: f64,
    layout: f64,
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
    let mut parts: Vec<Measure> = vec![steps];
    if can_draw {
        parts.extend([frames as Measure, openings, memory, growth]);
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
    for name in build::names(&source)? {
        fs::copy(source.join(&name), place.join(&name))?;
    }
    let pkg = place.join("pkg");
    fs::create_dir_all(&pkg)?;
    for name in build::names(&page.join("www/pkg"))?.iter().filter(|name| !compress::is_copy(name)) {
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

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A contender as the report calls it.
fn title(key: &str) -> String {
    let mut words = key.replace('_', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// How far a rival's path may be from ours: 64-bit numbers and 32-bit numbers.
const CLOSE: (f64, f64) = (1e-9, 1e-5);

/// Nanoseconds a step, ours and theirs.
fn steps(report: &mut Report, stage: &mut Stage) -> Result<()> {
    let native = bench::native_bench("race")?;
    let native: BTreeMap<&str, f64> = native
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(key, time)| Some((key, time.parse().ok()?)))
        .collect();
    let mut tab = stage.chromium.blank()?;
    tab.go(&format!("{}steps.html", stage.theirs))?;
    tab.wait_for("globalThis.rivals")?;
    let measured = tab.evaluate("rivals.steps()")?;
    report.heading("Steps");
    report.say("Nanoseconds a step on Rosenbrock's valley, every iterate kept; the least of several turns, in which all take part.");
    report.say("*Apart* is how far a path is from ours at most, over the first steps.");
    let mut rules: Vec<&str> = list(&measured).map(|row| text(row, "rule")).collect();
    rules.dedup();
    let mut kept: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for rule in rules {
        let of: Vec<&Value> = list(&measured).filter(|row| text(row, "rule") == rule).collect();
        let time = |who: &str| of.iter().find(|row| text(row, "who") == who).map_or(f64::NAN, |row| number(row, "ns"));
        let (base, native) = (time("beside"), native.get(rule).copied().unwrap_or(f64::NAN));
        let mut rows = vec![vec!["ours, native".into(), short(native), short(native / base), String::new()]];
        for row in &of {
            let who = text(row, "who");
            let apart = number(row, "apart");
            let limit = if who.starts_with("TensorFlow") { CLOSE.1 } else { CLOSE.0 };
            ensure!(apart.is_nan() || apart <= limit, "{rule} by {who} is {apart} from ours: not the same work");
            let name = match who {
                "page" => "ours, an edit in the page: checks, run, verdict",
                "beside" => "**ours, the run in the module that computes beside the page**",
                "alone" => "ours, a map's run, one by one",
                "lanes" => "ours, a map's run, side by side in lanes",
                "by hand" => "by hand in JavaScript",
                other => other,
            };
            let apart = if apart.is_finite() { format!("{apart:.0e}") } else { String::new() };
            rows.push(vec![name.into(), short(number(row, "ns")), short(number(row, "ns") / base), apart]);
        }
        report.say(&format!("\n{}:", title(rule)));
        report.table(&["who", "ns", "to ours", "apart"], &rows);
        for (what, ratio) in [
            ("our step in the browser to the native one", base / native),
            ("JavaScript by hand to our step, every check and state kept", time("by hand") / base),
            ("JavaScript by hand to our step in lanes", time("by hand") / time("lanes")),
            ("fmin's step to ours", time("fmin, with its history") / base),
            ("TensorFlow.js's step to ours, CPU", time("TensorFlow.js, cpu") / base),
            ("TensorFlow.js's step to ours, WebAssembly", time("TensorFlow.js, wasm") / base),
        ] {
            if ratio.is_finite() {
                kept.entry(what).or_default().push(ratio);
            }
        }
    }
    for (what, ratios) in kept {
        let of = if ratios.len() == 3 { ": gradient descent, momentum, Adam" } else { ": gradient descent" };
        report.ratios(&format!("{what}{of}"), &ratios);
    }
    let searched = tab.evaluate("rivals.searches()")?;
    let rows: Vec<Vec<String>> = list(&searched)
        .map(|row| {
            let (ours, theirs) = (number(row, "ours"), number(row, "theirs"));
            let losses = ["ourLoss", "theirLoss"].map(|key| format!("{:.0e}", number(row, key)));
            let cells = [
                title(text(row, "key")),
                short(number(row, "count")),
                short(ours),
                short(theirs),
                short(theirs / ours),
            ];
            cells.into_iter().chain(losses).collect()
        })
        .collect();
    if !rows.is_empty() {
        report.say("Whole searches, by fmin until it stops, by ours with as many steps; line searches and simplices differ, so the iterates do, too.");
        report.table(&["method", "steps", "ours, µs", "fmin, µs", "ratio", "our loss at the end", "fmin's"], &rows);
    }
    close(tab)
}

/// Closes a tab: an open one goes on drawing.
fn close(mut tab: Tab) -> Result<()> {
    tab.call("Page.close", json!({})).map(drop)
}

/// What Chromium counts of the main thread, in seconds.
fn metrics(tab: &mut Tab) -> Result<BTreeMap<String, f64>> {
    let told = tab.call("Performance.getMetrics", json!({}))?;
    Ok(list(&told["metrics"])
        .filter_map(|one| Some((one["name"].as_str()?.to_string(), one["value"].as_f64()?)))
        .collect())
}

/// What a tab that plays costs.
fn watch(tab: &mut Tab, time: Duration) -> Result<Cost> {
    let seen = |tab: &mut Tab| Ok::<_, anyhow::Error>(tab.evaluate("framesSeen")?.as_f64().unwrap_or(f64::NAN));
    let (before, from) = (metrics(tab)?, seen(tab)?);
    thread::sleep(time);
    let (after, to) = (metrics(tab)?, seen(tab)?);
    let frames = to - from;
    ensure!(frames > 0.0, "the page shows no frames");
    let each = |name: &str| 1e3 * (after[name] - before[name]) / frames;
    Ok(Cost {
        rate: frames / (after["Timestamp"] - before["Timestamp"]),
        task: each("TaskDuration"),
        script: each("ScriptDuration"),
        style: each("RecalcStyleDuration"),
        layout: each("LayoutDuration"),
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

/// Our panels beside one of the rival's.
fn frames(report: &mut Report, stage: &mut Stage) -> Result<()> {
    report.heading("Frames");
    report.say(
        "Milliseconds of the main thread per frame while 2,000 steps play within ten seconds, as Chromium counts them.",
    );
    report.say("Ours has the chart of losses, the numbers and the verdicts as well; the rival's page has one plot and nothing else, 600 × 600.");
    let mut rows = Vec::new();
    let mut kept: [Vec<f64>; 3] = Default::default();
    for ratio in [1.0, 2.0] {
        let mut ours = stage.our_page(ratio)?;
        play_ours(&mut ours, 9, 2_000, false)?;
        let nine = watch(&mut ours, WATCHED)?;
        play_ours(&mut ours, 4, 2_000, true)?;
        let four = watch(&mut ours, WATCHED)?;
        close(ours)?;
        let mut theirs = stage.their_page(ratio, false)?;
        play_theirs(&mut theirs, 1, 4, 2_000, 600)?;
        let paths = watch(&mut theirs, WATCHED)?;
        close(theirs)?;
        let mut theirs = stage.their_page(ratio, true)?;
        play_theirs(&mut theirs, 1, 4, 2_000, 600)?;
        let lines = watch(&mut theirs, WATCHED)?;
        close(theirs)?;
        for (name, cost) in [
            ("ours, nine panels", nine),
            ("ours, four paths in one panel", four),
            ("D3, four paths in one plot, each written anew", paths),
            ("D3, the same, a line appended for each step", lines),
        ] {
            let Cost { rate, task, script, style, layout } = cost;
            let numbers = [rate, task, script, style, layout].map(short);
            rows.push([name.to_string(), short(ratio)].into_iter().chain(numbers).collect());
        }
        let ratios = [nine.task / paths.task, paths.task / four.task, lines.task / four.task];
        kept.iter_mut().zip(ratios).for_each(|(kept, ratio)| kept.push(ratio));
    }
    report.table(&["what", "pixel ratio", "frames a second", "main thread", "script", "style", "layout"], &rows);
    let [nine, paths, lines] = kept;
    report.ratios(
        "main thread per frame, our nine panels to D3's one plot, at pixel ratio 1 and 2 (goal: at most 1)",
        &nine,
    );
    report.ratios("the same, D3's plot to ours with the same four paths", &paths);
    report.ratios("the same, with a line appended for each step", &lines);
    Ok(())
}

/// One opening of a page: first text, first picture, and what has been loaded by then.
fn opened(stage: &mut Stage, address: &str, slow: bool) -> Result<(f64, f64, Vec<String>)> {
    let mut tab = stage.chromium.blank()?;
    tab.resize(1440, 900, 1.0)?;
    tab.call("Network.enable", json!({}))?;
    if slow {
        let (bytes, latency) = SLOW;
        let conditions =
            json!({ "offline": false, "latency": latency, "downloadThroughput": bytes, "uploadThroughput": bytes });
        tab.call("Network.emulateNetworkConditions", conditions)?;
    }
    tab.go(address)?;
    tab.wait_for(PICTURED)?;
    let told = tab.evaluate(
        "({ text: performance.getEntriesByName('first-contentful-paint')[0].startTime,
            picture: performance.getEntriesByName('first picture')[0].startTime,
            names: [location.href, ...performance.getEntriesByType('resource')
              .filter(({ startTime }) => startTime < performance.getEntriesByName('first picture')[0].startTime)
              .map(({ name }) => name)] })",
    )?;
    close(tab)?;
    let names = list(&told["names"]).filter_map(Value::as_str).map(str::to_string).collect();
    Ok((number(&told, "text"), number(&told, "picture"), names))
}

/// Bytes of the files at these addresses below `base`: as they are, by gzip, by Brotli.
fn weigh(folder: &Path, base: &str, names: &[String]) -> Result<[usize; 3]> {
    let mut sums = [0; 3];
    for name in names {
        let Some(path) = name.strip_prefix(base) else { continue };
        let path = path.split(['?', '#']).next().unwrap_or_default();
        // What the server adds for whoever develops is no part of the page.
        if path.starts_with("-/") {
            continue;
        }
        let file = folder.join(if path.is_empty() { "index.html" } else { path });
        let bytes = fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        for (sum, size) in
            sums.iter_mut().zip([bytes.len(), compress::gzip(&bytes)?.len(), compress::brotli(&bytes)?.len()])
        {
            *sum += size;
        }
    }
    Ok(sums)
}

/// From the request to the first text and the first picture, and what had to be loaded.
fn openings(report: &mut Report, stage: &mut Stage) -> Result<()> {
    let addresses = [stage.ours.clone(), format!("{}d3.html", stage.theirs)];
    let bases = [stage.ours.clone(), stage.theirs.clone()];
    let folders = [stage.page.clone(), stage.place.clone()];
    report.heading("Opening");
    report.say("Milliseconds from the request, nothing kept: to the first text or picture that Chromium reports, which in our page is the race as a poster, and to the first frame of the race that runs; medians of several openings in turn. The first that D3's page paints is its heading, before any plot.");
    report.say(&format!(
        "*Slow* is {:.1} Mbit/s and {:.0} ms to an answer; both are sent compressed.",
        SLOW.0 * 8e-6,
        SLOW.1
    ));
    let mut rows = Vec::new();
    let mut loaded = [Vec::new(), Vec::new()];
    for slow in [false, true] {
        let mut times = [(Vec::new(), Vec::new()), (Vec::new(), Vec::new())];
        for _ in 0..OPENINGS {
            for who in 0..2 {
                let (text, picture, names) = opened(stage, &addresses[who], slow)?;
                times[who].0.push(text);
                times[who].1.push(picture);
                loaded[who] = names;
            }
        }
        let [ours, theirs] = times.map(|(texts, pictures)| (median(texts), median(pictures)));
        let network = if slow { "slow" } else { "none" };
        for (name, (text, picture)) in [("ours", ours), ("D3", theirs)] {
            rows.push(vec![name.into(), network.into(), short(text), short(picture)]);
        }
        let what = if slow { "by a slow network" } else { "without a network between" };
        report.ratio(&format!("first paint, ours to D3's page, {what}"), ours.0 / theirs.0);
        report.ratio(&format!("first frame of the running race, ours to D3's page, {what}"), ours.1 / theirs.1);
    }
    report.table(&["page", "network", "first paint", "first frame of the race"], &rows);
    report.say("What is loaded until the race runs, in kB:");
    let mut rows = Vec::new();
    let mut sizes = Vec::new();
    for (who, name) in ["ours", "D3's page"].into_iter().enumerate() {
        let kilobytes = weigh(&folders[who], &bases[who], &loaded[who])?.map(|bytes| bytes as f64 / 1e3);
        sizes.push(kilobytes[1]);
        rows.push([name.to_string()].into_iter().chain(kilobytes.map(short)).collect());
    }
    let modules = stage.place.join("node_modules/");
    for (name, files) in SCRIPTS {
        if files.iter().all(|file| modules.join(file).is_file()) {
            let names: Vec<String> = files.iter().map(ToString::to_string).collect();
            let kilobytes = weigh(&modules, "", &names)?.map(|bytes| bytes as f64 / 1e3);
            sizes.push(kilobytes[1]);
            rows.push([format!("{name} alone")].into_iter().chain(kilobytes.map(short)).collect());
        }
    }
    report.table(&["what", "raw", "gzip", "Brotli"], &rows);
    report.ratio("transfer by gzip, ours to D3's page, which has one plot and no control", sizes[0] / sizes[1]);
    if let Some(tensors) = sizes.get(4) {
        report.ratio("transfer by gzip, TensorFlow.js alone to all of ours", tensors / sizes[0]);
    }
    Ok(())
}

/// What a page holds after a collection of garbage, in kB: objects of scripts, those of documents, WebAssembly, pixels of
/// canvases.
fn held(tab: &mut Tab, ours: bool) -> Result<[f64; 4]> {
    tab.call("HeapProfiler.collectGarbage", json!({}))?;
    let heap = tab.call("Runtime.getHeapUsage", json!({}))?;
    let wasm = if ours {
        tab.evaluate("import('./www/pkg/steepest.js').then((module) => module.default()).then(({ memory }) => memory.buffer.byteLength)")?
    } else {
        json!(0)
    };
    let pixels = tab.evaluate(
        "[...document.querySelectorAll('canvas')].reduce((sum, { width, height }) => sum + 4 * width * height, 0)",
    )?;
    let bytes = [
        number(&heap, "usedSize"),
        number(&heap, "embedderHeapUsedSize"),
        wasm.as_f64().unwrap_or(f64::NAN),
        pixels.as_f64().unwrap_or(f64::NAN),
    ];
    Ok(bytes.map(|bytes| bytes / 1e3))
}

/// Memory at the end of a race of four.
fn memory(report: &mut Report, stage: &mut Stage) -> Result<()> {
    report.heading("Memory");
    report.say("kB after a collection of garbage, four paths of 2,000 steps drawn to their end.");
    let mut ours = stage.our_page(1.0)?;
    ours.evaluate("bench.stand(4, 2000, true)")?;
    let mut all = vec![("ours, one panel", held(&mut ours, true)?)];
    close(ours)?;
    for (lines, name) in [(false, "D3, paths"), (true, "D3, a line for each step")] {
        let mut theirs = stage.their_page(1.0, lines)?;
        theirs.evaluate("rival.open(1, 4, 2000, 600), rival.end()")?;
        all.push((name, held(&mut theirs, false)?));
        close(theirs)?;
    }
    let sum = |held: &[f64; 4]| held.iter().sum::<f64>();
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|(name, held)| [name.to_string()].into_iter().chain(held.map(short)).chain([short(sum(held))]).collect())
        .collect();
    report.table(&["page", "scripts", "document", "WebAssembly", "pixels of canvases", "sum"], &rows);
    let own = |held: &[f64; 4]| held[0] + held[1] + held[2];
    report.ratio("memory without pixels, D3's page with a line for each step to ours", own(&all[2].1) / own(&all[0].1));
    report.ratio("the same with paths", own(&all[1].1) / own(&all[0].1));
    Ok(())
}

/// Main thread per edit, in milliseconds: each redraws all, one a frame.
fn edits(tab: &mut Tab, script: &str) -> Result<f64> {
    const EDITS: f64 = 20.0;
    tab.evaluate(&format!("({script})(2)"))?;
    let before = metrics(tab)?;
    tab.evaluate(&format!("({script})({EDITS})"))?;
    Ok(1e3 * (metrics(tab)?["TaskDuration"] - before["TaskDuration"]) / EDITS)
}

/// Edits of ours and of the rival's, one a frame.
const OUR_EDITS: &str = "(count) => bench.edits(count)";
const THEIR_EDITS: &str = "async (count) => {
  for (let k = 0; k < count; k += 1) {
    rival.edit(1 + 0.01 * (k % 7));
    await new Promise(requestAnimationFrame);
  }
}";

/// How all of that grows.
fn growth(report: &mut Report, stage: &mut Stage) -> Result<()> {
    report.heading("Growth");
    let (mut ours, mut theirs) = (stage.our_page(1.0)?, stage.their_page(1.0, false)?);
    // Only the one that is measured plays.
    let mut both = |mine: (usize, bool), other: (usize, usize, usize)| -> Result<[f64; 2]> {
        play_ours(&mut ours, mine.0, 2_000, mine.1)?;
        let our = watch(&mut ours, GLANCED)?.task;
        ours.evaluate("bench.played()")?;
        play_theirs(&mut theirs, other.0, other.1, 2_000, other.2)?;
        let their = watch(&mut theirs, GLANCED)?.task;
        theirs.evaluate("rival.end()")?;
        Ok([our, their])
    };
    let mut table = |report: &mut Report, what: &str, head: &str, counts: &[usize], overlay: bool| -> Result<f64> {
        report.say(what);
        let mut rows = Vec::new();
        let mut last = f64::NAN;
        for &count in counts {
            let other = if overlay { (1, count, 600) } else { (count, 1, 280) };
            let [our, their] = both((count, overlay), other)?;
            last = their / our;
            rows.push(vec![count.to_string(), short(our), short(their), short(last)]);
        }
        report.table(&[head, "ours, ms", "D3, ms", "ratio"], &rows);
        Ok(last)
    };
    let eight =
        table(report, "Main thread per frame with more contenders in one panel:", "contenders", &[1, 2, 4, 8], true)?;
    let nine =
        table(report, "Main thread per frame with more panels, each with one path:", "panels", &[1, 4, 9], false)?;
    report.ratio("main thread per frame, D3 to ours, eight paths in one panel", eight);
    report.ratio("main thread per frame, D3 to ours, nine panels each", nine);
    let mut rows = Vec::new();
    let mut computing = stage.chromium.blank()?;
    computing.go(&format!("{}steps.html", stage.theirs))?;
    computing.wait_for("globalThis.rivals")?;
    let mut last = f64::NAN;
    for count in [100, 1_000, 10_000, 100_000] {
        let run = computing.evaluate(&format!("rivals.growth({count})"))?;
        ours.evaluate(&format!("bench.stand(1, {count}, false)"))?;
        let our = edits(&mut ours, OUR_EDITS)?;
        let our_memory = held(&mut ours, true)?;
        theirs.evaluate(&format!("rival.open(1, 1, {count}, 600), rival.end()"))?;
        let their = edits(&mut theirs, THEIR_EDITS)?;
        let their_memory = held(&mut theirs, false)?;
        last = their / our;
        let own = |held: [f64; 4]| held[0] + held[1] + held[2];
        let numbers = [number(&run, "ours"), number(&run, "theirs"), our, their, own(our_memory), own(their_memory)];
        rows.push([count.to_string()].into_iter().chain(numbers.map(short)).collect());
    }
    report.say("One contender with more steps: µs of its run, ours in the module beside the page and Adam by hand in JavaScript; ms of the main thread for an edit until all is redrawn; memory in kB without pixels.");
    report.table(&["steps", "run, ours", "by hand", "edit, ours", "D3", "memory, ours", "D3"], &rows);
    report.ratio("an edit until all is redrawn, 100,000 steps, D3 to ours", last);
    close(computing)?;
    close(theirs)?;
    close(ours)
}
