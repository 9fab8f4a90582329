//! One server and one Chromium for all tests; a tab of its own for each.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, Weak};

use serde_json::Value;

use crate::chromium::{Chromium, Tab};

/// The server with the freshly built page, and Chromium.
struct Site {
    server: Child,
    address: String,
    chromium: Mutex<Chromium>,
}

impl Drop for Site {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The site while any test uses it: statics are not dropped, and nothing may outlive the tests.
static SITE: Mutex<Weak<Site>> = Mutex::new(Weak::new());

fn site() -> Arc<Site> {
    let mut slot = SITE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    if let Some(site) = slot.upgrade() {
        return site;
    }
    let mut server = Command::new(env!("CARGO_BIN_EXE_steepest"))
        .args(["serve", "--port", "0", "--until-stdin-closes"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let lines = BufReader::new(server.stdout.take().expect("the output is piped")).lines();
    let told = lines.map_while(Result::ok).find_map(|line| line.strip_prefix("Steepest is at ").map(str::to_string));
    let address = told.expect("the server builds the page and tells its address");
    let chromium = Mutex::new(Chromium::launch().expect("Chromium starts"));
    let site = Arc::new(Site { server, address, chromium });
    *slot = Arc::downgrade(&site);
    site
}

/// The page in a tab of its own, with what the tests ask of it.
pub struct Page {
    /// The tab.
    pub tab: Tab,
    /// The page's address, without a link.
    pub address: String,
    _site: Arc<Site>,
}

/// Three ways through the same 60 points, as a link.
pub const THREE: &str = "v=1&on=linear_regression&view=-1,5,-4,2&start=-0.5,1.5&seed=0&steps=40\
                         &c=gradient_descent,rate:0.1&c=gradient_descent,rate:0.1,batch:8&c=adam,rate:0.1,batch:1";

/// JavaScript at hand in every page: `lab` is the engine, `player` the playhead, `$` finds an element, `bits` are those of
/// a path, `settled` waits until every change is drawn.
const HELPERS: &str = "
  import('/www/main.js').then(({ lab, player }) => {
    globalThis.lab = lab;
    globalThis.player = player;
    globalThis.$ = (selector) => document.querySelector(selector);
    globalThis.$$ = (selector) => [...document.querySelectorAll(selector)];
    globalThis.field = (name) => $(`[data-field=\"${name}\"]`);
    globalThis.path = (contender, start = 0) => [...lab.ask('points', contender, start)].join();
    globalThis.bits = (contender, start = 0) =>
      [...new BigUint64Array(lab.ask('points', contender, start).buffer)].join();
    globalThis.settled = async () => {
      for (let k = 0; k < 3; k += 1) await new Promise(requestAnimationFrame);
    };
    globalThis.enter = async (name, text) => {
      const entry = field(name);
      entry.focus();
      entry.value = text;
      entry.dispatchEvent(new Event('change', { bubbles: true }));
      await settled();
    };
    globalThis.pick = async (button, key) => {
      button.click();
      button.parentElement.querySelector(`[data-key=\"${key}\"]`).click();
      await settled();
    };
    globalThis.slide = async (name, fraction) => {
      const slider = $(`[data-slider=\"${name}\"]`);
      slider.value = fraction;
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      await settled();
    };
  })";

impl Drop for Page {
    fn drop(&mut self) {
        // An open tab goes on drawing; that it cannot be closed would show in the tests that follow.
        let _ = self.tab.call("Page.close", serde_json::json!({}));
    }
}

impl Page {
    /// The page at 1440 × 900 CSS pixels, opened with `link` (empty: none), after its first picture.
    pub fn open(link: &str) -> Page {
        Page::sized(link, 1440, 900, 1.0)
    }

    /// The same in another size and pixel ratio.
    pub fn sized(link: &str, width: u32, height: u32, ratio: f64) -> Page {
        let site = site();
        let mut tab = site.chromium.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).blank().expect("a tab");
        tab.resize(width, height, ratio).expect("the tab has a size");
        let address = site.address.clone();
        let mut page = Page { tab, address, _site: site };
        page.go(link);
        page
    }

    /// Opens the page anew with `link`.
    pub fn go(&mut self, link: &str) {
        let hash = if link.is_empty() { String::new() } else { format!("#{link}") };
        // A mere change of the fragment would not load the page.
        self.tab.go("about:blank").expect("an empty page");
        self.tab.go(&format!("{}{hash}", self.address)).expect("the page loads");
        self.tab.wait_for("document.body.dataset.ready === ''").expect("the first picture");
        self.helped();
    }

    /// Puts what tests speak to the page by into a page that has come by itself.
    pub fn helped(&mut self) {
        self.tab.evaluate(HELPERS).expect("the page's modules");
    }

    /// Has every page that is opened from now on run this before its own scripts.
    pub fn before_scripts(&mut self, script: &str) {
        let source = serde_json::json!({ "source": script });
        self.tab.call("Page.addScriptToEvaluateOnNewDocument", source).expect("a script");
    }

    /// The value of a JavaScript expression, in which `await` may be used.
    #[track_caller]
    pub fn js(&mut self, expression: &str) -> Value {
        self.tab.evaluate(&format!("(async () => ({expression}))()")).expect("the expression has a value")
    }

    /// The same for statements that return a value.
    #[track_caller]
    pub fn run(&mut self, body: &str) -> Value {
        self.tab.evaluate(&format!("(async () => {{ {body} }})()")).expect("the statements run")
    }

    /// The value of an expression that is a text.
    #[track_caller]
    pub fn text(&mut self, expression: &str) -> String {
        self.js(expression).as_str().unwrap_or_else(|| panic!("{expression} is not a text")).to_string()
    }

    /// The value of an expression that is a number.
    #[track_caller]
    pub fn number(&mut self, expression: &str) -> f64 {
        self.js(expression).as_f64().unwrap_or_else(|| panic!("{expression} is not a number"))
    }

    /// Asserts that an expression is true.
    #[track_caller]
    pub fn check(&mut self, expression: &str) {
        let value = self.js(expression);
        assert!(value == true, "{expression} is {value}");
    }

    /// Asserts that the page has not complained so far.
    #[track_caller]
    pub fn is_content(&mut self) {
        let complaints = self.tab.complaints().expect("Chromium answers");
        assert!(complaints.is_empty(), "{complaints:#?}");
    }

    /// What is seen: width, height, and red, green, blue of each pixel.
    pub fn pixels(&mut self) -> (usize, usize, Vec<[u8; 3]>) {
        let shot = self.tab.screenshot().expect("a picture");
        let mut reader = png::Decoder::new(std::io::Cursor::new(shot)).read_info().expect("a PNG file");
        let mut bytes = vec![0; reader.output_buffer_size().expect("a picture of some size")];
        let info = reader.next_frame(&mut bytes).expect("a whole picture");
        let channels = info.color_type.samples();
        let pixels = bytes.chunks_exact(channels).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        (info.width as usize, info.height as usize, pixels)
    }
}
