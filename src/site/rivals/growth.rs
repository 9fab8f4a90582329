//! How all of it grows with contenders, panels and steps.

use std::time::Duration;

use anyhow::Result;

use super::super::chromium::Tab;
use super::super::report::{Report, short};
use super::memory::held;
use super::{Stage, close, metrics, number, play_ours, play_theirs, watch};

/// How long a page is watched while it plays, where that is done many times.
const GLANCED: Duration = Duration::from_secs(2);

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

/// How it grows, ours beside the rival's.
pub(super) fn growth(report: &mut Report, stage: &mut Stage) -> Result<()> {
    report.heading("Growth");
    let (mut ours, mut theirs) = (stage.our_page(1.0)?, stage.their_page(1.0, false)?);
    // Only the one that is measured plays.
    let mut both = |mine: (usize, bool), other: (usize, usize, usize)| -> Result<[f64; 2]> {
        play_ours(&mut ours, mine.0, 2_000, mine.1)?;
        let our = watch(stage.chromium, &mut ours, GLANCED)?.task;
        ours.evaluate("bench.played()")?;
        play_theirs(&mut theirs, other.0, other.1, 2_000, other.2)?;
        let their = watch(stage.chromium, &mut theirs, GLANCED)?.task;
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
