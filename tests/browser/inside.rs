//! What explains the runs: charts, the anatomy of a step, the iterate under the pointer.

use crate::fixture::Page;

/// Three ways down a zigzag valley, in a view that shows all of them.
const ZIGZAG: &str = "v=1&on=formula&f=0.05x%5E2%2B5y%5E2&view=-5,5,-3,3&start=-4,2&steps=60\
                      &c=gradient_descent,rate:0.18&c=momentum,rate:0.05&c=adam,rate:0.1";

fn opened(link: &str) -> Page {
    let mut page = Page::open(link);
    page.press("i");
    page.tab.wait_for("document.querySelector('trace-charts .chart canvas')?.width > 0").expect("charts");
    page.run("player.pause(); player.seek(5); await settled(); await settled();");
    page
}

/// Whether anything is drawn on a canvas.
fn is_drawn(page: &mut Page, selector: &str) -> bool {
    page.js(&format!("pixels($('{selector}')).some((value, k) => k % 4 === 3 && value > 0)")) == true
}

#[test]
fn nothing_of_it_is_loaded_before_it_is_asked_for() {
    let mut page = Page::open(ZIGZAG);
    let loaded = "performance.getEntriesByType('resource').filter(({ name }) => name.includes('inside')).length";
    assert_eq!(page.number(loaded), 0.0);
    let link = page.text("lab.ask('link')");
    page.press("i");
    page.tab.wait_for("document.querySelector('trace-charts .chart canvas')?.width > 0").expect("charts");
    assert!(page.number(loaded) >= 3.0);
    page.run("await settled(); await settled();");
    page.check("$$('view-tools button').find((b) => b.textContent === 'See inside').ariaPressed === 'true'");
    assert!(is_drawn(&mut page, "trace-charts canvas"));
    assert_eq!(page.text("lab.ask('link')"), link);
    page.press("i");
    page.check("$('trace-charts').hidden && $$('.lens').every((canvas) => canvas.hidden || !canvas.closest('.panel'))");
    // Nor does anything of it take place.
    page.check(
        "['trace-charts', 'step-anatomy', 'theory-card', 'race-comparison'].every((tag) => !$(tag).checkVisibility())",
    );
    page.press("i");
    page.check("!$('trace-charts').hidden && $('trace-charts').checkVisibility()");
    page.is_content();
}

#[test]
fn hovering_a_chart_moves_the_playhead_and_all_agree_on_the_step() {
    let mut page = opened(ZIGZAG);
    page.choose("trace-charts .chart select", "loss");
    let (x, y) = page.middle("trace-charts .plot");
    page.hover((x, y));
    page.run("await new Promise((done) => setTimeout(done, 350));");
    page.hover((x + 1.0, y));
    let step = page.number("player.step");
    assert!((25.0..=32.0).contains(&step), "{step}");
    page.check("$('race-transport').textContent.includes(`step ${player.step} of 60`)");
    // Every contender's loss in its panel is that of the chart.
    page.check(
        "$$('trace-charts .chart')[0].querySelectorAll('li b').length === 3 &&
         [...$('trace-charts .chart').querySelectorAll('li b')].every((value, k) =>
           $$('race-board .status .line')[k].textContent.includes(`L ${value.textContent}`))",
    );
    page.check("$$('race-board .status .line').every((line) => line.textContent.includes(`step ${player.step}`))");
    // All playheads stand on the same step, and each contender's dot on its line.
    page.check(
        "new Set($$('trace-charts .plot').map((plot) => playhead(plot).toFixed(1))).size === 1 && playhead($('trace-charts .plot')) > 0 &&
         $$('trace-charts .chart')[0].querySelectorAll('.dot:not([hidden])').length === 3",
    );
    // Who crosses the chart in passing changes nothing.
    page.hover((20.0, 20.0));
    page.run("player.seek(7); await settled();");
    page.hover((x - 40.0, y));
    page.hover((20.0, 20.0));
    assert_eq!(page.number("player.step"), 7.0);
    page.is_content();
}

#[test]
fn what_is_off_the_screen_is_no_layer_and_is_up_to_date_once_it_appears() {
    let mut page = opened(ZIGZAG);
    page.run("for (let k = 0; k < 8; k += 1) $('trace-charts > .bar button').click(); await settled();");
    page.tab.wait_for("$$('.chart').at(-1)?.hasAttribute('data-away')").expect("the last chart is below the screen");
    page.check("getComputedStyle($$('.chart').at(-1).querySelector('canvas')).visibility === 'hidden'");
    page.check("getComputedStyle($$('.chart')[0].querySelector('canvas')).visibility === 'visible'");
    page.run("player.pause(); player.seek(7); await settled();");
    // At rest words are true wherever they stand: they may be read aloud, or searched.
    page.tab
        .wait_for("$('step-anatomy').dataset.away === '' && $('step-anatomy').textContent.includes('7 → 8')")
        .expect("told at rest");
    page.run("$('theory-card').scrollIntoView();");
    page.tab.wait_for("!$('theory-card').hasAttribute('data-away')").expect("it appears");
    page.run("await settled(); await settled();");
    page.check("$('theory-card .scope').textContent !== '' && $('theory-card canvas').width > 0");
    page.is_content();
}

#[test]
fn a_chart_off_the_screen_forgets_a_race_that_is_no_more() {
    let mut page = opened(ZIGZAG);
    page.run("for (let k = 0; k < 8; k += 1) $('trace-charts > .bar button').click(); await settled();");
    let away = "$$('.chart').at(-1).hasAttribute('data-away')";
    page.tab.wait_for(away).expect("the last chart is below the screen");
    // Drawn once, and left again.
    page.run("$$('.chart').at(-1).scrollIntoView();");
    page.tab.wait_for(&format!("!{away}")).expect("it is seen");
    page.run("await settled(); $('trace-charts').scrollIntoView();");
    page.tab.wait_for(away).expect("it is away");
    page.run("await act('removeContender', 0);");
    page.is_content();
    page.run("$$('.chart').at(-1).scrollIntoView();");
    page.tab.wait_for(&format!("!{away}")).expect("it is seen again");
    page.run("await settled(); await settled();");
    page.check("$$('.chart').at(-1).querySelectorAll('li').length === 2");
    assert!(is_drawn(&mut page, ".chart:last-child canvas"));
    page.is_content();
}

#[test]
fn a_brush_zooms_every_chart_to_the_same_steps_and_a_double_click_goes_back() {
    let mut page = opened(ZIGZAG);
    let all =
        |page: &mut Page| page.text("$$('trace-charts .plot > canvas:first-child').map((c) => c.toDataURL()).join()");
    let before = all(&mut page);
    let (x, y) = page.middle("trace-charts .plot");
    page.drag((x - 60.0, y - 1.0), (x + 60.0, y + 1.0), |page| {
        page.check("!$('trace-charts .brush').hidden");
    });
    let zoomed = all(&mut page);
    assert!(before != zoomed, "the charts are zoomed");
    page.check("$$('trace-charts .chart').every((chart) => !chart.querySelectorAll('.bar button')[0].hidden)");
    // The axes stay while the race plays.
    page.run("player.seek(30); await settled();");
    assert!(all(&mut page) == zoomed, "the axes stay");
    page.run("$('trace-charts .plot').dispatchEvent(new MouseEvent('dblclick', { bubbles: true })); await settled();");
    assert!(all(&mut page) == before, "the charts are as before");
    page.is_content();
}

#[test]
fn charts_are_chosen_added_and_removed_and_say_what_they_cannot_show() {
    let mut page = opened(ZIGZAG);
    let keys = "$$('trace-charts .chart select').map((list) => list.value).join()";
    assert_eq!(page.text(keys), "gradient,stability");
    page.push("trace-charts", "+ chart");
    assert_eq!(page.text(keys), "gradient,stability,loss");
    page.choose("trace-charts .chart select", "velocity");
    page.check("$('trace-charts .remarks').textContent.includes('its rule keeps none')");
    page.check("$('trace-charts .bar button:nth-of-type(2)').disabled");
    // Every quantity can be shown, for every contender that has it.
    let all = page.js("[...$('trace-charts .chart select').options].map((option) => option.value)");
    for key in all.as_array().expect("options") {
        page.choose("trace-charts .chart select", key.as_str().expect("a key"));
        let drawn = "pixels(curves($('trace-charts .plot')).canvas).some((value, k) => k % 4 === 3 && value > 0)";
        assert!(page.js(drawn) == true, "{key}");
        page.check("!$('trace-charts').textContent.includes('NaN')");
    }
    page.run("$$('trace-charts .chart')[1].querySelector('.bar button:last-of-type').click(); await settled();");
    assert_eq!(page.text(keys), "loss_over_path,loss");
    page.is_content();
}

#[test]
fn the_iterate_under_the_pointer_is_told() {
    let mut page = opened(ZIGZAG);
    // Where gradient descent is after four updates, by the engine's own map.
    page.run("player.seek(4); await settled();");
    let place = page.run(
        "const [x, y] = lab.ask('heads', 4);
         const box = $('race-board .panel .plot').getBoundingClientRect();
         return [box.left + x, box.top + y];",
    );
    let at = |k: usize| place[k].as_f64().expect("a place");
    page.hover((at(0), at(1)));
    page.check("!$('path-probe output').hidden && $('path-probe output').textContent.startsWith('Gradient descent, step 4: w (')");
    page.check("$$('trace-charts .chart .mark').every((mark) => !mark.hidden)");
    let (x, y) = page.middle("race-board .panel .plot");
    page.hover((x + 70.0, y - 70.0));
    page.check("$('path-probe output').hidden");
    page.is_content();
}

#[test]
fn the_next_update_is_shown_in_parts_and_numbers_before_it_is_made() {
    let mut page = opened(ZIGZAG);
    page.choose("step-anatomy select", "1");
    page.check("$('step-anatomy .about').textContent === 'Momentum: the next update, 5 → 6'");
    assert!(is_drawn(&mut page, "race-board .panel:nth-of-type(2) .lens"));
    page.check("$$('step-anatomy .parts li').length === 4 && $$('step-anatomy ol math').length >= 4");
    // The sum of the parts is where the next step goes.
    let numbers = |page: &mut Page, k: usize| {
        let text = page.text(&format!("$$('step-anatomy .parts b')[{k}].textContent"));
        let inner = text.trim_matches(['(', ')']).replace('\u{2212}', "-");
        let (x, y) = inner.split_once(", ").expect("two numbers");
        [x.parse::<f64>().expect("a number"), y.parse::<f64>().expect("a number")]
    };
    let [carried, driven, update] = [1, 2, 3].map(|k| numbers(&mut page, k));
    let points = page.js("[...lab.ask('points', 1, 0)].slice(10, 14)");
    for axis in 0..2 {
        let moved = points[axis + 2].as_f64().expect("a number") - points[axis].as_f64().expect("a number");
        // Four digits are shown.
        assert!((update[axis] - moved).abs() <= 1e-3 * moved.abs() + 1e-9);
        assert!((carried[axis] + driven[axis] - moved).abs() <= 2e-3 * (carried[axis].abs() + driven[axis].abs()));
    }
    let before = page.picture("race-board .panel:nth-of-type(2) .lens");
    page.press("ArrowRight");
    page.check("$('step-anatomy .about').textContent === 'Momentum: the next update, 6 → 7'");
    assert!(page.picture("race-board .panel:nth-of-type(2) .lens") != before, "the arrows have moved on");
    let before = page.picture("race-board .panel:nth-of-type(2) .lens");
    page.run("$('step-anatomy input[name=model]').click(); await settled();");
    assert!(page.picture("race-board .panel:nth-of-type(2) .lens") != before, "the model is drawn");
    page.run("$('step-anatomy input[name=region]').click(); await settled();");
    // Where the whole quadratic is beyond the limit, so is the whole panel.
    page.run("await enter('contenders.1.rate', '0.21');");
    page.check("$('race-board .panel .lens-words').textContent.includes('unstable in 100 %')");
    page.run("await enter('contenders.1.rate', '0.19');");
    page.check("$('race-board .panel .lens-words').textContent.includes('unstable in 0 %')");
    page.is_content();
}

#[test]
fn lost_runs_edges_of_the_domain_and_curves_are_explained_as_far_as_they_go() {
    for link in [
        "v=1&on=formula&f=x%5E2%2By%5E4&view=-3,3,-3,3&start=2,2&steps=50&c=gradient_descent,rate:0.9&c=adam,rate:0.1",
        "v=1&on=formula&f=ln(x)%2By%5E2&view=-1,3,-2,2&start=1,1&steps=50&c=gradient_descent,rate:0.3&c=newton,rate:1",
        "v=1&on=wave&view=-8,8,-8,8&start=4,0&steps=80&c=momentum,rate:0.05&c=nelder_mead,rate:1",
        "v=1&on=linear_regression&view=-1,5,-4,2&start=-0.5,1.5&steps=30&c=gradient_descent,rate:0.1,batch:8&c=adam,rate:0.1",
    ] {
        let mut page = opened(link);
        let all = page.js("[...$('trace-charts .chart select').options].map((option) => option.value)");
        for key in all.as_array().expect("options") {
            page.choose("trace-charts .chart select", key.as_str().expect("a key"));
            page.check("!$('trace-charts').textContent.includes('NaN')");
        }
        page.run("$('step-anatomy input[name=model]').click(); $('step-anatomy input[name=region]').click(); await settled();");
        for step in [0, 3, 80] {
            page.run(&format!("player.seek({step}); await settled();"));
            for contender in ["0", "1"] {
                page.choose("step-anatomy select", contender);
                page.check(
                    "!$('step-anatomy').textContent.includes('NaN') && $('step-anatomy .about').textContent !== ''",
                );
            }
        }
        page.is_content();
    }
}

#[test]
fn pinned_and_former_runs_leave_what_explains_the_runs_alone() {
    let mut page = opened(ZIGZAG);
    let rows = "$$('race-comparison tbody tr').length";
    assert_eq!(page.number(rows), 3.0);
    page.run("lab.call('remember'); lab.call('edit', 'pins', '2'); lab.call('edit', 'contenders.1.rate', '0.02');");
    page.run("await enter('steps', '61');");
    assert_eq!(page.number(rows), 3.0);
    page.check("$('trace-charts .legend').children.length === 3 && $('step-anatomy select').options.length === 3");
    page.leave();
    page.press("3");
    page.run("await settled(); await settled();");
    page.check("!$('relief-view').hidden");
    page.is_content();
}

#[test]
fn a_race_that_a_worker_computes_is_explained_once_it_is_there() {
    let mut page = opened(
        "v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&steps=400000&c=gradient_descent,rate:0.001&c=adam,rate:0.02",
    );
    page.tab.wait_for("document.querySelector('job-bar').hidden").expect("the race is computed");
    page.run("await settled(); player.seek(399990); await settled();");
    page.check("$('race-board .status').textContent.includes('step 399990')");
    page.check("[...$('trace-charts .chart').querySelectorAll('li b')].every((value) => value.textContent !== '')");
    page.check("$('trace-charts .remarks').textContent.includes('th step')");
    page.is_content();
    // The same where the race is whole before it is asked about.
    let mut page = Page::open(
        "v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&steps=400000&c=gradient_descent,rate:0.001&c=adam,rate:0.02",
    );
    page.tab.wait_for("!document.querySelector('job-bar').hidden").expect("the race is being computed");
    page.tab.wait_for("document.querySelector('job-bar').hidden").expect("the race is computed");
    page.press("i");
    page.tab
        .wait_for("document.querySelector('trace-charts .remarks')?.textContent.includes('th step')")
        .expect("all of it");
    page.is_content();
}

#[test]
fn on_a_phone_it_fits_and_by_keyboard_it_zooms() {
    let mut page = Page::sized(ZIGZAG, 390, 844, 2.0);
    page.press("i");
    page.tab.wait_for("document.querySelector('trace-charts .chart canvas')?.width > 0").expect("charts");
    page.run("await settled(); await settled();");
    page.check("document.documentElement.scrollWidth <= 390");
    page.check("$$('trace-charts *, step-anatomy *').every((part) => part.closest('ol') || part.getBoundingClientRect().right <= 391)");
    // A chart off the screen is no picture.
    page.run("$('trace-charts .plot').focus();");
    page.tab.wait_for("!$('trace-charts .chart').hasAttribute('data-away')").expect("the chart comes into sight");
    page.run("await settled();");
    let before = page.picture("trace-charts canvas");
    page.press("+");
    assert!(page.picture("trace-charts canvas") != before, "the chart is zoomed");
    page.press("0");
    assert!(page.picture("trace-charts canvas") == before, "the chart is as before");
    page.is_content();
}

#[test]
fn where_it_stops_the_race_goes_on_without_it() {
    let mut page = opened(&format!("{ZIGZAG}&map=basins,budget:20"));
    // What a panic in WebAssembly looks like from outside.
    page.run(
        "const { Inside } = await import('/www/pkg/inside.js');
         Inside.prototype.theory = () => { throw new WebAssembly.RuntimeError('unreachable'); };
         player.seek(7);",
    );
    page.tab.wait_for("!$('page-message').hidden").expect("it is told");
    page.check("$('page-message p').textContent.startsWith('What explains runs has stopped because of an error in it (unreachable).')");
    // Nothing of it is left that might be taken for what is shown now.
    let seen = "['trace-charts', 'step-anatomy', 'theory-card', 'race-comparison', 'map-card'].some((tag) => $(tag).checkVisibility())";
    page.check(&format!("!({seen}) && $$('.lens').every((canvas) => canvas.hidden || !canvas.closest('.panel'))"));
    page.check("$$('view-tools button').find((b) => b.textContent === 'See inside').ariaPressed === 'false'");
    page.choose("landscape-card select", "himmelblau");
    page.run("player.pause(); player.seek(9); await settled(); await settled();");
    page.check("$('race-transport').textContent.includes('step 9 of') && lab.ask('link').includes('himmelblau')");
    page.press("i");
    page.tab.wait_for("!$('page-message').hidden").expect("it is told again");
    page.check(&format!("!({seen}) && !lab.crashed"));
    // Nor is a card opened that waits for it without a word.
    page.run("$('page-message button:last-child').click(); $('race-table summary').click();");
    page.tab.wait_for("!$('page-message').hidden").expect("it is told here too");
    let link = page.text("lab.ask('link')");
    page.run("history.replaceState(null, '', `#${lab.ask('link')}`); [...$$('page-message button')].find((b) => b.textContent === 'Reload').click();");
    page.tab
        .wait_for("document.body?.dataset.ready === '' && document.querySelector('page-message').hidden")
        .expect("it reloads");
    page.tab.evaluate("import('/www/main.js').then(({ lab }) => globalThis.lab = lab)").expect("the page's modules");
    assert_eq!(page.text("lab.ask('link')"), link);
}

#[test]
fn what_rests_where_numbers_end_is_explained() {
    let link =
        "v=1&on=bounded_saddle&view=-2,2,-2,2&start=1e-6,1&seed=0&steps=2000&c=gradient_descent,rate:0.5&at=2000";
    let mut page = Page::open(&format!("{link}&see=inside"));
    page.tab.wait_for("document.querySelector('theory-card canvas')?.width > 0").expect("theory");
    page.run("await settled(); await settled();");
    page.check("$('page-message').hidden && $('theory-card').checkVisibility()");
    page.is_content();
}
