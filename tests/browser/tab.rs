//! A tab for a test: a browser is lent to it, and goes to the next test afterwards.

use std::io::Write;
use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard, Once};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::driver::Driver;
use crate::engine::{Browser, NAME, PROGRAMS};

/// How long something may take that is waited for: what never comes is found out late, what is slow on a busy machine
/// is no failure.
const PATIENCE: Duration = Duration::from_secs(180);

/// Of one look at what is waited for, and what has been answered, no more than this counts.
const LONGEST: Duration = Duration::from_secs(20);

/// Browsers that no test uses at the moment.
static IDLE: Mutex<Vec<Browser>> = Mutex::new(Vec::new());

fn idle() -> MutexGuard<'static, Vec<Browser>> {
    IDLE.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// An empty tab with storage of its own.
pub struct Tab(Option<Browser>);

impl Tab {
    /// A tab of a browser that is at hand, or of another one.
    pub fn open() -> Tab {
        provide();
        let waiting = idle().pop();
        let mut browser = waiting.unwrap_or_else(|| Browser::launch().expect("the browser starts"));
        browser.fresh().expect("a tab");
        Tab(Some(browser))
    }

    /// Goes to an address and waits until it has loaded.
    pub fn go(&mut self, address: &str) -> Result<()> {
        Driver::go(&mut **self, address)
    }

    /// The value of a JavaScript expression; a promise is awaited, and an exception is an error.
    pub fn evaluate(&mut self, expression: &str) -> Result<Value> {
        Driver::evaluate(&mut **self, expression)
    }

    /// Waits until a JavaScript expression is true.
    pub fn wait_for(&mut self, condition: &str) -> Result<()> {
        let mut waited = Duration::ZERO;
        // Between two pages there is no place to evaluate anything in; that passes.
        loop {
            let asked = Instant::now();
            let answer = self.evaluate(&format!("Boolean({condition})"));
            if answer.as_ref().is_ok_and(|value| *value == true) {
                return Ok(());
            }
            let answered = answer.is_ok();
            ensure!(waited < PATIENCE, "not so within {PATIENCE:?}: {condition}\n{}", self.plight(answer));
            thread::sleep(Duration::from_millis(15));
            // A machine that stood still meanwhile has not worked on it; a page that gives no answer has had its time.
            let took = asked.elapsed();
            waited += if answered { took.min(LONGEST) } else { took };
        }
    }

    /// What the page says in a plight, after an `answer` that was not the one waited for.
    fn plight(&mut self, answer: Result<Value>) -> String {
        if answer.is_err() {
            return format!("answered: {answer:?}");
        }
        let told = self.evaluate("document.querySelector('page-message')?.textContent ?? null");
        let frames = self.evaluate(
            "new Promise((done) => { setTimeout(done, 2000, 'no frame'); requestAnimationFrame(() => done('frames')); })",
        );
        let complaints = self.complaints();
        format!("answered: {answer:?}\nthe page tells: {told:?}, and has {frames:?}\nand complains: {complaints:#?}")
    }

    /// Gives the page a size in CSS pixels and a number of device pixels each.
    pub fn resize(&mut self, width: u32, height: u32, ratio: f64) -> Result<()> {
        Driver::resize(&mut **self, width, height, ratio)
    }

    /// What is seen, as a PNG file.
    pub fn screenshot(&mut self) -> Result<Vec<u8>> {
        Driver::screenshot(&mut **self)
    }

    /// Presses and releases a key, by its name as in `KeyboardEvent.key`.
    pub fn key(&mut self, key: &str) -> Result<()> {
        self.chord(key, false, false)
    }

    /// Uncaught exceptions, failed requests, console errors and warnings since the last call.
    pub fn complaints(&mut self) -> Result<Vec<String>> {
        Driver::complaints(&mut **self)
    }
}

impl Deref for Tab {
    type Target = Browser;
    fn deref(&self) -> &Browser {
        self.0.as_ref().expect("the browser is lent until the tab is dropped")
    }
}

impl DerefMut for Tab {
    fn deref_mut(&mut self) -> &mut Browser {
        self.0.as_mut().expect("the browser is lent until the tab is dropped")
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        // Who knows in what state a failed test has left it.
        let Some(mut browser) = self.0.take().filter(|_| !thread::panicking()) else { return };
        // A race that goes on playing takes from the tests that run what they would need.
        if browser.go("about:blank").is_ok() {
            idle().push(browser);
        }
    }
}

/// Sees to it that the engine is there.
///
/// Without it the tests fail where it is a must: Chromium always, another one where REQUIRE_BROWSERS names it.
/// Elsewhere the program ends here and says so, since libtest would call tests passed that have tested nothing.
fn provide() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let Some(error) = PROGRAMS.iter().find_map(|program| program.provide().err()) else { return };
        let required = std::env::var("REQUIRE_BROWSERS").unwrap_or_default();
        let key = NAME.to_lowercase();
        assert!(key != "chromium" && required.split(',').all(|name| name.trim() != key), "{error:#}");
        let rule = "=".repeat(100);
        // libtest captures what is printed, but not this.
        let _ = writeln!(
            std::io::stderr(),
            "\n{rule}\n{NAME} IS MISSING: THE PAGE IS NOT TESTED IN IT.\n{error:#}\n\
             REQUIRE_BROWSERS={key} makes that a failure.\n{rule}"
        );
        std::process::exit(0);
    });
}
