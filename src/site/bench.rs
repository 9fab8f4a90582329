//! `cargo run -- bench`: what the page costs, measured in Chromium.

use anyhow::Result;

/// Measures.
pub fn run() -> Result<()> {
    anyhow::bail!("not yet")
}
