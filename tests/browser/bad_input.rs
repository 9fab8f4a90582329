//! Bad input: a message that names the field, what was wanted and what was given; the last good state stays.

use crate::fixture::Page;

/// Enters `text` into `field` and expects this message, the entry marked, and nothing else changed.
#[track_caller]
fn refused(page: &mut Page, field: &str, text: &str, message: &str) {
    let before = page.text("lab.ask('link')");
    page.run(&format!("await enter('{field}', '{text}');"));
    assert_eq!(page.text("$('page-message p').textContent"), message);
    page.check(&format!("field('{field}').getAttribute('aria-invalid') === 'true'"));
    page.check(&format!("field('{field}').value === '{text}'"));
    assert_eq!(page.text("lab.ask('link')"), before);
    // A good entry afterwards takes mark and message away.
    page.run(&format!("await enter('{field}', lab.page() && '1');"));
    page.check("$('page-message').hidden");
    page.check(&format!("field('{field}').getAttribute('aria-invalid') !== 'true'"));
}

#[test]
fn numbers_out_of_range_or_no_numbers_are_refused() {
    let mut page = Page::open("");
    refused(&mut page, "contenders.1.rate", "-1", "contenders.1.rate: wanted a finite number ≥ 0, given -1");
    refused(&mut page, "contenders.1.rate", "NaN", "contenders.1.rate: wanted a finite number ≥ 0, given NaN");
    refused(&mut page, "contenders.1.rate", "1e999", "contenders.1.rate: wanted a finite number ≥ 0, given 1e999");
    refused(&mut page, "contenders.1.rate", "", "contenders.1.rate: wanted a finite number ≥ 0, given nothing");
    refused(&mut page, "contenders.2.mu", "1.5", "contenders.2.mu: wanted a number in [0, 1], given 1.5");
    refused(&mut page, "steps", "0", "steps: wanted a whole number from 1 to 1000000, given 0");
    refused(&mut page, "steps", "1000000000", "steps: wanted a whole number from 1 to 1000000, given 1000000000");
    refused(&mut page, "starts.1.x", "Infinity", "starts.1.x: wanted a number in [-1000000000, 1000000000], given inf");
    refused(&mut page, "starts.1.y", "two", "starts.1.y: wanted a finite number, given two");
    page.is_content();
}

#[test]
fn what_is_being_typed_stays_while_the_page_changes() {
    let mut page = Page::open("");
    page.run("const rate = field('contenders.1.rate'); rate.focus(); rate.value = '0.00';");
    page.run("act('edit', 'contenders.2.rate', '0.25'); await settled();");
    page.check("field('contenders.2.rate').value === '0.25' && field('contenders.1.rate').value === '0.00'");
    // Whatever is typed is shown as it is read.
    page.run("await enter('contenders.2.rate', '0.250');");
    page.check("document.activeElement === field('contenders.2.rate') && field('contenders.2.rate').value === '0.25'");
    page.run("const rate = field('contenders.1.rate'); rate.focus(); rate.value = '0.00'; await settled();");
    // But for a value that came to hold meanwhile.
    page.run("act('edit', 'contenders.1.rate', '0.125'); await settled();");
    page.check("field('contenders.1.rate').value === '0.125'");
    // And what was meant for another experiment is not for this one.
    page.run("const rate = field('contenders.1.rate'); rate.focus(); rate.value = '0.7';");
    page.run("act('open', lab.ask('link')); await settled();");
    page.check("field('contenders.1.rate').value === '0.125'");
    page.is_content();
}

#[test]
fn bad_links_show_a_message_and_the_page_keeps_working() {
    let head = "v=1&on=rosenbrock&view=-2,2,-1,3&start=0,0&steps=10";
    let fifty = format!("{head}{}", "&c=adam,rate:0.1".repeat(50));
    let mut page = Page::open("");
    for (link, message) in [
        (format!("{head}&c=sgd,rate:1"), "contenders.1.optimizer: wanted one of"),
        ("v=1&on=everest".into(), "surface: wanted one of"),
        ("v=1&on=rosen".into(), "surface: wanted one of"),
        (head.into(), "contenders: wanted a whole number from 1 to 12, given 0"),
        (fifty, "contenders: wanted a whole number from 1 to 12, given 50"),
        (format!("{head}0000000&c=adam,rate:1"), "steps: wanted a whole number from 1 to 1000000, given 100000000"),
        (format!("{head}&c=adam,rate:1,beta1:nan"), "contenders.1.beta1: wanted a number in [0, 1), given nan"),
        ("%00%ff<script>alert(1)</script>".into(), "link: wanted only"),
        ("v=9&on=rosenbrock&view=0,1,0,1&start=0,0&steps=1&c=adam,rate:1".into(), "v: wanted 1"),
    ] {
        page.go(&link);
        let shown = page.text("$('page-message p').textContent");
        assert!(shown.starts_with("This link could not be opened. ") && shown.contains(message), "{link}: {shown}");
        page.check("player.playing && $$('race-board .panel').length === 6");
        page.check("!document.querySelector('page-message script')");
    }
    // A bad link typed into the address of an open page leaves that page as it is.
    page.go("");
    page.run("await enter('steps', '123');");
    page.run("location.hash = 'v=1&on=nowhere'; await new Promise((done) => setTimeout(done, 100)); await settled();");
    page.check("$('page-message p').textContent.includes('surface: wanted one of')");
    page.check("lab.ask('link').includes('steps=123')");
    page.run("await enter('steps', '124');");
    page.check("$('page-message').hidden");
    page.is_content();
}

#[test]
fn a_crash_is_told_and_the_experiment_is_kept() {
    let mut page = Page::open("");
    page.run("await enter('steps', '321');");
    let link = page.text("lab.ask('link')");
    // What a panic in WebAssembly looks like from outside.
    page.run(
        "const { Engine } = await import('/www/pkg/steepest.js');
         Engine.prototype.statuses = () => { throw new WebAssembly.RuntimeError('unreachable'); };
         player.seek(5);",
    );
    page.tab.wait_for("!document.querySelector('page-message').hidden").expect("the crash is told");
    page.check("$('page-message').textContent.includes('The laboratory has stopped')");
    assert_eq!(page.text("$('page-message textarea').value"), link);
    page.run("$('page-message button').click();");
    page.tab
        .wait_for("document.body?.dataset.ready === '' && document.querySelector('page-message').hidden")
        .expect("it reloads");
    page.tab.evaluate("import('/www/main.js').then(({ lab }) => globalThis.lab = lab)").expect("the page's modules");
    assert_eq!(page.text("lab.ask('link')"), link);
}
