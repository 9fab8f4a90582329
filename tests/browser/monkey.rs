//! A monkey at the page: whatever a user can do, in an order that follows from a seed, and what the page needs
//! meanwhile.
//!
//! `STEEPEST_SOAK` is how many actions there are, `STEEPEST_SEED` another order.

use serde_json::{Value, json};

use crate::fixture::Page;
use crate::soak::{Sample, Soak};

/// What is done within the page.
const MONKEY: &str = include_str!("monkey.js");

/// How many actions the test has if nobody says otherwise.
const ACTIONS: u32 = 300;

/// The seed if nobody says otherwise.
const SEED: u32 = 20_260_801;

/// So many actions are done in the page before a hand does one from outside.
const BATCH: u32 = 50;

/// After so many different faults nothing more is tried.
const TOO_MANY: usize = 20;

/// After so many actions the page's needs are noted.
const SAMPLED: u32 = 100;

/// After so many actions the page is opened elsewhere, and all is undone.
const CHECKED: u32 = 500;

/// After so many actions all is closed, and what the page needs then is noted.
const RESTED: u32 = 500;

/// What is opened when all is closed.
const SMALL: &str = "v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.2,1&seed=0&steps=100&c=gradient_descent,rate:0.001&c=adam,rate:0.05&at=0";

/// Sizes of the window, with device pixels for each CSS pixel.
const SIZES: [(u32, u32, f64); 7] = [
    (1440, 900, 1.0),
    (390, 844, 1.0),
    (1024, 768, 2.0),
    (320, 480, 1.0),
    (1920, 1080, 1.0),
    (844, 390, 1.25),
    (600, 1000, 1.0),
];

/// What a user's system may prefer.
const PREFERENCES: [(&str, &str); 5] = [
    ("prefers-color-scheme", "dark"),
    ("prefers-color-scheme", "light"),
    ("prefers-reduced-motion", "reduce"),
    ("forced-colors", "active"),
    ("prefers-contrast", "more"),
];

/// A number that the environment may set.
fn told(name: &str, otherwise: u32) -> u32 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no whole number")))
}

/// Chance, as the seed and the number of an action have it: SplitMix64.
struct Dice(u64);

impl Dice {
    fn of(seed: u32, action: u32) -> Dice {
        Dice(u64::from(seed) << 32 | u64::from(action))
    }

    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed >> 40) as f64 / (1u64 << 24) as f64
    }

    fn below(&mut self, count: usize) -> usize {
        (self.share() * count as f64) as usize
    }
}

impl Page {
    /// A place on something that is dragged or pointed at, and one on the same a little farther, in CSS pixels.
    fn places(&mut self, dice: &mut Dice) -> Option<[(f64, f64); 2]> {
        let drawn = [dice.share(), dice.share(), dice.share(), dice.share(), dice.share()].map(Value::from);
        let places = self.run(&format!(
            "const [which, ...shares] = {};
             const top = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document;
             const all = [...top.querySelectorAll('race-board .plot, race-board .start, relief-view .plot, loss-chart .chart-plot, \
               trace-charts .plot, map-card canvas, map-card button, input[type=range], stationary-table, canvas')]
               .filter((one) => one.checkVisibility());
             const one = all[Math.floor(which * all.length)];
             if (!one) return null;
             one.scrollIntoView({{ block: 'nearest' }});
             const {{ left, top: above, width, height }} = one.getBoundingClientRect();
             const point = (x, y) => [Math.min(Math.max(left + width * x, 0), innerWidth - 1), Math.min(Math.max(above + height * y, 0), innerHeight - 1)];
             return [point(shares[0], shares[1]), point(shares[2], shares[3])];",
            Value::from(drawn.to_vec())
        ));
        let at = |k: usize| Some((places[k][0].as_f64()?, places[k][1].as_f64()?));
        Some([at(0)?, at(1)?])
    }

    /// One thing that only a hand from outside can do; what it was.
    fn lend_a_hand(&mut self, dice: &mut Dice) -> String {
        let kind = dice.below(12);
        if kind == 0 {
            let (width, height, ratio) = SIZES[dice.below(SIZES.len())];
            self.tab.resize(width, height, ratio).expect("the window has a size");
            return format!("a window of {width}x{height} at {ratio}");
        }
        if kind == 1 {
            let (feature, value) = PREFERENCES[dice.below(PREFERENCES.len())];
            self.prefer(feature, value);
            return format!("prefers {feature}: {value}");
        }
        if kind == 2 {
            // A list's own window would take all keys that follow.
            self.run("if (document.activeElement?.matches('select, input[type=file]')) document.activeElement.blur();");
            let key = ["Tab", "Enter", " ", "Escape", "ArrowDown", "Home", "i", "o"][dice.below(8)];
            self.press(key);
            return format!("the key {key}");
        }
        let Some([from, to]) = self.places(dice) else { return "finds nothing to drag".into() };
        match kind {
            3 | 4 => {
                let shift = dice.share() < 0.4;
                self.click(from, shift);
                format!("a click at {from:?}{}", if shift { " with shift" } else { "" })
            }
            5 => {
                self.wheel(from, (dice.share() - 0.5) * 400.0);
                format!("the wheel at {from:?}")
            }
            6 => {
                let apart = [20.0 + 100.0 * dice.share(), 20.0 + 100.0 * dice.share()];
                self.pinch(from, apart[0], apart[1]);
                // Fingers stay known until they are not: the mouse is next.
                self.tab.call("Emulation.setTouchEmulationEnabled", json!({ "enabled": false })).expect("no fingers");
                format!("two fingers at {from:?}, {apart:?} apart")
            }
            7 => {
                self.hover(from);
                format!("the pointer at {from:?}")
            }
            _ => {
                self.drag(from, to, |_| {});
                format!("a drag from {from:?} to {to:?}")
            }
        }
    }

    /// What a call of the monkey says that went wrong.
    fn blames(&mut self, call: &str) -> Vec<String> {
        let wrong = self.tab.evaluate(call).unwrap_or_else(|error| panic!("{call}: {error:#}"));
        wrong.as_array().expect("a list").iter().map(|one| one.as_str().expect("a text").to_string()).collect()
    }

    /// Opens the experiment in another page and asserts that every run has the same bits, as far as both have it.
    fn opens_elsewhere(&mut self, other: &mut Page, action: u32) {
        let whole = self.js("lab.page().link_is_whole && Boolean(lab.ask('link'))") == true;
        let text = self.text(if whole { "lab.ask('link')" } else { "lab.ask('file')" });
        if whole {
            other.go(&text);
        } else {
            other.go("");
            other.run(&format!(
                "const {{ refused }} = lab.call('openFile', {}); if (refused) throw new Error(refused);",
                Value::from(text.clone())
            ));
        }
        other.tab.evaluate(MONKEY).expect("the monkey is there");
        assert!(
            other.js("document.querySelector('page-message').hidden") == true,
            "action {action}: {text} is refused"
        );
        let mine = self.js("monkey.lengths()");
        let theirs = other.js("monkey.lengths()");
        let common = common(&mine, &theirs);
        let digest = format!("monkey.digest({common})");
        assert_eq!(self.js(&digest), other.js(&digest), "action {action}: {text} has other runs elsewhere");
        // It is not to compute any further.
        other.tab.go("about:blank").expect("an empty page");
    }

    /// What the page needs, after what is not used any more has been given back.
    fn sample(&mut self, action: u32) -> Sample {
        self.tab.call("HeapProfiler.collectGarbage", json!({})).expect("the heap is swept");
        let heap = self.tab.call("Runtime.getHeapUsage", json!({})).expect("the heap has a size");
        let counted = self.tab.call("Memory.getDOMCounters", json!({})).expect("nodes are counted");
        let modules = self.js("await monkey.memory()");
        let megabytes = |value: &Value| value.as_f64().expect("a number of bytes") / 1e6;
        Sample {
            action,
            heap: megabytes(&heap["usedSize"]),
            nodes: counted["nodes"].as_f64().expect("a number of nodes"),
            listeners: counted["jsEventListeners"].as_f64().expect("a number of listeners"),
            modules: [0, 1, 2, 3].map(|k| megabytes(&modules[k])),
            workers: self.number("monkey.workers.size"),
            blobs: self.number("monkey.overdue()"),
        }
    }

    /// Closes all there is, opens a small experiment, and says what the page needs then.
    fn rest(&mut self, action: u32) -> Sample {
        self.tab.resize(1440, 900, 1.0).expect("the window has a size");
        self.prefer("prefers-color-scheme", "light");
        self.hover((5.0, 5.0));
        self.run(&format!("await monkey.rest({});", Value::from(SMALL)));
        self.sample(action)
    }
}

/// Of two lists of lengths the lesser ones.
fn common(mine: &Value, theirs: &Value) -> Value {
    let [mine, theirs] = [mine, theirs].map(|all| all.as_array().expect("a list of contenders"));
    assert_eq!(mine.len(), theirs.len(), "as many contenders");
    let rows = mine.iter().zip(theirs).map(|(mine, theirs)| {
        let [mine, theirs] = [mine, theirs].map(|row| row.as_array().expect("a list of runs"));
        mine.iter().zip(theirs).map(|(a, b)| Value::from(a.as_u64().min(b.as_u64()))).collect::<Value>()
    });
    rows.collect()
}

/// Opens all that is loaded on demand, so that what it needs is not taken for growth.
fn open_everything(page: &mut Page) {
    page.run(
        "for (const key of ['i', 'm', 'l', 'q']) {
           document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
           await settled();
         }
         const wish = (name) => document.body.dispatchEvent(Object.assign(new Event('wish', { bubbles: true }), { name }));
         wish('kept');
         wish('export');
         for (const details of document.querySelectorAll('details')) details.open = true;",
    );
    for tag in ["map-card", "lesson-panel", "link-code", "kept-list", "export-dialog"] {
        page.tab.wait_for(&format!("document.querySelector('{tag}')")).unwrap_or_else(|error| panic!("{tag}: {error}"));
    }
    page.tab.wait_for("document.querySelector('map-card progress')?.value === 1").expect("the maps are made");
}

#[test]
fn whatever_is_done_in_whatever_order_the_page_holds_and_needs_no_more_than_before() {
    let (actions, seed) = (told("STEEPEST_SOAK", ACTIONS), told("STEEPEST_SEED", SEED));
    eprintln!("{actions} actions of the seed {seed}");
    let mut page = Page::open("");
    let mut other = Page::open("");
    page.tab.evaluate(MONKEY).expect("the monkey is there");
    page.tab.call("Page.setInterceptFileChooserDialog", json!({ "enabled": true })).expect("no window asks for files");
    page.run(&format!("await monkey.watch({seed});"));
    open_everything(&mut page);
    let mut soak = Soak::new(seed, page.rest(0));
    let mut wrong = Vec::new();
    let mut action = 0;
    // Where the page has stopped there is nothing more to be seen.
    while action < actions && wrong.len() < TOO_MANY && page.js("!lab.crashed") == true {
        let known = wrong.len();
        let to = (action + BATCH - 1).min(actions);
        while action < to {
            action = page.number(&format!("await monkey.run({action}, {to})")) as u32;
        }
        wrong.extend(page.blames("monkey.blames()"));
        for words in page.blames("monkey.slow.splice(0)") {
            eprintln!("slow: {words}");
        }
        if action < actions {
            let did = page.lend_a_hand(&mut Dice::of(seed, action));
            page.run(&format!("monkey.note({action}, {}); await monkey.hold({action});", Value::from(did)));
            action += 1;
        }
        let complaints = page.tab.complaints().expect("Chromium answers");
        wrong.extend(complaints.into_iter().map(|words| format!("seed {seed}, before action {action}: {words}")));
        if action % SAMPLED == 0 || action == actions {
            soak.busy.push(page.sample(action));
        }
        if action % CHECKED == 0 || action == actions {
            page.opens_elsewhere(&mut other, action);
            page.run("monkey.unwound = false; monkey.unwind();");
            page.tab.wait_for("monkey.unwound").expect("all is undone and done again");
            wrong.extend(page.blames("monkey.wrong.splice(0)"));
        }
        if action % RESTED == 0 || action == actions {
            soak.resting.push(page.rest(action));
            soak.report();
            let Sample { heap, nodes, listeners, modules, .. } = &soak.resting[soak.resting.len() - 1];
            eprintln!("{action} of {actions} actions: {heap} MB, {nodes} nodes, {listeners} listeners, {modules:?} MB");
        }
        for words in &wrong[known..] {
            eprintln!("{words}\n");
        }
    }
    assert!(wrong.is_empty(), "{} things went wrong:\n\n{}", wrong.len(), wrong.join("\n\n"));
    soak.is_bounded();
}
