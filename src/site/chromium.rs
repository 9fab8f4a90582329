//! Chromium, driven over its own protocol: for tests, measurements and the README's pictures.
//!
//! The protocol is described at <https://chromedevtools.github.io/devtools-protocol/>.

use std::collections::VecDeque;
use std::fs;
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use super::programs::{Program, Tied};

/// Chromium, or Chrome.
pub const PROGRAM: Program = Program {
    name: "Chromium",
    variable: "STEEPEST_CHROMIUM",
    places: &[
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ],
    package: "chromium",
};

/// How long Chromium may take for any one answer: a machine that is busy may take minutes.
const PATIENCE: Duration = Duration::from_secs(180);

/// Chromium without a window, with an empty profile of its own; it ends when this value is dropped.
pub struct Chromium {
    port: u16,
    control: Tab,
    _process: Tied,
}

impl Chromium {
    /// Starts Chromium, after installing it if it is missing and that is allowed.
    pub fn launch() -> Result<Chromium> {
        let program = PROGRAM.provide()?;
        let profile = tempfile::Builder::new().prefix("steepest-chromium-").tempdir()?.keep();
        let process = Tied::start(&program, &profile, |command| {
            command
                .args(["--headless=new", "--remote-debugging-port=0", "--no-first-run", "--disable-gpu"])
                // A root user, as in a container, has no sandbox; /dev/shm is small there.
                .args(["--no-sandbox", "--disable-dev-shm-usage"])
                // Nothing of Chromium's own goes to the network.
                .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
                .arg("--disable-quic")
                // A page without a window still runs at full speed.
                .args(["--disable-background-timer-throttling", "--disable-renderer-backgrounding"])
                // Pages may open others.
                .arg("--disable-popup-blocking")
                .args(["--disable-backgrounding-occluded-windows", "--force-color-profile=srgb"])
                .arg(format!("--user-data-dir={}", profile.display()))
                .arg("about:blank");
        })?;
        let told = profile.join("DevToolsActivePort");
        let deadline = Instant::now() + PATIENCE;
        let (port, path) = loop {
            let text = fs::read_to_string(&told).unwrap_or_default();
            if let Some((port, path)) = text.trim().split_once('\n') {
                break (port.parse().context("Chromium told a port that is no number")?, path.to_string());
            }
            ensure!(Instant::now() < deadline, "{} did not start within {PATIENCE:?}", program.display());
            thread::sleep(Duration::from_millis(20));
        };
        let control = Tab::connect(port, &path)?;
        Ok(Chromium { port, control, _process: process })
    }

    /// A new empty tab, with storage of its own.
    pub fn blank(&mut self) -> Result<Tab> {
        let context = self.control.call("Target.createBrowserContext", json!({}))?;
        let created = self.control.call(
            "Target.createTarget",
            json!({ "url": "about:blank", "browserContextId": context["browserContextId"] }),
        )?;
        let id = created["targetId"].as_str().context("Chromium opened no tab")?;
        let mut tab = Tab::connect(self.port, &format!("/devtools/page/{id}"))?;
        for domain in ["Page", "Runtime", "Log"] {
            tab.call(&format!("{domain}.enable"), json!({}))?;
        }
        Ok(tab)
    }

    /// What all of Chromium's processes have taken of the processors so far, in seconds.
    #[cfg_attr(test, allow(dead_code, reason = "only benchmarks ask for it"))]
    pub fn processor_time(&mut self) -> Result<f64> {
        let told = self.control.call("SystemInfo.getProcessInfo", json!({}))?;
        let processes = told["processInfo"].as_array().context("Chromium tells of no process")?;
        Ok(processes.iter().filter_map(|process| process["cpuTime"].as_f64()).sum())
    }
}

/// One tab, or the browser's own line of control.
pub struct Tab {
    socket: WebSocket<TcpStream>,
    last: u64,
    events: VecDeque<Value>,
}

impl Tab {
    fn connect(port: u16, path: &str) -> Result<Tab> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        let (socket, _) = tungstenite::client(format!("ws://127.0.0.1:{port}{path}"), stream)
            .map_err(|error| anyhow!("no connection to Chromium: {error}"))?;
        Ok(Tab { socket, last: 0, events: VecDeque::new() })
    }

    /// Calls a method of the protocol and returns its result.
    pub fn call(&mut self, method: &str, parameters: Value) -> Result<Value> {
        self.last += 1;
        let id = self.last;
        let message = json!({ "id": id, "method": method, "params": parameters });
        self.socket.send(Message::text(message.to_string())).with_context(|| format!("{method} could not be sent"))?;
        loop {
            let message = self.socket.read().with_context(|| format!("no answer to {method}"))?;
            let Message::Text(text) = message else { continue };
            let mut answer: Value = serde_json::from_str(&text)?;
            if answer["id"] == id {
                ensure!(answer["error"].is_null(), "{method}: {}", answer["error"]["message"]);
                return Ok(answer["result"].take());
            }
            self.events.push_back(answer);
        }
    }

    /// Goes to `address` and waits until it has loaded.
    pub fn go(&mut self, address: &str) -> Result<()> {
        let gone = self.call("Page.navigate", json!({ "url": address }))?;
        ensure!(gone["errorText"].is_null(), "{address} could not be opened: {}", gone["errorText"]);
        self.wait_for("document.readyState === 'complete'")
    }

    /// The value of a JavaScript expression; a promise is awaited, and an exception is an error.
    pub fn evaluate(&mut self, expression: &str) -> Result<Value> {
        let asked = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let mut answer = self.call("Runtime.evaluate", asked)?;
        let thrown = &answer["exceptionDetails"];
        ensure!(
            thrown.is_null(),
            "{}\nin {expression}",
            thrown["exception"]["description"].as_str().unwrap_or("thrown")
        );
        Ok(answer["result"]["value"].take())
    }

    /// Waits until a JavaScript expression is true.
    pub fn wait_for(&mut self, condition: &str) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        // Between two pages there is no place to evaluate anything in; that passes.
        while !self.evaluate(&format!("Boolean({condition})")).is_ok_and(|value| value == true) {
            ensure!(Instant::now() < deadline, "not so within {PATIENCE:?}: {condition}");
            thread::sleep(Duration::from_millis(15));
        }
        Ok(())
    }

    /// Gives the page a size in CSS pixels and a number of device pixels each.
    pub fn resize(&mut self, width: u32, height: u32, ratio: f64) -> Result<()> {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": ratio, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", metrics).map(drop)
    }

    /// Sets a media feature, as `prefers-color-scheme` to `dark`.
    pub fn prefer(&mut self, feature: &str, value: &str) -> Result<()> {
        let features = json!({ "features": [{ "name": feature, "value": value }] });
        self.call("Emulation.setEmulatedMedia", features).map(drop)
    }

    /// What is seen, as a PNG file.
    pub fn screenshot(&mut self) -> Result<Vec<u8>> {
        let shot = self.call("Page.captureScreenshot", json!({ "format": "png" }))?;
        decode_base64(shot["data"].as_str().context("Chromium took no picture")?)
    }

    /// Presses and releases a key, by its name as in `KeyboardEvent.key`.
    pub fn key(&mut self, key: &str) -> Result<()> {
        let text = match key {
            "Enter" => "\r",
            _ if key.chars().count() == 1 => key,
            _ => "",
        };
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            "Escape" => 27,
            " " => 32,
            "End" => 35,
            "Home" => 36,
            "ArrowLeft" => 37,
            "ArrowUp" => 38,
            "ArrowRight" => 39,
            "ArrowDown" => 40,
            "Delete" => 46,
            _ => 0,
        };
        let event = |kind| json!({ "type": kind, "key": key, "text": text, "windowsVirtualKeyCode": code });
        self.call("Input.dispatchKeyEvent", event("keyDown"))?;
        self.call("Input.dispatchKeyEvent", json!({ "type": "keyUp", "key": key, "windowsVirtualKeyCode": code }))
            .map(drop)
    }

    /// Uncaught exceptions, failed requests and console errors since the last call.
    pub fn complaints(&mut self) -> Result<Vec<String>> {
        // Whatever happened before this answer has been told before it.
        self.evaluate("0")?;
        let complaint = |event: Value| {
            let told = &event["params"];
            match event["method"].as_str() {
                Some("Runtime.exceptionThrown") => {
                    Some(told["exceptionDetails"]["exception"]["description"].to_string())
                }
                Some("Runtime.consoleAPICalled") if told["type"] == "error" || told["type"] == "warning" => {
                    Some(told["args"].to_string())
                }
                Some("Log.entryAdded") if told["entry"]["level"] == "error" => {
                    Some(format!("{} {}", told["entry"]["text"], told["entry"]["url"]))
                }
                _ => None,
            }
        };
        Ok(self.events.drain(..).filter_map(complaint).collect())
    }
}

/// The bytes that a text in base64 (RFC 4648, section 4) stands for.
fn decode_base64(text: &str) -> Result<Vec<u8>> {
    base64::Engine::decode(&base64::engine::general_purpose::STANDARD, text).context("Chromium sent broken base64")
}
