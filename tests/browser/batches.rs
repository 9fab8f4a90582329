//! What is random and what is not: batches, epochs, repeated runs, and noise where there are no data.

use crate::eye::only_differs;
use crate::fixture::{Page, THREE};

#[test]
fn batches_change_the_path_of_their_contender_and_of_no_other() {
    let mut page = Page::open("");
    page.run("await enter('surface', 'linear_regression');");
    let full = page.paths();
    page.run("await enter('contenders.1.way', 'single');");
    let single = page.paths();
    only_differs(&full, &single, 1);
    page.check("$('race-board figcaption').textContent.endsWith(', B 1')");
    page.check("!field('contenders.1.batch')");
    page.run("await enter('contenders.1.way', 'mini');");
    let mini = page.paths();
    only_differs(&full, &mini, 1);
    only_differs(&single, &mini, 1);
    page.check("$('race-board figcaption').textContent.endsWith(', B 8')");
    page.check("field('contenders.1.batch').value === '8'");
    page.run("await enter('contenders.1.batch', '7');");
    only_differs(&mini, &page.paths(), 1);
    page.run("await slide('contenders.1.batch', 1);");
    page.check("field('contenders.1.batch').value === '60'");
    page.run("await enter('contenders.1.batch', '8');");
    assert_eq!(page.paths(), mini);
    // Who shares the sequence sees the same batches, whoever comes or goes.
    page.run("await pick($('contender-list .bar .picked'), 'nesterov');");
    page.run("await enter('contenders.7.way', 'mini');");
    assert_eq!(page.paths()[..6], mini[..]);
    page.run("await enter('contenders.6.way', 'mini');");
    let six = page.paths();
    page.run("$('button[aria-label^=\"remove contender 2\"]').click(); await settled();");
    let five = page.paths();
    assert_eq!((&five[..1], &five[1..]), (&six[..1], &six[2..]));
    page.run("await enter('contenders.1.stream', 'own');");
    let own = page.paths();
    only_differs(&five, &own, 1);
    page.run("await enter('contenders.1.order', 'sequential');");
    let ordered = page.paths();
    only_differs(&own, &ordered, 1);
    assert_ne!(ordered[0], five[0]);
    page.check("!field('contenders.1.stream')");
    page.run("await enter('contenders.1.order', 'replaced');");
    only_differs(&own, &page.paths(), 1);
    page.is_content();
}

#[test]
fn the_keyboard_stays_where_further_controls_appear() {
    let mut page = Page::open("");
    page.run("await enter('surface', 'linear_regression'); field('contenders.1.way').focus();");
    for way in ["single", "mini"] {
        page.press("ArrowDown");
        page.check(&format!("lab.page().contenders[0].batching[0].text === '{way}'"));
        page.check("document.activeElement === field('contenders.1.way')");
    }
    page.check(
        "$$('contender-list .card:first-child [data-field]').map((entry) => entry.dataset.field.split('.')[2]).join()
         .includes('way,batch,order,stream')",
    );
    page.check("field('contenders.1.batch').title === 'a whole number from 1 to 60'");
    page.run("await enter('surface.n', '80');");
    page.check("field('contenders.1.batch').title === 'a whole number from 1 to 80'");
    page.is_content();
}

#[test]
fn batch_sizes_that_the_data_do_not_have_are_refused() {
    let mut page = Page::open(THREE);
    let before = page.state();
    for (typed, given) in [("0", "0"), ("61", "61"), ("x", "x"), ("1.5", "1.5"), ("-1", "-1"), ("", "nothing")] {
        page.run(&format!("await enter('contenders.2.batch', '{typed}');"));
        let message = page.message();
        assert_eq!(message, format!("contenders.2.batch: wanted a whole number from 1 to 60, given {given}"));
        page.check("field('contenders.2.batch').getAttribute('aria-invalid') === 'true'");
        assert_eq!(page.state(), before, "{typed}");
    }
    page.run("await enter('contenders.2.batch', '60');");
    page.check("$('page-message').hidden && lab.ask('link').includes('batch:60')");
    // Fewer data have no such batch: it is all that are left.
    page.run("await enter('surface.n', '50');");
    page.check("$('page-message').hidden && lab.ask('link').includes('batch:50')");
    page.check("$('landscape-card summary').textContent === 'Made data: 50 points.'");
    page.is_content();
}

#[test]
fn arrows_show_both_gradients_of_whoever_has_batches() {
    let mut page = Page::open(&format!("{THREE}&c=momentum,rate:0.01,batch:60"));
    page.press("Home");
    page.press("ArrowRight");
    // Of each panel its visible arrows: length, place and angle.
    let arrows = "$$('race-board .panel').map((panel) => [...panel.querySelectorAll('.arrow')]
                    .filter((arrow) => arrow.checkVisibility())
                    .map(({ style: { width, transform } }) =>
                      [width, ...transform.match(/-?[\\d.]+(e-?\\d+)?/g)].map(parseFloat)))";
    page.check(&format!("{arrows}.every((panel) => panel.length === 0)"));
    page.push("view-tools", "Gradients");
    page.check("$$('view-tools button')[1].ariaPressed === 'true'");
    page.check(&format!("{arrows}.map((panel) => panel.length).join() === '0,2,2,2'"));
    page.run(&format!(
        "for (const [k, pair] of {arrows}.entries()) {{
           if (!pair.length) continue;
           const lengths = pair.map(([length]) => length);
           if (Math.abs(Math.max(...lengths) - 44) > 1e-3) throw new Error(`the longer is not 44 px: ${{lengths}}`);
           const head = lab.ask('heads', player.step).subarray(3 * k);
           for (const [, x, y] of pair) {{
             if (Math.hypot(x - head[0], y - head[1]) > 1e-3) throw new Error('an arrow begins at the head');
           }}
         }}"
    ));
    // A batch of all the data has the gradient of all the data; one point has another.
    let apart = |k: usize| format!("(([all, seen]) => Math.abs(all[3] - seen[3]))({arrows}[{k}])");
    page.check(&format!("{} < 1e-4 && {} > 1e-4", apart(3), apart(2)));
    // Gradient descent goes where its arrow of what it sees points.
    page.run(&format!(
        "const [here, next] = [1, 2].map((step) => lab.ask('heads', step).subarray(3));
         const gone = Math.atan2(next[1] - here[1], next[0] - here[0]);
         const seen = {arrows}[1][1][3];
         if (Math.abs(gone - seen) > 1e-4) throw new Error(`${{gone}} ${{seen}}`);"
    ));
    page.press("g");
    page.check(&format!("{arrows}.every((panel) => panel.length === 0)"));
    page.check("$$('view-tools button')[1].ariaPressed === 'false'");
    page.press("g");
    page.check(&format!("{arrows}.map((panel) => panel.length).join() === '0,2,2,2'"));
    page.press("o");
    page.check(&format!("{arrows}[0].length === 6"));
    page.press("o");
    // Nothing to show where every update sees all there is.
    page.run("await enter('surface', 'bowl');");
    page.check(&format!("{arrows}.every((panel) => panel.length === 0)"));
    page.check("!$$('view-tools button')[1].checkVisibility()");
    page.is_content();
}

#[test]
fn in_epochs_small_batches_make_more_updates() {
    let mut page = Page::open(THREE);
    page.run("await enter('unit', 'epochs');");
    // Forty updates of one point each are one epoch, filled.
    page.check("lab.ask('link').includes('&epochs=1&') && field('epochs').value === '1' && !field('steps')");
    page.run("await enter('epochs', '3');");
    page.leave();
    page.press("End");
    page.check("$('race-transport output').textContent === 'epoch 3.00 of 3'");
    let steps = "$$('race-board .line > span > span:first-child').map((step) => step.textContent).join()";
    assert_eq!(page.text(steps), "step 3,step 24,step 180");
    page.press("ArrowLeft");
    assert_eq!(page.text(steps), "step 2,step 23,step 179");
    page.press("Home");
    page.check("$('race-transport output').textContent === 'epoch 0.00 of 3'");
    page.check("[...Array(3).keys()].map((k) => bits(k).split(',').length / 2).join() === '4,25,181'");
    page.reopens();
    // Back in steps, as many for everybody.
    page.choose("loss-chart h2 select:last-child", "steps");
    page.check("lab.ask('link').includes('&steps=180&')");
    page.leave();
    page.press("End");
    assert_eq!(page.text(steps), "step 180,step 180,step 180");
    page.check("$('race-transport output').textContent === 'step 180 of 180'");
    page.is_content();
}

#[test]
fn several_runs_are_drawn_with_a_band() {
    let mut page = Page::open(THREE);
    page.press("End");
    let (axes, curves, panel) = (
        "loss-chart .chart-plot > canvas",
        "loss-chart canvas[role=img]",
        "race-board .panel:nth-of-type(2) canvas:nth-of-type(2)",
    );
    let before = [axes, curves, panel].map(|canvas| page.picture(canvas));
    let followed = page.paths();
    page.run("await enter('runs', '5');");
    for (canvas, before) in [axes, curves, panel].into_iter().zip(before) {
        assert_ne!(page.picture(canvas), before, "{canvas}");
    }
    page.check("lab.ask('link').includes('&runs=5&')");
    assert_eq!(page.paths(), followed, "the first run is the one that was");
    page.check("[1, 2].every((k) => new Set([0, 1, 2, 3, 4].map((run) => bits(k, run))).size === 5 && !bits(k, 5))");
    page.check("!bits(0, 1)");
    let second = page.js("[1, 2].map((k) => bits(k, 1))");
    page.reopens();
    page.run("await enter('seed', '1');");
    assert_eq!(page.js("[1, 2].map((k) => bits(k))"), second, "the next run is that of the next seed");
    assert_eq!(page.paths()[0], followed[0], "nothing is random in a run over all data");
    page.is_content();
}

#[test]
fn noise_on_a_surface_is_written_on_the_picture() {
    let mut page = Page::open("");
    page.run("await enter('surface', 'bowl');");
    page.check("$('race-board .banner').hidden && !field('seed')");
    let before = page.paths();
    page.run("await enter('noise', '0.5');");
    page.check("$('race-board .banner').checkVisibility()");
    page.check("$('race-board .banner').textContent === 'Gaussian noise is added to every gradient: σ = 0.5'");
    let after = page.paths();
    page.leave();
    assert!(before.iter().zip(&after).all(|(before, after)| before != after));
    page.press("End");
    page.check("$('race-board .status b').textContent === '↻ fluctuating'");
    page.check("lab.ask('link').includes('&noise=0.5&')");
    // With arrows, as of batches.
    page.push("view-tools", "Gradients");
    let arrows = "$$('race-board .panel:first-of-type .arrow')";
    page.check(&format!("{arrows}.filter((arrow) => arrow.checkVisibility()).length === 2"));
    page.reopens();
    page.run("await enter('contenders.1.stream', 'own');");
    only_differs(&after, &page.paths(), 1);
    page.run("await enter('noise', '-1');");
    page.check("$('page-message p').textContent.startsWith('noise: wanted')");
    page.run("await enter('noise', '0.5'); await enter('surface', 'linear_regression');");
    page.check("!field('noise') && $('race-board .banner').hidden && !lab.ask('link').includes('&noise=')");
    page.is_content();
}
