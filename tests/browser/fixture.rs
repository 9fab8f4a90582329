//! One server for all tests; a tab of its own for each.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use serde_json::Value;

use crate::driver::Driver;
use crate::engine;
use crate::tab::Tab;

/// The server with the freshly built page, and its address. It ends with its input, and so with us.
static SERVER: Mutex<Option<(Child, String)>> = Mutex::new(None);

fn address() -> String {
    let mut slot = SERVER.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    if let Some((_, address)) = slot.as_ref() {
        return address.clone();
    }
    let mut server = Command::new(env!("CARGO_BIN_EXE_steepest"));
    server.args(["serve", "--port", "0", "--until-stdin-closes"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let first = engine::first();
    if !first.is_empty() {
        let script = Path::new(env!("CARGO_TARGET_TMPDIR")).join("first.js");
        std::fs::write(&script, first).expect("a file");
        server.arg("--first").arg(script);
    }
    let mut server = server.spawn().expect("the server starts");
    let lines = BufReader::new(server.stdout.take().expect("the output is piped")).lines();
    let told = lines.map_while(Result::ok).find_map(|line| line.strip_prefix("Steepest is at ").map(str::to_string));
    let address = told.expect("the server builds the page and tells its address");
    *slot = Some((server, address.clone()));
    address
}

/// The page in a tab of its own, with what the tests ask of it.
pub struct Page {
    /// The tab.
    pub tab: Tab,
    /// The page's address, without a link.
    pub address: String,
    /// The link that was opened last.
    link: String,
}

/// Three ways through the same 60 points, as a link.
pub const THREE: &str = "v=1&on=linear_regression&view=-1,5,-4,2&start=-0.5,1.5&seed=0&steps=40\
                         &c=gradient_descent,rate:0.1&c=gradient_descent,rate:0.1,batch:8&c=adam,rate:0.1,batch:1";

/// JavaScript at hand in every page: `lab` is the engine, `player` the playhead, `$` finds an element, `bits` are those
/// of a path, `heads` the colours at the contenders' heads, none where there is none, `rims` all pixels of the rings of
/// paper around them, `pixels` those of any canvas, `curves` what a chart shows of its curves, `playhead` where on a
/// chart's picture the playhead is, `settled` waits until every change is drawn, `act` has the engine do something as an
/// element would.
const HELPERS: &str = "
  Promise.all([import('/www/main.js'), import('/www/act.js'), import('/www/theme.js')]).then(([{ lab, player }, { Act }, { colors }]) => {
    globalThis.lab = lab;
    globalThis.player = player;
    globalThis.$ = (selector) => document.querySelector(selector);
    globalThis.$$ = (selector) => [...document.querySelectorAll(selector)];
    globalThis.field = (name) => $(`[data-field=\"${name}\"]`);
    const points = (contender, start) => {
      const { value, refused } = lab.call('points', contender, start);
      if (refused) throw new Error(`${refused}: ${$('page-message').textContent}`);
      return value;
    };
    globalThis.path = (contender, start = 0) => [...points(contender, start)].join();
    globalThis.bits = (contender, start = 0) => [...new BigUint64Array(points(contender, start).buffer)].join();
    globalThis.heads = () => {
      const places = lab.ask('heads', player.step);
      return lab.page().contenders.map((_, k) => {
        const panel = $$('race-board .panel').find(({ dataset }) => [undefined, `${k + 1}`].includes(dataset.contender));
        if (!panel || places[3 * k + 2] !== 1) return null;
        const canvas = panel.querySelector('canvas[role=img]'), scale = canvas.width / canvas.clientWidth;
        const [x, y] = [scale * (places[3 * k] - canvas.offsetLeft), scale * (places[3 * k + 1] - canvas.offsetTop)];
        const [red, green, blue, alpha] = canvas.getContext('2d').getImageData(x, y, 1, 1).data;
        return alpha ? `rgb(${red}, ${green}, ${blue})` : null;
      });
    };
    globalThis.pixels = (canvas) => {
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
      copy.drawImage(canvas, 0, 0);
      return copy.getImageData(0, 0, canvas.width, canvas.height).data;
    };
    globalThis.rims = () => {
      const [red, green, blue] = colors(document.body);
      const paper = (((255 * 256 + blue) * 256) + green) * 256 + red;
      return $$('race-board canvas[role=img]').map((canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const rims = [];
        new Uint32Array(data.buffer).forEach((pixel, place) => pixel === paper && rims.push(place));
        return rims.join();
      }).join(' ');
    };
    globalThis.curves = (chart) => {
      const [, passed, strip] = chart.querySelectorAll('canvas');
      const copy = Object.assign(document.createElement('canvas'), { width: passed.width, height: passed.height }).getContext('2d');
      copy.drawImage(passed, 0, 0);
      copy.drawImage(strip, Math.round(strip.offsetLeft * passed.width / passed.clientWidth), 0);
      return copy;
    };
    globalThis.playhead = (chart) => {
      const copy = curves(chart);
      const { width, height } = copy.canvas, scale = width / chart.querySelectorAll('canvas')[1].clientWidth;
      const [top, bottom] = [Math.ceil(0.3 * height), Math.floor(0.6 * height)];
      const { data } = copy.getImageData(0, top, width, bottom - top);
      const columns = [...Array(width).keys()].filter((x) => {
        for (let k = 4 * x + 3; k < data.length; k += 4 * width) if (data[k] < 255) return false;
        return true;
      });
      return columns.length ? (columns[0] + columns.at(-1) + 1) / 2 / scale : NaN;
    };
    globalThis.settled = async () => {
      for (let k = 0; k < 3; k += 1) await new Promise(requestAnimationFrame);
    };
    globalThis.act = async (method, ...args) => {
      document.body.dispatchEvent(new Act(method, ...args));
      await settled();
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

impl Page {
    /// The page at 1440 × 900 CSS pixels, opened with `link` (empty: none), after its first picture.
    pub fn open(link: &str) -> Page {
        Page::sized(link, 1440, 900, 1.0)
    }

    /// The same in another size and pixel ratio.
    pub fn sized(link: &str, width: u32, height: u32, ratio: f64) -> Page {
        let address = address();
        let mut tab = Tab::open();
        if (width, height, ratio) != (1440, 900, 1.0) {
            tab.resize(width, height, ratio).expect("the tab has a size");
        }
        let mut page = Page { tab, address, link: String::new() };
        page.go(link);
        page
    }

    /// Opens the page anew with `link`.
    pub fn go(&mut self, link: &str) {
        self.link = link.into();
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

    /// Sets a media feature, as `prefers-color-scheme` to `dark`; where that takes a browser made anew, with the page
    /// as it was opened.
    pub fn prefer(&mut self, feature: &str, value: &str) {
        if self.tab.prefer(feature, value).expect("a preference") {
            self.js("await settled()");
        } else {
            self.go(&self.link.clone());
        }
    }

    /// Shows the page as on paper, or on the screen again.
    pub fn on_paper(&mut self, paper: bool) {
        self.tab.on_paper(paper).expect("another medium");
    }

    /// The value of a JavaScript expression, in which `await` may be used.
    #[track_caller]
    pub fn js(&mut self, expression: &str) -> Value {
        let value = self.tab.evaluate(&format!("(async () => ({expression}))()"));
        value.unwrap_or_else(|error| panic!("{error:#}\nThe page complains: {:#?}", self.tab.complaints()))
    }

    /// The same for statements that return a value.
    #[track_caller]
    pub fn run(&mut self, body: &str) -> Value {
        let value = self.tab.evaluate(&format!("(async () => {{ {body} }})()"));
        value.unwrap_or_else(|error| panic!("{error:#}\nThe page complains: {:#?}", self.tab.complaints()))
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
        let complaints = self.tab.complaints().expect("the browser answers");
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
