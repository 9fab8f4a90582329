//! Nanoseconds a step, ours and theirs, and whether it is the same step.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use serde_json::Value;

use super::super::bench;
use super::super::report::{Report, short};
use super::{Stage, close, list, number, text};

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
pub(super) fn steps(report: &mut Report, stage: &mut Stage) -> Result<()> {
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
