//! The page in a real Chromium: everything that a person sees or does is tried here.

#[path = "../../src/site/chromium.rs"]
mod chromium;
mod fixture;
mod hand;

mod bad_input;
mod data;
mod edits;
mod layout;
mod logic;
mod opening;
mod playback;
mod pointer;
