//! The page as it reaches people: its policy, without a network, in a new version, as one file, within another page.

use std::collections::BTreeSet;
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::driver::Driver;
use crate::fixture::Page;
use crate::host::{Host, copy, published, single_file};
use crate::tab::Tab;

const READY: &str = "document.body?.dataset.ready === ''";
const MAPPED: &str = "document.querySelector('map-card progress')?.value === 1";
const CHARTED: &str = "document.querySelector('trace-charts .chart canvas')?.width > 0";
const KEPT: &str = "navigator.serviceWorker.controller";

/// The version after the one that is built.
const NEXT: &str = "0000000000";

/// Two ways over Himmelblau's four minima, of which a map is soon made.
const FOUR: &str = "v=1&on=himmelblau&view=-5,5,-5,5&start=-0.3,-0.8&seed=0&steps=200\
                    &c=gradient_descent,rate:0.01&c=momentum,rate:0.005";

/// Tries what somebody would who has got markup or a text into the page: what has run, and what was refused.
/// From a timer, since the policy does not hold for what is evaluated from outside.
const ATTACK: &str = "new Promise((done) => setTimeout(() => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.ran = \"inline\"';
    document.head.append(script);
    const picture = document.createElement('div');
    picture.innerHTML = '<img src=x:y onerror=\"globalThis.ran = `attribute`\">';
    document.body.append(picture);
    const elsewhere = document.createElement('script');
    elsewhere.src = 'data:text/javascript,globalThis.ran=`data`';
    document.head.append(elsewhere);
    try { globalThis.ran = eval('\"eval\"'); } catch { }
    try { globalThis.ran = new Function('return \"function\"')(); } catch { }
    const form = document.createElement('form');
    form.action = 'https://example.org/';
    document.body.append(form);
    try { form.submit(); } catch { }
    fetch('https://example.org/').catch(() => {});
    // A form's refusal is told when the browser's other process has answered.
    const deadline = performance.now() + 60_000;
    const look = () => {
      const refused = refusals.map((words) => words.split(' ')[0]).sort();
      if (!refused.includes('form-action') && performance.now() < deadline) return setTimeout(look, 100);
      refusals.length = 0;
      for (const made of [script, picture, elsewhere, form]) made.remove();
      done({ ran: globalThis.ran ?? null, refused: refused.join() });
    };
    setTimeout(look, 300);
  }))";

#[track_caller]
fn refuses_attacks(tab: &mut Tab) {
    let answer = tab.evaluate(ATTACK).expect("an answer");
    assert_eq!(answer["ran"], Value::Null, "{answer}");
    let refused = answer["refused"].as_str().expect("a text");
    for directive in ["script-src", "script-src-attr", "script-src-elem", "form-action", "connect-src"] {
        assert!(refused.split(',').any(|one| one == directive), "{directive} is not in {refused}");
    }
    // Some browsers tell of each refusal on the console too.
    tab.complaints().expect("the browser answers");
}

/// Waits until a promise, asked for again and again, becomes true.
#[track_caller]
fn until(tab: &mut Tab, promise: &str) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !tab.evaluate(promise).is_ok_and(|value| value == true) {
        assert!(Instant::now() < deadline, "not so within a minute: {promise}");
        thread::sleep(Duration::from_millis(30));
    }
}

/// A tab in which refusals are kept.
fn watched() -> Tab {
    let mut tab = Tab::open();
    tab.watch().expect("a script");
    tab
}

/// Plays the race, opens what is loaded on demand, and makes a map in workers.
#[track_caller]
fn works(tab: &mut Tab) {
    let step = "document.querySelector('race-transport input').value";
    tab.key("Home").expect("a key");
    tab.wait_for(&format!("{step} === '0'")).expect("the start");
    tab.key(" ").expect("a key");
    tab.wait_for(&format!("{step} !== '0'")).expect("the race plays");
    tab.key("i").expect("a key");
    tab.wait_for(CHARTED).expect("what explains runs");
    tab.key("m").expect("a key");
    tab.wait_for(MAPPED).expect("a map by workers");
    // A proof comes from a worker too.
    tab.wait_for("document.querySelector('.proof')?.dataset.state === 'proved'").expect("a proof");
}

#[test]
fn the_policy_allows_all_that_the_page_does_and_nothing_that_is_injected() {
    let mut page = Page::open("");
    page.tab.watch().expect("a script");
    page.go(FOUR);
    works(&mut page.tab);
    page.run(
        "for (const key of ['o', 'd', 'g', '3', 'Escape']) {
           document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
           await settled();
         }
         await enter('surface', 'formula');
         for (const scene of $$('scene-list button')) { scene.click(); await settled(); }
         await enter('surface', 'linear_regression');
         for (const button of $$('data-panel button, contender-list .bar button')) { button.click(); await settled(); }
         document.querySelector('dialog[open]')?.close();
         for (const details of $$('details')) { details.open = true; await settled(); }",
    );
    page.check("refusals.length === 0");
    page.is_content();
    // The server says it too, of everything, since a worker has the policy that it comes with.
    for file in ["./", "./www/worker.js", "./www/pkg/beside_bg.wasm"] {
        let stated = page.text(&format!("(await fetch('{file}')).headers.get('content-security-policy')"));
        assert_eq!(stated, page.text("$('meta[http-equiv]').content"));
        assert!(!stated.contains("unsafe-inline") && !stated.contains("'unsafe-eval'"), "{stated}");
    }
    refuses_attacks(&mut page.tab);
}

#[test]
fn a_published_page_works_without_its_host_until_there_is_a_new_version() {
    let folder = published();
    let mut tab = watched();
    let host = Host::of(&folder, 0);
    let (address, port) = (host.address.clone(), host.port);
    tab.go(&address).expect("the page");
    tab.wait_for(READY).expect("the first picture");
    tab.wait_for(KEPT).expect("the page is kept");
    // Without a header the page's own words hold.
    refuses_attacks(&mut tab);

    // Nobody is there any more; a link is opened, with all that is loaded on demand.
    drop(host);
    until(&mut tab, "fetch('./nothing').then(() => false, () => true)");
    tab.go("about:blank").expect("an empty page");
    tab.go(&format!("{address}#{FOUR}")).expect("the page, without a network");
    tab.wait_for(READY).expect("the first picture");
    works(&mut tab);
    // Whatever else is asked for below its address leads to the page.
    tab.go(&format!("{address}index.html?x=1#{FOUR}")).expect("the page by its other name");
    tab.wait_for(READY).expect("the first picture");
    tab.go(&format!("{address}no/such/place")).expect("a page");
    tab.wait_for(READY).expect("the first picture");
    assert_eq!(tab.evaluate("location.pathname").expect("a path"), "/");
    // Asking for news without a network fails, and a browser tells so; nothing of the page does.
    tab.complaints().expect("the browser answers");

    // A new version is there, which is offered, not forced.
    let next = tempfile::tempdir().expect("a folder");
    let new = next.path().join("new");
    copy(&folder, &new);
    let index = fs::read_to_string(new.join("index.html")).expect("a text");
    let old = version(&index);
    for name in ["index.html", "sw.js", "manifest.webmanifest"] {
        let text = fs::read_to_string(new.join(name)).expect("a text");
        fs::write(new.join(name), text.replace(&old, NEXT)).expect("a text");
    }
    fs::rename(new.join(format!("www-{old}")), new.join(format!("www-{NEXT}"))).expect("another name");
    let host = Host::of(&new, port);
    tab.go(&format!("{address}#{FOUR}")).expect("the page");
    tab.wait_for(READY).expect("the first picture");
    // Two tabs have the former one.
    tab.evaluate(&format!("void (globalThis.other = open('./#{FOUR}'))")).expect("another tab");
    tab.wait_for("other.document.body?.dataset.ready === ''").expect("its first picture");
    let shown = "document.querySelector('meta[name=version]').content";
    for page in ["", "other."] {
        assert_eq!(tab.evaluate(&format!("{page}{shown}")).expect("a version"), *old);
    }
    tab.evaluate("navigator.serviceWorker.getRegistration().then((registration) => registration.update())")
        .expect("a question to the host");
    let offer = "document.querySelector('new-version[role=status] button')";
    tab.wait_for(&format!("{offer} && other.{offer}")).expect("the new version is offered");
    for page in ["", "other."] {
        assert_eq!(tab.evaluate(&format!("{page}{shown}")).expect("a version"), *old);
    }
    tab.evaluate(&format!("other.{offer}.click()")).expect("a click");
    tab.wait_for(&format!("other.{READY} && other.{shown} === '{NEXT}'")).expect("the new version");
    // The other tab goes on with the former one, of which its host has nothing any more.
    assert_eq!(tab.evaluate(shown).expect("a version"), *old);
    assert!(
        !tab.evaluate("!!globalThis.customElements.get('map-card')").expect("an answer").as_bool().expect("a truth")
    );
    tab.to_front().expect("the tab is seen again");
    works(&mut tab);
    tab.evaluate(&format!("void (other.close(), {offer}.click())")).expect("a click");
    tab.wait_for(&format!("{READY} && {shown} === '{NEXT}'")).expect("the new version");
    // The former version is given up.
    until(&mut tab, &format!("caches.keys().then((names) => names.length === 1 && names[0].endsWith(' {NEXT}'))"));
    assert!(tab.evaluate("location.hash").expect("a link").as_str().expect("a text").contains("himmelblau"));
    drop(host);
    assert_eq!(tab.complaints().expect("the browser answers"), Vec::<String>::new());
}

/// The version of a built page.
fn version(index: &str) -> String {
    index.split_once("www-").expect("a versioned name").1.chars().take_while(char::is_ascii_hexdigit).collect()
}

#[test]
fn nothing_is_kept_while_the_page_is_developed() {
    let mut page = Page::open("");
    page.tab.wait_for("customElements.get('key-list')").expect("what comes after the first picture");
    page.check("(await navigator.serviceWorker.getRegistrations()).length === 0 && !$('meta[name=version]')");
    // What a built page has left under this address goes; what is not ours stays.
    page.run("await caches.open('steepest http://elsewhere/ 1'); await caches.open('other'); await navigator.serviceWorker.register('/sw.js');");
    let forgotten = "(async () => !(await navigator.serviceWorker.getRegistrations()).length && String(await caches.keys()) === 'other')()";
    until(&mut page.tab, forgotten);
}

#[test]
fn one_file_opens_from_a_disk_with_its_workers() {
    let file = single_file();
    let mut tab = watched();
    tab.go(&format!("file://{}", file.display())).expect("the file");
    tab.wait_for(READY).expect("the first picture");
    assert_eq!(tab.evaluate("document.querySelectorAll('race-board .panel').length").expect("a number"), 6);
    tab.go("about:blank").expect("an empty page");
    tab.go(&format!("file://{}#{FOUR}", file.display())).expect("the file with a link");
    tab.wait_for(READY).expect("the first picture");
    assert_eq!(
        tab.evaluate("document.querySelector('[data-field=surface]').selectedOptions[0].text").expect("a name"),
        "Himmelblau"
    );
    works(&mut tab);
    // The style sheet that is loaded on demand holds.
    let styled = "getComputedStyle(document.body).getPropertyValue('--insight').trim()";
    assert_eq!(tab.evaluate(styled).expect("a style"), "460px");
    // A long race is another worker's, a table another module's.
    tab.evaluate(
        "location.hash = 'v=1&on=bowl&view=-3,3,-3,3&start=2,2&steps=400000&noise=0.5&c=gradient_descent,rate:0.01'",
    )
    .expect("a link");
    tab.wait_for("document.querySelector('job-bar').checkVisibility()").expect("the worker works");
    tab.wait_for("!document.querySelector('job-bar').checkVisibility()").expect("the worker is done");
    assert_eq!(tab.complaints().expect("the browser answers"), Vec::<String>::new());
    assert_eq!(tab.evaluate("refusals").expect("a list"), json!([]));
    refuses_attacks(&mut tab);
}

#[test]
fn another_page_shows_the_race_with_the_parts_that_it_wants() {
    let mut page = Page::open("");
    let framed = page.text(&format!(
        "(await import('/www/snippet.js')).snippet({{ page: 'http://host/page/index.html?x#y', link: '{FOUR}',
           hide: ['header', 'settings', 'numbers', 'transport', 'chart', 'data'], title: 'A \"race\" <1>', height: 400 }})"
    ));
    assert_eq!(
        framed,
        format!(
            "<iframe src=\"http://host/page/index.html?embed=1&amp;hide=header,settings,numbers,transport,chart,data#{}\" \
             width=\"100%\" height=\"400\" title=\"A &quot;race&quot; &lt;1>\" loading=\"lazy\" \
             allow=\"fullscreen; clipboard-write\"></iframe>",
            FOUR.replace('&', "&amp;")
        )
    );
    let place = tempfile::tempdir().expect("a folder");
    copy(&published(), &place.path().join("page"));
    let outer = |frame: &str| format!("<!doctype html><meta charset=utf-8><title>Notes</title><body>{frame}</body>");
    let inner = framed.replace("http://host/", "./");
    fs::write(place.path().join("whole.html"), outer(&inner)).expect("a page");
    fs::write(
        place.path().join("part.html"),
        outer(&inner.replace("header,settings,numbers,transport,chart,data", "settings,nonsense")),
    )
    .expect("a page");
    fs::write(place.path().join("later.html"), outer(&inner.replace("embed=1", "embed=2"))).expect("a page");
    let host = Host::of(place.path(), 0);
    let mut tab = Tab::open();
    let ready = "frames[0]?.document.body?.dataset.ready === '' && frames[0].document.querySelector('embed-bar a')";
    let seen = "['.masthead', 'section.side', 'aside.side', 'race-transport', 'loss-chart']
      .map((part) => frames[0].document.querySelector(part).checkVisibility())";
    for (width, height) in [(1000, 700), (390, 844)] {
        tab.resize(width, height, 1.0).expect("a size");
        tab.go("about:blank").expect("an empty page");
        tab.go(&format!("{}whole.html", host.address)).expect("the page");
        tab.wait_for(ready).expect("the race within");
        tab.wait_for(&format!("!{seen}.includes(true)")).expect("all parts are left out");
        // The panels have the room, and nothing has to be scrolled sideways.
        let fits = "(() => { const { scrollWidth, clientWidth } = frames[0].document.documentElement; return scrollWidth <= clientWidth; })()";
        assert_eq!(tab.evaluate(fits).expect("an answer"), true);
        assert_eq!(
            tab.evaluate("frames[0].document.querySelectorAll('race-board .panel').length").expect("a number"),
            2
        );
    }
    tab.resize(1000, 700, 1.0).expect("a size");
    // No bar of its own, but one button and the keys play.
    let button = "frames[0].document.querySelector('embed-bar button')";
    assert_eq!(tab.evaluate(&format!("{button}.checkVisibility()")).expect("an answer"), true);
    let paths = "frames[0].document.querySelector('race-board canvas[role=img]').toDataURL()";
    let still = format!(
        "(async () => {{ const before = {paths}; await new Promise((done) => setTimeout(done, 300)); return before === {paths}; }})()"
    );
    tab.evaluate("frames[0].focus()").expect("focus");
    tab.key("Home").expect("a key");
    until(&mut tab, &still);
    tab.key(" ").expect("a key");
    let moves = format!("{still}.then((rests) => !rests)");
    until(&mut tab, &moves);
    tab.key("Home").expect("a key");
    tab.evaluate(&format!("{button}.click()")).expect("a click");
    until(&mut tab, &moves);
    // One link opens all of it, with the experiment as it is.
    let whole = "(() => { const link = frames[0].document.querySelector('embed-bar a'); link.dispatchEvent(new Event('focus')); return link.href; })()";
    let whole = tab.evaluate(whole).expect("an address");
    let whole = whole.as_str().expect("a text");
    assert!(whole.starts_with(&format!("{}page/index.html#v=1&on=himmelblau", host.address)), "{whole}");
    // A copy for times without a network would be one for every page that shows it.
    assert_eq!(
        tab.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)").expect("a number"),
        0
    );
    // What is not named stays, and a name that is not known hides nothing.
    tab.resize(1440, 900, 1.0).expect("a size");
    tab.go(&format!("{}part.html", host.address)).expect("the page");
    tab.wait_for(ready).expect("the race within");
    tab.wait_for(&format!("String({seen}) === 'true,false,true,true,true'")).expect("one part is left out");
    assert_eq!(tab.evaluate(&format!("{button}.checkVisibility()")).expect("an answer"), false);
    // A form of the address that is not known yet leaves nothing out.
    tab.go(&format!("{}later.html", host.address)).expect("the page");
    tab.wait_for("frames[0]?.document.body?.dataset.ready === ''").expect("the race within");
    tab.wait_for(&format!("!{seen}.includes(false)")).expect("all is there");
    // From another host too, whose scripts do not reach into it.
    let elsewhere = tempfile::tempdir().expect("a folder");
    fs::write(elsewhere.path().join("index.html"), outer(&framed.replace("http://host/", &host.address)))
        .expect("a page");
    let other = Host::of(elsewhere.path(), 0);
    tab.go(&other.address).expect("the page");
    tab.wait_for("document.querySelector('iframe').contentDocument === null").expect("another host's page");
    let colors = |tab: &mut Tab| {
        let shot = tab.screenshot().expect("a picture");
        let mut reader = png::Decoder::new(std::io::Cursor::new(shot)).read_info().expect("a PNG file");
        let mut bytes = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut bytes).expect("a picture");
        let pixels = bytes.chunks_exact(info.color_type.samples()).map(<[u8]>::to_vec);
        pixels.collect::<BTreeSet<_>>().len()
    };
    let deadline = Instant::now() + Duration::from_secs(30);
    while colors(&mut tab) < 200 {
        assert!(Instant::now() < deadline, "no landscape is seen");
    }
}
