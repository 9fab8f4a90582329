//! Losses over data: the data's panel, batches, epochs, repeated runs, noise, and data that a user brings.

use serde_json::Value;

use crate::fixture::Page;

/// Three ways through the same 60 points.
const THREE: &str = "v=1&on=linear_regression&view=-1,5,-4,2&start=-0.5,1.5&seed=0&steps=40\
                     &c=gradient_descent,rate:0.1&c=gradient_descent,rate:0.1,batch:8&c=adam,rate:0.1,batch:1";

/// The bits of the paths of all contenders from the first start.
fn paths(page: &mut Page) -> Vec<Value> {
    page.js("lab.page().contenders.map((_, k) => bits(k))").as_array().expect("a list").clone()
}

/// Asserts that of two lists of paths exactly that of `contender` (from 1) differs.
#[track_caller]
fn only_differs(before: &[Value], after: &[Value], contender: usize) {
    assert_eq!(before.len(), after.len());
    for (k, (before, after)) in before.iter().zip(after).enumerate() {
        assert_eq!(before == after, k + 1 != contender, "contender {}", k + 1);
    }
}

/// Opens the page's link in a page made anew, and asserts that every run of every contender has the same bits.
#[track_caller]
fn reopens(page: &mut Page) {
    let all = "lab.page().contenders.map((_, k) => Array.from({ length: 12 }, (_, run) => bits(k, run)))";
    let (link, before) = (page.text("lab.ask('link')"), page.js(all));
    page.go(&link);
    page.check("$('page-message').hidden");
    assert_eq!(page.js(all), before, "{link}");
    assert_eq!(page.text("lab.ask('link')"), link);
}

/// Clicks the first button within the elements of a selector whose text begins with `name`.
fn click(page: &mut Page, within: &str, name: &str) {
    page.run(&format!(
        "$$('{within} button').find((button) => button.textContent.startsWith('{name}')).click(); await settled();"
    ));
}

/// Chooses an option of a list that has no name of its own among the fields.
fn choose(page: &mut Page, selector: &str, value: &str) {
    page.run(&format!(
        "const list = $('{selector}');
         list.value = '{value}';
         list.dispatchEvent(new Event('change', {{ bubbles: true }}));
         await settled();"
    ));
}

/// What a canvas shows, as text.
fn picture(page: &mut Page, selector: &str) -> String {
    page.text(&format!("$('{selector}').toDataURL()"))
}

/// Whether anything is drawn on a canvas.
fn has_ink(selector: &str) -> String {
    format!(
        "((canvas) => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
           .some((value, k) => k % 4 === 3 && value > 0))($('{selector}'))"
    )
}

/// The data and, above them, models and batch.
const POINTS: &str = "data-panel canvas:first-child";
const MODELS: &str = "data-panel canvas:last-child";

#[test]
fn a_loss_over_data_shows_its_data_and_a_surface_has_none() {
    let mut page = Page::open("");
    page.check("!$('data-panel').checkVisibility() && !$('landscape-card details').checkVisibility()");
    let models = page.js("[...$('landscape-card optgroup:last-of-type').children].map(({ value }) => value)");
    let models = models.as_array().expect("a list").clone();
    assert!(models.len() >= 5, "{models:?}");
    for model in models {
        page.run(&format!("await enter('surface', {model});"));
        page.check("$('data-panel').checkVisibility() && $('data-panel').offsetHeight > 100");
        page.check(&has_ink(POINTS));
        page.check(&has_ink(MODELS));
        page.check("$('landscape-card summary').textContent === 'Made data: 60 points.'");
        page.check("lab.page().contenders.every((_, k) => new Set(path(k).split(',')).size > 4)");
    }
    page.run("await enter('surface', 'linear_regression'); await enter('surface.holdout', '0.25');");
    page.check("$('landscape-card summary').textContent === 'Made data: 60 points; 45 for training, 15 held out.'");
    page.check(
        "[...$('loss-chart h2 select').options].some((o) => o.textContent === 'loss, and dotted over held-out data')",
    );
    page.run("await enter('surface.holdout', '0'); await enter('contenders.1.way', 'mini');");
    page.check("[...$('loss-chart h2 select').options].some((o) => o.textContent === 'loss after each epoch')");
    let losses = picture(&mut page, "loss-chart .curtain canvas");
    choose(&mut page, "loss-chart h2 select", "epoch_loss");
    assert_ne!(picture(&mut page, "loss-chart .curtain canvas"), losses);
    page.check("lab.ask('link').includes('batch:8')");
    page.run("await enter('surface', 'bowl');");
    page.check("!$('data-panel').checkVisibility()");
    page.check("$('loss-chart h2 select').value === 'loss' && $('loss-chart h2 select').options.length === 2");
    page.check("!lab.ask('link').includes('batch:') && !field('contenders.1.way')");
    page.run("await enter('surface', 'linear_regression');");
    page.check("field('contenders.1.way').value === 'full' && $('data-panel').checkVisibility()");
    page.check(&has_ink(POINTS));
    page.is_content();
}

#[test]
fn batches_change_the_path_of_their_contender_and_of_no_other() {
    let mut page = Page::open("");
    page.run("await enter('surface', 'linear_regression');");
    let full = paths(&mut page);
    page.run("await enter('contenders.1.way', 'single');");
    let single = paths(&mut page);
    only_differs(&full, &single, 1);
    page.check("$('race-board figcaption').textContent.endsWith(', B 1')");
    page.check("!field('contenders.1.batch')");
    page.run("await enter('contenders.1.way', 'mini');");
    let mini = paths(&mut page);
    only_differs(&full, &mini, 1);
    only_differs(&single, &mini, 1);
    page.check("$('race-board figcaption').textContent.endsWith(', B 8')");
    page.check("field('contenders.1.batch').value === '8'");
    page.run("await enter('contenders.1.batch', '7');");
    only_differs(&mini, &paths(&mut page), 1);
    page.run("await slide('contenders.1.batch', 1);");
    page.check("field('contenders.1.batch').value === '60'");
    page.run("await enter('contenders.1.batch', '8');");
    assert_eq!(paths(&mut page), mini);
    // Who shares the sequence sees the same batches, whoever comes or goes.
    page.run("await pick($('contender-list .bar .picked'), 'nesterov');");
    page.run("await enter('contenders.7.way', 'mini');");
    assert_eq!(paths(&mut page)[..6], mini[..]);
    page.run("await enter('contenders.6.way', 'mini');");
    let six = paths(&mut page);
    page.run("$('button[aria-label^=\"remove contender 2\"]').click(); await settled();");
    let five = paths(&mut page);
    assert_eq!((&five[..1], &five[1..]), (&six[..1], &six[2..]));
    page.run("await enter('contenders.1.stream', 'own');");
    let own = paths(&mut page);
    only_differs(&five, &own, 1);
    page.run("await enter('contenders.1.order', 'sequential');");
    let ordered = paths(&mut page);
    only_differs(&own, &ordered, 1);
    assert_ne!(ordered[0], five[0]);
    page.check("!field('contenders.1.stream')");
    page.run("await enter('contenders.1.order', 'replaced');");
    only_differs(&own, &paths(&mut page), 1);
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
    let before = (page.text("lab.ask('link')"), paths(&mut page));
    for (typed, given) in [("0", "0"), ("61", "61"), ("x", "x"), ("1.5", "1.5"), ("-1", "-1"), ("", "nothing")] {
        page.run(&format!("await enter('contenders.2.batch', '{typed}');"));
        let message = page.text("$('page-message p').textContent");
        assert_eq!(message, format!("contenders.2.batch: wanted a whole number from 1 to 60, given {given}"));
        page.check("field('contenders.2.batch').getAttribute('aria-invalid') === 'true'");
        assert_eq!((page.text("lab.ask('link')"), paths(&mut page)), before, "{typed}");
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
fn models_and_the_next_batch_move_with_the_playhead() {
    let mut page = Page::open(THREE);
    page.press("Home");
    let (points, models) = (picture(&mut page, POINTS), picture(&mut page, MODELS));
    page.press("ArrowRight");
    assert_ne!(picture(&mut page, MODELS), models);
    assert_eq!(picture(&mut page, POINTS), points);
    page.press("ArrowLeft");
    assert_eq!(picture(&mut page, MODELS), models);
    // The next batch of one or of the other of those who have any.
    page.check("$('data-panel label').checkVisibility()");
    page.check(
        "[...$('data-panel select').options].map((option) => option.textContent).join()
         === '2 Gradient descent, B 8,3 Adam, B 1'",
    );
    choose(&mut page, "data-panel select", "2");
    assert_ne!(picture(&mut page, MODELS), models);
    choose(&mut page, "data-panel select", "1");
    assert_eq!(picture(&mut page, MODELS), models);
    page.run("await enter('contenders.2.way', 'full');");
    page.check("$('data-panel select').value === '2' && $('data-panel select').options.length === 1");
    page.run("await enter('contenders.3.way', 'full');");
    page.check("!$('data-panel label').checkVisibility()");
    page.is_content();
}

#[test]
fn the_batch_alone_moves_where_no_model_does() {
    let at_rest = "v=1&on=linear_regression&view=-1,5,-4,2&start=-0.5,1.5&steps=40&c=gradient_descent,rate:0";
    let mut page = Page::open(&format!("{at_rest},batch:4"));
    page.press("Home");
    let marked = picture(&mut page, MODELS);
    page.press("ArrowRight");
    assert_ne!(picture(&mut page, MODELS), marked, "the next update has another batch");
    // Where every update sees all data, no batch is marked.
    page.go(at_rest);
    page.press("Home");
    let all = picture(&mut page, MODELS);
    page.press("ArrowRight");
    assert_eq!(picture(&mut page, MODELS), all);
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
    click(&mut page, "view-tools", "Gradients");
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
    page.run("await enter('epochs', '3'); document.activeElement.blur();");
    page.press("End");
    page.check("$('race-transport output').textContent === 'epoch 3.00 of 3'");
    let steps = "$$('race-board .line > span > span:first-child').map((step) => step.textContent).join()";
    assert_eq!(page.text(steps), "step 3,step 24,step 180");
    page.press("ArrowLeft");
    assert_eq!(page.text(steps), "step 2,step 23,step 179");
    page.press("Home");
    page.check("$('race-transport output').textContent === 'epoch 0.00 of 3'");
    page.check("[...Array(3).keys()].map((k) => bits(k).split(',').length / 2).join() === '4,25,181'");
    reopens(&mut page);
    // Back in steps, as many for everybody.
    choose(&mut page, "loss-chart h2 select:last-child", "steps");
    page.check("lab.ask('link').includes('&steps=180&')");
    page.run("document.activeElement.blur();");
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
        "loss-chart .curtain canvas",
        "race-board .panel:nth-of-type(2) canvas:nth-of-type(2)",
    );
    let before = [axes, curves, panel].map(|canvas| picture(&mut page, canvas));
    let followed = paths(&mut page);
    page.run("await enter('runs', '5');");
    for (canvas, before) in [axes, curves, panel].into_iter().zip(before) {
        assert_ne!(picture(&mut page, canvas), before, "{canvas}");
    }
    page.check("lab.ask('link').includes('&runs=5&')");
    assert_eq!(paths(&mut page), followed, "the first run is the one that was");
    page.check("[1, 2].every((k) => new Set([0, 1, 2, 3, 4].map((run) => bits(k, run))).size === 5 && !bits(k, 5))");
    page.check("!bits(0, 1)");
    let second = page.js("[1, 2].map((k) => bits(k, 1))");
    reopens(&mut page);
    page.run("await enter('seed', '1');");
    assert_eq!(page.js("[1, 2].map((k) => bits(k))"), second, "the next run is that of the next seed");
    assert_eq!(paths(&mut page)[0], followed[0], "nothing is random in a run over all data");
    page.is_content();
}

#[test]
fn noise_on_a_surface_is_written_on_the_picture() {
    let mut page = Page::open("");
    page.run("await enter('surface', 'bowl');");
    page.check("$('race-board .banner').hidden && !field('seed')");
    let before = paths(&mut page);
    page.run("await enter('noise', '0.5');");
    page.check("$('race-board .banner').checkVisibility()");
    page.check("$('race-board .banner').textContent === 'Gaussian noise is added to every gradient: σ = 0.5'");
    let after = paths(&mut page);
    page.run("document.activeElement.blur();");
    assert!(before.iter().zip(&after).all(|(before, after)| before != after));
    page.press("End");
    page.check("$('race-board .status b').textContent === '↻ fluctuating'");
    page.check("lab.ask('link').includes('&noise=0.5&')");
    // With arrows, as of batches.
    click(&mut page, "view-tools", "Gradients");
    page.check("$$('race-board .panel:first-of-type .arrow').every((arrow) => arrow.checkVisibility())");
    reopens(&mut page);
    page.run("await enter('contenders.1.stream', 'own');");
    only_differs(&after, &paths(&mut page), 1);
    page.run("await enter('noise', '-1');");
    page.check("$('page-message p').textContent.startsWith('noise: wanted')");
    page.run("await enter('noise', '0.5'); await enter('surface', 'linear_regression');");
    page.check("!field('noise') && $('race-board .banner').hidden && !lab.ask('link').includes('&noise=')");
    page.is_content();
}

/// Opens the dialog for the user's data, as a person does.
fn bring(page: &mut Page) {
    page.run("$('landscape-card details').open = true;");
    click(page, "landscape-card details", "Use my data");
    page.tab.wait_for("$('bring-data dialog')?.open").expect("the dialog opens");
}

/// Pastes a text into it.
fn paste(page: &mut Page, text: &str) {
    let text = Value::from(text);
    page.run(&format!(
        "const entry = $('bring-data textarea');
         entry.value = {text};
         entry.dispatchEvent(new Event('input', {{ bubbles: true }}));
         await settled();"
    ));
}

/// Uses what was pasted, which is fine.
fn take(page: &mut Page) {
    click(page, "bring-data", "Use");
    page.check("!$('bring-data dialog').open && $('page-message').hidden");
}

/// What the dialog says.
const SAID: &str = "$('bring-data [role=status]').textContent";

const PEOPLE: &str = "Größe; Gewicht\n1,70; 65,2\n1,82; 80,1\n1,65; 58\n1,90; 91,5\n";

/// The remarks on the data that are seen.
const REMARKS: &str =
    "$$('landscape-card .remarks li').filter((item) => item.checkVisibility()).map((item) => item.textContent)";

#[test]
fn a_pasted_table_is_shown_used_and_part_of_the_link() {
    let mut page = Page::open(THREE);
    bring(&mut page);
    page.check("$$('bring-data button').find((button) => button.textContent === 'Use').disabled");
    page.check("!$('bring-data input[type=checkbox]').checked");
    paste(&mut page, PEOPLE);
    assert_eq!(page.text(SAID), "4 rows of 2 columns, with semicolons between them; the first row is their names.");
    page.check("$$('bring-data table th').map((cell) => cell.textContent).join('|') === 'Größe|Gewicht'");
    page.check("$$('bring-data table td').map((cell) => cell.textContent).slice(0, 2).join('|') === '1,70|65,2'");
    page.check("$$('bring-data table tr').length === 5 && $('bring-data table').checkVisibility()");
    page.check(
        "$$('bring-data .columns select').map((list) => list.selectedOptions[0].textContent).join() === 'Größe,Gewicht'",
    );
    // Batches of eight are more than four points.
    take(&mut page);
    page.check("$('landscape-card summary').textContent === 'Your data: Größe, Gewicht, 4 points.'");
    page.check("lab.ask('link').includes('&data=given,Gr%C3%B6%C3%9Fe,Gewicht;1.7,65.2;1.82,80.1;1.65,58;1.9,91.5&')");
    page.check("field('contenders.2.batch').value === '4' && field('data.standardized').value === 'off'");
    assert_eq!(page.js(REMARKS), Value::Array(Vec::new()));
    page.tab.wait_for("location.hash === `#${lab.ask('link')}`").expect("the address is the link");
    reopens(&mut page);
    page.run("await enter('data.standardized', 'on');");
    // Mean and deviation of the four, by hand: 1.7675 and √(0.038675/4).
    assert_eq!(page.js(REMARKS)[0], "Größe is standardized: (Größe − 1.7675)/0.09833.");
    page.check("lab.ask('link').includes('&data=standardized,')");
    reopens(&mut page);
    // The columns the other way round, from a file, with standardizing asked for at once.
    bring(&mut page);
    page.run(
        "const files = new DataTransfer();
         files.items.add(new File(['weight,height\\n65.2,1.7\\n80.1,1.82\\n58,1.65\\n91.5,1.9\\n'], 'people.csv'));
         $('bring-data input[type=file]').files = files.files;
         $('bring-data input[type=file]').dispatchEvent(new Event('change'));",
    );
    page.tab.wait_for(&format!("{SAID}.startsWith('4 rows of 2 columns, with commas')")).expect("the file is read");
    choose(&mut page, "bring-data select[data-column=x]", "1");
    choose(&mut page, "bring-data select[data-column=y]", "0");
    page.run("$('bring-data input[type=checkbox]').click();");
    take(&mut page);
    page.check("lab.ask('link').includes('&data=standardized,height,weight;1.7,65.2;')");
    click(&mut page, "landscape-card details", "Made data");
    page.check("$('landscape-card summary').textContent === 'Made data: 60 points.'");
    page.check("!lab.ask('link').includes('data=') && Boolean(field('surface.n'))");
    page.check(
        "!$$('landscape-card details button').some((b) => b.textContent === 'Made data' && b.checkVisibility())",
    );
    page.is_content();
}

#[test]
fn bad_tables_are_refused_in_the_dialog_and_the_data_stay() {
    let mut page = Page::open(THREE);
    bring(&mut page);
    paste(&mut page, PEOPLE);
    take(&mut page);
    let before = (page.text("lab.ask('link')"), paths(&mut page));
    for (text, message) in [
        ("x,y\n1,2\n3,\n4,5", "data, row 3, column “y”: wanted a finite number, given an empty cell"),
        ("x,y\n1,2\n3\n4,5", "data, row 3: wanted 2 cells, as in the first row, given 1"),
        ("x,y\n", "data: wanted at least one row of numbers, given a header only"),
        ("x,y\n1,two\n3,4", "data, row 2, column “y”: wanted a finite number, given two"),
        ("x,y\n1,NaN\n3,4", "data, row 2, column “y”: wanted a finite number, given NaN"),
        ("x,y\n1,2\n3,\"4\n", "data, row 3: wanted a closing quote, given the end of the text"),
        (" \n\n", "data: wanted at least one row of numbers, given an empty text"),
        ("<script>alert(1)</script>;y\n1;2\n1;b", "data, row 3, column “y”: wanted a finite number, given b"),
    ] {
        bring(&mut page);
        paste(&mut page, text);
        click(&mut page, "bring-data", "Use");
        assert_eq!(page.text(SAID), message, "{text:?}");
        page.check("$('bring-data [role=status]').className === 'refused' && $('bring-data dialog').open");
        page.check("!$('bring-data script')");
        assert_eq!((page.text("lab.ask('link')"), paths(&mut page)), before, "{text:?}");
        click(&mut page, "bring-data", "Cancel");
        page.check("!$('bring-data dialog').open");
    }
    // A hundred thousand rows and one.
    bring(&mut page);
    page.run(
        "const entry = $('bring-data textarea');
         entry.value = 'x,y\\n' + Array.from({ length: 100001 }, (_, k) => `${k % 100},${k % 7}`).join('\\n');
         entry.dispatchEvent(new Event('input', { bubbles: true }));
         await settled();",
    );
    assert_eq!(page.text(SAID), "data: wanted at most 100000 rows, given 100001");
    page.check("$$('bring-data button').find((button) => button.textContent === 'Use').disabled");
    // What is looked at and left changes nothing.
    paste(&mut page, "x,y\n1,2\n3,4\n");
    page.check("!$$('bring-data button').find((button) => button.textContent === 'Use').disabled");
    click(&mut page, "bring-data", "Cancel");
    assert_eq!((page.text("lab.ask('link')"), paths(&mut page)), before);
    page.is_content();
}

#[test]
fn data_that_are_too_many_for_a_link_travel_in_a_file() {
    let mut page = Page::open(THREE);
    bring(&mut page);
    let rows: String = (0..300).map(|k| format!("{},{}\n", f64::from(k) / 7.0, f64::from(k * k % 11) / 3.0)).collect();
    paste(&mut page, &format!("time,dose\n{rows}"));
    take(&mut page);
    page.check("/&data=file:[0-9a-f]{16},300&/.test(lab.ask('link')) && lab.ask('link').length < 500");
    let remark = page.js(REMARKS)[0].to_string();
    assert!(remark.contains("too many for a link") && remark.contains("save the experiment as a file"), "{remark}");
    let (link, before) = (page.text("lab.ask('link')"), paths(&mut page));
    let file = page.run(
        "const saved = new Promise((done) => {
           const make = URL.createObjectURL;
           URL.createObjectURL = (blob) => (done(blob.text()), make.call(URL, blob));
         });
         [...$$('page-tools button')].find((button) => button.textContent === 'Save').click();
         return saved;",
    );
    // The link alone says what is missing.
    page.go(&link);
    let message = page.text("$('page-message p').textContent");
    let wanted = "wanted the file saved with it, whose 300 rows of data are too many for a link, given the link alone";
    assert_eq!(message, format!("This link could not be opened. data: {wanted}"));
    page.check("$$('race-board .panel').length === 6");
    let open = |page: &mut Page, text: &Value| {
        page.run(&format!(
            "const files = new DataTransfer();
             files.items.add(new File([{text}], 'experiment.steepest.json'));
             $('page-tools input').files = files.files;
             $('page-tools input').dispatchEvent(new Event('change'));"
        ));
    };
    open(&mut page, &file);
    page.tab.wait_for(&format!("lab.ask('link') === {}", Value::from(link.as_str()))).expect("the file is opened");
    page.check("$('page-message').hidden");
    assert_eq!(paths(&mut page), before);
    page.check("$('landscape-card summary').textContent === 'Your data: time, dose, 300 points.'");
    // Where the data are at hand the link finds them: back and forth in the history keeps them.
    page.run("await enter('seed', '5');");
    page.tab.wait_for("location.hash.includes('seed=5')").expect("the address follows");
    page.run(&format!("location.hash = {}; await settled();", Value::from(link.as_str())));
    page.tab.wait_for(&format!("lab.ask('link') === {}", Value::from(link.as_str()))).expect("the link is opened");
    page.check("$('page-message').hidden");
    assert_eq!(paths(&mut page), before);
    // Something else than such a file is refused.
    for text in ["no experiment", "{\"steepest\":1}", "{\"steepest\":1,\"experiment\":\"v=1&on=everest\"}", "null"] {
        open(&mut page, &Value::from(text));
        page.tab.wait_for("!$('page-message').hidden && $('page-message p').textContent.includes('file')").expect(text);
        assert_eq!(page.text("lab.ask('link')"), link);
        page.run("$('page-message button').click(); await settled();");
    }
    page.is_content();
}

#[test]
fn what_data_do_to_a_loss_is_remarked() {
    let mut page = Page::open(THREE);
    bring(&mut page);
    paste(&mut page, "x,y\n2,1\n2,3\n2,5\n");
    take(&mut page);
    page.check(&format!("{REMARKS}.join() === 'All inputs are the same: a whole line of parameters is equally good.'"));
    // A constant cannot be standardized: the data stay as they are.
    page.run("await enter('data.standardized', 'on');");
    let message = page.text("$('page-message p').textContent");
    assert_eq!(message, "data, column “x”: wanted different numbers, to be standardized, given 2 in every row");
    page.check("lab.ask('link').includes('&data=given,')");
    page.run("await enter('surface.reduction', 'sum');");
    page.check(&format!("{REMARKS}.length === 2 && {REMARKS}[1].startsWith('Summed over the data: the gradient')"));
    page.check(&format!("{REMARKS}[1].includes('over all of them is 3 times that of the mean')"));
    page.run("await enter('surface', 'logistic_regression');");
    page.check("$('page-message').hidden && $('landscape-card summary').textContent.startsWith('Made data')");
    bring(&mut page);
    paste(&mut page, "a,b,kind\n1,2,yes\n2,3,yes\n-1,-2,no\n-2,-1,no\n");
    take(&mut page);
    page.check("$('landscape-card summary').textContent === 'Your data: a, b, kind = yes, 4 points.'");
    page.check(&format!("{REMARKS}.length === 1 && {REMARKS}[0].includes('has no minimum')"));
    reopens(&mut page);
    page.check(&format!("{REMARKS}.length === 1 && {REMARKS}[0].includes('has no minimum')"));
    // Three kinds are one too many.
    bring(&mut page);
    paste(&mut page, "a,b,kind\n1,2,yes\n2,3,no\n-1,-2,perhaps\n");
    click(&mut page, "bring-data", "Use");
    assert_eq!(page.text(SAID), "data, column “kind”: wanted two different labels, given 3 (yes, no, perhaps)");
    click(&mut page, "bring-data", "Cancel");
    click(&mut page, "landscape-card details", "Made data");
    page.check(&format!("{REMARKS}.length === 0"));
    page.is_content();
}

#[test]
fn a_long_race_is_computed_beside_the_page() {
    let mut page = Page::open("v=1&on=bowl&view=-3,3,-3,3&start=2,2&steps=1000&noise=0.5&c=gradient_descent,rate:0.01");
    page.press("Home");
    page.check("!$('job-bar').checkVisibility()");
    // Everything that is seen while the worker works.
    let seen = page.run(
        "await enter('steps', '1000000');
         const bar = $('job-bar'), progress = $('job-bar progress');
         const points = () => new BigUint64Array(lab.ask('points', 0, 0).buffer);
         const seen = { words: bar.textContent, bar: progress.checkVisibility(), first: points(), frames: 0,
           heads: new Set() };
         while (bar.checkVisibility()) {
           player.stepBy(50);
           await new Promise(requestAnimationFrame);
           seen.frames += 1;
           seen.heads.add($('race-board .head').style.transform);
         }
         const whole = points();
         return { ...seen, heads: seen.heads.size, steps: seen.first.length / 2 - 1, whole: whole.length / 2 - 1,
           first: seen.first.every((value, k) => value === whole[k]) };",
    );
    let steps = seen["steps"].as_u64().expect("a number");
    assert!((1_000..1_000_000).contains(&steps), "{seen}");
    assert_eq!(seen["words"], format!("computing the steps from {steps} onCancel"));
    assert_eq!((&seen["bar"], &seen["first"], &seen["whole"]), (&true.into(), &true.into(), &1_000_000.into()));
    assert!(seen["frames"].as_u64() > Some(3) && seen["heads"].as_u64() > Some(3), "the page moves meanwhile: {seen}");
    page.run("document.activeElement.blur();");
    page.press("End");
    page.check("$('race-board .line > span').textContent.startsWith('step 1000000')");
    page.check("$('race-board .status b').textContent === '↻ fluctuating'");
    page.is_content();
}

/// A race that takes minutes.
const LONG: &str =
    "v=1&on=logistic_regression,n:10000&view=-3,5,-4,3&start=-1,2&steps=200000&c=gradient_descent,rate:0.1";

#[test]
fn a_long_race_is_given_up_and_resumed() {
    let mut page = Page::open(LONG);
    page.tab.wait_for("$('job-bar progress').value > 0").expect("the worker works");
    page.check("$('job-bar').checkVisibility() && $('job-bar progress').checkVisibility()");
    let prefix = page.text("bits(0)");
    click(&mut page, "job-bar", "Cancel");
    page.check("$('job-bar').checkVisibility() && !$('job-bar progress').checkVisibility()");
    let steps = prefix.split(',').count() / 2 - 1;
    assert!((4..200_000).contains(&steps));
    assert_eq!(page.text("$('job-bar span').textContent"), format!("Not computed: the steps from {steps} on"));
    page.press("End");
    assert_eq!(page.text("$('race-board .status b').textContent"), format!("… computed to step {steps}"));
    // What was given up is not begun again by looking at it.
    page.run("$$('view-tools button').find((button) => button.textContent === '+').click(); await settled();");
    page.check("!$('job-bar progress').checkVisibility()");
    assert_eq!(page.text("bits(0)"), prefix);
    click(&mut page, "job-bar", "Compute");
    page.check("$('job-bar progress').checkVisibility() && $('job-bar button').textContent === 'Cancel'");
    page.tab.wait_for("$('job-bar progress').value > 0").expect("the worker works again");
    // A race that needs no worker ends the one that does.
    page.run("await enter('steps', '3');");
    page.check("!$('job-bar').checkVisibility() && bits(0).split(',').length === 8");
    // Another long one: it is computed to its end.
    page.run("await enter('steps', '400');");
    page.check("$('job-bar progress').checkVisibility()");
    page.tab.wait_for("!$('job-bar').checkVisibility()").expect("the worker is done");
    page.check("bits(0).split(',').length === 802");
    let whole = page.text("bits(0)");
    let common = prefix.split(',').count().min(802);
    assert!(whole.split(',').take(common).eq(prefix.split(',').take(common)));
    page.is_content();
}

#[test]
fn an_edit_ends_the_computation_of_what_was_before() {
    let mut page =
        Page::open("v=1&on=bowl&view=-3,3,-3,3&start=2,2&steps=1000000&noise=0.5&c=gradient_descent,rate:0.01");
    // Several edits one after the other, of which each is heavy, the next as soon as the last is seen.
    page.run(
        "for (const sigma of ['0.6', '0.7', '0.8']) {
           await enter('noise', sigma);
           if (!$('job-bar').checkVisibility()) throw new Error('nothing is computed');
         }",
    );
    page.tab.wait_for("!$('job-bar').checkVisibility()").expect("the worker is done");
    page.check("lab.ask('points', 0, 0).length === 2000002 && lab.ask('link').includes('&noise=0.8&')");
    let sum = "lab.ask('points', 0, 0).reduce((sum, value) => sum + value)";
    let edited = page.number(sum);
    // The same from the link alone.
    let link = page.text("lab.ask('link')");
    page.go(&link);
    page.tab.wait_for("!$('job-bar').checkVisibility()").expect("the worker is done");
    assert_eq!(page.number(sum), edited);
    // What comes too late is not taken over.
    page.check("lab.call('complete', lab.ask('generation') - 1, []).value === false");
    page.is_content();
}

#[test]
fn losses_that_take_long_are_computed_beside_the_page() {
    let mut page = Page::open(
        "v=1&on=logistic_regression,n:10000&view=-3,5,-4,3&start=-1,2&steps=50&c=gradient_descent,rate:0.1,batch:5",
    );
    page.run(
        "await enter('steps', '3000');
         globalThis.first = { words: $('job-bar span').textContent, path: bits(0), losses: lab.ask('losses', 0) };",
    );
    page.check("first.words === 'computing the loss at every step' && first.path.split(',').length === 6002");
    page.check(
        "first.losses.some(Number.isNaN) && Number.isFinite(first.losses[0]) && Number.isFinite(first.losses[3000])",
    );
    let chart = picture(&mut page, "loss-chart .chart-plot > canvas");
    page.tab.wait_for("!$('job-bar').checkVisibility()").expect("the worker is done");
    page.js("await settled()");
    page.check("lab.ask('losses', 0).every(Number.isFinite) && bits(0) === first.path");
    page.check("lab.ask('losses', 0).every((loss, t) => Number.isNaN(first.losses[t]) || loss === first.losses[t])");
    assert_ne!(picture(&mut page, "loss-chart .chart-plot > canvas"), chart);
    page.is_content();
}

/// The lines of the training loop: text, value (or empty) and whether it is the running one.
const LINES: &str = "$$('training-loop details > pre .line').map((line) => [
   [...line.childNodes].filter((part) => part.nodeType === 3).map((part) => part.data).join(''),
   line.querySelector('.value')?.textContent ?? '', line.getAttribute('aria-current') === 'step'])";

#[test]
fn the_training_loop_runs_line_by_line() {
    let mut page =
        Page::open("v=1&on=bowl&view=-3,3,-3,3&start=2,2&steps=20&c=gradient_descent,rate:0.1&c=adam,rate:0.1");
    page.press("Home");
    page.check("$$('training-loop .line').length === 0");
    page.run("$('training-loop summary').click();");
    page.tab.wait_for("$$('training-loop .line').length > 0").expect("the loop is shown");
    choose(&mut page, "training-loop select", "1");
    // Paused at a step, nothing runs and all values of its update are there.
    page.check(&format!("{LINES}.every(([, , runs]) => !runs)"));
    page.check(&format!("{LINES}.some(([text]) => text === 'for t in range(1, 21):')"));
    page.check(&format!("{LINES}.some(([text, value]) => text === '  dw = gradient(loss, w)' && value)"));
    let count = page.number("lab.read('training', 1, 0).body.length") as usize;
    assert!(count >= 4, "Adam has its moments");
    for step in 0..2 {
        for line in 0..count {
            click(&mut page, "training-loop", "Next line");
            page.check(&format!("player.step === {step} && !player.playing"));
            let lines = page.js(LINES);
            let lines = lines.as_array().expect("lines");
            let body = &lines[lines.len() - count..];
            for (k, shown) in body.iter().enumerate() {
                assert_eq!(shown[2], k == line, "step {step}, line {line}: {shown}");
                assert!(k <= line || shown[1] == "", "the value of a later line is not known yet: {shown}");
            }
            assert_ne!(body[0][1], "", "the gradient is known");
            assert!(lines[..lines.len() - count].iter().all(|shown| shown[2] == false));
        }
        let lines = page.js(LINES);
        let last = lines[lines.as_array().map_or(0, Vec::len) - 1].clone();
        // The last line is the next iterate, to four digits.
        let next = page.text(&format!(
            "(([x, y]) => `  # (${{Number(x.toPrecision(4))}}, ${{Number(y.toPrecision(4))}})`)
               (lab.ask('points', 1, 0).subarray({}))",
            2 * (step + 1)
        ));
        assert_eq!(last[1], next.replace('-', "−"), "{last}");
    }
    // A press while the race plays halts it, and runs the first line of the update that is next.
    page.press("Home");
    page.run("document.activeElement.blur();");
    page.press(" ");
    page.check("player.playing");
    click(&mut page, "training-loop", "Next line");
    page.check("!player.playing");
    page.check(&format!("{LINES}.findIndex(([, , runs]) => runs) === {LINES}.length - {count}"));
    // At the end there is no further line to run.
    page.press("End");
    click(&mut page, "training-loop", "Next line");
    page.check("player.step === 20 && !player.playing");
    page.check(&format!("{LINES}.every(([, , runs]) => !runs)"));
    page.is_content();
}

#[test]
fn the_training_loop_says_what_an_update_sees() {
    let mut page = Page::open("v=1&on=bowl&view=-3,3,-3,3&start=2,2&steps=20&c=gradient_descent,rate:0.1");
    page.press("Home");
    page.run("$('training-loop summary').click();");
    page.tab.wait_for("$$('training-loop .line').length > 0").expect("the loop is shown");
    let code = "$('training-loop details > pre').textContent";
    page.check(&format!("{code}.includes('for t in range(') && {code}.includes('= gradient(loss, w)')"));
    page.run("await enter('noise', '0.5');");
    page.check(&format!("{code}.includes('= noisy_gradient(loss, w)')"));
    page.run("await enter('noise', '0'); await enter('surface', 'linear_regression');");
    page.check(&format!(
        "{code}.includes('for epoch in range(20)') && {code}.includes('= gradient(loss, mini_batch, w)')"
    ));
    page.check(&format!("{code}.includes('for mini_batch in get_batches(data, 60):  # 1 of 1: all 60 points')"));
    page.run("await enter('contenders.1.way', 'mini'); await enter('contenders.1.batch', '3');");
    page.check(&format!(
        "/for mini_batch in get_batches\\(shuffled\\(data\\), 3\\):  # 1 of 20: points \\d+, \\d+, \\d+/.test({code})"
    ));
    page.run("await enter('contenders.1.order', 'sequential');");
    page.check(&format!("{code}.includes('get_batches(data, 3):  # 1 of 20: points 0, 1, 2')"));
    page.run("document.activeElement.blur();");
    page.press("ArrowRight");
    page.check(&format!("{code}.includes('get_batches(data, 3):  # 2 of 20: points 3, 4, 5')"));
    page.run("await enter('contenders.1.order', 'replaced');");
    page.check(&format!("{code}.includes('get_batches(drawn(data), 3):')"));
    page.is_content();
}
