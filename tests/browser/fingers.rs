//! Fingers and a pen on the panels.

use crate::fixture::Page;

const STAGE: &str = "race-board .plot";

fn view(page: &mut Page) -> String {
    page.text("new URLSearchParams(lab.ask('link')).get('view')")
}

fn starts(page: &mut Page) -> String {
    page.text("new URLSearchParams(lab.ask('link')).getAll('start').join('|')")
}

/// One pointer goes down, moves in ten steps, and goes up.
fn stroke(page: &mut Page, kind: &str, from: (f64, f64), to: (f64, f64)) {
    page.pointers(kind, "pointerdown", &[(1, from.0, from.1)]);
    for k in 1..=10 {
        let t = f64::from(k) / 10.0;
        page.pointers(kind, "pointermove", &[(1, from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t)]);
    }
    page.pointers(kind, "pointerup", &[(1, to.0, to.1)]);
    page.js("await settled()");
}

#[test]
fn a_finger_or_a_pen_drags_the_start() {
    for kind in ["touch", "pen"] {
        let mut page = Page::open("");
        page.press("End");
        let paths = page.paths();
        let from = page.middle("race-board .start");
        stroke(&mut page, kind, from, (from.0 + 40.0, from.1 + 25.0));
        let now = page.middle("race-board .start");
        assert!((now.0 - from.0 - 40.0).abs() < 2.0 && (now.1 - from.1 - 25.0).abs() < 2.0, "{kind}: {from:?} {now:?}");
        assert!(page.paths().iter().zip(&paths).all(|(now, before)| now != before), "{kind}: every path follows");
        page.is_content();
    }
}

#[test]
fn a_tap_places_the_start_where_the_finger_was() {
    let mut page = Page::open("");
    let (x, y) = page.middle(STAGE);
    stroke(&mut page, "touch", (x + 30.0, y - 20.0), (x + 31.0, y - 20.0));
    let (sx, sy) = page.middle("race-board .start");
    assert!((sx - x - 30.0).abs() < 2.0 && (sy - y + 20.0).abs() < 2.0, "{sx} {sy}");
    // A finger stays nowhere: the inspector tells of the playhead again.
    page.check("$('point-inspector .about').textContent !== 'at the pointer'");
    page.is_content();
}

#[test]
fn one_finger_moves_no_view_and_a_pen_does() {
    let mut page = Page::open("");
    let (x, y) = page.middle(STAGE);
    let (home, start) = (view(&mut page), starts(&mut page));
    // One finger is to scroll the page.
    stroke(&mut page, "touch", (x + 20.0, y), (x + 70.0, y + 30.0));
    assert_eq!((view(&mut page), starts(&mut page)), (home.clone(), start.clone()));
    stroke(&mut page, "pen", (x + 20.0, y), (x + 70.0, y + 30.0));
    assert_ne!(view(&mut page), home);
    assert_eq!(starts(&mut page), start);
    page.is_content();
}

#[test]
fn two_fingers_zoom_about_their_middle_and_place_no_start() {
    let mut page = Page::open("");
    let (x, y) = page.middle(STAGE);
    let start = starts(&mut page);
    let width =
        "((view) => view[1] - view[0])(new URLSearchParams(lab.ask('link')).get('view').split(',').map(Number))";
    let before = page.number(width);
    page.pinch((x, y), 60.0, 120.0);
    let closer = page.number(width);
    assert!((before / closer - 2.0).abs() < 0.02, "twice as large: {before} to {closer}");
    page.pinch((x, y), 120.0, 60.0);
    assert!((page.number(width) / before - 1.0).abs() < 0.02);
    assert_eq!(starts(&mut page), start);
    // A finger that the system takes away leaves nothing behind.
    page.pointers("touch", "pointerdown", &[(1, x, y)]);
    page.pointers("touch", "pointercancel", &[(1, x, y)]);
    assert_eq!(starts(&mut page), start);
    page.is_content();
}
