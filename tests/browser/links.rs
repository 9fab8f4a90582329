//! Links: all that is seen is in them, as a code too, and none does harm.

use serde_json::Value;

use crate::fixture::{Page, THREE};
use crate::keeping::BOWL;

#[test]
fn a_link_restores_the_playhead_and_how_the_race_is_looked_at() {
    let mut page = Page::open(THREE);
    page.run("player.pause(); player.seek(17); await settled();");
    page.push("view-tools", "Overlay");
    page.push("view-tools", "Definiteness");
    page.push("loss-chart", "log");
    page.choose("loss-chart select", "rate");
    page.push("view-tools", "See inside");
    page.tab.wait_for("$('trace-charts')?.checkVisibility()").expect("what explains runs is shown");
    page.push("page-tools", "Copy link");
    let link = page.text("location.hash.slice(1)");
    assert!(link.ends_with("&at=17&see=overlay,definiteness,linear,inside,rate"), "{link}");
    page.go(&link);
    page.tab.wait_for("$('trace-charts')?.checkVisibility()").expect("what explains runs is shown");
    page.check("player.step === 17 && !player.playing && $('page-message').hidden");
    page.check("$$('race-board .panel').length === 1");
    page.check("$$('view-tools [aria-pressed=true]').map((button) => button.textContent).join() === 'Overlay,Definiteness,See inside'");
    page.check("$('loss-chart select').value === 'rate' && $('loss-chart button').ariaPressed === 'false'");
    // The address says the same, and follows a playhead at rest.
    page.tab.wait_for(&format!("location.hash === {}", Value::from(format!("#{link}")))).expect("the same address");
    page.press("ArrowRight");
    page.tab.wait_for("location.hash.includes('&at=18&')").expect("the address follows the playhead");
    // Another link takes all of that back; at the end of a race it says nothing of the playhead.
    page.run(&format!("location.hash = '{BOWL}'; await settled();"));
    page.tab
        .wait_for("$$('race-board .panel').length === 2 && !$('trace-charts').checkVisibility()")
        .expect("as usual");
    page.check("$('loss-chart select').value === 'loss' && player.step < 60");
    page.press("End");
    page.tab.wait_for(&format!("location.hash === '#{BOWL}'")).expect("a plain address");
    page.is_content();
}

#[test]
fn the_link_is_a_code_that_reads_as_the_link() {
    let mut page = Page::open(BOWL);
    page.run("player.pause(); player.seek(31); await settled();");
    page.press("q");
    page.tab.wait_for("$('link-code dialog')?.open").expect("the dialog opens");
    let address = format!("{}#{BOWL}&at=31", page.address);
    assert_eq!(page.text("$('link-code textarea').value"), address);
    let code = steepest::qr::code(&address).expect("a short link");
    assert_eq!(page.text("$('link-code path').getAttribute('d')"), code.path);
    let side = page.number("$('link-code svg').getBoundingClientRect().width");
    assert!(side >= 600.0, "{side} CSS pixels are read from the last row");
    // Black on white, also where the page is dark.
    page.run("document.documentElement.style.colorScheme = 'dark';");
    page.check("getComputedStyle($('link-code svg')).backgroundColor === 'rgb(255, 255, 255)'");
    page.check("getComputedStyle($('link-code path')).fill === 'rgb(0, 0, 0)'");
    page.push("link-code", "Close");
    let contenders = "&c=nadam,rate:0.123456789,momentum_decay:0.0123456,beta2:0.98765".repeat(10);
    let pins = "&pin=1,1.23456789,2.3456789,nadam,rate:0.123456789,momentum_decay:0.0123456".repeat(6);
    let starts = "&start=1.23456789,2.3456789".repeat(11);
    page.run(&format!("location.hash = '{BOWL}{contenders}{pins}{starts}';"));
    page.tab.wait_for("$('page-message').hidden && lab.ask('link').length > 1200").expect("a long link is opened");
    page.run("for (let k = 1; k <= 12; k += 1) lab.call('edit', `contenders.${k}.schedule.1`, 'one_cycle'), lab.call('edit', `contenders.${k}.schedule.1.div_factor`, '12.3456789'); await settled();");
    page.keep();
    page.push("kept-list", "QR code");
    page.check("!$('kept-list dialog').open && $('link-code dialog').open");
    page.check("$('link-code svg').checkVisibility() === false");
    let words = page.text("$('link-code [role=status]').textContent");
    assert!(
        words.starts_with("This link is too long for a QR code. QR code: wanted a text of at most 1732 bytes, given "),
        "{words}"
    );
    page.is_content();
}

#[test]
fn links_made_to_do_harm_do_none() {
    let mut page = Page::open(BOWL);
    page.run("globalThis.harmed = 0; globalThis.alert = () => (harmed += 1); Object.prototype.polluted = undefined;");
    for link in [
        "<script>alert(1)</script>",
        "v=1&<img src=x onerror=alert(1)>=1",
        "v=1&on=%3Cimg%20src=x%20onerror=alert(1)%3E",
        "__proto__[polluted]=1",
        "constructor.prototype.polluted=1",
        "v=1&on=__proto__",
        "v=2&on=bowl",
        "%00%ff%ED%A0%80",
        "%%%&%",
        "\\ud800=\\udfff",
        "javascript:alert(1)",
        // As many updates as 32 bits have no room for.
        "v=1&on=linear_regression,n:65536&view=-5,5,-5,5&start=1,1&seed=0&epochs=65536&c=gradient_descent,rate:0.1,batch:1",
    ] {
        page.run(&format!(
            "location.hash = \"{link}\"; await new Promise((done) => setTimeout(done, 60)); await settled();"
        ));
        let message = page.message();
        assert!(
            message.starts_with("This link could not be opened. ") && message.contains(": wanted "),
            "{link}: {message}"
        );
        page.check("!$('page-message').hidden && $('page-message').children.length === 2");
        assert_eq!(page.text("lab.ask('link')"), BOWL, "{link}");
    }
    page.run("location.hash = 'x'.repeat(1e6); await new Promise((done) => setTimeout(done, 200)); await settled();");
    assert!(page.message().ends_with("link: wanted at most 524288 bytes, given 1000000"), "{}", page.message());
    page.check(
        "harmed === 0 && ({}).polluted === undefined && !document.querySelector('page-message :is(img, script)')",
    );
    page.is_content();
}
