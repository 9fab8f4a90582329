//! Whoever looks, hears, types or magnifies: no view has anything that a checker, a keyboard or large letters stumble
//! over.
//!
//! The checker is axe-core 4.14.1 (Deque Systems, MPL-2.0, kept beside this file as it was published); `audit.js` looks
//! at what it leaves open.

use serde_json::{Value, json};

use crate::fixture::{Page, THREE};

const AXE: &str = include_str!("axe/axe.min.js");
const AUDIT: &str = include_str!("audit.js");

/// Two ways over Himmelblau's four minima.
const FOUR: &str = "v=1&on=himmelblau&view=-5,5,-5,5&start=-0.3,-0.8&seed=0&steps=200\
                    &c=gradient_descent,rate:0.01&c=momentum,rate:0.005";

/// A ravine, of which theory knows all.
const RAVINE: &str = "v=1&on=ravine&view=-5,5,-5,5&start=-4,2&seed=0&steps=200&c=momentum,rate:0.02";

/// As many contenders as there may be, in one panel.
const TWELVE: &str = "v=1&on=bowl&view=-5,5,-5,5&start=-4,2&seed=0&steps=100&see=overlay\
                      &c=gradient_descent,rate:0.01&c=momentum,rate:0.01&c=nesterov,rate:0.01&c=adagrad,rate:0.1\
                      &c=rmsprop,rate:0.01&c=adam,rate:0.1&c=gradient_descent,rate:0.02&c=momentum,rate:0.02\
                      &c=nesterov,rate:0.02&c=adagrad,rate:0.2&c=rmsprop,rate:0.02&c=adam,rate:0.2";

/// A view of the page: its name, the link that it begins with, and the statements that lead to it.
type View = (&'static str, &'static str, &'static str);

const VIEWS: [View; 22] = [
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
fn opened((_, link, steps): View, (width, height, ratio): (u32, u32, f64)) -> Page {
    let mut page = Page::sized(link, width, height, ratio);
    install(&mut page, steps);
    page
}

/// Installs the checkers, and goes to a view.
fn install(page: &mut Page, steps: &str) {
    page.run(AXE);
    page.run(AUDIT);
    page.run(&format!("await atEnd(); {steps} await settled();"));
}

/// Complaints of a list of texts, each with where it was.
fn complaints(place: &str, told: &Value) -> Vec<String> {
    let texts = told.as_array().unwrap_or_else(|| panic!("{place}: {told}"));
    texts.iter().map(|text| format!("{place}: {}", text.as_str().unwrap_or_default())).collect()
}

#[track_caller]
fn assert_none(complaints: &[String]) {
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

/// Walks through a view by the key `Tab`, from where the keyboard stands to the end, and from the beginning until it
/// comes round: the places that have had the keyboard, by where they are among all elements, and what was wrong.
fn walked(page: &mut Page) -> (Vec<u64>, Vec<String>) {
    let (mut places, mut faults) = (Vec::new(), Vec::new());
    // What merely lets go of the keyboard is still the place that the next key goes on from; the whole page, which has
    // it, is none.
    for begin in ["", "document.body.tabIndex = -1; document.body.focus(); scrollTo(0, 0);"] {
        page.run(begin);
        for _ in 0..600 {
            page.press("Tab");
            let focused = page.js("audit.focused()");
            let Some(place) = focused["order"].as_u64() else { break };
            if places.contains(&place) {
                break;
            }
            places.push(place);
            faults.extend(complaints(focused["what"].as_str().unwrap_or_default(), &focused["faults"]));
        }
    }
    (places, faults)
}

#[test]
fn the_keyboard_reaches_everything_and_is_always_seen() {
    const WALKED: [&str; 7] = ["start", "data", "a list to choose from", "inside", "basins", "a lesson", "classroom"];
    let mut all = Vec::new();
    for view in VIEWS.into_iter().filter(|(name, _, _)| WALKED.contains(name)) {
        let mut page = opened(view, (1440, 900, 1.0));
        let (places, faults) = walked(&mut page);
        all.extend(faults.into_iter().map(|fault| format!("{}: {fault}", view.0)));
        // Whatever can have the keyboard had it, one of several that are one choice.
        let missed = page.js(&format!(
            "(() => {{ const places = new Set({places:?}), every = [...document.querySelectorAll('*')];
               return every.filter((element, k) => element.matches('button, input, select, textarea, summary, a[href], [tabindex=\"0\"]')
                 && element.checkVisibility({{ visibilityProperty: true }}) && !element.disabled && element.tabIndex >= 0
                 && element.type !== 'radio' && !places.has(k)).map(audit.named); }})()"
        ));
        all.extend(complaints(&format!("{}: never reached", view.0), &missed));
        assert!(places.len() > 10, "{}: {} places", view.0, places.len());
    }
    assert_none(&all);
}

#[test]
fn dialogs_keep_the_keyboard_and_give_it_back() {
    for (name, tag) in [("Keep", "kept-list"), ("Export", "export-dialog")] {
        let mut page = Page::open("");
        install(&mut page, "");
        page.run(&format!("await tool('page-tools', '{name}'); await until(() => $('{tag} dialog')?.open);"));
        for _ in 0..60 {
            page.press("Tab");
            page.check(&format!(
                "document.activeElement === document.body || $('{tag} dialog').contains(document.activeElement)"
            ));
        }
        page.press("Escape");
        page.check(&format!("!$('{tag} dialog').open && document.activeElement.textContent === '{name}'"));
    }
    // So does a list to choose from, which also closes when the keyboard goes on.
    let mut page = Page::open("");
    install(&mut page, "$('contender-list .picked').focus();");
    page.press("Enter");
    page.check("document.activeElement.type === 'search' && $('.choices').matches(':popover-open')");
    page.press("Escape");
    page.check("document.activeElement === $('contender-list .picked') && !$('.choices').matches(':popover-open')");
    page.press("Enter");
    for _ in 0..40 {
        page.press("Tab");
    }
    page.check("!$('.choices').matches(':popover-open') && document.activeElement !== document.body");
    // A message goes by the same key.
    page.go("v=1&on=nonsense");
    page.check("!$('page-message').hidden");
    page.press("Escape");
    page.check("$('page-message').hidden");
}

#[test]
fn the_link_to_the_race_leaves_the_experiment_alone() {
    let mut page = Page::open(FOUR);
    page.press("Tab");
    page.check("document.activeElement.matches('.skip')");
    let link = page.text("lab.ask('link')");
    page.press("Enter");
    page.check("$('race-board').contains(document.activeElement)");
    page.check("$('page-message').hidden");
    assert_eq!(page.text("lab.ask('link')"), link);
}

#[test]
fn sliders_say_what_they_are_worth_and_go_by_keys() {
    let mut page = Page::open(FOUR);
    let slider = "$('[data-slider=\"contenders.1.rate\"]')";
    let said = format!("{slider}.getAttribute('aria-valuetext')");
    page.run(&format!("{slider}.focus();"));
    let mut before = page.text(&said);
    assert_eq!(before, "0.01");
    for key in ["ArrowRight", "PageUp", "End", "ArrowLeft", "PageDown", "Home"] {
        page.press(key);
        let now = page.text(&said);
        assert_ne!(now, before, "{key}");
        page.check(&format!("field('contenders.1.rate').value === {}", json!(now)));
        before = now;
    }
    page.check(&format!("{slider}.getAttribute('aria-label') === 'learning rate'"));
    page.run("player.pause(); player.seek(17); await settled(); $('race-transport input').focus();");
    page.check("$('race-transport input').getAttribute('aria-valuetext') === 'step 17 of 200'");
    page.press("ArrowRight");
    page.check("player.step === 18 && $('race-transport input').getAttribute('aria-valuetext') === 'step 18 of 200'");
    page.press("Home");
    page.check("player.step === 0");
    page.press("End");
    page.check("player.step === 200");
}

#[test]
fn pictures_say_what_there_is_to_see_now() {
    let mut page = Page::open(FOUR);
    page.run("player.pause(); player.seek(0); await settled(); await settled();");
    let (board, chart) = ("$('race-board canvas[role=img]').ariaLabel", "$('loss-chart canvas[role=img]').ariaLabel");
    page.tab.wait_for(&format!("{chart}.startsWith('loss: step 0 of 200; ')")).expect("the chart says what it shows");
    let at_first = (page.text(board), page.text(chart));
    assert!(at_first.0.contains("Gradient descent") && at_first.0.contains("step 0"), "{}", at_first.0);
    assert!(at_first.1.starts_with("loss: step 0 of 200; 1 Gradient descent "), "{}", at_first.1);
    page.press("End");
    page.tab.wait_for(&format!("{chart}.startsWith('loss: step 200 of 200; ')")).expect("it says so of the end");
    let at_last = (page.text(board), page.text(chart));
    assert!(at_last.0.contains("reached the minimum"), "{}", at_last.0);
    assert!(at_last.1.starts_with("loss: step 200 of 200; 1 Gradient descent "), "{}", at_last.1);
    assert_ne!(at_first.1.split("; ").nth(1), at_last.1.split("; ").nth(1));
    // While a race plays the chart's words rest.
    page.press("Home");
    page.tab.wait_for(&format!("{chart}.startsWith('loss: step 0 of 200; ')")).expect("it says so of the start");
    let resting = page.text(chart);
    page.run("player.play(); await settled(); await settled();");
    assert_eq!(page.text(chart), resting);
}

#[test]
fn the_race_is_a_table_as_well() {
    let mut page = Page::open(FOUR);
    page.run("player.pause(); player.seek(7); await settled();");
    let loaded = "performance.getEntriesByType('resource').filter(({ name }) => /inside/.test(name)).length";
    assert_eq!(page.number(loaded), 0.0, "nothing of it is loaded before it is asked for");
    page.run("$('race-table').scrollIntoView(); $('race-table summary').focus();");
    page.press("Enter");
    page.tab.wait_for("$$('race-table table').length === 2").expect("the tables");
    page.tab.wait_for("$('race-table caption').textContent !== ''").expect("what they say");
    let caption = page.text("$('race-table caption').textContent");
    assert_eq!(caption, "How the contenders stand at step 7 of 200");
    let row = "(k) => [...$$('race-table table')[0].tBodies[0].rows[k].cells].map((cell) => cell.textContent)";
    let first = page.js(&format!("({row})(0)"));
    assert_eq!((&first[0], &first[1]), (&json!("Gradient descent"), &json!("7")));
    // The place is the iterate of the engine, to the digits shown.
    let exact = page.js("[...lab.ask('points', 0, 0)].slice(14, 16)");
    for k in 0..2 {
        let shown: f64 = first[2 + k].as_str().expect("a number").replace('−', "-").parse().expect("a number");
        let exact = exact[k].as_f64().expect("a number");
        assert!((shown - exact).abs() <= 1e-4 * exact.abs(), "{shown} and {exact}");
    }
    // From step to step, by decades, with the playhead among them.
    let heads = page.js("[...$$('race-table table')[1].tBodies[0].rows].map((row) => row.cells[0].textContent)");
    assert_eq!(heads[0], "step 0 of 200");
    assert_eq!(heads[4], "step 7 of 200");
    assert_eq!(heads.as_array().map(Vec::len), Some(10));
    page.check("$('race-table [aria-current] th').textContent === 'step 7 of 200'");
    page.choose("race-table select", "gradient");
    page.tab.wait_for("$$('race-table caption')[1].textContent === 'gradient ‖∇L‖'").expect("another quantity");
    let told = page.text("$$('race-table table')[1].tBodies[0].rows[4].cells[1].textContent");
    assert_eq!(Value::from(told), first[5], "the same norm of the gradient in both tables");
    // It follows the playhead, and the experiment.
    page.run("player.seek(200);");
    page.tab.wait_for("$('race-table caption').textContent.endsWith('step 200 of 200')").expect("the playhead's place");
    page.check("$$('race-table table')[0].tBodies[0].rows[0].cells[6].textContent.startsWith('reached the minimum')");
    page.is_content();
}

#[test]
fn the_data_are_a_table_as_well() {
    let mut page = Page::open(THREE);
    page.run("player.pause(); $('race-table details').open = true;");
    page.tab.wait_for("$('race-table caption')?.textContent").expect("the tables");
    page.choose("race-table select", "data");
    page.tab.wait_for("$$('race-table table')[1].tBodies[0].rows.length === 60").expect("60 points");
    page.check("$$('race-table table')[1].tHead.rows[0].cells.length === 3");
}

#[test]
fn a_map_over_settings_is_a_table_as_well() {
    let mut page = Page::open(RAVINE);
    install(&mut page, VIEWS[11].2);
    page.run("$$('map-card details').find((one) => one.textContent.startsWith('The map')).open = true;");
    page.tab.wait_for("$('map-card .cells tbody tr')").expect("the table");
    page.check("$('map-card .cells caption').textContent.startsWith('learning rate from column to column')");
    page.check("$$('map-card .cells tbody tr').length === 9 && $$('map-card .cells tbody tr')[0].cells.length === 10");
    // The picture's name has the best of them.
    page.check("$('map-card canvas[role=img]').ariaLabel.includes($('map-card .about ~ .about').textContent)");
    page.check("$('map-card .about ~ .about').textContent.length > 9");
    page.check("$('map-card .cells td:not(:empty)') !== null && [...$$('map-card .cells tbody td')].every((cell) => cell.textContent)");
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
