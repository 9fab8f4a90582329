//! Every control changes what it says and nothing else.

use crate::fixture::{Page, THREE};

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
    let fields = page
        .js("lab.page().contenders.flatMap((card) => [...card.controls, ...card.advanced].map(({ field }) => field))");
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
    page.run("await pick($('contender-list .bar .picked'), 'nesterov');");
    page.check("$$('race-board .panel').length === 7 && $$('contender-list .card').length === 7");
    assert_eq!(paths(&mut page)[..6], before[..], "another contender changes nobody's path");
    page.run("$$('contender-list .card')[0].querySelector('button[aria-label^=duplicate]').click(); await settled();");
    page.check("path(0) === path(1) && $$('race-board .panel').length === 8");
    page.run("await pick(field('contenders.2.optimizer'), 'adam');");
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
    page.run("$$('contender-list .card:first-child .defaults button').find((b) => b.textContent === 'notes').click(); await settled();");
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
    page.check("$$('race-board .panel:first-of-type .start').length === 2");
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

#[test]
fn a_search_narrows_the_list_of_optimizers() {
    let mut page = Page::open("");
    page.run("field('contenders.1.optimizer').click(); await settled();");
    page.check("document.activeElement.type === 'search'");
    for key in ["r", "m", "s"] {
        page.press(key);
    }
    page.check("$$('.choices:popover-open button').some((b) => b.offsetHeight && b.textContent === 'RMSProp')");
    page.check("!$$('.choices:popover-open button').some((b) => b.offsetHeight && b.textContent === 'Momentum')");
    page.press("Enter");
    page.check("field('contenders.1.optimizer').textContent === 'RMSProp'");
    page.check("$$('.choices:popover-open').length === 0");
    page.is_content();
}

#[test]
fn a_schedule_changes_its_own_path_and_shows_its_curve() {
    let mut page = Page::open("");
    let before = paths(&mut page);
    page.run("await enter('contenders.2.schedule.1', 'step');");
    let after = paths(&mut page);
    for k in 0..6 {
        assert_eq!(before[k] == after[k], k != 1, "contender {}", k + 1);
    }
    page.check("Boolean(field('contenders.2.schedule.1.step_size'))");
    let drawn = "$$('.spark canvas')[1].getContext('2d').getImageData(0, 0, 200, 36).data.some((value) => value > 0)";
    page.check(drawn);
    // A second one takes over, or multiplies.
    page.run("await enter('contenders.2.schedule.2', 'exponential');");
    page.run("await enter('contenders.2.schedule.2.after', '500');");
    page.check("lab.ask('link').includes('momentum,rate:0.001;step;exponential,after:500')");
    page.run("await enter('contenders.2.schedule.2.after', '');");
    page.check("lab.ask('link').includes('momentum,rate:0.001;step;exponential&')");
    page.run("await enter('contenders.2.schedule.2', 'constant'); await enter('contenders.2.schedule.1', 'constant');");
    assert_eq!(paths(&mut page), before);
    page.is_content();
}

#[test]
fn fairness_is_chosen_and_written_on_the_picture() {
    let mut page = Page::open("");
    page.check("$('race-board .banner').hidden");
    page.run("await enter('fairness', 'same'); await enter('fairness.rate', '0.0007');");
    page.check("$$('race-board .rate').every((rate) => rate.textContent === 'η 0.0007')");
    page.check("$('race-board .banner').textContent === 'The same learning rate for all: η = 0.0007'");
    page.check("field('contenders.1.rate').disabled");
    page.run("await enter('fairness', 'effective');");
    // Momentum's gain is 1/(1 − 0.9): a tenth of the others' rate.
    page.check(
        "((rates) => Math.abs(rates[0] / rates[1] - 10) < 1e-9)(lab.page().contenders.map(({ rate }) => Number(rate)))",
    );
    page.run("await enter('fairness', 'best');");
    page.check("$('race-board .banner').textContent.startsWith('Each at its own best learning rate')");
    page.check("new Set(lab.page().contenders.map(({ rate }) => rate)).size > 3");
    page.check("lab.ask('link').includes('&fair=best')");
    page.run("await enter('fairness', 'as_set');");
    page.check("$('race-board .banner').hidden && !field('contenders.1.rate').disabled");
    page.is_content();
}

#[test]
fn a_loss_of_one_parameter_is_a_curve_with_one_coordinate() {
    let mut page = Page::open("");
    page.run("await enter('surface', 'parabola');");
    page.check("Boolean(field('starts.1.x')) && !field('starts.1.y')");
    page.check("lab.read('inspectHead', 0, 0).map(({ name }) => name).join() === 'x,L,L′,L″,L is,2/L″'");
    let from = page.middle("race-board .start");
    page.drag(from, (from.0 - 30.0, from.1 + 10.0), |_| {});
    // The start stays on the curve: its loss is that of its x.
    page.check("((x) => Math.abs(lab.ask('losses', 0)[0] - x * x) < 1e-9)(Number(field('starts.1.x').value))");
    page.is_content();
}

#[test]
fn the_chart_shows_losses_or_learning_rates() {
    let mut page = Page::open("");
    page.press("End");
    page.run("await enter('contenders.1.schedule.1', 'exponential');");
    let picture = "$('loss-chart canvas[role=img]').toDataURL()";
    let losses = page.text(picture);
    page.run(
        "const quantity = $('loss-chart h2 select');
         quantity.value = 'rate';
         quantity.dispatchEvent(new Event('change', { bubbles: true }));
         await settled();",
    );
    assert_ne!(page.text(picture), losses);
    page.run(
        "const quantity = $('loss-chart h2 select');
         quantity.value = 'loss';
         quantity.dispatchEvent(new Event('change', { bubbles: true }));
         await settled();",
    );
    assert_eq!(page.text(picture), losses);
    page.is_content();
}

#[test]
fn contenders_that_are_taken_away_one_right_after_the_other_come_back_one_by_one() {
    let mut page = Page::open(THREE);
    page.run(
        "for (let k = 0; k < 2; k += 1) $('[aria-label=\"remove contender 1\"]').click();
         await settled();",
    );
    for count in [1, 2, 3] {
        page.check(&format!("lab.page().contenders.length === {count}"));
        page.run("$('page-tools button').click(); await settled();");
    }
    page.is_content();
}
