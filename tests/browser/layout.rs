//! Sizes, pixel ratios, colour schemes: nothing is cut off, nothing overlaps, everything can be reached.

use crate::fixture::{Page, THREE};

const SIZES: [(u32, u32, f64); 8] = [
    (1440, 900, 1.0),
    (1440, 900, 2.0),
    (1024, 768, 1.0),
    (768, 1024, 1.0),
    (844, 390, 1.0),
    (390, 844, 1.0),
    (390, 844, 2.0),
    (320, 640, 1.0),
];

/// Asserts that no text of a card, a panel or a bar is wider than its place, except where an ellipsis says so, and that
/// nothing is outside of the window.
#[track_caller]
pub fn nothing_is_cut_off(page: &mut Page, place: &str) {
    let wider = page.number("document.documentElement.scrollWidth - innerWidth");
    assert!(wider <= 0.0, "{wider} pixels wider than the window at {place}");
    let cut = page.run(
        "return $$('button, label, h1, h2, figcaption b, .line span span, output, select')
           .filter((element) => element.offsetWidth && element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline' && getComputedStyle(element).textOverflow !== 'ellipsis')
           .map((element) => element.textContent);",
    );
    assert_eq!(cut, serde_json::json!([]), "cut off at {place}");
    let outside = page.run(
        "return $$('.lab > * > *, .lab button, .lab input').filter((element) => {
           const box = element.getBoundingClientRect();
           return box.width && (box.left < -1 || box.right > innerWidth + 1);
         }).map((element) => element.outerHTML.slice(0, 80));",
    );
    assert_eq!(outside, serde_json::json!([]), "outside at {place}");
    page.is_content();
}

/// Asserts that the head has one line, and the columns end with the window.
#[track_caller]
pub fn the_head_is_one_line(page: &mut Page) {
    page.check("$('.masthead').offsetHeight <= 48 && $$('view-tools button').every((button) => !button.hidden)");
    page.check("$('.lab').getBoundingClientRect().bottom <= innerHeight + 1");
}

#[test]
fn nothing_reaches_over_the_edge() {
    for (width, height, ratio) in SIZES {
        let mut page = Page::sized("", width, height, ratio);
        page.press("End");
        nothing_is_cut_off(&mut page, &format!("{width} × {height}"));
    }
}

#[test]
fn all_buttons_of_the_head_stand_in_one_line_beside_the_columns() {
    for width in [1181, 1240, 1280, 1281, 1315, 1600, 1601] {
        the_head_is_one_line(&mut Page::sized(THREE, width, 800, 1.0));
    }
}

#[test]
fn the_longest_names_do_not_widen_a_narrow_page() {
    for twins in ["c=adam,rate:0.1&c=adam,rate:0.1,amsgrad:paper", "c=newton,rate:1&c=newton,rate:1,form:saddle_free"] {
        let link = format!("v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&steps=100&{twins}");
        let mut page = Page::sized(&link, 320, 640, 1.0);
        page.check("$('page-message').hidden && $('loss-chart ul').textContent.length > 40");
        page.check("document.documentElement.scrollWidth <= innerWidth");
    }
}

#[test]
fn canvases_have_one_pixel_per_device_pixel() {
    // Those that a worker draws on have no pixels of this size before they are shown, nor after.
    let seen = "$$('race-board canvas, loss-chart canvas').filter((canvas) => canvas.checkVisibility())";
    let is_sharp = "(canvas) => Math.abs(canvas.width - canvas.clientWidth * devicePixelRatio) <= 1";
    for (width, height, ratio) in SIZES {
        // It plays by itself; who draws changes meanwhile, and once more at its end.
        let mut page = Page::sized("", width, height, ratio);
        for moment in ["player.step > 20", "player.step > 300", "!player.playing"] {
            page.tab.wait_for(moment).expect("it goes on");
            page.check(&format!("{seen}.length > 2 && {seen}.every({is_sharp})"));
            // Who has seen both need not wait for the end.
            page.run("if (player.step > 300) player.seek(player.steps); await settled();");
        }
    }
}

#[test]
fn canvases_of_paths_cut_nothing_off_and_are_smaller_than_their_panels() {
    let is_whole = "(canvas) => {
        const { width, height } = canvas, plot = canvas.parentElement, data = pixels(canvas);
        const ink = (x, y) => data[4 * (y * width + x) + 3] > 0;
        const row = (y) => [...Array(width).keys()].some((x) => ink(x, y));
        const column = (x) => [...Array(height).keys()].some((y) => ink(x, y));
        return !(canvas.offsetLeft > 0 && column(0)) && !(canvas.offsetTop > 0 && row(0))
          && !(canvas.offsetLeft + canvas.offsetWidth < plot.clientWidth && column(width - 1))
          && !(canvas.offsetTop + canvas.offsetHeight < plot.clientHeight && row(height - 1));
      }";
    let is_small = "(canvas) => canvas.offsetWidth * canvas.offsetHeight < 0.6 * canvas.parentElement.clientWidth * canvas.parentElement.clientHeight";
    for ratio in [1.0, 2.0] {
        let mut page = Page::sized("", 1440, 900, ratio);
        for change in
            ["player.seek(0)", "player.seek(player.steps)", "$('view-tools button').click()", "act('zoomMiddle', 0.7)"]
        {
            page.run(&format!("player.pause(); await {change}; await settled();"));
            page.check(&format!("$$('race-board canvas[role=img]').every({is_whole})"));
            page.check("heads().some((head) => head !== null)");
        }
        page.go("");
        page.run("player.pause(); await settled();");
        page.check(&format!("$$('race-board canvas[role=img]').every({is_small})"));
    }
}

#[test]
fn one_to_twelve_panels_fit_the_window() {
    let head = "v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&steps=100";
    for count in [1, 2, 3, 4, 6, 9, 12] {
        let mut page = Page::open(&format!("{head}{}", "&c=adam,rate:0.05".repeat(count)));
        page.check(&format!("$$('race-board .panel').length === {count}"));
        page.check("$$('race-board .panel').every((panel) => panel.getBoundingClientRect().bottom <= $('race-transport').getBoundingClientRect().top)");
        page.check("$$('race-board .plot').every((plot) => plot.clientWidth >= 120 && plot.clientHeight >= 95)");
        // Every head is where its panel is.
        let colours = "$$('race-board .swatch').map((swatch) => getComputedStyle(swatch).backgroundColor).join()";
        page.check(&format!("heads().join() === {colours}"));
    }
}

#[test]
fn heads_and_what_is_below_the_panels_go_with_captions_that_grow() {
    // The panel stays, and so do its canvases: only its caption says more, and takes another line.
    let adams = "&c=adam,rate:0.3".repeat(5);
    let mut page = Page::open(&format!("v=1&on=bowl&view=-5,5,-5,5&start=4,3&steps=60{adams}&at=0&see=overlay"));
    page.run("globalThis.panel = $('race-board .panel'); await settled();");
    let top = "$('race-board .plot').getBoundingClientRect().top";
    let before = page.number(top);
    let gap = "$('race-transport').getBoundingClientRect().top - $('race-board .panel').getBoundingClientRect().bottom";
    let room = page.number(gap);
    for contender in 1..=5 {
        page.run(&format!("await enter('contenders.{contender}.rate', '0.30000000001');"));
    }
    page.run("await settled(); await settled();");
    let after = page.number(top);
    assert!(after > before + 5.0, "{before}, {after}");
    let left = page.number(gap);
    assert!((left - room).abs() < 1.0, "{room} pixels between the panel and what is below it, then {left}");
    page.check("panel === $('race-board .panel') && heads().every((head) => head !== null && head === heads()[4])");
}

#[test]
fn dark_and_light_have_their_own_colours_everywhere() {
    let mut page = Page::open("");
    page.press("End");
    let brightness = |page: &mut Page| {
        let (_, _, pixels) = page.pixels();
        pixels.iter().map(|pixel| pixel.iter().map(|part| f64::from(*part)).sum::<f64>()).sum::<f64>()
            / (765.0 * pixels.len() as f64)
    };
    page.prefer("prefers-color-scheme", "light");
    let light = brightness(&mut page);
    page.prefer("prefers-color-scheme", "dark");
    let dark = brightness(&mut page);
    assert!(light > 0.8 && dark < 0.3, "light {light}, dark {dark}");
    // The button overrides the system.
    page.run("const button = $$('page-tools button').at(-1); button.click(); await settled();");
    let chosen = brightness(&mut page);
    assert!((chosen - light).abs() < 0.02, "light by choice {chosen}, light {light}");
}

#[test]
fn everything_has_a_name_for_a_screen_reader() {
    let mut page = Page::open("");
    let nothing = serde_json::json!([]);
    let nameless = "$$('button, input, select, textarea, [role=img], [role=group]').filter((element) => {
           const labelled = element.ariaLabel || element.labels?.length || element.title || element.textContent.trim();
           return !labelled;
         }).map((element) => element.outerHTML.slice(0, 120))";
    assert_eq!(page.js(nameless), nothing);
    page.check(
        "$$('race-board .paths, race-board canvas[role=img]').every((canvas) => canvas.ariaLabel.includes('step'))",
    );
    // With data, and with the dialog in which they are brought.
    page.run("await enter('surface', 'logistic_regression'); await enter('contenders.1.way', 'mini');");
    page.run(
        "[...$$('landscape-card button')].find((button) => button.textContent.startsWith('Use my data')).click();",
    );
    page.tab.wait_for("$('bring-data dialog')?.open").expect("the dialog opens");
    page.run(
        "$('bring-data textarea').value = 'p,q,kind\\n1,2,a\\n3,4,b\\n';
         $('bring-data textarea').dispatchEvent(new Event('input', { bubbles: true }));
         await settled();",
    );
    page.check("$$('bring-data .columns select').length === 3");
    assert_eq!(page.js(nameless), nothing);
    page.check("$('data-panel canvas').ariaLabel.startsWith('Made data: 60 points.')");
}

#[test]
fn reduced_motion_shows_the_end_instead_of_a_race() {
    let mut page = Page::open("");
    page.prefer("prefers-reduced-motion", "reduce");
    page.go("");
    page.check("!player.playing && player.step === player.steps");
}
