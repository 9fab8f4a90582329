//! What the main thread does in a frame while races play.

use std::time::Duration;

use anyhow::Result;

use super::super::report::{Report, short};
use super::{Cost, Stage, close, median, play_ours, play_theirs, watch};

/// How long something plays while it is watched.
const WATCHED: Duration = Duration::from_secs(4);

/// How often each is measured: a single time is off by up to a fifth.
const TURNS: usize = 3;

/// Our panels beside one of the rival's.
pub(super) fn frames(report: &mut Report, stage: &mut Stage) -> Result<()> {
    report.heading("Frames");
    report.say(
        "Milliseconds of the main thread per frame while 2,000 steps play within ten seconds, as Chromium counts them; at last those of all its threads and processes, some of which draw: ours by a worker, the rival's SVG by the browser.",
    );
    report.say("Ours has the chart of losses, the numbers and the verdicts as well; the rival's page has one plot and nothing else, 600 × 600.");
    report.say(&format!("Of {TURNS} turns, in which all are opened anew one after the other, the median."));
    let mut rows = Vec::new();
    let mut kept: [Vec<f64>; 4] = Default::default();
    for ratio in [1.0, 2.0] {
        let mut turns = Vec::new();
        for _ in 0..TURNS {
            turns.push(turn(stage, ratio)?);
        }
        let [nine, four, paths, lines] =
            [0, 1, 2, 3].map(|which| median(turns.iter().map(|turn| turn[which]).collect(), |cost: &Cost| cost.task));
        for (name, cost) in [
            ("ours, nine panels", nine),
            ("ours, four paths in one panel", four),
            ("D3, four paths in one plot, each written anew", paths),
            ("D3, the same, a line appended for each step", lines),
        ] {
            let Cost { rate, task, script, style, layout, all } = cost;
            let numbers = [rate, task, script, style, layout, all].map(short);
            rows.push([name.to_string(), short(ratio)].into_iter().chain(numbers).collect());
        }
        let ratios = [nine.task / paths.task, nine.all / paths.all, paths.task / four.task, lines.task / four.task];
        kept.iter_mut().zip(ratios).for_each(|(kept, ratio)| kept.push(ratio));
    }
    report.table(
        &["what", "pixel ratio", "frames a second", "main thread", "script", "style", "layout", "all threads"],
        &rows,
    );
    let [nine, all, paths, lines] = kept;
    report.ratios(
        "main thread per frame, our nine panels to D3's one plot, at pixel ratio 1 and 2 (goal: at most 1)",
        &nine,
    );
    report.ratios("the same of all threads and processes, which draw for nine panels and for one", &all);
    report.ratios("main thread per frame, D3's plot to ours with the same four paths", &paths);
    report.ratios("the same, with a line appended for each step", &lines);
    Ok(())
}

/// Our nine panels, our four paths in one, and the rival's four, written anew and appended to.
fn turn(stage: &mut Stage, ratio: f64) -> Result<[Cost; 4]> {
    let mut ours = stage.our_page(ratio)?;
    play_ours(&mut ours, 9, 2_000, false)?;
    let nine = watch(stage.chromium, &mut ours, WATCHED)?;
    play_ours(&mut ours, 4, 2_000, true)?;
    let four = watch(stage.chromium, &mut ours, WATCHED)?;
    close(ours)?;
    let mut rival = |appending: bool| -> Result<Cost> {
        let mut theirs = stage.their_page(ratio, appending)?;
        play_theirs(&mut theirs, 1, 4, 2_000, 600)?;
        let cost = watch(stage.chromium, &mut theirs, WATCHED)?;
        close(theirs)?;
        Ok(cost)
    };
    Ok([nine, four, rival(false)?, rival(true)?])
}
