//! What a page holds in memory.

use anyhow::Result;
use serde_json::json;

use super::super::chromium::Tab;
use super::super::report::{Report, short};
use super::{Stage, close, number};

/// What a page holds after a collection of garbage, in kB: objects of scripts, those of documents, WebAssembly, pixels
/// of canvases.
pub(super) fn held(tab: &mut Tab, ours: bool) -> Result<[f64; 4]> {
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
pub(super) fn memory(report: &mut Report, stage: &mut Stage) -> Result<()> {
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
