//! From the request to the first picture, and what has to be loaded for it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::super::compress;
use super::super::report::{Report, short};
use super::{SCRIPTS, Stage, close, list, number};

/// Openings of each page, of which the median counts.
const OPENINGS: usize = 7;

/// A slow network: bytes a second, and milliseconds to an answer.
const SLOW: (f64, f64) = (200_000.0, 150.0);

/// Whether the page's first picture is there, and Chromium has told of the first text.
const PICTURED: &str = "performance.getEntriesByName('first picture').length > 0
  && performance.getEntriesByName('first-contentful-paint').length > 0";

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
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
pub(super) fn openings(report: &mut Report, stage: &mut Stage) -> Result<()> {
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
