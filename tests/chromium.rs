//! The page in a real Chromium.

#[path = "../src/site/chromium.rs"]
mod chromium;
#[path = "browser/engine/chromium.rs"]
mod engine;

include!("browser/all.rs");

// Whether a page can be installed, and what fingers do on a screen, Chromium alone tells and makes.
#[path = "browser/installed.rs"]
mod installed;
#[path = "browser/touches.rs"]
mod touches;

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

// What the page needs of memory, and what is done to its tab, is Chromium's own to tell and to do.
#[path = "browser/abuse.rs"]
mod abuse;
#[path = "browser/monkey.rs"]
mod monkey;
#[path = "browser/screens.rs"]
mod screens;
#[path = "browser/soak.rs"]
mod soak;

// What a checker finds is the page's, whatever shows it.
#[path = "browser/access.rs"]
mod access;
#[path = "browser/keyboard.rs"]
mod keyboard;
#[path = "browser/told.rs"]
mod told;
