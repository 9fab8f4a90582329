//! The workshop around the laboratory: builds, packs and serves the page, opens it in Chromium to measure it, checks
//! lessons, and makes programs, maps and figures of experiments.
//!
//! Native only; nothing here is part of the page.

pub mod bench;
pub mod build;
pub mod chromium;
pub mod code;
mod compress;
mod files;
mod icons;
pub mod lessons;
pub mod map;
pub mod picture;
pub mod pack;
mod policy;
mod poster;
pub mod programs;
mod raster;
mod release;
mod report;
pub mod render;
mod rivals;
pub mod serve;
mod shrink;
mod tokens;
mod watch;
mod words;

use std::path::Path;

/// The project's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
