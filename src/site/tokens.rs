//! The colours of the page, read from its style sheet: what is drawn or said while the page is built has the same.

use std::fs;

use anyhow::{Context, Result};
use steepest::draw::Color;

use super::root;

/// The text of the style sheet that holds them.
///
/// # Errors
/// If it cannot be read.
pub fn read() -> Result<String> {
    fs::read_to_string(root().join("www/styles/tokens.css")).context("tokens.css cannot be read")
}

/// The colour `--name` in the scheme number `scheme` of `light-dark()`.
///
/// # Errors
/// If there is none of that name, or it is written another way.
pub fn color(tokens: &str, name: &str, scheme: usize) -> Result<Color> {
    let value = tokens.split_once(&format!("--{name}: light-dark(")).map(|(_, rest)| rest);
    let value = value.and_then(|rest| rest.split_once(')')).and_then(|(pair, _)| pair.split(", ").nth(scheme));
    let hex = value.and_then(|value| value.strip_prefix('#')).with_context(|| format!("no colour --{name}"))?;
    let bytes = u32::from_str_radix(hex, 16).with_context(|| format!("--{name} is not a colour"))?;
    let [_, red, green, blue] = bytes.to_be_bytes();
    Ok(Color([red, green, blue]))
}
