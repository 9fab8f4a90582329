//! Keys, mouse and wheel in the words of WebDriver, which two engines share.
//!
//! The words are described at <https://www.w3.org/TR/webdriver2/#actions>.

use serde_json::{Value, json};

use crate::driver::Act;

const SHIFT: &str = "\u{E008}";
const CONTROL: &str = "\u{E009}";

/// What stands for a key in WebDriver.
fn code(key: &str) -> &str {
    match key {
        "Backspace" => "\u{E003}",
        "Tab" => "\u{E004}",
        "Enter" => "\u{E006}",
        "Escape" => "\u{E00C}",
        "PageUp" => "\u{E00E}",
        "PageDown" => "\u{E00F}",
        "End" => "\u{E010}",
        "Home" => "\u{E011}",
        "ArrowLeft" => "\u{E012}",
        "ArrowUp" => "\u{E013}",
        "ArrowRight" => "\u{E014}",
        "ArrowDown" => "\u{E015}",
        "Delete" => "\u{E017}",
        "F5" => "\u{E035}",
        _ => key,
    }
}

/// A key pressed and released, with others held meanwhile.
pub fn chord(key: &str, control: bool, shift: bool) -> Value {
    let key = code(key);
    let held = [(control, CONTROL), (shift, SHIFT)].into_iter().filter(|(held, _)| *held).map(|(_, key)| key);
    let keys: Vec<&str> = held.chain([key]).collect();
    let down = keys.iter().map(|key| json!({ "type": "keyDown", "value": key }));
    let up = keys.iter().rev().map(|key| json!({ "type": "keyUp", "value": key }));
    json!([{ "type": "key", "id": "keys", "actions": down.chain(up).collect::<Vec<_>>() }])
}

/// What a mouse does, one act after the other.
pub fn mouse(acts: &[Act], shift: bool) -> Value {
    let rest = || json!({ "type": "pause", "duration": 0 });
    let act = |act: &Act| match act {
        Act::Move(x, y) => json!({ "type": "pointerMove", "x": x, "y": y, "duration": 0 }),
        Act::Press => json!({ "type": "pointerDown", "button": 0 }),
        Act::Release => json!({ "type": "pointerUp", "button": 0 }),
    };
    let acts: Vec<Value> = acts.iter().map(act).collect();
    let pointer = |actions: Vec<Value>| json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": actions });
    if !shift {
        return json!([pointer(acts)]);
    }
    let mut keys = vec![rest(); acts.len() + 2];
    keys[0] = json!({ "type": "keyDown", "value": SHIFT });
    keys[acts.len() + 1] = json!({ "type": "keyUp", "value": SHIFT });
    let acts = std::iter::once(rest()).chain(acts).chain([rest()]).collect();
    json!([{ "type": "key", "id": "keys", "actions": keys }, pointer(acts)])
}

/// The wheel, turned at a place.
pub fn wheel((x, y): (f64, f64), delta: f64) -> Value {
    // The two drivers know whole pixels only here.
    let scroll = json!({ "type": "scroll", "x": x.round() as i64, "y": y.round() as i64, "deltaX": 0, "deltaY": delta.round() as i64, "duration": 0 });
    json!([{ "type": "wheel", "id": "wheel", "actions": [scroll] }])
}
