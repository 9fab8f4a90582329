//! Whoever only types: the keyboard reaches everything, is seen wherever it is, and is given back.

use serde_json::json;

use crate::access::{FOUR, VIEWS, assert_none, complaints, install, opened};
use crate::fixture::Page;

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
