//! What the page needs over a long time: noted, bounded, drawn.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use plotters::prelude::*;

/// While nothing is open, the heap may be larger by so many megabytes after the last quarter than after the second:
/// what is compiled, and caches of the browser.
const HEAP: f64 = 2.0;

/// The same of elements, texts and attributes: a list that was opened once and is kept.
const NODES: f64 = 1_500.0;

/// The same of listeners.
const LISTENERS: f64 = 300.0;

/// The same of each module's memory, which never shrinks: it is as large as the greatest experiment so far needed, and
/// a run of chance meets a greater one now and then.
const MODULE: f64 = 64.0;

/// No module has more memory than this at all, in megabytes.
const MOST_MODULE: f64 = 1_000.0;

/// Workers that live at once, besides one for each core: of a race, of a proof, of what plays, of maps that are not
/// waited for any more.
const WORKERS: f64 = 9.0;

/// What the page needs at one moment.
#[derive(Clone)]
pub struct Sample {
    /// After so many actions.
    pub action: u32,
    /// The heap of JavaScript in megabytes.
    pub heap: f64,
    /// Nodes of the document, attached or not.
    pub nodes: f64,
    /// Listeners.
    pub listeners: f64,
    /// The memory of each WebAssembly module in megabytes: the page's, what explains runs, what exports, what keeps.
    pub modules: [f64; 4],
    /// Workers that live.
    pub workers: f64,
    /// Addresses of blobs that should have been given back.
    pub blobs: f64,
}

/// All that was noted of one page.
pub struct Soak {
    seed: u32,
    /// While it is used.
    pub busy: Vec<Sample>,
    /// With all closed and a small experiment: first of all, and now and then.
    pub resting: Vec<Sample>,
}

impl Soak {
    /// Of a page that needs `first` before anything was done.
    pub fn new(seed: u32, first: Sample) -> Soak {
        Soak { seed, busy: Vec::new(), resting: vec![first] }
    }

    /// Asserts that the page needs no more and more.
    pub fn is_bounded(&self) {
        let [before, after] = self.quarters();
        let grown = |name: &str, bound: f64, of: &dyn Fn(&Sample) -> f64| {
            let (before, after) = (mean(before, of), mean(after, of));
            assert!(
                after - before <= bound,
                "seed {}: {name} grew from {before} to {after}, by more than {bound}",
                self.seed
            );
        };
        grown("the heap", HEAP, &|sample| sample.heap);
        grown("the number of nodes", NODES, &|sample| sample.nodes);
        grown("the number of listeners", LISTENERS, &|sample| sample.listeners);
        for (k, name) in MODULES.iter().enumerate() {
            grown(name, MODULE, &|sample| sample.modules[k]);
        }
        let cores = std::thread::available_parallelism().map_or(1.0, |count| count.get() as f64);
        for sample in self.busy.iter().chain(&self.resting) {
            assert!(sample.workers <= cores + WORKERS, "action {}: {} workers live", sample.action, sample.workers);
            assert!(
                sample.modules.iter().all(|&size| size <= MOST_MODULE),
                "action {}: {:?} MB",
                sample.action,
                sample.modules
            );
        }
        for sample in &self.resting {
            assert!(sample.blobs == 0.0, "action {}: {} blobs are not given back", sample.action, sample.blobs);
        }
    }

    /// The resting samples of the second quarter, and of the last; of a short run the first and the last.
    fn quarters(&self) -> [&[Sample]; 2] {
        let count = self.resting.len();
        if count < 8 {
            return [&self.resting[..1], &self.resting[count - 1..]];
        }
        [&self.resting[count / 4..count / 2], &self.resting[3 * count / 4..]]
    }

    /// Writes `soak.md` and `soak.svg`: into `docs/` with `STEEPEST_BLESS=1`, else beside what the tests have built.
    pub fn report(&self) {
        let blessed = std::env::var_os("STEEPEST_BLESS").is_some_and(|value| value == "1");
        let folder = if blessed {
            Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
        } else {
            PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        };
        fs::write(folder.join("soak.md"), self.table()).expect("the numbers are written");
        fs::write(folder.join("soak.svg"), self.drawing()).expect("the picture is written");
    }

    fn table(&self) -> String {
        let last = self.resting.last().map_or(0, |sample| sample.action);
        let mut text = format!(
            "# What the page needs in a long session\n\n\
             {last} actions of chance (seed {}), written by `tests/browser/soak.rs`; megabytes are 10⁶ bytes.\n\
             *At rest* all is closed and a small experiment is open; *in use* is whatever the actions have left.\n\
             The heap is that of JavaScript after a sweep; the memory of a WebAssembly module never shrinks.\n\n\
             ![Heap, nodes, listeners and memory of the modules against the number of actions](soak.svg)\n\n",
            self.seed
        );
        for (name, samples) in [("At rest", &self.resting), ("In use", &self.busy)] {
            let every = samples.len().div_ceil(24).max(1);
            text += &format!(
                "## {name}\n\n| actions | heap MB | nodes | listeners | page MB | inside MB | share MB | beside MB | workers | blobs |\n|---|---|---|---|---|---|---|---|---|---|\n"
            );
            for sample in samples
                .iter()
                .enumerate()
                .filter(|(k, _)| k % every == 0 || k + 1 == samples.len())
                .map(|(_, sample)| sample)
            {
                let [page, inside, share, beside] = sample.modules;
                let Sample { action, heap, nodes, listeners, workers, blobs, .. } = sample;
                writeln!(text, "| {action} | {heap:.2} | {nodes} | {listeners} | {page:.1} | {inside:.1} | {share:.1} | {beside:.1} | {workers} | {blobs} |").expect("text grows");
            }
            text.push('\n');
        }
        text
    }

    fn drawing(&self) -> String {
        let mut svg = String::new();
        {
            let sheet = SVGBackend::with_string(&mut svg, (900, 880)).into_drawing_area();
            sheet.fill(&WHITE).expect("a ground");
            let parts = sheet.split_evenly((4, 1));
            self.chart(
                &parts[0],
                "Heap of JavaScript, MB",
                &[("in use", false, &|s| s.heap), ("at rest", true, &|s| s.heap)],
            );
            self.chart(
                &parts[1],
                "Nodes of the document",
                &[("in use", false, &|s| s.nodes), ("at rest", true, &|s| s.nodes)],
            );
            self.chart(
                &parts[2],
                "Listeners",
                &[("in use", false, &|s| s.listeners), ("at rest", true, &|s| s.listeners)],
            );
            self.chart(
                &parts[3],
                "Memory of the modules, MB",
                &[
                    ("page", false, &|s| s.modules[0]),
                    ("inside", false, &|s| s.modules[1]),
                    ("share", false, &|s| s.modules[2]),
                    ("beside", false, &|s| s.modules[3]),
                ],
            );
            sheet.present().expect("the picture is whole");
        }
        svg
    }

    /// Curves of a quantity against the number of actions.
    fn chart(&self, sheet: &DrawingArea<SVGBackend<'_>, plotters::coord::Shift>, title: &str, curves: &[Curve<'_>]) {
        let values = |rests: bool| if rests { &self.resting } else { &self.busy };
        let most = curves.iter().flat_map(|(_, rests, of)| values(*rests).iter().map(of)).fold(1.0, f64::max);
        let last = self.resting.last().map_or(1, |sample| sample.action.max(1));
        let mut chart = ChartBuilder::on(sheet)
            .margin(8)
            .caption(title, ("sans-serif", 15))
            .x_label_area_size(24)
            .y_label_area_size(56)
            .build_cartesian_2d(0..last, 0.0..1.1 * most)
            .expect("axes");
        chart.configure_mesh().light_line_style(WHITE).x_labels(11).y_labels(5).draw().expect("a mesh");
        for (k, (name, rests, of)) in curves.iter().enumerate() {
            let color = COLORS[k];
            let points = values(*rests).iter().map(|sample| (sample.action, of(sample)));
            chart
                .draw_series(LineSeries::new(points, color.stroke_width(2)))
                .expect("a curve")
                .label(*name)
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], color.stroke_width(2)));
        }
        chart
            .configure_series_labels()
            .background_style(WHITE)
            .position(SeriesLabelPosition::LowerRight)
            .draw()
            .expect("a legend");
    }
}

/// A curve: its name, whether it is at rest, and what it shows.
type Curve<'a> = (&'a str, bool, &'a dyn Fn(&Sample) -> f64);

/// Colours that are told apart by everybody: those of Okabe and Ito, 2008.
const COLORS: [RGBColor; 4] =
    [RGBColor(0, 114, 178), RGBColor(213, 94, 0), RGBColor(0, 158, 115), RGBColor(204, 121, 167)];

/// The WebAssembly modules of a page.
const MODULES: [&str; 4] = [
    "the page's own memory",
    "the memory of what explains runs",
    "the memory of what exports",
    "the memory of what keeps",
];

fn mean(samples: &[Sample], of: &dyn Fn(&Sample) -> f64) -> f64 {
    samples.iter().map(of).sum::<f64>() / samples.len() as f64
}
