//! The classroom: large, led by keys, one contender alone, paths hidden until the class has guessed.

use serde_json::json;

use crate::fixture::Page;

/// Two contenders whose paths lie apart.
const TWO: &str = "v=1&on=bowl&view=-3,3,-3,3&start=2,1&steps=40&c=gradient_descent,rate:0.1&c=adam,rate:0.3";

/// In a browser that does not let the page fill the screen, as it may be, unless a test is of just that.
fn enter(page: &mut Page) {
    page.run("document.documentElement.requestFullscreen = () => Promise.reject(new Error('refused'));");
    page.press("c");
    page.tab.wait_for("!$('page-message').hidden").expect("the classroom is entered");
    page.run("await settled();");
    page.check("'classroom' in document.body.dataset && $('class-marker .clock b').textContent !== ''");
}

/// How many pixels of the paths on the panel of this number have the colour of contender 1, and of contender 2.
fn ink(page: &mut Page, panel: usize) -> [u64; 2] {
    let counts = page.run(&format!(
        "const canvas = $$('race-board .panel')[{panel}].querySelectorAll('canvas')[1];
         const {{ data }} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
         return [[0, 104, 173], [194, 78, 0]].map((color) => {{
           let count = 0;
           for (let k = 0; k < data.length; k += 4) {{
             if (data[k + 3] > 200 && color.every((part, n) => Math.abs(data[k + n] - part) < 12)) count += 1;
           }}
           return count;
         }});"
    ));
    [0, 1].map(|k| counts[k].as_u64().expect("a count"))
}

/// How many pixels of the canvas of this selector are not transparent.
fn drawn(page: &mut Page, selector: &str) -> u64 {
    let count =
        page.run(&format!("return pixels($('{selector}')).filter((part, k) => k % 4 === 3 && part > 0).length;"));
    count.as_u64().expect("a count")
}

#[test]
fn a_number_shows_one_contender_alone() {
    let mut page = Page::open(TWO);
    enter(&mut page);
    page.press("End");
    page.press("o");
    assert!(ink(&mut page, 0).iter().all(|count| *count > 200));
    page.press("2");
    let [first, second] = ink(&mut page, 0);
    assert!(first == 0 && second > 200, "{first}, {second}");
    page.check("heads()[0] === null && heads()[1] !== null");
    page.check("$('class-marker .state').textContent === 'only Adam'");
    page.press("2");
    assert!(ink(&mut page, 0).iter().all(|count| *count > 200), "pressed again it shows all");
    page.press("o");
    let width = "$('race-board .plot').clientWidth";
    let beside = page.number(width);
    page.check("$$('race-board .panel').length === 2");
    page.press("1");
    page.check("$$('race-board .panel').length === 1 && $('race-board .panel').dataset.contender === '1'");
    assert!(page.number(width) > 1.2 * beside, "alone it has the room of both");
    let [first, second] = ink(&mut page, 0);
    assert!(first > 200 && second == 0, "{first}, {second}");
    page.press("7");
    page.check("$$('race-board .panel').length === 1");
    page.press("0");
    page.check("$$('race-board .panel').length === 2 && $('class-marker .state').hidden");
    // One who goes before the next picture is asked for in vain.
    page.run(
        "const gone = act('removeContender', 1);
         document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '2', bubbles: true, cancelable: true }));
         await gone;",
    );
    page.check("$$('race-board .panel').length === 1 && $('class-marker .state').hidden");
    page.is_content();
}

#[test]
fn the_class_guesses_before_it_sees() {
    let mut page = Page::open(TWO);
    enter(&mut page);
    page.press("l");
    page.press("End");
    page.press("h");
    let paths = "race-board .panel canvas:nth-of-type(2)";
    for revealing in ["r", "h"] {
        page.check("player.step === 0 && !player.playing");
        assert_eq!(drawn(&mut page, paths), 0, "no path is there");
        // Nor a curve, but the playhead alone, which is of one colour.
        let colours = page.run(
            "const shown = curves($('loss-chart'));
             const { data } = shown.getImageData(0, 0, shown.canvas.width, shown.canvas.height);
             return new Set(new Uint32Array(data.buffer).filter((pixel) => pixel >>> 24)).size;",
        );
        assert_eq!(colours, 1);
        assert!(drawn(&mut page, "race-board .panel canvas") > 1000, "but the landscape");
        page.check("heads().every((head) => head === null)");
        page.check("$$('race-board .start').every((start) => !start.hidden)");
        page.check("getComputedStyle($('race-board .status')).visibility === 'hidden'");
        page.check("$('class-marker .state').textContent.startsWith('Where will it end?')");
        // Also where the playhead is moved.
        page.press("End");
        assert_eq!(drawn(&mut page, paths), 0);
        page.press("Home");
        page.press(revealing);
        page.check("player.playing && $('class-marker .state').hidden");
        page.tab.wait_for("player.step > 3").expect("the race runs");
        page.press(" ");
        assert!(ink(&mut page, 0)[0] > 20);
        page.check("getComputedStyle($('race-board .status')).visibility === 'visible'");
        page.check("heads().every((head) => head !== null)");
        page.press("h");
    }
    // Who leaves sees all again.
    page.press("Escape");
    page.press("End");
    assert!(ink(&mut page, 0)[0] > 100);
    page.is_content();
}

#[test]
fn a_blank_screen_is_black_and_any_key_brings_the_race_back() {
    let mut page = Page::open(TWO);
    enter(&mut page);
    page.press("Home");
    page.press(" ");
    for (key, other) in [("b", "n"), (".", "Escape"), ("b", "5")] {
        let scene = page.text("$('class-marker .what b').textContent");
        page.press(key);
        page.check("!player.playing");
        let (_, _, pixels) = page.pixels();
        assert!(pixels.iter().all(|pixel| *pixel == [0, 0, 0]), "black all over");
        page.press(other);
        page.check("$('class-cover').hidden && player.playing && 'classroom' in document.body.dataset");
        assert_eq!(page.text("$('class-marker .what b').textContent"), scene, "that key does nothing else");
        page.check("$$('race-board .panel').length === 2");
    }
    page.is_content();
}

#[test]
fn a_presenters_remote_walks_through_scenes_and_through_a_lesson() {
    let mut page = Page::open("");
    enter(&mut page);
    let name = "$('class-marker .what b').textContent";
    page.check(&format!("{name} === 'Valley · Rosenbrock'"));
    page.press("PageDown");
    page.check(&format!("{name} === 'Ravine · Rotated ravine' && player.playing"));
    page.press("n");
    page.check(&format!("{name}.startsWith('Saddle')"));
    page.press("p");
    page.press("PageUp");
    page.check(&format!("{name} === 'Valley · Rosenbrock'"));
    page.press("PageUp");
    assert_eq!(page.message(), "This is the first scene.");
    // Hidden paths stay hidden in the next scene, at its start.
    page.press("h");
    page.press("n");
    page.check(&format!("{name}.startsWith('Ravine') && player.step === 0 && !player.playing"));
    assert_eq!(drawn(&mut page, "race-board .panel canvas:nth-of-type(2)"), 0);
    // Who has a lesson open takes the wish.
    page.run(
        "globalThis.heard = [];
         document.addEventListener('wish', (event) => {
           if (event.name !== 'next' && event.name !== 'previous') return;
           heard.push(event.name);
           event.preventDefault();
         });",
    );
    page.press("PageDown");
    page.press("PageUp");
    page.check(&format!("heard.join() === 'next,previous' && {name}.startsWith('Ravine')"));
    page.is_content();
}

#[test]
fn escape_leaves_and_all_is_as_it_was() {
    let mut page = Page::open(TWO);
    page.press("End");
    let paths = "race-board .panel canvas:nth-of-type(2)";
    let before = drawn(&mut page, paths) as f64;
    page.press("c");
    page.tab.wait_for("document.fullscreenElement !== null && $('class-marker')").expect("it fills the screen");
    page.check("$('page-message').hidden && $('.masthead').offsetHeight === 0");
    page.run("await settled();");
    let large = drawn(&mut page, paths) as f64;
    assert!(large > 1.3 * before, "lines are thicker: {large}, {before}");
    page.press("Escape");
    page.tab.wait_for("!('classroom' in document.body.dataset)").expect("it is left");
    page.tab.wait_for("document.fullscreenElement === null").expect("the window is back");
    page.run("await settled();");
    page.check("$('.masthead').offsetHeight > 0 && !$('class-marker') && !$('class-bar')");
    let after = drawn(&mut page, paths) as f64;
    assert!((after / before - 1.0).abs() < 0.02, "as they were: {after}, {before}");
    // The keys of the desk are back, and the button enters, too.
    page.press("2");
    page.check("$$('race-board .panel').length === 2");
    page.run("const button = $('page-tools button[aria-label^=\"classroom\"]'); button.focus(); button.click();");
    page.tab.wait_for("$('class-marker')").expect("it is entered again");
    page.push("class-bar", "Leave");
    page.check("!$('class-marker') && document.activeElement.ariaLabel?.startsWith('classroom')");
    page.is_content();
}

#[test]
fn it_can_be_read_from_the_last_row_and_nothing_is_cut_off() {
    for (width, height) in [(1024, 768), (1440, 900), (1920, 1080), (390, 844)] {
        let mut page = Page::sized("", width, height, 1.0);
        page.press("End");
        enter(&mut page);
        let whole = |page: &mut Page, what: &str| {
            page.check("document.documentElement.scrollWidth <= innerWidth");
            let cut = page.run(
                "return $$('class-marker p, class-bar button, race-board figcaption b, race-board .line b')
                   .filter((element) => element.offsetWidth && element.scrollWidth > element.clientWidth + 1)
                   .map((element) => element.textContent);",
            );
            assert_eq!(cut, json!([]), "cut off at {width} × {height} {what}");
            if width > 760 {
                page.check("document.documentElement.scrollHeight <= innerHeight");
                page.check("$('class-bar').getBoundingClientRect().bottom <= innerHeight + 1");
                page.check(
                    "$$('race-board .panel').every((panel) =>
                       panel.getBoundingClientRect().bottom <= $('class-bar').getBoundingClientRect().top + 1)",
                );
            }
        };
        whole(&mut page, "side by side");
        if width >= 1440 {
            for text in ["class-marker .clock", "class-marker .clock b", "class-marker .what b", "figcaption b"] {
                let size = page.number(&format!("parseFloat(getComputedStyle($('{text}')).fontSize)"));
                assert!(size >= 24.0, "{text}: {size} px");
            }
        }
        page.press("l");
        whole(&mut page, "with the chart");
        if width > 760 {
            page.check(
                "$('loss-chart').getBoundingClientRect().bottom > $('class-bar').getBoundingClientRect().top - 20",
            );
        }
        page.press("o");
        whole(&mut page, "overlaid");
        page.press("h");
        page.press("3");
        whole(&mut page, "with all that is said");
        page.is_content();
    }
}

#[test]
fn what_is_drawn_larger_is_still_where_it_is() {
    let mut page = Page::open(TWO);
    enter(&mut page);
    page.press("End");
    // The ends of the paths are where the heads are.
    let found = page.run(
        "const [x, y] = lab.ask('heads', player.step);
         const canvas = $('race-board .panel canvas:nth-of-type(2)');
         const scale = canvas.width / canvas.clientWidth;
         const { data } = canvas.getContext('2d').getImageData(Math.round((x - canvas.offsetLeft) * scale), Math.round((y - canvas.offsetTop) * scale), 1, 1);
         return [...data];",
    );
    assert!(found[3].as_u64() > Some(150), "{found}");
    // A click puts the start to where it is.
    let (x, y) = page.middle("race-board .plot");
    page.click((x + 40.0, y - 30.0), false);
    let (left, top) = page.middle("race-board .start");
    assert!((left - x - 40.0).abs() < 1.5 && (top - y + 30.0).abs() < 1.5, "{left}, {top}");
    // The chart's playhead, too.
    page.press("l");
    let (x, y) = page.middle("loss-chart .chart-plot");
    page.click((x + 100.0, y), false);
    let playhead = page.number("$('loss-chart .chart-plot').getBoundingClientRect().left + playhead($('loss-chart'))");
    assert!((playhead - x - 100.0).abs() < 20.0, "{playhead}, {x}");
    page.is_content();
}

#[test]
fn keys_lead_it_all() {
    let mut page = Page::open(TWO);
    enter(&mut page);
    page.press("Home");
    // Arrows step, whatever has the keyboard.
    page.run("$('race-board .plot').focus();");
    page.press("ArrowRight");
    page.press("ArrowRight");
    page.press("ArrowLeft");
    page.check("player.step === 1 && $('class-marker .clock').textContent === 'step 1 of 40'");
    for (key, part) in [("s", "section.side"), ("v", "aside.side"), ("l", "loss-chart")] {
        page.check(&format!("$('{part}').offsetHeight === 0"));
        page.press(key);
        page.check(&format!("$('{part}').offsetHeight > 0"));
        page.press(key);
        page.check(&format!("$('{part}').offsetHeight === 0"));
    }
    page.press("?");
    page.check("$('class-bar dialog').open && $$('class-bar dt').length > 10");
    page.press("?");
    page.check("!$('class-bar dialog').open");
    page.check("$$('class-bar > button').every((button) => button.title && button.offsetHeight >= 30)");
    // A countdown ends with any key, for which a second stands still here, or in the race.
    page.run(
        "globalThis.real = setTimeout;
         globalThis.setTimeout = (task, wait, ...rest) => wait === 1000 ? -1 : real(task, wait, ...rest);",
    );
    page.press("t");
    page.check("$('class-cover b').textContent === '3' && !player.playing && player.step === 0");
    page.press("x");
    page.check("$('class-cover').hidden && !player.playing");
    page.run("globalThis.setTimeout = real;");
    page.press("t");
    page.tab.wait_for("player.playing").expect("after three seconds it runs");
    page.check("$('class-cover').hidden");
    page.is_content();
}

#[test]
fn a_lesson_is_walked_through_beside_the_race_or_with_the_race_alone() {
    let mut page = Page::open("lesson=momentum.1");
    page.tab.wait_for("$('lesson-panel')?.checkVisibility() && $$('.panel').length === 6").expect("the step is set");
    enter(&mut page);
    // The race has the hall to itself, and the lesson goes on all the same.
    page.check("!$('lesson-panel').checkVisibility() && $('race-board').clientWidth > 0.9 * innerWidth");
    page.press("n");
    page.tab.wait_for("location.hash.includes('lesson=momentum.2')").expect("the next step");
    page.press("e");
    page.run("await settled();");
    page.check("$('lesson-panel').checkVisibility() && $('race-board').checkVisibility()");
    page.check("$('lesson-panel').getBoundingClientRect().right <= $('race-board').getBoundingClientRect().left + 1");
    page.check("parseFloat(getComputedStyle($('lesson-panel p')).fontSize) * 1.4 >= 18");
    page.press("s");
    page.check("$('section.side').checkVisibility()");
    page.press("s");
    page.press("e");
    page.check("!$('lesson-panel').checkVisibility()");
    page.press("Escape");
    page.run("await settled();");
    page.check("$('lesson-panel').checkVisibility()");
    page.is_content();
}

#[test]
fn two_of_a_name_are_told_apart() {
    let link = "v=1&on=bowl&view=-3,3,-3,3&start=2,1&steps=40\
                &c=newton,rate:1&c=newton,rate:0.5,form:saddle_free&c=adam,rate:0.3";
    let mut page = Page::open(link);
    enter(&mut page);
    let forms = "$$('race-board .panel').slice(0, 2).map((panel) => panel.querySelector('.form'))";
    page.check(&format!("{forms}.every((form) => !form?.clientWidth)"));
    // Of the same rate, only their forms tell one from the other, on the panel that was not edited too.
    let edit = |page: &mut Page, rate: &str| {
        page.run(&format!(
            "const {{ Act }} = await import('/www/act.js');
             document.body.dispatchEvent(new Act('edit', 'contenders.2.rate', '{rate}')); await settled();"
        ));
    };
    edit(&mut page, "1");
    page.check(&format!("{forms}.every((form) => form.clientWidth > 80)"));
    page.check(&format!("new Set({forms}.map((form) => form.textContent.slice(0, 8))).size === 2"));
    edit(&mut page, "0.25");
    page.check(&format!("{forms}.every((form) => !form?.clientWidth)"));
}
