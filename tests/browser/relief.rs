//! The landscape in 3D: opened, turned, clicked, closed.

use crate::fixture::Page;

const HIMMELBLAU: &str =
    "v=1&on=himmelblau&view=-6,6,-6,6&start=-1,-1&steps=100&c=gradient_descent,rate:0.01&c=adam,rate:0.1";

/// Opens what explains runs, and the 3D view by its key.
fn open(page: &mut Page) {
    page.press("End");
    page.press("i");
    page.tab.wait_for("document.querySelector('relief-switch')").expect("what explains runs");
    page.js("await settled()");
    page.press("3");
    rest(page);
}

/// Waits until the view rests and is drawn fine.
fn rest(page: &mut Page) {
    page.run("await new Promise((done) => setTimeout(done, 250)); await settled();");
}

/// What the canvas of the surface shows.
fn surface(page: &mut Page) -> String {
    page.picture("relief-view canvas")
}

fn words(page: &mut Page) -> String {
    page.text("$('relief-view .plot').getAttribute('aria-label')")
}

#[test]
fn the_key_opens_it_in_place_of_the_panels_and_escape_returns_to_them() {
    let mut page = Page::open(HIMMELBLAU);
    page.press("3");
    page.check("!$('relief-view')");
    open(&mut page);
    page.check("!$('relief-view').hidden && getComputedStyle($('race-board')).visibility === 'hidden'");
    page.check(
        "new Set($('relief-view canvas').getContext('2d').getImageData(0, 0, 600, 400).data).size > 60 \
         && $$('relief-view canvas')[1].getContext('2d').getImageData(0, 0, 600, 400).data.some((value) => value > 0)",
    );
    let said = words(&mut page);
    assert!(said.starts_with("Himmelblau in 3D with 2 paths on it: x from \u{2212}6 to 6"), "{said}");
    // It covers the panels and nothing else.
    page.check(
        "(() => { const [a, b] = ['relief-view', 'race-board'].map((tag) => $(tag).getBoundingClientRect()); \
         return Math.abs(a.top - b.top) < 1 && a.bottom <= $('race-transport').getBoundingClientRect().top; })()",
    );
    page.press("Escape");
    page.check("$('relief-view').hidden && getComputedStyle($('race-board')).visibility === 'visible'");
    page.push("relief-switch", "Landscape in 3D");
    page.check("!$('relief-view').hidden && $('relief-switch button').ariaPressed === 'true'");
    page.push("relief-view", "Panels");
    page.check("$('relief-view').hidden && $('relief-switch button').ariaPressed === 'false'");
    page.is_content();
}

#[test]
fn dragging_turns_it_wheel_and_fingers_zoom_and_the_link_stays() {
    let mut page = Page::open(HIMMELBLAU);
    open(&mut page);
    let (before, said, state) = (surface(&mut page), words(&mut page), page.state());
    let (x, y) = page.middle("relief-view .plot");
    page.drag((x, y), (x + 150.0, y + 20.0), |_| {});
    rest(&mut page);
    let turned = surface(&mut page);
    assert!(turned != before);
    assert_ne!(words(&mut page), said);
    page.wheel((x + 40.0, y), -240.0);
    rest(&mut page);
    assert!(surface(&mut page) != turned);
    page.push("relief-view", "Reset");
    rest(&mut page);
    // Not `assert_eq`, which would print both pictures.
    assert!(surface(&mut page) == before, "as at first");
    page.pinch((x, y), 140.0, 60.0);
    rest(&mut page);
    assert!(surface(&mut page) != before);
    assert_eq!(page.state(), state, "looking changes nothing");
    page.is_content();
}

#[test]
fn a_click_places_the_start_where_the_surface_is_seen() {
    let mut page = Page::open(HIMMELBLAU);
    open(&mut page);
    let (still, paths) = (surface(&mut page), page.picture("relief-view canvas:nth-of-type(2)"));
    let (x, y) = page.middle("relief-view .plot");
    let at = (x + 60.0, y - 30.0);
    page.hover(at);
    let tag = page.text("$('relief-view .tag').textContent");
    assert!(tag.starts_with("L = ") && tag.contains(" at ("), "{tag}");
    page.click(at, false);
    let start = page.text("`(${field('starts.1.x').value}, ${field('starts.1.y').value})`").replace('-', "\u{2212}");
    assert!(tag.ends_with(&start), "{tag} is not at {start}");
    page.check("path(0).startsWith(`${field('starts.1.x').value},${field('starts.1.y').value},`)");
    assert!(page.picture("relief-view canvas:nth-of-type(2)") != paths, "other paths");
    assert!(surface(&mut page) == still, "on the same surface");
    let mark = page.middle("relief-view .start");
    assert!((mark.0 - at.0).abs() < 2.0 && (mark.1 - at.1).abs() < 2.0, "{mark:?} {at:?}");
    // Beside the surface there is nothing to start from.
    let state = page.state();
    let corner =
        page.run("const box = $('relief-view .plot').getBoundingClientRect(); return [box.left + 8, box.bottom - 8];");
    page.click((corner[0].as_f64().expect("a place"), corner[1].as_f64().expect("a place")), false);
    assert_eq!(page.state(), state);
    page.is_content();
}

#[test]
fn heads_follow_the_playhead() {
    let mut page = Page::open(HIMMELBLAU);
    open(&mut page);
    let heads = "$$('relief-view .head').map((head) => head.style.transform).join()";
    let (end, drawn) = (page.text(heads), page.picture("relief-view canvas:nth-of-type(2)"));
    page.press("Home");
    page.js("await settled()");
    let start = page.text(heads);
    assert_ne!(start, end);
    page.check(
        "$$('relief-view .head').every((head) => head.style.transform === $('relief-view .start').style.transform)",
    );
    assert!(page.picture("relief-view canvas:nth-of-type(2)") != drawn);
    page.run("player.seek(50); $('relief-view').dispatchEvent(Object.assign(new Event('wish', { bubbles: true }), { name: 'look' })); await settled();");
    assert_ne!(page.text(heads), start);
    page.press("End");
    page.js("await settled()");
    assert_eq!(page.text(heads), end);
    page.is_content();
}

#[test]
fn the_keyboard_alone_turns_zooms_and_changes_the_heights() {
    let mut page = Page::open(HIMMELBLAU);
    open(&mut page);
    page.check("document.activeElement === $('relief-view .plot')");
    let mut seen = vec![surface(&mut page)];
    for key in ["ArrowLeft", "ArrowUp", "+", "l"] {
        page.press(key);
        rest(&mut page);
        let now = surface(&mut page);
        assert!(!seen.contains(&now), "{key} changes the picture");
        seen.push(now);
    }
    assert!(!words(&mut page).contains("logarithmic"));
    page.check("player.step === player.steps");
    page.press("l");
    page.press("0");
    rest(&mut page);
    assert!(surface(&mut page) == seen[0]);
    // A loss without a known infimum has no logarithm.
    page.run("await enter('surface', 'saddle'); await settled();");
    page.check("$('relief-view .buttons button').disabled");
    page.is_content();
}

#[test]
fn a_landscape_of_one_parameter_has_none_and_says_so() {
    let mut page = Page::open(HIMMELBLAU);
    open(&mut page);
    page.run("await enter('surface', 'wave'); await settled();");
    page.check("$('relief-view .plot').hidden");
    let said = page.text("$('relief-view > .about').textContent");
    assert!(said.contains("has one parameter") && said.contains("no 3D view"), "{said}");
    page.run("await enter('surface', 'bowl');");
    rest(&mut page);
    page.check("!$('relief-view .plot').hidden && $('relief-view > .about').textContent === ''");
    page.is_content();
}

#[test]
fn on_a_phone_it_is_as_wide_as_the_page_and_the_page_still_scrolls() {
    let mut phone = Page::sized(HIMMELBLAU, 390, 844, 2.0);
    open(&mut phone);
    phone.check("document.documentElement.scrollWidth <= 390");
    phone.check("$('relief-view').getBoundingClientRect().right <= 390 && $('relief-view .plot').clientHeight > 250");
    phone.check("getComputedStyle($('relief-view .plot')).touchAction === 'none' && getComputedStyle($('relief-view')).touchAction === 'auto'");
    phone.is_content();
}
