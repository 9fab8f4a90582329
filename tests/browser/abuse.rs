//! What nobody means to do to the page, and what browsers and machines do to it.

use serde_json::{Value, json};

use crate::fixture::{Page, THREE};

/// Six ways through a valley, of which the page needs no worker.
const SHORT: &str = "v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.2,1&seed=0&steps=300\
                     &c=gradient_descent,rate:0.001&c=momentum,rate:0.001&c=adam,rate:0.05";

/// A race that a worker computes.
const LONG: &str = "v=1&on=bowl&view=-3,3,-3,3&start=2,2&seed=0&steps=1000000&noise=0.5&c=gradient_descent,rate:0.01";

/// Another experiment for an address.
const BOWL: &str = "v=1&on=bowl&view=-5,5,-5,5&start=4,3&seed=0&steps=60&c=adam,rate:0.3&c=momentum,rate:0.05";

/// Fingers that only the page's scripts know, so that they can do what fingers rarely do: `finger(kind, id, x, y,
/// buttons)` on the first panel, in shares of its width and height.
const FINGERS: &str = "
    Element.prototype.setPointerCapture = () => {};
    globalThis.finger = (kind, id, x, y, buttons = 1) => {
      const plot = $('race-board .plot');
      const box = plot.getBoundingClientRect();
      plot.dispatchEvent(new PointerEvent(`pointer${kind}`, { bubbles: true, cancelable: true, pointerType: 'touch', pointerId: id,
        button: kind === 'move' ? -1 : 0, buttons, clientX: box.left + box.width * x, clientY: box.top + box.height * y }));
    };";

impl Page {
    /// Takes the network away, or gives it back.
    fn network(&mut self, on: bool) {
        self.tab.call("Network.enable", json!({})).expect("the network is known");
        let state = json!({ "offline": !on, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.tab.call("Network.emulateNetworkConditions", state).expect("the network changes");
    }

    /// Waits until the page says something that begins like this, and takes it away.
    #[track_caller]
    fn is_told(&mut self, words: &str) {
        let said = format!("!$('page-message').hidden && $('page-message p').textContent.startsWith('{words}')");
        let told = self.tab.wait_for(&said);
        assert!(told.is_ok(), "wanted “{words}”, given “{}”", self.text("$('page-message').textContent"));
        self.run("$('page-message button').click(); await settled();");
    }
}

#[test]
fn a_tab_that_was_hidden_goes_on_where_it_was() {
    let mut page = Page::open(SHORT);
    page.run("await enter('steps', '2000'); player.seek(0); player.play(); await settled();");
    // A hidden tab has no frames.
    let steps = page.run(
        "globalThis.hidden = true;
         Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
         const held = [], frame = requestAnimationFrame;
         globalThis.requestAnimationFrame = (work) => held.push(work);
         await new Promise((done) => frame(() => frame(done)));
         document.dispatchEvent(new Event('visibilitychange'));
         const before = player.step;
         await new Promise((done) => setTimeout(done, 1500));
         hidden = false;
         document.dispatchEvent(new Event('visibilitychange'));
         globalThis.requestAnimationFrame = frame;
         const after = await new Promise((done) => frame((now) => (held.forEach((work) => work(now)), done(player.step))));
         return [before, after];",
    );
    let [before, after] = [0, 1].map(|k| steps[k].as_f64().expect("a step"));
    // A tenth of a second is a hundredth of the race.
    assert!(before < after + 1.0 && after <= before + 21.0, "{steps}");
    page.tab.wait_for(&format!("player.step > {after}")).expect("it goes on");
    page.check("localStorage.getItem('steepest.latest').includes('rosenbrock')");
    page.is_content();
}

#[test]
fn a_race_whose_worker_dies_says_so_and_is_computed_when_asked_again() {
    let mut page = Page::open(SHORT);
    // At its first word: a quick one has its race done before a hand from outside is there.
    page.run(
        "const Plain = Worker;
         globalThis.Worker = class extends Plain {
           constructor(...of) {
             super(...of);
             // Not the one that draws.
             if (!`${of[0]}`.endsWith('/worker.js')) return;
             this.addEventListener('message', (event) => {
               event.stopImmediatePropagation();
               this.terminate();
               this.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
             });
             globalThis.Worker = Plain;
           }
         };",
    );
    page.run(&format!("location.hash = '{LONG}';"));
    page.is_told("The rest could not be computed: out of memory");
    page.check("$('job-bar').checkVisibility() && !$('job-bar progress').checkVisibility()");
    page.check("lab.ask('points', 0, 0).length < 2000002");
    page.run("$('job-bar button').click();");
    page.tab.wait_for("!$('job-bar').checkVisibility()").expect("another one is done");
    page.check("lab.ask('points', 0, 0).length === 2000002");
    let sum = "lab.ask('points', 0, 0).reduce((sum, value) => sum + value)";
    let computed = page.number(sum);
    page.go(LONG);
    page.tab.wait_for("!$('job-bar').checkVisibility()").expect("the worker is done");
    assert_eq!(page.number(sum), computed);
    page.is_content();
}

#[test]
fn without_a_network_what_is_loaded_on_demand_says_so_and_comes_when_it_is_back() {
    let mut page = Page::open(THREE);
    page.tab.wait_for("customElements.get('key-list')").expect("all that comes by itself has come");
    // Scripts come, but not what they are to run.
    page.tab.call("Network.enable", json!({})).expect("the network is known");
    let blocked = |page: &mut Page, urls: Value| {
        page.tab.call("Network.setBlockedURLs", json!({ "urls": urls })).expect("the network changes")
    };
    blocked(&mut page, json!(["*_bg.wasm"]));
    page.push("landscape-card", "Use my data");
    page.is_told("Data cannot be brought");
    page.push("page-tools", "Export");
    page.is_told("Nothing can be exported");
    blocked(&mut page, json!([]));
    page.network(false);
    page.press("i");
    page.is_told("What explains runs could not be loaded");
    page.press("c");
    page.is_told("The classroom could not be loaded");
    page.press("l");
    page.is_told("The lessons could not be loaded");
    page.push("page-tools", "Export");
    page.is_told("Nothing can be exported");
    page.push("page-tools", "Keep");
    page.tab.wait_for("!$('page-message').hidden").expect("why nothing is kept");
    page.run("$('page-message button').click();");
    page.push("landscape-card", "Use my data");
    page.is_told("Data cannot be brought");
    page.run("await enter('surface', 'bowl'); await enter('noise', '0.5'); await enter('steps', '1000000');");
    page.is_told("The rest could not be computed");
    page.check("$('job-bar').checkVisibility() && !$('job-bar progress').checkVisibility()");
    // The race that is there can be played and edited.
    page.run("await enter('steps', '50');");
    page.check("!$('job-bar').checkVisibility() && bits(0).split(',').length === 102");
    page.network(true);
    // Chromium tells of each request that has failed.
    page.tab.complaints().expect("Chromium answers");
    page.run("document.activeElement.blur();");
    page.press("i");
    page.tab.wait_for("$('trace-charts')?.checkVisibility()").expect("what explains runs");
    page.press("l");
    page.tab.wait_for("$('lesson-panel')?.checkVisibility()").expect("the lessons");
    page.push("page-tools", "Keep");
    page.tab.wait_for("$('kept-list dialog')?.open").expect("what is kept");
    page.run("$('kept-list dialog').close();");
    page.push("page-tools", "Export");
    page.tab.wait_for("$('export-dialog dialog')?.open").expect("what exports");
    page.run("$('export-dialog dialog').close(); await enter('surface', 'linear_regression');");
    page.push("landscape-card", "Use my data");
    page.tab.wait_for("$('bring-data dialog')?.open").expect("one's own data");
    page.run("$('bring-data dialog').close();");
    page.press("c");
    page.tab.wait_for("'classroom' in document.body.dataset").expect("the classroom");
    page.press("Escape");
    page.run("await enter('surface', 'bowl'); await enter('noise', '0.5'); await enter('steps', '1000000');");
    page.tab
        .wait_for("!$('job-bar').checkVisibility() && lab.ask('points', 0, 0).length === 2000002")
        .expect("a worker");
    page.is_content();
}

#[test]
fn storage_that_is_emptied_meanwhile_is_begun_anew() {
    let mut page = Page::open(BOWL);
    page.push("page-tools", "Keep");
    page.tab.wait_for("$('kept-list dialog')?.open").expect("the dialog opens");
    let keep = "$('kept-list form input').value = 'one'; $('kept-list form button').click();";
    page.run(keep);
    page.tab.wait_for("$('kept-list [role=status] span').textContent === '“one” is kept.'").expect("it is kept");
    page.run("await new Promise((done, failed) => { const gone = indexedDB.deleteDatabase('steepest'); gone.onsuccess = done; gone.onerror = failed; });");
    page.run(keep);
    page.tab
        .wait_for(
            "$('kept-list [role=status] span').textContent === '“one” is kept.' && $$('kept-list .open').length === 1",
        )
        .expect("it is kept again");
    page.is_content();
}

#[test]
fn a_browser_that_gives_no_storage_and_no_clipboard_is_told_where_it_matters() {
    let mut page = Page::open("");
    let denied = "for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
        Object.defineProperty(globalThis, name, { get() { throw new DOMException('denied', 'SecurityError'); } });
      }
      delete Navigator.prototype.clipboard;
      delete Navigator.prototype.serviceWorker;
      delete Crypto.prototype.randomUUID; delete Crypto.prototype.getRandomValues;";
    page.before_scripts(denied);
    page.go(BOWL);
    page.check("typeof navigator.clipboard === 'undefined'");
    page.run("await enter('steps', '70'); Object.defineProperty(document, 'hidden', { get: () => true }); document.dispatchEvent(new Event('visibilitychange'));");
    page.push("page-tools", "Copy link");
    page.is_told("This browser does not let the page copy; the link is in the address bar.");
    page.check("location.hash.includes('steps=70')");
    page.push("page-tools", "Keep");
    page.tab
        .wait_for(
            "$('kept-list [role=status] span')?.textContent.startsWith('This browser lets the page keep nothing')",
        )
        .expect("why nothing is kept");
    // The dialog gives the keyboard back to the field, which would take the key.
    page.run("$('kept-list dialog').close(); document.activeElement.blur();");
    page.press("q");
    page.tab.wait_for("$('link-code dialog')?.open").expect("a code");
    page.push("link-code", "Copy link");
    page.run("await settled(); $('link-code dialog').close();");
    page.push("page-tools", "Export");
    page.tab
        .wait_for("$('export-dialog dialog')?.open && !$('export-dialog').hasAttribute('busy')")
        .expect("the dialog opens");
    page.run("for (const button of $$('export-dialog button').filter((one) => one.textContent.startsWith('Copy'))) { if (button.checkVisibility()) button.click(); await settled(); }");
    page.is_content();
}

#[test]
fn an_address_that_is_given_in_the_moment_when_the_page_writes_its_own_is_opened() {
    let mut page = Page::open(SHORT);
    page.run(&format!(
        "player.pause();
         await enter('steps', '222');
         // The time for the page's own address has come when the other one is given, and both wait.
         for (const until = performance.now() + 400; performance.now() < until;) ;
         location.hash = '{BOWL}';"
    ));
    page.tab.wait_for("lab.ask('link').includes('on=bowl')").expect("the address is opened");
    // Its own address is kept up afterwards as before.
    page.run("await enter('steps', '61');");
    page.tab
        .wait_for("location.hash.includes('on=bowl') && location.hash.includes('steps=61')")
        .expect("the address follows");
    page.push("page-tools", "Copy link");
    page.run("await enter('steps', '62');");
    page.tab.wait_for("location.hash.includes('steps=62')").expect("the address follows after a copy");
    page.is_content();
}

#[test]
fn the_skip_link_is_no_experiment() {
    let mut page = Page::open(SHORT);
    page.run("player.pause(); player.seek(9); await settled();");
    let link = page.text("lab.ask('link')");
    page.run("$('a.skip').click(); await new Promise((done) => setTimeout(done, 100)); await settled();");
    page.check("$('page-message').hidden && player.step === 9");
    assert_eq!(page.text("lab.ask('link')"), link);
    page.run("await enter('steps', '88');");
    page.tab.wait_for("location.hash.includes('steps=88')").expect("the address follows as before");
    page.is_content();
}

#[test]
fn back_and_forth_in_haste_ends_where_the_address_says() {
    let mut page = Page::open(SHORT);
    for steps in 41..49 {
        page.run(&format!("location.hash = '{}';", BOWL.replace("steps=60", &format!("steps={steps}"))));
    }
    page.tab.wait_for("lab.ask('link').includes('steps=48')").expect("the last one");
    for (by, steps) in [("-7", 41), ("3", 44), ("-1", 43), ("5", 48)] {
        page.run(&format!("history.go({by});"));
        page.tab.wait_for(&format!("lab.ask('link').includes('steps={steps}')")).unwrap_or_else(|_| {
            panic!("{by}: {} at {}", page.text("lab.ask('link')"), page.text("location.hash"));
        });
    }
    // Without a pause.
    page.run("for (let k = 0; k < 7; k += 1) history.back(); for (let k = 0; k < 3; k += 1) history.forward();");
    page.run("await new Promise((done) => setTimeout(done, 1000)); await settled();");
    page.check("location.hash.includes(lab.ask('link').match(/steps=\\d+/)[0])");
    page.check("$('page-message').hidden");
    page.is_content();
}

#[test]
fn a_finger_that_is_lost_leaves_no_trace() {
    let mut page = Page::open(SHORT);
    page.run(FINGERS);
    // One of two is taken by the system: the other one zooms nothing alone, and what comes next is a plain touch.
    let home = page.text("lab.ask('link')");
    page.run("finger('down', 7, 0.4, 0.5); finger('down', 8, 0.6, 0.5); finger('cancel', 8, 0.6, 0.5, 0); finger('move', 7, 0.2, 0.3); await settled();");
    assert_eq!(page.text("lab.ask('link')"), home);
    page.run(
        "finger('up', 7, 0.2, 0.3, 0); finger('down', 9, 0.5, 0.5); finger('up', 9, 0.5, 0.5, 0); await settled();",
    );
    let touched = page.text("lab.ask('link')");
    assert_ne!(touched, home, "a touch places the start");
    // The panel goes while a finger is on it, and its end is told to nobody.
    page.run("finger('down', 11, 0.5, 0.5); document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'o', bubbles: true })); await settled();");
    page.run(
        "finger('down', 12, 0.3, 0.6); finger('move', 12, 0.3, 0.6); finger('up', 12, 0.3, 0.6, 0); await settled();",
    );
    assert_ne!(page.text("lab.ask('link')"), touched, "a touch places the start again");
    let placed = page.text("lab.ask('link')");
    page.run("finger('down', 13, 0.3, 0.6); finger('down', 14, 0.6, 0.6); finger('move', 14, 0.9, 0.6); finger('up', 14, 0.9, 0.6, 0); finger('up', 13, 0.3, 0.6, 0); await settled();");
    assert_ne!(page.text("lab.ask('link')"), placed, "two fingers zoom");
    page.is_content();
}

#[test]
fn a_button_that_is_released_out_of_sight_drags_nothing_any_more() {
    let mut page = Page::open(SHORT);
    page.run(FINGERS);
    page.run("finger('down', 1, 0.4, 0.5); finger('move', 1, 0.4, 0.5, 0); await settled();");
    let before = page.text("lab.ask('link')");
    page.run("finger('move', 1, 0.8, 0.8, 0); finger('move', 1, 0.1, 0.8, 0); await settled();");
    assert_eq!(page.text("lab.ask('link')"), before);
    // A start as well.
    page.run(
        "const start = $('race-board .start'), box = start.getBoundingClientRect();
         const tell = (kind, buttons, far) => start.dispatchEvent(new PointerEvent(`pointer${kind}`, { bubbles: true, pointerId: 2, pointerType: 'mouse',
           button: kind === 'move' ? -1 : 0, buttons, clientX: box.left + 5 + far, clientY: box.top + 5 + far }));
         tell('down', 1, 0); tell('move', 1, 20); tell('move', 0, 40); await settled();
         globalThis.placed = lab.ask('link');
         tell('move', 0, 60); tell('move', 0, 10); await settled();",
    );
    page.check("placed === lab.ask('link')");
    assert_ne!(page.text("placed"), before, "the start was dragged");
    // And the playhead.
    page.run(
        "const plot = $('loss-chart .chart-plot'), { left, top, width } = plot.getBoundingClientRect();
         const tell = (kind, buttons, x) => plot.dispatchEvent(new PointerEvent(`pointer${kind}`, { bubbles: true, pointerId: 3, pointerType: 'touch',
           button: kind === 'move' ? -1 : 0, buttons, clientX: left + width * x, clientY: top + 20 }));
         tell('down', 1, 0.5); tell('move', 0, 0.6); await settled();
         globalThis.stood = player.step;
         tell('move', 0, 0.9); await settled();",
    );
    page.check("player.step === stood && stood > 0 && stood < player.steps");
    page.is_content();
}

#[test]
fn texts_of_any_length_are_refused_or_read_and_keys_of_any_kind_do_no_harm() {
    let mut page = Page::open(THREE);
    let link = page.text("lab.ask('link')");
    page.push("landscape-card", "Use my data");
    page.tab.wait_for("$('bring-data dialog')?.open").expect("the dialog opens");
    page.run(
        "const text = $('bring-data textarea');
         for (const given of ['x'.repeat(4e6), '1,2\\n'.repeat(4e5), '\"'.repeat(1e6), '\\u0000'.repeat(1e5), ','.repeat(1e5)]) {
           text.value = given;
           text.dispatchEvent(new Event('input', { bubbles: true }));
           await settled();
           const use = [...$$('bring-data button')].find((button) => button.textContent === 'Use');
           if (!use.disabled) use.click();
           await settled();
         }
         $('bring-data dialog').close();",
    );
    page.run("await enter('surface', 'formula'); const field = $('[data-field=formula]'); for (const given of ['x+'.repeat(2e5) + 'x', '('.repeat(2e5), 'x^'.repeat(1e5) + '2', 'sin'.repeat(1e5)]) { field.value = given; field.dispatchEvent(new Event('input', { bubbles: true })); field.dispatchEvent(new Event('change', { bubbles: true })); await settled(); }");
    page.check("!lab.crashed");
    page.run(&format!("location.hash = 'v=1&on=bowl&' + 'c=adam,rate:1&'.repeat(1e5); await settled(); location.hash = '{link}'; await settled();"));
    page.tab.wait_for(&format!("lab.ask('link') === '{link}'")).expect("the link is opened");
    page.run("player.pause(); player.seek(3); await settled();");
    page.run(
        "const keys = ['ф', 'ш', 'щ', 'д', 'ь', 'с', 'い', 'ㅇ', 'ß', 'é', 'Dead', 'Process', 'Unidentified', 'Compose', 'AltGraph', 'F1', 'İ', '٣', '', '\\ud83d\\ude42'];
         for (let k = 0; k < 200; k += 1) {
           const key = keys[k % keys.length];
           for (const kind of ['keydown', 'keyup']) document.body.dispatchEvent(new KeyboardEvent(kind, { key, bubbles: true, cancelable: true, isComposing: k % 3 === 0, repeat: k % 5 === 0 }));
         }
         await settled();",
    );
    page.check("player.step === 3 && !$('trace-charts')?.checkVisibility()");
    assert_eq!(page.text("lab.ask('link')"), link);
    page.is_content();
}

#[test]
fn ten_pages_at_once_each_have_their_own_race() {
    let mut pages: Vec<Page> =
        (0..10).map(|k| Page::open(&BOWL.replace("steps=60", &format!("steps={}", 60 + k)))).collect();
    for (k, page) in pages.iter_mut().enumerate() {
        page.check(&format!("lab.ask('steps') === {} && lab.ask('points', 0, 0).length === {}", 60 + k, 2 * (61 + k)));
        page.is_content();
    }
}
