//! Tables under libFuzzer.

#![no_main]

#[path = "../../tests/fuzz/entries/mod.rs"]
mod entries;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    entries::take("csv", bytes);
});
