//! The card of theory, as it is used.

use crate::fixture::Page;

/// A turned ravine with momentum and gradient descent.
const RAVINE: &str =
    "v=1&on=ravine_rotated&view=-5,5,-5,5&start=-4,2&steps=300&c=momentum,rate:0.02&c=gradient_descent,rate:0.02";

/// The page with the card, at the end of the race.
fn open(link: &str) -> Page {
    let mut page = Page::open(link);
    page.press("i");
    page.tab.wait_for("document.querySelector('theory-card .scope')?.textContent").expect("the card");
    page.run("$('theory-card').scrollIntoView(); await settled();");
    page.press("End");
    page
}

/// The texts of all elements of the card that match a selector.
fn texts(page: &mut Page, selector: &str) -> String {
    page.text(&format!("$$('theory-card {selector}').map((part) => part.textContent).join('; ')"))
}

/// The first step at which the run of a contender is nearer than 10⁻³ to the origin, or the number of its steps.
fn arrives(page: &mut Page, contender: usize) -> f64 {
    page.number(&format!(
        "(() => {{
          const points = lab.ask('points', {contender}, 0);
          const near = (_, k) => Math.hypot(points[2 * k], points[2 * k + 1]) < 1e-3;
          const step = Array.from({{ length: points.length / 2 }}).findIndex(near);
          return step < 0 ? points.length / 2 : step;
        }})()"
    ))
}

#[test]
fn the_card_follows_the_playhead_and_the_chosen_contender() {
    let mut page = open(RAVINE);
    assert_eq!(texts(&mut page, ".scope"), "Exact: the landscape is quadratic, the same at every step.");
    assert!(texts(&mut page, ".setting").starts_with("Momentum: η = 0.02, μ = 0.9"));
    assert_eq!(texts(&mut page, "tbody th"), "λ₁ = 1; λ₂ = 25");
    assert!(texts(&mut page, "tbody tr:first-child td").starts_with("0.94868; 0.94868; 43.7; stable"));
    let pictures = ["theory-card figure:nth-of-type(1) canvas", "theory-card figure:nth-of-type(2) canvas"];
    let at_end = pictures.map(|canvas| page.picture(canvas));
    page.press("Home");
    assert_eq!(texts(&mut page, "tbody tr:first-child td:nth-of-type(2)"), "–", "nothing is measured at the start");
    for (canvas, before) in pictures.iter().zip(&at_end) {
        assert_ne!(page.picture(canvas), *before, "{canvas}");
    }
    page.choose("theory-card select", "1");
    assert!(texts(&mut page, ".setting").starts_with("Gradient descent: η = 0.02"));
    assert_eq!(texts(&mut page, ".manner"), "straight in, from one side; straight in, from one side");
    page.is_content();
}

#[test]
fn the_best_settings_are_one_click_away_and_the_race_arrives_sooner() {
    let mut page = open(RAVINE);
    let before = [0, 1].map(|contender| arrives(&mut page, contender));
    page.push("theory-card", "use η");
    // (2/(1 + 5))² and (4/6)².
    page.check(
        "Number(field('contenders.1.rate').value) === 1 / 9 && Number(field('contenders.1.mu').value) === 4 / 9",
    );
    page.check("$('theory-card button').disabled");
    page.choose("theory-card select", "1");
    page.push("theory-card", "use η");
    page.check("Number(field('contenders.2.rate').value) === 2 / 26");
    for (contender, before) in before.into_iter().enumerate() {
        let after = arrives(&mut page, contender);
        assert!(after < 0.6 * before, "contender {contender}: {after} steps, {before} before");
    }
    page.is_content();
}

#[test]
fn words_of_damping_change_with_the_momentum() {
    let mut page = open("v=1&on=ravine&view=-5,5,-5,5&start=4,1&steps=60&c=momentum,rate:0.04");
    let mut manner = |mu: &str| {
        page.js(&format!("await enter('contenders.1.mu', '{mu}')"));
        page.text("$('theory-card .manner').textContent")
    };
    assert!(manner("0.9").starts_with("underdamped: rings"));
    assert!(manner("0.64").starts_with("critically damped"));
    assert!(manner("0.3").starts_with("overdamped"));
}

#[test]
fn a_saddle_has_words_in_place_of_a_button() {
    let mut page = open("v=1&on=bounded_saddle&view=-2,2,-2,2&start=0.001,1&steps=40&c=momentum,rate:0.1");
    page.press("Home");
    assert!(texts(&mut page, ".scope").starts_with("Local: the second-order expansion at step 0 of Momentum"));
    assert!(texts(&mut page, ".best").ends_with("negative curvature, and any η > 0 leaves along it."));
    page.check("$('theory-card button').hidden");
}

#[test]
fn bad_states_have_words() {
    for (link, words) in [
        (
            "on=parabola&view=-12,12,-10,130&start=10,0&steps=10&c=gradient_descent,rate:0.2",
            "One parameter: L″ is the only eigenvalue",
        ),
        (
            "on=ravine&view=-5,5,-5,5&start=4,1&steps=900&c=gradient_descent,rate:0.2",
            "The run has left: it is shown up to",
        ),
        (
            "on=formula&f=sqrt(x^2%2By^2)&view=-2,2,-2,2&start=0,0&steps=9&c=gradient_descent,rate:0.2",
            "No quadratic: at step 0",
        ),
        (
            "on=ravine,a:0&view=-5,5,-5,5&start=4,1&steps=60&c=gradient_descent,rate:0.01",
            "H is singular: z₁ has no curvature",
        ),
        ("on=ravine&view=-5,5,-5,5&start=4,1&steps=60&c=adam,rate:0.1", "Adam is not a fixed linear recurrence"),
    ] {
        let mut page = open(&format!("v=1&{link}"));
        let told = page.text("$('theory-card').textContent");
        assert!(told.contains(words), "{link}: {told}");
        page.is_content();
    }
}
