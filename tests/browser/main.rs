//! The page in a real Chromium: everything that a person sees or does is tried here.

#[path = "../../src/site/chromium.rs"]
mod chromium;
mod eye;
mod fixture;
mod hand;
mod host;

mod bad_input;
mod batches;
mod classroom;
mod comparison;
mod data_panel;
mod definiteness;
mod edits;
mod exports;
mod formulas;
mod inside;
mod jobs;
mod keeping;
mod layout;
mod lessons;
mod logic;
mod maps;
mod opening;
mod own_data;
mod own_rule;
mod playback;
mod pointer;
mod theory;
mod relief;
mod shadows;
mod shipping;
mod training_loop;
mod words;
