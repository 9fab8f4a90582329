//! The training loop as code beside the race: line by line, and what an update sees.

use crate::fixture::Page;

/// The page of a link at its start, with the training loop open.
fn open(link: &str) -> Page {
    let mut page = Page::open(link);
    page.press("Home");
    page.check("$$('training-loop .line').length === 0");
    page.run("$('training-loop summary').click();");
    page.tab.wait_for("$$('training-loop .line').length > 0").expect("the loop is shown");
    page
}

/// The lines of the training loop: text, value (or empty) and whether it is the running one.
const LINES: &str = "$$('training-loop details > pre .line').map((line) => [
   [...line.childNodes].filter((part) => part.nodeType === 3).map((part) => part.data).join(''),
   line.querySelector('.value')?.textContent ?? '', line.getAttribute('aria-current') === 'step'])";

#[test]
fn the_training_loop_runs_line_by_line() {
    let mut page = open("v=1&on=bowl&view=-3,3,-3,3&start=2,2&steps=20&c=gradient_descent,rate:0.1&c=adam,rate:0.1");
    page.choose("training-loop select", "1");
    // Paused at a step, nothing runs and all values of its update are there.
    page.check(&format!("{LINES}.every(([, , runs]) => !runs)"));
    page.check(&format!("{LINES}.some(([text]) => text === 'for t in range(1, 21):')"));
    page.check(&format!("{LINES}.some(([text, value]) => text === '  dw = gradient(loss, w)' && value)"));
    // The body is what follows the head of the loop.
    let count = page.number(&format!("{LINES}.reverse().findIndex(([text]) => text.startsWith('for '))")) as usize;
    assert!(count >= 4, "Adam has its moments");
    for step in 0..2 {
        for line in 0..count {
            page.push("training-loop", "Next line");
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
    page.leave();
    page.press(" ");
    page.check("player.playing");
    page.push("training-loop", "Next line");
    page.check("!player.playing");
    page.check(&format!("{LINES}.findIndex(([, , runs]) => runs) === {LINES}.length - {count}"));
    // At the end there is no further line to run.
    page.press("End");
    page.push("training-loop", "Next line");
    page.check("player.step === 20 && !player.playing");
    page.check(&format!("{LINES}.every(([, , runs]) => !runs)"));
    page.is_content();
}

#[test]
fn the_training_loop_says_what_an_update_sees() {
    let mut page = open("v=1&on=bowl&view=-3,3,-3,3&start=2,2&steps=20&c=gradient_descent,rate:0.1");
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
    page.leave();
    page.press("ArrowRight");
    page.check(&format!("{code}.includes('get_batches(data, 3):  # 2 of 20: points 3, 4, 5')"));
    page.run("await enter('contenders.1.order', 'replaced');");
    page.check(&format!("{code}.includes('get_batches(drawn(data), 3):')"));
    page.is_content();
}
