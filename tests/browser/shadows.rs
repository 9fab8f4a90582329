//! Former runs: what an edit leaves faint, and what a person pins.

use crate::fixture::Page;

/// Gradient descent, momentum and Adam on Rosenbrock's valley.
const LINK: &str = "v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&seed=0&steps=300\
                    &c=gradient_descent,rate:0.001&c=momentum,rate:0.0003&c=adam,rate:0.05";

/// The ground and what stands on it, of a panel (from 1).
fn still(page: &mut Page, panel: usize) -> String {
    page.picture(&format!("race-board .panel:nth-of-type({panel}) canvas"))
}

/// Presses the pin of a contender's card (from 1).
fn pin(page: &mut Page, contender: usize) {
    page.run(&format!("$('button[aria-label^=\"pin the run of contender {contender}\"]').click(); await settled();"));
}

#[test]
fn a_slider_that_is_dragged_leaves_the_path_that_was_there_before_the_drag() {
    let mut page = Page::open(LINK);
    page.press("End");
    let before = [1, 2, 3].map(|panel| still(&mut page, panel));
    page.run("$('[data-slider=\"contenders.2.mu\"]').scrollIntoView({ block: 'center' }); await settled();");
    let from = page.middle("[data-slider=\"contenders.2.mu\"]");
    page.drag((from.0 + 10.0, from.1), (from.0 - 60.0, from.1), |_| ());
    let dragged = still(&mut page, 2);
    assert!(dragged != before[1], "the former path stands on the ground");
    assert!([1, 3].map(|panel| still(&mut page, panel)) == [before[0].clone(), before[2].clone()]);
    // However far the drag went, what is left is one path: the one that a single change leaves.
    let value = page.text("field('contenders.2.mu').value");
    page.go(LINK);
    page.run(&format!("await enter('contenders.2.mu', '{value}');"));
    assert!(still(&mut page, 2) == dragged);
    // The view may change; the next edit, and another landscape, leave nothing of it.
    page.run("lab.call('zoomMiddle', 0.5); lab.call('zoomMiddle', 2);");
    page.run("await enter('contenders.3.rate', '0.01');");
    assert!(still(&mut page, 2) == before[1]);
    assert!(still(&mut page, 3) != before[2]);
    page.run("await enter('surface.b', '99'); await enter('surface.b', '100');");
    assert!(still(&mut page, 3) == before[2]);
    page.is_content();
}

#[test]
fn a_start_that_is_dragged_leaves_every_contenders_path() {
    let mut page = Page::open(LINK);
    let before = [1, 2, 3].map(|panel| still(&mut page, panel));
    let from = page.middle("[data-start=\"0\"]");
    let mut midway = Vec::new();
    page.drag(from, (from.0 + 30.0, from.1 + 20.0), |page| midway = [1, 2, 3].map(|panel| still(page, panel)).into());
    for panel in [1, 2, 3] {
        assert!(midway[panel - 1] != before[panel - 1]);
        assert!(still(&mut page, panel) == midway[panel - 1], "what was there before stays as it was");
    }
    page.is_content();
}

#[test]
fn keys_that_follow_one_another_are_one_edit() {
    let mut page = Page::open(LINK);
    page.run("await slide('contenders.2.mu', 0.5); field('contenders.2.mu').blur();");
    let once = still(&mut page, 2);
    page.go(LINK);
    // At once: on a busy machine a frame may take longer than a hand rests between two keys.
    page.run("await Promise.all([0.5, 0.51, 0.52, 0.53].map((place) => slide('contenders.2.mu', place))); field('contenders.2.mu').blur();");
    assert!(still(&mut page, 2) == once);
    page.run("await new Promise((done) => setTimeout(done, 700)); await slide('contenders.2.mu', 0.54);");
    assert!(still(&mut page, 2) != once, "after a pause it is another");
    page.is_content();
}

#[test]
fn a_pinned_run_is_seen_beside_the_edited_one_and_is_part_of_the_link() {
    let mut page = Page::open(LINK);
    let (before, paths) = (still(&mut page, 2), page.paths());
    pin(&mut page, 2);
    page.check("$('button[aria-label^=\"pin the run of contender 2\"]').ariaPressed === 'true'");
    assert!(still(&mut page, 2) != before);
    assert_eq!(page.paths(), paths);
    page.run("await enter('contenders.2.rate', '0.0001'); await enter('contenders.2.mu', '0.5');");
    page.check("$('button[aria-label^=\"pin the run of contender 2\"]').ariaPressed === 'false'");
    page.check("$('contender-list [data-contender=\"2\"] .pins').textContent === 'η 0.0003'");
    page.check("$('race-board .panel:nth-of-type(2) .rate').title.includes('pinned: η 0.0003')");
    assert_eq!(page.js("bits(3)"), paths[1], "the pin's run has the bits of the run it was made from");
    page.reopens();
    assert_eq!(page.js("bits(3)"), paths[1]);
    page.check("$('contender-list [data-contender=\"2\"] .pins').textContent === 'η 0.0003'");
    let kept = still(&mut page, 2);
    assert!(kept != before);
    // In one picture all lie upon one another.
    page.press("o");
    let overlaid = still(&mut page, 1);
    page.press("o");
    page.run("$('contender-list [data-contender=\"2\"] .pins button').click(); await settled();");
    assert!(still(&mut page, 2) == before, "what is let go leaves nothing");
    page.press("o");
    assert!(still(&mut page, 1) != overlaid);
    page.check("!lab.ask('link').includes('pin')");
    page.is_content();
}

#[test]
fn pins_are_made_and_let_go_by_keyboard() {
    let mut page = Page::open(LINK);
    page.run("$('button[aria-label^=\"pin the run of contender 1\"]').focus();");
    page.press("Enter");
    page.check("lab.ask('link').includes('&pin=1,-1.5,2,gradient_descent,rate:0.001')");
    page.check("document.activeElement.ariaPressed === 'true'");
    page.press("Tab");
    page.press("Tab");
    page.press("Tab");
    page.check(
        "document.activeElement.ariaLabel === 'unpin η 0.001' || document.activeElement.title === 'unpin η 0.001'",
    );
    page.press("Enter");
    page.check("!lab.ask('link').includes('pin')");
    page.is_content();
}

#[test]
fn a_seventh_pin_is_refused_and_a_file_keeps_six() {
    let mut page = Page::open(LINK);
    for k in 1..=6 {
        page.run(&format!("await enter('contenders.3.rate', '0.0{k}');"));
        pin(&mut page, 3);
    }
    page.run("await enter('contenders.3.rate', '0.07');");
    let before = page.state();
    pin(&mut page, 3);
    assert_eq!(page.message(), "pins: wanted at most 6, given 7");
    assert_eq!(page.state(), before);
    page.check("lab.ask('file').split('&pin=').length === 7");
    page.run("lab.call('openFile', lab.ask('file'));");
    assert_eq!(page.state(), before);
}
