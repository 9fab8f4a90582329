// Everything that a person sees or does is tried here: the same in every engine, by the programs tests/chromium.rs,
// tests/firefox.rs and tests/webkit.rs.

mod driver;
mod eye;
mod fixture;
mod hand;
mod host;
#[path = "../../src/site/programs.rs"]
mod programs;
mod tab;

mod bad_input;
mod batches;
mod bits;
mod classroom;
mod comparison;
mod data_panel;
mod definiteness;
mod edits;
mod exports;
mod fingers;
mod formulas;
mod inside;
mod jobs;
mod keeping;
mod layout;
mod lessons;
mod links;
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
