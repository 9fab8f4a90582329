//! A hand on mouse, fingers, wheel, keys and controls.

use serde_json::json;

use crate::fixture::Page;

impl Page {
    fn mouse(&mut self, kind: &str, (x, y): (f64, f64), held: bool, modifiers: u8) {
        let buttons = u8::from(held && kind != "mouseReleased");
        let button = if held { "left" } else { "none" };
        let event = json!({
            "type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": 1, "modifiers": modifiers,
        });
        self.tab.call("Input.dispatchMouseEvent", event).expect("the mouse event arrives");
    }

    /// Moves the mouse to a place in CSS pixels.
    pub fn hover(&mut self, at: (f64, f64)) {
        self.mouse("mouseMoved", at, false, 0);
        self.js("await settled()");
    }

    /// Clicks at a place, with shift if `shift`.
    pub fn click(&mut self, at: (f64, f64), shift: bool) {
        let modifiers = if shift { 8 } else { 0 };
        self.mouse("mouseMoved", at, false, modifiers);
        self.mouse("mousePressed", at, true, modifiers);
        self.mouse("mouseReleased", at, true, modifiers);
        self.js("await settled()");
    }

    /// Presses at one place, moves to another in ten steps, and releases there; `midway` is called before the release.
    pub fn drag(&mut self, from: (f64, f64), to: (f64, f64), midway: impl FnOnce(&mut Page)) {
        self.mouse("mouseMoved", from, false, 0);
        self.mouse("mousePressed", from, true, 0);
        for k in 1..=10 {
            let t = f64::from(k) / 10.0;
            self.mouse("mouseMoved", (from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t), true, 0);
        }
        self.js("await settled()");
        midway(self);
        self.mouse("mouseReleased", to, true, 0);
        self.js("await settled()");
    }

    /// Turns the wheel at a place by `delta` CSS pixels.
    pub fn wheel(&mut self, (x, y): (f64, f64), delta: f64) {
        let event = json!({ "type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": delta });
        self.tab.call("Input.dispatchMouseEvent", event).expect("the wheel event arrives");
        self.js("await settled()");
    }

    /// Two fingers, from `apart` CSS pixels between them to `finally`, about a place.
    pub fn pinch(&mut self, (x, y): (f64, f64), apart: f64, finally: f64) {
        let touch = |kind: &str, apart: f64| {
            let points = json!([{ "x": x - apart / 2.0, "y": y, "id": 1 }, { "x": x + apart / 2.0, "y": y, "id": 2 }]);
            json!({ "type": kind, "touchPoints": if kind == "touchEnd" { json!([]) } else { points } })
        };
        self.tab.call("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).expect("fingers are known");
        self.tab.call("Input.dispatchTouchEvent", touch("touchStart", apart)).expect("the fingers go down");
        for k in 1..=8 {
            let now = apart + (finally - apart) * f64::from(k) / 8.0;
            self.tab.call("Input.dispatchTouchEvent", touch("touchMove", now)).expect("the fingers move");
        }
        self.tab.call("Input.dispatchTouchEvent", touch("touchEnd", finally)).expect("the fingers go up");
        self.js("await settled()");
    }

    /// Presses a key.
    pub fn press(&mut self, key: &str) {
        self.tab.key(key).expect("the key event arrives");
        self.js("await settled()");
    }

    /// Takes the keyboard away from whatever has it, so that the next key is for the race.
    pub fn leave(&mut self) {
        self.run("document.activeElement.blur();");
    }

    /// Clicks the first button within the elements of a selector whose text begins with `name`.
    #[track_caller]
    pub fn push(&mut self, within: &str, name: &str) {
        self.run(&format!(
            "$$('{within} button').find((button) => button.textContent.startsWith('{name}')).click();
             await settled();"
        ));
    }

    /// Chooses an option of a list that has no name of its own among the fields.
    #[track_caller]
    pub fn choose(&mut self, selector: &str, value: &str) {
        self.run(&format!(
            "const list = $('{selector}');
             list.value = '{value}';
             list.dispatchEvent(new Event('change', {{ bubbles: true }}));
             await settled();"
        ));
    }

    /// The middle of the first element that matches a selector, in CSS pixels.
    #[track_caller]
    pub fn middle(&mut self, selector: &str) -> (f64, f64) {
        let place = self.run(&format!(
            "const box = document.querySelector({selector:?}).getBoundingClientRect();
             return [box.left + box.width / 2, box.top + box.height / 2];"
        ));
        let at = |k: usize| place[k].as_f64().expect("an element has a place");
        (at(0), at(1))
    }
}
