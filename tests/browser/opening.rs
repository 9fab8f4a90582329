//! What a visitor sees without a click, and one click on.

use crate::fixture::Page;

const SIX: [&str; 6] = ["Gradient descent", "Momentum", "Nesterov", "AdaGrad", "RMSProp", "Adam"];

fn names(page: &mut Page) -> Vec<String> {
    let names = page.js("$$('race-board .panel figcaption b').map((name) => name.textContent)");
    names.as_array().expect("a list").iter().map(|name| name.as_str().expect("a text").to_string()).collect()
}

#[test]
fn the_page_opens_on_a_running_race_of_the_six() {
    let mut page = Page::open("");
    assert_eq!(names(&mut page), SIX);
    page.check("player.playing");
    page.check("field('surface').selectedOptions[0].text === 'Rosenbrock'");
    let before = page.number("player.step");
    page.tab.wait_for(&format!("player.step > {before}")).expect("the race goes on by itself");
    page.is_content();
}

#[test]
fn the_six_stay_in_view_and_end_as_they_should() {
    let mut page = Page::open("");
    page.check("Array.from({ length: player.steps }, (_, t) => lab.ask('heads', t)).every((heads) => [2, 5, 8, 11, 14, 17].every((k) => heads[k] === 1))");
    page.press("End");
    let outcomes = page.js("$$('race-board .status b').map((verdict) => verdict.title)");
    let wanted = serde_json::json!([
        "still moving",
        "reached the minimum (1, 1) at step 1427",
        "reached the minimum (1, 1) at step 1323",
        "still moving",
        "oscillating",
        "reached the minimum (1, 1) at step 1700",
    ]);
    assert_eq!(outcomes, wanted);
    page.is_content();
}

#[test]
fn every_panel_shows_field_contours_and_path() {
    let mut page = Page::open("");
    page.press("End");
    let (width, _, pixels) = page.pixels();
    for k in 0..6 {
        let place = page.run(&format!(
            "const box = $$('race-board .plot')[{k}].getBoundingClientRect();
             const color = lab && getComputedStyle($$('race-board .panel')[{k}]).getPropertyValue('--contender');
             document.body.style.color = color;
             const [r, g, b] = getComputedStyle(document.body).color.match(/\\d+/g).map(Number);
             document.body.style.color = '';
             return [box.left, box.top, box.width, box.height, r, g, b].map(Math.round);"
        ));
        let at = |k: usize| place[k].as_u64().expect("a whole number") as usize;
        let (left, top, wide, high) = (at(0), at(1), at(2), at(3));
        let color = [at(4), at(5), at(6)];
        let inside = (top..top + high)
            .flat_map(|y| (left..left + wide).map(move |x| (x, y)))
            .map(|(x, y)| pixels[y * width + x]);
        let inside: Vec<[u8; 3]> = inside.collect();
        let close = |pixel: &&[u8; 3]| pixel.iter().zip(color).all(|(a, b)| usize::from(*a).abs_diff(b) <= 24);
        let of_path = inside.iter().filter(close).count();
        assert!(of_path > 150, "panel {k} has only {of_path} pixels of its contender's colour {color:?}");
        let mut colors = inside.clone();
        colors.sort_unstable();
        colors.dedup();
        assert!(colors.len() > 200, "panel {k} has only {} colours: no field, no contours", colors.len());
    }
}

#[test]
fn a_ravine_and_a_saddle_are_one_click_away() {
    let mut page = Page::open("");
    for (scene, surface) in [("Ravine", "Rotated ravine"), ("Saddle", "Bounded saddle"), ("Valley", "Rosenbrock")] {
        let click = format!("$$('scene-list button').find((button) => button.textContent === '{scene}').click()");
        page.run(&format!("{click}; await settled();"));
        assert_eq!(page.text("field('surface').selectedOptions[0].text"), surface);
        assert_eq!(names(&mut page), SIX);
        page.check("player.playing && player.step < player.steps");
    }
    page.is_content();
}

#[test]
fn every_scene_of_the_list_opens_and_runs() {
    let mut page = Page::open("");
    let scenes = page.number("$$('scene-list select option').length");
    for k in 1..scenes as usize {
        page.run(&format!(
            "const more = $('scene-list select');
             more.selectedIndex = {k};
             more.dispatchEvent(new Event('change', {{ bubbles: true }}));
             await settled();"
        ));
        page.check("player.playing && $('page-message').hidden");
        page.press("End");
        page.check("$$('race-board .line b').every((verdict) => verdict.title && verdict.title !== 'running')");
    }
    page.is_content();
}

#[test]
fn a_link_opens_what_its_sender_saw_bit_for_bit() {
    let mut page = Page::open("");
    page.run("await slide('contenders.2.rate', 0.31); await enter('starts.1.x', '-1.2345678901234567');");
    let (link, path) = (page.text("lab.ask('link')"), page.text("path(1)"));
    page.go(&link);
    page.check("'link' in document.documentElement.dataset");
    assert_eq!(page.text("lab.ask('link')"), link);
    assert_eq!(page.text("path(1)"), path);
    // The address follows every edit.
    page.run("await enter('steps', '77');");
    page.tab.wait_for("location.hash.includes('steps=77')").expect("the address is kept up to date");
    page.is_content();
}

#[test]
fn stationary_points_are_listed_with_their_definiteness() {
    let mut page = Page::open("");
    let row = page.text("$('stationary-table tbody').textContent");
    assert!(row.contains("(1, 1)") && row.contains("minimum, positive definite"), "{row}");
    page.run("await enter('surface', 'himmelblau');");
    let kinds = page.text("$$('stationary-table .kind').map((kind) => kind.textContent.split(',')[0]).sort().join()");
    assert_eq!(kinds, "maximum,minimum,minimum,minimum,minimum,saddle,saddle,saddle,saddle");
    page.is_content();
}
