//! A hand on mouse, fingers, wheel, keys and controls.

use crate::driver::{Act, Driver};
use crate::fixture::Page;

impl Page {
    fn mouse(&mut self, acts: &[Act], shift: bool) {
        self.tab.mouse(acts, shift).expect("the mouse is moved");
        self.js("await settled()");
    }

    /// Moves the mouse to a place in CSS pixels.
    pub fn hover(&mut self, (x, y): (f64, f64)) {
        self.mouse(&[Act::Move(x, y)], false);
    }

    /// Clicks at a place, with shift if `shift`.
    pub fn click(&mut self, (x, y): (f64, f64), shift: bool) {
        self.mouse(&[Act::Move(x, y), Act::Press, Act::Release], shift);
    }

    /// Presses at one place, moves to another in ten steps, and releases there; `midway` is called before the release.
    pub fn drag(&mut self, from: (f64, f64), to: (f64, f64), midway: impl FnOnce(&mut Page)) {
        let along = (1..=10).map(|k| f64::from(k) / 10.0);
        let moves = along.map(|t| Act::Move(from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t));
        let acts: Vec<Act> = [Act::Move(from.0, from.1), Act::Press].into_iter().chain(moves).collect();
        self.mouse(&acts, false);
        midway(self);
        self.mouse(&[Act::Release], false);
    }

    /// Turns the wheel at a place by `delta` CSS pixels.
    pub fn wheel(&mut self, at: (f64, f64), delta: f64) {
        self.tab.wheel(at, delta).expect("the wheel is turned");
        self.js("await settled()");
    }

    /// Two fingers, from `apart` CSS pixels between them to `finally`, about a place.
    pub fn pinch(&mut self, (x, y): (f64, f64), apart: f64, finally: f64) {
        let fingers = |apart: f64| [(1, x - apart / 2.0, y), (2, x + apart / 2.0, y)];
        self.pointers("touch", "pointerdown", &fingers(apart));
        for k in 1..=8 {
            self.pointers("touch", "pointermove", &fingers(apart + (finally - apart) * f64::from(k) / 8.0));
        }
        self.pointers("touch", "pointerup", &fingers(finally));
        self.js("await settled()");
    }

    /// Fingers or a pen, as events of this name, each with its number and place: to what is there, or to what has
    /// captured them since they went down.
    ///
    /// No driver but Chromium's has any; the page hears the same of these.
    pub fn pointers(&mut self, kind: &str, event: &str, places: &[(u8, f64, f64)]) {
        let places: Vec<_> = places.iter().map(|(id, x, y)| serde_json::json!([id, x, y])).collect();
        self.run(&format!(
            "globalThis.captured ??= new Map();
             globalThis.active ??= new Set();
             if (!Object.hasOwn(Element.prototype, 'captures')) {{
               const plain = Element.prototype.setPointerCapture, release = Element.prototype.releasePointerCapture;
               const has = Element.prototype.hasPointerCapture;
               Object.assign(Element.prototype, {{
                 captures: true,
                 setPointerCapture(id) {{ if (active.has(id)) captured.set(id, this); else plain.call(this, id); }},
                 releasePointerCapture(id) {{ if (active.has(id)) captured.delete(id); else release.call(this, id); }},
                 hasPointerCapture(id) {{ return captured.get(id) === this || has.call(this, id); }},
               }});
             }}
             for (const [number, x, y] of {places}) {{
               const pointerId = 100 + number;
               const send = (name, to, more) => to?.dispatchEvent(new PointerEvent(name, {{
                 pointerId, pointerType: '{kind}', isPrimary: number === 1, bubbles: true, cancelable: true, composed: true,
                 clientX: x, clientY: y, pressure: 0.5, button: 0, buttons: 1, ...more,
               }}));
               const here = document.elementFromPoint(x, y);
               if ('{event}' === 'pointerdown') {{
                 active.add(pointerId);
                 send('pointerover', here, {{ button: -1, buttons: 0 }});
                 send('pointerenter', here, {{ button: -1, buttons: 0, bubbles: false }});
               }}
               const ends = ['pointerup', 'pointercancel'].includes('{event}');
               const to = captured.get(pointerId) ?? here;
               send('{event}', to, ends ? {{ buttons: 0, pressure: 0 }} : '{event}' === 'pointermove' ? {{ button: -1 }} : {{}});
               if (ends) {{
                 active.delete(pointerId);
                 captured.delete(pointerId);
                 send('lostpointercapture', to, {{ button: -1, buttons: 0 }});
                 send('pointerout', here, {{ button: -1, buttons: 0 }});
                 send('pointerleave', here, {{ button: -1, buttons: 0, bubbles: false }});
               }}
             }}",
            places = serde_json::Value::from(places)
        ));
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
