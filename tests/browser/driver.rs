//! What the tests ask of a browser, whichever engine it has.

use anyhow::Result;
use serde_json::Value;

/// What a hand does with a mouse, in CSS pixels of the page.
#[derive(Clone, Copy)]
pub enum Act {
    /// Goes to a place.
    Move(f64, f64),
    /// Presses the main button.
    Press,
    /// Releases it.
    Release,
}

/// A browser with one tab, which serves one test after the other.
pub trait Driver: Sized {
    /// Starts the browser; it ends when this value is dropped, or when we end.
    fn launch() -> Result<Self>;

    /// Leaves whatever tab there is for an empty one with storage of its own, 1440 × 900 CSS pixels large.
    fn fresh(&mut self) -> Result<()>;

    /// Goes to an address and waits until it has loaded.
    fn go(&mut self, address: &str) -> Result<()>;

    /// The value of a JavaScript expression; a promise is awaited, and an exception is an error.
    fn evaluate(&mut self, expression: &str) -> Result<Value>;

    /// Gives the page a size in CSS pixels and a number of device pixels each.
    fn resize(&mut self, width: u32, height: u32, ratio: f64) -> Result<()>;

    /// Sets a media feature, as `prefers-color-scheme` to `dark`; whether the page is still there afterwards.
    fn prefer(&mut self, feature: &str, value: &str) -> Result<bool>;

    /// Shows the page as on paper, or on the screen again.
    fn on_paper(&mut self, paper: bool) -> Result<()>;

    /// Puts the tab in front of others.
    fn to_front(&mut self) -> Result<()>;

    /// What is seen, as a PNG file.
    fn screenshot(&mut self) -> Result<Vec<u8>>;

    /// Presses and releases a key, by its name as in `KeyboardEvent.key`, with control and shift where they are true.
    fn chord(&mut self, key: &str, control: bool, shift: bool) -> Result<()>;

    /// Does something with the mouse, with shift if `shift`.
    fn mouse(&mut self, acts: &[Act], shift: bool) -> Result<()>;

    /// Turns the wheel at a place by `delta` CSS pixels.
    fn wheel(&mut self, at: (f64, f64), delta: f64) -> Result<()>;

    /// From the next page on, keeps in `globalThis.refusals` what a policy has refused.
    fn watch(&mut self) -> Result<()>;

    /// Uncaught exceptions, failed requests, console errors and warnings since the last call.
    fn complaints(&mut self) -> Result<Vec<String>>;
}

/// Keeps in `globalThis.refusals` what a policy refuses.
pub const WATCH: &str = "
  globalThis.refusals ??= [];
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    refusals.push(`${violatedDirective} ${blockedURI}`), true);";

/// The bytes that a text in base64 (RFC 4648, section 4) stands for.
pub fn decode_base64(text: &str) -> Result<Vec<u8>> {
    Ok(base64::Engine::decode(&base64::engine::general_purpose::STANDARD, text)?)
}
