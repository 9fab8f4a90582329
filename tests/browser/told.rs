//! Whoever does not look: pictures say what there is to see now, and are tables as well.

use serde_json::{Value, json};

use crate::access::{FOUR, RAVINE, VIEWS, install};
use crate::fixture::{Page, THREE};

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
