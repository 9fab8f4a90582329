//! Dragging, clicking, zooming, panning, inspecting: on the panels.

use crate::fixture::Page;

const STAGE: &str = "race-board .plot";

#[test]
fn dragging_the_start_moves_every_path_live() {
    let mut page = Page::open("");
    page.press("End");
    let before = page.js("[0, 1, 2, 3, 4, 5].map((k) => path(k))");
    let from = page.middle("race-board .start");
    page.drag(from, (from.0 + 40.0, from.1 + 25.0), |page| {
        let midway = page.js("[0, 1, 2, 3, 4, 5].map((k) => path(k))");
        for k in 0..6 {
            assert_ne!(midway[k], before[k], "contender {} follows before the release", k + 1);
        }
        page.check(
            "$$('race-board .start').every((start, _, all) => start.style.transform === all[0].style.transform)",
        );
    });
    let now = page.middle("race-board .start");
    assert!((now.0 - from.0 - 40.0).abs() < 2.0 && (now.1 - from.1 - 25.0).abs() < 2.0, "{from:?} {now:?}");
    page.check("field('starts.1.x').value === path(0).split(',')[0]");
    page.is_content();
}

#[test]
fn a_click_places_the_start_and_shift_adds_one() {
    let mut page = Page::open("");
    let (x, y) = page.middle(STAGE);
    page.click((x + 30.0, y - 20.0), false);
    let (sx, sy) = page.middle("race-board .start");
    assert!((sx - x - 30.0).abs() < 2.0 && (sy - y + 20.0).abs() < 2.0);
    page.click((x - 30.0, y + 20.0), true);
    page.check("$$('race-board .panel:first-of-type .start').length === 2");
    page.is_content();
}

#[test]
fn wheel_keys_and_dragging_change_the_view_and_home_brings_it_back() {
    let mut page = Page::open("");
    let view = |page: &mut Page| page.text("new URLSearchParams(lab.ask('link')).get('view')");
    let home = view(&mut page);
    let paths = page.text("path(5)");
    let (x, y) = page.middle(STAGE);
    page.wheel((x, y), -240.0);
    let closer = view(&mut page);
    assert_ne!(closer, home);
    // Towards the point under the pointer, which stays.
    page.drag((x, y), (x + 50.0, y + 30.0), |_| {});
    let moved = view(&mut page);
    assert_ne!(moved, closer);
    page.run("$('race-board .plot').focus();");
    page.press("+");
    page.press("ArrowLeft");
    assert_ne!(view(&mut page), moved);
    page.press("0");
    assert_eq!(view(&mut page), home);
    page.pinch((x, y), 60.0, 140.0);
    assert_ne!(view(&mut page), home);
    page.run("$$('view-tools button').find((b) => b.textContent === 'Home').click(); await settled();");
    assert_eq!(view(&mut page), home);
    page.run("await enter('contenders.4.rate', '5');");
    page.run("$$('view-tools button').find((b) => b.textContent === 'Fit').click(); await settled();");
    assert_ne!(view(&mut page), home);
    assert_eq!(page.text("path(5)"), paths, "looking changes no path");
    page.is_content();
}

#[test]
fn a_start_moves_by_arrow_keys() {
    let mut page = Page::open("");
    page.run("$('race-board .start').focus();");
    let before = page.number("Number(field('starts.1.x').value)");
    page.press("ArrowRight");
    let after = page.number("Number(field('starts.1.x').value)");
    assert!(after > before && after - before < 0.1, "one pixel to the right: {before} to {after}");
    page.check("document.activeElement.classList.contains('start')");
    page.is_content();
}

#[test]
fn the_inspector_tells_loss_gradient_hessian_and_definiteness_at_the_pointer() {
    // At Himmelblau's minimum (3, 2): L = 0, λ = 25.7 and 82.3, so 2/λmax = 0.0243.
    let mut page = Page::open("v=1&on=himmelblau&view=-5,5,-5,5&start=0,0&steps=100&c=gradient_descent,rate:0.01");
    let pixel = page.run(
        "const box = $('race-board .plot').getBoundingClientRect();
         let best = [Infinity, 0, 0];
         for (let y = 1; y < box.height; y += 2) for (let x = 1; x < box.width; x += 2) {
           if (!lab.ask('inPlot', x, y)) continue;
           const [u, v] = lab.read('inspect', x, y)[0].text.replaceAll('−', '-').slice(1, -1).split(', ').map(Number);
           const far = Math.hypot(u - 3, v - 2);
           if (far < best[0]) best = [far, box.left + x, box.top + y];
         }
         return best;",
    );
    let place = |k: usize| pixel[k].as_f64().expect("a number");
    page.hover((place(1), place(2)));
    assert_eq!(page.text("$('point-inspector .about').textContent"), "at the pointer");
    let value = |page: &mut Page, name: &str| {
        page.text(&format!(
            "[...$('point-inspector dl').children].find((dt) => dt.textContent === '{name}').nextSibling.textContent"
        ))
    };
    assert_eq!(value(&mut page, "H is"), "positive definite");
    let loss: f64 = value(&mut page, "L").parse().expect("a number");
    assert!((0.0..0.1).contains(&loss), "{loss}");
    let limit: f64 = value(&mut page, "2/λmax").parse().expect("a number");
    assert!((limit - 0.0243).abs() < 5e-4, "{limit}");
    // Through the minimum itself there is no contour; a little beside it there is.
    page.hover((place(1) + 12.0, place(2)));
    let tag = page.text("$('race-board .tag').textContent");
    assert!(tag.starts_with("L = "), "the contour through the pointer has its value: {tag}");
    page.check("$('race-board .lens').getContext('2d').getImageData(0, 0, 400, 300).data.some((value) => value > 0)");
    page.is_content();
}

#[test]
fn one_panel_can_show_all() {
    let mut page = Page::open("");
    page.run("player.pause(); player.seek(100); await settled();");
    page.press("o");
    page.check("$$('race-board .panel').length === 1 && heads().every(Boolean) && new Set(heads()).size > 2");
    page.check("$$('view-tools button')[0].ariaPressed === 'true'");
    page.press("o");
    page.check("$$('race-board .panel').length === 6");
    page.is_content();
}
