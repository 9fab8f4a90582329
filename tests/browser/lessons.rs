//! Lessons as they are used: opened, walked through, tried, shared, printed.

use crate::fixture::Page;

/// Waits until the panel shows a step, as the address has it.
#[track_caller]
fn at(page: &mut Page, place: &str) {
    page.tab
        .wait_for(&format!("location.hash.endsWith('&lesson={place}')"))
        .unwrap_or_else(|why| panic!("{place}: {why}"));
}

/// The link of the experiment that is shown.
fn link(page: &mut Page) -> String {
    page.text("lab.ask('link')")
}

/// The link of a step of a lesson, as the built page has it.
fn scene(page: &mut Page, lesson: &str, scene: usize) -> String {
    page.text(&format!("(await (await fetch('/www/lessons/{lesson}.json')).json()).scenes[{scene}].link"))
}

#[test]
fn lessons_are_walked_through_by_keyboard_alone() {
    let mut page = Page::open("");
    page.check("!$('lesson-panel')");
    page.press("l");
    page.tab.wait_for("$$('lesson-panel .lessons button').length >= 2").expect("the list of lessons");
    page.check("document.activeElement === $('lesson-panel h2')");
    page.check("$('section.side').offsetWidth === 0 && $('lesson-panel').offsetWidth >= 330");
    // The first lesson of the list, by the tab key and enter.
    page.run("$('lesson-panel .lessons button').focus();");
    page.press("Enter");
    let keys = page.js("(await (await fetch('/www/lessons/index.json')).json()).map((item) => item.key)");
    let [first, second] = [0, 1].map(|k| keys[k].as_str().expect("a key").to_string());
    at(&mut page, &format!("{first}.0"));
    let wanted = scene(&mut page, &first, 0);
    assert_eq!(link(&mut page), wanted);
    page.check("player.playing || player.step === player.steps");
    let steps =
        page.number(&format!("(await (await fetch('/www/lessons/{first}.json')).json()).scenes.length")) as usize;
    for step in 1..steps {
        page.press("n");
        at(&mut page, &format!("{first}.{step}"));
        let wanted = scene(&mut page, &first, step);
        assert_eq!(link(&mut page), wanted, "step {step}");
        page.check(&format!(
            "$$('lesson-panel [aria-current=step]').map((button) => button.dataset.scene).join() === '{step}'"
        ));
        let box_of = "const inner = $('lesson-panel [aria-current]').getBoundingClientRect(), outer = $('lesson-panel .page').getBoundingClientRect();";
        let seen = page.run(&format!("{box_of} return inner.top >= outer.top && inner.bottom <= outer.bottom;"));
        assert_eq!(seen, true, "step {step} is in sight");
    }
    // After the last step comes the next lesson, and back from its beginning this one.
    page.press("n");
    at(&mut page, &format!("{second}.0"));
    page.press("p");
    at(&mut page, &format!("{first}.0"));
    page.press("p");
    page.run("await settled();");
    at(&mut page, &format!("{first}.0"));
    // The key that opened them closes them, and the settings are back.
    page.press("l");
    page.tab.wait_for("!location.hash.includes('lesson=')").expect("an address without a lesson");
    page.check("$('lesson-panel').offsetWidth === 0 && $('section.side').offsetWidth > 200");
    page.press("n");
    page.check("!location.hash.includes('lesson=')");
    page.press("l");
    at(&mut page, &format!("{first}.0"));
    page.is_content();
}

#[test]
fn a_step_sets_the_page_and_an_edit_leaves_the_lesson_open() {
    let mut page = Page::open("lesson=learning-rate");
    at(&mut page, "learning-rate.0");
    page.run("$('lesson-panel .try [data-scene=\"2\"]').click(); await settled();");
    at(&mut page, "learning-rate.2");
    page.check("lab.ask('link').includes('rate:0.18') && $$('race-board .panel').length === 1");
    page.check("$('lesson-panel output').textContent === 'Step 2 of 6'");
    // Folded, the lesson gives the settings their place.
    page.run(
        "$$('lesson-panel .head button').find((button) => button.ariaExpanded === 'true').click(); await settled();",
    );
    page.check("$('lesson-panel .page').offsetHeight === 0 && field('contenders.1.rate').offsetWidth > 0");
    page.run("await enter('contenders.1.rate', '0.19');");
    page.tab.wait_for("location.hash.includes('rate:0.19&lesson=learning-rate.2')").expect("both in the address");
    // The link opens all of it again, as it was.
    let hash = page.text("location.hash.slice(1)");
    page.go(&hash);
    page.tab.wait_for("$('lesson-panel [aria-current]')?.dataset.scene === '2'").expect("the same step");
    page.check("lab.ask('link').includes('rate:0.19')");
    page.tab.wait_for("location.hash.endsWith('rate:0.19&lesson=learning-rate.2')").expect("the same address");
    page.run("$('lesson-panel summary').click();");
    page.check("$('lesson-panel details').open && $('lesson-panel details p').offsetHeight > 0");
    page.is_content();
}

#[test]
fn a_lesson_that_is_not_there_is_named_and_the_list_shown() {
    let mut page = Page::open("lesson=alchemy.3");
    page.tab.wait_for("!$('page-message').hidden").expect("a message");
    let told = page.message();
    assert!(told.starts_with("lesson: wanted one of ") && told.ends_with("given alchemy"), "{told}");
    page.check("$$('lesson-panel .lessons button').length >= 2");
    // A step that there is not is the lesson's beginning.
    page.go("lesson=learning-rate.99");
    at(&mut page, "learning-rate.0");
    page.is_content();
}

#[test]
fn formulas_are_mathml_of_some_size_and_numbers_are_marked() {
    let mut page = Page::open("lesson=learning-rate");
    at(&mut page, "learning-rate.0");
    page.check("$$('lesson-panel .page > p math, lesson-panel .watch math').length >= 20");
    page.check(
        "$$('lesson-panel math').filter((math) => !math.closest('details')).every((math) => {
           const box = math.getBoundingClientRect();
           return math.namespaceURI === 'http://www.w3.org/1998/Math/MathML' && box.width > 4 && box.height > 4;
         })",
    );
    // A fraction is two rows high, and a display formula stands in a line of its own.
    page.check("$('lesson-panel mfrac').getBoundingClientRect().height > 1.5 * $('lesson-panel mi').getBoundingClientRect().height");
    page.check("$$('lesson-panel math[display=block]').filter((math) => math.checkVisibility()).every((math) => math.getBoundingClientRect().width > 0.95 * math.parentElement.clientWidth)");
    page.check("$$('lesson-panel data').some((data) => data.textContent === '667')");
    page.check("!$('lesson-panel .page').textContent.match(/\\$|claim:|\\\\/)");
    page.is_content();
}

#[test]
fn a_lesson_fits_a_phone_and_every_width() {
    for (width, height) in [(390, 844), (320, 640), (768, 1024), (1024, 768), (1181, 800), (1440, 900)] {
        let mut page = Page::sized("lesson=learning-rate.1", width, height, 1.0);
        page.tab.wait_for("$('lesson-panel')?.offsetHeight > 200").expect("the lesson");
        page.run("await settled();");
        page.check("document.documentElement.scrollWidth <= innerWidth");
        page.check("$('lesson-panel .page').scrollWidth <= $('lesson-panel .page').clientWidth");
        let [panel, board] = ["lesson-panel", "race-board"].map(|name| {
            page.js(&format!(
                "(({{ left, top, right, bottom }}) => [left, top, right, bottom])($('{name}').getBoundingClientRect())"
            ))
        });
        let edge = |place: &serde_json::Value, k: usize| place[k].as_f64().expect("a place");
        if width <= 760 {
            assert!(edge(&panel, 3) <= edge(&board, 1), "the race is below the lesson at {width}");
        } else {
            assert!(edge(&panel, 2) <= edge(&board, 0), "the race is beside the lesson at {width}");
        }
        let nameless = page.js("$$('lesson-panel button, lesson-panel input').filter((b) => !(b.ariaLabel || b.labels?.length || b.title || b.textContent.trim())).length");
        assert_eq!(nameless, 0);
        page.is_content();
    }
}

#[test]
fn a_chart_on_paper_is_that_of_the_screen() {
    // Beside its data the chart is narrower on the screen than on paper.
    let mut page = Page::open("lesson=batches.3");
    page.tab
        .wait_for("$('lesson-panel h2')?.checkVisibility() && $('data-panel').checkVisibility()")
        .expect("the lesson");
    page.run("player.pause(); player.seek(Math.round(0.6 * player.steps)); await settled();");
    let place = "(() => { const [, passed, strip] = [...$$('loss-chart canvas')].map((canvas) => canvas.getBoundingClientRect());
        return [passed.width, (strip.left - passed.left) / passed.width, strip.width / passed.width]; })()";
    let on_screen = page.js(place);
    // What is printed is what was drawn on the screen: no frame comes between.
    page.run(
        "const next = requestAnimationFrame;
         globalThis.requestAnimationFrame = () => 0;
         await new Promise((done) => next(() => next(done)));",
    );
    page.on_paper(true);
    let on_paper = page.js(place);
    page.on_paper(false);
    let [screen, paper] = [on_screen, on_paper].map(|places| [0, 1, 2].map(|k| places[k].as_f64().expect("a length")));
    assert!((screen[0] - paper[0]).abs() > 20.0 && screen[1] > 0.1, "{screen:?}, {paper:?}");
    assert!((screen[1] - paper[1]).abs() < 2e-3 && (screen[2] - paper[2]).abs() < 2e-3, "{screen:?}, {paper:?}");
}

#[test]
fn what_is_printed_is_a_handout() {
    let mut page = Page::open("lesson=learning-rate.2");
    page.tab.wait_for("$('lesson-panel [aria-current]')?.dataset.scene === '2'").expect("the lesson");
    page.run("dispatchEvent(new Event('beforeprint'));");
    page.on_paper(true);
    let seen = |page: &mut Page, selector: &str| {
        page.js(&format!("$$('{selector}').filter((e) => e.checkVisibility()).length"))
    };
    for gone in [
        ".masthead",
        "race-transport",
        ".side",
        "lesson-panel .foot",
        "lesson-panel .head button",
        "lesson-panel details",
    ] {
        assert_eq!(seen(&mut page, gone), 0, "{gone}");
    }
    for there in [
        "lesson-panel h2",
        "lesson-panel .question p",
        "race-board .plot",
        "loss-chart canvas",
        "lesson-panel .address",
    ] {
        assert!(seen(&mut page, there).as_u64() >= Some(1), "{there}");
    }
    page.check("$('lesson-panel .address').textContent === `${location.origin}/#lesson=learning-rate.2`");
    page.check("getComputedStyle($('lesson-panel .page')).display === 'contents'");
    page.on_paper(false);
    page.run("dispatchEvent(new Event('afterprint'));");
    page.check("!$('lesson-panel details').open");
    // With the answer, if that is wished.
    page.run("$('lesson-panel .foot input').click(); dispatchEvent(new Event('beforeprint'));");
    page.on_paper(true);
    assert!(seen(&mut page, "lesson-panel details p").as_u64() >= Some(1));
    page.on_paper(false);
    page.run("dispatchEvent(new Event('afterprint'));");
    page.check("!$('lesson-panel details').open");
    page.is_content();
}

#[test]
fn who_asks_for_another_lesson_before_the_first_has_come_gets_the_other() {
    let mut page = Page::open("lesson=momentum.0");
    page.tab.wait_for("$('lesson-panel')?.checkVisibility()").expect("the lesson opens");
    // The first of the two is slow.
    page.run(
        "const plain = fetch; globalThis.fetch = async (address, ...rest) => {
           const answer = await plain(address, ...rest);
           if (String(address).includes('adagrad')) await new Promise((done) => setTimeout(done, 600));
           return answer;
         };
         const panel = $('lesson-panel');
         const study = (key) => panel.dispatchEvent(Object.assign(new Event('wish', { bubbles: true }), { name: 'study', value: key }));
         study('adagrad');
         for (let k = 0; k < 2; k += 1) document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'n', bubbles: true }));
         study('rmsprop');
         await new Promise((done) => setTimeout(done, 900));",
    );
    page.tab.wait_for("location.hash.includes('lesson=rmsprop.0')").expect("the other is in the address");
    page.check("$('lesson-panel').textContent.includes('RMSProp')");
    // A link without a lesson has none beside it.
    page.run("location.hash = 'v=1&on=bowl&view=-3,3,-3,3&start=2,1&steps=40&c=gradient_descent,rate:0.1'; await settled(); await settled();");
    page.tab.wait_for("!$('lesson-panel').checkVisibility()").expect("the lesson is closed");
    page.is_content();
}
