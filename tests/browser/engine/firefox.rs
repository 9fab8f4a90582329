//! Firefox, over WebDriver BiDi, which it speaks without a driver between.
//!
//! The protocol is described at <https://w3c.github.io/webdriver-bidi/>.

use std::fs;
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail, ensure};
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

#[path = "../actions.rs"]
mod actions;

use crate::driver::{Act, Driver, WATCH, decode_base64};
use crate::programs::{Program, Tied};

/// The engine's name.
pub const NAME: &str = "Firefox";

/// What a page does before its own scripts: nothing.
pub fn first() -> String {
    String::new()
}

/// What has to be there.
pub const PROGRAMS: &[Program] = &[Program {
    name: NAME,
    variable: "STEEPEST_FIREFOX",
    places: &["firefox", "firefox-esr", "/Applications/Firefox.app/Contents/MacOS/firefox"],
    package: "firefox-esr",
}];

/// How long Firefox may take for any one answer: a machine that is busy may take minutes.
const PATIENCE: Duration = Duration::from_secs(180);

/// Settings of the profile. Those which a driver would set by itself are off: they loosen rules that people have.
const SETTINGS: &str = r#"
user_pref("remote.prefs.recommended", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("browser.startup.page", 0);
user_pref("browser.sessionstore.resume_from_crash", false);
user_pref("browser.tabs.unloadOnLowMemory", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
user_pref("app.normandy.enabled", false);
user_pref("app.update.auto", false);
user_pref("extensions.update.enabled", false);
user_pref("services.settings.server", "");
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("dom.disable_open_during_load", false);
user_pref("dom.max_script_run_time", 0);
user_pref("full-screen-api.warning.timeout", 0);
user_pref("full-screen-api.transition-duration.enter", "0 0");
user_pref("full-screen-api.transition-duration.leave", "0 0");
user_pref("focusmanager.testmode", true);
user_pref("layout.css.prefers-color-scheme.content-override", 1);
"#;

/// Firefox without a window, with the tab of the test at hand.
pub struct Browser {
    socket: WebSocket<TcpStream>,
    last: u64,
    complaints: Vec<String>,
    /// The tab, and the storage that it has of its own.
    context: String,
    container: Option<String>,
    /// What runs before its pages' own scripts.
    scripts: Vec<Value>,
    /// Whether a test has set a media feature, which is one for the whole browser.
    preferring: bool,
    _process: Tied,
}

impl Browser {
    /// Calls a command of the protocol and returns its result.
    fn call(&mut self, method: &str, parameters: Value) -> Result<Value> {
        self.last += 1;
        let id = self.last;
        let message = json!({ "id": id, "method": method, "params": parameters });
        self.socket.send(Message::text(message.to_string())).with_context(|| format!("{method} could not be sent"))?;
        loop {
            let message = self.socket.read().with_context(|| format!("no answer to {method}"))?;
            let Message::Text(text) = message else { continue };
            let mut answer: Value = serde_json::from_str(&text)?;
            if answer["id"] == id {
                ensure!(answer["type"] == "success", "{method}: {} {}", answer["error"], answer["message"]);
                return Ok(answer["result"].take());
            }
            self.complaints.extend(complaint(&answer));
        }
    }

    /// Evaluates an expression in a tab, or in Firefox's own window.
    fn value_in(&mut self, context: &str, expression: &str) -> Result<Value> {
        // Plain data come back as text, since the protocol's own form of values is another.
        let asked = json!({
            "expression": format!("(async () => JSON.stringify(await ({expression})))()"),
            "target": { "context": context }, "awaitPromise": true,
        });
        let answer = self.call("script.evaluate", asked)?;
        if answer["type"] == "exception" {
            bail!("{}\nin {expression}", answer["exceptionDetails"]["text"].as_str().unwrap_or("thrown"));
        }
        answer["result"]["value"].as_str().map_or(Ok(Value::Null), |text| Ok(serde_json::from_str(text)?))
    }

    /// Evaluates an expression where Firefox's own window does.
    fn inside(&mut self, expression: &str) -> Result<Value> {
        let tree = self.call("browsingContext.getTree", json!({ "moz:scope": "chrome", "maxDepth": 0 }))?;
        let window = tree["contexts"][0]["context"].as_str().context("Firefox has no window")?.to_string();
        self.value_in(&window, expression)
    }

    /// The page as a PDF file.
    pub fn print(&mut self) -> Result<Vec<u8>> {
        let printed = self.call("browsingContext.print", json!({ "context": self.context, "background": true }))?;
        decode_base64(printed["data"].as_str().context("Firefox printed nothing")?)
    }

    fn act(&mut self, actions: Value) -> Result<()> {
        self.call("input.performActions", json!({ "context": self.context, "actions": actions })).map(drop)
    }
}

/// What is to be complained of in an event.
fn complaint(event: &Value) -> Option<String> {
    let told = &event["params"];
    match event["method"].as_str() {
        Some("log.entryAdded") => {
            let console = told["type"] == "console" && (told["method"] == "error" || told["method"] == "warn");
            let thrown = told["type"] == "javascript" && told["level"] == "error";
            (console || thrown).then(|| told["text"].to_string())
        }
        Some("network.responseCompleted") => told["response"]["status"]
            .as_u64()
            .is_some_and(|status| status >= 400)
            .then(|| format!("{} {}", told["response"]["status"], told["response"]["url"])),
        _ => None,
    }
}

impl Browser {
    /// Has every page from the next one on run this before its own scripts.
    pub fn before(&mut self, script: &str) -> Result<()> {
        let script = json!({ "functionDeclaration": format!("() => {{ {script} }}"), "contexts": [self.context] });
        let added = self.call("script.addPreloadScript", script)?;
        self.scripts.push(added["script"].clone());
        Ok(())
    }
}

impl Driver for Browser {
    fn launch() -> Result<Browser> {
        let program = PROGRAMS[0].provide()?;
        let profile = tempfile::Builder::new().prefix("steepest-firefox-").tempdir()?.keep();
        fs::write(profile.join("user.js"), SETTINGS)?;
        let process = Tied::start(&program, &profile, |command| {
            command
                .args(["--headless", "--no-remote", "--remote-debugging-port=0"])
                // Colour scheme and paper are set where tools for developers set them.
                .arg("--remote-allow-system-access")
                .arg("--profile")
                .arg(&profile)
                .arg("about:blank");
        })?;
        let told = profile.join("WebDriverBiDiServer.json");
        let deadline = Instant::now() + PATIENCE;
        let port = loop {
            let server: Value =
                fs::read(&told).map_or(Value::Null, |text| serde_json::from_slice(&text).unwrap_or_default());
            if let Some(port) = server["ws_port"].as_u64() {
                break u16::try_from(port)?;
            }
            ensure!(Instant::now() < deadline, "{} did not start within {PATIENCE:?}", program.display());
            thread::sleep(Duration::from_millis(20));
        };
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        let (socket, _) = tungstenite::client(format!("ws://127.0.0.1:{port}/session"), stream)
            .map_err(|error| anyhow!("no connection to Firefox: {error}"))?;
        let mut browser = Browser {
            socket,
            last: 0,
            complaints: Vec::new(),
            context: String::new(),
            container: None,
            scripts: Vec::new(),
            preferring: false,
            _process: process,
        };
        let wanted =
            json!({ "capabilities": { "alwaysMatch": { "unhandledPromptBehavior": { "default": "ignore" } } } });
        browser.call("session.new", wanted)?;
        browser.call("session.subscribe", json!({ "events": ["log.entryAdded", "network.responseCompleted"] }))?;
        Ok(browser)
    }

    fn fresh(&mut self) -> Result<()> {
        // They belong to the tab, but the browser would keep them.
        for script in std::mem::take(&mut self.scripts) {
            self.call("script.removePreloadScript", json!({ "script": script }))?;
        }
        if let Some(container) = self.container.take() {
            self.call("browser.removeUserContext", json!({ "userContext": container }))?;
        }
        if std::mem::take(&mut self.preferring) {
            self.prefer("prefers-color-scheme", "light")?;
            self.prefer("prefers-reduced-motion", "no-preference")?;
            self.preferring = false;
        }
        let container = self.call("browser.createUserContext", json!({}))?["userContext"].take();
        let created = self.call("browsingContext.create", json!({ "type": "tab", "userContext": container }))?;
        self.container = container.as_str().map(str::to_string);
        self.context = created["context"].as_str().context("Firefox opened no tab")?.to_string();
        self.resize(1440, 900, 1.0)?;
        self.complaints.clear();
        Ok(())
    }

    fn go(&mut self, address: &str) -> Result<()> {
        let there = address.split_once('#').map(|(page, _)| page);
        let is_within = there.is_some() && self.evaluate("location.href.split('#')[0]")?.as_str() == there;
        if !is_within {
            self.evaluate("globalThis.isLeft = true")?;
        }
        // What Firefox itself waits for may never come where a service worker answers.
        let asked = json!({ "context": self.context, "url": address, "wait": "none" });
        self.call("browsingContext.navigate", asked)?;
        let arrived = "globalThis.isLeft !== true && document.readyState === 'complete'";
        let deadline = Instant::now() + PATIENCE;
        // Between two pages there is no place to evaluate anything in; that passes.
        while !self.evaluate(arrived).is_ok_and(|value| value == true) {
            ensure!(Instant::now() < deadline, "{address} has not loaded within {PATIENCE:?}");
            thread::sleep(Duration::from_millis(15));
        }
        // A page that is left while it still loads modules tells of them to nobody.
        self.complaints.retain(|words| !words.contains("error loading dynamically imported module"));
        Ok(())
    }

    fn evaluate(&mut self, expression: &str) -> Result<Value> {
        let context = self.context.clone();
        self.value_in(&context, expression)
    }

    fn resize(&mut self, width: u32, height: u32, ratio: f64) -> Result<()> {
        let size = json!({
            "context": self.context, "viewport": { "width": width, "height": height }, "devicePixelRatio": ratio,
        });
        self.call("browsingContext.setViewport", size).map(drop)
    }

    fn prefer(&mut self, feature: &str, value: &str) -> Result<bool> {
        let set = match (feature, value) {
            ("prefers-color-scheme", "dark") => "setIntPref('layout.css.prefers-color-scheme.content-override', 0)",
            ("prefers-color-scheme", _) => "setIntPref('layout.css.prefers-color-scheme.content-override', 1)",
            ("prefers-reduced-motion", "reduce") => "setIntPref('ui.prefersReducedMotion', 1)",
            ("prefers-reduced-motion", _) => "clearUserPref('ui.prefersReducedMotion')",
            _ => bail!("Firefox is told no {feature}"),
        };
        self.preferring = true;
        self.inside(&format!("Services.prefs.{set}")).map(|_| true)
    }

    fn on_paper(&mut self, paper: bool) -> Result<()> {
        // As Firefox's tools for developers do.
        let set = format!(
            "(() => {{
               const {{ NavigableManager }} = ChromeUtils.importESModule('chrome://remote/content/shared/NavigableManager.sys.mjs');
               NavigableManager.getBrowsingContextById('{}').mediumOverride = '{}';
             }})()",
            self.context,
            if paper { "print" } else { "" }
        );
        self.inside(&set).map(drop)
    }

    fn to_front(&mut self) -> Result<()> {
        self.call("browsingContext.activate", json!({ "context": self.context })).map(drop)
    }

    fn screenshot(&mut self) -> Result<Vec<u8>> {
        let shot = self.call("browsingContext.captureScreenshot", json!({ "context": self.context }))?;
        decode_base64(shot["data"].as_str().context("Firefox took no picture")?)
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
        self.before(WATCH)
    }

    fn complaints(&mut self) -> Result<Vec<String>> {
        // Whatever happened before this answer has been told before it.
        self.evaluate("0")?;
        Ok(std::mem::take(&mut self.complaints))
    }
}
