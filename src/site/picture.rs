//! `cargo run -- picture`: the README's pictures, taken of the page.

use std::fs;

use anyhow::{Result, ensure};

use super::chromium::Chromium;
use super::{build, root, serve};

/// The colour schemes, and where the picture in each is kept.
const PLACES: [(&str, &str); 2] = [("light", "docs/steepest.png"), ("dark", "docs/steepest-dark.png")];

/// Builds the page, opens it in Chromium on its first scene at the end of the race, and keeps what is seen.
pub fn run() -> Result<()> {
    let page = root().join("target/site");
    build::stage(&page)?;
    let mut chromium = Chromium::launch()?;
    let mut tab = chromium.blank()?;
    tab.resize(1440, 900, 1.0)?;
    tab.go(&serve::in_background(page)?)?;
    tab.wait_for("document.body.dataset.ready === ''")?;
    tab.key("End")?;
    fs::create_dir_all(root().join("docs"))?;
    for (scheme, place) in PLACES {
        tab.prefer("prefers-color-scheme", scheme)?;
        tab.evaluate("new Promise((done) => setTimeout(done, 500))")?;
        fs::write(root().join(place), tab.screenshot()?)?;
        println!("{place}");
    }
    let complaints = tab.complaints()?;
    ensure!(complaints.is_empty(), "the page complains: {}", complaints.join("; "));
    Ok(())
}
