//! From the request to the first picture, to the race that runs, and what has to be loaded for it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::super::compress;
use super::super::report::{Report, short};
use super::{SCRIPTS, Stage, close, list, median, number};

/// Openings of each page, of which the median counts, without a network between and by a slow one: the former are over
/// in a moment, of which chance is a larger part.
const OPENINGS: [usize; 2] = [21, 7];

/// A slow network: bytes a second, and milliseconds to an answer.
const SLOW: (f64, f64) = (200_000.0, 150.0);

/// Whether the page's first picture is there, and Chromium has told of the first text.
const PICTURED: &str = "performance.getEntriesByName('first picture').length > 0
  && performance.getEntriesByName('first-contentful-paint').length > 0";

/// When Chromium painted the poster, in milliseconds; null where there is none.
const POSTER: &str = "await new Promise((told) => {
  setTimeout(() => told(null), 1000);
  new PerformanceObserver((list) => {
    const poster = list.getEntries().find(({ identifier }) => identifier === 'poster');
    if (poster) told(poster.renderTime);
  }).observe({ type: 'element', buffered: true });
})";

/// When a page being opened shows what, in milliseconds from the request.
struct Times {
    /// Anything, be it a heading.
    paint: f64,
    /// The race, be it as a poster.
    picture: f64,
    /// The race that runs.
    frame: f64,
}

/// One opening of a page, and what has been loaded until its race runs.
fn opened(stage: &mut Stage, address: &str, slow: bool) -> Result<(Times, Vec<String>)> {
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
    let told = tab.evaluate(&format!(
        "(async () => {{
           const poster = {POSTER};
           const [{{ startTime: paint }}] = performance.getEntriesByName('first-contentful-paint');
           const [{{ startTime: frame }}] = performance.getEntriesByName('first picture');
           const loaded = performance.getEntriesByType('resource').filter(({{ startTime }}) => startTime < frame);
           return {{ paint, frame, picture: poster ?? frame, names: [location.href, ...loaded.map(({{ name }}) => name)] }};
         }})()"
    ))?;
    close(tab)?;
    let names = list(&told["names"]).filter_map(Value::as_str).map(str::to_string).collect();
    let [paint, picture, frame] = ["paint", "picture", "frame"].map(|what| number(&told, what));
    Ok((Times { paint, picture, frame }, names))
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
pub(super) fn openings(report: &mut Report, stage: &mut Stage) -> Result<()> {
    let addresses = [stage.ours.clone(), format!("{}d3.html", stage.theirs)];
    let bases = [stage.ours.clone(), stage.theirs.clone()];
    let folders = [stage.page.clone(), stage.place.clone()];
    report.heading("Opening");
    report.say("Milliseconds from the request, nothing kept: to the first that Chromium paints, be it a heading; to the first picture of the race, which in our page is a poster drawn when it was built; and to the first frame of the race that runs; medians of several openings in turn.");
    report.say(&format!(
        "*Slow* is {:.1} Mbit/s and {:.0} ms to an answer; both are sent compressed.",
        SLOW.0 * 8e-6,
        SLOW.1
    ));
    let mut rows = Vec::new();
    let mut loaded = [Vec::new(), Vec::new()];
    for (slow, openings) in [false, true].into_iter().zip(OPENINGS) {
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..openings {
            for who in 0..2 {
                let (time, names) = opened(stage, &addresses[who], slow)?;
                times[who].push(time);
                loaded[who] = names;
            }
        }
        let middle = |times: &[Times], what: fn(&Times) -> f64| median(times.iter().map(what).collect(), |time| *time);
        let [ours, theirs] = times.map(|times| {
            [middle(&times, |time| time.paint), middle(&times, |time| time.picture), middle(&times, |time| time.frame)]
        });
        let network = if slow { "slow" } else { "none" };
        for (name, times) in [("ours", ours), ("D3", theirs)] {
            rows.push([name.to_string(), network.to_string()].into_iter().chain(times.map(short)).collect());
        }
        let how = if slow { "by a slow network" } else { "without a network between" };
        for (place, what, goal) in [
            (1, "first picture of the race", " (goal: less than 1)"),
            (2, "first frame of the race that runs", ""),
            (0, "first paint of anything", ""),
        ] {
            report.ratio(&format!("{what}, ours to D3's page, {how}{goal}"), ours[place] / theirs[place]);
        }
    }
    report.table(&["page", "network", "first paint", "first picture of the race", "first frame of the race"], &rows);
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
