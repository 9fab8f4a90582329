//! `cargo run -- picture`: the README's picture, taken of the page.

use std::fs;

use anyhow::Result;

use super::chromium::Chromium;
use super::{build, root, serve};

/// Where the picture is kept.
const PLACE: &str = "docs/steepest.png";

/// Builds the page, opens it in Chromium on its first scene at the end of the race, and keeps what is seen.
pub fn run() -> Result<()> {
    let page = root().join("target/page");
    build::stage(&page)?;
    let mut chromium = Chromium::launch()?;
    let mut tab = chromium.open(&serve::in_background(page)?)?;
    tab.resize(1440, 900, 1.0)?;
    tab.wait_for("document.body.dataset.frame > 2")?;
    tab.key("End")?;
    tab.wait_for("document.querySelector('race-transport output').textContent.startsWith('step 1500')")?;
    let place = root().join(PLACE);
    fs::create_dir_all(root().join("docs"))?;
    fs::write(&place, tab.screenshot()?)?;
    println!("{}", place.display());
    Ok(())
}
