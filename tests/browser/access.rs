//! Whoever looks, hears, types or magnifies: no view has anything that a checker or large letters stumble over.
//! `keyboard.rs` goes through the page by keys, `told.rs` asks it for what its pictures show.
//!
//! The checker is axe-core 4.14.1 (Deque Systems, MPL-2.0, kept beside this file as it was published); `audit.js` looks
//! at what it leaves open.

use serde_json::Value;

use crate::fixture::{Page, THREE};

const AXE: &str = include_str!("axe/axe.min.js");
const AUDIT: &str = include_str!("audit.js");

/// Two ways over Himmelblau's four minima.
pub const FOUR: &str = "v=1&on=himmelblau&view=-5,5,-5,5&start=-0.3,-0.8&seed=0&steps=200\
                    &c=gradient_descent,rate:0.01&c=momentum,rate:0.005";

/// A ravine, of which theory knows all.
pub const RAVINE: &str = "v=1&on=ravine&view=-5,5,-5,5&start=-4,2&seed=0&steps=200&c=momentum,rate:0.02";

/// As many contenders as there may be, in one panel.
const TWELVE: &str = "v=1&on=bowl&view=-5,5,-5,5&start=-4,2&seed=0&steps=100&see=overlay\
                      &c=gradient_descent,rate:0.01&c=momentum,rate:0.01&c=nesterov,rate:0.01&c=adagrad,rate:0.1\
                      &c=rmsprop,rate:0.01&c=adam,rate:0.1&c=gradient_descent,rate:0.02&c=momentum,rate:0.02\
                      &c=nesterov,rate:0.02&c=adagrad,rate:0.2&c=rmsprop,rate:0.02&c=adam,rate:0.2";

/// A view of the page: its name, the link that it begins with, and the statements that lead to it.
pub type View = (&'static str, &'static str, &'static str);

pub const VIEWS: [View; 22] = [
    ("start", "", ""),
    ("cards", "", "await unfold();"),
    ("twelve", TWELVE, ""),
    ("data", THREE, "await unfold();"),
    (
        "own data",
        THREE,
        "await tool('landscape-card', 'Use my data'); await until(() => $('bring-data dialog')?.open);",
    ),
    (
        "a formula with a mistake",
        "v=1&on=formula&f=x^2%2By^2&view=-3,3,-3,3&start=1,2&steps=50&c=adam,rate:0.1",
        "await enter('formula', 'x^2 +');",
    ),
    ("a message", "v=1&on=nonsense", ""),
    ("a list to choose from", "", "$('contender-list .picked').click(); await settled();"),
    ("inside", "", "await key('i'); await until(() => $('trace-charts')?.checkVisibility()); await unfold();"),
    (
        "relief",
        "",
        "await key('i'); await until(() => $('trace-charts')?.checkVisibility());
         await key('3'); await until(() => $('relief-view')?.checkVisibility());",
    ),
    ("basins", FOUR, "await key('m'); await until(() => $('map-card progress')?.value === 1); await unfold();"),
    (
        "tuning",
        RAVINE,
        "await key('m'); await until(() => $('map-card progress')?.value === 1);
         const list = $('map-card select'); list.value = 'tuning'; list.dispatchEvent(new Event('change', { bubbles: true }));
         await until(() => $('map-card .plot')?.checkVisibility()); await until(() => $('map-card progress')?.value === 1);",
    ),
    (
        "robustness",
        FOUR,
        "await key('m'); await until(() => $('map-card progress')?.value === 1);
         const list = $('map-card select'); list.value = 'robustness'; list.dispatchEvent(new Event('change', { bubbles: true }));
         await settled(); await until(() => $('map-card progress')?.value === 1);",
    ),
    (
        "theory",
        RAVINE,
        "await key('i'); await until(() => $('theory-card')?.checkVisibility()); await unfold();",
    ),
    ("definiteness", FOUR, "await key('d');"),
    ("lessons", "", "await key('l'); await until(() => $$('lesson-panel .lessons button').length >= 2);"),
    (
        "a lesson",
        "lesson=learning-rate.2",
        "await until(() => $('lesson-panel [aria-current]')?.dataset.scene === '2');",
    ),
    ("classroom", "", "await key('c'); await until(() => document.body.dataset.classroom === '');"),
    (
        "keys of the classroom",
        "",
        "await key('c'); await until(() => document.body.dataset.classroom === ''); await key('?');",
    ),
    (
        "export",
        "",
        "await tool('page-tools', 'Export');
         await until(() => $('export-dialog dialog')?.open && !$('export-dialog').hasAttribute('busy'));
         for (const details of $$('export-dialog details')) details.open = true;",
    ),
    (
        "keep",
        "",
        "await tool('page-tools', 'Keep'); await until(() => $('kept-list dialog')?.open);
         $('kept-list form input').value = 'one'; await tool('kept-list form', 'Keep');
         await until(() => $$('kept-list li').length >= 1);",
    ),
    ("a QR code", "", "await key('q'); await until(() => $('link-code dialog')?.open);"),
];

/// Opens a view in a size.
pub fn opened((_, link, steps): View, (width, height, ratio): (u32, u32, f64)) -> Page {
    let mut page = Page::sized(link, width, height, ratio);
    install(&mut page, steps);
    page
}

/// Installs the checkers, and goes to a view.
pub fn install(page: &mut Page, steps: &str) {
    page.run(AXE);
    page.run(AUDIT);
    page.run(&format!("await atEnd(); {steps} await settled();"));
}

/// Complaints of a list of texts, each with where it was.
pub fn complaints(place: &str, told: &Value) -> Vec<String> {
    let texts = told.as_array().unwrap_or_else(|| panic!("{place}: {told}"));
    texts.iter().map(|text| format!("{place}: {}", text.as_str().unwrap_or_default())).collect()
}

#[track_caller]
pub fn assert_none(complaints: &[String]) {
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn no_view_breaks_a_rule_of_accessibility() {
    let mut all = Vec::new();
    for view in VIEWS {
        let mut page = opened(view, (1440, 900, 1.0));
        all.extend(complaints(view.0, &page.js("await audit.axe()")));
        all.extend(complaints(view.0, &page.js("audit.pictures()")));
        all.extend(complaints(view.0, &page.js("audit.texts()")));
        // In the dark as well, without the page made anew.
        page.run("document.documentElement.style.colorScheme = 'dark'; await settled();");
        all.extend(complaints(&format!("{}, dark", view.0), &page.js("audit.texts()")));
    }
    assert_none(&all);
}

#[test]
fn no_view_breaks_one_on_a_phone() {
    let mut all = Vec::new();
    for view in VIEWS {
        let mut page = opened(view, (390, 844, 2.0));
        // What lies under the bar at the lower edge just now is scrolled from under it.
        page.run("$('race-transport').style.position = 'static'; await settled();");
        all.extend(complaints(view.0, &page.js("await audit.axe()")));
        all.extend(complaints(view.0, &page.js("audit.texts()")));
        all.extend(complaints(view.0, &page.js("audit.cut()")));
    }
    assert_none(&all);
}

#[test]
fn neither_does_the_page_within_another_one() {
    let mut page = Page::open("");
    page.address = format!("{}?embed=1&hide=settings,numbers", page.address);
    page.go(FOUR);
    install(&mut page, "await until(() => $('embed-bar a'));");
    page.check("$('embed-bar a') !== null && !$('section.side').checkVisibility()");
    for ask in ["await audit.axe()", "audit.texts()", "audit.pictures()", "audit.cut()"] {
        assert_none(&complaints("embedded", &page.js(ask)));
    }
}

#[test]
fn nothing_is_cut_off_where_letters_are_twice_or_four_times_as_large() {
    let mut all = Vec::new();
    for view in VIEWS {
        for (width, height, ratio) in [(720, 450, 2.0), (320, 512, 4.0)] {
            let mut page = opened(view, (width, height, ratio));
            let place = format!("{} at {width} × {height}", view.0);
            all.extend(complaints(&place, &page.js("audit.cut()")));
        }
    }
    assert_none(&all);
}

#[test]
fn nothing_is_cut_off_where_letters_and_lines_are_set_wider() {
    // WCAG 2.2, 1.4.12: what a user may set.
    const WIDER: &str = "const sheet = new CSSStyleSheet();
      sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
        p { margin-bottom: 2em !important }`);
      document.adoptedStyleSheets.push(sheet);
      dispatchEvent(new Event('resize'));
      for (let k = 0; k < 3; k += 1) await settled();";
    let mut all = Vec::new();
    for view in VIEWS {
        for size in [(1440, 900, 1.0), (390, 844, 1.0)] {
            let mut page = opened(view, size);
            page.run(WIDER);
            all.extend(complaints(&format!("{} at {}", view.0, size.0), &page.js("audit.cut()")));
        }
    }
    assert_none(&all);
}

#[test]
fn colours_of_the_user_leave_nothing_out() {
    let mut page = Page::open("");
    page.prefer("forced-colors", "active");
    install(&mut page, "await settled();");
    page.check("matchMedia('(forced-colors: active)').matches");
    // Contenders keep their colours, on the page and in the drawings.
    let swatches = "new Set($$('race-board .swatch').map((swatch) => getComputedStyle(swatch).backgroundColor)).size";
    assert_eq!(page.number(swatches), 6.0);
    let colours = "(() => { const shown = curves($('loss-chart'));
       const { data } = shown.getImageData(0, 0, shown.canvas.width, shown.canvas.height);
       const seen = new Set();
       for (let k = 0; k < data.length; k += 4) if (data[k + 3] === 255) seen.add(`${data[k]} ${data[k + 1]} ${data[k + 2]}`);
       return seen.size; })()";
    assert!(page.number(colours) >= 6.0, "{}", page.number(colours));
    page.check(
        "getComputedStyle($('view-tools button[aria-pressed=false]')).backgroundColor
           !== getComputedStyle($('loss-chart button[aria-pressed=true]')).backgroundColor",
    );
    assert_none(&complaints("forced colours", &page.js("audit.texts()")));
}

#[test]
fn the_checkers_see_what_is_wrong() {
    let mut page = Page::open("");
    install(&mut page, "");
    page.run(
        "const pale = document.createElement('p'); pale.textContent = 'pale'; pale.style.color = 'rgb(170, 170, 170)';
         const cut = document.createElement('p'); cut.textContent = 'cut '.repeat(90);
         cut.style.whiteSpace = 'nowrap'; cut.style.overflow = 'hidden'; cut.style.width = '100px';
         const mute = document.createElement('canvas');
         const tiny = document.createElement('button'); tiny.style.all = 'unset'; tiny.style.cssText += 'width:9px;height:9px;display:inline-block';
         const twin = tiny.cloneNode();
         $('landscape-card').prepend(pale, cut, mute, tiny, twin); await settled();",
    );
    let seen = |page: &mut Page, ask: &str, sign: &str| {
        let told = complaints("made up", &page.js(ask));
        assert!(told.iter().any(|text| text.contains(sign)), "{sign} is not among {told:#?}");
    };
    seen(&mut page, "audit.texts()", "pale");
    seen(&mut page, "audit.cut()", "cut cut");
    seen(&mut page, "audit.pictures()", "<canvas>");
    seen(&mut page, "await audit.axe()", "button-name");
    seen(&mut page, "await audit.axe()", "target-size");
    seen(&mut page, "await audit.axe()", "color-contrast");
    // A place of the keyboard that nothing shows.
    page.run(
        "const [tiny] = $('landscape-card').querySelectorAll('button'); tiny.style.outline = 'none'; tiny.focus();",
    );
    let faults = page.js("audit.focused().faults");
    assert!(faults.to_string().contains("nothing shows"), "{faults}");
}
