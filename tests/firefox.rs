//! The page in a real Firefox.

#[path = "browser/engine/firefox.rs"]
mod engine;

include!("browser/all.rs");

// WebKit as GTK has it records no films, and its driver prints nothing.
#[path = "browser/films.rs"]
mod films;
#[path = "browser/printed.rs"]
mod printed;

// Nor has it canvases that a worker draws on again and again.
#[path = "browser/painting.rs"]
mod painting;

// Nor does it run anything before a page's own scripts.
#[path = "browser/before.rs"]
mod before;
#[path = "browser/loading.rs"]
mod loading;
#[path = "browser/words.rs"]
mod words;
