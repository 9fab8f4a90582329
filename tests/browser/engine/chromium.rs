//! Chromium, over its own protocol.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::chromium::{Chromium, PROGRAM, Tab as Line};
use crate::driver::{Act, Driver, WATCH, decode_base64};
use crate::programs::Program;

/// The engine's name.
pub const NAME: &str = "Chromium";

/// What a page does before its own scripts: nothing.
pub fn first() -> String {
    String::new()
}

/// What has to be there.
pub const PROGRAMS: &[Program] = &[PROGRAM];

/// Chromium, with the tab of the test at hand.
pub struct Browser {
    line: Line,
    chromium: Chromium,
    /// Where the mouse is, and whether its button is held.
    mouse: ((f64, f64), bool),
}

impl Browser {
    /// Calls a method of Chromium's protocol.
    pub fn call(&mut self, method: &str, parameters: Value) -> Result<Value> {
        self.line.call(method, parameters)
    }

    /// The page as a PDF file.
    pub fn print(&mut self) -> Result<Vec<u8>> {
        let printed = self.call("Page.printToPDF", json!({ "printBackground": true }))?;
        decode_base64(printed["data"].as_str().context("Chromium printed nothing")?)
    }
}

impl Browser {
    /// Has every page from the next one on run this before its own scripts.
    pub fn before(&mut self, script: &str) -> Result<()> {
        self.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).map(drop)
    }
}

impl Driver for Browser {
    fn launch() -> Result<Browser> {
        let mut chromium = Chromium::launch()?;
        let line = chromium.blank()?;
        Ok(Browser { line, chromium, mouse: ((0.0, 0.0), false) })
    }

    fn fresh(&mut self) -> Result<()> {
        // An open tab goes on drawing; one that closes need not answer.
        let _ = self.call("Page.close", json!({}));
        self.line = self.chromium.blank()?;
        self.mouse = ((0.0, 0.0), false);
        self.resize(1440, 900, 1.0)
    }

    fn go(&mut self, address: &str) -> Result<()> {
        self.line.go(address)
    }

    fn evaluate(&mut self, expression: &str) -> Result<Value> {
        self.line.evaluate(expression)
    }

    fn resize(&mut self, width: u32, height: u32, ratio: f64) -> Result<()> {
        self.line.resize(width, height, ratio)
    }

    fn prefer(&mut self, feature: &str, value: &str) -> Result<bool> {
        self.line.prefer(feature, value).map(|()| true)
    }

    fn on_paper(&mut self, paper: bool) -> Result<()> {
        let media = if paper { "print" } else { "" };
        self.call("Emulation.setEmulatedMedia", json!({ "media": media })).map(drop)
    }

    fn to_front(&mut self) -> Result<()> {
        self.call("Page.bringToFront", json!({})).map(drop)
    }

    fn screenshot(&mut self) -> Result<Vec<u8>> {
        self.line.screenshot()
    }

    fn chord(&mut self, key: &str, control: bool, shift: bool) -> Result<()> {
        if !control && !shift {
            return self.line.key(key);
        }
        let code = key.to_uppercase().bytes().next().unwrap_or(0);
        let modifiers = 2 * u8::from(control) + 8 * u8::from(shift);
        for kind in ["rawKeyDown", "keyUp"] {
            let event = json!({ "type": kind, "key": key, "modifiers": modifiers, "windowsVirtualKeyCode": code });
            self.call("Input.dispatchKeyEvent", event)?;
        }
        Ok(())
    }

    fn mouse(&mut self, acts: &[Act], shift: bool) -> Result<()> {
        for act in acts {
            let (kind, button) = match *act {
                Act::Move(x, y) => {
                    self.mouse.0 = (x, y);
                    ("mouseMoved", if self.mouse.1 { "left" } else { "none" })
                }
                Act::Press => {
                    self.mouse.1 = true;
                    ("mousePressed", "left")
                }
                Act::Release => {
                    self.mouse.1 = false;
                    ("mouseReleased", "left")
                }
            };
            let ((x, y), held) = self.mouse;
            let event = json!({
                "type": kind, "x": x, "y": y, "button": button, "buttons": u8::from(held), "clickCount": 1,
                "modifiers": 8 * u8::from(shift),
            });
            self.call("Input.dispatchMouseEvent", event)?;
        }
        Ok(())
    }

    fn wheel(&mut self, (x, y): (f64, f64), delta: f64) -> Result<()> {
        let event = json!({ "type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": delta });
        self.call("Input.dispatchMouseEvent", event).map(drop)
    }

    fn watch(&mut self) -> Result<()> {
        self.before(WATCH)
    }

    fn complaints(&mut self) -> Result<Vec<String>> {
        self.line.complaints()
    }
}
