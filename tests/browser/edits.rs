//! Every control changes what it says and nothing else.

use crate::fixture::Page;

/// The paths of all contenders from the first start.
fn paths(page: &mut Page) -> Vec<String> {
    let paths = page.js("lab.page().contenders.map((_, k) => path(k))");
    paths.as_array().expect("a list").iter().map(|path| path.as_str().expect("a text").to_string()).collect()
}

#[test]
fn a_slider_changes_its_own_path_and_no_other() {
    let mut page = Page::open("");
    let before = paths(&mut page);
    page.run("await slide('contenders.2.mu', 0.6);");
    let after = paths(&mut page);
    for k in 0..6 {
        assert_eq!(before[k] == after[k], k != 1, "contender {}", k + 1);
    }
    page.check("field('contenders.2.mu').value === lab.page().contenders[1].controls[1].text");
    page.is_content();
}

#[test]
fn every_control_of_every_card_answers() {
    let mut page = Page::open("");
    let fields = page.js("lab.page().contenders.flatMap((card) => card.controls.map(({ field }) => field))");
    for field in fields.as_array().expect("a list") {
        let field = field.as_str().expect("a name");
        let before = page.text("lab.ask('link')");
        page.run(&format!(
            "const entry = field('{field}');
             if (entry.options) await enter('{field}', entry.options[entry.options.length - 1].value);
             else await slide('{field}', 0.4321);"
        ));
        assert_ne!(page.text("lab.ask('link')"), before, "{field}");
        page.check(&format!("field('{field}').closest('.control').classList.contains('changed')"));
        // One click brings the default back and takes the mark away.
        page.run(&format!("field('{field}').closest('.control').querySelector('.reset').click(); await settled();"));
        page.check(&format!("!field('{field}').closest('.control').classList.contains('changed')"));
    }
    page.is_content();
}

#[test]
fn numbers_typed_are_taken_over_exactly() {
    let mut page = Page::open("");
    page.run("await enter('contenders.1.rate', '0.00123456789012345');");
    page.check("lab.ask('link').includes('gradient_descent,rate:0.00123456789012345')");
    page.run("await enter('starts.1.y', '1.75');");
    page.check("path(0).split(',')[1] === '1.75'");
    page.is_content();
}

#[test]
fn a_surface_brings_its_own_view_start_and_rates() {
    let mut page = Page::open("");
    let surfaces = page.js("[...field('surface').options].map(({ value }) => value)");
    let surfaces = surfaces.as_array().expect("a list").clone();
    assert!(surfaces.len() >= 25, "the whole catalogue is offered, not {} surfaces", surfaces.len());
    for surface in surfaces {
        let key = surface.as_str().expect("a key");
        page.run(&format!("await enter('surface', '{key}');"));
        page.check(&format!("lab.ask('link').startsWith('v=1&on={key}')"));
        page.check("lab.ask('starts')[2] === 1");
        page.check("$('page-message').hidden");
        // Every contender moves.
        page.check("lab.page().contenders.every((_, k) => { const p = path(k).split(','); return p[0] !== p[2] || p[1] !== p[3]; })");
    }
    page.is_content();
}

#[test]
fn contenders_are_added_duplicated_changed_and_removed() {
    let mut page = Page::open("");
    let before = paths(&mut page);
    page.run(
        "const add = $('contender-list .bar select');
         add.value = 'nesterov';
         add.dispatchEvent(new Event('change', { bubbles: true }));
         await settled();",
    );
    page.check("$$('race-board .panel').length === 7 && $$('contender-list .card').length === 7");
    assert_eq!(paths(&mut page)[..6], before[..], "another contender changes nobody's path");
    page.run("$$('contender-list .card')[0].querySelector('button[aria-label^=duplicate]').click(); await settled();");
    page.check("path(0) === path(1) && $$('race-board .panel').length === 8");
    page.run("await enter('contenders.2.optimizer', 'adam');");
    page.check("$$('race-board figcaption b')[1].textContent === 'Adam' && Boolean(field('contenders.2.beta1'))");
    page.run(
        "for (let k = 0; k < 7; k += 1) {
           $('contender-list .card button[aria-label^=remove]').click();
           await settled();
         }",
    );
    page.check("$$('race-board .panel').length === 1");
    page.check("$('contender-list .card button[aria-label^=remove]').disabled");
    for _ in 0..11 {
        page.run("$('contender-list .card button[aria-label^=duplicate]').click(); await settled();");
    }
    page.check("$$('race-board .panel').length === 12");
    page.run("$('contender-list .card button[aria-label^=duplicate]').click(); await settled();");
    let message = page.text("$('page-message p').textContent");
    assert_eq!(message, "contenders: wanted a whole number from 1 to 12, given 13");
    page.check("$$('race-board .panel').length === 12");
    page.is_content();
}

#[test]
fn rate_presets_show_what_they_promise() {
    let mut page = Page::open("");
    page.run("await enter('surface', 'ravine');");
    // On a quadratic gradient descent's limit is 2/λmax = 2/25.
    for (preset, holds) in [
        ("slow", "rate < 0.01"),
        ("good", "rate > 0.02 && rate <= 0.08"),
        ("oscillating", "rate > 0.07 && rate < 0.08"),
        ("divergent", "rate > 0.08"),
    ] {
        let click = format!(
            "$$('contender-list .card:first-child .presets button').find((b) => b.textContent === '{preset}').click()"
        );
        page.run(&format!("{click}; await settled();"));
        page.check(&format!("((rate) => {holds})(Number(field('contenders.1.rate').value))"));
    }
    // A list that has the focus keeps the key to itself.
    page.run("document.activeElement.blur();");
    page.press("End");
    let verdict = page.text("$('race-board .status b').textContent");
    assert!(verdict.contains("diverged at step"), "{verdict}");
    page.run("$$('contender-list .card:first-child .presets button').find((b) => b.textContent === 'notes').click(); await settled();");
    page.check("field('contenders.1.rate').value === '0.001'");
    page.is_content();
}

#[test]
fn starts_are_random_or_many() {
    let mut page = Page::open("");
    let before = page.text("path(0)");
    page.run("$$('landscape-card button').find((b) => b.textContent === 'Random').click(); await settled();");
    assert_ne!(page.text("path(0)"), before);
    page.run("$$('landscape-card button').find((b) => b.textContent === 'Add').click(); await settled();");
    page.check("$$('landscape-card .start-row').length === 2 && path(0, 1) !== path(0, 0)");
    page.check("$$('race-board .panel:first-child .start').length === 2");
    page.run("$('landscape-card button[aria-label=\"remove start 2\"]').click(); await settled();");
    page.check("$$('landscape-card .start-row').length === 1");
    page.is_content();
}

#[test]
fn the_form_of_momentum_is_chosen_and_said() {
    let mut page = Page::open("");
    for (key, words) in [("pytorch", "PyTorch"), ("averaged", "averaged"), ("notes", "notes")] {
        page.run(&format!("await enter('contenders.2.form', '{key}');"));
        let caption = page.text("$$('race-board figcaption')[1].textContent");
        assert!(caption.contains(words), "{caption}");
    }
    page.is_content();
}
