//! Races and losses that take long: the worker beside the page, and the bar that tells of it.

use crate::fixture::Page;

/// Waits until the worker has got somewhere.
fn works(page: &mut Page) {
    page.tab.wait_for("$('job-bar progress').value > 0").expect("the worker works");
}

/// Waits until nothing is missing.
fn is_done(page: &mut Page) {
    page.tab.wait_for("!$('job-bar').checkVisibility()").expect("the worker is done");
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
           pictures: new Set() };
         while (bar.checkVisibility()) {
           player.stepBy(50);
           await new Promise(requestAnimationFrame);
           seen.frames += 1;
           seen.pictures.add($('race-board canvas[role=img]').toDataURL());
         }
         const whole = points();
         return { ...seen, pictures: seen.pictures.size, steps: seen.first.length / 2 - 1, whole: whole.length / 2 - 1,
           first: seen.first.every((value, k) => value === whole[k]) };",
    );
    let steps = seen["steps"].as_u64().expect("a number");
    assert!((1_000..1_000_000).contains(&steps), "{seen}");
    assert_eq!(seen["words"], format!("Computing: the steps from {steps} onCancel"));
    assert_eq!((&seen["bar"], &seen["first"], &seen["whole"]), (&true.into(), &true.into(), &1_000_000.into()));
    assert!(
        seen["frames"].as_u64() > Some(3) && seen["pictures"].as_u64() > Some(3),
        "the page moves meanwhile: {seen}"
    );
    page.leave();
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
    works(&mut page);
    page.check("$('job-bar').checkVisibility() && $('job-bar progress').checkVisibility()");
    let prefix = page.text("bits(0)");
    page.push("job-bar", "Cancel");
    page.check("$('job-bar').checkVisibility() && !$('job-bar progress').checkVisibility()");
    let steps = prefix.split(',').count() / 2 - 1;
    assert!((4..200_000).contains(&steps));
    assert_eq!(page.text("$('job-bar span').textContent"), format!("Not computed: the steps from {steps} on"));
    page.press("End");
    assert_eq!(page.text("$('race-board .status b').textContent"), format!("… computed to step {steps}"));
    // What was given up is not begun again by looking at it.
    page.push("view-tools", "+");
    page.check("!$('job-bar progress').checkVisibility()");
    assert_eq!(page.text("bits(0)"), prefix);
    page.push("job-bar", "Compute");
    page.check("$('job-bar progress').checkVisibility() && $('job-bar button').textContent === 'Cancel'");
    works(&mut page);
    // A race that needs no worker ends the one that does.
    page.run("await enter('steps', '3');");
    page.check("!$('job-bar').checkVisibility() && bits(0).split(',').length === 8");
    // Another long one: it is computed to its end.
    page.run("await enter('steps', '400');");
    page.check("$('job-bar progress').checkVisibility()");
    is_done(&mut page);
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
    is_done(&mut page);
    page.check("lab.ask('points', 0, 0).length === 2000002 && lab.ask('link').includes('&noise=0.8&')");
    let sum = "lab.ask('points', 0, 0).reduce((sum, value) => sum + value)";
    let edited = page.number(sum);
    // The same from the link alone.
    let link = page.text("lab.ask('link')");
    page.go(&link);
    is_done(&mut page);
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
    page.check("first.words === 'Computing: the loss at every step' && first.path.split(',').length === 6002");
    page.check(
        "first.losses.some(Number.isNaN) && Number.isFinite(first.losses[0]) && Number.isFinite(first.losses[3000])",
    );
    let chart = page.picture("loss-chart .chart-plot > canvas");
    is_done(&mut page);
    page.js("await settled()");
    page.check("lab.ask('losses', 0).every(Number.isFinite) && bits(0) === first.path");
    page.check("lab.ask('losses', 0).every((loss, t) => Number.isNaN(first.losses[t]) || loss === first.losses[t])");
    assert_ne!(page.picture("loss-chart .chart-plot > canvas"), chart);
    page.is_content();
}
