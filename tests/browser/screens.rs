//! Windows and screens of any size, of any number of pixels, and of the colours that a system forces.

use serde_json::{Value, json};

use crate::fixture::{Page, THREE};

/// Six ways through a valley, of which the page needs no worker.
const SHORT: &str = "v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.2,1&seed=0&steps=300\
                     &c=gradient_descent,rate:0.001&c=momentum,rate:0.001&c=adam,rate:0.05";

/// All that is drawn on a canvas and seen, and not a single pixel of it is blurred or left out.
const SHARP: &str = "$$('race-board .plot > canvas, loss-chart canvas, data-panel canvas, trace-charts canvas, relief-view canvas, \
      theory-card canvas').filter((canvas) => canvas.checkVisibility() && canvas.clientWidth && !canvas.closest('[data-away]'))
      .filter((canvas) => Math.abs(canvas.width - canvas.clientWidth * devicePixelRatio) > 1).map((canvas) => canvas.parentElement.className).join()";

impl Page {
    /// What the panels show.
    fn panels(&mut self) -> Value {
        self.js("$$('race-board .plot > canvas').map((canvas) => canvas.toDataURL())")
    }
}

#[test]
fn a_storm_of_sizes_leaves_the_page_as_it_was() {
    let mut page = Page::open(&format!("{SHORT}&at=300&see=inside"));
    page.tab.wait_for("$('trace-charts')?.checkVisibility()").expect("what explains runs is shown");
    page.run("await settled(); await settled();");
    let (link, before) = (page.text("lab.ask('link')"), page.panels());
    let sizes = [(1, 1), (4000, 40), (40, 3000), (2, 900), (4000, 2500), (320, 480), (1440, 1), (561, 900), (559, 900)];
    for k in 0..200 {
        let (width, height) = sizes[k % sizes.len()];
        page.tab.resize(width + (k as u32 * 37) % 11, height, 1.0).expect("a size");
        if k % 20 == 0 {
            page.js("await settled()");
        }
    }
    page.tab.resize(1440, 900, 1.0).expect("a size");
    page.tab.wait_for("innerWidth === 1440").expect("the last size holds");
    page.run("await settled(); await settled();");
    assert_eq!(page.text(SHARP), "");
    page.check("document.documentElement.scrollWidth <= innerWidth && $('page-message').hidden");
    assert_eq!(page.text("lab.ask('link')"), link);
    assert_eq!(page.panels(), before, "the same size has the same picture");
    page.is_content();
}

#[test]
fn what_explains_runs_takes_another_width_without_a_complaint() {
    let mut page = Page::open(&format!("{THREE}&see=inside"));
    page.tab.wait_for("$('theory-card canvas')?.width > 0").expect("theory is drawn");
    page.run("globalThis.faults = []; addEventListener('error', ({ message }) => faults.push(message));");
    // Longer words in a narrower card make it higher, and what has its size observed is drawn anew meanwhile.
    for width in [1000, 560, 1440, 700, 1440] {
        page.tab.resize(width, 900, 1.0).expect("a size");
        page.run("await settled(); await settled();");
    }
    for width in ["400px", "260px", ""] {
        page.run(&format!("$('theory-card').parentElement.style.width = '{width}'; await settled(); await settled();"));
        assert_eq!(page.text("faults.join()"), "", "at {width}");
        assert_eq!(page.text(SHARP), "", "at {width}");
    }
    page.check("$('page-message').hidden");
    page.is_content();
}

#[test]
fn another_screen_has_all_pictures_in_its_own_pixels() {
    let mut page = Page::open(&format!("{THREE}&at=20&see=inside"));
    page.tab.wait_for("$('trace-charts .chart canvas')?.width > 0").expect("charts are drawn");
    page.run("await settled();");
    let before = page.panels();
    // At 1.375 canvases cannot begin with a device pixel anywhere but in a corner of their panel.
    for ratio in [2.0, 1.25, 1.375, 3.0, 1.0] {
        page.tab.resize(1440, 900, ratio).expect("a ratio");
        page.tab.wait_for(&format!("devicePixelRatio === {ratio}")).expect("the ratio holds");
        page.run("await settled(); await settled();");
        assert_eq!(page.text(SHARP), "", "at {ratio}");
    }
    assert_eq!(page.panels(), before);
    // The same with the landscape in 3D, while it plays.
    page.press("3");
    page.tab.wait_for("$('relief-view').checkVisibility() && $('relief-view canvas').width > 0").expect("it is drawn");
    page.run("player.seek(0); player.play();");
    for ratio in [2.0, 1.0] {
        page.tab.resize(1440, 900, ratio).expect("a ratio");
        page.tab.wait_for(&format!("devicePixelRatio === {ratio}")).expect("the ratio holds");
        page.run("await settled(); await settled();");
        assert_eq!(page.text(SHARP), "", "in 3D at {ratio}");
    }
    page.is_content();
}

#[test]
fn with_forced_colours_all_is_seen_and_the_focus_too() {
    let mut page = Page::open(THREE);
    page.prefer("forced-colors", "active");
    page.run("await settled(); await settled();");
    page.check("matchMedia('(forced-colors: active)').matches");
    // Each contender's colour is another one still, on the canvas and beside it.
    page.check("new Set($$('contender-list .card line, contender-list .card path').map((line) => getComputedStyle(line).stroke)).size >= 3");
    page.check("new Set(heads()).size === 3 && heads().every(Boolean)");
    page.check("$$('race-board canvas[role=img], data-panel canvas[role=img]').every((canvas) => canvas.getAttribute('aria-label'))");
    let unseen = page.run(
        "const unseen = [];
         for (const one of $$('button, input, select, summary, [tabindex=\"0\"]').filter((one) => one.checkVisibility() && !one.disabled)) {
           one.focus({ focusVisible: true });
           if (document.activeElement !== one) continue;
           const { outlineStyle, outlineWidth } = getComputedStyle(one);
           if (outlineStyle === 'none' || outlineWidth === '0px') unseen.push(one.outerHTML.slice(0, 80));
         }
         return unseen;",
    );
    assert_eq!(unseen, json!([]));
    page.is_content();
}

#[test]
fn letters_twice_as_large_stay_within_the_window() {
    for (width, height) in [(1440, 900), (390, 844)] {
        let mut page = Page::sized(&format!("{THREE}&see=inside"), width, height, 1.0);
        page.tab.wait_for("$('trace-charts')?.checkVisibility()").expect("what explains runs is shown");
        page.run("document.documentElement.style.fontSize = '200%'; await settled(); await settled();");
        page.check("document.documentElement.scrollWidth <= document.documentElement.clientWidth");
        page.check("$$('race-board .plot').every((plot) => plot.clientWidth >= 100 && plot.clientHeight >= 90)");
        page.is_content();
    }
}

#[test]
fn on_paper_stands_the_race_as_wide_as_the_paper() {
    let data =
        "v=1&on=linear_regression&view=-1,5,-4,2&start=-0.5,1.5&seed=7&steps=40&c=gradient_descent,rate:0.1&at=40";
    for (link, relief) in
        [(&format!("{SHORT}&at=300")[..], false), (data, false), (&format!("{SHORT}&see=inside,relief"), true)]
    {
        let mut page = Page::open(link);
        if relief {
            page.tab.wait_for("$('relief-view')?.checkVisibility() && $('relief-view canvas').width > 0").expect("3D");
        }
        let shapes = "$$('loss-chart canvas, data-panel canvas').filter((canvas) => canvas.checkVisibility())
            .map((canvas) => (({ width, height }) => width / height)(canvas.getBoundingClientRect()))";
        page.run("await settled(); await settled();");
        let shown = page.js(shapes);
        page.run("dispatchEvent(new Event('beforeprint'));");
        page.tab.call("Emulation.setEmulatedMedia", json!({ "media": "print" })).expect("paper");
        page.check(
            "$$('.side, race-transport, .masthead, relief-view').every((element) => !element.checkVisibility())",
        );
        // A4 and Letter without margins have 660 CSS pixels.
        page.check("$$('race-board .panel, loss-chart').every((part) => part.getBoundingClientRect().right <= 661)");
        page.check("$$('race-board .panel').every((panel) => panel.checkVisibility({ visibilityProperty: true }))");
        page.check(
            "$('loss-chart').getBoundingClientRect().top >= $('race-board .panel').getBoundingClientRect().bottom",
        );
        // Frames of a pixel do not shrink with the rest.
        let printed = page.js(shapes);
        let pairs = printed.as_array().into_iter().flatten().zip(shown.as_array().into_iter().flatten());
        let is_alike = |(printed, shown): (&Value, &Value)| {
            let [printed, shown] = [printed, shown].map(|shape| shape.as_f64().expect("a number"));
            (printed / shown - 1.0).abs() < 0.06
        };
        assert!(pairs.clone().count() > 1 && pairs.clone().all(is_alike), "{link}: {printed}, on the screen {shown}");
        page.tab.call("Emulation.setEmulatedMedia", json!({ "media": "" })).expect("the screen");
        page.run("await settled(); await settled();");
        page.check("$('race-transport').checkVisibility()");
        page.is_content();
    }
}
