//! Play, pause, step, step back, scrub, speed: by buttons, by keys, on the chart.

use crate::fixture::{Page, THREE};

fn button(page: &mut Page, name: &str) {
    page.run(&format!("$('race-transport button[aria-label^=\"{name}\"]').click(); await settled();"));
}

/// The step that a panel's status line shows.
fn shown(page: &mut Page) -> u64 {
    let words = page.text("$('race-board .line > span').textContent");
    let digits: String = words.trim_start_matches("step ").chars().take_while(char::is_ascii_digit).collect();
    digits.parse().expect("a status line begins with the step")
}

#[test]
fn buttons_do_what_they_say() {
    let mut page = Page::open("");
    button(&mut page, "pause");
    let at = page.number("player.step") as u64;
    page.js("await settled()");
    assert_eq!(page.number("player.step") as u64, at, "a paused race stands still");
    button(&mut page, "back to the start");
    assert_eq!(shown(&mut page), 0);
    button(&mut page, "step (");
    button(&mut page, "step (");
    assert_eq!(shown(&mut page), 2);
    button(&mut page, "step back");
    assert_eq!(shown(&mut page), 1);
    button(&mut page, "to the end");
    assert_eq!(shown(&mut page) as f64, page.number("player.steps"));
    button(&mut page, "play");
    page.check("player.playing && player.step < player.steps");
    page.is_content();
}

#[test]
fn stepping_moves_the_head_to_the_next_iterate() {
    let mut page = Page::open("");
    page.press("Home");
    // Six heads, each of its contender's colour at its iterate.
    let colours = "$$('race-board .swatch').map((swatch) => getComputedStyle(swatch).backgroundColor).join('; ')";
    let colours = page.text(colours);
    let head = |page: &mut Page| {
        assert_eq!(page.text("heads().join('; ')"), colours);
        page.text("rims()")
    };
    let start = head(&mut page);
    assert!(start.split(' ').count() == 6 && start.split(' ').all(|rim| rim.split(',').count() > 10), "{start}");
    page.press("ArrowRight");
    let first = head(&mut page);
    assert_ne!(start, first);
    page.press("ArrowRight");
    assert_ne!(head(&mut page), first);
    page.press("ArrowLeft");
    assert_eq!(head(&mut page), first, "nothing is left of where they were");
}

#[test]
fn keys_play_pause_and_step() {
    let mut page = Page::open("");
    page.check("player.playing");
    page.press(" ");
    page.check("!player.playing");
    page.press("Home");
    page.press("ArrowRight");
    assert_eq!(shown(&mut page), 1);
    page.press("ArrowLeft");
    assert_eq!(shown(&mut page), 0);
    page.press("End");
    page.check("player.step === player.steps");
    page.press(" ");
    page.check("player.playing");
    page.is_content();
}

#[test]
fn numbers_are_those_of_the_playhead_as_soon_as_it_stops() {
    // While it plays, a step may be drawn whose numbers are not yet written; stopping there is to write them.
    let mut page = Page::open("");
    page.run("player.speed = 0;");
    for step in [17, 40, 41, 300, 512] {
        page.run(&format!(
            "player.play(); await settled(); player.seek({step}); await new Promise(requestAnimationFrame); player.pause();
             await settled();"
        ));
        assert_eq!(shown(&mut page), step);
        page.check(&format!("$('race-transport output').textContent.startsWith('step {step} of ')"));
    }
    page.is_content();
}

#[test]
fn the_slider_and_the_chart_scrub() {
    let mut page = Page::open("");
    page.run(
        "const scrub = $('race-transport input[type=range]');
         scrub.value = '321';
         scrub.dispatchEvent(new Event('input', { bubbles: true }));
         await settled();",
    );
    assert_eq!(shown(&mut page), 321);
    let (x, y) = page.middle("loss-chart .chart-plot");
    page.click((x, y), false);
    let middle = page.number("player.steps") / 2.0;
    let off = (page.number("player.step") - middle).abs();
    assert!(off < 0.06 * middle, "a click in the middle of the chart goes to the middle of the race, not {off} away");
    let before = page.number("player.step");
    page.drag((x, y), (x + 120.0, y), |_| {});
    assert!(page.number("player.step") > before, "dragging on the chart scrubs on");
    page.is_content();
}

#[test]
fn heads_and_curves_are_the_same_wherever_the_playhead_comes_from() {
    let mut page = Page::sized(THREE, 1440, 900, 2.0);
    let mut at = |act: &str| {
        page.run(&format!("player.pause(); {act}; await settled();"));
        (page.text("curves($('loss-chart')).canvas.toDataURL()"), page.text("rims()"))
    };
    let linear = "$('loss-chart .quiet').click()";
    let anew = format!("{linear}; await settled(); player.seek(20); {linear}");
    let (curves, heads) = at(&anew);
    let (others, elsewhere) = at("player.seek(31)");
    assert!(curves != others && heads != elsewhere, "the playhead is seen where it is");
    // Also where the chart's strip is another one meanwhile.
    for way in [&["19", "20"][..], &["0", "20"], &["40", "20"], &["7", "31", "21", "20"]] {
        for step in way {
            at(&format!("player.seek({step})"));
        }
        assert!(at("") == (curves.clone(), heads.clone()), "by {way:?}");
    }
    page.is_content();
}

#[test]
fn only_panels_in_which_something_moves_are_drawn_on() {
    // w ← (1 − η)·w: the first stays where it is within rounding, the second creeps, the third swings from w to −w and
    // back, so that its head is in one place at every other step.
    let mut page = Page::open(
        "v=1&on=formula&f=x^2/2%2By^2/2&view=-3,3,-3,3&start=1,2&steps=400&c=gradient_descent,rate:1e-12\
         &c=gradient_descent,rate:0.0004&c=gradient_descent,rate:2",
    );
    page.run(
        "player.pause(); player.seek(0); await settled();
         globalThis.drawn = [0, 0, 0];
         const { fill } = CanvasRenderingContext2D.prototype;
         CanvasRenderingContext2D.prototype.fill = function (...all) {
           const panel = $$('race-board canvas[role=img]').indexOf(this.canvas);
           if (panel >= 0) drawn[panel] += 1;
           return fill.apply(this, all);
         };
         // The path done is opaque, the one to come is not.
         globalThis.opaque = () => $$('race-board canvas[role=img]').map((canvas) => {
           const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
           return data.filter((value, k) => k % 4 === 3 && value === 255).length;
         });
         globalThis.before = opaque();",
    );
    for step in (2..=40).step_by(2) {
        page.run(&format!("player.seek({step}); await settled();"));
    }
    page.check("drawn[0] === 0");
    page.check("drawn[1] > 0 && drawn[1] < drawn[2]");
    page.check("opaque()[2] > before[2] + 100");
    let heads = page.text("rims()");
    page.run("player.seek(41); await settled(); player.seek(40); await settled();");
    assert!(page.text("rims()") == heads, "what creeps is where it should be, too");
    page.check("drawn[0] > 0");
    page.is_content();
}

#[test]
fn speed_changes_the_pace() {
    let mut page = Page::open("");
    page.press("Home");
    page.run(
        "const speed = $('race-transport select');
         speed.value = '10';
         speed.dispatchEvent(new Event('change', { bubbles: true }));",
    );
    page.check("player.speed === 10");
    page.press(" ");
    page.tab.wait_for("player.step === player.steps && !player.playing").expect("a fast race ends, and stops there");
}
