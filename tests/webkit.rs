//! The page in a real WebKit.

#[path = "browser/engine/webkit.rs"]
mod engine;

include!("browser/all.rs");
