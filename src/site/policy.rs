//! What the page may load and run, its Content Security Policy: stated once, in index.html, so that it holds on any
//! host.
//!
//! The server repeats it as a header, which reaches workers too.
//! Who may show the page in a frame is not restricted: it is made to be embedded.

use anyhow::{Context, Result};

/// What stands before the policy in the page.
const BEFORE: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"";

/// The policy of a page.
///
/// # Errors
/// If the page states none.
pub fn of(page: &str) -> Result<&str> {
    let rest = page.split_once(BEFORE).map(|(_, rest)| rest).context("the page states no Content Security Policy")?;
    Ok(rest.split_once('"').context("the page's Content Security Policy has no end")?.0)
}
