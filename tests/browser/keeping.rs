//! What is kept: undo, named experiments, what was left, files.

use std::sync::{Mutex, MutexGuard};

use serde_json::Value;

use crate::driver::Driver;
use crate::fixture::{Page, THREE};

/// A short race on another landscape.
pub const BOWL: &str = "v=1&on=bowl&view=-5,5,-5,5&start=4,3&seed=0&steps=60&c=adam,rate:0.3&c=momentum,rate:0.05";

/// What the dialog of kept experiments says.
const SAID: &str = "$('kept-list [role=status] span').textContent";

/// The names in that dialog.
const NAMES: &str = "$$('kept-list .open').map((button) => button.textContent).join('|')";

impl Page {
    /// Presses a key with control, and with shift if `shift`.
    fn control(&mut self, key: &str, shift: bool) {
        self.tab.chord(key, true, shift).expect("the keys are pressed");
        self.js("await settled()");
    }

    /// Opens the dialog of kept experiments, empty but for what `before` has left.
    pub fn keep(&mut self) {
        self.push("page-tools", "Keep");
        self.tab.wait_for("$('kept-list dialog')?.open").expect("the dialog opens");
    }

    /// Keeps the present experiment under a name, in the open dialog.
    fn keep_as(&mut self, name: &str) {
        self.run(&format!("$('kept-list form input').value = {};", Value::from(name)));
        self.push("kept-list form", "Keep");
    }

    fn says(&mut self, words: &str) {
        self.tab.wait_for(&format!("{SAID} === {}", Value::from(words))).unwrap_or_else(|_| {
            panic!("wanted “{words}”, given “{}”", self.text(SAID));
        });
    }

    /// Drops a file of this text on the page.
    fn drop_file(&mut self, text: &str) {
        self.run(&format!(
            "const files = new DataTransfer();
             files.items.add(new File([{text}], 'dropped.json'));
             const event = new DragEvent('drop', {{ dataTransfer: files, bubbles: true, cancelable: true }});
             $('race-board').dispatchEvent(event);
             globalThis.taken = event.defaultPrevented;"
        ));
        self.check("taken");
    }

    /// The text of the file that a button of the dialog saves.
    fn saved_by(&mut self, button: &str) -> Value {
        self.run(&format!(
            "const saved = new Promise((done) => {{
               const make = URL.createObjectURL;
               URL.createObjectURL = (blob) => (done(blob.text()), make.call(URL, blob));
             }});
             $$('kept-list button').find((one) => one.textContent === '{button}').click();
             return saved;"
        ))
    }
}

/// All pages of a browser have one shelf: who uses it is alone.
static SHELF: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    SHELF.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// A page with an empty shelf.
fn emptied(link: &str) -> Page {
    let mut page = Page::open(link);
    page.run(
        "const { Shelf } = await import('/www/shelf.js');
         const shelf = await Shelf.open();
         for (const { name } of await shelf.all()) await shelf.remove(name);
         localStorage.removeItem('steepest.latest');",
    );
    page
}

#[test]
fn keys_and_buttons_undo_and_redo() {
    let mut page = Page::open(THREE);
    let states = "[lab.ask('link'), bits(0), bits(1)].join()";
    let button = |k: usize| format!("$$('page-tools button')[{k}]");
    page.check(&format!("{}.disabled && {}.disabled", button(0), button(1)));
    let before = page.text(states);
    for fraction in ["0.2", "0.3", "0.4"] {
        page.run(&format!("await slide('contenders.2.rate', {fraction});"));
    }
    let slid = page.text(states);
    page.run("await enter('steps', '33');");
    let longer = page.text(states);
    page.leave();
    page.control("z", false);
    assert_eq!(page.text(states), slid);
    page.control("z", false);
    assert_eq!(page.text(states), before, "a drag is one edit");
    page.check(&format!("{}.disabled && !{}.disabled", button(0), button(1)));
    page.control("z", true);
    assert_eq!(page.text(states), slid);
    page.control("y", false);
    assert_eq!(page.text(states), longer);
    page.run(&format!("{}.click(); await settled(); {}.click(); await settled();", button(0), button(0)));
    assert_eq!(page.text(states), before);
    page.run(&format!("{}.click(); await settled();", button(1)));
    assert_eq!(page.text(states), slid);
    // A link and a scene are steps like any.
    page.run(&format!(
        "location.hash = '{BOWL}'; await new Promise((done) => setTimeout(done, 100)); await settled();"
    ));
    assert_eq!(page.text("lab.ask('link')"), BOWL);
    page.push("scene-list", "Saddle");
    page.control("z", false);
    assert_eq!(page.text("lab.ask('link')"), BOWL);
    page.control("z", false);
    assert_eq!(page.text(states), slid);
    // Text that is being typed has an undo of its own.
    page.run("field('steps').focus();");
    page.control("z", false);
    assert_eq!(page.text(states), slid);
    page.is_content();
}

#[test]
fn experiments_are_kept_opened_renamed_deleted_and_taken_back() {
    let _shelf = alone();
    let mut page = emptied(THREE);
    page.keep();
    page.check("$('kept-list form input').value === 'Linear regression, Gradient descent and 2 others'");
    page.check("document.activeElement === $('kept-list form input')");
    page.keep_as("Three ways <img src=x onerror=alert(1)>");
    page.says("“Three ways <img src=x onerror=alert(1)>” is kept.");
    page.check("!$('kept-list img')");
    page.push("kept-list", "Close");
    let three = page.text("lab.ask('link')");
    page.run(&format!("location.hash = '{BOWL}'; await settled();"));
    page.tab.wait_for(&format!("lab.ask('link') === '{BOWL}'")).expect("the bowl");
    page.run("player.pause(); player.seek(23); await settled();");
    page.keep();
    page.keep_as("  __proto__ ");
    page.says("“__proto__” is kept.");
    assert_eq!(page.text(NAMES), "__proto__|Three ways <img src=x onerror=alert(1)>");
    // In a page made anew all is there, and opens where its playhead stood.
    page.go("");
    page.run("localStorage.removeItem('steepest.latest');");
    page.keep();
    page.tab.wait_for(&format!("{NAMES} === '__proto__|Three ways <img src=x onerror=alert(1)>'")).expect("both");
    page.push("kept-list ul", "__proto__");
    page.js("await settled()");
    page.check("!$('kept-list dialog').open && player.step === 23 && !player.playing");
    assert_eq!(page.text("lab.ask('link')"), BOWL);
    page.keep();
    page.push("kept-list ul", "Three ways");
    assert_eq!(page.text("lab.ask('link')"), three);
    page.control("z", false);
    assert_eq!(page.text("lab.ask('link')"), BOWL, "opening is a step that can be undone");
    // Another name, one that is not free, and none.
    page.keep();
    let rename = |page: &mut Page, to: &str| {
        page.tab.wait_for("$$('kept-list li').length === 2").expect("two");
        page.push("kept-list li", "Rename");
        page.run(&format!(
            "$('kept-list li input').value = {};
             $$('kept-list li button').find((button) => button.textContent === 'Rename').click();",
            Value::from(to)
        ));
    };
    rename(&mut page, "Bowl");
    page.says("“__proto__” is “Bowl” now.");
    page.push("kept-list [role=status]", "Undo");
    page.says("That is taken back.");
    assert_eq!(page.text(NAMES), "__proto__|Three ways <img src=x onerror=alert(1)>");
    rename(&mut page, "Three ways <img src=x onerror=alert(1)>");
    page.says("name: wanted one that is free, given Three ways <img src=x onerror=alert(1)>");
    rename(&mut page, "   ");
    page.says("name: wanted one line of 1 to 120 characters, given nothing");
    page.push("kept-list li", "Cancel");
    // What is replaced or deleted comes back.
    page.run("await lab.call('edit', 'steps', '61');");
    page.keep_as("__proto__");
    page.says("“__proto__” is replaced.");
    page.push("kept-list [role=status]", "Undo");
    page.says("That is taken back.");
    page.run("$('kept-list li button[aria-label=\"delete “__proto__”\"]').click();");
    page.says("“__proto__” is deleted.");
    page.check("document.activeElement.textContent === 'Undo'");
    assert_eq!(page.text(NAMES), "Three ways <img src=x onerror=alert(1)>");
    page.push("kept-list [role=status]", "Undo");
    page.says("That is taken back.");
    page.push("kept-list ul", "__proto__");
    page.js("await settled()");
    assert_eq!(page.text("lab.ask('link')"), BOWL, "not the sixty-one steps");
    page.is_content();
}

#[test]
fn what_was_left_is_there_to_go_on_with() {
    let _shelf = alone();
    let mut page = emptied(BOWL);
    let leave = "Object.defineProperty(document, 'hidden', { value: true, configurable: true });
                 document.dispatchEvent(new Event('visibilitychange'));";
    // Who only looks leaves nothing.
    page.run(leave);
    page.check("localStorage.getItem('steepest.latest') === null");
    page.run("await enter('steps', '70'); player.pause(); player.seek(9); await settled();");
    page.run(leave);
    page.go("");
    page.keep();
    page.tab.wait_for(&format!("{NAMES} === 'Where you left off'")).expect("what was left");
    page.push("kept-list ul", "Where you left off");
    page.js("await settled()");
    page.check("player.step === 9");
    assert_eq!(page.text("lab.ask('link')"), BOWL.replace("steps=60", "steps=70"));
    page.is_content();
}

#[test]
fn a_full_or_forbidden_store_says_so_and_loses_nothing() {
    let _shelf = alone();
    let mut page = emptied(BOWL);
    page.keep();
    page.keep_as("first");
    page.says("“first” is kept.");
    page.run(
        "globalThis.put = IDBObjectStore.prototype.put;
         IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };",
    );
    page.keep_as("second");
    page.says("This browser has no room left for it. Delete what is no longer needed, or save experiments as files.");
    page.keep_as("first");
    page.says("This browser has no room left for it. Delete what is no longer needed, or save experiments as files.");
    page.run("IDBObjectStore.prototype.put = put;");
    page.keep_as("third");
    page.says("“third” is kept.");
    assert_eq!(page.text(NAMES), "third|first");
    page.push("kept-list ul", "first");
    assert_eq!(page.text("lab.ask('link')"), BOWL);
    // Where nothing may be kept, a file still can be saved.
    page.go(BOWL);
    page.run("IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };");
    page.keep();
    let never = "This browser lets the page keep nothing: save the experiment as a file instead.";
    page.says(never);
    page.keep_as("fourth");
    page.says(never);
    let file = page.saved_by("Save");
    assert!(file.as_str().is_some_and(|text| text.contains("on=bowl")), "{file}");
    assert_eq!(page.text("lab.ask('link')"), BOWL);
    page.is_content();
}

#[test]
fn files_are_dropped_opened_and_hold_several_experiments() {
    let _shelf = alone();
    let mut page = emptied(BOWL);
    page.run("player.pause(); player.seek(31); await settled();");
    page.keep();
    let one = page.saved_by("Save");
    page.keep_as("bowl “1”");
    page.says("“bowl “1”” is kept.");
    page.push("kept-list", "Close");
    page.push("scene-list", "Saddle");
    page.keep();
    page.keep_as("saddle");
    page.says("“saddle” is kept.");
    let all = page.saved_by("Save all kept");
    page.push("kept-list", "Close");
    page.drop_file(&one.to_string());
    page.tab.wait_for(&format!("lab.ask('link') === '{BOWL}'")).expect("the dropped experiment");
    page.check("player.step === 31 && $('page-message').hidden");
    // Several at once find names that are free.
    page.drop_file(&all.to_string());
    page.tab.wait_for("$('kept-list dialog').open").expect("the dialog opens");
    page.says("2 experiments are kept now.");
    page.tab.wait_for(&format!("{NAMES} === 'saddle (2)|bowl “1” (2)|saddle|bowl “1”'")).expect("four names");
    page.push("kept-list", "Close");
    // What is no file of this page is refused by place and name, and nothing is lost.
    let any = "wanted an experiment saved by this page";
    for (text, message) in [
        ("'{\\n \"steepest\": 1,\\n oops }'", format!("file, line 3, column 2: {any}, which is JSON, given oops }}")),
        (
            "'[['.repeat(1e6)",
            format!("file, line 1, column 128: {any}, given lists within lists, more than a hundred deep"),
        ),
        (
            "'{\"steepest\": 2, \"colours\": 3}'",
            "file.steepest: wanted version 1, the newest that is known here, given 2".into(),
        ),
        (
            "'{\"__proto__\": {}}'",
            "file: wanted only steepest, experiment, experiments in version 1, given __proto__".into(),
        ),
        ("'x'.repeat(70e6)", "file: wanted at most 67108864 bytes, given 70000000".into()),
        (
            "new Uint8Array([0, 255, 254, 137, 80])",
            format!("file, line 1, column 1: {any}, which is JSON, given \u{fffd}\u{fffd}\u{fffd}\u{fffd}P"),
        ),
    ] {
        page.drop_file(text);
        let wanted = format!("This file could not be opened. {message}");
        page.tab
            .wait_for(&format!(
                "!$('page-message').hidden && $('page-message p').textContent === {}",
                Value::from(wanted)
            ))
            .unwrap_or_else(|_| panic!("{text}: {}", page.message()));
        page.run("$('page-message button').click(); await settled();");
        assert_eq!(page.text("lab.ask('link')"), BOWL);
    }
    page.is_content();
}

#[test]
fn the_dialogs_fit_a_phone() {
    let _shelf = alone();
    let mut page = Page::sized(BOWL, 390, 844, 2.0);
    page.keep();
    page.keep_as("a rather long name of an experiment that does not fit into one line of a telephone at all");
    page.tab.wait_for(&format!("{SAID}.endsWith('is kept.') || {SAID}.endsWith('is replaced.')")).expect("kept");
    page.check("document.documentElement.scrollWidth <= 390 && $('kept-list dialog').scrollWidth <= $('kept-list dialog').clientWidth");
    page.push("kept-list", "Close");
    page.push("page-tools", "Keep");
    page.push("kept-list", "QR code");
    page.tab.wait_for("$('link-code dialog')?.open").expect("the dialog opens");
    page.check("$('link-code svg').getBoundingClientRect().width > 300 && document.documentElement.scrollWidth <= 390");
    page.is_content();
}
