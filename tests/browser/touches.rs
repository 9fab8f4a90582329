//! Fingers on a screen as the system reports them, from which the browser makes the page's events.

use serde_json::json;

use crate::fixture::Page;

#[test]
fn two_fingers_on_a_screen_zoom() {
    let mut page = Page::open("");
    let view = |page: &mut Page| page.text("new URLSearchParams(lab.ask('link')).get('view')");
    let home = view(&mut page);
    let (x, y) = page.middle("race-board .plot");
    let touch = |kind: &str, apart: f64| {
        let points = json!([{ "x": x - apart / 2.0, "y": y, "id": 1 }, { "x": x + apart / 2.0, "y": y, "id": 2 }]);
        json!({ "type": kind, "touchPoints": if kind == "touchEnd" { json!([]) } else { points } })
    };
    page.tab.call("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).expect("fingers are known");
    page.tab.call("Input.dispatchTouchEvent", touch("touchStart", 60.0)).expect("the fingers go down");
    for k in 1..=8 {
        page.tab.call("Input.dispatchTouchEvent", touch("touchMove", 60.0 + 10.0 * f64::from(k))).expect("they move");
    }
    page.tab.call("Input.dispatchTouchEvent", touch("touchEnd", 140.0)).expect("the fingers go up");
    page.js("await settled()");
    assert_ne!(view(&mut page), home);
    page.is_content();
}
