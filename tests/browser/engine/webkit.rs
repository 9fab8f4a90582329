//! WebKit as GTK has it: its small browser behind its driver, on a display that nobody sees.
//!
//! The protocol is described at <https://www.w3.org/TR/webdriver2/>.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

#[path = "../actions.rs"]
mod actions;

use crate::driver::{Act, Driver, WATCH, decode_base64};
use crate::programs::{Program, Tied};

/// The engine's name.
pub const NAME: &str = "WebKit";

/// What has to be there: the driver, the browser, and the display.
pub const PROGRAMS: &[Program] = &[
    Program {
        name: "WebKit's driver",
        variable: "STEEPEST_WEBKIT_DRIVER",
        places: &["WebKitWebDriver"],
        package: "webkit2gtk-driver",
    },
    Program {
        name: "WebKit's browser",
        variable: "STEEPEST_WEBKIT",
        places: &[
            "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
            "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
            "/usr/lib64/webkit2gtk-4.1/MiniBrowser",
            "/usr/libexec/webkit2gtk-4.1/MiniBrowser",
        ],
        package: "webkit2gtk-driver",
    },
    Program { name: "Xvfb", variable: "STEEPEST_XVFB", places: &["Xvfb"], package: "xvfb" },
];

/// How long the browser may take for any one answer.
const PATIENCE: Duration = Duration::from_secs(240);

/// The browser's bar would be wider than a phone: it has as little room as it can.
const STYLE: &str = "* { font-size: 1px; min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; }";

/// Gathers what there is to complain of, since the driver tells nothing of it.
const GATHER: &str = "
  globalThis.complaints = [];
  for (const name of ['error', 'warn']) {
    const plain = console[name];
    console[name] = (...words) => {
      complaints.push(words.map((word) => word?.stack ? `${word} ${word.stack}` : String(word)).join(' '));
      plain.apply(console, words);
    };
  }
  const fetched = fetch;
  globalThis.fetch = async (...asked) => {
    const answer = await fetched(...asked);
    if (answer.status >= 400) complaints.push(`${answer.status} ${answer.url}`);
    return answer;
  };
  addEventListener('error', ({ message, error, target }) =>
    complaints.push(message ? `${message} ${error?.stack}` : `not loaded: ${target?.src ?? target?.href}`), true);
  addEventListener('unhandledrejection', ({ reason }) => complaints.push(`unhandled: ${reason} ${reason?.stack}`));
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    complaints.push(`refused: ${violatedDirective} ${blockedURI}`), true);";

/// What a page does before its own scripts: it watches itself, once.
pub fn first() -> String {
    format!("if (!globalThis.complaints) {{ {GATHER} {WATCH} }}")
}

/// What has been gathered.
const GATHERED: &str = "globalThis.complaints?.splice(0) ?? []";

/// Makes rules for paper those for the screen too, since the driver knows no paper; or takes that back.
const PAPER: &str = "((paper) => {
    const visit = (rules) => {
      for (const rule of rules) {
        if (rule instanceof CSSImportRule) visit(rule.styleSheet?.cssRules ?? []);
        else if (rule instanceof CSSMediaRule && /^(print|all, print)$/.test(rule.media.mediaText)) rule.media.mediaText = paper ? 'all, print' : 'print';
        else if (rule.cssRules) visit(rule.cssRules);
      }
    };
    for (const sheet of [...document.styleSheets, ...document.adoptedStyleSheets]) visit(sheet.cssRules);
  })";

/// What a browser has to be started anew for.
#[derive(Clone, PartialEq)]
struct Wishes {
    ratio: u32,
    dark: bool,
    still: bool,
}

const USUAL: Wishes = Wishes { ratio: 1, dark: false, still: false };

/// A driver, with the browser of the test at hand.
pub struct Browser {
    display: u32,
    programs: [PathBuf; 2],
    running: Option<Running>,
    wishes: Wishes,
    size: (u32, u32),
    rim: (i64, i64),
    complaints: Vec<String>,
}

/// A browser under its driver.
struct Running {
    port: u16,
    /// The part of addresses that names it.
    session: String,
    /// What differs of the size of the window and that of the page.
    rim: (i64, i64),
    _driver: Tied,
}

impl Drop for Running {
    fn drop(&mut self) {
        // The driver would leave its browser behind.
        let _ = request(self.port, "DELETE", &self.session, &Value::Null);
    }
}

/// One display for all browsers of this program.
fn display() -> Result<u32> {
    static DISPLAY: Mutex<Option<(u32, Tied)>> = Mutex::new(None);
    let mut slot = DISPLAY.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    if let Some((number, _)) = slot.as_ref() {
        return Ok(*number);
    }
    let folder = tempfile::Builder::new().prefix("steepest-xvfb-").tempdir()?.keep();
    let program = PROGRAMS[2].provide()?;
    let told = folder.join("display");
    let output = fs::File::create(&told)?;
    let tied = Tied::start(&program, &folder, |command| {
        command.args(["-displayfd", "1", "-screen", "0", "4000x3000x24", "-nolisten", "tcp"]).stdout(output);
    })?;
    let deadline = Instant::now() + PATIENCE;
    let number = loop {
        // A number is whole once its line is.
        if let Some(number) = fs::read_to_string(&told)?.strip_suffix('\n') {
            break number.trim().parse().context("Xvfb told no display")?;
        }
        ensure!(Instant::now() < deadline, "Xvfb did not start within {PATIENCE:?}");
        thread::sleep(Duration::from_millis(10));
    };
    *slot = Some((number, tied));
    Ok(number)
}

/// Asks a driver.
fn request(port: u16, method: &str, path: &str, body: &Value) -> Result<Value> {
    let address = format!("http://127.0.0.1:{port}{path}");
    let asked = minreq::Request::new(minreq::Method::Custom(method.into()), address).with_timeout(PATIENCE.as_secs());
    let asked = if body.is_null() { asked } else { asked.with_body(body.to_string()) };
    let mut answer: Value = serde_json::from_slice(asked.send()?.as_bytes())?;
    let error = &answer["value"]["error"];
    ensure!(error.is_null(), "{path}: {error} {}", answer["value"]["message"]);
    Ok(answer["value"].take())
}

impl Running {
    fn start(display: u32, programs: &[PathBuf; 2], wishes: &Wishes) -> Result<Running> {
        let home = tempfile::Builder::new().prefix("steepest-webkit-").tempdir()?.keep();
        let settings = home.join("gtk-3.0");
        fs::create_dir_all(&settings)?;
        fs::write(settings.join("gtk.css"), STYLE)?;
        fs::write(
            settings.join("settings.ini"),
            format!("[Settings]\ngtk-enable-animations={}\n", u8::from(!wishes.still)),
        )?;
        // The driver takes no port of its own choice.
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let driver = Tied::start(&programs[0], &home, |command| {
            command
                .arg(format!("--port={port}"))
                .env("DISPLAY", format!(":{display}"))
                .env("GDK_BACKEND", "x11")
                .env("GDK_SCALE", wishes.ratio.to_string())
                // Layers that a graphics card would put together cost ten times the time without one.
                .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1")
                // What it keeps goes with it.
                .envs(["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"].map(|name| (name, &home)));
        })?;
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            ensure!(Instant::now() < deadline, "WebKit's driver did not start within {PATIENCE:?}");
            thread::sleep(Duration::from_millis(10));
        }
        let mut arguments = vec!["--automation", "--javascript-can-open-windows-automatically=true"];
        arguments.extend(wishes.dark.then_some("--dark-mode"));
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "webkitgtk:browserOptions": { "binary": programs[1], "args": arguments },
            "timeouts": { "script": 180_000, "pageLoad": 180_000 },
        } } });
        let created = request(port, "POST", "/session", &wanted)?;
        let id = created["sessionId"].as_str().context("WebKit's driver started no browser")?;
        Ok(Running { port, session: format!("/session/{id}"), rim: (0, 0), _driver: driver })
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        request(self.port, method, &format!("{}{path}", self.session), body)
    }

    fn evaluate(&self, expression: &str) -> Result<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             (async () => ({expression}))().then((value) => done([true, value ?? null]), (error) => done([false, `${{error}} ${{error?.stack}}`]))"
        );
        let mut answer = self.ask("POST", "/execute/async", &json!({ "script": script, "args": [] }))?;
        if answer[0] != true {
            bail!("{}\nin {expression}", answer[1].as_str().unwrap_or("thrown"));
        }
        Ok(answer[1].take())
    }

    /// Gives the page a size: that of the window is told, so that the second time it is right.
    fn resize(&mut self, (width, height): (u32, u32)) -> Result<()> {
        for _ in 0..3 {
            let (wide, high) = (i64::from(width) + self.rim.0, i64::from(height) + self.rim.1);
            self.ask("POST", "/window/rect", &json!({ "x": 0, "y": 0, "width": wide, "height": high }))?;
            // The page hears of it a little later.
            let seen = self.evaluate(
                "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done([innerWidth, innerHeight]), 30)))",
            )?;
            let seen = (seen[0].as_i64().context("no width")?, seen[1].as_i64().context("no height")?);
            if seen == (i64::from(width), i64::from(height)) {
                return Ok(());
            }
            self.rim.0 += i64::from(width) - seen.0;
            self.rim.1 += i64::from(height) - seen.1;
        }
        bail!("WebKit's window does not become {width} × {height}")
    }
}

impl Browser {
    fn running(&self) -> Result<&Running> {
        self.running.as_ref().context("WebKit runs while a tab is open")
    }

    /// Starts the browser anew, with other wishes.
    fn restart(&mut self, wishes: Wishes) -> Result<()> {
        self.running = None;
        let mut running = Running::start(self.display, &self.programs, &wishes)?;
        running.rim = self.rim;
        running.resize(self.size)?;
        self.rim = running.rim;
        self.running = Some(running);
        self.wishes = wishes;
        Ok(())
    }

    /// Takes over what the present page has gathered, before it goes.
    fn gather(&mut self) -> Result<()> {
        let gathered = self.running()?.evaluate(GATHERED)?;
        let gathered = gathered.as_array().into_iter().flatten();
        self.complaints.extend(gathered.map(|words| words.as_str().unwrap_or_default().to_string()));
        Ok(())
    }

    fn act(&mut self, actions: Value) -> Result<()> {
        self.running()?.ask("POST", "/actions", &json!({ "actions": actions })).map(drop)
    }
}

impl Driver for Browser {
    fn launch() -> Result<Browser> {
        let programs = [PROGRAMS[0].provide()?, PROGRAMS[1].provide()?];
        Ok(Browser {
            display: display()?,
            programs,
            running: None,
            wishes: USUAL,
            size: (1440, 900),
            rim: (0, 0),
            complaints: Vec::new(),
        })
    }

    fn fresh(&mut self) -> Result<()> {
        // A browser under a driver keeps nothing, and starts in less than a second.
        self.size = (1440, 900);
        self.restart(USUAL)?;
        self.complaints.clear();
        Ok(())
    }

    fn go(&mut self, address: &str) -> Result<()> {
        self.gather()?;
        self.running()?.ask("POST", "/url", &json!({ "url": address }))?;
        // Where the server has not said it already.
        self.running()?.evaluate(&format!("(() => {{ {} }})()", first())).map(drop)
    }

    fn evaluate(&mut self, expression: &str) -> Result<Value> {
        self.running()?.evaluate(expression)
    }

    fn resize(&mut self, width: u32, height: u32, ratio: f64) -> Result<()> {
        self.size = (width, height);
        // GTK knows whole device pixels.
        ensure!(ratio.fract() == 0.0, "wanted a whole number of device pixels, given {ratio}");
        let wishes = Wishes { ratio: ratio as u32, ..self.wishes.clone() };
        if wishes != self.wishes {
            return self.restart(wishes);
        }
        let size = self.size;
        self.running.as_mut().context("WebKit runs while a tab is open")?.resize(size)
    }

    fn prefer(&mut self, feature: &str, value: &str) -> Result<bool> {
        let wishes = match feature {
            "prefers-color-scheme" => Wishes { dark: value == "dark", ..self.wishes.clone() },
            "prefers-reduced-motion" => Wishes { still: value == "reduce", ..self.wishes.clone() },
            _ => bail!("WebKit is told no {feature}"),
        };
        // GTK reads its settings when it starts.
        let stays = wishes == self.wishes;
        if !stays {
            self.gather()?;
            self.restart(wishes)?;
        }
        Ok(stays)
    }

    fn on_paper(&mut self, paper: bool) -> Result<()> {
        self.evaluate(&format!("{PAPER}({paper})")).map(drop)
    }

    fn to_front(&mut self) -> Result<()> {
        // A tab that is opened by another one has a window of its own: both are seen.
        self.evaluate("focus()").map(drop)
    }

    fn screenshot(&mut self) -> Result<Vec<u8>> {
        let shot = self.running()?.ask("GET", "/screenshot", &Value::Null)?;
        decode_base64(shot.as_str().context("WebKit took no picture")?)
    }

    fn chord(&mut self, key: &str, control: bool, shift: bool) -> Result<()> {
        self.act(actions::chord(key, control, shift))
    }

    fn mouse(&mut self, acts: &[Act], shift: bool) -> Result<()> {
        self.act(actions::mouse(acts, shift))
    }

    fn wheel(&mut self, at: (f64, f64), delta: f64) -> Result<()> {
        self.act(actions::wheel(at, delta))
    }

    fn watch(&mut self) -> Result<()> {
        // Every page is watched.
        Ok(())
    }

    fn complaints(&mut self) -> Result<Vec<String>> {
        self.gather()?;
        Ok(std::mem::take(&mut self.complaints))
    }
}
