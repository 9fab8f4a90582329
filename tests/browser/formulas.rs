//! A formula that the user types, and what is proved of its stationary points.

use crate::fixture::Page;

const START: &str = "v=1&on=bowl&view=-3,3,-3,3&start=1,2&steps=50&c=gradient_descent,rate:0.05&c=adam,rate:0.1";

/// Types `text` into the formula's field, as a hand does.
fn type_formula(page: &mut Page, text: &str) {
    page.run(&format!(
        "const entry = field('formula');
         entry.focus();
         entry.value = {};
         entry.dispatchEvent(new Event('input', {{ bubbles: true }}));
         await settled();",
        serde_json::json!(text)
    ));
}

/// Waits until the proof has ended as `state` says, and returns its words.
fn proof(page: &mut Page, state: &str) -> String {
    page.tab
        .wait_for(&format!("$('.proof').dataset.state === '{state}'"))
        .unwrap_or_else(|error| panic!("{state}: {error}"));
    page.text("$('.proof p').textContent")
}

#[test]
fn a_formula_is_typed_typeset_and_descended() {
    let mut page = Page::open(START);
    page.check("!field('formula').checkVisibility() && $('.typeset math') !== null");
    page.run("[...$('landscape-card').querySelectorAll('button')].find((b) => b.textContent === 'Edit as formula').click(); await settled();");
    // The surface as it was, written out, with the same paths.
    page.check("field('formula').value === '(x^2 + y^2)/2' && document.activeElement === field('formula')");
    let before = page.text("bits(0)");
    type_formula(&mut page, "a*x^2 + y^4");
    page.check("$('[data-slider=\"surface.a\"]').checkVisibility() && $('.typeset math').textContent.includes('a')");
    page.check(
        "field('formula').getAttribute('aria-invalid') === 'false' && $('.formula .refused').textContent === ''",
    );
    let typed = page.text("bits(0)");
    assert_ne!(typed, before);
    page.run("await slide('surface.a', 0.9);");
    assert_ne!(page.text("bits(0)"), typed);
    // The address holds it, and opens to the same bits.
    let (link, slid) = (page.text("lab.ask('link')"), page.text("bits(1)"));
    page.go(&link);
    assert_eq!(page.text("bits(1)"), slid);
    page.check("field('formula').value === 'a*x^2 + y^4' && field('surface').value === 'formula'");
    page.is_content();
}

#[test]
fn a_mistake_is_told_beside_the_field_and_changes_nothing() {
    let mut page = Page::open("v=1&on=formula&f=x^2%2By^2&view=-3,3,-3,3&start=1,2&steps=50&c=adam,rate:0.1");
    let (paths, picture) = (page.text("bits(0)"), page.picture("race-board canvas"));
    for (text, told) in [
        ("x^2 + (y", "wanted a closing parenthesis at column 9"),
        ("sine(x)", "nearest: sin"),
        ("", "wanted a number, a name or an opening parenthesis at column 1"),
        ("1/0", "a finite number somewhere in view"),
    ] {
        type_formula(&mut page, text);
        page.check(&format!("$('.formula .refused').textContent.includes({})", serde_json::json!(told)));
        page.check("field('formula').getAttribute('aria-invalid') === 'true'");
        // What was typed stays, and so does the last good formula in the picture.
        page.check(&format!("field('formula').value === {}", serde_json::json!(text)));
    }
    type_formula(&mut page, &"(".repeat(10_240));
    page.check("$('.formula .refused').textContent.includes('at most 2000 characters')");
    assert_eq!((page.text("bits(0)"), page.picture("race-board canvas")), (paths, picture));
    type_formula(&mut page, "x^2 + 3y^2");
    page.check("$('.formula .refused').textContent === '' && lab.ask('link').includes('3y')");
    page.is_content();
}

#[test]
fn all_stationary_points_are_proved() {
    let mut page = Page::open("v=1&on=himmelblau&view=-5,5,-5,5&start=0,0&steps=50&c=adam,rate:0.1");
    let words = proof(&mut page, "proved");
    assert!(words.contains("Proved: these are all 9.") && words.contains("add up to"), "{words}");
    page.check("$('stationary-table').textContent.includes('4 minima, 4 saddles, 1 maximum')");
    // Another landscape is another proof.
    page.run("await enter('surface', 'ackley');");
    let words = proof(&mut page, "except");
    assert!(words.contains("except at one place"), "{words}");
    page.check("$('.proof li').textContent.includes('non-smooth minimum')");
    page.run("await enter('surface', 'monkey_saddle');");
    proof(&mut page, "except");
    page.check("$('.proof li').textContent.includes('degenerate saddle, proved by its index −2')");
    page.is_content();
}

#[test]
fn what_cannot_be_proved_says_why() {
    let mut page = Page::open("v=1&on=formula&f=x^2%2By^2&view=-3,3,-3,3&start=1,2&steps=50&c=adam,rate:0.1");
    proof(&mut page, "proved");
    type_formula(&mut page, "3");
    assert!(proof(&mut page, "open").contains("the loss is constant"));
    type_formula(&mut page, "sin(x)^2 + cos(x)^2 + 0*y");
    assert!(proof(&mut page, "open").contains("Not proved"));
    type_formula(&mut page, "x^2");
    proof(&mut page, "proved");
    page.check("$('stationary-table').textContent.includes('curve')");
    // A closer view is searched by itself.
    type_formula(&mut page, "sin(5x)*sin(5y)");
    proof(&mut page, "proved");
    for _ in 0..4 {
        page.push("view-tools", "+");
    }
    proof(&mut page, "proved");
    page.is_content();
}

#[test]
fn the_region_to_prove_is_the_same_before_and_after_its_picture_is_drawn() {
    let mut page = Page::open("v=1&on=formula&f=x^2%2By^2&view=-3,3,-3,3&start=1,2&steps=50&c=adam,rate:0.1");
    // Else points that are told of a proof on its way, for which the picture is drawn anew, would have it begun anew.
    let regions = page.run(
        "lab.call('edit', 'formula', 'x^4 + y^2');
         const asked = [String(lab.ask('unproved'))];
         lab.call('setDefiniteness', false);
         asked.push(String(lab.ask('unproved')));
         lab.call('draw', 0);
         asked.push(String(lab.ask('unproved')));
         return asked;",
    );
    let regions: Vec<&str> = regions.as_array().expect("three").iter().filter_map(|region| region.as_str()).collect();
    assert!(regions[0].ends_with(",-3,3") && !regions[0].starts_with("-3,"), "the panel is wider: {regions:?}");
    assert!(regions.iter().all(|region| *region == regions[0]), "{regions:?}");
    type_formula(&mut page, "sin(x)^2 + cos(x)^2 + 0*y");
    proof(&mut page, "open");
    page.is_content();
}

#[test]
fn losses_over_data_and_of_one_parameter_are_proved_too() {
    let mut page = Page::open("v=1&on=neuron&view=-4,4,-4,4&start=-1,1&steps=20&c=adam,rate:0.1");
    page.tab.wait_for("['proved', 'except'].includes($('.proof').dataset.state)").expect("a proof");
    page.run("await enter('surface', 'wave');");
    proof(&mut page, "proved");
    page.run("await enter('surface', 'kinked_parabola');");
    proof(&mut page, "proved");
    page.run("await enter('surface', 'linear_regression'); await enter('surface.loss', 'huber');");
    page.tab.wait_for("['proved', 'except'].includes($('.proof').dataset.state)").expect("a proof");
    page.is_content();
}
